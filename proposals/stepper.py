"""The stages of a proposal as an ordered list: done with its date, current, or to come."""

from dataclasses import dataclass
from datetime import date

from audit import clock
from proposals.models import Move, Proposal
from proposals.states import STAGE_OF, STOPPED, Stage, State, stepper_stages


@dataclass(frozen=True)
class Step:
    stage: str
    label: str
    state: str  # done, current, todo
    date: date | None


def steps(proposal: Proposal, moves: list[Move]) -> list[Step]:
    """``moves`` in their order. A stage is dated by the day of its first entry; one passed by is left out."""
    entered: dict[str, date] = {}
    for move in moves:
        entered.setdefault(STAGE_OF[State(move.to_state)], clock.london_date(move.effective_at))
    stages = stepper_stages(proposal.path, refined=Stage.REFINEMENT in entered)
    if proposal.stage in STOPPED:
        stages = [*(stage for stage in stages if stage in entered), proposal.stage]
    to_come = stages[stages.index(proposal.stage) :]
    stages = [stage for stage in stages if stage in entered or stage in to_come]
    current = stages.index(proposal.stage)
    return [
        Step(stage.label, stage.label, _state(n, current, proposal), entered.get(stage))
        for n, stage in enumerate(stages)
    ]


def _state(position: int, current: int, proposal: Proposal) -> str:
    if position == current:
        return "done" if proposal.is_finished else "current"
    return "done" if position < current else "todo"
