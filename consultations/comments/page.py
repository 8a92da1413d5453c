"""What the tab of comments shows: everything is read once, and told apart here."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from django.urls import reverse

from accounts.models import Category
from audit import clock
from audit.classification import Classification
from consultations import rules
from consultations.comments.feedback import Feedback, Line, beside_those, reckoned, summaries_of
from consultations.comments.waiting import Waiting, sorted_out
from consultations.models import Answer, Comment, Stance
from proposals.models import Proposal
from proposals.richtext import from_plain
from proposals.rules import goes_on

HUES = {Stance.SUPPORTS: "good", Stance.OPPOSES: "stop", Stance.NEUTRAL: "", Stance.QUESTION: "attention"}


@dataclass(frozen=True)
class Act:
    words: str
    url: str


@dataclass(frozen=True)
class Said:
    """A version of a comment, in HTML; ``who`` as this reader may know it."""

    comment: Comment
    who: str
    html: str

    @property
    def marked(self) -> str:
        closed = self.comment.classification != Classification.WHITE
        return self.comment.get_classification_display() if closed else ""


@dataclass(frozen=True)
class Answered:
    answer: Answer
    html: str

    @property
    def on(self) -> date | None:
        return clock.london_date(self.answer.published_at) if self.answer.published_at else None


@dataclass
class Shown:
    """A comment in its newest version, with what was answered and what it said before. ``note``: how it stands, for
    those who read what others do not."""

    newest: Said
    hue: str
    earlier: list[Said] = field(default_factory=list)
    answer: Answered | None = None
    draft: Answered | None = None
    note: str = ""
    acts: list[Act] = field(default_factory=list)


@dataclass
class Board:
    """Everything on record that the reader may see of comments on a proposal, read once."""

    proposal: Proposal
    user: object
    instant: datetime | None
    versions: list[Comment]
    answers: list[Answer]
    summaries: dict[tuple[str, str], str]

    @cached_property
    def by_number(self) -> dict[int, list[Comment]]:
        """The versions of each comment, oldest first."""
        found: dict[int, list[Comment]] = defaultdict(list)
        for version in self.versions:
            found[version.number].append(version)
        return found

    @cached_property
    def newest(self) -> list[Comment]:
        """The last version of each that was not withdrawn, the latest first."""
        last = (versions[-1] for versions in self.by_number.values())
        standing = [comment for comment in last if comment.withdrawn_at is None]
        return sorted(standing, key=lambda comment: (comment.received_at, comment.number), reverse=True)

    @cached_property
    def feedback(self) -> Feedback:
        beside = 0
        if not getattr(self.user, "is_authenticated", False) or not self.user.is_analyst:
            beside = beside_those(self.proposal, [comment.number for comment in self.newest], at=self.instant)
        return reckoned([(comment.category, comment.stance) for comment in self.newest], self.summaries, beside)

    @property
    def open_to_all(self) -> int:
        """How many of them everybody reads."""
        numbers = {v.number for v in self.versions if v.is_public and v.classification == Classification.WHITE}
        return len(numbers)

    @property
    def withdrawn(self) -> list[Said]:
        """What SECAS and whoever made it still read."""
        names = getattr(self.user, "reads_names", False)
        last = (versions[-1] for versions in self.by_number.values())
        return [_said(comment, names) for comment in last if comment.withdrawn_at]

    @property
    def waits(self) -> Waiting:
        """For SECAS, which sees all that waits."""
        summed_up = {(self.proposal.pk, *group) for group, text in self.summaries.items() if text}
        own = [comment for comment in reversed(self.newest) if comment.proposal_id == self.proposal.pk]
        return sorted_out(own, self.answers, summed_up).get(self.proposal.pk, Waiting())

    def answers_to(self, comment: Comment) -> list[Answer]:
        return self._answers[comment.number]

    @cached_property
    def _answers(self) -> dict[int, list[Answer]]:
        found: dict[int, list[Answer]] = defaultdict(list)
        for answer in self.answers:
            found[answer.comment.number].append(answer)
        return found


def board(proposal: Proposal, user, instant: datetime | None) -> Board:
    """Three queries, and one more for those who may not read everything."""
    versions = Comment.objects.visible_to(user).said_of(proposal)
    answers = Answer.objects.visible_to(user).said_of(proposal)
    if instant:
        versions = versions.filter(received_at__lte=instant)
        answers = answers.filter(published_at__lte=instant)
    return Board(
        proposal=proposal,
        user=user,
        instant=instant,
        versions=list(versions.select_related("organisation", "proposal", "file").order_by("number", "version")),
        answers=list(answers.select_related("comment").order_by("version")),
        summaries=summaries_of(proposal),
    )


def shown(made: Board, comments: Iterable[Comment], *, acting: bool) -> list[Shown]:
    """``comments`` as they stand on a page of the list."""
    names = getattr(made.user, "reads_names", False)
    found = []
    for comment in comments:
        if comment.file:
            comment.file.proposal = comment.proposal
        earlier = [v for v in reversed(made.by_number[comment.number]) if v.version < comment.version]
        found.append(_shown(comment, earlier, made.answers_to(comment), made.user, names, acting))
    return found


def _said(comment: Comment, names: bool) -> Said:
    return Said(comment, comment.who(names=names), from_plain(comment.text))


def _shown(comment: Comment, earlier: list[Comment], answers: list[Answer], user, names: bool, acting: bool) -> Shown:
    published = next((a for a in reversed(answers) if a.published_at), None)
    last = answers[-1] if answers else None
    made = Shown(
        newest=_said(comment, names),
        hue=HUES[Stance(comment.stance)],
        earlier=[_said(version, names) for version in earlier],
        answer=Answered(published, from_plain(published.text)) if published else None,
        draft=Answered(last, from_plain(last.text)) if last and last.published_at is None else None,
        note=_note(comment),
    )
    if acting:
        made.acts = list(_acts(made, user))
    return made


def _note(comment: Comment) -> str:
    if comment.is_in_confidence:
        return "Made in confidence: SECAS and whoever made it read it, nobody else."
    if comment.published_at is None:
        return "Not published yet: SECAS and whoever made it read it, nobody else."
    return ""


def _acts(made: Shown, user):
    comment = made.newest.comment
    if rules.may_sort.test(user, comment):
        yield from _secas_acts(made, comment)
    elif rules.may_change.test(user, comment):
        if rules.takes_comments(comment.proposal):
            yield Act("Change it", _url("change", comment))
        yield Act("Withdraw it", _url("withdraw", comment))


def _secas_acts(made: Shown, comment: Comment):
    if goes_on(comment.proposal):
        yield Act("Change the answer" if made.answer or made.draft else "Answer it", _url("answer", comment))
    if comment.published_at is None and not comment.is_in_confidence:
        yield Act("Publish it", _url("publish", comment))
    yield Act("Change stance or readers", _url("sort", comment))
    yield Act("Put it right", _url("change", comment))
    yield Act("Withdraw it", _url("withdraw", comment))
    if comment.published_at:
        yield Act("Take the publication back", _url("unpublish", comment))
    if made.answer:
        yield Act("Take the answer back", _url("unanswer", comment))


def _url(name: str, comment: Comment) -> str:
    return reverse(f"consultations:{name}", args=[comment.proposal.slug, comment.number])


@dataclass(frozen=True)
class Group:
    """What those of a category and stance say in sum; ``url``: where SECAS writes it."""

    line: Line
    html: str
    url: str = ""


def groups(proposal: Proposal, feedback: Feedback, *, acting: bool) -> list[Group]:
    found = [
        Group(line, from_plain(line.summary), _group_url(proposal, line) if acting else "") for line in feedback.lines
    ]
    return [group for group in found if group.html or (group.url and group.line.stance != Stance.QUESTION)]


def _group_url(proposal: Proposal, line: Line) -> str:
    return reverse("consultations:summary", args=[proposal.slug, line.category, line.stance])


@dataclass(frozen=True)
class Counts:
    """The table under the drawing: a row for each category, a column for each stance that anybody takes."""

    columns: list[str]
    rows: list[tuple[str, list[tuple[str, int]], int]]


def counts(feedback: Feedback) -> Counts:
    """Each number stands beside the name of its column, for a telephone."""
    stances = [stance for stance, _ in feedback.stances]
    columns = [Stance(stance).label for stance in stances]
    rows = []
    for of in feedback.by_category:
        by_stance = dict(of.stances)
        numbers = [by_stance.get(stance, 0) for stance in stances]
        rows.append((of.words, list(zip(columns, numbers, strict=True)), of.count))
    numbers = [count for _, count in feedback.stances]
    rows.append(("All", list(zip(columns, numbers, strict=True)), feedback.count))
    return Counts(columns, rows)


def categories(feedback: Feedback) -> list[tuple[str, str]]:
    return [(of.category, Category(of.category).label) for of in feedback.by_category]


@dataclass(frozen=True)
class Todo:
    """A line of what waits for SECAS."""

    words: str
    act: Act | None = None


def todo(proposal: Proposal, waits: Waiting) -> list[Todo]:
    return [*_to_publish(proposal, waits), *_to_answer(waits), *_to_sum_up(waits)]


def _to_publish(proposal: Proposal, waits: Waiting):
    if number := len(waits.comments):
        act = Act(
            f"Publish {'it' if number == 1 else 'them'}", reverse("consultations:publish_all", args=[proposal.slug])
        )
        yield Todo(f"{number} comment{' waits' if number == 1 else 's wait'} to be published.", act)
    if number := len(waits.drafts):
        words = f"{number} answer{' is' if number == 1 else 's are'} drafted and not published."
        url = reverse("consultations:publish_answers", args=[proposal.slug])
        yield Todo(words, Act(f"Publish {'it' if number == 1 else 'them together'}", url))


def _to_answer(waits: Waiting):
    for comment in waits.undrafted:
        yield Todo(f"{comment} asks a question and is not answered.", Act("Answer it", f"#comment-{comment.number}"))


def _to_sum_up(waits: Waiting):
    if number := len(waits.groups):
        words = f"{number} group{' has' if number == 1 else 's have'} no summary yet."
        yield Todo(words, Act("Write the summaries", "#in-sum"))
