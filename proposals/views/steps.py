"""Pages of steps that are about one thing belonging to a proposal: one form, one act, and back to where it stands."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect

from proposals.acting import Editor, frame, plain_form, refusals_on
from proposals.forms.steps import StepForm
from proposals.models import Proposal
from proposals.pages import barred
from proposals.rules import may_manage

BACK = "proposals:refinement"


@dataclass(frozen=True)
class Step:
    """``subject``: what the act calls the thing; empty where the form tells it. ``{}`` in ``title`` names it."""

    title: str
    form: type[StepForm]
    act: Callable
    button: str
    done: str
    subject: str = ""
    who: object = may_manage

    def take(self, request, proposal: Proposal, subject=None, back: str = ""):
        """``back``: the address to go to afterwards, by default the tab of Refinement."""
        if answer := barred(request, self.who, proposal):
            return answer
        given = (request.POST, request.FILES) if request.method == "POST" else ()
        form = self.form(*given, proposal=proposal, user=request.user, subject=subject)
        if form.is_bound and form.is_valid():
            about = {self.subject: subject} if self.subject else {}
            with refusals_on(form):
                self.act(proposal=proposal, by=request.user, **about, **form.act_arguments())
                messages.success(request, self.done)
                return redirect(back or redirect(BACK, proposal.slug).url)
        page = frame(proposal, self.title.format(subject), BACK)
        if back:
            page["cancel_url"] = back
        return plain_form(request, form, page, self.button)


def the_step(steps: dict, key: str):
    if key not in steps:
        raise Http404("There is no such step.")
    return steps[key]


class RefinementEditor(Editor):
    """An editor over one row of Refinement, for SECAS."""

    who = may_manage

    def __init__(self, title, form, template, done):
        super().__init__(title, form, template, done, BACK)

    def take(self, request, proposal: Proposal, subject=None):
        return barred(request, self.who, proposal) or self(request, proposal, subject)
