"""The legal text of the demo's proposals, and the places in the SEC that they name."""

from accounts.models import User
from legaltext import actions
from legaltext.models import Edit
from proposals.models import Alternative, Proposal, SecReference
from secmods.demo import shapes
from secmods.demo.code import as_it_stood, carry_forward
from secmods.demo.record import Record

FINISHED = "1.0"


def references_of(file: shapes.Proposal, record: Record) -> list[dict]:
    """Where legal text is drafted, a clause that it leaves alone is named but not changed."""
    edited = {(edit.document, edit.clause) for edit in file.legal_text.edits} if file.legal_text else None
    return [
        {
            "document": record.documents[reference.document],
            "kind": reference.kind,
            "locator": reference.locator,
            "purpose": reference.purpose,
            "is_changed": _is_changed(reference, edited),
        }
        for reference in file.sec_references
    ]


def _is_changed(reference: shapes.Reference, edited: set | None) -> bool:
    if edited is None or reference.kind != SecReference.Kind.CLAUSE:
        return True
    return (reference.document, reference.locator) in edited


def draft(
    data: shapes.LegalText, record: Record, *, proposal: Proposal, by: User, alternative: Alternative | None = None
) -> None:
    """Clauses carried to the version drafted against, each instruction and the context; finished where it is 1.0."""
    version, own = record.versions[data.drafted_against], {"proposal": proposal, "by": by, "alternative": alternative}
    actions.draft_against(**own, version=version)
    for edit in (*data.edits, *_context(data)):
        document = record.documents[edit.document]
        carry_forward(document, edit.clause, version, by)
        actions.save_edit(
            **own,
            document=document,
            clause=edit.clause,
            operation=edit.operation,
            after=edit.after,
        )
    if data.version == FINISHED:
        actions.finish_draft(**own)


def _context(data: shapes.LegalText) -> list[shapes.Edit]:
    document = data.edits[0].document
    return [shapes.Edit(document, clause, Edit.Operation.CONTEXT, "") for clause in data.context]


def consolidate(data: shapes.LegalText, record: Record, number: str, by: User) -> None:
    """Enter the amended clauses as they stand in the version of the SEC that carries them."""
    version = record.versions[number]
    for edit in data.edits:
        if edit.operation != Edit.Operation.AMEND:
            continue
        document = record.documents[edit.document]
        heading = as_it_stood(document, edit.clause, version).heading
        actions.enter_clause(
            by=by, document=document, version=version, number=edit.clause, text=edit.after, heading=heading
        )
