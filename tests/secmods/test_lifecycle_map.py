"""The map of the process: drawn and told from the lifecycle table, so each of its rows stands there and nothing else."""

import random
from dataclasses import replace
from datetime import date
from itertools import combinations

import pytest
from django.contrib.auth.models import AnonymousUser

from proposals import actions, lifecycle, lifecyclemap
from proposals.models import ProcessRule, RuleKey
from proposals.rules import only_time
from proposals.states import STAGE_OF, State
from secmods.pages import diagram
from tests import factories as make
from tests.reading import parsed, words

pytestmark = pytest.mark.django_db

PAGE = "/guide/lifecycle/"
MOST_MOVES = 50
SVG = "{http://www.w3.org/2000/svg}"  # what a drawing’s elements are called in the tree


def page(client):
    return parsed(client.get(PAGE))


def by_id(tree, prefix: str) -> dict[str, str]:
    """What stands in each element whose id begins so, once each."""
    found = [
        (e.get("id").removeprefix(prefix), words(e)) for e in tree.iter() if (e.get("id") or "").startswith(prefix)
    ]
    assert len(found) == len(dict(found))
    return dict(found)


def drawn(tree, prefix: str) -> list[str]:
    """Where the links of the drawing lead."""
    svg = next(e for e in tree.iter(f"{SVG}svg") if "map" in (e.get("class") or "").split())
    targets = [a.get("href") for a in svg.iter(f"{SVG}a")]
    return [target.removeprefix(f"#{prefix}") for target in targets if target.startswith(f"#{prefix}")]


def test_each_state_and_each_move_of_the_table_stands_there_once(client):
    tree = page(client)
    states, moves = by_id(tree, "state-"), by_id(tree, "move-")
    assert set(states) == {state.value for state in STAGE_OF}
    assert list(moves) == [*lifecycle.ENTRIES, *lifecycle.MOVES]
    for state, text in states.items():
        assert text.startswith(State(state).label)
    for row in lifecycle.MOVES.values():
        assert f"{row.done} {row.plain}" in moves[row.key]


def test_each_state_has_one_box_and_each_move_is_drawn(client):
    tree = page(client)
    assert sorted(drawn(tree, "state-")) == sorted(state.value for state in STAGE_OF)
    assert set(drawn(tree, "move-")) == {*lifecycle.ENTRIES, *lifecycle.MOVES}


def test_a_change_of_the_table_changes_the_page(client, monkeypatch):
    before = by_id(page(client), "move-")
    row = lifecycle.MOVES["csc_agrees"]
    added = replace(row, key="ponder", done="Pondered at length", to=None, requires=(), starts=())
    monkeypatch.setitem(lifecycle.MOVES, "ponder", added)
    monkeypatch.setitem(lifecycle.MOVES, "csc_agrees", replace(row, plain="Said otherwise.", to=State.REFINEMENT))
    monkeypatch.delitem(lifecycle.MOVES, "implement")
    monkeypatch.setitem(lifecycle.ENTRIES, "appear", ("Appeared from nowhere", State.REPORT_PANEL))
    tree = page(client)
    after = by_id(tree, "move-")
    assert after.keys() - before.keys() == {"ponder", "appear"}
    assert before.keys() - after.keys() == {"implement"}
    assert "Stays where it is" in after["ponder"]
    assert "Said otherwise." in after["csc_agrees"]
    assert {"ponder", "appear"} <= set(drawn(tree, "move-"))
    assert "implement" not in drawn(tree, "move-")
    agreed = by_id(tree, "state-")["csc_agreed"]
    assert "Problem agreed by the Change Sub-Committee" not in agreed


def test_a_state_without_a_stage_is_not_drawn(client, monkeypatch):
    assert "withdrawn" in by_id(page(client), "state-")
    monkeypatch.delitem(STAGE_OF, State.WITHDRAWN)
    for key in [row.key for row in lifecycle.MOVES.values() if row.to == State.WITHDRAWN]:
        monkeypatch.delitem(lifecycle.MOVES, key)
    assert "withdrawn" not in by_id(page(client), "state-")


def test_who_where_what_is_needed_and_what_follows_in_plain_words(client):
    make.CommitteeFactory()
    moves = by_id(page(client), "move-")
    fast_track = moves["approve_fast_track"]
    assert "SECAS, recording the decision" in fast_track
    assert "SEC Panel" in fast_track
    assert "The solution is described" in fast_track
    assert "Opens the objection window for 15 working days" in fast_track
    assert "planned 1 working day after its end" in fast_track
    assert "Tells everybody who speaks for a Party" in fast_track
    assert "Any Party" in moves["object"]


def test_what_time_does_says_after_how_long_and_follows_the_rule_of_today(client):
    """Domain §2.2 rows 37 and 39: 15 working days to object; ten to adopt a Modification Proposal, none for a draft."""
    moves = by_id(page(client), "move-")
    assert "Time Fast-Track objection window: 15 working days" in moves["objection_window_ends"]
    assert "Adoption window of a Modification Proposal: 10 working days" in moves["adoption_window_ends"]
    assert "Adoption window of a Draft Proposal: no time" in moves["adoption_window_ends"]
    ProcessRule.objects.filter(key=RuleKey.FT_OBJECTION_DAYS).update(value=20)
    moves = by_id(page(client), "move-")
    assert "Fast-Track objection window: 20 working days" in moves["objection_window_ends"]
    assert "Opens the objection window for 20 working days" in moves["approve_fast_track"]


def test_a_rule_that_is_missing_is_said_plainly(client):
    ProcessRule.objects.filter(key=RuleKey.FT_OBJECTION_DAYS).update(ends=date(2019, 1, 1))
    assert "a time for which no rule holds today" in by_id(page(client), "move-")["objection_window_ends"]


def test_the_proposals_at_each_stage_are_those_the_reader_may_see_and_lead_to_the_register(client):
    by = make.analyst()
    make.draft_proposal(by=by, number=131)
    hidden = make.draft_proposal(by=by, number=132)
    make.submission()

    def now() -> dict[str, int]:
        stages = [e for e in page(client).iter("p") if e.get("class") == "map-stage-count"]
        return {e.find("a").get("href").partition("=")[2]: int(words(e).split()[0]) for e in stages}

    assert (now()["development"], now()["submitted"]) == (2, 0)
    actions.save_details(proposal=hidden, by=by, classification="amber")
    assert now()["development"] == 1
    client.force_login(by)
    assert (now()["development"], now()["submitted"]) == (2, 1)
    for stage, count in now().items():
        assert client.get(f"/modifications/?stage={stage}").context["count"] == count


def process_of(rows: int) -> lifecyclemap.Map:
    """The map of a table with so many moves, chosen at random: long ones, backward ones, many sources, none to go to."""
    chance = random.Random(rows)
    states, like = list(STAGE_OF), lifecycle.MOVES["csc_agrees"]
    for n in range(rows - len(lifecycle.MOVES)):
        sources = frozenset(chance.sample(states, chance.choice([1, 1, 1, 2, 3, 9])))
        to, who = chance.choice([None, *states]), chance.choice([like.who, only_time])
        lifecycle.MOVES[f"made-{n}"] = replace(like, key=f"made-{n}", sources=sources, to=to, who=who)
    return lifecyclemap.drawn_up(AnonymousUser())


@pytest.fixture
def _table(monkeypatch):
    monkeypatch.setattr(lifecycle, "MOVES", dict(lifecycle.MOVES))


@pytest.mark.usefixtures("_table")
@pytest.mark.parametrize("rows", [len(lifecycle.MOVES), MOST_MOVES])
def test_in_the_drawing_nothing_lies_upon_another(rows):
    """A target may be smaller than 24 px where circles of that size around two of them do not meet (WCAG 2.2, 2.5.8)."""
    sheet = diagram.draw(process_of(rows))
    assert len(sheet.boxes) == len(STAGE_OF)
    for one, other in combinations(sheet.boxes, 2):
        apart = one.x != other.x or one.y + one.height < other.y or other.y + other.height < one.y
        assert apart, (one.place.state, other.place.state)
    badges = [arrow.badge for arrow in sheet.arrows] + [badge for box in sheet.boxes for badge in box.foot]
    for one, other in combinations(badges, 2):
        assert max(abs(one.x - other.x), abs(one.y - other.y)) >= 18, (one, other)
    for box in sheet.boxes:
        assert box.y >= diagram.HEAD - 1
        assert box.y + box.height <= sheet.height
    for badge in badges:
        assert 0 <= badge.x <= sheet.width
        assert 0 <= badge.y <= sheet.height


@pytest.mark.usefixtures("_table")
def test_a_large_table_is_still_whole_on_the_page(client):
    process_of(MOST_MOVES)
    assert len(by_id(page(client), "move-")) == MOST_MOVES + len(lifecycle.ENTRIES)
