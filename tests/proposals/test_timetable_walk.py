"""Dates moved at random: the baseline never changes, each change is one slip, and the plan keeps its order."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit import clock
from audit.acts import Refused
from bodies.workingdays import WorkingCalendar
from proposals import actions
from proposals.layouts import Planned
from proposals.models import Exactness, TimetableEntry
from proposals.timetable_chart import chart
from tests import factories as make

pytestmark = pytest.mark.django_db

BEGIN = date(2026, 3, 2)  # a Monday
NAMES = ("One", "Two", "Three")
MOVES = st.lists(
    st.tuples(st.sampled_from(NAMES), st.integers(-40, 80), st.sampled_from([Exactness.DAY, Exactness.WEEK])),
    max_size=8,
)


@pytest.fixture
def proposal():
    return make.draft_proposal(by=make.analyst())


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(moves=MOVES)
def test_whatever_is_moved(proposal, moves):
    with transaction.atomic(), clock.set_to(datetime(2026, 3, 2, 9, tzinfo=UTC)):
        _walk(proposal, moves)
        transaction.set_rollback(True)


def _walk(proposal, moves) -> None:
    by = proposal.lead_analyst
    first = {name: BEGIN + timedelta(days=n) for n, name in enumerate(NAMES)}
    planned = [Planned(name, "publish", day) for name, day in first.items()]
    actions.lay_out_package(proposal=proposal, by=by, entries=planned)
    stands = {name: [(day, Exactness.DAY)] for name, day in first.items()}
    for name, days, exactness in moves:
        new = (BEGIN + timedelta(days=days), exactness)
        if _moved(proposal, by, name, new):
            stands[name].append(new)
    found = list(proposal.timetable.standing().prefetch_related("slips"))
    assert [entry.activity for entry in found] == list(NAMES)
    for entry in found:
        path = stands[entry.activity]
        assert (entry.baseline_on, entry.baseline_exactness) == path[0]
        assert [((s.from_on, s.from_exactness), (s.to_on, s.to_exactness)) for s in entry.slips.all()] == [
            *pairwise(path)
        ]
        assert (entry.due_on, entry.exactness) == path[-1]
    _drawn(found)


def _moved(proposal, by, name: str, new: tuple) -> bool:
    """Whether it moved: a week commences on a Monday, and a date moves to another one."""
    entry = TimetableEntry.objects.get(proposal=proposal, activity=name)
    may = new != (entry.due_on, entry.exactness) and (new[1] == Exactness.DAY or new[0].weekday() == 0)
    given = {"entry": entry, "by": by, "to": new[0], "exactness": new[1], "reason": "So.", "agreed_by": "They"}
    if may:
        actions.move_entry(**given)
    else:
        with pytest.raises(Refused):
            actions.move_entry(**given)
    return may


def _drawn(entries) -> None:
    """The drawing has the rows in the order of the plan, one below the other, and every mark within its width."""
    drawn = chart("MP001", entries, BEGIN, WorkingCalendar(), "")
    assert [row.lines[0][1].split(".")[0] for row in drawn.rows] == ["1", "2", "3"]
    downs = [row.y for row in drawn.rows]
    assert downs == sorted(set(downs))
    places = [float(mark.x.rstrip("%")) for row in drawn.rows for mark in (row.first, row.now)]
    assert min(places) >= 3
    assert max(places) <= 97
    assert [row.has_moved for row in drawn.rows] == [entry.has_moved for entry in entries]
