"""The rules of the process: changed by an administrator with dates, audited, and read by anybody."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from audit import clock
from audit.acts import NotAllowed, Refused
from audit.models import Event, EventDetail
from proposals import actions
from proposals.actions.reference import change_deciding_body, change_rule
from proposals.models import DecidingBody, ProcessRule, RuleKey
from proposals.rulebook import deciders, limits
from tests import factories as make
from tests.proposals.states import described, fresh

pytestmark = pytest.mark.django_db

ADMIN = "/admin/proposals/decidingbody/add/"
SOURCE = "A decision of the Panel"


@pytest.fixture
def panel():
    return make.CommitteeFactory()


@pytest.fixture
def csc():
    return make.CommitteeFactory(code="csc", name="Change Sub-Committee", short_name="CSC", prefix="CSC")


def change(by, committee, **fields):
    given = {"move_key": "csc_agrees", "starts": clock.today(), "source": SOURCE} | fields
    return change_deciding_body(by=by, committee=committee, **given)


def test_a_deciding_body_changes_from_a_day_on_and_is_recorded(panel, csc):
    by = make.administrator()
    first = change(by, panel, starts=date(2018, 1, 1), delegation="for the CSC")
    second = change(by, csc, starts=date(2019, 6, 1))
    first.refresh_from_db()
    assert (first.ends, second.ends) == (date(2019, 5, 31), None)
    event = Event.objects.filter(action="deciding_body_changed").latest("sequence")
    body = EventDetail.objects.get(sequence=event.sequence).body
    assert body["sentence"] == (
        "Problem agreed by the Change Sub-Committee: decided by the CSC from 1 June 2019. A decision of the Panel"
    )
    assert (body["before"], body["after"], event.effective_on) == (
        {"committee": "SEC Panel"},
        {"committee": "Change Sub-Committee"},
        date(2019, 6, 1),
    )


def test_decisions_follow_the_rule_of_their_day(panel, csc):
    by, secas = make.administrator(), make.analyst()
    change(by, panel, delegation="for the CSC")
    proposal = described(secas)
    actions.record_csc_agreement(proposal=proposal, by=secas, words="Agreed.")
    move = fresh(proposal).moves.last()
    assert (move.body, move.delegation) == (panel, "for the CSC")


@pytest.mark.parametrize(
    "fields, field",
    [({"move_key": "implement"}, "move_key"), ({"move_key": "unknown"}, "move_key"), ({}, "starts")],
)
def test_a_change_that_does_not_fit_is_refused_at_its_field(panel, csc, fields, field):
    by = make.administrator()
    change(by, panel)
    with pytest.raises(Refused) as refused:
        change(by, csc, **fields)
    assert refused.value.field == field
    assert DecidingBody.objects.get().committee == panel


def test_only_an_administrator_changes_them(panel):
    for by in (make.analyst(), make.party(), make.authority()):
        with pytest.raises(NotAllowed):
            change(by, panel)
        with pytest.raises(NotAllowed):
            change_rule(by=by, key=RuleKey.APPEAL_DAYS, value=12, starts=clock.today(), source=SOURCE)
    assert change(make.administrator(), panel).pk


def test_in_the_admin_the_decision_is_chosen_by_its_words(client, panel):
    client.force_login(make.administrator())
    page = client.get(ADMIN).content.decode()
    assert '<option value="csc_agrees">Problem agreed by the Change Sub-Committee</option>' in page
    assert 'value="implement"' not in page
    sent = {"move_key": "csc_agrees", "committee": panel.pk, "delegation": "", "source": SOURCE}
    answer = client.post(ADMIN, {**sent, "starts": "2026-01-01"})
    assert answer.status_code == 302
    assert DecidingBody.objects.get().starts == date(2026, 1, 1)
    assert Event.objects.filter(action="deciding_body_changed").count() == 1
    again = client.post(ADMIN, {**sent, "starts": "2025-01-01"})
    assert "begin after it" in again.content.decode()
    assert "Problem agreed by the Change Sub-Committee" in client.get("/admin/proposals/decidingbody/").content.decode()


@pytest.mark.parametrize("key", RuleKey.values)
def test_in_the_admin_every_limit_can_be_changed_with_dates(client, key):
    client.force_login(make.administrator())
    start = clock.today() + timedelta(days=30)
    sent = {"key": key, "value": 77, "starts": start.isoformat(), "source": SOURCE, "is_verified": "on"}
    assert client.post("/admin/proposals/processrule/add/", sent).status_code == 302
    old, new = ProcessRule.objects.filter(key=key).order_by("starts")
    assert (old.ends, new.value, new.is_verified) == (start - timedelta(days=1), 77, True)
    assert Event.objects.filter(action="rule_changed").count() == 1


def test_an_analyst_does_not_come_to_the_admin(client):
    client.force_login(make.analyst())
    assert client.get(ADMIN).status_code == 302
    client.force_login(make.administrator())
    assert client.get(ADMIN).status_code == 200


def test_anybody_reads_every_rule_with_its_source_and_whether_it_is_verified(client, panel, csc):
    by = make.administrator()
    tomorrow = clock.today() + timedelta(days=1)
    change_rule(by=by, key=RuleKey.APPEAL_DAYS, value=12, starts=tomorrow, source=SOURCE, is_verified=True)
    change(by, panel, delegation="for the CSC")
    page = " ".join(client.get(reverse("proposals:rules")).content.decode().split())
    for label in RuleKey.labels:
        assert label.removesuffix(" (pence a day)") in page
    for words in ("MP087 Modification Report", "Not verified", "Verified", "£600", "SEC Panel, for the CSC", SOURCE):
        assert words in page
    appeal = next(entry for entry in limits() if entry.name == RuleKey.APPEAL_DAYS.label)
    assert (appeal.now.value, appeal.now.is_verified) == ("10", False)
    assert [(p.value, p.when, p.starts) for p in appeal.others] == [("12", "to come", tomorrow)]


def test_who_decides_without_a_rule_is_what_the_lifecycle_says(panel, csc):
    by_name = {entry.name: entry.now.value for entry in deciders()}
    assert by_name["Problem agreed by the Change Sub-Committee"] == "Change Sub-Committee"
    assert by_name["Approved by the Panel as Fast-Track"] == "SEC Panel"
    change(make.administrator(), panel, starts=clock.today() + timedelta(days=1))
    agreed = next(entry for entry in deciders() if entry.name == "Problem agreed by the Change Sub-Committee")
    assert agreed.now.value == "Change Sub-Committee"
    assert [(p.value, p.when) for p in agreed.others] == [("SEC Panel", "to come")]
