"""The paper on new proposals for any body and period (S3): a block for each, in the order of their numbers."""

from papers.committee import facts as c
from papers.committee.common import Names, for_meeting, raised, recommendations
from papers.document import Block, Document, Link, Paragraph, Section
from papers.numbers import long_date
from papers.report.prose import FIGURE, FIGURE_ALONE, paragraph, rich, section

KIND = "new-proposals"
TITLE = "New Draft Proposals and Modification Proposals"
# These are always told which proposals were converted, and that none was.
TOLD_OF_CONVERSIONS = (c.CSC, c.PANEL)
STANDING = (
    c.Recommendation("DISCUSS", "the proposals in this paper"),
    c.Recommendation("PROVIDE", "any views or comments"),
)


def compose(facts: c.MonthlyPaper) -> Document:
    names = Names()
    return for_meeting(
        facts.occasion,
        KIND,
        TITLE,
        (
            _purpose(facts, names),
            _new(facts, names),
            *_converted(facts, names),
            _updates(facts),
            recommendations(facts.occasion, STANDING),
        ),
    )


def _purpose(facts: c.MonthlyPaper, names: Names) -> Section:
    body = names.the(facts.occasion.body)
    told = (
        "This paper tells of the Draft Proposals that were raised, and of those that became Modification Proposals, "
        f"from {long_date(facts.starts)} to {long_date(facts.ends)}. What is known of each stands behind its link."
    )
    asked = (
        f"We ask {body} for any first comments on these proposals as they stand, and to say on which of them it wants "
        "to give further input as they go on."
    )
    return section("purpose", "Purpose", paragraph("purpose.text", told), paragraph("purpose.asked", asked))


def _new(facts: c.MonthlyPaper, names: Names) -> Section:
    if not facts.new:
        sentence = f"No Draft Proposal was raised from {long_date(facts.starts)} to {long_date(facts.ends)}."
        return section("new", "New Draft Proposals", paragraph("new.none", sentence))
    said = (("focus", "new_focus"), ("invitation", "new_invitation"))
    lead = tuple(block for key, text in said for block in _said(f"new.{key}", facts.occasion.texts.get(text, "")))
    blocks = tuple(_block("new", block, names) for block in facts.new)
    return section("new", "New Draft Proposals", *lead, sections=blocks)


def _said(key: str, text: str) -> tuple[Paragraph, ...]:
    return (paragraph(key, text),) if text else ()


def _converted(facts: c.MonthlyPaper, names: Names) -> tuple[Section, ...]:
    heading = "Converted Modification Proposals"
    if facts.converted:
        blocks = tuple(_block("converted", block, names) for block in facts.converted)
        return (section("converted", heading, sections=blocks),)
    if facts.occasion.code not in TOLD_OF_CONVERSIONS:
        return ()
    none = "No Draft Proposal raised earlier became a Modification Proposal in this time."
    return (section("converted", heading, paragraph("converted.none", none)),)


def _block(chapter: str, block: c.Block, names: Names) -> Section:
    subject = block.subject
    key = f"{chapter}.{subject.reference.lower()}"
    lead = f" The Lead Analyst from SECAS is {subject.lead_analyst}." if subject.lead_analyst else ""
    who = paragraph(f"{key}.raised", Link(subject.reference, subject.address), f" {raised(subject, names)}.{lead}")
    return section(key, subject.named, who, *_issue(key, block))


def _issue(key: str, block: c.Block) -> tuple[Block, ...]:
    """The text of the issue; its figures stand in the document behind the link."""
    html = FIGURE.sub(r"Figure \1 of its problem statement", FIGURE_ALONE.sub("", block.issue or ""))
    return rich(f"{key}.issue", html)


def _updates(facts: c.MonthlyPaper) -> Section:
    key, heading = "updates", "Updates to Existing Proposals"
    if not facts.updates:
        none = facts.occasion.texts.get("no_updates", "") or "There are no updates on existing proposals."
        return section(key, heading, paragraph(f"{key}.none", none))
    told: dict[str, list[c.Update]] = {}
    for update in facts.updates:
        told.setdefault(update.subject.reference, []).append(update)
    return section(key, heading, sections=tuple(_told(key, rows) for rows in told.values()))


def _told(chapter: str, rows: list[c.Update]) -> Section:
    subject = rows[0].subject
    key = f"{chapter}.{subject.reference.lower()}"
    blocks = [block for place, row in enumerate(rows, 1) for block in _update(f"{key}.{place}", row)]
    return section(key, subject.named, *blocks)


def _update(key: str, row: c.Update) -> tuple[Block, ...]:
    return (paragraph(key, f"{long_date(row.on)}:"), *rich(f"{key}.text", row.text))
