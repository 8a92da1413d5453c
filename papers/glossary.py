"""The acronyms that a document uses, with their full terms."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace

from papers.document import Document, Paragraph, RichText, Section, Table, words
from papers.facts import Glossary, Term
from proposals.richtext import to_plain

# Two capitals or more, perhaps with a generation ('SMETS2+') or a plural ('MAMs').
CANDIDATE = re.compile(r"(?<![\w.-])(?<!Appendix )([A-Z]{2,}\d*)s?(?![\w-])")
GENERATION = re.compile(r"\d+$")
# Capitals that stand for no term: references of proposals and papers, clause numbers, roman numerals.
REFERENCE = re.compile(r"^(DP|MP|SECMP)\d|^[IVXL]+$")
# The verbs of recommendations, which papers write in capitals.
VERBS = {"AGREE", "APPROVE", "DETERMINE", "DISCUSS", "NOTE", "PROVIDE", "RECOMMEND"}
MARK = re.compile(r"\[\[(note|passage): \d+\]\]")
UNREAD = {"key", "source", "href"}


@dataclass(frozen=True)
class Findings:
    """``unknown`` have no term, ``ambiguous`` have several and none was chosen: a person settles both before issue."""

    terms: tuple[Term, ...]
    unknown: tuple[str, ...]
    ambiguous: tuple[str, ...]


def find(document: Document, glossary: Glossary) -> Findings:
    """Legal text is left out: its terms are the SEC's own, defined there."""
    text = text_of(document)
    meanings = _meanings(glossary)
    used = {acronym for acronym in meanings if _uses(text, acronym)} | {
        name for name in glossary.added if name in meanings
    }
    settled = sorted(used, key=str.casefold)
    return Findings(
        terms=tuple(Term(acronym, meanings[acronym][0]) for acronym in settled if len(meanings[acronym]) == 1),
        unknown=tuple(
            sorted({*_candidates(text, meanings), *(name for name in glossary.added if name not in meanings)})
        ),
        ambiguous=tuple(acronym for acronym in settled if len(meanings[acronym]) > 1),
    )


def _meanings(glossary: Glossary) -> dict[str, list[str]]:
    chosen = {term.acronym: [term.meaning] for term in glossary.chosen}
    meanings: dict[str, list[str]] = {}
    for term in glossary.known:
        if term.meaning not in meanings.setdefault(term.acronym, []):
            meanings[term.acronym].append(term.meaning)
    return meanings | chosen


def _uses(text: str, acronym: str) -> bool:
    """Also as a plural ('MAMs') or a generation ('SMETS2+')."""
    return re.search(rf"(?<!\w){re.escape(acronym)}\d?\+?s?(?!\w)", text) is not None


def _candidates(text: str, known: Iterable[str]) -> Iterator[str]:
    parts_of_known = {part for acronym in known for part in acronym.split()}
    for match in CANDIDATE.finditer(text):
        acronym = GENERATION.sub("", match[1])
        if acronym not in parts_of_known and acronym not in VERBS and not REFERENCE.match(match[1]):
            yield acronym


def with_glossary(document: Document, glossary: Glossary) -> Document:
    """The document with its glossary as the last appendix; ambiguous and unknown acronyms are not in it."""
    terms = find(document, glossary).terms
    return replace(document, appendices=(*document.appendices, _appendix(terms))) if terms else document


def _appendix(terms: tuple[Term, ...]) -> Section:
    rows = tuple((words(term.acronym), words(term.meaning)) for term in terms)
    intro = "The acronyms used in this document, and what each of them stands for."
    blocks = (
        Paragraph("glossary.lead", words(intro)),
        Table("glossary.table", "Glossary", ("Acronym", "Full term"), rows),
    )
    return Section("glossary", words("Glossary"), blocks)


def text_of(document: Document) -> str:
    """All words of a document but its legal text and its own glossary, a line for each piece."""
    prose = tuple(annex for annex in document.annexes if annex.prose)
    return "\n".join(_texts(replace(document, annexes=prose, appendices=(), place="")))


def _texts(value) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, RichText):
        yield from (to_plain(MARK.sub("", value.html)), *value.notes)
    else:
        for part in _parts(value):
            yield from _texts(part)


def _parts(value) -> Iterable:
    if isinstance(value, tuple):
        return value
    if is_dataclass(value):
        return [getattr(value, field.name) for field in fields(value) if field.name not in UNREAD]
    return ()
