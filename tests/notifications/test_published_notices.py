"""Respondents are told that responses are published: once, and not whoever was told already what became of theirs."""

from datetime import timedelta

import pytest
from django.core import mail

from consultations import actions
from consultations.models import Consultation
from consultations.points.places import passages
from jobs.models import Job
from jobs.tasks import run
from notifications.models import Delivery, Message
from proposals.ports import tellings
from tests import factories as make
from tests.consultations import asked
from tests.consultations.answered import guests_draft, send, submitter

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return make.analyst()


@pytest.fixture
def over():
    return asked.consultation("One?", days=-2)


def told() -> set:
    return {copy.user for copy in Delivery.objects.filter(message__subject__contains="responses published")}


def test_those_who_speak_for_a_respondent_are_told_once(by, over):
    party, contributor, silent = make.party(), make.party(kind="contributor"), make.party()
    for person in (party, contributor):
        asked.submission(over, person.organisations[0])
    refused = asked.submission(over, silent.organisations[0], late=True)
    actions.decide_late(submission=refused, by=by, accepted=False, reason="It was a week late.")
    assert tellings["responses_published"](over, by).names == (party.name,)
    actions.publish_responses(consultation=over, by=by)
    assert told() == {party}
    assert f"/consultations/{over.pk}/outcome/" in Message.objects.get(audience="respondent").body
    actions.take_responses_back(consultation=over, by=by, reason="A name was left in.")
    actions.publish_responses(consultation=over, by=by)
    assert Delivery.objects.filter(message__audience="respondent").count() == 1


def test_whoever_was_told_of_their_points_is_not_told_again(by, over):
    first, second = make.party(), make.party()
    asked.submission(over, first.organisations[0], general_comments="Later, please.")
    (place,) = passages(over)
    point = actions.extract_point(consultation=over, by=by, text="Too early.", sources=[actions.Source(place.key)])
    actions.settle_point(point=point, by=by, disposition="noted")
    actions.publish_points(consultation=over, by=by)
    asked.submission(over, second.organisations[0])
    actions.publish_responses(consultation=over, by=by)
    assert told() == {second}


def test_whoever_may_not_read_it_is_not_told(by):
    party, body = make.party(), make.party("consumer_body", is_party=False)
    for classification, heard in (("green", {party}), ("amber", {party})):
        row = asked.consultation("One?", days=-2, classification=classification)
        for person in (party, body):
            asked.submission(row, person.organisations[0])
        actions.publish_responses(consultation=row, by=by)
        assert told() == heard


def test_a_guest_is_told_by_a_letter_once(by):
    row = asked.consultation("One?")
    drafted = guests_draft(row)
    send(drafted, drafted.invitation)
    Consultation.objects.filter(pk=row.pk).update(closes_at=row.opened_at + (row.closes_at - row.opened_at) / 20)
    Job.objects.all().delete()
    row.refresh_from_db()
    for _ in "12":
        actions.publish_responses(consultation=row, by=by)
        for job in Job.objects.filter(kind="write_to_guest", state="queued"):
            run(job.pk)
        actions.take_responses_back(consultation=row, by=by, reason="A name was left in.")
    (letter,) = mail.outbox
    assert letter.to == ["robin.ashworth@example.org"]
    assert f"/consultations/{row.pk}/outcome/" in letter.body


def test_that_somebody_is_authorised_today_is_what_counts(by, over):
    organisation = make.OrganisationFactory()
    asked.submission(over, organisation)
    person = submitter(organisation)
    actions.publish_responses(consultation=over, by=by)
    assert told() == {person}


@pytest.mark.parametrize("classification, page", [("white", "/outcome/"), ("green", "/consultations/link/")])
def test_a_guest_is_led_to_what_they_may_read(by, classification, page):
    row = asked.consultation("One?", classification=classification)
    sent = guests_draft(row)
    actions.submit_response(response=sent, by=sent.invitation)
    Consultation.objects.filter(pk=row.pk).update(closes_at=row.opened_at + timedelta(days=1))
    actions.publish_responses(consultation=row, by=by)
    for job in Job.objects.filter(kind="write_to_guest", payload__what="published"):
        run(job.pk)
    (letter,) = mail.outbox
    assert page in letter.body
