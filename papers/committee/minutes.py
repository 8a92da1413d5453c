"""The minutes of a meeting: who was there, what was said and resolved of each item, who has to do what.

SECAS's recommendation and what the body resolved both stand, side by side. What is for the body alone stands apart, and
only in its own edition.
"""

from papers.committee import meetingfacts as m
from papers.committee.agenda import header, undertakings
from papers.committee.common import brief, recommendation
from papers.document import Block, BulletList, Document, Section, Table, Words, strong, words
from papers.numbers import capitalised, counted, listed, long_date, plural, spelled
from papers.report.prose import is_blank, paragraph, rich, section
from subcommittees.quorum import Quorum

KIND = "minutes"


def compose(facts: m.MinutesOfMeeting) -> Document:
    body = facts.occasion.body
    return brief(
        facts.occasion,
        KIND,
        f"Minutes: {body.short_name} meeting {facts.sitting.number}",
        f"Minutes of the {body.name}",
        (_standing(facts), _attendance(facts), *_open(facts), *_closed(facts), _actions(facts)),
        header=header(facts.sitting),
    )


def _standing(facts: m.MinutesOfMeeting) -> Section:
    key = "standing"
    if facts.approved_on:
        sentence = f"These minutes were approved on {long_date(facts.approved_on)}."
    elif facts.comments_due_on:
        due = long_date(facts.comments_due_on)
        sentence = f"These minutes have not been approved yet. Members may comment on them until {due}."
    else:
        sentence = "These minutes have not been approved yet."
    return section(key, "Standing of these minutes", paragraph(f"{key}.text", sentence))


# Who was there


def _attendance(facts: m.MinutesOfMeeting) -> Section:
    key, heading = "attendance", "Attendance"
    if not facts.present and not facts.apologies:
        none = "Who was there has not been recorded yet."
        return section(key, heading, paragraph(f"{key}.none", none))
    groups = (
        _people(f"{key}.present", "Present", facts.present),
        _people(f"{key}.apologies", "Apologies and absences", facts.apologies),
        _people(f"{key}.others", "Also attending", facts.others),
    )
    return section(key, heading, *(table for group in groups for table in group), _quorum(facts))


def _people(key: str, caption: str, people: tuple[m.Attendee, ...]) -> tuple[Block, ...]:
    if not people:
        return ()
    rows = tuple((words(each.category or "–"), _person(each)) for each in people)
    return (Table(key, caption, ("Category", "Name"), rows),)


def _person(each: m.Attendee) -> Words:
    return words(f"{each.name}, for {each.stands_in_for}" if each.stands_in_for else each.name)


def _quorum(facts: m.MinutesOfMeeting) -> Block:
    quorum, votes = facts.quorum, facts.votes
    filled = quorum.there
    seats = capitalised(f"{spelled(filled)} of the {counted(votes, 'seat')} that {plural(votes, 'votes', 'vote')}")
    sentence = f"{seats} {plural(filled, 'was', 'were')} filled."
    if quorum.needed is None:
        return paragraph("attendance.quorum", sentence)
    rule = f"{capitalised(spelled(quorum.needed))} {plural(quorum.needed, 'makes', 'make')} a quorum"
    more = f" ({quorum.asks})" if quorum.asks else ""
    held = f"the meeting was {_quorate(quorum)}"
    return paragraph("attendance.quorum", f"{sentence} {rule}{more}: {held}.")


def _quorate(quorum: Quorum) -> str:
    """“quorate”, or that it was not and what it lacked."""
    return "quorate" if quorum.is_met else f"not quorate ({listed(quorum.lacking)})"


# What was taken


def _open(facts: m.MinutesOfMeeting) -> tuple[Section, ...]:
    return tuple(_item(each) for each in facts.items if not each.closed)


def _closed(facts: m.MinutesOfMeeting) -> tuple[Section, ...]:
    closed = tuple(_item(each) for each in facts.items if each.closed)
    if not closed:
        return ()
    lead = paragraph("closed.lead", "What follows is for the body alone and does not stand in the public minutes.")
    return (section("closed", "Confidential items", lead, sections=closed),)


def _item(each: m.Minuted) -> Section:
    line, key = each.line, each.line.key
    blocks = (
        *_paper(line),
        *_conflicts(each),
        *_text(each),
        *_correction(each),
        *_updates(each),
        *_resolutions(each),
        *_undertaken(each),
    )
    return section(key, f"Item {line.number}: {line.title}", *blocks)


def _paper(line: m.Line) -> tuple[Block, ...]:
    facts = [f"Paper {line.reference}" if line.reference else "", line.about, line.purpose, line.presenter]
    return (paragraph(f"{line.key}.paper", f"{' · '.join(fact for fact in facts if fact)}"),)


def _conflicts(each: m.Minuted) -> tuple[Block, ...]:
    if not each.conflicts:
        return ()
    items = tuple(words(_conflict(declared)) for declared in each.conflicts)
    key = f"{each.line.key}.conflicts"
    lead = paragraph(key, "Conflicts of interest were declared:")
    return (lead, BulletList(f"{key}.list", items), *_without(f"{key}.quorum", each.quorum))


def _without(key: str, quorum: Quorum | None) -> tuple[Block, ...]:
    """Whether the item still had its quorum once somebody had stood aside."""
    if quorum is None or quorum.needed is None:
        return ()
    return (paragraph(key, f"Without those who stood aside the meeting was {_quorate(quorum)} for this item."),)


def _conflict(declared: m.Declared) -> str:
    stood = "stood aside" if declared.recused else "took part"
    return f"{declared.person} {stood}: {declared.words.strip().rstrip('.')}."


def _text(each: m.Minuted) -> tuple[Block, ...]:
    key = f"{each.line.key}.text"
    if not is_blank(each.text):
        return rich(key, each.text)
    if each.untaken:
        return (paragraph(key, f"The item was carried over: {each.untaken.strip().rstrip('.')}."),)
    return (paragraph(key, "Nothing has been minuted yet."),)


def _correction(each: m.Minuted) -> tuple[Block, ...]:
    if each.corrected is None:
        return ()
    meeting, why = each.corrected
    sentence = f"This minute was corrected after it was approved, as agreed at {meeting}: {why.strip().rstrip('.')}."
    return (paragraph(f"{each.line.key}.corrected", sentence),)


def _updates(each: m.Minuted) -> tuple[Block, ...]:
    if not each.updates:
        return ()
    key = f"{each.line.key}.updates"
    items = tuple(words(strong(f"{about.strip().rstrip('.')}. "), text) for about, text in each.updates)
    return (paragraph(key, "The meeting was told verbally:"), BulletList(f"{key}.list", items))


def _resolutions(each: m.Minuted) -> tuple[Block, ...]:
    if not each.resolved:
        return ()
    rows = tuple((words(str(place)), *_resolved(row)) for place, row in enumerate(each.resolved, 1))
    head = ("No.", "SECAS recommended", "The meeting resolved")
    return (Table(f"{each.line.key}.resolutions", "Resolutions", head, rows, counting=True),)


def _resolved(row: m.Resolved) -> tuple[Words, Words]:
    asked = (
        words("Nothing: the meeting resolved this by itself.")
        if row.asked_by_body
        else recommendation(row.recommendation, ".")
    )
    if not row.outcome:
        return asked, words("Nothing has been resolved yet.")
    own = row.words.strip()
    if row.asked_by_body:
        return asked, words(strong(row.outcome), ": ", *recommendation(row.recommendation, "."), f" {own}".rstrip())
    return asked, words(strong(row.outcome), f": {own}" if own else ".")


def _undertaken(each: m.Minuted) -> tuple[Block, ...]:
    if not each.actions:
        return ()
    return undertakings(f"{each.line.key}.actions", each.actions, "")


def _actions(facts: m.MinutesOfMeeting) -> Section:
    none = "No actions were taken on at this meeting."
    return section("actions", "Actions of this meeting", *undertakings("actions", facts.actions, none))
