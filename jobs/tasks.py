import logging
import traceback

from celery import shared_task

from jobs import actions, registry
from jobs.models import Job

log = logging.getLogger(__name__)


@shared_task(name="jobs.run", ignore_result=True)
def run(job_id: int) -> None:
    """Take the job's lock, claim it, do it, say so. Called twice for one job, the second call finds nothing to do."""
    with actions.held(job_id) as got:
        job = actions.claim(job_id) if got else None
        if job:
            _work(job)


def _work(job: Job) -> None:
    try:
        result = registry.kind(job.kind).run(job, lambda percent, note: actions.report(job, percent, note))
    except Exception:
        log.exception("Job %s failed at attempt %s", job, job.attempts)
        actions.fail(job, traceback.format_exc(limit=8))
        return
    actions.finish(job, result or {})
