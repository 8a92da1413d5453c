"""Pictures of the main pages at two widths, taken of a site of its own with the demo record: `make shots`."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Page, sync_playwright

from secmods.env import ROOT, home
from tests.chromium import FLAGS, LOCAL, executable

PORT = 8765
WIDTHS = {1280: 900, 360: 740}
PUBLIC = ["/", "/accounts/login/", "/modifications/", "/modifications/?q=G3.20", "/no-such-page/"]
ANALYST = [
    "/raise/",
    "/modifications/MP087/",
    "/modifications/MP087/problem-statement/",
    "/modifications/MP087/views/",
    "/modifications/MP087/legal-text/",
    "/modifications/MP087/documents/",
    "/modifications/MP087/history/",
    "/papers/mp087-modification-report/1.0/",
]


@contextmanager
def site(place: Path) -> Iterator[str]:
    own = {**os.environ, "SECMODS_HOME": str(place), "DEMO": "on"}
    command = [sys.executable, "-m", "secmods.supervisor", "--port", str(PORT)]
    running = subprocess.Popen(command, cwd=ROOT, env=own)
    try:
        address = f"http://localhost:{PORT}"
        wait_for(f"{address}/healthz", running)
        yield address
    finally:
        running.send_signal(signal.SIGTERM)
        running.wait()


def wait_for(address: str, running: subprocess.Popen) -> None:
    for _ in range(600):
        if running.poll() is not None:
            sys.exit("The site did not start.")
        try:
            urlopen(address, timeout=2).close()
            return
        except OSError:
            time.sleep(0.2)
    sys.exit("The site did not answer.")


def analyst_session(place: Path) -> str:
    """A session of the first analyst in the demo record."""
    os.environ.update(SECMODS_HOME=str(place), DJANGO_SETTINGS_MODULE="secmods.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.test import Client

    from accounts.models import Role, RoleGrant

    grant = RoleGrant.objects.filter(role=Role.ANALYST).order_by("pk").first()
    client = Client()
    client.force_login(grant.user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def name_of(path: str) -> str:
    kept = "".join(letter if letter.isalnum() else "-" for letter in path.strip("/"))
    return kept.strip("-") or "home"


def shoot(page: Page, path: str, folder: Path) -> None:
    answer = page.goto(path, wait_until="networkidle")
    page.screenshot(path=folder / f"{name_of(path)}.png", full_page=True)
    overhang = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    told = f", {overhang} px too wide" if overhang > 0 else ""
    print(f"  {answer.status} {path}{told}")


def shoot_all(browser, address: str, session: str, shots: Path) -> None:
    for width, height in WIDTHS.items():
        folder = shots / str(width)
        folder.mkdir(parents=True, exist_ok=True)
        print(f"{width} px, in {folder}")
        viewport = {"width": width, "height": height}
        context = browser.new_context(base_url=address, viewport=viewport, reduced_motion="reduce", **LOCAL)
        page = context.new_page()
        for path in PUBLIC:
            shoot(page, path, folder)
        context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
        for path in ANALYST:
            shoot(page, path, folder)
        context.close()


def main() -> None:
    top = home()
    place = top / "shots-site"
    with site(place) as address:
        session = analyst_session(place)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=executable(), args=FLAGS)
            shoot_all(browser, address, session, top / "shots")
            browser.close()


if __name__ == "__main__":
    main()
