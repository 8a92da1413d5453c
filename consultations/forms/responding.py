"""The parts of a response that are no questions. As with those, nothing has to be filled in before it is signed off."""

from django import forms

from accounts.models import Organisation
from consultations.drafts import parts
from consultations.models import DraftClauseComment, Operation, Position, Response
from proposals.forms.base import Form, line, pick, words

NO_POSITION = ("", "We do not say")
NO_OPERATION = ("", "Choose one")


def _style(form: Form) -> None:
    for field in form.fields.values():
        if isinstance(field.widget, (forms.TextInput, forms.Textarea)):
            field.widget.attrs.setdefault("class", "form-control")
        elif isinstance(field.widget, forms.Select) and not isinstance(field.widget, forms.RadioSelect):
            field.widget.attrs.setdefault("class", "form-select")


class GeneralForm(Form):
    def __init__(self, response: Response, data=None):
        super().__init__(data, prefix=parts.GENERAL, initial=parts.said_in_general(response))
        self.fields["text"] = words("General comments", rows=10)
        _style(self)

    def said(self) -> dict:
        self.is_valid()
        return {"text": self.cleaned_data.get("text", "")}


class HeadForm(Form):
    """For whom it speaks, where it stands, who may read it."""

    def __init__(self, response: Response, data=None, *, said: dict | None = None):
        self.was = said or parts.said_in_head(response)
        super().__init__(data, prefix=parts.HEAD, initial=self.was)
        others = Organisation.objects.filter(is_party=True).exclude(pk=response.organisation_id)
        self.fields |= {
            "parties": forms.ModelMultipleChoiceField(
                others,
                label="Parties for which you answer besides",
                required=False,
                widget=forms.CheckboxSelectMultiple,
                error_messages={"invalid_choice": "Choose from the Parties listed."},
            ),
            "others": line("Others for which you answer", help_text="Names of those that are not listed above."),
            "position": pick("Where you stand on the change as a whole", [*Position.choices, NO_POSITION], radio=True),
            "confidential": forms.BooleanField(label="The whole response is confidential", required=False),
            "confidential_because": words(
                "Why it is confidential", rows=3, help_text="SECAS reads the reason; nobody else does."
            ),
            "consents": forms.BooleanField(
                label="It may be published with the respondent’s name",
                help_text="Without this, what is not confidential is published under your category, without your name.",
                required=False,
            ),
        }
        _style(self)

    def said(self) -> dict:
        """What cannot be understood stays as it was."""
        self.is_valid()
        entered = self.cleaned_data
        found = {name: entered.get(name, self.was[name]) for name in parts.HEADING}
        parties = sorted(party.pk for party in entered["parties"]) if "parties" in entered else self.was["parties"]
        return {**found, "others": found["others"].strip(), "parties": parties}

    def act_arguments(self) -> dict:
        said = self.said()
        chosen = Organisation.objects.filter(pk__in=said["parties"])
        return {**{name: said[name] for name in parts.HEADING}, "parties": list(chosen)}


class ClauseForm(Form):
    """A comment on a clause; without ``clause`` one that is to be added, in the fields of the part ``key``."""

    def __init__(self, clause: DraftClauseComment | None = None, data=None, *, key: str = parts.NEW_CLAUSE):
        self.clause = clause
        prefix = parts.of_clause(clause) if clause else key
        super().__init__(data, prefix=prefix, initial=parts.said_on_clause(clause) if clause else {})
        self.fields |= {
            "as_written": line("Clause", limit=80, help_text="As you would cite it, for example L8.7 or H9.1(e)."),
            "operation": pick("What is to be done there", [NO_OPERATION, *Operation.choices]),
            "anchor": words("Words at which it applies", rows=2, help_text="After which, or in place of which."),
            "text": words("Words to be added, or your question", rows=4),
            "confidential": forms.BooleanField(label="This comment is confidential", required=False),
        }
        _style(self)

    def said(self) -> dict:
        self.is_valid()
        values = {name: self.cleaned_data.get(name, "") for name in parts.ON_A_CLAUSE}
        return {**values, "confidential": bool(values["confidential"])}

    @property
    def is_blank(self) -> bool:
        return self.clause is None and self.said() == parts.NO_CLAUSE


class FilesForm(Form):
    confidential = forms.BooleanField(label="These files are confidential", required=False)
