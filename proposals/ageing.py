"""How long proposals take and how many there were, from the record's own moves, in one statement for them all.

Everything is a *fact*: (measure, proposal, the day that places it in a year, days). What a page counts and what the
list behind the number shows are the same facts, so they cannot differ.

Counted are proposals that were formally raised and that the reader may see. A proposal taken over from the earlier
register has no date of raising and is left out. Days run from one London date to another; working days are those of
``WorkingCalendar``. A stage is timed as the sum of all stays in it, so that a step which stays where it is, or a
return, breaks nothing. A decision counts from the day on which it is final: after the objection or appeal window.
"""

from dataclasses import dataclass, field
from datetime import date

from django.db import connection, transaction
from django.db.models import Min

from accounts.models import Category
from audit import clock
from bodies.workingdays import SATURDAY, WorkingCalendar
from proposals.lifecycle import MOVES
from proposals.models import Move, Proposal
from proposals.states import FINISHED, STAGE_OF, Stage, State, states_of

RAISED, URGENT, DECIDED, SENT_BACK, OBJECTED = "raised", "urgent", "decided", "sent-back", "objected"
LEFT, NOW = "left", "now"
NO_PATH = "none"
MOST_DOTS = 12  # as long as there are no more proposals than this, each is told one by one
QUARTILES = "ARRAY[0, 0.25, 0.5, 0.75, 1]"


def _moves():
    """The moves that count: the only place where these figures read them."""
    return Move.objects.standing()


def _population(user):
    return Proposal.objects.visible_to(user).filter(raised_on__isnull=False)


def timed_stages() -> list[Stage]:
    """In their order, the stages that a proposal passes through: those in which no life ends."""
    ends = {STAGE_OF[state] for state in FINISHED}
    return [stage for stage in Stage if stage not in ends and stage in STAGE_OF.values()]


def endings() -> list[State]:
    """In their order, the states in which the life of a raised proposal may end."""
    return [state for state in State if state in FINISHED and _follows_raising(state)]


def _follows_raising(state: State) -> bool:
    sources = (source for row in MOVES.values() if row.to == state for source in row.sources)
    return any(STAGE_OF[source] != Stage.SUBMITTED for source in sources)


@dataclass(frozen=True)
class Spread:
    """How a number of days is spread over ``count`` proposals; empty where nothing was timed."""

    least: float
    quarter: float
    median: float
    three_quarters: float
    most: float


@dataclass(frozen=True)
class Figure:
    """What is known of one measure (in one year, or on one path). ``dots``: every value, where there are few."""

    count: int = 0
    mean: float | None = None
    days: Spread | None = None
    working_days: Spread | None = None
    dots: tuple[int, ...] = ()


@dataclass
class Figures:
    """Each measure as a whole, by year, and by path (“” until it is determined)."""

    whole: dict[str, Figure] = field(default_factory=dict)
    by_year: dict[tuple[str, int], Figure] = field(default_factory=dict)
    by_path: dict[tuple[str, str], Figure] = field(default_factory=dict)

    def of(self, measure: str) -> Figure:
        return self.whole.get(measure, Figure())

    def in_year(self, measure: str, year: int) -> Figure:
        return self.by_year.get((measure, year), Figure())

    def on_path(self, measure: str, path: str) -> Figure:
        return self.by_path.get((measure, path), Figure())


def figures(user, *, year: int | None = None, path: str | None = None) -> Figures:
    """All measures at once, in two queries: the bank holidays and this. What is under way now belongs to every year."""
    source, parameters = _facts(user)
    narrowed, given = _narrowed(year, path)
    statement = f"""{source}
        SELECT measure, year, path, GROUPING(year), GROUPING(path), COUNT(*), AVG(days)::float,
               PERCENTILE_CONT({QUARTILES}) WITHIN GROUP (ORDER BY days),
               PERCENTILE_CONT({QUARTILES}) WITHIN GROUP (ORDER BY working_days),
               CASE WHEN COUNT(days) <= {MOST_DOTS} THEN ARRAY_AGG(days ORDER BY days) END
        FROM facts WHERE {narrowed}
        GROUP BY GROUPING SETS ((measure), (measure, year), (measure, path))"""  # noqa: S608
    found = Figures()
    for measure, of_year, of_path, all_years, all_paths, *values in _rows(statement, [*parameters, *given]):
        figure = _figure(*values)
        if all_years and all_paths:
            found.whole[measure] = figure
        elif all_paths:
            found.by_year[measure, of_year] = figure
        else:
            found.by_path[measure, of_path] = figure
    return found


def _figure(count, mean, days, working_days, dots) -> Figure:
    timed = days is not None and days[0] is not None
    if not timed:
        return Figure(count)
    return Figure(count, mean, Spread(*days), Spread(*working_days), tuple(dots or ()))


@dataclass(frozen=True)
class Fact:
    proposal_id: int
    on: date
    days: int | None
    working_days: int | None


def listed(user, measure: str, *, year: int | None = None, path: str | None = None) -> list[Fact]:
    """The proposals behind a number, the latest first."""
    source, parameters = _facts(user)
    narrowed, given = _narrowed(year, path)
    statement = f"""{source}
        SELECT proposal_id, day, days, working_days FROM facts WHERE measure = %s AND {narrowed}
        ORDER BY day DESC, proposal_id DESC"""  # noqa: S608
    return [Fact(*row) for row in _rows(statement, [*parameters, measure, *given])]


def years(user) -> list[int]:
    """From the year in which the first proposal that the reader may see was raised to this one, newest first."""
    first = _population(user).aggregate(first=Min("raised_on"))["first"]
    return list(range(clock.today().year, first.year - 1, -1)) if first else []


def _narrowed(year: int | None, path: str | None) -> tuple[str, list]:
    conditions, given = ["TRUE"], []
    if year is not None:
        conditions.append(f"(year = %s OR measure LIKE '{NOW}-%%')")
        given.append(year)
    if path is not None:
        conditions.append("path = %s")
        given.append("" if path == NO_PATH else path)
    return " AND ".join(conditions), given


def _rows(statement: str, parameters: list) -> list[tuple]:
    """Compiling the statement would take the database longer than running it (tried: 340 ms, and 240 ms without)."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL jit = off; SET LOCAL work_mem = '16MB'")
        cursor.execute(statement, parameters)
        return cursor.fetchall()


def _facts(user) -> tuple[str, list]:
    """The statement’s beginning, up to a table ``facts``, and its parameters."""
    seen, seen_parameters = _sql(
        _population(user).values("pk", "raised_on", "path", "urgent", "proposer_organisation__category")
    )
    moved, moved_parameters = _sql(_moves().values("place", "proposal_id", "to_state", "effective_at"))
    calendar = WorkingCalendar.load()
    today = clock.today()
    parameters = [*seen_parameters, *moved_parameters, *_holidays(calendar, today), today, clock.LONDON.key]
    return FACTS.format(seen=seen, moved=moved, **_names()), parameters


def _sql(queryset) -> tuple[str, tuple]:
    return queryset.order_by().query.sql_with_params()


def _holidays(calendar: WorkingCalendar, today: date) -> tuple[list[date], list[date]]:
    """The weekdays that are not worked and the weekend days that are, oldest first."""
    off = [day for day, _name in calendar.holidays_between(date(FIRST_YEAR, 1, 1), date(today.year, 12, 31))]
    worked = [day for day, works in calendar.overrides.items() if works and day.weekday() >= SATURDAY]
    return off, sorted(worked)


FIRST_YEAR = 2013  # of the Smart Energy Code


def _names() -> dict[str, str]:
    """The states and stages of the lifecycle, as the statement names them. None of them comes from a reader."""
    return {
        "stage_of": ", ".join(f"('{state.value}', '{stage.value}')" for state, stage in STAGE_OF.items()),
        "timed": _quoted(timed_stages()),
        "finished": _quoted(state for state in State if state in FINISHED),
        "pending": _quoted(states_of(Stage.PENDING)),
        "decision": Stage.DECISION.value,
        "withdrawn": Stage.WITHDRAWN.value,
        "authority": State.AUTHORITY_DECISION.value,
        "halted": State.FT_HALTED.value,
        "categories": _quoted(Category),
    }


def _quoted(values) -> str:
    return ", ".join(f"'{getattr(value, 'value', value)}'" for value in values)


def _working_days(since: str, until: str) -> str:
    """Working days after one date up to and including the other, as ``WorkingCalendar.between`` counts them."""
    return f"{_worked_through(until)} - {_worked_through(since)}"


def _worked_through(day: str) -> str:
    number = f"({day} - DATE '0001-01-01' + 1)"
    weekdays = f"({number} / 7 * 5 + LEAST({number} %% 7, 5))"
    off, worked = (f"WIDTH_BUCKET({day}, (SELECT {which} FROM calendar))" for which in ("off", "worked"))  # noqa: S608
    return f"({weekdays} - {off} + {worked})"


# ``steps``: a proposal's moves in their order, each with the state before it and the day of the next. ``decisions``:
# into an approval that stands, or from the Decision stage to an end that is no withdrawal.
FACTS = f"""
WITH seen (pk, raised_on, path, urgent, category) AS MATERIALIZED ({{seen}}),
moved (place, proposal_id, to_state, effective_at) AS ({{moved}}),
calendar (off, worked, today, zone) AS (SELECT %s::date[], %s::date[], %s::date, %s::text),
stage_of (state, stage) AS (VALUES {{stage_of}}),
dated AS MATERIALIZED (
    SELECT moved.place, proposal_id, state, stage, (effective_at AT TIME ZONE (SELECT zone FROM calendar))::date AS day
    FROM moved JOIN stage_of ON state = to_state JOIN seen ON seen.pk = proposal_id
),
steps AS MATERIALIZED (
    SELECT proposal_id, state, stage, day, LAG(state) OVER life AS state_before, LAG(stage) OVER life AS stage_before,
           LEAD(day) OVER life AS next_day
    FROM dated WINDOW life AS (PARTITION BY proposal_id ORDER BY place)
),
decisions AS (
    SELECT proposal_id, day FROM steps
    WHERE (state IN ({{pending}}) AND COALESCE(state_before, '') NOT IN ({{pending}}))
       OR (state IN ({{finished}}) AND stage_before = '{{decision}}' AND stage <> '{{withdrawn}}')
),
stays AS (
    SELECT proposal_id, stage, BOOL_OR(next_day IS NULL) AS lasts, MAX(until) AS day, SUM(until - day) AS days,
           SUM({_working_days("day", "until")}) AS working_days
    FROM (SELECT *, COALESCE(next_day, (SELECT today FROM calendar)) AS until FROM steps) AS held
    WHERE stage IN ({{timed}}) GROUP BY proposal_id, stage
),
reached AS (
    SELECT '{DECIDED}' AS measure, proposal_id, MAX(day) AS day FROM decisions GROUP BY proposal_id
    UNION ALL
    SELECT state, proposal_id, MAX(day) FROM steps WHERE state IN ({{finished}}) GROUP BY proposal_id, state
),
happened AS (
    SELECT '{SENT_BACK}' AS measure, proposal_id, day FROM steps
    WHERE state_before = '{{authority}}' AND state NOT IN ('{{authority}}', {{pending}}, {{finished}})
    UNION ALL
    SELECT '{OBJECTED}', proposal_id, day FROM steps WHERE state = '{{halted}}' AND state_before <> '{{halted}}'
),
counted (measure, proposal_id, day, days, working_days) AS (
    SELECT '{RAISED}', pk, raised_on, NULL::int, NULL::int FROM seen
    UNION ALL
    SELECT '{RAISED}-' || category, pk, raised_on, NULL, NULL FROM seen WHERE category IN ({{categories}})
    UNION ALL
    SELECT '{URGENT}', pk, raised_on, NULL, NULL FROM seen WHERE urgent
    UNION ALL
    SELECT measure, proposal_id, day, day - raised_on, {_working_days("raised_on", "day")}
    FROM reached JOIN seen ON pk = proposal_id
    UNION ALL
    SELECT measure, proposal_id, MAX(day), NULL, NULL FROM happened
    GROUP BY measure, proposal_id, EXTRACT(YEAR FROM day)
    UNION ALL
    SELECT CASE WHEN lasts THEN '{NOW}-' ELSE '{LEFT}-' END || stage, proposal_id, day,
           days::int, working_days::int FROM stays
),
facts AS (
    SELECT counted.*, EXTRACT(YEAR FROM day)::int AS year, path FROM counted JOIN seen ON pk = proposal_id
)"""  # noqa: S608
