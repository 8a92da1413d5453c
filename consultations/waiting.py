"""What waits for SECAS on proposals: comments to publish, questions to answer, groups to sum up; in three queries."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from audit import clock
from consultations.feedback import CATEGORIES, STANCES, category_words
from consultations.models import Answer, Comment, FeedbackSummary, Stance
from proposals.models import Proposal


@dataclass
class Waiting:
    """``questions``: comments that ask something and have no published answer; ``drafts``: answers that wait to be
    published; ``groups``: of what is published, (category, stance) without a summary; questions need none."""

    comments: list[Comment] = field(default_factory=list)
    questions: list[Comment] = field(default_factory=list)
    drafts: list[Answer] = field(default_factory=list)
    groups: list[tuple[str, str]] = field(default_factory=list)

    @property
    def since(self) -> date | None:
        came = [comment.received_at for comment in [*self.comments, *self.questions]]
        return clock.london_date(min(came)) if came else None

    @property
    def undrafted(self) -> list[Comment]:
        """Questions to which nobody has begun an answer."""
        drafted = {answer.comment.number for answer in self.drafts}
        return [comment for comment in self.questions if comment.number not in drafted]


def waiting_on(proposals) -> dict[int, Waiting]:
    """For each of ``proposals`` (their keys, or a queryset of them) that anything waits on."""
    found: dict[int, Waiting] = defaultdict(Waiting)
    comments = list(Comment.objects.standing().filter(proposal__in=proposals).order_by("received_at", "pk"))
    if not comments:
        return found
    answered, drafts = _answers(proposals)
    summed_up = _summed_up(proposals)
    for comment in comments:
        waits = found[comment.proposal_id]
        key = (comment.proposal_id, comment.number)
        if comment.published_at is None and not comment.is_in_confidence:
            waits.comments.append(comment)
        if comment.stance == Stance.QUESTION and key not in answered:
            waits.questions.append(comment)
        elif comment.stance != Stance.QUESTION and comment.published_at:
            _add_group(waits, comment, summed_up)
    for draft in drafts:
        found[draft.comment.proposal_id].drafts.append(draft)
    return found


def _answers(proposals) -> tuple[set[tuple[int, int]], list[Answer]]:
    """Which comments have a published answer, by proposal and number; and the drafts."""
    answers = list(Answer.objects.filter(comment__proposal__in=proposals).select_related("comment").order_by("version"))
    published, newest = set(), {}
    for answer in answers:
        key = (answer.comment.proposal_id, answer.comment.number)
        newest[key] = answer
        if answer.published_at:
            published.add(key)
    drafts = [a for a in newest.values() if a.published_at is None and a.comment.withdrawn_at is None]
    return published, drafts


def _summed_up(proposals) -> set[tuple[int, str, str]]:
    holding = FeedbackSummary.objects.filter(proposal__in=proposals).holding().exclude(text="")
    return set(holding.values_list("proposal_id", "category", "stance"))


def _add_group(waits: Waiting, comment: Comment, summed_up: set) -> None:
    group = (comment.category, comment.stance)
    if (comment.proposal_id, *group) not in summed_up and group not in waits.groups:
        waits.groups.append(group)
        waits.groups.sort(key=lambda each: (CATEGORIES.index(each[0]), STANCES.index(each[1])))


def group_words(category: str, stance: str) -> str:
    """“Other SEC Parties: sees no need for a change”."""
    label = Stance(stance).label
    return f"{category_words(category)} – {label[0].lower()}{label[1:]}"


def for_one(proposal: Proposal) -> Waiting:
    return waiting_on([proposal.pk])[proposal.pk]
