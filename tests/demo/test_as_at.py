"""The source papers’ three proposals as they stood on a day: ``?on=`` against a table written by hand from their dates.

MP087: its report (S2). DP075, later MP075: the papers to the CSC and the Panel with its first timetable (S0, S1). MP130:
its dates as SECAS published them.
"""

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

REPORT = [("Modification Report", "1.0")]  # issued on the day of the Panel's decision, and open to everybody since
CSC_PAPER = ("Change Sub-Committee decision paper", "1.0")  # of 20 May 2019 (S0)
PANEL_PAPER = ("Panel conversion paper", "1.0")  # of 7 June 2019 (S1)

LETTER, DECIDED = ("Letter to the Authority", "1.0"), ("Decision notice", "1.0")
URGENT, FAST_TRACK = ("Urgent notice", "1.0"), ("Fast-Track notice", "1.0")
CAME_IN = ("Implementation notice", "1.0")
# Row 15: the Panel wrote on 15 May; row 30: what the Change Board recommended went to the Authority on 22 May.
OF_MP130 = [CAME_IN, DECIDED, LETTER, URGENT, LETTER]

# the day · its reference and stage · what has happened · who must act, or what comes next, and by when · its papers
DAYS = [
    (
        "2020-05-14", "DP130", "Development",
        "This Draft Proposal is in Development: its problem is worked out. It was raised on 14 May 2020.",
        "The Change Sub-Committee next meets on Tuesday 26 May 2020. "
        "Urgency was asked for on 14 May 2020; the Panel’s view is due by Thursday 21 May 2020, "  # row 15: five working days
        "and the Authority has still to answer.", [],
    ),
    (  # The Panel supported the request and wrote to the Authority; it sets out the days on which each is to act.
        "2020-05-15", "DP130", "Development",
        "This Draft Proposal is in Development: its problem is worked out. It was raised on 14 May 2020.",
        "Next in its timetable, on Monday 18 May 2020: The Authority answers the request for urgency. "
        "Urgency was asked for on 14 May 2020; the Panel’s view is due by Thursday 21 May 2020, "
        "and the Authority has still to answer.", OF_MP130[-1:],
    ),
    (
        "2020-05-18", "MP130", "Report",
        "The Modification Report has been before the Change Board since 18 May 2020.",
        "Next in its timetable, on Friday 22 May 2020: Change Board vote.", OF_MP130[-2:],  # the Authority set it with urgency
    ),
    (
        "2020-05-22", "MP130", "Decision",
        "The Authority has been asked to decide since 22 May 2020.",
        "Next in its timetable, on Tuesday 26 May 2020: Authority determination.", OF_MP130[-3:],
    ),
    (
        "2020-05-26", "MP130", "Pending implementation",
        "The decision is final since 26 May 2020.",
        "The change enters the SEC on Wednesday 27 May 2020.", OF_MP130[-4:],
    ),
    (  # In which version of the SEC it came is in none of the papers.
        "2020-05-27", "MP130", "Implemented",
        "The change was implemented on 27 May 2020 as part of a version of the SEC whose number is not recorded here.", "", OF_MP130,
    ),
    (
        "2019-09-24", "DP087", "Development",
        "The Change Sub-Committee agreed on 24 September 2019 that the problem is clearly understood.",
        "The Panel decides next whether to convert it; it meets on Friday 11 October 2019.", [],
    ),
    (
        "2019-10-11", "MP087", "Decision",
        "The Panel approved this on 11 October 2019 as a Fast-Track Modification Proposal.",
        "Parties may object until Friday 1 November 2019 at 17:00 – 15 working days left.", [*REPORT, FAST_TRACK],
    ),
    (
        "2019-10-31", "MP087", "Decision",
        "The Panel approved this on 11 October 2019 as a Fast-Track Modification Proposal.",
        "Parties may object until Friday 1 November 2019 at 17:00 – 1 working day left.", [*REPORT, FAST_TRACK],
    ),
    (
        "2019-11-01", "MP087", "Pending implementation",
        "The decision is final since 1 November 2019.",
        "The change enters the SEC on Monday 4 November 2019.", [*REPORT, FAST_TRACK],
    ),
    (
        "2019-11-04", "MP087", "Implemented",
        "The change was implemented on 4 November 2019 as part of SEC version 6.18.", "", [CAME_IN, *REPORT, FAST_TRACK],
    ),
    (
        "2019-05-27", "DP075", "Development",
        "This Draft Proposal is in Development: its problem is worked out. It was raised on 12 April 2019.",
        "The Change Sub-Committee next meets on Tuesday 28 May 2019.", [CSC_PAPER],
    ),
    (  # The timetable is laid out since 7 June, but it is for the Panel to agree it.
        "2019-06-13", "DP075", "Development",
        "The Change Sub-Committee agreed on 28 May 2019 that the problem is clearly understood.",
        "The Panel decides next whether to convert it; it meets on Friday 14 June 2019.", [PANEL_PAPER, CSC_PAPER],
    ),
    (
        "2019-06-14", "MP075", "Refinement",
        "This proposal has been in Refinement, where its solution is worked out, since 14 June 2019.",
        "Next in its timetable, in the week of Monday 17 June 2019: "
        "Develop the business requirements with the Proposer.", [PANEL_PAPER, CSC_PAPER],
    ),
    (
        "2019-06-24", "MP075", "Refinement",
        "This proposal has been in Refinement, where its solution is worked out, since 14 June 2019.",
        "Next in its timetable, on Wednesday 10 July 2019: Discuss the requirements with the SSC.", [PANEL_PAPER, CSC_PAPER],
    ),
    (
        "2019-08-08", "MP075", "Refinement",
        "This proposal has been in Refinement, where its solution is worked out, since 14 June 2019.",
        "Next in its timetable, on Friday 9 August 2019: Update the Panel.", [PANEL_PAPER, CSC_PAPER],
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    "day, reference, stage, happened, ahead, papers", DAYS, ids=[f"{row[1]}-{row[0]}" for row in DAYS]
)
def test_the_head_and_the_papers_are_those_of_the_day(client, day, reference, stage, happened, ahead, papers):
    page = client.get(f"/modifications/MP{reference[2:]}/documents/?on={day}")
    assert page.status_code == 200
    head = page.context
    assert (head["reference"], head["stage"]) == (reference, stage)
    assert head["whereabouts"] == f"{happened} {ahead}".strip()
    assert [(row.kind, row.version) for row in head["papers"]] == papers
    overview = client.get(f"/modifications/MP{reference[2:]}/?on={day}")
    assert overview.context["whereabouts"] == head["whereabouts"]
