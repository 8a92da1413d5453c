"""Which proposals a body wants more input on, as the monthly paper asks of it (S3 §4)."""

from collections.abc import Iterable
from dataclasses import dataclass

from audit.acts import NotAllowed, Refused, act, current, nothing_changed, record
from proposals.actions.ground import check_not_split
from proposals.models import Proposal
from subcommittees import rules
from subcommittees.actions.ground import capital, take_proposals
from subcommittees.actions.requested import check_open_to
from subcommittees.models import Interest


@dataclass(frozen=True)
class Wish:
    proposal: Proposal
    wants_input: bool
    note: str = ""


@act
def mark_interest(*, committee, proposal: Proposal, by, wants_input: bool, note: str = "", meeting=None) -> Interest:
    """Say whether the body wants to be asked again as the proposal goes on. The newest word holds."""
    made = mark_interests(committee=committee, by=by, wishes=[Wish(proposal, wants_input, note)], meeting=meeting)
    if not made:
        raise Refused("This is what stands already.", "wants_input")
    return made[0]


@act
def mark_interests(*, committee, by, wishes: Iterable[Wish], meeting=None) -> list[Interest]:
    """For many proposals at once; only what differs from what stands is written."""
    if by is not None and not rules.may_take_part(by, committee):
        raise NotAllowed("What a body wants more input on is marked by its members or by SECAS.")
    if meeting is not None and meeting.committee_id != committee.pk:
        raise Refused("Choose a meeting of this body, or none.", "meeting")
    wishes = list(wishes)
    held = take_proposals([wish.proposal for wish in wishes])
    standing = _standing(committee, wishes)
    new = [wish for wish in wishes if standing.get(wish.proposal.pk) != (wish.wants_input, wish.note.strip())]
    if not new:
        nothing_changed()
    return [_mark(committee, held[wish.proposal.pk], wish, by, meeting) for wish in new]


def _standing(committee, wishes: list[Wish]) -> dict[int, tuple[bool, str]]:
    held = Interest.objects.holding().filter(committee=committee, proposal__in=[wish.proposal for wish in wishes])
    return {pk: (wants, note) for pk, wants, note in held.values_list("proposal_id", "wants_input", "note")}


def _mark(committee, proposal: Proposal, wish: Wish, by, meeting) -> Interest:
    check_open_to(by, proposal)
    check_not_split(proposal)
    made = Interest.objects.create(
        committee=committee,
        proposal=proposal,
        wants_input=wish.wants_input,
        note=wish.note.strip()[:300],
        meeting=meeting,
        by=by,
        at=current().at,
    )
    wants = "wants further input" if wish.wants_input else "wants no further input"
    note = f": {made.note}" if made.note else "."
    record(
        "interest_marked",
        subject=made,
        about=proposal,
        by=by,
        sentence=f"{capital(committee.named)} {wants}{note}",
    )
    return made
