"""The responses brought together: who answered, what was said to each question, beside them and on clauses, and what
became of the points. Each response is a heading with paragraphs. Pure: the same facts give the same document."""

from itertools import groupby

from accounts.models import Category
from consultations.comments.feedback import category_words
from papers.committee.common import classified
from papers.consultation import facts as c
from papers.consultation import told
from papers.document import (
    DRAFT,
    ISSUED,
    Block,
    BulletList,
    Contact,
    Document,
    FactList,
    Link,
    Section,
    Table,
    Text,
    Words,
    strong,
    words,
)
from papers.numbers import capitalised, counted, listed, long_date, plural, spelled
from papers.report.prose import Passage, as_written, paragraph, rich, section
from proposals.richtext import from_plain

KIND = "collated-responses"
NO_PROPOSAL = "SEC"
MARKED = " – confidential"
OWN_EDITION = ", SECAS’s edition"  # on its cover and at the head of its pages: it is not to be taken for the other
SECAS_ALONE = "Analysts of SECAS alone read it: it holds what was said in confidence."


def compose(facts: c.Collated) -> Document:
    of = facts.of
    occasion = of.occasion
    return Document(
        kind=KIND,
        reference=of.subject.reference if of.subject else NO_PROPOSAL,
        title=of.title,
        document_title=f"{of.kind_name}: collated responses{OWN_EDITION if facts.for_secas else ''}",
        version=occasion.version,
        status=ISSUED if occasion.issued else DRAFT,
        classification=_classified(facts),
        composed_on=occasion.composed_on,
        about=(*_erratum(of), *_purpose(facts), *_draft(of)),
        sections=(
            _overview(facts),
            *(_question(each) for each in facts.questions),
            *_general(facts),
            *_clauses(facts),
            *_files(facts),
            *_points(facts),
        ),
        contact=_contact(of),
        checkpoint=_checkpoint(of),
        numbered=False,
        flowing=True,
    )


def _classified(facts: c.Collated) -> Words:
    """Whoever else may read what bears that class may not read this."""
    occasion = facts.of.occasion
    if not facts.for_secas:
        return classified(occasion)
    named = strong(occasion.classification)
    return words("This document is classified ", named, f" under the Panel Information Policy. {SECAS_ALONE}")


def _erratum(of: c.Consulted) -> tuple[Block, ...]:
    old = of.occasion.erratum
    if old is None:
        return ()
    sentence = (
        f"This version takes the place of version {old.version}, issued on {long_date(old.issued_on)}, and puts right: "
        f"{old.words}"
    )
    return (paragraph("about.erratum", strong("Erratum. "), sentence),)


def _purpose(facts: c.Collated) -> tuple[Block, ...]:
    of = facts.of
    whole = (
        "It is SECAS’s edition: it holds what was said in confidence, and names everybody. It is not published."
        if facts.for_secas
        else "Respondents are named where they consented to that, and otherwise by their category. What was said in "
        "confidence is counted and not shown; where words are left out, it says so and why."
    )
    about = (Link(of.subject.named, of.subject.address),) if of.subject else ("the Smart Energy Code (SEC)",)
    link = Link(f"the consultation ‘{of.title}’", of.links["here"])
    lead = paragraph(
        "about.purpose", "This document brings together what was answered to ", link, " on ", *about, f". {whole}"
    )
    return (lead, _glance(of))


def _glance(of: c.Consulted) -> Block:
    rows = (
        ("Consultation", of.kind_name),
        ("Opened", long_date(of.opened_on) if of.opened_on else ""),
        ("Closed", f"17:00 on {long_date(of.closes_on)}" if of.closes_on else ""),
    )
    return FactList("about.glance", "The consultation", tuple((name, words(value)) for name, value in rows if value))


def _draft(of: c.Consulted) -> tuple[Block, ...]:
    if of.occasion.issued:
        return ()
    sentence = f"It states what the register held on {long_date(of.occasion.composed_on)}."
    return (paragraph("about.draft", strong("This document is a draft. "), sentence),)


def _checkpoint(of: c.Consulted) -> str:
    point = of.occasion.checkpoint
    return f"Register checkpoint of {long_date(point.day)}: {point.events:,} events, {point.head}." if point else ""


def _contact(of: c.Consulted) -> Contact:
    office = of.office
    person = (of.contact.name, of.contact.telephone, of.contact.email) if of.contact.name != office.name else ()
    groups = (person, (office.name, office.address, office.telephone, office.email))
    filled = tuple(tuple(line for line in group if line) for group in groups)
    return Contact("If you have questions on these responses, please contact:", tuple(g for g in filled if g))


# Who answered


def _overview(facts: c.Collated) -> Section:
    blocks = [paragraph("received.count", " ".join([told.who_answered(facts), *told.beside(facts)]))]
    if position := told.positions(facts):
        blocks.append(paragraph("received.position", position))
    if facts.respondents:
        blocks += _named(facts)
    return section("received", "Responses received", *blocks)


def _named(facts: c.Collated) -> list[Block]:
    """By category; those who are not named by their number."""
    items = []
    for category, rows in groupby(facts.respondents, key=lambda each: each.category):
        rows = list(rows)
        named = [_respondent(each, facts) for each in rows if _is_named(each)]
        nameless = len(rows) - len(named)
        without = [f"{spelled(nameless)} not named"] if nameless else []
        items.append(words(strong(f"{category_words(category, len(rows))}: "), f"{listed([*named, *without])}."))
    return [paragraph("received.named", "They are:"), BulletList("received.list", tuple(items))]


def _is_named(each) -> bool:
    return not each.who.startswith(("a ", "an ")) or each.category in told.ALONE


def _respondent(each: c.Respondent, facts: c.Collated) -> str:
    marks = [
        f"also for {listed(each.speaks_for)}" if each.speaks_for else "",
        "accepted late" if each.late else "",
        "confidential" if each.confidential and facts.for_secas else "",
    ]
    told_of = "; ".join(mark for mark in marks if mark)
    return f"{each.who} ({told_of})" if told_of else each.who


# The questions


def _question(found: c.Answered) -> Section:
    question, key = found.question, f"q{found.question.number}"
    return section(
        key,
        f"Question {question.number}. {question.text}",
        *_lead(key, found),
        *_table(key, found),
        *_summary(key, found),
        sections=(*_passages(key, found), *_said(key, found)),
    )


def _lead(key: str, found: c.Answered) -> tuple[Block, ...]:
    question = found.question
    blocks = []
    if question.withdrawn:
        blocks.append(paragraph(f"{key}.withdrawn", f"This was no longer asked in the end. {question.withdrawn}"))
    if question.condition:
        blocks.append(paragraph(f"{key}.condition", f"{question.condition}, you were asked this."))
    return (*blocks, paragraph(f"{key}.count", told.how_answered(found)))


def _table(key: str, found: c.Answered) -> tuple[Block, ...]:
    if not found.tallies:
        return ()
    rows = tuple(
        (words(tally.label), words(str(tally.count)), words(capitalised(told.of_categories(tally.by_category))))
        for tally in found.tallies
    )
    caption = f"Answers to question {found.question.number}"
    return (Table(f"{key}.tally", caption, ("Answer", "Responses", "From"), rows),)


def _summary(key: str, found: c.Answered) -> tuple[Block, ...]:
    return rich(f"{key}.summary", from_plain(found.summary)) if found.summary else ()


def _passages(key: str, found: c.Answered) -> tuple[Section, ...]:
    if not found.passages:
        return ()
    lead = paragraph(
        f"{key}.passages.lead",
        "These passages stand in more than one place in the same words. Each is printed once; in the responses its "
        "number stands in its place, set apart from what was written.",
    )
    inner = tuple(_passage(key, passage) for passage in found.passages)
    return (section(f"{key}.passages", "Said more than once", lead, sections=inner),)


def _passage(key: str, passage: c.Passage) -> Section:
    own = f"{key}.passage-{passage.number}"
    places = f", at {spelled(passage.places)} places" if passage.places > len(passage.said_by) else ""
    many = capitalised(counted(len(passage.said_by), "response"))
    said_by = f"{many}{places}: {listed(_counted(passage.said_by))}."
    text = as_written(f"{own}.text", passage.text)
    return section(own, f"Passage {passage.number}", *text, paragraph(f"{own}.who", said_by))


def _said(key: str, found: c.Answered) -> tuple[Section, ...]:
    written = [each for each in found.said if not each.is_silent]
    silent = [each for each in found.said if each.is_silent]
    own = tuple(_response(f"{key}.{place}", each) for place, each in enumerate(written, 1))
    return (*own, *_without_words(key, silent))


def _response(key: str, each: c.Said) -> Section:
    value = (paragraph(f"{key}.value", strong(f"{capitalised(each.value)}.")),) if each.value else ()
    return Section(key, _heading(each), (*value, *as_written(f"{key}.text", *map(_piece, each.text))))


def _piece(piece: str | c.Elsewhere) -> str | Passage:
    if isinstance(piece, str):
        return piece
    elsewhere = f", at question {piece.question}" if piece.question else ""
    return Passage(f"Passage {piece.number}{elsewhere}")


def _heading(each) -> Words:
    """“Quayside Energy (Small Supplier)”; of one who is not named, “A Small Supplier”."""
    category = Category(each.category).label
    name = capitalised(each.who)
    own = name if category in each.who else f"{name} ({category})"
    return words(f"{own}{MARKED if each.confidential else ''}")


def _without_words(key: str, silent: list[c.Said]) -> tuple[Section, ...]:
    """Who chose an answer and left it at that: by the answer, in one list."""
    if not silent:
        return ()
    ordered = sorted(silent, key=lambda each: each.value)
    items = tuple(
        words(strong(f"{value}: "), f"{listed(_counted(rows))}.")
        for value, rows in groupby(ordered, key=lambda each: each.value)
    )
    return (section(f"{key}.silent", "Without further words", BulletList(f"{key}.silent.list", items)),)


def _counted(rows) -> list[str]:
    """Those without a name together: “three Large Suppliers”."""
    rows = list(rows)
    named = [each.who for each in rows if _is_named(each)]
    nameless = [each for each in rows if not _is_named(each)]
    groups = ((category, len(list(each))) for category, each in groupby(nameless, key=lambda each: each.category))
    return [*named, *(f"{spelled(count)} {category_words(category, count)}" for category, count in groups)]


# Beside the questions


def _general(facts: c.Collated) -> tuple[Section, ...]:
    if not (facts.general or facts.hidden_general):
        return ()
    inner = tuple(_response(f"general.{place}", each) for place, each in enumerate(facts.general, 1))
    lead = _hidden("general.hidden", facts.hidden_general, "general comment")
    return (section("general", "General comments", *lead, sections=inner),)


def _hidden(key: str, count: int, noun: str) -> tuple[Block, ...]:
    if not count:
        return ()
    return (paragraph(key, f"{capitalised(counted(count, noun))} {plural(count, 'was', 'were')} made in confidence."),)


def _clauses(facts: c.Collated) -> tuple[Section, ...]:
    if not (facts.clauses or facts.hidden_clauses):
        return ()
    lead = _hidden("clauses.hidden", facts.hidden_clauses, "comment")
    inner = []
    for place, (clause, rows) in enumerate(groupby(facts.clauses, key=lambda each: each.clause), 1):
        key = f"clauses.{place}"
        inner.append(
            section(key, clause, sections=tuple(_on_clause(f"{key}.{n}", each) for n, each in enumerate(rows, 1)))
        )
    return (section("clauses", "Comments on clauses", *lead, sections=tuple(inner)),)


def _on_clause(key: str, each: c.OnClause) -> Section:
    blocks: list[Block] = [paragraph(f"{key}.operation", strong(f"{each.operation}."), *_anchor(each))]
    blocks += as_written(f"{key}.text", each.text)
    return Section(key, _heading(each), tuple(blocks))


def _anchor(each: c.OnClause) -> tuple:
    return (" At: ", Text(each.anchor, emphasis=True)) if each.anchor else ()


def _files(facts: c.Collated) -> tuple[Section, ...]:
    if not facts.files:
        return ()
    link = Link("beside the general comments", facts.of.links["files"])
    lead = paragraph("files.lead", "They are no part of this document: those that are given out stand ", link, ".")
    files = BulletList("files.list", tuple(map(_file, facts.files)))
    return (section("files", "Files that came with responses", lead, files),)


def _file(each: c.File) -> Words:
    if not each.title:
        return words(*_heading(each), f": a file is held back. {each.withheld}")
    kept = f" Others do not get it. {each.withheld}" if each.withheld else ""
    return words(*_heading(each), f": “{each.title}”.{kept}")


# What became of it


def _points(facts: c.Collated) -> tuple[Section, ...]:
    if not facts.points:
        return ()
    lead = paragraph(
        "points.lead", "SECAS made out these points. With each stands what became of it, and what SECAS answers."
    )
    return (section("points", "Points and what became of them", lead, sections=tuple(map(_point, facts.points))),)


def _point(point: c.Point) -> Section:
    key = f"points.{point.number}"
    return section(
        key,
        f"Point {point.number}",
        *rich(f"{key}.text", from_plain(point.text)),
        paragraph(f"{key}.outcome", strong(f"{outcome(point)} "), *_made(point)),
        *(rich(f"{key}.reply", from_plain(point.reply)) if point.reply else ()),
    )


def outcome(point: c.Point) -> str:
    """“Accepted in part: the legal text has it from version 0.3.”"""
    if not point.disposition:
        return "Not answered yet."
    beside = {
        "Merged with another point": f"Merged with {point.beside}",
        "Referred to a body": f"Referred to {point.beside}",
    }
    words_of_it = beside.get(point.disposition, point.disposition)
    adopted = f": the legal text has it from version {point.adopted_in}" if point.adopted_in else ""
    return f"{words_of_it}{adopted}."


def _made(point: c.Point) -> tuple[str, ...]:
    if not point.made_by:
        return ()
    return (f"It was made in {counted(point.made_by, 'response')}.",)
