"""The teardown of tests that commit undoes everything, spares what migrations loaded, and disarms no trigger."""

import uuid
from datetime import UTC, date, datetime

import pytest
from django.db import InternalError, connection

from accounts.models import Organisation
from audit.models import ChainHead, Event
from proposals.models import ProcessRule
from tests.transactional import restore

pytestmark = pytest.mark.django_db(transaction=True)


def an_event(sequence=1):
    return Event.objects.create(
        sequence=sequence,
        act=uuid.uuid4(),
        at=datetime(2026, 1, 5, tzinfo=UTC),
        effective_on=date(2026, 1, 5),
        actor="a test",
        action="tested",
        subject="nothing",
        canonical="{}",
        previous_hash="0" * 64,
        hash=f"{sequence:064}",
    )


def ask(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0] if cursor.description else None


@pytest.mark.parametrize(
    "sql", ["UPDATE audit_event SET actor = 'nobody'", "DELETE FROM audit_event", "TRUNCATE audit_event"]
)
def test_the_event_table_refuses_change_before_and_after_the_teardown(sql):
    for _ in range(2):
        an_event()
        with pytest.raises(InternalError, match="pgtrigger: Cannot"):
            ask(sql)
        assert Event.objects.count() == 1
        restore()
        assert Event.objects.count() == 0


def test_the_role_that_silences_triggers_lasts_no_longer_than_the_teardown():
    restore()
    assert ask("SHOW session_replication_role") == "origin"


def test_rows_that_migrations_loaded_are_put_back_as_they_were_and_others_go():
    rules = list(ProcessRule.objects.order_by("pk").values())
    heads = list(ChainHead.objects.values())
    assert len(rules) >= 5
    ProcessRule.objects.all().delete()
    ProcessRule.objects.create(key="invented", value=1, starts=date(2026, 1, 5), source="a test")
    ChainHead.objects.update(size=7)
    Organisation.objects.create(name="Invented Energy", short_name="Invented", category="SMALL_SUPPLIER")
    restore()
    assert list(ProcessRule.objects.order_by("pk").values()) == rules
    assert list(ChainHead.objects.values()) == heads
    assert Organisation.objects.count() == 0


def test_new_rows_never_meet_the_numbers_of_those_put_back():
    restore()
    taken = set(ProcessRule.objects.values_list("pk", flat=True))
    new = ProcessRule.objects.create(key="invented", value=1, starts=date(2026, 1, 5), source="a test")
    assert new.pk not in taken
