"""The words of what was submitted, as a page shows them to one reader: in pieces, of which some stand elsewhere too."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models.functions import Coalesce

from accounts.models import Category
from audit.templatetags.look import pounds
from consultations.collation.counting import WORDS
from consultations.models import Agreement, Passage, PassagePlace, Redaction, Tag, Tagging
from consultations.points.places import ANSWER, CLAUSE, MODELS, Place, key_of
from consultations.shown import Shown, texts

HUES = {
    Agreement.AGREE: "good",
    Agreement.AGREE_WITH_RESERVATION: "attention",
    Agreement.DISAGREE: "stop",
}
PARAGRAPH = re.compile(r"\n[ \t]*\n\s*")
BEGINNING = 9  # words of a passage that stand where it is folded
TO_RESPONSE = ("answer__submission__response", "clause_comment__submission__response", "general_of__response")


@dataclass(frozen=True)
class Piece:
    """``passage``: which of those that are said more than once these words are, if any."""

    words: str
    passage: Passage | None = None

    @property
    def beginning(self) -> str:
        words = self.words.split()
        return " ".join(words[:BEGINNING]) + ("…" if len(words) > BEGINNING else "")


@dataclass
class Text:
    """One text of the list. ``at``: where passages stand in it; ``lifted``: redactions that hold no more, for SECAS."""

    place: Place
    shown: Shown
    at: list[PassagePlace] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    lifted: list[Redaction] = field(default_factory=list)

    @property
    def key(self) -> str:
        return self.place.key

    @property
    def row(self):
        return self.place.row

    @property
    def clause(self) -> str:
        return self.shown.clause

    @property
    def values(self) -> list[str]:
        """What was answered, as the filter names it."""
        row = self.row
        if self.place.kind != ANSWER:
            return []
        if row.agreement or row.chosen:
            return [row.agreement] if row.agreement else list(row.chosen)
        if row.day:
            return [row.day.isoformat()]
        return [] if row.least is not None else [WORDS]

    @property
    def value_words(self) -> str:
        """What was answered besides the words; empty where it is words alone."""
        row = self.row
        if self.place.kind != ANSWER:
            return ""
        if row.least is not None:
            return pounds(row.least) if row.least == row.most else f"{pounds(row.least)} to {pounds(row.most)}"
        return row.get_agreement_display() or ", ".join(row.chosen) or (f"{row.day:%-d %B %Y}" if row.day else "")

    @property
    def hue(self) -> str:
        return HUES.get(self.row.agreement, "") if self.place.kind == ANSWER else ""

    @cached_property
    def paragraphs(self) -> list[list[Piece]]:
        """The whole text, in order."""
        found: list[list[Piece]] = [[]]
        for piece in self._pieces():
            if piece.passage:
                found[-1] += [piece] if piece.words else []
                continue
            first, *others = PARAGRAPH.split(piece.words)
            found[-1] += [Piece(first)] if first else []
            found += [[Piece(words)] if words else [] for words in others]
        return [paragraph for paragraph in found if any(piece.words.strip() for piece in paragraph)]

    def _pieces(self) -> Iterable[Piece]:
        before, whole = 0, len(self.place.row.general_comments if self._is_general else self.row.text)
        for place in self.at:
            yield Piece(self.shown.between(before, place.start))
            yield Piece(self.shown.between(place.start, place.end), place.passage)
            before = place.end
        yield Piece(self.shown.between(before, whole))

    @property
    def _is_general(self) -> bool:
        return self.place.submission is self.row

    def holds(self, words: str) -> bool:
        """Whether these words stand in what the reader reads here."""
        wanted = words.casefold()
        return any(
            wanted in read.casefold()
            for read in (self.shown.text, self.shown.anchor, self.shown.clause, self.shown.who)
        )


def texts_of(kind: str, rows, user, *, secas: bool) -> list[Text]:
    """In the order of ``rows``, for others than SECAS in one that tells nothing of the respondents. Three queries, for
    SECAS five. What stands in a passage of which a word is kept from the reader stands in full."""
    found = [_text(kind, shown) for shown in texts(rows, user)]
    by_key = {text.row.pk: text for text in found}
    column = f"{kind}_id"
    for place in _of(PassagePlace, kind, by_key).select_related("passage").order_by("start"):
        text = by_key[getattr(place, column)]
        if text.shown.reads_all_of(place.start, place.end):
            text.at.append(place)
    if secas:
        for tagging in _of(Tagging, kind, by_key).standing().select_related("tag").order_by("tag__name"):
            by_key[getattr(tagging, column)].tags.append(tagging.tag)
        for redaction in _of(Redaction, kind, by_key).exclude(lifted_at=None).order_by("pk"):
            by_key[getattr(redaction, column)].lifted.append(redaction)
    return found if secas else sorted(found, key=order_for_others)


def _of(model, kind: str, by_key: dict):
    return model.objects.filter(**{f"{kind}__in": list(by_key)})


def only_repeated(found: Iterable[Text], said: Iterable["Repeated"]) -> None:
    """What this reader reads in one place alone is no repetition to them."""
    known = {each.passage.pk for each in said}
    for text in found:
        text.at = [place for place in text.at if place.passage_id in known]


@dataclass(frozen=True)
class Wording:
    words: str
    respondents: int


@dataclass
class Repeated:
    """A passage as it stands in the texts of a page: as most have it, and its other ``wordings``. ``respondents``
    and ``worded`` are of every place that the reader reads whole, on this page and elsewhere."""

    passage: Passage
    respondents: int
    worded: int
    wordings: list[Wording]

    @property
    def words(self) -> str:
        return self.wordings[0].words

    @property
    def others(self) -> list[Wording]:
        return self.wordings[1:]


def repeated(found: Iterable[Text], user, *, secas: bool) -> list[Repeated]:
    """What the texts say that is said elsewhere too, the most said first. For SECAS the numbers are those kept, for
    others two queries or more count what they read."""
    placed: dict[int, list[tuple[Text, PassagePlace]]] = defaultdict(list)
    for text in found:
        for place in text.at:
            placed[place.passage_id].append((text, place))
    counts = None if secas else _counts(placed, user)
    made = [_repeated(pairs, counts) for pairs in placed.values()]
    return sorted((each for each in made if each), key=lambda each: each.passage.number)


def _counts(passages: Iterable[int], user) -> dict[int, tuple[int, int, int]]:
    found: dict[int, tuple[set, set, list]] = {pk: (set(), set(), []) for pk in passages}
    places = PassagePlace.objects.visible_to(user).filter(passage__in=list(found)).annotate(of=Coalesce(*TO_RESPONSE))
    for place in _read_whole(list(places.order_by()), user):
        responses, wordings, all_of_them = found[place.passage_id]
        responses.add(place.of)
        wordings.add(place.wording)
        all_of_them.append(place)
    return {pk: (len(responses), len(wordings), len(all_)) for pk, (responses, wordings, all_) in found.items()}


def _read_whole(places: list[PassagePlace], user) -> list[PassagePlace]:
    """One query; more where words of one of their responses (``of``) are redacted, since then the texts are read."""
    redactions = Redaction.objects.standing().annotate(of=Coalesce(*TO_RESPONSE))
    within = set(redactions.filter(of__in={place.of for place in places}).order_by().values_list("of", flat=True))
    read = texts_at([place for place in places if place.of in within], user) if within else {}
    return [place for place in places if place.of not in within or reads_whole(place, read)]


def texts_at(places: Iterable[PassagePlace], user) -> dict[str, Text]:
    """By their keys, the texts in which these places are, as far as ``user`` reads them. Two queries for each of the
    three kinds."""
    found: dict[str, Text] = {}
    for kind, model in MODELS.items():
        keys = {getattr(place, f"{kind}_id") for place in places} - {None}
        rows = model.objects.filter(pk__in=keys)
        rows = rows.select_related("question") if kind == ANSWER else rows
        found |= {text.key: text for each in (texts(rows, user) if keys else []) if (text := _text(kind, each))}
    return found


def _text(kind: str, shown: Shown) -> Text:
    return Text(Place(kind, shown.row), shown)


def reads_whole(place: PassagePlace, read: dict[str, Text]) -> bool:
    """Where a word is kept from the reader, the same words elsewhere would tell it: there they are not said again."""
    text = read.get(key_of(place))
    return text is not None and text.shown.reads_all_of(place.start, place.end)


def _repeated(pairs: list[tuple[Text, PassagePlace]], counts: dict | None) -> Repeated | None:
    passage = pairs[0][1].passage
    respondents, worded = passage.respondents, passage.wordings
    if counts is not None:
        respondents, worded, places = counts[passage.pk]
        if places < 2:
            return None
    wordings: dict[int, tuple[str, set]] = {}
    for text, place in pairs:
        if words := text.shown.between(place.start, place.end):
            wordings.setdefault(place.wording, (words, set()))[1].add(text.shown.submission.response_id)
    if not wordings:
        return None
    told = sorted((Wording(words, len(who)) for words, who in wordings.values()), key=lambda each: -each.respondents)
    return Repeated(passage, respondents, worded, told)


def rows_for(kind: str, rows):
    """In the order of the responses; comments on clauses in theirs."""
    order = ["response__number"] if kind not in (ANSWER, CLAUSE) else ["submission__response__number"]
    return rows.order_by(*order, *(["place"] if kind == CLAUSE else []), "pk")


def order_for_others(text: Text) -> tuple:
    """By category and name; those without a name in an order that tells nothing of them, as their order in one list and
    in another would tell which texts are of one respondent."""
    return Category.values.index(text.shown.submission.category), text.shown.who.casefold(), text.place.anchor
