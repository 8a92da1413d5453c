"""Annex A: the legal text as a redline against a named SEC version."""

from django.utils.text import slugify

from papers import facts as f
from papers.document import Annex, Block, Redline, Section, strong
from papers.report.prose import document_name, paragraph, section

KEY = "annex-a"
OPERATIONS = {
    "amend": "Amend {clause} as follows:",
    "insert": "Insert {clause} after {after} as follows:",
    "delete": "Delete {clause} as follows:",
}


def annexes(facts: f.Facts) -> tuple[Annex, ...]:
    return () if facts.legal_text is None else (_annex(facts, facts.legal_text),)


def _annex(facts: f.Facts, legal_text: f.LegalText) -> Annex:
    sections = tuple(_document(document) for document in legal_text.documents)
    return Annex(KEY, "Annex A", "Legal text", legal_text.version, _about(facts, legal_text), sections)


def _about(facts: f.Facts, legal_text: f.LegalText) -> tuple[Block, ...]:
    return (
        paragraph(
            f"{KEY}.purpose",
            f"This annex contains the redlined changes to the SEC that {facts.reference} {facts.will} make.",
        ),
        paragraph(
            f"{KEY}.baseline", "They have been drafted against ", strong(f"SEC Version {legal_text.baseline}"), "."
        ),
        paragraph(
            f"{KEY}.legend",
            "Words to be inserted are underlined and words to be deleted are struck through. Unchanged text around a "
            "changed clause is there to give context.",
        ),
    )


def _document(document: f.LegalDocument) -> Section:
    key = f"{KEY}.{slugify(document.document.code)}"
    return section(
        key,
        document_name(document.document),
        *(_change(f"{key}.{n}", change) for n, change in enumerate(document.changes, 1)),
    )


def _change(key: str, change: f.LegalChange) -> Redline:
    operation = "amend" if change.operation == "insert" and not change.after else change.operation
    return Redline(key, OPERATIONS[operation].format(clause=change.clause, after=change.after), change.lines)
