"""On the last day of a window, through the door that people use: the instant at which the request reached the server
decides, to the millisecond, however long the answer then takes (design §1.3; domain §6.1.6)."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from audit import clock, middleware
from proposals import actions
from proposals.models import Adoption, Appeal, Objection
from proposals.states import State
from tests import factories as make
from tests.proposals.states import fresh, noticed, self_governed

pytestmark = pytest.mark.django_db

OPENED = datetime(2026, 10, 9, 11, tzinfo=UTC)  # in summer time, which ends on 25 October
MILLISECOND = timedelta(milliseconds=1)
LAWFUL = "It bears on what we arrange."
# what is lodged → how its window opens, what is sent, where it is written, where it leads, and the close of the window
DOORS = {
    "object": (
        lambda by: make.fast_tracked(by=by), {"reason": LAWFUL}, Objection, State.FT_HALTED,
        datetime(2026, 10, 30, 17, tzinfo=UTC),  # fifteen working days, the clocks changing within
    ),
    "appeal": (
        self_governed, {"reason": LAWFUL, "ground": "prejudice"}, Appeal, State.AUTHORITY_DECISION,
        datetime(2026, 10, 23, 16, tzinfo=UTC),  # ten working days, all in summer time
    ),
    "adopt": (
        noticed, {"words": LAWFUL}, Adoption, State.REFINEMENT,
        datetime(2026, 10, 23, 16, tzinfo=UTC),
    ),
}  # fmt: skip


@pytest.fixture
def door(monkeypatch):
    """Sends a form that reaches the server at an instant, as the middleware at the door is told. By any other look at the
    clock of the house it is a minute later already: only what the middleware was told may count."""

    def send(key: str, at: datetime):
        begin, sent, *_ = DOORS[key]
        with clock.set_to(OPENED):
            proposal = begin(make.analyst())
        party = make.party()
        client, where = Client(), reverse("proposals:move", args=[fresh(proposal).slug, key])
        client.force_login(party)
        monkeypatch.setattr(clock, "now", lambda: clock._frozen.get() or at + timedelta(minutes=1))
        monkeypatch.setattr(middleware, "clock", SimpleNamespace(now=lambda: at, set_to=clock.set_to))
        sent = {**sent, "organisation": party.organisations[0].pk, "step": "do"}
        return proposal, client.post(where, sent)

    return send


@pytest.mark.parametrize("key", DOORS)
def test_at_16_59_59_999_it_is_received_and_the_receipt_says_so(door, key):
    _, _, model, to, closes = DOORS[key]
    assert closes.astimezone(clock.LONDON).hour == 17
    proposal, answer = door(key, closes - MILLISECOND)
    lodged = model.objects.get()
    assert (answer.status_code, lodged.received_at) == (302, closes - MILLISECOND)
    window = lodged.window
    assert (fresh(proposal).state, window.closes_at, window.settled_at) == (to, closes, closes - MILLISECOND)


@pytest.mark.parametrize("key", DOORS)
@pytest.mark.parametrize("after", [timedelta(0), MILLISECOND])
def test_at_17_00_00_000_it_is_late_and_nothing_is_written(door, key, after):
    _, _, model, _, closes = DOORS[key]
    proposal, answer = door(key, closes + after)
    assert answer.status_code == 409
    page = " ".join(answer.content.decode().split())
    assert f"closed on {closes:%A %-d %B %Y} at 17:00" in page
    assert LAWFUL in page
    assert not model.objects.exists()
    assert proposal.windows.get(outcome="").closes_at == closes


@pytest.mark.parametrize("key", DOORS)
def test_what_waited_at_the_door_is_heard_though_a_sweep_came_by_after_five(door, key):
    """The sweep leaves a window alone for the two minutes in which what came in time may still wait for its lock."""
    begin, sent, _, to, closes = DOORS[key]
    with clock.set_to(OPENED):
        proposal = begin(make.analyst())
    with clock.set_to(closes + timedelta(seconds=119)):
        actions.settle_windows(proposal=proposal)
    assert proposal.windows.get(outcome="").closes_at == closes
    party = make.party()
    client = Client()
    client.force_login(party)
    where = reverse("proposals:move", args=[fresh(proposal).slug, key])
    with clock.set_to(closes - MILLISECOND):
        answer = client.post(where, {**sent, "organisation": party.organisations[0].pk, "step": "do"})
    assert (answer.status_code, fresh(proposal).state) == (302, to)
