"""The tab on which stands what industry says, in numbers, in sum and word for word; and the same as a file."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from consultations import rules
from consultations.comments import page as facts
from consultations.comments.chart import chart
from consultations.comments.export import comments_csv as csv_of
from consultations.comments.feedback import collated
from consultations.forms.commenting import FilterForm
from proposals.acting import crumbs
from proposals.asat import asked_for
from proposals.models import Proposal
from proposals.pages import page_context, proposal_page
from proposals.rules import goes_on

A_PAGE = 50
TAB = "consultations:comments"


@require_safe
@proposal_page
def comments(request, proposal: Proposal):
    page = page_context(request, proposal, "comments")
    user, acting = request.user, page["at"].on is None
    instant = None if acting else page["at"].instant
    made = facts.board(proposal, user, instant)
    feedback = made.feedback
    filters = FilterForm(request.GET, categories=facts.categories(feedback))
    chosen = filters.chosen()
    found = Paginator([c for c in made.newest if _is_of(c, chosen)], A_PAGE).get_page(request.GET.get("page"))
    manages = acting and rules.may_sort.test(user, None)
    context = {
        **page,
        "crumbs": crumbs(proposal, "Comments"),
        "feedback": feedback,
        "open_to_all": made.open_to_all,
        "chart": chart(feedback),
        "counts": facts.counts(feedback),
        "groups": facts.groups(proposal, feedback, acting=manages and goes_on(proposal)),
        "page_obj": found,
        "filters": filters if feedback.count > 1 else None,
        "chosen": chosen,
        "shown": facts.shown(made, found.object_list, acting=acting),
        "withdrawn": made.withdrawn if acting else [],
        "todo": facts.todo(proposal, made.waits) if manages else [],
        "csv_url": _csv_url(request, proposal),
        "is_open": rules.takes_comments(proposal),
        "closed_words": rules.closed_words(proposal),
        **_doors(user, proposal, acting, manages),
    }
    return render(request, "consultations/comments.html", context)


def _is_of(row, chosen: dict[str, str]) -> bool:
    return all(getattr(row, name) == value for name, value in chosen.items())


def _csv_url(request, proposal: Proposal) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    address = reverse("consultations:csv", args=[proposal.slug])
    return f"{address}?{query.urlencode()}" if query else address


def _doors(user, proposal: Proposal, acting: bool, manages: bool) -> dict:
    """The addresses at which this reader may say something."""
    is_open = acting and rules.takes_comments(proposal)
    add = reverse("consultations:add", args=[proposal.slug])
    may_comment = is_open and rules.may_comment.test(user, proposal)
    return {
        "add_url": add if may_comment else "",
        "sign_in_url": f"{reverse('account_login')}?next={add}" if is_open and not user.is_authenticated else "",
        "record_url": reverse("consultations:record", args=[proposal.slug]) if manages and goes_on(proposal) else "",
    }


@require_safe
@proposal_page
def comments_csv(request, proposal: Proposal):
    """In the order of the appendix of a paper, by category and then as they came in."""
    at = asked_for(request)
    rows = collated(proposal, request.user, at=at.instant if at.on else None)
    categories = [(row.category, row.category_words) for row in rows]
    chosen = FilterForm(request.GET, categories=categories).chosen()
    return csv_of(proposal, [row for row in rows if _is_of(row, chosen)])
