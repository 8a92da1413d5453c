"""How far the worker is with papers that it composes, for the pages where they are wanted."""

from jobs.models import Job, JobState
from papers.actions.wanting import COMPOSE, ISSUE, wanted_key
from papers.models import Paper, PaperVersion

BEING_COMPOSED = "The draft is being composed. It stands here when it is done."
BEING_ISSUED = "The paper is being issued. It stands here when it is done."


def at_work(papers: list[Paper], user) -> list[dict]:
    """Of each paper, on record or not, what the worker does or did last; nothing where it was never wanted. Two
    queries."""
    keys = [wanted_key(paper.kind, paper.consultation_id, paper.edition) for paper in papers]
    jobs = {job.key: job for job in Job.objects.filter(kind__in=[COMPOSE, ISSUE], key__in=keys).order_by("pk")}
    made = [job.result["version"] for job in jobs.values() if "version" in job.result]
    versions = PaperVersion.objects.visible_to(user).defer("snapshot").in_bulk(made) if made else {}
    return [_row(paper, jobs.get(key), versions) for paper, key in zip(papers, keys, strict=True)]


def _row(paper: Paper, job: Job | None, versions: dict[int, PaperVersion]) -> dict:
    return {
        "of": paper,
        "job": job,
        "pending": bool(job and job.live),
        "failed": bool(job and job.state == JobState.FAILED),
        "refused": job.result.get("refused", "") if job else "",
        "made": versions.get(job.result.get("version")) if job else None,
    }
