"""The last days of consultations as a calendar that people subscribe to."""

from datetime import UTC, datetime, time, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Count

from audit import clock
from bodies import ical
from consultations.models import Consultation

BACK = timedelta(days=366)


def last_days(user) -> bytes:
    """Those that closed in the last year and all that are open, as far as ``user`` may read them; what was taken back
    is marked so, that it may vanish where it was subscribed to."""
    rows = Consultation.objects.told_to(user).filter(closes_at__gte=clock.now() - BACK)
    rows = rows.select_related("proposal").annotate(extended=Count("extensions")).order_by("closes_at", "pk")
    return ical.calendar("SEC consultations: last days to answer", [_event(row) for row in rows])


def _event(row: Consultation) -> list[tuple[str, str]]:
    """An instant, which lasts no time. Its name stays for good; its sequence grows as it is extended or taken back."""
    own = [
        ("UID", f"consultation-{row.pk}@{urlsplit(settings.SITE_URL).hostname or 'secmods'}"),
        ("SEQUENCE", f"{row.extended + row.is_taken_back}"),
        ical.when("DTSTAMP", datetime.combine(clock.today(), time(0), UTC)),
        ical.when("DTSTART", row.closes_at),
        ("SUMMARY", ical.text(f"Closes: {row.title}")),
        ("STATUS", "CANCELLED" if row.is_taken_back else "CONFIRMED"),
        ("TRANSP", "TRANSPARENT"),
        ("URL", f"{settings.SITE_URL}{row.get_absolute_url()}"),
    ]
    if row.is_taken_back:
        own.append(("DESCRIPTION", ical.text(f"Taken back: {row.taken_back_because}")))
    return own
