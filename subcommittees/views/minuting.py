"""Minutes of a meeting: the sheet that prints well, and the forms by which it is written, commented on and approved."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from audit import clock
from bodies.models import Meeting
from bodies.workingdays import WorkingCalendar
from proposals.acting import refusals_on
from proposals.effects import Effect
from proposals.forms.base import Form
from proposals.models import RuleKey
from proposals.ports import tellings
from proposals.processrules import value_on
from subcommittees import actions
from subcommittees.actions.ground import approved
from subcommittees.forms.minuting import AnswerForm, ApproveForm, BecauseForm, CirculateForm, CommentForm, MinuteForm
from subcommittees.frames import address, item_page, meeting_frame, meeting_page, show_form
from subcommittees.minuted import THERE, sheet
from subcommittees.models import AgendaItem, Minute, MinuteComment, Minutes
from subcommittees.ports import minutes_paper_url, minutes_papers
from subcommittees.prefilled import prefill
from subcommittees.rules import may_run, may_speak_for, may_take_part

BOTH = ["GET", "HEAD", "POST"]
State = Minutes.State


@require_safe
@meeting_page
def minutes(request, meeting: Meeting):
    """Approved minutes are read by anybody; drafts within the body."""
    user, committee = request.user, meeting.committee
    found = sheet(meeting, user)
    inside = may_take_part(user, committee) or may_run(user, committee)
    if found.minutes is None and not inside:
        raise Http404("These minutes are not approved yet, or there are none.")
    state = found.minutes.state if found.minutes else State.DRAFT
    runs = may_run(user, committee)
    page = meeting_frame(meeting, "Minutes", address(meeting, "outcome"))
    context = {
        **page,
        "sheet": found,
        "state": state,
        "state_words": _state_words(found.minutes),
        "there": [row for row in found.attendance if row.how in THERE],
        "away": [row for row in found.attendance if row.how not in THERE],
        "names": inside or getattr(user, "reads_names", False),
        "may_write": runs and state != State.APPROVED,
        "may_correct": may_speak_for(user, committee) and state == State.APPROVED,
        "may_comment": state == State.CIRCULATED and may_take_part(user, committee),
        "may_approve": state == State.CIRCULATED and may_speak_for(user, committee),
        "may_circulate": runs and state != State.APPROVED,
        "takes_part": inside,
        "papers": minutes_papers(meeting, user),
        "paper_url": minutes_paper_url(meeting) if runs and found.minutes else "",
        "page_classification": "Amber" if found.closed_items else "White",
    }
    return render(request, "subcommittees/minutes.html", context)


def _state_words(minutes: Minutes | None) -> str:
    if minutes is None or minutes.state == State.DRAFT:
        return "Draft. Not sent round yet."
    if minutes.state == State.CIRCULATED:
        due = f"{minutes.comments_due_on:%A %-d %B %Y}"
        return f"Draft, sent round for comment. Members may comment until {due}."
    how = f"at meeting {minutes.approved_in.number}" if minutes.approved_in else "by the chair"
    return f"Approved on {minutes.approved_on:%-d %B %Y} {how}."


@require_http_methods(BOTH)
@item_page(rule=may_run)
def write(request, item: AgendaItem):
    """One item, prefilled with what the record knows of it."""
    newest = Minute.objects.visible_to(request.user).filter(item=item).order_by("-version").first()
    start = {"text": newest.text, "classification": newest.classification} if newest else _fresh(item, request.user)
    form = MinuteForm(request.POST if request.method == "POST" else None, item=item, initial=start)
    return _form(request, item, form, "Write the minute", "Save the minute", "It is minuted.", actions.write_minute)


def _fresh(item: AgendaItem, user) -> dict:
    return {"text": prefill(item, user), "classification": item.classification}


@require_http_methods(BOTH)
@item_page(rule=may_speak_for)
def correct(request, item: AgendaItem):
    """Of approved minutes, as the body approved it at a later meeting."""
    newest = Minute.objects.visible_to(request.user).filter(item=item).order_by("-version").first()
    if newest is None or approved(item.meeting) is None:
        raise Http404("Nothing that is approved is minuted of this item.")
    start = {"text": newest.text, "classification": newest.classification}
    data = request.POST if request.method == "POST" else None
    form = MinuteForm(data, item=item, is_locked=True, initial=start)
    title = "Correct an approved minute"
    return _form(request, item, form, title, "Save the correction", "It is corrected.", actions.correct_minute)


@require_http_methods(BOTH)
@item_page(rule=may_take_part)
def comment(request, item: AgendaItem):
    form = CommentForm(request.POST if request.method == "POST" else None)
    done = "Your comment is with the secretary."
    return _form(request, item, form, "Comment on the minute", "Send the comment", done, actions.comment_on_minute)


def _form(request, item: AgendaItem, form: Form, title: str, button: str, done: str, act):
    back = address(item.meeting, "minutes")
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            act(item=item, by=request.user, **form.cleaned_data)
            messages.success(request, done)
            return redirect(f"{back}#item-{item.pk}")
    minute = Minute.objects.visible_to(request.user).filter(item=item).order_by("-version").first()
    page = {
        **meeting_frame(item.meeting, title, back, item),
        "minute": minute if act == actions.comment_on_minute else None,
    }
    return show_form(request, form, page, button)


@require_http_methods(BOTH)
@item_page(rule=may_take_part)
def comment_step(request, item: AgendaItem, key: int, step: str):
    """The secretary answers; whoever made it withdraws it."""
    found = MinuteComment.objects.visible_to(request.user).standing().filter(item=item)
    held = get_object_or_404(found.select_related("item__meeting__committee", "by"), pk=key)
    if step == "answer":
        data = request.POST if request.method == "POST" else None
        form, title, button = AnswerForm(data, initial={"answer": held.answer}), "Answer a comment", "Save the answer"
        act, done = actions.answer_comment, "It is answered."
    elif step == "withdraw":
        form, title, button = (
            Form(request.POST if request.method == "POST" else None),
            "Withdraw a comment",
            "Withdraw it",
        )
        act, done = actions.withdraw_comment, "It is withdrawn."
    else:
        raise Http404("There is no such step.")
    back = address(item.meeting, "minutes")
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            act(comment=held, by=request.user, **form.cleaned_data)
            messages.success(request, done)
            return redirect(f"{back}#item-{item.pk}")
    page = {**meeting_frame(item.meeting, title, back, item), "lead": f"{held.by}: {held.text}"}
    return show_form(request, form, page, button)


@require_http_methods(BOTH)
@meeting_page(rule=may_run)
def circulate(request, meeting: Meeting):
    form = CirculateForm(request.POST if request.method == "POST" else None)
    today = clock.today()
    due = WorkingCalendar.load().add(today, value_on(RuleKey.MINUTES_COMMENT_DAYS, today))
    lead = (
        f"Members find the minutes on their desk and may comment on each item until {due:%A %-d %B %Y}, unless you "
        f"give another day."
    )
    return _of_all(
        request, meeting, form, "Send the minutes round", lead, actions.circulate_minutes, "They are sent round."
    )


@require_http_methods(BOTH)
@meeting_page(rule=may_speak_for)
def approve(request, meeting: Meeting):
    form = ApproveForm(request.POST if request.method == "POST" else None, meeting=meeting)
    lead = (
        "From then on anybody may read what is open to them, and nothing of this meeting is recorded or changed: "
        "no view, no resolution, no minute. What turns out to be wrong is corrected by the body at a later meeting."
    )
    done = "The minutes are approved."
    return _of_all(request, meeting, form, "Approve the minutes", lead, actions.approve_minutes, done)


@require_http_methods(BOTH)
@meeting_page(rule=may_speak_for)
def take_back(request, meeting: Meeting):
    form = BecauseForm(request.POST if request.method == "POST" else None)
    lead = "The minutes are again as they were sent round for comment."
    title, done = "Take the approval back", "The approval is taken back."
    return _of_all(request, meeting, form, title, lead, actions.take_approval_back, done)


def _of_all(request, meeting: Meeting, form: Form, title: str, lead: str, act, done: str):
    back = address(meeting, "minutes")
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            act(meeting=meeting, by=request.user, **form.cleaned_data)
            messages.success(request, done)
            return redirect(back)
    return show_form(request, form, meeting_frame(meeting, title, back), title, lead=lead, effects=[_told(meeting)])


def _told(meeting: Meeting) -> Effect:
    """By name: whoever does this knows the members of the body."""
    telling = tellings["minutes"](meeting)
    nobody = f"Nobody by e-mail: nobody sits on {meeting.committee.named}."
    return Effect("Who is told", [telling.sentence or nobody], list(telling.names))
