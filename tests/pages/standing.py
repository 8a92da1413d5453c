"""Walks over a record that stands still ask once what each of their thousands of requests would ask again."""

import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property

import pytest
from django.http import Http404

from accounts.backends import SignedIn
from accounts.models import User
from audit import clock
from proposals import pages

OF_A_PERSON = [name for name, value in vars(User).items() if isinstance(value, cached_property)]


@contextmanager
def record_stands() -> Iterator[None]:
    """For a block within which nothing changes: pages are only asked for, or what is sent is refused or taken back.

    Before any page of a proposal begins, the site finds who asks, what they are, and whether the proposal at the address
    is open to them. That depends on the database and the day alone, takes two thirds of a short answer, and is asked for
    each person, and each person and address, the first time that it comes. What then comes again is a copy of its own.
    """
    person, proposal = SignedIn.get_user, pages.find
    people, found = {}, {}

    def get_user(self, user_id):
        return _recalled(people, (user_id, clock.today()), lambda: _known(person(self, user_id)))

    def find(slug, user):
        return _recalled(found, (slug, user.pk, clock.today()), lambda: proposal(slug, user))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SignedIn, "get_user", get_user)
        patch.setattr(pages, "find", find)
        yield


def _recalled(kept: dict, key: tuple, ask: Callable):
    if key not in kept:
        try:
            kept[key] = pickle.dumps(ask())
        except Http404 as nothing:
            kept[key] = nothing
    if isinstance(kept[key], Http404):
        raise Http404(*kept[key].args)
    return pickle.loads(kept[key])  # noqa: S301 – made by the line above


def _known(user: User | None) -> User | None:
    """With all that is read with a person when it is first wanted."""
    for name in OF_A_PERSON if user else ():
        getattr(user, name)
    return user
