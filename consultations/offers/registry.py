"""Where offers are registered, and how a page asks for them."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Offer:
    """A page that the reader may open next. ``leads``: it is the thing to do, of which there is one."""

    words: str
    url: str
    leads: bool = False


offers: dict[str, tuple[int, Callable]] = {}


def offer(key: str, *, sort: int):
    """Register the decorated ``function(consultation, user)``: an ``Offer``, or nothing for a reader or a state for
    which there is none. It is asked each time a page is shown, so it asks the database as little as it can."""

    def register(function):
        offers[key] = (sort, function)
        return function

    return register


def links_for(consultation, user) -> list[Offer]:
    """In their order; of several that lead, the first does."""
    asked = [find(consultation, user) for _, find in sorted(offers.values(), key=lambda entry: entry[0])]
    found = [each for each in asked if each is not None]
    leading = next((each for each in found if each.leads), None)
    return [each if each is leading or not each.leads else Offer(each.words, each.url) for each in found]
