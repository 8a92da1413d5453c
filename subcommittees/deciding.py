"""What a body decides next, and whether it may come before it: read from the lifecycle and from readiness."""

from audit import clock
from bodies.models import Committee
from proposals import ports
from proposals.lifecycle import MOVES
from proposals.models import Proposal
from proposals.readiness import BODIES, Gap, Readiness, readiness
from proposals.states import State

# A vote under way is how the body decides it: it keeps no proposal off the agenda of that meeting.
UNDER_WAY = "no_ballot_open"


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
    keys = list(dict.fromkeys(key for row in rows for key in row.requires if key != UNDER_WAY))
    queryset = Proposal.objects.filter(pk=proposal.pk)
    found = ports.reasons_for(keys, queryset, clock.today())[proposal.pk] if keys else {}
    return any(not any(reason.blocks for key in row.requires for reason in found.get(key, ())) for row in rows)


def _decides(found: Readiness, committee: Committee) -> bool:
    return found.row.body == committee.code


def _missing(found: Readiness) -> str:
    reasons = " ".join(gap.reason.text for gap in missing(found))
    return f"{found.proposal.reference} is not ready for decision. {reasons}" if reasons else ""


def missing(found: Readiness) -> list[Gap]:
    """What must be there before the proposal may come before the body."""
    return [gap for gap in found.must if gap.requirement != UNDER_WAY]
