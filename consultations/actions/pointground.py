"""What every act on points stands on: the locks, who may, the step that is kept, and whose the history is."""

from audit import clock
from audit.acts import Refused, current
from consultations import rules
from consultations.actions.ground import SECAS_ONLY, open_class, secas_class
from consultations.actions.running import hold
from consultations.models import Consultation, PointMade, PointStep
from proposals.rules import check

WHY_LENGTH = PointStep._meta.get_field("because").max_length
DISPOSITIONS = PointMade.Disposition


def take_consultation(consultation: Consultation, by) -> Consultation:
    """The consultation as it stands behind the locks (``running.hold``), for SECAS, once it is over. Points are taken
    from what stands: until the end a respondent may still change it."""
    check(rules.may_settle, by, consultation, sentence=SECAS_ONLY)
    held = hold(consultation, by)
    if held.is_taken_back:
        raise Refused("This consultation was taken back: there is nothing to answer.")
    if not held.is_over_at(current().at):
        raise Refused("Until it is over, respondents may change what they said. Points are made afterwards.")
    return held


def hold_point(point: PointMade, by) -> PointMade:
    """The point as it stands behind the locks; refused where it stands no more."""
    consultation = take_consultation(point.consultation, by)
    held = PointMade.objects.select_related("settled_by", "merged_with", "referred_to").get(pk=point.pk)
    held.consultation = consultation
    if held.dropped_at:
        raise Refused(f"Somebody else was faster: point {held.number} was dropped. {held.dropped_because}")
    return held


def why(text: str, sentence: str, field: str = "reason") -> str:
    text = text.strip()
    if not text:
        raise Refused(sentence, field)
    if len(text) > WHY_LENGTH:
        raise Refused(f"At most {WHY_LENGTH} characters; this has {len(text)}.", field)
    return text


def keep_step(point: PointMade, what: str, by, **said) -> PointStep:
    return PointStep.objects.create(point=point, what=what, by=by, at=current().at, **said)


def next_version(point: PointMade, *fields: str) -> None:
    point.version += 1
    point.save(update_fields=[*fields, "version"])


def about(consultation: Consultation):
    return consultation.proposal or consultation


def entry(point: PointMade, by) -> dict:
    """What the history says of whatever is done to a point: SECAS's own until it is published, as open as the
    consultation from then on."""
    consultation = point.consultation
    classification = seen_class(consultation, bool(point.published_at))
    return {"subject": point, "about": about(consultation), "by": by, "classification": classification}


def seen_class(consultation: Consultation, published: bool) -> str:
    return open_class(consultation) if published else secas_class(consultation)


def when(instant) -> str:
    return f"{instant.astimezone(clock.LONDON):%H:%M on %-d %B %Y}"


def listed(points) -> str:
    """“Point 3”, “Points 1, 2 and 5”."""
    numbers = [str(number) for number in sorted(point.number for point in points)]
    if len(numbers) == 1:
        return f"Point {numbers[0]}"
    return f"Points {', '.join(numbers[:-1])} and {numbers[-1]}"
