"""The annexes: the legal text of each solution as a redline against a named SEC version, the proposed one's first."""

from django.utils.text import slugify

from papers import facts as f
from papers.document import Annex, Block, Redline, Section, strong
from papers.report.prose import document_name, paragraph, section
from papers.report.topic import Topic, alternatives, proposed

OPERATIONS = {
    "amend": "Amend {clause} as follows:",
    "insert": "Insert {clause} after {after} as follows:",
    "delete": "Delete {clause} as follows:",
}


def drafted(facts: f.Facts) -> tuple[Topic, ...]:
    """The solutions that have a legal text."""
    return tuple(topic for topic in (proposed(facts), *alternatives(facts)) if topic.solution.legal_text)


def annexes(facts: f.Facts) -> tuple[Annex, ...]:
    return tuple(_annex(topic, topic.solution.legal_text) for topic in drafted(facts))


def _annex(topic: Topic, legal_text: f.LegalText) -> Annex:
    title = f"Legal text of {topic.name}" if topic.place else "Legal text"
    sections = tuple(_document(topic, document) for document in legal_text.documents)
    return Annex(topic.annex_key, topic.annex, title, legal_text.version, _about(topic, legal_text), sections)


def _about(topic: Topic, legal_text: f.LegalText) -> tuple[Block, ...]:
    key = topic.annex_key
    return (
        paragraph(
            f"{key}.purpose",
            f"This annex contains the redlined changes to the SEC that {topic.name} {topic.will} make.",
        ),
        paragraph(
            f"{key}.baseline", "They have been drafted against ", strong(f"SEC Version {legal_text.baseline}"), "."
        ),
        paragraph(
            f"{key}.legend",
            "Words to be inserted are underlined and words to be deleted are struck through. Unchanged text around a "
            "changed clause is there to give context.",
        ),
    )


def _document(topic: Topic, document: f.LegalDocument) -> Section:
    key = f"{topic.annex_key}.{slugify(document.document.code)}"
    return section(
        key,
        document_name(document.document),
        *(_change(f"{key}.{n}", change) for n, change in enumerate(document.changes, 1)),
    )


def _change(key: str, change: f.LegalChange) -> Redline:
    operation = "amend" if change.operation == "insert" and not change.after else change.operation
    return Redline(key, OPERATIONS[operation].format(clause=change.clause, after=change.after), change.lines)
