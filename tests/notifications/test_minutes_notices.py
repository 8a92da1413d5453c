"""Members hear that minutes were sent round, by when they may comment, and that they were approved."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail

from audit import clock
from bodies.models import Membership
from notifications.models import Message
from proposals.ports import tellings
from subcommittees import actions
from tests import factories as make
from tests.notifications.test_receipts import send_all
from tests.subcommittees.deciding import body, item, meeting, secretary

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 10, 12, 9, tzinfo=UTC)
WHEN = "Monday 19 October 2026"  # five working days, counted from the day after
PAGE = "/committees/csc/meetings/2026-10-06/minutes/"


@pytest.fixture(autouse=True)
def _monday():
    with clock.set_to(MONDAY):
        yield


@pytest.fixture
def by():
    return make.analyst()


@pytest.fixture
def held(by):
    held = meeting(body("csc"), on=date(2026, 10, 6))
    actions.write_minute(item=item(held, title="Planning"), by=by, text="The plan was noted.")
    return held


@pytest.fixture
def sitting(held):
    """A member with an alternate, a secretary; and one whose term is over."""
    member, stand_in = make.member(held.committee), make.UserFactory()
    Membership.objects.filter(user=member).update(alternate=stand_in)
    gone = make.member(held.committee)
    Membership.objects.filter(user=gone).update(ends=date(2026, 10, 1))
    return {member.email, stand_in.email, secretary(held.committee).email}


def sent() -> dict[str, set[str]]:
    """Who got what, by its subject."""
    send_all()
    found = {}
    for each in mail.outbox:
        found.setdefault(each.subject, set()).update(each.to)
    return found


def test_those_who_sit_on_the_body_hear_that_they_may_comment_where_and_until_when(held, sitting, by):
    actions.circulate_minutes(meeting=held, by=by)
    assert sent() == {f"Minutes of CSC meeting 1: for your comments by {WHEN}": sitting}
    told = mail.outbox[0].body
    assert f"can be read and commented on, item by item, until {WHEN}." in told
    assert PAGE in told
    assert "The plan was noted" not in told  # what is minuted is read on the page, by whoever may read it
    assert Message.objects.get().classification == "amber"


def test_another_day_is_told_again(held, sitting, by):
    actions.circulate_minutes(meeting=held, by=by)
    actions.circulate_minutes(meeting=held, by=by, due_on=date(2026, 10, 23))
    assert [subject.partition("comments by ")[2] for subject in sent()] == [WHEN, "Friday 23 October 2026"]


def test_they_hear_how_the_minutes_were_approved_and_when_that_is_taken_back(held, sitting, by):
    actions.circulate_minutes(meeting=held, by=by)
    later = meeting(held.committee, on=date(2026, 10, 13))
    with clock.set_to(MONDAY + timedelta(days=2)):
        actions.approve_minutes(meeting=held, by=by, approved_in=later)
    assert sent()["Minutes of CSC meeting 1: approved"] == sitting
    assert "were approved at meeting 2 on 13 October 2026." in mail.outbox[-1].body
    with clock.set_to(MONDAY + timedelta(days=3)):
        actions.take_approval_back(meeting=held, by=by, because="It was the wrong meeting.")
    assert sent()["Minutes of CSC meeting 1: no longer approved"] == sitting
    assert "It was the wrong meeting." in mail.outbox[-1].body


def test_what_is_entered_afterwards_mails_nobody(held, sitting, by):
    later = meeting(held.committee, on=date(2026, 10, 8))
    minutes = actions.circulate_minutes(meeting=held, by=by, effective=date(2026, 10, 7))
    assert minutes.comments_due_on == date(2026, 10, 14)
    actions.approve_minutes(meeting=held, by=by, approved_in=later)
    assert (sent(), Message.objects.count()) == ({}, 0)


def test_it_is_foretold_who_would_be_told_before_anything_is_pressed(client, held, sitting, by):
    names = tellings["minutes"](held).names
    assert len(names) == 3
    client.force_login(by)
    for url in (f"{PAGE}send-round/", f"{PAGE}approve/", f"{PAGE}take-approval-back/"):
        page = client.get(url).content.decode()
        assert "3 people are told: those who sit on the CSC and stand in there." in page
        assert all(name in page for name in names)
    assert not Message.objects.exists()


def test_where_nobody_sits_nobody_is_told_and_the_page_says_so(client, held, by):
    client.force_login(by)
    assert "Nobody by e-mail: nobody sits on the CSC." in client.get(f"{PAGE}send-round/").content.decode()
    actions.circulate_minutes(meeting=held, by=by)
    assert not Message.objects.exists()
