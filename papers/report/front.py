"""What stands before the first chapter and behind the last: classification, about, enclosures, contact."""

from papers import facts as f
from papers.document import Block, BulletList, Contact, FactList, Link, Words, strong, words
from papers.numbers import counted, long_date
from papers.report.annex import drafted
from papers.report.prose import PATH_NAMES, paragraph
from papers.report.topic import Topic

# The Panel Information Policy's four classes; only the label is quoted from it.
HANDLING = {
    "White": "Anyone may read and share it, and members may publish it, subject to copyright.",
    "Green": "It may be shared with SEC Parties and those who work with them, but may not be published.",
    "Amber": "It is for the body it was written for, and for those in members’ organisations who need it.",
    "Red": "It is for the people named in it only.",
}


def classification(facts: f.Facts) -> Words:
    return words(
        "This document is classified ",
        strong(facts.classification),
        f" under the Panel Information Policy. {HANDLING[facts.classification]}",
    )


def about(facts: f.Facts) -> tuple[Block, ...]:
    return (*erratum(facts), _purpose(facts), at_a_glance(facts), *draft(facts))


def erratum(facts: f.Facts) -> tuple[Block, ...]:
    if facts.erratum is None:
        return ()
    old = facts.erratum
    return (
        paragraph(
            "about.erratum",
            strong("Erratum. "),
            f"This version takes the place of version {old.version}, issued on {long_date(old.issued_on)}, and puts "
            f"right: {old.words}",
        ),
    )


def _purpose(facts: f.Facts) -> Block:
    return paragraph(
        "about.purpose",
        "This is the Modification Report for ",
        Link(f"{facts.reference} ‘{facts.title}’", facts.address),
        ". It explains the issue and the solution, who and what would be impacted, what the change costs and when it "
        "takes effect, and it records the views and decisions that led there.",
    )


def at_a_glance(facts: f.Facts) -> Block:
    rows = [
        ("Proposer", facts.proposer),
        ("Raised", long_date(facts.raised_on) if facts.raised_on else ""),
        ("Path", _path(facts)),
    ]
    return FactList(
        "about.glance", "This modification at a glance", tuple((name, words(value)) for name, value in rows if value)
    )


def _path(facts: f.Facts) -> str:
    name = PATH_NAMES.get(facts.path, "Not decided yet")
    return f"{name}, urgent" if facts.urgent else name


def draft(facts: f.Facts) -> tuple[Block, ...]:
    if facts.issued:
        return ()
    return (
        paragraph(
            "about.draft",
            strong("This report is a draft. "),
            f"It states what the register held on {long_date(facts.composed_on)}, and says where something is not "
            "known yet.",
        ),
    )


def enclosures(facts: f.Facts) -> tuple[Block, ...]:
    topics = drafted(facts)
    if not topics:
        return ()
    return (
        paragraph("enclosures.lead", f"This document also has {counted(len(topics), 'annex', 'annexes')}:"),
        BulletList("enclosures.list", tuple(_enclosed(topic) for topic in topics)),
    )


def _enclosed(topic: Topic) -> Words:
    contains = f" contains the redlined changes to the Smart Energy Code (SEC) that {topic.name} needs."
    return words(Link(topic.annex, f"#{topic.annex_key}"), contains)


def contact(facts: f.Facts) -> Contact:
    person, office = facts.contact, facts.office
    groups = (
        (person.name, person.telephone, person.email),
        (office.name, office.address, office.telephone, office.email),
    )
    filled = tuple(tuple(line for line in group if line) for group in groups)
    return Contact(
        "If you have questions on this modification, please contact:", tuple(group for group in filled if group)
    )


def checkpoint(facts: f.Facts) -> str:
    if facts.checkpoint is None:
        return ""
    point = facts.checkpoint
    return f"Register checkpoint of {long_date(point.day)}: {point.events:,} events, {point.head}."
