"""Telling people what became of plans: the acts gather it, and say it once at their end."""

from datetime import date

from audit import clock
from proposals import ports
from proposals.actions.parts import Place, is_moved
from proposals.ports import PlanNews


def worth_telling(before: Place, after: Place) -> bool:
    """A new day, or another release. To name the release of a day that stands tells nobody anything."""
    return before.planned_on != after.planned_on or is_moved(before, after)


def tell_of_plans(news: list[PlanNews], *, by, key: str, on: date | None, parties: bool = False, **words) -> None:
    """``on``: the day it was decided; what is entered on a later day mails nobody. ``key``: what it is about, so that
    nothing is told twice. ``words``: see ``notifications.plans.tell``."""
    if on and on < clock.today():
        return
    if news or parties:
        ports.notices["plan_changed"](news, by=by, key=key, parties=parties, **words)
