"""Responses come in: signed off here, by a guest's link, or by another way. What came in stays as it came; a draft that
is changed and sent again is a further version."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from accounts.models import Category
from audit import clock
from audit.acts import Refused, act, current, nothing_changed, record
from consultations import rules
from consultations.actions.filing import as_enclosure, kept
from consultations.actions.merged import as_on_the_day
from consultations.actions.receiving import (
    about,
    check_asked,
    check_stands,
    comes_afterwards,
    event_class,
    hold,
    hold_close,
    is_late,
    next_version,
    number,
    questions_of,
)
from consultations.drafts.clauses import unfinished_words
from consultations.models import Consultation, Invitation, Response, Submission
from consultations.responses import said
from proposals import ports
from proposals.rules import check

NAME_LENGTH = Response._meta.get_field("person_name").max_length
SIGNERS = "A response is signed off by somebody who may speak for the organisation. What is written stays in the draft."
HERE = (Submission.How.ONLINE, Submission.How.GUEST)
OTHER_WAYS = (Submission.How.EMAIL, Submission.How.FORM, Submission.How.LETTER)
# So close to the end, a text that a colleague has changed meanwhile is sent as it stands and not shown once more.
LAST_MINUTES = timedelta(minutes=10)


@act
def submit_response(
    *,
    response: Response,
    by,
    signed_by: str = "",
    accepts_gaps: bool = False,
    opened: str = "",
) -> Submission:
    """The draft as it stands, received at the instant of the request: whether that was in time is decided by nothing
    else. Its number given; whoever may speak for the respondent gets a receipt. One that is late is received, is
    marked, and counts once SECAS has accepted it.

    ``by``: somebody who may speak for the organisation, or the invitation of a guest. ``accepts_gaps``: that required
    questions stay unanswered, and comments on clauses that are not complete stay in the draft. ``opened``: the digest
    of what the signer was shown; empty skips the question. The same thing sent twice, by whomever, is one submission.
    """
    response = hold(response)
    check_signer(response, by)
    check_asked(response.consultation, current().at)
    check_stands(response)
    content = said.drafted(response, questions_of(response.consultation))
    found = _same(response, content, current().at, pressed=True)
    if found and not content.unfinished:
        return found
    was_shown = _was_shown(response.consultation, content, opened)
    _check_whole(content, accepts_gaps)
    _check_finished(content, accepts_gaps or not was_shown)
    if found:
        return found
    whose = as_on_the_day(response)
    how = Submission.How.GUEST if isinstance(by, Invitation) else Submission.How.ONLINE
    signer = signed_by.strip() or (by.name if by else response.whose)
    return _receive(response, content, by=by, how=how, at=current().at, signed_by=signer, category=whose)


@act
def record_submission(
    *,
    consultation: Consultation,
    by,
    how: str,
    received_at: datetime,
    organisation=None,
    person_name: str = "",
    category: str = "",
    signed_by: str = "",
    enclosures: Iterable[dict] = (),
    **content,
) -> Submission:
    """One that came in by another way, entered by SECAS with the instant at which it was received; whether it was in
    time is decided by that. A further version where the respondent has a response; a draft that its people are writing
    here is left as it is. The same thing entered twice is one submission.

    ``enclosures``: {upload, title, kind, confidential}, where the file as which it came is of the kind “original”;
    ``content``: what it says, as ``said.came`` takes it.
    """
    consultation = hold_close(consultation.pk)
    check(rules.may_sort, by, sentence="Responses that came by another way are recorded by SECAS.")
    _check_recorded(consultation, how, received_at)
    came = said.came(**content)
    came.enclosures = [as_enclosure(by, **each) for each in enclosures]
    _check_answers(consultation, came)
    response = _response_of(consultation, by, organisation, person_name.strip(), category, came)
    if found := _same(response, came, received_at):
        return found
    came.enclosures = [kept(row, response) for row in came.enclosures]
    signer = signed_by.strip() or response.person_name or response.organisation.name
    whose = organisation.category if organisation else response.category
    return _receive(response, came, by=by, how=how, at=received_at, signed_by=signer, category=whose)


def check_signer(response: Response, by) -> None:
    """A guest's own link opens their own response, until it is revoked; everybody else speaks for the organisation
    today."""
    if isinstance(by, Invitation) and by.pk == response.invitation_id and response.invitation.revoked_at:
        raise Refused("This link is no longer valid. Ask SECAS for a new one; what you wrote is kept.")
    check(rules.may_sign_off, by, response, sentence=SIGNERS)
    if not isinstance(by, Invitation) and not rules.is_asked(by, response):
        raise Refused(f"{rules.not_asked_words(by, response.consultation)} What is written stays.")


def _was_shown(consultation: Consultation, content: said.Said, opened: str) -> bool:
    """Whether the signer was shown what stands now; refused where not, but for the last minutes."""
    if not opened or opened == content.shown:
        return True
    if consultation.closes_at - LAST_MINUTES <= current().at < consultation.closes_at:
        return False
    raise Refused("Somebody changed the draft while you were looking at it. Look at it once more and send it then.")


def _check_whole(content: said.Said, accepts_gaps: bool) -> None:
    if content.is_empty:
        raise Refused("There is nothing in it yet: answer a question, or write what you want to say in general.")
    if content.missing and not accepts_gaps:
        numbers = ", ".join(str(question.number) for question in content.missing)
        many = "Question" if len(content.missing) == 1 else "Questions"
        words = f"{many} {numbers} should be answered. Say that you send the response without, or answer first."
        raise Refused(words, "accepts_gaps")


def _check_finished(content: said.Said, accepts_gaps: bool) -> None:
    """In the last minutes nobody waits for what a colleague has begun meanwhile."""
    if content.unfinished and not accepts_gaps:
        words = f"{unfinished_words(content.unfinished)} Say that you send the response without, or complete it first."
        raise Refused(words, "accepts_gaps")


def _same(response: Response, content: said.Said, at: datetime, *, pressed: bool = False) -> Submission | None:
    """What came in at this very instant and says this; or what was the newest then, if it says this already and counts
    as much as this one would. Where it is ``pressed`` here, the newest there is: of two who press at once, who waits
    for the other may have pressed first."""
    came = response.submissions.by_receipt()
    by_then = came if pressed else came.filter(received_at__lte=at)
    found = came.filter(digest=content.digest, received_at=at).last() or by_then.last()
    if found is None or found.digest != content.digest:
        return None
    if found.received_at != at and not (found.counts or is_late(response.consultation, at)):
        return None
    nothing_changed()
    found.response = response
    return found


def _receive(response: Response, content: said.Said, *, by, how: str, at: datetime, **signed) -> Submission:
    late = is_late(response.consultation, at)
    sent_by = None if isinstance(by, Invitation) else by
    received = {"version": next_version(response), "received_at": at, "how": how, "by": sent_by, "late": late}
    held_back = comes_afterwards(response.consultation)
    made = said.write(content, response, held_back=held_back, **received, **signed)
    ports.notices["response_received"](made)
    if response.ready_for_sign_off_at and how in HERE:
        response.ready_for_sign_off_at, response.ready_by = None, None
        response.save(update_fields=["ready_for_sign_off_at", "ready_by"])
    number(response)
    again = f", version {made.version}" if made.version > 1 else ""
    record(
        "response_received",
        subject=made,
        about=about(response),
        by=by,
        sentence=f"A response came in{again}, {made.get_how_display().lower()}{', after the close' if late else ''}.",
        after={"digest": made.digest, "signed by": made.signed_by},
        effective_on=clock.london_date(at),
        classification=event_class(made.confidential),
    )
    return made


def _check_recorded(consultation: Consultation, how: str, at: datetime) -> None:
    if how not in OTHER_WAYS:
        raise Refused("Choose how it came in.", "how")
    check_asked(consultation, at)
    if at > current().at:
        raise Refused("This time is still to come; give the one at which it reached SECAS.", "received_at")


def _check_answers(consultation: Consultation, content: said.Said) -> None:
    asked = {question.pk for question in questions_of(consultation)}
    if any(answer.question_id not in asked for answer in content.answers):
        raise Refused("One of the answers is to a question of another consultation.", "answers")
    if content.is_empty:
        raise Refused("There is nothing in it yet: enter an answer, or what was said in general.", "answers")


def _response_of(consultation, by, organisation, person_name: str, category: str, content: said.Said) -> Response:
    """The respondent's own, locked; or a new one. Of people who speak for nobody, two may have the same name: theirs is
    another response, unless it says the same."""
    who = _who(organisation, person_name, category)
    standing = Response.objects.standing().filter(consultation=consultation)
    mine = standing.filter(organisation=organisation) if organisation else _of_the_person(standing, who, content)
    found = mine.select_for_update(of=("self",)).first() or _begin(consultation, by, who)
    found = found or mine.select_for_update(of=("self",)).get()  # begun by somebody else in the same instant
    found.consultation = consultation
    return found


def _of_the_person(standing, who: dict, content: said.Said):
    same = Submission.objects.filter(digest=content.digest).values("response")
    return standing.filter(organisation=None, invitation=None, pk__in=same, **who)


def _begin(consultation, by, who: dict) -> Response | None:
    try:
        with transaction.atomic():
            return Response.objects.create(consultation=consultation, started_by=by, started_at=current().at, **who)
    except IntegrityError:
        return None


def _who(organisation, person_name: str, category: str) -> dict:
    if len(person_name) > NAME_LENGTH:
        raise Refused(f"The name may have {NAME_LENGTH} characters; this one has {len(person_name)}.", "person_name")
    if organisation is not None:
        return {"organisation": organisation, "category": organisation.category}
    if not person_name:
        raise Refused("Say whose response it is: choose the organisation, or name the person.", "organisation")
    if category not in Category.values:
        raise Refused(f"Choose what {person_name} is: somebody who is in no list is a Non-Party.", "category")
    return {"person_name": person_name, "category": category}
