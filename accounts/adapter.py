from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs themselves up: people are entered by an administrator and set their password by e-mail."""

    def is_open_for_signup(self, request):
        return False
