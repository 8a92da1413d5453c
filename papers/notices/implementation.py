"""Notice that a change is part of the SEC: what changed in which documents, in which release and version, and when
(domain §2.2 row 43)."""

from papers.document import BulletList, Document, Link, Section, strong, words
from papers.models import Paper
from papers.notices import facts as n
from papers.notices.common import about_it, changes, notice, parts, subject
from papers.numbers import long_date
from papers.report.prose import document_name, is_blank, paragraph, rich, section

KIND = Paper.Kind.IMPLEMENTATION_NOTICE


def compose(facts: n.Notice) -> Document:
    return notice(facts, KIND, (_done(facts), _changes(facts), *_words(facts)))


def _done(facts: n.Notice) -> Section:
    on = strong(long_date(facts.step.on))
    return section(
        "implemented",
        "What has happened",
        paragraph("implemented.text", "On ", on, " ", subject(facts), " was implemented."),
        *parts("implemented", facts.parts),
        *about_it(facts),
    )


def _changes(facts: n.Notice) -> Section:
    link = Link("The changes word by word", facts.links["legal"])
    return section(
        "changes",
        "What changed in the SEC",
        *changes("changes", facts.changed),
        *_divided(facts),
        paragraph("changes.redline", link, ", with what was inserted and what was deleted, are in the register."),
    )


def _divided(facts: n.Notice) -> tuple:
    """Which documents came in with which part, where there are several."""
    named = [part for part in facts.parts if part.name and part.documents]
    if not named:
        return ()
    items = tuple(
        words(strong(f"{part.name}: "), "; ".join(document_name(each) for each in part.documents)) for part in named
    )
    return (paragraph("changes.parts", "It came in parts:"), BulletList("changes.parts.list", items))


def _words(facts: n.Notice) -> tuple[Section, ...]:
    if is_blank(facts.step.words):
        return ()
    return (section("words", "On the implementation", *rich("words.text", facts.step.words)),)
