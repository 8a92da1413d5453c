"""Many proposals with an open window, written as rows: for what only their number makes hard."""

from datetime import datetime, timedelta

from accounts.models import User
from proposals.models import Implementation, Move, Proposal, Solution, Window
from proposals.states import Path, State

LONG = timedelta(days=21)


def with_windows(count: int, closes_at: datetime, proposer: User, organisation, *, first: int = 1) -> list[Proposal]:
    """Fast-Track proposals numbered from ``first``, each open to objection until ``closes_at``."""
    opened = closes_at - LONG
    people = {"proposer": proposer, "proposer_organisation": organisation, "lead_analyst": proposer}
    on = {
        "received_at": opened,
        "raised_on": opened.date(),
        "converted_on": opened.date(),
        "state_since": opened.date(),
    }
    proposals = Proposal.objects.bulk_create(
        Proposal(
            number=first + n,
            title=f"Proposal {first + n}",
            state=State.FT_OBJECTION_WINDOW,
            path=Path.FAST_TRACK,
            path_determined_on=opened.date(),
            **people,
            **on,
        )
        for n in range(count)
    )
    Solution.objects.bulk_create(Solution(proposal=proposal) for proposal in proposals)
    Implementation.objects.bulk_create(Implementation(proposal=proposal) for proposal in proposals)
    moves = Move.objects.bulk_create(_move(proposal, opened) for proposal in proposals)
    Window.objects.bulk_create(_window(move, closes_at) for move in moves)
    return proposals


def _move(proposal: Proposal, at: datetime) -> Move:
    return Move(
        proposal=proposal,
        place=1,
        key="approve_fast_track",
        from_state=State.CSC_AGREED,
        to_state=State.FT_OBJECTION_WINDOW,
        effective_at=at,
        recorded_at=at,
    )


def _window(move: Move, closes_at: datetime) -> Window:
    return Window(
        proposal=move.proposal,
        kind=Window.Kind.OBJECTION,
        move=move,
        working_days=15,
        opens_at=move.effective_at,
        closes_at=closes_at,
    )


def poison(proposal: Proposal) -> None:
    """A window whose end nobody knows what to make of: the step that opened it decided nothing."""
    Window.objects.filter(proposal=proposal).update(kind=Window.Kind.APPEAL)
