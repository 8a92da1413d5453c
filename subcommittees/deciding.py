"""What a body decides next, and whether it may come before it: read from the lifecycle and from readiness."""

from audit import clock
from bodies.models import Committee
from proposals import ports
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
    if _decides_otherwise(proposal, committee):
        return ""
    state = State(proposal.state).label
    named = committee.named
    return f"{proposal.reference} is “{state}”: there is nothing in it for {named} to decide. Put it on for discussion."


def _decides_otherwise(proposal: Proposal, committee: Committee) -> bool:
    """Whether the body may take some other step of the lifecycle now, with everything there that it requires."""
    rows = [row for row in MOVES.values() if row.body == committee.code and proposal.state in row.sources]
    keys = list(dict.fromkeys(key for row in rows for key in row.requires))
    queryset = Proposal.objects.filter(pk=proposal.pk)
    missing = ports.reasons_for(keys, queryset, clock.today())[proposal.pk] if keys else {}
    return any(not any(reason.blocks for key in row.requires for reason in missing[key]) for row in rows)


def _decides(found: Readiness, committee: Committee) -> bool:
    return found.row.body == committee.code


def _missing(found: Readiness) -> str:
    if not found.must:
        return ""
    reasons = " ".join(gap.reason.text for gap in found.must)
    return f"{found.proposal.reference} is not ready for decision. {reasons}"
