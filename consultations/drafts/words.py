"""What a part of a draft says or said, in words, for reading beside its form."""

from accounts.models import Organisation
from consultations.drafts import parts
from consultations.models import Operation, Position
from consultations.questions.form import QuestionForm, value_words


def rows(said: dict, part) -> list[dict]:
    """Term and value of whatever is not empty."""
    if isinstance(part.form, QuestionForm):
        found = _answer(said, part.form.question)
    elif part.key == parts.HEAD:
        found = _head(said)
    elif part.key == parts.GENERAL:
        found = [("Text", said.get("text"))]
    else:
        found = _clause(said)
    return [{"term": term, "value": value} for term, value in found if value]


def _answer(said: dict, question) -> list[tuple[str, str]]:
    value = value_words(question, parts.given_by(said)) if parts.is_whole(said) else ""
    return [("Answer", value), ("Text", said.get("text")), ("Confidential", _yes(said.get("confidential")))]


def _clause(said: dict) -> list[tuple[str, str]]:
    operation = said.get("operation")
    return [
        ("Clause", said.get("as_written")),
        ("What is to be done", Operation(operation).label if operation in Operation.values else ""),
        ("Words at which it applies", said.get("anchor")),
        ("Text", said.get("text")),
        ("Confidential", _yes(said.get("confidential"))),
    ]


def _head(said: dict) -> list[tuple[str, str]]:
    position = said.get("position")
    named = Organisation.objects.filter(pk__in=said.get("parties") or [])
    return [
        ("Also for", ", ".join(str(each) for each in named)),
        ("Others", said.get("others")),
        ("Position", Position(position).label if position in Position.values else ""),
        ("Confidential as a whole", _yes(said.get("confidential"))),
        ("Why", said.get("confidential_because")),
        ("May bear the name", _yes(said.get("consents"))),
    ]


def _yes(value) -> str:
    return "Yes" if value else ""
