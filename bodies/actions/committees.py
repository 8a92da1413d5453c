"""What a body is, and the seats it has."""

from datetime import date
from itertools import count

from accounts.models import Category
from audit.acts import Refused, act, nothing_changed, record
from bodies.models import Committee, Seat
from bodies.rules import check, may_enter_bodies, may_keep

ENTERED_BY = "Only SECAS may do this."
KEPT_BY = "This is for SECAS and for the secretary of the body."


@act
def enter_committee(*, by, code: str, name: str, short_name: str, prefix: str, **fields) -> Committee:
    """A new body. Its prefix is no other body’s: the references of their papers would be the same."""
    check(may_enter_bodies, by, sentence=ENTERED_BY)
    list(Committee.objects.select_for_update().order_by("pk").values_list("pk"))
    if Committee.objects.filter(code=code).exists():
        raise Refused(f"There is a body under the address “{code}” already.", "code")
    if other := Committee.objects.filter(prefix=prefix).first():
        raise Refused(f"The papers of {other.named} have the prefix “{prefix}”: choose another.", "prefix")
    committee = Committee.objects.create(code=code, name=name, short_name=short_name, prefix=prefix, **fields)
    record("committee_entered", subject=committee, by=by, sentence=f"{name} entered.")
    return committee


@act
def change_committee(*, committee: Committee, by, reason: str = "", **fields) -> Committee:
    """Change what is said of a body. Its code stands in addresses and its prefix in references: both stay."""
    committee = Committee.objects.select_for_update().get(pk=committee.pk)
    check(may_keep, by, committee, sentence=KEPT_BY)
    if kept := {"code", "prefix"} & fields.keys():
        raise TypeError(f"{', '.join(sorted(kept))}: papers and addresses already name it.")
    for name, missing in (("name", "Give the body’s name."), ("short_name", "Give its short name.")):
        if name in fields and not fields[name].strip():
            raise Refused(missing, name)
    if span := changed(committee, fields):
        sentence = f"{committee.name}: {words_for(span)} changed. {reason.strip()}".strip()
        record("committee_changed", subject=committee, by=by, sentence=sentence, **span)
    else:
        nothing_changed()
    return committee


@act
def enter_seat(*, by, committee: Committee, name: str = "", **fields) -> Seat:
    """Without a name it is called after its office or its category: “Chair”, “Large Supplier 2”."""
    check(may_keep, by, committee, sentence=KEPT_BY)
    Committee.objects.select_for_update().get(pk=committee.pk)
    name = name.strip() or _usual_name(committee, fields)
    _check_name(committee, name)
    seat = Seat.objects.create(committee=committee, name=name.strip(), **fields)
    record("seat_entered", subject=seat, by=by, sentence=f"{seat}.")
    return seat


@act
def change_seat(*, seat: Seat, by, reason: str = "", **fields) -> Seat:
    """Rename a seat, or say anew what it is: its category, its voting group, whether it votes, chairs or serves."""
    seat = _taken(seat, by)
    if "name" in fields:
        fields["name"] = fields["name"].strip()
        _check_name(seat.committee, fields["name"], seat)
    if span := changed(seat, fields):
        sentence = f"{seat}: {words_for(span)} changed. {reason.strip()}".strip()
        record("seat_changed", subject=seat, by=by, sentence=sentence, **span)
    else:
        nothing_changed()
    return seat


@act
def end_seat(*, seat: Seat, by, ends_on: date | None, reason: str) -> Seat:
    """The seat is there until ``ends_on`` and no longer; None: it is there as before. Who held it stays on record."""
    seat = _taken(seat, by)
    if not reason.strip():
        raise Refused("Say why.", "reason")
    if ends_on and (term := seat.memberships.overlapping(ends_on).exclude(ends__lte=ends_on).first()):
        raise Refused(f"{term.user} holds it beyond that day: end the term first.", "ends_on")
    if ends_on == seat.ends_on:
        raise Refused("That is how it stands already.", "ends_on")
    seat.ends_on = ends_on
    seat.save(update_fields=["ends_on"])
    when = f"there until {ends_on:%-d %B %Y}" if ends_on else "there as before"
    record("seat_ended", subject=seat, by=by, sentence=f"{seat}: {when}. {reason.strip()}")
    return seat


def _taken(seat: Seat, by) -> Seat:
    Seat.objects.select_for_update().get(pk=seat.pk)
    seat = Seat.objects.select_related("committee").get(pk=seat.pk)
    check(may_keep, by, seat.committee, sentence=KEPT_BY)
    return seat


def _usual_name(committee: Committee, fields: dict) -> str:
    """Of an office that nobody else holds the word for it; of a category the next number there; otherwise nothing."""
    if fields.get("is_chair"):
        return "Chair"
    if fields.get("is_secretary"):
        return "Secretary"
    category = Category(fields["category"]).label if fields.get("category") else ""
    taken = set(committee.seats.values_list("name", flat=True)) if category else set()
    return next((name for n in count(1) if (name := f"{category} {n}") not in taken), "") if category else ""


def _check_name(committee: Committee, name: str, own: Seat | None = None) -> None:
    if not name.strip():
        raise Refused("Give the seat a name.", "name")
    others = committee.seats.exclude(pk=own.pk) if own else committee.seats.all()
    if others.filter(name=name.strip()).exists():
        raise Refused(f"{committee} already has a seat called “{name.strip()}”.", "name")


def changed(row, fields: dict) -> dict:
    """Write what differs of ``fields``; what it was and what it is now, or nothing where nothing differs."""
    new = {name: value for name, value in fields.items() if getattr(row, name) != value}
    if not new:
        return {}
    before = {name: _said(getattr(row, name)) for name in new}
    for name, value in new.items():
        setattr(row, name, value)
    row.save(update_fields=[*new])
    return {"before": before, "after": {name: _said(value) for name, value in new.items()}}


def _said(value) -> str:
    return "" if value is None else str(value)


def words_for(span: dict) -> str:
    return ", ".join(name.replace("_", " ") for name in span["after"])
