"""The implementation of a proposal in one part or in several (domain §2.2 rows 43 and 44): planned, divided, joined,
brought in, and summed up."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit import clock
from audit.acts import NotAllowed, Refused
from audit.models import Event, EventDetail
from proposals import actions
from proposals.actions import TooLate
from proposals.actions.parts import Place
from proposals.models import Implementation, ImplementationPart, PlanChange, Release
from proposals.states import State
from tests import factories as make
from tests.proposals.states import everything, fresh, halted, pending, recommended, refined

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 20)
SOON, LATER, MUCH_LATER = date(2027, 2, 25), date(2027, 6, 24), date(2027, 11, 4)
CONSENT = {"consent_words": "The Authority consents.", "consent_on": TODAY}


@pytest.fixture
def by():
    return make.analyst()


def release(by, day=LATER, name="June 2027 SEC Release", kind="scheduled") -> Release:
    return actions.enter_release(by=by, name=name, kind=kind, date=day)


def plan_of(proposal) -> Implementation:
    return Implementation.objects.select_related("release", "sec_version").get(proposal=proposal)


def parts_of(proposal) -> list[ImplementationPart]:
    return list(ImplementationPart.objects.filter(plan__proposal=proposal).select_related("release", "sec_version"))


def in_two(proposal, by, **grounds):
    rows = [{"number": 1, "title": "Documents"}, {"title": "DCC Systems"}]
    return actions.divide(proposal=proposal, by=by, parts=rows, **grounds)


def summary(proposal) -> tuple:
    plan = plan_of(proposal)
    return (
        plan.part_count,
        plan.release,
        plan.planned_on,
        plan.implemented_on,
        plan.sec_version and str(plan.sec_version),
    )


# Planning


def test_every_plan_begins_with_one_part(by):
    proposal = make.submission()
    assert [(part.number, part.title, part.planned_on) for part in parts_of(proposal)] == [(1, "", None)]
    assert summary(proposal) == (1, None, None, None, None)


def test_what_is_taken_over_from_the_earlier_register_is_in_one_part_too(by):
    company = make.party()
    legacy = actions.enter_legacy(
        by=by, number=18, title="SECMP0018", summary="", proposer=company, proposer_organisation=company.organisations[0],
        on=date(2019, 11, 29), sec_version="6.21",
    )  # fmt: skip
    (part,) = parts_of(legacy)
    assert (part.implemented_on, str(part.sec_version)) == (date(2019, 11, 29), "6.21")
    assert summary(legacy) == (1, None, None, date(2019, 11, 29), "6.21")


def test_a_part_in_a_release_has_its_date_and_no_other(by):
    proposal, june = refined(by), release(by)
    with pytest.raises(Refused, match="leave the date empty") as refused:
        actions.plan_implementation(proposal=proposal, by=by, release=june, planned_on=SOON)
    assert refused.value.field == "planned_on"
    actions.plan_implementation(proposal=proposal, by=by, release=june)
    assert summary(proposal) == (1, june, LATER, None, None)


def test_before_the_approval_a_plan_changes_freely_and_what_it_was_is_kept(by):
    proposal, june = refined(by), release(by)
    actions.plan_implementation(proposal=proposal, by=by, planned_on=SOON)
    assert not PlanChange.objects.exists()
    actions.plan_implementation(proposal=proposal, by=by, release=june)
    change = PlanChange.objects.get()
    assert (change.from_date, change.from_release, change.to_date, change.to_release) == (SOON, None, LATER, june)
    assert (change.reason, change.consented_by, change.by) == ("", "", by)


def test_a_date_that_the_objection_window_takes_the_place_of_is_kept(by):
    """Planned while it was worked out; approved as Fast-Track, it comes in a working day after the window (row 13)."""
    proposal = make.ready_for_fast_track(by=by)
    actions.plan_implementation(proposal=proposal, by=by, planned_on=SOON)
    actions.approve_fast_track(proposal=proposal, by=by, words="Not material.")
    change = PlanChange.objects.get()
    assert (change.from_date, change.to_date) == (SOON, plan_of(proposal).planned_on)
    assert (change.reason, change.by) == ("The Panel approved it as Fast-Track.", by)


def test_to_name_the_release_of_a_day_that_stands_is_no_change(by):
    proposal = pending(by)
    today = release(by, clock.today(), "Ad-hoc", "ad_hoc")
    actions.plan_implementation(proposal=proposal, by=by, release=today)
    assert summary(proposal)[:3] == (1, today, clock.today())
    assert not PlanChange.objects.exists()


@pytest.mark.parametrize(
    "given, field",
    [
        ({}, "reason"),
        ({"reason": "The DCC needs longer."}, "consent_words"),
        ({"reason": "The DCC needs longer.", "consent_words": "Yes."}, "consent_on"),
        (
            {"reason": "Longer.", "consent_words": "Yes.", "consent_on": date(2099, 1, 1)},
            "consent_on",
        ),
    ],
)
def test_what_the_authority_approved_moves_with_a_reason_and_its_consent(by, given, field):
    """Row 44: re-planned by the Panel, with the Authority's consent on Paths 1 and 2."""
    proposal, june = pending(by), release(by)
    assert proposal.path == "2"
    before = everything()
    with pytest.raises(Refused) as refused:
        actions.plan_implementation(proposal=proposal, by=by, release=june, **given)
    assert refused.value.field == field
    assert everything() == before
    actions.plan_implementation(proposal=proposal, by=by, release=june, reason="The DCC needs longer.", **CONSENT)
    change = PlanChange.objects.get()
    assert (change.reason, change.consented_by, change.consent_words, change.consent_on) == (
        "The DCC needs longer.", "the Authority", "The Authority consents.", TODAY,
    )  # fmt: skip
    event = Event.objects.filter(action="implementation_planned").latest("sequence")
    sentence = EventDetail.objects.get(sequence=event.sequence).body["sentence"]
    assert "24 June 2027 in June 2027 SEC Release" in sentence
    assert sentence.endswith("The DCC needs longer.")


def test_what_the_panel_approved_moves_with_a_reason_alone(by):
    proposal = make.fast_tracked(by=by)
    later = release(by, clock.today() + timedelta(days=400))
    with pytest.raises(Refused) as refused:
        actions.plan_implementation(proposal=proposal, by=by, release=later)
    assert refused.value.field == "reason"
    actions.plan_implementation(proposal=proposal, by=by, release=later, reason="The Panel put it off.")
    change = PlanChange.objects.get()
    assert (change.to_release, change.consented_by, change.consent_on) == (later, "", None)
    assert plan_of(proposal).days_after_window is None


def test_only_secas_plans(by):
    proposal = refined(by)
    for act in (
        lambda user: actions.plan_implementation(proposal=proposal, by=user, planned_on=SOON),
        lambda user: in_two(proposal, user),
    ):
        for user in (proposal.proposer, make.authority(), make.administrator()):
            with pytest.raises(NotAllowed):
                act(user)
        act(by)


def test_nothing_more_is_planned_in_a_release_that_is_in(by):
    proposal, today = refined(by), release(by, clock.today())
    actions.implement_release(release=today, by=by, sec_version="9.9")
    with pytest.raises(Refused, match="nothing more can be planned in it") as refused:
        actions.plan_implementation(proposal=proposal, by=by, release=today)
    assert refused.value.field == "release"


def test_an_objection_clears_the_dates_of_every_part(by):
    proposal = halted(by)
    assert [(part.planned_on, part.days_after_window) for part in parts_of(proposal)] == [(None, None)]
    assert summary(proposal)[2] is None


# Parts


def test_a_new_part_is_planned_where_the_approved_whole_was(by):
    """Otherwise dividing would be a way round the Authority's consent."""
    proposal, june = pending(by), release(by)
    actions.plan_implementation(proposal=proposal, by=by, release=june, reason="Longer.", **CONSENT)
    first, second = in_two(proposal, by)
    assert (first.number, first.title, second.number, second.title) == (1, "Documents", 2, "DCC Systems")
    assert (second.release, second.planned_on) == (june, LATER)
    with pytest.raises(Refused) as refused:
        actions.plan_parts(proposal=proposal, by=by, places={2: Place(planned_on=MUCH_LATER)}, reason="Even longer.")
    assert refused.value.field == "consent_words"


def test_each_part_has_documents_and_a_release_of_its_own(by):
    proposal, june = refined(by), release(by)
    november = release(by, MUCH_LATER, "November 2027 SEC Release")
    document = make.SecDocumentFactory()
    rows = [{"number": 1, "title": "Documents", "documents": [document]}, {"title": "DCC Systems"}]
    actions.divide(proposal=proposal, by=by, parts=rows)
    actions.plan_parts(proposal=proposal, by=by, places={1: Place(november), 2: Place(june)})
    assert [(list(p.documents.all()), p.release) for p in parts_of(proposal)] == [([document], november), ([], june)]
    assert summary(proposal) == (2, june, LATER, None, None)


def test_one_field_of_several_parts_is_named_in_a_refusal(by):
    proposal, june = refined(by), release(by)
    in_two(proposal, by)
    with pytest.raises(Refused) as refused:
        actions.plan_parts(proposal=proposal, by=by, places={2: Place(june, SOON)})
    assert refused.value.field == "planned_on-2"


def test_a_part_joined_to_another_leaves_its_plan_in_the_history(by):
    proposal, june = pending(by), release(by)
    in_two(proposal, by)
    actions.plan_parts(proposal=proposal, by=by, places={2: Place(june)}, reason="Longer.", **CONSENT)
    whole = [{"number": 1, "title": "All of it"}]
    with pytest.raises(Refused) as refused:
        actions.divide(proposal=proposal, by=by, parts=whole)
    assert refused.value.field == "reason"
    actions.divide(proposal=proposal, by=by, parts=whole, reason="It can come in at once.", **CONSENT)
    assert summary(proposal)[:3] == (1, None, clock.today())
    assert [(c.part_number, c.from_release, c.to_release) for c in PlanChange.objects.all()] == [
        (2, None, june),
        (2, june, None),
    ]


@pytest.mark.parametrize(
    "rows, words",
    [
        ([], "has to stay"),
        ([{"title": "New"}], "has to stay"),
        ([{"number": 1, "title": "One"}, {"title": " "}], "Say of each part what it is"),
        ([{"number": 1, "title": "One"}, {"number": 1, "title": "Two"}], "stands here twice"),
    ],
)
def test_a_division_that_cannot_be(by, rows, words):
    proposal = refined(by)
    before = everything()
    with pytest.raises(Refused, match=words):
        actions.divide(proposal=proposal, by=by, parts=rows)
    assert everything() == before


# Coming in


def test_an_earlier_part_comes_in_in_place_and_the_last_by_the_move(by):
    proposal = pending(by)
    in_two(proposal, by)
    part = actions.implement_part(proposal=proposal, by=by, part=1, sec_version="9.9", words="Half of it.")
    assert (part.implemented_on, str(part.sec_version)) == (clock.today(), "9.9")
    assert fresh(proposal).state == State.PENDING_IMPLEMENTATION
    assert summary(proposal)[3:] == (None, None)
    assert [e.action for e in Event.objects.order_by("-sequence")[:1]] == ["part_implemented"]
    actions.implement_part(proposal=proposal, by=by, part=2, sec_version="10.0")
    assert fresh(proposal).state == State.IMPLEMENTED
    assert proposal.moves.latest("pk").key == "implement"
    assert summary(proposal) == (2, None, clock.today(), clock.today(), "10.0")


def test_implementing_the_whole_brings_in_every_part_whose_day_has_come(by):
    proposal = pending(by)
    in_two(proposal, by)
    actions.plan_parts(proposal=proposal, by=by, places={2: Place(planned_on=LATER)}, reason="Longer.", **CONSENT)
    with pytest.raises(Refused, match="Part 2: DCC Systems is planned for 24 June 2027"):
        actions.implement(proposal=proposal, by=by, sec_version="9.9")
    actions.plan_parts(proposal=proposal, by=by, places={2: Place(planned_on=TODAY)}, reason="Sooner.", **CONSENT)
    actions.implement(proposal=proposal, by=by, sec_version="9.9")
    assert {str(part.sec_version) for part in parts_of(proposal)} == {"9.9"}


@pytest.mark.parametrize(
    "given, words",
    [
        ({"part": 1, "sec_version": " "}, "Give the version"),
        ({"part": 3, "sec_version": "9.9"}, "has no part 3"),
        ({"part": 2, "sec_version": "9.9"}, "Part 2: DCC Systems is planned for 24 June 2027"),
        ({"part": 1, "sec_version": "9.9", "effective": date(2099, 1, 1)}, "still to come"),
    ],
)
def test_a_part_that_cannot_come_in(by, given, words):
    proposal = pending(by)
    in_two(proposal, by)
    actions.plan_parts(proposal=proposal, by=by, places={2: Place(planned_on=LATER)}, reason="Longer.", **CONSENT)
    before = everything()
    with pytest.raises(Refused, match=words):
        actions.implement_part(proposal=proposal, by=by, **given)
    assert everything() == before
    with pytest.raises(NotAllowed):
        actions.implement_part(proposal=proposal, by=proposal.proposer, part=1, sec_version="9.9")
    actions.implement_part(proposal=proposal, by=by, part=1, sec_version="9.9")
    with pytest.raises(Refused, match="Part 1: Documents was implemented"):
        actions.implement_part(proposal=proposal, by=by, part=1, sec_version="9.9")


def test_a_part_of_what_is_not_approved_cannot_come_in(by):
    proposal = recommended(by)
    in_two(proposal, by)
    actions.plan_parts(proposal=proposal, by=by, places={1: Place(planned_on=TODAY)})
    with pytest.raises(TooLate):
        actions.implement_part(proposal=proposal, by=by, part=1, sec_version="9.9")


def test_what_is_in_stays_a_part(by):
    proposal = pending(by)
    in_two(proposal, by)
    actions.implement_part(proposal=proposal, by=by, part=1, sec_version="9.9")
    with pytest.raises(Refused, match="stays a part"):
        actions.divide(proposal=proposal, by=by, parts=[{"number": 2, "title": "All of it"}])
    actions.divide(proposal=proposal, by=by, parts=[{"number": 1, "title": "x"}, {"number": 2, "title": "The rest"}])
    assert [part.title for part in parts_of(proposal)] == ["Documents", "The rest"]


# The sum of the parts


def told(proposal) -> tuple:
    """What the summary has to say, worked out anew from the parts."""
    parts = parts_of(proposal)
    waiting = [part for part in parts if not part.implemented_on]
    dates = [part.planned_on for part in waiting if part.planned_on]
    if waiting:
        return len(parts), min(dates, default=None), None, set()
    last = max(part.implemented_on for part in parts)
    return len(parts), None, last, {str(part.sec_version) for part in parts if part.implemented_on == last}


def check_sum(proposal) -> None:
    plan, (count, planned_on, implemented_on, versions) = plan_of(proposal), told(proposal)
    assert (plan.part_count, plan.implemented_on) == (count, implemented_on)
    assert (plan.implemented_on is None) == (plan.sec_version is None)
    if implemented_on:
        assert str(plan.sec_version) in versions
    else:
        assert plan.planned_on == planned_on
    assert all((part.implemented_on is None) == (part.sec_version is None) for part in parts_of(proposal))
    assert (fresh(proposal).state == State.IMPLEMENTED) == bool(implemented_on)


NUMBERS = st.integers(1, 3)
STEPS = st.one_of(
    st.tuples(st.just("plan"), NUMBERS, st.integers(-40, 40)),
    st.tuples(st.just("release"), NUMBERS, st.integers(-40, 40)),
    st.tuples(st.just("implement"), NUMBERS, st.integers(-5, 0)),
    st.tuples(st.just("whole"), NUMBERS, st.integers(-5, 0)),
    st.tuples(st.just("divide"), NUMBERS, st.just(0)),
    st.tuples(st.just("time"), NUMBERS, st.integers(0, 30)),
)


class Steps:
    """One proposal, pending; each step is tried, and the sum holds whether it was done or refused."""

    def __init__(self, proposal, by):
        self.by, self.proposal = by, proposal
        self.now, self.done = clock.now(), 0

    def take(self, what: str, number: int, days: int) -> None:
        if what == "time":
            self.now += timedelta(days=days)
            return
        day = clock.london_date(self.now) + timedelta(days=days)
        try:
            with clock.set_to(self.now):
                getattr(self, what)(number, day)
        except Refused:
            return
        self.done += 1

    @property
    def own(self) -> dict:
        return {"proposal": self.proposal, "by": self.by}

    @property
    def grounds(self) -> dict:
        return {"reason": "It had to be.", "consent_words": "Yes.", "consent_on": clock.today()}

    def plan(self, number, day):
        actions.plan_parts(**self.own, places={number: Place(planned_on=day)}, **self.grounds)

    def release(self, number, day):
        found = Release.objects.filter(date=day).first()
        found = found or actions.enter_release(by=self.by, name=f"{day}", kind="ad_hoc", date=day)
        actions.plan_parts(**self.own, places={number: Place(found)}, **self.grounds)

    def implement(self, number, day):
        actions.implement_part(**self.own, part=number, sec_version=f"9.{number}", effective=day)

    def whole(self, number, day):
        actions.implement(**self.own, sec_version=f"9.{number}", effective=day)

    def divide(self, number, day):
        rows = [{"number": n, "title": f"Part {n}"} for n in range(1, number + 1)]
        actions.divide(**self.own, parts=rows, **self.grounds)


@settings(max_examples=16, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(STEPS, min_size=4, max_size=10))
def test_the_sum_agrees_with_the_parts_whatever_the_order(approved, by, steps):
    with transaction.atomic():
        walk = Steps(approved, by)
        check_sum(walk.proposal)
        for step in steps:
            walk.take(*step)
            check_sum(walk.proposal)
        DONE.append(walk.done)
        transaction.set_rollback(True)


DONE: list[int] = []


@pytest.fixture
def approved(by):
    DONE.clear()
    yield pending(by)
    assert sum(DONE) > 30, DONE  # refusals alone would show nothing
