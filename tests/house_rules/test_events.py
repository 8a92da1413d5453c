"""Every event that an act records is declared with its words, and every declared event is recorded by some act."""

import ast

import pytest

from audit import events
from proposals.lifecycle import ENTRIES, MOVES
from secmods.env import ROOT

APPS = (
    "audit",
    "jobs",
    "accounts",
    "bodies",
    "proposals",
    "subcommittees",
    "consultations",
    "legaltext",
    "papers",
    "notifications",
    "secmods",
)


def sources():
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path, ast.parse(path.read_text())


def recorded():
    """The first argument of each ``record(…)`` call in the source: a name, or ``proposal_{move.key}`` for the moves."""
    for path, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "record" and node.args:
                yield path, node.args[0]


def names(argument) -> set[str]:
    if isinstance(argument, ast.Constant):
        return {argument.value}
    assert ast.unparse(argument) == "f'proposal_{move.key}'"
    return {f"proposal_{key}" for key in (*MOVES, *ENTRIES)}


def test_what_is_recorded_is_what_is_declared():
    calls = list(recorded())
    assert set().union(*(names(argument) for _, argument in calls)) == set(events.declared())
    assert len(calls) >= 35
    assert len(events.declared()) >= 45


def test_every_event_has_words_of_its_own():
    declared = events.declared()
    assert all(words[0].isupper() and not words.endswith(".") for words in declared.values())
    assert len(set(declared.values())) == len(declared)


def test_a_name_has_one_meaning_for_ever():
    events.declare(detail_erased=events.label("detail_erased"))
    with pytest.raises(ValueError, match="detail_erased"):
        events.declare(detail_erased="Something else")


def test_events_are_recorded_within_acts_only():
    """A module that records has acts; helpers there run within them."""
    for path, _ in recorded():
        tree = ast.parse(path.read_text())
        decorated = [
            d.id
            for n in ast.walk(tree)
            if isinstance(n, ast.FunctionDef)
            for d in n.decorator_list
            if isinstance(d, ast.Name)
        ]
        assert "act" in decorated or path.name == "ground.py", path


# What may be written without an event, and why (docs/decisions/drafts-are-not-the-record.md).
UNRECORDED = {
    "consultations/actions/drafting.py": "a draft is its own people’s until it is signed off",
    "consultations/actions/enclosing.py": "a file of a draft",
    "consultations/actions/heading.py": "the head of a draft",
    "consultations/actions/locking.py": "who writes in which part of a draft",
    "consultations/actions/inviting.py": "an address that asked for a link, and is nobody’s until the link is opened",
    "consultations/actions/intake.py": "what is read of a file is a proposal until somebody confirms it",
    "consultations/actions/merged.py": "a draft goes with the organisation into which its own was merged",
}


def test_what_is_written_without_an_event_is_listed():
    rooms = {
        str(path.relative_to(ROOT))
        for path, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "unrecorded"
    }
    assert rooms == set(UNRECORDED)
