"""``?on=``: a proposal's page as it stood at the end of a day, by the day on which things took effect."""

from datetime import UTC, date, datetime

import pytest

from audit import clock
from proposals import actions
from subcommittees.actions import record_view
from tests import factories as make
from tests.proposals.states import fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def mp087():
    """Raised on 20 August 2019, agreed on 24 September; approved by the Panel on 11 October, which was entered on the
    14th, three days late; retitled on 16 October; its window ended on 1 November."""
    with clock.set_to(datetime(2019, 8, 20, 9, tzinfo=UTC)):
        by = make.analyst()
        proposal = make.draft_proposal(by=by, number=87, title="CHF and GPF errors")
    with clock.set_to(datetime(2019, 9, 24, 9, tzinfo=UTC)):
        actions.revise_problem_statement(proposal=proposal, by=by, texts=make.STATEMENT)
        reference = {"document": make.SecDocumentFactory(), "locator": "G3.20"}
        actions.save_sec_references(proposal=proposal, by=by, references=[reference])
        actions.record_csc_agreement(proposal=proposal, by=by, words="Agreed.")
        ssc = make.CommitteeFactory(code="ssc", name="SSC", short_name="SSC")
        record_view(proposal=proposal, by=by, committee=ssc, position="supports", text="It mends an error.")
    with clock.set_to(datetime(2019, 10, 14, 9, tzinfo=UTC)):
        _solve(fresh(proposal), by)
        actions.approve_fast_track(proposal=proposal, by=by, words="Not material.", effective=date(2019, 10, 11))
    with clock.set_to(datetime(2019, 10, 16, 9, tzinfo=UTC)):
        actions.save_details(proposal=proposal, by=by, title="A missing word in Section G", why="It said too much.")
    with clock.set_to(datetime(2019, 11, 4, 9, tzinfo=UTC)):
        actions.implement(proposal=proposal, by=by, sec_version="6.18")
    return fresh(proposal)


def _solve(proposal, by):
    from legaltext import actions as legal

    actions.save_solution(proposal=proposal, by=by, text="<p>The clause will follow.</p>")
    document, version = make.SecDocumentFactory(), make.SecVersionFactory()
    legal.enter_clause(by=by, document=document, version=version, number="G3.20", text="Each User shall agree:")
    legal.draft_against(proposal=proposal, by=by, version=version)
    legal.save_edit(
        proposal=proposal, by=by, document=document, clause="G3.20", operation="amend", after="Each User shall arrange:"
    )


# the day · the reference and title of that day · its stage · words of the paragraph that says who must act and by when
DAYS = [
    ("2019-08-19", "DP087", "CHF and GPF errors", "Submitted", "was not yet in the register"),
    ("2019-08-20", "DP087", "CHF and GPF errors", "Development", "its problem is worked out"),
    ("2019-09-23", "DP087", "CHF and GPF errors", "Development", "its problem is worked out"),
    ("2019-09-24", "DP087", "CHF and GPF errors", "Development", "agreed on 24 September 2019"),
    ("2019-10-10", "DP087", "CHF and GPF errors", "Development", "agreed on 24 September 2019"),
    # Entered on the 14th, but decided on the 11th.
    ("2019-10-11", "MP087", "CHF and GPF errors", "Decision", "until Friday 1 November 2019 at 17:00 – 15 working days left"),
    ("2019-10-15", "MP087", "CHF and GPF errors", "Decision", "until Friday 1 November 2019 at 17:00 – 13 working days left"),
    ("2019-10-31", "MP087", "A missing word in Section G", "Decision", "at 17:00 – 1 working day left"),
    ("2019-11-01", "MP087", "A missing word in Section G", "Pending implementation", "final since 1 November 2019"),
    ("2019-11-04", "MP087", "A missing word in Section G", "Implemented", "implemented on 4 November 2019"),
]  # fmt: skip


@pytest.mark.parametrize("day, reference, title, stage, words", DAYS, ids=[row[0] for row in DAYS])
def test_the_head_of_the_page_is_that_of_the_day(mp087, client, day, reference, title, stage, words):
    page = client.get(f"/modifications/MP087/?on={day}")
    assert page.status_code == 200
    assert (page.context["reference"], page.context["title"]) == (reference, title)
    assert page.context["stage"] == stage
    assert words in page.context["whereabouts"]


def test_views_and_versions_are_those_of_the_day(mp087, client):
    with_view = client.get("/modifications/MP087/views/?on=2019-09-24")
    assert [giver.name for giver in with_view.context["givers"]] == ["SSC"]
    assert client.get("/modifications/MP087/views/?on=2019-09-23").context["givers"] == []
    first = client.get("/modifications/MP087/problem-statement/?on=2019-08-20")
    assert first.context["labels"] == ["0.1"]
    assert client.get("/modifications/MP087/problem-statement/").context["labels"] == ["0.2", "0.1"]


def test_nothing_is_offered_to_be_done_and_the_tabs_keep_the_day(mp087, client):
    client.force_login(make.analyst())
    today, then = client.get("/modifications/MP087/"), client.get("/modifications/MP087/?on=2019-10-20")
    assert today.context["may_manage"] is True
    assert (then.context["may_manage"], then.context["moves"]) == (False, [])
    assert {tab["url"].partition("?")[2] for tab in then.context["tabs"]} == {"on=2019-10-20"}


@pytest.mark.parametrize(
    "day, words",
    [
        ("yesterday", "is not a date"),
        ("2019-02-30", "is not a date"),
        ("2119-01-01", "is still to come"),
        ("0001-01-01", "is before the Smart Energy Code began"),
    ],
)
def test_a_day_that_cannot_be_shown_is_said_and_today_is_shown(mp087, client, day, words):
    page = client.get(f"/modifications/MP087/?on={day}")
    assert words in page.content.decode()
    assert page.context["stage"] == "Implemented"


def test_who_may_read_is_decided_by_todays_rights(client):
    by = make.analyst()
    proposal = make.draft_proposal(by=by, number=12)
    actions.save_details(proposal=proposal, by=by, classification="amber")
    assert client.get("/modifications/DP012/?on=2020-01-01").status_code == 404
    client.force_login(by)
    assert client.get("/modifications/DP012/?on=2020-01-01").status_code == 200
