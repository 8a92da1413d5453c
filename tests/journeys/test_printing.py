"""What a page is on paper: no bars, addresses in full, table heads and the classification with its “as at” on each sheet."""

import re
from datetime import timedelta
from io import BytesIO
from unicodedata import normalize

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfReader

from audit import clock
from proposals import actions
from proposals.layouts import Planned
from proposals.models import Objection
from proposals.receipts import receipt_of
from tests import factories as make
from tests.proposals.states import fresh, object_to

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

BARS = [".topbar", ".footer", ".skip-link", ".tabs", ".actions", ".btn", ".next-steps", "form button", ".crumbs"]
STRIP = re.compile(r"Classification: (\w+) · as at \d+ \w+ \d{4} at \d\d:\d\d · http\S+")
# Every link in the text of the page that leads somewhere else, with what is printed after it.
PRINTED = """() => [...document.querySelectorAll("main a[href]")]
  .filter(a => a.getClientRects().length && !a.getAttribute("href").startsWith("#"))
  .filter(a => !a.closest("th, .chip, svg, nav"))
  .map(a => [a.href, getComputedStyle(a, "::after").content])"""
SEEN = """selectors => selectors.filter(s => [...document.querySelectorAll(s)].some(e => e.getClientRects().length))"""


@pytest.fixture
def secas():
    return make.analyst(name="Ines Okafor")


@pytest.fixture
def full(secas):
    """A halted Fast-Track proposal with a timetable, in a release, and forty others in the register."""
    make.CommitteeFactory()
    proposal = make.fast_tracked(by=secas, title="Correction to one clause")
    actions.attach(proposal=proposal, by=secas, upload=_text())
    object_to(proposal)
    for number in range(45):
        actions.add_entry(proposal=proposal, by=secas, planned=_planned(number))
    for number in range(12):
        actions.enter_release(
            by=secas, name=f"Release {number}", kind="scheduled", date=clock.today() + timedelta(days=number)
        )
    return fresh(proposal)


def _text():
    return SimpleUploadedFile("minutes.txt", b"What was said.")


def _planned(number: int) -> Planned:
    return Planned(f"Step {number + 1} of the work", "publish", clock.today() + timedelta(days=number))


def printed(page) -> list[str]:
    """The words of each sheet, letters that are set as one taken apart."""
    sheets = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages
    return [" ".join(normalize("NFKC", sheet.extract_text()).split()) for sheet in sheets]


PAGES = {
    "the proposal": lambda p: p.get_absolute_url(),
    "its timetable": lambda p: f"{p.get_absolute_url()}timetable/",
    "its history": lambda p: f"{p.get_absolute_url()}history/",
    "the releases": lambda p: "/releases/",
    "the statistics": lambda p: "/statistics/",
    "the map": lambda p: "/guide/lifecycle/",
    "a receipt": lambda p: receipt_of(Objection.objects.get()).address,
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_on_paper(new_page, sign_in, secas, full, name):
    page = sign_in(new_page(), secas)
    page.goto(PAGES[name](full))
    page.wait_for_load_state()
    shown = page.evaluate(SEEN, [".topbar", ".footer"])
    assert shown == [".topbar", ".footer"]
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")  # as the browser does before it prints
    assert page.evaluate(SEEN, BARS) == []
    addresses = page.evaluate(PRINTED)
    assert [(href, after) for href, after in addresses if href not in after] == []
    sheets = printed(page)
    strips = [STRIP.search(sheet) for sheet in sheets]
    assert sheets
    assert [number for number, strip in enumerate(strips, 1) if strip is None] == []
    assert {strip.group(1) for strip in strips} == {"White"}


def test_the_head_of_a_long_table_stands_on_each_of_its_sheets(new_page, sign_in, secas, full):
    page = sign_in(new_page(), secas)
    page.goto(PAGES["its timetable"](full))
    page.emulate_media(media="print")
    columns = page.get_by_role("table").first.locator("thead th")
    heads = [head for head in columns.all_inner_texts() if head.strip()]
    heads = heads[: sum(column.is_visible() for column in columns.all())]
    sheets = printed(page)
    of_table = [sheet for sheet in sheets if re.search(r"Step \d+ of the work ", sheet)]
    of_table = [sheet for sheet in of_table if any(head in sheet for head in heads)]
    assert len(of_table) >= 2
    assert [head for head in heads if head.strip() and not all(head in sheet for sheet in of_table)] == []


def test_what_is_not_white_says_so_on_each_sheet(new_page, sign_in, secas, full):
    actions.save_details(proposal=full, by=secas, classification="amber")
    page = sign_in(new_page(), secas)
    page.goto(f"{full.get_absolute_url()}timetable/")
    sheets = printed(page)
    assert {STRIP.search(sheet).group(1) for sheet in sheets} == {"Amber"}
