"""Forms that put right what was recorded beside the steps: opened with what stands, and a reason."""

from django import forms

from bodies.models import Meeting
from proposals.actions.dccrecorded import ACKNOWLEDGED, ANSWERED
from proposals.actions.ground import fingerprint
from proposals.actions.recorded import AGREED, APPROVED, CONSULTED, PUBLISHED
from proposals.actions.timetable import PANEL
from proposals.forms.base import choose, day, line, words
from proposals.forms.filing import why_field
from proposals.forms.steps import StepForm, meeting_day, newest_meetings

OF_THE_MEETING = "Leave empty to take the date of the meeting."


class RecordedForm(StepForm):
    """``names``: the columns that it puts right, which the act and the form call the same."""

    names: tuple[str, ...] = ()
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def make(self):
        self.initial |= {name: getattr(self.subject, name) for name in self.names}
        self.initial["opened"] = fingerprint(self.subject, self.names)
        self.fields["reason"] = why_field()


def held_at(form: RecordedForm, meeting: str, on: str, *codes: str) -> None:
    """The latest meetings to choose from, and the one on record; where there is one the day is left to it."""
    recorded = getattr(form.subject, meeting)
    form.fields[meeting].queryset = newest_meetings(*codes, beside=recorded)
    if recorded:
        form.initial[on] = None


class CorrectPublicationForm(RecordedForm):
    names = PUBLISHED
    published_on = day("Published on", missing="Give the day on which they were published.", required=True)
    comments_until = day("Open to comment until", missing="Give the last day for comments.", required=True)


class CorrectAgreementForm(RecordedForm):
    names = AGREED
    agreed_with_proposer = forms.BooleanField(label="Agreed with the Proposer", required=False)
    agreed_at = choose("Agreed at a meeting", Meeting.objects.none(), empty="Not at a meeting")
    agreed_on = day("Agreed on", help_text=OF_THE_MEETING)

    def make(self):
        super().make()
        held_at(self, "agreed_at", "agreed_on")

    def clean(self):
        meeting_day(self, "agreed_on", "agreed_at")


class CorrectApprovalForm(RecordedForm):
    names = APPROVED
    approved_at = choose("Meeting of the Panel", Meeting.objects.none(), empty="Not at a meeting")
    approved_on = day("Approved on", help_text=OF_THE_MEETING)
    decision = words("Words of the decision", rows=3, help_text="As they stand in the minutes.")

    def make(self):
        super().make()
        held_at(self, "approved_at", "approved_on", PANEL)

    def clean(self):
        meeting_day(self, "approved_on", "approved_at")


class CorrectConsultationForm(RecordedForm):
    """Of one that is open, without what its closing brings; of one that was extended, without its last day."""

    names = CONSULTED
    opened_on = day("Opened on", missing="Give the day on which it was opened.", required=True)
    closes_on = day("Last day", missing="Give the day on which it closes.", required=True)
    closed_on = day("Closed on", missing="Give the day on which it was closed.", required=True)
    responses = line("Responses, in words", "Say how many responses came.", limit=200)

    def make(self):
        super().make()
        if self.subject.extensions.exists():
            del self.fields["closes_on"]
        if self.subject.closed_on is None:
            del self.fields["closed_on"], self.fields["responses"]


class TakeConsultationBackForm(RecordedForm):
    names = CONSULTED

    def make(self):
        super().make()
        self.fields["reason"].label = "Why it is taken back"


class CorrectAcknowledgementForm(RecordedForm):
    names = ACKNOWLEDGED
    acknowledged_on = day("Acknowledged on", missing="Give the day on which it was acknowledged.", required=True)


class CorrectClarificationForm(RecordedForm):
    names = ANSWERED
    answer = words("Answer", "Write the answer.", rows=5)
    answered_on = day("Answered on", missing="Give the day on which it was answered.", required=True)
