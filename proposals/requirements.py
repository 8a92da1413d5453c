"""What a move needs that this app itself can tell. Each answers for any number of proposals in constant queries."""

from datetime import date

from django.db.models import Exists, OuterRef

from proposals.models import Implementation, ProblemStatement, SecReference
from proposals.ports import Reason, require


@require("submission_complete", words="a Lead Analyst is named")
def submission_complete(queryset, on: date):
    """A Lead Analyst is named before a proposal is raised (domain §2.2 row 3)."""
    return {p.pk: [] if p.lead_analyst_id else [NO_ANALYST] for p in queryset}


NO_ANALYST = Reason("A Lead Analyst is not yet named.", "proposals:edit_details", "Name the Lead Analyst")


@require(
    "problem_defined",
    words="SECAS has worked the problem statement over, and it says what doing nothing would bring and how the issue "
    "relates to the SEC",
)
def problem_defined(queryset, on: date):
    """SECAS has worked the statement over, and it says what doing nothing would bring (S0 §2, S1 appendix)."""
    later = ProblemStatement.objects.filter(proposal=OuterRef("pk"), is_submission=False)
    answers = queryset.annotate(
        worked_over=Exists(later),
        has_impact=Exists(later.exclude(do_nothing="")),
        has_context=Exists(later.exclude(sec_context="")),
    )
    return {p.pk: list(_statement_reasons(p)) for p in answers}


def _statement_reasons(proposal):
    mend = ("proposals:edit_statement", "Write the problem statement")
    if not proposal.worked_over:
        yield Reason("The problem statement has not yet been worked over by SECAS.", *mend)
        return
    if not proposal.has_impact:
        yield Reason("The problem statement does not say what doing nothing would bring.", *mend)
    if not proposal.has_context:
        yield Reason("The problem statement does not say how the issue relates to the SEC.", *mend)


@require("sec_places_named", words="the parts of the SEC that are touched are named")
def sec_places_named(queryset, on: date):
    named = queryset.annotate(named=Exists(SecReference.objects.filter(proposal=OuterRef("pk"))))
    reason = Reason("No part of the SEC is named yet.", "proposals:edit_references", "Name the parts of the SEC")
    return {p.pk: [] if p.named else [reason] for p in named}


@require("solution_described", words="the solution is described")
def solution_described(queryset, on: date):
    reason = Reason("The solution is not yet described.", "proposals:edit_solution", "Describe the solution")
    return {p.pk: [] if p.solution.text else [reason] for p in queryset.select_related("solution")}


@require("not_urgent", words="the proposal is not urgent")
def not_urgent(queryset, on: date):
    reason = Reason("An urgent proposal cannot be Fast-Track.")
    return {p.pk: [reason] if p.urgent else [] for p in queryset}


@require("urgency_granted", words="the Authority has granted urgency")
def urgency_granted(queryset, on: date):
    reason = Reason("The Authority has not granted urgency.", "proposals:urgency", "Record the Authority’s answer")
    return {p.pk: [] if p.urgent else [reason] for p in queryset}


@require("implementation_date_reached", words="the planned date of implementation has come")
def implementation_date_reached(queryset, on: date):
    plans = Implementation.objects.filter(proposal__in=queryset).in_bulk(field_name="proposal_id")
    return {p.pk: list(_date_reasons(plans.get(p.pk), on)) for p in queryset}


def _date_reasons(plan: Implementation | None, on: date):
    if plan is None or plan.planned_on is None:
        yield Reason("No implementation date is planned.", "proposals:edit_implementation", "Plan the implementation")
    elif plan.planned_on > on:
        words = f"Implementation is planned for {plan.planned_on:%-d %B %Y}, which is still to come."
        yield Reason(words, "proposals:edit_implementation", "Plan the implementation again")
