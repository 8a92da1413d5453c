"""What receiving a response stands on: the locks, the close, the number, and what the history says of it."""

from django.db import connection
from django.db.models import Max

from audit import clock
from audit.acts import Refused, at_the_end
from audit.classification import Classification
from consultations.models import Consultation, Question, Response
from consultations.queries.questions import tied

NUMBERS = 7311  # the first key of our advisory locks for the numbers of responses


def hold_close(consultation_id: int) -> Consultation:
    """The consultation, whose close nobody moves until this transaction ends. Any number of responses may hold it at
    once; an act that extends or ends it waits for them, or they for it, and then they see the close that it wrote."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM consultations_consultation WHERE id = %s FOR SHARE", [consultation_id])
    return Consultation.objects.select_related("proposal", "questions").get(pk=consultation_id)


def hold(response: Response) -> Response:
    """The response locked and its consultation held, and nothing else: whoever answers holds up nobody but their own
    colleagues."""
    consultation = hold_close(response.consultation_id)
    Response.objects.select_for_update().values_list("pk").get(pk=response.pk)
    held = Response.objects.select_related("organisation__merged_into", "invitation").get(pk=response.pk)
    held.consultation = consultation
    return held


def check_asked(consultation: Consultation, at) -> None:
    """Whoever is late is received; nobody answers what is not asked yet, or what was taken back."""
    if consultation.is_taken_back:
        day = f"{clock.london_date(consultation.taken_back_at):%-d %B %Y}"
        words = f"This consultation was taken back on {day}: {consultation.taken_back_because}"
        raise Refused(f"{words} What you wrote stays where it is.")
    if consultation.opened_at is None or at < consultation.opened_at:
        raise Refused("This consultation is not open yet.", "received_at")


def check_stands(response: Response) -> None:
    if response.withdrawn_at:
        day = f"{clock.london_date(response.withdrawn_at):%-d %B %Y}"
        raise Refused(f"Somebody else was faster: this response was withdrawn on {day}.")


def check_reason(reason: str, missing: str, longest: int) -> str:
    """As it is kept."""
    reason = reason.strip()
    if not reason:
        raise Refused(missing, "reason")
    if len(reason) > longest:
        raise Refused(f"The reason may have {longest} characters; this one has {len(reason)}.", "reason")
    return reason


def is_late(consultation: Consultation, at) -> bool:
    return at >= consultation.closes_at


def comes_afterwards(consultation: Consultation) -> bool:
    """Whether the others are published already: then others read it once SECAS has looked at it and published it."""
    return consultation.responses_published_at is not None


def next_version(response: Response) -> int:
    """By which a submission is named. Which of several is the newest, their receipt says."""
    return (response.submissions.aggregate(last=Max("version"))["last"] or 0) + 1


def number(response: Response) -> None:
    """Give it the next number of its consultation, at the very end of the act: the numbers are locked from there to
    the commit, together with the head of the chain."""
    if response.number is None:
        at_the_end(_number, response)


def _number(responses: list[Response]) -> None:
    for response in responses:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [NUMBERS, response.consultation_id])
        taken = Response.objects.filter(consultation=response.consultation_id)
        response.number = (taken.aggregate(last=Max("number"))["last"] or 0) + 1
        response.save(update_fields=["number"])


def questions_of(consultation: Consultation) -> list[Question]:
    """In their order; of one that is asked after certain answers the other is at hand."""
    return tied(Question.objects.filter(of=consultation.questions_id))


def event_class(confidential: bool) -> str:
    """Who answered is SECAS's to know until responses are published; who did so in confidence, nobody's."""
    return Classification.RED if confidential else Classification.AMBER


def filed_under(consultation: Consultation):
    """What the history files it under: the proposal, or the consultation itself where there is none."""
    return consultation.proposal or consultation


def about(response: Response):
    return filed_under(response.consultation)
