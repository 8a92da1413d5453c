"""The one teardown of tests that commit.

Django would flush with TRUNCATE, which the event table refuses, and would take the rows that migrations loaded with it.
Here every table is emptied and those rows are put back, under a role in which no trigger fires.
"""

import functools

import pytest
from django.db import connection
from django.test import TransactionTestCase

REFERENCE = "reference_copy"
KEPT = {"django_migrations"}


def _rows(cursor, sql, *params):
    cursor.execute(sql, params)
    return [row[0] for row in cursor.fetchall()]


def _tables(cursor, schema: str) -> list[str]:
    names = _rows(cursor, "SELECT tablename FROM pg_tables WHERE schemaname = %s ORDER BY tablename", schema)
    return [name for name in names if name not in KEPT]


def _columns(cursor, table: str) -> str:
    """The columns that are stored; generated ones make themselves again."""
    sql = (
        "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = %s"
        " AND is_generated = 'NEVER' ORDER BY ordinal_position"
    )
    return ", ".join(f'"{name}"' for name in _rows(cursor, sql, table))


def remember(copy: str = REFERENCE) -> list[str]:
    """Copy each table that holds something into the schema ``copy``; answers their names."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {copy} CASCADE; CREATE SCHEMA {copy}")
        filled = []
        for table in _tables(cursor, "public"):
            cursor.execute(f'SELECT EXISTS (SELECT FROM "{table}")')
            if cursor.fetchone()[0]:
                cursor.execute(f'CREATE TABLE {copy}."{table}" AS SELECT {_columns(cursor, table)} FROM "{table}"')
                filled.append(table)
    return filled


@functools.cache
def _restoring(copy: str) -> str:
    with connection.cursor() as cursor:
        statements = [f'DELETE FROM "{table}"' for table in _tables(cursor, "public")]
        for table in _tables(cursor, copy):
            columns = _columns(cursor, table)
            statements.append(f'INSERT INTO "{table}" ({columns}) SELECT {columns} FROM {copy}."{table}"')
    return "; ".join(["SET session_replication_role = replica", *statements, "SET session_replication_role = DEFAULT"])


def restore(copy: str = REFERENCE) -> None:
    """Everything at once: if any statement fails, the whole is undone and the role with it."""
    with connection.cursor() as cursor:
        cursor.execute(_restoring(copy))


def _teardown(self) -> None:
    if not connection.get_autocommit():
        connection.rollback()
    restore()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        remember()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", _teardown)
        yield
