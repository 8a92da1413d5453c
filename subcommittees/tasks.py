"""Jobs that the passing of time makes due."""

from datetime import date

from audit import clock
from bodies.workingdays import WorkingCalendar
from jobs.actions import enqueue
from subcommittees.actions import remind
from subcommittees.actions.chasing import due_reminders
from subcommittees.models import ViewRequest


def queue_reminders() -> None:
    """One job for each reminder that is due; one failing holds up no other."""
    for request, kind in due_reminders(clock.today(), WorkingCalendar.load()):
        due_on = request.due_on.isoformat()
        enqueue("remind_views", f"request-{request.pk}-{kind}", request_id=request.pk, reminds=kind, due_on=due_on)


def remind_view(job, progress) -> dict:
    asked = ViewRequest.objects.select_related("proposal").get(pk=job.payload["request_id"])
    made = remind(request=asked, kind=job.payload["reminds"], due_on=date.fromisoformat(job.payload["due_on"]))
    return {"reminded": made is not None}
