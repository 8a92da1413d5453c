"""What a person waits for on a running site with the demo record: pages, and a report from the button to its PDF."""

import re
import shutil
import sys
import time
from http.cookiejar import CookieJar
from statistics import quantiles
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

from bench.bench_start import HOME, PORT, running, served

SITE = f"http://localhost:{PORT}"
ANALYST = "imogen.farrow@example.org"
REPORTS = ("MP087", "MP252", "MP255", "MP257", "MP258")
PDF_LIMIT = 3.0  # seconds, on an idle worker
PAGES = (
    "/",
    "/modifications/",
    "/modifications/?q=security",
    "/modifications/MP087/",
    "/papers/mp087-modification-report/1.0/",
)
TIMES = 40
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Person:
    """Somebody with a browser that keeps cookies."""

    def __init__(self):
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()))

    def get(self, path: str) -> str:
        with self.opener.open(f"{SITE}{path}") as answer:
            return answer.read().decode(errors="replace")

    def post(self, path: str, form_on: str, **fields) -> str:
        """Press a button of the page ``form_on``; gives back the address one ends at."""
        token = TOKEN.search(self.get(form_on))[1]
        body = urlencode({"csrfmiddlewaretoken": token, **fields}).encode()
        with self.opener.open(f"{SITE}{path}", data=body) as answer:
            return answer.url.removeprefix(SITE)


def button_to_pdf(person: Person, reference: str) -> float:
    began = time.perf_counter()
    page = person.post(f"/modifications/{reference}/report/compose/", f"/modifications/{reference}/report/")
    while f"{page.rstrip('/')}.pdf" not in person.get(f"{page}files/"):
        time.sleep(0.05)
    person.get(f"{page.rstrip('/')}.pdf")
    return time.perf_counter() - began


def page_times(person: Person, path: str) -> list[float]:
    times = []
    for _ in range(TIMES):
        began = time.perf_counter()
        person.get(path)
        times.append(1000 * (time.perf_counter() - began))
    return times


def main() -> int:
    shutil.rmtree(HOME, ignore_errors=True)
    with running():
        while not served():
            time.sleep(0.1)
        analyst, reader = Person(), Person()
        analyst.post("/demo/sign-in/", "/accounts/login/", email=ANALYST)
        time.sleep(5)
        waits = [button_to_pdf(analyst, reference) for reference in REPORTS]
        for reference, wait in zip(REPORTS, waits, strict=True):
            print(f"{reference}: from the button to its PDF in {wait:.2f} s (limit {PDF_LIMIT:.0f} s)")
        for path in PAGES:
            cuts = quantiles(page_times(reader, path), n=20)
            print(f"{path}: median {cuts[9]:.0f} ms, 95 of 100 under {cuts[18]:.0f} ms, one reader")
    shutil.rmtree(HOME, ignore_errors=True)
    return int(max(waits) > PDF_LIMIT)


if __name__ == "__main__":
    sys.exit(main())
