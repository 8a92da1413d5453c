"""How dates, money and counts are written, and the links of lists. Lowest layer, so that every template may load it."""

from datetime import date, datetime

from django import template
from django.forms.boundfield import BoundField
from django.utils import dateformat

from audit import clock

register = template.Library()

NUMBER_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def _in_london(value: date | datetime) -> date | datetime:
    return value.astimezone(clock.LONDON) if isinstance(value, datetime) else value


def _written(value: date | datetime | None, pattern: str) -> str:
    return dateformat.format(_in_london(value), pattern) if value else ""


@register.filter
def date_long(value):
    """4 November 2019: in prose."""
    return _written(value, "j F Y")


@register.filter
def date_table(value):
    """4 Nov 2019: in tables."""
    return _written(value, "j M Y")


@register.filter
def date_act(value):
    """Friday 1 November 2019: where somebody must act."""
    return _written(value, "l j F Y")


@register.filter
def datetime_london(value):
    """1 November 2019 at 17:00, by London's clock."""
    return _written(value, r"j F Y \a\t H:i")


@register.filter
def deadline(value):
    """Friday 1 November 2019 at 17:00, by London's clock."""
    return _written(value, r"l j F Y \a\t H:i")


@register.filter
def instant_exact(value):
    """Friday 1 November 2019 at 16:59:59 GMT: to the second, where it decides something."""
    return _written(value, r"l j F Y \a\t H:i:s T")


@register.filter
def pounds(pence):
    """£1,200 or £1,200.50, from a whole number of pence."""
    if pence is None or pence == "":
        return ""
    whole, rest = divmod(abs(int(pence)), 100)
    sign = "-" if int(pence) < 0 else ""
    return f"{sign}£{whole:,}.{rest:02}" if rest else f"{sign}£{whole:,}"


@register.filter
def spell(number):
    """Numbers to ten in words, larger ones in figures."""
    return NUMBER_WORDS[number] if 0 <= number < len(NUMBER_WORDS) else f"{number:,}"


@register.filter
def working_days_words(number):
    return f"{number:,} working day{'' if number == 1 else 's'}"


@register.filter
def quote_title(title):
    """House style: a title stands in single curly quotes."""
    return f"\N{LEFT SINGLE QUOTATION MARK}{title}\N{RIGHT SINGLE QUOTATION MARK}"


@register.filter
def first_input_id(field: BoundField) -> str:
    """Where a link to the field leads: a group of radios or checkboxes has no input of its own, so its first one."""
    return field.id_for_label or f"{field.auto_id}_0"


@register.simple_tag
def as_at():
    """This instant, as a printed sheet states it."""
    return datetime_london(clock.now())


def _query(context):
    return context["request"].GET.copy()


def _as_link(query) -> str:
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def sort_query(context, column):
    """The link that sorts by ``column``, or turns the order round where it is sorted so already; back to page one."""
    query = _query(context)
    query["sort"] = f"-{column}" if query.get("sort") == column else column
    query.pop("page", None)
    return _as_link(query)


@register.simple_tag(takes_context=True)
def aria_sort(context, column):
    directions = {column: "ascending", f"-{column}": "descending"}
    return directions.get(_query(context).get("sort"), "none")


@register.simple_tag(takes_context=True)
def query_with(context, **changes):
    """This page's query with these values in place of its own."""
    query = _query(context)
    for key, value in changes.items():
        query[key] = value
    return _as_link(query)


@register.simple_tag(takes_context=True)
def query_without(context, key, value=None):
    """This page's query less one value of ``key`` (all its values if none is named); back to page one."""
    query = _query(context)
    kept = [] if value is None else [v for v in query.getlist(key) if v != str(value)]
    query.setlist(key, kept)
    query.pop("page", None)
    return _as_link(query)


@register.simple_tag
def elided_pages(page):
    """1 2 3 … 9, around the page that is shown."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.filter
def usual(moves) -> list:
    """The steps that are offered first; without a word of their own all are usual."""
    return [move for move in moves if _is_usual(move)]


@register.filter
def unusual(moves) -> list:
    return [move for move in moves if not _is_usual(move)]


def _is_usual(move) -> bool:
    return move.get("usual", True) if isinstance(move, dict) else move.usual
