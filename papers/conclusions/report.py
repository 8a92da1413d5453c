"""The Conclusions Report: the record's facts as one document. Pure: the same facts give the same document."""

from papers import facts as f
from papers.board import chapter as board
from papers.conclusions import facts as c
from papers.conclusions.outcome import decision, follows
from papers.document import DRAFT, ISSUED, Block, BulletList, Document, Link, Section, Table, strong, words
from papers.glossary import with_glossary
from papers.numbers import capitalised, counted, long_date, plural, short_date
from papers.report import consulted, front
from papers.report.prose import is_blank, paragraph, rich, section, written
from papers.report.summary import closing, effect_of
from papers.report.topic import Topic, alternatives, proposed, solution_name

KIND = "conclusions-report"


def compose(facts: c.Conclusions) -> Document:
    return with_glossary(_body(facts), facts.glossary)


def _body(facts: c.Conclusions) -> Document:
    of = facts.of
    return Document(
        kind=KIND,
        reference=of.reference,
        title=of.title,
        document_title="Conclusions Report",
        version=of.version,
        status=ISSUED if of.issued else DRAFT,
        classification=front.classification(of),
        composed_on=of.composed_on,
        about=(*front.erratum(of), _purpose(facts), front.at_a_glance(of), *front.draft(of)),
        sections=(
            _summary(of),
            _solutions(facts),
            _consultation(facts),
            _vote(of),
            decision(facts),
            follows(facts),
            _timetable(facts),
        ),
        contact=front.contact(of),
        checkpoint=front.checkpoint(of),
        flowing=True,
    )


def _purpose(facts: c.Conclusions) -> Block:
    of = facts.of
    return paragraph(
        "about.purpose",
        "This is the Conclusions Report for ",
        Link(f"{of.reference} ‘{of.title}’", of.address),
        ". It says in short what is proposed and what the industry answered, how the Change Board voted, what was "
        "decided or recommended and why, and what follows.",
    )


def _summary(of: f.Facts) -> Section:
    text = written("summary.text", of.summary, "The summary has not been written yet.", of.figures)
    return section("summary", "Summary", *text, closing(of))


# The solutions


def _solutions(facts: c.Conclusions) -> Section:
    topics = (proposed(facts.of), *alternatives(facts.of))
    return section("solutions", "Solutions", _where(facts.report, len(topics)), sections=tuple(map(_solution, topics)))


def _where(report: c.Issued | None, solutions: int) -> Block:
    """Where the whole of it stands; nothing of a report that nobody can read."""
    key, it, its = "solutions.report", plural(solutions, "it", "them"), plural(solutions, "its", "their")
    if report is None:
        return paragraph(key, f"The Modification Report, which sets {it} out in full, has not been issued.")
    link = Link(f"Modification Report, version {report.version}", report.address)
    return paragraph(key, "The ", link, f", sets out {its} impacts, costs and legal text in full.")


def _solution(topic: Topic) -> Section:
    key = f"solutions.{topic.place or 'proposed'}"
    text = topic.solution.text if topic.place else topic.facts.solution
    absent = "This solution has not been described yet."
    return section(
        key,
        capitalised(solution_name(topic.number)).removeprefix("The "),
        *_raised(key, topic),
        *written(f"{key}.text", text, absent, topic.facts.figures),
        paragraph(f"{key}.effect", effect_of(topic)),
    )


def _raised(key: str, topic: Topic) -> tuple[Block, ...]:
    if not topic.place:
        return ()
    raised = (f"It was raised for {topic.solution.raised_for}.",) if topic.solution.raised_for else ()
    title = (strong(f"{topic.solution.title}. "),) if topic.solution.title else ()
    return (paragraph(f"{key}.raised", *title, *raised),) if title or raised else ()


# What industry answered


def _consultation(facts: c.Conclusions) -> Section:
    key, heading = "consultation", "Modification Report Consultation"
    found = facts.consultation
    if found is None:
        none = f"No Modification Report Consultation on {facts.of.reference} is on record."
        return section(key, heading, paragraph(f"{key}.none", none))
    return section(
        key,
        heading,
        paragraph(f"{key}.when", _when(facts.of.reference, found)),
        *_answered(key, found),
    )


def _answered(key: str, found: c.Consultation) -> tuple[Block, ...]:
    """What was answered here, once it may be told; until then beside its number what was recorded of it by hand."""
    if found.told is None:
        return (*_responses(key, found), *_recorded(key, found))
    told = consulted.answers(key, found.told)
    if found.told.tells_all:
        return told
    return (*told, *(_responses(key, found) if found.responses else ()), *_recorded(key, found))


def _when(reference: str, found: c.Consultation) -> str:
    days, opened = counted(found.working_days, "working day"), long_date(found.opened_on)
    if found.closed_on is None:
        return (
            f"The Modification Report of {reference} has been out for consultation since {opened}; responses are "
            f"due by 17:00 on {long_date(found.closes_on)}, {days} later."
        )
    if found.closed_on == found.closes_on:
        end = f"until 17:00 on {long_date(found.closes_on)}, {days} in all"
    else:
        end = f"until {long_date(found.closed_on)}"
    return f"The Modification Report of {reference} was out for consultation from {opened} {end}."


def _responses(key: str, found: c.Consultation) -> tuple[Block, ...]:
    if not found.responses and not is_blank(found.words):
        return ()
    if not found.responses:
        none = "holds no response to it" if found.closed_on else "holds no response to it so far"
        return (paragraph(f"{key}.responses", f"The register {none} that this document may name."),)
    count = len(found.responses)
    lead = f"The register holds {counted(count, 'response')} to it, {plural(count, 'a file', 'files')} of its own:"
    items = tuple(words(f"{each.title} ({long_date(each.on)})") for each in found.responses)
    return (paragraph(f"{key}.responses", lead), BulletList(f"{key}.responses.list", items))


def _recorded(key: str, found: c.Consultation) -> tuple[Block, ...]:
    if is_blank(found.words):
        return ()
    lead = paragraph(f"{key}.recorded", "When it was closed, this was recorded of the answers:")
    return (lead, *rich(f"{key}.words", found.words))


# The vote and the way there


def _vote(of: f.Facts) -> Section:
    blocks, each = board.votes("vote", of)
    return section("vote", "Change Board’s vote", *blocks, sections=each)


def _timetable(facts: c.Conclusions) -> Section:
    key, heading = "timetable", "Timetable"
    if not facts.walked:
        return section(key, heading, paragraph(f"{key}.none", "No step of it is on record yet."))
    rows = tuple((words(step.words), words(short_date(step.on))) for step in facts.walked)
    lead = paragraph(f"{key}.lead", f"{facts.of.reference} has taken these steps:")
    return section(key, heading, lead, Table(f"{key}.steps", "Steps taken", ("Step", "Date"), rows, leading=True))
