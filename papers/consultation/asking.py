"""The consultation document: what is asked and why, of whom, by when, and what becomes of the answers. Pure: the same
facts give the same document."""

from itertools import groupby

from consultations.course.kinds import PARTIES, ROWS
from consultations.models import Kind
from papers.committee.common import brief, linked, signed
from papers.consultation import facts as c
from papers.document import Block, BulletList, Document, Header, Link, NumberedList, Section, strong, words
from papers.numbers import capitalised, counted, listed, long_date, plural
from papers.report.prose import is_blank, paragraph, rich, section
from proposals.richtext import from_plain

KIND = "consultation-document"
TO = {PARTIES: "Parties other than the DCC"}  # where nobody is invited by name
ANYBODY = "Anybody"
THE_CODE = "the Smart Energy Code (SEC)"
PUBLISHED = (
    "Responses are published after the consultation has closed, with redactions where something has to be left out. "
    "Yours bears your name only if you consent to that; otherwise it stands under your Party Category."
)
CONFIDENTIAL = (
    "You may mark single answers, comments on clauses or your whole response as confidential. What is confidential is "
    "counted and read by SECAS; it is not published, and no report quotes it."
)
POINTS = "SECAS makes out the points that were made, and answers each of them. Respondents read what became of theirs."
NEXT = {
    Kind.REQUIREMENTS: ("The business requirements are put right where the answers show that they have to be.",),
    Kind.INFORMATION: ("What was learned goes into the solution and into what is said of its impacts and costs.",),
    Kind.REFINEMENT: (
        "The solution and its legal text are changed where a point was accepted.",
        "The Modification Report tells who answered, what they said and what became of it. The Panel considers it.",
    ),
    Kind.REPORT: (
        "What is brought together is added to the Modification Register.",
        "The Change Board considers the report with them, and votes.",
    ),
    Kind.CODE_WIDE: ("The Panel is told what was said. A change to the SEC needs a proposal of its own.",),
}


def compose(facts: c.Asking) -> Document:
    of = facts.of
    return brief(
        of.occasion,
        KIND,
        of.title,
        of.kind_name,
        (
            _about(facts),
            _who(facts),
            _how(facts),
            _questions(of),
            *_time(facts),
            *_related(facts),
            _next(of),
            _contacts(of),
        ),
        header=_header(of),
        sign_off=signed(of.occasion),
        numbered=False,
    )


def _header(of: c.Consulted) -> Header:
    about = of.subject.named if of.subject else capitalised(THE_CODE)
    anybody = TO.get(ROWS[Kind(of.kind)].answered_by, ANYBODY)
    lines = [("About", about), ("To", listed(of.invited) if of.invited else anybody)]
    return Header((*lines, *([("Respond before", closes(of))] if of.closes_on else [])))


def closes(of: c.Consulted) -> str:
    """“17:00 on Friday 18 December 2026”."""
    return f"17:00 on {of.closes_on:%A} {long_date(of.closes_on)}"


# What it is about


def _about(facts: c.Asking) -> Section:
    of = facts.of
    return section("about-it", "What is asked, and why", *_lead(of), *_introduction(facts), sections=_proposal(facts))


def _lead(of: c.Consulted) -> tuple[Block, ...]:
    if of.subject is None:
        return (paragraph("about-it.lead", f"This consultation is about {THE_CODE} and is part of no proposal."),)
    raised = f", which {of.subject.proposer} of {of.subject.organisation} raised"
    return (paragraph("about-it.lead", f"This {of.kind_name} is about ", linked(of.subject), f"{raised}."),)


def _introduction(facts: c.Asking) -> tuple[Block, ...]:
    return () if is_blank(facts.introduction) else rich("about-it.introduction", facts.introduction)


def _proposal(facts: c.Asking) -> tuple[Section, ...]:
    """In the words of the register, where it has them."""
    subject = facts.of.subject
    told = (("issue", "In short", subject.summary if subject else ""), ("solution", "The solution", facts.solution))
    return tuple(
        section(f"about-it.{key}", heading, *rich(f"about-it.{key}.text", html))
        for key, heading, html in told
        if not is_blank(html)
    )


# Who, by when and how


def _who(facts: c.Asking) -> Section:
    blocks: list[Block] = []
    if facts.of.invited:
        blocks.append(paragraph("who.lead", "Responses are invited from:"))
        blocks.append(BulletList("who.invited", tuple(words(name) for name in facts.of.invited)))
    if facts.who:
        blocks += rich("who.text", from_plain(facts.who))
    blocks.append(paragraph("who.rule", facts.rule))
    return section("who", "Who should respond", *blocks)


def _how(facts: c.Asking) -> Section:
    of = facts.of
    return section(
        "how",
        "By when and how to respond",
        _until(of),
        *_later(facts),
        BulletList("how.ways", (_here(of), _form(of))),
        paragraph("how.freely", _freely(of)),
        paragraph("how.published", PUBLISHED),
        paragraph("how.confidential", CONFIDENTIAL),
    )


def _until(of: c.Consulted) -> Block:
    if of.closes_on is None:
        return paragraph("how.until", "The day by which responses have to be in has not been set yet.")
    was = "had" if of.is_over else "has"
    end = f" to arrive before {closes(of)} (London time); at 17:00 it is late."
    return paragraph("how.until", f"A response {was}", strong(end))


def _later(facts: c.Asking) -> tuple[Block, ...]:
    return tuple(
        paragraph(
            f"how.later-{place}",
            f"The last day was {long_date(each.was)} and was moved to {long_date(each.becomes)}: {each.reason}",
        )
        for place, each in enumerate(facts.later, 1)
    )


def _here(of: c.Consulted):
    return words(
        Link("Answer on the page of this consultation", of.links["here"]),
        ": colleagues may write together, what is typed is kept, and you may change it until the close.",
    )


def _form(of: c.Consulted):
    to = f"send it to {of.office.email}" if of.office.email else "send it to SECAS"
    return words(Link("Fill in the form in Word", of.links["form"]), f", or print it, and {to}.")


def _freely(of: c.Consulted) -> str:
    needed = [str(question.number) for question in _asked(of) if question.required]
    only = f"An answer is needed to {plural(len(needed), 'question')} {listed(needed)} alone." if needed else ""
    free = "No question has to be answered." if not needed else only
    return f"{free} Wherever an answer is offered to choose, you may also answer in words without choosing one."


# The questions


def _asked(of: c.Consulted) -> list[c.Question]:
    return [question for question in of.questions if not question.withdrawn]


def _questions(of: c.Consulted) -> Section:
    asked = _asked(of)
    if not asked:
        return section("questions", "Questions", paragraph("questions.none", "No questions have been set yet."))
    groups = [(name, list(rows)) for name, rows in groupby(of.questions, key=lambda question: question.group)]
    lead = f"There {plural(len(asked), 'is', 'are')} {counted(len(asked), 'question')}."
    named = sum(bool(name) for name, _ in groups)
    if named > 1:
        lead = f"{lead[:-1]}, in {counted(named, 'group')}."
    inner: list[Section] = []
    for place, (name, rows) in enumerate(groups, 1):
        found = tuple(_question(question) for question in rows)
        inner += [section(f"questions.group-{place}", name, sections=found)] if name else found
    return section("questions", "Questions", paragraph("questions.lead", lead), sections=tuple(inner))


def _question(question: c.Question) -> Section:
    key = f"questions.{question.number}"
    heading = f"{question.number}. {question.text}"
    if question.withdrawn:
        gone = paragraph(f"{key}.withdrawn", f"This is no longer asked. {question.withdrawn}")
        return section(key, heading, gone)
    blocks = rich(f"{key}.help", from_plain(question.help)) if question.help.strip() else ()
    if question.condition:
        blocks = (paragraph(f"{key}.condition", strong("Only for some. "), f"{question.condition}."), *blocks)
    needed = " An answer is needed." if question.required else ""
    return section(key, heading, *blocks, paragraph(f"{key}.answer", strong("Answer: "), f"{question.answer}{needed}"))


# Time, documents, what follows


def _time(facts: c.Asking) -> tuple[Section, ...]:
    if not facts.fairness:
        return ()
    blocks = [paragraph("time.given", capitalised(" ".join(facts.fairness)))]
    if facts.beside:
        blocks.append(paragraph("time.beside", "Open to some of the same people at the same time:"))
        items = tuple(words(_beside(each)) for each in facts.beside)
        blocks.append(BulletList("time.beside.list", items))
    else:
        blocks.append(paragraph("time.beside", "No other public consultation asks the same people at the same time."))
    return (section("time", "The time that is given", *blocks),)


def _beside(each: c.Beside) -> str:
    return f"{each.named} ({counted(each.days, 'working day')} of both; {listed(each.categories)})"


def _related(facts: c.Asking) -> tuple[Section, ...]:
    if not facts.related:
        return ()
    items = tuple(
        words(Link(each.title, each.address), f" ({each.about})" if each.about else "") for each in facts.related
    )
    return (section("related", "Related documents", BulletList("related.list", items)),)


def _next(of: c.Consulted) -> Section:
    steps = ("The responses are published, and brought together by question.", POINTS, *NEXT[Kind(of.kind)])
    return section("next", "What happens next", NumberedList("next.steps", tuple(words(step) for step in steps)))


def _contacts(of: c.Consulted) -> Section:
    contact, office = of.contact, of.office
    lines = [
        ("Lead Analyst", ", ".join(part for part in (contact.name, contact.telephone, contact.email) if part)),
        ("SECAS", ", ".join(part for part in (office.telephone, office.email) if part)),
    ]
    lines = lines[1:] if contact.name == office.name else lines
    items = tuple(words(strong(f"{name}: "), value) for name, value in lines if value)
    lead = paragraph("contacts.lead", "If something in it is not clear, ask:")
    return section("contacts", "Questions about this document", lead, *([BulletList("contacts.list", items)]))
