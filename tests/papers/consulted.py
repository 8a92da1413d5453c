"""Consultations whose documents are tried: as rows, open or over, with answers of each kind."""

from audit import clock
from consultations.models import Consultation
from papers import actions as papers
from papers import document as d
from papers.models import PaperVersion
from tests.consultations import asked

DOCUMENT, COLLATED = "consultation-document", "collated-responses"
PUBLIC, SECAS = "public", "restricted"


def composed(of: Consultation, by, kind: str = DOCUMENT, edition: str = PUBLIC) -> PaperVersion:
    return papers.compose_paper(kind=kind, consultation=of, edition=edition, by=by)


def issued(of: Consultation, by, kind: str = DOCUMENT, edition: str = PUBLIC) -> PaperVersion:
    return papers.issue_paper(paper=composed(of, by, kind, edition).paper, by=by)


def read(version: PaperVersion) -> d.Document:
    return d.from_json(version.snapshot)


def over(*texts, published: bool = True, **fields) -> Consultation:
    """Closed two days ago, its end written; its responses published unless said."""
    found = asked.consultation(*texts, days=-2, **fields)
    found.settled_at = found.closes_at
    found.responses_published_at = clock.now() if published else None
    found.save(update_fields=["settled_at", "responses_published_at"])
    return found
