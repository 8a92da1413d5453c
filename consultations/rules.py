"""Who may say something, and who puts it right."""

from datetime import datetime

import rules

from accounts.models import Category
from accounts.rules import is_analyst, is_signed_in
from audit import clock
from consultations.course import kinds
from consultations.models import Invitation
from proposals.models import Proposal
from proposals.rules import speaks_for_an_organisation
from proposals.states import FINISHED, Stage, State, states_of


@rules.predicate
def said_it(user, comment) -> bool:
    return comment is not None and comment.organisation_id in user.submits_for


may_comment = is_signed_in & speaks_for_an_organisation
may_change = is_analyst | (is_signed_in & said_it)
may_sort = is_analyst
may_collate = is_analyst
may_run = is_analyst


def organisations_that_answer(user, consultation) -> list:
    """Those of the user's organisations of today that are asked; who speaks for none may be invited as a guest."""
    if not is_signed_in(user) or user.is_analyst:
        return []
    asked = kinds.addressed(consultation)
    row = kinds.row_of(consultation)
    wanted = row.categories if row.answered_by != kinds.NAMED else asked
    if row.answered_by == kinds.PARTIES:
        return [o for o in user.organisations if o.is_party and o.category != Category.DCC]
    return [o for o in user.organisations if o.category in wanted]


@rules.predicate
def may_answer(user, consultation) -> bool:
    """Whether the user writes for an organisation that is asked. Whether it is open is another question."""
    return bool(organisations_that_answer(user, consultation))


@rules.predicate
def is_asked(user, response) -> bool:
    """Whether the respondent, or the organisation that it was merged into, is one that the user answers for."""
    asked = {o.pk for o in organisations_that_answer(user, response.consultation)}
    return bool(asked & keys_of(response.organisation))


def answers_words(user, consultation) -> str:
    """Why the user does not answer it; empty where they may."""
    if may_answer(user, consultation):
        return ""
    row = kinds.row_of(consultation)
    if not is_signed_in(user):
        return f"Sign in to answer for your organisation. {row.who}"
    if user.is_analyst:
        return f"SECAS runs it and answers none itself. {row.who}"
    if not user.organisations:
        return f"You write for no organisation here. {row.who}"
    named = row.answered_by == kinds.NAMED and consultation.invited
    asked = ", ".join(Category(each).label for each in consultation.invited)
    return f"It asks: {asked}." if named else row.who


def not_asked_words(user, consultation) -> str:
    """Why the user does not answer it for this organisation."""
    return answers_words(user, consultation) or "It asks another organisation of yours."


may_build = is_analyst
may_settle = is_analyst

# The problem is commented on until the Panel has converted the proposal, also once the Change Sub-Committee has agreed
# it (S0 §4 asks for comments before the Panel meets).
OPEN = states_of(Stage.DEVELOPMENT)

ELSEWHERE = {
    Stage.SUBMITTED: "It is being checked and has no number yet; it is commented on once it is raised.",
    Stage.REFINEMENT: (
        "Its solution is discussed at meetings of the Working Group and in the Refinement Consultation: see Refinement."
    ),
    Stage.REPORT: "What you think of it belongs into the Modification Report Consultation: see its overview.",
    Stage.DECISION: "A decision is being made, or may be appealed against: see its overview.",
    Stage.WITHDRAWN: "Somebody who would go on with it may adopt it while the notice runs: see its overview.",
    Stage.SPLIT: "It goes on in its parts: see those.",
}
OVER = "If the problem remains, raise a new Draft Proposal."


def takes_comments(proposal: Proposal) -> bool:
    return proposal.state in OPEN


def closed_words(proposal: Proposal) -> str:
    """Why nobody comments on it now, and where to go instead."""
    state = State(proposal.state)
    where = OVER if state in FINISHED and state != State.CLOSED_SPLIT else ELSEWHERE.get(proposal.stage, OVER)
    stands = f"{proposal.reference} is at “{state.label}”"
    return f"Draft Proposals are commented on in Development; {stands}. {where}"


def was_open(proposal: Proposal, at: datetime) -> bool:
    """Whether it was in Development at that moment, by the steps that stand. A past day on which it was raised or left
    Development counts as a whole: many steps were entered for a day and not for an hour."""
    moves = list(proposal.moves.standing().values_list("effective_at", "to_state"))
    day = clock.london_date(at)
    if day < clock.today():
        that_day = [state for when, state in moves if clock.london_date(when) == day]
        before = [state for when, state in moves if clock.london_date(when) < day]
        return any(state in OPEN for state in [*before[-1:], *that_day])
    before = [state for when, state in moves if when <= at]
    return bool(before) and before[-1] in OPEN


@rules.predicate
def is_its_guest(by, response) -> bool:
    """``by`` is the invitation by which a guest came, and it still holds."""
    return isinstance(by, Invitation) and by.revoked_at is None and response.invitation_id == by.pk


@rules.predicate
def has_an_account(by) -> bool:
    return not isinstance(by, Invitation)


@rules.predicate
def acts_for_the_respondent(user, response) -> bool:
    return response is not None and response.organisation_id in {o.pk for o in user.organisations}


# A contributor writes as well as an authorised submitter; SECAS never does.
may_draft = is_its_guest | (has_an_account & is_signed_in & acts_for_the_respondent)


def is_merged(organisation) -> bool:
    """Whether it is part of another one today: those who act for that one go on with what it began."""
    return organisation.merged_into_id is not None and organisation.merged_on <= clock.today()


def keys_of(organisation) -> set[int]:
    """The organisation, and the one that it was merged into."""
    if organisation is None:
        return set()
    return {organisation.pk, organisation.merged_into_id} if is_merged(organisation) else {organisation.pk}


@rules.predicate
def signs_for_it(user, response) -> bool:
    return bool(user.submits_for & keys_of(response.organisation))


@rules.predicate
def acts_for_it_today(user, response) -> bool:
    return bool({o.pk for o in user.organisations} & keys_of(response.organisation))


may_take_on = has_an_account & is_signed_in & acts_for_it_today
may_sign_off = is_its_guest | (has_an_account & is_signed_in & signs_for_it)
may_withdraw_response = may_sign_off | (has_an_account & is_analyst)
may_decide_late = is_analyst
may_invite = is_analyst


def guests_may_ask(consultation) -> bool:
    """Whether somebody without an account may ask for a link: where anybody may answer. Elsewhere SECAS invites."""
    row = kinds.row_of(consultation)
    return row.answered_by == kinds.ANYBODY or (row.answered_by == kinds.NAMED and not consultation.invited)
