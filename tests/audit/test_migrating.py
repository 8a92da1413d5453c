"""Tables made at once are the tables that the models describe."""

import pytest
from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState
from pgtrigger.compiler import Trigger, UpsertTriggerSql
from pgtrigger.migrations import AddTrigger

from audit.migrating import RenderedOnce

NOTHING_GOES = Trigger(
    name="nothing_goes",
    sql=UpsertTriggerSql(
        func="RAISE EXCEPTION 'no';",
        hash="-",
        operation="DELETE",
        pgid="pgtrigger_nothing_goes",
        table="audit_book",
        when="BEFORE",
    ),
)


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
    operation, before, after = RenderedOnce(_operations()), ProjectState(), ProjectState()
    operation.state_forwards("audit", after)
    with connection.schema_editor() as editor:
        operation.database_forwards("audit", editor, before, after)
    assert _described("audit_shelf") == ({"id", "best_id"}, {("best_id",)})
    assert _described("audit_book") == ({"id", "shelf_id", "pages"}, {("shelf_id",), ("pages",)})
    with connection.schema_editor() as editor:
        operation.database_backwards("audit", editor, after, before)
    assert not {"audit_shelf", "audit_book"} & set(connection.introspection.table_names())


@pytest.mark.django_db
def test_a_table_that_was_there_is_changed_in_place_and_changed_back():
    """With a row in it: the new column has its default, the new constraint holds, the old one is gone."""
    before = ProjectState()
    made = RenderedOnce(_operations())
    made.state_forwards("audit", before)
    with connection.schema_editor() as editor:
        made.database_forwards("audit", editor, ProjectState(), before)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO audit_shelf DEFAULT VALUES")
        cursor.execute("INSERT INTO audit_book (shelf_id, pages) SELECT id, 12 FROM audit_shelf")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    few = models.CheckConstraint(condition=models.Q(pages__lt=models.F("most")), name="book_is_short")
    one = models.UniqueConstraint(fields=["shelf"], condition=models.Q(most=1), name="one_book_of_a_page")
    wide = models.BigIntegerField()
    change = RenderedOnce(
        [
            migrations.RemoveConstraint("book", "book_has_pages"),
            migrations.AddField("book", "most", models.IntegerField(default=500)),
            migrations.AlterField("book", "pages", wide),
            migrations.AddConstraint("book", few),
            migrations.AddConstraint("book", one),
            AddTrigger("book", NOTHING_GOES),
        ]
    )
    after = before.clone()
    change.state_forwards("audit", after)
    with connection.schema_editor() as editor:
        change.database_forwards("audit", editor, before, after)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pages, most FROM audit_book")
        assert cursor.fetchall() == [(12, 500)]
    assert _checks("audit_book") == {"book_is_short"}
    assert (_kind_of_pages(), _triggers()) == ("bigint", 1)
    with connection.schema_editor() as editor:
        change.database_backwards("audit", editor, after, before)
    assert _checks("audit_book") == {"book_has_pages"}
    assert (_kind_of_pages(), _triggers()) == ("integer", 0)


def _kind_of_pages() -> str:
    with connection.cursor() as cursor:
        columns = connection.introspection.get_table_description(cursor, "audit_book")
        cursor.execute("SELECT format_type(%s, NULL)", [next(c.type_code for c in columns if c.name == "pages")])
        return cursor.fetchone()[0]


def _triggers() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgrelid = 'audit_book'::regclass AND NOT tgisinternal")
        return cursor.fetchone()[0]


def _checks(table: str) -> set[str]:
    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, table)
    return {name for name, constraint in constraints.items() if constraint["check"]}


def test_what_has_not_been_tried_is_not_taken_in():
    with pytest.raises(ValueError, match="has to stand by itself"):
        RenderedOnce([*_operations(), migrations.RunSQL("SELECT 1")])
