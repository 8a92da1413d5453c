"""Chapter 5: what the change costs, and whom."""

from papers import facts as f
from papers.document import Block, BulletList, Section, strong, words
from papers.numbers import days, long_date, pounds, pounds_between
from papers.report.prose import is_blank, paragraph, rich, section
from papers.report.topic import Topic, each_alternative, proposed


def chapter(facts: f.Facts) -> Section:
    own = _sections(proposed(facts), *_assessments(facts))
    return section("costs", "Costs", sections=(*own, *each_alternative(facts, "costs", _sections)))


def _sections(topic: Topic, *more: Block) -> tuple[Section, ...]:
    """``more``: blocks that follow the DCC costs."""
    return (
        section(topic.key("costs.dcc"), "DCC costs", *_dcc(topic), *more),
        section(topic.key("costs.secas"), "SECAS costs", *_secas(topic)),
        section(topic.key("costs.parties"), "SEC Party costs", *_parties(topic)),
    )


def _dcc(topic: Topic) -> tuple[Block, ...]:
    text = topic.solution.dcc_cost_detail
    detail = () if is_blank(text) else rich(topic.key("costs.dcc.detail"), text, topic.facts.figures)
    return (_dcc_amount(topic), *detail)


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


def _dcc_amount(topic: Topic) -> Block:
    key, cost = topic.key("costs.dcc.amount"), topic.solution.dcc_cost
    if cost is None:
        return paragraph(key, "The DCC costs are not known yet.")
    if not cost.high:
        return paragraph(key, f"There are no DCC costs for {topic.name}.")
    return paragraph(
        key,
        f"The DCC estimates that implementing {topic.name} {topic.will} cost ",
        strong(pounds_between(cost.low, cost.high)),
        ".",
    )


def _secas(topic: Topic) -> tuple[Block, ...]:
    key, effort = topic.key("costs.secas.amount"), topic.solution.secas
    if effort is None:
        return (paragraph(key, "The SECAS effort has not been estimated yet."),)
    if not effort.days:
        return (paragraph(key, "There are no SECAS costs."),)
    amount = ("SECAS estimates ", strong(days(effort.days)), f" of effort, about {pounds(effort.cost)}")
    if not effort.activities:
        return (paragraph(key, *amount, "."),)
    return (
        paragraph(key, *amount, ". This covers:"),
        BulletList(topic.key("costs.secas.activities"), tuple(words(activity) for activity in effort.activities)),
    )


def _parties(topic: Topic) -> tuple[Block, ...]:
    key, costs = topic.key("costs.parties.text"), topic.solution.party_costs
    if costs is None:
        return (paragraph(key, "The costs to SEC Parties are not known yet."),)
    if is_blank(costs):
        return (paragraph(key, "SEC Parties are not expected to bear any costs."),)
    return rich(key, costs, topic.facts.figures)
