"""The parts of a draft that are written, held and kept one by one, and what each says as it is kept (``Revision``)."""

from datetime import date

from consultations.drafts.givens import NOTHING_GIVEN
from consultations.models import DraftClauseComment, Question, Response
from consultations.questions.conditions import is_something

GENERAL, HEAD = "general", "head"
GIVEN = tuple(NOTHING_GIVEN)
ON_A_CLAUSE = ("as_written", "operation", "anchor", "text", "confidential")
HEADING = ("others", "position", "confidential", "confidential_because", "consents")
WORDS = ("as_written", "anchor", "text", "others", "confidential_because")
NOT_SAVED = "not_saved"
NEW_CLAUSE = "c-new"
NO_CLAUSE = {"as_written": "", "operation": "", "anchor": "", "text": "", "confidential": False}


def of_question(question: Question | int) -> str:
    return f"q-{getattr(question, 'pk', question)}"


def of_clause(clause: DraftClauseComment | int) -> str:
    return f"c-{getattr(clause, 'pk', clause)}"


def key_in(part: str) -> int:
    """Of the question or the clause comment that ``part`` names; 0 where it names neither."""
    kind, _, key = part.partition("-")
    return int(key) if kind in ("q", "c") and key.isdecimal() and len(key) < 10 else 0


def said_in_answer(answer) -> dict:
    """``answer``: a row, or the fields of one."""
    read = answer.get if isinstance(answer, dict) else lambda name: getattr(answer, name)
    said = {name: read(name) for name in GIVEN}
    return said | {"day": said["day"].isoformat() if said["day"] else None, "chosen": list(said["chosen"] or [])}


def given_by(said: dict) -> dict:
    """The fields of an answer, of what was kept of it."""
    given = {name: said[name] for name in GIVEN}
    return given | {"day": date.fromisoformat(said["day"]) if said["day"] else None}


def said_on_clause(clause: DraftClauseComment) -> dict:
    return {name: getattr(clause, name) for name in ON_A_CLAUSE}


def said_in_general(response: Response) -> dict:
    return {"text": response.general_comments}


def said_in_head(response: Response) -> dict:
    parties = sorted(response.parties.values_list("pk", flat=True))
    return {name: getattr(response, name) for name in HEADING} | {"parties": parties}


def words_in(said: dict) -> str:
    """The words among what was said, for measuring."""
    return " ".join(str(said.get(name) or "") for name in WORDS)


def is_nothing(said: dict) -> bool:
    """Whether nothing was written, chosen or ticked."""
    return not any(is_something(value) for name, value in said.items() if name != NOT_SAVED)


def is_whole(said: dict) -> bool:
    """Whether it holds all of an answer, as everything does that a form kept."""
    return set(GIVEN) <= set(said)
