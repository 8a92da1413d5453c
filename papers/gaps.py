"""What a report would have to call not yet known, with the page of the proposal that mends it."""

from dataclasses import dataclass

from papers.facts import Facts
from papers.report.prose import is_blank


@dataclass(frozen=True)
class Gap:
    words: str
    mend: str  # name of the page; its one argument is the proposal's slug


def gaps(facts: Facts) -> list[Gap]:
    """In the order of the report."""
    asked = [
        (is_blank(facts.summary), "The summary", "proposals:edit_details"),
        (is_blank(facts.issue), "The issue", "proposals:edit_statement"),
        (is_blank(facts.do_nothing), "The impacts of doing nothing", "proposals:edit_statement"),
        (is_blank(facts.solution), "The solution", "proposals:edit_solution"),
        (facts.legal_text is None, "The legal text", "legaltext:draft"),
        (facts.party_impacts is None, "The impacts on Parties", "proposals:edit_impacts"),
        (facts.dcc_systems is None, "The impacts on DCC Systems", "proposals:edit_impacts"),
        (facts.documents is None, "The parts of the SEC that change", "proposals:edit_references"),
        (facts.other_codes is None, "The impacts on other energy codes", "proposals:edit_impacts"),
        (facts.greenhouse_gas is None, "The impacts on greenhouse gas emissions", "proposals:edit_impacts"),
        (facts.dcc_cost is None, "The DCC costs", "proposals:edit_costs"),
        (facts.secas is None, "The SECAS costs", "proposals:edit_costs"),
        (facts.party_costs is None, "The costs to Parties", "proposals:edit_costs"),
        (not facts.implementations, "The implementation approach", "proposals:edit_implementation"),
        (facts.benefits is None, "The benefits and drawbacks", "proposals:edit_points"),
        (facts.objectives is None, "The Proposer’s rationale against the SEC Objectives", "proposals:edit_objectives"),
        (not facts.views, "The views of the Sub-Committees", "subcommittees:views"),
    ]
    return [Gap(words, mend) for missing, words, mend in asked if missing]
