"""The Conclusions Report: what it says in each state a proposal may be in after a vote (domain §2.2 rows 30–35, §2.4),
and who makes it when."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from audit import clock
from audit.acts import NotAllowed, Refused
from papers import actions as papers
from papers import facts as f
from papers.board import facts as b
from papers.conclusions import facts as c
from papers.conclusions.gathering import of_conclusions, unready
from papers.conclusions.missing import of_conclusions as missing
from papers.conclusions.report import compose
from papers.desk import conclusions
from papers.gather import Edition
from papers.models import Paper
from proposals import actions as steps
from proposals.desk import Desk
from proposals.models import Attachment, Proposal
from proposals.states import State
from subcommittees.actions import close_ballot
from tests import factories as make
from tests.papers.boards import APPROVED, ON, REJECTED, SELF_GOVERNED, TWO_SOLUTIONS, board
from tests.papers.reading import headings, items, sentence, stated, text
from tests.papers.reports import PATH_2
from tests.proposals.states import IN_STATE, fresh
from tests.subcommittees.voting import before_the_board, change_board, opened, say

CHAPTERS = [
    "Summary",
    "Solutions",
    "Modification Report Consultation",
    "Change Board’s vote",
    "Decision",
    "What follows",
    "Timetable",
]
CLOSES = date(2026, 12, 9)
CONSULTED = c.Consultation(date(2026, 9, 23), date(2026, 10, 14), 15, date(2026, 10, 14))
DECIDED = c.Conclusions(
    of=replace(SELF_GOVERNED, change_board=board(APPROVED), implementations=PATH_2.implementations),
    report=c.Issued("1.0", "https://example.org/papers/mp247-modification-report/1.0/"),
    consultation=CONSULTED,
    appeals=c.Appeals(10, CLOSES, c.AppealState.OPEN),
    walked=(c.Walked("Raised", date(2026, 3, 23)), c.Walked("Approved by the Change Board under Self-Governance", ON)),
    objective_texts=(("a", "Efficiency."), ("f", "Security."), ("g", "Administration.")),
)
FOR_AUTHORITY = replace(
    DECIDED,
    of=replace(
        DECIDED.of,
        path=f.Path.AUTHORITY_DETERMINED,
        decision=None,
        change_board=board(APPROVED, step=b.Step(b.Did.RECOMMENDED, ON)),
    ),
    appeals=None,
    authority=c.Authority(ON, date(2027, 1, 5), 25),
)


def changed(base=DECIDED, **changes) -> c.Conclusions:
    """Of facts of the report itself and of those it shares with the Modification Report."""
    own = {name: changes.pop(name) for name in list(changes) if name in c.Conclusions.__dataclass_fields__}
    return replace(base, of=replace(base.of, **changes), **own)


def of(base=DECIDED, **changes):
    return compose(changed(base, **changes))


def rows(document, key: str) -> list[list[str]]:
    return [[text(cell) for cell in row] for row in stated(document)[key].rows]


# The whole


def test_its_chapters_and_its_name():
    document = of()
    assert [text(each.section.heading) for each in document.chapters()][:7] == CHAPTERS
    assert (document.full_title, document.slug) == (
        "MP247 ‘Correction to SEC Section G – User Responsibilities’ – Conclusions Report, version 1.0",
        "mp247-conclusions-report",
    )
    assert document.listed_title == "MP247 Conclusions Report"
    assert document.annexes == ()


def test_the_proposal_in_short_and_where_the_whole_of_it_stands():
    document = of()
    assert "G3.20" in stated(document)["summary.text"].html
    assert sentence(document, "summary.closing").startswith("MP247 has been approved as a Self-Governance Modification")
    link = stated(document)["solutions.report"].words[1]
    assert (link.text, link.href) == ("Modification Report, version 1.0", DECIDED.report.address)
    assert sentence(of(report=None), "solutions.report") == (
        "The Modification Report, which sets it out in full, has not been issued."
    )


def test_each_solution_with_whom_it_touches_and_what_it_costs():
    other = f.Alternative(2, "By guidance", "<p>Leave it.</p>", "Tidewater", dcc_cost=f.DccCost(0, 0))
    document = of(alternatives=(other,))
    assert [name for name in headings(document) if "Solution" in name] == [
        "Solutions",
        "Proposed Solution",
        "Alternative Solution 2",
    ]
    assert sentence(document, "solutions.alternative-2.raised") == "By guidance. It was raised for Tidewater."
    assert sentence(document, "solutions.proposed.effect").startswith("Supplier Parties and the DCC will be impacted.")
    assert sentence(document, "solutions.alternative-2.effect").startswith(
        "Which Party Categories are impacted has not"
    )
    assert "sets out their impacts" in sentence(document, "solutions.report")


def test_the_vote_is_the_published_table():
    document = of()
    assert rows(document, "vote.votes")[-1] == ["Overall outcome", "6", "1", "2", "Approved"]
    both = of(change_board=TWO_SOLUTIONS)
    assert "Vote on Alternative Solution 1" in headings(both)
    assert "vote.step" not in stated(document)  # what it decided stands in the chapter on that


def test_the_steps_that_it_took():
    assert rows(of(), "timetable.steps") == [
        ["Raised", "23 Mar 2026"],
        ["Approved by the Change Board under Self-Governance", "25 Nov 2026"],
    ]
    assert sentence(of(walked=()), "timetable.none") == "No step of it is on record yet."


# The consultation


@pytest.mark.parametrize(
    ("changes", "when"),
    [
        ({}, "was out for consultation from 23 September 2026 until 17:00 on 14 October 2026, 15 working days in all."),
        ({"closed_on": date(2026, 10, 9)}, "was out for consultation from 23 September 2026 until 9 October 2026."),
        (
            {"closed_on": None},
            "has been out for consultation since 23 September 2026; responses are due by 17:00 on 14 October 2026, "
            "15 working days later.",
        ),
    ],
)
def test_when_the_report_was_out_for_consultation(changes, when):
    document = of(consultation=replace(CONSULTED, **changes))
    assert sentence(document, "consultation.when") == f"The Modification Report of MP247 {when}"


def test_what_industry_answered_as_far_as_it_is_on_record():
    assert sentence(of(consultation=None), "consultation.none") == (
        "No Modification Report Consultation on MP247 is on record."
    )
    assert sentence(of(), "consultation.responses") == (
        "The register holds no response to it that this document may name."
    )
    one = replace(CONSULTED, responses=(c.Response("Answer of Tidewater", date(2026, 10, 9)),))
    assert items(of(consultation=one), "consultation.responses.list") == ["Answer of Tidewater (9 October 2026)"]
    recorded = of(consultation=replace(CONSULTED, words="<p>Four answered.</p>"))
    assert "consultation.responses" not in stated(recorded)
    assert stated(recorded)["consultation.words"].html == "<p>Four answered.</p>"


# The decision, and its reasons


def test_under_self_governance_there_is_a_decision_and_nothing_of_the_authority():
    document = of()
    assert "Change Board’s decision" in headings(document)
    assert "Authority’s decision" not in headings(document)
    assert sentence(document, "decision.change-board.step").endswith("it approved MP247 on 25 November 2026.")


def test_the_objectives_that_were_assessed_and_those_that_votes_name():
    """The Proposer assesses (a) and (g) (MP087); one vote to approve names (a) and (f), one to reject (g)."""
    table = stated(of())["decision.objectives.proposed"]
    assert table.head == ("SEC Objective", "Proposer’s view", "Approve", "Reject", "Abstain")
    assert rows(of(), "decision.objectives.proposed") == [
        ["SEC Objective (a)", "Better facilitates", "1", "0", "0"],
        ["SEC Objective (f)", "Not assessed", "1", "0", "0"],
        ["SEC Objective (g)", "Better facilitates", "0", "1", "0"],
    ]
    notes = [part.text for row in table.rows for part in row[0] if type(part).__name__ == "Note"]
    assert notes == ["Efficiency.", "Security.", "Administration."]


def test_without_votes_on_record_only_the_view_of_whoever_raised_it_stands():
    by_hand = of(change_board=b.ChangeBoard(step=b.Step(b.Did.APPROVED, ON)))
    assert stated(by_hand)["decision.objectives.proposed"].head == ("SEC Objective", "Proposer’s view")
    nobody = of(change_board=b.ChangeBoard(), objectives=None)
    assert sentence(nobody, "decision.objectives.none") == "Nobody has named an SEC Objective for or against it."


@pytest.mark.parametrize(
    ("authority", "answer"),
    [
        (
            c.Authority(ON, date(2027, 1, 5), 25),
            "The Authority has been asked to decide on MP247 since 25 November 2026 and has not decided yet. Its decision "
            "is expected 25 working days later, by 5 January 2027.",
        ),
        (
            c.Authority(ON),
            "The Authority has been asked to decide on MP247 since 25 November 2026, by a timetable of its own, and has "
            "not decided yet.",
        ),
        (c.Authority(), "The Authority has not been asked to decide on MP247 yet."),
        (
            c.Authority(ON, answer=c.Answer.APPROVED, on=date(2026, 12, 18)),
            "The Authority approved MP247 on 18 December 2026.",
        ),
        (
            c.Authority(ON, answer=c.Answer.REJECTED, on=date(2026, 12, 18)),
            "The Authority rejected MP247 on 18 December 2026.",
        ),
        (
            c.Authority(ON, answer=c.Answer.SENT_BACK, on=date(2026, 12, 18), words="<p>No figures.</p>"),
            "The Authority sent the Modification Report of MP247 back on 18 December 2026: it could not decide on it.",
        ),
    ],
)
def test_on_path_2_there_is_a_recommendation_and_what_the_authority_says(authority, answer):
    document = of(FOR_AUTHORITY, authority=authority)
    assert {"Recommendation and decision", "Change Board’s recommendation", "Authority’s decision"} <= set(
        headings(document)
    )
    assert sentence(document, "decision.authority.answer") == answer
    assert ("follows.next" in stated(document)) == (authority.answer == c.Answer.SENT_BACK)
    assert ("decision.authority.words" in stated(document)) == bool(authority.words)


def test_before_any_vote_it_says_what_is_not_there():
    document = of(change_board=b.ChangeBoard(), decision=None, appeals=None, objectives=None)
    assert sentence(document, "vote.lead") == "The Change Board has not voted on MP247 yet."
    assert sentence(document, "decision.change-board.step") == (
        "There is no decision of the Change Board on MP247 yet."
    )
    for_authority = of(FOR_AUTHORITY, change_board=b.ChangeBoard(), authority=c.Authority())
    assert sentence(for_authority, "decision.change-board.step") == (
        "There is no recommendation of the Change Board on MP247 yet."
    )


# What follows


@pytest.mark.parametrize(
    ("state", "count", "words"),
    [
        (
            "OPEN",
            0,
            "Any Party, a consumer body or the Panel may appeal to the Authority against the Change Board’s decision for "
            "ten working days, until 17:00 on 9 December 2026. An appeal suspends the decision, and the Authority then "
            "decides. Without one the decision becomes final.",
        ),
        (
            "ENDED",
            0,
            "Nobody appealed in the ten working days allowed, which ended at 17:00 on 9 December 2026. The Change Board’s "
            "decision is final.",
        ),
        (
            "APPEALED",
            2,
            "Two appeals were made to the Authority. The Change Board’s decision is suspended, and the Authority decides.",
        ),
    ],
)
def test_the_appeal_window(state, count, words):
    document = of(appeals=c.Appeals(10, CLOSES, c.AppealState[state], count))
    assert sentence(document, "follows.appeals.text") == words


def test_what_was_approved_has_its_date_and_release_and_what_was_rejected_has_none():
    assert "Approved implementation approach" in headings(of())
    assert sentence(of(), "implementation.approach.date") == (
        "The approved implementation date is 24 June 2027, in the scheduled June 2027 SEC Release."
    )
    rejected = of(
        decision=f.Decision(f.Outcome.REJECTED, "Change Board", ON),
        change_board=board(REJECTED, step=b.Step(b.Did.REJECTED, ON)),
    )
    assert sentence(rejected, "follows.implementation.none") == "MP247 is not implemented."
    assert sentence(rejected, "summary.closing") == "MP247 was rejected by the Change Board on 25 November 2026."
    assert "Recommended implementation approach" in headings(of(FOR_AUTHORITY))


def test_the_approach_of_an_alternative_that_was_chosen_is_told():
    other = f.Alternative(1, "By guidance", "<p>Leave it.</p>", "Tidewater", "<p>In two steps.</p>")
    document = of(change_board=TWO_SOLUTIONS, alternatives=(other,))
    assert stated(document)["follows.implementation.alternative"].html == "<p>In two steps.</p>"


# What would have to be called not yet known


def gaps(**changes) -> list[str]:
    return [gap.words for gap in missing(changed(**changes))]


def test_what_is_missing_is_named_with_where_it_is_mended():
    answered = replace(CONSULTED, words="<p>Four answered.</p>")
    assert gaps(consultation=answered) == []
    assert gaps() == ["What was answered in the Modification Report Consultation"]
    own = {"consultation": answered}
    assert gaps(**own, summary="") == ["The summary"]
    assert gaps(**own, solution="") == ["The solution"]
    assert gaps(**own, report=None) == ["The Modification Report, which has not been issued"]
    assert gaps(**own, change_board=board(APPROVED, step=None)) == ["What follows from the vote"]
    assert gaps(**own, implementations=()) == ["The implementation approach"]
    assert gaps(**own, alternatives=(f.Alternative(1, "Another"),)) == ["Alternative 1: the solution"]


def test_each_mend_has_an_address():
    empty = {"summary": "", "solution": "", "implementations": (), "alternatives": (f.Alternative(1, "Another"),)}
    found = missing(changed(report=None, change_board=board(APPROVED, step=None), **empty))
    assert len(found) == 7
    assert all(reverse(gap.mend, args=["MP247", *gap.about]) for gap in found)


# From the record


@pytest.fixture
def by():
    return make.analyst()


def voted(by, path: str = "3", vote: str = "approve") -> Proposal:
    change_board()
    ballot = opened(before_the_board(by, path, lead_analyst=by), by)
    say(ballot, "Large Supplier 1", vote)
    close_ballot(ballot=ballot, by=by, outcome=True)
    return fresh(ballot.proposal)


def gathered(proposal, on=None) -> c.Conclusions:
    paper = Paper(kind="conclusions-report", proposal=proposal)
    return of_conclusions(paper, Edition("0.1", False, on or clock.today()))


def issue(proposal, by):
    draft = papers.compose_paper(kind="conclusions-report", proposal=proposal, by=by)
    return papers.issue_paper(paper=draft.paper, by=by)


@pytest.mark.django_db
class TestFromTheRecord:
    def test_after_a_decision_under_self_governance(self, by):
        found = gathered(voted(by))
        assert found.of.decision == f.Decision(f.Outcome.APPROVED, "Change Board", clock.today())
        assert (found.appeals.working_days, found.appeals.state) == (10, c.AppealState.OPEN)
        assert (found.consultation.working_days, found.consultation.closed_on is not None) == (15, True)
        assert [step.words for step in found.walked][-3:] == [
            "Sent to the Modification Report Consultation by the Panel",
            "Consultation closed; before the Change Board",
            "Approved by the Change Board under Self-Governance",
        ]
        assert not found.by_authority

    def test_an_appeal_suspends_it_and_asks_the_authority(self, by):
        proposal, party = voted(by), make.party()
        reason = {"ground": "objectives", "reason": "It was wrongly decided."}
        steps.appeal(proposal=proposal, by=party, organisation=party.organisations[0], **reason)
        found = gathered(fresh(proposal))
        assert (found.appeals.state, found.appeals.count) == (c.AppealState.APPEALED, 1)
        assert found.of.reopened.by == f.Reopening.APPEAL
        assert (found.authority.asked_on, found.authority.answer, found.by_authority) == (clock.today(), None, True)

    def test_without_an_appeal_it_becomes_final(self, by):
        proposal = voted(by)
        with clock.set_to(clock.now() + timedelta(days=30)):
            steps.settle_windows(proposal=proposal)
            found = gathered(fresh(proposal))
            assert found.appeals.state == c.AppealState.ENDED
            assert found.walked[-1].words == "Appeal window ended: the approval is final"
            assert gathered(fresh(proposal), clock.today() - timedelta(days=30)).appeals.state == c.AppealState.OPEN

    @pytest.mark.parametrize(
        ("act", "answer"),
        [
            ("record_authority_approval", c.Answer.APPROVED),
            ("record_authority_rejection", c.Answer.REJECTED),
            ("record_send_back", c.Answer.SENT_BACK),
        ],
    )
    def test_the_authority_before_and_after(self, by, act, answer):
        proposal = voted(by, "2")
        before = gathered(proposal).authority
        assert (before.asked_on, before.answer, before.expected_days) == (clock.today(), None, 25)
        getattr(steps, act)(proposal=proposal, by=by, words="For these reasons.")
        after = gathered(fresh(proposal)).authority
        assert (after.answer, after.on, after.words) == (answer, clock.today(), "<p>For these reasons.</p>")

    def test_responses_are_files_that_its_readers_may_see(self, by):
        proposal = voted(by)
        given = {"proposal": proposal, "by": by, "at": clock.now(), "kind": "response", "size": 1, "sha256": "0" * 64}
        since = gathered(proposal).consultation.opened_on
        for title, classification, dated in (
            ("Open answer", "white", since),
            ("Closed answer", "amber", since),
            ("Answer to an earlier question", "white", since - timedelta(days=1)),
        ):
            Attachment.objects.create(title=title, classification=classification, dated=dated, **given)
        assert [each.title for each in gathered(proposal).consultation.responses] == ["Open answer"]

    def test_the_newest_report_that_was_issued_is_named(self, by):
        proposal = voted(by)
        assert gathered(proposal).report is None
        issued = papers.issue_report(proposal=proposal, by=by)
        assert gathered(proposal).report.version == issued.label
        papers.take_down(version=issued, by=by, reason="It was wrong.")
        assert gathered(proposal).report is None

    @pytest.mark.parametrize("state", [state for state in State if state not in (State.SUBMITTED, State.REFUSED)])
    def test_a_draft_can_be_composed_in_every_state(self, by, state):
        proposal = IN_STATE[state](by)
        if state == State.CLOSED_SPLIT:
            with pytest.raises(Refused, match="split"):
                papers.compose_paper(kind="conclusions-report", proposal=proposal, by=by)
            return
        draft = papers.compose_paper(kind="conclusions-report", proposal=proposal, by=by)
        assert draft.slug == f"{proposal.slug.lower()}-conclusions-report"


# Who makes it, when


@pytest.mark.django_db
class TestIssuing:
    def test_it_is_issued_once_there_is_something_to_conclude_from(self, by):
        change_board()
        ballot = opened(before_the_board(by), by)
        draft = papers.compose_paper(kind="conclusions-report", proposal=ballot.proposal, by=by)
        with pytest.raises(Refused, match="No outcome of a vote of the Change Board"):
            papers.issue_paper(paper=draft.paper, by=by)
        assert draft.paper.versions.count() == 1
        say(ballot, "Large Supplier 1", "approve")
        close_ballot(ballot=ballot, by=by, outcome=True)
        version = papers.issue_paper(paper=draft.paper, by=by)
        assert version.get_absolute_url() == f"/papers/{ballot.proposal.slug.lower()}-conclusions-report/1.0/"
        assert version.title == f"{ballot.proposal.reference} Conclusions Report"
        page = Client().get(version.get_absolute_url())
        assert page.status_code == 200
        assert "Overall outcome" in page.content.decode()

    @pytest.mark.parametrize(
        ("state", "ready"),
        [
            (State.REPORT_CHANGE_BOARD, False),
            (State.FT_OBJECTION_WINDOW, False),
            (State.WITHDRAWN, False),
            (State.APPEAL_WINDOW, True),
            (State.AUTHORITY_DECISION, True),
            (State.SENT_BACK, True),
            (State.PENDING_IMPLEMENTATION, True),
            (State.REJECTED, True),
            (State.IMPLEMENTED, True),
        ],
    )
    def test_after_a_vote_or_a_decision_alone(self, by, state, ready):
        assert (unready(Paper(proposal=IN_STATE[state](by))) == "") == ready

    def test_it_is_for_secas_to_make(self, by):
        proposal = voted(by)
        assert papers.compose_paper(kind="conclusions-report", proposal=proposal, by=by)
        for person in (make.party(), make.authority()):
            with pytest.raises(NotAllowed, match="Only SECAS composes papers"):
                papers.compose_paper(kind="conclusions-report", proposal=proposal, by=person)

    def test_a_proposal_has_one_and_its_next_version_says_what_it_puts_right(self, by):
        proposal = voted(by, "2")
        first = issue(proposal, by)
        steps.record_authority_approval(proposal=proposal, by=by, words="Approved.")
        second = issue(fresh(proposal), by)
        assert (first.paper_id, first.label, second.label) == (second.paper_id, "1.0", "2.0")
        assert "The Authority approved" in second.snapshot
        assert "The Authority approved" not in first.snapshot

    def test_where_an_analyst_looks_for_it(self, by):
        proposal = voted(by)
        client = Client()
        client.force_login(by)
        address = f"{reverse('papers:begin')}?proposal={proposal.slug}&amp;kind=conclusions-report"
        for page in ("papers:workshop", "subcommittees:proposal_ballots"):
            assert address in client.get(reverse(page, args=[proposal.slug])).content.decode(), page
        form = client.get(address.replace("&amp;", "&")).context["form"]
        assert form.initial["kind"] == "conclusions-report"
        given = {"kind": "conclusions-report", "proposal": proposal.reference, "edition": ""}
        begun = client.post(address.replace("&amp;", "&"), given)
        assert begun.status_code == 302
        assert address not in client.get(reverse("papers:workshop", args=[proposal.slug])).content.decode()
        party = Client()
        party.force_login(make.party())
        tab = party.get(reverse("subcommittees:proposal_ballots", args=[proposal.slug]))
        assert tab.status_code == 200
        assert "conclusions-report" not in tab.content.decode()
        issued = issue(proposal, by)
        tab = party.get(reverse("subcommittees:proposal_ballots", args=[proposal.slug])).content.decode()
        assert f'<a href="{issued.get_absolute_url()}">Conclusions Report, version 1.0</a>' in tab

    def test_the_desk_asks_for_it_until_it_is_issued(self, by):
        change_board()
        ballot = opened(before_the_board(by, lead_analyst=by), by)
        Proposal.objects.filter(pk=ballot.proposal_id).update(lead_analyst=by)
        assert conclusions(Desk(by)) == []
        say(ballot, "Large Supplier 1", "approve")
        close_ballot(ballot=ballot, by=by, outcome=True)
        (task,) = conclusions(Desk(by))
        assert (task.act, task.proposal) == ("Write the report", ballot.proposal)
        draft = papers.compose_paper(kind="conclusions-report", proposal=ballot.proposal, by=by)
        (task,) = conclusions(Desk(by))
        assert (task.act, task.url) == ("Go on with the report", draft.paper.get_absolute_url())
        version = papers.issue_paper(paper=draft.paper, by=by)
        assert conclusions(Desk(by)) == []
        papers.take_down(version=version, by=by, reason="It was wrong.")
        assert [task.act for task in conclusions(Desk(by))] == ["Go on with the report"]

    def test_words_added_by_hand_stand_with_what_is_composed(self, by):
        draft = papers.compose_paper(kind="conclusions-report", proposal=voted(by), by=by)
        papers.add_words(paper=draft.paper, by=by, place="vote", text="<p>The vote was unanimous.</p>")
        again = papers.compose_again(paper=draft.paper, by=by)
        assert "The vote was unanimous." in again.snapshot
        assert "Overall outcome" in again.snapshot
