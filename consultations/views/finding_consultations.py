"""The consultation that an address names, for those who may read it or run it."""

import functools

from django.shortcuts import get_object_or_404

from consultations import rules
from consultations.models import Consultation
from proposals.pages import barred

KNOWN = ("proposal", "questions", "requirement_set", "window", "refinement")


def the_consultation(request, pk: int, among=None) -> Consultation:
    """404 where the reader may not see it, as for one that does not exist. ``among``: others than those of the list."""
    there = Consultation.objects.visible_to(request.user) if among is None else among
    return get_object_or_404(there.select_related(*KNOWN), pk=pk)


def run_page(view):
    """Give the view the consultation instead of its key; whoever does not run consultations signs in, or gets 403."""

    @functools.wraps(view)
    def wrapper(request, pk: int, *args, **kwargs):
        found = the_consultation(request, pk)
        if answer := barred(request, rules.may_run, found):
            return answer
        return view(request, found, *args, **kwargs)

    return wrapper
