"""Responses as lists show them: where each stands, and what its reader may do with it."""

from dataclasses import dataclass, field

from django.db.models import Count, F, Prefetch, Q
from django.urls import reverse

from audit import clock
from consultations import rules
from consultations.models import Consultation, Response, Submission
from proposals.receipts import exact


@dataclass
class Row:
    """``state``: where it stands, in words; ``waits``: late and not decided on; ``links``: (words, address);
    ``takes_on``: its organisation was merged, and the reader may go on with it."""

    response: Response
    state: str
    counts: bool = False
    waits: bool = False
    versions: list[Submission] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    takes_on: bool = False


def own_responses(user):
    """Drafts and what was sent, the newest consultation first."""
    found = Response.objects.of(user).select_related("consultation__proposal", "organisation__merged_into")
    return _with_versions(found).order_by(F("consultation__closes_at").desc(nulls_last=True), "-pk")


def received(consultation: Consultation):
    """What reached SECAS, those first that wait to be decided on."""
    found = Response.objects.filter(consultation=consultation, number__isnull=False)
    found = found.select_related("consultation", "organisation__merged_into", "invitation")
    late = Count("submissions", filter=Q(submissions__late=True, submissions__late_decision=""))
    waiting = found.annotate(waiting=late).order_by(F("withdrawn_at").asc(nulls_first=True), "-waiting", "number")
    return _with_versions(waiting)


def _with_versions(found):
    return found.prefetch_related(Prefetch("submissions", Submission.objects.by_receipt()))


def counts(consultation: Consultation) -> dict[str, int]:
    of = Response.objects.filter(consultation=consultation, number__isnull=False)
    undecided = Submission.objects.undecided().filter(response__consultation=consultation)
    return {
        "received": of.count(),
        "counting": Submission.objects.counting().filter(response__consultation=consultation).count(),
        "waiting": undecided.count(),
        "withdrawn": of.exclude(withdrawn_at=None).count(),
    }


def rows(responses, user) -> list[Row]:
    return [_row(response, user) for response in responses]


def _row(response: Response, user) -> Row:
    versions = list(response.submissions.all())
    last = versions[-1] if versions else None
    row = Row(response, _state(response, versions), versions=versions)
    row.counts = any(made.counts for made in versions) and response.withdrawn_at is None
    row.waits = bool(last and _waits(last) and response.withdrawn_at is None)
    row.links = list(_links(row, user))
    row.takes_on = _takes_on(response, user)
    return row


def _waits(made: Submission) -> bool:
    return made.late and not made.late_decision


def _state(response: Response, versions: list[Submission]) -> str:
    if response.withdrawn_at:
        return f"Withdrawn on {exact(response.withdrawn_at)}: {response.withdrawn_because}"
    if not versions:
        return _draft_words(response)
    last = versions[-1]
    many = f"Version {last.version}" if last.version > 1 else "Received"
    when = f"{many}, received {exact(last.received_at)}" if last.version > 1 else f"Received {exact(last.received_at)}"
    if not last.late:
        return f"{when}."
    said = {"": "late, not decided on yet", "accepted": "late and accepted", "refused": "late and refused"}
    why = f": {last.decided_because}" if last.decided_because else "."
    return f"{when}, {said[last.late_decision]}{why}"


def _draft_words(response: Response) -> str:
    consultation = response.consultation
    if consultation.is_taken_back:
        return "Draft; the consultation was taken back."
    if consultation.is_over_at(clock.now()):
        return "Draft, not sent; the consultation has closed."
    ready = "ready to be signed off" if response.ready_for_sign_off_at else "being written"
    return f"Draft, {ready}; open until {exact(consultation.closes_at)}."


def _links(row: Row, user):
    response = row.response
    is_own = bool(response.organisation_id) and rules.may_draft.test(user, response)
    if is_own and response.withdrawn_at is None:
        address = reverse("consultations:respond", args=[response.consultation_id])
        several = len(user.organisations) > 1
        words = "Read the draft" if response.consultation.is_taken_back else "Open the draft"
        yield words, f"{address}?for={response.organisation_id}" if several else address
    for made in row.versions[::-1]:
        words = "Receipt" if len(row.versions) == 1 else f"Receipt of version {made.version}"
        yield words, reverse("consultations:receipt", args=[response.pk, made.version])
    if is_own and row.counts and response.consultation.is_over_at(clock.now()):
        yield "What became of what you said", reverse("consultations:my_outcome", args=[response.consultation_id])
    if row.waits and rules.may_decide_late.test(user, None):
        yield "Decide", reverse("consultations:decide_late", args=[response.pk, row.versions[-1].version])
    if row.versions and response.withdrawn_at is None and rules.may_withdraw_response.test(user, response):
        yield "Withdraw", reverse("consultations:withdraw_response", args=[response.pk])


def _takes_on(response: Response, user) -> bool:
    organisation = response.organisation
    is_merged = organisation is not None and rules.is_merged(organisation)
    acts = is_merged and organisation.merged_into_id in {o.pk for o in user.organisations}
    return acts and response.withdrawn_at is None
