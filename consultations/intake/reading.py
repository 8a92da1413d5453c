"""From the lines of a source to what it is proposed to hold: one response for each respondent in it."""

from collections.abc import Iterable
from itertools import groupby

from consultations.intake import sections
from consultations.intake.bits import Bit, Place, bits_of, cut
from consultations.intake.clauses import edit_of, reference_at
from consultations.intake.furniture import mark_furniture
from consultations.intake.paragraphs import Joiner, mark_starts, vocabulary
from consultations.intake.questions import Finder, Heading
from consultations.intake.sections import Section
from consultations.intake.shapes import (
    AskedQuestion,
    Detail,
    Leftover,
    Line,
    ReadAnswer,
    ReadClause,
    ReadResponse,
)
from consultations.intake.stances import reading_of
from consultations.intake.wording import words

HEADING, LABEL, GREETING, FAREWELL = "a heading", "a label", "a greeting", "how the letter ends"
TITLE, NO_CLAUSE, UNASKED = "a title", "names no clause", "answers a question that was not asked"
BEFORE_GENERAL, BEFORE_FIRST = "stands before the general comments", "stands before the first answer"
PRINTED_AGAIN = "a question printed again"
LONGEST_TITLE = 14  # words
WANTS_MORE = {
    "in", "of", "by", "to", "and", "with", "see", "clause", "clauses", "section", "from", "under", "the", "or", "than",
    "as", "for", "at", "after", "before", "paragraph", "that", "while", "whereas", "both", "sections", "per", "cf",
}  # fmt: skip
A_RESTART = 2  # headings that come again before a second respondent is supposed


def read(lines: list[Line], asked: list[AskedQuestion]) -> list[ReadResponse]:
    """Never empty; what cannot be placed is left over and says why."""
    bits = bits_of(lines)
    mark_furniture(bits)
    mark_starts(bits)
    headings = Finder(asked).mark(bits)
    joiner = Joiner(vocabulary([line.text for line in lines] + [question.text for question in asked]))
    parts = respondents(bits, headings)
    return [_Reader(part, headings, asked, joiner).response() for part in parts]


def respondents(bits: list[Bit], headings: list[Heading]) -> list[list[Bit]]:
    """The bits of each respondent: a new one is named, or the questions begin anew."""
    parts, begin, seen = [], 0, []
    printed = [(place, headings[bit.of].number) for place, bit in enumerate(bits) if _begins_question(bits, place)]
    for order, (place, number) in enumerate(printed):
        since = printed[order - 1][0] if order else 0
        at = _boundary(bits, since, place) if seen else None
        if at is None and number in seen and _begins_anew(printed[order:], seen):
            at = _earliest_heading(bits, since, place)
        if at is not None:
            parts.append(bits[begin:at])
            begin, seen = at, []
        seen.append(number)
    return [*parts, bits[begin:]]


def _begins_question(bits: list[Bit], place: int) -> bool:
    bit = bits[place]
    return bit.place is Place.QUESTION and (place == 0 or bits[place - 1].of != bit.of)


def _boundary(bits: list[Bit], since: int, place: int) -> int | None:
    """Where between two questions another respondent is named."""
    for at in range(since, place):
        if bits[at].place is Place.OPEN and sections.says_who(bits[at].text):
            return at
    return None


def _begins_anew(printed: list[tuple[int, int]], seen: list[int]) -> bool:
    ahead = [number for _, number in printed[: A_RESTART + 1]]
    return len(ahead) > 1 and ahead == sorted(set(ahead)) and set(ahead[:A_RESTART]) <= set(seen)


def _earliest_heading(bits: list[Bit], since: int, place: int) -> int:
    for at in range(since, place):
        bit = bits[at]
        begins = bit.place is Place.OPEN and (
            sections.section_of(bit.text) in (Section.GENERAL, Section.ANSWERS) or sections.is_greeting(bit.text)
        )
        if begins:
            return at
    return place


class _Reader:
    """Walks through the bits of one respondent and puts each in its place."""

    def __init__(self, bits: list[Bit], headings: list[Heading], asked: list[AskedQuestion], joiner: Joiner):
        self.bits, self.headings, self.joiner = bits, headings, joiner
        self.asked = {question.number: question for question in asked}
        self.section, self.heading, self.clause = Section.TOP, -1, -1
        self.first_of: dict[int, int] = {}
        self.references: list = []
        self.warnings: list[str] = []

    def response(self) -> ReadResponse:
        self._part_details()
        index = 0
        while index < len(self.bits):
            self._place(index)
            index += 1
        self._clauses_without_heading()
        self._settle_top()
        answers = tuple(self._answers())
        return ReadResponse(
            general_comments=self.joiner.text(self._in(Place.GENERAL)),
            answers=answers,
            clauses=tuple(self._clauses()),
            leftover=tuple(Leftover(bit.text, bit.where, bit.why) for bit in self._in(Place.LEFT)),
            respondents=tuple(self._details()),
            warnings=(*self.warnings, *self._missing(answers)),
        )

    # Where each bit belongs

    def _place(self, index: int) -> None:
        bit = self.bits[index]
        if bit.place is Place.QUESTION:
            self._begin_answer(bit)
        elif bit.place is Place.OPEN:
            section = sections.section_of(bit.text) if bit.starts else None
            if section is not None and not self._is_table_label(bit, section):
                self.section, self.clause = section, -1
                bit.leave(HEADING)
            elif sections.signed_by(bit.text):
                self.section = Section.SIGNATURE
                bit.put(Place.DETAIL, of=index)
            elif sections.is_farewell(bit.text):
                self.section = Section.SIGNATURE
                bit.leave(FAREWELL)
            else:
                _PLACERS[self.section](self, index)

    def _is_table_label(self, bit: Bit, section: Section) -> bool:
        """“Answers” at the head of a column, or “Response” before each answer, begins nothing."""
        return (
            section is Section.ANSWERS
            and sections.is_label(bit.text)
            and (bit.line.whole or self.section is Section.ANSWER)
        )

    def _begin_answer(self, bit: Bit) -> None:
        heading = self.headings[bit.of]
        first = self.first_of.setdefault(heading.number, bit.of)
        self.section = Section.ANSWER if heading.number else Section.UNASKED
        if not heading.number:
            bit.leave(UNASKED)
        elif first != bit.of:
            bit.leave(PRINTED_AGAIN)
        self.heading = first

    def _top(self, index: int) -> None:
        bit = self.bits[index]
        if sections.is_greeting(bit.text):
            bit.leave(GREETING)
        elif self._heads_a_column(index):
            bit.leave(LABEL)
        else:
            bit.put(Place.GENERAL, of=0)

    def _general(self, index: int) -> None:
        if self._heads_a_column(index):
            self.bits[index].leave(LABEL)
        else:
            self.bits[index].put(Place.GENERAL, of=1)

    def _heads_a_column(self, index: int) -> bool:
        bit, following = self.bits[index], self.bits[index + 1 : index + 2]
        in_row = bool(following) and _in_one_row(bit, following[0]) and sections.is_label(following[0].text)
        return sections.is_label(bit.text) or (in_row and sections.is_column_number(bit.text))

    def _before_answers(self, index: int) -> None:
        self.bits[index].leave(LABEL if sections.is_label(self.bits[index].text) else BEFORE_FIRST)

    def _answer(self, index: int) -> None:
        bit = self.bits[index]
        if sections.is_label(bit.text) and bit.starts:
            bit.leave(LABEL)
            return
        length = sections.label_before(bit.text) if bit.starts else 0
        if length and cut(self.bits, index, length):
            self.bits[index].leave(LABEL)
            return
        bit.put(Place.ANSWER, self.heading)

    def _unasked(self, index: int) -> None:
        self.bits[index].leave(UNASKED)

    def _signature(self, index: int) -> None:
        self.bits[index].leave(FAREWELL)

    def _clause(self, index: int) -> None:
        bit = self.bits[index]
        found = reference_at(bit.text) if bit.starts or not self._goes_on(index) else None
        if found:
            self.references.append(found)
            self.clause = len(self.references) - 1
        if self.clause < 0:
            bit.leave(LABEL if sections.is_label(bit.text) else NO_CLAUSE)
        elif sections.is_label(bit.text):
            bit.leave(LABEL)
        else:
            bit.put(Place.CLAUSE, self.clause)

    def _goes_on(self, index: int) -> bool:
        """Whether the line before ends with a word that wants the reference after it: “as said in / L8.1”."""
        before = next((bit for bit in reversed(self.bits[:index]) if bit.place is not Place.LEFT), None)
        last = before.text.rsplit(None, 1)[-1].lower() if before else ""
        return last.endswith((",", "(")) or last in WANTS_MORE

    def _part_details(self) -> None:
        """Labels with what stands beside them, before the first question."""
        for place, bit in enumerate(self.bits):
            if bit.place is Place.QUESTION or sections.section_of(bit.text):
                return
            if bit.place is not Place.OPEN:
                continue
            following = self.bits[place + 1] if place + 1 < len(self.bits) else None
            if sections.detail_of(bit.text):
                bit.put(Place.DETAIL, place)
            elif following and _in_one_row(bit, following) and sections.is_detail_label(bit.text):
                bit.put(Place.DETAIL, place)
                following.put(Place.DETAIL, place)

    def _settle_top(self) -> None:
        """What stands at the top is the general comments unless these have a heading of their own."""
        top = [bit for bit in self._in(Place.GENERAL) if bit.of == 0]
        headed = any(bit.of == 1 for bit in self._in(Place.GENERAL))
        leads = self.section is Section.TOP and not self.first_of
        for place, bit in enumerate(top):
            if headed and self._first(Place.GENERAL, 1) < self._first(Place.QUESTION):
                bit.leave(BEFORE_GENERAL)
            elif place == 0 and not leads and self._is_title(bit, top):
                bit.leave(TITLE)

    def _first(self, place: Place, of: int | None = None) -> int:
        found = (n for n, bit in enumerate(self.bits) if bit.place is place and of in (None, bit.of))
        return next(found, len(self.bits))

    @staticmethod
    def _is_title(bit: Bit, top: list[Bit]) -> bool:
        alone = len(top) == 1 or top[1].starts
        return alone and len(words(bit.text)) <= LONGEST_TITLE and bit.text.rstrip()[-1:] not in ".?!:;,"

    def _clauses_without_heading(self) -> None:
        """Two paragraphs or more at the end of the last answer that begin with clauses are comments on these."""
        last = [n for n, bit in enumerate(self.bits) if bit.place is Place.ANSWER and bit.of == self.heading]
        starting = [n for n in last[1:] if self.bits[n].starts]
        named = [n for n in starting if reference_at(self.bits[n].text)]
        if len(named) < 2 or any(n not in named for n in starting if n >= named[0]):
            return
        self.section, self.clause = Section.CLAUSES, -1
        for n in last[last.index(named[0]) :]:
            self._clause(n)
        self.warnings.append("The comments on clauses have no heading; check where the last answer ends.")

    # What comes out

    def _in(self, place: Place) -> list[Bit]:
        return [bit for bit in self.bits if bit.place is place]

    def _answers(self) -> Iterable[ReadAnswer]:
        for number, of in sorted(self.first_of.items()):
            if number:
                yield self._read_answer(number, of)

    def _read_answer(self, number: int, of: int) -> ReadAnswer:
        heading = self.headings[of]
        printed = [bit for bit in self._in(Place.QUESTION) if bit.of == of]
        said = [bit for bit in self._in(Place.ANSWER) if bit.of == of]
        text = self.joiner.text(said)
        reading = reading_of(text, self.asked[number])
        return ReadAnswer(
            number=number,
            asked=self.joiner.line(printed),
            text=text,
            where=_where(said or printed),
            agreement=reading.agreement,
            chosen=reading.chosen,
            also=heading.also,
            doubts=(*heading.doubts, *reading.doubts),
        )

    def _clauses(self) -> Iterable[ReadClause]:
        for of, bits in groupby(self._in(Place.CLAUSE), key=lambda bit: bit.of):
            found, own = self.references[of], list(bits)
            whole = self.joiner.text(own)
            remark = whole[found.length :].strip()
            edit = edit_of(remark)
            yield ReadClause(
                as_written=found.written,
                reference=found.reference,
                operation=edit.operation,
                remark=remark,
                where=_where(own),
                anchor=edit.anchor,
                text=edit.text,
                repaired=found.repaired,
                why=found.why,
            )

    def _details(self) -> Iterable[Detail]:
        for _, group in groupby(self._in(Place.DETAIL), key=lambda bit: bit.of):
            bits = list(group)
            label, text = sections.detail_of(bits[0].text) or (bits[0].text.rstrip(" :"), bits[-1].text)
            yield Detail(label, text, bits[0].where)

    def _missing(self, answers: tuple[ReadAnswer, ...]) -> Iterable[str]:
        covered = {number for answer in answers for number in (answer.number, *answer.also)}
        missing = [number for number in self.asked if number not in covered]
        if missing:
            yield f"Not found: {listed(missing)}."
        empty = [answer.number for answer in answers if not answer.text]
        if empty:
            yield f"Printed without an answer: {listed(empty)}."


_PLACERS = {
    Section.TOP: _Reader._top,
    Section.GENERAL: _Reader._general,
    Section.ANSWERS: _Reader._before_answers,
    Section.ANSWER: _Reader._answer,
    Section.UNASKED: _Reader._unasked,
    Section.CLAUSES: _Reader._clause,
    Section.SIGNATURE: _Reader._signature,
}


def _in_one_row(one: Bit, other: Bit) -> bool:
    return one.line.whole and "," in one.where and one.where.rpartition(",")[0] == other.where.rpartition(",")[0]


def _where(bits: list[Bit]) -> str:
    if not bits:
        return ""
    first, last = bits[0].where, bits[-1].where
    return first if first == last else f"{first} to {last}"


def listed(numbers: list[int]) -> str:
    *most, last = numbers
    words_ = f"{', '.join(map(str, most))} and {last}" if most else str(last)
    return f"question{'s' if most else ''} {words_}"
