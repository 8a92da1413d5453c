"""A comment on a clause is saved before it is complete: on the way back those that are not are kept as earlier words."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from consultations import actions
from consultations.drafts import parts
from consultations.models import DraftClauseComment, Revision
from tests import factories as make
from tests.consultations.drafts import begun, clause

pytestmark = pytest.mark.django_db
BEFORE, AFTER = "0013_responses_held_back", "0014_a_comment_is_saved_before_it_is_complete"


def migrate(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    MigrationExecutor(connection).migrate([("consultations", name)])


def test_there_and_back_with_what_was_written():
    robin = make.party()
    response = begun(robin)
    whole = [clause(response, robin), clause(response, robin, "", as_written="L8.7", operation="delete")]
    half = [
        clause(response, robin, "No place.", as_written=""),
        clause(response, robin, "No operation.", operation=""),
        clause(response, robin, "", as_written="L8.9", anchor="No words."),
    ]
    said = {f"c-{row.pk}": parts.said_on_clause(row) for row in half}
    migrate(BEFORE)
    assert list(DraftClauseComment.objects.all()) == whole
    assert {kept.part: kept.said for kept in Revision.objects.all()} == said
    migrate(AFTER)
    back = actions.restore(response=response, by=robin, revision=Revision.objects.first())
    assert (back.text, back.as_written) == ("No place.", "")
