"""What the acts on submitted texts stand on: the locks, who may, and what the history says of it."""

from audit.acts import Refused
from audit.classification import Classification
from consultations import rules
from consultations.actions.ground import SECAS_ONLY
from consultations.actions.running import hold
from consultations.models import Consultation
from consultations.points.places import Place, place_named
from proposals.rules import check

GONE = "It does not count any more: it was withdrawn, or a later version of the response took its place."


def hold_consultation(consultation: Consultation, by) -> Consultation:
    """The consultation as it stands behind the locks (``running.hold``), for SECAS."""
    check(rules.may_collate, by, consultation, sentence=SECAS_ONLY)
    held = hold(consultation, by)
    if held.is_taken_back:
        raise Refused(f"This consultation was taken back. {held.taken_back_because}")
    return held


def held_place(consultation: Consultation, key: str) -> Place:
    """A text that counts, as it was submitted."""
    place = place_named(consultation, key)
    if place is None:
        raise Refused(GONE)
    return place


def checked_line(words: str, most: int, missing: str, field: str) -> str:
    words = words.strip()
    if not words:
        raise Refused(missing, field)
    if len(words) > most:
        raise Refused(f"At most {most} characters; this has {len(words)}.", field)
    return words


def secas_only(held: Consultation, by, sentence: str, *, in_confidence: bool = False) -> dict:
    """How the history tells of it: to SECAS alone; of what was said in confidence to nobody, since the entry bears who
    acted."""
    classification = Classification.RED if in_confidence else Classification.AMBER
    return {"about": held.proposal or held, "by": by, "sentence": sentence, "classification": classification}
