"""Points are made of what respondents said; passages that need none are marked so, with a word why."""

from dataclasses import dataclass

from django.db.models import Max

from audit.acts import Refused, act, current, nothing_changed, record
from consultations.actions.pointground import (
    about,
    entry,
    hold_point,
    keep_step,
    next_version,
    seen_class,
    take_consultation,
    why,
)
from consultations.models import Consultation, NoPoint, PointMade, PointSource, PointStep
from consultations.points.places import Place, key_of, places_named
from proposals.actions.filing import SAME
from proposals.actions.ground import check_version


@dataclass(frozen=True)
class Source:
    """Where a point is made: the key of a passage, and its words (``quote``), or nothing for the whole of it."""

    place: str
    quote: str = ""


@act
def extract_point(*, consultation: Consultation, by, text: str, sources: list[Source]) -> PointMade:
    """A point in SECAS's words, open, with the passages that make it. The same words from the same passages are one
    point, as long as it is open."""
    held = take_consultation(consultation, by)
    words = _worded(text)
    found = _found(held, sources)
    if not found:
        raise Refused("Choose where this point is made: one passage or more.", "places")
    if there := _once(held, words, found):
        return there
    last = PointMade.objects.filter(consultation=held).aggregate(last=Max("number"))["last"] or 0
    point = PointMade.objects.create(consultation=held, number=last + 1, text=words, by=by, at=current().at)
    _add(point, found, by)
    keep_step(point, PointStep.What.MADE, by, said=words)
    record("point_made", **entry(point, by), sentence=f"Point {point.number}, from {_counted(found)}.")
    return point


@act
def add_sources(*, point: PointMade, by, sources: list[Source]) -> PointMade:
    """More passages that make the same point; those that make it already are left as they are."""
    held = hold_point(point, by)
    there = {key_of(source) for source in held.sources.standing()}
    found = [(place, quote) for place, quote in _found(held.consultation, sources) if place.key not in there]
    if not found:
        nothing_changed()
        return held
    _add(held, found, by)
    next_version(held)
    record(
        "point_sources_changed", **entry(held, by), sentence=f"Point {held.number} is also made in {_counted(found)}."
    )
    return held


@act
def remove_source(*, source: PointSource, by) -> PointMade:
    """The passage does not make this point after all; it waits again, if no other point is made there."""
    held = hold_point(source.point, by)
    standing = held.sources.standing()
    if not standing.filter(pk=source.pk).exists():
        raise Refused("Somebody else was faster: this passage was taken from the point already.")
    if standing.count() == 1:
        raise Refused("It is the only passage that makes this point. Drop the point instead, and say why.")
    PointSource.objects.filter(pk=source.pk).update(removed_at=current().at)
    next_version(held)
    record("point_sources_changed", **entry(held, by), sentence=f"Point {held.number} is made in one passage less.")
    return held


@act
def reword_point(*, point: PointMade, by, text: str, version: int | None = None) -> PointMade:
    """Other words for it; those before them are kept. What is published is read as it now says at once."""
    held = hold_point(point, by)
    words = _worded(text)
    if words == held.text:
        nothing_changed()
        return held
    check_version(held, version)
    before, held.text = held.text, words
    next_version(held, "text")
    keep_step(held, PointStep.What.REWORDED, by, said=words)
    record(
        "point_reworded",
        **entry(held, by),
        sentence=f"Point {held.number} has other words.",
        before={"text": before},
        after={"text": words},
    )
    return held


@act
def drop_point(*, point: PointMade, by, reason: str) -> PointMade:
    """It was made by mistake: it counts no more, its passages wait again, and its number is not given again."""
    held = hold_point(point, by)
    reason = why(reason, "Say why it is dropped.")
    if held.published_at:
        raise Refused("It is published. Take it back first, so that nobody reads it.")
    if others := list(held.merged.standing().order_by("number")):
        raise Refused(f"Point {others[0].number} went into this one. Open that one again first.")
    held.dropped_at, held.dropped_because = current().at, reason
    next_version(held, "dropped_at", "dropped_because")
    keep_step(held, PointStep.What.DROPPED, by, because=reason)
    record("point_dropped", **entry(held, by), sentence=f"Point {held.number} is dropped. {reason}")
    return held


@act
def mark_no_point(*, consultation: Consultation, by, places: list[str], reason: str) -> list[NoPoint]:
    """These passages need no point. One of which a point is made is refused; one that is marked already is left."""
    held = take_consultation(consultation, by)
    reason = why(reason, "Say in a word why no point is made of it.")
    found = places_named(held, places)
    if not found:
        raise Refused("Choose the passages that need no point.", "places")
    if made := [place for place in found if _points_at(place)]:
        raise Refused(f"{made[0].where}: a point is made of this passage already.", "places")
    fresh = [place for place in found if not NoPoint.objects.standing().filter(**place.of).exists()]
    if not fresh:
        nothing_changed()
        return []
    rows = NoPoint.objects.bulk_create(NoPoint(because=reason, by=by, at=current().at, **place.of) for place in fresh)
    _tell_of_passages(held, by, f"{_counted(fresh).capitalize()} marked as needing no point. {reason}")
    return rows


@act
def unmark_no_point(*, consultation: Consultation, by, place: str) -> None:
    """The passage waits again."""
    held = take_consultation(consultation, by)
    (found,) = places_named(held, [place])
    marked = NoPoint.objects.standing().filter(**found.of)
    if not marked.exists():
        raise Refused(SAME)
    marked.update(removed_at=current().at)
    _tell_of_passages(held, by, "A passage that was marked as needing no point waits again.")


def _tell_of_passages(consultation: Consultation, by, sentence: str) -> None:
    record(
        "passages_marked",
        subject=consultation,
        about=about(consultation),
        by=by,
        sentence=sentence,
        classification=seen_class(consultation, published=False),
    )


def _worded(text: str) -> str:
    if not text.strip():
        raise Refused("Say in your own words what the point is.", "text")
    return text.strip()


def _found(consultation: Consultation, sources: list[Source]) -> list[tuple[Place, str]]:
    """The passages with the quotes that stand in them, each once."""
    quotes = {source.place: source.quote.strip() for source in sources}
    found = [(place, quotes[place.key]) for place in places_named(consultation, quotes)]
    for place, quote in found:
        if quote and _even(quote) not in _even(place.words):
            raise Refused(f"{place.where}: these words do not stand there. Copy them as they are.", "quote")
    return found


def _even(text: str) -> str:
    """Line ends and spaces as they fell on the page say nothing."""
    return " ".join(text.split())


def _add(point: PointMade, found: list[tuple[Place, str]], by) -> None:
    """A passage that was marked as needing none is so no more."""
    at = current().at
    PointSource.objects.bulk_create(
        PointSource(point=point, quote=quote, by=by, at=at, **place.of) for place, quote in found
    )
    for place, _ in found:
        NoPoint.objects.standing().filter(**place.of).update(removed_at=at)


def _once(consultation: Consultation, text: str, found: list[tuple[Place, str]]) -> PointMade | None:
    for point in PointMade.objects.unanswered().filter(consultation=consultation, text=text):
        if {key_of(source) for source in point.sources.standing()} == {place.key for place, _ in found}:
            nothing_changed()
            return point
    return None


def _points_at(place: Place):
    return PointSource.objects.standing().filter(point__dropped_at=None, **place.of).exists()


def _counted(found: list) -> str:
    return "one passage" if len(found) == 1 else f"{len(found)} passages"
