"""What those of one category and stance said, in SECAS's words: papers print it (S0 §3)."""

from accounts.models import Category
from audit.acts import Refused, act, current, nothing_changed, record
from audit.classification import Classification
from consultations import rules
from consultations.actions.ground import SECAS_ONLY, seen_class
from consultations.models import Comment, FeedbackSummary, Stance
from proposals.actions.ground import StaleSave, check_not_split, take
from proposals.models import Proposal
from proposals.rules import check


@act
def write_summary(
    *, proposal: Proposal, by, category: str, stance: str, text: str, version: int | None = None
) -> FeedbackSummary:
    """Its next version; the earlier ones stay. Without words it says nothing any more. ``version``: the one that the
    form was opened on, 0 for none."""
    proposal = take(proposal)
    check(rules.may_sort, by, proposal, sentence=SECAS_ONLY)
    check_not_split(proposal)
    group = {"proposal": proposal, "category": category, "stance": stance}
    if category not in Category.values or stance not in Stance.values or not _is_said(group):
        raise Refused("Nobody of this category has said this, so there is nothing to sum up.")
    last = FeedbackSummary.objects.filter(**group).order_by("version").last()
    if last is None and not text.strip():
        raise Refused("Write the summary.", "text")
    if last and last.text == text:
        nothing_changed()
        return last
    if version is not None and version != (last.version if last else 0):
        raise StaleSave("Somebody else saved a summary while you were writing. Both texts are shown below.", last)
    written = FeedbackSummary.objects.create(
        **group, version=last.version + 1 if last else 1, text=text, by=by, at=current().at
    )
    record(
        "feedback_summarised",
        subject=written,
        about=proposal,
        by=by,
        sentence=f"{written.get_category_display()}, {written.get_stance_display().lower()}.",
        classification=_class_of(group, proposal),
    )
    return written


def _is_said(group: dict) -> bool:
    return Comment.objects.standing().filter(**group).exists()


def _class_of(group: dict, proposal: Proposal) -> str:
    """As open as the most open comment it sums up."""
    comments = Comment.objects.standing().filter(**group)
    classes = {seen_class(comment) for comment in comments.select_related("proposal")}
    return min(classes, key=Classification.values.index)
