"""What every act on comments stands on: the lock, who may, and what the history says of it."""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime, time

from audit import clock
from audit.acts import Refused, current
from audit.classification import Classification
from consultations import rules
from consultations.models import IN_CONFIDENCE, Comment, Consultation
from proposals.actions.filing import take_down_document
from proposals.actions.ground import check_has_come, take
from proposals.models import Proposal
from proposals.rules import check

SECAS_ONLY = "This is for SECAS to do."
ORDER = Classification.values


def hold(comment: Comment, by, rule=rules.may_sort, sentence: str = SECAS_ONLY) -> tuple[Proposal, Comment]:
    """The proposal locked, and the comment as it stands behind the lock; ``Refused`` where it stands no more."""
    proposal = take(comment.proposal)
    held = Comment.objects.select_related("organisation").get(pk=comment.pk)
    check(rule, by, held, sentence=sentence)
    if held.withdrawn_at:
        day = f"{clock.london_date(held.withdrawn_at):%-d %B %Y}"
        raise Refused(f"Somebody else was faster: it was withdrawn on {day}.")
    if Comment.objects.filter(replaces=held).exists():
        raise Refused("Somebody else was faster: it has been changed since. Look at the newer version.")
    held.proposal = proposal
    return proposal, held


def thread(comment: Comment):
    """Every version of it."""
    return Comment.objects.filter(proposal=comment.proposal_id, number=comment.number)


def close_earlier(comment: Comment) -> None:
    """No earlier version is more open than the newest. What is said in confidence is published in none, and the file
    that it came as is taken down, whoever closes it."""
    if comment.is_in_confidence:
        thread(comment).update(published_at=None)
        if comment.file and not comment.file.is_taken_down:
            take_down_document(attachment=comment.file, by=None, reason="The comment was made in confidence.")
    more_open = ORDER[: ORDER.index(comment.classification)]
    thread(comment).exclude(pk=comment.pk).filter(classification__in=more_open).update(
        classification=comment.classification
    )


def event_class(classification: str) -> str:
    """In which class the history tells of a comment before it is published: SECAS's own; of one that was made in
    confidence to nobody, since the entry says who acted."""
    return Classification.RED if classification in IN_CONFIDENCE else Classification.AMBER


def seen_class(comment: Comment) -> str:
    """In which class the history tells of it: as open as the comment is, and no more open than the proposal."""
    own = comment.classification if comment.is_public else event_class(comment.classification)
    return max(own, comment.proposal.classification, key=ORDER.index)


def open_class(held: Consultation) -> str:
    """As open as the consultation, and no more open than the proposal."""
    classes = [held.classification, getattr(held.proposal, "classification", Classification.WHITE)]
    return max(classes, key=ORDER.index)


def secas_class(held: Consultation) -> str:
    """What SECAS works at beside what everybody reads of it."""
    return max(open_class(held), Classification.AMBER, key=ORDER.index)


def told_class(held: Consultation) -> str:
    """Before it is open it is SECAS's own, also in the history."""
    return open_class(held) if held.opened_at else secas_class(held)


def digest(rows: Iterable) -> str:
    """What a person was shown before it is published, in few characters."""
    shown = "|".join(f"{row.pk}:{row.version}:{getattr(row, 'classification', '')}" for row in rows)
    return hashlib.sha256(shown.encode()).hexdigest()[:16]


def check_shown(rows: list, shown: str) -> None:
    """``shown``: the digest of what the person saw; empty skips the question (commands)."""
    if shown and shown != digest(rows):
        raise Refused("Something came in or was changed while you were looking. Look at what is published once more.")


def published_at(on: date | None) -> datetime:
    """Now, or noon of an earlier day for what was published before it was entered here."""
    check_has_come(on, "on")
    if on is None or on == clock.london_date(current().at):
        return current().at
    return datetime.combine(on, time(12), clock.LONDON)
