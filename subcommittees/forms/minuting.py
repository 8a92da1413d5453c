from audit.classification import Classification
from bodies.models import Meeting
from proposals.forms.base import Form, choose, day, line, pick, words
from proposals.forms.texts import CLASSES
from subcommittees.forms.resolving import later_meeting
from subcommittees.models import AgendaItem


class MinuteForm(Form):
    text = words("Minute", "Write what is to be minuted.", rows=14)
    why_changed = line("Why it is changed", limit=300, help_text="Needed once the minutes have been sent round.")
    classification = pick("Classification", CLASSES, missing="Choose a classification.")

    def __init__(self, *args, item: AgendaItem, is_locked: bool = False, **options):
        super().__init__(*args, **options)
        if item.classification == Classification.RED:
            self.fields["classification"].choices = [(Classification.RED.value, Classification.RED.label)]
        if is_locked:
            self.fields["why_changed"] = line("Why it is corrected", "Say why it is corrected.", limit=300)
            self.fields["approved_in"] = later_meeting(item.meeting)


class CirculateForm(Form):
    due_on = day("Comments by", help_text="Leave empty for the day that the rule gives.")


class ApproveForm(Form):
    approved_in = choose("Approved at", Meeting.objects.none(), empty="By the chair, not at a meeting")

    def __init__(self, *args, meeting: Meeting, **options):
        super().__init__(*args, **options)
        later = Meeting.objects.filter(committee=meeting.committee, date__gt=meeting.date)
        self.fields["approved_in"].queryset = later.exclude(state=Meeting.State.CANCELLED).select_related("committee")


class CommentForm(Form):
    text = words("What you would have otherwise", "Write your comment.", rows=5)


class AnswerForm(Form):
    answer = line("Answer", "Write the answer.", limit=300)


class BecauseForm(Form):
    because = line("Why", "Say why.", limit=300)
