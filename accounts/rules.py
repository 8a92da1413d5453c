"""Who somebody is, as predicates that the acts of every app compose."""

import rules

from accounts.models import Category


@rules.predicate
def is_signed_in(user) -> bool:
    return bool(user and user.is_authenticated and user.is_active)


@rules.predicate
def has_analyst_role(user) -> bool:
    return user.is_analyst


@rules.predicate
def has_administrator_role(user) -> bool:
    return user.is_administrator


@rules.predicate
def has_authority_role(user) -> bool:
    return user.is_authority


@rules.predicate
def has_submitter_affiliation(user) -> bool:
    """May this person speak for a Party? Objections and appeals are the Parties' (SEC Section D)."""
    return any(o.is_party and o.pk in user.submits_for for o in user.organisations)


@rules.predicate
def has_consumer_affiliation(user) -> bool:
    return any(o.category == Category.CONSUMER_BODY and o.pk in user.submits_for for o in user.organisations)


is_analyst = is_signed_in & has_analyst_role
is_administrator = is_signed_in & has_administrator_role
is_authority = is_signed_in & has_authority_role
speaks_for_a_party = is_signed_in & has_submitter_affiliation
speaks_for_consumers = is_signed_in & has_consumer_affiliation
