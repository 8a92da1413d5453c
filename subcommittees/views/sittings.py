"""When a body meets: a series from its cadence, one meeting, another day, a cancellation."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from audit import clock
from bodies import actions
from bodies.actions.meetings import last_number
from bodies.models import Meeting
from bodies.papersday import papers_day_of
from bodies.rules import may_keep, may_run
from bodies.workingdays import WorkingCalendar
from proposals import ports
from proposals.acting import refusals_on
from proposals.actions.timetable import meeting_entries
from proposals.views.asking import Asked, ask, bound
from subcommittees.forms import sittings as forms
from subcommittees.forms.bodies import ReasonForm
from subcommittees.frames import address, committee_page, do, frame, meeting_page
from subcommittees.models import AgendaItem
from subcommittees.views import attending, calling

HALF_A_YEAR = 183
PERIOD = ("cadence", "first", "last")


@require_http_methods(["GET", "HEAD", "POST"])
@committee_page(rule=may_keep)
def enter_meeting(request, committee):
    form = bound(request, forms.MeetingForm, initial={"number": last_number(committee) + 1})
    about = {"by": request.user, "committee": committee}
    page = frame("Enter a meeting", committee)
    done = "The meeting is entered."
    return do(request, page, form, actions.enter_meeting, about, "Enter the meeting", done, address)


@require_http_methods(["GET", "HEAD", "POST"])
@committee_page(rule=may_keep)
def enter_series(request, committee):
    """First the words and the period; then the days that follow from them, each to be taken or left out."""
    asked = "first" in request.GET
    period = forms.PeriodForm(request.GET if asked else None, initial=_period(committee))
    page = {**frame("Enter a series of meetings", committee), "committee": committee, "period": period}
    if not asked or not period.is_valid():
        context = {**page, "form": period if asked else None}
        return render(request, "subcommittees/series.html", context, status=422 if asked else 200)
    days = period.proposed(committee)
    data = request.POST if request.method == "POST" else None
    form = forms.SeriesForm(data, days=days, committee=committee, calendar=WorkingCalendar.load())
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            made = actions.enter_meetings(by=request.user, committee=committee, **form.act_arguments())
            messages.success(request, f"{len(made)} meetings are entered, from {made[0]} to {made[-1]}.")
            return redirect("subcommittees:committee", committee.code)
    context = {**page, "form": form, "days": days, "next_number": last_number(committee) + 1}
    return render(request, "subcommittees/series.html", context, status=422 if form.errors else 200)


def _period(committee) -> dict:
    last = committee.meetings.standing().order_by("-date").first()
    first = max(last.date, clock.today()) if last else clock.today()
    first = type(first).fromordinal(first.toordinal() + 1)
    return {
        "cadence": committee.cadence,
        "first": first,
        "last": type(first).fromordinal(first.toordinal() + HALF_A_YEAR),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@meeting_page(rule=may_run)
def step(request, meeting: Meeting, step: str):
    if step not in STEPS:
        raise Http404
    return STEPS[step](request, meeting)


def _change(request, meeting: Meeting):
    form = bound(request, forms.ChangeMeetingForm, initial={"starts_at": meeting.starts_at, "place": meeting.place})
    about = {"by": request.user, "meeting": meeting}
    page = frame("Change time and place", meeting.committee, meeting)
    return do(request, page, form, actions.change_meeting, about, "Save", "Time and place are saved.")


def _number(request, meeting: Meeting):
    """Until something was issued under it."""
    page = frame("Correct the number of the meeting", meeting.committee, meeting)
    form = bound(request, forms.NumberForm, initial={"number": meeting.number})
    lead = "For a number that was entered wrongly. Once a paper was issued under it, it stays."
    done = "The number is put right."
    about = {"by": request.user, "meeting": meeting}
    return do(request, page, form, actions.correct_number, about, "Correct the number", done, lead=lead)


def _move(request, meeting: Meeting):
    page = frame("Move the meeting to another day", meeting.committee, meeting)
    if closed := _closed(meeting):
        return ask(request, {**page, "closed": closed}, None, None)
    form = bound(request, forms.MoveMeetingForm)
    asked = Asked(
        actions.move_meeting,
        {"by": request.user, "meeting": meeting},
        lambda form: _moving(meeting, form.cleaned_data["to"]),
        "Move the meeting",
        "The meeting is moved.",
        lambda: address(Meeting.objects.select_related("committee").get(pk=meeting.pk)),
    )
    return ask(request, page, form, asked)


def _moving(meeting: Meeting, to) -> dict[str, list[str]]:
    calendar = WorkingCalendar.load()
    fixed = AgendaItem.objects.filter(meeting=meeting).exclude(reference="").count()
    days = [f"The meeting is on {to:%A %-d %B %Y}; its papers are due on {papers_day_of(to, calendar):%A %-d %B %Y}."]
    if not calendar.is_working_day(to):
        days.append("That is not a working day.")
    stay = f"{fixed} reference{' that is' if fixed == 1 else 's that are'} fixed stay{'s' if fixed == 1 else ''} so."
    return {
        "Dates": days,
        "Dates of timetables that go with it": [_entry_words(entry) for entry in meeting_entries(meeting)],
        "References": [stay] if fixed else [],
        "Who is told": _told(meeting),
    }


def _entry_words(entry) -> str:
    return f"{entry.proposal.reference}: {entry.activity}"


def _told(meeting: Meeting) -> list[str]:
    telling = ports.tellings["meeting_changed"](meeting)
    return [telling.sentence] if telling.sentence else []


def _closed(meeting: Meeting) -> list[str]:
    if meeting.state == Meeting.State.PLANNED:
        return []
    return [f"{meeting} is {meeting.get_state_display().lower()}: its day is no longer changed."]


def _cancel(request, meeting: Meeting):
    page = frame("Cancel the meeting", meeting.committee, meeting)
    if closed := _closed(meeting):
        return ask(request, {**page, "closed": closed}, None, None)
    form = bound(request, forms.CancelMeetingForm, meeting=meeting)
    asked = Asked(
        actions.cancel_meeting,
        {"by": request.user, "meeting": meeting},
        lambda form: {
            "What becomes public": ["The meeting stands as cancelled, with the reason, on its page and in calendars."],
            "Dates of timetables that go elsewhere": [_entry_words(entry) for entry in meeting_entries(meeting)],
            "Who is told": _told(meeting),
        },
        "Cancel the meeting",
        "The meeting is cancelled.",
        lambda: address(meeting),
    )
    return ask(request, page, form, asked)


def _reinstate(request, meeting: Meeting):
    page = frame("Hold the meeting after all", meeting.committee, meeting)
    if meeting.state != Meeting.State.CANCELLED:
        return ask(request, {**page, "closed": [f"{meeting} is not cancelled."]}, None, None)
    asked = Asked(
        actions.reinstate_meeting,
        {"by": request.user, "meeting": meeting},
        lambda form: {"Dates": [f"It is held on {meeting.date:%A %-d %B %Y}."], "Who is told": _told(meeting)},
        "Hold it after all",
        "The meeting is held after all.",
        lambda: address(meeting),
    )
    return ask(request, page, bound(request, ReasonForm), asked)


STEPS = {
    "change": _change,
    "number": _number,
    "move": _move,
    "cancel": _cancel,
    "reinstate": _reinstate,
    **attending.STEPS,
    **calling.STEPS,
}
