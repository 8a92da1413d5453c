"""Forms over what a proposal says: its details, problem statement, places in the SEC, path, and updates."""

from django import forms

from accounts.queries import analysts, organisations, people
from audit import clock
from audit.classification import Classification
from bodies.models import Committee
from proposals import actions
from proposals.forms.base import EditForm, Form, RichField, choose, day, line, pick, words
from proposals.forms.rows import RowKind, RowsForm
from proposals.models import Proposal, SecDocument, SecReference
from proposals.models.proposal import TITLE_LENGTH
from proposals.richtext import from_plain
from proposals.states import Path

NOBODY, NONE = "Nobody", "None"
TITLE_TOO_LONG = f"The title may have {TITLE_LENGTH} characters; this one has %(show_value)d."
# Red is for people named one by one, which a whole proposal cannot be.
CLASSES = [(c.value, c.label) for c in (Classification.WHITE, Classification.GREEN, Classification.AMBER)]
MARKERS = (
    "For a footnote write [[note: its words]] where the number shall stand; for a figure write [[figure: 1]]. "
    "Without the editor you may type plain text: a blank line begins a new paragraph."
)


def title_field() -> forms.CharField:
    help_text = f"What is wrong, in a few words. At most {TITLE_LENGTH} characters."
    field = line("Title", "Give the proposal a title.", limit=TITLE_LENGTH, help_text=help_text)
    field.error_messages["max_length"] = TITLE_TOO_LONG
    field.widget.attrs["data-count-always"] = ""
    return field


class DetailsForm(EditForm):
    title = title_field()
    summary = words("What it is about, in plain words", rows=3, help_text="Two or three sentences for the register.")
    proposer = choose("Proposer", people(), missing="Choose the Proposer.")
    proposer_organisation = choose(
        "Proposer’s organisation", organisations(), missing="Choose the Proposer’s organisation."
    )
    on_behalf_of = choose("On behalf of", Committee.objects.all(), empty=NONE)
    representative = choose("Proposer’s representative", people(), empty=NOBODY)
    representative_organisation = choose("Representative’s organisation", organisations(), empty=NONE)
    lead_analyst = choose("Lead Analyst", people(), empty="Not named yet")
    deputy = choose("Deputy", people(), empty=NOBODY)
    classification = pick("Classification", CLASSES, missing="Choose a classification.")
    why = line("Why", limit=300, help_text="For a new title, Lead Analyst or deputy: the reason, for the history.")

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        for name in ("lead_analyst", "deputy"):
            self.fields[name].queryset = analysts()

    def read(self) -> dict:
        names = [name for name in self.base_fields if name not in ("opened", "why")]
        found = Proposal.objects.values(*names).get(pk=self.proposal.pk)
        self.version = found.pop("version")
        return found

    def version_of(self) -> int:
        return self.version

    def save(self, version):
        return actions.save_details(proposal=self.proposal, by=self.user, version=version, **self.values())


class StatementForm(EditForm):
    issue = RichField(
        label="What is the issue or problem?",
        required=True,
        help_text=MARKERS,
        error_messages={"required": "Say what the issue or problem is."},
    )
    sec_context = RichField(label="How does it relate to the SEC?", rows=6)
    do_nothing = RichField(label="What are the impacts of doing nothing?", rows=6)
    note = line("What changed in this version", limit=200, help_text="One sentence for the list of versions.")

    def read(self) -> dict:
        latest = self.proposal.statements.latest_version()
        made = from_plain if latest.is_submission else str
        return {name: made(getattr(latest, name)) for name in ("issue", "sec_context", "do_nothing")}

    def version_of(self) -> int:
        return self.proposal.statements.latest_version().sequence

    @property
    def next_sequence(self) -> int:
        return self.initial["version"] + 1

    def save(self, version):
        texts = self.values()
        note = texts.pop("note")
        return actions.revise_problem_statement(
            proposal=self.proposal, by=self.user, texts=texts, note=note, based_on=version
        )


def place_fields() -> dict[str, forms.Field]:
    return {
        "document": choose("SEC document", SecDocument.objects.all()),
        "kind": pick("What kind of place", SecReference.Kind.choices, initial=SecReference.Kind.CLAUSE),
        "locator": line("Number or name", limit=40, help_text="For example G3.20. Empty for a whole document."),
        "purpose": line("Why it is named", limit=300),
        "is_changed": forms.BooleanField(label="The solution changes it", required=False, initial=True),
    }


class ReferencesForm(RowsForm):
    kinds = (RowKind("place", "Place", "Add another place", place_fields, ("document", "locator")),)

    def read(self) -> dict:
        names = list(place_fields())
        return {"place": list(self.proposal.sec_references.order_by("pk").values(*names))}

    def version_of(self) -> int:
        return Proposal.objects.values_list("version", flat=True).get(pk=self.proposal.pk)

    def clean(self):
        seen = set()
        for index, row in self.given_at(self.kinds[0]):
            self._check(index, row, seen)

    def _check(self, index: int, row: dict, seen: set) -> None:
        place = (row["document"], row["kind"], row["locator"])
        if not row["document"]:
            self.add_error(f"place-{index}-document", f"Choose the SEC document of place {index + 1}.")
        elif not row["locator"] and row["kind"] != SecReference.Kind.WHOLE:
            self.add_error(f"place-{index}-locator", f"Give the number or name of place {index + 1}.")
        elif place in seen:
            self.add_error(f"place-{index}-locator", f"Place {index + 1} is named above already.")
        seen.add(place)

    def save(self, version):
        rows = self.given(self.kinds[0])
        return actions.save_sec_references(proposal=self.proposal, by=self.user, references=rows, version=version)


class PathForm(EditForm):
    path = pick(
        "Path",
        [("", "Not determined yet"), *(choice for choice in Path.choices if choice[0] != Path.FAST_TRACK)],
        radio=True,
    )
    by_authority = forms.BooleanField(label="The Authority determined it, over the Panel", required=False)
    reasons = words("The reasons", rows=4)
    on = day("Determined on", help_text="Leave empty for today.")

    def read(self) -> dict:
        path, reasons, on = Proposal.objects.values_list("path", "path_reasons", "path_determined_on").get(
            pk=self.proposal.pk
        )
        return {"path": path, "reasons": reasons, "on": on}

    def version_of(self) -> int:
        return Proposal.objects.values_list("version", flat=True).get(pk=self.proposal.pk)

    def save(self, version):
        return actions.determine_path(proposal=self.proposal, by=self.user, version=version, **self.values())


class UpdateForm(Form):
    text = words("What happened", "Write the update.", rows=4)
    on = day("Date", initial=clock.today, help_text="The day it happened. Leave empty for today.")
