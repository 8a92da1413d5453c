"""From a draft of legal text to the facts of an annex."""

from legaltext.models import Edit, LegalDraft
from legaltext.queries import DocumentRedline, place_name
from papers import facts as f
from papers.document import RedlineLine
from papers.redlines import lines_of


def legal_text(draft: LegalDraft | None, redlines: dict) -> f.LegalText | None:
    documents = tuple(_legal_document(redlined) for redlined in redlines[draft.pk]) if draft else ()
    return f.LegalText(draft.label, draft.drafted_against.number, documents) if documents else None


def _legal_document(redlined: DocumentRedline) -> f.LegalDocument:
    document = f.SecDocument(redlined.document.code, redlined.document.title)
    return f.LegalDocument(document, tuple(_legal_changes(redlined)))


def _legal_changes(redlined: DocumentRedline):
    """One change per instruction. Context goes with the change that follows it, the last of it with the last."""
    waiting: list[RedlineLine] = []
    made: list[f.LegalChange] = []
    for change in redlined.changes:
        lines = lines_of(change)
        edit = redlined.edit_of(change.number)
        if edit is None or edit.operation == Edit.Operation.CONTEXT:
            waiting += lines
            continue
        made.append(_legal_change(redlined, edit, (*waiting, *lines)))
        waiting = []
    if made and waiting:
        last = made[-1]
        made[-1] = f.LegalChange(last.operation, last.clause, (*last.lines, *waiting), last.after)
    return made


def _legal_change(redlined: DocumentRedline, edit: Edit, lines: tuple) -> f.LegalChange:
    code = redlined.document.code
    if edit.operation == Edit.Operation.INSERT_AFTER:
        return f.LegalChange("insert", place_name(code, edit.new_number), lines, place_name(code, edit.clause))
    return f.LegalChange(edit.operation, place_name(code, edit.clause), lines)
