"""Who may do what with a proposal: predicates of (user, proposal), composed per act."""

import rules

from accounts.rules import is_analyst, is_authority, is_signed_in, speaks_for_a_party, speaks_for_consumers
from audit.acts import NotAllowed
from bodies.queries import members_of
from proposals.states import State


@rules.predicate
def is_its_proposer(user, proposal) -> bool:
    return user.pk in (proposal.proposer_id, proposal.representative_id)


@rules.predicate
def is_of_its_organisation(user, proposal) -> bool:
    return proposal.proposer_organisation_id in user.submits_for


@rules.predicate
def speaks_for_an_organisation(user, proposal=None) -> bool:
    return bool(user.submits_for)


@rules.predicate
def sits_on_the_panel(user, proposal=None) -> bool:
    return bool(user) and user.is_authenticated and members_of("panel").filter(pk=user.pk).exists()


may_submit = is_signed_in
may_manage = is_analyst
may_withdraw = is_analyst | (is_signed_in & (is_its_proposer | is_of_its_organisation))
may_object = is_analyst | speaks_for_a_party
may_resubmit = may_withdraw
may_decide_as_authority = is_analyst | is_authority
may_adopt = is_analyst | (is_signed_in & speaks_for_an_organisation)
may_appeal = is_analyst | speaks_for_a_party | speaks_for_consumers | sits_on_the_panel
only_time = rules.predicate(lambda user, proposal=None: False, name="only_time")


NO_SOLUTION_YET = "A solution is worked out once the Change Sub-Committee has agreed the problem (SEC Section D)."


def may_hold_solution(proposal) -> bool:
    """No solution work before the problem is agreed, unless the Authority has granted urgency (SEC Section D; S3)."""
    return proposal.urgent or proposal.state not in (State.SUBMITTED, State.DEVELOPMENT)


def check(predicate, by, proposal=None, *, sentence: str) -> None:
    """Refuse with ``sentence`` unless ``by`` may. ``by=None`` is the system: a sweep or a command, never a request."""
    if by is not None and not predicate.test(by, proposal):
        raise NotAllowed(sentence)
