"""Who holds a seat, from when until when, and who may stand in. The seat is locked first, so that two at once do not
appoint two."""

from datetime import date

from accounts.actions import forget_what_is_known_of
from audit.acts import Refused, act, record
from bodies.actions.committees import KEPT_BY, changed, enter_seat
from bodies.models import Committee, Membership, Seat
from bodies.rules import check, may_keep


@act
def appoint(*, by, seat: Seat, user, starts: date, ends: date | None = None, alternate=None) -> Membership:
    seat = _taken(seat, by)
    _check(seat, user, alternate, starts, ends)
    term = Membership.objects.create(seat=seat, user=user, starts=starts, ends=ends, alternate=alternate)
    _forget(user, alternate)
    record("member_appointed", subject=term, by=by, sentence=f"{user} takes the seat {seat} {_period(starts, ends)}.")
    return term


@act
def enter_seat_and_appoint(
    *, by, committee: Committee, user, starts: date, ends: date | None = None, alternate=None, **seat
) -> Seat:
    """A new seat, and who takes it."""
    made = enter_seat(by=by, committee=committee, **seat)
    appoint(by=by, seat=made, user=user, starts=starts, ends=ends, alternate=alternate)
    return made


@act
def change_alternate(*, term: Membership, by, alternate, reason: str = "") -> Membership:
    """Who may stand in for the member from now on; None: nobody."""
    term = _term(term, by)
    if alternate == term.alternate:
        raise Refused("That is how it stands already.", "alternate")
    _check_alternate(term.user, alternate)
    was = term.alternate
    changed(term, {"alternate": alternate})
    _forget(was, alternate)
    who = f"{alternate} stands in for {term.user}" if alternate else f"nobody stands in for {term.user}"
    sentence = f"{term.seat}: {who}. {reason.strip()}".strip()
    record("alternate_changed", subject=term, by=by, sentence=sentence, before={"alternate": str(was or "")})
    return term


@act
def end_term(*, term: Membership, by, ends: date, reason: str) -> Membership:
    """The term ends on ``ends``, which is the last day on which the member sits."""
    term = _term(term, by)
    if term.ends and ends >= term.ends:
        raise Refused(f"It ends on {term.ends:%-d %B %Y} already; put its dates right to make it longer.", "ends")
    words = f"{term.seat}: the term of {term.user} ends on {_day(ends)}"
    return _put(term, term.user, term.starts, ends, reason, words)


@act
def correct_term(*, term: Membership, by, user, starts: date, ends: date | None = None, reason: str = "") -> Membership:
    """Put right who held the seat, or from when until when."""
    term = _term(term, by)
    return _put(term, user, starts, ends, reason, f"{term.seat}: held by {user} {_period(starts, ends)}")


@act
def take_term_back(*, term: Membership, by, reason: str) -> None:
    """A term that never was: entered by mistake. The chain keeps what was entered, and why it was taken back."""
    term = _term(term, by)
    was = f"{term.user} {_period(term.starts, term.ends)}"
    sentence = f"{term.seat}: not held by {was}. {_needed(reason)}"
    record("term_taken_back", subject=term, by=by, sentence=sentence)
    Membership.objects.filter(pk=term.pk).delete()
    _forget(term.user, term.alternate)


def _put(term: Membership, user, starts: date, ends: date | None, reason: str, words: str) -> Membership:
    before = {"held": f"{term.user} {_period(term.starts, term.ends)}"}
    if (user, starts, ends) == (term.user, term.starts, term.ends):
        raise Refused("That is how it stands already.", "starts")
    _check(term.seat, user, term.alternate, starts, ends, term)
    sentence = f"{words}. {_needed(reason)}"
    was = term.user
    changed(term, {"user": user, "starts": starts, "ends": ends})
    _forget(was, user, term.alternate)
    record("term_changed", subject=term, sentence=sentence, before=before)
    return term


def _taken(seat: Seat, by) -> Seat:
    Seat.objects.select_for_update().get(pk=seat.pk)
    seat = Seat.objects.select_related("committee").get(pk=seat.pk)
    check(may_keep, by, seat.committee, sentence=KEPT_BY)
    return seat


def _term(term: Membership, by) -> Membership:
    seat = _taken(term.seat, by)
    found = Membership.objects.select_related("user", "alternate").filter(pk=term.pk).first()
    if found is None:
        raise Refused("Somebody else was faster: this term has been taken back already.")
    found.seat = seat
    return found


def _check(seat: Seat, user, alternate, starts: date, ends: date | None, own: Membership | None = None) -> None:
    if ends and ends < starts:
        raise Refused(f"A term that begins on {_day(starts)} cannot end on {_day(ends)}.", "ends")
    if seat.ends_on and (ends is None or ends > seat.ends_on):
        raise Refused(f"This seat is there until {_day(seat.ends_on)}: the term ends by then.", "ends")
    _check_alternate(user, alternate)
    others = seat.memberships.overlapping(starts, ends).select_related("user")
    if taken := (others.exclude(pk=own.pk) if own else others).first():
        held = f"{taken.user} holds it {_period(taken.starts, taken.ends)}"
        raise Refused(f"The seat {seat} is taken for some of these days: {held}.", "seat")


def _check_alternate(user, alternate) -> None:
    if alternate is not None and alternate == user:
        raise Refused("Nobody is their own alternate.", "alternate")


def _forget(*people) -> None:
    for person in people:
        if person is not None:
            forget_what_is_known_of(person)


def _needed(reason: str) -> str:
    if not reason.strip():
        raise Refused("Say why.", "reason")
    return reason.strip()


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"


def _period(starts: date, ends: date | None) -> str:
    return f"from {_day(starts)} to {_day(ends)}" if ends else f"from {_day(starts)}"
