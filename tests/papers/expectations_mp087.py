"""What the report of MP087 must hold, read off the source paper S2 by hand: headings are the paper's own, people the demo's."""

REFERENCE, TITLE = "MP087", "Correction to SEC Section G – User Responsibilities"
# In the order of the published report; the last two are the Appendix and the heading within Annex A.
HEADINGS = [
    "Summary",
    "Background",
    "What is the issue?",
    "What are the impacts of doing nothing?",
    "Solution",
    "Proposed Solution",
    "Legal text",
    "Impacts",
    "SEC Parties",
    "DCC System",
    "SEC and subsidiary documents",
    "Other industry Codes",
    "Greenhouse gas emissions",
    "Costs",
    "DCC costs",
    "SECAS costs",
    "SEC Party costs",
    "Implementation approach",
    "Approved implementation approach",
    "Conclusions",
    "Benefits and drawbacks",
    "Benefits",
    "Drawbacks",
    "Proposer’s rationale against the General SEC Objectives",
    "Objective (a)",
    "Objective (g)",
    "Sub-Committee views",
    "Panel’s views",
    "Glossary",
    "Section G ‘Security’",
]
CHAPTERS = ["Summary", "Background", "Solution", "Impacts", "Costs", "Implementation approach", "Conclusions"]
# Six cells; a tick for Suppliers and the DCC.
CELLS = [
    ("Large Suppliers", True),
    ("Small Suppliers", True),
    ("Electricity Network Operators", False),
    ("Gas Network Operators", False),
    ("Other SEC Parties", False),
    ("DCC", True),
]
# Under the key of a chapter, what its words must hold.
FACTS = {
    "summary": ["Section G3.20", "about £1,200", "Fast-Track Modification Proposal", "4 November 2019"],
    "background": ["5.20", "Section G3.17", "Section G3.20", "Department for Business, Energy and Industrial Strategy"],
    "solution": ["SMETS1", "SMETS2+", "Annex A"],
    "impacts": [
        "There are no impacts on DCC Systems.",
        "There are no impacts on other Energy Codes.",
        "There are no impacts on greenhouse gas emissions.",
    ],
    "costs": ["There are no DCC costs", "two days of effort", "£1,200", "not expected to bear any costs"],
    "implementation": [
        "one working day following the end of the objection period",
        "4 November 2019",
        "ad-hoc SEC Release",
        "November 2019 SEC Release",
    ],
    "conclusions": [
        "The Proposer, the CSC and the SSC have identified the following benefits",
        "The Proposer has not identified any drawbacks.",
        "MP087 will better facilitate SEC Objective (a).",
        "MP087 will better facilitate SEC Objective (g).",
        "The Change Sub-Committee (CSC) supports the proposal.",
        "The Security Sub-Committee (SSC) supports the proposal.",
        "not material",
        "15 working days",
        "4 November 2019",
    ],
}
BENEFITS = 2
FOOTNOTES = 2  # one for each objective
GLOSSARY = ["BEIS", "CHF", "CSC", "DCC", "GPF", "SEC", "SECAS", "SMETS", "SSC", "TABASC"]
CONTACT = "Imogen Farrow"
# Annex A.
ANNEX = ("Annex A", "Legal text", "1.0")
BASELINE = "SEC Version 6.17"
INSTRUCTION = "Amend Section G3.20 as follows:"
CLAUSES = ["G3.17", "G3.18", "G3.19", "G3.20", "G3.21"]
INSERTED = "SMETS2+ Device"
