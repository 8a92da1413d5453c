"""The SEC: its documents, versions, clauses, terms and releases."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Document:
    code: str
    title: str
    order: int


@dataclass(frozen=True)
class Version:
    number: str
    on: date


@dataclass(frozen=True)
class Clause:
    document: str
    number: str
    valid_from: str
    text: str
    order: int
    heading: str = ""


@dataclass(frozen=True)
class Term:
    acronym: str
    term: str
    note: str = ""


@dataclass(frozen=True)
class Code:
    documents: tuple[Document, ...]
    versions: tuple[Version, ...]
    clauses: tuple[Clause, ...]
    glossary: tuple[Term, ...]


@dataclass(frozen=True)
class Release:
    name: str
    kind: str
    on: date
    scope: str
    sec_version: str = ""
    limit: str = ""


@dataclass(frozen=True)
class Releases:
    releases: tuple[Release, ...]
