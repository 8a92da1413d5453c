"""A proposal in Refinement becomes two: SECAS splits it, a Party reads both, one goes on to its report, one is
withdrawn."""

import pytest
from playwright.sync_api import expect

from audit import clock
from legaltext.queries import draft_of
from proposals.lifecycle import done_words
from proposals.models import Proposal
from proposals.states import State
from tests import factories as make
from tests.journeys.steps import fill, follow, header, press, references, says
from tests.journeys.test_appeal_and_adoption import button_of, take_step
from tests.proposals.states import fresh, ready_for_the_panel, refined

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

TITLES = {"A": "Gas Network Parties", "B": "Electricity Network Parties"}
TABS = ("Problem statement", "Refinement", "Timetable", "Views", "Legal text", "Documents", "History")


@pytest.fixture
def secas():
    return make.analyst(name="Ines Okafor")


@pytest.fixture
def proposal(secas):
    panel = make.CommitteeFactory()
    make.MeetingFactory(committee=panel, number=51, date=clock.today())
    return refined(secas, number=128, title="Network Parties’ keys")


def part(suffix: str) -> Proposal:
    return Proposal.objects.get(number=128, suffix=suffix)


def split(page, walk):
    """Seen first, then refused for want of a title, then done after the second question."""
    walk.visit(page, "/modifications/MP128/", "MP128")
    follow(page, button_of("split"))
    walk.arrive(page, button_of("split"))
    says(page, "Each part takes over")
    page.get_by_text("13 kinds of thing").click()
    says(page, "The legal text of each solution, with every edit.")
    says(page, "Each part reads on from MP128", "Each part begins anew", "The plan of implementation.")
    given = {"Words of the decision": "Gas and electricity need different answers."}
    fill(page, given | {"Meeting": f"Panel 51, {clock.today():%-d %B %Y}", "Title of part A": TITLES["A"]})
    press(page, "Continue")
    walk.arrive(page, button_of("split"))
    says(page, "Give part B a title.")
    fill(page, {"Title of part B": TITLES["B"], "What part B is about": "Keys of electricity networks."})
    press(page, "Continue")
    walk.arrive(page, button_of("split"))
    press(page, button_of("split"))
    expect(header(page)).to_contain_text("was split into two")
    walk.arrive(page, "MP128")


def read(page, walk, suffix: str):
    """Every tab of a part, from the whole, by the links that stand on it."""
    other = {"A": "B", "B": "A"}[suffix]
    walk.visit(page, "/modifications/MP128/", "MP128")
    follow(page, f"MP128{suffix} ‘{TITLES[suffix]}’")
    walk.arrive(page, f"MP128{suffix}")
    for tab in TABS:
        follow(page, tab)
        walk.arrive(page, f"MP128{suffix}")
        says(page, f"MP128{suffix} is a part of")
    steps = page.get_by_role("main").inner_text()
    for step in ("Raised", "Converted", "Split from another proposal"):
        assert step in steps
    follow(page, f"MP128{other} ‘{TITLES[other]}’")
    walk.arrive(page, f"MP128{other}")


def go_on_to_the_report(page, walk, secas):
    ready_for_the_panel(part("A"), secas)
    walk.visit(page, "/modifications/MP128A/", "MP128A")
    take_step(page, walk, button_of("present_report"), {"Note": "For gas."})
    expect(header(page)).to_contain_text("has been before the Panel since")
    walk.arrive(page, "MP128A")


def withdraw(page, walk):
    walk.visit(page, "/modifications/MP128B/", "MP128B")
    take_step(page, walk, button_of("withdraw"), {"Why the proposal is withdrawn": "Another code has it."})
    expect(header(page)).to_contain_text("notice of withdrawal")
    walk.arrive(page, "MP128B")


def test_a_proposal_is_split_and_its_parts_go_their_own_ways(new_page, sign_in, walk, secas, proposal):
    analyst, reader = sign_in(new_page(), secas), sign_in(new_page(), make.party())
    split(analyst, walk)
    for suffix in TITLES:
        read(reader, walk, suffix)
        assert draft_of(part(suffix)).edits.count() == draft_of(proposal).edits.count() > 0
    go_on_to_the_report(analyst, walk, secas)
    withdraw(sign_in(new_page(), proposal.proposer), walk)
    assert (fresh(proposal).state, part("A").state, part("B").state) == (
        State.CLOSED_SPLIT,
        State.REPORT_PANEL,
        State.WITHDRAWAL_NOTICE,
    )
    # What came after the split stands in the history of the one it happened to; what came before, in both.
    histories = {suffix: history(reader, walk, suffix) for suffix in TITLES}
    for key, told_in in {"convert_to_refinement": "AB", "split": "AB", "present_report": "A", "withdraw": "B"}.items():
        assert [suffix for suffix, told in histories.items() if done_words(key) in told] == list(told_in), key
    walk.visit(reader, "/modifications/?q=128", "Modification register")
    assert {text.split()[0] for text in references(reader)} >= {"MP128", "MP128A", "MP128B"}


def history(page, walk, suffix: str) -> str:
    walk.visit(page, f"/modifications/MP128{suffix}/history/", f"MP128{suffix}")
    return page.get_by_role("main").inner_text()
