"""Who is signed in: the person and their roles of today, in one query."""

import functools
from datetime import date

from allauth.account.auth_backends import AuthenticationBackend

from accounts.compiled import compiled
from accounts.models import User
from audit import clock


class SignedIn(AuthenticationBackend):
    def get_user(self, user_id):
        found = _people(clock.today()).filter(pk=user_id)[:1]
        return found[0] if found and self.user_can_authenticate(found[0]) else None


@functools.lru_cache(maxsize=4)
def _people(today: date):
    """Everybody with their roles of ``today``: asked of with each request, and to build the query takes longer than to
    ask it."""
    return compiled(User.objects.with_roles(today).order_by())
