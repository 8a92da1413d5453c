"""A proposal's steps as they stand today, and whether each can be taken back or corrected."""

from dataclasses import dataclass
from datetime import date

from audit import clock
from proposals import ports
from proposals.lifecycle import ENTRIES, MOVES, done_words
from proposals.models import Move, Proposal, Window

# The step that time takes at the end of a window, by what opens it; of an appeal window, by what was decided (domain
# §2.2 row 32).
ENDINGS = {
    "open_objection_window": "objection_window_ends",
    "open_adoption_window": "adoption_window_ends",
}
FINAL = {"change_board_approves": "appeal_window_ends_approved", "change_board_rejects": "appeal_window_ends_rejected"}
LODGED = {"object": "objection", "appeal": "appeal"}


def standing_steps(proposal: Proposal) -> list[Move]:
    """In their order, each with the window it opened."""
    return list(proposal.moves.standing().select_related("window", "meeting__committee"))


def later_than(move: Move, standing: list[Move]) -> list[Move]:
    return [step for step in standing if step.place > move.place]


def is_by_time(move: Move) -> bool:
    return move.key in MOVES and MOVES[move.key].by_time


def ending_of(key: str) -> str:
    """The key of the step that time takes when the window of a ``key`` step ends."""
    starts = MOVES[key].starts if key in MOVES else ()
    return FINAL.get(key) or next((ENDINGS[start] for start in starts if start in ENDINGS), "")


def settlement_of(move: Move, standing: list[Move]) -> Move | None:
    """The step that time took at the end of the window that ``move`` opened."""
    window = getattr(move, "window", None)
    if window and window.outcome != Window.Outcome.EXPIRED:
        return None
    return next((step for step in later_than(move, standing) if step.key == ending_of(move.key)), None)


def with_settlement(move: Move, standing: list[Move]) -> list[Move]:
    """``move`` and, where it follows at once, the settlement that goes with it when it is taken back."""
    later, settlement = later_than(move, standing), settlement_of(move, standing)
    return [move, settlement] if settlement and later[0] == settlement else [move]


def entered_on(standing: list[Move]) -> date:
    """The day on which the present state was entered."""
    return next(clock.london_date(step.effective_at) for step in reversed(standing) if not step.stays)


def said(move: Move) -> str:
    """“Raised, 3 May 2019”."""
    return f"“{done_words(move.key)}” of {clock.london_date(move.effective_at):%-d %B %Y}"


def why_not_taken_back(move: Move, standing: list[Move]) -> list[str]:
    """A sentence for each thing that keeps the step from being taken back; none where it can be."""
    if move.key in LASTING:
        return [LASTING[move.key]]
    if is_by_time(move):
        return ["It follows by itself from the end of a window: put right the step that opened the window."]
    return [*_later_words(move, standing), *ports.dependants_of(move)]


LASTING = {
    **dict.fromkeys(ENTRIES, "It is how the proposal came into the register: it is corrected, not taken back."),
    "object": "It stands on an objection: strike out the objection instead.",
    "appeal": "It stands on an appeal: strike out the appeal instead.",
    "resubmit": "The text that came with it is kept word for word; let a further version be sent instead.",
    "split": "Parts of the proposal have come of it: the split is taken back with them.",
}


def _later_words(move: Move, standing: list[Move]) -> list[str]:
    later = later_than(move, standing)[len(with_settlement(move, standing)) - 1 :]
    return [f"{said(later[-1])} was recorded after it: the latest step is taken back first."] if later else []


def why_not_corrected(move: Move) -> list[str]:
    if is_by_time(move):
        return ["It follows by itself from the end of a window: correct the step that opened the window."]
    if move.key in LODGED:
        what = LODGED[move.key]
        return [f"The {what} is kept as it came: strike it out and, if need be, enter it again as it should be."]
    return []


@dataclass(frozen=True)
class Span:
    """The days on which a step may have taken effect: between its neighbours. None: no limit on that side."""

    earliest: date | None
    latest: date
    before: Move | None
    after: Move | None


def span_of(move: Move, standing: list[Move]) -> Span:
    """Its own settlement is no neighbour: it moves with the step."""
    before = next((step for step in reversed(standing) if step.place < move.place), None)
    own = settlement_of(move, standing)
    after = next((step for step in later_than(move, standing) if step != own), None)
    return Span(
        clock.london_date(before.effective_at) if before else None,
        clock.london_date(after.effective_at) if after else clock.today(),
        before,
        after,
    )
