"""How long a request for urgency stands that the Authority has not answered (domain §2.2 rows 15 and 16).

As long as urgency can be granted: until the decision. Then it lapses with the step that was taken, and the Authority is
told. The parts of a split go on with it.
"""

from proposals.states import URGENCY_ASKED_IN, State

LAPSES = "The request for urgency lapses, as urgency can no longer be granted."
PASSES_ON = "The request for urgency goes on with each of the parts."


def lapses(proposal, to: str) -> bool:
    """Whether a step of the proposal into the state ``to`` ends a request that is open."""
    return proposal.urgency_requested_on is not None and to not in URGENCY_ASKED_IN


def words(to: str) -> str:
    return PASSES_ON if to == State.CLOSED_SPLIT else LAPSES
