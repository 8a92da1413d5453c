"""Figures, dates and lists as British English prose has them."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

SPELLED = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
HALF = Decimal("0.5")


def spelled(number: int) -> str:
    """In words up to ten, in figures beyond; nought is 'no', as in 'no comments'."""
    return SPELLED[number] if number <= 10 else f"{number:,}"


def plural(number: int, singular: str, plural_form: str = "") -> str:
    return singular if number == 1 else plural_form or f"{singular}s"


def counted(number: int, singular: str, plural_form: str = "") -> str:
    return f"{spelled(number)} {plural(number, singular, plural_form)}"


def days(number: Decimal | int) -> str:
    """'one day', 'half a day', 'two and a half days'; other fractions in figures."""
    whole, rest = divmod(Decimal(number), 1)
    if not rest:
        return counted(int(whole), "day")
    if rest != HALF:
        return f"{Decimal(number).normalize():f} days"
    return f"{spelled(int(whole))} and a half days" if whole else "half a day"


def listed(items: Iterable[str], joint: str = "and") -> str:
    """'a', 'a and b', 'a, b and c'."""
    *first, last = items
    return f"{', '.join(first)} {joint} {last}" if first else last


def long_date(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def short_date(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


def pounds(pence: int) -> str:
    """'£1,200', and '£1,200.50' only where there are pence."""
    whole, rest = divmod(pence, 100)
    return f"£{whole:,}.{rest:02d}" if rest else f"£{whole:,}"


def pounds_between(low: int, high: int) -> str:
    return pounds(low) if low == high else f"between {pounds(low)} and {pounds(high)}"


def capitalised(sentence: str) -> str:
    """The first letter large and the rest as it stands, unlike ``str.capitalize``."""
    return sentence[:1].upper() + sentence[1:]
