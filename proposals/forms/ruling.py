"""Forms over a rule of the process that is not yet in force."""

from django import forms

from bodies.models import Committee
from proposals.actions.reference import DECIDER, RULE
from proposals.forms.base import choose, day, line
from proposals.forms.filing import OpenedForm

SOURCE = {"missing": "Give the source.", "limit": 200}


def _starts() -> forms.DateField:
    return day("Holds from", missing="Give the day from which it holds.", required=True)


class CorrectRuleForm(OpenedForm):
    names = RULE
    value = forms.IntegerField(
        label="Value",
        min_value=0,
        help_text="Working days, or pence where it is a rate.",
        error_messages={"required": "Give the value.", "invalid": "Give a whole number."},
    )
    starts = _starts()
    source = line("Source", **SOURCE)
    is_verified = forms.BooleanField(label="Verified against the Smart Energy Code", required=False)


class CorrectDeciderForm(OpenedForm):
    names = DECIDER
    committee = choose("Body", Committee.objects.all(), missing="Choose the body.")
    delegation = line("By whose delegation", limit=200, help_text="Empty where it decides in its own right.")
    starts = _starts()
    source = line("Source", **SOURCE)

    def __init__(self, *args, row, **options):
        super().__init__(*args, row=row, **options)
        self.initial["committee"] = row.committee_id
