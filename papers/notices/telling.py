"""Whom the issue of a notice tells, and when it tells nobody."""

from dataclasses import dataclass
from datetime import date

from audit import clock
from papers import document as d
from papers.kinds import kind_of
from papers.models import Paper, PaperVersion
from papers.notices.steps import NEWS
from papers.numbers import long_date
from proposals.ports import Telling, notices, tellings


@dataclass(frozen=True)
class Foretold:
    """``sentence``: how many are told and who they are as a group, or why nobody is."""

    sentence: str
    names: tuple[str, ...] = ()


def foretold(paper: Paper, last: PaperVersion | None, on: date | None = None) -> Foretold | None:
    """None for a paper that tells nobody in any case. ``last``: the version issued before, which this one corrects."""
    kind = kind_of(paper)
    if not kind.told:
        return None
    if why := _silence(paper, on or clock.today()):
        return Foretold(f"Nobody by e-mail: {why}")
    telling: Telling = tellings["notice_issued"](paper.proposal, kind.told, last)
    if telling.sentence:
        return Foretold(telling.sentence, telling.names)
    why = "nobody was told of the version that it corrects." if last else "there is nobody whom it is for."
    return Foretold(f"Nobody by e-mail: {why}")


def _silence(paper: Paper, on: date) -> str:
    """Why nobody is told whoever they are: what is entered afterwards, and what is no news any more, mails nobody."""
    if on < clock.today():
        return "a notice entered afterwards mails nobody."
    happened = clock.london_date(paper.step.effective_at)
    if happened < on - NEWS:
        return f"the step was taken on {long_date(happened)}, too long ago to be news."
    return ""


def tell(version: PaperVersion, paper: Paper, document: d.Document) -> None:
    """Within the act that issues it: the mail says what the first section says, with the address of the whole."""
    kind = kind_of(paper)
    if kind.told and not _silence(paper, version.composed_on):
        notices["notice_issued"](version, kind.told, said_first(document))


def said_first(document: d.Document) -> str:
    blocks = (block for block in document.sections[0].blocks if isinstance(block, d.Paragraph))
    return "\n\n".join("".join(part.text for part in block.words).strip() for block in blocks)
