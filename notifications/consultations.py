"""Who is told of consultations: whoever may speak for an organisation that is asked. Of a Modification Report
Consultation the step that opens it tells (see ``notifications.consequences``)."""

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from accounts.models import Affiliation, Category
from audit import clock
from consultations.course.kinds import PARTIES, addressed, row_of
from consultations.models import Consultation, Extension, Invitation, Reminder, Response, Submission
from notifications.actions import Letter, send_letters
from notifications.guests import write_to_guest
from notifications.models import Delivery
from notifications.recipients import Recipient, cleared, in_place, who_read
from proposals.ports import Telling, foretell, notice

WORDS = "whoever may speak for an organisation that is asked"


def _asked(consultation: Consultation, *, silent: bool = False) -> list[Recipient]:
    """Of each organisation that is asked its authorised submitters; where ``silent``, of those alone that have not
    answered."""
    row, categories = row_of(consultation), addressed(consultation)
    speakers = Affiliation.objects.on().filter(
        kind=Affiliation.Kind.SUBMITTER, organisation__category__in=categories, user__is_active=True
    )
    if row.answered_by == PARTIES:
        speakers = Affiliation.objects.on().filter(kind=Affiliation.Kind.SUBMITTER, organisation__is_party=True)
        speakers = speakers.exclude(organisation__category=Category.DCC)
    if silent:
        speakers = speakers.exclude(organisation__in=_answered(consultation))
    named = [(each.user, "authorised to speak for an organisation that is asked") for each in _people(speakers)]
    return readers(in_place(named), consultation)


def readers(found: list[Recipient], consultation: Consultation) -> list[Recipient]:
    """Those of ``found`` who may read it while it is open."""
    found = who_read(found, consultation.proposal) if consultation.proposal_id else found
    return cleared(found, consultation.classification)


def _people(speakers):
    return speakers.select_related("user").order_by("user__folded", "pk")


def _answered(consultation: Consultation):
    came = Submission.objects.filter(response__consultation=consultation, response__withdrawn_at=None)
    return came.exclude(response__organisation=None).values("response__organisation")


@foretell("consultation_opened")
def would_hear(consultation: Consultation) -> Telling:
    """Before it opens, is extended or taken back; of one that is only prepared nobody has heard."""
    names = [recipient.user.name for recipient in _asked(consultation)]
    guests = [guest.name for guest in _guests(consultation)]
    return Telling(f"{WORDS}, and guests" if guests else WORDS, (*names, *guests))


def _guests(consultation: Consultation, *, silent: bool = False):
    """Those whom SECAS invited or who have begun to write; an address that somebody only entered hears nothing. Where
    ``silent``, of them those alone of whom nothing has come."""
    if consultation.pk is None:
        return Invitation.objects.none()
    begun = Response.objects.filter(consultation=consultation).exclude(invitation=None)
    invited = Invitation.objects.filter(consultation=consultation, revoked_at=None).order_by("pk")
    found = invited.filter(Q(asked_for_by_guest=False) | Q(pk__in=begun.values("invitation")))
    came = begun.standing().filter(number__isnull=False)
    return found.exclude(pk__in=came.values("invitation")) if silent else found


def _write_to_guests(what: str, guests) -> None:
    for guest in guests:
        write_to_guest(what, guest.pk)


def _send(consultation: Consultation, key: str, subject: str, sentences: list[str], people: list[Recipient]) -> None:
    if people:
        send_letters([_letter(consultation, key, subject, sentences, people)])


def _letter(
    consultation: Consultation, key: str, subject: str, sentences: list[str], people: list[Recipient]
) -> Letter:
    parts = [_heading(consultation), *sentences, f"{settings.SITE_URL}{_page(consultation)}"]
    return Letter(
        key=f"consultation-{consultation.pk}-{key}",
        audience="consultation",
        subject=f"{consultation.title}: {subject}",
        body="\n\n".join(part for part in parts if part),
        classification=consultation.classification,
        proposal=consultation.proposal,
        recipients=people,
    )


def _page(consultation: Consultation) -> str:
    """Of one that was taken back there is no page for those who are told; what they wrote stands in their list."""
    return reverse("consultations:my_responses") if consultation.is_taken_back else consultation.get_absolute_url()


def _heading(consultation: Consultation) -> str:
    proposal = consultation.proposal
    about = f"{proposal.reference} ‘{proposal.title}’\n" if proposal else ""
    return f"{about}{consultation.get_kind_display()}: {consultation.title}"


def _day(instant) -> str:
    return f"{clock.london_date(instant):%A %-d %B %Y} at 17:00"


@notice("consultation_opened")
def tell_of_the_opening(consultation: Consultation) -> None:
    closes = _day(consultation.closes_at)
    sentences = [consultation.introduction, consultation.who_should_respond, f"Your answer is welcome until {closes}."]
    _send(consultation, "opened", f"open until {closes}", sentences, _asked(consultation))


@notice("consultation_extended")
def tell_of_the_extension(extension: Extension) -> None:
    consultation = extension.consultation
    sentence = f"It now closes on {_day(extension.becomes)}, and not on {_day(extension.was)}."
    people = _asked(consultation)
    _send(consultation, f"extended-{extension.pk}", "open for longer", [sentence, extension.reason], people)
    _write_to_guests("extended", _guests(consultation))


@notice("consultation_taken_back")
def tell_of_the_taking_back(consultation: Consultation, step=None) -> None:
    """Of one that people were told of. ``step``: the one that opened it, where it is taken back with that; whoever was
    told of the step hears of it by the step's own letter."""
    sentences = [
        "We asked for your answer. The consultation has been taken back, and no answer is needed.",
        f"Reason: {consultation.taken_back_because}",
        "What you have written stays with you.",
    ]
    told = set(Delivery.objects.told(step, "consulted").values_list("user", flat=True)) if step else ()
    people = [recipient for recipient in _asked(consultation) if recipient.user.pk not in told]
    _send(consultation, "taken-back", "taken back", sentences, people)
    _write_to_guests("taken back", _guests(consultation))


@notice("consultation_reminder")
def remind(reminder: Reminder) -> None:
    """Those of whom nothing has come."""
    consultation = reminder.consultation
    sentence = f"It closes on {_day(reminder.closes_at)}. We have no answer of your organisation yet."
    people = _asked(consultation, silent=True)
    key = f"reminder-{reminder.pk}"
    _send(consultation, key, f"closes on {_day(reminder.closes_at)}", [sentence], people)
    _write_to_guests("reminder", _guests(consultation, silent=True))
