"""The receipt is mailed once, to whoever sent it in, with what they lodged word for word."""

from datetime import timedelta

import pytest
from django.core import mail

from accounts.models import Cover
from audit import clock
from consultations.actions import withdraw_response
from jobs.models import Job
from jobs.tasks import run
from notifications.models import Delivery, Message
from notifications.notices import mail_receipt
from proposals import actions
from proposals.models import Objection
from proposals.receipts import receipt_of
from tests import factories as make
from tests.consultations import asked
from tests.consultations.answered import draft, send, submitter
from tests.proposals.states import fresh, noticed, object_to

pytestmark = pytest.mark.django_db

REASON = "The new words change\nwhat we have to arrange."


def receipts():
    return Message.objects.filter(audience="receipt")


def send_all():
    for job in Job.objects.filter(kind="send_notices", state="queued"):
        run(job.pk)


def test_the_mail_holds_what_the_receipt_page_says():
    proposal, party = make.fast_tracked(), make.party()
    objection = object_to(proposal, by=party, reason=REASON)
    send_all()
    sent = [m for m in mail.outbox if m.subject.startswith("Receipt ")]
    receipt = receipt_of(objection)
    assert [m.to for m in sent] == [[party.email]]
    assert sent[0].subject == f"Receipt OBJ-{objection.pk}: objection on {fresh(proposal).reference}"
    for words in (receipt.received, REASON, party.organisations[0].name, receipt.address, receipt.lodging.next):
        assert words in sent[0].body


def test_a_receipt_of_a_response_goes_to_nobody_outside_the_respondent():
    """Whoever stands in for one who is away may be of another respondent: it holds every word."""
    drafted = draft(asked.consultation("Do you agree?"))
    by, away, deputy = submitter(drafted.organisation), submitter(drafted.organisation), make.party()
    days = {"starts": clock.today(), "ends": clock.today()}
    Cover.objects.create(user=away, covered_by=deputy, **days)
    sent = send(drafted, by)
    assert {d.user for d in Delivery.objects.all()} == {by, away}
    withdraw_response(response=sent.response, by=by, reason="We said it elsewhere.")
    assert {d.user for d in Delivery.objects.filter(message__subject__startswith="Response withdrawn")} == {by, away}


def test_telling_twice_and_sending_twice_is_one_mail():
    objection = object_to(make.fast_tracked())

    from audit.acts import act, nothing_changed

    @act
    def again():
        mail_receipt(objection)
        nothing_changed()

    again()
    assert receipts().count() == Delivery.objects.filter(message__in=receipts()).count() == 1
    send_all()
    job = Job.objects.get(kind="send_notices", payload__message_ids__contains=receipts().get().pk)
    Job.objects.filter(pk=job.pk).update(state="queued", finished_at=None)
    run(job.pk)
    assert len([m for m in mail.outbox if m.subject.startswith("Receipt ")]) == 1


def test_each_further_party_gets_its_own():
    proposal = make.fast_tracked()
    parties = [make.party() for _ in range(3)]
    for party in parties:
        object_to(proposal, by=party)
    assert [m.deliveries.get().user for m in receipts().order_by("pk")] == parties


def test_what_secas_enters_today_is_receipted_to_everybody_authorised_by_the_party():
    proposal, party, by = make.fast_tracked(), make.party(), make.analyst()
    object_to(proposal, by=by, organisation=party.organisations[0])
    assert [d.user for d in receipts().get().deliveries.all()] == [party]


def test_what_is_entered_on_a_later_day_mails_nobody():
    proposal, party, by = make.fast_tracked(), make.party(), make.analyst()
    received = clock.now() + timedelta(minutes=1)
    with clock.set_to(clock.now() + timedelta(days=1)):
        object_to(proposal, by=by, organisation=party.organisations[0], received_at=received)
    assert Objection.objects.count() == 1
    assert not receipts().exists()


def test_the_panels_appeal_and_an_adoption_are_receipted_too():
    from tests.proposals.states import self_governed

    by, member = make.analyst(), make.member(make.CommitteeFactory())
    decided = self_governed(by)
    actions.appeal(
        proposal=decided, by=member, committee=make.CommitteeFactory(), ground="path", reason="It is material."
    )
    adopter = make.party()
    actions.adopt(proposal=noticed(by), by=adopter, organisation=adopter.organisations[0])
    assert {d.user for d in Delivery.objects.filter(message__in=receipts())} == {member, adopter}
    appealed = receipts().get(subject__startswith="Receipt APP-")
    assert "Ground: It should not have been decided under Self-Governance" in appealed.body
