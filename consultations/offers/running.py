"""What the page of a consultation offers SECAS to run it by."""

from django.urls import reverse

from audit import clock
from consultations import rules
from consultations.actions.closing import why_it_stays
from consultations.course.kinds import row_of
from consultations.models import Consultation
from consultations.offers.registry import Offer, offer


def _runs(consultation: Consultation, user) -> bool:
    return rules.may_run.test(user) and not consultation.is_taken_back


def _page(name: str, consultation: Consultation) -> str:
    return reverse(f"consultations:{name}", args=[consultation.pk])


@offer("open", sort=10)
def open_it(consultation: Consultation, user) -> Offer | None:
    waits = consultation.opened_at is None and not row_of(consultation).by_step
    return Offer("Open it", _page("open", consultation), leads=True) if waits and _runs(consultation, user) else None


@offer("change", sort=20)
def change_it(consultation: Consultation, user) -> Offer | None:
    may = consultation.opened_at is None and _runs(consultation, user)
    return Offer("Change the words", _page("change_consultation", consultation)) if may else None


@offer("extend", sort=80)
def extend_it(consultation: Consultation, user) -> Offer | None:
    runs = consultation.is_open_at(clock.now()) and _runs(consultation, user)
    return Offer("Extend it", _page("extend", consultation)) if runs else None


@offer("take_back", sort=90)
def take_it_back(consultation: Consultation, user) -> Offer | None:
    may = _runs(consultation, user) and not why_it_stays(consultation, clock.now())
    return Offer("Take it back", _page("take_back", consultation)) if may else None
