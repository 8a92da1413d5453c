"""What industry said of a proposal, as values: how many of which category and stance, what they said, word for word.

It counts for one audience and holds nothing else: a paper for everybody counts what everybody may read. That there are
comments beside, and how many, is said; whose and what they are is not (docs/decisions/comments-in-confidence.md).
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Q
from django.db.models.functions import JSONArray

from accounts.models import Category
from audit import clock
from audit.classification import Classification
from consultations.models import IN_CONFIDENCE, Answer, Comment, FeedbackSummary, Stance
from proposals.models import Proposal

PUBLIC = (Classification.WHITE,)
CATEGORIES, STANCES = Category.values, Stance.values
PLURALS = {
    Category.ELECTRICITY_NETWORK: "Electricity Network Operators",
    Category.GAS_NETWORK: "Gas Network Operators",
    Category.OTHER_SEC_PARTY: "Other SEC Parties",
    Category.DCC: "DCC",
    Category.CONSUMER_BODY: "Consumer bodies",
    Category.GOVERNMENT: "Government",
    Category.METER_ASSET: "Meter Asset Managers or Providers",
    Category.NON_PARTY: "Non-Parties",
}


def category_words(category: str, count: int = 2) -> str:
    """“Other SEC Party”, or of any other number than one “Other SEC Parties”."""
    label = Category(category).label
    return label if count == 1 else PLURALS.get(Category(category), f"{label}s")


SAYS = {
    Stance.SUPPORTS: ("supports {it}", "support {it}"),
    Stance.OPPOSES: ("sees no need for a change", "see no need for a change"),
    Stance.NEUTRAL: ("is neither for nor against", "are neither for nor against"),
    Stance.QUESTION: ("asks a question", "ask a question"),
}


def stance_words(stance: str, count: int, it: str = "it") -> str:
    """“supports it”, or of any other number than one “support it”; ``it`` as the sentence names it."""
    return SAYS[Stance(stance)][0 if count == 1 else 1].format(it=it)


@dataclass(frozen=True)
class Line:
    """Those of one category who say the same; ``summary`` is SECAS's, empty where nobody has written one."""

    category: str
    stance: str
    count: int
    summary: str

    @property
    def category_words(self) -> str:
        return category_words(self.category, self.count)

    @property
    def stance_words(self) -> str:
        return stance_words(self.stance, self.count)


@dataclass(frozen=True)
class OfCategory:
    category: str
    count: int
    stances: tuple[tuple[str, int], ...]  # in the order of Stance; only those that anybody takes

    @property
    def words(self) -> str:
        return category_words(self.category, self.count)


@dataclass(frozen=True)
class Feedback:
    """``count``: comments this audience may read; ``beside``: standing ones it may not, by their class."""

    count: int = 0
    beside: int = 0
    by_category: tuple[OfCategory, ...] = ()
    lines: tuple[Line, ...] = ()

    @property
    def received(self) -> int:
        return self.count + self.beside

    @property
    def most_first(self) -> tuple[OfCategory, ...]:
        """As a sentence lists them: the category that most spoke for first, of equals in their own order."""
        return tuple(sorted(self.by_category, key=lambda of: -of.count))

    def lines_of(self, category: str) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.category == category)

    @property
    def stances(self) -> tuple[tuple[str, int], ...]:
        counts = Counter()
        for line in self.lines:
            counts[line.stance] += line.count
        return tuple((stance, counts[stance]) for stance in STANCES if counts[stance])


@dataclass(frozen=True)
class Collated:
    """A comment with its answer, as the appendix of a paper prints it: ``text`` and ``answer`` are plain text."""

    number: int
    who: str
    category: str
    stance: str
    received_on: date
    text: str
    answer: str = ""
    answered_on: date | None = None
    classification: str = Classification.WHITE

    @property
    def category_words(self) -> str:
        return category_words(self.category, 1)

    @property
    def stance_words(self) -> str:
        return Stance(self.stance).label


def seen(proposal: Proposal, user=None, classes=PUBLIC, at: datetime | None = None):
    """The comments that count: for a reader those they may see, otherwise what is published in ``classes``; each in its
    newest version. ``at``: those that had come in by then."""
    comments = Comment.objects.visible_to(user) if user is not None else Comment.objects.public_to(classes)
    if at is not None:
        comments = comments.filter(received_at__lte=at)
    return Comment.objects.newest_of(comments).said_of(proposal)


def feedback_of(proposal: Proposal, user=None, classes=PUBLIC, at: datetime | None = None) -> Feedback:
    """One query, however many comments there are."""
    return feedback_in(Proposal.objects.filter(pk=proposal.pk).values(**columns(proposal, user, classes, at)).get())


def columns(proposal: Proposal, user=None, classes=PUBLIC, at: datetime | None = None) -> dict[str, ArraySubquery]:
    """What ``feedback_in`` reads, for whoever asks something else of the proposal in the same query."""
    counted = seen(proposal, user, classes, at).order_by()
    beside = standing_beside(proposal, PUBLIC if user is not None else classes, at).order_by()
    summaries = FeedbackSummary.objects.said_of(proposal).holding().order_by()
    return {
        "comments_seen": ArraySubquery(counted.values(row=JSONArray("number", "category", "stance"))),
        "comments_beside": ArraySubquery(beside.values("number")),
        "comments_summed_up": ArraySubquery(summaries.values(row=JSONArray("category", "stance", "text"))),
    }


def feedback_in(row: dict) -> Feedback:
    numbers = {number for number, *_ in row["comments_seen"]}
    groups = [(category, stance) for _, category, stance in row["comments_seen"]]
    summaries = {(category, stance): text for category, stance, text in row["comments_summed_up"]}
    beside = [number for number in row["comments_beside"] if number not in numbers]
    return reckoned(groups, summaries, len(beside))


def reckoned(groups: list[tuple[str, str]], summaries: dict[tuple[str, str], str], beside: int) -> Feedback:
    """``groups``: the category and stance of each comment that counts."""
    counts = Counter(groups)
    lines = tuple(
        Line(category, stance, counts[category, stance], summaries.get((category, stance), ""))
        for category in CATEGORIES
        for stance in STANCES
        if counts[category, stance]
    )
    return Feedback(len(groups), beside, tuple(_by_category(lines)), lines)


def summaries_of(proposal: Proposal) -> dict[tuple[str, str], str]:
    holding = FeedbackSummary.objects.said_of(proposal).holding()
    return {(summary.category, summary.stance): summary.text for summary in holding}


def beside_those(proposal: Proposal, numbers: list[int], classes=PUBLIC, at: datetime | None = None) -> int:
    """How many stand beside the comments with these ``numbers``."""
    return standing_beside(proposal, classes, at).exclude(number__in=numbers).count()


def standing_beside(proposal: Proposal, classes=PUBLIC, at: datetime | None = None):
    """The comments that are of other classes than ``classes``: published for fewer readers, or made in confidence."""
    standing = Comment.objects.standing().said_of(proposal).exclude(classification__in=classes)
    standing = standing.filter(Q(published_at__isnull=False) | Q(classification__in=IN_CONFIDENCE))
    return standing.filter(received_at__lte=at) if at else standing


def _by_category(lines: Iterable[Line]) -> Iterable[OfCategory]:
    for category in CATEGORIES:
        of = [line for line in lines if line.category == category]
        if of:
            yield OfCategory(category, sum(line.count for line in of), tuple((line.stance, line.count) for line in of))


def collated(proposal: Proposal, user=None, classes=PUBLIC, at: datetime | None = None) -> list[Collated]:
    """Comments and published answers, by category and then as they came in (S0, Appendix B). Two queries."""
    comments = list(seen(proposal, user, classes, at).select_related("organisation"))
    answers = published_answers(proposal, at)
    names = getattr(user, "reads_names", False)
    comments.sort(key=lambda comment: (CATEGORIES.index(comment.category), comment.received_at, comment.number))
    return [_collated(comment, answers.get((comment.proposal_id, comment.number)), names) for comment in comments]


def published_answers(proposal: Proposal, at: datetime | None = None) -> dict[tuple[int, int], Answer]:
    """The newest published answer to each comment, by proposal and number; who reads the comment reads it."""
    answers = Answer.objects.newest_published().said_of(proposal).select_related("comment")
    answers = answers.filter(published_at__lte=at) if at else answers
    return {(answer.comment.proposal_id, answer.comment.number): answer for answer in answers}


def _collated(comment: Comment, answer: Answer | None, names: bool) -> Collated:
    return Collated(
        number=comment.number,
        who=comment.who(names=names),
        category=comment.category,
        stance=comment.stance,
        received_on=clock.london_date(comment.received_at),
        text=comment.text,
        answer=answer.text if answer else "",
        answered_on=clock.london_date(answer.published_at) if answer else None,
        classification=comment.classification,
    )
