"""The business requirements: drafted, published for comment, agreed. A change of mind is a new version."""

from datetime import date

from audit.acts import Refused, act, current, record
from bodies.models import Meeting
from proposals.actions.ground import StaleSave, check_version
from proposals.actions.refining import check_length, day_of, refine, said
from proposals.actions.texts import clean_text
from proposals.models import Proposal, Requirement, RequirementSet

LONGEST_TITLE = RequirementSet._meta.get_field("title").max_length
LONGEST_WHY = RequirementSet._meta.get_field("why").max_length


@act
def draft_requirements(
    *,
    proposal: Proposal,
    by,
    title: str,
    text: str = "",
    requirements: list[str] = (),
    why: str = "",
    based_on: int | None = None,
    on: date | None = None,
) -> RequirementSet:
    """Write the next version, with its numbered rows. From the second on it says why.

    ``based_on`` is the version the writer started from (0: none); if a newer one exists the save is refused.
    """
    proposal = refine(proposal, by)
    latest = proposal.requirement_sets.order_by("-sequence").first()
    sequence = latest.sequence if latest else 0
    if based_on is not None and sequence != based_on:
        raise StaleSave(f"Version {sequence} was drafted while you were writing. Both texts are shown below.", latest)
    day = day_of(on, "on", since=latest.drafted_on if latest else None, began="when the version before was drafted")
    values = _content(title, text, requirements)
    made = RequirementSet.objects.create(
        proposal=proposal,
        sequence=sequence + 1,
        why=_why_again(why) if latest else "",
        drafted_on=day,
        by=by,
        at=current().at,
        **values,
    )
    _write_rows(made, requirements)
    after, sentence = _as_recorded(made), f"{made}. {made.why}".strip()
    record(
        "requirements_drafted", subject=made, about=proposal, by=by, sentence=sentence, after=after, effective_on=day
    )
    return made


def _why_again(why: str) -> str:
    why = said(why, "Say why there is a new version.", "why")
    check_length(why, LONGEST_WHY, "The reason", "why")
    return why


def _content(title: str, text: str, requirements: list[str]) -> dict:
    title = said(title, "Give the requirements a title.", "title")
    check_length(title, LONGEST_TITLE, "The title", "title")
    text = clean_text(text, "text")
    if not text and not any(row.strip() for row in requirements):
        raise Refused("Write the requirements, as text or as numbered rows.", "text")
    return {"title": title, "text": text}


def _write_rows(made: RequirementSet, requirements: list[str]) -> None:
    said_rows = [row.strip() for row in requirements if row.strip()]
    made.requirements.all().delete()
    Requirement.objects.bulk_create(
        Requirement(of=made, number=number, text=row) for number, row in enumerate(said_rows, 1)
    )


def _as_recorded(made: RequirementSet) -> dict:
    rows = [f"{row.number}. {row.text}" for row in made.requirements.all()]
    return {"title": made.title, "text": made.text, "requirements": rows}


@act
def edit_requirements(
    *,
    proposal: Proposal,
    by,
    requirement_set: RequirementSet,
    title: str,
    text: str = "",
    requirements: list[str] = (),
    version: int | None = None,
) -> RequirementSet:
    """Save over a version that nobody has been shown yet."""
    proposal = refine(proposal, by)
    made = _own(proposal, requirement_set)
    check_version(made, version)
    if not made.is_editable:
        raise Refused("This version has been published or agreed and stays as it is; draft a new version.")
    values, before = _content(title, text, requirements), _as_recorded(made)
    made.title, made.text, made.version = values["title"], values["text"], made.version + 1
    made.save(update_fields=["title", "text", "version"])
    _write_rows(made, requirements)
    record(
        "requirements_edited",
        subject=made,
        about=proposal,
        by=by,
        sentence=f"{made}.",
        before=before,
        after=_as_recorded(made),
    )
    return made


def _own(proposal: Proposal, requirement_set: RequirementSet) -> RequirementSet:
    return proposal.requirement_sets.get(pk=requirement_set.pk)


@act
def publish_requirements(
    *, proposal: Proposal, by, requirement_set: RequirementSet, comments_until: date, on: date | None = None
) -> RequirementSet:
    """Published for industry comment until a day; from then on this version stays as it is."""
    proposal = refine(proposal, by)
    made = _own(proposal, requirement_set)
    if not made.is_editable:
        raise Refused(f"{made} is already published or agreed.")
    day = day_of(on, "on", since=made.drafted_on, began="when this version was drafted")
    if comments_until < day:
        words = f"{comments_until:%-d %B %Y} is before {day:%-d %B %Y}, when the requirements are published."
        raise Refused(words, "comments_until")
    made.published_on, made.comments_until = day, comments_until
    made.version += 1
    made.save(update_fields=["published_on", "comments_until", "version"])
    sentence = f"{made}, open to comment until {comments_until:%A %-d %B %Y}."
    record("requirements_published", subject=made, about=proposal, by=by, sentence=sentence, effective_on=day)
    return made


@act
def agree_requirements(
    *,
    proposal: Proposal,
    by,
    requirement_set: RequirementSet,
    with_proposer: bool = False,
    meeting: Meeting | None = None,
    on: date | None = None,
) -> RequirementSet:
    """Agreed with the Proposer, at a meeting, or both, on the day of the meeting; never changed from then on."""
    proposal = refine(proposal, by)
    made = _own(proposal, requirement_set)
    _check_agreeable(made, proposal, with_proposer, meeting)
    day = day_of(meeting.date if meeting else on, "on", since=made.drafted_on, began="when this version was drafted")
    made.agreed_on, made.agreed_with_proposer, made.agreed_at = day, with_proposer, meeting
    made.version += 1
    made.save(update_fields=["agreed_on", "agreed_with_proposer", "agreed_at", "version"])
    where = f"by {meeting.committee.named} (meeting {meeting.number})" if meeting else ""
    parties = " and ".join(part for part in ("with the Proposer" if with_proposer else "", where) if part)
    sentence = f"{made}, agreed {parties}."
    record("requirements_agreed", subject=made, about=proposal, by=by, sentence=sentence, effective_on=day)
    return made


def _check_agreeable(made: RequirementSet, proposal: Proposal, with_proposer: bool, meeting: Meeting | None) -> None:
    if made.agreed_on:
        raise Refused(f"{made} was agreed on {made.agreed_on:%-d %B %Y}.")
    if proposal.requirement_sets.filter(sequence__gt=made.sequence).exists():
        raise Refused("There is a newer version of the requirements; agree that one.")
    if not with_proposer and meeting is None:
        raise Refused("Say with whom the requirements were agreed: the Proposer, a meeting, or both.", "with_proposer")
