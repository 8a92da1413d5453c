"""Points are published with what became of them: all that are settled, in one act. Respondents are told once."""

from audit.acts import Refused, act, current, record
from consultations.actions.ground import check_shown
from consultations.actions.pointground import (
    about,
    entry,
    hold_point,
    keep_step,
    listed,
    next_version,
    seen_class,
    take_consultation,
    why,
)
from consultations.models import Consultation, PointMade, PointStep
from consultations.points.merging import end_of, into_of
from proposals import ports


def ready_to_publish(consultation: Consultation) -> list[PointMade]:
    """What is settled and not published, as far as it is answered: what went into an open point waits for that one."""
    points = list(
        PointMade.objects.standing()
        .filter(consultation=consultation)
        .select_related("merged_with", "referred_to")
        .order_by("number")
    )
    into, by_key = into_of(points), {point.pk: point for point in points}
    waiting = [point for point in points if point.disposition and point.published_at is None]
    return [point for point in waiting if not by_key[end_of(point.pk, into)].is_open]


@act
def publish_points(*, consultation: Consultation, by, shown: str = "") -> list[PointMade]:
    """All that are settled, together: read from now on by those who may read the consultation, each respondent told of
    the points that they made. ``shown``: the digest of what the person saw; empty skips the question (commands)."""
    held = take_consultation(consultation, by)
    points = ready_to_publish(held)
    if not points:
        raise Refused("No settled point waits to be published any more; somebody else may have been faster.")
    check_shown(points, shown)
    fresh = not_read_yet(points)
    make_public(held, points, by=by)
    ports.notices["points_answered"](held, fresh, by=by)
    return points


def make_public(held: Consultation, points: list[PointMade], *, by) -> None:
    """Read from now on. Within an act, which tells people."""
    at = current().at
    PointMade.objects.filter(pk__in=[point.pk for point in points]).update(published_at=at)
    PointStep.objects.bulk_create(
        PointStep(
            point=point,
            what=PointStep.What.PUBLISHED,
            said=point.reply,
            disposition=point.disposition,
            by=by,
            at=at,
        )
        for point in points
    )
    record(
        "points_published",
        subject=held,
        about=about(held),
        by=by,
        sentence=f"{listed(points)} answered.",
        classification=seen_class(held, published=True),
    )


def not_read_yet(points: list[PointMade]) -> list[PointMade]:
    """Without those that were published before with the same outcome and the same reply: of these nobody is told
    again."""
    steps = PointStep.objects.filter(point__in=points, what=PointStep.What.PUBLISHED)
    known = set(steps.values_list("point_id", "disposition", "said"))
    return [point for point in points if (point.pk, point.disposition, point.reply) not in known]


@act
def take_point_back(*, point: PointMade, by, reason: str) -> PointMade:
    """It is read by SECAS alone again; it stays settled, and is published with the next that are."""
    held = hold_point(point, by)
    reason = why(reason, "Say why it is no longer to be read.")
    if held.published_at is None:
        raise Refused("Somebody else was faster: it is not published.")
    record("point_taken_back", **entry(held, by), sentence=f"Point {held.number} is no longer published. {reason}")
    held.published_at = None
    next_version(held, "published_at")
    keep_step(held, PointStep.What.TAKEN_BACK, by, because=reason)
    return held
