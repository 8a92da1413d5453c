"""What a body is, its seats and who holds them: for SECAS, administrators and the secretary of the body."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from audit import clock
from bodies import actions
from bodies.models import Membership, Seat
from bodies.rules import may_enter_bodies, may_keep
from proposals.pages import barred
from proposals.views.asking import Asked, ask, bound
from subcommittees.forms import bodies as forms
from subcommittees.frames import committee_page, do, frame

TOLD = ["It stands in the public list of members."]


@require_http_methods(["GET", "HEAD", "POST"])
def enter_committee(request):
    if answer := barred(request, may_enter_bodies, None):
        return answer
    form = bound(request, forms.EnterCommitteeForm)
    page = frame("Enter a body", None)
    done = "The body is entered. Give it its seats next."
    return do(request, page, form, actions.enter_committee, {"by": request.user}, "Enter the body", done, _page_of)


def _page_of(committee) -> str:
    return reverse("subcommittees:committee", args=[committee.code])


@require_http_methods(["GET", "HEAD", "POST"])
@committee_page(rule=may_keep)
def edit_committee(request, committee):
    names = forms.CommitteeForm.base_fields
    form = bound(request, forms.CommitteeForm, initial={name: getattr(committee, name) for name in names})
    about = {"by": request.user, "committee": committee}
    done = "What is said of the body is saved."
    return do(request, frame("Edit the body", committee), form, actions.change_committee, about, "Save", done)


def _entered_last(committee) -> Membership | None:
    """The term entered last, of those that still run: members are elected together, for the same days."""
    running = Membership.objects.filter(seat__committee=committee).exclude(ends__lt=clock.today())
    return running.order_by("pk").last()


@require_http_methods(["GET", "HEAD", "POST"])
@committee_page(rule=may_keep)
def add_seat(request, committee):
    last = _entered_last(committee)
    form = bound(request, forms.EnterSeatForm, last=last)
    about = {"by": request.user, "committee": committee}
    page, again = frame("Enter a seat", committee), "Enter it and go on to the next"
    return do(request, page, form, _seat_act(form), about, "Enter the seat", _seat_done, again=again)


def _seat_act(form: forms.EnterSeatForm):
    taken = form.is_bound and form.is_valid() and form.is_taken
    return actions.enter_seat_and_appoint if taken else actions.enter_seat


def _seat_done(seat: Seat) -> str:
    term = seat.memberships.select_related("user").first()
    if term is None:
        return f"The seat {seat.name} is entered; it is vacant until somebody is appointed."
    return f"The seat {seat.name} is entered; {term.user} takes it."


@require_http_methods(["GET", "HEAD", "POST"])
@committee_page(rule=may_keep)
def seat_step(request, committee, pk: int, step: str):
    seat = get_object_or_404(Seat.objects.filter(committee=committee).select_related("committee"), pk=pk)
    if step not in SEAT_STEPS:
        raise Http404
    return SEAT_STEPS[step](request, committee, seat)


def _change_seat(request, committee, seat: Seat):
    names = forms.SeatForm.base_fields
    form = bound(request, forms.SeatForm, initial={name: getattr(seat, name) for name in names})
    about = {"by": request.user, "seat": seat}
    page = frame(f"Change the seat {seat.name}", committee)
    return do(request, page, form, actions.change_seat, about, "Save", "The seat is changed.")


def _end_seat(request, committee, seat: Seat):
    form = bound(request, forms.EndSeatForm, initial={"ends_on": seat.ends_on})
    asked = Asked(
        actions.end_seat,
        {"by": request.user, "seat": seat},
        lambda form: {"What changes": [_seat_words(seat, form.cleaned_data["ends_on"])]},
        "Save when the seat ends",
        "How long the seat is there is saved.",
        lambda: _page_of(committee),
    )
    return ask(request, frame(f"End the seat {seat.name}", committee), form, asked)


def _seat_words(seat: Seat, ends) -> str:
    if ends is None:
        return f"The seat {seat.name} is there as before."
    return f"After {ends:%A %-d %B %Y} the seat {seat.name} is no longer listed and nobody is appointed to it."


def _appoint(request, committee, seat: Seat):
    last = _entered_last(committee)
    form = bound(request, forms.AppointForm, initial={"starts": last.starts, "ends": last.ends} if last else {})
    about = {"by": request.user, "seat": seat}
    page = frame(f"Appoint to the seat {seat.name}", committee)
    done = "The member is appointed. What they may read and do here holds from the first day of the term."
    return do(request, page, form, actions.appoint, about, "Appoint", done)


SEAT_STEPS = {"change": _change_seat, "end": _end_seat, "appoint": _appoint}


@require_http_methods(["GET", "HEAD", "POST"])
@committee_page(rule=may_keep)
def term_step(request, committee, pk: int, step: str):
    terms = Membership.objects.filter(seat__committee=committee)
    term = get_object_or_404(terms.select_related("seat__committee", "user", "alternate"), pk=pk)
    if step not in TERM_STEPS:
        raise Http404
    return TERM_STEPS[step](request, committee, term)


def _asked_of(request, committee, term: Membership, act, words, button: str, done: str) -> Asked:
    return Asked(
        act,
        {"by": request.user, "term": term},
        lambda form: {"What changes": [words(form.cleaned_data)], "What is public": TOLD},
        button,
        done,
        lambda: _page_of(committee),
    )


def _end_term(request, committee, term: Membership):
    def words(given):
        return f"{given['ends']:%A %-d %B %Y} is the last day on which {term.user} sits; access ends with it."

    asked = _asked_of(request, committee, term, actions.end_term, words, "End the term", "The term is ended.")
    page = frame(f"End the term of {term.user}", committee)
    return ask(request, page, bound(request, forms.EndTermForm), asked)


def _correct_term(request, committee, term: Membership):
    def words(given):
        ends = f" to {given['ends']:%-d %B %Y}" if given["ends"] else ""
        return f"The seat {term.seat.name} is held by {given['user']} from {given['starts']:%-d %B %Y}{ends}."

    done = "The term is put right."
    asked = _asked_of(request, committee, term, actions.correct_term, words, "Put the term right", done)
    held = {"user": term.user, "starts": term.starts, "ends": term.ends}
    page = frame(f"Put right the term of {term.user}", committee)
    return ask(request, page, bound(request, forms.CorrectTermForm, initial=held), asked)


def _alternate(request, committee, term: Membership):
    form = bound(request, forms.AlternateForm, initial={"alternate": term.alternate})
    about = {"by": request.user, "term": term}
    page = frame(f"Alternate of {term.user}", committee)
    return do(request, page, form, actions.change_alternate, about, "Save", "The alternate is saved.")


def _take_back(request, committee, term: Membership):
    def words(given):
        return f"{term.user} never held the seat {term.seat.name}; the history keeps what was entered, and why."

    done = "The term is taken back."
    asked = _asked_of(request, committee, term, actions.take_term_back, words, "Take the term back", done)
    page = frame(f"Take back the term of {term.user}", committee)
    return ask(request, page, bound(request, forms.ReasonForm), asked)


TERM_STEPS = {"end": _end_term, "correct": _correct_term, "alternate": _alternate, "take-back": _take_back}
