"""The rules of the process as anybody may read them: each limit and each deciding body, by period, with its source."""

from dataclasses import dataclass
from datetime import date

from audit import clock
from bodies.models import BankHolidayOverride, Committee
from proposals.lifecycle import MOVES
from proposals.models import DecidingBody, ProcessRule, RuleKey

LIMIT, DECIDER = "limit", "decider"  # the kinds, as the addresses name them
MONEY = {RuleKey.SECAS_DAY_RATE}


@dataclass(frozen=True)
class Period:
    """What holds from ``starts`` to ``ends``; ``when``: past, now or to come. ``kind`` and ``pk`` name the row."""

    value: str
    starts: date | None
    ends: date | None
    source: str
    when: str
    is_verified: bool | None = None
    kind: str = ""
    pk: int | None = None

    @property
    def is_to_come(self) -> bool:
        return self.when == "to come"


@dataclass(frozen=True)
class Entry:
    """A rule and its periods, the present one first."""

    name: str
    now: Period | None
    others: list[Period]


def limits(on: date | None = None) -> list[Entry]:
    day = on or clock.today()
    found: dict[str, list[Period]] = {key: [] for key in RuleKey.values}
    for rule in ProcessRule.objects.order_by("-starts"):
        found.setdefault(rule.key, []).append(_limit(rule, day))
    return [_entry(_limit_name(key), periods) for key, periods in found.items()]


def _limit_name(key: str) -> str:
    """Money is kept in pence and shown in pounds."""
    return RuleKey(key).label.replace("(pence ", "(")


def _limit(rule: ProcessRule, day: date) -> Period:
    value = f"£{rule.value / 100:,.2f}".removesuffix(".00") if rule.key in MONEY else f"{rule.value}"
    return Period(value, rule.starts, rule.ends, rule.source, _when(rule, day), rule.is_verified, LIMIT, rule.pk)


def deciders(on: date | None = None) -> list[Entry]:
    """Each decision that a body makes: by a dated rule, otherwise as the table of the lifecycle says."""
    day = on or clock.today()
    bodies = {body.code: body.name for body in Committee.objects.all()}
    ruled: dict[str, list[Period]] = {}
    for rule in DecidingBody.objects.select_related("committee").order_by("-starts"):
        ruled.setdefault(rule.move_key, []).append(_decider(rule, day))
    return [_decision(row, bodies, ruled.get(row.key, [])) for row in MOVES.values() if row.body]


def _decision(row, bodies: dict[str, str], ruled: list[Period]) -> Entry:
    entry = _entry(row.done, ruled)
    if entry.now:
        return entry
    of_the_table = Period(bodies.get(row.body, row.body), None, None, "SEC Section D", "now")
    return Entry(entry.name, of_the_table, entry.others)


def _decider(rule: DecidingBody, day: date) -> Period:
    how = f", {rule.delegation}" if rule.delegation else ""
    who = f"{rule.committee.name}{how}"
    return Period(who, rule.starts, rule.ends, rule.source, _when(rule, day), kind=DECIDER, pk=rule.pk)


def days(on: date | None = None) -> list[dict]:
    """Days that are, or are not, working days whatever the calendar of bank holidays says, the latest first."""
    today = on or clock.today()
    return [{"row": row, "is_to_come": row.date > today} for row in BankHolidayOverride.objects.order_by("-date")]


def _when(rule, day: date) -> str:
    if rule.starts > day:
        return "to come"
    return "past" if rule.ends and rule.ends < day else "now"


def _entry(name: str, periods: list[Period]) -> Entry:
    now = next((period for period in periods if period.when == "now"), None)
    return Entry(name, now, [period for period in periods if period is not now])
