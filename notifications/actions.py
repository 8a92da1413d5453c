"""Telling people. What one act tells is gathered and written together at its end: the messages, a copy for each person,
and one job that sends them."""

from collections.abc import Iterable
from dataclasses import dataclass

from audit.acts import at_the_end, current
from jobs.actions import enqueue
from notifications.models import Delivery, Message
from notifications.recipients import Recipient, recipients
from proposals.models import Move


@dataclass(frozen=True)
class Told:
    """A message, and whose copies of it are to be written: (user’s key, because)."""

    message: Message
    people: list[tuple[int, str]]


def tell_people(proposal, people: Iterable[Recipient], *, audience: str, key: str, subject: str, body: str) -> None:
    """Tell people of what no move causes. ``key`` names it, so that nothing is told twice. Where there is nobody,
    nothing is written."""
    people = list({recipient.user.pk: recipient for recipient in people}.values())
    if people:
        _gather(_message(proposal, audience, subject, body, key=key), _copies(people))


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
    """Tell the readers of each of them."""
    for letter in letters:
        message = Message(
            key=letter.key,
            audience=letter.audience,
            subject=letter.subject[:200],
            body=letter.body,
            classification=letter.classification,
            proposal=letter.proposal,
            at=current().at,
        )
        _gather(message, _copies(letter.recipients))


def tell(move: Move, audience: str, *, subject: str, body: str) -> None:
    """Tell those of ``audience`` of the move; the message is kept also where there is nobody."""
    people = recipients(audience, move.proposal)
    _gather(_message(move.proposal, audience, subject, body, move=move), _copies(people))


def tell_again(row: Move, told: Move, audience: str, *, subject: str, body: str) -> None:
    """Tell those who were told of ``told`` that ``row`` has put it right; nobody, where nobody was told."""
    copies = [(copy.user_id, copy.because) for copy in Delivery.objects.told(told, audience)]
    if copies:
        _gather(_message(row.proposal, audience, subject, body, move=row), copies)


def _message(proposal, audience: str, subject: str, body: str, **about) -> Message:
    return Message(
        proposal=proposal,
        audience=audience,
        subject=subject[:200],
        body=body,
        classification=proposal.classification,
        at=current().at,
        **about,
    )


def _copies(people: Iterable[Recipient]) -> list[tuple[int, str]]:
    return [(recipient.user.pk, recipient.because[:80]) for recipient in people]


def _gather(message: Message, people: list[tuple[int, str]]) -> None:
    at_the_end(_write, Told(message, people))


def _write(told: list[Told]) -> None:
    told = _not_told_yet(told)
    if not told:
        return
    messages = Message.objects.bulk_create(each.message for each in told)
    Delivery.objects.bulk_create(
        Delivery(message=each.message, user_id=user, because=because) for each in told for user, because in each.people
    )
    enqueue("send_notices", f"messages-{messages[0].pk}", message_ids=[message.pk for message in messages])


def _not_told_yet(told: list[Told]) -> list[Told]:
    keys = {each.message.key for each in told} - {""}
    known = set(Message.objects.filter(key__in=keys).values_list("key", flat=True)) if keys else set()
    fresh = []
    for each in told:
        if each.message.key not in known:
            fresh.append(each)
            known |= {each.message.key} & keys
    return fresh
