"""Papers that hold everything that was answered take long to compose: the worker does it. What can be refused at once
is refused at once; what the record says by the time it is done, the worker asks again."""

from datetime import date

from audit.acts import Refused, act, nothing_changed
from consultations.models import Consultation
from jobs.actions import enqueue
from jobs.models import Job
from papers.actions.composing import About, asked_for
from papers.actions.ground import check_may, hold
from papers.actions.issuing import check_ready, corrected
from papers.models import Paper

COMPOSE, ISSUE = "compose_paper", "issue_paper"


def wanted_key(kind: str, consultation: int, edition: str) -> str:
    return f"{kind}-{consultation}-{edition}"


@act
def want_draft(*, kind: str, consultation: Consultation, edition: str, by) -> Job:
    """Have its next draft composed. Wanted twice while it is at work, it is composed once."""
    asked_for(kind, by, About(consultation=consultation, edition=edition))
    nothing_changed()
    return _queue(COMPOSE, by, kind, consultation.pk, edition)


@act
def want_issue(*, paper: Paper, by, effective: date | None = None, erratum: str = "") -> Job:
    """Have its next whole version composed and issued, by whoever wants it, with these words. Wanted twice while it is
    at work, it is issued once; with other words, who comes second is told."""
    paper = hold(paper)
    check_may(by, paper)
    check_ready(paper)
    corrected(paper, erratum)
    nothing_changed()
    given = {"paper_id": paper.pk, "erratum": erratum, "effective": effective.isoformat() if effective else ""}
    job = _queue(ISSUE, by, paper.kind, paper.consultation_id, paper.edition, **given)
    if any(job.payload[name] != value for name, value in given.items()):
        raise Refused("Somebody else was faster: it is being issued already, with other words.")
    return job


def _queue(job: str, by, kind: str, consultation: int, edition: str, **more) -> Job:
    about = {"of_kind": kind, "consultation_id": consultation, "edition": edition}
    return enqueue(job, wanted_key(kind, consultation, edition), by_id=by.pk, **about, **more)
