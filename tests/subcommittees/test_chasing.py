"""Requests that are open are chased by people, and the system reminds once before and once after each due day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from audit import clock
from audit.acts import NotAllowed, Refused
from bodies.workingdays import WorkingCalendar
from jobs.models import Job
from notifications.models import Delivery, Message
from subcommittees import actions, tasks
from subcommittees.actions.chasing import due_reminders
from subcommittees.models import Chase, View, ViewRequest
from tests import factories as make
from tests.threads import at_once

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def by():
    return make.analyst()


@pytest.fixture
def ssc():
    return make.CommitteeFactory(code="ssc", name="Security Sub-Committee", short_name="SSC", prefix="SSC")


@pytest.fixture
def chair(ssc):
    return make.holds(ssc, make.UserFactory())


@pytest.fixture
def request_(by, ssc, chair):
    """Asked on Monday 2 March, due on Monday 16 March."""
    with clock.set_to(MONDAY):
        return make.asked(make.draft_proposal(by=by), by, ssc)


def on(day: date):
    return clock.set_to(datetime(day.year, day.month, day.day, 9, tzinfo=UTC))


# By somebody


def test_a_chase_is_written_to_whoever_runs_the_body_and_kept_with_who_was_told(request_, by, chair):
    for person in (chair, make.party(), make.authority()):
        with pytest.raises(NotAllowed):
            actions.chase(request=request_, by=person, text="Please.")
    with pytest.raises(Refused) as refused:
        actions.chase(request=request_, by=by, text="  ")
    assert refused.value.field == "text"
    made = actions.chase(request=request_, by=by, text="Please let us have it.")
    assert (made.how, made.text, made.told) == ("email", "Please let us have it.", f"{chair.name}, chair of the SSC")
    sent = Message.objects.get(key__startswith="view-chased")
    assert "Please let us have it." in sent.body
    assert list(sent.deliveries.values_list("user", flat=True)) == [chair.pk]


def test_where_nobody_would_hear_nothing_is_sent_and_it_says_so(by):
    opsg = make.CommitteeFactory(code="opsg", short_name="OPSG")
    make.member(opsg)
    request = make.asked(make.draft_proposal(by=by), by, opsg)
    with pytest.raises(Refused, match="Nobody who runs or speaks for the OPSG is in the directory"):
        actions.chase(request=request, by=by, text="Please.")
    assert not Chase.objects.exists()


def test_what_was_answered_is_not_chased(request_, by, ssc):
    actions.record_view(proposal=request_.proposal, by=by, committee=ssc, position="no_comment")
    with pytest.raises(Refused, match="The SSC has answered already"):
        actions.chase(request=request_, by=by, text="Please.")
    assert not Chase.objects.exists()


def test_many_are_chased_with_one_text_and_each_person_gets_one_letter(request_, by, ssc, chair):
    other = make.asked(make.draft_proposal(by=by), by, ssc)
    tabasc = make.CommitteeFactory(code="tabasc", short_name="TABASC")
    secretary = make.holds(tabasc, make.UserFactory(), "secretary")
    third = make.asked(request_.proposal, by, tabasc)
    made = actions.chase_all(requests=[third, other, request_], by=by, text="Please.")
    assert {chase.request for chase in made} == {request_, other, third}
    letters = Delivery.objects.filter(message__key__startswith="view-chased")
    assert {(copy.user, copy.message.subject.partition(" ")[0]) for copy in letters} == {
        (chair, "2"),
        (secretary, request_.proposal.reference),
    }


def test_one_that_cannot_be_chased_stops_them_all(request_, by):
    opsg = make.CommitteeFactory(code="opsg", short_name="OPSG")
    unheard = make.asked(make.draft_proposal(by=by), by, opsg)
    with pytest.raises(Refused):
        actions.chase_all(requests=[request_, unheard], by=by, text="Please.")
    assert not Chase.objects.exists()
    assert not Message.objects.filter(key__startswith="view-chased").exists()


def test_answered_by_telephone_is_one_step_with_whom_one_spoke_to(request_, by, chair):
    said = {"request": request_, "position": "opposes", "text": "They are against it."}
    with pytest.raises(NotAllowed):
        actions.answer_by_telephone(**said, by=chair, spoke_to="Myself")
    with pytest.raises(Refused) as refused:
        actions.answer_by_telephone(**said, by=by, spoke_to="")
    assert refused.value.field == "spoke_to"
    view = actions.answer_by_telephone(**said, by=by, spoke_to="The chair of the SSC")
    chase = Chase.objects.get()
    assert (view.request, chase.how, chase.told) == (request_, "telephone", "The chair of the SSC")
    assert View.objects.count() == 1


def test_what_was_sent_stays(request_, by):
    from django.db import DatabaseError

    actions.chase(request=request_, by=by, text="Please.")
    with pytest.raises(DatabaseError, match="pgtrigger: Cannot"), transaction.atomic():
        Chase.objects.update(text="Other.")


# By the system

SWEEP = {
    # due Monday 16 March: two working days before is Thursday 12, one after is Tuesday 17
    date(2026, 3, 11): [],
    date(2026, 3, 12): ["before"],
    date(2026, 3, 16): ["before"],
    date(2026, 3, 17): ["after"],
    date(2026, 3, 30): ["after"],
    date(2026, 3, 31): [],  # longer silent than a fortnight: people chase
}


@pytest.mark.parametrize("day", SWEEP)
def test_when_a_reminder_is_due(request_, day):
    with on(day):
        found = due_reminders(day, WorkingCalendar())
    assert [kind for _, kind in found] == SWEEP[day]


def sweep(day: date) -> list[str]:
    """What a day's sweeps send, job by job."""
    with on(day):
        tasks.queue_reminders()
        for job in Job.objects.filter(kind="remind_views"):
            tasks.remind_view(job, lambda percent, note: None)
        Job.objects.filter(kind="remind_views").delete()
    return list(Chase.objects.filter(how="reminder").order_by("pk").values_list("reminds", flat=True))


def test_each_reminder_goes_out_once(request_, chair):
    assert sweep(date(2026, 3, 12)) == ["before"]
    assert sweep(date(2026, 3, 13)) == ["before"]
    assert sweep(date(2026, 3, 17)) == ["before", "after"]
    assert sweep(date(2026, 3, 18)) == ["before", "after"]
    copies = Delivery.objects.filter(message__key__regex="^view-(before|after)-")
    assert [copy.user for copy in copies] == [chair, chair]


def test_for_another_due_day_it_reminds_again(request_, by):
    assert sweep(date(2026, 3, 12)) == ["before"]
    with on(date(2026, 3, 13)):
        actions.change_due(request=request_, by=by, due_on=date(2026, 3, 20), why="More time.")
    assert sweep(date(2026, 3, 17)) == ["before"]
    assert sweep(date(2026, 3, 18)) == ["before", "before"]


QUIET = {
    "answered": lambda r, by: actions.record_view(
        proposal=r.proposal, by=by, committee=r.committee, position="no_comment"
    ),
    "withdrawn": lambda r, by: actions.withdraw_request(request=r, by=by, because="In error."),
}


@pytest.mark.parametrize("what", QUIET)
def test_nobody_is_reminded_of_what_is_no_longer_open(request_, by, what):
    with on(date(2026, 3, 3)):
        QUIET[what](request_, by)
    assert sweep(date(2026, 3, 12)) == []
    assert sweep(date(2026, 3, 17)) == []


def test_what_was_entered_after_its_days_reminds_nobody(by, ssc, chair):
    """Entered on 30 March for 2 to 16 March: both reminders would have gone out before it was on record."""
    with clock.set_to(MONDAY):
        proposal = make.draft_proposal(by=by)
    with on(date(2026, 3, 18)):
        make.asked(proposal, by, ssc, asked_on=date(2026, 3, 2), due_on=date(2026, 3, 16))
    assert sweep(date(2026, 3, 18)) == []


def test_the_sweep_costs_the_same_for_one_and_for_many(request_, by, django_assert_num_queries):
    with clock.set_to(MONDAY):
        for n in range(20):
            make.asked(request_.proposal, by, make.CommitteeFactory(code=f"b{n}", short_name=f"B{n}"))
    with on(date(2026, 3, 12)), django_assert_num_queries(3):
        assert len(due_reminders(date(2026, 3, 12), WorkingCalendar())) == 21


def test_a_reminder_says_which_day_it_is_of(request_, by):
    for fields, name in (
        ({"how": "reminder"}, "reminder_says_of_what"),
        ({"how": "email", "reminds": "before", "due_on": date(2026, 3, 16)}, "reminder_says_of_what"),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Chase.objects.create(request=request_, at=MONDAY, **fields)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_remind_once():
    by, body = make.analyst(), make.CommitteeFactory(code="ssc", short_name="SSC")
    make.holds(body, make.UserFactory())
    request = make.asked(make.draft_proposal(by=by), by, body)
    due_on = ViewRequest.objects.get().due_on

    def remind():
        return actions.remind(request=request, kind="before", due_on=due_on)

    made = at_once(remind, remind)
    assert sorted(each is None for each in made) == [False, True]
    assert Chase.objects.count() == 1
    assert Delivery.objects.filter(message__key__startswith="view-before").count() == 1
    assert clock.today() - request.asked_on < timedelta(days=2)
