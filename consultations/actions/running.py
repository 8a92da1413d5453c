"""What every act on a consultation stands on: the locks, who may, and the end of one whose time has come."""

from datetime import date, datetime

from audit import clock
from audit.acts import NotAllowed, Refused, act, current, nothing_changed, record
from consultations import rules
from consultations.actions.ground import told_class
from consultations.models import Consultation, Submission
from proposals.actions import refinement
from proposals.actions.ground import GRACE, TooLate, take
from proposals.ports import stating

SECAS_RUNS = "Consultations are run by SECAS."


def hold(consultation: Consultation, by) -> Consultation:
    """The proposal locked, then the consultation, as it stands behind the locks; its end written where it has come."""
    if by is not None and not rules.may_run.test(by):
        raise NotAllowed(SECAS_RUNS)
    proposal = take(consultation.proposal) if consultation.proposal_id else None
    held = Consultation.objects.select_for_update(of=["self"]).select_related("questions").get(pk=consultation.pk)
    held.proposal = proposal
    if held.is_over_at(clock.now() - GRACE):
        settle(held)
    return held


def check_standing(held: Consultation) -> None:
    if held.is_taken_back:
        raise TooLate(f"Somebody else was faster: it was taken back. {held.taken_back_because}")


def check_open(held: Consultation) -> None:
    """Open at the instant at which this reached the server."""
    check_standing(held)
    if held.opened_at is None:
        raise Refused("It is not open yet.")
    if not held.is_open_at(current().at):
        raise TooLate(f"It closed on {day_words(held.closes_at)} at 17:00.")


def settle(held: Consultation) -> None:
    """Its end, at its own closing instant. ``held`` is locked."""
    if held.settled_at is not None:
        return
    held.settled_at = held.closes_at
    held.save(update_fields=["settled_at"])
    words = count_words(held)
    if held.refinement_id and held.refinement.closed_on is None and held.refinement.taken_back_at is None:
        with stating("consultation"):
            day = clock.london_date(held.closes_at)
            refinement.close_refinement_consultation(proposal=held.proposal, by=None, responses=words, on=day)
    record("consultation_closed", **told(held, f"{held.title}: closed. Responses: {words}.", on=held.closes_at))


def settle_what_is_over(proposal) -> None:
    """The end of each consultation of the locked proposal whose time has come."""
    for held in Consultation.objects.due(current().at).filter(proposal=proposal).select_for_update(of=["self"]):
        held.proposal = proposal
        settle(held)


def count_words(held: Consultation) -> str:
    """“12”, “none”: those that count."""
    return str(Submission.objects.counting().filter(response__consultation=held).count() or "none")


@act
def settle_consultation(*, consultation: Consultation) -> None:
    """The sweep's act: take it, which writes its end where that has come. Running twice is harmless."""
    hold(consultation, None)
    if not current().entries:
        nothing_changed()


def told(held: Consultation, sentence: str, *, by=None, on: datetime | None = None) -> dict:
    """What every event of it says."""
    return {
        "subject": held,
        "about": held.proposal or held,
        "by": by,
        "sentence": sentence,
        "effective_on": clock.london_date(on) if on else None,
        "classification": told_class(held),
    }


def day_words(instant: datetime) -> str:
    return f"{clock.london_date(instant):%A %-d %B %Y}"


def date_words(day: date) -> str:
    return f"{day:%A %-d %B %Y}"
