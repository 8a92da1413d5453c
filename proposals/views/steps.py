"""Pages of steps that are about one thing belonging to a proposal: one form, one act, and back to where it stands."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse

from proposals.acting import Editor, frame, plain_form, refusals_on, rehearse
from proposals.effects import who_is_told
from proposals.forms.steps import StepForm
from proposals.models import Proposal
from proposals.pages import barred
from proposals.ports import tellings
from proposals.putright import changes
from proposals.recorded import facts_of
from proposals.rules import may_manage
from proposals.views.asking import NOBODY, Asked, ask, bound

BACK = "proposals:refinement"


@dataclass(frozen=True)
class Step:
    """``subject``: what the act calls the thing; empty where the form tells it. ``{}`` in ``title`` names it.
    ``foresee``: the effects that are shown beside the form."""

    title: str
    form: type[StepForm]
    act: Callable
    button: str
    done: str
    subject: str = ""
    who: object = may_manage
    foresee: Callable = lambda proposal, user, subject: []

    def take(self, request, proposal: Proposal, find: Callable = lambda: None):
        """``find``: what the step is about, looked for once it is known that this person may take it."""
        if answer := barred(request, self.who, proposal):
            return answer
        return self.show(request, proposal, find(), reverse(BACK, args=[proposal.slug]))

    def show(self, request, proposal: Proposal, subject, back: str):
        """``back``: the address to go to afterwards."""
        given = (request.POST, request.FILES) if request.method == "POST" else ()
        form = self.form(*given, proposal=proposal, user=request.user, subject=subject)
        if form.is_bound and form.is_valid():
            about = {self.subject: subject} if self.subject else {}
            with refusals_on(form):
                self.act(proposal=proposal, by=request.user, **about, **form.act_arguments())
                messages.success(request, self.done)
                return redirect(back)
        lead = getattr(subject, "question", "")  # what is answered or withdrawn, in the DCC's words
        page = {**frame(proposal, self.title.format(subject)), "cancel_url": back, "lead": lead}
        effects = self.foresee(proposal, request.user, subject)
        return plain_form(request, form, page, self.button, effects=effects)


@dataclass(frozen=True)
class PutRight(Step):
    """A step that puts right what was recorded: what stands, how it should be and why; then what that will do; then it
    is done. ``closed``: a sentence where nothing can be put right. ``tells``: the step of an assessment by which people
    are told, where they are. ``notes(subject, made)``: sentences besides what changes."""

    closed: Callable = lambda subject: ""
    tells: str = ""
    notes: Callable = lambda subject, made: []

    def show(self, request, proposal: Proposal, subject, back: str):
        page = {**frame(proposal, self.title.format(subject)), "cancel_url": back}
        page["lead"] = getattr(subject, "question", "")
        page["facts"] = [{"term": term, "value": words} for term, words in facts_of(subject).items()]
        if closed := self.closed(subject):
            return ask(request, {**page, "closed": [closed]}, None, None)
        about = {"proposal": proposal, "by": request.user, self.subject: subject}
        form = bound(request, self.form, proposal=proposal, user=request.user, subject=subject)

        def made_by(form):
            return rehearse(self.act, **about, **form.act_arguments())

        asked = Asked(
            act=self.act,
            about=about,
            effects=lambda form: self.effects(proposal, request.user, subject, made_by(form)),
            button=self.button,
            done=self.done,
            to=lambda: back,
            unsaid=("opened",),
        )
        return ask(request, page, form, asked)

    def effects(self, proposal: Proposal, user, subject, made) -> dict[str, list[str]]:
        told = [NOBODY]
        if self.tells:
            told = who_is_told(tellings["assessment"](self.tells, proposal, user), user).items_list
        different = changes(facts_of(subject), facts_of(made))
        return {"What changes": [*different, *self.notes(subject, made)], "Who is told": told}


def the_step(steps: dict, key: str):
    if key not in steps:
        raise Http404("There is no such step.")
    return steps[key]


class RefinementEditor(Editor):
    """An editor over one row of Refinement, for SECAS."""

    who = may_manage

    def __init__(self, title, form, template, done):
        super().__init__(title, form, template, done, BACK)

    def context(self, form) -> dict:
        named = frame(form.proposal, self.title.format(form.subject), self.back)
        return {**super().context(form), **named}

    def take(self, request, proposal: Proposal, find: Callable = lambda: None):
        return barred(request, self.who, proposal) or self(request, proposal, find())
