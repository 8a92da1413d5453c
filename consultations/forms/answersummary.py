from django import forms

from proposals.forms.base import Form, words


class AnswerSummaryForm(Form):
    """``version``: the one that the form was opened on, so that of two who write the second is told."""

    text = words(
        "What they answered, in sum",
        rows=5,
        help_text="In a sentence or two, which papers print beside what is counted. Empty: nothing is said besides.",
    )
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
