"""A guest who withdrew may have another response: what was there stays, and on the way back each guest keeps one."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from consultations import actions
from consultations.models import Response
from tests.consultations import asked
from tests.consultations.answered import guests_draft

pytestmark = pytest.mark.django_db
BEFORE, AFTER = "0011_an_original_is_entered_anew", "0012_a_guest_may_answer_again"


def migrate(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    executor = MigrationExecutor(connection)
    executor.migrate([("consultations", name)])


def test_there_and_back_with_what_was_written():
    row = asked.consultation("Do you agree?")
    withdrawn, other = guests_draft(row), guests_draft(row, email="b@example.org")
    by = withdrawn.invitation
    actions.submit_response(response=withdrawn, by=by)
    actions.withdraw_response(response=withdrawn, by=by, reason="Too soon.")
    again = actions.start_response(consultation=row, by=by)
    migrate(BEFORE)
    kept = dict(Response.objects.values_list("pk", "invitation"))
    assert kept == {withdrawn.pk: None, again.pk: by.pk, other.pk: other.invitation_id}
    assert Response.objects.get(pk=withdrawn.pk).person_name == by.name
    migrate(AFTER)
    assert dict(Response.objects.values_list("pk", "invitation")) == kept
