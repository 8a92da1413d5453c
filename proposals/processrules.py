"""Reading the limits of the process. A rule that is missing is a fault of the record, said plainly."""

from datetime import date

from audit.acts import Refused
from proposals.models.rule import ProcessRule, RuleKey


def value_on(key: RuleKey, day: date) -> int:
    """The value that holds on ``day`` (working days or pence, as the key says)."""
    rule = ProcessRule.objects.on(day).filter(key=key).first()
    if rule is None:
        raise Refused(f"No rule says what holds on {day:%-d %B %Y} for: {RuleKey(key).label}.")
    return rule.value
