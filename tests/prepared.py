"""What is asked some thousand times, planned by PostgreSQL once: to plan a question to every table takes longer than to
answer it."""

from django.db import connection

_planned: dict[str, int] = {}  # by name, the connection on which it is


def rows(name: str, sql: str) -> list[tuple]:
    with connection.cursor() as cursor:
        where = connection.connection.info.backend_pid
        if _planned.get(name) != where:
            cursor.execute(f"PREPARE {name} AS {sql}")
            _planned[name] = where
        cursor.execute(f"EXECUTE {name}")
        return cursor.fetchall()
