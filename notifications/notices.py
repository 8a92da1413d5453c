"""Who is told of what is not a move: the receipt of what somebody lodged, and a window whose close has moved."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings

from accounts.models import Affiliation, User
from audit import clock
from bodies.queries import members_of
from notifications.actions import tell_people
from notifications.models import Delivery
from notifications.recipients import Recipient, recipients, who_read
from proposals import urgency
from proposals.lifecycle import done_words
from proposals.models import Proposal, Window
from proposals.ports import Telling, foretell, notice
from proposals.receipts import Receipt, receipt_of


@notice("lodged")
def mail_receipt(lodged) -> None:
    """To the person who sent it in; where SECAS entered it, to everybody authorised by whoever lodged it. What is
    entered on a later day mails nobody, like every step entered afterwards."""
    if clock.london_date(lodged.received_at) < clock.today():
        return
    receipt = receipt_of(lodged)
    tell_people(
        receipt.proposal,
        _lodgers(lodged),
        audience="receipt",
        key=f"receipt-{receipt.reference}",
        subject=f"Receipt {receipt.reference}: {receipt.lodging.what} on {receipt.proposal.reference}",
        body=_receipt_body(receipt),
    )


def _lodgers(lodged) -> Iterator[Recipient]:
    if lodged.by is not None and not lodged.by.is_analyst:
        yield Recipient(lodged.by, "the person who sent this in")
        return
    if getattr(lodged, "adopter", None):
        yield Recipient(lodged.adopter, "the new Proposer")
        return
    for person in _authorised(lodged):
        yield Recipient(person, "authorised to speak for whoever lodged this")


def _authorised(lodged):
    if lodged.organisation is None:
        return members_of(lodged.committee.code)
    today = Affiliation.objects.on().filter(organisation=lodged.organisation, kind=Affiliation.Kind.SUBMITTER)
    return User.objects.filter(pk__in=today.values("user_id"), is_active=True)


def _receipt_body(receipt: Receipt) -> str:
    proposal, what = receipt.proposal, receipt.lodging.what
    parts = [
        f"Receipt {receipt.reference}",
        f"This {what} on {proposal.reference} ‘{proposal.title}’ reached the register on {receipt.received}.",
        f"For: {receipt.on_behalf}\nSent in by: {receipt.entered_by}",
        f"Ground: {receipt.ground}" if receipt.ground else "",
        f"Word for word:\n\n{receipt.words}" if receipt.words else "",
        f"What happens next: {receipt.lodging.next}",
        f"{settings.SITE_URL}{receipt.address}",
    ]
    return "\n\n".join(part for part in parts if part)


AUTHORITY_LED = ("panel", "followers")  # and its own people, who are named on the form


@foretell("authority_led")
def would_hear_of_the_variation(proposal) -> Telling:
    """``proposal``: one that is not written yet."""
    names = {r.user.name for audience in AUTHORITY_LED for r in recipients(audience, proposal)}
    return Telling("the members of the Panel and its Sub-Committees; besides the two named here", tuple(sorted(names)))


@notice("authority_led")
def tell_of_the_variation(move) -> None:
    proposal = move.proposal
    found = [r for audience in ("proposer", *AUTHORITY_LED) for r in recipients(audience, proposal)]
    parts = [
        f"{proposal.reference} ‘{proposal.title}’: {done_words(move.key).lower()}. Its report is before the Panel.",
        move.words,
        f"{settings.SITE_URL}{proposal.get_absolute_url()}",
    ]
    tell_people(
        proposal,
        found,
        audience="raised",
        key=f"authority-led-{move.pk}",
        subject=f"{proposal.reference} {done_words(move.key)} – {proposal.title}",
        body="\n\n".join(parts),
    )


@foretell("urgency_asked")
def would_hear_of_the_request(proposal) -> Telling:
    names = tuple(recipient.user.name for recipient in _asked_of_urgency(proposal))
    return Telling("the Panel and the Authority, that urgency is asked for", names)


def _asked_of_urgency(proposal) -> list[Recipient]:
    found = [*recipients("panel", proposal), *recipients("authority", proposal)]
    return list({recipient.user.pk: recipient for recipient in found}.values())


@notice("urgency_asked")
def tell_of_the_request(move) -> None:
    """The Panel and the Authority, now that the proposal is raised and they may read it."""
    proposal = move.proposal
    asked = proposal.moves.standing().filter(key="request_urgency").last()
    parts = [
        f"{proposal.reference} ‘{proposal.title}’ is raised. Urgency was asked for with it.",
        asked.words if asked else "",
        f"{settings.SITE_URL}{proposal.get_absolute_url()}",
    ]
    tell_people(
        proposal,
        _asked_of_urgency(proposal),
        audience="urgency",
        key=f"urgency-asked-{move.pk}",
        subject=f"{proposal.reference} urgency asked for – {proposal.title}",
        body="\n\n".join(part for part in parts if part),
    )


def _heard_of_urgency(proposal) -> list[Recipient]:
    """The Authority, which was asked once the proposal was raised. Of a submission it has not heard."""
    return recipients("authority", proposal) if proposal.raised_on else []


@foretell("urgency_lapsed")
def would_hear_of_the_lapse(proposal) -> Telling:
    names = tuple(recipient.user.name for recipient in _heard_of_urgency(proposal))
    return Telling("the Authority, of what becomes of the request for urgency", names)


@notice("urgency_lapsed")
def tell_of_the_lapse(move) -> None:
    """The Authority, which was asked."""
    proposal = move.proposal
    parts = [
        f"{proposal.reference} ‘{proposal.title}’: {done_words(move.key).lower()}.",
        urgency.words(move.to_state),
        f"{settings.SITE_URL}{proposal.get_absolute_url()}",
    ]
    tell_people(
        proposal,
        _heard_of_urgency(proposal),
        audience="urgency",
        key=f"urgency-lapsed-{move.pk}",
        subject=f"{proposal.reference} request for urgency – {proposal.title}",
        body="\n\n".join(parts),
    )


@notice("window_moved")
def tell_again(window: Window, was: datetime, why: str) -> None:
    """Everybody who was told that the window opened, if they may still read the proposal."""
    proposal = Proposal.objects.select_related("implementation").get(pk=window.proposal_id)
    copies = Delivery.objects.filter(message__move=window.move_id, user__is_active=True).select_related("user")
    closes = f"{clock.london_date(window.closes_at):%A %-d %B %Y}"
    tell_people(
        proposal,
        who_read([Recipient(copy.user, "somebody who was told of this window") for copy in copies], proposal),
        audience="window",
        key=f"window-{window.pk}-{window.closes_at:%Y%m%d}",
        subject=f"{proposal.reference} {window.get_kind_display().lower()} now closes on {closes}",
        body=_moved_body(window, proposal, was, why),
    )


def _moved_body(window: Window, proposal: Proposal, was: datetime, why: str) -> str:
    closes, before = (f"{clock.london_date(instant):%A %-d %B %Y}" for instant in (window.closes_at, was))
    planned = proposal.implementation.planned_on
    rests = window.kind == Window.Kind.OBJECTION and planned
    parts = [
        f"{proposal.reference} ‘{proposal.title}’",
        f"The {window.get_kind_display().lower()} now closes on {closes} at 17:00, and not on {before}.",
        why,
        f"Unless a Party objects, the change is planned to enter the code on {planned:%A %-d %B %Y}." if rests else "",
        f"{settings.SITE_URL}{proposal.get_absolute_url()}",
    ]
    return "\n\n".join(part for part in parts if part)
