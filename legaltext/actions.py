"""Every change to legal text. A draft belongs to a solution: the proposed one, or with ``alternative`` that one's."""

from functools import reduce
from operator import or_

from django.db.models import Q

from audit.acts import Refused, act, record
from legaltext.models import Clause, Edit, LegalDraft
from proposals import rules
from proposals.actions.ground import check_unfinished, check_version, take
from proposals.actions.texts import solution_to_change
from proposals.models import Alternative, Proposal, SecDocument, SecVersion

MANAGED = "Only SECAS may draft legal text."


@act
def enter_clause(
    *, by, document: SecDocument, version: SecVersion, number: str, text: str, heading: str = ""
) -> Clause:
    """Enter the text of one clause as it stands in a version; entering it again corrects it."""
    rules.check(rules.may_manage, by, None, sentence=MANAGED)
    clause, _ = Clause.objects.update_or_create(
        document=document, version=version, number=number, defaults={"text": tidy(text), "heading": heading}
    )
    record("clause_entered", subject=clause, by=by, sentence=f"{clause}.")
    return clause


@act
def draft_against(*, proposal: Proposal, by, version: SecVersion, alternative: Alternative | None = None) -> LegalDraft:
    """Open the legal text of a solution against a version of the code, or base it on another one: clauses that
    it names and that are not entered for this one are taken over as they last stood."""
    proposal = _take(proposal, by)
    solution = solution_to_change(proposal, alternative)
    draft, _ = LegalDraft.objects.update_or_create(solution=solution, defaults={"drafted_against": version})
    _carry_over(draft, by)
    sentence = _about(alternative, f"Drafted against SEC version {version}.")
    record("legal_draft_based", subject=draft, about=proposal, by=by, sentence=sentence)
    return draft


@act
def save_edit(
    *,
    proposal: Proposal,
    by,
    document: SecDocument,
    clause: str,
    operation: str,
    after: str = "",
    new_number: str = "",
    alternative: Alternative | None = None,
    version: int | None = None,
) -> Edit:
    """Write one instruction of the draft; a second one for the same clause replaces the first."""
    proposal = _take(proposal, by)
    draft = _draft(proposal, alternative)
    check_version(draft, version)
    after = tidy(after) if operation in (Edit.Operation.AMEND, Edit.Operation.INSERT_AFTER) else ""
    _check_edit(draft, document, clause, operation, after, new_number)
    if operation != Edit.Operation.INSERT_AFTER:
        draft.edits.filter(document=document, clause=clause).exclude(operation=Edit.Operation.INSERT_AFTER).delete()
    edit = Edit.objects.create(
        draft=draft, document=document, clause=clause, operation=operation, after=after, new_number=new_number
    )
    _next_version(draft)
    record(
        "legal_text_saved",
        subject=edit,
        about=proposal,
        by=by,
        sentence=_about(alternative, f"{edit} ({document.code})."),
        after={"text": after},
    )
    return edit


@act
def remove_edit(*, proposal: Proposal, by, edit: Edit, alternative: Alternative | None = None) -> None:
    proposal = _take(proposal, by)
    draft = _draft(proposal, alternative)
    if not draft.edits.filter(pk=edit.pk).exists():
        raise Refused("Somebody else has already taken this change out.")
    sentence = _about(alternative, f"{edit} ({edit.document.code}) taken out.")
    record("legal_text_saved", subject=edit, about=proposal, by=by, sentence=sentence, before={"text": edit.after})
    draft.edits.filter(pk=edit.pk).delete()
    _next_version(draft)


@act
def finish_draft(*, proposal: Proposal, by, alternative: Alternative | None = None) -> LegalDraft:
    """Give the draft its next whole number: 0.3 becomes 1.0, the version that a Modification Report carries."""
    proposal = _take(proposal, by)
    draft = _draft(proposal, alternative)
    draft.major, draft.minor = draft.major + 1, 0
    draft.save(update_fields=["major", "minor"])
    sentence = _about(alternative, f"Legal text version {draft.label}.")
    record("legal_draft_finished", subject=draft, about=proposal, by=by, sentence=sentence)
    return draft


def _carry_over(draft: LegalDraft, by) -> None:
    version = draft.drafted_against
    places = draft.edits.values_list("document", "clause")
    named = [Q(document=document, number=clause) for document, clause in places.distinct().order_by()]
    if not named or version.effective_on is None:
        return
    held = Clause.objects.filter(reduce(or_, named), version__effective_on__lte=version.effective_on)
    last = held.order_by("document_id", "number", "-version__effective_on").distinct("document_id", "number")
    for clause in last.select_related("document"):
        if clause.version_id != version.pk:
            own = {"document": clause.document, "version": version, "number": clause.number}
            enter_clause(by=by, text=clause.text, heading=clause.heading, **own)


def tidy(text: str) -> str:
    """One paragraph a line, no blank lines, no trailing space."""
    lines = (line.strip() for line in text.replace("\r\n", "\n").split("\n"))
    return "\n".join(line for line in lines if line)


def _take(proposal: Proposal, by) -> Proposal:
    proposal = take(proposal)
    rules.check(rules.may_manage, by, proposal, sentence=MANAGED)
    check_unfinished(proposal)
    return proposal


def _about(alternative: Alternative | None, sentence: str) -> str:
    return f"{alternative}: {sentence}" if alternative else sentence


def _draft(proposal: Proposal, alternative: Alternative | None) -> LegalDraft:
    solution = solution_to_change(proposal, alternative)
    draft = LegalDraft.objects.select_for_update().filter(solution=solution).first()
    if draft is None:
        raise Refused("Choose first which version of the SEC the text is drafted against.", "drafted_against")
    return draft


def _next_version(draft: LegalDraft) -> None:
    draft.minor, draft.version = draft.minor + 1, draft.version + 1
    draft.save(update_fields=["minor", "version"])


def _check_edit(draft, document, clause: str, operation: str, after: str, new_number: str) -> None:
    baseline = Clause.objects.filter(version=draft.drafted_against, document=document, number=clause).first()
    if baseline is None:
        raise Refused(
            f"{document.code} {clause} is not held as it stands in SEC version {draft.drafted_against}.", "clause"
        )
    if operation == Edit.Operation.INSERT_AFTER and not new_number.strip():
        raise Refused("Give the number of the clause that is inserted.", "new_number")
    if operation == Edit.Operation.INSERT_AFTER and new_number.strip() == clause:
        raise Refused("The inserted clause needs a number of its own.", "new_number")
    if operation in (Edit.Operation.AMEND, Edit.Operation.INSERT_AFTER) and not after:
        raise Refused("Write the text as it shall be.", "after")
    if operation == Edit.Operation.AMEND and after == baseline.text:
        raise Refused(f"This is the text of {clause} as it stands: nothing is amended.", "after")
