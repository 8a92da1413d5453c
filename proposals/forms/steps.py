"""Forms of the steps of Refinement: what one act asks, about one thing that belongs to a proposal."""

from django import forms

from audit import clock
from bodies.models import Meeting
from proposals.forms.base import Form, day

NEWEST_MEETINGS = 24


def newest_meetings(*codes: str, beside: Meeting | None = None):
    """The latest meetings up to today, of the committees named or of all, newest first; and the one ``beside``."""
    meetings = Meeting.objects.standing().filter(date__lte=clock.today()).select_related("committee").order_by("-date")
    if codes:
        meetings = meetings.filter(committee__code__in=codes)
    newest = list(meetings.values_list("pk", flat=True)[:NEWEST_MEETINGS])
    return meetings.filter(pk__in=[*newest, beside.pk] if beside else newest)


class StepForm(Form):
    """``dated``: SECAS may give an earlier day; everybody else acts today. ``subject``: what the step is about."""

    dated = ""
    first: tuple[str, ...] = ()

    def __init__(self, data=None, files=None, *, proposal, user, subject=None):
        self.proposal, self.user, self.subject = proposal, user, subject
        super().__init__(data, files)
        if self.dated and user.is_analyst:
            self.fields["on"] = day(self.dated, help_text="Leave empty for today.")
        self.make()
        self.order_fields(self.first)

    def make(self) -> None:
        """Fields that depend on the proposal, the person or the subject."""

    def act_arguments(self) -> dict:
        return dict(self.cleaned_data)


def meeting_day(form: forms.Form, field: str, at: str = "meeting") -> None:
    """The day of the meeting that was chosen counts; another one beside it is a mistake worth telling."""
    meeting, on = form.cleaned_data.get(at), form.cleaned_data.get(field)
    if meeting and on and on != meeting.date:
        words = f"The meeting was on {meeting.date:%-d %B %Y}; leave the date empty or give that day."
        form.add_error(field, words)
