from django import forms

from papers.models import GlossaryTerm
from proposals.forms.base import Form, words


class GlossaryForm(forms.Form):
    term = forms.ModelChoiceField(
        label="Term",
        queryset=GlossaryTerm.objects.all(),
        empty_label="Choose a term",
        error_messages={"required": "Choose a term."},
    )
    always = forms.BooleanField(
        label="List it although the report does not use it",
        required=False,
        help_text="Leave this empty to say which of several meanings an acronym has in this report.",
    )


class IssueForm(Form):
    erratum = words(
        "What this version puts right",
        rows=3,
        help_text="It stands in the report, under “Erratum”: what was wrong in the version before, and what is right.",
    )

    def __init__(self, *args, because: str, **options):
        """``because``: why it has to be said; empty where it need not."""
        super().__init__(*args, **options)
        self.fields["erratum"].required = bool(because)
        self.fields["erratum"].error_messages["required"] = because


class TakeDownForm(Form):
    reason = words(
        "Why it is taken down",
        "Say why it is taken down.",
        rows=3,
        help_text="It stands where the paper stood, for everybody who could read the paper.",
    )
