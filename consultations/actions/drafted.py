"""What every act on a draft stands on: the lock on the response, who may, that nobody overwrites anybody, and what is
kept of what a part said before."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.models import User
from audit import clock
from audit.acts import Refused, current
from consultations import rules
from consultations.drafts import locks, parts
from consultations.models import Invitation, Response, Revision
from proposals.actions.ground import StaleSave
from proposals.rules import check

REMOVED = "A colleague removed this comment. Your words are still here: add them as a new comment."
NOT_YOURS = "A response is written by those who act for the respondent."
PAUSE = timedelta(minutes=30)
# Of a text of some length, to lose more than half at once may be a slip of the hand.
LONG = 200


class Overtaken(StaleSave):
    """Somebody else saved this part first. What it says now, who wrote that and when."""

    def __init__(self, part: str, said: dict, version: int, by, at: datetime):
        name = by.name if by else "Somebody"
        since = f"{at.astimezone(clock.LONDON):%H:%M}"
        super().__init__(
            f"{name} saved another text here at {since}. Both are kept: choose, or bring them together.", by
        )
        self.part, self.said, self.version, self.name, self.at = part, said, version, name, at


class IsHeld(Refused):
    """Somebody else is writing in this part."""

    def __init__(self, held: locks.Held):
        super().__init__(held.words)
        self.held = held


def hold(response: Response, by) -> Response:
    """Locked, for those who may write in it; never the proposal, so that respondents do not wait for each other."""
    held = (
        Response.objects.select_for_update(of=("self",))
        .select_related("organisation", "consultation")
        .get(pk=response.pk)
    )
    check(rules.may_draft, by, held, sentence=NOT_YOURS)
    if held.withdrawn_at:
        day = f"{clock.london_date(held.withdrawn_at):%-d %B %Y}"
        raise Refused(f"This response was withdrawn on {day}. Begin another one to go on.")
    return held


def person(by):
    """The user who writes; nobody for a guest, whose invitation says who they are."""
    return None if isinstance(by, Invitation) else by


@dataclass(frozen=True)
class Stands:
    """What a part says now, in which version, who wrote that and when; nothing of it where nobody has yet."""

    part: str
    said: dict
    version: int = 0
    by: User | None = None
    at: datetime | None = None

    @classmethod
    def of(cls, part: str, row, said: dict) -> "Stands":
        return cls(part, said, row.version, row.by, row.at)


def check_way(response: Response, now: Stands, by, expected: int | None, seen_at: datetime | None) -> bool:
    """Nobody writes over what they have not seen, nor where a colleague writes. Whether what stands goes unseen all the
    same, because its writer has come back to a page of before.

    ``expected``: the version that the writer has seen; None skips the question (commands). ``seen_at``: when that was
    written; None where what one wrote oneself is to be seen first as well."""
    is_unseen = expected is not None and expected != now.version
    if is_unseen and not (seen_at and _is_all_ones_own(response, now, by, seen_at)):
        raise Overtaken(now.part, now.said, now.version, now.by, now.at or current().at)
    check_free(response, now.part, by)
    return is_unseen


def _is_all_ones_own(response: Response, now: Stands, by, seen_at: datetime) -> bool:
    """Whether nobody else wrote in it since ``seen_at``: what another wrote is kept before it is written over."""
    if now.by != person(by):
        return False
    others = Revision.objects.filter(response=response, part=now.part, at__gt=seen_at).exclude(by=person(by))
    return not others.exclude(said__has_key=parts.NOT_SAVED).exists()


def make_way(
    response: Response, now: Stands, becomes: dict, by, expected: int | None, seen_at: datetime | None
) -> None:
    """What stands is kept, where it is worth it, for what it becomes."""
    is_unseen = check_way(response, now, by, expected, seen_at)
    if now.at is None or parts.is_nothing(now.said):
        return
    if is_unseen:
        keep(response, now.part, now.said, now.by, now.at)
    else:
        keep_earlier(response, now, becomes, by)


def check_free(response: Response, part: str, by) -> None:
    if found := locks.held_by_others(response, by, current().at).get(part):
        raise IsHeld(found)


def keep_earlier(response: Response, was: Stands, becomes: dict, by) -> None:
    """What a part said, where it is worth keeping: another wrote it, or long ago, or most of it goes now."""
    old, new = len(parts.words_in(was.said)), len(parts.words_in(becomes))
    paused = current().at - was.at >= PAUSE
    if was.by != person(by) or paused or (old >= LONG and new * 2 < old):
        keep(response, was.part, was.said, was.by, was.at)


def keep(response: Response, part: str, was: dict, by, at: datetime | None) -> None:
    """What ``part`` said, unless that is what was kept of it last."""
    last = Revision.objects.filter(response=response, part=part).last()
    if last is None or last.said != was:
        write_revision(response, part, was, by, at or current().at)


def write_revision(response: Response, part: str, said: dict, by, at: datetime) -> Revision:
    return Revision.objects.create(response=response, part=part, said=said, by=by, at=at)
