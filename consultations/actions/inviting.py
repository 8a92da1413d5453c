"""Guests are invited, ask for a link themselves, and have it revoked."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from accounts.models import Category
from audit.acts import Refused, act, current, nothing_changed, record, unrecorded
from audit.classification import Classification
from consultations import rules
from consultations.actions.receiving import filed_under, hold_close
from consultations.models import Consultation, Invitation
from proposals import ports
from proposals.rules import check

NAME_LENGTH = Invitation._meta.get_field("name").max_length


@act
def invite_guest(
    *, consultation: Consultation, by, email: str, name: str, category: str = "", organisation=None
) -> Invitation:
    """A link to answer without an account, sent to this address. Somebody who has one already gets it once more; who
    had asked for it is invited from now on, as SECAS says who they are, unless they have begun to write.
    ``organisation``: for which of the directory they speak; its category then is theirs."""
    consultation = _held_open(consultation)
    check(rules.may_invite, by, sentence="Guests are invited by SECAS.")
    who = _who(email, name, category, organisation)
    made, is_new = _invitation(consultation, by, who, asked_for_by_guest=False)
    is_new = is_new or _is_invited_now(made, by, who)
    ports.notices["guest_invited"](made)
    if not is_new:
        nothing_changed()
        return made
    record(
        "guest_invited",
        subject=made,
        about=filed_under(consultation),
        by=by,
        sentence="A guest was invited to answer without an account.",
        classification=Classification.AMBER,
    )
    return made


@act
def ask_for_link(*, consultation: Consultation, by=None, email: str, name: str, category: str) -> None:
    """Somebody without an account asks for a link to their address; it is theirs once they open it. Nothing is answered
    that tells whether the address is known here, and nothing recorded: nobody has said yet that it is their own."""
    unrecorded()
    consultation = _held_open(consultation)
    if not rules.guests_may_ask(consultation):
        raise Refused("This consultation is answered by those whom it addresses. Ask SECAS to be invited.")
    who = _who(email, name, category, None)
    made, _ = _invitation(consultation, None, who, asked_for_by_guest=True)
    ports.notices["guest_invited"](made)


@act
def revoke_link(*, invitation: Invitation, by) -> Invitation:
    """The link opens nothing any more; what was written with it, and sent, stays."""
    check(rules.may_invite, by, sentence="Links of guests are revoked by SECAS.")
    held = Invitation.objects.select_for_update(of=("self",)).select_related("consultation__proposal")
    held = held.get(pk=invitation.pk)
    if held.revoked_at:
        nothing_changed()
        return held
    held.revoked_at = current().at
    held.save(update_fields=["revoked_at"])
    record(
        "guest_link_revoked",
        subject=held,
        about=filed_under(held.consultation),
        by=by,
        sentence="The link of a guest was revoked.",
        classification=Classification.AMBER,
    )
    return held


def _held_open(consultation: Consultation) -> Consultation:
    held = hold_close(consultation.pk)
    if not held.is_open_at(current().at):
        raise Refused("This consultation is not open.")
    return held


def _who(email: str, name: str, category: str, organisation) -> dict:
    email, name = email.strip().lower(), name.strip()
    try:
        validate_email(email)
    except ValidationError:
        raise Refused("Give an e-mail address, such as name@example.org.", "email") from None
    if not name:
        raise Refused("Give a name.", "name")
    if len(name) > NAME_LENGTH:
        raise Refused(f"The name may have {NAME_LENGTH} characters; this one has {len(name)}.", "name")
    category = organisation.category if organisation else category
    if category not in Category.values:
        raise Refused("Choose what they are: somebody who is in no list is a Non-Party.", "category")
    return {"email": email, "name": name, "category": category, "organisation": organisation}


def _is_invited_now(invitation: Invitation, by, who: dict) -> bool:
    held = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if not held.asked_for_by_guest:
        return False
    facts = {"asked_for_by_guest": False, "by": by} | ({} if held.responses.exists() else who)
    for name, value in facts.items():
        setattr(invitation, name, value)
    invitation.save(update_fields=[*facts])
    return True


def _invitation(consultation, by, who: dict, **facts) -> tuple[Invitation, bool]:
    """The one that this address has, or a new one; whose it is stays as it was entered first."""
    standing = Invitation.objects.filter(consultation=consultation, email=who["email"], revoked_at=None)
    if found := standing.first():
        return found, False
    try:
        with transaction.atomic():
            return Invitation.objects.create(consultation=consultation, by=by, at=current().at, **who, **facts), True
    except IntegrityError:
        return standing.get(), False
