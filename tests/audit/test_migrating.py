"""Tables made at once are the tables that the models describe."""

import pytest
from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState

from audit.migrating import TablesAtOnce


def _operations():
    shelf = migrations.CreateModel("Shelf", [("id", models.BigAutoField(primary_key=True))])
    # The book names its shelf, the shelf its best book: one of the two is always made before what it points to.
    book = migrations.CreateModel(
        "Book",
        [
            ("id", models.BigAutoField(primary_key=True)),
            ("shelf", models.ForeignKey("audit.shelf", models.PROTECT)),
            ("pages", models.IntegerField()),
        ],
    )
    best = migrations.AddField("shelf", "best", models.ForeignKey("audit.book", models.PROTECT, null=True))
    some = models.CheckConstraint(condition=models.Q(pages__gt=0), name="book_has_pages")
    index = models.Index(fields=["pages"], name="book_pages")
    return [shelf, book, best, migrations.AddConstraint("book", some), migrations.AddIndex("book", index)]


def _described(table: str) -> tuple[set, set]:
    with connection.cursor() as cursor:
        columns = {column.name for column in connection.introspection.get_table_description(cursor, table)}
        constraints = connection.introspection.get_constraints(cursor, table)
    return columns, {tuple(c["columns"]) for c in constraints.values() if c["check"] or c["index"] or c["foreign_key"]}


@pytest.mark.django_db
def test_tables_are_made_in_their_final_shape_and_unmade():
    operation, before, after = TablesAtOnce(_operations()), ProjectState(), ProjectState()
    operation.state_forwards("audit", after)
    with connection.schema_editor() as editor:
        operation.database_forwards("audit", editor, before, after)
    assert _described("audit_shelf") == ({"id", "best_id"}, {("best_id",)})
    assert _described("audit_book") == ({"id", "shelf_id", "pages"}, {("shelf_id",), ("pages",)})
    with connection.schema_editor() as editor:
        operation.database_backwards("audit", editor, after, before)
    assert not {"audit_shelf", "audit_book"} & set(connection.introspection.table_names())


@pytest.mark.parametrize(
    "stranger, why",
    [
        (migrations.RunSQL("SELECT 1"), "does not belong to the making of a table"),
        (migrations.AddField("desk", "lamp", models.TextField()), "that table is made elsewhere"),
    ],
)
def test_nothing_else_is_taken_in(stranger, why):
    with pytest.raises(ValueError, match=why):
        TablesAtOnce([*_operations(), stranger])
