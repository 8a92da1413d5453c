"""Acts made up for the tests of the chain, and a way to tamper with it as its owner never would."""

from contextlib import contextmanager

from django.db import connection

from audit.acts import act, nothing_changed, record
from audit.classification import Classification

ACTION = "organisation_entered"  # any declared action: the chain does not care what happened


@act
def one(*, by=None, sentence="It happened.", classification=Classification.WHITE, **more):
    record(
        ACTION, subject="tests.thing:1", about="tests.thing:1", sentence=sentence, classification=classification, **more
    )


@act
def three_as_one(*, by=None):
    one(sentence="First.")
    one(sentence="Second.")
    record(ACTION, subject="tests.thing:2", sentence="Third.")


@act
def silent(*, change=lambda: None):
    change()


@act
def idle():
    nothing_changed()


@act
def undeclared():
    record("never_declared", subject="tests.thing:1")


@contextmanager
def behind_its_back():
    """A cursor under the role in which no trigger fires: what somebody with the database's own password could do."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        yield cursor
        cursor.execute("SET session_replication_role = DEFAULT")
