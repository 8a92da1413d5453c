"""What industry said of a proposal, as papers tell it: counts by category and stance, summaries, and the comments."""

from collections import Counter
from datetime import date

from django.db.models import OuterRef, Prefetch, Q, Subquery

from accounts.models import Category
from audit.classification import Classification, up_to
from consultations.models import Answer, Comment, FeedbackSummary, Stance
from papers.committee import facts as c
from papers.editions import classification_of
from papers.models import Paper
from proposals.models import Proposal
from proposals.richtext import from_plain

ORDER = {category: place for place, category in enumerate(Category.values)}
STANCE_ORDER = {stance: place for place, stance in enumerate(Stance.values)}
PLURALS = {
    Category.OTHER_SEC_PARTY: "Other SEC Parties",
    Category.CONSUMER_BODY: "consumer bodies",
    Category.NON_PARTY: "Non-Parties",
    Category.METER_ASSET: "Meter Asset Managers and Providers",
    Category.GOVERNMENT: "Government bodies",
    Category.DCC: "DCC",
}
SINGULARS = {Category.CONSUMER_BODY: "consumer body", Category.GOVERNMENT: "Government body"}


def singular(category: str) -> str:
    return SINGULARS.get(category, Category(category).label)


def plural(category: str) -> str:
    return PLURALS.get(category, f"{singular(category)}s")


def _open_enough(paper: Paper, proposal: Proposal) -> Q:
    """Published, of a class that may stand in the paper, and up to Green: an Amber comment is its respondent's own."""
    widest = min(classification_of(paper), Classification.GREEN, key=Classification.values.index)
    return Q(classification__in=up_to(widest))


def feedback_then(paper: Paper, proposal: Proposal, on: date) -> c.Feedback:
    """What had been received by that day and is open to the readers of the paper; in two queries."""
    summaries = FeedbackSummary.objects.holding().filter(
        proposal=OuterRef("proposal"), category=OuterRef("category"), stance=OuterRef("stance")
    )
    answers = Answer.objects.filter(published_at__isnull=False).order_by("-version")
    found = (
        Comment.objects.standing()
        .filter(_open_enough(paper, proposal), proposal=proposal, received_at__date__lte=on)
        .select_related("organisation")
        .annotate(said=Subquery(summaries.values("text")[:1]))
        .prefetch_related(Prefetch("answers", answers))
    )
    rows = sorted(found, key=lambda row: (ORDER[row.category], STANCE_ORDER[row.stance], row.received_at))
    published = [row for row in rows if row.published_at]
    return c.Feedback(
        count=len(published),
        by_category=_by_category(published),
        lines=_lines(published),
        comments=tuple(_comment(row) for row in published),
        unpublished=len(rows) - len(published),
    )


def _by_category(rows: list[Comment]) -> tuple[tuple[str, str, int], ...]:
    """The category that most spoke for first, as a reader expects; of equals in their own order."""
    counts = Counter(row.category for row in rows)
    ordered = sorted(counts, key=lambda category: (-counts[category], ORDER[category]))
    return tuple((singular(category), plural(category), counts[category]) for category in ordered)


def _lines(rows: list[Comment]) -> tuple[c.FeedbackLine, ...]:
    counts = Counter((row.category, row.stance) for row in rows)
    said = {(row.category, row.stance): row.said or "" for row in rows}
    by_category = Counter(row.category for row in rows)
    ordered = sorted(counts, key=lambda key: (-by_category[key[0]], ORDER[key[0]], STANCE_ORDER[key[1]]))
    return tuple(
        c.FeedbackLine(
            singular(category),
            plural(category),
            c.CommentStance(stance),
            counts[category, stance],
            said[category, stance],
        )
        for category, stance in ordered
    )


def _comment(row: Comment) -> c.Comment:
    answer = next(iter(row.answers.all()), None)
    return c.Comment(
        respondent=row.organisation.short_name if row.organisation_id else row.person_name,
        category=singular(row.category),
        stance=row.get_stance_display(),
        text=from_plain(row.text),
        answer=from_plain(answer.text) if answer else "",
    )
