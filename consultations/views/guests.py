"""Guests: their links are opened, asked for, sent and revoked. No page of theirs has the link in its address."""

import functools
from datetime import timedelta

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audit.acts import Refused
from consultations import actions, rules
from consultations.drafts.writer import Writer, for_guest
from consultations.forms.guests import AskForm, InviteForm
from consultations.models import Consultation, Invitation, Response, Submission
from consultations.responses import guests
from consultations.views.consultation import the_consultation
from consultations.views.writing import frame, kept_frame
from proposals.acting import refusals_on
from proposals.pages import barred

READ_AND_SEND = ["GET", "HEAD", "POST"]
AN_HOUR, MOST_AN_HOUR = timedelta(hours=1), 10
LINKS = 7312  # the first key of our advisory locks for the links asked for from one place
BEGUN = Prefetch("responses", Response.objects.order_by("pk"), to_attr="begun")
ASKED = "A link is on its way to that address. It is yours alone. If it does not come, look where unwanted mail is put."


def unlinked(view):
    """The address of the page that somebody comes from is told to no other site, and no search engine keeps it."""

    @functools.wraps(view)
    def wrapper(*args, **kwargs):
        answer = view(*args, **kwargs)
        answer["Referrer-Policy"] = "no-referrer"
        answer["X-Robots-Tag"] = "noindex, nofollow"
        return answer

    return wrapper


@require_safe
@never_cache
@unlinked
def open_link(request, token: str):
    """Known in this browser from now on, at an address without the link."""
    invitation = guests.opened_by(token)
    if invitation is None:
        raise Http404("There is no such link.")
    if not guests.holds(invitation):
        return _over(request, invitation)
    guests.remember(request, invitation)
    to_outcome = request.GET.get("to") == guests.TO_OUTCOME and _counts(invitation)
    return redirect("consultations:guest_outcome" if to_outcome else "consultations:guest", invitation.pk)


def _counts(invitation: Invitation) -> bool:
    return Submission.objects.counting().filter(response__invitation=invitation).exists()


def _over(request, invitation: Invitation) -> HttpResponse:
    context = {"page_title": "This link is no longer valid", "sentence": guests.over_words(invitation)}
    return render(request, "consultations/submitting/link_over.html", context, status=410)


def guest(request, guest: int) -> Writer | HttpResponse:
    """The guest whose link was opened in this browser; to anybody else there is no such page."""
    if guest not in guests.known_to(request):
        raise Http404("Open the link that was sent to you.")
    found = Invitation.objects.select_related("consultation__proposal", "consultation__questions", "organisation")
    invitation = get_object_or_404(found, pk=guest)
    if not guests.holds(invitation):
        return _over(request, invitation)
    return for_guest(invitation, pages="guest", keys=(invitation.pk,))


@require_http_methods(READ_AND_SEND)
@never_cache
def ask(request, pk: int):
    """Somebody without an account asks for a link; the answer is the same whether their address is known or not."""
    consultation = the_consultation(request, pk)
    page = frame(consultation, "Answer without an account")
    if not (rules.guests_may_ask(consultation) and consultation.is_open_at(request.received_at)):
        context = {**page, "closed": _closed_words(consultation)}
        return render(request, "consultations/submitting/ask.html", context, status=409)
    form = AskForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            _check_rate(request)
            actions.ask_for_link(consultation=consultation, by=None, **form.cleaned_data)
            messages.success(request, ASKED)
            return redirect(consultation)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "consultations/submitting/ask.html", {**page, "form": form}, status=status)


def _closed_words(consultation: Consultation) -> str:
    if not rules.guests_may_ask(consultation):
        return "This consultation is answered by those whom it addresses. Ask SECAS if you would like to be invited."
    return "This consultation is not open. Ask SECAS if you would like to send something late."


def _check_rate(request) -> None:
    """Ten within any hour from one place; their instants are kept in the database, and those of one place counted one
    after the other."""
    key = f"guest-link-{get_adapter(request).get_client_ip(request)}"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [LINKS, key])
        lately = [at for at in cache.get(key, ()) if at > request.received_at - AN_HOUR]
        if len(lately) >= MOST_AN_HOUR:
            raise Refused("Too many links were asked for from where you are. Try again in an hour, or ask SECAS.")
        cache.set(key, [*lately, request.received_at], AN_HOUR.total_seconds())


@require_http_methods(READ_AND_SEND)
@never_cache
def invited(request, pk: int):
    """SECAS invites, and sees who was invited and what came of it."""
    consultation = the_consultation(request, pk)
    if answer := barred(request, rules.may_invite, None):
        return answer
    form = InviteForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            made = actions.invite_guest(consultation=consultation, by=request.user, **form.cleaned_data)
            messages.success(request, f"A link is on its way to {made.name}.")
            return redirect("consultations:guests", pk)
    found = Invitation.objects.visible_to(request.user).filter(consultation=consultation)
    context = {
        **kept_frame(consultation, "Guests"),
        "form": form,
        "invitations": found.select_related("organisation").prefetch_related(BEGUN).order_by("-pk"),
        "is_open": consultation.is_open_at(request.received_at),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "consultations/submitting/guests.html", context, status=status)


@require_POST
def revoke(request, pk: int, invitation: int):
    if answer := barred(request, rules.may_invite, None):
        return answer
    found = get_object_or_404(Invitation.objects.visible_to(request.user), consultation=pk, pk=invitation)
    actions.revoke_link(invitation=found, by=request.user)
    messages.success(request, f"The link of {found.name} opens nothing any more.")
    return redirect(reverse("consultations:guests", args=[pk]))
