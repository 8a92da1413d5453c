"""What is asked some thousand times, planned by PostgreSQL once: to plan a question to every table takes longer than to
answer it."""

from collections.abc import Iterable

from django.db import connection, models

_planned: dict[str, int] = {}  # by name, the connection on which it is


def rows(name: str, sql: str) -> list[tuple]:
    with connection.cursor() as cursor:
        where = connection.connection.info.backend_pid
        if _planned.get(name) != where:
            cursor.execute(f"PREPARE {name} AS {sql}")
            _planned[name] = where
        cursor.execute(f"EXECUTE {name}")
        return cursor.fetchall()


def tables(name: str, of: Iterable[type[models.Model]]) -> dict[str, str]:
    """Every row of these models, as text, by model."""
    found = "SELECT '{}', COALESCE(jsonb_agg(to_jsonb(t) ORDER BY t.{})::text, '[]') FROM {} t"
    each = [found.format(m._meta.label, m._meta.pk.column, m._meta.db_table) for m in of]
    return dict(rows(name, " UNION ALL ".join(each)))
