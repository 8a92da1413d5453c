"""Approved minutes are what the body says happened: the agenda that they follow no longer changes either, and what was
minuted is not carried over or taken off."""

from datetime import date

import pytest

from audit.acts import Refused
from subcommittees import actions
from subcommittees.minuted import sheet
from tests import factories as make
from tests.subcommittees.deciding import asked, body, item, meeting, way

pytestmark = pytest.mark.django_db
HELD, LATER, COMING = date(2026, 10, 6), date(2026, 11, 3), date(2031, 1, 7)


@pytest.fixture
def by():
    return make.analyst()


@pytest.fixture
def minuted(by):
    one = item(meeting(body("ssc"), on=HELD), title="Planning", kind="new_proposals")
    item(one.meeting, title="Another")
    actions.write_minute(item=one, by=by, text="The plan was noted.")
    return one


@pytest.fixture
def approved(minuted, by):
    actions.circulate_minutes(meeting=minuted.meeting, by=by)
    actions.approve_minutes(meeting=minuted.meeting, by=by, approved_in=meeting(body("ssc"), on=LATER))
    return minuted


def changes(one, by) -> dict:
    committee = one.meeting.committee
    coming = committee.meetings.filter(date=COMING).first() or meeting(committee, on=COMING)
    saved = {"purpose": "information", "title": "Another title"}
    return {
        "take_off": lambda: actions.take_off_agenda(item=one, by=by, because="So."),
        "carry_over": lambda: actions.carry_over(item=one, by=by, because="So.", to=coming),
        "save": lambda: actions.save_agenda_item(item=one, by=by, **saved),
        "move": lambda: actions.move_down(item=one, by=by),
        "put_on": lambda: actions.put_on_agenda(
            meeting=one.meeting, by=by, kind="business", purpose="discussion", title="More"
        ),
        "fix": lambda: actions.fix_references(meeting=one.meeting, by=by),
    }


@pytest.mark.parametrize("change", ["take_off", "carry_over", "save", "move", "put_on", "fix"])
def test_the_agenda_is_no_longer_changed_once_its_minutes_are_approved(approved, by, change):
    shown = sheet(approved.meeting, by).open_items
    with pytest.raises(Refused) as refused:
        changes(approved, by)[change]()
    assert "were approved on 3 November 2026" in refused.value.sentence
    assert sheet(approved.meeting, by).open_items == shown


@pytest.mark.parametrize("change", ["save", "move", "put_on", "fix"])
def test_before_that_it_may_be_put_right(minuted, by, change):
    changes(minuted, by)[change]()


@pytest.mark.parametrize("change", ["take_off", "carry_over"])
def test_what_was_minuted_was_taken_and_does_not_leave_the_agenda(minuted, by, change):
    with pytest.raises(Refused, match="is minuted"):
        changes(minuted, by)[change]()
    other = minuted.meeting.items.get(title="Another")
    changes(other, by)[change]()
    assert [each.item.title for each in sheet(minuted.meeting, by).open_items] == ["Planning"]


def test_what_is_carried_over_takes_with_it_what_the_body_is_asked(by):
    """Nobody types again what the body was to be asked."""
    one = item(meeting(on=COMING), make.agreed_proposal(by=by))
    rows = asked(one, by, "convert_to_refinement")
    actions.drop_recommendation(recommendation=rows[1], by=by)
    new = actions.carry_over(item=one, by=by, because="No time.", to=meeting(on=date(2031, 2, 4)))
    facts = ("proposal", "order", "verb", "addressee", "condition", "text", "move", "route", "by")
    assert list(new.recommendations.values(*facts)) == list(one.recommendations.standing().values(*facts))
    assert new.recommendations.count() == len(way("convert_to_refinement").lines) - 1


def test_the_same_is_not_put_on_twice(by):
    of = meeting(on=COMING)
    given = {"meeting": of, "by": by, "kind": "actions", "purpose": "information", "title": "Open actions"}
    actions.put_on_agenda(**given)
    with pytest.raises(Refused, match="“Open actions” is on this agenda already"):
        actions.put_on_agenda(**given)
    actions.put_on_agenda(**given | {"title": "Actions of the Working Group"})
    assert of.items.count() == 2
