"""What a body decides next, and whether it may come before it: read from the lifecycle and from readiness."""

from bodies.models import Committee
from proposals.lifecycle import MOVES
from proposals.models import Proposal
from proposals.readiness import BODIES, Readiness, readiness
from proposals.states import State


def why_not_ready(proposal: Proposal, committee: Committee) -> str:
    """Why the proposal cannot come before the body for decision; empty where it can. Bodies that decide no step of the
    lifecycle decide on what they advise, and nothing needs to be there for that."""
    if committee.code not in BODIES:
        return ""
    found = readiness([proposal])
    if found and _decides(found[0], committee):
        return _missing(found[0])
    if any(row.body == committee.code and proposal.state in row.sources for row in MOVES.values()):
        return ""
    state = State(proposal.state).label
    named = committee.named
    return f"{proposal.reference} is “{state}”: there is nothing in it for {named} to decide. Put it on for discussion."


def _decides(found: Readiness, committee: Committee) -> bool:
    return found.row.body == committee.code


def _missing(found: Readiness) -> str:
    if not found.must:
        return ""
    reasons = " ".join(gap.reason.text for gap in found.must)
    return f"{found.proposal.reference} is not ready for decision. {reasons}"
