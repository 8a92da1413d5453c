"""What the papers on DP075 must hold, read off the source papers S0 and S1 and written down by hand. Headings that are
the papers' own are theirs; sentences are ours, so that only facts are looked for in them."""

# S0: numbered headings, with the DP as it was then; the paper has no table and three lists.
CSC_TITLE = "DP075 Draft Proposal decision"
CSC_HEADINGS = [
    (1, "DP075 Draft Proposal decision"),
    (2, "1. Purpose"),
    (2, "2. What is the issue?"),
    (2, "3. Comments on the issue"),
    (2, "4. Next steps"),
    (2, "5. Recommendations"),
    (2, "Attachments"),
]
CSC_FACTS = {
    "issue": [
        "Piers Cavendish of Gazprom",
        "Section G3.9",
        "Section G3.17",
        "Section G3.18",
        "Section G3.20",
        "Appendix A",
    ],
    "comments": [
        "Four comments",
        "three Other SEC Parties and one Small Supplier",
        "Appendix B",
        "Security Sub-Committee (SSC)",
        "Technical Architecture and Business Architecture Sub-Committee (TABASC)",
        "Operations Group (OPSG)",
        "by correspondence",
        "no comments have been received",
        "21 May 2019",
        "verbally",
    ],
    "next-steps": ["If the Proposer wishes", "Refinement Process", "comments"],
}
# One bullet for each category and stance.
CSC_FEEDBACK = ["The Other SEC Parties see no need for a change", "The Small Supplier supports the proposal"]
CSC_SIGNED = ("Tobias Renwick", "SECAS Team", "20 May 2019")
CSC_ATTACHMENTS = ["Appendix A: DP075 problem statement", "Appendix B: DP075 industry comments"]

# S1: the Panel paper.
PANEL_REFERENCE = "SECP_69_1406_11"
PANEL_HEADINGS = [
    (2, "1. Purpose"),
    (2, "2. Summary of the issue"),
    (2, "3. Proposed progression"),
    (3, "Work package and timetable"),
    (3, "Areas of assessment"),
    (2, "4. Recommendations"),
    (2, "Attachments"),
]
PANEL_HEAD = ["Activity", "Date"]
# Five rows; activities in words of our own, days as S1 has them.
PANEL_DATES = ["W/C 17 Jun 19", "10 Jul 19", "W/C 22 Jul 19", "07 Aug 19", "09 Aug 19"]
PANEL_ACTIVITIES = [
    "requirements with the Proposer",
    "SSC",
    "requirements for industry comment",
    "Working Group",
    "Panel",
]
PANEL_SIGNED = ("Tobias Renwick", "SECAS Team", "7 June 2019")
PANEL_ATTACHMENTS = ["Appendix A: DP075 problem statement"]

# S1: the problem statement behind the Panel paper, and the one behind the CSC paper of three weeks before.
STATEMENT_HEADINGS = [
    "Proposer",
    "What is the issue or problem identified?",
    "Third party metering service providers",
    "How does this issue relate to the SEC?",
    "What is the impact this is having?",
    "What are the impacts of doing nothing?",
    "What are the views of the industry?",
    "Views of the DCC",
    "Views of SEC Parties",
    "Views of Panel Sub-Committees",
    "Views of the SSC",
    "Views of the TABASC",
]
CSC_VIEW = "Views of the Change Sub-Committee"
SUBTOPICS = ["Duty to notify", "Non-domestic Supplier relationships"]
PROPOSER = [
    "Piers Cavendish of Gazprom",
    "who has nominated Owen Trevithick from Waters Wye Associates",
    "as their representative",
]
PLACES = ["Section G3.9", "Sections G3.17 and G3.18", "Section G3.20"]
CAPTION = "Figure 1: Possible relationships between Suppliers and Meter Manufacturers"
FOOTNOTE = "Meter Asset Maintainer"

# What differs where people wrote it: whom it is put to, and the fact that each request turns on (S0 §5, S1 §4).
CSC_ASKED_OF = [("AGREE", ""), ("RECOMMEND", "the Proposer"), ("RECOMMEND", "the Panel"), ("RECOMMEND", "the Panel")]
CSC_ASKED_FACTS = ["clearly defined and understood", "not", "ready", "Refinement Process"]
PANEL_ASKED_FACTS = ["ready to become a Modification Proposal", "Refinement Process", "first package of work"]
# S1 §3, Areas of assessment: the question, that several Parties said so, the MAP, and that the Proposer disagrees.
PANEL_QUESTION = "Do the licence conditions of Non-Domestic Suppliers already deal with the issue?"
PANEL_QUESTION_FACTS = ["Several Parties", "Development Stage", "MAP", "The Proposer does not share that view"]
