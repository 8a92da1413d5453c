"""Chapter 1: the analyst's summary, then the parties, the cost and the outcome in one breath each."""

from papers import facts as f
from papers.board.chapter import what
from papers.board.facts import Did
from papers.document import Block, Section, strong
from papers.numbers import capitalised, listed, long_date, pounds, pounds_between
from papers.report.prose import paragraph, path_name, release_name, section, written
from papers.report.topic import Topic, chosen, solution_name

# Cells that the SEC names together when both are meant.
TOGETHER = (
    (f.Cell.LARGE_SUPPLIERS, f.Cell.SMALL_SUPPLIERS, "Supplier Parties"),
    (f.Cell.ELECTRICITY_NETWORKS, f.Cell.GAS_NETWORKS, "Network Parties"),
)

RECOMMENDED = {Did.RECOMMENDED: "approved", Did.RECOMMENDED_REJECTION: "rejected"}


def chapter(facts: f.Facts) -> Section:
    text = written("summary.text", facts.summary, "The summary has not been written yet.", facts.figures)
    return section("summary", "Summary", *text, effect(facts), *_alternatives(facts), closing(facts))


def effect(facts: f.Facts) -> Block:
    """Of the solution that goes ahead, or else of the Proposed Solution."""
    return paragraph("summary.effect", effect_of(chosen(facts)))


def effect_of(topic: Topic) -> str:
    return f"{_parties(topic)} {_costs(topic.solution)}"


def _alternatives(facts: f.Facts) -> tuple[Block, ...]:
    if not facts.alternatives:
        return ()
    names = [_named(alternative) for alternative in facts.alternatives]
    has = "has" if len(names) == 1 else "have"
    sentence = f"{listed(names)} {has} been developed beside the Proposed Solution."
    return (paragraph("summary.alternatives", sentence),)


def _named(alternative: f.Alternative) -> str:
    title = f" ‘{alternative.title}’" if alternative.title else ""
    return f"Alternative Solution {alternative.number}{title}"


def _parties(topic: Topic) -> str:
    impacts = topic.solution.party_impacts
    if impacts is None:
        return "Which Party Categories are impacted has not been assessed yet."
    if not impacts:
        return "Neither SEC Parties nor the DCC are impacted."
    return f"{capitalised(parties(impacts))} {topic.will} be impacted."


def parties(impacts: tuple[f.PartyImpact, ...]) -> str:
    """'Supplier Parties and the DCC': in the order of the table, pairs by their common name."""
    cells = [cell for cell in f.Cell if cell in {impact.cell for impact in impacts}]
    names = {cell: "the DCC" if cell == f.Cell.DCC else str(cell) for cell in cells}
    for first, second, name in TOGETHER:
        if first in names and second in names:
            names[first] = name
            del names[second]
    return listed(names.values())


def _costs(solution: f.Worked) -> str:
    if solution.dcc_cost is None and solution.secas is None:
        return "The costs are not known yet."
    if solution.dcc_cost is None:
        return f"The DCC’s costs are not known yet; {_secas(solution)}."
    if not solution.dcc_cost.high:
        return f"There are no DCC costs, and {_secas(solution)}."
    estimate = pounds_between(solution.dcc_cost.low, solution.dcc_cost.high)
    return f"The DCC’s costs are estimated at {estimate}, and {_secas(solution)}."


def _secas(solution: f.Worked) -> str:
    if solution.secas is None:
        return "the effort for SECAS has not been estimated yet"
    if not solution.secas.days:
        return "there is no cost for SECAS"
    return f"the time SECAS needs to put the change into the SEC amounts to about {pounds(solution.secas.cost)}"


def closing(facts: f.Facts) -> Block:
    if facts.decision and facts.decision.outcome != f.Outcome.APPROVED:
        return paragraph("summary.closing", _ended(facts))
    if facts.halted:
        return paragraph("summary.closing", _halted(facts))
    if facts.approved:
        return paragraph("summary.closing", *_approved(facts))
    return paragraph("summary.closing", *_undecided(facts))


def _ended(facts: f.Facts) -> str:
    if facts.decision.outcome == f.Outcome.WITHDRAWN:
        return f"{facts.reference} was withdrawn on {long_date(facts.decision.on)}."
    return f"{facts.reference} was rejected by the {facts.decision.body} on {long_date(facts.decision.on)}."


def _halted(facts: f.Facts) -> str:
    return (
        f"{facts.reference} was approved as {path_name(facts.path)}, but a Party has objected: its implementation is "
        "halted, and the Panel must choose another path for it."
    )


def _approved(facts: f.Facts) -> tuple:
    approved = f"{facts.reference} has been approved as {path_name(facts.path)}{_with(facts)}"
    done = [item.actual_on for item in facts.implementations if item.actual_on]
    if done and len(done) == len(facts.implementations):
        return (f"{approved} and was implemented on ", *_dates(done), ".")
    planned = [item.planned_on for item in facts.implementations if item.planned_on]
    return (
        (f"{approved}, for implementation on ", *_dates(planned), ".")
        if planned
        else (f"{approved}; its implementation date has not been set yet.",)
    )


def _with(facts: f.Facts) -> str:
    """Which solution that means, where it is not the proposed one."""
    return f", with {solution_name(facts.chosen)}," if facts.chosen else ""


def _dates(days: list) -> tuple:
    return (strong(listed(long_date(day) for day in sorted(set(days)))),)


def _undecided(facts: f.Facts) -> tuple:
    if facts.path == f.Path.UNDECIDED:
        start = f"The path for {facts.reference} has not been decided yet."
    else:
        start = f"{facts.reference} is being progressed as {path_name(facts.path)} and has not been decided yet."
    return (f"{start} {_recommended(facts)}", *_proposed(facts))


def _recommended(facts: f.Facts) -> str:
    made = facts.change_board.step
    if made is None or made.did not in RECOMMENDED:
        return ""
    return f"The Change Board has recommended that {what(facts)} be {RECOMMENDED[made.did]}. "


def _proposed(facts: f.Facts) -> tuple:
    planned = [item for item in facts.implementations if item.planned_on]
    if not planned:
        return ("No implementation date has been proposed yet.",)
    releases = (
        listed(dict.fromkeys(name for item in planned if (name := release_name(item))))
        if any(map(release_name, planned))
        else ""
    )
    return (
        "If approved, it would be implemented on ",
        *_dates([item.planned_on for item in planned]),
        f" in {releases}." if releases else ".",
    )
