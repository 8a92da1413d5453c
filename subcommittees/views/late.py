"""What came after the minutes of its meeting were approved: it is refused, and that somebody tried is kept."""

from collections.abc import Iterator
from contextlib import contextmanager

from proposals.models import Proposal
from subcommittees import actions


@contextmanager
def kept_if_late(proposal: Proposal | None, by, meeting, what: str) -> Iterator[None]:
    try:
        yield
    except actions.AfterTheMinutes:
        actions.note_late(proposal=proposal, by=by, meeting=meeting, what=what)
        raise
