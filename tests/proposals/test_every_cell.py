"""Each cell of the lifecycle table is held by an expectation written by hand: changing any one of them is noticed."""

import random
from dataclasses import replace
from functools import cache

import pytest

from proposals import rules
from proposals.lifecycle import MOVES
from proposals.states import State
from tests import factories as make
from tests.proposals.lifecycle_cells import CELLS, differences
from tests.proposals.test_lifecycle import people

pytestmark = pytest.mark.django_db

SEED = 20190520  # another one draws ten other cells
CELL_NAMES = (
    "sources", "to", "who", "body", "requires", "starts", "asks", "owned_by", "ask_again", "back", "despite_hold", "why",
)  # fmt: skip


@pytest.fixture
def roles_of():
    proposal = make.draft_proposal(representative=make.UserFactory())
    cast = people(proposal)

    @cache
    def passing(who) -> frozenset:
        return frozenset(role for role, user in cast.items() if who.test(user, proposal))

    return lambda row: set(passing(row.who))


def changed(row, name: str, chance: random.Random):
    """``row`` with this one cell another."""
    value = getattr(row, name)
    if name == "sources":
        return replace(row, sources=value ^ {chance.choice(list(State))})
    if name == "to":
        return replace(row, to=chance.choice([to for to in [None, *State] if to != value]))
    if name == "who":
        others = [rules.may_manage, rules.may_withdraw, rules.may_object, rules.may_adopt, rules.only_time]
        return replace(row, who=chance.choice([who for who in others if who is not value]))
    if isinstance(value, tuple):
        return replace(row, **{name: value[:-1] if value and chance.random() < 0.5 else (*value, "something_else")})
    if isinstance(value, bool):
        return replace(row, **{name: not value})
    return replace(row, **{name: "" if value else "something else"})


def test_the_table_is_as_it_was_written_by_hand(roles_of):
    assert differences(MOVES, State, roles_of) == []
    assert len(CELLS) == 50


@pytest.mark.parametrize("seed", [SEED])
def test_ten_cells_drawn_by_lot_and_changed_are_each_noticed(roles_of, seed, record_property):
    chance = random.Random(seed)
    drawn = chance.sample([(key, name) for key in MOVES for name in CELL_NAMES], 10)
    record_property("cells", drawn)
    assert {cell: _noticed(*cell, chance, roles_of) for cell in drawn} == dict.fromkeys(drawn, True)


def test_so_is_every_other_cell(roles_of):
    chance = random.Random(SEED)
    cells = [(key, name) for key in MOVES for name in CELL_NAMES]
    assert [cell for cell in cells if not _noticed(*cell, chance, roles_of)] == []
    assert len(cells) == 50 * 12


def _noticed(key: str, name: str, chance: random.Random, roles_of) -> bool:
    """Whether the change is named, at its own step and nowhere else."""
    found = differences(MOVES | {key: changed(MOVES[key], name, chance)}, State, roles_of)
    return bool(found) and all(words.startswith(f"{key}.") for words in found)


def test_a_new_step_a_new_state_and_a_step_that_is_gone_are_noticed(roles_of):
    new = {"think_again": replace(MOVES["adopt"], key="think_again")}
    assert differences(MOVES | new, State, roles_of) == ["no expectation: think_again"]
    assert differences(MOVES, [*State, "on_the_table"], roles_of) == ["no expectation: on_the_table"]
    without = {key: row for key, row in MOVES.items() if key != "adopt"}
    assert differences(without, State, roles_of) == ["no such step: adopt"]
