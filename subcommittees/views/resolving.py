"""The decision screen: what a body is asked, whether it is ready, what will follow, and one act that does all of it.

Then what was resolved: of a meeting, of a proposal, and how it is put right.
"""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from audit import clock
from bodies.models import Meeting
from proposals.acting import crumbs as proposal_crumbs
from proposals.acting import refusals_on, rehearse
from proposals.actions import TooLate
from proposals.effects import Effect, effects
from proposals.lifecycle import MOVES
from proposals.models import Proposal
from proposals.pages import page_context, proposal_page
from proposals.readiness import Readiness, readiness_for
from proposals.states import State
from proposals.views.second_look import CHANGE, DO
from subcommittees import actions
from subcommittees.actions import Decided
from subcommittees.actions.ground import STANDS, approved
from subcommittees.actions.resolving import LEADING, Said, Step, steps_following
from subcommittees.decisionlist import steps_about, steps_at
from subcommittees.forms.resolving import CorrectResolutionForm, DecisionForm
from subcommittees.frames import address, item_page, meeting_frame, meeting_page
from subcommittees.models import AgendaItem, Minutes, Recommendation, Resolution
from subcommittees.quorum import Quorum, attendance_of, quorum
from subcommittees.resolutions import of_meeting, of_proposal
from subcommittees.rules import may_run, may_speak_for, may_take_part
from subcommittees.sentences import asked as asked_words
from subcommittees.sentences import resolved

BOTH = ["GET", "HEAD", "POST"]


@require_safe
@meeting_page
def outcome(request, meeting: Meeting):
    """What the meeting was asked and resolved, of every item that the reader may see."""
    committee = meeting.committee
    groups = of_meeting(meeting, request.user)
    told = {group.item.proposal_id for group in groups if group.is_resolved}
    context = {
        **meeting_frame(meeting, "What was resolved"),
        "steps": steps_at(meeting, request.user, told),
        "groups": [_with_urls(group, request.user) for group in groups],
        "may_run": may_run(request.user, committee),
        "has_met": meeting.date <= clock.today(),
        "resolved": sum(group.is_resolved for group in groups),
        "minutes_url": address(meeting, "minutes") if _may_read_minutes(request.user, meeting) else "",
        "actions_url": reverse("subcommittees:actions", args=[committee.code]),
        "page_classification": "",
    }
    return render(request, "subcommittees/outcome.html", context)


def _may_read_minutes(user, meeting: Meeting) -> bool:
    """Within the body also where none are written yet."""
    inside = may_take_part(user, meeting.committee) or may_run(user, meeting.committee)
    return inside or Minutes.objects.visible_to(user).filter(meeting=meeting).exists()


def _with_urls(group, user) -> dict:
    meeting = group.item.meeting
    speaks, runs = may_speak_for(user, meeting.committee), may_run(user, meeting.committee)
    waits = not group.is_resolved and meeting.state != Meeting.State.CANCELLED
    return {
        "group": group,
        "decide_url": address(meeting, "decide", group.item.pk) if speaks and waits else "",
        "edit_url": address(meeting, "recommendations", group.item.pk) if runs and waits else "",
        "may_correct": speaks,
    }


@require_safe
@proposal_page
def decisions(request, proposal: Proposal):
    """The tab: every recommendation and resolution by body and date, SECAS's beside the committee's."""
    page = page_context(request, proposal, "decisions")
    groups = of_proposal(proposal, request.user, page["at"].on)
    context = {
        **page,
        "crumbs": proposal_crumbs(proposal, "Decisions"),
        "decided": _newest_first(proposal, groups, request.user, page["at"].on),
    }
    return render(request, "subcommittees/decisions.html", context)


def _newest_first(proposal: Proposal, groups: list, user, on) -> list[dict]:
    """What bodies resolved about it, and the steps of which no resolution tells, among one another."""
    told = {group.item.meeting_id for group in groups if group.is_resolved}
    resolved = [{"on": group.item.meeting.date, "group": group} for group in groups]
    resolved = [each | (_with_urls(each["group"], user) if on is None else {}) for each in resolved]
    steps = [{"on": step.on, "step": step} for step in steps_about(proposal, user, told, on)]
    return sorted([*resolved, *steps], key=lambda each: each["on"], reverse=True)


# The decision screen


@require_http_methods(BOTH)
@item_page(rule=may_speak_for)
def decide(request, item: AgendaItem):
    asked = list(item.recommendations.standing().select_related("proposal", "item__meeting__committee"))
    if closed := _closed(item):
        return _show(request, item, asked, None, closed)
    if Resolution.objects.filter(recommendation__item=item).exists():
        return _too_late(request, item, "What was resolved of this item is on record already.")
    ready = _readiness(item, asked)
    data = request.POST if request.method == "POST" else None
    reasons = [gap for each in ready for gap in each.should]
    form = DecisionForm(data, item=item, asked=asked, user=request.user, open_reasons=reasons)
    form.checked = request.POST.get("step") != CHANGE
    if form.is_bound and form.checked and form.is_valid():
        try:
            with refusals_on(form):
                return _go(request, item, form)
        except Decided as refusal:
            return _too_late(request, item, refusal.sentence)
        except TooLate as refusal:
            form.add_error(None, refusal.sentence)
    return _show(request, item, asked, form, "", ready)


def _closed(item: AgendaItem) -> str:
    """Why nothing can be recorded of it (any more, or yet)."""
    meeting = item.meeting
    if item.state not in STANDS:
        return f"This item was {item.get_state_display().lower()}: {item.because}"
    if meeting.state == Meeting.State.CANCELLED:
        return f"This meeting was cancelled: {meeting.cancelled_because}"
    if minutes := approved(meeting):
        return (
            f"The minutes were approved on {minutes.approved_on:%-d %B %Y}: nothing more is recorded of this meeting."
        )
    if meeting.date > clock.today():
        return f"The meeting is on {meeting.date:%A %-d %B %Y}. What it resolves is recorded from that day on."
    return ""


def _readiness(item: AgendaItem, asked: list[Recommendation]) -> list[Readiness]:
    """Of each step that may follow, once for each proposal."""
    steps = steps_following([Said(r, LEADING[0]) for r in asked], item)
    steps = [step for step in steps if step.proposal.state in MOVES[step.key].sources]
    return [readiness_for(step.proposal, MOVES[step.key], min(item.meeting.date, clock.today())) for step in steps]


def _show(request, item: AgendaItem, asked: list, form, closed: str, ready: list | None = None):
    ready = _readiness(item, asked) if ready is None else ready
    context = {
        **meeting_frame(item.meeting, "Decide", address(item.meeting, "outcome"), item),
        "asked": [{"sentence": asked_words(r), "recommendation": r} for r in asked],
        "form": form,
        "closed": closed,
        "ready": ready,
        "follows": _follows(item, asked, request.user),
        "quorum": _quorum(item),
        "conflicts": list(item.conflicts.filter(withdrawn_because="").select_related("person")),
        "edit_url": address(item.meeting, "recommendations", item.pk)
        if may_run(request.user, item.meeting.committee)
        else "",
    }
    wrong = form is not None and form.is_bound and form.errors
    return render(request, "subcommittees/decide.html", context, status=422 if wrong else 200)


def _follows(item: AgendaItem, asked: list[Recommendation], user) -> list[dict]:
    """What each step does where all it rests on is agreed."""
    steps = steps_following([Said(r, LEADING[0]) for r in asked], item)
    return [_following(step, item, asked, user) for step in steps]


def _following(step: Step, item: AgendaItem, asked: list[Recommendation], user) -> dict:
    row, proposal = MOVES[step.key], step.proposal
    places = [asked.index(one.recommendation) + 1 for one in step.rests_on]
    if proposal.state not in row.sources:
        words = f"{proposal.reference} is “{State(proposal.state).label}”: this step can no longer follow."
        return {"done": row.done, "places": places, "effects": [], "gone": words}
    return {"done": row.done, "places": places, "effects": _effects(step, item, user), "gone": ""}


def _effects(step: Step, item: AgendaItem, user) -> list[Effect]:
    fresh = Proposal.objects.for_page().get(pk=step.proposal.pk)
    return effects(MOVES[step.key], fresh, max(item.meeting.date, _earliest(fresh)), user)


def _earliest(proposal: Proposal):
    return proposal.state_since or clock.today()


def _quorum(item: AgendaItem) -> Quorum | None:
    """Of the item, without who stands aside in it; nothing before attendance is recorded."""
    there = attendance_of(item.meeting)
    aside = item.conflicts.filter(recused=True, withdrawn_because="").values_list("person_id", flat=True)
    return quorum(item.meeting.committee, there, set(aside)) if there else None


def _go(request, item: AgendaItem, form: DecisionForm):
    """Ask once more, with what will follow of exactly this; or do it."""
    arguments = {"item": item, "by": request.user, **form.act_arguments()}
    if request.POST.get("step") != DO:
        rehearse(actions.decide, **arguments)
        return _look_again(request, item, form)
    actions.decide(**arguments)
    messages.success(request, _said_done(form, item))
    return redirect(address(item.meeting, "outcome"))


def _said_done(form: DecisionForm, item: AgendaItem) -> str:
    steps = [step for step in _steps(form, item) if step.is_taken]
    fresh = Proposal.objects.in_bulk([step.proposal.pk for step in steps])
    done = " ".join(f"{fresh[step.proposal.pk].reference}: {MOVES[step.key].done}." for step in steps)
    return f"What {item.meeting.committee.named} resolved is on record. {done}".strip()


def _steps(form: DecisionForm, item: AgendaItem) -> list[Step]:
    return steps_following([*form.said(), *_own(form, item)], item)


def _own(form: DecisionForm, item: AgendaItem) -> list[Said]:
    """What the body resolved of its own, as it will be on record."""
    made = [Recommendation(item=item, proposal=item.proposal, **vars(one)) for one in form.raised()]
    return [Said(one, LEADING[0]) for one in made]


def _look_again(request, item: AgendaItem, form: DecisionForm):
    answers = [*form.said(), *_own(form, item)]
    sentences = [resolved(one.recommendation, one.outcome, one.words) for one in answers]
    steps = steps_following(answers, item)
    groups = [Effect("On record", sentences)]
    for step in steps:
        groups += _effects(step, item, request.user) if step.is_taken else [_not_following(step)]
    if not steps:
        groups.append(Effect("What follows", ["No step of a proposal."]))
    context = {
        **meeting_frame(item.meeting, "Decide", address(item.meeting, "outcome"), item),
        "effects": groups,
        "entered": [{"term": "Accepted because", "value": form.cleaned_data["accepted"]}]
        if form.cleaned_data.get("accepted")
        else [],
        "carried": [(name, value) for name in form.fields for value in request.POST.getlist(name)],
        "button": "Record what was resolved",
    }
    return render(request, "proposals/ask_again.html", context)


def _not_following(step: Step) -> Effect:
    words = f"“{MOVES[step.key].done}” does not follow: not all that it rests on was agreed."
    return Effect("What does not follow", [words])


def _too_late(request, item: AgendaItem, sentence: str):
    """Who was faster, what is on record, and what this person had typed."""
    group = next((g for g in of_meeting(item.meeting, request.user) if g.item.pk == item.pk), None)
    typed = [value for name, value in request.POST.items() if name.startswith(("words_", "own_text")) and value]
    by = Resolution.objects.filter(recommendation__item=item).select_related("by").order_by("at").first()
    named = by and by.by and (by.by.name if request.user.reads_names else by.by.capacity)
    context = {
        **meeting_frame(item.meeting, "This item is decided", address(item.meeting, "outcome"), item),
        "sentence": sentence,
        "group": group,
        "typed": typed,
        "decided_by": named,
        "decided_at": by.at if by else None,
    }
    return render(request, "subcommittees/decided.html", context, status=409)


# Putting right


@require_http_methods(BOTH)
@item_page(rule=may_speak_for)
def correct(request, item: AgendaItem, key: int):
    """What was resolved of one recommendation put right, with the step that rests on it."""
    held = Resolution.objects.holding().filter(recommendation__item=item, recommendation=key)
    held = held.select_related("recommendation__item__meeting__committee", "recommendation__proposal").first()
    if held is None:
        raise Http404("Nothing was resolved of this.")
    recommendation = held.recommendation
    data = request.POST if request.method == "POST" else None
    locked = approved(item.meeting) is not None
    form = CorrectResolutionForm(data, recommendation=recommendation, held=held, is_locked=locked)
    form.checked = request.POST.get("step") != CHANGE
    page = {
        **meeting_frame(item.meeting, "Correct what was resolved", address(item.meeting, "outcome"), item),
        "lead": "What was recorded stays as an earlier version. A step that rests on it goes with it.",
        "facts": [
            {"term": "Asked", "value": asked_words(recommendation)},
            {"term": "Resolved", "value": resolved(recommendation, held.outcome, held.words)},
        ],
    }
    if form.is_bound and form.checked and form.is_valid():
        with refusals_on(form):
            return _put_right(request, page, form, recommendation)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "proposals/ask.html", {**page, "form": form}, status=status)


def _put_right(request, page: dict, form: CorrectResolutionForm, recommendation: Recommendation):
    arguments = {"recommendation": recommendation, "by": request.user, **form.cleaned_data}
    if request.POST.get("step") == DO:
        actions.correct_resolution(**arguments)
        messages.success(request, "It is put right.")
        return redirect(address(recommendation.item.meeting, "outcome"))
    before = recommendation.proposal and State(Proposal.objects.get(pk=recommendation.proposal_id).state)
    after = rehearse(_state_after, **arguments)
    follows = ["No step of a proposal is taken or taken back."]
    if before and after and before != after:
        follows = [f"{recommendation.proposal.reference}: “{before.label}” becomes “{after.label}”."]
    given = form.cleaned_data
    context = {
        **page,
        "effects": [
            Effect("On record", [resolved(recommendation, given["outcome"], given["words"]), given["why_changed"]]),
            Effect("What follows", follows),
        ],
        "entered": [],
        "carried": [(name, value) for name in form.fields for value in request.POST.getlist(name)],
        "button": "Put it right",
    }
    return render(request, "proposals/ask_again.html", context)


def _state_after(*, recommendation: Recommendation, **arguments):
    actions.correct_resolution(recommendation=recommendation, **arguments)
    proposal = recommendation.proposal_id and Proposal.objects.get(pk=recommendation.proposal_id)
    return State(proposal.state) if proposal else None
