"""Chapters 2 and 3: the issue, and what is proposed."""

from papers import facts as f
from papers.document import Block, Link, Section, strong
from papers.report.prose import figure, figures_named, is_blank, paragraph, rich, section, written
from papers.report.topic import Topic, alternatives, proposed


def background(facts: f.Facts) -> Section:
    issue = written("background.issue.text", facts.issue, "The issue has not been described yet.", facts.figures)
    unplaced = tuple(
        figure("background.issue.text", one.number, facts.figures)
        for one in facts.figures
        if one.number not in _named(facts)
    )
    context = () if is_blank(facts.sec_context) else rich("background.issue.context", facts.sec_context, facts.figures)
    inaction = written(
        "background.do-nothing.text",
        facts.do_nothing,
        "The impacts of doing nothing have not been described yet.",
        facts.figures,
    )
    return section(
        "background",
        "Background",
        sections=(
            section("background.issue", "What is the issue?", *issue, *unplaced, *context),
            section("background.do-nothing", "What are the impacts of doing nothing?", *inaction),
        ),
    )


def _named(facts: f.Facts) -> set[int]:
    """Figures that some text names; the others come after the issue, so that none is lost."""
    own = (facts.summary, facts.issue, facts.sec_context, facts.do_nothing, facts.solution)
    texts = (*own, *(alternative.text for alternative in facts.alternatives))
    return {number for text in texts for number in figures_named(text)}


def solution(facts: f.Facts) -> Section:
    proposed = written("solution.proposed.text", facts.solution, "No solution has been proposed yet.", facts.figures)
    return section(
        "solution",
        "Solution",
        sections=(
            section("solution.proposed", "Proposed Solution", *proposed),
            *(_alternative(facts, alternative) for alternative in facts.alternatives),
            section("solution.legal-text", "Legal text", *_legal_texts(facts)),
            *_areas(facts),
        ),
    )


def _alternative(facts: f.Facts, alternative: f.Alternative) -> Section:
    key = f"solution.alternative-{alternative.number}"
    absent = "This Alternative Solution has not been described yet."
    title = (paragraph(f"{key}.title", strong(alternative.title)),) if alternative.title else ()
    body = written(f"{key}.text", alternative.text, absent, facts.figures)
    return section(key, f"Alternative Solution {alternative.number}", *title, *body)


def _areas(facts: f.Facts) -> tuple[Section, ...]:
    if not facts.areas:
        return ()
    key = "solution.areas"
    parts = tuple(_area(facts, f"{key}.{n}", area) for n, area in enumerate(facts.areas, 1))
    return (section(key, "Areas of assessment", sections=parts),)


def _area(facts: f.Facts, key: str, area: f.Area) -> Section:
    if area.left_open:
        lead = paragraph(f"{key}.left-open", "This question is left open, for the reason given here.")
        return section(key, area.question, lead, *rich(f"{key}.reason", area.left_open, facts.figures))
    lead = paragraph(f"{key}.answered", f"Answered by the {area.body}:")
    return section(key, area.question, lead, *rich(f"{key}.answer", area.answer, facts.figures))


def _legal_texts(facts: f.Facts) -> tuple[Block, ...]:
    """Of the Proposed Solution, and then of each Alternative."""
    others = (_legal_text(topic, f"solution.legal-text.{topic.place}", topic.name) for topic in alternatives(facts))
    return (_legal_text(proposed(facts), "solution.legal-text.where", "the Proposed Solution"), *others)


def _legal_text(topic: Topic, key: str, name: str) -> Block:
    if topic.solution.legal_text is None:
        of = f" of {name}" if topic.place else ""
        return paragraph(key, f"The legal text{of} has not been drafted yet.")
    annex = Link(topic.annex, f"#{topic.annex_key}")
    return paragraph(key, f"The redlined changes to the SEC that deliver {name} are in ", annex, ".")
