"""What a report would have to call not yet known, with the page of the proposal that mends it."""

from dataclasses import dataclass

from papers.facts import Alternative, Facts
from papers.report.prose import is_blank


@dataclass(frozen=True)
class Gap:
    words: str
    mend: str  # name of the page; its first argument is the proposal's slug
    about: tuple = ()  # the others
    of_proposal: bool = True  # whether the slug is the first of them


OF_ALTERNATIVE = "proposals:edit_alternative"


def gaps(facts: Facts) -> list[Gap]:
    """In the order of the report; what is missing of an Alternative last."""
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
    own = [Gap(words, mend) for missing, words, mend in asked if missing]
    return own + [gap for alternative in facts.alternatives for gap in _of(alternative)]


def _of(alternative: Alternative) -> list[Gap]:
    """The same that is asked of the Proposed Solution."""
    asked = [
        (is_blank(alternative.text), "the solution", "solution"),
        (alternative.legal_text is None, "the legal text", "legal-text"),
        (alternative.party_impacts is None, "the impacts on Parties", "impacts"),
        (alternative.dcc_systems is None, "the impacts on DCC Systems", "impacts"),
        (alternative.other_codes is None, "the impacts on other energy codes", "impacts"),
        (alternative.greenhouse_gas is None, "the impacts on greenhouse gas emissions", "impacts"),
        (alternative.dcc_cost is None, "the DCC costs", "costs"),
        (alternative.secas is None, "the SECAS costs", "costs"),
        (alternative.party_costs is None, "the costs to Parties", "costs"),
        (alternative.benefits is None, "the benefits and drawbacks", "benefits-and-drawbacks"),
        (alternative.objectives is None, "the rationale against the SEC Objectives", "objectives"),
    ]
    return [_gap(alternative.number, words, part) for missing, words, part in asked if missing]


def _gap(number: int, words: str, part: str) -> Gap:
    words = f"Alternative {number}: {words}"
    if part == "legal-text":
        return Gap(words, "legaltext:draft", (number,))
    return Gap(words, OF_ALTERNATIVE, (number, part))
