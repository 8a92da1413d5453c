"""From what was submitted to numbers, and to what each said: for the documents of a consultation and for reports. No
sentence is written here."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Coalesce

from accounts.models import Category
from consultations import shown
from consultations.actions.answersummaries import summaries_of
from consultations.collation.counting import WORDS, Counts, Row, Tally
from consultations.models import Asks, Consultation, PointMade, Position, Question, QuestionAnswer, Response, Submission
from consultations.questions.conditions import condition_words
from papers.consultation import counts as c
from papers.consultation.folded import Folded, folded
from papers.numbers import long_date, pounds_between

CATEGORIES = list(Category.values)
ANSWERS = {
    Asks.AGREEMENT: "Yes, yes with reservations, no, or no view; and your reasons.",
    Asks.TEXT: "In words.",
    Asks.DATE: "A date, or in words.",
    Asks.COST: "A cost or a range in pounds, and what it is made of.",
}


def question_of(row: Question) -> c.Question:
    return c.Question(
        number=row.number,
        text=row.text,
        answer=_answer(row),
        group=row.group,
        help=row.help,
        condition=condition_words(row),
        required=row.required,
        withdrawn=row.withdrawn_because,
    )


def _answer(row: Question) -> str:
    if row.asks != Asks.CHOICE:
        return ANSWERS[Asks(row.asks)]
    offered = "; ".join(row.options)
    return f"{'One or more' if row.several else 'One'} of: {offered}. You may say more in words."


def counts_of(consultation: Consultation, counts: Counts) -> dict:
    """``late``: of those that count; responses that were withdrawn, and of the others those of which nothing counts
    because it came too late, count among nothing else."""
    counting = Submission.objects.counting().filter(response=OuterRef("pk"))
    refused = Submission.objects.filter(response=OuterRef("pk"), late_decision="refused")
    stands = Q(withdrawn_at=None)
    aside = Response.objects.filter(consultation=consultation, number__isnull=False).aggregate(
        late=Count("pk", filter=Exists(counting.filter(late=True))),
        refused=Count("pk", filter=stands & ~Exists(counting) & Exists(refused)),
        withdrawn=Count("pk", filter=~stands),
    )
    return {
        "count": counts.responses,
        "by_category": tuple(counts.categories.items()),
        "positions": _tallies(Position.choices, counts.positions.items()),
        "hidden": counts.in_confidence,
        **aside,
    }


def _tallies(columns: Iterable[tuple[str, str]], rows: Iterable[tuple[str, Counter]]) -> tuple[c.Tally, ...]:
    """``columns``: value and words of each answer; ``rows``: by category how many gave it."""
    rows = list(rows)
    found = (
        c.Tally(words, tuple((category, values[value]) for category, values in rows if values[value]))
        for value, words in columns
    )
    return tuple(tally for tally in found if tally.by_category)


# What they answered


def questions_of(
    counts: Counts, held: Iterable[shown.Shown] = (), summaries: Consultation | None = None
) -> tuple[c.Answered, ...]:
    """``held``: the answers that the edition may hold; without them only what is counted. ``summaries``: of which
    consultation SECAS’s own sentences stand beside that."""
    summed_up = {key: row.text for key, row in summaries_of(summaries).items()} if summaries else {}
    ordered = sorted(held, key=lambda each: (each.row.question.number, *place_of(each)))
    folding = folded(ordered) if ordered else Folded({}, {})
    said: dict[int, list[c.Said]] = defaultdict(list)
    for each in ordered:
        said[each.row.question_id].append(_said(each, folding.texts[each.row.pk]))
    return tuple(
        _answered(tally, said[tally.question.pk], folding, summed_up.get(tally.question.pk, ""))
        for tally in counts.tallies
    )


def _answered(tally: Tally, said: list[c.Said], folding: Folded, summary: str) -> c.Answered:
    question, all_of_them = tally.question, tally.all
    return c.Answered(
        question=question_of(question),
        answered=all_of_them.answered + all_of_them.hidden,
        hidden=all_of_them.hidden + all_of_them.in_confidence,
        tallies=_tallies(tally.columns, ((row.category, row.values) for row in tally.rows)),
        between=_between(question, all_of_them),
        said=tuple(said),
        passages=folding.passages.get(question.number, ()),
        of_all=not all_of_them.hidden,
        open_alone=all_of_them.open_alone,
        summary=summary,
    )


def place_of(each: shown.Shown) -> tuple:
    """By category and name; those without a name in an order that tells nothing of them."""
    return CATEGORIES.index(each.submission.category), each.who.casefold(), each.text


def _said(each: shown.Shown, text: tuple[str | c.Elsewhere, ...]) -> c.Said:
    return c.Said(each.who, each.submission.category, value_of(each.row), text, each.confidential)


def value_of(row: QuestionAnswer) -> str:
    """What was chosen, in words; empty where nothing was."""
    if row.day:
        return long_date(row.day)
    if row.least is not None:
        return pounds_between(row.least, row.most)
    return row.get_agreement_display() or "; ".join(row.chosen)


def _between(question: Question, row: Row) -> c.Range | None:
    """Of dates and of costs, between which they lie."""
    if question.asks == Asks.COST and row.pence:
        return c.Range(len(row.pence), min(least for least, _ in row.pence), max(most for _, most in row.pence))
    days = [date.fromisoformat(value) for value in row.values if value != WORDS] if question.asks == Asks.DATE else []
    if not days:
        return None
    return c.Range(sum(row.values.values()) - row.values[WORDS], min(days), max(days))


# Points

# A point is made by a response, at however many of its places, as long as that is not withdrawn.
TO_RESPONSE = (
    "sources__answer__submission__response",
    "sources__clause_comment__submission__response",
    "sources__general_of__response",
)
STANDS = Q(**{f"{response}__withdrawn_at": None for response in TO_RESPONSE})


def points_of(consultation: Consultation, *, public: bool, before: datetime | None = None) -> tuple[c.Point, ...]:
    """For everybody those that are published with what became of them, ``before`` an instant; for SECAS all that
    stand."""
    rows = PointMade.objects.standing().filter(consultation=consultation)
    rows = rows.filter(published_at__isnull=False) if public else rows
    rows = rows.filter(published_at__lt=before) if before else rows
    made = Count(Coalesce(*TO_RESPONSE), filter=Q(sources__removed_at=None) & STANDS, distinct=True)
    return tuple(_point(row) for row in rows.annotate(made=made).select_related("merged_with", "referred_to"))


def _point(row: PointMade) -> c.Point:
    beside = ""
    if row.merged_with_id:
        beside = f"point {row.merged_with.number}"
    elif row.referred_to_id:
        beside = row.referred_to.named
    return c.Point(
        number=row.number,
        text=row.text,
        made_by=row.made,
        disposition=row.get_disposition_display() if row.disposition else "",
        reply=row.reply,
        beside=beside,
        adopted_in=row.adopted_in,
    )
