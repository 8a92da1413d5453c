"""Comments are published: one, or all that wait. What is said in confidence never is."""

from datetime import date

from audit.acts import Refused, act, record
from audit.classification import Classification
from consultations import rules
from consultations.actions.ground import SECAS_ONLY, check_shown, hold, published_at, seen_class, thread
from consultations.models import Comment
from proposals.actions.filing import check_reason
from proposals.actions.ground import take
from proposals.models import Proposal
from proposals.rules import check


def listed(rows) -> str:
    """“Comment 3”, “Comments 3 and 5”, “Comments 1, 2 and 5”."""
    numbers = [str(number) for number in sorted({row.number for row in rows})]
    if len(numbers) == 1:
        return f"Comment {numbers[0]}"
    return f"Comments {', '.join(numbers[:-1])} and {numbers[-1]}"


@act
def publish_comments(
    *, proposal: Proposal, by, number: int | None = None, shown: str = "", on: date | None = None
) -> list[Comment]:
    """Those that wait, or the one with that ``number``, are read from now on by those whom their class allows.
    ``shown``: see ``check_shown``. ``on``: the day on which they were, where that was earlier."""
    proposal = take(proposal)
    check(rules.may_sort, by, proposal, sentence=SECAS_ONLY)
    waiting = list(waiting_on(proposal, number))
    if not waiting:
        raise Refused(_nothing(proposal, number))
    check_shown(waiting, shown)
    at = published_at(on)
    if early := [comment for comment in waiting if comment.received_at > at]:
        raise Refused(f"{early[0]} came in after that.", "on")
    Comment.objects.filter(pk__in=[comment.pk for comment in waiting]).update(published_at=at)
    _tell(proposal, waiting, by, on)
    return waiting


def waiting_on(proposal: Proposal, number: int | None = None):
    waiting = Comment.objects.waiting().filter(proposal=proposal).select_related("organisation")
    return waiting.filter(number=number) if number else waiting


def _nothing(proposal: Proposal, number: int | None) -> str:
    found = Comment.objects.standing().filter(proposal=proposal, number=number).first() if number else None
    if found and found.is_in_confidence:
        return f"{found} was made in confidence, so it is not published."
    return "Nothing waits to be published any more; somebody else may have been faster."


def _tell(proposal: Proposal, comments: list[Comment], by, on: date | None) -> None:
    """An entry for each class, so that each reader is told of those they may read."""
    for classification in (Classification.WHITE, Classification.GREEN):
        of_class = [comment for comment in comments if comment.classification == classification]
        if of_class:
            record(
                "comments_published",
                subject=of_class[0],
                about=proposal,
                by=by,
                sentence=f"{listed(of_class)} published.",
                effective_on=on,
                classification=max(classification, proposal.classification, key=Classification.values.index),
            )


@act
def take_publication_back(*, comment: Comment, by, reason: str) -> Comment:
    """It waits again: SECAS and whoever said it read it, nobody else."""
    proposal, held = hold(comment, by)
    check_reason(reason, "Say why it is no longer to be read.")
    published = thread(held).filter(published_at__isnull=False)
    if not published.exists():
        raise Refused("Somebody else was faster: it is not published.")
    seen = seen_class(held)
    published.update(published_at=None)
    held.published_at = None
    record(
        "comment_publication_taken_back",
        subject=held,
        about=proposal,
        by=by,
        sentence=f"{held} is no longer published. {reason.strip()}",
        classification=seen,
    )
    return held
