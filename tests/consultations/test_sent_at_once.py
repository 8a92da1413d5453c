"""Several people at once: two submitters who press together, respondents in the same instant, the close that moves."""

from datetime import timedelta
from time import sleep

import pytest
from django.core.cache.backends.db import DatabaseCache
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from accounts.actions import correct_organisation
from accounts.models import Affiliation
from audit import clock, verify
from audit.acts import NotAllowed, Refused
from audit.models import Event
from consultations import actions
from consultations.models import Consultation, Invitation, Response, Submission
from notifications.models import Message
from tests import factories as make
from tests.consultations import asked
from tests.consultations.answered import draft, record, send, submitter, write
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def row():
    return asked.consultation("Do you agree with the approach?")


def test_two_submitters_who_press_at_once_send_one_and_both_have_the_receipt(row):
    drafted = draft(row)
    people = [submitter(drafted.organisation) for _ in range(2)]
    first, second = at_once(*[lambda by=by: send(drafted, by) for by in people])
    assert first == second == Submission.objects.get()
    letter = Message.objects.get(audience="receipt")
    assert {copy.user for copy in letter.deliveries.all()} == set(people)
    assert Event.objects.filter(action="response_received").count() == 1


def test_respondents_in_one_instant_get_numbers_of_their_own(row):
    drafts = [draft(row) for _ in range(6)]
    people = [submitter(drafted.organisation) for drafted in drafts]
    made = at_once(*[lambda d=d, by=by: send(d, by) for d, by in zip(drafts, people, strict=True)])
    assert [type(each) for each in made] == [Submission] * 6
    assert sorted(Response.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]
    assert list(verify.faults()) == []


def test_of_six_guests_who_ask_at_once_from_one_place_one_has_the_tenth_link_of_the_hour(row, monkeypatch):
    address, read = reverse("consultations:ask_for_link", args=[row.pk]), DatabaseCache.get

    def ask(number: int) -> int:
        given = {"name": "Robin", "email": f"r{number}@example.org", "category": "non_party"}
        return Client().post(address, given).status_code

    def read_and_wait(*where, **more):
        found = read(*where, **more)
        sleep(0.1)
        return found

    assert [ask(number) for number in range(9)] == [302] * 9
    monkeypatch.setattr(DatabaseCache, "get", read_and_wait)
    answers = at_once(*[lambda number=number: ask(number) for number in range(9, 15)])
    assert sorted(answers) == [302] + [422] * 5
    assert Invitation.objects.count() == 10


def test_sent_here_and_entered_from_a_mail_at_once_both_stand(row):
    drafted = draft(row)
    by, secas = submitter(drafted.organisation), make.analyst()
    at_once(lambda: send(drafted, by), lambda: record(row, organisation=drafted.organisation, by=secas))
    assert sorted(Submission.objects.values_list("version", flat=True)) == [1, 2]
    assert Response.objects.get().number == 1


def test_the_same_mail_entered_by_two_is_one(row):
    organisation, analysts = make.OrganisationFactory(), [make.analyst(), make.analyst()]
    first, second = at_once(*[lambda by=by: record(row, organisation=organisation, by=by) for by in analysts])
    assert first == second == Submission.objects.get()


def test_withdrawn_while_it_is_sent_again_it_stays_withdrawn(row):
    sent = send(draft(row))
    by = submitter(sent.response.organisation)
    write(sent.response, row.questions.questions.get(), "No.")
    at_once(
        lambda: send(sent.response, by), lambda: actions.withdraw_response(response=sent.response, by=by, reason="So.")
    )
    assert Response.objects.get().withdrawn_at
    assert not Submission.objects.counting().exists()


def test_a_late_one_that_two_decide_differently_ends_as_one_of_them_said(row):
    with clock.set_to(row.closes_at):
        sent = send(draft(row))
    analysts = [make.analyst(), make.analyst()]
    at_once(
        *[
            lambda by=by, yes=yes: actions.decide_late(submission=sent, by=by, accepted=yes, reason="So.")
            for by, yes in zip(analysts, (True, False), strict=True)
        ]
    )
    assert Submission.objects.get().late_decision in ("accepted", "refused")
    assert Event.objects.filter(action="late_response_decided").count() == 2
    assert list(verify.faults()) == []


def test_whoever_sends_while_the_close_is_moved_is_judged_by_the_new_close(row):
    """The act that extends holds the consultation; what comes in meanwhile waits and reads what was written."""
    drafted = draft(row)
    by, moved = submitter(drafted.organisation), row.closes_at + timedelta(days=2)
    begun = []

    def extend():
        with transaction.atomic():
            held = Consultation.objects.select_for_update().get(pk=row.pk)
            begun.append(True)
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_sleep(0.5)")
            held.closes_at = moved
            held.save(update_fields=["closes_at"])

    def send_late():
        while not begun:
            pass
        with clock.set_to(row.closes_at + timedelta(seconds=1)):
            return send(drafted, by)

    _, sent = at_once(extend, send_late)
    assert not sent.late


# --- changed between opening the page and pressing


def test_whose_affiliation_has_ended_sends_nothing_and_the_draft_stands(row):
    drafted = draft(row)
    by = submitter(drafted.organisation)
    ended = clock.today() - timedelta(days=1)
    Affiliation.objects.filter(user=by).update(ends=ended)
    by = type(by).objects.get(pk=by.pk)
    with pytest.raises(NotAllowed, match="stays in the draft"):
        send(drafted, by)
    assert drafted.drafts.get().text == "Yes, in the main."
    assert send(drafted, submitter(drafted.organisation))


def merge(organisation, into):
    kept = {name: getattr(organisation, name) for name in ("name", "short_name", "category", "is_party")}
    correct_organisation(
        organisation=organisation, by=make.administrator(), reason="Merged.", **kept,
        voting_group="", merged_into=into, merged_on=clock.today(),
    )  # fmt: skip


def test_what_an_organisation_began_is_sent_by_those_it_was_merged_into(row):
    drafted, into = draft(row), make.OrganisationFactory()
    before, by = submitter(drafted.organisation), submitter(into)
    merge(drafted.organisation, into)
    assert list(Response.objects.visible_to(by)) == [drafted]
    sent = send(drafted, type(before).objects.get(pk=before.pk))
    assert (Response.objects.get().organisation, sent.category) == (into, into.category)


def test_an_answer_that_the_other_organisation_takes_on_is_in_the_history_and_a_draft_is_not(row):
    sent, drafted = draft(row), draft(row)
    send(sent)
    for response in (sent, drafted):
        into = make.OrganisationFactory()
        by = submitter(into)
        merge(response.organisation, into)
        actions.take_on_response(response=response, by=by)
    assert Response.objects.filter(organisation__merged_into=None).count() == 2
    told = Event.objects.filter(action="response_taken_on")
    assert [(e.subject, e.classification) for e in told] == [(f"consultations.response:{sent.pk}", "amber")]


def test_where_the_other_one_answers_itself_the_draft_of_the_merged_one_stays_to_be_read(row):
    drafted, into = draft(row), make.OrganisationFactory()
    by, _ = submitter(into), draft(row, into)
    merge(drafted.organisation, into)
    with pytest.raises(Refused, match="response of its own"):
        send(drafted, by)
    assert Response.objects.visible_to(by).count() == 2
