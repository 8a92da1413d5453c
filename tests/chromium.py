"""Which browser is used, and how it is started."""

import shutil

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]
MISSING = "No Chromium is installed, so the browser journeys cannot run (Debian: apt-get install chromium)."
LOCAL = {"locale": "en-GB", "timezone_id": "Europe/London"}


def executable() -> str | None:
    return next(filter(None, map(shutil.which, NAMES)), None)
