"""PostgreSQL itself refuses to change evidence (issue: UPDATE, DELETE and TRUNCATE are refused)."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from audit.actions import erase_detail, take_checkpoint
from audit.models import ChainHead, Checkpoint, Event, EventDetail
from tests import transactional
from tests.audit import acts

FORBIDDEN = [
    "UPDATE audit_event SET actor = 'nobody'",
    "UPDATE audit_event SET classification = 'white' WHERE sequence = 1",
    "DELETE FROM audit_event",
    "TRUNCATE audit_event",
    "UPDATE audit_checkpoint SET size = 0",
    "DELETE FROM audit_checkpoint",
    "TRUNCATE audit_checkpoint",
    "DELETE FROM audit_eventdetail",
    "TRUNCATE audit_eventdetail",
    "UPDATE audit_eventdetail SET body = '{}'",
    "UPDATE audit_eventdetail SET salt = 'other', body = NULL, erased_at = now(), erased_why = 'why'",
    "DELETE FROM audit_chainhead",
    "TRUNCATE audit_chainhead",
]


def execute(sql):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def as_it_stands():
    return [list(model.objects.order_by("pk").values()) for model in (Event, EventDetail, ChainHead, Checkpoint)]


@pytest.mark.django_db
@pytest.mark.parametrize("sql", FORBIDDEN)
def test_refused(sql):
    acts.one()
    take_checkpoint()
    before = as_it_stands()
    with pytest.raises(DatabaseError, match="pgtrigger: Cannot"):
        execute(sql)
    assert as_it_stands() == before


@pytest.mark.django_db
def test_what_is_added_is_not_refused():
    acts.one()
    acts.one()
    take_checkpoint()
    assert (Event.objects.count(), Checkpoint.objects.get().size) == (2, 2)


@pytest.mark.django_db
def test_there_is_one_head():
    acts.one()
    with pytest.raises(IntegrityError, match="chain_has_one_head"), transaction.atomic():
        ChainHead.objects.create(id=False)


@pytest.mark.django_db
def test_an_erased_detail_is_never_filled_again():
    acts.one()
    erase_detail(sequence=1, why="Asked for by the person.", by=None)
    with pytest.raises(DatabaseError, match="pgtrigger: Cannot"):
        execute("UPDATE audit_eventdetail SET body = '{}', erased_at = NULL, erased_why = '' WHERE sequence = 1")
    with pytest.raises(DatabaseError, match="pgtrigger: Cannot"):
        execute("UPDATE audit_eventdetail SET erased_why = 'another reason' WHERE sequence = 1")
    assert EventDetail.objects.get(sequence=1).body is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    ["erased_at = now(), erased_why = 'why'", "body = NULL, erased_at = now()"],
    ids=["the body stays", "no reason"],
)
def test_a_detail_is_erased_whole_or_not_at_all(change):
    acts.one()
    with pytest.raises(IntegrityError, match="event_detail_erased_whole"):
        execute(f"UPDATE audit_eventdetail SET {change} WHERE sequence = 1")


@pytest.mark.django_db(transaction=True)
def test_the_triggers_refuse_after_the_teardown_of_a_test_that_committed():
    for _ in range(2):
        acts.one()
        take_checkpoint()
        for sql in FORBIDDEN:
            with pytest.raises(DatabaseError, match="pgtrigger: Cannot"):
                execute(sql)
        transactional.restore()
        assert Event.objects.count() == 0
