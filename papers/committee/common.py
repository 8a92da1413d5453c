"""What the papers for meetings share: names at first use, feedback in sentences, recommendations, appendices."""

from consultations.comments.feedback import Collated
from papers import facts as f
from papers.committee import facts as c
from papers.document import (
    DRAFT,
    ISSUED,
    Annex,
    Block,
    BulletList,
    Document,
    Header,
    Link,
    Paragraph,
    Section,
    SignOff,
    Table,
    Words,
    strong,
    words,
)
from papers.numbers import capitalised, listed, long_date, plural
from papers.report import front
from papers.report.prose import paragraph, rich, section
from proposals.richtext import from_plain


class Names:
    """A body goes by its full name where it is first named, with its short name in brackets; by that from then on."""

    def __init__(self):
        self.named: set[str] = set()

    def the(self, body: f.Body) -> str:
        short = f"the {body.short_name}"
        if body.short_name in self.named or set(body.short_name.split()) <= set(body.name.split()):
            return short
        self.named.add(body.short_name)
        return f"the {body.name} ({body.short_name})"

    def all(self, bodies) -> str:
        return listed(self.the(body) for body in bodies)


def full(body: f.Body) -> str:
    """Its name without the short one: “the Change Sub-Committee”."""
    return f"the {body.short_name if set(body.short_name.split()) <= set(body.name.split()) else body.name}"


# The whole


def brief(occasion: c.Occasion, kind: str, title: str, named: str, sections: tuple[Section, ...], **more) -> Document:
    """A paper for a meeting. ``named``: what it is, “Paper for the Panel”."""
    return Document(
        kind=kind,
        reference=occasion.reference,
        title=title,
        document_title=named,
        version=occasion.version,
        status=ISSUED if occasion.issued else DRAFT,
        classification=classified(occasion),
        composed_on=occasion.composed_on,
        about=(*_erratum(occasion), *_draft(occasion)),
        sections=sections,
        checkpoint=_checkpoint(occasion),
        contents=False,
        cover=False,
        **more,
    )


def for_meeting(occasion: c.Occasion, kind: str, title: str, sections: tuple[Section, ...], **more) -> Document:
    named = f"Paper for {full(occasion.body)}"
    return brief(occasion, kind, title, named, sections, header=_header(occasion), sign_off=signed(occasion), **more)


def classified(occasion: c.Occasion) -> Words:
    return words(
        "This document is classified ",
        strong(occasion.classification),
        f" under the Panel Information Policy. {front.HANDLING[occasion.classification]}",
    )


def _header(occasion: c.Occasion) -> Header:
    lines = (("Paper Reference", occasion.reference), ("Action", occasion.action))
    meeting = ("Meeting", f"{occasion.body.short_name}, {long_date(occasion.meets_on)}") if occasion.meets_on else ()
    return Header(tuple(line for line in (*lines, meeting) if line and line[1]))


def signed(occasion: c.Occasion) -> SignOff:
    return SignOff(occasion.author, occasion.texts.get("team", ""), occasion.composed_on)


def _erratum(occasion: c.Occasion) -> tuple[Block, ...]:
    if occasion.erratum is None:
        return ()
    old = occasion.erratum
    sentence = (
        f"This version takes the place of version {old.version}, issued on {long_date(old.issued_on)}, and puts right: "
        f"{old.words}"
    )
    return (paragraph("about.erratum", strong("Erratum. "), sentence),)


def _draft(occasion: c.Occasion) -> tuple[Block, ...]:
    if occasion.issued:
        return ()
    sentence = f"It states what the register held on {long_date(occasion.composed_on)}."
    return (paragraph("about.draft", strong("This paper is a draft. "), sentence),)


def _checkpoint(occasion: c.Occasion) -> str:
    point = occasion.checkpoint
    return f"Register checkpoint of {long_date(point.day)}: {point.events:,} events, {point.head}." if point else ""


# Recommendations


def recommendations(occasion: c.Occasion, standing: tuple[c.Recommendation, ...] = ()) -> Section:
    """What the body is asked to do; ``standing``: what it is asked for where nothing else was drafted."""
    asked = occasion.recommendations or standing
    key = "recommendations"
    if not asked:
        none = f"No recommendation to {full(occasion.body)} has been drafted yet."
        return section(key, "Recommendations", paragraph(f"{key}.none", none))
    lead = paragraph(f"{key}.lead", f"{capitalised(full(occasion.body))} is requested to:")
    last = len(asked) - 1
    items = tuple(recommendation(each, _ending(place, last)) for place, each in enumerate(asked))
    return section(key, "Recommendations", lead, BulletList(f"{key}.list", items))


def _ending(place: int, last: int) -> str:
    return "." if place == last else "; and" if place == last - 1 else ";"


def recommendation(asked: c.Recommendation, ending: str) -> Words:
    """“RECOMMEND to the Panel that, if the Proposer goes on, …”."""
    text = asked.text.strip().rstrip(".;")
    to = f" to {asked.addressee}" if asked.addressee else ""
    if asked.condition or asked.addressee:
        text = text.removeprefix("that ")
        condition = asked.condition.strip().rstrip(".,").removeprefix("if ")
        text = f"that, if {condition}, {text}" if condition else f"that {text}"
    return words(strong(asked.verb), f"{to} {text}{ending}")


# The proposal


def raised(subject: c.Subject, names: Names) -> str:
    """“has been raised by …”; of what is no Draft Proposal any more it is told as past."""
    return f"{'was' if subject.converted else 'has been'} raised by {proposer(subject, names)}"


def proposer(subject: c.Subject, names: Names) -> str:
    if subject.on_behalf_of:
        return f"{subject.proposer} on behalf of {names.the(subject.on_behalf_of)}"
    return f"{subject.proposer} of {subject.organisation}"


def linked(subject: c.Subject) -> Link:
    return Link(subject.named, subject.address)


def places(key: str, subject: c.Subject, found: tuple[c.Place, ...]) -> tuple[Paragraph, ...]:
    """The places in one sentence, each document named where it comes first."""
    if not found:
        return ()
    parts = [f"{place.name} ({_lowered(place.purpose)})" if place.purpose else place.name for place in found]
    part = plural(len(found), "The part of the SEC that it concerns is", "The parts of the SEC that it concerns are")
    documents = dict.fromkeys(f"{place.document.code} ‘{place.document.title}’" for place in found)
    return (paragraph(key, f"It concerns {listed(documents)}. {part} {listed(parts)}."),)


def _lowered(text: str) -> str:
    """As it stands within a sentence; a name or an acronym keeps its capital."""
    text = text.rstrip(".")
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


# Bodies that were asked


STANCES = {
    f.Stance.SUPPORTS: ("supports the proposal", "support the proposal"),
    f.Stance.OPPOSES: ("opposes the proposal", "oppose the proposal"),
    f.Stance.MIXED: ("holds different views on the proposal", "hold different views on the proposal"),
    f.Stance.NO_COMMENT: ("has no comments on the proposal", "have no comments on the proposal"),
}


def bodies_asked(key: str, kind: str, asked: tuple[c.Asked, ...], names: Names, reader: f.Body) -> tuple[Block, ...]:
    """Who was told, who answered what, who kept silent and how they had been asked, whose answer is still due."""
    if not asked:
        return (paragraph(f"{key}.bodies", "No Sub-Committee has been asked for its view yet."),)
    was = "was" if len(asked) == 1 else "were"
    told = f"{capitalised(names.all(each.body for each in asked))} {was} told of this {kind}."
    sentences = [told, *_answered(asked, names), *_unanswered(asked, names, reader)]
    return (paragraph(f"{key}.bodies", " ".join(sentences)),)


def _answered(asked, names: Names) -> list[str]:
    said = []
    for stance, (one, many) in STANCES.items():
        bodies = [each.body for each in asked if each.view and each.view.stance == stance]
        if bodies:
            said.append(f"{capitalised(names.all(bodies))} {one if len(bodies) == 1 else many}.")
    return said


def _unanswered(asked, names: Names, reader: f.Body) -> list[str]:
    silent = [_silent(each, names) for each in asked if each.reply == c.Reply.SILENT]
    return silent + [_due(each, names, reader) for each in asked if each.reply == c.Reply.DUE]


def _silent(each: c.Asked, names: Names) -> str:
    how = "by correspondence" if each.by_correspondence else "at a meeting"
    why = f" ({_lowered(each.why.strip())})" if each.why.strip() else ""
    return f"{capitalised(names.the(each.body))} was asked {how}{why}; no comments have been received from it."


def _due(each: c.Asked, names: Names, reader: f.Body) -> str:
    by = "by" if each.by_correspondence else "on"
    told = f", and we will tell {names.the(reader)} verbally what it says" if each.owed else ""
    return f"{capitalised(names.the(each.body))} will give its view {by} {long_date(each.due_on)}{told}."


# Appendices


def comments_annex(label: str, subject: c.Subject, found: tuple[Collated, ...]) -> Annex:
    """The comments as they were received, with the answers to them."""
    key = label.lower().replace(" ", "-")
    if not found:
        about = (paragraph(f"{key}.none", "There are no comments that this paper may hold."),)
        return Annex(key, label, "Industry comments", "", about, (), subject.reference, subject.title, prose=True)
    sections = tuple(_comment(f"{key}.{number}", number, each) for number, each in enumerate(found, 1))
    about = (_overview(key, found),)
    return Annex(key, label, "Industry comments", "", about, sections, subject.reference, subject.title, prose=True)


def _overview(key: str, found: tuple[Collated, ...]) -> Table:
    rows = tuple((words(each.who), words(each.category_words), words(each.stance_words)) for each in found)
    return Table(f"{key}.overview", "Comments received", ("Respondent", "Category", "Position"), rows)


def _comment(key: str, number: int, each: Collated) -> Section:
    answer = ()
    if each.answer:
        text = rich(f"{key}.answer", from_plain(each.answer))
        answer = (paragraph(f"{key}.answered", strong("SECAS’s answer")), *text)
    heading = (
        f"{number}. {each.who} ({each.category_words})" if each.who != each.category_words else f"{number}. {each.who}"
    )
    return section(key, heading, *rich(f"{key}.text", from_plain(each.text)), *answer)
