"""Who writes down what people and organisations are called, and so must write it again when that changes. Upper apps
register here."""

from collections.abc import Callable

_listeners: list[Callable] = []


def when_a_name_changes(listener: Callable) -> None:
    """Register ``listener(people, organisations)``: the keys of those that are called otherwise now. It is called after
    the name is written, within the same act."""
    if listener not in _listeners:
        _listeners.append(listener)


def name_changed(*, people=(), organisations=()) -> None:
    for listener in _listeners:
        listener(people, organisations)
