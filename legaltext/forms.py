"""Forms of the legal text: which version of the SEC it is drafted against, and one edit of it."""

from legaltext import actions
from legaltext.models import Clause, Edit
from legaltext.queries import draft_of
from proposals.forms.base import EditForm, Form, choose, line, pick, words
from proposals.models import SecDocument, SecVersion
from proposals.models.code import NOT_RECORDED

OPERATIONS = [
    (Edit.Operation.AMEND, "Amend: replace its text"),
    (Edit.Operation.INSERT_AFTER, "Insert a new clause after it"),
    (Edit.Operation.DELETE, "Delete it"),
    (Edit.Operation.CONTEXT, "Show it unchanged, as context"),
]


class BaseForm(Form):
    drafted_against = choose(
        "SEC version",
        SecVersion.objects.exclude(number=NOT_RECORDED),
        missing="Choose which version of the SEC the text is drafted against.",
        help_text="Changes that are drafted already stay. A clause that they touch and that is not entered for this "
        "version is taken over as it last stood; look at the redline afterwards.",
    )


class ClauseForm(EditForm):
    """One instruction. What it is opened with is the instruction that stands for the clause, or the clause as it is."""

    document = choose("SEC document", SecDocument.objects.none(), missing="Choose the SEC document.")
    clause = line("Clause", "Give the number of the clause.", limit=20, help_text="For example G3.20.")
    operation = pick("What happens to it", OPERATIONS, missing="Choose what happens to the clause.", radio=True)
    new_number = line("Number of the new clause", limit=20, help_text="Only where a clause is inserted.")
    after = words("The text as it shall be", rows=14, help_text="One paragraph a line; (a) begins an item of a list.")

    def __init__(self, data=None, files=None, *, proposal, user=None, subject=None, place=None):
        """``subject``: the Alternative whose text it is; None for the proposed solution."""
        self.draft = draft_of(proposal, subject)
        self.place = place or place_of(data)
        super().__init__(data, files, proposal=proposal, user=user, subject=subject)
        held = Clause.objects.filter(version=self.draft.drafted_against)
        self.fields["document"].queryset = SecDocument.objects.filter(pk__in=held.values("document"))
        self.fields["clause"].widget.attrs |= {"list": "held-clauses", "autocomplete": "off"}

    def read(self) -> dict:
        """Document and clause come from the address; the edit of that clause and its text from the record."""
        document, clause = self.place
        if not document or not clause:
            return {"document": document, "clause": clause, "operation": Edit.Operation.AMEND}
        edit = self.draft.edits.filter(document=document, clause=clause).exclude(operation="insert_after").first()
        as_it_is = self.baseline()
        return {
            "document": document,
            "clause": clause,
            "operation": edit.operation if edit else Edit.Operation.AMEND,
            "after": (edit.after if edit else "") or (as_it_is.text if as_it_is else ""),
        }

    def baseline(self) -> Clause | None:
        document, clause = self.place
        if not document or not clause:
            return None
        return Clause.objects.filter(version=self.draft.drafted_against, document=document, number=clause).first()

    def version_of(self) -> int:
        return self.draft.version

    def suggestions(self) -> tuple[str, list[tuple[str, str]]]:
        held = Clause.objects.filter(version=self.draft.drafted_against).select_related("document")
        document = self.place[0]
        return "held-clauses", [
            (c.number, c.document.code) for c in (held.filter(document=document) if document else held)
        ]

    def save(self, version):
        given = self.values()
        if given["operation"] != Edit.Operation.INSERT_AFTER:
            given["new_number"] = ""
        own = {"proposal": self.proposal, "by": self.user, "alternative": self.subject}
        return actions.save_edit(**own, version=version, **given)


def place_of(data) -> tuple[int | None, str]:
    given = data or {}
    document, clause = str(given.get("document", "")), str(given.get("clause", "")).strip()
    # The database takes no NUL; the form says so where one was typed.
    return (int(document) if document.isdecimal() and len(document) < 10 else None), clause.replace("\0", "")
