"""What was taken out of responses after a paper was issued that tells of them: when, as a paper is marked, and what, as
its next version puts it right. Numbers alone: who withdrew is not told."""

from datetime import datetime

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Greatest

from consultations.models import Consultation, PublicationTakenBack, Redaction, Response, Submission, WithheldFile
from papers.numbers import capitalised, counted, plural

COLLATED = "collated-responses"
REPORTS = ("modification-report", "conclusions-report")
OPEN_TO_ALL = Q(consultation__classification="white")


def responses_since() -> Case:
    """Of a version: of collated responses when one of them was withdrawn since, and of the edition as published when
    words were redacted or a file was held back; of reports when a response was withdrawn from a consultation that was
    over when they told of it, as far as they may tell of it. What told what was said is marked too where the
    publication of the responses was taken back since, until they are published again."""
    of_it = {"consultation": OuterRef("paper__consultation")}
    withdrawn = _withdrawn(OuterRef("issued_at")).filter(**of_it)
    redacted = _redacted(OuterRef("issued_at"), OuterRef("paper__consultation"))
    withheld = _withheld(OuterRef("issued_at"), OuterRef("paper__consultation"))
    as_open = OPEN_TO_ALL | Q(consultation__classification=OuterRef("classification"))
    proposal = {"number": OuterRef("paper__proposal__number"), "suffix": ""}
    on_it = Q(consultation__proposal=OuterRef("paper__proposal"))
    on_it |= Q(**{f"consultation__proposal__{name}": value for name, value in proposal.items()})
    told_of = _withdrawn(OuterRef("issued_at")).filter(on_it, as_open)
    taken_back = _taken_back(OuterRef("issued_at"))
    return Case(
        When(
            paper__kind=COLLATED,
            paper__edition="public",
            then=Greatest(
                _last(withdrawn, "withdrawn_at"),
                _last(redacted, "at"),
                _last(withheld, "at"),
                _last(taken_back.filter(**of_it), "at"),
            ),
        ),
        When(paper__kind=COLLATED, then=_last(withdrawn, "withdrawn_at")),
        When(
            paper__kind__in=REPORTS,
            then=Greatest(_last(told_of, "withdrawn_at"), _last(taken_back.filter(on_it, as_open), "at")),
        ),
    )


def _withdrawn(since) -> QuerySet[Response]:
    """Of those that counted, since an instant at which the consultation was over."""
    counted_once = Submission.objects.filter(Q(late=False) | Q(late_decision="accepted"), response=OuterRef("pk"))
    gone = Response.objects.filter(Exists(counted_once), withdrawn_at__gt=since)
    return gone.filter(consultation__closes_at__lte=since)


def _redacted(since, consultation) -> QuerySet[Redaction]:
    of_it = Q(general_of__response__consultation=consultation)
    for place in ("answer", "clause_comment"):
        of_it |= Q(**{f"{place}__submission__response__consultation": consultation})
    return Redaction.objects.standing().filter(of_it, at__gt=since)


def _withheld(since, consultation) -> QuerySet[WithheldFile]:
    """Of those files that others would have."""
    given_out = Submission.objects.counting().filter(consents=True, confidential=False, held_back=False)
    of_it = WithheldFile.objects.standing().filter(enclosure__response__consultation=consultation, at__gt=since)
    return of_it.filter(enclosure__confidential=False, enclosure__submissions__in=given_out)


def _taken_back(since) -> QuerySet[PublicationTakenBack]:
    """Where the responses were published at an instant and are not any more."""
    gone = PublicationTakenBack.objects.filter(consultation__responses_published_at=None)
    return gone.filter(published_at__lte=since, at__gt=since)


def _last(rows: QuerySet, when: str) -> Subquery:
    return Subquery(rows.order_by(F(when).desc()).values(when)[:1])


def taken_out(paper, since: datetime) -> str:
    """“One response was withdrawn. Words were redacted in two places.”"""
    consultation: Consultation = paper.consultation
    sentences = []
    if gone := _withdrawn(since).filter(consultation=consultation).count():
        sentences.append(f"{capitalised(counted(gone, 'response'))} {plural(gone, 'was', 'were')} withdrawn.")
    redacted = 0 if paper.is_restricted else _redacted(since, consultation).count()
    if redacted:
        sentences.append(f"Words were redacted in {counted(redacted, 'place')}.")
    withheld = 0 if paper.is_restricted else _withheld(since, consultation).distinct().count()
    if withheld:
        sentences.append(f"{capitalised(counted(withheld, 'file'))} {plural(withheld, 'was', 'were')} held back.")
    if not paper.is_restricted and _taken_back(since).filter(consultation=consultation).exists():
        sentences.append("The publication of the responses was taken back.")
    return " ".join(sentences)
