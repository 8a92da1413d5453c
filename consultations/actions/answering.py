"""SECAS answers: each answer is drafted by itself, and all drafts of a proposal are published together."""

from datetime import date

from audit.acts import Refused, act, current, nothing_changed, record
from consultations import rules
from consultations.actions.ground import SECAS_ONLY, check_shown, event_class, hold, published_at, seen_class
from consultations.actions.publishing import listed
from consultations.models import Answer, Comment
from proposals import ports
from proposals.actions.filing import check_reason
from proposals.actions.ground import StaleSave, check_not_split, take
from proposals.models import Proposal
from proposals.rules import check


def versions_of(comment: Comment):
    """Every answer to it, to whichever of its versions, oldest first."""
    found = Answer.objects.filter(comment__proposal=comment.proposal_id, comment__number=comment.number)
    return found.order_by("version", "pk")


@act
def write_answer(*, comment: Comment, by, text: str, version: int | None = None) -> Answer:
    """A draft; over an earlier one, its next version. What is published stays until the drafts are. ``version``: the
    one that the form was opened on."""
    proposal, held = hold(comment, by)
    check_not_split(proposal)
    if not text.strip():
        raise Refused("Write the answer.", "text")
    last = versions_of(held).last()
    if last and last.text == text:
        nothing_changed()
        return last
    if version is not None and version != (last.version if last else 0):
        raise StaleSave("Somebody else wrote an answer while you were writing. Both texts are shown below.", last)
    answer = Answer.objects.create(
        comment=held, version=last.version + 1 if last else 1, text=text, by=by, at=current().at
    )
    record(
        "answer_written",
        subject=answer,
        about=proposal,
        by=by,
        sentence=f"An answer to comment {held.number} is drafted: version {answer.version}.",
        classification=event_class(held.classification),
    )
    return answer


def drafts_on(proposal: Proposal) -> list[Answer]:
    drafts = Answer.objects.drafts().filter(comment__proposal=proposal)
    return list(drafts.select_related("comment__organisation").order_by("comment__number"))


@act
def publish_answers(*, proposal: Proposal, by, shown: str = "", on: date | None = None) -> list[Answer]:
    """All drafts together: each is read from now on by those who read its comment, and whoever made the comment is
    told. ``shown`` and ``on`` as for comments; what was answered on an earlier day is told to nobody."""
    proposal = take(proposal)
    check(rules.may_sort, by, proposal, sentence=SECAS_ONLY)
    drafts = drafts_on(proposal)
    if not drafts:
        raise Refused("No answer waits to be published any more; somebody else may have been faster.")
    check_shown(drafts, shown)
    at = published_at(on)
    Answer.objects.filter(pk__in=[answer.pk for answer in drafts]).update(published_at=at)
    _tell(proposal, [answer.comment for answer in drafts], by, on)
    if on is None:
        ports.notices["comments_answered"](proposal, [answer.comment for answer in drafts], by=by)
    return drafts


def _tell(proposal: Proposal, comments: list[Comment], by, on: date | None) -> None:
    """An entry for each class of reader; that of a comment nobody reads yet is SECAS's."""
    by_class: dict[str, list[Comment]] = {}
    for comment in comments:
        comment.proposal = proposal
        by_class.setdefault(seen_class(comment), []).append(comment)
    for classification, answered in by_class.items():
        record(
            "answers_published",
            subject=proposal,
            about=proposal,
            by=by,
            sentence=f"{listed(answered)} answered.",
            effective_on=on,
            classification=classification,
        )


@act
def take_answer_back(*, answer: Answer, by, reason: str) -> Answer:
    """A draft again, with every earlier version: nobody but SECAS reads it until the drafts are published."""
    proposal, held = hold(_newest(answer.comment), by)
    check_reason(reason, "Say why it is no longer to be read.")
    published = versions_of(held).filter(published_at__isnull=False)
    if not published.exists():
        raise Refused("Somebody else was faster: this answer is not published.")
    Answer.objects.filter(pk__in=list(published.values_list("pk", flat=True))).update(published_at=None)
    last = versions_of(held).last()
    record(
        "answer_taken_back",
        subject=last,
        about=proposal,
        by=by,
        sentence=f"The answer to comment {held.number} is no longer published. {reason.strip()}",
        classification=seen_class(held),
    )
    return last


def _newest(comment: Comment) -> Comment:
    return Comment.objects.filter(proposal=comment.proposal_id, number=comment.number).order_by("version").last()
