"""Jobs that the passing of time makes due: consultations that close, and reminders of those that soon will."""

from datetime import datetime

from audit import clock
from bodies.workingdays import WorkingCalendar
from consultations.actions import remind_of_consultation, settle_consultation
from consultations.actions.reminding import due_reminders
from consultations.models import Consultation
from jobs.actions import enqueue
from proposals.actions.ground import GRACE


def queue_due_consultations() -> None:
    """One job for each whose end has come; one failing holds up no other."""
    for pk in Consultation.objects.due(clock.now() - GRACE).values_list("pk", flat=True):
        enqueue("settle_consultation", f"consultation-{pk}", consultation_id=pk)


def settle(job, progress) -> dict:
    settle_consultation(consultation=_of(job))
    return {}


def queue_reminders() -> None:
    for consultation, days in due_reminders(clock.now(), WorkingCalendar.load()):
        closes = consultation.closes_at.isoformat()
        key = f"consultation-{consultation.pk}-{days}-{closes}"
        enqueue("remind_of_consultation", key, consultation_id=consultation.pk, days=days, closes_at=closes)


def remind(job, progress) -> dict:
    closes = datetime.fromisoformat(job.payload["closes_at"])
    made = remind_of_consultation(consultation=_of(job), days=job.payload["days"], closes_at=closes)
    return {"reminded": made is not None}


def _of(job) -> Consultation:
    return Consultation.objects.select_related("proposal").get(pk=job.payload["consultation_id"])
