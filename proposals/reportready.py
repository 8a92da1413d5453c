"""What the Modification Report needs of Refinement before it goes to the Panel (domain §2.2 row 25; CACoP 7 and 8).

Each requirement answers for any number of proposals in constant queries. An Alternative that was not withdrawn is asked
the same as the proposed solution.
"""

from collections import defaultdict
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch

from proposals.models import (
    Alternative,
    AssessmentArea,
    DccAssessment,
    PartyImpact,
    RequirementSet,
    Solution,
    StandardArea,
)
from proposals.ports import SHOULD, Reason, require

TAB = "proposals:refinement"


@require("areas_settled", words="every area of assessment is closed with an answer or left open with a reason")
def areas_settled(queryset, on: date):
    """Every standard area in force and every own one is answered, or left open with a reason (S1 §3)."""
    standard = list(StandardArea.objects.on(on))
    held = defaultdict(list)
    for area in AssessmentArea.objects.filter(proposal__in=queryset).select_related("standard"):
        held[area.proposal_id].append(area)
    return {p.pk: list(_open_areas(held[p.pk], standard)) for p in queryset}


def _open_areas(areas: list[AssessmentArea], standard: list[StandardArea]):
    settled = {area.standard_id for area in areas if area.outcome}
    titles = [area.title for area in standard if area.pk not in settled]
    titles += [f"‘{area.question}’" for area in areas if not area.outcome and area.standard_id is None]
    if titles:
        words = f"Areas of assessment are still open: {'; '.join(titles)}."
        yield Reason(words, TAB, "Answer them, or leave them open with a reason")


@require("assessments_answered", words="no assessment by the DCC is outstanding")
def assessments_answered(queryset, on: date):
    held = defaultdict(list)
    for row in DccAssessment.objects.outstanding().filter(proposal__in=queryset):
        words = f"The DCC’s {row} is outstanding; it is due on {row.due_on:%-d %B %Y}."
        held[row.proposal_id].append(Reason(words, TAB, "See the request"))
    return {p.pk: held[p.pk] for p in queryset}


@require(
    "requirements_agreed",
    words="the business requirements are agreed",
    has_requirements=lambda on: Exists(RequirementSet.objects.filter(proposal=OuterRef("pk"), agreed_on__isnull=False)),
)
def requirements_agreed(queryset, on: date):
    """A proposal may be simple enough to need none: this may be accepted with a reason."""
    reason = Reason("No business requirements have been agreed.", TAB, "Draft and agree them", SHOULD)
    return {p.pk: [] if p.has_requirements else [reason] for p in queryset}


def _standing(on: date) -> Prefetch:
    found = Alternative.objects.filter(withdrawn_on=None).select_related("solution").order_by("number")
    impacts = PartyImpact.objects.filter(solution__alternative=OuterRef("pk"))
    return Prefetch("alternatives", found.annotate(has_impacts=Exists(impacts)), to_attr="standing_alternatives")


def _asked(proposal, missing, part: str) -> list[Reason]:
    """What ``missing(solution, holder)`` finds in the proposed solution and then in each Alternative that stands.
    ``part``: the page that states it, of the one or of the other."""
    reasons = _reasons("", missing(proposal.solution, proposal), f"proposals:edit_{part}")
    for alternative in proposal.standing_alternatives:
        name, about = f"Alternative {alternative.number}: ", (alternative.number, part)
        reasons += _reasons(name, missing(alternative.solution, alternative), "proposals:edit_alternative", about)
    return reasons


def _reasons(name: str, missing: list[str], mend: str, about: tuple = ()) -> list[Reason]:
    words = f"{name}{', '.join(missing)} are not yet stated."
    return [Reason(words[0].upper() + words[1:], mend, "State them", about=about)] if missing else []


@require("costs_known", words="the costs are known", standing_alternatives=_standing)
def costs_known(queryset, on: date):
    """Estimates of what central systems cost are there before a recommendation is made (CACoP 8)."""
    return {p.pk: _asked(p, _costs, "costs") for p in queryset}


def _costs(solution: Solution, holder) -> list[str]:
    asked = [
        (solution.dcc_cost == Solution.Cost.UNKNOWN, "the DCC’s costs"),
        (solution.secas_days is None, "the SECAS effort"),
        (solution.party_cost == Solution.Cost.UNKNOWN, "the costs to SEC Parties"),
    ]
    return [words for missing, words in asked if missing]


@require(
    "impacts_assessed",
    words="the impacts are assessed",
    standing_alternatives=_standing,
    has_impacts=lambda on: Exists(PartyImpact.objects.filter(solution__proposal=OuterRef("pk"))),
)
def impacts_assessed(queryset, on: date):
    return {p.pk: _asked(p, _impacts, "impacts") for p in queryset}


def _impacts(solution: Solution, holder) -> list[str]:
    asked = [
        (not (holder.has_impacts or solution.parties_narrative), "the impacts on Parties"),
        (solution.dcc_system_impacted is None, "the impacts on DCC Systems"),
        (solution.other_codes_impacted is None, "the impacts on other energy codes"),
        (solution.greenhouse_gas_impacted is None, "the impacts on greenhouse gas emissions"),
    ]
    return [words for missing, words in asked if missing]
