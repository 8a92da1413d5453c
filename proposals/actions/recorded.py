"""What was recorded beside the steps, put right: by SECAS, with a reason, also once the proposal is finished.

Old and new stand in the history. No paper states any of it, so none is marked.
"""

from datetime import date

from audit.acts import Refused, act, record
from bodies.models import Meeting
from proposals import rules
from proposals.actions.filing import MANAGED, SAME, check_reason
from proposals.actions.ground import check_has_come, check_opened, take
from proposals.models import Proposal, RequirementSet
from proposals.recorded import differences, facts_of


def begin(proposal: Proposal, by) -> Proposal:
    proposal = take(proposal)
    rules.check(rules.may_manage, by, proposal, sentence=MANAGED)
    return proposal


def put_right(row, new: dict, *, proposal: Proposal, by, reason: str) -> dict:
    """Write what is ``new`` of the row; what the event says of it is given back. Nothing new is refused."""
    check_reason(reason)
    if all(getattr(row, name) == value for name, value in new.items()):
        raise Refused(SAME)
    was = facts_of(row)
    for name, value in new.items():
        setattr(row, name, value)
    row.save(update_fields=list(new))
    before, after = differences(was, facts_of(row))
    sentence = f"{row}: {reason.strip()}"
    return {"subject": row, "about": proposal, "by": by, "sentence": sentence, "before": before, "after": after}


def check_since(day: date, since: date, began: str, field: str) -> None:
    if day < since:
        raise Refused(f"{day:%-d %B %Y} is before {since:%-d %B %Y}, {began}.", field)


def day_at(meeting: Meeting | None, day: date | None, field: str) -> date:
    """The day of the meeting, or the one that is given; it has come."""
    day = meeting.date if meeting else day
    if day is None:
        raise Refused("Give the day, or choose the meeting.", field)
    check_has_come(day, field)
    return day


# Requirements

PUBLISHED = ("published_on", "comments_until")
AGREED = ("agreed_on", "agreed_with_proposer", "agreed_at")


@act
def correct_publication(
    *,
    proposal: Proposal,
    by,
    requirement_set: RequirementSet,
    reason: str,
    published_on: date,
    comments_until: date,
    opened: str = "",
) -> RequirementSet:
    """From when to when the requirements were, or are, open to comment. ``opened``: see ``check_opened``."""
    proposal = begin(proposal, by)
    made = proposal.requirement_sets.get(pk=requirement_set.pk)
    if made.published_on is None:
        raise Refused(f"{made} has not been published for comment.")
    check_opened(made, PUBLISHED, opened)
    check_has_come(published_on, "published_on")
    check_since(published_on, made.drafted_on, "when this version was drafted", "published_on")
    check_since(comments_until, published_on, "when the requirements are published", "comments_until")
    new = {"published_on": published_on, "comments_until": comments_until}
    record("publication_corrected", **put_right(made, new, proposal=proposal, by=by, reason=reason))
    return made


@act
def correct_agreement(
    *,
    proposal: Proposal,
    by,
    requirement_set: RequirementSet,
    reason: str,
    agreed_on: date | None = None,
    agreed_with_proposer: bool = False,
    agreed_at: Meeting | None = None,
    opened: str = "",
) -> RequirementSet:
    """With whom, where and when the requirements were agreed; their text stays as it was agreed. Not after an
    assessment that rests on them was asked for."""
    proposal = begin(proposal, by)
    made = proposal.requirement_sets.select_related("agreed_at__committee").get(pk=requirement_set.pk)
    if made.agreed_on is None:
        raise Refused(f"{made} has not been agreed.")
    check_opened(made, AGREED, opened)
    if not (agreed_with_proposer or agreed_at):
        words = "Say with whom the requirements were agreed: the Proposer, a meeting, or both."
        raise Refused(words, "agreed_with_proposer")
    day = day_at(agreed_at, agreed_on, "agreed_on")
    check_since(day, made.drafted_on, "when this version was drafted", "agreed_on")
    _check_before_requests(made, day)
    new = {"agreed_on": day, "agreed_with_proposer": agreed_with_proposer, "agreed_at": agreed_at}
    record("agreement_corrected", **put_right(made, new, proposal=proposal, by=by, reason=reason))
    return made


def _check_before_requests(made: RequirementSet, day: date) -> None:
    first = made.assessments.order_by("requested_on").first()
    if first and day > first.requested_on:
        words = f"The {first}, asked for on {first.requested_on:%-d %B %Y}, rests on these requirements as agreed."
        raise Refused(words, "agreed_on")
