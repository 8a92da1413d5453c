"""Who decided, by whose delegation; which path, title and words a proposal had before; what a hold holds (domain §2.2
rows 2, 9, 41, 42 and 46; §2.3)."""

from datetime import date

import pytest

from audit import clock
from audit.acts import NotAllowed, Refused
from audit.models import Event, EventDetail
from bodies.models import Committee
from proposals import actions
from proposals.models import DecidingBody, FormerTitle, PathDetermination, ProblemStatement, Proposal
from proposals.nextsteps import next_steps
from proposals.states import State
from tests import factories as make
from tests.proposals.states import (
    IN_STATE,
    attempt,
    described,
    everything,
    fresh,
    granted,
    object_to,
    refined,
    with_path,
)

pytestmark = pytest.mark.django_db
DELEGATED = "by delegation until the Change Sub-Committee was formed"


@pytest.fixture
def by():
    return make.analyst()


# Deciding bodies


@pytest.fixture
def bodies():
    """The Panel decided for the Change Sub-Committee until the end of June 2018."""
    csc = make.CommitteeFactory(code="csc", name="Change Sub-Committee", short_name="CSC", prefix="CSC")
    panel = make.CommitteeFactory()
    DecidingBody.objects.create(
        move_key="csc_agrees", committee=panel, delegation=DELEGATED, starts=date(2018, 1, 1), ends=date(2018, 6, 30),
        source="an invented example",
    )  # fmt: skip
    return panel, csc


@pytest.mark.parametrize(
    "day, code, delegation", [(date(2018, 6, 30), "panel", DELEGATED), (date(2018, 7, 1), "csc", "")]
)
def test_the_panel_decided_for_the_sub_committee_until_a_date(by, bodies, day, code, delegation):
    proposal = make.draft_proposal(by=by, raised_on=date(2018, 6, 1))
    actions.revise_problem_statement(proposal=proposal, by=by, texts=make.STATEMENT, on=date(2018, 6, 1))
    place = {"document": make.SecDocumentFactory(), "locator": "G3.20"}
    actions.save_sec_references(proposal=proposal, by=by, references=[place])
    wrong = make.MeetingFactory(committee=Committee.objects.exclude(code=code).get(), date=day)
    right = make.MeetingFactory(committee=Committee.objects.get(code=code), date=day)
    before = everything()
    with pytest.raises(Refused) as refused:
        actions.record_csc_agreement(proposal=proposal, by=by, words="Agreed.", meeting=wrong, effective=day)
    assert refused.value.field == "meeting"
    assert refused.value.sentence == (f"This is for {right.committee.named} to decide; choose one of its meetings.")
    assert everything() == before
    move = actions.record_csc_agreement(proposal=proposal, by=by, words="Agreed.", meeting=right, effective=day)
    assert (move.body.code, move.delegation) == (code, delegation)


def test_the_form_offers_the_meetings_of_every_body_that_ever_decided(client, by, bodies):
    panel, csc = bodies
    meetings = {body: make.MeetingFactory(committee=body, date=date(2018, 6, 8)) for body in bodies}
    proposal = described(by)
    client.force_login(by)

    def offered(key):
        form = client.get(f"/modifications/{proposal.slug}/moves/{key}/").context["form"]
        return set(form.fields["meeting"].queryset)

    assert offered("csc_agrees") == {meetings[csc], meetings[panel]}
    assert offered("csc_asks_more") == {meetings[csc]}


def test_a_decision_bears_the_body_of_the_table_where_no_rule_names_another(by, bodies):
    proposal = refined(by)
    assert [(m.key, m.body and m.body.code) for m in proposal.moves.all()] == [
        ("submit", None),
        ("raise", None),
        ("csc_agrees", "csc"),
        ("convert_to_refinement", "panel"),
    ]


# A variation that the Authority raises


def test_an_authority_led_variation_begins_numbered_with_its_report_before_the_panel(by):
    panel, authority = make.CommitteeFactory(), make.authority()
    proposal = actions.raise_authority_led(
        by=authority, title="Retail code consolidation", issue="The review has ended.", proposer=authority,
        proposer_organisation=make.OrganisationFactory(category="government", is_party=False),
        words="We direct that this be raised.", lead_analyst=by,
    )  # fmt: skip
    proposal = fresh(proposal)
    assert (proposal.reference, proposal.state, proposal.path) == ("MP001", State.REPORT_PANEL, "1")
    assert [(m.key, m.from_state, m.to_state) for m in proposal.moves.all()] == [
        ("raise_authority_led", "", State.REPORT_PANEL)
    ]
    row = PathDetermination.objects.get()
    assert (row.path, row.by_authority, row.reasons) == ("1", True, "We direct that this be raised.")
    actions.return_report(proposal=proposal, by=by, words="The legal text is missing.")
    assert fresh(proposal).state == State.REFINEMENT
    assert panel.decided_moves.get().key == "panel_returns_report"


@pytest.mark.parametrize("who", ["party", "stranger", "anybody with another role"])
def test_nobody_else_raises_one(by, who):
    user = {"party": make.party, "stranger": make.UserFactory, "anybody with another role": make.administrator}[who]()
    before = everything()
    with pytest.raises(NotAllowed):
        actions.raise_authority_led(
            by=user, title="Ours", issue="Ours.", proposer=user, proposer_organisation=make.OrganisationFactory(),
            words="Directed.", lead_analyst=by,
        )  # fmt: skip
    assert everything() == before


# The history of the path, the title and the words


def test_each_determination_of_the_path_stays_with_who_when_and_why(by):
    panel = make.CommitteeFactory()
    proposal = make.fast_tracked(by=by, raised_on=date(2019, 8, 21), decided_on=clock.today())
    object_to(proposal)
    actions.refine_after_objection(proposal=proposal, by=by, words="Refinement.")
    with_path(fresh(proposal), by, "3")
    actions.determine_path(proposal=proposal, by=by, path="2", reasons="The Authority directs it.", by_authority=True)
    rows = proposal.path_determinations.all()
    assert [(r.path, r.by_body, r.by_authority, r.reasons) for r in rows] == [
        ("FT", panel, False, "A correction, not a material change."),
        ("", panel, False, ""),
        ("3", panel, False, "As the criteria say."),
        ("2", None, True, "The Authority directs it."),
    ]
    assert [r.on for r in rows] == [clock.today()] * 4
    assert [r.move and r.move.key for r in rows] == ["approve_fast_track", "refine_after_objection", None, None]


def test_a_title_that_is_changed_is_kept_with_its_last_day(by):
    proposal = make.draft_proposal(by=by, title="Correction to one clause")
    actions.save_details(proposal=proposal, by=by, title="Correction to two clauses", why="A second was found.")
    former = FormerTitle.objects.get()
    assert (former.title, former.until, former.reason) == (
        "Correction to one clause",
        clock.today(),
        "A second was found.",
    )
    assert fresh(proposal).title == "Correction to two clauses"


def test_what_the_proposer_sends_again_is_kept_word_for_word_beside_the_first(by):
    proposal = make.submission(issue="One clause did not follow.", title="One clause")
    actions.review_submission(proposal=proposal, by=by, words="Which clause?")
    again = "  Clause G3.20 <did> not follow.\n\n- one & all  "
    actions.resubmit(proposal=proposal, by=proposal.proposer, issue=again, title="Clause G3.20")
    kept = ProblemStatement.objects.filter(proposal=proposal).order_by("sequence")
    assert [(s.label, s.issue, s.is_submission, s.by) for s in kept] == [
        ("0.1", "One clause did not follow.", True, proposal.proposer),
        ("0.2", again, True, proposal.proposer),
    ]
    assert (fresh(proposal).title, FormerTitle.objects.get().title) == ("Clause G3.20", "One clause")
    assert fresh(proposal).state == State.SUBMITTED


# Holds

DESPITE = {"lift_hold", "withdraw", "authority_subsumes", "authority_exempts"}


@pytest.mark.parametrize("state", [State.DEVELOPMENT, State.CSC_AGREED, State.REFINEMENT, State.AUTHORITY_DECISION])
def test_nothing_but_leaving_and_lifting_moves_what_is_on_hold(by, state):
    proposal = IN_STATE[state](by)
    authority = make.authority()
    kind = "other" if proposal.urgent else "review"  # row 41: what is urgent waits for no review
    actions.place_hold(proposal=proposal, by=authority, kind=kind, words="Until the review is over.")
    proposal, before = fresh(proposal), everything()
    assert proposal.hold_reason == "Until the review is over."
    for key in {step.key for step in next_steps(IN_STATE[state](by), by)} - DESPITE - {"place_hold"}:
        with pytest.raises(Refused, match="has been on hold since"):
            attempt(key, proposal, by, lead_analyst=by)
    with pytest.raises(Refused, match="on hold"):
        actions.place_hold(proposal=proposal, by=by, kind="other", words="Twice.")
    assert {step.key for step in next_steps(proposal, by)} <= DESPITE
    actions.lift_hold(proposal=proposal, by=authority, words="The review is over.")
    assert (fresh(proposal).is_held, fresh(proposal).state) == (False, state)
    assert before["Window"] == everything()["Window"]


def test_a_proposal_on_hold_may_be_withdrawn_adopted_and_is_still_on_hold(by):
    proposal = refined(by)
    actions.place_hold(proposal=proposal, by=by, kind="other", words="Costs are awaited.")
    actions.withdraw(proposal=proposal, by=by, words="No longer wanted.")
    speaker = make.party()
    actions.adopt(proposal=proposal, by=speaker, organisation=speaker.organisations[0])
    assert (fresh(proposal).state, fresh(proposal).is_held) == (State.REFINEMENT, True)
    with pytest.raises(Refused, match="Costs are awaited"):
        actions.present_report(proposal=proposal, by=by)


def test_the_report_of_a_proposal_that_was_rejected_or_appealed_still_composes(by):
    from papers.actions import compose_draft

    for state in (State.REJECTED, State.APPEAL_WINDOW, State.SENT_BACK, State.REPORT_MRC):
        proposal = IN_STATE[state](by)
        assert compose_draft(proposal=proposal, by=by) is not None
    assert Proposal.objects.count() == 4


def test_what_is_urgent_does_not_wait_for_a_review_of_the_authority():
    """Row 41: a non-urgent proposal on the subject of a Significant Code Review. It may be held for another reason."""
    by = make.analyst()
    proposal = granted(IN_STATE[State.DEVELOPMENT](by), by)
    with pytest.raises(Refused) as refused:
        actions.place_hold(proposal=proposal, by=make.authority(), kind="review", words="Until the review is over.")
    assert refused.value.field == "kind"
    actions.place_hold(proposal=proposal, by=by, kind="other", words="Until Monday.")
    assert fresh(proposal).is_held


@pytest.mark.parametrize("state", [State.DEVELOPMENT, State.REFINEMENT, State.FT_HALTED])
def test_the_authority_may_exempt_a_proposal_from_its_review(state):
    """Row 41: the same state; what was held for the review goes on, with the words of the direction on record."""
    by, authority = make.analyst(), make.authority()
    proposal = IN_STATE[state](by)
    actions.place_hold(proposal=proposal, by=authority, kind="review", words="Until the review is over.")
    with pytest.raises(Refused, match="Write the words of the direction"):
        actions.exempt(proposal=proposal, by=authority)
    move = actions.exempt(proposal=proposal, by=authority, words="Metering is outside the review.")
    assert (fresh(proposal).is_held, fresh(proposal).hold_kind, fresh(proposal).state) == (False, "", state)
    assert (move.words, move.stays) == ("Metering is outside the review.", True)
    event = Event.objects.get(action="proposal_authority_exempts")
    said = EventDetail.objects.get(sequence=event.sequence).body["sentence"]
    assert said.endswith("The hold placed for the review is lifted.")
    actions.reverse_move(proposal=fresh(proposal), move=move, by=by, reason="The letter was another proposal’s.")
    assert (fresh(proposal).is_held, fresh(proposal).hold_kind) == (True, "review")


def test_an_exemption_may_come_before_any_hold_and_leaves_one_that_has_another_reason():
    by, authority = make.analyst(), make.authority()
    proposal = refined(by)
    actions.exempt(proposal=proposal, by=authority, words="It is outside the review.")
    assert not fresh(proposal).is_held
    actions.place_hold(proposal=proposal, by=by, kind="other", words="Costs are awaited.")
    actions.exempt(proposal=fresh(proposal), by=authority, words="It is still outside the review.")
    assert fresh(proposal).hold_reason == "Costs are awaited."
