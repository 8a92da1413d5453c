"""From the ballots and steps of a proposal to what the Change Board did, as on a day and for the readers of an edition.

A ballot that was declared void is no part of it, like a step that was taken back. All ballots with all that was said in
them are one column of a query that asks for more.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from audit import clock
from papers.board import facts as b
from proposals.models import Move
from proposals.richtext import from_plain
from subcommittees.ballotwords import added_words
from subcommittees.counting import TAKING_PART
from subcommittees.models import Ballot, Position

DECIDING = tuple(did for did in b.Did if did not in b.PUT_OFF)
BALLOT = {
    "solution": "alternative__number",
    "classification": "classification",
    "opened_at": "opened_at",
    "closed_at": "closed_at",
    "met_on": "meeting__date",
    "place": "move__place",
    "rule": "rule",
    "result": "result",
}


def board_columns(on: date) -> dict:
    """Of a proposal: to be read in a query that asks for more."""
    said = Position.objects.counting().filter(seat__ballot=OuterRef("pk"), vote__in=TAKING_PART)
    said = said.order_by("seat__group", "seat__name").values(
        row=JSONObject(group="seat__group", vote="vote", text="reasons", objectives="objectives")
    )
    ballots = Ballot.objects.standing().filter(proposal=OuterRef("pk"), opened_at__lt=_end_of(on))
    rows = ballots.order_by("alternative__number", "pk").values(row=JSONObject(**BALLOT, said=ArraySubquery(said)))
    return {"voted_on": ArraySubquery(rows)}


def change_board_in(found: dict, moves: list[Move], on: date, classes: Iterable[str]) -> b.ChangeBoard:
    """``moves``: those of that day that stand, in their order; ``classes``: what the edition may hold."""
    steps = {move.place: move for move in moves if move.key in DECIDING}
    closed = [row for row in found["voted_on"] if row["closed_at"] and _day(row["closed_at"]) <= on]
    counting, made = _round(closed, steps)
    read = [row for row in counting if row["classification"] in classes]
    still = [row for row in found["voted_on"] if row not in closed and row["classification"] in classes]
    return b.ChangeBoard(
        votes=tuple(sorted(map(_vote, read), key=lambda vote: vote.solution)),
        met_on=_met_on(counting, made),
        hidden=len(read) < len(counting),
        under_way=min((_day(row["opened_at"]) for row in still), default=None),
        step=_step(made, len(counting)) if made else None,
        put_off=tuple(_step(move) for move in moves if move.key in b.PUT_OFF and _is_of(move, steps, made)),
    )


def _round(closed: list[dict], steps: dict[int, Move]) -> tuple[list[dict], Move | None]:
    """The latest votes, and the step that they made. Votes of which none was made yet come before those of an earlier
    round; where a step came after them by hand, it is theirs."""
    last = max(steps, default=None)
    undecided = [row for row in closed if row["place"] not in steps]
    if not undecided:
        return [row for row in closed if row["place"] == last], steps.get(last)
    made, ended = steps.get(last), max(_day(row["closed_at"]) for row in undecided)
    return undecided, made if made and clock.london_date(made.effective_at) >= ended else None


def _is_of(move: Move, steps: dict[int, Move], made: Move | None) -> bool:
    """Whether it belongs to the same round: it came after the decision before this one."""
    before = [place for place in steps if made is None or place < made.place]
    return move.place > max(before, default=-1)


def _met_on(counting: list[dict], made: Move | None) -> date | None:
    met = next((row["met_on"] for row in counting if row["met_on"]), None)
    if met:
        return date.fromisoformat(met)
    return made.meeting.date if made and made.meeting and not counting else None


def _step(move: Move, ballots: int = 0) -> b.Step:
    words = added_words(move.words, ballots)
    return b.Step(b.Did(move.key), clock.london_date(move.effective_at), from_plain(words) if words else "")


def _vote(row: dict) -> b.Vote:
    result, order = row["result"], [group["name"] for group in row["rule"]["groups"]]
    names = ("name", "approve", "reject", "abstain", "outcome", "recuse", "silent")
    reasons = [_reason(said) for said in row["said"] if said["text"].strip() or said["objectives"]]
    return b.Vote(
        solution=row["solution"] or b.PROPOSED,
        strategy=row["rule"]["strategy"],
        closed_on=_day(row["closed_at"]),
        groups=tuple(b.Group(**{name: group[name] for name in names}) for group in result["groups"]),
        reasons=tuple(sorted(reasons, key=lambda each: (order.index(each.group), TAKING_PART.index(each.vote)))),
        **{name: result[name] for name in ("outcome", "counted", "approving", "voted", "quorum")},
    )


def _reason(said: dict) -> b.Reason:
    return b.Reason(said["group"], said["vote"], said["text"].strip(), tuple(said["objectives"]))


def _day(instant: str) -> date:
    return clock.london_date(datetime.fromisoformat(instant))


def _end_of(day: date) -> datetime:
    return clock.start_of(day + timedelta(days=1))
