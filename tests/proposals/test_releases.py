"""Releases: entered, moved with what they carry, and implemented as one act (domain §1 “SEC Release”, §2.2 rows 43–44)."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit import clock, verify
from audit.acts import NotAllowed, Refused
from audit.models import Event, EventDetail
from proposals import actions
from proposals.actions import NotReady, StaleSave
from proposals.actions.parts import Place
from proposals.models import ImplementationPart, PlanChange, Proposal, Release, SecVersion
from proposals.models.planning import slug_for
from proposals.states import State
from tests import factories as make
from tests.proposals.states import everything, fresh, halted, pending, recommended, refined

pytestmark = pytest.mark.django_db

LATER = date(2027, 6, 24)
CONSENT = {"consent_words": "Agreed.", "consent_on": date(2026, 11, 19)}


@pytest.fixture
def by():
    return make.analyst()


def entered(by, day=None, name="November 2026 SEC Release", **more) -> Release:
    return actions.enter_release(by=by, name=name, kind="scheduled", date=day or clock.today(), **more)


def again(release) -> Release:
    return Release.objects.get(pk=release.pk)


def carried(by, release, many: int) -> list[Proposal]:
    """Approved by the Authority, and planned in the release."""
    made = [pending(by) for _ in range(many)]
    for proposal in made:
        actions.plan_implementation(proposal=proposal, by=by, release=release, reason="As agreed.", **CONSENT)
    return [fresh(proposal) for proposal in made]


def events(*actions_) -> list[str]:
    return list(Event.objects.filter(action__in=actions_).order_by("sequence").values_list("action", flat=True))


# Entering and changing


def test_a_release_has_an_address_of_its_own_for_good(by):
    first = entered(by, name="June 2027 SEC Release")
    assert (first.slug, first.status) == ("june-2027-sec-release", "Planned")
    actions.save_release(release=first, by=by, name="Summer Release", kind="ad_hoc", version=1)
    assert (again(first).slug, again(first).version) == ("june-2027-sec-release", 2)
    assert entered(by, name="June 2027 SEC Release").slug == "june-2027-sec-release-2"
    assert (slug_for("Enter"), slug_for("…")) == ("enter-2", "release")


@pytest.mark.parametrize("name", ["", "  ", "Taken"])
def test_a_name_is_given_once(by, name):
    entered(by, name="Taken")
    other = entered(by, name="Other")
    for act in (
        lambda: entered(by, name=name),
        lambda: actions.save_release(release=other, by=by, name=name, kind="ad_hoc"),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.field == "name"


def test_a_stale_save_is_noticed(by):
    release = entered(by)
    for act in (
        lambda version: actions.save_release(release=release, by=by, name="A", kind="ad_hoc", version=version),
        lambda version: actions.move_release(release=release, by=by, to=LATER, reason="So.", version=version),
        lambda version: actions.implement_release(release=release, by=by, sec_version="9.9", version=version),
    ):
        with pytest.raises(StaleSave):
            act(99)
    actions.save_release(release=release, by=by, name="A", kind="ad_hoc", version=1)


def test_the_kind_of_a_release_is_that_of_its_plans(by):
    release, proposal = entered(by), refined(by)
    actions.plan_implementation(proposal=proposal, by=by, release=release)
    assert fresh(proposal).implementation.release_kind == "scheduled"
    actions.save_release(release=release, by=by, name="A", kind="ad_hoc")
    assert fresh(proposal).implementation.release_kind == "ad_hoc"


def test_only_secas_changes_a_release(by):
    release = entered(by)
    given = {"release": release}
    for user in (make.party(), make.authority(), make.administrator()):
        for act in (
            lambda user: actions.save_release(**given, by=user, name="A", kind="ad_hoc"),
            lambda user: actions.move_release(**given, by=user, to=LATER, reason="So."),
            lambda user: actions.implement_release(**given, by=user, sec_version="9.9"),
        ):
            with pytest.raises(NotAllowed):
                act(user)
    actions.implement_release(**given, by=by, sec_version="9.9")


# Another day


def test_everything_outstanding_moves_along_each_with_a_record(by):
    release = entered(by)
    waiting = refined(by)
    actions.plan_implementation(proposal=waiting, by=by, release=release)
    (approved,) = carried(by, release, 1)
    count = PlanChange.objects.count()
    with pytest.raises(Refused) as refused:
        actions.move_release(release=release, by=by, to=LATER, reason="The DCC needs longer.")
    assert refused.value.field == "consent_words"
    assert again(release).date == clock.today()
    actions.move_release(release=release, by=by, to=LATER, reason="The DCC needs longer.", **CONSENT)
    for proposal in (waiting, approved):
        assert fresh(proposal).implementation.planned_on == LATER
        change = PlanChange.objects.filter(plan__proposal=proposal).latest("pk")
        assert (change.from_date, change.to_date, change.from_release) == (clock.today(), LATER, release)
        assert change.to_release == release
        assert change.reason == "The DCC needs longer."
    assert PlanChange.objects.count() == count + 2
    assert PlanChange.objects.filter(plan__proposal=waiting).latest("pk").consented_by == ""
    assert PlanChange.objects.filter(plan__proposal=approved).latest("pk").consented_by == "the Authority"
    move = release.moves.get()
    assert (move.from_date, move.to_date, move.by) == (clock.today(), LATER, by)
    assert events("release_moved") == ["release_moved"]


@pytest.mark.parametrize("given, field", [({"to": LATER, "reason": " "}, "reason"), ({"reason": "So."}, "to")])
def test_a_release_moves_to_another_day_with_a_reason(by, given, field):
    release = entered(by)
    before = everything()
    with pytest.raises(Refused) as refused:
        actions.move_release(release=release, by=by, **{"to": release.date, **given})
    assert refused.value.field == field
    assert everything() == before


def test_what_was_halted_or_given_up_does_not_move_along(by):
    release = entered(by, LATER)
    stopped, gone = halted(by), make.agreed_proposal(by=by)
    for proposal in (stopped, gone):
        ImplementationPart.objects.filter(plan__proposal=proposal).update(release=release)
    actions.withdraw(proposal=gone, by=by, words="No.")
    actions.move_release(release=release, by=by, to=LATER + timedelta(7), reason="So.")
    assert not PlanChange.objects.exists()
    assert fresh(stopped).implementation.planned_on is None


def test_a_day_that_an_objection_window_set_is_not_brought_forward(by):
    proposal = make.fast_tracked(by=by)
    day = proposal.implementation.planned_on
    release = actions.enter_release(by=by, name="Ad-hoc", kind="ad_hoc", date=day)
    actions.plan_implementation(proposal=proposal, by=by, release=release)
    with pytest.raises(Refused, match="when its objection window is over") as refused:
        actions.move_release(release=release, by=by, to=day - timedelta(1), reason="Sooner.")
    assert refused.value.field == "to"
    actions.move_release(release=release, by=by, to=day + timedelta(1), reason="Later.")
    part = ImplementationPart.objects.get(plan__proposal=proposal)
    assert (part.planned_on, part.days_after_window) == (day + timedelta(1), None)


# Implementing


def test_all_its_proposals_come_in_by_one_act_each_with_its_event(by):
    release = entered(by, sec_version="9.9")
    proposals = carried(by, release, 3)
    actions.implement_release(release=release, by=by, sec_version="9.9", words="In one go.")
    assert {fresh(p).state for p in proposals} == {State.IMPLEMENTED}
    plans = [fresh(p).implementation for p in proposals]
    assert {(plan.implemented_on, str(plan.sec_version)) for plan in plans} == {(clock.today(), "9.9")}
    wanted = [*["proposal_implement"] * 3, "release_implemented"]
    assert events("proposal_implement", "part_implemented", "release_implemented") == wanted
    done = Event.objects.filter(action__in=wanted)
    assert len({event.act for event in done}) == 1
    assert {e.about for e in done.filter(action="proposal_implement")} == {
        f"proposals.proposal:{p.pk}" for p in proposals
    }
    assert (again(release).implemented_on, again(release).status) == (clock.today(), "Implemented")
    assert SecVersion.objects.filter(number="9.9").count() == 1
    assert list(verify.faults()) == []


def test_a_release_without_proposals_is_a_version_all_the_same(by):
    """A version may carry designated changes that did not come through Section D."""
    release = entered(by, date(2026, 6, 25))
    actions.implement_release(release=release, by=by, sec_version="111.0", effective=date(2026, 6, 25))
    assert again(release).implemented_on == date(2026, 6, 25)
    assert SecVersion.objects.get(number="111.0").effective_on == date(2026, 6, 25)
    with pytest.raises(Refused, match="was implemented on 25 June 2026"):
        actions.implement_release(release=release, by=by, sec_version="112.0")


@pytest.mark.parametrize(
    "given, field",
    [
        ({"sec_version": " "}, "sec_version"),
        ({"effective": date(2099, 1, 1)}, "effective"),
        ({"effective": date(2020, 1, 1)}, "effective"),
    ],
)
def test_a_release_needs_its_version_and_its_day(by, given, field):
    release = entered(by)
    before = everything()
    with pytest.raises(Refused) as refused:
        actions.implement_release(release=release, by=by, **{"sec_version": "9.9", **given})
    assert refused.value.field == field
    assert everything() == before


def unready(by, release) -> dict[str, Proposal]:
    """One of each kind that stands in the way."""
    made = {
        "is not approved yet: In Refinement": refined(by),
        "is not approved yet: With the Authority": recommended(by),
        "Parties may still object": make.fast_tracked(by=by),
        "was halted by an objection": halted(by),
        "Part 2: Systems is planned for 24 June 2027": pending(by),
    }
    late = made["Part 2: Systems is planned for 24 June 2027"]
    rows = [{"number": 1, "title": "Documents"}, {"title": "Systems"}]
    actions.divide(proposal=late, by=by, parts=rows)
    ImplementationPart.objects.filter(plan__proposal=late, number=2).update(planned_on=LATER)
    for words, proposal in made.items():
        number = 2 if words.startswith("Part 2") else 1
        ImplementationPart.objects.filter(plan__proposal=proposal, number=number).update(release=release)
    return made


def test_what_is_not_ready_is_listed_and_nothing_happens(by):
    release = entered(by)
    carried(by, release, 1)
    made = unready(by, release)
    before = everything()
    with pytest.raises(NotReady) as refused:
        actions.implement_release(release=release, by=by, sec_version="9.9")
    assert everything() == before
    assert len(refused.value.reasons) == len(made)
    for words, proposal in made.items():
        assert [r for r in refused.value.reasons if r.startswith(proposal.reference) and words in r], words


def test_what_is_left_out_leaves_the_release_with_the_reason(by):
    release = entered(by)
    (ready,) = carried(by, release, 1)
    (late,) = carried(by, release, 1)
    part = ImplementationPart.objects.get(plan__proposal=late)
    given = {"release": release, "by": by, "sec_version": "9.9", "leave_out": [part.pk]}
    with pytest.raises(Refused) as refused:
        actions.implement_release(**given)
    assert refused.value.field == "left_out_reason"
    actions.implement_release(**given, left_out_reason="Its text does not fit yet.")
    assert (fresh(ready).state, fresh(late).state) == (State.IMPLEMENTED, State.PENDING_IMPLEMENTATION)
    plan = fresh(late).implementation
    assert (plan.release, plan.planned_on, plan.implemented_on) == (None, clock.today(), None)
    change = PlanChange.objects.latest("pk")
    assert (change.from_release, change.to_release, change.reason) == (release, None, "Its text does not fit yet.")
    with pytest.raises(Refused) as refused:
        actions.plan_implementation(proposal=late, by=by, planned_on=LATER, reason="Then.")
    assert refused.value.field == "consent_words"


def test_a_part_comes_in_in_place_and_the_last_of_a_proposal_by_its_move(by):
    release, later = entered(by), entered(by, LATER, "June 2027 SEC Release")
    whole, divided = carried(by, release, 2)
    rows = [{"number": 1, "title": "Documents"}, {"title": "Systems"}]
    actions.divide(proposal=divided, by=by, parts=rows)
    actions.plan_parts(proposal=divided, by=by, places={2: Place(later)}, reason="Longer.", **CONSENT)
    actions.implement_release(release=release, by=by, sec_version="9.9")
    assert (fresh(whole).state, fresh(divided).state) == (State.IMPLEMENTED, State.PENDING_IMPLEMENTATION)
    assert fresh(divided).implementation.release == later
    sentence = EventDetail.objects.get(sequence=Event.objects.get(action="part_implemented").sequence).body["sentence"]
    assert sentence == "Part 1: Documents is part of SEC version 9.9."
    with clock.set_to(clock.closing(LATER)):
        actions.implement_release(release=later, by=by, sec_version="10.0")
    plan = fresh(divided).implementation
    assert (fresh(divided).state, plan.implemented_on, str(plan.sec_version)) == (State.IMPLEMENTED, LATER, "10.0")


def test_nobody_implements_what_is_not_open_to_them(by):
    release = entered(by)
    (secret,) = carried(by, release, 1)
    Proposal.objects.filter(pk=secret.pk).update(classification="red")
    before = everything()
    for act in (
        lambda: actions.implement_release(release=release, by=by, sec_version="9.9"),
        lambda: actions.move_release(release=release, by=by, to=LATER, reason="So.", **CONSENT),
    ):
        with pytest.raises(Refused, match="not open to you") as refused:
            act()
        assert secret.reference not in str(refused.value)
    assert everything() == before


def test_each_proposal_costs_the_same(by):
    def cost(many: int) -> int:
        release = entered(by, name=f"Release of {many}")
        carried(by, release, many)
        with CaptureQueriesContext(connection) as asked:
            actions.implement_release(release=release, by=by, sec_version="9.9")
        return len([q for q in asked if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))])

    make.SecVersionFactory(number="9.9")
    one, three, seven = cost(1), cost(3), cost(7)
    assert (seven - three) == 2 * (three - one)
    assert (three - one) // 2 <= 25
