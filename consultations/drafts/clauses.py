"""A comment on a clause while it is written: how the house reads the place that somebody wrote (“section h9.1 (e)” is
H9.1(e)), and what the comment still needs before it can be sent."""

from consultations.models import DraftClauseComment, Operation
from proposals.references import parse_query

LENGTH = DraftClauseComment._meta.get_field("clause").max_length
NO_PLACE = "Say which clause it is about."
NO_OPERATION = "Choose what is to be done there."
NO_WORDS = "Write what is to be added, or what you ask."


def read_clause(as_written: str) -> str:
    """The place in the Code’s own form; empty where none, or more than one, can be read. Nothing is guessed."""
    places = parse_query(as_written).clauses
    return places[0] if len(places) == 1 and len(places[0]) <= LENGTH else ""


def is_begun(row: DraftClauseComment) -> bool:
    """Whether anything stands in it. Otherwise it says nothing, as a question that was not answered."""
    return any(value.strip() for value in (row.as_written, row.operation, row.anchor, row.text))


def needed(row: DraftClauseComment) -> list[str]:
    """What it lacks, in sentences; to delete needs no words."""
    found = []
    if not row.as_written:
        found.append(NO_PLACE)
    if not row.operation:
        found.append(NO_OPERATION)
    if not row.text.strip() and row.operation != Operation.DELETE:
        found.append(NO_WORDS)
    return found


def unfinished_words(rows: list[DraftClauseComment]) -> str:
    many = "A comment on a clause is" if len(rows) == 1 else "Comments on clauses are"
    return f"{many} not complete ({', '.join(row.as_written or 'no clause named' for row in rows)})."
