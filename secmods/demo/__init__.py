"""The demonstration: a register with proposals of the past under their true references and live ones that count from
today, entered by invented people. It exists only where ``DEMO`` is on."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Identity:
    """Somebody the demo may be tried as; ``role`` is what they are in it, in words."""

    name: str
    email: str
    role: str


def identities() -> list[Identity]:
    from accounts.models import User

    people = User.objects.filter(is_demo=True, is_active=True).order_by("pk")
    return [Identity(*row) for row in people.values_list("name", "email", "demo_note")]
