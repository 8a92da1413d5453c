"""Points are answered: what became of each, and the reply that respondents read."""

from audit.acts import Refused, act, current, nothing_changed, record
from bodies.models import Committee
from consultations.actions.pointground import (
    DISPOSITIONS,
    entry,
    hold_point,
    keep_step,
    listed,
    next_version,
    take_consultation,
    when,
    why,
)
from consultations.models import Consultation, PointMade, PointStep
from consultations.points.merging import into_of, makes_a_circle
from proposals.actions.filing import SAME

WITHOUT_REPLY = (DISPOSITIONS.MERGED, DISPOSITIONS.NOTED)
ADOPTED_LENGTH = PointMade._meta.get_field("adopted_in").max_length


@act
def settle_point(
    *,
    point: PointMade,
    by,
    disposition: str,
    reply: str = "",
    merged_with: PointMade | None = None,
    referred_to: Committee | None = None,
    adopted_in: str = "",
) -> PointMade:
    """What became of an open point. The reply may be left out where the point is noted, or went into another one,
    which is answered there. Nobody is told, and nobody else reads it, until points are published."""
    held = hold_point(point, by)
    settled = _checked(held, disposition, reply, merged_with, referred_to, adopted_in)
    if held.disposition:
        _already(held, by, settled)
        return held
    _settle(held, by, settled)
    return held


@act
def settle_points(
    *, consultation: Consultation, by, points: list[PointMade], disposition: str, reply: str = ""
) -> list[PointMade]:
    """Several open points, with one disposition and one reply: all of them, or none where one is open no more."""
    held = take_consultation(consultation, by)
    if not points:
        raise Refused("Choose the points that are settled.", "points")
    if disposition in (DISPOSITIONS.MERGED, DISPOSITIONS.REFERRED):
        raise Refused("Into which point it went, or to which body, is said of one point at a time.", "disposition")
    rows = list(PointMade.objects.filter(consultation=held, pk__in=[point.pk for point in points]))
    if gone := [row for row in rows if not row.is_open]:
        raise Refused(f"Somebody else was faster: {listed(gone).lower()} {_is(gone)} open no more. Choose again.")
    for row in rows:
        row.consultation = held
        _settle(row, by, _checked(row, disposition, reply, None, None, ""))
    return rows


def _is(rows: list) -> str:
    return "is" if len(rows) == 1 else "are"


@act
def reopen_point(*, point: PointMade, by, reason: str) -> PointMade:
    """It is looked at again: open, as it was before it was settled; the reply it had is kept in its history. What was
    published of it is read no more. Reports wait for it again. What the legal text took in stands in it: others may
    have built on that since."""
    held = hold_point(point, by)
    reason = why(reason, "Say why it is opened again.")
    if not held.disposition:
        raise Refused(f"Somebody else was faster: point {held.number} is open.")
    published, still = held.published_at, still_in_the_text(held)
    record("point_reopened", **entry(held, by), sentence=f"Point {held.number} is looked at again. {reason}")
    blank = {"disposition": "", "reply": "", "adopted_in": "", "settled_by": None, "settled_at": None}
    for name, value in {**blank, "merged_with": None, "referred_to": None, "published_at": None}.items():
        setattr(held, name, value)
    next_version(held, *blank, "merged_with", "referred_to", "published_at")
    keep_step(held, PointStep.What.REOPENED, by, because=reason, said=still)
    if published:
        keep_step(held, PointStep.What.TAKEN_BACK, by, because=reason)
    return held


def still_in_the_text(point: PointMade) -> str:
    """What opening it again leaves as it is; empty where the legal text took nothing in."""
    version = point.adopted_in
    return f"Version {version} of the legal text has it, and keeps it until it is taken out there." if version else ""


def _checked(point, disposition: str, reply: str, merged_with, referred_to, adopted_in: str) -> dict:
    """The columns of what became of it."""
    if disposition not in DISPOSITIONS.values:
        raise Refused("Choose what became of it.", "disposition")
    if disposition not in WITHOUT_REPLY and not reply.strip():
        raise Refused("Write the reply that respondents read.", "reply")
    if disposition == DISPOSITIONS.REFERRED and referred_to is None:
        raise Refused("Choose the body that it is referred to.", "referred_to")
    if len(adopted_in.strip()) > ADOPTED_LENGTH:
        raise Refused("Give the number of the version alone, for example 0.4.", "adopted_in")
    merged = disposition == DISPOSITIONS.MERGED
    if merged:
        _check_merging(point, merged_with)
    accepted = disposition in (DISPOSITIONS.ACCEPTED, DISPOSITIONS.IN_PART)
    return {
        "disposition": disposition,
        "reply": reply.strip(),
        "merged_with": merged_with if merged else None,
        "referred_to": referred_to if disposition == DISPOSITIONS.REFERRED else None,
        "adopted_in": adopted_in.strip() if accepted else "",
    }


def _check_merging(point: PointMade, target: PointMade | None) -> None:
    if target is None:
        raise Refused("Choose the point that it went into.", "merged_with")
    there = list(PointMade.objects.standing().filter(consultation=point.consultation_id))
    if target.pk not in {each.pk for each in there}:
        raise Refused("Choose a point of this consultation that was not dropped.", "merged_with")
    if target.pk == point.pk:
        raise Refused("A point does not go into itself. Choose another one.", "merged_with")
    if makes_a_circle(point.pk, target.pk, into_of(there)):
        raise Refused(
            f"Point {target.number} went, by way of others or straight, into this one. Choose another.", "merged_with"
        )


def _already(held: PointMade, by, settled: dict) -> None:
    """The same thing said twice by one person is said once; to anybody else it is told who was faster."""
    if held.settled_by == by and all(getattr(held, name) == value for name, value in settled.items()):
        nothing_changed()
        return
    who = getattr(held.settled_by, "name", "") or "Somebody"
    if held.settled_by == by:
        raise Refused(f"{SAME} It is settled as “{held.get_disposition_display()}”; open it again to settle it anew.")
    words = held.get_disposition_display()
    raise Refused(f"Somebody else was faster: {who} settled point {held.number} at {when(held.settled_at)}: {words}.")


def _settle(held: PointMade, by, settled: dict) -> None:
    for name, value in settled.items():
        setattr(held, name, value)
    held.settled_by, held.settled_at = by, current().at
    next_version(held, *settled, "settled_by", "settled_at")
    keep_step(held, PointStep.What.SETTLED, by, said=held.reply, disposition=held.disposition)
    words = held.get_disposition_display()
    record(
        "point_settled",
        **entry(held, by),
        sentence=f"Point {held.number}: {words[0].lower()}{words[1:]}.",
        after={"reply": held.reply},
    )
