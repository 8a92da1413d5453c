"""Composing and issuing in the worker what is too long for a request: the acts themselves, by whoever wanted them."""

from collections.abc import Callable
from datetime import date

from accounts.models import User
from audit.acts import Refused
from consultations.models import Consultation
from papers import actions
from papers.models import Paper, PaperVersion

READING = "Reading what was submitted, and composing the document"


def compose(job, progress) -> dict:
    """Run again, it finds the draft that says what the record says."""
    given = job.payload
    progress(5, READING)
    return _done(
        lambda by: actions.compose_paper(
            kind=given["of_kind"],
            consultation=Consultation.objects.get(pk=given["consultation_id"]),
            edition=given["edition"],
            by=by,
        ),
        given,
    )


def issue(job, progress) -> dict:
    """Run again after it was lost, it finds the version that was issued since it was wanted."""
    given, paper = job.payload, Paper.objects.get(pk=job.payload["paper_id"])
    issued = paper.versions.filter(state=PaperVersion.State.ISSUED, issued_at__gte=job.queued_at).first()
    if issued:
        return {"version": issued.pk}
    progress(5, READING)
    effective = date.fromisoformat(given["effective"]) if given["effective"] else None
    return _done(
        lambda by: actions.issue_paper(paper=paper, by=by, effective=effective, erratum=given["erratum"]), given
    )


def _done(act: Callable[[User], PaperVersion], given: dict) -> dict:
    """What was refused meanwhile is told where it was wanted, and not tried again."""
    try:
        return {"version": act(User.objects.get(pk=given["by_id"])).pk}
    except Refused as refusal:
        return {"refused": refusal.sentence}
