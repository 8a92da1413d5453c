"""Who is told of a move, as which role, and that it is queued with the move (design §3; domain §2.2 notices)."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.models import Affiliation, Cover, User
from audit import clock
from jobs.models import Job
from notifications.consequences import GROUPS
from notifications.models import Delivery, Message
from notifications.recipients import AUDIENCES, recipients
from proposals import actions
from proposals.models import Proposal
from proposals.ports import consequences
from tests import factories as make

pytestmark = pytest.mark.django_db


def told(audience, proposal):
    return {r.user: r.because for r in recipients(audience, proposal)}


def test_every_audience_is_a_consequence_and_named_in_words():
    assert (
        set(GROUPS) == set(AUDIENCES) == {key.removeprefix("tell_") for key in consequences if key.startswith("tell_")}
    )
    assert len(AUDIENCES) == 8


def test_the_proposer_their_representative_and_the_lead_analyst_are_told_as_such():
    by, stand_in = make.analyst(), make.UserFactory()
    proposal = make.draft_proposal(by=by, representative=stand_in)
    assert told("proposer", proposal) == {
        proposal.proposer: "Proposer",
        stand_in: "the Proposer’s representative",
        by: "Lead Analyst",
    }


def test_notices_to_parties_reach_everybody_who_speaks_for_one_and_no_contributor():
    proposal = make.draft_proposal()
    speaker, other = make.party(), make.party(category="small_supplier")
    make.party(kind=Affiliation.Kind.CONTRIBUTOR)
    make.party(category="consumer_body", is_party=False)
    make.UserFactory()
    assert set(told("parties", proposal)) == {speaker, other, proposal.proposer, proposal.lead_analyst}


def test_the_panel_and_the_sub_committees_are_told_apart():
    proposal = make.draft_proposal()
    panel = make.member(make.CommitteeFactory())
    bodies = {
        code: make.member(make.CommitteeFactory(code=code, short_name=code))
        for code in ("csc", "ssc", "tabasc", "opsg")
    }
    assert set(told("panel", proposal)) == {panel}
    assert set(told("followers", proposal)) == {bodies["csc"], bodies["ssc"], bodies["tabasc"]}


def test_somebody_named_twice_is_told_once():
    speaker = make.party()
    proposal = make.draft_proposal(proposer=speaker)
    assert told("parties", proposal)[speaker] == "Proposer"
    assert len(recipients("parties", proposal)) == len(told("parties", proposal))


def test_who_is_away_is_stood_in_for():
    proposal, cover = make.draft_proposal(), make.UserFactory()
    today = clock.today()
    Cover.objects.create(user=proposal.proposer, covered_by=cover, starts=today, ends=today)
    assert told("proposer", proposal)[cover] == f"cover for {proposal.proposer}"
    assert proposal.proposer not in told("proposer", proposal)
    with clock.set_to(clock.now() + timedelta(days=1)):
        assert proposal.proposer in told("proposer", proposal)


def test_nobody_whose_account_is_closed_is_told():
    proposal = make.draft_proposal()
    User.objects.filter(pk=proposal.proposer_id).update(is_active=False)
    proposal = type(proposal).objects.get(pk=proposal.pk)
    assert set(told("proposer", proposal)) == {proposal.lead_analyst}


@pytest.mark.parametrize("classification, hears", [("white", True), ("green", True), ("amber", False), ("red", False)])
def test_nobody_is_told_of_what_they_may_not_read(classification, hears):
    by = make.analyst()
    proposal = make.draft_proposal(by=by)
    speaker = make.party()
    proposal = make.classed(proposal, by, classification)
    assert (speaker in told("parties", proposal)) is hears


@pytest.mark.parametrize("classification", ["white", "green", "amber", "red"])
@pytest.mark.parametrize("raised", [True, False])
def test_what_is_public_is_what_a_stranger_reads(classification, raised):
    proposal = make.draft_proposal() if raised else make.submission()
    Proposal.objects.filter(pk=proposal.pk).update(classification=classification)
    proposal = Proposal.objects.get(pk=proposal.pk)
    assert proposal.is_public is Proposal.objects.visible_to(AnonymousUser()).filter(pk=proposal.pk).exists()
    assert proposal.is_public is (raised and classification == "white")


@pytest.mark.parametrize("speakers", [1, 30])
def test_telling_thirty_parties_of_a_public_move_asks_no_more_than_telling_one(speakers, django_assert_num_queries):
    proposal = make.draft_proposal()
    for _ in range(speakers):
        make.party()
    with django_assert_num_queries(4):  # who is away, the Proposer, the Lead Analyst, the speakers
        assert len(recipients("parties", proposal)) == speakers + 2


def test_a_move_queues_one_message_per_audience_with_a_copy_each():
    by = make.analyst()
    proposal = make.draft_proposal(by=by)
    follower = make.member(make.CommitteeFactory(code="csc", short_name="CSC"))
    actions.revise_problem_statement(proposal=proposal, by=by, texts=make.STATEMENT)
    before = set(Message.objects.values_list("pk", flat=True))
    actions.withdraw(proposal=proposal, by=by, words="No longer wanted.")
    [message] = Message.objects.exclude(pk__in=before)
    assert (message.audience, message.move.key) == ("parties", "withdraw")
    assert set(message.deliveries.values_list("user", flat=True)) == {proposal.proposer_id, by.pk}
    assert follower.pk not in set(message.deliveries.values_list("user", flat=True))
    assert Job.objects.filter(kind="send_notices", payload={"message_ids": [message.pk]}).count() == 1


def test_a_message_names_the_proposal_the_step_the_words_and_where_to_read_on():
    by = make.analyst()
    make.fast_tracked(by=by, title="Correction to G3.20")
    message = Message.objects.get(move__key="approve_fast_track")
    proposal, window = message.proposal, message.proposal.windows.get()
    assert message.subject == f"{proposal.reference} Approved by the Panel as Fast-Track – Correction to G3.20"
    for part in (
        "A correction, not a material change.",
        f"{clock.london_date(window.closes_at):%A %-d %B %Y} at 17:00",
        f"/modifications/{proposal.slug}/",
    ):
        assert part in message.body


def test_foresight_counts_exactly_those_who_are_then_told():
    by = make.analyst()
    proposal = make.ready_for_fast_track(by=by)
    for _ in range(3):
        make.party()
    [sentence] = consequences["tell_parties"].foresee(proposal, clock.today())
    actions.approve_fast_track(proposal=proposal, by=by, words="Agreed.")
    count = Delivery.objects.filter(message__move__key="approve_fast_track").count()
    assert sentence.startswith(f"{count} people are told")
    assert count == 5
    [sentence] = consequences["tell_parties"].foresee(proposal, clock.today() - timedelta(days=1))
    assert sentence.startswith("Nobody is told")


def test_a_copy_is_its_recipients_and_a_message_is_read_by_whoever_got_one():
    by, stranger = make.analyst(), make.party()
    make.draft_proposal(by=by)
    message = Message.objects.get(audience="proposer")
    proposer = message.proposal.proposer
    assert Delivery.objects.visible_to(proposer).get().user == proposer
    assert not Delivery.objects.visible_to(stranger).exists()
    assert set(Message.objects.visible_to(proposer)) == {message}
    assert not Message.objects.visible_to(stranger).exists()
    assert set(Message.objects.visible_to(by)) == set(Message.objects.all())
