"""Who may do what with a proposal: predicates of (user, proposal), composed per act."""

import rules

from accounts.models import Category
from accounts.rules import is_analyst, is_authority, is_signed_in, speaks_for_a_party, speaks_for_consumers
from audit.acts import NotAllowed
from bodies.queries import members_of
from proposals.states import Path, State


@rules.predicate
def is_its_proposer(user, proposal) -> bool:
    return user.pk in (proposal.proposer_id, proposal.representative_id)


@rules.predicate
def speaks_for_the_dcc(user, proposal=None) -> bool:
    return any(o.category == Category.DCC and o.pk in user.submits_for for o in user.organisations)


@rules.predicate
def raised_it(user, alternative) -> bool:
    return user.pk == alternative.raised_by_id or alternative.organisation_id in user.submits_for


@rules.predicate
def may_read(user, proposal) -> bool:
    return type(proposal).objects.visible_to(user).filter(pk=proposal.pk).exists()


@rules.predicate
def is_of_its_organisation(user, proposal) -> bool:
    return proposal.proposer_organisation_id in user.submits_for


@rules.predicate
def speaks_for_an_organisation(user, proposal=None) -> bool:
    return bool(user.submits_for)


@rules.predicate
def sits_on_the_panel(user, proposal=None) -> bool:
    return bool(user) and user.is_authenticated and members_of("panel").filter(pk=user.pk).exists()


def speaks_for_the_body(user, committee: int) -> bool:
    """Whether the user chairs the body of this key today, or serves it as its secretary."""
    return bool(user) and is_signed_in(user) and any(key == committee for key, _ in user.offices)


may_submit = is_signed_in
may_manage = is_analyst
may_withdraw = is_analyst | (is_signed_in & (is_its_proposer | is_of_its_organisation))
may_object = is_analyst | speaks_for_a_party
may_resubmit = may_withdraw
may_decide_as_authority = is_analyst | is_authority
may_adopt = is_analyst | (is_signed_in & speaks_for_an_organisation)
may_appeal = is_analyst | speaks_for_a_party | speaks_for_consumers | sits_on_the_panel
may_see_requests = is_analyst | (is_signed_in & speaks_for_the_dcc)
may_act_for_the_dcc = is_analyst | (is_signed_in & speaks_for_the_dcc & may_read)
may_raise_alternative = is_analyst | (
    is_signed_in & (is_its_proposer | is_of_its_organisation | speaks_for_a_party) & may_read
)
may_withdraw_alternative = is_analyst | (is_signed_in & raised_it)
only_time = rules.predicate(lambda user, proposal=None: False, name="only_time")


def goes_on(proposal) -> bool:
    """Whether there is anything to be done but to put its record right: a proposal that was split goes on in its parts
    (domain §2.2 row 23)."""
    return proposal.state != State.CLOSED_SPLIT


NO_SOLUTION_YET = "A solution is worked out once the Change Sub-Committee has agreed the problem (SEC Section D)."


def may_hold_solution(proposal) -> bool:
    """No solution work before the problem is agreed, unless the Authority has granted urgency (SEC Section D; S3)."""
    return proposal.urgent or proposal.state not in (State.SUBMITTED, State.DEVELOPMENT)


def has_refinement(proposal, user=None) -> bool:
    """Whether there is something to show: Fast-Track proposals are never refined, nor is a problem nobody agreed. What
    is being prepared for the Panel is SECAS's to see."""
    if proposal.state == State.CSC_AGREED:
        return proposal.urgent or may_manage.test(user, proposal)
    return bool(proposal.converted_on or proposal.urgent) and proposal.path != Path.FAST_TRACK


NOT_IN_REFINEMENT = "This is done while a proposal is in Refinement, or once the Authority has granted it urgency."


def may_be_refined(proposal) -> bool:
    """Steps of Refinement belong to Refinement (domain §2.2 rows 17–22); an urgent one may take them on its way."""
    return proposal.state == State.REFINEMENT or (proposal.urgent and not proposal.is_finished)


NO_AREAS_YET = (
    "What Refinement is to answer is set out once the Change Sub-Committee has agreed the problem, or the Authority "
    "has granted urgency, and until Refinement ends."
)


def may_set_areas(proposal) -> bool:
    """The paper that asks the Panel to convert a proposal names the questions that Refinement is to answer (S1 §3)."""
    return proposal.state == State.CSC_AGREED or may_be_refined(proposal)


def check(predicate, by, proposal=None, *, sentence: str) -> None:
    """Refuse with ``sentence`` unless ``by`` may. ``by=None`` is the system: a sweep or a command, never a request."""
    if by is not None and not predicate.test(by, proposal):
        raise NotAllowed(sentence)
