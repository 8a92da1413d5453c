"""Who is writing where: which parts of a response are held, and what others are told. See
docs/decisions/drafts-are-not-the-record.md for the figures."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from accounts.models import Affiliation
from audit import clock
from consultations.models import PartLock, Response

RENEWED_EVERY = timedelta(seconds=30)
# Four renewals were missed: whoever began has closed the page, or types no more.
SILENT_AFTER = timedelta(minutes=2)
# As long as somebody without a script may write between opening a part and saving it.
FREE_AFTER = timedelta(minutes=15)


def standing(response: Response, now: datetime | None = None):
    """The parts that are held. What somebody holds who no longer acts for the respondent is free."""
    acting = Affiliation.objects.on().filter(user=OuterRef("holder"), organisation=response.organisation_id)
    held = PartLock.objects.filter(response=response, seen_at__gt=(now or clock.now()) - FREE_AFTER)
    return held.filter(Exists(acting), holder__is_active=True).select_related("holder")


@dataclass(frozen=True)
class Held:
    """A part that somebody else is writing in. ``silent``: for so long that a colleague may take it over."""

    part: str
    name: str
    since: datetime
    seen: datetime
    silent: bool

    @property
    def words(self) -> str:
        if self.silent:
            return (
                f"{self.name} began to write here at {_time(self.since)} and was last heard of at {_time(self.seen)}."
            )
        return f"{self.name} is writing here since {_time(self.since)}."


def held_by_others(response: Response, by, now: datetime | None = None) -> dict[str, Held]:
    """By part. One query."""
    now = now or clock.now()
    return {lock.part: _held(lock, now) for lock in standing(response, now) if lock.holder != by}


def _held(lock: PartLock, now: datetime) -> Held:
    silent = lock.seen_at <= now - SILENT_AFTER
    return Held(lock.part, lock.holder.name, lock.taken_at, lock.seen_at, silent)


def _time(instant: datetime) -> str:
    return f"{instant.astimezone(clock.LONDON):%H:%M}"
