"""What the Modification Report needs of Refinement before it goes to the Panel (domain §2.2 row 25; CACoP 7 and 8).

Each requirement answers for any number of proposals in constant queries. An Alternative that was not withdrawn is asked
the same as the proposed solution.
"""

from collections import defaultdict
from datetime import date

from django.db.models import Exists, F, OuterRef, Q

from proposals.models import AssessmentArea, DccAssessment, PartyImpact, RequirementSet, Solution, StandardArea
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


@require("requirements_agreed", words="the business requirements are agreed")
def requirements_agreed(queryset, on: date):
    """A proposal may be simple enough to need none: this may be accepted with a reason."""
    agreed = RequirementSet.objects.filter(proposal=OuterRef("pk"), agreed_on__isnull=False)
    reason = Reason("No business requirements have been agreed.", TAB, "Draft and agree them", SHOULD)
    return {p.pk: [] if p.has_requirements else [reason] for p in queryset.annotate(has_requirements=Exists(agreed))}


def solutions_that_stand(queryset, **annotations) -> dict[int, list[Solution]]:
    """The proposed solution of each proposal, then its Alternatives that stand, in one query."""
    found = Solution.objects.filter(
        Q(proposal__in=queryset) | Q(alternative__proposal__in=queryset, alternative__withdrawn_on=None)
    )
    held = defaultdict(list)
    found = found.select_related("alternative").annotate(**annotations)
    for row in found.order_by(F("alternative__number").asc(nulls_first=True)):
        held[row.proposal_id or row.alternative.proposal_id].append(row)
    return held


def _name(solution: Solution) -> str:
    return f"Alternative {solution.alternative.number}: " if solution.alternative else ""


@require("costs_known", words="the costs are known")
def costs_known(queryset, on: date):
    """Estimates of what central systems cost are there before a recommendation is made (CACoP 8)."""
    held = solutions_that_stand(queryset)
    return {p.pk: [r for s in held[p.pk] for r in _reasons(s, _costs(s), "costs")] for p in queryset}


def _costs(solution: Solution) -> list[str]:
    asked = [
        (solution.dcc_cost == Solution.Cost.UNKNOWN, "the DCC’s costs"),
        (solution.secas_days is None, "the SECAS effort"),
        (solution.party_cost == Solution.Cost.UNKNOWN, "the costs to SEC Parties"),
    ]
    return [words for missing, words in asked if missing]


@require("impacts_assessed", words="the impacts are assessed")
def impacts_assessed(queryset, on: date):
    impacts = PartyImpact.objects.filter(solution=OuterRef("pk"))
    held = solutions_that_stand(queryset, has_impacts=Exists(impacts))
    return {p.pk: [r for s in held[p.pk] for r in _reasons(s, _impacts(s), "impacts")] for p in queryset}


def _impacts(solution: Solution) -> list[str]:
    asked = [
        (not (solution.has_impacts or solution.parties_narrative), "the impacts on Parties"),
        (solution.dcc_system_impacted is None, "the impacts on DCC Systems"),
        (solution.other_codes_impacted is None, "the impacts on other energy codes"),
        (solution.greenhouse_gas_impacted is None, "the impacts on greenhouse gas emissions"),
    ]
    return [words for missing, words in asked if missing]


def _reasons(solution: Solution, missing: list[str], part: str) -> list[Reason]:
    """``part``: the page that states them, of the proposed solution or of an Alternative."""
    if not missing:
        return []
    words = f"{_name(solution)}{', '.join(missing)} are not yet stated."
    words = words[0].upper() + words[1:]
    if solution.alternative is None:
        return [Reason(words, f"proposals:edit_{part}", "State them")]
    return [Reason(words, "proposals:edit_alternative", "State them", about=(solution.alternative.number, part))]
