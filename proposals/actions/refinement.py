"""What else Refinement records: discussions of bodies and the Refinement Consultation."""

from datetime import date

from audit.acts import Refused, act, current, record
from bodies.models import Committee, Meeting
from bodies.workingdays import WorkingCalendar
from proposals import ports
from proposals.actions.ground import check_version, take
from proposals.actions.refining import check_length, day_of, refine, said
from proposals.actions.texts import clean_text
from proposals.models import (
    ConsultationExtension,
    Discussion,
    Proposal,
    RefinementConsultation,
    RequirementSet,
    RuleKey,
)
from proposals.processrules import value_on


@act
def record_discussion(
    *,
    proposal: Proposal,
    by,
    summary: str,
    committee: Committee | None = None,
    meeting: Meeting | None = None,
    on: date | None = None,
) -> Discussion:
    """What a body made of the proposal: at a meeting, whose body and day are then taken, or on a day without one."""
    proposal = refine(proposal, by)
    made = Discussion.objects.create(proposal=proposal, **_discussed(committee, meeting, on), summary=_summary(summary))
    record(
        "discussion_recorded",
        subject=made,
        about=proposal,
        by=by,
        sentence=f"{made}.",
        after={"summary": made.summary},
        effective_on=made.on,
    )
    return made


def _summary(summary: str) -> str:
    clean = clean_text(summary, "summary")
    return said(clean, "Write what came of the discussion.", "summary")


def _discussed(committee: Committee | None, meeting: Meeting | None, on: date | None) -> dict:
    if meeting and committee and meeting.committee_id != committee.pk:
        raise Refused(f"That is a meeting of {meeting.committee.named}.", "meeting")
    committee = meeting.committee if meeting else committee
    if committee is None:
        raise Refused("Choose the body, or its meeting.", "committee")
    return {"committee": committee, "meeting": meeting, "on": day_of(meeting.date if meeting else on, "on")}


@act
def correct_discussion(
    *, proposal: Proposal, by, discussion: Discussion, summary: str, version: int | None = None
) -> Discussion:
    """The summary put right; the old one stays in the history."""
    proposal = refine(proposal, by)
    made = proposal.discussions.get(pk=discussion.pk)
    check_version(made, version)
    before, made.summary = made.summary, _summary(summary)
    made.version += 1
    made.save(update_fields=["summary", "version"])
    record(
        "discussion_corrected",
        subject=made,
        about=proposal,
        by=by,
        sentence=f"{made}.",
        before={"summary": before},
        after={"summary": made.summary},
    )
    return made


@act
def open_refinement_consultation(
    *, proposal: Proposal, by, closes_on: date, on: date | None = None
) -> RefinementConsultation:
    """A Refinement Consultation, open at least as many working days as the rule says."""
    proposal = refine(proposal, by)
    day = day_of(on, "on")
    running = proposal.refinement_consultations.standing().filter(closed_on=None).first()
    if running:
        raise Refused(f"A Refinement Consultation is open since {running.opened_on:%-d %B %Y}; close it first.")
    check_long_enough(day, closes_on)
    made = RefinementConsultation.objects.create(proposal=proposal, opened_on=day, closes_on=closes_on)
    sentence = f"Open until {closes_on:%A %-d %B %Y}."
    record("refinement_consultation_opened", subject=made, about=proposal, by=by, sentence=sentence, effective_on=day)
    return made


def check_long_enough(opened: date, closes: date) -> None:
    days = value_on(RuleKey.REFINEMENT_CONSULTATION_DAYS, opened)
    first = WorkingCalendar.load().add(opened, days)
    if closes < first:
        words = f"A Refinement Consultation is open for at least {days} working days: until {first:%A %-d %B %Y}."
        raise Refused(words, "closes_on")


def _running(proposal: Proposal) -> RefinementConsultation:
    found = proposal.refinement_consultations.standing().filter(closed_on=None).first()
    if found is None:
        raise Refused("No Refinement Consultation is open.")
    check_by_hand(proposal, found)
    return found


def check_by_hand(proposal: Proposal, row: RefinementConsultation | RequirementSet) -> None:
    """One that is answered on pages of its own is extended, closed and taken back there, with its responses."""
    if not ports.is_stated("consultation") and (type(row), row.pk) in ports.consultations_run(proposal):
        raise Refused("Responses to it are taken on this site: this is done on the page of the consultation.")


@act
def extend_refinement_consultation(*, proposal: Proposal, by, closes_on: date, reason: str) -> ConsultationExtension:
    """A later closing date with its reason; the earlier date stays on record."""
    proposal = refine(proposal, by)
    running = _running(proposal)
    reason = said(reason, "Say why the consultation is extended.", "reason")
    if closes_on <= running.closes_on:
        raise Refused(f"The consultation closes on {running.closes_on:%-d %B %Y}; give a later day.", "closes_on")
    made = ConsultationExtension.objects.create(
        consultation=running, was=running.closes_on, becomes=closes_on, reason=reason, by=by, at=current().at
    )
    running.closes_on = closes_on
    running.save(update_fields=["closes_on"])
    record(
        "refinement_consultation_extended",
        subject=made,
        about=proposal,
        by=by,
        sentence=f"Open until {closes_on:%A %-d %B %Y}. {reason}",
        before={"closes": f"{made.was}"},
        after={"closes": f"{made.becomes}"},
    )
    return made


@act
def close_refinement_consultation(
    *, proposal: Proposal, by, responses: str, on: date | None = None
) -> RefinementConsultation:
    """Closed, on its last day or later, with how many responses came. One that is answered on this site comes to its
    end by time, wherever the proposal is by then."""
    proposal = take(proposal) if ports.is_stated("consultation") else refine(proposal, by)
    running = _running(proposal)
    responses = responses_said(responses)
    day = day_of(on, "on")
    if day < running.closes_on:
        raise Refused(f"The consultation is open until {running.closes_on:%A %-d %B %Y}.", "on")
    running.closed_on, running.responses = day, responses
    running.save(update_fields=["closed_on", "responses"])
    record(
        "refinement_consultation_closed",
        subject=running,
        about=proposal,
        by=by,
        sentence=f"Responses: {responses}.",
        effective_on=day,
    )
    return running


def responses_said(responses: str) -> str:
    responses = said(responses, "Say how many responses came.", "responses")
    check_length(responses, RefinementConsultation._meta.get_field("responses").max_length, "This", "responses")
    return responses
