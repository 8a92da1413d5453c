"""Who is at a meeting: what members say beforehand, what is recorded, interests declared, and that it was held."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from audit import clock
from audit.acts import NotAllowed, Refused
from bodies.models import Meeting
from proposals.acting import refusals_on
from proposals.views.asking import Asked, ask, bound
from subcommittees import actions
from subcommittees.actions.attending import terms_of
from subcommittees.actions.carrying import next_after
from subcommittees.forms.agenda import BecauseForm, HoldForm
from subcommittees.forms.attending import AttendanceForm, ConflictForm
from subcommittees.forms.bodies import ReasonForm
from subcommittees.frames import address, do, find_item, frame, meeting_page
from subcommittees.models import AgendaItem, Conflict
from subcommittees.quorum import attendance_of, quorum
from subcommittees.rules import may_run, may_take_part


def attendance(request, meeting: Meeting):
    terms = sorted(terms_of(meeting).values(), key=lambda term: (not term.seat.is_chair, term.seat.name))
    rows = attendance_of(meeting)
    data = request.POST if request.method == "POST" else None
    form = AttendanceForm(data, terms=terms, rows=rows)
    page = frame("Record attendance", meeting.committee, meeting)
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            actions.record_attendance(meeting=meeting, by=request.user, **form.act_arguments())
            there = quorum(meeting.committee, attendance_of(meeting))
            messages.success(request, f"Attendance is recorded. {there.words}")
            return redirect(address(meeting))
    context = {**page, "form": form, "meeting": meeting, "to_come": meeting.date > clock.today()}
    return render(request, "subcommittees/attendance.html", context, status=422 if form.errors else 200)


def hold(request, meeting: Meeting):
    page = frame("Record that the meeting was held", meeting.committee, meeting)
    if closed := _not_to_be_held(meeting):
        return ask(request, {**page, "closed": closed}, None, None)
    items = AgendaItem.objects.visible_to(request.user).filter(meeting=meeting, state=AgendaItem.State.STANDS)
    form = bound(request, HoldForm, items=list(items))
    asked = Asked(
        actions.hold_meeting,
        {"by": request.user, "meeting": meeting},
        lambda form: _holding(meeting, form),
        "Record it as held",
        "The meeting is recorded as held.",
        lambda: address(meeting),
    )
    return ask(request, page, form, asked)


def _not_to_be_held(meeting: Meeting) -> list[str]:
    if meeting.state != Meeting.State.PLANNED:
        return [f"{meeting} is {meeting.get_state_display().lower()} already."]
    if meeting.date > clock.today():
        return [f"{meeting} is still to come."]
    return []


def _holding(meeting: Meeting, form: HoldForm) -> dict[str, list[str]]:
    left = form.act_arguments()["not_reached"]
    resolved = AgendaItem.objects.filter(meeting=meeting, state=AgendaItem.State.TAKEN).count()
    taken = resolved + len(form.items) - len(left)
    following = next_after(meeting)
    over = [f"{item} goes to {following}." for item in left] if following else []
    there = quorum(meeting.committee, attendance_of(meeting)).words
    items = f"{taken} item{'' if taken == 1 else 's'} of the agenda {'is' if taken == 1 else 'are'} recorded as taken."
    return {"The agenda": [items], "Carried over": over, "Quorum": [there]}


def reopen(request, meeting: Meeting):
    page = frame("Open the meeting again", meeting.committee, meeting)
    if meeting.state != Meeting.State.HELD:
        return ask(request, {**page, "closed": [f"{meeting} is not recorded as held."]}, None, None)
    asked = Asked(
        actions.reopen_meeting,
        {"by": request.user, "meeting": meeting},
        lambda form: {"What changes": ["Its agenda and attendance can be put right; what was taken stays taken."]},
        "Open it again",
        "The meeting is open again.",
        lambda: address(meeting),
    )
    return ask(request, page, bound(request, ReasonForm), asked)


STEPS = {"attendance": attendance, "hold": hold, "reopen": reopen}


@require_POST
@meeting_page(rule=may_take_part)
def answer(request, meeting: Meeting):
    try:
        row = actions.answer_attendance(meeting=meeting, by=request.user, how=request.POST.get("how", ""))
        messages.success(request, f"{row.get_how_display()}: the secretary knows.")
    except NotAllowed as refusal:
        raise PermissionDenied(refusal.sentence) from refusal
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect(address(meeting))


@require_http_methods(["GET", "HEAD", "POST"])
@meeting_page(rule=may_take_part)
def conflict(request, meeting: Meeting, pk: int):
    item = find_item(meeting, pk, request.user)
    members = _members(meeting) if may_run.test(request.user, meeting.committee) else []
    form = bound(request, ConflictForm, item=item, members=members, user=request.user)
    page = frame("Declare an interest", meeting.committee, meeting)
    done = "The interest is declared; the other members see it."
    about = {"by": request.user, "item": item}
    return do(request, page, form, actions.declare_conflict, about, "Declare the interest", done, lead=f"{item}")


def _members(meeting: Meeting) -> list[User]:
    terms = terms_of(meeting).values()
    people = {p.pk: p for term in terms for p in (term.user, term.alternate) if p}
    return sorted(people.values(), key=lambda person: person.folded)


@require_http_methods(["GET", "HEAD", "POST"])
@meeting_page(rule=may_take_part)
def withdraw_conflict(request, meeting: Meeting, pk: int):
    rows = Conflict.objects.visible_to(request.user).filter(item__meeting=meeting, withdrawn_because="")
    found = get_object_or_404(rows.select_related("item", "person"), pk=pk)
    if found.person_id != request.user.pk and not may_run.test(request.user, meeting.committee):
        raise Http404
    page = frame("Take a declared interest back", meeting.committee, meeting)
    about = {"by": request.user, "conflict": found}
    lead = f"{found.person} in “{found.item}”: {found.words}"
    form, act = bound(request, BecauseForm), actions.withdraw_conflict
    return do(request, page, form, act, about, "Take it back", "The interest is taken back.", lead=lead)
