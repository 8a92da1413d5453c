"""The names of the places of the form. Each place is a row of a table: its control bears the tag, and the cell before
it a bookmark of the same name, because not every program keeps the tags of controls when it saves a file."""

import re

PREFIX = "secmods:"
CONSULTATION = f"{PREFIX}consultation:"
CLAUSE_ROWS = 10
RESPONDENT = ("organisation", "name", "email", "category", "position", "confidential", "consents")
CLAUSE = ("clause", "operation", "anchor", "text")
BOOKMARK = re.compile(r"secmods_[a-z0-9_]+")

# What stands in a control that nobody has written in yet.
WRITE, CHOOSE, A_DATE = "[Write here]", "[Choose]", "[A date, such as 5 March 2027]"
PLACEHOLDERS = (WRITE, CHOOSE, A_DATE)


def consultation(pk: int) -> str:
    return f"{CONSULTATION}{pk}"


def respondent(part: str) -> str:
    return f"{PREFIX}respondent:{part}"


def general() -> str:
    return f"{PREFIX}general"


def question(number: int, part: str) -> str:
    return f"{PREFIX}q:{number}:{part}"


def option(number: int, place: int) -> str:
    """One of several that may be chosen together: a box of its own."""
    return question(number, f"chosen:{place}")


def clause(row: int, part: str) -> str:
    return f"{PREFIX}clause:{row}:{part}"


def bookmark(tag: str) -> str:
    return tag.replace(":", "_")


def of_bookmark(name: str) -> str:
    """The tag; empty where it is another bookmark."""
    return name.replace("_", ":") if BOOKMARK.fullmatch(name) else ""
