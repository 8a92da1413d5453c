"""What the record said of bodies that were asked, or were silent, when these were views: it becomes requests."""

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from subcommittees.models import View, ViewRequest
from tests import factories as make

pytestmark = pytest.mark.django_db
BEFORE, AFTER = ("0005_requests_and_what_becomes_of_them", "0007_a_view_is_given")
AT = datetime(2019, 5, 20, 9, tzinfo=UTC)


def migrate(name: str):
    """To that migration of this app, with all that others hold; gives the models as it leaves them."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    executor = MigrationExecutor(connection)
    return executor.migrate([("subcommittees", name)]).apps


@pytest.fixture
def written():
    """A proposal with views as they were kept: (body, version, position, fields)."""

    def write(*rows):
        proposal = make.draft_proposal(raised_on=date(2019, 4, 12))
        bodies = {row[0]: make.CommitteeFactory(code=row[0], short_name=row[0].upper()) for row in rows}
        meetings = {code: make.MeetingFactory(committee=body, date=date(2019, 5, 21)) for code, body in bodies.items()}
        old = migrate(BEFORE).get_model("subcommittees", "View")
        for code, version, position, fields in rows:
            fields = dict(fields)
            met = {"meeting_id": meetings[code].pk} if fields.pop("met", False) else {}
            why = {"why_changed": "The answer came in."} if version > 1 else {}
            words = {"text": "So."} if position in ("supports", "opposes") else {}
            days = {"given_on": date(2019, 4, 24)}
            own = {"proposal_id": proposal.pk, "committee_id": bodies[code].pk, "at": AT, "position": position}
            old.objects.create(**own, version=version, **{**days, **met, **why, **words, **fields})
        migrate(AFTER)
        return proposal

    return write


def requests(proposal) -> dict:
    return {each.committee.code: each for each in proposal.view_requests.select_related("committee").with_state()}


def test_what_was_asked_is_a_request_and_silence_follows_from_its_day(written):
    proposal = written(
        ("smki-pma", 1, "asked", {"due_on": date(2019, 5, 21), "met": True, "text": "It meets on 21 May."}),
        ("opsg", 1, "silent", {"asked_how": "e-mail", "text": "None came back.", "given_on": date(2019, 5, 17)}),
        ("ssc", 1, "opposes", {}),
    )
    found = requests(proposal)
    pma, opsg = found["smki-pma"], found["opsg"]
    assert (pma.how, pma.meeting.date, pma.asked_on, pma.due_on) == (
        "meeting",
        date(2019, 5, 21),
        date(2019, 4, 24),
        date(2019, 5, 21),
    )
    assert (opsg.how, opsg.why, opsg.due_on) == ("correspondence", "e-mail\n\nNone came back.", date(2019, 5, 17))
    assert {each.state for each in found.values()} == {"silent"}
    assert pma.at == AT
    view = View.objects.get()
    assert (view.committee.code, view.version, view.text, view.request) == ("ssc", 1, "So.", None)


def test_an_answer_answers_what_was_asked_and_is_numbered_anew(written):
    proposal = written(
        ("ssc", 1, "asked", {"due_on": date(2019, 5, 10)}),
        ("ssc", 2, "silent", {"given_on": date(2019, 5, 12)}),
        ("ssc", 3, "supports", {"given_on": date(2019, 5, 14)}),
        ("ssc", 4, "opposes", {"given_on": date(2019, 5, 20), "why_changed": "It thought again."}),
    )
    request = requests(proposal)["ssc"]
    assert (request.due_on, request.state) == (date(2019, 5, 10), "supports")
    assert list(View.objects.values_list("version", "position", "why_changed")) == [
        (1, "supports", ""),
        (2, "opposes", "It thought again."),
    ]


def test_one_without_a_day_was_due_after_ten_working_days(written):
    """From Wednesday 24 April 2019; Monday 6 May was a bank holiday."""
    assert requests(written(("ssc", 1, "asked", {})))["ssc"].due_on == date(2019, 5, 9)


def test_where_nothing_was_asked_nothing_changes_and_views_stay_append_only(written):
    written(("ssc", 1, "opposes", {}), ("opsg", 1, "no_comment", {}))
    assert not ViewRequest.objects.exists()
    assert View.objects.count() == 2
    with pytest.raises(DatabaseError, match="pgtrigger: Cannot"), transaction.atomic():
        View.objects.update(text="Other.")
