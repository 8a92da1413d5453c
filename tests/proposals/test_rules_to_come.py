"""What is not yet in force is changed or taken back; what is in force stays (docs/decisions/what-is-not-yet-in-force.md)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from audit import clock
from audit.acts import NotAllowed, Refused
from audit.models import Event, EventDetail
from bodies.actions import override_day, take_day_back
from bodies.models import BankHolidayOverride
from proposals.actions.reference import (
    change_deciding_body,
    change_rule,
    correct_deciding_body,
    correct_rule,
    take_deciding_body_back,
    take_rule_back,
)
from proposals.models import DecidingBody, ProcessRule, RuleKey
from proposals.processrules import value_on
from tests import factories as make

pytestmark = pytest.mark.django_db
KEY, WHY, SOURCE = RuleKey.APPEAL_DAYS, "The Panel decided otherwise.", "Panel paper 12"
TODAY = date(2026, 3, 2)
NEXT, LATER = date(2026, 4, 1), date(2026, 6, 1)


@pytest.fixture(autouse=True)
def _today():
    with clock.set_to(datetime(2026, 3, 2, 10, tzinfo=UTC)):
        yield


@pytest.fixture
def by():
    return make.administrator()


@pytest.fixture
def rule(by):
    """Twelve days from 1 April, after the ten that hold today."""
    return change_rule(by=by, key=KEY, value=12, starts=NEXT, source=SOURCE)


def correct(rule, by, **new):
    given = {"value": rule.value, "starts": rule.starts, "source": rule.source, "reason": WHY} | new
    return correct_rule(rule=rule, by=by, **given)


def periods() -> list[tuple]:
    return list(ProcessRule.objects.filter(key=KEY).order_by("starts").values_list("value", "starts", "ends"))[-3:]


def last_entry(action: str) -> str:
    return EventDetail.objects.get(sequence=Event.objects.filter(action=action).latest("sequence").sequence).body[
        "sentence"
    ]


@pytest.mark.parametrize("starts", [NEXT, date(2026, 3, 16), LATER])
def test_a_rule_to_come_is_changed_and_the_one_before_it_ends_the_day_before(starts, by, rule):
    before = value_on(KEY, TODAY)
    correct(rule, by, value=14, starts=starts)
    assert (value_on(KEY, TODAY), value_on(KEY, starts - timedelta(days=1)), value_on(KEY, starts)) == (
        before, before, 14,
    )  # fmt: skip
    assert ProcessRule.objects.get(pk=rule.pk).ends is None
    assert last_entry("rule_corrected").endswith(WHY)


def test_a_rule_to_come_is_taken_back_and_what_holds_goes_on(by, rule):
    before = value_on(KEY, TODAY)
    take_rule_back(rule=rule, by=by, reason=WHY)
    assert value_on(KEY, LATER) == before
    assert periods()[-1][2] is None
    assert last_entry("rule_taken_back") == f"{KEY.label}: not 12 from 1 April 2026. {WHY}"


def test_one_between_two_is_taken_back_without_a_gap(by, rule):
    change_rule(by=by, key=KEY, value=15, starts=LATER, source=SOURCE)
    before = value_on(KEY, TODAY)
    take_rule_back(rule=rule, by=by, reason=WHY)
    assert (value_on(KEY, date(2026, 5, 31)), value_on(KEY, LATER)) == (before, 15)


def test_what_is_in_force_stays_and_is_followed_by_another(by, rule):
    with clock.set_to(datetime(2026, 4, 1, 10, tzinfo=UTC)):
        for act in (lambda: correct(rule, by, value=9), lambda: take_rule_back(rule=rule, by=by, reason=WHY)):
            with pytest.raises(Refused, match="It has been in force since 1 April 2026"):
                act()
        change_rule(by=by, key=KEY, value=9, starts=LATER, source=SOURCE)
    assert [value for value, _, _ in periods()] == [periods()[0][0], 12, 9]


@pytest.mark.parametrize(
    "new, words",
    [
        ({}, "This is what the record says already"),
        ({"value": 13, "reason": " "}, "Say why this is put right"),
        ({"source": ""}, "Give the source"),
        ({"starts": date(2026, 3, 1)}, "does not begin in the past"),
        ({"starts": LATER}, "The rule after it begins on 1 June 2026"),
    ],
)
def test_what_cannot_be_so_is_refused(new, words, by, rule):
    change_rule(by=by, key=KEY, value=15, starts=LATER, source=SOURCE)
    with pytest.raises(Refused, match=words):
        correct(rule, by, **new)


def test_only_an_administrator_does_it(by, rule):
    for person in (make.analyst(), make.authority(), make.party()):
        for act in (
            lambda p=person: correct(rule, p, value=13),
            lambda p=person: take_rule_back(rule=rule, by=p, reason=WHY),
        ):
            with pytest.raises(NotAllowed):
                act()
    assert correct(rule, by, value=13).value == 13


def test_whoever_comes_second_is_told(client, by, rule):
    page = reverse("proposals:correct_rule", args=["limit", rule.pk])
    client.force_login(by)
    typed = {b.html_name: b.value() for b in client.get(page).context["form"]} | {
        "value": 20,
        "reason": WHY,
        "step": "do",
    }
    typed = {name: value for name, value in typed.items() if value not in (None, False)}
    correct(rule, by, value=13)
    refused = client.post(page, typed)
    assert (refused.status_code, ProcessRule.objects.get(pk=rule.pk).value) == (422, 13)
    assert "Somebody else changed this" in refused.content.decode()
    take_rule_back(rule=rule, by=by, reason=WHY)
    with pytest.raises(Refused, match="Somebody else was faster"):
        correct(rule, by, value=14)
    with pytest.raises(Refused, match="Somebody else was faster"):
        take_rule_back(rule=rule, by=by, reason=WHY)


def test_a_deciding_body_to_come_is_changed_and_taken_back(by):
    panel, csc = make.CommitteeFactory(), make.CommitteeFactory(code="csc", name="CSC", short_name="CSC", prefix="C")
    old = change_deciding_body(by=by, move_key="csc_agrees", committee=csc, starts=date(2019, 1, 1), source=SOURCE)
    new = change_deciding_body(by=by, move_key="csc_agrees", committee=panel, starts=NEXT, source=SOURCE)
    correct_deciding_body(
        rule=new, by=by, reason=WHY, committee=panel, starts=LATER, source=SOURCE, delegation="for it"
    )
    old.refresh_from_db()
    assert old.ends == date(2026, 5, 31)
    assert DecidingBody.objects.get(pk=new.pk).delegation == "for it"
    take_deciding_body_back(rule=new, by=by, reason=WHY)
    old.refresh_from_db()
    assert old.ends is None
    assert last_entry("deciding_body_taken_back").endswith(WHY)
    with pytest.raises(Refused, match="in force since 1 January 2019"):
        take_deciding_body_back(rule=old, by=by, reason=WHY)


def test_a_day_still_to_come_is_taken_back_and_what_rests_on_it_is_reckoned_again():
    """Approved on Monday 2 March 2026 while Friday 13 March was a working holiday: the window had a day more to run."""
    by = make.analyst()
    day = override_day(
        by=by, date=date(2026, 4, 3), name="Good Friday", is_working_day=True, reason="Entered by mistake."
    )
    with clock.set_to(datetime(2026, 3, 20, 10, tzinfo=UTC)):
        proposal = make.fast_tracked(by=by)
    window = proposal.windows.get()
    assert clock.london_date(window.closes_at) == date(2026, 4, 13)
    take_day_back(day=day, by=by, reason="It is Good Friday.")
    window.refresh_from_db()
    assert clock.london_date(window.closes_at) == date(2026, 4, 14)
    assert not BankHolidayOverride.objects.exists()
    assert (
        last_entry("day_taken_back") == "3 April 2026 is not a working day, as the calendar has it. It is Good Friday."
    )


def test_a_day_is_taken_back_by_whoever_may_enter_one_before_it_has_come_once_and_with_a_reason(by):
    day = override_day(by=by, date=date(2026, 3, 13), name="A feast", is_working_day=False, reason="Announced.")
    with pytest.raises(NotAllowed):
        take_day_back(day=day, by=make.party(), reason=WHY)
    with pytest.raises(Refused, match="Say why it is taken back"):
        take_day_back(day=day, by=by, reason=" ")
    with clock.set_to(datetime(2026, 3, 13, 10, tzinfo=UTC)), pytest.raises(Refused, match="13 March 2026 has come"):
        take_day_back(day=day, by=by, reason=WHY)
    take_day_back(day=day, by=make.analyst(), reason=WHY)
    with pytest.raises(Refused, match="Somebody else was faster"):
        take_day_back(day=day, by=by, reason=WHY)


def test_the_pages_are_for_those_who_may_ask_again_and_do_it(by, rule):
    day = override_day(by=by, date=date(2026, 3, 13), name="A feast", is_working_day=False, reason="Announced.")
    csc = make.CommitteeFactory(code="csc", name="CSC", short_name="CSC", prefix="C")
    decider = change_deciding_body(by=by, move_key="csc_agrees", committee=csc, starts=NEXT, source=SOURCE)
    analyst, party, administrator = Client(), Client(), Client()
    for client, user in ((analyst, make.analyst()), (party, make.party()), (administrator, by)):
        client.force_login(user)
    rules = [reverse(f"proposals:{n}", args=[kind, row.pk]) for n in ("correct_rule", "take_rule_back")
             for kind, row in (("limit", rule), ("decider", decider))]  # fmt: skip
    days = reverse("proposals:take_day_back", args=[day.pk])
    for page in rules:
        assert [c.get(page).status_code for c in (Client(), party, analyst, administrator)] == [302, 403, 403, 200]
    assert [c.get(days).status_code for c in (Client(), party, analyst, administrator)] == [302, 403, 200, 200]
    assert administrator.get(reverse("proposals:take_rule_back", args=["other", rule.pk])).status_code == 404
    shown = administrator.get(reverse("proposals:rules")).content.decode()
    assert all(page in shown for page in (*rules, days))
    assert not any(page in analyst.get(reverse("proposals:rules")).content.decode() for page in rules)
    for page in (rules[2], rules[3], days):
        asked = administrator.post(page, {"reason": WHY, "step": "review"})
        assert "What changes" in [effect.term for effect in asked.context["effects"]]
        assert administrator.post(page, {"reason": WHY, "step": "do"}).status_code == 302
        assert administrator.get(page).status_code == 404
    with clock.set_to(datetime(2026, 3, 20, tzinfo=UTC)):
        held = ProcessRule.objects.filter(key=KEY).latest("starts")
        closed = administrator.post(reverse("proposals:take_rule_back", args=["limit", held.pk]), {"reason": WHY})
        assert closed.status_code == 409
