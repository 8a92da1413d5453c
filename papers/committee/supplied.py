"""A paper that somebody supplied as a file: its cover says what it is, and the pages follow as they were supplied."""

from dataclasses import replace

from papers.committee import meetingfacts as m
from papers.committee.common import for_meeting, recommendations
from papers.document import Block, Document, Link, Sheets
from papers.numbers import counted, long_date, plural
from papers.report.prose import paragraph, section

KIND = "uploaded"


def compose(facts: m.Supplied) -> Document:
    """Nobody here signs what somebody else wrote; and nothing stands behind its pages."""
    asked = (recommendations(facts.occasion),) if facts.occasion.recommendations else ()
    document = for_meeting(facts.occasion, KIND, facts.title, (), numbered=False)
    pages = Sheets("about.pages", facts.source, facts.title, facts.pages)
    about = section("about", "About this paper", *_about(facts), *_checkpoint(document), pages)
    return replace(document, sections=(*asked, about), sign_off=None, checkpoint="")


def _about(facts: m.Supplied) -> tuple[Block, ...]:
    what = "Word file" if facts.word else "file"
    sentence = (
        f"{facts.author} supplied this paper as the {what} “{facts.filename}” on {long_date(facts.supplied_on)}. "
        f"Its {counted(facts.pages, 'page')} {plural(facts.pages, 'follows', 'follow')} this cover "
        f"{'as printed from it here' if facts.word else 'as supplied'}; what it says is its author’s."
    )
    marks = " What was added in it is underlined, what was deleted struck through." if facts.tracked else ""
    return (paragraph("about.text", f"{sentence}{marks}"), *_original(facts))


def _original(facts: m.Supplied) -> tuple[Block, ...]:
    """For whom pages that stand in another file are not enough."""
    if not facts.address:
        return ()
    link = Link(facts.filename, facts.address)
    return (paragraph("about.file", "The file as it was supplied: ", link, "."),)


def _checkpoint(document: Document) -> tuple[Block, ...]:
    return (paragraph("about.checkpoint", document.checkpoint),) if document.checkpoint else ()
