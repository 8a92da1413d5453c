"""Who is told that an implementation is planned anew or partly done (domain §2.2 row 44: notice): each person once for
one act, however many proposals it moves; the Parties of what is approved, before that its own people."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Cover
from audit import clock
from bodies.actions import override_day
from jobs.models import Job
from jobs.tasks import run
from notifications.models import Delivery, Message
from proposals import actions
from proposals.actions.parts import Place
from proposals.models import Implementation, Proposal
from proposals.ports import tellings
from tests import factories as make
from tests.proposals.states import fresh, pending, refined

pytestmark = pytest.mark.django_db

LATER = date(2027, 6, 24)
CONSENT = {"consent_words": "Agreed.", "consent_on": date(2026, 11, 19)}


@pytest.fixture
def by():
    return make.analyst()


def release_on(by, day=None, name="November 2026 SEC Release"):
    return actions.enter_release(by=by, name=name, kind="scheduled", date=day or clock.today())


def carried(by, release, many: int, **fields) -> list[Proposal]:
    made = [pending(by, **fields) for _ in range(many)]
    for proposal in made:
        actions.plan_implementation(proposal=proposal, by=by, release=release, reason="As agreed.", **CONSENT)
    return [fresh(proposal) for proposal in made]


def written():
    return Message.objects.filter(audience="plan").order_by("pk")


def told(messages=None) -> list[set]:
    return [{copy.user for copy in message.deliveries.select_related("user")} for message in messages or written()]


def forget() -> None:
    """What was told so far is of no interest."""
    Delivery.objects.filter(message__in=written()).delete()
    written().delete()


def move(by, release, **more):
    return actions.move_release(release=release, by=by, to=LATER, reason="The DCC needs longer.", **CONSENT, **more)


# A release on another day


def test_a_release_that_moves_three_proposals_tells_each_person_once(by):
    parties, release = [make.party() for _ in range(3)], release_on(by)
    proposals = carried(by, release, 3)
    forget()
    move(by, release)
    proposers = {proposal.proposer for proposal in proposals}
    [message] = written()
    assert told() == [{*parties, *proposers}]
    assert message.subject == "November 2026 SEC Release is on another day"
    assert message.body.startswith("November 2026 SEC Release is on Thursday 24 June 2027 now, and not on ")
    for proposal in proposals:
        assert f"{proposal.reference} ‘{proposal.title}’\nPlanned for 24 June 2027, before: " in message.body
    assert "Why: The DCC needs longer." in message.body
    assert (message.proposal, message.classification) == (None, "white")


def test_of_what_is_not_approved_its_own_people_are_told_and_not_the_parties(by):
    party, release = make.party(), release_on(by)
    early = refined(by)
    actions.plan_implementation(proposal=early, by=by, release=release)
    (approved,) = carried(by, release, 1)
    forget()
    move(by, release)
    bodies = {frozenset(users): message.body for users, message in zip(told(), written(), strict=True)}
    [theirs] = [body for users, body in bodies.items() if party in users]
    assert approved.reference in theirs
    assert early.reference not in theirs
    both = [body for users, body in bodies.items() if early.proposer in users]
    assert [early.reference in body for body in both] == [True]


def test_a_release_that_carries_nothing_yet_is_still_told_to_the_parties(by):
    party, release = make.party(), release_on(by)
    move(by, release)
    assert told() == [{party}]


def test_nobody_hears_of_a_proposal_that_they_may_not_read(by):
    party, release = make.party(), release_on(by)
    (hidden,) = carried(by, release, 1)
    make.classed(hidden, by, "amber")
    (shown,) = carried(by, release, 1)
    forget()
    move(by, release)
    [theirs] = [m for m, users in zip(written(), told(), strict=True) if party in users]
    assert shown.reference in theirs.body
    assert hidden.reference not in theirs.body
    assert theirs.classification == "white"
    [own] = [m for m, users in zip(written(), told(), strict=True) if hidden.proposer in users]
    assert hidden.reference in own.body
    assert own.classification == "amber"


def test_what_was_decided_on_an_earlier_day_mails_nobody(by):
    make.party()
    release, proposal = release_on(by), refined(by)
    before = written().count()
    move(by, release, on=clock.today() - timedelta(days=1))
    actions.plan_implementation(proposal=proposal, by=by, planned_on=LATER, on=clock.today() - timedelta(days=1))
    assert (Implementation.objects.get(proposal=proposal).planned_on, written().count()) == (LATER, before)


def test_cover_is_honoured(by):
    party, cover = make.party(), make.UserFactory()
    Cover.objects.create(user=party, covered_by=cover, starts=clock.today(), ends=clock.today())
    move(by, release_on(by))
    assert told() == [{cover}]


def test_every_copy_is_sent_by_one_job(by):
    make.party()
    release = release_on(by)
    actions.plan_implementation(proposal=refined(by), by=by, release=release)
    carried(by, release, 1)
    before = set(Job.objects.values_list("pk", flat=True))
    move(by, release)
    [job] = Job.objects.exclude(pk__in=before)
    run(job.pk)
    latest = Message.objects.filter(subject="November 2026 SEC Release is on another day")
    assert latest.count() > 1
    assert not Delivery.objects.unsent().filter(message__in=latest).exists()


@pytest.mark.parametrize("parties, many", [(1, 1), (30, 1), (1, 5), (30, 5)])
def test_telling_costs_the_same_whatever_the_number(by, parties, many):
    """Locking and moving cost by the proposal; telling does not."""
    release = release_on(by)
    carried(by, release, many)
    for _ in range(parties):
        make.party()
    with CaptureQueriesContext(connection) as queries:
        move(by, release)
    telling = [q for q in queries if "notifications_" in q["sql"] or "accounts_affiliation" in q["sql"]]
    assert len(telling) == 4  # who speaks for a Party, what was told already, the messages, the copies


# One proposal


def test_a_proposal_that_goes_to_another_release_tells_the_parties_why(by):
    party, release, proposal = make.party(), release_on(by, LATER, "June 2027 SEC Release"), pending(by)
    forget()
    actions.plan_implementation(proposal=proposal, by=by, release=release, reason="The Panel so agreed.", **CONSENT)
    [message] = written()
    assert told() == [{party, proposal.proposer}]
    assert message.proposal == proposal
    assert "Planned: 24 June 2027 in June 2027 SEC Release, before: " in message.body
    assert "Why: The Panel so agreed." in message.body


def test_a_first_date_before_the_approval_is_for_its_own_people(by):
    make.party()
    proposal = refined(by)
    actions.plan_implementation(proposal=proposal, by=by, planned_on=LATER)
    assert told() == [{proposal.proposer}]


def test_saving_the_reasons_alone_or_naming_the_release_of_a_day_that_stands_tells_nobody(by):
    make.party()
    proposal = refined(by)
    actions.plan_implementation(proposal=proposal, by=by, planned_on=LATER)
    count = written().count()
    actions.plan_implementation(proposal=proposal, by=by, planned_on=LATER, rationale="Because.")
    release = release_on(by, LATER, "June 2027 SEC Release")
    actions.plan_implementation(proposal=proposal, by=by, release=release)
    assert (Implementation.objects.get(proposal=proposal).release, written().count()) == (release, count)


def in_two(by, release=None):
    proposal = pending(by)
    parts = [{"number": 1, "title": "Documents"}, {"title": "DCC Systems"}]
    actions.divide(proposal=proposal, by=by, parts=parts, reason="Two.", **CONSENT)
    places = {2: Place(release, None if release else LATER)}
    actions.plan_parts(proposal=fresh(proposal), by=by, places=places, reason="So.", **CONSENT)
    return fresh(proposal)


def test_to_divide_tells_nobody_and_to_join_tells_where_the_part_goes(by):
    party, proposal = make.party(), in_two(by)
    forget()
    actions.divide(proposal=proposal, by=by, parts=[{"number": 1, "title": "All"}], reason="One again.", **CONSENT)
    assert told() == [{party, proposal.proposer}]
    assert "Part 2: DCC Systems comes in with the rest: " in written().get().body
    forget()
    parts = [{"number": 1, "title": "All"}, {"title": "Nothing"}]
    actions.divide(proposal=fresh(proposal), by=by, parts=parts, reason="Two.", **CONSENT)
    assert not written().exists()


def test_parties_are_told_of_each_part_that_comes_in(by):
    party, proposal = make.party(), in_two(by)
    forget()
    actions.implement_part(proposal=proposal, by=by, part=1, sec_version="9.9")
    assert told() == [{party, proposal.proposer}]
    assert "Part 1: Documents is part of SEC version 9.9. The rest is still to come." in written().get().body


def test_a_part_entered_afterwards_mails_nobody(by):
    make.party()
    yesterday = clock.now() - timedelta(days=1)
    with clock.set_to(yesterday):
        proposal = in_two(by)
    forget()
    actions.implement_part(proposal=proposal, by=by, part=1, sec_version="9.9", effective=clock.london_date(yesterday))
    assert not written().exists()


def test_a_release_that_is_implemented_says_once_what_it_left_out_and_brought_in_in_part(by):
    party, release = make.party(), release_on(by)
    parted = in_two(by)
    actions.plan_parts(proposal=parted, by=by, places={1: Place(release)}, reason="So.", **CONSENT)
    whole, left = carried(by, release, 2)
    forget()
    row = left.implementation.parts.get()
    actions.implement_release(
        release=release, by=by, sec_version="9.9", leave_out=[row.pk], left_out_reason="It is not ready."
    )
    [message] = [m for m, users in zip(written(), told(), strict=True) if party in users]
    assert "Left out of November 2026 SEC Release. It has to be planned anew." in message.body
    assert "Part 1: Documents is part of SEC version 9.9." in message.body
    assert whole.reference not in message.body  # its own step tells of it
    assert Message.objects.filter(move__key="implement", proposal=whole).exists()


def test_a_date_that_a_bank_holiday_moves_after_the_window_is_told(by):
    party = make.party()
    with clock.set_to(datetime(2022, 9, 2, 11, tzinfo=UTC)):
        proposal = make.fast_tracked(by=by)
    planned = Implementation.objects.get(proposal=proposal).planned_on
    with clock.set_to(datetime(2022, 9, 10, 9, tzinfo=UTC)):
        override_day(by=by, date=planned, name="A day", is_working_day=False, reason="Announced.")
    assert told() == [{party, proposal.proposer, by}]
    assert f"Implementation moves from {planned:%A %-d %B %Y} to " in written().get().body


# Beforehand


@pytest.mark.parametrize("approved", [True, False])
def test_the_pages_count_beforehand_exactly_those_who_are_then_told(by, approved):
    for _ in range(3):
        make.party()
    release = release_on(by)
    proposal = pending(by) if approved else refined(by)
    forget()
    beforehand = tellings["plan_changed"]([proposal], by)
    actions.plan_implementation(proposal=proposal, by=by, planned_on=LATER, reason="So.", **CONSENT)
    assert sorted(beforehand.names) == sorted(user.name for [users] in [told()] for user in users)
    assert len(beforehand.names) == (4 if approved else 1)
    beforehand = tellings["plan_changed"]([], by, parties=True)
    forget()
    move(by, release)
    assert sorted(beforehand.names) == sorted(user.name for [users] in [told()] for user in users)


def test_the_pages_say_who_will_be_told(client, by):
    names = [make.party().name for _ in range(3)]
    release = release_on(by)
    proposal = in_two(by, release)
    client.force_login(by)
    for address, count in (
        (f"/modifications/{proposal.slug}/edit/implementation/", 4),
        (f"/modifications/{proposal.slug}/edit/implementation/parts/", 4),
        (f"/modifications/{proposal.slug}/parts/1/implement/", 4),
        (f"/releases/{release.slug}/move/", 4),
    ):
        shown = " ".join(client.get(address).content.decode().split())
        assert f"{count} people are told: everybody who speaks for a Party." in shown, address
        assert all(name in shown for name in names)
