"""Guests: people who answer without an account. The link that is sent to their address is signed; whoever opens it is
known in that browser by its session, so that no page of theirs has the link in its address."""

from datetime import timedelta

from django.core import signing
from django.db.models import Q
from django.urls import reverse

from audit import clock
from consultations.models import Invitation

SALT = "consultations.guest"
# How long after the close the link still opens the receipt, and a late response is sent by it.
AFTERWARDS = timedelta(days=30)
TO_OUTCOME = "outcome"  # ?to=outcome behind a link: to what became of what its guest said
KEPT = "guest_invitations"  # in the session: the keys of the invitations whose links were opened here


def token_of(invitation: Invitation) -> str:
    return signing.dumps(invitation.pk, salt=SALT)


def opened_by(token: str) -> Invitation | None:
    """The invitation that a link names; nothing where nobody here has signed it."""
    try:
        pk = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return Invitation.objects.select_related("consultation", "organisation").filter(pk=pk).first()


def link(invitation: Invitation) -> str:
    return reverse("consultations:guest_link", args=[token_of(invitation)])


def remember(request, invitation: Invitation) -> None:
    request.session[KEPT] = sorted({*request.session.get(KEPT, []), invitation.pk})


def known_to(request) -> list[int]:
    return request.session.get(KEPT, [])


def own(request, path: str = "response__") -> Q:
    """What belongs to a guest whose link was opened in this browser and still holds."""
    closed_after = clock.now() - AFTERWARDS
    return Q(
        **{
            f"{path}invitation__in": known_to(request),
            f"{path}invitation__revoked_at": None,
            f"{path}consultation__closes_at__gt": closed_after,
        }
    )


def holds(invitation: Invitation) -> bool:
    closes = invitation.consultation.closes_at
    return invitation.revoked_at is None and closes is not None and clock.now() < closes + AFTERWARDS


def over_words(invitation: Invitation) -> str:
    """Why a link that is genuine opens nothing any more."""
    if invitation.revoked_at:
        day = f"{clock.london_date(invitation.revoked_at):%-d %B %Y}"
        return f"This link was revoked on {day}. Ask SECAS for another one; what you wrote is kept."
    return "This consultation has been over for long: the link opens nothing any more. Your receipt is in your mail."
