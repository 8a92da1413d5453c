"""An Alternative as it is read, and the pages that develop it: those of the proposed solution serve it too."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from proposals import overview as facts
from proposals import refinement, statements
from proposals.acting import Editor, frame
from proposals.actions import alternatives
from proposals.forms import alternatives as forms
from proposals.models import Alternative, Proposal
from proposals.pages import barred, page_context, proposal_page
from proposals.rules import may_be_refined, may_manage, may_raise_alternative, may_withdraw_alternative
from proposals.views import editing
from proposals.views.reading import solution_context
from proposals.views.refinement import ANY
from proposals.views.steps import Step, the_step

PLAIN = "proposals/edit.html"


class AlternativeEditor(Editor):
    """An editor of the proposed solution, over that of an Alternative."""

    @classmethod
    def like(cls, editor: Editor) -> "AlternativeEditor":
        return cls(editor.title, editor.form, editor.template, editor.done)

    def address(self, form) -> str:
        return form.subject.get_absolute_url()

    def context(self, form) -> dict:
        page = frame(form.proposal, f"Alternative {form.subject.number}: {self.title.lower()}")
        return {**page, "cancel_url": self.address(form), "form": form}


PARTS = {
    "title": AlternativeEditor("Edit the title and support", forms.AlternativeForm, PLAIN, "The Alternative is saved."),
    "implementation": AlternativeEditor(
        "Edit the implementation approach",
        forms.AlternativeImplementationForm,
        PLAIN,
        "The implementation approach is saved.",
    ),
    "solution": AlternativeEditor.like(editing.SOLUTION),
    "impacts": AlternativeEditor.like(editing.IMPACTS),
    "costs": AlternativeEditor.like(editing.COSTS),
    "benefits-and-drawbacks": AlternativeEditor.like(editing.POINTS),
    "objectives": AlternativeEditor.like(editing.OBJECTIVES),
}
_raise = Step(
    "Raise an Alternative",
    forms.RaiseAlternativeForm,
    alternatives.raise_alternative,
    "Raise the Alternative",
    "The Alternative is raised.",
    who=may_raise_alternative,
)
_withdraw = Step(
    "Withdraw {}",
    forms.WithdrawAlternativeForm,
    alternatives.withdraw_alternative,
    "Withdraw the Alternative",
    "The Alternative is withdrawn.",
    "alternative",
    may_withdraw_alternative,
)


def _alternative(proposal: Proposal, number: int) -> Alternative:
    found = get_object_or_404(
        proposal.alternatives.select_related("solution", "organisation", "supported_at"), number=number
    )
    found.proposal = proposal
    return found


@require_safe
@proposal_page
def alternative(request, proposal: Proposal, number: int):
    """What it would do, whom it touches, what it costs, and how it would be brought in."""
    found = _alternative(proposal, number)
    may_solve = found.is_live and may_be_refined(proposal)
    context = {
        **page_context(request, proposal, "refinement"),
        "crumbs": _crumbs(proposal, f"Alternative {number}"),
        **solution_context(found.solution, facts.listed_of(found)),
        "alternative": found,
        "believer": found.organisation.name,
        "believed": f"Alternative {number}",
        "support": refinement.support_words(found, found.supported_at.number if found.supported_at else None),
        "implementation": statements.rich(found.implementation, "implementation"),
        "may_solve": may_solve,
        "may_withdraw": may_solve and may_withdraw_alternative.test(request.user, found),
    }
    return render(request, "proposals/alternative.html", context)


def _crumbs(proposal: Proposal, here: str) -> list[dict]:
    tab = {"label": "Refinement", "url": reverse("proposals:refinement", args=[proposal.slug])}
    return [
        {"label": "Register", "url": reverse("proposals:register")},
        {"label": proposal.reference, "url": proposal.get_absolute_url()},
        tab,
        {"label": here},
    ]


@ANY
@proposal_page
def raise_alternative(request, proposal: Proposal):
    return _raise.take(request, proposal)


@ANY
@proposal_page(rule=may_manage)
def edit_alternative(request, proposal: Proposal, number: int, part: str):
    return the_step(PARTS, part)(request, proposal, _alternative(proposal, number))


@ANY
@proposal_page
def withdraw_alternative(request, proposal: Proposal, number: int):
    found = _alternative(proposal, number)
    answer = barred(request, may_withdraw_alternative, found)
    return answer or _withdraw.show(request, proposal, found, found.get_absolute_url())
