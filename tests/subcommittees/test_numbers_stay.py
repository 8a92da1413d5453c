"""Whatever is done to an agenda, an item that was issued under a number keeps it, and no two have the same."""

import contextlib

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit import clock
from audit.acts import Refused
from bodies.papersday import papers_day
from subcommittees import actions
from subcommittees.models import AgendaItem
from subcommittees.numbering import numbers
from tests import factories as make
from tests.subcommittees.meetings import ahead, item, meeting

pytestmark = pytest.mark.django_db

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["add", "late", "up", "down", "fix", "fix all", "take off", "carry over", "move"]),
        st.integers(0, 9),
    ),
    min_size=4,
    max_size=25,
)


def step(what: str, which: int, of, by) -> None:
    items = list(of.items.all())
    if what == "add" or not items:
        with clock.set_to(clock.start_of(papers_day(of))):
            item(of, by)
        return
    if what == "late":
        with clock.set_to(clock.start_of(of.date)):
            item(of, by, late_because="It came late.")
        return
    one = items[which % len(items)]
    {
        "up": lambda: actions.move_up(item=one, by=by),
        "down": lambda: actions.move_down(item=one, by=by),
        "fix": lambda: actions.fix_reference(item=one, by=by),
        "fix all": lambda: actions.fix_references(meeting=of, by=by),
        "take off": lambda: actions.take_off_agenda(item=one, by=by, because="Not needed."),
        "carry over": lambda: actions.carry_over(item=one, by=by, because="No time."),
        "move": lambda: type(of).objects.filter(pk=of.pk).update(date=ahead(21 + which)),
    }[what]()


@given(steps=STEPS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_numbers_once_fixed_never_change(steps):
    with transaction.atomic():
        walk(steps)
        connection.check_constraints()
        transaction.set_rollback(True)


def walk(steps) -> None:
    by, of = make.analyst(), meeting(in_days=20)
    meeting(of.committee, in_days=40)
    issued: dict[int, tuple] = {}
    for what, which in steps:
        with contextlib.suppress(Refused):
            step(what, which, of, by)
        now = {i.pk: (i.number, i.reference) for i in AgendaItem.objects.filter(meeting=of) if i.reference}
        assert issued.items() <= now.items()
        issued = now
        found = numbers(of.items.all())
        assert len(set(found.values())) == len(found)
        assert {pk: found[pk] for pk in issued} == {pk: number for pk, (number, _) in issued.items()}
    assert len({reference for _, reference in issued.values()}) == len(issued)
