"""A paper that somebody supplied as a file: its cover says what it is, and the pages follow as they were supplied."""

from dataclasses import replace

from papers.committee import meetingfacts as m
from papers.committee.common import for_meeting, recommendations
from papers.document import Block, Document, Sheets
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
    sentence = (
        f"{facts.author} supplied this paper as the file “{facts.filename}” on {long_date(facts.supplied_on)}. "
        f"Its {counted(facts.pages, 'page')} {plural(facts.pages, 'follows', 'follow')} this cover as supplied; "
        "what it says is its author’s."
    )
    return (paragraph("about.text", sentence),)


def _checkpoint(document: Document) -> tuple[Block, ...]:
    return (paragraph("about.checkpoint", document.checkpoint),) if document.checkpoint else ()
