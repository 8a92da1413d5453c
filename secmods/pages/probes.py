"""``/healthz``: the process answers. ``/readyz``: what it stands on is there. Neither touches Redis."""

from datetime import timedelta

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jobs.models import Job, JobState

OLDEST_WAIT = timedelta(minutes=5)


@never_cache
@require_safe
def healthz(request):
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def readyz(request):
    """503 when the database is away, unmigrated, or jobs wait for longer than five minutes."""
    faults = _faults()
    return JsonResponse(
        {"status": "ready" if not faults else "not ready", "faults": faults}, status=503 if faults else 200
    )


def _faults() -> list[str]:
    try:
        return [*_unmigrated(), *_waiting()]
    except DatabaseError:
        return ["The database does not answer."]


def _unmigrated() -> list[str]:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{len(plan)} migrations are not applied."] if plan else []


def _waiting() -> list[str]:
    since = timezone.now() - OLDEST_WAIT
    count = Job.objects.filter(state=JobState.QUEUED, not_before__lt=since).count()
    return [f"{count} jobs have been waiting for more than five minutes."] if count else []
