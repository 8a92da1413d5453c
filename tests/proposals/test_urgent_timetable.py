"""The timetable that the Authority sets with urgency is kept as data and goes before the rules, proposal by proposal
(domain §2.2 rows 16 and 16a)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from audit import clock
from audit.acts import Refused
from proposals import actions
from proposals.models import TimetableEntry, Window
from proposals.nextsteps import next_steps
from proposals.readiness import step_of
from proposals.states import State
from tests import factories as make
from tests.proposals.states import IN_STATE, ask_for_urgency, attempt, described, fresh, refined

pytestmark = pytest.mark.django_db

GRANTED = date(2026, 3, 2)  # a Monday
DATES = {"change_board_on": date(2026, 3, 6), "authority_on": date(2026, 3, 10), "implementation_on": date(2026, 3, 11)}
CONVERSIONS = {
    "panel": "convert_as_urgent_to_panel",
    "consultation": "convert_as_urgent_to_consultation",
    "change_board": "convert_as_urgent",
}


@pytest.fixture
def by():
    return make.analyst()


@pytest.fixture(autouse=True)
def on_the_day():
    with clock.set_to(datetime(2026, 3, 2, 11, tzinfo=UTC)):
        yield


def granted(by, state=State.DEVELOPMENT, **timetable):
    proposal = IN_STATE[state](by)
    ask_for_urgency(proposal, by)
    actions.grant_urgency(proposal=fresh(proposal), by=by, words="Granted.", **timetable)
    return fresh(proposal)


def dates_of(proposal) -> dict[str, date]:
    return dict(TimetableEntry.objects.standing().filter(proposal=proposal).values_list("activity", "due_on"))


@pytest.mark.parametrize("named", CONVERSIONS)
@pytest.mark.parametrize("taken", CONVERSIONS)
def test_the_named_next_step_is_the_only_one(named, taken, by):
    proposal = granted(by, next_step=named)
    actions.save_solution(proposal=proposal, by=by, text="<p>The clause will follow.</p>")
    if named == taken:
        attempt(CONVERSIONS[taken], fresh(proposal), by)
        return
    with pytest.raises(Refused, match="The Authority’s timetable names another step as the next"):
        attempt(CONVERSIONS[taken], fresh(proposal), by)
    offered = {step.key for step in next_steps(fresh(proposal), by)}
    assert offered & set(CONVERSIONS.values()) == {CONVERSIONS[named]}
    assert step_of(fresh(proposal), {}) == CONVERSIONS[named]


def test_without_a_named_step_the_panel_may_take_any(by):
    proposal = granted(by)
    offered = {step.key for step in next_steps(proposal, by)}
    assert offered >= set(CONVERSIONS.values())


@pytest.mark.parametrize("days, closes", [(None, date(2026, 3, 16)), (4, date(2026, 3, 6)), (1, date(2026, 3, 3))])
def test_the_days_of_the_consultation_go_before_the_rule(days, closes, by):
    """By the rule an urgent consultation has ten working days."""
    proposal = granted(by, next_step="consultation", consultation_days=days)
    actions.save_solution(proposal=proposal, by=by, text="<p>The clause will follow.</p>")
    attempt("convert_as_urgent_to_consultation", fresh(proposal), by)
    window = Window.objects.get(proposal=proposal)
    assert (clock.london_date(window.closes_at), window.working_days) == (closes, days or 10)


def test_another_proposal_keeps_the_rule(by):
    granted(by, consultation_days=4)
    other = granted(by, next_step="consultation")
    actions.save_solution(proposal=other, by=by, text="<p>The clause will follow.</p>")
    attempt("convert_as_urgent_to_consultation", fresh(other), by)
    assert Window.objects.get(proposal=other).working_days == 10


def test_its_dates_stand_in_the_timetable_and_in_the_history(by):
    proposal = granted(by, dates=DATES, next_step="change_board", consultation_days=4)
    assert dates_of(proposal) == {
        "Change Board vote": date(2026, 3, 6),
        "Authority determination": date(2026, 3, 10),
        "Implementation": date(2026, 3, 11),
    }
    assert proposal.moves.last().facts == {
        "Next step": "The Change Board’s vote",
        "Consultation": "4 working days",
        "Change Board vote": "6 March 2026",
        "Authority determination": "10 March 2026",
        "Implementation": "11 March 2026",
    }


def test_a_date_that_was_planned_moves_with_a_slip_that_says_who(by):
    proposal = refined(by)
    planned = actions.add_entry(
        proposal=proposal,
        by=by,
        planned=make.Planned("Change Board vote", "change_board", date(2026, 9, 23), "day"),
    )
    ask_for_urgency(proposal, by)
    actions.grant_urgency(proposal=fresh(proposal), by=by, words="Granted.", dates=DATES)
    planned.refresh_from_db()
    assert (planned.due_on, planned.baseline_on) == (date(2026, 3, 6), date(2026, 9, 23))
    slip = planned.slips.get()
    assert (slip.from_on, slip.who_agreed) == (date(2026, 9, 23), "the Authority, with urgency")


@pytest.mark.parametrize(
    "dates, field",
    [
        ({"change_board_on": date(2026, 3, 1)}, "change_board_on"),  # before it was granted
        ({"change_board_on": date(2026, 3, 9), "authority_on": date(2026, 3, 6)}, "authority_on"),
    ],
)
def test_its_dates_are_in_their_order(dates, field, by):
    proposal = described(by)
    ask_for_urgency(proposal, by)
    with pytest.raises(Refused) as refused:
        actions.grant_urgency(proposal=fresh(proposal), by=by, words="Granted.", dates=dates)
    assert refused.value.field == field
    assert not fresh(proposal).urgent


def test_taking_the_grant_back_takes_its_timetable_back(by):
    proposal = refined(by)
    planned = actions.add_entry(
        proposal=proposal, by=by, planned=make.Planned("Change Board vote", "change_board", date(2026, 9, 23), "day")
    )
    before = dates_of(proposal)
    ask_for_urgency(proposal, by)
    with clock.set_to(clock.now() + timedelta(minutes=1)):
        actions.grant_urgency(
            proposal=fresh(proposal), by=by, words="Granted.", dates=DATES, next_step="panel", consultation_days=3
        )
        assert dates_of(proposal) != before
        actions.reverse_move(
            proposal=fresh(proposal), move=fresh(proposal).moves.standing().last(), by=by, reason="It was another."
        )
    after = fresh(proposal)
    assert dates_of(proposal) == before
    assert (after.urgent, after.urgent_next_step, after.urgent_consultation_days) == (False, "", None)
    assert after.urgency_requested_on == GRANTED
    planned.refresh_from_db()
    assert planned.slips.count() == 2


def test_the_parts_of_a_split_go_on_with_the_timetable(by):
    proposal = granted(by, State.REFINEMENT, consultation_days=4)
    for part in actions.split(
        proposal=proposal, by=by, words="Two.", parts=[actions.Part("One"), actions.Part("Other")]
    ):
        assert (fresh(part).urgent, fresh(part).urgent_consultation_days) == (True, 4)


def test_the_form_asks_for_it_and_the_page_shows_it(client, by):
    proposal = described(by)
    ask_for_urgency(proposal, by)
    client.force_login(by)
    address = f"/modifications/{proposal.slug}/moves/grant_urgency/"
    shown = " ".join(client.get(address).content.decode().split())
    for words in ("Next step in its timetable", "Working days of the Modification Report Consultation"):
        assert words in shown
    data = {"words": "Granted.", "next_step": "change_board", "consultation_days": "4", "authority_on": "2026-03-10"}
    assert client.post(address, data | {"step": "do"}).status_code == 302
    after = fresh(proposal)
    assert (after.urgent_next_step, after.urgent_consultation_days) == ("change_board", 4)
    assert dates_of(proposal) == {"Authority determination": date(2026, 3, 10)}
    page = " ".join(client.get(f"/modifications/{proposal.slug}/").content.decode().split())
    assert "Next step: The Change Board’s vote. Consultation of 4 working days" in page
