"""The analysts' pages, one for each part of a proposal. Each is a form over one row and saves by one act."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from proposals import actions
from proposals.acting import Editor, frame, plain_form, refusals_on
from proposals.effects import plan_effects
from proposals.forms import planning, texts
from proposals.forms import solution as solutions
from proposals.models import Proposal
from proposals.pages import proposal_page
from proposals.rules import may_manage

PLAIN = "proposals/edit.html"
WIDE = "proposals/edit_rows.html"

_details = Editor("Edit the details", texts.DetailsForm, PLAIN, "The details are saved.")
_statement = Editor(
    "Edit the problem statement",
    texts.StatementForm,
    "proposals/edit_statement.html",
    "A new version of the problem statement is saved.",
    "proposals:statement",
)
_references = Editor("Name the parts of the SEC", texts.ReferencesForm, WIDE, "The parts of the SEC are saved.")
SOLUTION = Editor("Edit the solution", solutions.SolutionForm, PLAIN, "The solution is saved.")
IMPACTS = Editor("Edit the impacts", solutions.ImpactsForm, "proposals/edit_impacts.html", "The impacts are saved.")
COSTS = Editor("Edit the costs", solutions.CostsForm, "proposals/edit_costs.html", "The costs are saved.")
POINTS = Editor("Edit the benefits and drawbacks", solutions.PointsForm, WIDE, "The benefits and drawbacks are saved.")
OBJECTIVES = Editor(
    "Edit the objectives", solutions.ObjectivesForm, "proposals/edit_objectives.html", "The objectives are saved."
)


class PlanEditor(Editor):
    def context(self, form) -> dict:
        return {**super().context(form), "effects": plan_effects(form.proposal, form.user)}


_implementation = PlanEditor(
    "Plan the implementation",
    planning.ImplementationForm,
    "proposals/edit_implementation.html",
    "The implementation is planned.",
)
_parts = PlanEditor(
    "Divide the implementation into parts",
    planning.PartsForm,
    "proposals/edit_parts.html",
    "The parts of the implementation are saved.",
    "proposals:edit_implementation",
)
_path = Editor("Record the path", texts.PathForm, PLAIN, "The path is recorded.")


def _page(editor):
    @require_http_methods(["GET", "HEAD", "POST"])
    @proposal_page(rule=may_manage)
    def view(request, proposal: Proposal):
        return editor(request, proposal)

    return view


def _edit_statement(request, proposal: Proposal):
    if not proposal.statements.exists():
        raise Http404("This proposal of the earlier register has no problem statement.")
    return _statement(request, proposal)


details = _page(_details)
statement = _page(_edit_statement)
references = _page(_references)
solution = _page(SOLUTION)
impacts = _page(IMPACTS)
costs = _page(COSTS)
points = _page(POINTS)
objectives = _page(OBJECTIVES)
implementation = _page(_implementation)
parts = _page(_parts)
path_ = _page(_path)


@require_http_methods(["GET", "HEAD", "POST"])
@proposal_page(rule=may_manage)
def add_update(request, proposal: Proposal):
    form = texts.UpdateForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            actions.post_update(proposal=proposal, by=request.user, **form.cleaned_data)
            messages.success(request, "The update stands in the register.")
            return redirect(proposal.get_absolute_url())
    return plain_form(request, form, frame(proposal, "Post an update"), "Post the update")
