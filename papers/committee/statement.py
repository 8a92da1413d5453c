"""The problem statement: as a document of its own, and as it stands behind another paper, frozen with it (S1)."""

from papers import facts as f
from papers.committee import facts as c
from papers.committee.common import STANCES, Names, brief
from papers.document import Annex, Block, BulletList, Document, Section, strong, words
from papers.numbers import capitalised
from papers.report.industry import feedback
from papers.report.prose import document_name, figure, figures_named, is_blank, paragraph, rich, section, written

KIND = "problem-statement"
TITLE = "Problem statement"


def compose(facts: c.StatementPaper) -> Document:
    found = facts.statement
    about = section("about", "About this document", *_about("about", facts.occasion), sections=(_proposer("", found),))
    return brief(
        facts.occasion,
        KIND,
        found.subject.named,
        f"{found.subject.reference} {TITLE.lower()}",
        (about, *sections(found)),
        numbered=False,
        version_words=f"{TITLE} – version {found.label}",
        place=f"{found.subject.reference}-{KIND}".lower(),
    )


def annex(label: str, occasion: c.Occasion, found: c.Statement) -> Annex:
    """Behind another paper, with the version that the statement had then."""
    key = label.lower().replace(" ", "-")
    subject, about = found.subject, _about(key, occasion)
    inner = (_proposer(f"{key}.", found), *sections(found, key))
    return Annex(key, label, TITLE, found.label, about, inner, subject.reference, subject.title, True)


def _about(key: str, occasion: c.Occasion) -> tuple[Block, ...]:
    text = occasion.texts.get("statement_about", "")
    return (paragraph(f"{key}.purpose", text),) if text else ()


def _proposer(prefix: str, found: c.Statement) -> Section:
    subject = found.subject
    named = ""
    if subject.representative:
        of = f" from {subject.representative_organisation}" if subject.representative_organisation else ""
        named = f", who has nominated {subject.representative}{of} as their representative"
    behind = f" on behalf of the {subject.on_behalf_of.name}" if subject.on_behalf_of else ""
    of = "" if behind else f" of {subject.organisation}"
    sentence = f"This {subject.kind} was raised by {subject.proposer}{of}{behind}{named}."
    return section(f"{prefix}proposer", "Proposer", paragraph(f"{prefix}proposer.named", sentence))


def sections(found: c.Statement, key: str = "") -> tuple[Section, ...]:
    at = f"{key}." if key else ""
    return (_issue(at, found), _sec(at, found), _impact(at, found), _views(at, found))


def _issue(at: str, found: c.Statement) -> Section:
    text = written(f"{at}issue.text", found.issue, "The issue has not been described yet.", found.figures)
    named = figures_named(found.issue)
    rest = [each.number for each in found.figures if each.number not in named]
    others = tuple(figure(f"{at}issue.text", number, found.figures) for number in rest)
    topic = section(f"{at}issue.topic", found.subject.title, *text, *others)
    return section(f"{at}issue", "What is the issue or problem identified?", sections=(topic,))


def _sec(at: str, found: c.Statement) -> Section:
    """What was written of it; and a line for each place, unless they are listed in it already."""
    heading = "How does this issue relate to the SEC?"
    text = () if is_blank(found.sec_context) else rich(f"{at}sec.text", found.sec_context, found.figures)
    blocks = (*text, *(() if "<li" in found.sec_context else _places(at, found)))
    none = (paragraph(f"{at}sec.none", "How the issue relates to the SEC has not been described yet."),)
    return section(f"{at}sec", heading, *(blocks or none))


def _places(at: str, found: c.Statement) -> tuple[Block, ...]:
    if not found.places:
        return ()
    documents = dict.fromkeys(document_name(place.document) for place in found.places)
    lead = paragraph(f"{at}sec.lead", f"These parts of {' and '.join(documents)} are concerned:")
    items = tuple(words(strong(place.name), f": {place.purpose}" if place.purpose else "") for place in found.places)
    return (lead, BulletList(f"{at}sec.places", items))


def _impact(at: str, found: c.Statement) -> Section:
    absent = "What doing nothing would lead to has not been described yet."
    text = written(f"{at}impact.nothing.text", found.do_nothing, absent, found.figures)
    nothing = section(f"{at}impact.nothing", "What are the impacts of doing nothing?", *text)
    return section(f"{at}impact", "What is the impact this is having?", sections=(nothing,))


def _views(at: str, found: c.Statement) -> Section:
    kind = found.subject.kind
    inner = (
        section(f"{at}views.dcc", "Views of the DCC", *_dcc(at, found)),
        section(
            f"{at}views.parties",
            "Views of SEC Parties",
            *feedback(f"{at}views.parties", f"this {kind}", found.feedback),
        ),
        _bodies(at, found),
    )
    return section(f"{at}views", "What are the views of the industry?", sections=inner)


def _dcc(at: str, found: c.Statement) -> tuple[Block, ...]:
    kind = found.subject.kind
    if found.dcc is None:
        return (paragraph(f"{at}views.dcc.none", f"The DCC has not given a view on this {kind} yet."),)
    if found.dcc.stance == f.Stance.NO_COMMENT:
        return (paragraph(f"{at}views.dcc.none", f"The DCC has no comments on this {kind}."),)
    return _said(f"{at}views.dcc", "The DCC", found.dcc)


def _bodies(at: str, found: c.Statement) -> Section:
    key = f"{at}views.bodies"
    if not found.views:
        none = paragraph(f"{key}.none", "No Panel Sub-Committee has given its view yet.")
        return section(key, "Views of Panel Sub-Committees", none)
    names = Names()
    each = tuple(_body(f"{key}.{view.code}", view, names) for view in found.views)
    return section(key, "Views of Panel Sub-Committees", sections=each)


def _body(key: str, view: c.View, names: Names) -> Section:
    """The Change Sub-Committee goes by its name, the others by what they are called every day."""
    heading = view.body.name if view.code == c.CSC else view.body.short_name
    return section(key, f"Views of the {heading}", *_said(key, capitalised(names.the(view.body)), view))


def _said(key: str, who: str, view: c.View) -> tuple[Block, ...]:
    text = () if is_blank(view.words) else rich(f"{key}.words", view.words)
    return (paragraph(f"{key}.stance", f"{who} {STANCES[view.stance][0]}."), *text)
