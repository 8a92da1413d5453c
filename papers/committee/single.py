"""A paper on one proposal for any body: what it is about, what is known, and what the body is asked for."""

from papers.committee import facts as c
from papers.committee.common import Names, for_meeting, linked, recommendations
from papers.committee.csc import appendices, comments, issue
from papers.committee.panel import area, timetable
from papers.document import Document, Section
from papers.report.prose import is_blank, paragraph, rich, section

KIND = "single-proposal"
STANDING = (
    c.Recommendation("DISCUSS", "the proposal in this paper"),
    c.Recommendation("PROVIDE", "any views or comments"),
)


def compose(facts: c.ProposalPaper) -> Document:
    names = Names()
    annexes, attachments = appendices(facts)
    return for_meeting(
        facts.occasion,
        KIND,
        facts.subject.named,
        (
            _purpose(facts, names),
            issue(facts, names),
            comments(facts, names),
            *_status(facts),
            *_plan(facts),
            recommendations(facts.occasion, STANDING),
        ),
        annexes=annexes,
        attachments=attachments,
    )


def _purpose(facts: c.ProposalPaper, names: Names) -> Section:
    lead = f". The Lead Analyst from SECAS is {facts.subject.lead_analyst}." if facts.subject.lead_analyst else "."
    return section(
        "purpose",
        "Purpose",
        paragraph(
            "purpose.text",
            f"This paper asks {names.the(facts.occasion.body)} for its views on ",
            linked(facts.subject),
            lead,
        ),
    )


def _status(facts: c.ProposalPaper) -> tuple[Section, ...]:
    if is_blank(facts.update):
        return ()
    return (section("status", "Where it stands", *rich("status.text", facts.update)),)


def _plan(facts: c.ProposalPaper) -> tuple[Section, ...]:
    entries = facts.package.entries if facts.package else ()
    if not entries and not facts.areas:
        return ()
    table = (timetable("plan.timetable", entries),) if entries else ()
    areas = tuple(area(f"plan.areas.{number}", question) for number, question in enumerate(facts.areas, 1))
    return (section("plan", "What comes next", *table, sections=areas),)
