"""The Modification Report: the record's facts as one document. Pure: the same facts give the same document."""

from papers import facts as f
from papers.document import DRAFT, ISSUED, Document
from papers.glossary import with_glossary
from papers.report import annex, background, conclusions, costs, front, impacts, implementation, summary

KIND = "modification-report"


def compose(facts: f.Facts) -> Document:
    return with_glossary(_body(facts), facts.glossary)


def _body(facts: f.Facts) -> Document:
    return Document(
        kind=KIND,
        reference=facts.reference,
        title=facts.title,
        document_title="Modification Report",
        version=facts.version,
        status=ISSUED if facts.issued else DRAFT,
        classification=front.classification(facts),
        composed_on=facts.composed_on,
        about=front.about(facts),
        enclosures=front.enclosures(facts),
        sections=(
            summary.chapter(facts),
            background.background(facts),
            background.solution(facts),
            impacts.chapter(facts),
            costs.chapter(facts),
            implementation.chapter(facts),
            conclusions.chapter(facts),
        ),
        annexes=annex.annexes(facts),
        contact=front.contact(facts),
        checkpoint=front.checkpoint(facts),
    )
