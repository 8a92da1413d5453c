"""What the machine itself must have: checked, put in with apt-get where that is permitted, else named in one sentence.

Its one argument is pango, chromium, poppler or writer.
"""

import ctypes
import ctypes.util
import os
import shutil
import subprocess
import sys

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def library(name: str) -> bool:
    for file in (f"lib{name}.so.0", ctypes.util.find_library(name) if sys.platform == "darwin" else None):
        try:
            if file and ctypes.CDLL(file):
                return True
        except OSError:
            continue
    return False


def pango() -> bool:
    return library("pango-1.0") and library("pangoft2-1.0")


def chromium() -> bool:
    return any(map(shutil.which, BROWSERS))


def poppler() -> bool:
    return bool(shutil.which("pdftotext"))


def writer() -> bool:
    return bool(shutil.which("soffice"))


# What, the Debian packages that bring it, what cannot be done without it, and whether it is needed at all.
NEEDS = {
    "pango": (pango, ["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"], "papers cannot be made", True),
    "chromium": (chromium, ["chromium"], "the browser journeys are left out", os.environ.get("CI") == "true"),
    "poppler": (poppler, ["poppler-utils"], "", False),
    "writer": (writer, ["libreoffice-writer-nogui"], "no Word file is opened by a word processor", False),
}


def quietly(*command: str) -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True).returncode == 0


def install(packages: list[str]) -> bool:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    print(f"Installing {', '.join(packages)}…", flush=True)
    command = ("apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages)
    return quietly(*command) or (quietly("apt-get", "update", "-qq") and quietly(*command))


def main() -> int:
    here, packages, loss, needed = NEEDS[sys.argv[1]]
    if here() or (install(packages) and here()):
        return 0
    if loss:
        print(f"Without {sys.argv[1].capitalize()} {loss}; please install it (Debian: {' '.join(packages)}).")
    return 1 if needed else 0


if __name__ == "__main__":
    sys.exit(main())
