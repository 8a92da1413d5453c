"""Asking for views, and what is done about one request: answered, chased, given another day, withdrawn, a position."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from proposals.acting import frame, plain_form, refusals_on
from proposals.models import Proposal
from proposals.pages import barred, proposal_page
from proposals.ports import tellings
from proposals.views.asking import Asked, ask, bound, effects_of
from subcommittees import actions, rules
from subcommittees.actions.chasing import chase_words
from subcommittees.actions.ground import capital
from subcommittees.forms.asking import AskForm, ChaseForm, DueForm, WithdrawForm
from subcommittees.forms.given import AnswerForm, TelephoneForm
from subcommittees.forms.positions import PositionForm
from subcommittees.frames import told_what_ended
from subcommittees.models import ViewRequest
from subcommittees.views.given import recorded
from subcommittees.views.late import kept_if_late

TAB = "subcommittees:views"


@require_http_methods(["GET", "HEAD", "POST"])
@proposal_page(rule=rules.may_ask)
def ask_for_views(request, proposal: Proposal):
    form = bound(request, AskForm, proposal=proposal)
    asked = Asked(
        act=actions.ask_several,
        about={"proposal": proposal, "by": request.user},
        effects=lambda form: form.effects(),
        button="Ask for their views",
        done="Asked. Where each request stands is shown here.",
        to=lambda: reverse(TAB, args=[proposal.slug]),
        unsaid=("whom",),
    )
    return ask(request, frame(proposal, "Ask for views", TAB), form, asked)


@dataclass(frozen=True)
class Step:
    """One thing that is done about a request. ``form(asked, user, data)``; ``do(form, asked, user)`` gives what is said
    afterwards; ``tells``: whether people are written to, which is then shown beside the form."""

    title: str
    button: str
    rule: object
    form: Callable
    do: Callable
    tells: bool = False
    late: str = ""


def _with_request(form_class):
    return lambda asked, user, data: form_class(data, request=asked, user=user)


def _chase_form(asked: ViewRequest, user, data) -> ChaseForm:
    return ChaseForm(data, initial={"text": chase_words([asked])})


def _chase(form, asked: ViewRequest, user) -> str:
    actions.chase(request=asked, by=user, text=form.cleaned_data["text"])
    return f"{capital(asked.asked)} has been chased."


def _change_due(form, asked: ViewRequest, user) -> str:
    change = actions.change_due(request=asked, by=user, **form.cleaned_data)
    return f"The view of {asked.asked} is now {change}."


def _withdraw(form, asked: ViewRequest, user) -> str:
    actions.withdraw_request(request=asked, by=user, **form.cleaned_data)
    return f"The request to {asked.asked} is withdrawn."


def _position(form, asked: ViewRequest, user) -> str:
    made = form.record()
    return f"Your position stands: {made.get_position_display().lower()}. {capital(asked.asked)} and SECAS see it."


STEPS = {
    "answer": Step(
        "Record the answer of {}",
        "Record the view",
        rules.may_answer,
        _with_request(AnswerForm),
        lambda form, asked, user: recorded(form.record()),
        late="a view given there",
    ),
    "telephone": Step(
        "{} answered by telephone",
        "Record the answer",
        rules.may_ask,
        _with_request(TelephoneForm),
        lambda form, asked, user: recorded(form.record()),
    ),
    "chase": Step("Chase {}", "Send it", rules.may_ask, _chase_form, _chase, tells=True),
    "due": Step(
        "Change the due date of {}",
        "Change the due date",
        rules.may_ask,
        lambda asked, user, data: DueForm(data),
        _change_due,
        tells=True,
    ),
    "withdraw": Step(
        "Withdraw the request to {}",
        "Withdraw the request",
        rules.may_ask,
        lambda asked, user, data: WithdrawForm(data),
        _withdraw,
        tells=True,
    ),
    "position": Step(
        "My position, for the view of {}",
        "Post my position",
        rules.may_take_a_position,
        _with_request(PositionForm),
        _position,
        late="a position on what it was asked there",
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
@proposal_page
def request_step(request, proposal: Proposal, pk: int, step: str):
    known = ("committee", "organisation", "meeting__committee", "statement", "proposal")
    visible = ViewRequest.objects.visible_to(request.user).filter(proposal=proposal).select_related(*known)
    asked, kind = visible.filter(pk=pk).first(), STEPS.get(step)
    if asked is None or kind is None:
        raise Http404
    if answer := _barred(request, kind, asked):
        return answer
    form = kind.form(asked, request.user, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        meeting = form.cleaned_data.get("meeting") or asked.meeting
        with refusals_on(form), kept_if_late(proposal, request.user, meeting, kind.late):
            messages.success(request, kind.do(form, asked, request.user))
            return redirect(TAB, proposal.slug)
    page = frame(proposal, capital(kind.title.format(asked.asked)), TAB)
    return plain_form(request, form, page, kind.button, lead=_lead(asked), effects=_told(kind, asked))


def _barred(request, kind: Step, asked: ViewRequest):
    if asked.committee is None:
        return barred(request, kind.rule, asked)
    with told_what_ended(request.user, asked.committee):
        return barred(request, kind.rule, asked)


def _lead(asked: ViewRequest) -> str:
    what = f" {capital(asked.put)} was put to it." if asked.put else ""
    where = f"at {asked.meeting}" if asked.meeting else "by correspondence"
    when = f"{capital(asked.asked)} was asked on {asked.asked_on:%-d %B %Y}, {where}"
    return f"{when}; due {asked.due_on:%A %-d %B %Y}.{what}"


def _told(kind: Step, asked: ViewRequest) -> list:
    if not kind.tells:
        return []
    named = tellings["view_requests"]([asked]).by_request.get(asked.pk, [])
    return effects_of({"Writes to": named or ["Nobody: no one who runs or speaks for it is in the directory."]})
