"""The facts of two reports: MP087 as its source paper has them, in words of our own, and an invented Path 2 proposal."""

from datetime import date
from decimal import Decimal

from papers import facts as f
from papers.document import DELETE, INSERT, KEEP, RedlineLine, RedlineRun

SSC = f.Body("Security Sub-Committee", "SSC")
CSC = f.Body("Change Sub-Committee", "CSC")
TABASC = f.Body("Technical Architecture and Business Architecture Sub-Committee", "TABASC")

SECTION_G = f.SecDocument("Section G", "Security")

KNOWN_TERMS = (
    f.Term("BEIS", "Government Department for Business, Energy and Industrial Strategy"),
    f.Term("CHF", "Communications Hub Function"),
    f.Term("CSC", "Change Sub-Committee"),
    f.Term("DCC", "Data and Communications Company"),
    f.Term("DUIS", "DCC User Interface Specification"),
    f.Term("GBCS", "Great Britain Companion Specification"),
    f.Term("GPF", "Gas Proxy Function"),
    f.Term("MAM", "Meter Asset Manager"),
    f.Term("MAM", "Meter Asset Maintainer"),
    f.Term("MAP", "Meter Asset Provider"),
    f.Term("OPSG", "Operations Group"),
    f.Term("SEC", "Smart Energy Code"),
    f.Term("SECAS", "Smart Energy Code Administrator and Secretariat"),
    f.Term("SMETS", "Smart Metering Equipment Technical Specifications"),
    f.Term("SMKI", "Smart Metering Key Infrastructure"),
    f.Term("SMKI PMA", "Smart Metering Key Infrastructure Policy Management Authority"),
    f.Term("SSC", "Security Sub-Committee"),
    f.Term("TABASC", "Technical Architecture and Business Architecture Sub-Committee"),
)

OFFICE = f.Office(
    name="Smart Energy Code Administrator and Secretariat (SECAS)",
    address="1 Example Place, London, EC3M 0XX",
    telephone="020 7946 0100",
    email="sec.change@example.org",
)


def kept(label: str, text: str, level: int = 0) -> RedlineLine:
    return RedlineLine(label, (RedlineRun(KEEP, text),), level)


MP087_LINES = (
    RedlineLine("", (RedlineRun(KEEP, "Duties between Users and manufacturers"),), heading=True),
    kept(
        "G3.19",
        "A User that has good reason to think the manufacturer already knows of a weakness need not report it again.",
    ),
    kept("G3.20", "Each User shall, where it is practicable, agree with:"),
    kept(
        "(a)", "the makers of the hardware and the developers of the software and firmware in its User Systems; and", 1
    ),
    RedlineLine(
        "(b)",
        (
            RedlineRun(
                KEEP,
                "(where applicable) any Smart Metering System (excluding a Communications Hub Function or Gas Proxy Function",
            ),
            RedlineRun(INSERT, " which forms part of a SMETS2+ Device"),
            RedlineRun(KEEP, ") for which it is the "),
            RedlineRun(DELETE, "responsible"),
            RedlineRun(INSERT, "Responsible"),
            RedlineRun(KEEP, " Supplier,"),
        ),
        1,
    ),
    kept(
        "",
        "that it will be told when such a maker or developer learns of a material weakness in the security of what it supplies.",
    ),
    kept("G3.21", "What is agreed under Section G3.20 may say that nobody need be told twice of the same weakness."),
)

MP087 = f.Facts(
    reference="MP087",
    title="Correction to SEC Section G – User Responsibilities",
    address="/modifications/MP087/",
    classification="White",
    version="1.0",
    issued=True,
    composed_on=date(2019, 10, 11),
    contact=f.Contact("Harriet Lowe", "020 7946 0101", "harriet.lowe@example.org"),
    office=OFFICE,
    path=f.Path.FAST_TRACK,
    proposer="Gemserv, on behalf of SECAS",
    raised_on=date(2019, 9, 2),
    summary=(
        "<p>One clause of SEC Section G did not follow when the SEC took in the first generation of meters. It leaves the security of the "
        "Communications Hub Function (CHF) and the Gas Proxy Function (GPF) of Smart Metering Equipment Technical Specifications (SMETS) 1 "
        "Devices with nobody.</p>"
        "<p>Users are therefore not bound to arrange for news of weaknesses in such Devices. The Government Department for Business, Energy and "
        "Industrial Strategy (BEIS) has confirmed that only the hubs of SMETS2+ Devices were meant to lie with the Data and Communications "
        "Company (DCC).</p>"
        "<p>The Proposed Solution limits the exclusion in Section G3.20 to SMETS2+ Devices, as Section G3.17 already does.</p>"
    ),
    issue=(
        "<p>Sections G3.17 and G3.20 both spoke of hubs when every enrolled hub was the DCC’s.</p>"
        "<p>SEC Version 5.20 brought in SMETS1 Devices and mended Section G3.17. Section G3.20 kept its old words.</p>"
        "<p>BEIS agrees that both Sections were meant to say the same of the CHF and the GPF.</p>"
    ),
    do_nothing=(
        "<p>A weakness in a SMETS1 Device could become known to its maker and never reach the User who could act on it.</p>"
        "<p>The SEC would go on saying something other than what was intended, and readers would take the DCC to be bound where it is not.</p>"
    ),
    solution=(
        "<p>Section G3.20 will exclude only a Communications Hub Function or Gas Proxy Function that is part of a SMETS2+ Device. Users will "
        "be responsible for those of SMETS1 Devices, and the DCC stays responsible for the rest.</p>"
    ),
    legal_text=f.LegalText(
        "1.0", "6.17", (f.LegalDocument(SECTION_G, (f.LegalChange("amend", "Section G3.20", MP087_LINES),)),)
    ),
    party_impacts=(
        f.PartyImpact(f.Cell.LARGE_SUPPLIERS, f.Direction.POSITIVE),
        f.PartyImpact(f.Cell.SMALL_SUPPLIERS, f.Direction.POSITIVE),
        f.PartyImpact(f.Cell.DCC, f.Direction.POSITIVE),
    ),
    parties_narrative=(
        "<p>Supplier Parties and the DCC will be able to tell from the text alone whose duty it is to look after the security of a hub. "
        "Nobody’s competitive position changes.</p>"
    ),
    dcc_systems=False,
    documents=(SECTION_G,),
    other_codes=(),
    greenhouse_gas="",
    dcc_cost=f.DccCost(0, 0),
    secas=f.SecasEffort(
        Decimal(2), 60_000, ("Putting the change into the SEC and releasing the new version to the industry.",)
    ),
    party_costs="",
    implementations=(
        f.Implementation(
            rule="one working day following the end of the objection period",
            planned_on=date(2019, 11, 4),
            release_kind=f.ReleaseKind.AD_HOC,
            rationale=(
                "<p>The Panel wants the gap closed as soon as it can be, and apart from the November 2019 SEC Release, whose contents Parties "
                "have already prepared for.</p>"
            ),
        ),
    ),
    benefits=(
        f.Point("The SEC will say what was meant about SMETS1 and SMETS2+ Devices.", True, (SSC,)),
        f.Point(
            "No weakness can fall between the DCC and Users for want of clear words in Section G.", False, (SSC, CSC)
        ),
    ),
    drawbacks=(),
    objectives=(
        f.Objective(
            "a",
            "The efficient provision, installation, operation and interoperability of Smart Metering Systems at premises in Great Britain.",
            f.Effect.BETTER,
            "<p>Users and the DCC will each know which Devices they must keep secure.</p>",
        ),
        f.Objective(
            "g",
            "The efficient and transparent administration and implementation of the SEC.",
            f.Effect.BETTER,
            "<p>An error is taken out of the code, which makes it plainer to read.</p>",
        ),
    ),
    views=(
        f.View(
            CSC,
            f.Stance.SUPPORTS,
            "<p>It saw nothing in the solution that needs refining, and asked for it to go to the next Panel.</p>",
        ),
        f.View(SSC, f.Stance.SUPPORTS, "<p>Members were glad of the Fast-Track, since the gap concerns security.</p>"),
    ),
    panel="<p>The Panel found that words are missing where they were plainly meant to stand, and that putting them in changes nothing material.</p>",
    decision=f.Decision(f.Outcome.APPROVED, "Panel", date(2019, 10, 11)),
    window=f.ObjectionWindow(15, date(2019, 11, 1), f.WindowState.OPEN),
    glossary=f.Glossary(known=KNOWN_TERMS, added=("TABASC",)),
    checkpoint=f.Checkpoint(1204, "9f2c41d07ab3", date(2019, 10, 10)),
)

PATH_2 = f.Facts(
    reference="MP201",
    title="Reporting of failed firmware updates",
    address="/modifications/MP201/",
    classification="White",
    version="0.3",
    issued=False,
    composed_on=date(2026, 11, 20),
    contact=f.Contact("Priya Nandra", email="priya.nandra@example.org"),
    office=OFFICE,
    path=f.Path.AUTHORITY_DETERMINED,
    proposer="Northfield Energy",
    raised_on=date(2026, 3, 9),
    summary="<p>Suppliers learn late, or never, that a firmware update has failed.</p>",
    issue="<p>A failed update leaves no trace that a Supplier can see.[[note: Counted over the year to March 2026.]]</p><p>[[figure: 1]]</p>",
    do_nothing="<p>Devices stay on firmware with known faults.</p>",
    solution="<p>The DCC reports each failed update within a day.</p>",
    alternatives=(f.Alternative(1, "", "<p>The DCC reports failed updates once a week.</p>"),),
    party_impacts=(
        f.PartyImpact(f.Cell.LARGE_SUPPLIERS, f.Direction.POSITIVE, "They learn of failures at once."),
        f.PartyImpact(f.Cell.OTHER_SEC_PARTIES, f.Direction.NEGATIVE, "Their systems need to take in a new report."),
        f.PartyImpact(f.Cell.DCC, f.Direction.NEGATIVE),
    ),
    dcc_systems=True,
    dcc_systems_detail="<p>The reporting service gains one report.</p>",
    documents=(
        f.SecDocument("Section H", "DCC Services"),
        f.SecDocument("Appendix AD", "DCC User Interface Specification"),
    ),
    other_codes=(f.OtherCode("Retail Energy Code", "Its meter data items gain one status."),),
    greenhouse_gas="",
    dcc_cost=f.DccCost(15_000_000, 20_000_000),
    secas=f.SecasEffort(Decimal("2.5"), 60_000),
    implementations=(
        f.Implementation(
            planned_on=date(2027, 6, 24), release_kind=f.ReleaseKind.SCHEDULED, release_name="June 2027 SEC Release"
        ),
    ),
    benefits=(),
    drawbacks=(
        f.Point("The DCC must build and run one more report.", False, (TABASC,)),
        f.Point("Small Suppliers may not have the people to act on it.", True),
        f.Point("A report may come before the update has been tried again.", True, (TABASC,)),
    ),
    objectives=(f.Objective("f", "The protection of Data and the security of Data and Systems.", f.Effect.BETTER),),
    views=(f.View(TABASC, f.Stance.MIXED, "<p>Some members would rather have the weekly report.</p>"),),
    figures=(
        f.Figure(
            1,
            "failed-updates.png",
            "Where a failed update is lost",
            "The DCC sends an update to a hub; no arrow leads back to the Supplier.",
        ),
    ),
    glossary=f.Glossary(known=KNOWN_TERMS),
)
