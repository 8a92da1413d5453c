"""What the demo has entered so far, under the keys by which its data files name it."""

from dataclasses import dataclass, field
from datetime import date

from accounts.models import Organisation, User
from bodies.models import Committee, Meeting, Seat
from proposals.models import Release, SecDocument, SecVersion
from secmods.demo.shapes import Agenda


@dataclass
class Record:
    organisations: dict[str, Organisation] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    committees: dict[str, Committee] = field(default_factory=dict)
    seats: dict[str, Seat] = field(default_factory=dict)
    meetings: dict[tuple[str, date], Meeting] = field(default_factory=dict)
    documents: dict[str, SecDocument] = field(default_factory=dict)
    versions: dict[str, SecVersion] = field(default_factory=dict)
    releases: dict[str, Release] = field(default_factory=dict)
    agendas: dict[int, Agenda] = field(default_factory=dict)
    laid_out: list[tuple[Meeting, Agenda]] = field(default_factory=list)

    @property
    def administrator(self) -> User:
        return next(user for user in self.people.values() if user.is_administrator)

    @property
    def analyst(self) -> User:
        """Who does SECAS's work where no Lead Analyst is named."""
        return next(user for user in self.people.values() if user.is_analyst)
