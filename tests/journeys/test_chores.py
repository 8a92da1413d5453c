"""What people do most often, in a browser, with the clicks and the fields that are typed into counted, and timed.

A click is a press of the mouse on a link, a button, a round button or a box, the choosing of something from a list or
of a file. A field that words are written into is counted beside them. Each chore begins where the person is when it
comes up, and has a table of clicks that is argued, not measured: fewer would leave out something that only the person
knows. Issuing an urgent notice is counted with notices.
"""

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.models import Category
from audit import clock
from consultations.models import Comment
from proposals import actions as steps
from subcommittees import actions
from subcommittees.models import Chase, View
from tests import factories as make
from tests.journeys import steps as journey
from tests.pages.people import PDF
from tests.proposals.states import fresh
from tests.subcommittees.deciding import agreed, asked, body, item, meeting

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
# From the first click to the answer, on a machine that has other things to do; what the pages are looked at for in
# between is not counted.
LONGEST = 60


@dataclass
class Chore:
    """A page with a counter on it: everything that the person does goes through here."""

    page: Page
    clicks: list[str] = field(default_factory=list)
    typed: list[str] = field(default_factory=list)
    seconds: float = 0

    def click(self, place: Locator) -> None:
        self._do(self.clicks, place, place.click)

    def choose(self, label: str, option: str) -> None:
        """From a list that drops down: one movement."""
        place = journey.field(self.page, label)
        self._do(self.clicks, place, lambda: place.select_option(label=option))

    def hand_in(self, label: str, file) -> None:
        place = journey.field(self.page, label)
        self._do(self.clicks, place, lambda: place.set_input_files([file]))

    def type(self, place: Locator, words: str, *keys: str) -> None:
        """Words, and keys pressed after them; into a field that is clicked into by Tab, as people do in a form."""
        self._do(self.typed, place, lambda: place.fill(words))
        for key in keys:
            self._do(None, place, lambda key=key: place.press(key))

    def _do(self, counted: list | None, place: Locator, deed) -> None:
        name = place.evaluate("e => (e.labels?.[0] ?? e).innerText || e.name || e.tagName")
        began = time.monotonic()
        deed()
        self.page.wait_for_load_state()
        self.seconds += time.monotonic() - began
        if counted is not None:
            counted.append(" ".join(name.split()))

    def took(self, clicks: int, typed: int, what: str) -> None:
        """Exactly so many, and told to whoever runs the tests with ``-s``."""
        print(f"\n{what}: {len(self.clicks)} clicks, {len(self.typed)} fields typed, {self.seconds:.1f} s")  # noqa: T201
        assert (len(self.clicks), len(self.typed)) == (clicks, typed), (self.clicks, self.typed)
        assert self.seconds < LONGEST


def bar(page: Page) -> Locator:
    return page.get_by_role("navigation", name="Main")


@pytest.fixture
def secas():
    return make.analyst(name="Ines Okafor")


def silent_requests(by, count: int) -> list:
    """On as many proposals, each asked of a body of its own with a chair, and past its day."""
    long_ago = clock.today() - timedelta(days=40)
    made = []
    for n in range(count):
        one = make.CommitteeFactory(code=f"b{n}", name=f"Body number {n}", short_name=f"B{n}", prefix=f"B{n}")
        make.holds(one, make.UserFactory())
        proposal = make.draft_proposal(by=by, raised_on=long_ago, title=f"Correction number {n}")
        made.append(make.asked(proposal, by, one, asked_on=long_ago, due_on=long_ago + timedelta(days=14)))
    return made


def test_an_e_mailed_comment_is_filed_in_five_clicks(page, sign_in, walk, secas, tmp_path):
    """From the tab of comments: open the form; for whom; what it says; the file; record. What it says in full is
    pasted."""
    make.draft_proposal(by=secas)
    make.OrganisationFactory(name="Wolds Gas Networks", short_name="Wolds Gas", category=Category.GAS_NETWORK)
    mail = tmp_path / "mail.pdf"
    mail.write_bytes(PDF)
    sign_in(page, secas)
    walk.visit(page, "/modifications/DP001/comments/")
    chore = Chore(page)
    chore.click(page.get_by_role("link", name="Record a comment"))
    walk.arrive(page, "Record a comment")
    chore.choose("For", "Wolds Gas")
    chore.click(journey.group(page, "What it says").get_by_label("Supports", exact=True))
    chore.type(journey.field(page, "The comment"), "We support the proposal.")
    chore.hand_in("The file that it came as", mail)
    chore.click(page.get_by_role("button", name="Record the comment", exact=True))
    journey.says(page, "Comment 1 is recorded: Wolds Gas.")
    walk.arrive(page)
    chore.took(5, 1, "File an e-mailed comment")
    comment = Comment.objects.get()
    assert (comment.how, comment.category, comment.file.filename) == ("email", "gas_network", "mail.pdf")
    expect(journey.field(page, "Category")).to_have_count(0)  # one comment needs no filter


def test_all_silent_bodies_are_chased_in_three_clicks_and_a_view_is_recorded_in_four(page, sign_in, walk, secas):
    """Chasing, from any page: the list from the bar; all silent ones; send. Recording, from that list: the proposal;
    the request; the position; record."""
    silent = silent_requests(secas, 4)
    sign_in(page, secas)
    walk.visit(page, "/desk/", "Desk")
    chase = Chore(page)
    chase.click(bar(page).get_by_role("link", name="View requests"))
    walk.arrive(page, "Views asked for")
    journey.says(page, "Four requests are past their day without an answer.")
    chase.click(page.get_by_role("link", name="Chase all silent ones"))
    walk.arrive(page, "Chase for views")
    expect(page.get_by_role("region", name="Whom this writes to").get_by_role("listitem")).to_have_count(4)
    chase.click(page.get_by_role("button", name="Send it"))
    journey.says(page, "4 requests chased.")
    chase.took(3, 0, "Chase all silent bodies")
    assert set(Chase.objects.values_list("request", flat=True)) == {request.pk for request in silent}

    record = Chore(page)
    record.click(page.get_by_role("link", name=silent[0].proposal.reference, exact=True))
    walk.arrive(page, silent[0].proposal.reference)
    record.click(page.get_by_role("link", name="Record the answer"))
    walk.arrive(page, "Record the answer of the B0")
    record.click(page.get_by_label("Supports"))
    record.type(journey.field(page, "The view"), "It mends an error.")
    record.click(page.get_by_role("button", name="Record the view"))
    journey.says(page, "The B0: supports. The view is recorded.")
    walk.arrive(page, silent[0].proposal.reference)
    record.took(4, 1, "Record a view")
    view = View.objects.get()
    assert (view.request, view.position, view.by) == (silent[0], "supports", secas)


@pytest.fixture
def years(secas):
    """In each of four years the CSC agreed a problem, and of one of them something else was not agreed."""
    csc = body("csc")
    for number, year in enumerate((2018, 2019, 2020, 2021), 75):
        with clock.set_to(datetime(year, 5, 28, 9, tzinfo=UTC)):
            proposal = make.draft_proposal(by=secas, number=number, title=f"The matter of {year}")
            steps.revise_problem_statement(proposal=proposal, by=secas, texts=make.STATEMENT)
            reference = {"document": make.SecDocumentFactory(), "locator": "G3.20"}
            steps.save_sec_references(proposal=proposal, by=secas, references=[reference])
            held = item(meeting(csc), fresh(proposal))
            said = agreed(asked(held, secas, "csc_refinement"), two=("not_agreed", f"As was seen in {year}."))
            actions.decide(item=held, by=secas, said=said)


def test_anybody_finds_what_was_decided_in_2019_in_three_clicks(page, walk, years):
    """Not signed in: the list from the bar; the year; the meeting, with everything that was recommended there."""
    walk.visit(page, "/")
    chore = Chore(page)
    chore.click(bar(page).get_by_role("link", name="Decisions"))
    walk.arrive(page, "Decisions")
    chore.choose("Year", "2019")
    expect(page.get_by_text("1 decision", exact=True)).to_be_visible()
    walk.arrive(page)
    assert page.url.endswith("/decisions/?year=2019")
    chore.click(page.get_by_role("link", name="Meeting 2 on DP076"))
    walk.arrive(page, "What was resolved")
    journey.says(page, "Not agreed", "As was seen in 2019.")
    chore.took(3, 0, "Find a 2019 decision")


def test_or_by_three_words_in_the_search_of_any_page(page, walk, years):
    """What people type: one field, and two clicks."""
    walk.visit(page, "/committees/")
    chore = Chore(page)
    chore.type(page.get_by_role("banner").get_by_role("searchbox"), "decision 2019 CSC", "Enter")
    walk.arrive(page, "Modification register")
    chore.click(page.get_by_role("link", name="Decisions that match “decision 2019 CSC”"))
    walk.arrive(page, "Decisions")
    expect(page.get_by_text("1 decision", exact=True)).to_be_visible()
    journey.says(page, "As was seen in 2019.")
    chore.took(1, 1, "Find a 2019 decision by words")
