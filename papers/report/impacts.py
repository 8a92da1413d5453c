"""Chapter 4: who and what the change touches."""

from papers import facts as f
from papers.document import Block, BulletList, Section, Tick, TickTable, strong, words
from papers.numbers import capitalised
from papers.report.prose import document_name, is_blank, paragraph, rich, section
from papers.report.summary import parties
from papers.report.topic import Topic, each_alternative, proposed

HOW = {
    f.Direction.POSITIVE: "positively impacted",
    f.Direction.NEGATIVE: "negatively impacted",
    f.Direction.NEUTRAL: "impacted, neither for better nor for worse",
}


def chapter(facts: f.Facts) -> Section:
    return section(
        "impacts",
        "Impacts",
        paragraph(
            "impacts.lead",
            f"This chapter sets out whom and what the implementation of {facts.reference} {facts.will} touch.",
        ),
        sections=(
            *_sections(proposed(facts), _documents(facts)),
            *each_alternative(facts, "impacts", lambda topic: _sections(topic, _redlined(topic))),
        ),
    )


def _sections(topic: Topic, documents: tuple[Block, ...]) -> tuple[Section, ...]:
    return (
        section(topic.key("impacts.parties"), "SEC Parties", *_parties(topic)),
        section(topic.key("impacts.dcc-system"), "DCC System", *_dcc_system(topic)),
        section(topic.key("impacts.documents"), "SEC and subsidiary documents", *documents),
        section(topic.key("impacts.other-codes"), "Other industry Codes", *_other_codes(topic)),
        section(topic.key("impacts.greenhouse-gas"), "Greenhouse gas emissions", *_greenhouse_gas(topic)),
    )


def _parties(topic: Topic) -> tuple[Block, ...]:
    text, impacts = topic.solution.parties_narrative, topic.solution.party_impacts
    narrative = () if is_blank(text) else rich(topic.key("impacts.parties.narrative"), text, topic.facts.figures)
    if impacts is None:
        lead = "The impacts on SEC Parties and the DCC have not been assessed yet."
        return (paragraph(topic.key("impacts.parties.lead"), lead), *narrative)
    return (_ticks(topic, impacts), *_directions(topic, impacts), *_reasons(topic, impacts), *narrative)


def _ticks(topic: Topic, impacts: tuple[f.PartyImpact, ...]) -> TickTable:
    impacted = {impact.cell for impact in impacts}
    caption = "SEC Party Categories impacted"
    return TickTable(
        topic.key("impacts.parties.table"),
        f"{caption} by {topic.name}" if topic.place else caption,
        tuple(Tick(str(cell), cell in impacted) for cell in f.Cell),
    )


def _directions(topic: Topic, impacts: tuple[f.PartyImpact, ...]) -> tuple[Block, ...]:
    """One sentence for those touched in the same direction."""
    key = topic.key("impacts.parties.lead")
    if not impacts:
        return (paragraph(key, "There are no impacts on SEC Parties or the DCC."),)
    alike = [(how, tuple(impact for impact in impacts if impact.direction == way)) for way, how in HOW.items()]
    sentences = [f"{capitalised(parties(found))} {topic.will} be {how}." for how, found in alike if found]
    return (paragraph(key, " ".join(sentences)),)


def _reasons(topic: Topic, impacts: tuple[f.PartyImpact, ...]) -> tuple[Block, ...]:
    reasons = {impact.cell: impact.reason for impact in impacts if impact.reason}
    items = tuple(words(strong(f"{cell}: "), reasons[cell]) for cell in f.Cell if cell in reasons)
    return (BulletList(topic.key("impacts.parties.reasons"), items),) if items else ()


def _dcc_system(topic: Topic) -> tuple[Block, ...]:
    impacted, text = topic.solution.dcc_systems, topic.solution.dcc_systems_detail
    if impacted is None:
        sentence = "The impact on DCC Systems has not been assessed yet."
    elif not impacted:
        sentence = "There are no impacts on DCC Systems."
    else:
        sentence = f"DCC Systems {topic.will} be impacted."
    detail = () if is_blank(text) else rich(topic.key("impacts.dcc-system.detail"), text, topic.facts.figures)
    return (paragraph(topic.key("impacts.dcc-system.lead"), sentence), *detail)


def _documents(facts: f.Facts) -> tuple[Block, ...]:
    if facts.documents is None:
        return (
            paragraph(
                "impacts.documents.lead", "The parts of the SEC that need to change have not been identified yet."
            ),
        )
    if not facts.documents:
        return (paragraph("impacts.documents.lead", "There are no impacts on the SEC or its subsidiary documents."),)
    return (
        paragraph("impacts.documents.lead", f"The following parts of the SEC {facts.will} change:"),
        BulletList("impacts.documents.list", tuple(words(document_name(document)) for document in facts.documents)),
    )


def _redlined(topic: Topic) -> tuple[Block, ...]:
    """Of an Alternative, the parts of the SEC that its legal text changes."""
    key, legal_text = topic.key("impacts.documents"), topic.solution.legal_text
    if legal_text is None:
        return (paragraph(f"{key}.lead", "The legal text, which names them, has not been drafted yet."),)
    names = tuple(words(document_name(each.document)) for each in legal_text.documents)
    lead = paragraph(f"{key}.lead", f"The legal text of {topic.name} {topic.will} change these parts of the SEC:")
    return (lead, BulletList(f"{key}.list", names))


def _other_codes(topic: Topic) -> tuple[Block, ...]:
    key, codes = topic.key("impacts.other-codes"), topic.solution.other_codes
    if codes is None:
        return (paragraph(f"{key}.lead", "Impacts on other Energy Codes have not been assessed yet."),)
    if not codes:
        return (paragraph(f"{key}.lead", "There are no impacts on other Energy Codes."),)
    return (
        paragraph(f"{key}.lead", f"The following other Energy Codes {topic.will} be impacted:"),
        BulletList(f"{key}.list", tuple(_other_code(code) for code in codes)),
    )


def _other_code(code: f.OtherCode):
    return words(strong(f"{code.name}: "), code.impact) if code.impact else words(strong(code.name))


def _greenhouse_gas(topic: Topic) -> tuple[Block, ...]:
    key, text = topic.key("impacts.greenhouse-gas.text"), topic.solution.greenhouse_gas
    if text is None:
        return (paragraph(key, "Impacts on greenhouse gas emissions have not been assessed yet."),)
    if is_blank(text):
        return (paragraph(key, "There are no impacts on greenhouse gas emissions."),)
    return rich(key, text, topic.facts.figures)
