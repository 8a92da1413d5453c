"""Beginning a paper: from an item of an agenda, from a proposal, or for a body."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.seats import SECRETARY
from bodies.models import Committee
from papers import actions
from papers.forms import BeginForm
from proposals.acting import refusals_on
from proposals.pages import find
from subcommittees.models import AgendaItem


def _may_begin(user) -> bool:
    return user.is_analyst or any(office == SECRETARY for _, office in user.offices)


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request):
    """``?item=12``, ``?proposal=DP075`` or ``?committee=tabasc`` say what it is about."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if not _may_begin(request.user):
        raise PermissionDenied("A paper for a body is composed by SECAS or by the secretary of the body.")
    item = _item(request)
    data = request.POST if request.method == "POST" else None
    about_one = "proposal" in request.GET
    form = BeginForm(data, user=request.user, item=item, about_one=about_one, initial=_initial(request, item))
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            draft = actions.compose_paper(by=request.user, item=item, **form.about())
            messages.success(request, f"Draft {draft.label} is composed. Its files are being made.")
            return redirect(draft.paper)
    context = {
        "base": "proposals/releases/acting.html",
        "page_title": "Write a paper",
        "crumbs": [{"label": "Desk", "url": reverse("desk")}, {"label": "Write a paper"}],
        "lead": "The paper is composed from the record. What you choose here is only which one it is.",
        "facts": _facts(item),
        "form": form,
        "button": "Compose a draft",
        "cancel_url": reverse("desk"),
    }
    return render(request, "papers/begin.html", context, status=422 if form.is_bound and form.errors else 200)


def _item(request) -> AgendaItem | None:
    key = request.GET.get("item", "")
    if not key:
        return None
    if not key.isdecimal() or len(key) > 18:
        raise Http404
    visible = AgendaItem.objects.visible_to(request.user).select_related("meeting__committee", "proposal")
    found = visible.filter(pk=int(key)).first()
    if found is None:
        raise Http404("There is no such item, or it is not open to you.")
    return found


def _initial(request, item: AgendaItem | None) -> dict:
    if item:
        return {"kind": BeginForm.suggested(item)}
    given = {"edition": ""}
    if slug := request.GET.get("proposal", ""):
        given["proposal"] = find(slug, request.user).reference
    if code := request.GET.get("committee", ""):
        body = Committee.objects.filter(code=code).first()
        given["committee"] = body.pk if body else None
    kind = request.GET.get("kind", "")
    return given | {"kind": kind or ("single-proposal" if "proposal" in given else "new-proposals")}


def _facts(item: AgendaItem | None) -> list[dict]:
    if item is None:
        return []
    rows = [("Item", item.title), ("Meeting", str(item.meeting)), ("Purpose", item.get_purpose_display())]
    if item.proposal_id:
        rows.append(("Proposal", str(item.proposal)))
    return [{"term": term, "value": value} for term, value in rows]
