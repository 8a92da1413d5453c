"""SECAS publishes the responses to a consultation that is over, all together; what comes to count afterwards, once it
has looked at that; and takes it back."""

import hashlib
from dataclasses import dataclass

from django.db.models import Q

from audit import clock
from audit.acts import Refused, act, current, record
from consultations.actions.collating import checked_line, hold_consultation
from consultations.actions.ground import open_class
from consultations.models import (
    ClauseComment,
    Consultation,
    Enclosure,
    PublicationTakenBack,
    QuestionAnswer,
    Redaction,
    Submission,
)
from consultations.points.places import key_of
from proposals import ports
from proposals.actions.ground import GRACE

LATE_FIRST = "Say first which late responses count: what is published is everything that does."
WHY_LENGTH = 300


@dataclass(frozen=True)
class Release:
    """What would become public. ``open``: responses that are read; ``unnamed``: of those, without a name;
    ``confidential``: responses of which nothing is read; ``parts``: confidential answers and comments in open ones;
    ``redacted``: places with words that are kept back; ``files``: those held back that would be given out otherwise;
    ``shown``: all of it in few characters."""

    open: int
    unnamed: int
    confidential: int
    parts: int
    redacted: int
    files: int
    shown: str


def release_of(consultation: Consultation) -> Release:
    """Of all, or where they are published of those that came to count since. Five queries."""
    counting = waiting(consultation)
    rows = list(counting.order_by("pk").values_list("pk", "confidential", "consents"))
    open_ones = [row for row in rows if not row[1]]
    redactions = list(_redactions(counting.filter(confidential=False)).order_by("pk"))
    files = list(_withheld(counting).order_by("pk").values_list("pk", flat=True))
    parts = sum(
        model.objects.filter(submission__in=counting, submission__confidential=False, confidential=True).count()
        for model in (QuestionAnswer, ClauseComment)
    )
    return Release(
        open=len(open_ones),
        unnamed=sum(not consents for _, _, consents in open_ones),
        confidential=len(rows) - len(open_ones),
        parts=parts,
        redacted=len({key_of(redaction) for redaction in redactions}),
        files=len(files),
        shown=hashlib.sha256(f"{rows}{[each.pk for each in redactions]}{files}".encode()).hexdigest()[:16],
    )


def waiting(consultation: Consultation):
    """The submissions that wait to be published."""
    counting = Submission.objects.counting().filter(response__consultation=consultation)
    return counting.filter(held_back=True) if consultation.responses_published_at else counting


def _redactions(submissions):
    """Those that hold for what is read of these, also where they were made in an earlier version."""
    responses = submissions.order_by().values("response")
    here = Q(general_of__response__in=responses)
    for name in ("answer", "clause_comment"):
        here |= Q(**{f"{name}__submission__response__in": responses})
    return Redaction.objects.standing().filter(here)


def _withheld(submissions):
    """Files of these that are held back, as far as others would have them."""
    given_out = submissions.filter(confidential=False, consents=True)
    files = Enclosure.objects.filter(submissions__in=given_out, kind=Enclosure.Kind.ATTACHMENT, confidential=False)
    return files.with_why_withheld().exclude(why_withheld=None).distinct()


def unready(consultation: Consultation) -> list[str]:
    """Why responses cannot be published now."""
    if consultation.responses_published_at and not waiting(consultation).exists():
        return ["They are published."]
    if not consultation.is_over_at(clock.now() - GRACE):
        return ["Until the consultation is over, respondents may change what they said. They are published afterwards."]
    if Submission.objects.undecided().filter(response__consultation=consultation).exists():
        return [LATE_FIRST]
    return []


@act
def publish_responses(*, consultation: Consultation, by, shown: str = "") -> Consultation:
    """From now on everybody who may read the consultation reads what is not confidential, without the words that are
    redacted and without the names that were not to be published; respondents are told, once. Where the others are
    published, those that came to count since. ``shown``: the digest of what the person saw; empty skips the question
    (commands)."""
    held = hold_consultation(consultation, by)
    if held.responses_published_at and not waiting(held).exists():
        raise Refused("Somebody else was faster: they are published.")
    if reasons := unready(held):
        raise Refused(reasons[0])
    release = release_of(held)
    if not (release.open or release.confidential):
        raise Refused("There is no response that counts, so there is nothing to publish.")
    if shown and shown != release.shown:
        raise Refused("Something was changed while you were looking. Look at what is published once more.")
    held.responses_published_at = held.responses_published_at or current().at
    held.save(update_fields=["responses_published_at"])
    Submission.objects.filter(response__consultation=held, held_back=True).update(held_back=False)
    record(
        "responses_published",
        subject=held,
        about=held.proposal or held,
        by=by,
        sentence=f"{held.title}: {_counted(release)} published.",
        classification=open_class(held),
    )
    ports.notices["responses_published"](held, by=by)
    return held


def _counted(release: Release) -> str:
    """“12 responses”, “12 responses, and that 2 more are confidential”."""
    words = f"{release.open} response{'' if release.open == 1 else 's'}"
    return f"{words}, and that {release.confidential} more are confidential" if release.confidential else words


@act
def take_responses_back(*, consultation: Consultation, by, reason: str) -> Consultation:
    """SECAS and each respondent's own people read them alone again. What was issued keeps what it holds, and is marked
    where it tells what they said."""
    held = hold_consultation(consultation, by)
    reason = checked_line(reason, WHY_LENGTH, "Say why they are no longer to be read.", "reason")
    if held.responses_published_at is None:
        raise Refused("Somebody else was faster: they are not published.")
    published_at, held.responses_published_at = held.responses_published_at, None
    PublicationTakenBack.objects.create(
        consultation=held, published_at=published_at, reason=reason, by=by, at=current().at
    )
    held.save(update_fields=["responses_published_at"])
    record(
        "responses_taken_back",
        subject=held,
        about=held.proposal or held,
        by=by,
        sentence=f"{held.title}: responses are no longer published. {reason}",
        classification=open_class(held),
    )
    return held
