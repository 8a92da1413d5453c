"""Signing in as somebody of the demo with one press. Nothing here answers where ``DEMO`` is off."""

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.models import User
from secmods.demo import identities

BACKEND = "accounts.backends.SignedIn"


def sign_in(request):
    if not settings.DEMO:
        raise Http404
    return _enter(request)


@never_cache
@require_POST
def _enter(request):
    email = request.POST.get("email", "").replace("\0", "")  # which the database takes in no text
    person = get_object_or_404(User, is_demo=True, is_active=True, email=email)
    login(request, person, backend=BACKEND)
    return redirect(_next(request))


def _next(request) -> str:
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return wanted
    return resolve_url(settings.LOGIN_REDIRECT_URL)


def context(request) -> dict:
    """For the sign-in page alone: whom the demo can be tried as."""
    match = request.resolver_match
    if not settings.DEMO or match is None or match.url_name != "account_login":
        return {}
    return {"demo_identities": identities(), "demo_action": reverse("demo_sign_in")}
