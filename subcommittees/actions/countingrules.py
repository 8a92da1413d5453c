"""How votes are counted, as a rule with dates. One to come is changed or taken back; one in force is followed by
another, and ballots keep the rule under which they were opened (docs/decisions/what-is-not-yet-in-force.md)."""

from datetime import date, timedelta

from accounts.models import Category
from accounts.rules import is_administrator
from audit import clock
from audit.acts import NotAllowed, Refused, act, record
from subcommittees.counting import STRATEGIES
from subcommittees.models import CountingRule

ADMINISTRATORS = "Only an administrator changes the rules of the process."


@act
def change_counting_rule(
    *, by, groups: list, starts: date, source: str, strategy: str = "by_groups", quorum: int | None = None,
    is_verified: bool = False,
) -> CountingRule:  # fmt: skip
    """From ``starts`` on, ballots are opened under this rule. What came before stays."""
    _check_administrator(by)
    _check_said(strategy, groups, source)
    # Locked first and read afterwards: what somebody else entered meanwhile is seen once the wait is over.
    list(CountingRule.objects.select_for_update().order_by("pk").values_list("pk"))
    newest = CountingRule.objects.order_by("-starts").first()
    if newest and newest.starts >= starts:
        raise Refused(f"A rule from {newest.starts:%-d %B %Y} is already in the record; begin after it.", "starts")
    if newest:
        newest.ends = starts - timedelta(days=1)
        newest.save(update_fields=["ends"])
    rule = CountingRule.objects.create(
        strategy=strategy, groups=groups, quorum=quorum, starts=starts, source=source.strip(), is_verified=is_verified
    )
    record("counting_rule_changed", **_said_of(rule, by, f"{_words(rule)} {rule.source}"))
    return rule


@act
def correct_counting_rule(
    *, rule: CountingRule, by, reason: str, groups: list, starts: date, source: str, strategy: str = "by_groups",
    quorum: int | None = None, is_verified: bool = False,
) -> CountingRule:  # fmt: skip
    """A rule to come, changed; the one before it ends the day before it begins."""
    held, before = _to_come(rule, by, reason)
    _check_said(strategy, groups, source)
    if starts <= clock.today() or (before and starts <= before.starts):
        raise Refused("A rule that is changed begins after today, and after the rule before it.", "starts")
    new = {"strategy": strategy, "groups": groups, "quorum": quorum, "starts": starts, "source": source.strip()}
    new["is_verified"] = is_verified
    if before and starts < held.starts:  # periods never overlap, not even for a moment
        _ends(before, starts)
    for name, value in new.items():
        setattr(held, name, value)
    held.save(update_fields=list(new))
    if before:
        _ends(before, starts)
    record("counting_rule_corrected", **_said_of(held, by, f"{_words(held)} {reason.strip()}"))
    return held


@act
def take_counting_rule_back(*, rule: CountingRule, by, reason: str) -> None:
    """A rule to come does not come: what holds before it goes on."""
    held, before = _to_come(rule, by, reason)
    record("counting_rule_taken_back", **_said_of(held, by, f"Not: {_words(held)} {reason.strip()}"))
    held.delete()
    if before:
        before.ends = None
        before.save(update_fields=["ends"])


def _check_administrator(by) -> None:
    if by is not None and not is_administrator.test(by):
        raise NotAllowed(ADMINISTRATORS)


def _check_said(strategy: str, groups, source: str) -> None:
    if strategy not in STRATEGIES:
        raise Refused("Choose how the votes are counted.", "strategy")
    if not source.strip():
        raise Refused("Give the source.", "source")
    if not isinstance(groups, list) or not groups or not all(map(_is_group, groups)):
        words = (
            "Give a list of groups, each with a “name” and its “categories”, of the categories that the record knows."
        )
        raise Refused(words, "groups")
    named = [category for group in groups for category in group["categories"]]
    if len(set(named)) < len(named) or len({group["name"] for group in groups}) < len(groups):
        raise Refused("Each group, and each category, stands in the list once.", "groups")


def _is_group(group) -> bool:
    if not isinstance(group, dict) or set(group) != {"name", "categories"}:
        return False
    name, categories = group["name"], group["categories"]
    known = isinstance(categories, list) and categories and all(category in Category.values for category in categories)
    return bool(known) and isinstance(name, str) and 0 < len(name.strip()) <= 80


def _to_come(rule: CountingRule, by, reason: str) -> tuple[CountingRule, CountingRule | None]:
    _check_administrator(by)
    rows = list(CountingRule.objects.select_for_update().order_by("starts"))
    held = next((row for row in rows if row.pk == rule.pk), None)
    if held is None:
        raise Refused("Somebody else was faster: this rule has been taken back.")
    if held.starts <= clock.today():
        raise Refused(
            f"It has been in force since {held.starts:%-d %B %Y}: enter another that follows it from a date on."
        )
    if held is not rows[-1]:
        raise Refused("Another rule follows this one: put that right first.")
    if not reason.strip():
        raise Refused("Say why this is put right.", "reason")
    place = rows.index(held)
    return held, rows[place - 1] if place else None


def _ends(before: CountingRule, starts: date) -> None:
    before.ends = starts - timedelta(days=1)
    before.save(update_fields=["ends"])


def _words(rule: CountingRule) -> str:
    groups = "; ".join(group["name"] for group in rule.groups)
    quorum = f"quorum {rule.quorum}" if rule.quorum is not None else "quorum as the body has it"
    return f"{rule.get_strategy_display()} ({groups}), {quorum}, from {rule.starts:%-d %B %Y}."


def _said_of(rule: CountingRule, by, sentence: str) -> dict:
    return {"subject": rule, "by": by, "sentence": sentence, "effective_on": rule.starts}
