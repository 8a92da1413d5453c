"""A port: which committees somebody sits on, what that is called, and which they chair or serve. The app that keeps the
seats says so when it starts."""

from collections.abc import Callable
from typing import NamedTuple

CHAIR, SECRETARY = "chair", "secretary"


class Seated(NamedTuple):
    """``committees``: their keys; ``post``: what somebody is there, “Secretary of the Panel”. Of today."""

    committees: frozenset[int] = frozenset()
    post: str = ""


_ask: Callable | None = None
_ask_offices: Callable | None = None


def provide(function: Callable, offices: Callable) -> None:
    """``function(user) -> Seated`` and ``offices(user) -> frozenset[(key, office)]``, both of today."""
    global _ask, _ask_offices
    _ask, _ask_offices = function, offices


def of(user) -> Seated:
    return _ask(user) if _ask else Seated()


def offices_of(user) -> frozenset[tuple[int, str]]:
    return _ask_offices(user) if _ask_offices else frozenset()
