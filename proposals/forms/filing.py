"""Forms that put right documents, latest updates and relations."""

from django import forms

from audit.classification import Classification
from proposals.actions.filing import CORRECTED
from proposals.actions.ground import fingerprint
from proposals.forms.base import Form, day, line, pick, words
from proposals.forms.files import KINDS
from proposals.forms.texts import CLASSES
from proposals.models import Attachment, Proposal, ProposalUpdate, Relation
from proposals.references import parse_query

ALL_CLASSES = [*CLASSES, (Classification.RED.value, Classification.RED.label)]
IN_THE_HISTORY = "It stands in the history."
TITLE_LENGTH = Attachment._meta.get_field("title").max_length


class WhyForm(Form):
    """Nothing but a reason: ``label``, what is said where it is missing, and who will read it."""

    reason = words("Why", rows=3)

    def __init__(self, *args, label: str, missing: str, help_text: str = IN_THE_HISTORY, **options):
        super().__init__(*args, **options)
        field = self.fields["reason"]
        field.label, field.help_text, field.required = label, help_text, True
        field.error_messages["required"] = missing


def why_field() -> forms.CharField:
    return words("Why this is put right", "Say why this is put right.", rows=3, help_text=IN_THE_HISTORY)


class OpenedForm(Form):
    """Over a row that somebody else may put right meanwhile: ``names`` are its columns, and the fields. The act is
    given the fingerprint of what the person saw."""

    opened = forms.CharField(required=False, widget=forms.HiddenInput)
    names: tuple[str, ...] = ()

    def __init__(self, *args, row, **options):
        now = {name: getattr(row, name) for name in self.names}
        super().__init__(*args, initial={**now, "opened": fingerprint(row, self.names)}, **options)
        self.fields["reason"] = why_field()


class CorrectDocumentForm(OpenedForm):
    names = CORRECTED
    title = line("Title", "Give the document a title.", limit=TITLE_LENGTH)
    kind = pick("Kind", KINDS, missing="Choose the kind.")
    dated = day("Date of the document", missing="Give the date of the document.", required=True)
    classification = pick("Classification", ALL_CLASSES, missing="Choose a classification.")

    def __init__(self, *args, row: Attachment, **options):
        super().__init__(*args, row=row, **options)
        self.fields[
            "classification"
        ].help_text = "A closer class holds at once, at every address, and for the earlier versions too."
        if row.kind == Attachment.Kind.FIGURE:
            self.fields["kind"].choices = [(Attachment.Kind.FIGURE.value, Attachment.Kind.FIGURE.label)]


class CorrectUpdateForm(Form):
    text = words("What happened", "Write the update.", rows=4)
    on = day("Date", missing="Give the day on which it happened.", required=True)
    classification = pick("Classification", CLASSES, missing="Choose a classification.")

    def __init__(self, *args, update: ProposalUpdate, **options):
        now = {"text": update.text, "on": update.on, "classification": update.classification}
        super().__init__(*args, initial=now, **options)
        self.fields["reason"] = why_field()
        self.fields["reason"].help_text = "It stands under the update, for everybody who can read it."


RELATIONS = [choice for choice in Relation.Kind.choices if choice[0] != Relation.Kind.SPLIT_OF]


class RelateForm(Form):
    """``reference`` cleans to the proposal, if the person may read it."""

    kind = pick("What it has to do with the other", RELATIONS, missing="Choose what they have to do.", radio=True)
    reference = line("The other proposal", "Give the reference of the other proposal.", help_text="For example MP087.")
    places = {"to": "reference"}

    def __init__(self, *args, user, **options):
        super().__init__(*args, **options)
        self.user = user

    def clean_reference(self) -> Proposal:
        found = parse_query(self.cleaned_data["reference"]).numbers
        visible = Proposal.objects.visible_to(self.user)
        other = visible.numbered(found[0].number, found[0].suffix).first() if len(found) == 1 else None
        if other is None:
            raise forms.ValidationError("There is no such proposal. Give one reference, such as MP087 or SECMP0018.")
        return other

    def act_arguments(self) -> dict:
        return {"kind": self.cleaned_data["kind"], "to": self.cleaned_data["reference"]}
