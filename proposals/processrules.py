"""Reading the limits of the process. A rule that is missing is a fault of the record, said plainly."""

from datetime import date

from audit.acts import Refused
from proposals.models.rule import ProcessRule, RuleKey


def value_on(key: RuleKey, day: date) -> int:
    """The value that holds on ``day`` (working days or pence, as the key says)."""
    return values_on([key], day)[0]


def values_on(keys: list[RuleKey], day: date) -> list[int]:
    """The values that hold on ``day``, in the order of ``keys``, in one query."""
    found = dict(ProcessRule.objects.on(day).filter(key__in=keys).values_list("key", "value"))
    for key in keys:
        if key not in found:
            raise Refused(f"No rule says what holds on {day:%-d %B %Y} for: {RuleKey(key).label}.")
    return [found[key] for key in keys]


def papers_days_before(day: date) -> int:
    """How many working days before a meeting on ``day`` its papers are due."""
    return value_on(RuleKey.PAPERS_DAYS, day)
