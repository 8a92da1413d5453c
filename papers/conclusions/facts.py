"""What a Conclusions Report needs to know beside what the Modification Report knows, as plain values."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from papers import facts as f
from papers.consultation.counts import Told

Html = str


@dataclass(frozen=True)
class Response:
    """A response that the register holds as a file."""

    title: str
    on: date


@dataclass(frozen=True)
class Consultation:
    """``words``: what was recorded when it was closed; ``closed_on`` is None while it has not been. ``told``: what was
    answered, where it was run here: once it is published it stands in place of files and words."""

    opened_on: date
    closes_on: date
    working_days: int
    closed_on: date | None = None
    responses: tuple[Response, ...] = ()
    words: Html = ""
    told: Told | None = None


class AppealState(StrEnum):
    OPEN = "open"
    ENDED = "ended"
    APPEALED = "appealed"


@dataclass(frozen=True)
class Appeals:
    """The appeal window of a Self-Governance decision."""

    working_days: int
    closes_on: date
    state: AppealState
    count: int = 0


class Answer(StrEnum):
    """Of the Authority, by the step of the lifecycle that says so."""

    APPROVED = "authority_approves"
    REJECTED = "authority_rejects"
    SENT_BACK = "authority_sends_back"


@dataclass(frozen=True)
class Authority:
    """``asked_on``: by a recommendation or an appeal. ``expected_by`` is None where it set a timetable of its own."""

    asked_on: date | None = None
    expected_by: date | None = None
    expected_days: int = 0
    answer: Answer | None = None
    on: date | None = None
    words: Html = ""


@dataclass(frozen=True)
class Walked:
    """A step that the proposal took."""

    words: str
    on: date


@dataclass(frozen=True)
class Issued:
    """The Modification Report that was before the Change Board."""

    version: str
    address: str


@dataclass(frozen=True)
class Conclusions:
    """``of``: what the Modification Report states. ``objective_texts``: the words of each SEC Objective by the code
    under which a vote names it."""

    of: f.Facts
    report: Issued | None = None
    consultation: Consultation | None = None
    appeals: Appeals | None = None
    authority: Authority = field(default_factory=Authority)
    walked: tuple[Walked, ...] = ()
    objective_texts: tuple[tuple[str, str], ...] = ()

    @property
    def glossary(self) -> f.Glossary:
        return self.of.glossary

    @property
    def by_authority(self) -> bool:
        """Whether the Authority decides, or was asked to."""
        authority_s = (f.Path.AUTHORITY_LED, f.Path.AUTHORITY_DETERMINED)
        return self.of.path in authority_s or self.authority.asked_on is not None
