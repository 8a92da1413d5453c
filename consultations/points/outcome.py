"""What was asked, what was said, what was done: as everybody reads it, and as a respondent reads it of their own.

Only what is published is told. What a reply says may still change until then, and whoever read it early would have been
told something that nobody answers for; that it is still to come is told instead. From whom a point came is counted by
category as far as what makes it is itself published; the rest is a number (docs/decisions/points-in-confidence.md).
Where it was made is told as far as that was not said in confidence and still counts.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from accounts.models import Category
from audit import clock
from consultations.collation.counting import OPEN_ALONE, Row, Tally, counted
from consultations.comments.feedback import category_words
from consultations.course.publication import no_longer_published
from consultations.models import Consultation, Invitation, PointMade, PointSource, Question, Response, Submission
from consultations.points.coverage import is_waiting, marked
from consultations.points.ledger import HUES, counting_among, shown_places
from consultations.points.merging import end_of, into_of
from consultations.points.places import ANSWER, CLAUSE, SAID_WITH, Place, key_of, passages, place_of
from consultations.shown import Shown
from proposals.ports import page_of_texts

CLAUSES, IN_GENERAL, OTHERS = "Comments on clauses", "General comments", "Other points"
NOWHERE = (3, 0, "")  # of a point that is told without a place


@dataclass(frozen=True)
class Told:
    """A published point. ``end``: the published point that it went into, however many steps away."""

    point: PointMade
    places: list[str]
    made_by: str
    end: PointMade | None = None

    @property
    def hue(self) -> str:
        return HUES.get(self.point.disposition, "")

    @property
    def end_hue(self) -> str:
        return HUES.get(self.end.disposition, "") if self.end else ""

    @property
    def answered(self) -> PointMade:
        """The point whose reply answers it."""
        return self.end or self.point


@dataclass(frozen=True)
class Section:
    """``question``: what was asked, if this is of a question; ``said``: how many answered it, once it is over;
    ``counts``: how many said what, once responses are published."""

    title: str
    question: Question | None
    said: str
    points: list[Told]
    counts: list[tuple[str, int]] = field(default_factory=list)


@dataclass(frozen=True)
class Outcome:
    sections: list[Section]
    responses: str
    changed: list[Told]  # points that changed the legal text
    texts_url: str
    to_come: list[str]

    @property
    def count(self) -> int:
        return sum(len(section.points) for section in self.sections)


def outcome(consultation: Consultation) -> Outcome:
    """The same for every reader. A number of queries that does not grow with responses or points."""
    told = told_points(consultation)
    placed: dict[tuple, list[Told]] = defaultdict(list)
    for each, first in told:
        placed[first].append(each)
    return Outcome(
        sections=_sections(consultation, placed),
        responses=_received(consultation),
        changed=[each for each, _ in told if each.point.adopted_in],
        texts_url=page_of_texts(consultation.proposal) if consultation.proposal_id else "",
        to_come=to_come(consultation),
    )


def published(consultation: Consultation) -> QuerySet[PointMade]:
    rows = PointMade.objects.standing().filter(consultation=consultation, published_at__isnull=False)
    return rows.select_related("merged_with", "referred_to").order_by("number")


def told_points(consultation: Consultation) -> list[tuple[Told, tuple]]:
    """Each published point, with the place under which it is told: the first of those where it was made."""
    points = {point.pk: point for point in published(consultation)}
    for point in points.values():
        point.consultation = consultation
    into, places = into_of(points.values()), _places(points)
    counting = counting_among(place for found in places.values() for place in found)
    told = {pk: [place for place in places[pk] if _is_told(place, counting)] for pk in points}
    return [(_told(point, points, into, places[pk], told[pk]), _first(told[pk])) for pk, point in points.items()]


def _places(points: Iterable[int]) -> dict[int, list[Place]]:
    """Those of responses that were not withdrawn, by the key of the point that they make."""
    found: dict[int, list[Place]] = defaultdict(list)
    for source in PointSource.objects.standing().filter(point__in=points).select_related(*SAID_WITH).order_by("pk"):
        place = place_of(source)
        if place.submission.response.withdrawn_at is None:
            found[source.point_id].append(place)
    return found


def _is_told(place: Place, counting: set[int]) -> bool:
    """What was said in confidence is told nowhere; neither is an earlier version, of which a later one may be so."""
    return place.submission.pk in counting and not place.is_in_confidence


def _told(
    point: PointMade, points: dict[int, PointMade], into: dict[int, int], places: list[Place], told: list[Place]
) -> Told:
    end = points.get(end_of(point.pk, into)) if point.merged_with_id else None
    where = list(dict.fromkeys(place.where for place in sorted(told, key=_order)))
    return Told(point, where, made_by(point.consultation, places, told), end)


def _order(place: Place) -> tuple:
    if place.kind == ANSWER:
        return (0, place.row.question.number, "")
    return (1, 0, place.where) if place.kind == CLAUSE else (2, 0, "")


def _first(places: list[Place]) -> tuple:
    kind, number, _ = min(map(_order, places), default=NOWHERE)
    return (kind, number)


def made_by(consultation: Consultation, places: list[Place], told: list[Place]) -> str:
    """“Made in 4 responses: 2 Large Suppliers, 1 Small Supplier; 1 not published.” A response counts where one of its
    passages that make the point is published; a category is named of these alone."""
    responses = {place.submission.response_id for place in places}
    if not responses:
        return ""
    is_out = consultation.responses_published_at is not None
    public = [place.submission for place in told if is_out and not place.submission.held_back]
    named = Counter({row.response_id: row.category for row in public}.values())
    kept = len(responses) - sum(named.values())
    made = f"Made in {_counted(len(responses), 'response')}"
    return f"{made}: {_categories(named, kept)}." if named else f"{made}."


def _categories(named: Counter, kept: int) -> str:
    parts = [f"{named[key]} {category_words(key, named[key])}" for key in Category if named[key]]
    listed = ", ".join(parts)
    return f"{listed}; {kept} not published" if kept else listed


def _counted(number: int, noun: str) -> str:
    return f"one {noun}" if number == 1 else f"{number} {noun}s"


def _sections(consultation: Consultation, placed: dict[tuple, list[Told]]) -> list[Section]:
    tallies = counted(consultation, secas=False).tallies
    found = [_section(consultation, tally, placed.get((0, tally.question.number), [])) for tally in tallies]
    more = {CLAUSES: placed.get((1, 0), []), IN_GENERAL: placed.get((2, 0), []), OTHERS: placed.get(NOWHERE[:2], [])}
    return found + [Section(title, None, "", points) for title, points in more.items() if points]


def _section(consultation: Consultation, tally: Tally, points: list[Told]) -> Section:
    """What was answered in confidence is told as a number of its own, as the collation tells it."""
    everybody, question = tally.all, tally.question
    counts = [(words, everybody.values[value]) for value, words in tally.columns if everybody.values[value]]
    counts += [("In confidence", everybody.hidden)] if everybody.hidden else []
    said = _said(everybody) if consultation.is_over_at(clock.now()) else ""
    is_out = consultation.responses_published_at is not None
    return Section(f"Question {question.number}", question, said, points, counts if is_out else [])


def _said(row: Row) -> str:
    count = row.answered + row.hidden
    who = _counted(count, "response").capitalize() if count else "Nobody"
    return f"{who} answered it openly. {OPEN_ALONE}" if row.open_alone else f"{who} answered it."


def _received(consultation: Consultation) -> str:
    """How many responses there are, once it is over: by category as far as they are published."""
    if not consultation.is_over_at(clock.now()):
        return ""
    rows = Submission.objects.counting().filter(response__consultation=consultation)
    all_of_them = list(rows.order_by().values_list("category", "confidential", "held_back"))
    if not all_of_them:
        return "No response came in."
    is_out = consultation.responses_published_at is not None
    named = Counter(category for category, *kept_back in all_of_them if is_out and not any(kept_back))
    kept = len(all_of_them) - sum(named.values())
    came = f"{_counted(len(all_of_them), 'response').capitalize()} came in"
    return f"{came}: {_categories(named, kept)}." if named else f"{came}."


def to_come(consultation: Consultation) -> list[str]:
    """What is not told yet, and what happens next, in sentences; none where all is told."""
    now = clock.now()
    if not consultation.is_over_at(now):
        until = f"{clock.london_date(consultation.closes_at):%A %-d %B %Y}" if consultation.closes_at else ""
        return [f"It is open until {until} at 17:00. What was said, and what became of it, stands here afterwards."]
    found = []
    if consultation.responses_published_at is None and consultation.responses.filter(number__isnull=False).exists():
        found.append(no_longer_published(consultation) or "The responses themselves are not published yet.")
    waiting = PointMade.objects.standing().filter(consultation=consultation, published_at=None).count()
    if waiting:
        verb = "is one point" if waiting == 1 else f"are {waiting} points"
        found.append(f"There {verb} that SECAS has still to answer or to publish. Respondents are told when it does.")
    if is_waiting(consultation):
        found.append("SECAS is still reading what was said: more points may follow.")
    return found


@dataclass(frozen=True)
class Passage:
    """What a respondent said in one place, and the published points that it makes."""

    text: Shown
    where: str
    points: list[Told] = field(default_factory=list)
    became: str = ""  # where no point is told: what became of it instead


@dataclass(frozen=True)
class Own:
    response: Response
    submission: Submission
    passages: list[Passage]


NOT_YET = "What became of this is not published yet."
NO_POINT = "SECAS has read this and found no point in it that needed an answer."


def own_outcomes(consultation: Consultation, reader) -> list[Own]:
    """Of each response that the organisations of ``reader`` submitted, or the guest with that invitation: every
    passage, with what became of it; and those of earlier versions of which a point was made. Nothing is left out of
    their own words."""
    mine = _own(reader).standing().filter(consultation=consultation, number__isnull=False)
    found = Submission.objects.counting().filter(response__in=mine)
    submissions = list(found.select_related("response__organisation").order_by("response__number"))
    if not submissions:
        return []
    told = {each.point.pk: each for each, _ in told_points(consultation)}
    sources, at = _own_sources(mine, told), defaultdict(list)
    for source in sources:
        at[key_of(source)].append(told[source.point_id])
    places = passages(consultation, mine)
    here = {place.key for place in places}
    places += [place for source in sources if (place := place_of(source)).key not in here]
    places = list({place.key: place for place in places}.values())
    texts, none = shown_places(places, reader), marked(consultation) if told else {}
    return [
        Own(
            row.response,
            row,
            [
                _passage(place, row, texts[place.key], at[place.key], place.key in none)
                for place in places
                if place.submission.response_id == row.response_id
            ],
        )
        for row in submissions
    ]


def _own(reader):
    if isinstance(reader, Invitation):
        return Response.objects.filter(invitation=reader, invitation__revoked_at=None)
    return Response.objects.of(reader)


def _own_sources(mine, told: dict[int, Told]) -> list[PointSource]:
    """Where the told points were made in these responses, in whichever version."""
    here = Q(general_of__response__in=mine)
    for kind in (ANSWER, CLAUSE):
        here |= Q(**{f"{kind}__submission__response__in": mine})
    found = PointSource.objects.standing().filter(here, point__in=told).select_related(*SAID_WITH)
    return list(found.order_by("point__number", "pk"))


def _passage(place: Place, now: Submission, text: Shown, points: list[Told], needs_none: bool) -> Passage:
    became = "" if points else NO_POINT if needs_none else NOT_YET
    version = "" if place.submission.pk == now.pk else f", in version {place.submission.version}"
    return Passage(text, f"{place.where_as_written}{version}", points, became)
