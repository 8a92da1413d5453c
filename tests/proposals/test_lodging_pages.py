"""Objecting, appealing and adopting on their pages: who may, until when, the second look, the receipt and its readers."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Affiliation, Category
from audit import clock
from proposals import actions
from proposals.models import Adoption, Appeal, Objection, Window
from proposals.receipts import receipt_of
from proposals.states import State
from tests import factories as make
from tests.proposals.states import fresh, noticed, object_to, self_governed

pytestmark = pytest.mark.django_db

REASON = "It changes what we arrange.\n\n- one\n- two"
OPENED = datetime(2026, 3, 9, 11, tzinfo=UTC)  # 15 working days end on Monday 30 March, in summer time


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(proposal, key: str) -> str:
    return reverse("proposals:move", args=[fresh(proposal).slug, key])


def page_of(client: Client, where: str, status: int = 200) -> str:
    answer = client.get(where)
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


@pytest.fixture
def by():
    return make.analyst()


@pytest.fixture
def fast(by):
    return make.fast_tracked(by=by)


def test_the_page_says_what_is_decided_and_until_when(fast):
    with clock.set_to(OPENED):
        fast = make.fast_tracked()
    with clock.set_to(OPENED + timedelta(days=16)):  # Wednesday 25 March: 26, 27 and 30 are left
        page = page_of(signed_in(make.party()), address(fast, "object"))
    assert "Approved by the Panel as Fast-Track on Monday 9 March 2026" in page
    assert "A correction, not a material change." in page
    assert "Objections close <strong>Monday 30 March 2026 at 17:00</strong>" in page
    assert "3 working days left" in page


def lodge(client, where: str, sent: dict, step: str):
    return client.post(where, {**sent, "step": step})


WAYS = {
    "object": (lambda by: make.fast_tracked(by=by), Objection, {"reason": REASON}, State.FT_HALTED),
    "appeal": (self_governed, Appeal, {"reason": REASON, "ground": "prejudice"}, State.AUTHORITY_DECISION),
    "adopt": (noticed, Adoption, {"words": REASON}, State.REFINEMENT),
}


@pytest.mark.parametrize("key", WAYS)
def test_it_is_asked_twice_then_lodged_once_and_answered_with_a_receipt(by, key):
    begin, model, sent, state = WAYS[key]
    proposal, party = begin(by), make.party()
    client, where = signed_in(party), address(proposal, key)
    sent = sent | {"organisation": party.organisations[0].pk}
    again = lodge(client, where, sent, "review")
    assert again.status_code == 200
    assert not model.objects.exists()
    answer = lodge(client, where, sent, "do")
    lodged = model.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, receipt_of(lodged).address)
    assert (lodged.reason, fresh(proposal).state) == (REASON, state)
    page = page_of(client, answer["Location"])
    for words in (receipt_of(lodged).reference, receipt_of(lodged).received, party.name, party.organisations[0].name):
        assert words in page
    assert "It changes what we arrange.</p> <p>- one<br>- two</p>" in page


def test_received_to_the_second_by_londons_clock():
    with clock.set_to(OPENED):
        proposal = make.fast_tracked()
    with clock.set_to(datetime(2026, 3, 30, 15, 59, 59, 999999, tzinfo=UTC)):
        objection = object_to(proposal)
    assert receipt_of(objection).received == "Monday 30 March 2026 at 16:59:59 BST"


def test_a_form_with_something_missing_comes_back_with_it(fast):
    party = make.party()
    answer = lodge(signed_in(party), address(fast, "object"), {"organisation": party.organisations[0].pk}, "review")
    assert answer.status_code == 422
    assert answer.context["form"].errors == {"reason": ["Give the reason for the objection."]}


def test_who_is_not_entitled_reads_why_and_who_is(fast):
    company = make.party(Category.GAS_NETWORK, name="Wolds Gas", short_name="Wolds")
    colleague = make.UserFactory(name="Una Writer")
    Affiliation.objects.create(
        user=colleague, organisation=company.organisations[0], kind="contributor", starts=make.LONG_AGO
    )
    where = address(fast, "object")
    page_of(signed_in(company), where)
    page = page_of(signed_in(colleague), where, 403)
    assert "This step is for any Party to take." in page
    assert "You are signed in as Una Writer" in page
    assert f"You contribute for Wolds, but are not authorised to speak for it. {company.name} may." in page
    assert "You act for no organisation in this register." in page_of(signed_in(make.UserFactory()), where, 403)
    citizens = make.party(Category.CONSUMER_BODY, is_party=False, name="Advice", short_name="Advice")
    assert "Advice (Consumer body) is not among those" in page_of(signed_in(citizens), where, 403).replace(
        Category.CONSUMER_BODY.label, "Consumer body"
    )
    assert Client().get(where).status_code == 302


def test_a_consumer_body_and_a_member_of_the_panel_may_appeal(by):
    proposal = self_governed(by)
    panel = make.CommitteeFactory()
    citizens, member = make.party(Category.CONSUMER_BODY, is_party=False), make.member(panel)
    where = address(proposal, "appeal")
    page_of(signed_in(citizens), where)
    page_of(signed_in(member), where)
    page_of(signed_in(make.UserFactory()), where, 403)
    sent = {"for_panel": "on", "ground": "path", "reason": REASON}
    answer = lodge(signed_in(member), where, sent, "do")
    assert answer["Location"] == receipt_of(Appeal.objects.get()).address
    assert Appeal.objects.get().committee == panel
    assert page_of(signed_in(make.member(panel)), answer["Location"])
    page_of(signed_in(citizens), answer["Location"], 404)


def test_whoever_withdrew_it_is_not_offered_its_adoption(by):
    proposal = noticed(by)
    where = address(proposal, "adopt")
    page = page_of(signed_in(proposal.proposer), where, 403)
    assert f"{proposal.proposer_organisation} withdrew this proposal, so it cannot adopt it." in page
    page_of(signed_in(make.party()), where)


@pytest.mark.parametrize("key", WAYS)
def test_too_late_says_when_it_closed_and_when_this_reached_the_server(by, key):
    begin, model, sent, _ = WAYS[key]
    proposal, party = begin(by), make.party()
    kind = {"object": "objection", "appeal": "appeal", "adopt": "adoption"}[key]
    closes = Window.objects.get(proposal=proposal, kind=kind).closes_at
    client = signed_in(party)
    # Signing in by the clock of the test: sessions keep to the real one, so only the rule's clock is moved.
    sent = sent | {"organisation": party.organisations[0].pk}
    for settled in (False, True):
        with clock.set_to(closes + timedelta(seconds=1)):
            answer = lodge(client, address(proposal, key), sent, "do")
            page = " ".join(answer.content.decode().split())
        assert answer.status_code == 409
        london = closes.astimezone(clock.LONDON)
        assert f"closed on {london:%A %-d %B %Y} at 17:00" in page
        assert f"{london:%A %-d %B %Y} at 17:00:00 {london:%Z}" in page
        assert f"{london:%A %-d %B %Y} at 17:00:01 {london:%Z}" in page
        assert "It changes what we arrange." in page
        if not settled:
            with clock.set_to(closes + timedelta(hours=1)):
                actions.settle_windows(proposal=proposal)
    assert not model.objects.exists()


@pytest.fixture(autouse=True)
def clock_of_the_server(monkeypatch):
    """The middleware stamps a request with what the test's clock says."""
    monkeypatch.setattr(clock, "now", lambda: clock._frozen.get() or datetime.now(UTC))


def test_a_further_party_is_heard_on_the_same_page_while_the_window_would_run(fast):
    first, second = make.party(), make.party("small_supplier")
    object_to(fast, by=first)
    client, where = signed_in(second), address(fast, "object")
    overview = page_of(client, fresh(fast).get_absolute_url())
    assert f'<a href="{where}">Object too</a>' in overview
    sent = {"organisation": second.organisations[0].pk, "reason": REASON}
    again = lodge(client, where, sent, "review").content.decode()
    assert "yours is kept beside the first" in again
    answer = lodge(client, where, sent, "do")
    assert answer["Location"] == receipt_of(Objection.objects.latest("pk")).address
    assert Objection.objects.count() == 2
    assert "Object too" not in page_of(client, fresh(fast).get_absolute_url())


def test_only_whoever_lodged_it_secas_and_the_authority_may_open_the_receipt(by, fast):
    party, other = make.party(), make.party()
    colleague = make.UserFactory()
    Affiliation.objects.create(
        user=colleague, organisation=party.organisations[0], kind="contributor", starts=make.LONG_AGO
    )
    where = receipt_of(object_to(fast, by=party)).address
    for reader in (party, colleague, by, make.authority()):
        page_of(signed_in(reader), where)
    for stranger in (other, make.UserFactory(), make.administrator(), make.member(make.CommitteeFactory())):
        page_of(signed_in(stranger), where, 404)
    assert Client().get(where).status_code == 302
    objection = Objection.objects.get()
    for wrong in (f"APP-{objection.pk}", f"OBJ-{objection.pk + 1}", "OBJ-", "XXX-1", f"OBJ-{'9' * 30}"):
        page_of(signed_in(by), where.replace(f"OBJ-{objection.pk}", wrong), 404)
    elsewhere = reverse("proposals:receipt", args=[make.draft_proposal(by=by).slug, f"OBJ-{objection.pk}"])
    page_of(signed_in(by), elsewhere, 404)


def test_of_a_proposal_that_is_no_longer_theirs_to_read_the_receipt_is_not_either(by, fast):
    party = make.party()
    where = receipt_of(object_to(fast, by=party)).address
    page_of(signed_in(party), where)
    ssc = make.CommitteeFactory(code="ssc")
    actions.save_details(proposal=fast, by=by, classification="amber", on_behalf_of=ssc)
    page_of(signed_in(party), where, 404)
    page_of(signed_in(by), where)


def test_secas_lodges_what_came_by_letter_for_a_party(by, fast):
    company = make.OrganisationFactory()
    sent = {"organisation": company.pk, "reason": REASON, "received_at": ""}
    answer = lodge(signed_in(by), address(fast, "object"), sent, "do")
    assert (Objection.objects.get().organisation, Objection.objects.get().by) == (company, by)
    assert f"{by.name}, " in page_of(signed_in(by), answer["Location"])


# The windows on the overview


def overview(proposal, user=None) -> str:
    return page_of(signed_in(user) if user else Client(), fresh(proposal).get_absolute_url())


def test_the_overview_lists_each_window_with_its_period_and_outcome():
    with clock.set_to(OPENED):
        proposal = make.fast_tracked()
        assert "3 working days left" not in overview(proposal)
        page = overview(proposal)
        assert "15 working days left" in page
        assert "Monday 30 March 2026 at 17:00" in page
    with clock.set_to(datetime(2026, 3, 30, 16, 1, tzinfo=UTC)):
        assert "Closed; its end is about to be written" in overview(proposal)
    with clock.set_to(datetime(2026, 3, 31, 9, tzinfo=UTC)):
        actions.settle_windows(proposal=proposal)
        page = overview(proposal)
    assert 'Ended <span class="note">30 March 2026 at 17:00</span>' in page


def test_names_of_objectors_are_for_those_who_may_read_them(by, fast):
    party = make.party("small_supplier", name="Tidewater Light", short_name="Tidewater")
    objection = object_to(fast, by=party)
    receipt = receipt_of(objection).address
    for reader in (None, make.party()):
        page = overview(fast, reader)
        assert "Objection: Small Supplier," in page
        assert "Tidewater" not in page
        assert receipt not in page
    for reader in (party, by, make.authority()):
        page = overview(fast, reader)
        assert "Objection: Tidewater (Small Supplier)," in page
        assert receipt in page


def test_one_that_was_struck_out_is_marked_with_the_reason(fast):
    objection = object_to(fast)
    assert "<del>" not in overview(fast)
    Objection.objects.filter(pk=objection.pk).update(struck_at=clock.now(), struck_because="Entered twice.")
    page = overview(fast)
    assert "<del>Objection: Large Supplier," in page
    assert "Entered twice." in page


def test_the_public_history_names_no_objector(fast):
    party = make.party(name="Tidewater Light", short_name="Tidewater")
    object_to(fast, by=party)
    history = page_of(Client(), f"{fresh(fast).get_absolute_url()}history/")
    assert "A Party objected (Large Supplier)." in history
    assert "Tidewater Light" not in history


def test_how_much_hangs_on_a_window_costs_nothing(fast, django_assert_num_queries):
    object_to(fast)
    counts = []
    for more in (0, 6):
        for _ in range(more):
            object_to(fast)
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as asked:
            overview(fast)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 7
