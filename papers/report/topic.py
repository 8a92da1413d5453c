"""The solution that a passage is about: chapters say of each Alternative what they say of the Proposed Solution."""

from collections.abc import Callable
from dataclasses import dataclass

from papers import facts as f
from papers.board.facts import PROPOSED
from papers.document import Section
from papers.report.prose import section

FIRST_LETTER = "A"


@dataclass(frozen=True)
class Topic:
    """``name``: what the sentences call it. ``place``: its part of a key, empty for the Proposed Solution, whose number
    is nought."""

    facts: f.Facts
    solution: f.Worked
    name: str
    place: str = ""
    letter: str = FIRST_LETTER
    number: int = PROPOSED

    def key(self, key: str) -> str:
        """“impacts.parties”; of the first Alternative “impacts.alternative-1.parties”."""
        chapter, _, rest = key.partition(".")
        return f"{chapter}.{self.place}.{rest}" if self.place else key

    @property
    def will(self) -> str:
        """A decision to go ahead is one for one of the solutions."""
        return "will" if self.facts.chosen == self.number else "would"

    @property
    def annex(self) -> str:
        """“Annex B”: the Proposed Solution has the first letter, whether or not its text is drafted."""
        return f"Annex {self.letter}"

    @property
    def annex_key(self) -> str:
        return self.annex.lower().replace(" ", "-")


def proposed(facts: f.Facts) -> Topic:
    return Topic(facts, facts, facts.reference)


def alternatives(facts: f.Facts) -> tuple[Topic, ...]:
    return tuple(
        Topic(facts, each, solution_name(each.number), f"alternative-{each.number}", _letter(place), each.number)
        for place, each in enumerate(facts.alternatives, 1)
    )


def chosen(facts: f.Facts) -> Topic:
    """The solution that goes ahead; until one does, the Proposed Solution."""
    return next((topic for topic in alternatives(facts) if topic.number == facts.chosen), proposed(facts))


def solution_name(number: int) -> str:
    return f"Alternative Solution {number}" if number else "the Proposed Solution"


def _letter(place: int) -> str:
    return chr(ord(FIRST_LETTER) + place)


def each_alternative(facts: f.Facts, chapter: str, parts: Callable[[Topic], tuple]) -> tuple[Section, ...]:
    """A section for each Alternative at the end of a chapter; ``parts``: blocks and sections of it."""
    return tuple(_section(chapter, topic, parts(topic)) for topic in alternatives(facts))


def _section(chapter: str, topic: Topic, parts: tuple) -> Section:
    blocks = [part for part in parts if not isinstance(part, Section)]
    sections = tuple(part for part in parts if isinstance(part, Section))
    return section(f"{chapter}.{topic.place}", topic.name, *blocks, sections=sections)
