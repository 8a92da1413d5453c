"""Finds where the questions that were asked are printed, whatever became of their numbers and words on the way."""

import re
from dataclasses import dataclass, field

from consultations.intake.bits import Bit, Place, cut
from consultations.intake.sections import section_of
from consultations.intake.shapes import AskedQuestion
from consultations.intake.wording import contained, differ, fit, tokens, triples, words

# Figures as scanners misread them.
_AS_FIGURES = str.maketrans("OoQlIi|!SsBZz", "0001111155822")
_FIGURE = r"[0-9OolIi|!SsBZz]"
_NUMBERS = rf"(?P<numbers>{_FIGURE}{{1,2}}(?![^\W\d_])(?:\s*(?:,|&|/|and|to|[-–—])\s*(?:q\w*\.?\s*)?\d{{1,2}}\b)*)"
_MARK = r"\s*(?P<mark>[:.;)\]|–—-]*)\s*"
_GLUED = re.compile(rf"^\W{{0,3}}q(?:n|u|s)?\s*\.?\s*{_NUMBERS}{_MARK}", re.IGNORECASE)
_SPACED = re.compile(rf"^\W{{0,3}}(?P<word>[\w@]{{6,10}})\.?\s*(?:no\.?\s*|number\s*)?{_NUMBERS}{_MARK}", re.IGNORECASE)
_BARE = re.compile(r"^\(?(?P<numbers>\d{1,2})(?P<mark>[.):\]]+)\s*(?=\S|$)")
_CELL = re.compile(r"^(?P<numbers>\d{1,2})(?P<mark>\.?)$")
_SERIES = re.compile(rf"({_FIGURE}{{1,2}})(?:\s*(?:to|[-–—])\s*(?:q\w*\.?\s*)?(\d{{1,2}}))?", re.IGNORECASE)
_ENDINGS = re.compile(r"\s*[?:;.!)\]]*(?:\s*['’`´](?=\s|$))?")
_MISREAD_MARK = re.compile(r"\s*[72](?=\s|$)")
_MORE_OF_IT = re.compile(r"[^?.!]{0,60}\?")
_ON_AGAIN = re.compile(r"^\W*(?:\(?\s*cont(?:inued|['’.]?d)?\.?\s*\)?)\W*", re.IGNORECASE)

LEAST_NUMBERED, LEAST_WORDED, LEAST_WITHIN = 0.55, 0.72, 0.85  # how alike, with its number, without, in mid-paragraph
NUMBER_SPEAKS_FOR_IT = 0.08
LOOKED_AT = 14  # words, to choose which questions to compare with
FINALISTS = 6
LEAST_SHARED, LEAST_SHARED_NUMBERED = 0.45, 0.3  # of the first words, to be compared at all
LEAST_WORDS = 3


@dataclass
class Heading:
    """``number`` is the asked question's, or 0 for one that was not asked; ``printed`` the number it bears."""

    number: int
    printed: int = 0
    also: tuple[int, ...] = ()
    by_wording: bool = True
    doubts: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Lead:
    numbers: tuple[int, ...]
    length: int
    plain: bool  # says “Question” or “Q”, so that it can be nothing else
    marked: bool  # a colon, full stop or bracket follows, or nothing


NO_LEAD = Lead((), 0, False, False)


def lead_of(bit: Bit) -> Lead:
    text = bit.text
    for pattern, plain in ((_GLUED, True), (_SPACED, True), (_CELL, bit.line.whole), (_BARE, False)):
        found = pattern.match(text)
        if not found or (pattern is _CELL and not plain):
            continue
        if pattern is _SPACED and differ(found["word"].lower().rstrip("s"), "question") > 0.3:
            continue
        marked = bool(found["mark"]) or found.end() >= len(text)
        return Lead(_series(found["numbers"]), found.end(), plain, marked)
    return NO_LEAD


def _series(text: str) -> tuple[int, ...]:
    numbers: list[int] = []
    for first, last in _SERIES.findall(text):
        figures = first.translate(_AS_FIGURES)
        numbers += range(int(figures), int(last) + 1) if last else [int(figures)]
    return tuple(numbers)


class Finder:
    def __init__(self, asked: list[AskedQuestion]):
        self.asked = {question.number: question for question in asked}
        self.longest = max((len(words(question.text)) for question in asked), default=0)
        self.headings: list[Heading] = []

    def mark(self, bits: list[Bit]) -> list[Heading]:
        """Cuts the printed questions out of ``bits`` and puts each in its place."""
        index = 0
        while index < len(bits):
            if bits[index].place is Place.OPEN:
                index = self._look(bits, index)
            index += 1
        if not any(heading.by_wording for heading in self.headings):
            self._mark_by_bare_numbers(bits)
        self._doubt_other_numbering()
        return self.headings

    def _look(self, bits: list[Bit], index: int) -> int:
        """The index of the last bit that is dealt with."""
        lead = lead_of(bits[index])
        if not lead.length and not self._may_begin(bits[index]):
            return index
        window = _Window(bits, index, lead.length, 2 * self.longest + LOOKED_AT)
        best, alike, end = self._best(window, lead)
        if best and alike >= self._least(bits[index], lead, best) and self._begins_here(bits[index], lead, best):
            return self._by_wording(bits, index, lead, best, window, end)
        if lead.plain and lead.numbers and self._stands_for_it(bits[index], lead):
            return self._by_number(bits, index, lead)
        return index

    @staticmethod
    def _least(bit: Bit, lead: Lead, best: int) -> float:
        if best in lead.numbers or lead.plain:
            return LEAST_NUMBERED
        return LEAST_WORDED if bit.starts else LEAST_WITHIN

    def _may_begin(self, bit: Bit) -> bool:
        return any(contained(bit.text, question.text) >= LEAST_SHARED for question in self.asked.values())

    def _begins_here(self, bit: Bit, lead: Lead, best: int) -> bool:
        """Not “Yes” on a line above the next question."""
        return bool(lead.length) or contained(bit.text, self.asked[best].text) >= LEAST_SHARED

    def _best(self, window: "_Window", lead: Lead) -> tuple[int, float, int]:
        """The question whose words stand here, how alike they are and how many words it takes."""
        head = " ".join(window.words[:LOOKED_AT])
        if len(triples(head)) < LEAST_WORDS:
            return 0, 0.0, 0
        least = LEAST_SHARED_NUMBERED if lead.numbers else LEAST_SHARED
        likely = [of for of in self.asked.values() if contained(head, of.text) >= least or _is_brief(of)]
        if len(likely) > FINALISTS:
            here = " ".join(window.words[: self.longest + 4])
            likely.sort(key=lambda of: (of.number not in lead.numbers, -contained(of.text, here)))
        score, number, end = max((self._fit(of, window, lead) for of in likely[:FINALISTS]), default=(0.0, 0, 0))
        return -number, score, end

    @staticmethod
    def _fit(question: AskedQuestion, window: "_Window", lead: Lead) -> tuple[float, int, int]:
        asked = words(question.text)
        found = fit(asked, window.words[: 2 * len(asked) + 4], window.marked)
        return found.alike + NUMBER_SPEAKS_FOR_IT * (question.number in lead.numbers), -question.number, found.end

    def _by_wording(self, bits, index, lead, number, window, end) -> int:
        printed = lead.numbers[0] if lead.numbers else 0
        heading = Heading(number, printed, tuple(n for n in lead.numbers[1:] if n in self.asked and n != number))
        if printed and number not in lead.numbers and lead.plain:
            heading.doubts.append(f"It is printed as question {printed}; its words are those of question {number}.")
        last, at = window.end(end, self.asked[number].text)
        return self._place(bits, index, heading, last, at)

    def _by_number(self, bits, index, lead) -> int:
        """Nothing but the number says which it is; no other question's words contradict, or it would have been it."""
        known = [number for number in lead.numbers if number in self.asked]
        number = known[0] if known else 0
        heading = Heading(number, lead.numbers[0], tuple(known[1:]), by_wording=False)
        at = len(bits[index].text) if self._is_short_form(bits[index], lead) else lead.length
        again = _ON_AGAIN.match(bits[index].text[at:])
        return self._place(bits, index, heading, index, at + again.end() if again else at)

    def _stands_for_it(self, bit: Bit, lead: Lead) -> bool:
        return lead.marked or self._is_short_form(bit, lead) or bool(_ON_AGAIN.match(bit.text[lead.length :]))

    def _is_short_form(self, bit: Bit, lead: Lead) -> bool:
        """“Q7 – opted out suppliers”: words of the question, only fewer."""
        question = self.asked.get(lead.numbers[0]) if lead.numbers else None
        rest = bit.text[lead.length :]
        return bool(question) and len(words(rest)) >= LEAST_WORDS and contained(rest, question.text) >= 0.8

    def _place(self, bits: list[Bit], index: int, heading: Heading, last: int, at: int) -> int:
        of = len(self.headings)
        self.headings.append(heading)
        was_cut = cut(bits, last, at)
        for bit in bits[index : last + 1]:
            if bit.place is Place.OPEN:
                bit.put(Place.QUESTION, of)
        if not was_cut:
            _starts_after(bits, last)
        return last

    def _mark_by_bare_numbers(self, bits: list[Bit]) -> None:
        """“1. Yes”, “2. No” without a word of the questions: the longest row of rising numbers."""
        leads = {n: lead_of(bit) for n, bit in enumerate(bits) if bit.place is Place.OPEN}
        numbered = [(n, lead.numbers[0]) for n, lead in leads.items() if lead.numbers and lead.numbers[0] in self.asked]
        row = _rising(numbered)
        if self.headings or len(row) < LEAST_WORDS:
            return
        twice = len({number for _, number in numbered}) < len(numbered)
        for n in reversed(row):
            heading = Heading(leads[n].numbers[0], leads[n].numbers[0], by_wording=False)
            if twice:
                heading.doubts.append("Only the number says which question this answers, and it comes more than once.")
            self._place(bits, n, heading, n, leads[n].length)

    def _doubt_other_numbering(self) -> None:
        """Where words show that the numbers are not ours, a number alone says little."""
        other = any(h.by_wording and h.printed and h.printed != h.number for h in self.headings)
        for heading in self.headings:
            if other and not heading.by_wording and heading.number:
                heading.doubts.append("Only its number says which question this is, and the numbers here differ.")


class _Window:
    """The words from a bit onwards, until something else begins."""

    def __init__(self, bits: list[Bit], index: int, skip: int, most: int):
        self.bits = bits
        self.spans: list[tuple[int, int]] = []
        self.marked: set[int] = set()
        found: list[str] = []
        for place in range(index, len(bits)):
            bit = bits[place]
            if place > index and self._ends(bit, bits, place, len(found)):
                break
            if bit.place is not Place.OPEN:
                continue
            begin = skip if place == index else 0
            for token in tokens(bit.text):
                if token.end > begin:
                    found.append(token.word)
                    self.spans.append((place, token.end))
                    if bit.text[token.end :].lstrip(" '’”\"")[:1] == "?":
                        self.marked.add(len(found))
            if len(found) >= most:
                break
        self.words = tuple(found)

    @staticmethod
    def _ends(bit: Bit, bits: list[Bit], place: int, count: int) -> bool:
        if bit.place is Place.QUESTION:
            return True
        if bit.place is not Place.OPEN:
            return False
        return bool(count) and (lead_of(bit).plain or section_of(bit.text) is not None)

    def end(self, count: int, asked: str) -> tuple[int, int]:
        """In which bit the question ends and where there, with its question mark even if that was misread."""
        place, at = self.spans[count - 1]
        rest = self.bits[place].text[at:]
        ending = _ENDINGS.match(rest)
        length = ending.end()
        if asked.rstrip().endswith("?") and "?" not in ending[0]:
            more = _MISREAD_MARK.match(rest) or (not ending[0].strip() and _MORE_OF_IT.match(rest))
            length = max(length, more.end()) if more else length
        return place, at + length


def _is_brief(question: AskedQuestion) -> bool:
    return len(words(question.text)) <= LEAST_WORDS + 1


def _starts_after(bits: list[Bit], last: int) -> None:
    following = next((bit for bit in bits[last + 1 :] if bit.place is Place.OPEN), None)
    if following is not None:
        following.starts = True


def _rising(numbered: list[tuple[int, int]]) -> list[int]:
    """The longest row in which numbers rise; of rows as long, the one that begins last."""
    best: list[list[int]] = []
    for place, (_, number) in enumerate(numbered):
        before = [best[n] for n in range(place) if numbered[n][1] < number]
        best.append([*max(before, key=lambda row: (len(row), row), default=[]), place])
    longest = max(best, key=len, default=[])
    return [numbered[place][0] for place in longest]
