"""Who is signed in: the person and their roles of today, in one query."""

from allauth.account.auth_backends import AuthenticationBackend

from accounts.models import User


class SignedIn(AuthenticationBackend):
    def get_user(self, user_id):
        user = User.objects.with_roles().filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None
