"""The agenda: who keeps it, what may stand on it, in which order, and under which number (domain §3).

Panel 69 met on 14 June 2019; its papers were due on 7 June; its eleventh item was issued as SECP_69_1406_11 (S1).
"""

from datetime import date, datetime

import pytest

from audit import clock
from audit.acts import NotAllowed, Refused
from audit.models import Event
from bodies.papersday import papers_day
from subcommittees import actions
from subcommittees.models import AgendaItem
from subcommittees.numbering import numbers, reference
from tests import factories as make
from tests.subcommittees.meetings import item, meeting, order, secretary
from tests.threads import at_once

pytestmark = pytest.mark.django_db

JUNE_14 = date(2019, 6, 14)


def panel_69():
    return make.MeetingFactory(committee=make.CommitteeFactory(), number=69, date=JUNE_14)


def at(day: date):
    return clock.set_to(datetime(day.year, day.month, day.day, 12, tzinfo=clock.LONDON))


def shown(of) -> dict[str, int]:
    """The number that each item has on the page, by its title."""
    rows = list(of.items.all())
    found = numbers(rows)
    return {row.title: found[row.pk] for row in rows if row.pk in found}


def test_papers_of_panel_69_were_due_a_week_before():
    assert papers_day(panel_69()) == date(2019, 6, 7)


@pytest.mark.parametrize(
    "meets, due",
    [
        (date(2019, 5, 28), date(2019, 5, 20)),  # the CSC paper of S0 is of that day; 27 May 2019 was a bank holiday
        (date(2020, 6, 4), date(2020, 5, 28)),  # the TABASC paper of S3
        (date(2019, 4, 24), date(2019, 4, 15)),  # over Easter
    ],
)
def test_papers_day_skips_weekends_and_holidays(meets, due):
    assert papers_day(make.MeetingFactory(date=meets)) == due


def test_the_eleventh_item_of_panel_69_has_the_reference_of_its_paper():
    by, panel = make.analyst(), panel_69()
    made = [item(panel, by, f"Item {n}") for n in range(1, 13)]
    fixed = actions.fix_reference(item=made[10], by=by)
    assert (fixed.number, fixed.reference) == (11, "SECP_69_1406_11")
    assert AgendaItem.objects.exclude(reference="").count() == 1


@pytest.mark.parametrize(
    "prefix, number, day, item_number, expected",
    [
        ("SECP", 69, JUNE_14, 11, "SECP_69_1406_11"),
        ("CSC", 7, date(2019, 5, 28), 2, "CSC_07_2805_02"),
        ("SMKIPMA", 147, date(2026, 1, 20), 1, "SMKIPMA_147_2001_01"),
    ],
)
def test_reference_names_body_meeting_day_and_item(prefix, number, day, item_number, expected):
    committee = make.CommitteeFactory(code=prefix.lower(), short_name=prefix, prefix=prefix)
    assert reference(make.MeetingFactory(committee=committee, number=number, date=day), item_number) == expected


def test_the_secretary_of_the_body_and_secas_keep_its_agenda_and_nobody_else():
    panel = make.CommitteeFactory()
    csc = make.CommitteeFactory(code="csc", short_name="CSC", prefix="CSC")
    of = meeting(panel)
    for stranger in (make.member(panel), secretary(csc), make.party(), make.UserFactory(), make.administrator()):
        with pytest.raises(NotAllowed):
            item(of, stranger)
    assert order(of) == []
    mine = item(of, secretary(panel), "First")
    item(of, make.analyst(), "Second")
    assert order(of) == ["First", "Second"]
    stranger = make.member(panel)
    for act, more in ACTS_ON_AN_ITEM:
        with pytest.raises(NotAllowed):
            act(item=mine, by=stranger, **more)
    assert order(of) == ["First", "Second"]


ACTS_ON_AN_ITEM = [
    (actions.move_up, {}),
    (actions.move_down, {}),
    (actions.fix_reference, {}),
    (actions.take_off_agenda, {"because": "So."}),
    (actions.carry_over, {"because": "So.", "to": None}),
    (actions.save_agenda_item, {"purpose": "decision", "title": "Other"}),
]


def test_numbers_are_provisional_until_they_are_fixed_and_never_change_afterwards():
    by, of = make.analyst(), meeting()
    _, _, c = (item(of, by, title) for title in "abc")
    assert shown(of) == {"a": 1, "b": 2, "c": 3}
    actions.move_up(item=c, by=by)
    assert shown(of) == {"a": 1, "c": 2, "b": 3}
    actions.fix_reference(item=c, by=by)
    actions.move_up(item=c, by=by)
    assert order(of) == ["c", "a", "b"]
    assert shown(of) == {"a": 1, "c": 2, "b": 3}
    actions.fix_reference(item=c, by=by)
    c.refresh_from_db()
    assert c.number == 2
    assert Event.objects.filter(action="reference_fixed").count() == 1


def test_a_number_that_was_issued_is_not_given_again():
    by, of = make.analyst(), meeting()
    a, _ = (item(of, by, title) for title in "ab")
    actions.fix_reference(item=a, by=by)
    actions.take_off_agenda(item=a, by=by, because="The Proposer withdrew it.")
    item(of, by, "c")
    assert shown(of) == {"a": 1, "b": 2, "c": 3}
    assert order(of) == ["b", "c"]


def test_what_is_taken_off_without_a_number_leaves_none_behind():
    by, of = make.analyst(), meeting()
    a, _ = (item(of, by, title) for title in "ab")
    actions.take_off_agenda(item=a, by=by, because="Not needed.")
    assert shown(of) == {"b": 1}


def test_a_late_item_takes_the_next_number_wherever_it_stands():
    by, of = make.analyst(), meeting(in_days=4)
    papers = papers_day(of)
    with at(papers):
        a, _ = (item(of, by, title) for title in "ab")
    late = item(of, by, "late", late_because="Costs came on Monday.")
    assert (late.is_late, a.is_late) == (True, False)
    actions.move_up(item=late, by=by)
    actions.move_up(item=late, by=by)
    assert order(of) == ["late", "a", "b"]
    assert shown(of) == {"a": 1, "b": 2, "late": 3}


@pytest.mark.parametrize("kind, late", [("new_proposals", True), ("verbal_update", False), ("business", False)])
def test_only_what_has_a_paper_is_late_after_the_papers_day(kind, late):
    by, of = make.analyst(), meeting(in_days=2)
    if late:
        with pytest.raises(Refused) as refused:
            item(of, by, kind=kind)
        assert refused.value.field == "late_because"
    made = item(of, by, kind=kind, late_because="It came in on Monday.")
    assert made.is_late is late


def test_on_the_papers_day_itself_nothing_is_late():
    by, of = make.analyst(), meeting(in_days=5)
    with at(papers_day(of)):
        assert not item(of, by).is_late


def test_other_business_stays_last():
    by, of = make.analyst(), meeting()
    item(of, by, "Any other business", kind="business")
    item(of, by, "A paper")
    assert order(of) == ["A paper", "Any other business"]


def test_the_ends_of_the_agenda_say_so():
    by, of = make.analyst(), meeting()
    a, b = (item(of, by, title) for title in "ab")
    for act, one, words in ((actions.move_up, a, "first"), (actions.move_down, b, "last")):
        with pytest.raises(Refused, match=words):
            act(item=one, by=by)
    assert order(of) == ["a", "b"]


def test_what_was_not_reached_is_carried_over_with_a_link_both_ways():
    by, panel = make.analyst(), make.CommitteeFactory()
    first, second = meeting(panel, 20), meeting(panel, 40)
    old = item(first, by, "A paper", minutes_planned=10)
    actions.fix_reference(item=old, by=by)
    new = actions.carry_over(item=old, by=by, because="There was no time.")
    old.refresh_from_db()
    assert (old.state, old.because, old.carried_to) == ("carried_over", "There was no time.", new)
    assert (new.meeting, new.carried_from, new.minutes_planned) == (second, old, 10)
    assert (new.number, new.reference, new.is_late) == (None, "", False)
    assert old.reference == reference(first, 1)


def test_carrying_over_asks_for_a_later_meeting_of_the_same_body_and_a_reason():
    by, panel = make.analyst(), make.CommitteeFactory()
    csc = make.CommitteeFactory(code="csc", short_name="CSC", prefix="CSC")
    first = meeting(panel, 20)
    old = item(first, by)
    with pytest.raises(Refused, match="enter it first"):
        actions.carry_over(item=old, by=by, because="No time.")
    second, elsewhere, earlier = meeting(panel, 40), meeting(csc, 41), meeting(panel, 10)
    for to in (elsewhere, earlier, first):
        with pytest.raises(Refused) as refused:
            actions.carry_over(item=old, by=by, because="No time.", to=to)
        assert refused.value.field == "to"
    with pytest.raises(Refused) as refused:
        actions.carry_over(item=old, by=by, because=" ", to=second)
    assert refused.value.field == "because"
    assert order(first) == ["A paper"]


def test_a_proposal_comes_for_decision_only_when_it_is_ready():
    by = make.analyst()
    csc = make.CommitteeFactory(code="csc", short_name="CSC", prefix="CSC")
    of = meeting(csc)
    unready = make.draft_proposal(by=by)
    fields = {"meeting": of, "by": by, "kind": "proposal", "proposal": unready}
    with pytest.raises(Refused) as refused:
        actions.put_on_agenda(**fields, purpose="decision")
    assert refused.value.field == "proposal"
    assert refused.value.sentence.startswith(f"{unready.reference} is not ready for decision. ")
    assert order(of) == []
    actions.put_on_agenda(**fields, purpose="discussion")
    assert order(of) == [f"{unready.reference} {unready.title}"]


def test_a_proposal_that_is_ready_comes_for_decision_once():
    by, of = make.analyst(), meeting()
    proposal = make.agreed_proposal(by=by)
    fields = {"meeting": of, "by": by, "kind": "proposal", "proposal": proposal, "purpose": "decision"}
    actions.put_on_agenda(**fields)
    with pytest.raises(Refused, match="already"):
        actions.put_on_agenda(**fields)
    assert of.items.count() == 1


def test_what_a_body_does_not_decide_does_not_come_before_it_for_decision():
    by = make.analyst()
    board = make.CommitteeFactory(code="change-board", short_name="Change Board", prefix="CB")
    with pytest.raises(Refused, match="nothing in it for the Change Board to decide"):
        actions.put_on_agenda(
            meeting=meeting(board), by=by, kind="proposal", proposal=make.agreed_proposal(by=by), purpose="decision"
        )


def test_an_item_is_never_more_open_than_its_proposal():
    by = make.analyst()
    ssc = make.CommitteeFactory(code="ssc", short_name="SSC", prefix="SSC")
    amber = make.classed(make.draft_proposal(by=by), by, "amber", on_behalf_of=ssc)
    made = actions.put_on_agenda(
        meeting=meeting(ssc), by=by, kind="proposal", proposal=amber, purpose="discussion", classification="white"
    )
    assert made.classification == "amber"
    seen = AgendaItem.objects
    assert seen.visible_to(make.member(ssc)).get() == made
    assert not seen.visible_to(make.party()).exists()


def test_the_agenda_of_a_cancelled_meeting_is_closed():
    by = make.analyst()
    gone = meeting(state="cancelled", cancelled_because="No papers.")
    with pytest.raises(Refused, match="No papers"):
        item(gone, by)
    assert gone.items.count() == 0


@pytest.mark.django_db(transaction=True)
def test_two_papers_issued_at_once_have_two_references():
    by, of = make.analyst(), meeting()
    made = [item(of, by, title) for title in "abcd"]
    answers = at_once(*(lambda one=one: actions.fix_reference(item=one, by=by) for one in made))
    assert sorted(answer.number for answer in answers) == [1, 2, 3, 4]
    assert of.items.values("reference").distinct().count() == 4


@pytest.mark.django_db(transaction=True)
def test_two_secretaries_put_the_same_proposal_on_once():
    by, of = make.analyst(), meeting()
    proposal = make.agreed_proposal(by=by)
    fields = {"meeting": of, "by": by, "kind": "proposal", "proposal": proposal, "purpose": "decision"}
    answers = at_once(*(lambda: actions.put_on_agenda(**fields) for _ in range(2)))
    assert sorted(type(answer).__name__ for answer in answers) == ["AgendaItem", "Refused"]
    assert of.items.count() == 1
