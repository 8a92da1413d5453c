"""A month in the life of a body, from before it is there to its second meeting: every screen by whoever’s work it is, and
nothing typed that the record knows."""

import sys

import pytest

from secmods import embedded
from tests import workers
from tests.journeys import month as m
from tests.journeys import month_before as before
from tests.journeys import month_facts as facts
from tests.journeys import month_meeting as at_it

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def redis():
    own = workers.OwnRedis()
    own.start()
    yield
    own.kill()
    embedded.tidy_sockets(workers.REDIS_HOME)


@pytest.fixture
def month(new_page, sign_in, walk, time_passes):
    month = m.Month(new_page, sign_in, walk, time_passes)
    month.it_is(m.BEGINS)
    month.enter_people()
    return month


def until_the_meeting(month: m.Month) -> None:
    proposals, refined = month.raised(m.BEGINS, *m.IN_TIME), month.in_refinement()
    with month.stage("The body and its seats"):
        before.enter_the_body(month)
        before.enter_seats(month)
    with month.stage("Its meetings"):
        before.enter_meetings(month)
    with month.stage("The call for papers"):
        before.call_for_papers(month)
    with month.stage("Asked and promised by SECAS"):
        before.ask_and_promise(month, refined, proposals[0])
    with month.stage("Positions of members"):
        before.give_positions(month, refined)
    with month.stage("The agenda"):
        before.build_the_agenda(month)
    month.it_is(m.PAPERS_DAY)
    with month.stage("Six papers"):
        before.issue_papers(month)
    with month.stage("The pack, version 1"):
        before.issue_first_pack(month)
    month.it_is(m.LATE_DAY)
    month.raised(m.LATE_DAY, *m.LATE)
    with month.stage("Two late papers"):
        before.add_late_items(month)
    with month.stage("The pack, version 2"):
        before.issue_second_pack(month)
    with month.stage("Who comes"):
        before.answer_the_secretary(month)


def at_the_meeting(month: m.Month) -> None:
    month.it_is(m.MEETS, hour=14)
    with month.stage("Attendance and interests"):
        at_it.record_attendance(month)
        at_it.declare_an_interest(month)
    with month.stage("What was told and thought"):
        at_it.give_the_update(month)
        at_it.give_the_view(month)
    with month.stage("Six decisions"):
        at_it.decide(month)
        at_it.hold(month)
    month.it_is(m.MINUTED)
    with month.stage("The minutes"):
        at_it.write_minutes(month)
    with month.stage("Five actions"):
        at_it.undertake(month)
    with month.stage("Comments on the minutes"):
        at_it.send_round(month)
        at_it.comment(month)
        at_it.answer_comment(month)


def the_next_meeting(month: m.Month) -> str:
    """Gives the address of the paper of the minutes."""
    month.it_is(m.NEXT_PAPERS_DAY)
    with month.stage("An action closed"):
        at_it.close_one(month)
    with month.stage("The next agenda and its pack"):
        at_it.build_the_next(month)
        at_it.issue_the_next(month)
    month.it_is(m.NEXT_MEETS, hour=14)
    with month.stage("The minutes approved"):
        at_it.approve(month)
        return at_it.issue_minutes(month)


def test_a_month_in_the_life(month, redis, capsys):
    with workers.running(workers.dispatcher, workers.worker):
        until_the_meeting(month)
        at_the_meeting(month)
        minutes_paper = the_next_meeting(month)
    with capsys.disabled():
        sys.stdout.write(f"\n{month.ledger.told()}\n")

    found = facts.read(month, minutes_paper)
    assert facts.missing(found) == []
    assert facts.fields_of(month) == facts.expected()
    assert month.ledger.twice() == {}
    assert len(month.ledger.typed) == 34
