"""The desk: what waits for the reader and since when, what waits for others, and the days that are near."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Cover
from audit import clock
from proposals import actions
from tests import factories as make
from tests.proposals.states import IN_STATE, consulted_and_over, fresh, pending, recommended

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _monday():
    with clock.set_to(MONDAY):
        yield


def at(client, user):
    client.force_login(user)
    page = client.get("/desk/")
    assert page.status_code == 200
    return page.context


def said(rows) -> list[tuple]:
    return [(row["task"].proposal.reference, row["task"].act, row["task"].due, row["late"]) for row in rows]


def test_nobody_has_a_desk_who_is_not_signed_in(client):
    assert client.get("/desk/").status_code == 302


def test_the_critical_friend_has_five_working_days(client):
    """Received on Monday 23 February: answered by Monday 2 March (domain §2.2 row 2)."""
    by = make.analyst()
    with clock.set_to(MONDAY - timedelta(days=7)):
        proposal = make.submission()
    context = at(client, by)
    assert said(context["due"]) == [(proposal.reference, "Send critical-friend comments", date(2026, 3, 2), 0)]
    with clock.set_to(MONDAY + timedelta(days=1)):
        assert said(at(client, by)["due"]) == [
            (proposal.reference, "Send critical-friend comments", date(2026, 3, 2), 1)
        ]
    actions.review_submission(proposal=proposal, by=by, words="Which clause do you mean?")
    context = at(client, by)
    assert context["due"] == context["mine"] == []
    (row,) = context["others"]
    assert "has SECAS’s comments" in row["task"].words
    proposers = at(client, proposal.proposer)
    assert [row["task"].act for row in proposers["mine"]] == ["Send it again"]


def test_what_has_come_due_is_the_lead_analysts(client):
    by = make.analyst()
    ready, over = pending(by), consulted_and_over(by, "3")
    others = make.analyst()
    due = at(client, by)["due"]
    assert {row["task"].proposal.pk: row["task"].act for row in due} == {
        ready.pk: "Record implementation",
        over.pk: "Close the consultation and go to the Change Board",
    }
    assert at(client, others)["due"] == []


def test_a_proposal_is_readied_by_the_papers_day_of_the_next_meeting(client):
    """Papers for the meeting of Friday 13 March are due five working days before: Friday 6 March."""
    by = make.analyst()
    csc = make.CommitteeFactory(code="csc", short_name="CSC")
    make.MeetingFactory(committee=csc, date=date(2026, 3, 13))
    bare, ready = make.draft_proposal(by=by), IN_STATE["development"](by)
    context = at(client, by)
    (mine,), (other,) = context["mine"], context["others"]
    assert (mine["task"].proposal.pk, mine["task"].due) == (bare.pk, date(2026, 3, 6))
    assert mine["task"].words.startswith("2 things missing: record that the Change Sub-Committee agreed")
    assert other["task"].proposal.pk == ready.pk
    assert [(d.meeting.committee.code, d.due, d.days_left) for d in context["papers_days"]] == [
        ("csc", date(2026, 3, 6), 4)
    ]


def test_whoever_stands_in_has_the_work_and_reads_for_whom(client):
    away, stand_in = make.analyst(name="Ann Lee"), make.analyst()
    proposal = pending(away)
    assert at(client, stand_in)["due"] == []
    today = date(2026, 3, 2)
    Cover.objects.create(user=away, covered_by=stand_in, starts=today, ends=today)
    (row,) = at(client, stand_in)["due"]
    assert (row["task"].proposal.pk, row["task"].note) == (proposal.pk, "for Ann Lee, who is away")


def test_a_deputy_has_the_work_too(client):
    lead, deputy = make.analyst(), make.analyst()
    proposal = pending(lead)
    actions.save_details(proposal=fresh(proposal), by=lead, deputy=deputy)
    assert [row["task"].proposal.pk for row in at(client, deputy)["due"]] == [proposal.pk]


def test_the_authority_decides_within_its_days(client):
    """Before it since Monday 2 March: 25 working days end on Wednesday 8 April, after Good Friday and Easter Monday."""
    by, authority = make.analyst(), make.authority()
    proposal = recommended(by)
    (row,) = at(client, authority)["mine"]
    assert (row["task"].proposal.pk, row["task"].due) == (proposal.pk, date(2026, 4, 8))
    (waits,) = at(client, by)["others"]
    assert waits["task"].due == date(2026, 4, 8)


def test_a_party_sees_the_windows_that_close_within_the_week_and_may_object(client):
    by = make.analyst()
    with clock.set_to(MONDAY - timedelta(days=18)):
        near = make.fast_tracked(by=by)
    make.fast_tracked(by=by)
    party, stranger = make.party(), make.UserFactory()
    (closing,) = at(client, party)["closing"]
    assert (closing.window.proposal_id, closing.on) == (near.pk, date(2026, 3, 5))
    assert closing.url == f"/modifications/{near.reference}/moves/object/"
    (read_only,) = at(client, stranger)["closing"]
    assert read_only.url == ""


def test_a_member_owes_the_views_that_their_body_was_asked_for(client):
    by, ssc = make.analyst(), make.CommitteeFactory(code="ssc", name="SSC", short_name="SSC")
    member = make.member(ssc)
    proposal = make.draft_proposal(by=by)
    due = date(2026, 3, 4)
    with clock.set_to(MONDAY):
        make.asked(proposal, by, ssc, due_on=due)
    assert said(at(client, member)["mine"]) == [(proposal.reference, "Give your position", due, 0)]
    chair = make.holds(ssc, make.UserFactory())
    assert said(at(client, chair)["mine"]) == [(proposal.reference, "Record the view", due, 0)]
    assert at(client, make.member(make.CommitteeFactory()))["mine"] == []


def test_it_costs_the_same_with_three_and_with_thirty(client):
    by = make.analyst()
    client.force_login(by)
    costs = []
    for number in (3, 27):
        for _ in range(number):
            make.draft_proposal(by=by)
        with CaptureQueriesContext(connection) as queries:
            client.get("/desk/")
        costs.append(len(queries))
    assert costs == [27, 27]
