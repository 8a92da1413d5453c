"""After the close, and taken back: SECAS says whether a late one counts; a response is withdrawn."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from audit import clock
from audit.acts import NotAllowed, Refused
from audit.models import Event, EventDetail
from bodies.workingdays import WorkingCalendar
from consultations import actions
from consultations.models import Consultation, Response, Submission
from notifications.models import Message
from tests import factories as make
from tests.consultations import asked
from tests.consultations.answered import draft, record, send, submitter, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def row():
    return asked.consultation("Do you agree with the approach?")


def late(row, drafted=None, by=None) -> Submission:
    with clock.set_to(row.closes_at + timedelta(hours=1)):
        return send(drafted or draft(row), by)


def decided(sent, *, accepted=True, by=None, reason="The site was down at five."):
    return actions.decide_late(submission=sent, by=by or make.analyst(), accepted=accepted, reason=reason)


def counting() -> list[Submission]:
    return list(Submission.objects.counting())


def test_a_late_one_is_received_and_counts_once_it_is_accepted(row):
    sent = late(row)
    assert (sent.late, counting(), list(Submission.objects.undecided())) == (True, [], [sent])
    assert "received after the close" in Message.objects.get(audience="receipt").body
    decided(sent)
    assert (counting(), list(Submission.objects.undecided())) == ([sent], [])
    told = Message.objects.get(subject__startswith="Your late response")
    assert "The site was down at five." in told.body
    assert Event.objects.filter(action="late_response_decided").count() == 1


def test_a_refused_one_does_not_count_and_the_earlier_one_does(row):
    drafted = draft(row)
    by = submitter(drafted.organisation)
    first = send(drafted, by)
    write(drafted, row.questions.questions.get(), "No, on reflection.")
    second = late(row, drafted, by)
    assert counting() == [first]
    decided(second, accepted=False)
    assert counting() == [first]
    decided(second, reason="It was our mistake.")
    assert counting() == [second]


def test_it_is_for_secas_to_say_with_a_reason_and_of_late_ones_alone(row):
    sent = late(row)
    with pytest.raises(NotAllowed):
        decided(sent, by=submitter(sent.response.organisation))
    with pytest.raises(Refused, match="Give the reason"):
        decided(sent, reason=" ")
    with pytest.raises(Refused, match="before the close"):
        decided(send(draft(row)))
    assert decided(sent).counts


def test_said_twice_it_is_decided_once(row):
    sent, by = late(row), make.analyst()
    decided(sent, by=by)
    decided(sent, by=by)
    assert Event.objects.filter(action="late_response_decided").count() == 1


def test_of_several_late_ones_the_newest_waits(row):
    drafted = draft(row)
    by = submitter(drafted.organisation)
    late(row, drafted, by)
    write(drafted, row.questions.questions.get(), "No, on reflection.")
    second = late(row, drafted, by)
    assert list(Submission.objects.undecided()) == [second]


def test_what_came_after_the_close_is_in_time_by_an_extension_of_before_it(row):
    """The extension had reached the server in time and was written a little later."""
    sent, refused = late(row), decided(late(row), accepted=False)
    day = WorkingCalendar.hold().add(clock.london_date(row.closes_at), 2)
    with clock.set_to(clock.closing(day)):
        later = send(draft(row))
    with clock.set_to(row.closes_at - timedelta(milliseconds=1)):
        actions.extend_consultation(consultation=row, by=make.analyst(), closes_on=day, reason="A holiday.")
    assert set(counting()) == {sent, refused}
    assert list(Submission.objects.undecided()) == [later]


def test_refused_and_then_extended_the_same_words_may_be_sent_again(row):
    drafted = draft(row)
    by = submitter(drafted.organisation)
    decided(late(row, drafted, by), accepted=False)
    Consultation.objects.filter(pk=row.pk).update(closes_at=row.closes_at + timedelta(days=2))
    with clock.set_to(row.closes_at + timedelta(days=1)):
        again = send(drafted, by)
    assert (again.version, again.late) == (2, False)


# --- withdrawn


def withdrawn(response, by=None, reason="We said it elsewhere."):
    return actions.withdraw_response(response=response, by=by or make.analyst(), reason=reason)


def test_what_is_withdrawn_counts_no_more_and_another_may_be_begun(row):
    sent = send(draft(row))
    withdrawn(sent.response, submitter(sent.response.organisation))
    assert counting() == []
    again = send(draft(row, sent.response.organisation))
    assert counting() == [again]
    assert sorted(Response.objects.values_list("number", flat=True)) == [1, 2]


def test_withdrawn_by_those_who_may_sign_it_off_or_by_secas_with_a_reason_once(row):
    sent = send(draft(row))
    for stranger in (make.party(), submitter(sent.response.organisation, "contributor")):
        with pytest.raises(NotAllowed):
            withdrawn(sent.response, stranger)
    with pytest.raises(Refused, match="Say why"):
        withdrawn(sent.response, reason=" ")
    withdrawn(sent.response)
    with pytest.raises(Refused, match="Somebody else was faster"):
        withdrawn(sent.response)
    with pytest.raises(Refused, match="nothing to withdraw"):
        withdrawn(draft(row))


def test_what_was_withdrawn_is_not_sent_again(row):
    sent = send(draft(row))
    withdrawn(sent.response)
    with pytest.raises(Refused, match="withdrawn"):
        send(sent.response)


def test_withdrawn_after_it_was_published_it_is_read_no_more_and_its_people_are_told(row):
    sent = send(draft(row))
    other, reader = submitter(sent.response.organisation), make.party()
    Consultation.objects.update(responses_published_at=clock.now())
    assert Submission.objects.visible_to(reader).exists()
    withdrawn(sent.response)
    assert not Submission.objects.visible_to(reader).exists()
    told = Message.objects.get(subject__startswith="Response withdrawn")
    assert other in {copy.user for copy in told.deliveries.all()}
    assert "after responses were published" in _sentence("response_withdrawn")


def _sentence(action: str) -> str:
    event = Event.objects.get(action=action)
    return EventDetail.objects.get(sequence=event.sequence).body["sentence"]


def test_a_recorded_one_is_withdrawn_by_secas_where_it_was_entered_by_mistake(row):
    sent = record(row, organisation=make.OrganisationFactory())
    withdrawn(sent.response, reason="Entered by mistake.")
    assert counting() == []


def test_what_is_published_stays_so_where_a_late_one_that_came_afterwards_is_refused(row):
    """Only what begins to count is looked at before others read it: the first version has been."""
    drafted = draft(row)
    by, secas, anybody = submitter(drafted.organisation), make.analyst(), AnonymousUser()
    first = send(drafted, by)
    with clock.set_to(row.closes_at + timedelta(hours=1)):
        actions.publish_responses(consultation=row, by=secas)
    write(drafted, row.questions.questions.get(), "No, on reflection.")
    with clock.set_to(row.closes_at + timedelta(hours=2)):
        second = send(drafted, by)
        decided(second, by=secas, accepted=False)
        assert list(Submission.objects.visible_to(anybody).counting()) == [first]
        decided(second, by=secas, reason="It was our mistake.")
        assert counting() == [second]
        assert not Submission.objects.visible_to(anybody).counting().exists()
        decided(second, by=secas, accepted=False, reason="It was not.")
        assert not Submission.objects.visible_to(anybody).counting().exists()
        actions.publish_responses(consultation=row, by=secas)
        assert list(Submission.objects.visible_to(anybody).counting()) == [first]
