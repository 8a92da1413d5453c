"""Walks of the tests that put things right: the dates are those of MP087's true course (its report §§6–7)."""

from datetime import UTC, date, datetime

from audit import clock
from proposals import actions
from proposals.models import Proposal
from tests import factories as make
from tests.proposals.states import fresh

PANEL_DAY, WRONG_DAY = date(2019, 10, 11), date(2019, 10, 4)
# The working days after each: 15 to the end of the window at 17:00, one more to the implementation.
WINDOW_ENDS, WRONG_END = datetime(2019, 11, 1, 17, tzinfo=UTC), datetime(2019, 10, 25, 16, tzinfo=UTC)
PLANNED, WRONG_PLAN = date(2019, 11, 4), date(2019, 10, 28)
AGREED = date(2019, 9, 30)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def approved(by, on: date = WRONG_DAY, at: date | None = None) -> Proposal:
    """Agreed on 30 September 2019 and approved as Fast-Track ``on``; recorded ``at`` noon of that day or another."""
    with clock.set_to(noon(AGREED)):
        proposal = make.ready_for_fast_track(by=by)
    with clock.set_to(noon(at or on)):
        actions.approve_fast_track(proposal=proposal, by=by, words="A correction.", effective=on)
    return fresh(proposal)


def step(proposal: Proposal, key: str):
    return proposal.moves.standing().get(key=key)


def put_right(proposal: Proposal, key: str, by, on: date | None = None, reason="It was the week after.", **fact):
    return actions.correct_move(proposal=proposal, move=step(proposal, key), by=by, reason=reason, effective=on, **fact)


def taken_back(proposal: Proposal, key: str, by, reason="It was not decided."):
    return actions.reverse_move(proposal=proposal, move=step(proposal, key), by=by, reason=reason)


def keys(proposal: Proposal) -> list[str]:
    return [move.key for move in proposal.moves.standing()]
