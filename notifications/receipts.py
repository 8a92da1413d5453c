"""Whoever answered a consultation is told what became of it: the receipt with a full copy of what was received, whether
a late one counts, that it was withdrawn. Guests, who have no account, by letters of their own."""

from collections.abc import Iterator

from audit import clock
from audit.acts import current
from audit.classification import Classification
from consultations.models import Response, Submission
from consultations.responses.receipts import Receipt
from consultations.responses.signers import signers_of
from notifications.actions import Letter, send_letters
from notifications.guests import write_to_guest
from notifications.recipients import Recipient, recipients
from proposals.ports import notice

AUTHORISED = "authorised to speak for the respondent"


@notice("response_received")
def mail_receipt(made: Submission) -> None:
    """To whoever sent it in and to everybody else who is authorised to speak for the organisation, so that of two who
    press at once both have it. What is entered on a later day mails nobody."""
    if clock.london_date(made.received_at) < clock.today():
        return
    receipt = Receipt(made)
    if made.how == made.How.GUEST:
        write_to_guest("receipt", made.response.invitation_id, submission_id=made.pk)
    body = "\n\n".join([receipt.heading, receipt.text(), receipt.address])
    _send(made.response, f"receipt-response-{made.pk}", f"Receipt: {receipt.consultation.title}", body, by=made.by)


@notice("late_response_decided")
def tell_of_the_decision(made: Submission) -> None:
    receipt = Receipt(made)
    if made.response.invitation_id:
        write_to_guest("decided", made.response.invitation_id, submission_id=made.pk)
    key = f"late-response-{made.pk}-{current().id.hex[:12]}"
    body = "\n\n".join([receipt.heading, receipt.standing, receipt.address])
    _send(made.response, key, f"Your late response: {receipt.consultation.title}", body)


@notice("response_withdrawn")
def tell_of_the_withdrawal(response: Response, *, by) -> None:
    made = response.submissions.by_receipt().last()
    made.response = response
    receipt = Receipt(made)
    if response.invitation_id:
        write_to_guest("withdrawn", response.invitation_id, submission_id=made.pk)
    body = "\n\n".join([receipt.heading, receipt.standing, receipt.address])
    leads = recipients("analyst", response.consultation.proposal) if response.consultation.proposal else []
    subject = f"Response withdrawn: {receipt.consultation.title}"
    _send(response, f"response-withdrawn-{response.pk}", subject, body, by=by, also=leads)


def _send(response: Response, key: str, subject: str, body: str, by=None, also=()) -> None:
    """To its own people and to nobody in their place: who stands in for them may be of another respondent."""
    people = list({recipient.user.pk: recipient for recipient in (*_named(response, by), *also)}.values())
    if people:
        proposal = response.consultation.proposal
        send_letters([Letter(key, "receipt", subject, body, people, Classification.AMBER, proposal)])


def _named(response: Response, by) -> Iterator[Recipient]:
    if by is not None and not by.is_analyst:
        yield Recipient(by, "the person who sent this in")
    for person in signers_of(response):
        yield Recipient(person, AUTHORISED)
