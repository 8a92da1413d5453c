"""SECAS keeps a file of a response from others, with a reason that they read in its place; and gives it out again.
Nobody takes a name out of a file, so it is kept whole. What was submitted stays as it came."""

from audit.acts import Refused, act, current, nothing_changed, record
from consultations.actions.collating import GONE, checked_line, hold_consultation, secas_only
from consultations.models import Consultation, Enclosure, Submission, WithheldFile

WHY_LENGTH = WithheldFile._meta.get_field("reason").max_length
FASTER = "Somebody else was faster: it is given out again."


@act
def hold_file_back(*, consultation: Consultation, by, enclosure: Enclosure, reason: str) -> WithheldFile:
    """Whoever would have the file reads from now on that there is one, and ``reason``; SECAS and the respondent's own
    people have it. The same once more is one."""
    held = hold_consultation(consultation, by)
    carrying = files_of(held).filter(pk=enclosure.pk).first()
    if carrying is None:
        raise Refused(GONE)
    reason = checked_line(reason, WHY_LENGTH, "Say why others are not to have it.", "reason")
    if there := withholding_of(carrying):
        if there.reason == reason:
            nothing_changed()
            return there
        raise Refused(f"It is held back already: {there.reason} Give it out again first.", "reason")
    made = WithheldFile.objects.create(enclosure=carrying, reason=reason, by=by, at=current().at)
    record("file_held_back", subject=made, **_told(held, by, carrying, f"held back. {reason}"))
    return made


@act
def give_file_out(*, withheld: WithheldFile, by, reason: str) -> WithheldFile:
    """Whoever may read the response has the file again, at once."""
    enclosure = withheld.enclosure
    held = hold_consultation(enclosure.response.consultation, by)
    reason = checked_line(reason, WHY_LENGTH, "Say why others may have it after all.", "reason")
    lifted = {"lifted_at": current().at, "lifted_because": reason}
    if not WithheldFile.objects.standing().filter(pk=withheld.pk).update(**lifted):
        raise Refused(FASTER)
    withheld.refresh_from_db()
    record("file_given_out", subject=withheld, **_told(held, by, enclosure, f"given out again. {reason}"))
    return withheld


def files_of(consultation: Consultation):
    """What was attached to the responses that count."""
    counting = Submission.objects.counting().filter(response__consultation=consultation)
    return Enclosure.objects.filter(submissions__in=counting, kind=Enclosure.Kind.ATTACHMENT).distinct()


def withholding_of(enclosure: Enclosure) -> WithheldFile | None:
    """What holds it back, in whichever version of the response it came."""
    same = {"enclosure__response": enclosure.response_id, "enclosure__sha256": enclosure.sha256}
    return WithheldFile.objects.standing().filter(**same).first()


def _told(held: Consultation, by, enclosure: Enclosure, what: str) -> dict:
    """Not in the respondent's words: what a file is called may be what it is held back for."""
    in_confidence = enclosure.confidential or enclosure.submissions.filter(confidential=True).exists()
    sentence = f"A file of response {enclosure.response.number} {what}"
    return secas_only(held, by, sentence, in_confidence=in_confidence)
