"""What waits for SECAS on proposals: comments to publish, questions to answer, groups to sum up; in three queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from audit import clock
from consultations.comments.feedback import CATEGORIES, STANCES, category_words
from consultations.models import Answer, Comment, FeedbackSummary, Stance


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
    comments = list(Comment.objects.standing().filter(proposal__in=proposals).order_by("received_at", "pk"))
    if not comments:
        return {}
    answers = Answer.objects.filter(comment__proposal__in=proposals).select_related("comment").order_by("version")
    holding = FeedbackSummary.objects.filter(proposal__in=proposals).holding().exclude(text="")
    return sorted_out(comments, answers, set(holding.values_list("proposal_id", "category", "stance")))


def sorted_out(comments: Iterable[Comment], answers: Iterable[Answer], summed_up: set) -> dict[int, Waiting]:
    """By the proposal. ``comments``: those that stand; ``answers``: all to them, in the order of their versions;
    ``summed_up``: (proposal, category, stance)."""
    found: dict[int, Waiting] = defaultdict(Waiting)
    answered, newest = set(), {}
    for answer in answers:
        key = (answer.comment.proposal_id, answer.comment.number)
        newest[key] = answer
        answered |= {key} if answer.published_at else set()
    for comment in comments:
        _sort_in(found[comment.proposal_id], comment, answered, summed_up)
    for answer in newest.values():
        if answer.published_at is None and answer.comment.withdrawn_at is None:
            found[answer.comment.proposal_id].drafts.append(answer)
    return dict(found)


def _sort_in(waits: Waiting, comment: Comment, answered: set, summed_up: set) -> None:
    if comment.published_at is None and not comment.is_in_confidence:
        waits.comments.append(comment)
    if comment.stance == Stance.QUESTION:
        waits.questions += [] if (comment.proposal_id, comment.number) in answered else [comment]
    elif comment.published_at:
        _add_group(waits, comment, summed_up)


def _add_group(waits: Waiting, comment: Comment, summed_up: set) -> None:
    group = (comment.category, comment.stance)
    if (comment.proposal_id, *group) not in summed_up and group not in waits.groups:
        waits.groups.append(group)
        waits.groups.sort(key=lambda each: (CATEGORIES.index(each[0]), STANCES.index(each[1])))


def group_words(category: str, stance: str) -> str:
    """“Other SEC Parties: sees no need for a change”."""
    label = Stance(stance).label
    return f"{category_words(category)} – {label[0].lower()}{label[1:]}"
