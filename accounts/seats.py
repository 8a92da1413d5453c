"""A port: which committees somebody sits on, and which they chair or serve. The app that keeps the seats says so when
it starts."""

from collections.abc import Callable

CHAIR, SECRETARY = "chair", "secretary"

_ask: Callable | None = None
_ask_offices: Callable | None = None


def provide(function: Callable, offices: Callable) -> None:
    """``function(user) -> frozenset[int]`` of committee keys, ``offices(user) -> frozenset[(key, office)]``, today."""
    global _ask, _ask_offices
    _ask, _ask_offices = function, offices


def of(user) -> frozenset[int]:
    return _ask(user) if _ask else frozenset()


def offices_of(user) -> frozenset[tuple[int, str]]:
    return _ask_offices(user) if _ask_offices else frozenset()
