"""Many proposals with whole lives, written as rows: each walks at random along the lifecycle table, always alike."""

import random
from datetime import date, datetime, time, timedelta

from audit import clock
from proposals.lifecycle import MOVES, MoveType
from proposals.models import Implementation, Move, Proposal, Solution
from proposals.states import FINISHED, Path, State

LONGEST_LIFE = 14
FIRST_NUMBER = 2000
FEW_SOURCES = 3


def live(number: int, template: Proposal, seed: int = 87) -> None:
    """``number`` more proposals, raised from 2014 on, of the people and the organisation of ``template``."""
    chance = random.Random(seed)
    walks = [_walk(chance) for _ in range(number)]
    made = Proposal.objects.bulk_create(_proposal(n, walk, template, chance) for n, walk in enumerate(walks))
    Solution.objects.bulk_create(Solution(proposal=p) for p in made)
    Implementation.objects.bulk_create(Implementation(proposal=p) for p in made)
    pairs = zip(made, walks, strict=True)
    Move.objects.bulk_create(
        (_move(p, place, *step) for p, walk in pairs for place, step in enumerate(walk, 1)), batch_size=5000
    )


def _walk(chance: random.Random) -> list[tuple]:
    """(key, from, to, day) of each step of a life that was raised."""
    day = date(2014, 1, 6) + timedelta(chance.randrange(4000))
    state, steps = State.SUBMITTED, [("submit", "", State.SUBMITTED, day)]
    for turn in range(chance.randint(2, LONGEST_LIFE)):
        rows = [MOVES["raise"]] if turn == 0 else [row for row in MOVES.values() if state in row.sources]
        if not rows or state in FINISHED:
            break
        row, day = chance.choices(rows, [_weight(row) for row in rows])[0], day + timedelta(chance.randrange(60))
        to = row.to or state
        steps.append((row.key, state, to, day))
        state = to
    return steps


def _weight(row: MoveType) -> int:
    """A way out that is open nearly everywhere is seldom taken, as in life: else most would end early."""
    return 1 if len(row.sources) > FEW_SOURCES else 12


def _proposal(n: int, walk: list[tuple], template: Proposal, chance: random.Random) -> Proposal:
    path = chance.choice(["", *Path.values])
    return Proposal(
        number=FIRST_NUMBER + n,
        title=f"Proposal with a life {n}",
        proposer=template.proposer,
        proposer_organisation=template.proposer_organisation,
        lead_analyst=template.lead_analyst,
        received_at=_noon(walk[0][3]),
        raised_on=walk[1][3],
        state=walk[-1][2],
        state_since=walk[-1][3],
        path=path,
        path_determined_on=walk[-1][3] if path else None,
        urgent=path != Path.FAST_TRACK and chance.random() < 0.1,
    )


def _move(proposal: Proposal, place: int, key: str, before: str, to: str, day: date) -> Move:
    at = _noon(day)
    steps = {"from_state": before, "to_state": to, "effective_at": at, "recorded_at": at}
    return Move(proposal=proposal, place=place, key=key, **steps)


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), clock.LONDON)
