"""SECAS sorts what came in: what it says, and who may read it."""

from audit.acts import Refused, act, record
from audit.classification import Classification
from consultations.actions.ground import close_earlier, event_class, hold, thread
from consultations.models import Comment, Stance
from proposals.actions.filing import SAME, check_reason


@act
def sort_comment(*, comment: Comment, by, reason: str, stance: str, classification: str) -> Comment:
    """Stance or class put right in place, old and new in the history. A closer class holds at once, for earlier
    versions too; made confidential, it is no longer published and the file that it came as is taken down."""
    proposal, held = hold(comment, by)
    check_reason(reason)
    if stance not in Stance.values:
        raise Refused("Choose what the comment says.", "stance")
    if classification not in (Classification.WHITE, Classification.GREEN, Classification.AMBER):
        raise Refused("Choose who may read it.", "classification")
    was, now = _words(held), {"stance": stance, "classification": classification}
    if (held.stance, held.classification) == (stance, classification):
        raise Refused(SAME)
    close = event_class(held.classification)
    held.stance, held.classification = stance, classification
    if held.is_in_confidence:
        held.published_at = None
    held.save(update_fields=[*now, "published_at"])
    thread(held).update(stance=stance)
    close_earlier(held)
    record(
        "comment_sorted",
        subject=held,
        about=proposal,
        by=by,
        sentence=f"{held}: {_changes(was, _words(held))} {reason.strip()}",
        before=was,
        after=_words(held),
        classification=max(close, event_class(classification), key=Classification.values.index),
    )
    return held


def _words(comment: Comment) -> dict:
    return {"stance": comment.get_stance_display(), "classification": comment.get_classification_display()}


def _changes(was: dict, now: dict) -> str:
    return " ".join(f"“{was[name]}” becomes “{now[name]}”." for name in now if was[name] != now[name])
