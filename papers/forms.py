from django import forms

from papers.models import GlossaryTerm


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
