"""SECAS keeps words of a response from readers, with a reason that stands in their place; and lifts that again. What
was submitted stays as it came: each redaction, and that it was lifted, has its row, its time and its reason."""

import re

from audit.acts import Refused, act, current, nothing_changed, record
from consultations.actions.collating import checked_line, held_place, hold_consultation, secas_only
from consultations.models import Consultation, Redaction
from consultations.points.places import Place, place_of
from consultations.shown import words_of

WHY_LENGTH = Redaction._meta.get_field("reason").max_length
NOT_THERE = "These words do not stand there. Copy them from the text, letter for letter."
SHORTEST = 3  # letters; less would black out half a text


@act
def redact_text(*, consultation: Consultation, by, place: str, reason: str, quote: str = "") -> Redaction:
    """``quote``: the words, wherever they stand in that text; empty for the whole of it. Whoever may not read all reads
    the mark with ``reason`` from now on. The same once more is one."""
    held = hold_consultation(consultation, by)
    found = held_place(held, place)
    reason = checked_line(reason, WHY_LENGTH, "Say why it is not to be read.", "reason")
    quote = _quoted(found, quote)
    standing = Redaction.objects.standing().filter(**found.of)
    if there := standing.filter(quote=quote).first():
        if there.reason == reason:
            nothing_changed()
            return there
        raise Refused(f"This is redacted already: {there.reason} Lift that first.", "quote")
    made = Redaction.objects.create(quote=quote, reason=reason, by=by, at=current().at, **found.of)
    what = "words redacted" if quote else "redacted whole"
    sentence = f"{found.where}, response {found.submission.response.number}: {what}. {reason}"
    record("text_redacted", subject=made, **secas_only(held, by, sentence, in_confidence=found.is_in_confidence))
    return made


def _quoted(place: Place, quote: str) -> str:
    """The words as they stand there: who copies them from a page has a space where the text has a new line."""
    if not quote.strip():
        return ""
    if len(quote.strip()) < SHORTEST:
        raise Refused(f"Give {SHORTEST} letters at least: every place where they stand is redacted.", "quote")
    pattern = re.compile(r"\s+".join(map(re.escape, quote.split())))
    found = next((hit for text in words_of(place.row) if (hit := pattern.search(text))), None)
    if found is None:
        raise Refused(NOT_THERE, "quote")
    return found[0]


@act
def lift_redaction(*, redaction: Redaction, by, reason: str) -> Redaction:
    """The words are read again by everybody who reads the text, at once."""
    place = place_of(redaction)
    held = hold_consultation(place.submission.response.consultation, by)
    reason = checked_line(reason, WHY_LENGTH, "Say why it may be read after all.", "reason")
    lifted = {"lifted_at": current().at, "lifted_because": reason}
    if not Redaction.objects.standing().filter(pk=redaction.pk).update(**lifted):
        raise Refused("Somebody else was faster: this redaction was lifted.")
    redaction.refresh_from_db()
    sentence = f"{place.where}, response {place.submission.response.number}: redaction lifted. {reason}"
    record(
        "redaction_lifted", subject=redaction, **secas_only(held, by, sentence, in_confidence=place.is_in_confidence)
    )
    return redaction
