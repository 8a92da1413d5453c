"""What notices and letters say, of the steps that call for them (domain §2.2 rows 13–16, 26, 29–34, 36–41, 43 and 44;
MP087’s report §7 for objections)."""

from datetime import date, timedelta

import pytest

from audit import clock
from audit.acts import NotAllowed, Refused
from bodies.workingdays import WorkingCalendar
from papers import actions as papers
from papers.models import Paper, PaperVersion
from papers.notices.steps import CALLED_FOR, called_for
from proposals import actions
from proposals.lifecycle import MOVES
from proposals.models import Appeal
from subcommittees import actions as bodies
from tests import factories as make
from tests.papers.noticing import composed, issue, read, step_of
from tests.papers.reading import headings, items, said, section, sentence, stated
from tests.proposals.states import (
    attempt,
    fresh,
    granted,
    implemented,
    noticed,
    pending,
    recommended,
    refined,
    self_governed,
    sent_back,
    urgent,
    withdrawn,
)

pytestmark = pytest.mark.django_db

PANEL_DAY = date(2019, 10, 11)


@pytest.fixture
def by():
    return make.analyst(name="Tobias Renwick")


def window_of(document, key: str) -> dict:
    return {name: "".join(part.text for part in words) for name, words in stated(document)[key].facts}


# Fast-Track: rows 13, 36 and 37


@pytest.fixture
def fast_track(by):
    panel = make.MeetingFactory(number=73, date=PANEL_DAY)
    proposal = make.ready_for_fast_track(by=by, number=87, raised_on=date(2019, 8, 20))
    actions.approve_fast_track(
        proposal=proposal, by=by, words="It corrects an error.", meeting=panel, effective=PANEL_DAY
    )
    return fresh(proposal)


def test_a_fast_track_notice_says_who_may_object_until_when_and_what_happens_then(fast_track, by):
    """15 working days from 11 October 2019 end on 1 November; implementation is one working day later (S2)."""
    version = issue(fast_track, "approve_fast_track", by, effective=PANEL_DAY)
    document = read(version)
    assert version.title == "MP087 Fast-Track notice"
    assert version.get_absolute_url() == "/papers/mp087-fast-track-notice/1.0/"
    assert document.header.lines[0] == ("To", "SEC Parties")
    assert headings(document) == [
        "What was decided",
        "The Panel’s reasons",
        "What changes",
        "Objecting",
        "What happens then",
        "Questions",
    ]
    decided = sentence(document, "decided.text")
    assert "On 11 October 2019, at meeting 73, the Panel approved MP087" in decided
    assert "Fast-Track" in decided
    assert "17:00 on Friday 1 November 2019" in decided
    assert "It corrects an error." in said(section(document, "reasons"))
    assert window_of(document, "objecting.window") == {
        "Who may do so": "Any SEC Party",
        "Until": "17:00 on Friday 1 November 2019",
        "Time allowed": "15 working days after 11 October 2019",
    }
    how = said(section(document, "objecting"))
    assert "in writing and says why" in how
    assert "/modifications/MP087/moves/object/" in str(stated(document)["objecting.how"])
    then = said(section(document, "then"))
    assert "implementation is halted, and the Panel has to choose another path" in then
    assert "the Panel’s decision is final" in then
    assert "4 November 2019, one working day after the window closes" in then
    assert "Section G3.20 is amended." in said(section(document, "change"))


def test_a_fast_track_notice_of_before_the_end_knows_nothing_of_the_end(fast_track, by):
    early = composed(fast_track, "approve_fast_track", by, effective=PANEL_DAY)
    assert "objecting.ended" not in stated(early)
    late = composed(fast_track, "approve_fast_track", by, effective=date(2019, 11, 4))
    assert sentence(late, "objecting.ended") == "The window has ended. No objection was received in it."


def test_a_fast_track_notice_after_an_objection_says_that_implementation_is_halted(by):
    """Row 36: the date is cleared; the notice names none."""
    proposal, objector = make.fast_tracked(by=by), make.party()
    actions.object_to_fast_track(
        proposal=proposal, organisation=objector.organisations[0], reason="It is material.", by=objector
    )
    document = composed(fresh(proposal), "approve_fast_track", by)
    assert sentence(document, "objecting.ended").startswith("A Party has objected.")
    assert "a date is set" in said(section(document, "then"))


# Decisions: rows 14, 26, 29–34 and 41


def test_a_decision_of_the_change_board_names_the_appeal_window_its_closing_and_the_grounds(by):
    """Row 31: ten working days; any Party, a consumer body or the Panel; three grounds."""
    proposal = self_governed(by)
    document = composed(proposal, "change_board_approves", by)
    today = clock.today()
    closes = WorkingCalendar.load().add(today, 10)
    until = f"17:00 on {closes:%A %-d %B %Y}"
    assert until in sentence(document, "decided.text")
    assert window_of(document, "appeal.window") == {
        "Who may do so": "Any SEC Party, a consumer body, or a member of the Panel",
        "Until": until,
        "Time allowed": f"Ten working days after {today:%-d %B %Y}",
    }
    assert items(document, "appeal.grounds.list") == [f"{label}." for label in Appeal.Ground.labels]
    assert "suspends the decision, and the Authority decides" in sentence(document, "appeal.how")
    assert "Without an appeal the approval is final" in sentence(document, "follows.text")


def test_after_an_appeal_the_notice_says_that_the_authority_decides(by):
    proposal, speaker = self_governed(by), make.party()
    attempt("appeal", proposal, speaker, organisation=speaker.organisations[0])
    document = composed(fresh(proposal), "change_board_approves", by)
    assert (
        sentence(document, "appeal.ended") == "The decision was appealed. It is suspended, and the Authority decides."
    )


def test_a_rejection_under_self_governance_is_open_to_appeal_too(by):
    """Row 30: Path 3 reject opens the window as well; nothing is said of implementation."""
    proposal = urgent(by)
    actions.determine_path(proposal=proposal, by=by, path="3", reasons="As the criteria say.")
    actions.record_self_governance_rejection(proposal=fresh(proposal), by=by, words="No case was made.")
    document = composed(fresh(proposal), "change_board_rejects", by)
    assert "rejected" in sentence(document, "decided.text")
    assert "appeal.window" in stated(document)
    assert not [key for key in stated(document) if key.startswith("follows.date")]


@pytest.mark.parametrize(
    ("key", "said_of_it", "follows"),
    [
        ("authority_approves", "the Authority approved", "is implemented"),
        ("authority_rejects", "the Authority rejected", "the proposal ends here"),
        ("authority_sends_back", "the Authority sent back the Modification Report of", "The Panel decides which steps"),
        ("change_board_returns", "the Change Board asked for more work on", "is worked out in Refinement"),
        ("panel_returns_report", "the Panel returned the Modification Report of", "What is missing is worked out"),
        ("panel_declines", "the Panel returned", "comes back to the Change Sub-Committee"),
        ("authority_subsumes", "the Authority took the subject of", "without a decision on it"),
    ],
)
def test_a_decision_notice_says_who_decided_what_why_and_what_follows(key, said_of_it, follows, by):
    """No appeal lies against these: only a decision under Self-Governance opens the window (row 30)."""
    from tests.proposals import lifecycle_table as table
    from tests.proposals.states import IN_STATE

    make.CommitteeFactory()
    make.CommitteeFactory(code="change-board", name="Change Board", short_name="Change Board", prefix="CB")
    state = next(s for s in table.ALLOWED if key in table.ALLOWED[s])
    proposal = IN_STATE[state](by)
    attempt(key, proposal, by, words="For the reasons below.")
    document = composed(fresh(proposal), key, by)
    assert said_of_it in sentence(document, "decided.text")
    assert "For the reasons below." in said(section(document, "reasons"))
    assert follows in sentence(document, "follows.text")
    assert "appeal" not in [part.key for part in document.sections]


def test_where_no_reasons_are_on_record_the_notice_says_so_and_it_is_listed_as_a_gap(by):
    proposal = recommended(by)
    actions.record_authority_approval(proposal=proposal, by=by)
    document = composed(fresh(proposal), "authority_approves", by)
    assert sentence(document, "reasons.text") == "No reasons are on record."
    assert said(section(document, "follows")).endswith("No date has been planned yet for the change to take effect.")


# Withdrawal: rows 38–40


def test_a_withdrawal_of_a_modification_proposal_says_who_may_adopt_it_and_until_when(by):
    """Row 39: ten working days for a Modification Proposal."""
    proposal = noticed(by)
    document = composed(proposal, "withdraw", by)
    closes = WorkingCalendar.load().add(clock.today(), 10)
    until = f"17:00 on {closes:%A %-d %B %Y}"
    assert f"It is open to adoption until {until}." in sentence(document, "withdrawn.text")
    assert proposal.proposer.name in sentence(document, "withdrawn.text")
    assert window_of(document, "adopting.window")["Who may do so"] == "Anybody who may raise a proposal"
    assert "No longer wanted." in said(section(document, "reasons"))
    assert "If nobody does, it is withdrawn when the window closes." in sentence(document, "adopting.then")


def test_a_withdrawal_of_a_draft_proposal_is_for_good(by):
    """Row 39: by default a Draft Proposal is not open to adoption."""
    proposal = withdrawn(by)
    document = composed(proposal, "withdraw", by)
    assert "withdrawn for good" in sentence(document, "withdrawn.text")
    assert "adopting.window" not in stated(document)
    for_good = composed(proposal, "adoption_window_ends", by)
    assert "is withdrawn for good since" in sentence(for_good, "withdrawn.text")
    assert "Nobody adopted it" not in sentence(for_good, "withdrawn.text")
    assert "Its number is not used again" in sentence(for_good, "follows.text")


def test_two_notices_of_one_kind_have_addresses_of_their_own(by):
    proposal = withdrawn(by)
    first, second = (issue(proposal, key, by) for key in ("withdraw", "adoption_window_ends"))
    slug = f"{proposal.slug.lower()}-withdrawal-notice"
    assert [first.slug, second.slug] == [slug, f"{slug}-2"]
    assert first.paper_id != second.paper_id


def test_an_adoption_names_the_new_proposer_and_the_withdrawal_no_longer_names_the_old_one(by):
    proposal, adopter = noticed(by), make.party()
    old = proposal.proposer.name
    attempt("adopt", proposal, adopter, organisation=adopter.organisations[0])
    proposal = fresh(proposal)
    document = composed(proposal, "adopt", by)
    assert adopter.name in sentence(document, "adopted.text")
    assert "No longer wanted." in said(section(document, "former"))
    again = composed(proposal, "withdraw", by)
    assert old not in sentence(again, "withdrawn.text")
    assert adopter.name not in sentence(again, "withdrawn.text")
    assert sentence(again, "adopting.ended") == "Somebody has adopted the proposal: it goes on."


# Implementation: row 43


def test_an_implementation_notice_says_what_changed_where_in_which_version_and_when(by):
    """MP087 became part of version 6.18 on 4 November 2019, in an ad-hoc release of that day (S2 §6)."""
    day = date(2019, 11, 4)
    release = actions.enter_release(by=by, name="4 November 2019 ad-hoc SEC Release", kind="ad_hoc", date=day)
    proposal = make.fast_tracked(by=by, number=87, raised_on=date(2019, 8, 20), decided_on=PANEL_DAY)
    actions.plan_implementation(proposal=proposal, by=by, release=release, reason="As agreed.", on=PANEL_DAY)
    actions.implement(proposal=fresh(proposal), by=by, sec_version="6.18", effective=day)
    proposal = fresh(proposal)
    document = read(issue(proposal, "implement", by, effective=day))
    assert sentence(document, "implemented.text").startswith("On 4 November 2019 MP087 ")
    assert sentence(document, "implemented.date") == (
        "The change took effect on 4 November 2019, in the 4 November 2019 ad-hoc SEC Release, "
        "and is part of SEC version 6.18."
    )
    rows = stated(document)["changes.table"].rows
    assert [["".join(part.text for part in cell) for cell in row] for row in rows] == [
        ["Section G ‘Security’", "Section G3.20 is amended."]
    ]
    assert f"/modifications/{proposal.slug}/legal-text/" in str(stated(document)["changes.redline"])


# Urgency: rows 15 and 16


def test_an_urgent_notice_has_the_timetable_that_the_authority_set_and_why_urgency_was_asked_for(by):
    proposal = make.draft_proposal(by=by)
    actions.request_urgency(
        proposal=proposal, by=by, words="Deliveries go on.", criterion="A significant commercial impact on Parties"
    )
    today = clock.today()
    dates = {"change_board_on": today + timedelta(days=4), "authority_on": today + timedelta(days=8)}
    make.CommitteeFactory(code="change-board", name="Change Board", short_name="Change Board", prefix="CB")
    actions.grant_urgency(
        proposal=fresh(proposal), by=by, words="Urgency is granted.", next_step="change_board", dates=dates
    )
    document = composed(fresh(proposal), "grant_urgency", by)
    assert "the Authority granted urgency to" in sentence(document, "granted.text")
    assert "Urgency is granted." in said(section(document, "reasons"))
    rows = stated(document)["timetable.dates"].rows
    assert [["".join(part.text for part in cell) for cell in row] for row in rows] == [
        ["Change Board vote", f"{dates['change_board_on']:%d %b %y}"],
        ["Authority determination", f"{dates['authority_on']:%d %b %y}"],
    ]
    assert window_of(document, "timetable.set")["Next step"]
    assert "A significant commercial impact on Parties" in said(section(document, "request"))
    assert "Deliveries go on." in said(section(document, "request"))


# Letters: rows 15, 30 and 44


def test_a_letter_that_asks_for_urgency_gives_the_reasons_the_criterion_and_the_panels_view(by):
    proposal = make.draft_proposal(by=by)
    actions.request_urgency(
        proposal=proposal, by=by, words="Deliveries go on.", criterion="A significant commercial impact on Parties"
    )
    bare = composed(fresh(proposal), "request_urgency", by)
    assert sentence(bare, "panel.none") == "The Panel has not given its view yet."
    bodies.record_view(
        proposal=proposal,
        by=by,
        committee=make.CommitteeFactory(),
        position="supports",
        text="The Panel supports the request.",
    )
    letter = composed(fresh(proposal), "request_urgency", by)
    assert dict(letter.header.lines)["To"].startswith("The Office of Gas and Electricity Markets (Ofgem)")
    assert "is to be treated as urgent" in sentence(letter, "asked.text")
    assert window_of(letter, "reasons.criterion") == {"Criterion": "A significant commercial impact on Parties."}
    assert "Deliveries go on." in said(section(letter, "reasons"))
    assert "The Panel supports the request." in said(section(letter, "panel"))
    assert letter.sign_off.name == "Tobias Renwick"


def test_a_letter_sends_the_recommendation_with_the_report_for_determination(by):
    """Rows 30 and 33: Paths 1 and 2 are the Authority’s to decide; 25 working days where no date is planned."""
    proposal = recommended(by)
    actions.determine_path(proposal=proposal, by=by, path="2", reasons="It is material.")
    proposal = fresh(proposal)
    bare = composed(proposal, "change_board_recommends", by)
    assert sentence(bare, "report.none") == "No Modification Report has been issued yet."
    papers.issue_report(proposal=proposal, by=by)
    letter = composed(proposal, "change_board_recommends", by)
    asked = sentence(letter, "asked.text")
    assert "recommended to the Authority that" in asked
    assert "be approved" in asked
    assert "We ask the Authority to determine it." in asked
    assert "Authority-Determined" in sentence(letter, "proposal.path")
    assert "Modification Report, version 1.0" in items(letter, "report.list")[0]
    due = WorkingCalendar.load().add(clock.today(), 25)
    assert f"{due:%-d %B %Y}" in sentence(letter, "dates.due")


def test_a_recommendation_to_reject_asks_for_a_rejection(by):
    proposal = urgent(by)
    actions.record_change_board_recommendation_to_reject(proposal=proposal, by=by, words="No case was made.")
    letter = composed(fresh(proposal), "change_board_recommends_rejection", by)
    assert "be rejected" in sentence(letter, "asked.text")


def test_a_letter_asks_for_consent_to_another_date_once_somebody_wrote_which(by):
    """Row 44: the Authority consents where the proposal was its to decide."""
    proposal = pending(by)
    actions.determine_path(proposal=proposal, by=by, path="2", reasons="It is material.")
    proposal = fresh(proposal)
    letter = {"kind": "authority-letter", "key": "authority_approves", "by": by}
    draft = papers.compose_paper(kind="authority-letter", step=step_of(proposal, "authority_approves"), by=by)
    with pytest.raises(Refused, match="which date is asked for"):
        issue(proposal, **letter)
    papers.add_words(paper=draft.paper, by=by, place="asked", text="<p>24 June 2027, as systems are not ready.</p>")
    version = issue(proposal, **letter)
    document = read(version)
    assert "24 June 2027" in said(section(document, "asked"))
    assert f"{clock.today():%-d %B %Y}" in said(section(document, "planned"))


def test_no_consent_is_asked_for_once_the_change_is_implemented(by):
    proposal = pending(by)
    actions.determine_path(proposal=proposal, by=by, path="2", reasons="It is material.")
    draft = papers.compose_paper(kind="authority-letter", step=step_of(proposal, "authority_approves"), by=by)
    papers.add_words(paper=draft.paper, by=by, place="asked", text="<p>24 June 2027.</p>")
    actions.implement(proposal=fresh(proposal), by=by, sec_version="9.9")
    with pytest.raises(Refused, match="no longer waiting to be implemented"):
        issue(fresh(proposal), "authority_approves", by, kind="authority-letter")


# Which step calls for which


def test_every_step_that_calls_for_a_notice_is_in_the_table_of_the_lifecycle():
    assert set(CALLED_FOR) <= set(MOVES)
    assert {kind for kinds in CALLED_FOR.values() for kind in kinds} == {
        "fast-track-notice",
        "decision-notice",
        "withdrawal-notice",
        "implementation-notice",
        "urgent-notice",
        "authority-letter",
    }


def test_a_notice_of_another_kind_than_the_step_calls_for_is_refused(by):
    proposal = noticed(by)
    with pytest.raises(Refused, match="No decision notice is issued of this step"):
        issue(proposal, "withdraw", by, kind="decision-notice")
    assert issue(proposal, "withdraw", by).label == "1.0"


def test_only_secas_issues_notices(by):
    proposal = noticed(by)
    for stranger in (
        make.party(),
        make.authority(),
        make.holds(make.CommitteeFactory(), make.UserFactory(), "secretary"),
    ):
        with pytest.raises(NotAllowed, match="Only SECAS"):
            issue(proposal, "withdraw", stranger)
    assert not Paper.objects.exists()


def test_pressed_twice_it_is_issued_once(by):
    proposal = noticed(by)
    issue(proposal, "withdraw", by)
    with pytest.raises(Refused, match="Somebody else was faster"):
        issue(proposal, "withdraw", by)
    assert PaperVersion.objects.count() == 1


# Put right


def test_a_correction_is_the_next_version_and_says_what_it_puts_right(by):
    proposal = noticed(by)
    first = issue(proposal, "withdraw", by)
    with pytest.raises(Refused, match=r"Version 1\.0 has been issued: say what this version puts right"):
        papers.issue_paper(paper=first.paper, by=by)
    second = papers.issue_paper(paper=first.paper, by=by, erratum="The reason was left out.")
    assert (second.label, second.corrects, second.slug) == ("2.0", first, first.slug)
    assert "The reason was left out." in sentence(read(second), "about.erratum")


def test_a_step_put_right_keeps_its_notice_and_the_next_version_has_the_new_words(by):
    proposal = sent_back(by)
    step = step_of(proposal, "authority_sends_back")
    first = issue(proposal, "authority_sends_back", by)
    actions.correct_move(
        proposal=proposal,
        move=step,
        by=by,
        words="The costs and the benefits are not shown.",
        reason="A part was left out.",
    )
    proposal = fresh(proposal)
    now = step_of(proposal, "authority_sends_back")
    assert now.pk != step.pk
    again = papers.issue_paper(paper=first.paper, by=by, erratum="All that the Authority found deficient.")
    assert "The costs and the benefits" in said(section(read(again), "reasons"))
    found = next(c for c in called_for(proposal) if c.step.key == "authority_sends_back")
    assert found.issued == again


def test_of_a_step_that_was_taken_back_no_notice_is_issued(by):
    proposal = granted(make.draft_proposal(by=by), by)
    step = step_of(proposal, "grant_urgency")
    draft = papers.compose_paper(kind="urgent-notice", step=step, by=by)
    actions.reverse_move(proposal=fresh(proposal), move=step, by=by, reason="Recorded on the wrong proposal.")
    with pytest.raises(Refused, match="taken back"):
        papers.issue_paper(paper=draft.paper, by=by)


def test_an_issued_notice_keeps_its_step_from_being_taken_back(by):
    proposal = granted(make.draft_proposal(by=by), by)
    issue(proposal, "grant_urgency", by)
    with pytest.raises(Refused, match="states it"):
        actions.reverse_move(
            proposal=proposal, move=step_of(proposal, "grant_urgency"), by=by, reason="It was of another proposal."
        )


def test_all_that_the_steps_of_a_proposal_call_for(by):
    """The letter about another date only while there is one to consent to (row 44)."""
    proposal = implemented(by)
    assert [(c.step.key, c.kind) for c in called_for(proposal)] == [
        ("implement", "implementation-notice"),
        ("authority_approves", "decision-notice"),
        ("change_board_recommends", "authority-letter"),
        ("grant_urgency", "urgent-notice"),
        ("request_urgency", "authority-letter"),
    ]
    waiting = pending(by)
    actions.determine_path(proposal=waiting, by=by, path="2", reasons="It is material.")
    kinds = [c.kind for c in called_for(fresh(waiting)) if c.step.key == "authority_approves"]
    assert kinds == ["decision-notice", "authority-letter"]
    assert called_for(refined(by)) == []
