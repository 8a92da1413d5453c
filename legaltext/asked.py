"""Legal text as somebody asked for it: what other apps may do with a draft, without knowing this one."""

from django.urls import reverse

from audit.acts import Refused
from legaltext.actions import save_edit, tidy
from legaltext.models import Clause, Edit, LegalDraft
from legaltext.queries import draft_of, solutions_of
from legaltext.redline import Clause as Shown
from legaltext.redline import redline_clauses
from legaltext.shown import ShownClause, shown_change
from legaltext.wording import NotFound, Reference, reference, reworded
from proposals.models import Alternative, Proposal
from proposals.ports import Drafter, Instruction, Redraft, draft_texts

QUERY = "query"
NO_DRAFT = "has no legal text yet: choose first which version of the SEC it is drafted against."


def redraft(proposal: Proposal, alternative: Alternative | None, instruction: Instruction) -> Redraft:
    """As the draft has the clause, or else as the SEC has it, with the change made in it."""
    draft = _draft(proposal, alternative)
    clause, path = _held(draft, instruction.clause)
    before = _standing(draft, clause)
    found = Redraft(clause.document, clause.number, before, before)
    if instruction.operation == QUERY:
        return found
    try:
        after = reworded(before, path, instruction.operation, instruction.anchor, instruction.text)
    except NotFound as missing:
        return Redraft(clause.document, clause.number, before, before, why_not=str(missing))
    return Redraft(clause.document, clause.number, before, tidy(after))


def save(proposal: Proposal, alternative: Alternative | None, clause: str, after: str, opened: str, by) -> str:
    """Of two who change the same clause the second is told."""
    draft = _draft(proposal, alternative)
    held, _ = _held(draft, clause)
    standing = Redraft(held.document, held.number, _standing(draft, held), "")
    if opened != standing.opened:
        raise Refused(f"Somebody else changed {held.number} in the legal text meanwhile. Look at it again.", "after")
    after = tidy(after)
    if after == standing.before:
        raise Refused(f"This is what {held.number} says as it stands: nothing is changed.", "after")
    operation = Edit.Operation.AMEND if after else Edit.Operation.DELETE
    save_edit(
        proposal=proposal,
        by=by,
        alternative=alternative,
        document=held.document,
        clause=held.number,
        operation=operation,
        after=after,
    )
    return draft_of(proposal, alternative).label


def shown(of: Redraft, after: str) -> ShownClause:
    old = [Shown(of.clause, "", of.before)]
    new = [Shown(of.clause, "", tidy(after))] if after.strip() else []
    (change,) = redline_clauses(old, new)
    return shown_change(change)


def drafts(proposal: Proposal) -> list[Alternative | None]:
    return [
        solution.alternative
        for solution in solutions_of(proposal)
        if hasattr(solution, "legal_draft") and (solution.alternative is None or solution.alternative.is_live)
    ]


def page(proposal: Proposal, alternative: Alternative | None = None) -> str:
    return reverse("legaltext:draft", args=[proposal.slug, *([alternative.number] if alternative else [])])


def _draft(proposal: Proposal, alternative: Alternative | None) -> LegalDraft:
    draft = draft_of(proposal, alternative)
    if draft is None:
        raise Refused(f"{alternative or proposal.reference} {NO_DRAFT}")
    return draft


def _held(draft: LegalDraft, wanted: str) -> tuple[Clause, str]:
    """The clause, and the paragraph of it that is meant."""
    if not wanted.strip():
        raise Refused("Which clause is meant could not be read. Give its number.", "clause")
    held = Clause.objects.filter(version=draft.drafted_against).select_related("document")
    for asked in (Reference(wanted.strip()), reference(wanted)):
        found = list(held.filter(number=asked.clause))
        if len(found) > 1:
            documents = " and ".join(clause.document.code for clause in found)
            raise Refused(f"{asked.clause} stands in {documents}. Change it in the legal text itself.", "clause")
        if found:
            return found[0], asked.path
    version = draft.drafted_against
    raise Refused(
        f"{reference(wanted).clause} is not held as it stands in SEC version {version}. Enter it first.", "clause"
    )


def _standing(draft: LegalDraft, clause: Clause) -> str:
    """Its text in the draft; refused where the draft takes the clause out."""
    edits = draft.edits.filter(document=clause.document, clause=clause.number)
    edit = edits.exclude(operation=Edit.Operation.INSERT_AFTER).first()
    if edit and edit.operation == Edit.Operation.DELETE:
        raise Refused(f"The draft deletes {clause.number}. Take that out of it first.", "clause")
    return edit.after if edit and edit.operation == Edit.Operation.AMEND else clause.text


def register() -> None:
    draft_texts(Drafter(redraft, save, shown, drafts, page))
