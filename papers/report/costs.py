"""Chapter 5: what the change costs, and whom."""

from papers import facts as f
from papers.document import Block, BulletList, Section, strong, words
from papers.numbers import days, long_date, pounds, pounds_between
from papers.report.prose import is_blank, paragraph, rich, section


def chapter(facts: f.Facts) -> Section:
    return section(
        "costs",
        "Costs",
        sections=(
            section("costs.dcc", "DCC costs", *_dcc(facts)),
            section("costs.secas", "SECAS costs", *_secas(facts.secas)),
            section("costs.parties", "SEC Party costs", *_parties(facts)),
        ),
    )


def _dcc(facts: f.Facts) -> tuple[Block, ...]:
    detail = () if is_blank(facts.dcc_cost_detail) else rich("costs.dcc.detail", facts.dcc_cost_detail, facts.figures)
    return (_dcc_amount(facts), *detail, *_assessments(facts))


def _assessments(facts: f.Facts) -> tuple[Block, ...]:
    return tuple(
        block
        for number, given in enumerate(facts.assessments, 1)
        for block in _assessment(facts, f"costs.dcc.assessment-{number}", given)
    )


def _assessment(facts: f.Facts, key: str, given: f.Assessment) -> tuple[Block, ...]:
    """One paragraph of what it says, and its assumptions under it."""
    lead = paragraph(key, f"The DCC gave its {given.name} on {long_date(given.given_on)}.", *_assessed(given))
    if is_blank(given.assumptions):
        return (lead,)
    assumed = paragraph(f"{key}.assumed", f"Its {given.name} rests on these assumptions:")
    return (lead, assumed, *rich(f"{key}.assumptions", given.assumptions, facts.figures))


def _assessed(given: f.Assessment) -> tuple:
    said = []
    if given.cost:
        said += [" It puts the cost at ", strong(pounds_between(given.cost.low, given.cost.high)), "."]
    if given.lead_time:
        said.append(f" Lead time: {given.lead_time}.")
    if given.release:
        said.append(f" Earliest release: {given.release}.")
    return tuple(said)


def _dcc_amount(facts: f.Facts) -> Block:
    if facts.dcc_cost is None:
        return paragraph("costs.dcc.amount", "The DCC costs are not known yet.")
    if not facts.dcc_cost.high:
        return paragraph("costs.dcc.amount", f"There are no DCC costs for {facts.reference}.")
    return paragraph(
        "costs.dcc.amount",
        f"The DCC estimates that implementing {facts.reference} {facts.will} cost ",
        strong(pounds_between(facts.dcc_cost.low, facts.dcc_cost.high)),
        ".",
    )


def _secas(effort: f.SecasEffort | None) -> tuple[Block, ...]:
    if effort is None:
        return (paragraph("costs.secas.amount", "The SECAS effort has not been estimated yet."),)
    if not effort.days:
        return (paragraph("costs.secas.amount", "There are no SECAS costs."),)
    amount = ("SECAS estimates ", strong(days(effort.days)), f" of effort, about {pounds(effort.cost)}")
    if not effort.activities:
        return (paragraph("costs.secas.amount", *amount, "."),)
    return (
        paragraph("costs.secas.amount", *amount, ". This covers:"),
        BulletList("costs.secas.activities", tuple(words(activity) for activity in effort.activities)),
    )


def _parties(facts: f.Facts) -> tuple[Block, ...]:
    if facts.party_costs is None:
        return (paragraph("costs.parties.text", "The costs to SEC Parties are not known yet."),)
    if is_blank(facts.party_costs):
        return (paragraph("costs.parties.text", "SEC Parties are not expected to bear any costs."),)
    return rich("costs.parties.text", facts.party_costs, facts.figures)
