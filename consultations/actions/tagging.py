"""SECAS gathers what was said under words of its own."""

from collections.abc import Iterable

from audit.acts import Refused, act, current, nothing_changed, record
from consultations.actions.collating import checked_line, held_place, hold_consultation, secas_only
from consultations.models import Consultation, Tag, Tagging
from consultations.points.places import Place
from proposals.actions.filing import SAME

PLACES = ("answer_id", "clause_comment_id", "general_of_id")
NAME_LENGTH = Tag._meta.get_field("name").max_length


@act
def tag_text(*, consultation: Consultation, by, place: str, put: Iterable[str] = (), take: Iterable[str] = ()) -> Place:
    """Tags put on a text, made where there are none of that name, and others taken off. What stands so already, or was
    taken off already, is left as it is."""
    held = hold_consultation(consultation, by)
    found = held_place(held, place)
    on = [tag for tag in _made(held, put) if not _standing(tag, found).exists()]
    Tagging.objects.bulk_create(Tagging(tag=tag, by=by, at=current().at, **found.of) for tag in on)
    off = [tag for tag in _named(held, take) if _standing(tag, found).update(removed_at=current().at)]
    if not (on or off):
        nothing_changed()
        return found
    told = [f"Tagged “{tag.name}”." for tag in on] + [f"No longer tagged “{tag.name}”." for tag in off]
    sentence = f"{found.where}, response {found.submission.response.number}. {' '.join(told)}"
    record("text_tagged", subject=held, **secas_only(held, by, sentence, in_confidence=found.is_in_confidence))
    return found


def _made(held: Consultation, names: Iterable[str]) -> list[Tag]:
    """Those of these names, in whatever case; one that was merged into another is taken up again."""
    found = []
    for name in names:
        name = checked_line(name, NAME_LENGTH, "Give the tag a name.", "new")
        tag = Tag.objects.filter(consultation=held, name__iexact=name).first()
        if tag is None:
            tag = Tag.objects.create(consultation=held, name=name)
        elif tag.dropped_at:
            tag.dropped_at = None
            tag.save(update_fields=["dropped_at"])
        found.append(tag)
    return list({tag.pk: tag for tag in found}.values())


def _named(held: Consultation, names: Iterable[str]) -> list[Tag]:
    known = {tag.name.casefold(): tag for tag in Tag.objects.filter(consultation=held, dropped_at=None)}
    return [tag for name in names if (tag := known.get(name.strip().casefold()))]


def _standing(tag: Tag, place: Place):
    return Tagging.objects.standing().filter(tag=tag, **place.of)


@act
def rename_tag(*, tag: Tag, by, name: str) -> Tag:
    held, own = _hold(tag, by)
    name = checked_line(name, NAME_LENGTH, "Give the tag a name.", "name")
    if name == own.name:
        raise Refused(SAME)
    other = Tag.objects.filter(consultation=held, name__iexact=name).exclude(pk=own.pk).first()
    if other:
        words = "Merge this one into it." if other.dropped_at is None else "It was merged into another; choose another."
        raise Refused(f"There is a tag “{other.name}” already. {words}", "name")
    was, own.name = own.name, name
    own.save(update_fields=["name"])
    record("tag_renamed", subject=own, **secas_only(held, by, f"“{was}” becomes “{name}”."))
    return own


@act
def merge_tags(*, tag: Tag, by, into: Tag) -> Tag:
    """What bears ``tag`` bears ``into`` from now on, and ``tag`` is chosen no more."""
    held, own = _hold(tag, by)
    other = Tag.objects.filter(consultation=held, dropped_at=None, pk=into.pk).first()
    if other is None or other == own:
        raise Refused("Choose another tag of this consultation.", "into")
    at = current().at
    bearing = list(Tagging.objects.standing().filter(tag=own))
    there = {_placed(row) for row in Tagging.objects.standing().filter(tag=other)}
    moved = [row for row in bearing if _placed(row) not in there]
    Tagging.objects.filter(pk__in=[row.pk for row in bearing]).update(removed_at=at)
    Tagging.objects.bulk_create(
        Tagging(tag=other, **dict(zip(PLACES, _placed(row), strict=True)), by=by, at=at) for row in moved
    )
    own.dropped_at = at
    own.save(update_fields=["dropped_at"])
    record(
        "tags_merged",
        subject=other,
        **secas_only(held, by, f"“{own.name}” becomes “{other.name}” on {len(bearing)} texts."),
    )
    return other


def _placed(row: Tagging) -> tuple:
    return tuple(getattr(row, name) for name in PLACES)


def _hold(tag: Tag, by) -> tuple[Consultation, Tag]:
    held = hold_consultation(tag.consultation, by)
    own = Tag.objects.get(pk=tag.pk)
    if own.dropped_at:
        raise Refused(f"Somebody else was faster: “{own.name}” was merged into another tag.")
    return held, own
