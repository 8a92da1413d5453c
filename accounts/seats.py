"""A port: which committees somebody sits on, which they chair or serve, and what that is called. The app that keeps the
seats says so when it starts."""

from collections.abc import Callable

CHAIR, SECRETARY = "chair", "secretary"

_ask: Callable | None = None
_ask_offices: Callable | None = None
_ask_post: Callable | None = None


def provide(function: Callable, offices: Callable, post: Callable) -> None:
    """``function(user) -> frozenset[int]`` of committee keys, ``offices(user) -> frozenset[(key, office)]`` and
    ``post(user) -> str``, “Secretary of the Panel”, of today."""
    global _ask, _ask_offices, _ask_post
    _ask, _ask_offices, _ask_post = function, offices, post


def of(user) -> frozenset[int]:
    return _ask(user) if _ask else frozenset()


def offices_of(user) -> frozenset[tuple[int, str]]:
    return _ask_offices(user) if _ask_offices else frozenset()


def post_of(user) -> str:
    return _ask_post(user) if _ask_post else ""
