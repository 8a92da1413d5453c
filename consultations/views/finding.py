"""The comment that an address names, for those who may act on it."""

from django.shortcuts import get_object_or_404
from django.urls import reverse

from consultations.models import Comment
from proposals.acting import frame
from proposals.models import Proposal

TAB = "consultations:comments"


def the_comment(request, proposal: Proposal, number: int) -> Comment:
    """The newest version that the reader may see; 404 for those who may see none. One that was withdrawn is found too,
    so that its page can say so."""
    visible = Comment.objects.visible_to(request.user).filter(proposal=proposal, number=number)
    found = get_object_or_404(visible.select_related("organisation", "file").order_by("-version")[:1])
    found.proposal = proposal
    return found


def newer(comment: Comment) -> list[str]:
    """Why nothing can be done to it any more; nothing where it stands."""
    if comment.withdrawn_at:
        return [f"It was withdrawn: {comment.withdrawn_because}"]
    return []


def page_of(proposal: Proposal, title: str) -> dict:
    return frame(proposal, title, TAB)


def on_record(comment: Comment, names: bool = True) -> list[dict]:
    """What stands, above the form that changes it."""
    rows = [
        ("From", f"{comment.who(names=names)} ({comment.get_category_display()})"),
        ("What it says", comment.get_stance_display()),
        ("Who may read it", comment.get_classification_display()),
    ]
    return [{"term": term, "value": value} for term, value in rows]


def back_to(proposal: Proposal, comment: Comment | None = None) -> str:
    address = reverse(TAB, args=[proposal.slug])
    return f"{address}#comment-{comment.number}" if comment else address
