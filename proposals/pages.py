"""What every page of a proposal does first, whichever app owns it: find it, redirect an old address, check, head it."""

import functools
import re
from collections.abc import Callable
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from accounts.compiled import compiled
from audit import clock
from proposals import ports
from proposals.asat import AsAt, as_at, asked_for, moves_until, windows_until
from proposals.family import family
from proposals.headline import headline
from proposals.models import Move, Proposal, Window
from proposals.nextsteps import next_steps
from proposals.references import format_reference
from proposals.rules import goes_on, may_manage
from proposals.stepper import steps

SLUG = re.compile(r"(?:dp|mp|secmp)0*(?P<number>\d+)(?P<suffix>[a-z]{0,2})", re.IGNORECASE)
SUBMISSION = re.compile(r"submission-(?P<pk>\d+)", re.IGNORECASE)


def find(slug: str, user) -> Proposal:
    """The proposal an address names, if ``user`` may read it; otherwise 404, as for one that does not exist. That of a
    part whose split was taken back names the whole."""
    visible = _for_page(clock.today()).visible_to(user)
    if match := SLUG.fullmatch(slug):
        number, suffix = _small(match["number"]), match["suffix"]
        found = visible.numbered(number, suffix)
        return _one(found, visible.whole_of(number, suffix)) if suffix else _one(found)
    if match := SUBMISSION.fullmatch(slug):
        return _one(visible.filter(pk=_small(match["pk"])))
    raise Http404


@functools.lru_cache(maxsize=4)
def _for_page(today: date):
    """Every proposal with what its pages need on ``today``: to build the query takes longer than to ask it. In no
    order: an address names one, and an order, compared with each of some hundred columns, takes a fifth of building."""
    headings = {name: heading.read() for name, heading in ports.headings.items()}
    return compiled(Proposal.objects.for_page(today).annotate(**headings).order_by())


def _small(digits: str) -> int:
    if len(digits) > 9:
        raise Http404
    return int(digits)


def _one(*querysets) -> Proposal:
    for queryset in querysets:
        if found := queryset[:1]:
            return found[0]
    raise Http404("There is no such proposal, or it is not open to you.")


def proposal_page(view: Callable | None = None, *, rule=None):
    """Give the view the proposal instead of its slug. An address that is not today's answers 301 to the one that is.

    ``rule``: a predicate of (user, proposal); whoever fails it signs in first, or gets 403.
    """
    if view is None:
        return functools.partial(proposal_page, rule=rule)

    @functools.wraps(view)
    def wrapper(request, slug, *args, **kwargs):
        proposal = find(slug, request.user)
        if slug != proposal.slug:
            return sent_on(request, slug=proposal.slug)
        if rule is not None and (answer := barred(request, rule, proposal)):
            return answer
        return view(request, proposal, *args, **kwargs)

    return wrapper


def barred(request, rule, subject):
    """Nothing for those who may; for others signing in, or 403."""
    if rule.test(request.user, subject):
        return None
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    raise PermissionDenied


def sent_on(request, **changed):
    """To the same page with what has ``changed`` of its address."""
    match = request.resolver_match
    address = reverse(match.view_name, kwargs={**match.kwargs, **changed})
    query = request.META.get("QUERY_STRING")
    # What somebody sends to the old address is sent on whole (308), so that nothing they typed is lost.
    sending = request.method == "POST"
    return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address, preserve_request=sending)


def page_context(request, proposal: Proposal, tab: str) -> dict:
    """The header that stands on every tab: who and what, where it is, its stages, its tabs, and the next steps.

    With ``?on=`` in the address all of it is as it stood at the end of that day, and nothing is offered to be done.
    """
    at = asked_for(request)
    standing = list(proposal.moves.standing().select_related("window", "meeting__committee"))
    moves = moves_until(standing, at)
    windows = windows_until(moves, at)
    then = as_at(proposal, standing, at)
    with at.clock():
        head = _head(then, moves, windows, request.user if at.on is None else AnonymousUser())
    return {
        **head,
        "proposal": proposal,
        "crumbs": [{"label": "Register", "url": reverse("proposals:register")}, {"label": proposal.reference}],
        "at": at,
        "page_classification": proposal.get_classification_display(),
        "tab": tab,
        "tabs": _tabs(proposal, request.user, tab, at),
        # Asked for only where the panel is shown.
        "moves": [] if at.on else SimpleLazyObject(lambda: next_steps(proposal, request.user)),
        "may_manage": at.on is None and goes_on(proposal) and may_manage.test(request.user, proposal),
        "recorded_moves": moves,
        "windows": windows,
        "family": family(then, moves, request.user),
    }


def _head(proposal: Proposal, moves: list[Move], windows: list[Window], user) -> dict:
    return {
        "reference": proposal.reference,
        "title": proposal.title,
        "former_references": _former(proposal),
        "whereabouts": headline(proposal, moves, windows, user) if moves else NOT_YET,
        "steps": steps(proposal, moves),
        "stage": proposal.stage.label,
        "path_words": proposal.get_path_display(),
        "urgent": proposal.urgent,
        "on_hold": proposal.is_held,
        "classification": proposal.get_classification_display(),
    }


NOT_YET = "On that day this proposal was not yet in the register."


def _tabs(proposal: Proposal, user, tab: str, at: AsAt) -> list[dict]:
    query = f"?on={at.on.isoformat()}" if at.on else ""
    return [
        {"label": t.label, "url": f"{reverse(t.url_name, args=[proposal.slug])}{query}", "current": t.key == tab}
        for t in ports.tabs_for(proposal, user)
    ]


def _former(proposal: Proposal) -> list[str]:
    """The part of a proposal that was split was no Draft Proposal itself."""
    if not proposal.converted_on or proposal.suffix:
        return []
    return [format_reference(proposal.number, proposal.suffix, "DP")]
