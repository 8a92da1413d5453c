"""The declaration under which a response is sent."""

from django import forms

from proposals.forms.base import Form, pick, words


class SignOffForm(Form):
    """``names``: for whom it speaks; ``gaps``: the numbers of questions that should be answered and are not;
    ``unfinished``: whether comments on clauses are not complete; ``opened``: the digest of what is shown above it."""

    signs = forms.BooleanField(error_messages={"required": "Say that you may sign it."})
    accepts_gaps = forms.BooleanField(required=False)
    opened = forms.CharField(required=False, widget=forms.HiddenInput, max_length=64)

    def __init__(self, data=None, *, names: list[str], gaps: list[int], unfinished: bool, opened: str):
        super().__init__(data)
        self.fields["signs"].label = f"I may sign this response for {'; '.join(names)}."
        self.initial["opened"] = self.now = opened
        if gaps or unfinished:
            self.fields["accepts_gaps"].label = f"I send it without {_left_out(gaps, unfinished)}."
        else:
            del self.fields["accepts_gaps"]

    @property
    def shown_again(self) -> str:
        """The digest to send back: that of what this page shows, and not of the one before."""
        return self.now

    def act_arguments(self) -> dict:
        given = self.cleaned_data
        return {"accepts_gaps": given.get("accepts_gaps", False), "opened": given["opened"]}


def _left_out(gaps: list[int], unfinished: bool) -> str:
    many = "question" if len(gaps) == 1 else "questions"
    answers = [f"an answer to {many} {', '.join(map(str, gaps))}"] if gaps else []
    comments = ["what is not complete among the comments on clauses"] if unfinished else []
    return " and without ".join([*answers, *comments])


class WithdrawForm(Form):
    reason = words("Why it is withdrawn", "Say why it is withdrawn.", rows=3, help_text="SECAS reads it.")


class DecideForm(Form):
    accepted = pick(
        "Does it count?",
        [("yes", "Accept it: it counts as the respondent’s answer"), ("no", "Refuse it: it does not count")],
        missing="Choose whether it counts.",
        radio=True,
    )
    reason = words("The reason", "Give the reason: the respondent reads it.", rows=3)

    def act_arguments(self) -> dict:
        return {"accepted": self.cleaned_data["accepted"] == "yes", "reason": self.cleaned_data["reason"]}
