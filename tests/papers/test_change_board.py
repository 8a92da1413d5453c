"""What papers say of the Change Board, held against the published table of domain §2.4 and against votes by hand."""

from dataclasses import replace
from datetime import date

import pytest

from papers import facts as f
from papers.board import chapter
from papers.board import facts as b
from papers.modification_report import compose
from subcommittees.counting import STRATEGIES
from tests.papers.boards import APPROVED, ON, REJECTED, SELF_GOVERNED, TWO_SOLUTIONS, board, group
from tests.papers.reading import headings, items, sentence, stated, text
from tests.papers.reports import MP087, PATH_2

KEY = "conclusions.change-board"


def rows(document, key: str) -> list[list[str]]:
    return [[text(cell) for cell in row] for row in stated(document)[key].rows]


def of(change_board, base=SELF_GOVERNED, **changes):
    return compose(replace(base, change_board=change_board, **changes))


def said(change_board, place: str, **changes) -> str:
    return sentence(of(change_board, **changes), f"{KEY}.{place}")


# The table


def test_the_table_is_the_published_one():
    """Category, to approve, to reject, abstaining, outcome; then overall (domain §2.4). A tie among the networks does
    not approve; nobody of the consumers voted for or against."""
    table = stated(of(board(APPROVED)))[f"{KEY}.table"]
    assert table.head == ("Party Category", "Approve", "Reject", "Abstain", "Outcome")
    assert rows(of(board(APPROVED)), f"{KEY}.table") == [
        ["Large Suppliers", "3", "0", "0", "Approve"],
        ["Small Suppliers", "1", "0", "1", "Approve"],
        ["Network Parties", "1", "1", "0", "Reject"],
        ["Other SEC Parties", "1", "0", "0", "Approve"],
        ["Consumers", "0", "0", "1", "Does not count"],
        ["Overall outcome", "6", "1", "2", "Approved"],
    ]


def test_the_outcome_stands_in_words_beside_it():
    assert said(board(APPROVED), "outcome") == "Approved: three of the four Party Categories that voted approve."
    assert said(board(REJECTED), "outcome") == "Not approved: one of the two Party Categories that voted approves."


def test_who_took_part_who_stood_aside_and_who_kept_silent():
    assert said(board(APPROVED), "took-part") == (
        "Nine seats took part; the quorum is four. One member stood aside because of a conflict of interest, and is not "
        "counted. One seat took no position."
    )
    bare = replace(APPROVED, quorum=None, groups=APPROVED.groups[:1], voted=3)
    assert said(board(bare), "took-part") == "Three seats took part, and no quorum is set."
    aside = replace(bare, groups=(group("Large Suppliers", approve=3, recuse=2),))
    assert "Two members stood aside because of a conflict of interest, and are not counted." in said(
        board(aside), "took-part"
    )


def test_without_a_quorum_nothing_is_decided():
    vote = replace(APPROVED, outcome="no_quorum", voted=9, quorum=12)
    assert said(board(vote), "outcome") == "No quorum: nine seats took part, and 12 are needed. Nothing is decided."
    assert rows(of(board(vote)), f"{KEY}.table")[-1][-1] == "No quorum"


def test_reasons_stand_by_category_and_never_by_name():
    document = of(board(APPROVED))
    assert items(document, f"{KEY}.reasons.list") == [
        "Large Suppliers, to approve: It is plain. It rests on SEC Objective (a) and SEC Objective (f).",
        "Network Parties, to reject: Two days are too few. It rests on SEC Objective (g).",
    ]
    mute = of(board(replace(APPROVED, reasons=())))
    assert sentence(mute, f"{KEY}.reasons") == "No member gave reasons."


def test_a_charging_objective_is_told_from_a_general_one():
    assert [chapter.objective_name(code) for code in ("a", "c-a")] == ["SEC Objective (a)", "Charging Objective (a)"]


def test_every_way_of_counting_is_explained():
    assert set(chapter.COUNTED) == set(STRATEGIES)


def test_everything_that_it_may_do_has_its_sentence():
    assert set(chapter.DID) == set(b.Did)


# Where and when


def test_at_a_meeting_by_a_written_resolution_and_with_a_later_close():
    assert said(board(APPROVED), "lead") == "At its meeting of 25 November 2026 the Change Board voted on MP247."
    assert said(board(APPROVED, met_on=None), "lead") == (
        "The Change Board voted between meetings, by a written resolution that closed on 25 November 2026, on MP247."
    )
    assert said(board(APPROVED, met_on=date(2026, 11, 23)), "lead").endswith("The vote closed on 25 November 2026.")


def test_before_a_vote_while_it_is_under_way_and_entered_by_hand():
    none = "The Change Board has not voted on MP247 yet."
    assert said(b.ChangeBoard(), "lead", decision=None) == none
    assert said(b.ChangeBoard(under_way=ON), "lead", decision=None) == (
        "The Change Board’s vote on MP247 has been open since 25 November 2026; how it goes is told when it has closed."
    )
    by_hand = b.ChangeBoard(met_on=ON, step=b.Step(b.Did.APPROVED, ON, "<p>Approved unanimously.</p>"))
    assert said(by_hand, "lead") == (
        "The Change Board considered MP247 at its meeting of 25 November 2026. How each Party Category voted is not in the "
        "register."
    )
    assert stated(of(by_hand))[f"{KEY}.words"].html == "<p>Approved unanimously.</p>"


@pytest.mark.parametrize(("path", "heads"), [(path, path in ("1", "2", "3")) for path in ("", "1", "2", "3", "FT")])
def test_a_report_says_that_it_has_not_voted_only_where_it_will(path, heads):
    document = of(b.ChangeBoard(), base=PATH_2, path=f.Path(path))
    assert ("Change Board’s vote" in headings(document)) == heads


def test_a_vote_that_was_put_off_says_when_and_why():
    put_off = (b.Step(b.Did.DEFERRED, date(2026, 10, 28), "<p>Until the cost is known.</p>"),)
    document = of(board(APPROVED, put_off=put_off))
    keys = [part.key for part in document.walk() if part.key.startswith(KEY)]
    assert sentence(document, f"{KEY}.put-off-1") == "The Change Board deferred its vote on MP247 on 28 October 2026."
    assert stated(document)[f"{KEY}.put-off-1.words"].html == "<p>Until the cost is known.</p>"
    assert keys.index(f"{KEY}.put-off-1") < keys.index(f"{KEY}.lead")
    returned = of(b.ChangeBoard(put_off=(b.Step(b.Did.RETURNED, ON),)), decision=None)
    assert sentence(returned, f"{KEY}.put-off-1") == (
        "The Change Board asked for more work on MP247 on 25 November 2026, and returned it to Refinement."
    )


def test_what_the_readers_may_not_see_is_said_to_be_there_and_not_shown():
    hidden = b.ChangeBoard(hidden=True, met_on=ON, step=b.Step(b.Did.APPROVED, ON))
    document = of(hidden)
    assert sentence(document, f"{KEY}.lead") == (
        "How it voted on MP247 is not open to everybody who may read this document."
    )
    assert f"{KEY}.table" not in stated(document)


# Decides, or recommends


@pytest.mark.parametrize(
    ("did", "sentence_of_it"),
    [
        (
            "APPROVED",
            "The decision under Self-Governance is the Change Board’s: it approved MP247 on 25 November 2026.",
        ),
        (
            "REJECTED",
            "The decision under Self-Governance is the Change Board’s: it rejected MP247 on 25 November 2026.",
        ),
        (
            "RECOMMENDED",
            "The decision is the Authority’s: on 25 November 2026 the Change Board recommended to it that MP247 be "
            "approved.",
        ),
        (
            "RECOMMENDED_REJECTION",
            "The decision is the Authority’s: on 25 November 2026 the Change Board recommended to it that MP247 be "
            "rejected.",
        ),
    ],
)
def test_under_self_governance_it_decides_and_otherwise_it_recommends(did, sentence_of_it):
    assert said(board(APPROVED, step=b.Step(b.Did[did], ON)), "step") == sentence_of_it


def test_a_closed_vote_of_which_nothing_was_made_yet_says_so():
    assert said(board(APPROVED, step=None), "step", decision=None) == (
        "What follows from this vote has not been recorded yet."
    )


def test_its_decision_is_told_once():
    assert "Change Board’s decision" not in headings(of(board(APPROVED)))
    by_hand = replace(SELF_GOVERNED, change_board=b.ChangeBoard())
    assert "Change Board’s decision" in headings(compose(by_hand))


def test_the_summary_says_what_the_authority_was_recommended():
    asked = b.ChangeBoard(step=b.Step(b.Did.RECOMMENDED_REJECTION, ON))
    closing = sentence(of(asked, base=PATH_2), "summary.closing")
    assert "has not been decided yet. The Change Board has recommended that MP201 be rejected. If approved," in closing


@pytest.mark.parametrize(
    ("by", "heading", "begins"),
    [
        ("APPEAL", "Appeal", "An appeal was made to the Authority on 25 November 2026."),
        ("SENT_BACK", "Authority’s view", "The Authority sent the report back on 25 November 2026"),
    ],
)
def test_what_takes_it_up_again_stands_behind_it(by, heading, begins):
    document = of(board(APPROVED), decision=None, reopened=f.Reopened(f.Reopening[by], ON))
    assert heading in headings(document)
    assert sentence(document, "conclusions.reopened.by").startswith(begins)


# Several solutions


def test_each_solution_has_its_own_table_and_the_one_with_most_support_is_named():
    """Both are approved; three categories of four approve the Alternative, two of three the proposal."""
    document = of(TWO_SOLUTIONS)
    assert [name for name in headings(document) if name.startswith("Vote on")] == [
        "Vote on the Proposed Solution",
        "Vote on Alternative Solution 1",
    ]
    assert rows(document, f"{KEY}.proposed.table")[-1] == ["Overall outcome", "2", "1", "0", "Approved"]
    assert rows(document, f"{KEY}.alternative-1.table")[-1] == ["Overall outcome", "6", "1", "2", "Approved"]
    assert sentence(document, f"{KEY}.recommended") == (
        "Two solutions were approved; Alternative Solution 1, which has the most support, is recommended."
    )
    assert sentence(document, f"{KEY}.lead").endswith(
        "voted on MP247: on the Proposed Solution and Alternative Solution 1."
    )
    assert "it approved MP247 with Alternative Solution 1 on" in sentence(document, f"{KEY}.step")


@pytest.mark.parametrize(
    ("votes", "words"),
    [
        ((REJECTED, replace(REJECTED, solution=1)), "None of the solutions was approved."),
        (
            (REJECTED, replace(APPROVED, solution=1)),
            "Alternative Solution 1 alone was approved, and is the one recommended.",
        ),
        (
            (APPROVED, replace(APPROVED, solution=1)),
            "The Proposed Solution and Alternative Solution 1 were approved with the same support, and both stand "
            "recommended.",
        ),
    ],
)
def test_which_of_several_is_recommended(votes, words):
    assert said(board(*votes), "recommended") == words


class TestAnAlternativeThatWasApproved:
    """It is the one that goes ahead: what it does is certain, and what the Proposed Solution would have done is not."""

    worked = {name: getattr(MP087, name) for name in f.Worked.__dataclass_fields__}
    other = f.Alternative(
        1, "By guidance", "<p>Leave it.</p>", "Tidewater", **{**worked, "dcc_cost": f.DccCost(1, 100)}
    )
    document = of(TWO_SOLUTIONS, alternatives=(other,))

    def test_the_summary(self):
        closing = sentence(self.document, "summary.closing")
        assert closing.startswith(
            "MP247 has been approved as a Self-Governance Modification Proposal, with Alternative"
        )
        effect = sentence(self.document, "summary.effect")
        assert effect.startswith("Supplier Parties and the DCC will be impacted. The DCC’s costs are estimated at")

    def test_the_chapters(self):
        assert "will be positively impacted" in sentence(self.document, "impacts.alternative-1.parties.lead")
        assert "would be positively impacted" in sentence(self.document, "impacts.parties.lead")
        assert "Alternative Solution 1 will cost" in sentence(self.document, "costs.alternative-1.dcc.amount")
        assert sentence(self.document, "annex-b.purpose").endswith("that Alternative Solution 1 will make.")
        assert sentence(self.document, "annex-a.purpose").endswith("that MP247 would make.")

    def test_of_two_with_the_same_support_neither_is_certain(self):
        tied = board(APPROVED, replace(APPROVED, solution=1))
        document = of(tied, alternatives=(self.other,))
        for key in ("impacts.parties.lead", "impacts.alternative-1.parties.lead"):
            assert "would be positively impacted" in sentence(document, key)
