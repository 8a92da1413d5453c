"""Reading legal text: the clauses before and after, and the redline between them."""

from dataclasses import dataclass

from legaltext import redline
from legaltext.models import Clause, Edit, LegalDraft
from proposals.models import SecDocument


@dataclass(frozen=True)
class DocumentRedline:
    """What a draft does to one document: the instructions in words, and every clause shown."""

    document: SecDocument
    edits: list[Edit]
    changes: list[redline.ClauseChange]

    def edit_of(self, number: str) -> Edit | None:
        """The edit that made the shown clause ``number`` what it is."""
        made = (e for e in self.edits if e.new_number == number or (e.clause == number and not e.new_number))
        return next(made, None)

    @property
    def instructions(self) -> list[str]:
        return _instructions(self.document, self.edits)


def draft_of(proposal) -> LegalDraft | None:
    return LegalDraft.objects.filter(proposal=proposal).select_related("drafted_against").first()


def redlines_of(draft: LegalDraft) -> list[DocumentRedline]:
    """One redline per document the draft touches, in the order of the code; two queries, computed, never stored."""
    edits = list(draft.edits.select_related("document"))
    wanted = {(edit.document_id, edit.clause) for edit in edits}
    clauses = Clause.objects.filter(version=draft.drafted_against_id, document__in={d for d, _ in wanted})
    baseline = {(c.document_id, c.number): c for c in clauses if (c.document_id, c.number) in wanted}
    documents = {edit.document_id: edit.document for edit in edits}
    return [
        _redline(document, [e for e in edits if e.document_id == pk], baseline) for pk, document in documents.items()
    ]


def _redline(document: SecDocument, edits: list[Edit], baseline: dict) -> DocumentRedline:
    before, after = [], []
    for edit in edits:
        clause = baseline.get((document.pk, edit.clause))
        old = redline.Clause(clause.number, clause.heading, clause.text) if clause else None
        _place(edit, old, before, after)
    return DocumentRedline(document, edits, redline.redline_clauses(before, after))


def _place(edit: Edit, old: redline.Clause | None, before: list, after: list) -> None:
    if old and edit.operation != Edit.Operation.INSERT_AFTER:
        before.append(old)
    if edit.operation == Edit.Operation.CONTEXT and old:
        after.append(old)
    elif edit.operation == Edit.Operation.AMEND:
        after.append(redline.Clause(edit.clause, old.heading if old else "", edit.after))
    elif edit.operation == Edit.Operation.INSERT_AFTER:
        after.append(redline.Clause(edit.new_number, "", edit.after))


def _instructions(document: SecDocument, edits: list[Edit]) -> list[str]:
    name = document.code
    words = {
        Edit.Operation.AMEND: lambda e: f"Amend {place_name(name, e.clause)} as follows:",
        Edit.Operation.INSERT_AFTER: lambda e: f"Insert {e.new_number} after {place_name(name, e.clause)}:",
        Edit.Operation.DELETE: lambda e: f"Delete {place_name(name, e.clause)}:",
    }
    return [words[edit.operation](edit) for edit in edits if edit.operation in words]


def place_name(document: str, clause: str) -> str:
    """“Section G3.20” for a clause of a Section, whose numbers carry its letter; “Appendix D 2.1” elsewhere."""
    kind, _, letter = document.partition(" ")
    return f"{kind} {clause}" if letter and clause.startswith(letter) else f"{document} {clause}"
