"""What notices and letters share: frame, the step in a sentence, windows, parts of an implementation, whom to ask."""

from papers.committee.common import brief, linked, signed
from papers.document import Block, BulletList, Document, FactList, Header, Link, Section, Table, Words, strong, words
from papers.notices import facts as n
from papers.notices.steps import in_a_sentence
from papers.numbers import capitalised, counted, listed, long_date
from papers.report.prose import document_name, is_blank, paragraph, rich, section

TO_PARTIES = "Notice to SEC Parties"


def notice(facts: n.Notice, kind: str, sections: tuple[Section, ...], named: str = TO_PARTIES, **header) -> Document:
    """``header``: further lines at its head, such as whom it is to."""
    title = f"{facts.subject.reference} {in_a_sentence(kind)}"
    lines = ({"To": "SEC Parties"} | header) if named == TO_PARTIES else header
    return brief(
        facts.occasion,
        kind,
        title,
        named,
        (*sections, questions(facts)),
        header=Header((*lines.items(), ("About", facts.subject.named))),
        sign_off=signed(facts.occasion),
        numbered=False,
        place=facts.place,
    )


def subject(facts: n.Notice) -> Link:
    return linked(facts.subject)


def taken(step: n.Step) -> str:
    """“On 11 October 2019, at meeting 73, the Panel”."""
    at = f", at {step.meeting}," if step.meeting else ""
    return f"On {long_date(step.on)}{at} {step.body}"


def reasons(facts: n.Notice, absent: str, heading: str = "Reasons") -> Section:
    """The words of the step as they were put; ``absent`` where there are none."""
    step = facts.step
    text = (paragraph("reasons.text", absent),) if is_blank(step.words) else rich("reasons.text", step.words)
    return section("reasons", heading, *text)


def closes(period: n.Period) -> str:
    """“17:00 on Friday 1 November 2019”."""
    return f"17:00 on {period.closes_on:%A} {long_date(period.closes_on)}"


def window(key: str, period: n.Period, caption: str, who: str) -> FactList:
    allowed = f"{counted(period.working_days, 'working day')} after {long_date(period.opened_on)}"
    rows = (("Who may do so", who), ("Until", closes(period)), ("Time allowed", capitalised(allowed)))
    return FactList(key, caption, tuple((name, words(value)) for name, value in rows))


def how(key: str, facts: n.Notice, link: str, address: str, what: str) -> Block:
    """Where something is lodged, and at which address of the office in place of that."""
    email = facts.office.email
    other = f", or in writing to SECAS at {email}" if email else ""
    end = f"{other}. It is late from the closing time on, whichever way it comes; {what}"
    return paragraph(key, Link(link, facts.links[address]), end)


def parts(key: str, found: tuple[n.Part, ...]) -> tuple[Block, ...]:
    """When and in which release the change comes in, or came in."""
    if len(found) > 1:
        return (BulletList(f"{key}.parts", tuple(_part(part) for part in found)),)
    return tuple(paragraph(f"{key}.date", *_date(part)) for part in found)


def _part(part: n.Part) -> Words:
    return words(strong(f"{part.name}. "), *_date(part))


def _date(part: n.Part) -> tuple:
    release = f", in the {part.release}" if part.release else ""
    if part.done_on:
        version = f", and is part of {part.sec_version}" if part.sec_version else ""
        return ("The change took effect on ", strong(long_date(part.done_on)), f"{release}{version}.")
    if part.planned_on:
        return ("The change is planned to take effect on ", strong(long_date(part.planned_on)), f"{release}.")
    return ("No date has been planned yet for the change to take effect.",)


def planned(found: tuple[n.Part, ...]) -> str:
    """The days in a sentence; empty where none is planned."""
    days = sorted({part.planned_on for part in found if part.planned_on})
    return listed(long_date(day) for day in days) if days else ""


def changes(key: str, found: tuple[n.Changed, ...]) -> tuple[Block, ...]:
    """The documents of the SEC, each with its clauses."""
    if not found:
        return (paragraph(f"{key}.none", "Which documents of the SEC change is not on record."),)
    rows = tuple((words(document_name(each.document)), words(_changes(each))) for each in found)
    return (Table(f"{key}.table", "Documents of the SEC that change", ("Document", "What changes"), rows),)


def _changes(each: n.Changed) -> str:
    return capitalised(f"{listed(each.changes)}.") if each.changes else "As the legal text of the proposal says."


def about_it(facts: n.Notice) -> tuple[Block, ...]:
    """What it is about, in the words of the register."""
    return () if is_blank(facts.subject.summary) else rich("about.it", facts.subject.summary)


def questions(facts: n.Notice) -> Section:
    contact, office = facts.contact, facts.office
    lines = [
        ("Lead Analyst", ", ".join(part for part in (contact.name, contact.telephone, contact.email) if part)),
        ("SECAS", ", ".join(part for part in (office.telephone, office.email) if part)),
    ]
    asked = tuple(words(strong(f"{name}: "), value) for name, value in lines if value)
    lead = paragraph("questions.lead", "Everything on record about ", subject(facts), " is in the register.")
    asked = asked[1:] if contact.name == office.name else asked
    found = (BulletList("questions.contacts", asked),) if asked else ()
    return section("questions", "Questions", lead, *found)
