"""Responses as lists: an organisation's own, and those to one consultation for SECAS, who decides on late ones; and a
response is withdrawn."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.rules import is_signed_in
from audit import clock
from audit.acts import NotAllowed, Refused
from audit.classification import Classification
from consultations import actions, rules
from consultations.actions.receiving import comes_afterwards
from consultations.forms.signing import DecideForm, WithdrawForm
from consultations.models import Response, Submission
from consultations.queries.readers import is_analyst, own
from consultations.responses import guests, listed
from consultations.responses.receipts import READ, Receipt
from consultations.views.consultation import ISSUED_KEEP, the_consultation
from consultations.views.writing import kept_frame
from proposals.pages import barred
from proposals.receipts import exact
from proposals.views.asking import Asked, ask, bound

A_PAGE = 50
BASE = "consultations/submitting/frame.html"
READ_AND_SEND = ["GET", "HEAD", "POST"]


@require_safe
@never_cache
def mine(request):
    """What the organisations that somebody acts for have begun and sent, the newest consultation first."""
    if answer := barred(request, is_signed_in, None):
        return answer
    page = Paginator(listed.own_responses(request.user), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_title": "Responses of your organisations",
        "crumbs": [{"label": "Your responses"}],
        "page_classification": Classification.AMBER.label,
        "page_obj": page,
        "rows": listed.rows(page.object_list, request.user),
    }
    return render(request, "consultations/submitting/mine.html", context)


@require_safe
@never_cache
def of_consultation(request, pk: int):
    """SECAS reads who has answered, and which late ones wait to be decided on."""
    consultation = the_consultation(request, pk)
    if answer := barred(request, rules.may_decide_late, None):
        return answer
    page = Paginator(listed.received(consultation), A_PAGE).get_page(request.GET.get("page"))
    context = {
        **kept_frame(consultation, "Responses"),
        "page_obj": page,
        "rows": listed.rows(page.object_list, request.user),
        "counts": listed.counts(consultation),
    }
    return render(request, "consultations/submitting/received.html", context)


@require_http_methods(READ_AND_SEND)
@never_cache
def decide(request, pk: int, version: int):
    if answer := barred(request, rules.may_decide_late, None):
        return answer
    found = Submission.objects.visible_to(request.user).select_related(*READ)
    made = get_object_or_404(found, response=pk, version=version, late=True)
    consultation, receipt = made.response.consultation, Receipt(made)
    back = reverse("consultations:responses", args=[consultation.pk])
    page = {
        **_page(consultation, "Decide on a late response", back),
        "lead": f"{receipt.which} was received on {receipt.received}.",
        "facts": [{"term": "The consultation closed", "value": exact(consultation.closes_at)}, *_decided_before(made)],
    }
    if made.response.withdrawn_at:
        return ask(request, {**page, "closed": ["It was withdrawn, so there is nothing to decide."]}, None, None)
    asked = Asked(
        act=actions.decide_late,
        about={"submission": made, "by": request.user},
        effects=lambda form: _effects_of_decision(made, form.cleaned_data["accepted"] == "yes"),
        button="Record the decision",
        done="It is decided, and the respondent is told.",
        to=lambda: back,
    )
    return ask(request, page, bound(request, DecideForm), asked)


def _decided_before(made: Submission) -> list[dict]:
    if not made.late_decision:
        return []
    return [{"term": "Decided before", "value": f"{made.get_late_decision_display()}: {made.decided_because}"}]


def _effects_of_decision(made: Submission, accepted: bool) -> dict[str, list[str]]:
    others = made.response.submissions.exclude(pk=made.pk)
    before = any(other.counts for other in others)
    if accepted:
        instead = ", in place of what they sent before" if before else ""
        does = f"It is counted, published and answered like every other{instead}."
    else:
        still = "; what they sent before still counts" if before else ""
        does = f"It stays on record and is not counted{still}."
    return {
        "What it does": [does, *([AFTERWARDS] if comes_afterwards(made.response.consultation) else [])],
        "Who is told": ["Whoever may speak for the respondent, by e-mail, with the reason."],
        "Afterwards": ["It can be decided again, with a reason."],
    }


AFTERWARDS = "The responses are published: what now counts is read by others once SECAS has published it too."


@require_http_methods(READ_AND_SEND)
@never_cache
def withdraw(request, pk: int):
    response, by = _to_withdraw(request, pk)
    page = _page(response.consultation, "Withdraw a response", _back(request, response, by))
    page["lead"] = f"{response.whose}: response {response.number}."
    if response.withdrawn_at:
        return ask(request, {**page, "closed": [f"It was withdrawn: {response.withdrawn_because}"]}, None, None)
    asked = Asked(
        act=actions.withdraw_response,
        about={"response": response, "by": by},
        effects=lambda form: _effects_of_withdrawal(response),
        button="Withdraw the response",
        done="The response is withdrawn.",
        to=lambda: _back(request, response, by),
    )
    try:
        return ask(request, page, bound(request, WithdrawForm), asked)
    except NotAllowed as refusal:
        raise PermissionDenied(refusal.sentence) from refusal


def _to_withdraw(request, pk: int):
    """The response, and who would withdraw it: the user, or the guest who sent it."""
    sent = Response.objects.filter(pk=pk, number__isnull=False).select_related(
        "consultation__proposal", "organisation__merged_into", "invitation"
    )
    found = sent.visible_to(request.user).first()
    if found is not None:
        if not rules.may_withdraw_response.test(request.user, found):
            raise PermissionDenied("A response is withdrawn by those who may sign it off, or by SECAS.")
        return found, request.user
    found = sent.filter(guests.own(request, "")).first()
    if found is None:
        raise Http404("There is no such response, or it is not open to you.")
    return found, found.invitation


def _back(request, response: Response, by) -> str:
    if by is not request.user:
        return reverse("consultations:guest", args=[by.pk])
    if is_analyst(request.user):
        return reverse("consultations:responses", args=[response.consultation_id])
    return reverse("consultations:my_responses")


def _effects_of_withdrawal(response: Response) -> dict[str, list[str]]:
    published = response.consultation.responses_published_at
    return {
        "What it does": [
            "None of its versions counts any more, and only its own people and SECAS read them.",
            *(["It was published: it is taken from the published responses."] if published else []),
            *([ISSUED_KEEP] if response.consultation.is_over_at(clock.now()) else []),
            "Until the close another response may be sent; after it, one that is late.",
        ],
        "Who is told": ["Whoever may speak for the respondent, and the Lead Analyst, by e-mail."],
        "Afterwards": ["A withdrawal is not taken back."],
    }


@require_POST
def take_on(request, pk: int):
    """What an organisation had begun before it was merged is gone on with by the other one."""
    if answer := barred(request, is_signed_in, None):
        return answer
    response = get_object_or_404(Response.objects.filter(own(request.user)), pk=pk)
    try:
        actions.take_on_response(response=response, by=request.user)
    except NotAllowed as refusal:
        raise PermissionDenied(refusal.sentence) from refusal
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect("consultations:my_responses")
    return redirect("consultations:respond", response.consultation_id)


def _page(consultation, title: str, back: str) -> dict:
    return {**kept_frame(consultation, title), "base": BASE, "cancel_url": back}
