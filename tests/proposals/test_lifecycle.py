"""Every state with every step, and every role with every step, against what was written by hand."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from accounts.models import Affiliation, Category, Cover, User
from audit import clock
from audit.acts import NotAllowed, Refused
from bodies.models import Committee
from proposals import actions, lifecycle
from proposals.models import Move, Proposal
from proposals.states import State
from tests import factories as make
from tests.proposals import lifecycle_table as table
from tests.proposals.states import IN_STATE, attempt, everything, fresh, granted, make_way
from tests.proposals.walk.written import contents

pytestmark = pytest.mark.django_db


def undone(function):
    """What ``function`` answers, with all that it wrote undone."""
    with transaction.atomic():
        answer = function()
        transaction.set_rollback(True)
    return answer


def test_the_hand_written_table_has_every_state_and_every_step():
    assert set(table.ALLOWED) == set(State) == set(IN_STATE)
    assert set(table.WHO_MAY) == set(actions.ACTS)
    assert len(State) * len(actions.ACTS) == 19 * 46 == 874
    assert len(table.WHO_MAY) * len(table.ROLES) == 46 * 28 == 1288


def test_the_systems_own_table_says_the_same():
    """The withdrawal notice of a Draft Proposal is complete at once, so the table's word for it is the notice."""
    said = {state: {row.key for row in lifecycle.moves_from(state)} for state in State}
    assert said == {state: set(steps) for state, steps in table.ALLOWED.items()}


@pytest.mark.parametrize("state", State)
def test_every_step_from_each_state(state):
    by, party = make.analyst(), make.party()
    proposal = IN_STATE[state](by)
    assert proposal.state == state
    walked, before = 0, everything()
    for key in actions.ACTS:
        if key in table.ALLOWED[state]:
            to = table.ALLOWED[state][key]
            assert undone(lambda key=key: _taken(key, proposal, by, party)) == (state if to == table.SAME else to), key
        elif (state, key) in table.WRITTEN_DOWN:
            assert undone(lambda key=key: _written_down(key, proposal, by, party)) == state, key
        else:
            _refused(key, proposal, by, party, before)
        walked += 1
    assert walked == 46


def _taken(key, proposal, by, party):
    proposal = make_way(key, proposal, by)
    before = Move.objects.count()
    attempt(key, proposal, by, organisation=party.organisations[0], adopter=party, lead_analyst=by)
    assert Move.objects.count() > before
    return fresh(proposal).state


def _written_down(key, proposal, by, party):
    before = Move.objects.count()
    attempt(key, proposal, by, organisation=party.organisations[0])
    assert Move.objects.count() == before
    return fresh(proposal).state


def _refused(key, proposal, by, party, before):
    expected = Refused if key in ("object", "appeal", "adopt") else actions.TooLate
    with pytest.raises(expected) as refused:
        attempt(key, proposal, by, organisation=party.organisations[0], adopter=party, lead_analyst=by)
    assert len(refused.value.sentence) > 20
    assert everything() == before, key


def people(proposal) -> dict:
    """One person in each role towards ``proposal``."""
    csc = make.CommitteeFactory(code="csc", short_name="CSC")
    board = make.CommitteeFactory(code="change-board", short_name="Change Board")
    panel = make.CommitteeFactory()
    return {
        **_of_secas(proposal),
        "authority": make.authority(),
        "proposer": proposal.proposer,
        "representative": proposal.representative,
        "colleague of the proposer": _acting_for(proposal.proposer_organisation, Affiliation.Kind.SUBMITTER),
        "contributor of the proposer": _acting_for(proposal.proposer_organisation, Affiliation.Kind.CONTRIBUTOR),
        "large supplier": make.party(Category.LARGE_SUPPLIER),
        "small supplier": make.party(Category.SMALL_SUPPLIER),
        "electricity network": make.party(Category.ELECTRICITY_NETWORK),
        "gas network": make.party(Category.GAS_NETWORK),
        "other SEC Party": make.party(Category.OTHER_SEC_PARTY),
        "contributor": make.party(kind=Affiliation.Kind.CONTRIBUTOR),
        "the DCC": make.party(Category.DCC, is_party=False),
        "consumer body": make.party(Category.CONSUMER_BODY, is_party=False),
        "manufacturer": make.party(Category.MANUFACTURER, is_party=False),
        "committee member": make.member(make.CommitteeFactory(code="ssc", short_name="SSC")),
        "CSC member": make.member(csc),
        "Change Board member": make.member(board),
        "Panel member": make.member(panel),
        "analyst until yesterday": _until_yesterday(make.analyst().role_grants),
        "submitter until yesterday": _until_yesterday(make.party().affiliations),
        "Panel member until yesterday": _until_yesterday(make.member(panel).memberships),
        "stranger": make.UserFactory(),
        "anonymous": AnonymousUser(),
    }


def _of_secas(proposal) -> dict:
    """The Lead Analyst is away today, and somebody covers for them."""
    lead, deputy, cover = proposal.lead_analyst or make.analyst(), make.analyst(), make.analyst()
    Proposal.objects.filter(pk=proposal.pk).update(lead_analyst=lead, deputy=deputy)
    today = clock.today()
    Cover.objects.create(user=lead, covered_by=cover, starts=today, ends=today)
    return {
        "analyst": make.analyst(),
        "Lead Analyst": lead,
        "deputy": deputy,
        "cover": cover,
        "administrator": make.administrator(),
    }


def _acting_for(company, kind):
    user = make.UserFactory()
    Affiliation.objects.create(user=user, organisation=company, kind=kind, starts=make.LONG_AGO)
    return user


def _until_yesterday(periods):
    periods.update(ends=clock.today() - timedelta(days=1))
    return User.objects.get(pk=periods.instance.pk)


@pytest.mark.parametrize("key", table.WHO_MAY)
def test_each_step_is_taken_by_those_it_belongs_to_and_by_nobody_else(key):
    state, may = table.WHO_MAY[key]
    by = make.analyst()
    proposal = make_way(key, IN_STATE[state](by, representative=make.UserFactory()), by)
    roles = people(proposal)
    assert tuple(roles) == table.ROLES
    others, before = (make.party(), make.OrganisationFactory()), contents()
    tried = {
        role: undone(lambda user=user: _may(key, proposal, user, by, others, before)) for role, user in roles.items()
    }
    assert {role for role, done in tried.items() if done} == may


def _may(key, proposal, user, analyst, others, before) -> bool:
    """Whether they can. ``others``: whom SECAS may record it for, and the organisation of those who act for none."""
    adopter, company = others
    recorded_for = adopter if key == "adopt" and getattr(user, "is_analyst", False) else None
    organisations = getattr(recorded_for or user, "organisations", None) or [company]
    panel = Committee.objects.get(code="panel")
    for_panel = panel if panel.pk in getattr(user, "committee_ids", ()) else None
    moves = Move.objects.count()
    lodged = {"organisation": organisations[0], "committee": for_panel, "adopter": recorded_for}
    try:
        attempt(key, proposal, user, lead_analyst=analyst, **lodged)
    except Refused as refusal:
        assert contents() == before
        if isinstance(refusal, NotAllowed) or (key, refusal.field) == ("adopt", "adopter"):  # who withdrew it
            return False
        raise
    return Move.objects.count() > moves


def _enter(key: str, user, subject):
    """The entry ``key`` by ``user``, for the organisation they act for or, where SECAS enters it, the subject’s."""
    for_another = getattr(user, "is_analyst", False) or key != "submit"
    who = subject.proposer if for_another else user
    company = next(iter(getattr(who, "organisations", ())), None) or subject.proposer_organisation
    own = {"by": user, "title": "A matter", "proposer": who, "proposer_organisation": company}
    if key == "submit":
        return actions.submit_problem_statement(**own, issue="One clause did not follow.")
    if key == "raise_authority_led":
        more = {"issue": "The review asks for it.", "words": "Raise it.", "lead_analyst": subject.lead_analyst}
        return actions.raise_authority_led(**own, **more)
    return actions.enter_legacy(**own, number=900, summary="Of old.", on=make.LONG_AGO, sec_version="5.0")


@pytest.mark.parametrize("key", table.ENTERED_BY)
def test_a_proposal_enters_the_register_by_those_it_belongs_to_and_by_nobody_else(key):
    """A representative acts for a Proposer, and raises nothing themselves unless they act for somebody."""
    assert set(table.ENTERED_BY) == set(lifecycle.ENTRIES) - {"split_from"}  # which comes with the split: row 23
    subject = make.draft_proposal(representative=make.UserFactory())
    roles, before = people(subject), contents()
    tried = {role: undone(lambda user=user: _enters(key, user, subject, before)) for role, user in roles.items()}
    assert {role for role, done in tried.items() if done} == table.ENTERED_BY[key]


def _enters(key, user, subject, before) -> bool:
    raised = Proposal.objects.count()
    try:
        _enter(key, user, subject)
    except Refused:
        assert contents() == before
        return False
    return Proposal.objects.count() == raised + 1


@pytest.mark.parametrize("key", sorted(set(lifecycle.MOVES) - set(actions.ACTS)))
def test_what_only_time_brings_nobody_can_do(key):
    proposal = make.draft_proposal()
    roles = people(proposal)
    who = lifecycle.MOVES[key].who
    assert lifecycle.MOVES[key].by_time
    assert [role for role, user in roles.items() if user and who.test(user, proposal)] == []


def test_a_submitter_objects_for_their_own_organisation_only():
    proposal, speaker, other = make.fast_tracked(), make.party(), make.OrganisationFactory()
    before = everything()
    with pytest.raises(Refused) as refused:
        attempt("object", proposal, speaker, organisation=other)
    assert refused.value.field == "organisation"
    assert everything() == before
    attempt("object", proposal, speaker, organisation=speaker.organisations[0])
    assert fresh(proposal).state == State.FT_HALTED


def test_a_fast_track_proposal_never_goes_into_refinement_but_through_an_objection():
    by = make.analyst()
    proposal = make.fast_tracked(by=by)
    with pytest.raises(actions.TooLate):
        actions.convert_to_refinement(proposal=proposal, by=by, words="No.")
    with pytest.raises(actions.TooLate):
        actions.refine_after_objection(proposal=proposal, by=by, words="No.")
    into = [row.key for row in lifecycle.MOVES.values() if row.to == State.REFINEMENT]
    elsewhere = ["change_board_returns", "panel_returns_report", "rework_in_refinement"]
    assert sorted(into) == sorted(["convert_to_refinement", "refine_after_objection", *elsewhere])


MISSING = [
    # a step, the state it is tried in, what is taken away first, a word of the sentence
    ("raise", State.SUBMITTED, "lead analyst", "Lead Analyst"),
    ("csc_agrees", State.DEVELOPMENT, "statement", "worked over"),
    ("csc_agrees", State.DEVELOPMENT, "references", "part of the SEC"),
    ("approve_fast_track", State.CSC_AGREED, "solution", "solution"),
    ("approve_fast_track", State.CSC_AGREED, "legal text", "legal text"),
    ("convert_as_urgent", State.DEVELOPMENT, "urgency", "Urgency has not been asked for"),
    ("implement", State.PENDING_IMPLEMENTATION, "date", "date"),
]


@pytest.mark.parametrize("key, state, missing, word", MISSING, ids=[f"{m[0]}: {m[2]}" for m in MISSING])
def test_a_step_waits_for_what_it_needs_and_says_what_is_missing(key, state, missing, word):
    by = make.analyst()
    proposal = _without(missing, state, by)
    before = everything()
    with pytest.raises(Refused, match=word):
        attempt(key, proposal, by, lead_analyst=None if missing == "lead analyst" else by)
    assert everything() == before


def _without(missing, state, by):
    if missing == "statement":
        return make.draft_proposal(by=by)
    proposal = IN_STATE[state](by)
    if missing == "references":
        actions.save_sec_references(proposal=proposal, by=by, references=[])
    if missing == "solution":
        actions.save_solution(proposal=proposal, by=by, text="")
    if missing == "legal text":
        from legaltext.models import Edit

        Edit.objects.all().delete()
    if missing == "date":
        consent = {"reason": "Not yet known.", "consent_words": "Agreed.", "consent_on": clock.today()}
        actions.plan_implementation(proposal=proposal, by=by, planned_on=None, **consent)
    return fresh(proposal)


def test_an_urgent_proposal_is_not_fast_tracked():
    by = make.analyst()
    proposal = make.ready_for_fast_track(by=by)
    granted(proposal, by)
    with pytest.raises(Refused, match="urgent"):
        attempt("approve_fast_track", proposal, by)
    assert fresh(proposal).state == State.CSC_AGREED


def test_what_is_open_may_be_accepted_with_a_reason_that_stands_in_the_decision():
    by = make.analyst()
    proposal = IN_STATE[State.DEVELOPMENT](by)
    opsg = make.CommitteeFactory(code="opsg", short_name="OPSG")
    due_on = clock.today() + timedelta(days=7)
    make.asked(proposal, by, opsg, due_on=due_on)
    with pytest.raises(Refused) as refused:
        actions.record_csc_agreement(proposal=proposal, by=by, words="Agreed.")
    assert refused.value.field == "accepted"
    actions.record_csc_agreement(proposal=proposal, by=by, words="Agreed.", accepted="It answers next month.")
    words = proposal.moves.last().words
    assert f"The OPSG has not yet answered, due on {due_on:%-d %B %Y}." in words
    assert "It answers next month." in words


def test_an_act_of_somebody_else_that_was_faster_is_named():
    """Two analysts have the same page open; the second presses the button after the first."""
    by = make.analyst()
    proposal = make.ready_for_fast_track(by=by)
    actions.convert_to_refinement(proposal=proposal, by=make.analyst(), words="To Refinement.")
    with pytest.raises(actions.TooLate) as late:
        actions.approve_fast_track(proposal=proposal, by=by, words="Fast.")
    assert proposal.reference.removeprefix("DP") in late.value.sentence
    assert "In Refinement" in late.value.sentence
