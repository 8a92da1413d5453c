"""The agenda of a meeting: what is taken in which order, what will be told by word of mouth, which actions are open."""

from papers.committee import meetingfacts as m
from papers.committee.common import brief
from papers.document import Block, BulletList, Document, Header, Section, Table, Text, Words, strong, words
from papers.numbers import long_date, short_date
from papers.report.prose import paragraph, section

KIND = "agenda"


def compose(facts: m.Agenda) -> Document:
    body = facts.occasion.body
    return brief(
        facts.occasion,
        KIND,
        f"Agenda: {body.short_name} meeting {facts.sitting.number}",
        f"Agenda of the {body.name}",
        (_order(facts), *_owed(facts), _actions(facts)),
        header=header(facts.sitting),
    )


def header(sitting: m.Sitting) -> Header:
    starts = f", {clock_time(sitting.starts_at)}" if sitting.starts_at else ""
    lines = [("Date", f"{sitting.on:%A} {long_date(sitting.on)}{starts}"), ("Place", sitting.place)]
    return Header(tuple(line for line in lines if line[1]))


def clock_time(at) -> str:
    return f"{at:%H:%M}"


def _order(facts: m.Agenda) -> Section:
    key, heading = "order", "Order of business"
    if not facts.lines:
        none = "Nothing has been put on this agenda yet."
        return section(key, heading, paragraph(f"{key}.none", none))
    rows = tuple(_row(line) for line in facts.lines)
    return section(
        key,
        heading,
        Table(f"{key}.items", "Items", ("Item", "Subject", "Purpose", "Presented by"), rows, counting=True),
    )


def _row(line: m.Line) -> tuple[Words, ...]:
    return (words(str(line.number)), subject(line), words(line.purpose), words(line.presenter or "–"))


def subject(line: m.Line) -> Words:
    """“SECP_69_1406_11 – DP075 ‘…’: conversion. Late: it came today.”"""
    title = line.title if line.about in line.title else f"{line.title} ({line.about})"
    head = (strong(line.reference), f" – {title}.") if line.reference else (f"{title}.",)
    return words(*head, *(Text(f" {remark}", emphasis=True) for remark in _remarks(line)))


def _remarks(line: m.Line) -> list[str]:
    late = f"Late: {_sentence(line.late_because)}" if line.late_because else "Late."
    said = [
        (line.late, late),
        (bool(line.carried_from), f"Carried over from {line.carried_from}."),
        (line.minutes_planned is not None, f"{line.minutes_planned} minutes."),
        (bool(line.note), _sentence(line.note)),
    ]
    return [words for holds, words in said if holds]


def _sentence(text: str) -> str:
    text = text.strip()
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _owed(facts: m.Agenda) -> tuple[Section, ...]:
    if not facts.owed:
        return ()
    items = tuple(words(_update(each)) for each in facts.owed)
    lead = paragraph("updates.lead", "At the meeting there will be verbal updates on:")
    return (section("updates", "Verbal updates", lead, BulletList("updates.list", items)),)


def _update(owed: m.Owed) -> str:
    about = owed.about.strip().rstrip(".")
    named = f"{owed.proposal}: {about}" if owed.proposal and owed.proposal not in about else about
    return f"{named} ({owed.by})." if owed.by else f"{named}."


def _actions(facts: m.Agenda) -> Section:
    none = "No actions of earlier meetings are open."
    return section("actions", "Open actions", *undertakings("actions", facts.actions, none))


def undertakings(key: str, actions: tuple[m.Undertaking, ...], none: str) -> tuple[Block, ...]:
    if not actions:
        return (paragraph(f"{key}.none", none),)
    rows = tuple(_undertaking(action) for action in actions)
    return (Table(f"{key}.list", "Actions", ("No.", "Action", "Owner", "Due"), rows, counting=True),)


def _undertaking(action: m.Undertaking) -> tuple[Words, ...]:
    due = short_date(action.due_on) if action.due_on else "No date"
    return (words(str(action.number)), words(action.text), words(action.owner), words(due))
