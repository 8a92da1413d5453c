"""Forms of ballots: the vote, and what SECAS, the secretary and the chair do with a ballot."""

from django import forms

from audit import clock
from bodies.models import Meeting
from proposals.forms.base import Form, choose, day, line, pick, words
from subcommittees.actions.balloting import standing_solutions
from subcommittees.actions.voting import cited
from subcommittees.models import Ballot, Position

UPCOMING = 12
PROPOSED = "0"


class VoteForm(Form):
    """The position of one seat. ``written_down``: by the secretary, for somebody who gave it in another way."""

    vote = pick("How do you vote?", Position.Vote.choices, missing="Choose how you vote.", radio=True)
    reasons = words("Reasons", rows=5)
    objectives = forms.MultipleChoiceField(
        label="SEC Objectives that your reasons rest on", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, on_record: Position | None = None, written_down: bool = False, **options):
        if on_record:
            standing = {"vote": on_record.vote, "reasons": on_record.reasons, "objectives": on_record.objectives}
            options = {**options, "initial": standing}
        super().__init__(*args, **options)
        self.fields["reasons"].help_text = "Needed where you reject. They are published with the result."
        self.fields["objectives"].choices = [(code, f"{each}: {each.text}") for code, each in cited().items()]
        if written_down:
            self.fields["vote"].label = "How does the seat vote?"
            self.fields["how"] = line("How it was given", "Say how it was given.", limit=60)
            self.fields["how"].help_text = "For example: by telephone on 4 November, by e-mail."


class OpenBallotsForm(Form):
    """What is voted on, at which meeting or by when."""

    solutions = forms.MultipleChoiceField(
        label="What is voted on",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose what is voted on.", "invalid_choice": "Choose one of those listed."},
    )
    meeting = choose("Meeting", Meeting.objects.none(), empty="None: a written resolution between meetings")
    closes_on = day("Closes by itself on", help_text="At 17:00. Needed where there is no meeting.")

    def __init__(self, *args, proposal, committee, **options):
        super().__init__(*args, **options)
        self.asked = {str(each.pk) if each else PROPOSED: each for each in standing_solutions(proposal)}
        named = [(key, str(each) if each else f"{proposal} as proposed") for key, each in self.asked.items()]
        self.fields["solutions"].choices = named
        self.fields["solutions"].initial = list(self.asked)
        meetings = Meeting.objects.filter(committee=committee, date__gte=clock.today()).exclude(state="cancelled")
        near = list(meetings.order_by("date").values_list("pk", flat=True)[:UPCOMING])
        self.fields["meeting"].queryset = Meeting.objects.filter(pk__in=near).select_related("committee")
        self.fields["meeting"].initial = near[0] if near else None

    def clean_closes_on(self):
        closes_on = self.cleaned_data["closes_on"]
        if closes_on and clock.closing(closes_on) <= clock.now():
            raise forms.ValidationError("A ballot closes later than it is opened: give a day that is still to come.")
        return closes_on

    def act_arguments(self) -> dict:
        closes_on = self.cleaned_data["closes_on"]
        return {
            "solutions": [self.asked[key] for key in self.cleaned_data["solutions"]],
            "meeting": self.cleaned_data["meeting"],
            "closes_at": clock.closing(closes_on) if closes_on else None,
        }


WITH_OUTCOME, CLOSE_ONLY = "outcome", "only"


class CloseBallotForm(Form):
    """Whether what follows from the result is recorded with the close."""

    after = pick(
        "What follows",
        [
            (WITH_OUTCOME, "Record the outcome as the next step of the proposal, in the same act"),
            (CLOSE_ONLY, "Close only; the outcome is recorded later"),
        ],
        missing="Choose what follows.",
        radio=True,
        initial=WITH_OUTCOME,
    )
    words = words("Further words of the decision", rows=3)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["words"].help_text = "The words are composed from the result. Add what the minutes say besides."

    def act_arguments(self) -> dict:
        return {"outcome": self.cleaned_data["after"] == WITH_OUTCOME, "words": self.cleaned_data["words"]}


class OutcomeForm(Form):
    words = words("Further words of the decision", rows=3)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["words"].help_text = "The words are composed from the result. Add what the minutes say besides."


PUT_AGAIN, DEFER = "again", "defer"


class VoidBallotForm(Form):
    because = line("Why it is void", "Say why the ballot is void.", limit=300)
    after = pick(
        "What follows",
        [
            (PUT_AGAIN, "The question is put again as a new ballot"),
            (DEFER, "The Change Board defers its vote, which is recorded in the same act"),
        ],
        missing="Choose what follows.",
        radio=True,
        initial=PUT_AGAIN,
    )

    def __init__(self, *args, ballot: Ballot, **options):
        super().__init__(*args, **options)
        self.fields["because"].help_text = "It is published, and those who vote are told."

    def act_arguments(self) -> dict:
        return {"because": self.cleaned_data["because"], "defer": self.cleaned_data["after"] == DEFER}
