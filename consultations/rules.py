"""Who may say something, and who puts it right."""

from datetime import datetime

import rules

from accounts.rules import is_analyst, is_signed_in
from audit import clock
from proposals.models import Proposal
from proposals.rules import speaks_for_an_organisation
from proposals.states import FINISHED, Stage, State, states_of


@rules.predicate
def said_it(user, comment) -> bool:
    return comment is not None and comment.organisation_id in user.submits_for


may_comment = is_signed_in & speaks_for_an_organisation
may_change = is_analyst | (is_signed_in & said_it)
may_sort = is_analyst

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
