"""What the pages of a collation show, read once."""

from dataclasses import dataclass, field
from functools import cached_property

from django.urls import reverse

from accounts.models import Category
from consultations import rules
from consultations.collation.counting import WORDS, WORDS_LABEL, Counts, Row, Tally, position_columns
from consultations.collation.drawing import Drawing, cost_words, said, small
from consultations.collation.keeping import job_of, stamp_of
from consultations.collation.texts import Text, order_for_others, reads_whole, texts_at
from consultations.comments.feedback import category_words
from consultations.models import Asks, Collation, Consultation, PassagePlace
from consultations.points.places import ANSWER, CLAUSE, Place, key_of

ANSWERED, UNANSWERED, NOT_ASKED, HIDDEN = "Answered", "Not answered", "Not asked", "In confidence"
# Whether somebody spoke in confidence is not told by what the column is called.
OTHERS_UNANSWERED = "Not answered, or in confidence"


def address(consultation: Consultation, name: str = "", *more) -> str:
    """The page of the collation of that name; the overview without one."""
    return reverse(f"consultations:{f'collation_{name}' if name else 'collation'}", args=[consultation.pk, *more])


@dataclass(frozen=True)
class Reader:
    """``secas``: reads everything, also before it is published, and does something about it."""

    consultation: Consultation
    user: object
    secas: bool

    @property
    def reads(self) -> bool:
        """Whether there is anything that this reader may know."""
        opened = self.consultation.opened_at is not None
        return opened and (self.secas or self.consultation.responses_published_at is not None)


def reader_of(consultation: Consultation, user) -> Reader:
    return Reader(consultation, user, rules.may_collate.test(user, consultation))


@dataclass(frozen=True)
class Table:
    """The counts of a question: a row for each category, and all."""

    caption: str
    columns: list[str]
    rows: list[tuple[str, list[tuple[str, object]]]]


def table_of(tally: Tally, *, secas: bool) -> Table:
    columns = [*(words for _, words in tally.columns), *_beside(tally, secas=secas)]
    rows = [*((category_words(row.category, row.together), row) for row in tally.rows), ("All", tally.all)]
    return Table(
        f"Answers to question {tally.question.number} by category",
        columns,
        [(words, list(zip(columns, _cells(tally, row, secas=secas), strict=True))) for words, row in rows],
    )


def _beside(tally: Tally, *, secas: bool) -> list[str]:
    own = ["Cost"] if tally.question.asks == Asks.COST else []
    asked = [NOT_ASKED] if tally.question.only_if_id else []
    hidden = [HIDDEN] if tally.all.hidden else []
    return [*own, ANSWERED, UNANSWERED if secas else OTHERS_UNANSWERED, *asked, *hidden, "Together"]


def _cells(tally: Tally, row: Row, *, secas: bool) -> list:
    values = [row.values[value] for value, _ in tally.columns]
    own = [cost_words(row.costs) if row.costs else "–"] if tally.question.asks == Asks.COST else []
    asked = [row.not_asked] if tally.question.only_if_id else []
    hidden = [row.hidden if row is tally.all else "–"] if tally.all.hidden else []
    return [*values, *own, row.answered, row.unanswered, *asked, *hidden, row.together]


def positions_of(counts: Counts) -> Table:
    columns = [words for _, words in position_columns()]
    rows = []
    for category, counter in counts.positions.items():
        numbers = [counter[value] for value, _ in position_columns()]
        rows.append((category_words(category, sum(numbers)), list(zip(columns, numbers, strict=True))))
    totals = [sum(counter[value] for counter in counts.positions.values()) for value, _ in position_columns()]
    rows.append(("All", list(zip(columns, totals, strict=True))))
    return Table("Where respondents stand on the change as a whole", columns, rows)


@dataclass(frozen=True)
class Multiple:
    """A question of the overview."""

    tally: Tally
    drawing: Drawing | None
    words: str
    beside: str
    url: str


def multiples(counts: Counts, reader: Reader) -> list[tuple[str, list[Multiple]]]:
    """By the heading above them, in their order."""
    found: list[tuple[str, list[Multiple]]] = []
    for tally in counts.tallies:
        if not found or found[-1][0] != tally.question.group:
            found.append((tally.question.group, []))
        found[-1][1].append(_multiple(tally, reader))
    return found


def _multiple(tally: Tally, reader: Reader) -> Multiple:
    return Multiple(
        tally,
        small(tally),
        words_of(tally),
        beside_of(tally, secas=reader.secas),
        address(reader.consultation, "question", tally.question.number),
    )


def words_of(tally: Tally) -> str:
    """“12 yes, 3 no”; of words alone how many answered."""
    if not tally.all.answered:
        return f"Nobody has answered it{' openly' if tally.all.open_alone or tally.all.hidden else ''}."
    told = said(tally, tally.all) if tally.question.asks == Asks.AGREEMENT else ""
    costs = cost_words(tally.all.costs) if tally.all.costs else ""
    return (told or costs or f"{tally.all.answered} answered").capitalize()


def beside_of(tally: Tally, *, secas: bool) -> str:
    row = tally.all
    told = [
        (row.unanswered, UNANSWERED if secas or row.hidden else OTHERS_UNANSWERED),
        (row.not_asked, "not asked"),
        (row.hidden, "in confidence, not counted"),
    ]
    told += [(row.in_confidence, "of the answers in confidence")]
    return ", ".join(f"{count} {words.lower()}" for count, words in told if count)


def answers_of(tally: Tally) -> list[tuple[str, str]]:
    """What the filter offers: what anybody has answered."""
    labels = [*((v, w) for v, w in tally.columns if v != WORDS), (WORDS, WORDS_LABEL)]
    return [(value, words) for value, words in labels if tally.all.values[value]] if len(tally.columns) > 0 else []


@dataclass(frozen=True)
class Fresh:
    """How new the folded passages are. ``job``: what is at work on newer ones."""

    made: Collation | None
    is_current: bool
    job: object = field(default=None)

    @cached_property
    def state(self) -> str:
        if self.is_current:
            return "current"
        return "working" if self.job and self.job.live else "failed" if self.job and self.job.state == "failed" else ""


def fresh(consultation: Consultation) -> Fresh:
    """Two queries, or three where something is to be done."""
    made = Collation.objects.filter(consultation=consultation).first()
    is_current = made is not None and made.stamp == stamp_of(consultation.pk)
    return Fresh(made, is_current, None if is_current else job_of(consultation.pk))


CATEGORIES = Category.values


def categories_of(counts: Counts) -> list[tuple[str, int]]:
    """“4 Large Suppliers”, as words and number, the categories in their order."""
    return [(category_words(category, count), count) for category, count in counts.categories.items()]


def url_of(consultation: Consultation, place: Place) -> str:
    """The page on which a text stands, at the text."""
    if place.kind == ANSWER:
        page = address(consultation, "question", place.row.question.number)
    else:
        page = address(consultation, "clauses" if place.kind == CLAUSE else "general")
    return f"{page}#{place.anchor}"


@dataclass
class Worded:
    """A wording of a passage: its words once, and the texts that have it, each with its address."""

    words: str
    texts: list[tuple[Text, str]]


def wordings_of(places: list[PassagePlace], reader: Reader) -> list[Worded]:
    """The texts in which the places are, as far as the reader reads all that stands there."""
    read = texts_at(places, reader.user)
    found: dict[int, Worded] = {}
    for place in sorted(places, key=lambda place: (place.wording, place.pk)):
        if reads_whole(place, read):
            text = read[key_of(place)]
            worded = found.setdefault(place.wording, Worded(text.shown.between(place.start, place.end), []))
            worded.texts.append((text, url_of(reader.consultation, text.place)))
    for worded in found.values() if not reader.secas else ():
        worded.texts.sort(key=lambda each: order_for_others(each[0]))
    return list(found.values())
