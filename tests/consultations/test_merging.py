"""Chains of merged points, whatever the order in which they were merged: no circle ever, and one end for each."""

from hypothesis import given
from hypothesis import strategies as some

from consultations.points.merging import end_of, makes_a_circle

MERGES = some.lists(some.tuples(some.integers(1, 8), some.integers(1, 8)), max_size=30)


def merged(wanted) -> dict[int, int]:
    """What stands after each merge was made that the rule allows; a point that went into another stays there."""
    into: dict[int, int] = {}
    for point, target in wanted:
        if point not in into and not makes_a_circle(point, target, into):
            into[point] = target
    return into


@given(MERGES)
def test_no_way_leads_back_to_where_it_began(wanted):
    into = merged(wanted)
    for point in into:
        seen, at = {point}, into[point]
        while at is not None:
            assert at not in seen
            seen.add(at)
            at = into.get(at)


@given(MERGES)
def test_each_ends_at_one_that_went_nowhere_and_with_what_it_went_into(wanted):
    into = merged(wanted)
    for point in range(1, 9):
        assert end_of(point, into) not in into
        assert end_of(point, into) == end_of(into.get(point, point), into)


@given(MERGES, some.integers(1, 8), some.integers(1, 8))
def test_a_merge_is_refused_exactly_where_it_would_close_a_circle(wanted, point, target):
    into = {p: t for p, t in merged(wanted).items() if p != point}
    trial = into | {point: target}
    at, steps = target, 0
    while at in trial and at != point and steps < 20:
        at, steps = trial[at], steps + 1
    assert makes_a_circle(point, target, into) == (at == point)
