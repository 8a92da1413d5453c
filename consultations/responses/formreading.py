"""A form in Word that came back filled in, read into plain values. Only what stands in the form is given, and what
cannot be read as the value that its place holds is told of, with the words that stand there: nothing is guessed.

Places are found by their bookmarks and tags (see ``consultations.responses.wordform.tags``), so that it does not
matter with which program the form was filled in.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from consultations.responses.wordform import tags
from consultations.responses.wordform.places import NotAForm, Place, lines_outside, places_in, root_of
from consultations.responses.wordform.writing import is_of_its_day

TICKED, UNTICKED = ("☒", "☑", "✓", "✔", "x", "X"), ("☐", "")
DATES = ("%d %B %Y", "%d %b %Y", "%d/%m/%Y", "%d.%m.%Y", "%Y-%m-%d")
POUNDS = re.compile(r"£?\s?(\d{1,3}(?:,\d{3})+|\d{1,12})(?:\.(\d{2}))?")


@dataclass(frozen=True)
class Unread:
    """``tag``: the place, empty where it is none; ``why`` in a sentence; ``text``: what stands there."""

    tag: str
    why: str
    text: str = ""


@dataclass(frozen=True)
class FilledForm:
    """``respondent``: by the parts of ``tags.RESPONDENT``. ``answers``: by the number of the question, the fields of
    ``Given`` that were filled in. ``clauses``: ``row``, ``as_written``, ``operation``, ``anchor`` and ``text`` of each
    row in which something stands."""

    consultation: int
    respondent: dict
    general: str
    answers: dict[int, dict]
    clauses: list[dict]
    unread: tuple[Unread, ...] = ()


def consultation_of(content: bytes) -> int | None:
    """Which consultation it is a form of; nothing where it is no form."""
    try:
        return _numbered(places_in(root_of(content)))
    except NotAForm:
        return None


def read(content: bytes, original: bytes) -> FilledForm:
    """``original``: the form as the consultation makes it, by which is told what of it was written by the respondent.

    Raises ``NotAForm``."""
    root, form = root_of(content), root_of(original)
    found, asked = places_in(root), places_in(form)
    number = _numbered(found)
    if number is None:
        raise NotAForm("It is no form of a consultation.")
    reading = _Reading({place.tag: place for place in asked})
    values = reading.values(found)
    reading.outside(root, form)
    return FilledForm(number, *_sorted(values), tuple(reading.unread))


def _numbered(places: Iterable[Place]) -> int | None:
    for place in places:
        number = place.tag.removeprefix(tags.CONSULTATION)
        if place.tag.startswith(tags.CONSULTATION) and number.isdecimal() and len(number) <= 18:
            return int(number)
    return None


def _sorted(values: dict) -> tuple[dict, str, dict, list]:
    respondent, answers, rows = {}, {}, {}
    for tag, value in values.items():
        match tag.removeprefix(tags.PREFIX).split(":"):
            case ["respondent", part]:
                respondent[part] = value
            case ["q", number, "chosen", _]:
                answers.setdefault(int(number), {}).setdefault("chosen", []).append(value)
            case ["q", number, "chosen"]:
                answers.setdefault(int(number), {})["chosen"] = [value]
            case ["q", number, part]:
                answers.setdefault(int(number), {})[part] = value
            case ["clause", row, part]:
                rows.setdefault(int(row), {"row": int(row)})["as_written" if part == "clause" else part] = value
    return respondent, values.get(tags.general(), ""), answers, [rows[row] for row in sorted(rows)]


# What the places hold


class _Reading:
    def __init__(self, asked: dict[str, Place]):
        self.asked = asked
        self.unread: list[Unread] = []

    def values(self, found: list[Place]) -> dict:
        """By tag; nothing of a place that is empty."""
        by_tag: dict[str, list[Place]] = {}
        for place in found:
            by_tag.setdefault(place.tag, []).append(place)
        values = {}
        for tag, original in self.asked.items():
            if tag.startswith(tags.CONSULTATION):
                continue
            value = self.value(tag, original, by_tag.pop(tag, []))
            if value is not None and value != "" and value is not False:  # an amount of nothing is an answer
                values[tag] = value
        for strange in [place for places in by_tag.values() for place in places]:
            if not strange.tag.startswith(tags.CONSULTATION) and strange.all_of_it:
                self.tell(strange.tag, "The form of this consultation has no such place.", strange.all_of_it)
        return values

    def value(self, tag: str, original: Place, found: list[Place]):
        if not found:
            self.tell(tag, "This place of the form was taken out.")
            return None
        if len(found) > 1 and len({place.all_of_it for place in found if place.all_of_it}) > 1:
            self.tell(tag, "It stands there twice, with different answers.", " | ".join(p.all_of_it for p in found))
            return None
        place = next((each for each in found if each.all_of_it), found[0])
        if place.words and place.words != original.words:
            self.tell(tag, "Something was written into the words of the form.", " | ".join(place.words))
        return self.typed(place, original)

    def typed(self, place: Place, original: Place):
        if original.box is not None:
            return self.box(place, original)
        if original.items:
            return self.one_of(place, original)
        if place.part == "day":
            return self.day(place)
        if place.part in ("least", "most"):
            return self.pence(place)
        return place.all_of_it

    def value_and_beside(self, place: Place) -> str:
        """What stands in the control is the answer, and what stands beside it is told of; without a control what
        stands in the place is."""
        if place.within and place.beside:
            self.tell(place.tag, "Something was written beside the answer.", place.beside)
        return place.within or place.beside

    def one_of(self, place: Place, original: Place) -> str:
        words = self.value_and_beside(place)
        if words and words not in original.items:
            self.tell(place.tag, "What stands there is none of the answers that were offered.", words)
        return original.items.get(words, "")

    def box(self, place: Place, original: Place):
        """Of one of several options its words, otherwise whether it is ticked."""
        if place.box is not None:
            if place.beside:
                self.tell(place.tag, "Something was written beside the box.", place.beside)
            ticked = place.box
        else:
            ticked = place.all_of_it in TICKED
            if not ticked and place.all_of_it not in UNTICKED:
                self.tell(place.tag, "Whether the box is ticked cannot be told.", place.all_of_it)
        is_option = ":chosen:" in place.tag
        return (original.label if is_option else True) if ticked else False

    def day(self, place: Place) -> date | None:
        words = self.value_and_beside(place)
        if not words:
            return None
        day = _day(words)
        if day is None:
            self.tell(place.tag, "What stands there is no date.", words)
        elif place.full_date and _day(place.full_date[:10]) != day:
            self.tell(place.tag, "It shows another date than the one it holds.", f"{words} | {place.full_date[:10]}")
            return None
        return day

    def pence(self, place: Place) -> int | None:
        words = self.value_and_beside(place)
        found = POUNDS.fullmatch(words) if words else None
        if words and not found:
            self.tell(place.tag, "What stands there is no amount of pounds.", words)
        if not found:
            return None
        return int(Decimal(f"{found[1].replace(',', '')}.{found[2] or '00'}") * 100)

    def outside(self, root, form) -> None:
        """What stands neither in a place nor in the form as it was made."""
        own = Counter(lines_outside(form))
        for line in lines_outside(root):
            if own[line]:
                own[line] -= 1
            elif not is_of_its_day(line):
                self.tell("", "It stands outside the places of the form.", line)

    def tell(self, tag: str, why: str, text: str = "") -> None:
        self.unread.append(Unread(tag, why, text))


def _day(words: str) -> date | None:
    for layout in DATES:
        try:
            return datetime.strptime(words, layout).date()  # noqa: DTZ007 (a day has no zone)
        except ValueError:
            continue
    return None
