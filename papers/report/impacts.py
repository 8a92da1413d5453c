"""Chapter 4: who and what the change touches."""

from papers import facts as f
from papers.document import Block, BulletList, Section, Tick, TickTable, strong, words
from papers.numbers import capitalised
from papers.report.prose import document_name, is_blank, paragraph, rich, section
from papers.report.summary import parties

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
            section("impacts.parties", "SEC Parties", *_parties(facts)),
            section("impacts.dcc-system", "DCC System", *_dcc_system(facts)),
            section("impacts.documents", "SEC and subsidiary documents", *_documents(facts)),
            section("impacts.other-codes", "Other industry Codes", *_other_codes(facts)),
            section("impacts.greenhouse-gas", "Greenhouse gas emissions", *_greenhouse_gas(facts)),
        ),
    )


def _parties(facts: f.Facts) -> tuple[Block, ...]:
    narrative = (
        ()
        if is_blank(facts.parties_narrative)
        else rich("impacts.parties.narrative", facts.parties_narrative, facts.figures)
    )
    if facts.party_impacts is None:
        return (
            paragraph("impacts.parties.lead", "The impacts on SEC Parties and the DCC have not been assessed yet."),
            *narrative,
        )
    return (_ticks(facts.party_impacts), *_directions(facts), *_reasons(facts.party_impacts), *narrative)


def _ticks(impacts: tuple[f.PartyImpact, ...]) -> TickTable:
    impacted = {impact.cell for impact in impacts}
    return TickTable(
        "impacts.parties.table",
        "SEC Party Categories impacted",
        tuple(Tick(str(cell), cell in impacted) for cell in f.Cell),
    )


def _directions(facts: f.Facts) -> tuple[Block, ...]:
    """One sentence for those touched in the same direction."""
    if not facts.party_impacts:
        return (paragraph("impacts.parties.lead", "There are no impacts on SEC Parties or the DCC."),)
    alike = [
        (how, tuple(impact for impact in facts.party_impacts if impact.direction == way)) for way, how in HOW.items()
    ]
    sentences = [f"{capitalised(parties(impacts))} {facts.will} be {how}." for how, impacts in alike if impacts]
    return (paragraph("impacts.parties.lead", " ".join(sentences)),)


def _reasons(impacts: tuple[f.PartyImpact, ...]) -> tuple[Block, ...]:
    reasons = {impact.cell: impact.reason for impact in impacts if impact.reason}
    items = tuple(words(strong(f"{cell}: "), reasons[cell]) for cell in f.Cell if cell in reasons)
    return (BulletList("impacts.parties.reasons", items),) if items else ()


def _dcc_system(facts: f.Facts) -> tuple[Block, ...]:
    if facts.dcc_systems is None:
        sentence = "The impact on DCC Systems has not been assessed yet."
    elif not facts.dcc_systems:
        sentence = "There are no impacts on DCC Systems."
    else:
        sentence = f"DCC Systems {facts.will} be impacted."
    detail = (
        ()
        if is_blank(facts.dcc_systems_detail)
        else rich("impacts.dcc-system.detail", facts.dcc_systems_detail, facts.figures)
    )
    return (paragraph("impacts.dcc-system.lead", sentence), *detail)


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


def _other_codes(facts: f.Facts) -> tuple[Block, ...]:
    if facts.other_codes is None:
        return (paragraph("impacts.other-codes.lead", "Impacts on other Energy Codes have not been assessed yet."),)
    if not facts.other_codes:
        return (paragraph("impacts.other-codes.lead", "There are no impacts on other Energy Codes."),)
    return (
        paragraph("impacts.other-codes.lead", f"The following other Energy Codes {facts.will} be impacted:"),
        BulletList("impacts.other-codes.list", tuple(_other_code(code) for code in facts.other_codes)),
    )


def _other_code(code: f.OtherCode):
    return words(strong(f"{code.name}: "), code.impact) if code.impact else words(strong(code.name))


def _greenhouse_gas(facts: f.Facts) -> tuple[Block, ...]:
    if facts.greenhouse_gas is None:
        return (
            paragraph("impacts.greenhouse-gas.text", "Impacts on greenhouse gas emissions have not been assessed yet."),
        )
    if is_blank(facts.greenhouse_gas):
        return (paragraph("impacts.greenhouse-gas.text", "There are no impacts on greenhouse gas emissions."),)
    return rich("impacts.greenhouse-gas.text", facts.greenhouse_gas, facts.figures)
