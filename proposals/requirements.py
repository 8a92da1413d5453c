"""What a move needs that this app itself can tell. Each answers for any number of proposals in constant queries."""

from dataclasses import replace
from datetime import date

from django.db.models import Exists, OuterRef

from proposals.models import ImplementationPart, ProblemStatement, SecReference
from proposals.ports import Reason, require


@require("submission_complete")
def submission_complete(queryset, on: date):
    """A Lead Analyst is named before a proposal is raised (domain §2.2 row 3)."""
    return {p.pk: [] if p.lead_analyst_id else [NO_ANALYST] for p in queryset}


NO_ANALYST = Reason("A Lead Analyst is not yet named.", "proposals:edit_details", "Name the Lead Analyst")


@require("problem_defined")
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


@require("sec_places_named")
def sec_places_named(queryset, on: date):
    named = queryset.annotate(named=Exists(SecReference.objects.filter(proposal=OuterRef("pk"))))
    reason = Reason("No part of the SEC is named yet.", "proposals:edit_references", "Name the parts of the SEC")
    return {p.pk: [] if p.named else [reason] for p in named}


@require("solution_described")
def solution_described(queryset, on: date):
    reason = Reason("The solution is not yet described.", "proposals:edit_solution", "Describe the solution")
    return {p.pk: [] if p.solution.text else [reason] for p in queryset.select_related("solution")}


@require("not_urgent")
def not_urgent(queryset, on: date):
    reason = Reason("An urgent proposal cannot be Fast-Track.")
    return {p.pk: [reason] if p.urgent else [] for p in queryset}


@require("urgency_granted")
def urgency_granted(queryset, on: date):
    reason = Reason("The Authority has not granted urgency.", "proposals:urgency", "Record the Authority’s answer")
    return {p.pk: [] if p.urgent else [reason] for p in queryset}


@require("implementation_date_reached")
def implementation_date_reached(queryset, on: date):
    """Of every part that is outstanding; a part whose day has come is brought in on a page of its own."""
    outstanding: dict[int, list] = {}
    for part in ImplementationPart.objects.outstanding().filter(plan__proposal__in=queryset).select_related("plan"):
        outstanding.setdefault(part.plan.proposal_id, []).append(part)
    return {
        p.pk: [r for part in outstanding[p.pk] for r in date_reasons(part, on)] if p.pk in outstanding else [NO_DATE]
        for p in queryset
    }


NO_DATE = Reason("No implementation date is planned.", "proposals:edit_implementation", "Plan the implementation")


def date_reasons(part: ImplementationPart, on: date):
    """Why the day of ``part``, read with its plan, has not come."""
    several = part.plan.part_count > 1
    if part.planned_on is None:
        yield replace(NO_DATE, text=f"No date is planned for {part.name}.") if several else NO_DATE
    elif part.planned_on > on:
        what = part.name if several else "Implementation"
        words = f"{what} is planned for {part.planned_on:%-d %B %Y}, which is still to come."
        yield Reason(words, "proposals:edit_implementation", "Plan the implementation again")
