"""What a pack is, as plain values: which papers in which order, where each stands in the file, and what differs from
the pack before."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from papers import document as d
from papers.numbers import listed

AGENDA = "agenda"


@dataclass(frozen=True)
class Part:
    """One paper. ``key`` is that of its item, and stays whatever becomes of the agenda; ``number`` is the item's."""

    key: str
    number: str
    title: str
    reference: str
    label: str
    sha256: str

    @property
    def named(self) -> str:
        return f"{self.reference} {self.title}".strip()


@dataclass(frozen=True)
class Cover:
    body: str
    short_name: str
    number: int
    on: date
    place: str
    version: int
    edition: str
    classification: str
    composed_on: date
    because: str = ""

    @property
    def title(self) -> str:
        return f"{self.short_name} meeting {self.number}, {self.on.day} {self.on:%B %Y} – pack, version {self.version}"


@dataclass(frozen=True)
class Content:
    """A part with what it says."""

    part: Part
    document: d.Document


@dataclass(frozen=True)
class Place:
    """Where a part stands in a file; ``digests``: of what stands on each of its pages."""

    key: str
    first: int
    digests: tuple[str, ...]

    @property
    def last(self) -> int:
        return self.first + len(self.digests) - 1

    def as_json(self) -> dict:
        return {"key": self.key, "first": self.first, "digests": list(self.digests)}


def places_from(rows: list[dict]) -> dict[str, Place]:
    return {row["key"]: Place(row["key"], row["first"], tuple(row["digests"])) for row in rows}


NEW, AGAIN, GONE = "New", "Issued again", "Gone"


@dataclass(frozen=True)
class Change:
    """``pages``: those of the file that differ; empty where they are not known yet, or the paper is gone."""

    what: str
    part: Part
    pages: tuple[int, ...] = ()

    @property
    def sentence(self) -> str:
        """“Issued again: SECP_69_1406_11 DP075 … (pages 12 and 14 to 16).”"""
        where = f" ({pages_words(self.pages)})" if self.pages else ""
        return f"{self.what}: {self.part.named}{where}."


def differences(before: tuple[Part, ...], after: tuple[Part, ...]) -> list[Change]:
    """In the order of the pack; what is gone comes last. That a paper has another place is no change of it."""
    old, new = {part.key: part for part in before}, {part.key: part for part in after}
    made = [Change(AGAIN if key in old else NEW, part) for key, part in new.items()
            if key not in old or old[key].sha256 != part.sha256]  # fmt: skip
    return made + [Change(GONE, part) for key, part in old.items() if key not in new]


def with_pages(changes: list[Change], before: dict[str, Place], after: dict[str, Place]) -> list[Change]:
    """Each with its pages on which something else stands than in the file before."""
    return [Change(each.what, each.part, _differing(before.get(each.part.key), after.get(each.part.key)))
            for each in changes]  # fmt: skip


def _differing(before: Place | None, after: Place | None) -> tuple[int, ...]:
    if after is None:
        return ()
    old = set(before.digests) if before else set()
    return tuple(after.first + n for n, digest in enumerate(after.digests) if digest not in old)


def pages_words(pages: tuple[int, ...]) -> str:
    """“page 12”, “pages 12 and 14 to 16”."""
    runs = [[page for _, page in run] for _, run in groupby(enumerate(pages), lambda pair: pair[1] - pair[0])]
    words = [str(run[0]) if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs]
    return f"{'page' if len(pages) == 1 else 'pages'} {listed(words)}"
