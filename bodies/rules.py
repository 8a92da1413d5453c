"""Who may do what for a body: predicates of (user, committee), composed per act."""

import rules

from accounts.rules import is_administrator, is_analyst, is_signed_in
from accounts.seats import CHAIR, SECRETARY
from audit.acts import NotAllowed


@rules.predicate
def sits_on_it(user, committee) -> bool:
    return committee is not None and committee.pk in user.committee_ids


@rules.predicate
def chairs_it(user, committee) -> bool:
    return committee is not None and (committee.pk, CHAIR) in user.offices


@rules.predicate
def serves_it(user, committee) -> bool:
    return committee is not None and (committee.pk, SECRETARY) in user.offices


# What a body is, who sits on it and when it meets; its agenda, papers, minutes and ballots.
may_run = is_analyst | (is_signed_in & serves_it)
may_keep = may_run | is_administrator
may_enter_bodies = is_analyst | is_administrator
may_see_contacts = may_keep | (is_signed_in & sits_on_it)


def check(predicate, by, committee=None, *, sentence: str) -> None:
    """Refuse with ``sentence`` unless ``by`` may. ``by=None`` is the system, never a request."""
    if by is not None and not predicate.test(by, committee):
        raise NotAllowed(sentence)
