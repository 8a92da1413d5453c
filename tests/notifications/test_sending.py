"""Each copy is sent once, by a stable Message-ID; one address that fails holds up no other (practice §5)."""

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from jobs.models import Job
from notifications import tasks
from notifications.models import Delivery, Message
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def job():
    make.draft_proposal()
    message = Message.objects.get(audience="proposer")
    assert message.deliveries.count() == 2
    return Job.objects.get(kind="send_notices", payload__message_ids__contains=message.pk)


def send(job):
    said = []
    result = tasks.send_notices(job, lambda percent, note: said.append((percent, note)))
    return result, said


def test_each_copy_is_sent_with_its_own_stable_identity(job):
    result, said = send(job)
    copies = Delivery.objects.filter(message__in=job.payload["message_ids"]).order_by("pk")
    assert result == {"sent": 2}
    assert said == [(50, "1 of 2 sent"), (100, "2 of 2 sent")]
    assert {m.to[0] for m in mail.outbox} == {copy.user.email for copy in copies}
    identities = {m.extra_headers["Message-ID"] for m in mail.outbox}
    assert len(identities) == 2
    assert all(any(f"delivery-{copy.pk}@" in i for i in identities) for copy in copies)
    assert all(copy.sent_at for copy in copies)


def test_run_twice_it_sends_once(job):
    send(job)
    assert send(job)[0] == {"sent": 0}
    assert len(mail.outbox) == 2


def test_one_address_that_fails_holds_up_no_other_and_is_tried_again(job, monkeypatch):
    bad = Delivery.objects.filter(message__in=job.payload["message_ids"]).order_by("pk").first().user.email
    really = EmailBackend.send_messages

    def refuse(self, messages):
        if messages[0].to == [bad]:
            raise OSError("mailbox unavailable")
        return really(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    with pytest.raises(OSError, match="mailbox unavailable"):
        send(job)
    assert len(mail.outbox) == 1
    assert Delivery.objects.unsent().filter(message__in=job.payload["message_ids"]).count() == 1
    monkeypatch.setattr(EmailBackend, "send_messages", really)
    assert send(job)[0] == {"sent": 1}
    assert {m.to[0] for m in mail.outbox} == set(
        Delivery.objects.filter(message__in=job.payload["message_ids"]).values_list("user__email", flat=True)
    )


def test_each_copy_says_why_its_reader_gets_it(job):
    send(job)
    assert sorted(m.body.splitlines()[-1] for m in mail.outbox) == [
        "You get this as Lead Analyst.",
        "You get this as Proposer.",
    ]
