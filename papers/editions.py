"""For whom an edition of a paper is composed: its class, and which classes may stand in it."""

from django.db.models import Q

from audit.classification import Classification, up_to
from papers.models import Paper


def classification_of(paper: Paper) -> str:
    """A document of its proposal, or of a consultation, is as open as that. A public edition is White; a restricted one
    as close as what it is about, and at least for the body alone."""
    if paper.consultation_id:
        return _of_consultation(paper)
    if paper.committee_id is None:
        return paper.proposal.classification
    if not paper.is_restricted:
        return Classification.WHITE
    closest = max(_classes(paper), key=Classification.values.index, default=Classification.WHITE)
    return Classification.AMBER if closest == Classification.WHITE else closest


def _of_consultation(paper: Paper) -> str:
    """As close as the consultation and its proposal; SECAS’s edition at least Amber, and read by analysts alone."""
    found = [paper.consultation.classification, *([paper.proposal.classification] if paper.proposal_id else [])]
    found += [Classification.AMBER] if paper.is_restricted else []
    return max(found, key=Classification.values.index)


def _classes(paper: Paper) -> list[str]:
    return [thing.classification for thing in (paper.item, paper.proposal) if thing is not None]


def default_edition(item, proposal) -> str:
    closed = [thing for thing in (item, proposal) if thing and thing.classification != Classification.WHITE]
    return Paper.Edition.RESTRICTED if closed else Paper.Edition.PUBLIC


def may_stand_in(paper: Paper, body_field: str = "", field: str = "classification") -> Q:
    """Rows that the edition may hold: no closer than itself, and Amber only where it is the body’s own."""
    classes = up_to(classification_of(paper))
    if paper.committee_id is None:
        return Q(**{f"{field}__in": classes})
    shared = [each for each in classes if each in up_to(Classification.GREEN)]
    found = Q(**{f"{field}__in": shared})
    if body_field and Classification.AMBER in classes:
        found |= Q(**{field: Classification.AMBER, body_field: paper.committee_id})
    return found
