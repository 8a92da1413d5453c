"""What the tests of notices and letters share."""

from papers import actions as papers
from papers import document as d
from papers.models import PaperVersion
from papers.notices.steps import CALLED_FOR
from proposals.models import Move, Proposal


def step_of(proposal: Proposal, key: str) -> Move:
    return proposal.moves.standing().select_related("proposal").filter(key=key).last()


def issue(proposal: Proposal, key: str, by, kind: str = "", **more) -> PaperVersion:
    """The first notice that the step calls for, or the one of a ``kind``."""
    return papers.issue_notice(kind=kind or CALLED_FOR[key][0], step=step_of(proposal, key), by=by, **more)


def read(version: PaperVersion) -> d.Document:
    return d.from_json(version.snapshot)


def composed(proposal: Proposal, key: str, by, kind: str = "", **more) -> d.Document:
    draft = papers.compose_paper(kind=kind or CALLED_FOR[key][0], step=step_of(proposal, key), by=by, **more)
    return read(draft)
