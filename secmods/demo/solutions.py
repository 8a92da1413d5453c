"""A solution of the data files in the words of the act that saves it."""

from proposals.actions import SolutionRows
from proposals.models import IndustryCode, Objective, Solution
from proposals.richtext import from_plain
from secmods.demo import shapes
from secmods.demo.record import Record

PENCE = 100


def fields_of(data: shapes.Solution) -> dict:
    return {
        "text": data.text,
        "parties_narrative": data.parties_narrative,
        "dcc_system_impacted": data.dcc_system.impacted,
        "dcc_system_text": from_plain(data.dcc_system.text),
        "other_codes_impacted": data.other_codes.impacted,
        "other_codes_text": from_plain(data.other_codes.text),
        "greenhouse_gas_impacted": data.greenhouse_gas.impacted,
        "greenhouse_gas_text": from_plain(data.greenhouse_gas.text),
        "secas_days": data.secas_days,
        "secas_activities": "\n".join(data.secas_activities),
        "party_cost": _party_cost(data.party_costs),
        "party_cost_text": from_plain(data.party_costs.text),
        **_dcc_cost(data.dcc_cost),
    }


def _dcc_cost(cost: shapes.Cost | None) -> dict:
    if cost is None:
        return {"dcc_cost": Solution.Cost.UNKNOWN}
    if cost.none:
        return {"dcc_cost": Solution.Cost.NONE}
    return {"dcc_cost": Solution.Cost.KNOWN, "dcc_cost_min": cost.min * PENCE, "dcc_cost_max": cost.max * PENCE}


def _party_cost(costs: shapes.PartyCosts) -> str:
    if costs.anticipated is None:
        return Solution.Cost.UNKNOWN
    return Solution.Cost.KNOWN if costs.anticipated else Solution.Cost.NONE


def rows_of(data: shapes.Solution, objectives: tuple[shapes.Objective, ...], record: Record) -> SolutionRows:
    return SolutionRows(
        impacts=[
            {"category": impact.category.lower(), "direction": impact.direction, "reason": impact.reason}
            for impact in data.impacts
        ],
        codes=[IndustryCode.objects.get(code=code) for code in data.other_codes.codes],
        points={
            "benefit": [_point(point, record) for point in data.benefits],
            "drawback": [_point(point, record) for point in data.drawbacks],
        },
        objectives=[_objective(objective) for objective in objectives],
    )


def _point(data: shapes.Point, record: Record) -> dict:
    bodies = [record.committees[name] for name in data.named_by if name != "proposer"]
    return {"text": data.text, "named_by_proposer": "proposer" in data.named_by, "named_by": bodies}


def _objective(data: shapes.Objective) -> dict:
    objective = Objective.objects.get(set=Objective.Set.GENERAL, letter=data.letter)
    return {"objective": objective, "effect": data.effect, "rationale": data.rationale}
