"""Reading legal text: the clauses before and after, and the redline between them."""

from dataclasses import dataclass

from django.db.models import F, Q

from legaltext import redline
from legaltext.models import Clause, Edit, LegalDraft
from proposals.models import Alternative, Proposal, SecDocument, Solution


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


def draft_of(proposal: Proposal, alternative: Alternative | None = None) -> LegalDraft | None:
    """The legal text of the proposed solution, or of an Alternative."""
    of = {"solution__alternative": alternative} if alternative else {"solution__proposal": proposal}
    return LegalDraft.objects.filter(**of).select_related("drafted_against").first()


def drafts_of(proposal: Proposal):
    """The legal texts of the proposal, its Alternatives' among them."""
    return LegalDraft.objects.filter(Q(solution__proposal=proposal) | Q(solution__alternative__proposal=proposal))


def edits_of(proposal: Proposal):
    """Those of every legal text that the proposal has, its Alternatives' among them."""
    of_proposal = Q(draft__solution__proposal=proposal) | Q(draft__solution__alternative__proposal=proposal)
    return Edit.objects.filter(of_proposal)


def solutions_of(proposal: Proposal) -> list[Solution]:
    """The proposed solution, then the Alternatives by their numbers, each with its legal text, in one query."""
    found = Solution.objects.filter(Q(proposal=proposal) | Q(alternative__proposal=proposal))
    found = found.select_related("alternative", "legal_draft__drafted_against")
    return list(found.order_by(F("alternative__number").asc(nulls_first=True)))


def legal_draft_of(solution: Solution) -> LegalDraft | None:
    """Of a solution as ``solutions_of`` reads it; nothing is asked again."""
    return getattr(solution, "legal_draft", None)


def redlines_of(draft: LegalDraft) -> list[DocumentRedline]:
    """One redline per document the draft touches, in the order of the code; two queries, computed, never stored."""
    return redlines_of_all([draft])[draft.pk]


def redlines_of_all(drafts: list[LegalDraft]) -> dict[int, list[DocumentRedline]]:
    """By the key of each draft, its redlines; two queries however many they are, none for none."""
    if not drafts:
        return {}
    edits = list(Edit.objects.filter(draft__in=drafts).select_related("document"))
    versions = {draft.drafted_against_id for draft in drafts}
    clauses = Clause.objects.filter(version__in=versions, document__in={edit.document_id for edit in edits})
    held = {(c.version_id, c.document_id, c.number): c for c in clauses}
    return {d.pk: _redlines([e for e in edits if e.draft_id == d.pk], d.drafted_against_id, held) for d in drafts}


def _redlines(edits: list[Edit], version: int, held: dict) -> list[DocumentRedline]:
    baseline = {(e.document_id, e.clause): held.get((version, e.document_id, e.clause)) for e in edits}
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
