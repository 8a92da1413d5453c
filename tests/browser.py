"""A real browser against a live server, and the accessibility rules on what it shows."""

import hashlib
import os
import re
import threading
import time

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Error, sync_playwright

from tests.chromium import FLAGS, LOCAL, MISSING, executable
from tests.settings import TEST_HOME

ANSWERED = 30  # seconds within which anything is
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# Set as soon as a link is followed or a form sent: Playwright's click may come back before the browser has asked for the
# next page, and what is looked at then is the page that is about to go.
MARKS_LEAVING = """(() => {
    const leave = (event) => { if (!event.defaultPrevented) window.isLeft = true; };
    const leads = (link) => link && !link.target && !link.hasAttribute("download") && /^https?:$/.test(link.protocol)
        && !(link.hash && link.href.split("#")[0] === location.href.split("#")[0]);
    addEventListener("submit", leave);
    addEventListener("click", (event) => { if (leads(event.target.closest?.("a[href]"))) leave(event); });
    addEventListener("beforeunload", leave);
})()"""
LEFT_WITHIN = 10  # seconds; where a link gave a file, the page stays


def settled(page) -> None:
    """Come back once no page is on its way: the one that is there will stay, and is loaded."""
    until = time.monotonic() + LEFT_WITHIN
    while time.monotonic() < until and _is_left(page):
        page.wait_for_timeout(20)
    page.wait_for_load_state()


def _is_left(page) -> bool:
    try:
        return page.evaluate("window.isLeft === true")
    except Error:  # between two pages
        return True


@pytest.fixture(scope="session")
def browser():
    program = executable()
    if not program:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(MISSING)
    # Playwright keeps an event loop in this thread, for which Django would refuse the tests their database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    profile = TEST_HOME / "browser"
    profile.mkdir(parents=True, exist_ok=True)
    own = {name: str(profile) for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR")}
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=FLAGS, env={**os.environ, **own})
        yield running
        running.close()


class Complaints(list):
    """What the browser complained of: script errors, and anything the security policy refused."""

    def listen(self, page):
        page.on("pageerror", lambda error: self.append(f"{page.url}: {error}"))
        page.on("console", lambda message: self._console(page, message))

    def _console(self, page, message):
        # A page that answers with an error is also reported here; the tests look at those themselves.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.append(f"{page.url}: {message.text}")


@pytest.fixture
def complaints():
    return Complaints()


@pytest.fixture
def new_page(live_server, browser, complaints):
    """Makes pages, each in a context of its own, so that one test can hold several people; keywords go to the context."""
    contexts = []

    def make(**options):
        context = browser.new_context(base_url=live_server.url, accept_downloads=True, **LOCAL, **options)
        context.set_default_timeout(30_000)
        context.add_init_script(MARKS_LEAVING)
        contexts.append(context)
        page = context.new_page()
        complaints.listen(page)
        return page

    yield make
    for context in contexts:
        context.close()
    _wait_for_the_server()
    assert complaints == [], "\n".join(complaints)


def _wait_for_the_server() -> None:
    """Until what the closed pages still asked for is answered: a page that saves as somebody types may have sent just
    now, and the record is about to be put back under it."""
    until = time.monotonic() + ANSWERED
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(max(0, until - time.monotonic()))
            assert not thread.is_alive(), f"The server was still answering a page {ANSWERED} s after it was closed."


@pytest.fixture
def page(new_page):
    return new_page()


@pytest.fixture
def sign_in(live_server):
    """Gives a page the session of a user, as if they had signed in just now."""

    def enter(page, user):
        client = Client()
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
        name = settings.SESSION_COOKIE_NAME
        page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
        return page

    return enter


def _told(violation: dict) -> str:
    places = [f"    {node['target'][0]}: {node['html'][:160]}" for node in violation["nodes"][:5]]
    return "\n".join([f"  {violation['id']} ({violation['impact']}): {violation['help']}", *places])


# What axe's rules look at, as text: elements and their attributes, without the words, numbers and tokens in them.
TOKEN = re.compile(r'(?:nonce|hx-headers|value|href|action|content|data-[\w-]+)="[^"]*"|\d+')
WORDS = re.compile(r">[^<]*[^<\s][^<]*<")
AS_SHOWN = """() => [
    document.documentElement.outerHTML,
    document.querySelectorAll(":checked, :disabled, :popover-open, [open]").length,
    innerWidth, matchMedia("(prefers-color-scheme: dark)").matches, getComputedStyle(document.body).fontFamily,
]"""
# No more than is told of it: the whole answer takes longer to hand over than to find.
RUN = "options => axe.run(options).then(found => [found.violations, found.passes.length])"


class Accessibility:
    """Call it with a page: fails on any violation, and counts the pages.

    A page that is built as one that was looked at before, and differs in words and numbers alone, is not looked at again.
    """

    sound = set()

    def __init__(self):
        self.axe = Axe()
        self.pages = 0

    def __call__(self, page):
        self.pages += 1
        kind = self._kind(page)
        if kind not in self.sound:
            self._look(page)
            self.sound.add(kind)

    def _kind(self, page) -> str:
        settled(page)
        html, *shown = page.evaluate(AS_SHOWN)
        built = WORDS.sub(">…<", TOKEN.sub("", html))
        return hashlib.sha256(repr((built, shown)).encode()).hexdigest()

    def _look(self, page):
        page.evaluate(self.axe.axe_script)
        options = {"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]}
        violations, passed = page.evaluate(RUN, options)
        assert passed, f"axe looked at nothing on {page.url}"
        told = "\n".join(_told(violation) for violation in violations)
        assert not told, f"{page.url} has accessibility faults:\n{told}"


@pytest.fixture
def axe():
    return Accessibility()
