"""That what respondents said was published, and is no more."""

from audit import clock
from consultations.models import Consultation, PublicationTakenBack


def no_longer_published(consultation: Consultation) -> str:
    """With the reason, which whoever gave it was told that everybody reads; empty where it is published or never was.
    One query where it is not published."""
    if consultation.responses_published_at:
        return ""
    last = PublicationTakenBack.objects.filter(consultation=consultation).last()
    if last is None:
        return ""
    return f"The publication of the responses was taken back on {clock.london_date(last.at):%-d %B %Y}: {last.reason}"
