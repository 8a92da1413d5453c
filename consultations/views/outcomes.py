"""What was asked, what was said, what was done: for everybody, and for each respondent of what they said."""

from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from consultations.drafts.writer import Writer
from consultations.models import Response
from consultations.points import outcome as facts
from consultations.views import guests
from consultations.views.consultation import crumbs, the_consultation
from consultations.views.writing import kept_frame


@require_safe
def outcome(request, pk: int):
    consultation = the_consultation(request, pk)
    if consultation.opened_at is None:
        raise Http404("Nothing has been asked yet.")
    context = {
        **_frame(consultation, "What became of it"),
        "page_title": "What was asked, what was said, what was done",
        "outcome": facts.outcome(consultation),
        "has_own": _has_own(request.user, consultation),
    }
    return render(request, "consultations/outcome/outcome.html", context)


@require_safe
def mine(request, pk: int):
    """Of each passage of one's own, what became of it."""
    consultation = the_consultation(request, pk)
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    return _own(request, consultation, request.user)


@require_safe
@never_cache
def of_a_guest(request, guest: int):
    """The same for somebody without an account, by the link that was opened in this browser."""
    found = guests.guest(request, guest)
    return _own(request, found.consultation, found.by) if isinstance(found, Writer) else found


def _own(request, consultation, reader):
    own = facts.own_outcomes(consultation, reader)
    if not own:
        raise Http404("You submitted no response to this consultation.")
    context = {
        **kept_frame(consultation, "What became of what you said"),
        "own": own,
        "to_come": facts.to_come(consultation),
    }
    return render(request, "consultations/outcome/mine.html", context)


def _has_own(user, consultation) -> bool:
    own = Response.objects.of(user).standing()
    return own.filter(consultation=consultation, number__isnull=False).exists()


def _frame(consultation, title: str) -> dict:
    return {
        "consultation": consultation,
        "page_title": title,
        "crumbs": crumbs(consultation, title),
        "page_classification": consultation.get_classification_display(),
    }
