from collections.abc import Iterable
from dataclasses import dataclass

from audit.acts import current, first_time
from jobs.actions import enqueue
from notifications.models import Delivery, Message
from notifications.recipients import Recipient, recipients
from proposals.models import Move


def tell_people(proposal, people: Iterable[Recipient], *, audience: str, key: str, subject: str, body: str) -> None:
    """Write a message that no move causes, one copy for each person, and queue its sending for the act’s commit. Where
    there is nobody, or ``key`` has been told already, nothing is written."""
    people = list({recipient.user.pk: recipient for recipient in people}.values())
    if not people:
        return
    fields = {"subject": subject[:200], "body": body, "classification": proposal.classification, "at": current().at}
    message, new = Message.objects.get_or_create(
        key=key, defaults={"proposal": proposal, "audience": audience, **fields}
    )
    if new:
        Delivery.objects.bulk_create(Delivery(message=message, user=r.user, because=r.because[:80]) for r in people)
        enqueue("send_notices", f"message-{message.pk}", message_id=message.pk)


@dataclass(frozen=True)
class Letter:
    """A message that no move causes, with its readers; ``proposal``: the one it is about, if it is about one."""

    key: str
    audience: str
    subject: str
    body: str
    recipients: list[Recipient]
    classification: str
    proposal: object = None


def send_letters(letters: list[Letter]) -> None:
    """Write them with a copy for each reader, and queue their sending for the act’s commit: three statements, however
    many there are."""
    if not letters:
        return
    messages = Message.objects.bulk_create(
        Message(
            key=letter.key,
            audience=letter.audience,
            subject=letter.subject[:200],
            body=letter.body,
            classification=letter.classification,
            proposal=letter.proposal,
            at=current().at,
        )
        for letter in letters
    )
    Delivery.objects.bulk_create(
        Delivery(message=message, user=r.user, because=r.because[:80])
        for message, letter in zip(messages, letters, strict=True)
        for r in letter.recipients
    )
    enqueue("send_notices", f"messages-{messages[0].pk}", message_ids=[message.pk for message in messages])


def tell(move: Move, audience: str, *, subject: str, body: str) -> Message:
    """Write the message and one copy per recipient within the running act, and queue their sending for its commit."""
    message = Message.objects.create(
        proposal=move.proposal,
        move=move,
        audience=audience,
        subject=subject[:200],
        body=body,
        classification=move.proposal.classification,
        at=current().at,
    )
    Delivery.objects.bulk_create(
        Delivery(message=message, user=r.user, because=r.because[:80]) for r in recipients(audience, move.proposal)
    )
    if first_time(f"send the notices of move {move.pk}"):
        enqueue("send_notices", f"move-{move.pk}", move_id=move.pk)
    return message


def tell_again(row: Move, told: Move, audience: str, *, subject: str, body: str) -> Message | None:
    """Tell those who were told of ``told`` that ``row`` has put it right; nobody, where nobody was told."""
    copies = list(Delivery.objects.told(told, audience))
    if not copies:
        return None
    message = Message.objects.create(
        proposal=row.proposal,
        move=row,
        audience=audience,
        subject=subject[:200],
        body=body,
        classification=row.proposal.classification,
        at=current().at,
    )
    Delivery.objects.bulk_create(Delivery(message=message, user_id=c.user_id, because=c.because) for c in copies)
    if first_time(f"send the notices of move {row.pk}"):
        enqueue("send_notices", f"move-{row.pk}", move_id=row.pk)
    return message
