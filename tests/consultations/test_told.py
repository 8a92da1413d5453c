"""Who is told of a consultation, and when they are reminded: once for each close and distance."""

from datetime import date, timedelta

import pytest

from accounts.models import Affiliation, Category
from audit import clock
from bodies.actions import override_day
from bodies.workingdays import WorkingCalendar
from consultations import actions
from consultations.actions.preparing import Texts
from consultations.actions.reminding import due_reminders
from consultations.models import Consultation, Kind, Reminder
from consultations.tasks import queue_reminders
from jobs.models import Job, JobState
from jobs.tasks import run
from notifications.models import Delivery, Message
from proposals import actions as proposals
from proposals.ports import tellings
from tests import factories as make
from tests.consultations import asked
from tests.consultations.running import OPENED, after, opened, prepared
from tests.proposals.states import refined, reported, with_path

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return make.analyst()


@pytest.fixture
def people():
    """One who may speak for an organisation of each of some categories, and one who may only write."""
    cast = {
        "large": make.party(Category.LARGE_SUPPLIER),
        "small": make.party(Category.SMALL_SUPPLIER),
        "gas": make.party(Category.GAS_NETWORK),
        "dcc": make.party(Category.DCC),
        "consumers": make.party(Category.CONSUMER_BODY, is_party=False),
    }
    writer = make.UserFactory()
    Affiliation.objects.create(
        user=writer,
        organisation=cast["large"].organisations[0],
        kind=Affiliation.Kind.CONTRIBUTOR,
        starts=date(2020, 1, 1),
    )
    return cast | {"writer": writer}


def told(people, **message) -> set[str]:
    users = set(
        Delivery.objects.filter(**{f"message__{k}": v for k, v in message.items()}).values_list("user", flat=True)
    )
    return {name for name, person in people.items() if person.pk in users}


EVERYBODY = {"large", "small", "gas", "dcc", "consumers"}


def test_those_invited_are_told_that_it_is_open_and_were_named_before(by, people):
    held = prepared(by, invited=(Category.LARGE_SUPPLIER, Category.GAS_NETWORK))
    telling = tellings["consultation_opened"](held)
    actions.open_consultation(
        consultation=held, by=by, closes_on=clock.today() + timedelta(days=70 - clock.today().weekday())
    )
    assert told(people, audience="consultation") == {"large", "gas"}
    assert set(telling.names) == {people["large"].name, people["gas"].name}
    assert telling.sentence.startswith("2 people are told")


def test_where_nobody_is_named_everybody_is_told(by, people):
    opened(by)
    assert told(people, audience="consultation") == EVERYBODY


@pytest.mark.parametrize(
    "classification, heard",
    [("white", EVERYBODY), ("green", EVERYBODY - {"consumers"}), ("amber", set())],
)
def test_those_are_told_who_may_read_it(by, people, classification, heard):
    held = prepared(by)
    texts = Texts("Meters", "Why.", classification=classification)
    actions.change_consultation(consultation=held, by=by, texts=texts)
    held = Consultation.objects.get()
    assert set(tellings["consultation_opened"](held).names) == {people[name].name for name in heard}
    actions.open_consultation(consultation=held, by=by, closes_on=after(20))
    assert told(people, subject__contains="open until") == heard
    actions.extend_consultation(consultation=held, by=by, closes_on=after(30), reason="More time.")
    assert told(people, subject__contains="open for longer") == heard
    with clock.set_to(clock.closing(after(29))):
        held.refresh_from_db()
        actions.remind_of_consultation(consultation=held, days=1, closes_at=held.closes_at)
    assert told(people, subject__contains="closes on") == heard
    actions.take_consultation_back(consultation=held, by=by, reason="The question was wrong.")
    assert told(people, subject__contains="taken back") == heard


def test_the_step_tells_of_a_report_and_not_the_dcc(by, people):
    proposal = with_path(reported(by), by, "2")
    proposals.send_to_consultation(proposal=proposal, by=by, words="Sent.")
    assert told(people, audience="consulted") == {"large", "small", "gas"}
    assert Message.objects.filter(audience="consultation").count() == 0
    body = Message.objects.get(audience="consulted").body
    assert proposal.consultations.get().get_absolute_url() in body


def test_extended_and_taken_back_they_are_told_again(by, people):
    held = opened(by, invited=(Category.GAS_NETWORK,))
    later = clock.london_date(held.closes_at) + timedelta(days=7)
    actions.extend_consultation(consultation=held, by=by, closes_on=later, reason="The meeting was moved.")
    assert told(people, subject__contains="open for longer") == {"gas"}
    assert "The meeting was moved." in Message.objects.get(subject__contains="open for longer").body
    actions.take_consultation_back(consultation=held, by=by, reason="The question was wrong.")
    assert told(people, subject__contains="taken back") == {"gas"}


def test_of_what_was_only_prepared_nobody_hears(by, people):
    actions.take_consultation_back(consultation=prepared(by), by=by, reason="Not needed.")
    assert Message.objects.count() == 0


def sweep(day: date, hour: int = 9) -> int:
    """What the sweeps of a day send; how many reminders stand afterwards."""
    with clock.set_to(clock.closing(day) - timedelta(hours=17 - hour)):
        queue_reminders()
        queue_reminders()
        for job in Job.objects.filter(kind="remind_of_consultation", state=JobState.QUEUED).order_by("pk"):
            run(job.pk)
    return Reminder.objects.count()


def test_reminded_five_and_one_working_days_before_the_close_and_once_each(by, people):
    with clock.set_to(OPENED):
        held = opened(by, days=20)  # until Wednesday 8 April; Easter between
    days = [
        date(2026, 3, 27),
        date(2026, 3, 30),
        date(2026, 3, 31),
        date(2026, 4, 2),
        date(2026, 4, 7),
        date(2026, 4, 8),
    ]
    assert [sweep(day) for day in days] == [0, 1, 1, 1, 2, 2]
    found = list(Reminder.objects.order_by("pk").values_list("days", "closes_at"))
    assert found == [(5, held.closes_at), (1, held.closes_at)]


def test_of_which_day_the_reminders_are(by):
    with clock.set_to(OPENED):
        opened(by, days=20)  # until Wednesday 8 April: 7 April is one working day before, 30 March is five
    assert sweep(date(2026, 3, 27)) == 0
    assert sweep(date(2026, 3, 30)) == 1
    assert sweep(date(2026, 4, 2)) == 1
    assert sweep(date(2026, 4, 7)) == 2
    assert sweep(date(2026, 4, 8)) == 2


def test_who_has_answered_is_not_reminded(by, people):
    with clock.set_to(OPENED):
        held = opened(by)
        asked.submission(held, people["gas"].organisations[0])
    sweep(date(2026, 3, 30))
    assert told(people, key__startswith=f"consultation-{held.pk}-reminder") == EVERYBODY - {"gas"}


def test_one_that_was_extended_is_not_reminded_of_on_that_day(by):
    """Until Wednesday 8 April, extended on Tuesday 31 March: that is five working days before the new close."""
    with clock.set_to(OPENED):
        held = opened(by)
    assert sweep(date(2026, 3, 30)) == 1
    with clock.set_to(clock.closing(date(2026, 3, 31)) - timedelta(hours=4)):
        actions.extend_consultation(consultation=held, by=by, closes_on=date(2026, 4, 9), reason="More time.")
    assert [sweep(date(2026, 3, 31), 15), sweep(date(2026, 4, 1)), sweep(date(2026, 4, 7))] == [1, 1, 1]
    assert sweep(date(2026, 4, 8)) == 2
    assert Reminder.objects.last().days == 1


def test_whose_close_moved_by_a_holiday_is_not_reminded_of_twice(by):
    with clock.set_to(OPENED):
        proposal = with_path(reported(by), by, "2")
        proposals.send_to_consultation(proposal=proposal, by=by, words="Sent.")  # until Monday 30 March
    assert sweep(date(2026, 3, 23)) == 1
    with clock.set_to(clock.closing(date(2026, 3, 24)) - timedelta(hours=4)):
        override_day(by=by, date=date(2026, 3, 26), name="Mourning", is_working_day=False, reason="Announced.")
    assert Consultation.objects.get().closes_at == clock.closing(date(2026, 3, 31))
    assert [sweep(date(2026, 3, day)) for day in (24, 25, 27, 30)] == [1, 1, 1, 2]


def test_what_closes_later_is_not_read_by_the_sweep(by, django_assert_num_queries):
    with clock.set_to(OPENED):
        due_reminders(clock.now(), WorkingCalendar())
        for number in range(3):
            opened(by, title=f"Far off {number}", days=40)
        with django_assert_num_queries(2):
            assert due_reminders(clock.now(), WorkingCalendar()) == []


def test_an_extension_begins_anew(by):
    with clock.set_to(OPENED):
        held = opened(by)
    assert sweep(date(2026, 3, 30)) == 1
    with clock.set_to(clock.closing(date(2026, 3, 31)) - timedelta(hours=4)):
        actions.extend_consultation(consultation=held, by=by, closes_on=date(2026, 4, 20), reason="More time.")
    assert sweep(date(2026, 4, 7)) == 1
    assert sweep(date(2026, 4, 13)) == 2
    assert sweep(date(2026, 4, 17)) == 3


def test_one_opened_within_that_distance_is_not_reminded_of_on_its_first_day(by):
    from proposals.models import ProcessRule

    ProcessRule.objects.filter(key="rfi_days").update(value=3)
    with clock.set_to(OPENED):
        opened(by, Kind.INFORMATION, refined(by), days=3)  # until Thursday 12 March
    assert [sweep(date(2026, 3, day)) for day in (9, 10, 11)] == [0, 0, 1]


def test_a_reminder_of_a_close_that_has_moved_is_not_sent(by):
    with clock.set_to(OPENED):
        held = opened(by)
        was = held.closes_at
        actions.extend_consultation(consultation=held, by=by, closes_on=date(2026, 4, 20), reason="More time.")
        assert actions.remind_of_consultation(consultation=held, days=5, closes_at=was) is None
    assert Message.objects.filter(key__contains="reminder").count() == 0
