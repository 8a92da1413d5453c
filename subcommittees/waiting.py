"""What a meeting could deal with: proposals that wait for the body, dates of timetables that name the meeting, verbal
updates that are owed to it, and what stands on every agenda. In constant queries."""

from dataclasses import dataclass, field

from bodies.models import Meeting
from proposals.models import Proposal, TimetableEntry
from proposals.readiness import BODIES, STEP, Gap, readiness
from proposals.rules import may_manage
from subcommittees.deciding import missing
from subcommittees.models import AgendaItem, VerbalUpdate, ViewRequest
from subcommittees.numbering import STANDING
from subcommittees.told import stands, title_of

Kind, Purpose = AgendaItem.Kind, AgendaItem.Purpose
EVERY_TIME = (
    (Kind.MINUTES, Purpose.DECISION, "Minutes of the last meeting"),
    (Kind.ACTIONS, Purpose.INFORMATION, "Open actions"),
    (Kind.BUSINESS, Purpose.DISCUSSION, "Any other business"),
)


@dataclass(frozen=True)
class Waiting:
    """Something to put on the agenda with one press. ``gaps``: what must be there before it can; ``open_gaps``: what is
    expected and missing, and would be stated."""

    kind: str
    purpose: str
    title: str
    why: str = ""
    proposal: Proposal | None = None
    update: VerbalUpdate | None = None
    gaps: list[Gap] = field(default_factory=list)
    open_gaps: list[Gap] = field(default_factory=list)

    @property
    def is_ready(self) -> bool:
        return not self.gaps

    @property
    def purpose_words(self) -> str:
        return Purpose(self.purpose).label


def waiting_for(meeting: Meeting, user) -> list[Waiting]:
    """What is not on the agenda yet, the ready first."""
    items = list(meeting.items.filter(state__in=STANDING))
    on_it = {item.proposal_id for item in items if item.kind == Kind.PROPOSAL}
    found = [*_decisions(meeting, user, on_it)]
    on_it |= {row.proposal.pk for row in found}
    found += _named(meeting, user, on_it)
    found += _updates(meeting, user)
    kinds = {item.kind for item in items}
    found += [Waiting(kind, purpose, title) for kind, purpose, title in EVERY_TIME if kind not in kinds]
    return sorted(found, key=lambda row: not row.is_ready)


def _decisions(meeting: Meeting, user, on_it: set[int]) -> list[Waiting]:
    """What the body decides next in the lifecycle."""
    code = meeting.committee.code
    if code not in BODIES:
        return []
    live = Proposal.objects.visible_to(user).live().filter(held_on=None, state__in=STEP).exclude(pk__in=on_it)
    rows = [row for row in readiness(list(live.for_page())) if row.body == code]
    return [
        Waiting(
            Kind.PROPOSAL,
            Purpose.DECISION,
            f"{row.proposal.reference} {row.proposal.title}",
            row.row.button,
            row.proposal,
            gaps=missing(row),
            open_gaps=row.should,
        )
        for row in rows
    ]


def _named(meeting: Meeting, user, on_it: set[int]) -> list[Waiting]:
    """Proposals whose timetable names the meeting, and those on which the body was asked for its view."""
    visible = Proposal.objects.visible_to(user).live()
    entries = TimetableEntry.objects.filter(meeting=meeting, done_on=None, removed_on=None, proposal__in=visible)
    asked = ViewRequest.objects.waited_for().visible_to(user).filter(committee=meeting.committee)
    why: dict[int, tuple] = {}
    for entry in entries.select_related("proposal").order_by("proposal_id", "sort"):
        why.setdefault(entry.proposal_id, (entry.proposal, entry.activity))
    for request in asked.filter(proposal__in=visible).select_related("proposal").order_by("proposal_id"):
        why.setdefault(request.proposal_id, (request.proposal, "Its view was asked for"))
    return [
        Waiting(Kind.PROPOSAL, Purpose.DISCUSSION, f"{proposal.reference} {proposal.title}", words, proposal)
        for key, (proposal, words) in why.items()
        if key not in on_it
    ]


def _updates(meeting: Meeting, user) -> list[Waiting]:
    owed = VerbalUpdate.objects.visible_to(user).owed().filter(meeting=meeting)
    return [
        Waiting(
            Kind.VERBAL_UPDATE,
            Purpose.INFORMATION,
            title_of(update),
            f"Owed by {update.owed_by}" if update.owed_by else "",
            update.proposal,
            update,
        )
        for update in owed.select_related("owed_by", "proposal", "item").order_by("pk")
        if not stands(update)
    ]


def sees_readiness(user) -> bool:
    """The pages that mend what is missing are SECAS’s."""
    return may_manage.test(user, None)
