"""``manage.py check`` is clean, and fails when the lifecycle table and what the apps provide do not fit."""

import pytest
from django.core.management import call_command

from audit import events
from proposals import actions, ports
from proposals.checks import lifecycle_is_wired
from proposals.lifecycle import ENTRIES, MOVES


@pytest.mark.django_db
def test_the_whole_house_passes_its_own_checks():
    call_command("check", fail_level="WARNING")


def found():
    return [(error.id, error.msg) for error in lifecycle_is_wired(None)]


def test_every_requirement_consequence_and_act_is_there():
    assert found() == []
    assert len({key for row in MOVES.values() for key in row.requires}) == len(ports.requirements) == 28
    assert len({key for row in MOVES.values() for key in row.starts}) == len(ports.consequences) == 15
    assert len([row for row in MOVES.values() if not row.by_time]) == len(actions.ACTS) == 46


@pytest.mark.parametrize("key", sorted({key for row in MOVES.values() for key in row.requires}))
def test_a_requirement_that_no_app_provides_is_found(key, monkeypatch):
    monkeypatch.delitem(ports.requirements, key)
    assert found() == [("proposals.E001", f"The lifecycle names the requirement “{key}”, which no app provides.")]


@pytest.mark.parametrize("key", sorted({key for row in MOVES.values() for key in row.starts}))
def test_a_consequence_that_no_app_provides_is_found(key, monkeypatch):
    monkeypatch.delitem(ports.consequences, key)
    assert found() == [("proposals.E002", f"The lifecycle names the consequence “{key}”, which no app provides.")]


@pytest.mark.parametrize("key", sorted(actions.ACTS))
def test_a_step_without_an_act_is_found(key, monkeypatch):
    monkeypatch.delitem(actions.ACTS, key)
    assert found() == [("proposals.E003", f"The lifecycle names the act “{key}”, which no app provides.")]


@pytest.mark.parametrize(
    "registry, what, code",
    [
        (ports.requirements, "requirement", "E001"),
        (ports.consequences, "consequence", "E002"),
        (actions.ACTS, "act", "E003"),
    ],
)
def test_what_no_step_names_is_found(registry, what, code, monkeypatch):
    monkeypatch.setitem(registry, "idle", lambda: None)
    assert found() == [(f"proposals.{code}", f"The {what} “idle” is provided but no move names it.")]


@pytest.mark.parametrize("key", [*MOVES, *ENTRIES])
def test_a_step_without_an_event_is_found(key, monkeypatch):
    monkeypatch.delitem(events._labels, f"proposal_{key}")
    assert found() == [("proposals.E004", f"The move “{key}” has no event declared.")]
