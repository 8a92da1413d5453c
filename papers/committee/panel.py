"""The paper by which the Panel is asked to convert a Draft Proposal, with its first package of work (S1)."""

from papers.committee import facts as c
from papers.committee.common import for_meeting, linked, places, recommendations
from papers.committee.statement import annex
from papers.document import Block, Document, Link, Section, Table, words
from papers.numbers import long_date
from papers.report.prose import is_blank, paragraph, rich, section

KIND = "panel-paper"
STATEMENT = "Appendix A"


def compose(facts: c.ProposalPaper) -> Document:
    annexes, attachments = _appendices(facts)
    return for_meeting(
        facts.occasion,
        KIND,
        f"{facts.subject.reference}: conversion to a Modification Proposal",
        (
            _purpose(facts),
            _summary(facts),
            _progression(facts),
            recommendations(facts.occasion),
        ),
        annexes=annexes,
        attachments=attachments,
    )


def _appendices(facts: c.ProposalPaper) -> tuple[tuple, tuple]:
    if facts.statement is None:
        return (), ()
    made = annex(STATEMENT, facts.occasion, facts.statement)
    return (made,), (words(Link(f"{STATEMENT}: {facts.subject.reference} problem statement", f"#{made.key}")),)


def _purpose(facts: c.ProposalPaper) -> Section:
    subject = facts.subject
    believes = (
        "The Change Sub-Committee believes that it is ready to become a Modification Proposal. "
        if facts.agreed_on
        else "The Change Sub-Committee has not agreed yet that it is ready to become a Modification Proposal. "
    )
    route = f" proceed to {facts.route}" if facts.route else " be converted"
    package = ", and that the Panel agree the first package of work" if facts.package else ""
    return section(
        "purpose",
        "Purpose",
        paragraph(
            "purpose.text",
            f"{subject.kind} ",
            linked(subject),
            f" was raised by {_organisation(subject)} and has been through the Development Stage. {believes}"
            "This paper asks the Panel to approve the way in which we would take the modification forward: that it"
            f"{route}{package}.",
        ),
        *_pointer(facts),
    )


def _organisation(subject: c.Subject) -> str:
    return f"the {subject.on_behalf_of.name}" if subject.on_behalf_of else subject.organisation


def _pointer(facts: c.ProposalPaper) -> tuple[Block, ...]:
    if facts.statement is None:
        return ()
    link = Link(STATEMENT, f"#{STATEMENT.lower().replace(' ', '-')}")
    return (
        paragraph("purpose.statement", "Only the main points are given here. The problem statement is in ", link, "."),
    )


def _summary(facts: c.ProposalPaper) -> Section:
    subject = facts.subject
    absent = (paragraph("summary.none", "The issue has not been summarised yet."),)
    text = absent if is_blank(subject.summary) else rich("summary.text", subject.summary)
    found = facts.statement.places if facts.statement else ()
    return section("summary", "Summary of the issue", *text, *places("summary.places", subject, found))


def _progression(facts: c.ProposalPaper) -> Section:
    return section(
        "progression",
        "Proposed progression",
        *_agreed(facts),
        sections=(_package(facts), _areas(facts)),
    )


def _agreed(facts: c.ProposalPaper) -> tuple[Block, ...]:
    if facts.agreed_on is None:
        return (
            paragraph("progression.agreed", "The Change Sub-Committee has not considered whether it is ready yet."),
        )
    route = (
        f" It and we believe that the modification should proceed to {facts.route}, where a solution to the agreed "
        "issue can be worked out and assessed."
        if facts.route
        else ""
    )
    sentence = (
        f"On {long_date(facts.agreed_on)} the Change Sub-Committee agreed that this Draft Proposal is ready to become "
        f"a Modification Proposal.{route}"
    )
    said = rich("progression.words", f"<p>{facts.decided}</p>") if facts.decided and not route else ()
    return (paragraph("progression.agreed", sentence), *said)


def _package(facts: c.ProposalPaper) -> Section:
    key, heading = "progression.package", "Work package and timetable"
    package = facts.package
    if package is None:
        return section(key, heading, paragraph(f"{key}.none", "No package of work has been laid out yet."))
    others = facts.occasion.texts.get("other_bodies", "")
    first = "first" if package.number == 1 else "next"
    return section(
        key,
        heading,
        *(rich(f"{key}.words", package.words) if not is_blank(package.words) else ()),
        paragraph(f"{key}.lead", f"We propose this as the {first} package of work:"),
        timetable(f"{key}.timetable", package.entries),
        *((paragraph(f"{key}.others", others),) if others else ()),
    )


def timetable(key: str, entries: tuple[c.Entry, ...]) -> Table:
    rows = tuple((words(entry.activity), words(when(entry))) for entry in entries)
    return Table(key, "Timetable", ("Activity", "Date"), rows, leading=True)


def when(entry: c.Entry) -> str:
    """“10 Jul 19”, “W/C 17 Jun 19”: as tables of papers have it."""
    return f"{'W/C ' if entry.week else ''}{entry.on:%d %b %y}"


def _areas(facts: c.ProposalPaper) -> Section:
    key, heading = "progression.areas", "Areas of assessment"
    if not facts.areas:
        none = "No question beyond the standard areas of assessment has been put yet."
        return section(key, heading, paragraph(f"{key}.none", none))
    lead = facts.occasion.texts.get("areas_lead", "")
    each = tuple(area(f"{key}.{number}", question) for number, question in enumerate(facts.areas, 1))
    return section(key, heading, *((paragraph(f"{key}.lead", lead),) if lead else ()), sections=each)


def area(key: str, question: c.Area) -> Section:
    """The question, then its background, who raised it, and what the Proposer holds against it."""
    texts = (("background", question.background), ("feedback", question.feedback), ("counter", question.counter_view))
    blocks = [block for name, html in texts if not is_blank(html) for block in rich(f"{key}.{name}", html)]
    return section(key, question.question, *blocks)
