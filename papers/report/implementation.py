"""Chapter 6: when the change takes effect, and why then."""

from papers import facts as f
from papers.document import Block, Section, strong
from papers.numbers import long_date
from papers.report.prose import is_blank, paragraph, release_name, rich, section
from papers.report.topic import Topic, each_alternative

KEY = "implementation.approach"


def chapter(facts: f.Facts) -> Section:
    others = each_alternative(facts, "implementation", _of_alternative)
    own = section(KEY, heading(facts), *approach(facts))
    return section("implementation", "Implementation approach", sections=(own, *others))


def _of_alternative(topic: Topic) -> tuple[Block, ...]:
    key, text = topic.key("implementation.approach"), topic.solution.implementation
    if is_blank(text):
        return (paragraph(key, f"{topic.name} would be implemented as the Proposed Solution would."),)
    return rich(key, text, topic.facts.figures)


def heading(facts: f.Facts) -> str:
    return "Approved implementation approach" if facts.going_ahead else "Recommended implementation approach"


def approach(facts: f.Facts) -> tuple[Block, ...]:
    if facts.halted:
        return (
            paragraph(
                f"{KEY}.date",
                "Implementation is halted by an objection. A date follows when the Panel has chosen another path.",
            ),
        )
    if not facts.implementations:
        return (paragraph(f"{KEY}.date", "No implementation approach has been proposed yet."),)
    several = len(facts.implementations) > 1
    return tuple(
        block
        for number, item in enumerate(facts.implementations, 1)
        for block in _part(facts, item, f"{KEY}.part-{number}" if several else KEY)
    )


def _part(facts: f.Facts, item: f.Implementation, key: str) -> tuple[Block, ...]:
    rationale = () if is_blank(item.rationale) else rich(f"{key}.rationale", item.rationale, facts.figures)
    return (paragraph(f"{key}.date", *_name(item), *_date(facts, item), *_done(facts, item)), *rationale)


def _name(item: f.Implementation) -> tuple:
    return (strong(f"{item.part}: "),) if item.part else ()


def _date(facts: f.Facts, item: f.Implementation) -> tuple:
    status = "approved" if facts.approved else "recommended"
    if not item.planned_on and not item.rule:
        return (f"The {status} implementation date has not been set yet.",)
    return (f"The {status} implementation date is ", *_when(item), *_release(item), ".")


def _when(item: f.Implementation) -> tuple:
    if not item.rule:
        return (strong(long_date(item.planned_on)),)
    if not item.planned_on:
        return (strong(item.rule),)
    return (strong(item.rule), ", which is ", strong(long_date(item.planned_on)))


def _release(item: f.Implementation) -> tuple:
    return (f", in {release_name(item)}",) if release_name(item) else ()


def _done(facts: f.Facts, item: f.Implementation) -> tuple:
    return (f" {facts.reference} was implemented on ", strong(long_date(item.actual_on)), ".") if item.actual_on else ()
