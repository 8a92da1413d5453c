"""Forms about when a body meets."""

from datetime import date, timedelta

from django import forms

from audit import clock
from bodies.cadence import NotUnderstood, read
from bodies.models import Committee, Meeting
from bodies.workingdays import WorkingCalendar
from proposals.forms.base import Form, choose, day, line
from subcommittees.forms.bodies import number

LONGEST = timedelta(days=550)
TO_COME = "meetings to come"


def at(label: str = "Begins at") -> forms.TimeField:
    messages = {"invalid": "Give a time such as 10:00."}
    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    return forms.TimeField(label=label, required=False, widget=widget, error_messages=messages)


class MeetingForm(Form):
    date = day("Day", required=True, missing="Give the day of the meeting.")
    number = number("Number", missing="Give the meeting its number.", max_value=32767)
    starts_at = at()
    place = line("Where", limit=200)


class ChangeMeetingForm(Form):
    starts_at = at()
    place = line("Where", limit=200)
    reason = line("Why it changes", limit=300)


class NumberForm(Form):
    number = number("Number", missing="Give the meeting its number.", max_value=32767)
    reason = line("Why it is put right", "Say why it is put right.", limit=300)


class MoveMeetingForm(Form):
    to = day("New day", required=True, missing="Give the new day.")
    reason = line("Why it moves", "Say why it moves.", limit=300, help_text="Everybody who is told reads this.")


class CancelMeetingForm(Form):
    because = line("Why it is cancelled", "Say why it is cancelled.", limit=300)
    to = choose(
        "Where dates of timetables go",
        Meeting.objects.none(),
        empty="No date of a timetable names this meeting",
        help_text="Dates that proposals have at this meeting go to the one you choose, each with the reason.",
    )

    def __init__(self, *args, meeting: Meeting, **options):
        super().__init__(*args, **options)
        others = Meeting.objects.to_come().filter(committee=meeting.committee).exclude(pk=meeting.pk)
        self.fields["to"].queryset = others.select_related("committee")


class PeriodForm(Form):
    """From which words, and between which days, a series is proposed."""

    cadence = line("When the body meets", "Say on which days, such as “second Friday”.", limit=120)
    first = day("From", required=True, missing="Give the first day.")
    last = day("To", required=True, missing="Give the last day.")

    def clean(self):
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if first and last and last < first:
            self.add_error("last", "The period ends before it begins.")
        if first and last and last - first > LONGEST:
            self.add_error("last", "At most eighteen months are planned at once.")
        try:
            self.rule = read(self.cleaned_data.get("cadence", ""))
        except NotUnderstood as problem:
            if "cadence" not in self.errors:
                self.add_error("cadence", str(problem))

    def proposed(self, committee: Committee) -> list[date]:
        first, last = self.cleaned_data["first"], self.cleaned_data["last"]
        before = committee.meetings.standing().filter(date__lt=first).order_by("-date").first()
        return self.rule.days(first, last, before.date if before else None)


class SeriesForm(Form):
    """The proposed days, each to be taken or left out, or put on another day."""

    starts_at = at()
    place = line("Where", limit=200)
    places = {"dates": "taken"}
    taken = forms.MultipleChoiceField(
        label="Meetings to enter",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": "Choose among the days that are shown."},
    )
    others = line(
        "Further days",
        help_text="Instead of a holiday, for example: days as 2027-01-08, with spaces between.",
    )
    field_order = ["taken", "others", "starts_at", "place"]

    def __init__(self, *args, days: list[date], committee: Committee, calendar: WorkingCalendar, **options):
        met = set(committee.meetings.standing().filter(date__in=days).values_list("date", flat=True))
        self.worked = {day: calendar.is_working_day(day) for day in days}
        free = [day for day in days if day not in met]
        options.setdefault("initial", {"taken": [f"{day}" for day in free if self.worked[day]]})
        super().__init__(*args, **options)
        self.fields["taken"].choices = [(f"{day}", self._words(day)) for day in free]
        self.met = sorted(met)

    def _words(self, day: date) -> str:
        warning = "" if self.worked[day] else " – not a working day: leave it out, or enter it all the same"
        return f"{day:%A %-d %B %Y}{warning}"

    def clean_others(self) -> list[date]:
        days = []
        for word in self.cleaned_data["others"].replace(",", " ").split():
            try:
                days.append(date.fromisoformat(word))
            except ValueError:
                raise forms.ValidationError(f"“{word}” is no day; write it as {clock.today()}.") from None
        return days

    def act_arguments(self) -> dict:
        given = self.cleaned_data
        days = [date.fromisoformat(day) for day in given["taken"]] + given.get("others", [])
        return {"dates": days, "starts_at": given["starts_at"], "place": given["place"]}
