"""What a move needs that this app itself can tell. Each answers for any number of proposals in constant queries."""

from dataclasses import replace
from datetime import date, timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef

from audit import clock
from proposals.models import Alternative, ImplementationPart, ProblemStatement, SecReference, Window
from proposals.ports import Reason, require
from proposals.states import Path


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
    """The proposed solution, and each Alternative that stands (CACoP 7)."""
    blank = Alternative.objects.filter(proposal=OuterRef("pk"), withdrawn_on=None, solution__text="")
    asked = queryset.select_related("solution").annotate(undescribed=ArraySubquery(blank.values("number")))
    return {p.pk: list(_undescribed(p)) for p in asked}


def _undescribed(proposal):
    if not proposal.solution.text:
        yield Reason("The solution is not yet described.", "proposals:edit_solution", "Describe the solution")
    for number in proposal.undescribed:
        place = {"mend": "proposals:edit_alternative", "about": (number, "solution")}
        yield Reason(f"Alternative {number} is not yet described.", mend_words="Describe it", **place)


@require("not_urgent", words="the proposal is not urgent")
def not_urgent(queryset, on: date):
    reason = Reason("It is urgent: an urgent proposal is neither Fast-Track nor taken into a review.")
    return {p.pk: [reason] if p.urgent else [] for p in queryset}


@require("urgency_granted", words="the Authority has granted urgency")
def urgency_granted(queryset, on: date):
    """Named by the move that mends it: the request, or the Authority’s answer to it."""
    return {p.pk: [] if p.urgent else [NOT_ANSWERED if p.urgency_requested_on else NOT_ASKED] for p in queryset}


NOT_ASKED = Reason("Urgency has not been asked for.", "move:request_urgency", "Ask for urgency")
NOT_ANSWERED = Reason("The Authority has not granted urgency.", "move:grant_urgency", "Record the Authority’s answer")


@require("urgency_not_decided", words="urgency has not been asked for or granted yet")
def urgency_not_decided(queryset, on: date):
    asked = Reason("Urgency has been asked for already; the Authority has still to answer.")
    granted = Reason("It is urgent already.")
    return {p.pk: [granted] if p.urgent else [asked] if p.urgency_requested_on else [] for p in queryset}


@require("urgency_requested", words="urgency has been asked for")
def urgency_requested(queryset, on: date):
    return {p.pk: [] if p.urgency_requested_on else [NOT_ASKED] for p in queryset}


@require("is_on_hold", words="the proposal is on hold")
def is_on_hold(queryset, on: date):
    return {p.pk: [] if p.is_held else [Reason("It is not on hold.")] for p in queryset}


DETERMINE = ("proposals:edit_path", "Determine the path")


@require("path_determined", words="the path is determined")
def path_determined(queryset, on: date):
    """The Panel confirms the path before consultation (domain §2.2 row 27)."""
    reason = Reason("The path is not yet determined.", *DETERMINE)
    return {p.pk: [] if p.path else [reason] for p in queryset}


@require("is_self_governance", words="the path is Path 3: Self-Governance")
def is_self_governance(queryset, on: date):
    reason = Reason("The Change Board decides on Path 3 only; on Paths 1 and 2 it recommends.", *DETERMINE)
    return {p.pk: [] if p.path == Path.SELF_GOVERNANCE else [reason] for p in queryset}


@require("is_for_the_authority", words="the path is Path 1 or 2")
def is_for_the_authority(queryset, on: date):
    reason = Reason("The Change Board recommends on Paths 1 and 2 only; on Path 3 it decides.", *DETERMINE)
    return {p.pk: [] if p.path in (Path.AUTHORITY_LED, Path.AUTHORITY_DETERMINED) else [reason] for p in queryset}


@require("consultation_over", words="the period given to respondents has ended")
def consultation_over(queryset, on: date):
    """The period given to respondents has run (domain §2.2 row 28)."""
    running = Window.objects.unsettled().filter(kind=Window.Kind.CONSULTATION, proposal__in=queryset)
    still_open = {window.proposal_id: window.closes_at for window in running if not _ended(window, on)}
    return {p.pk: [_still_open(still_open[p.pk])] if p.pk in still_open else [] for p in queryset}


def _ended(window: Window, on: date) -> bool:
    return window.closes_at <= min(clock.now(), clock.start_of(on + timedelta(days=1)))


def _still_open(closes_at) -> Reason:
    return Reason(f"The consultation is open until {clock.london_date(closes_at):%A %-d %B %Y} at 17:00.")


@require("implementation_date_reached", words="the planned date of implementation has come")
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
