"""How well the process keeps to its times: the DCC's assessments, the dates of timetables, the windows.

Everything is a *fact*: (measure, proposal, what it is about, the day that places it in a year, calendar days). What a
page counts and what the list behind the number shows are the same facts. A proposal may have several of one measure.

Counted is what belongs to proposals that the reader may see. Days run from one London date to another.
"""

from dataclasses import dataclass
from datetime import date

from django.db import connection

from audit import clock
from proposals.ageing import NO_PATH, Figures
from proposals.measures import Measure
from proposals.models import DccAssessment, Proposal, TimetableEntry, Window

GIVEN, ON_TIME = "given", "on-time"
DONE, FIRST_PLAN, MOVED, MISSED = "dates-done", "dates-as-first-planned", "dates-moved", "dates-missed"
LODGED = "lodged"
WINDOWS = (Window.Kind.OBJECTION, Window.Kind.APPEAL, Window.Kind.ADOPTION)
IN_THEM = {
    Window.Kind.OBJECTION: "with an objection",
    Window.Kind.APPEAL: "with an appeal",
    Window.Kind.ADOPTION: "with an adoption",
}


def given(kind: str) -> str:
    return f"{kind}-{GIVEN}"


def on_time(kind: str) -> str:
    return f"{kind}-{ON_TIME}"


def dates_of(kind: str) -> str:
    return f"dates-{kind.replace('_', '-')}"


def closed(kind: str) -> str:
    return f"{kind}-windows"


def lodged_in(kind: str) -> str:
    return f"{kind}-windows-{LODGED}"


def measures() -> dict[str, Measure]:
    """Every measure by its slug, in the order in which a reader meets them."""
    listed = [*_assessments(), *_dates(), *_windows()]
    return {measure.slug: measure for measure in listed}


def _assessments():
    for kind in DccAssessment.Kind:
        time = "with the calendar days from the request to the answer, the time in which a question was open included"
        words = f"that the DCC gave, by the day of its answer, {time}"
        yield Measure(given(kind), f"{kind.label}s given", words, "Given", timed=True)
        late = "by the due date as it stood on that day: questions and agreed changes had moved it"
        yield Measure(on_time(kind), f"{kind.label}s given on time", f"that the DCC gave {late}", "Given")


def _dates():
    late = "with the calendar days by which they were later than first planned; a week counts to its Sunday"
    kept, first = (
        f"recorded as done, by that day, {late}",
        "done on the first day that was planned, in its week, or before",
    )
    yield Measure(DONE, "Dates of timetables that were kept", kept, "Done", timed=True)
    yield Measure(FIRST_PLAN, "Of these, as first planned", first, "Done")
    yield Measure(MOVED, "Of these, moved at least once", "done after their date had been moved with a reason", "Done")
    yield Measure(MISSED, "Dates that were missed", "recorded as missed, and not agreed anew", "Missed")
    for kind in TimetableEntry.Kind:
        words = f"of the kind {kind.label}, done, {late}"
        yield Measure(dates_of(kind), f"Dates kept: {kind.label}", words, "Done", timed=True)


def _windows():
    for kind in WINDOWS:
        name = kind.label.lower()
        ended = f"each {name} that has ended, by the day of its close"
        yield Measure(closed(kind), f"{kind.label}s ended", ended, "Closed")
        words = f"each {name} that ended {IN_THEM[kind]}, by the day on which it would have closed"
        yield Measure(lodged_in(kind), f"Of these, {IN_THEM[kind]}", words, "Closed")


@dataclass(frozen=True)
class Fact:
    proposal_id: int
    about: str
    on: date
    days: int | None


def figures(user, *, year: int | None = None, path: str | None = None) -> Figures:
    """All measures at once, as a whole and by year, in one query."""
    source, parameters = _facts(user)
    narrowed, chosen = _narrowed(year, path)
    statement = f"""{source}
        SELECT measure, year, COUNT(*), ARRAY_AGG(days) FILTER (WHERE days IS NOT NULL)
        FROM facts WHERE {narrowed} GROUP BY measure, year"""  # noqa: S608
    found = Figures()
    for measure, of_year, count, days in _rows(statement, [*parameters, *chosen]):
        for figure in (found.whole[measure], found.by_year[measure, of_year]):
            figure.add(count, days or [])
    return found


def listed(user, measure: str, *, year: int | None = None, path: str | None = None) -> list[Fact]:
    """What stands behind a number, the latest first."""
    source, parameters = _facts(user)
    narrowed, chosen = _narrowed(year, path)
    statement = f"""{source}
        SELECT proposal_id, about, day, days FROM facts WHERE measure = %s AND {narrowed}
        ORDER BY day DESC, proposal_id DESC, about"""  # noqa: S608
    return [Fact(*row) for row in _rows(statement, [*parameters, measure, *chosen])]


def _narrowed(year: int | None, path: str | None) -> tuple[str, list]:
    conditions, chosen = ["TRUE"], []
    if year is not None:
        conditions.append("year = %s")
        chosen.append(year)
    if path is not None:
        conditions.append("path = %s")
        chosen.append("" if path == NO_PATH else path)
    return " AND ".join(conditions), chosen


def _rows(statement: str, parameters: list) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall()


def _facts(user) -> tuple[str, list]:
    """The statement’s beginning, up to a table ``facts``, and its parameters."""
    seen, parameters = Proposal.objects.visible_to(user).values("pk", "path").order_by().query.sql_with_params()
    return FACTS.replace("{seen}", seen), [*parameters, clock.LONDON.key]


_CLOSED = "outcome NOT IN ('', 'void')"
# ``kept``: dates of timetables that were done, each with the last day of its first plan.
FACTS = f"""
WITH seen (pk, path) AS MATERIALIZED ({{seen}}),
asked AS (
    SELECT kind, proposal_id, CASE WHEN number = 1 THEN '' ELSE 'Number ' || number END AS about, answered_on,
           answered_on - requested_on AS days, days_late
    FROM proposals_dccassessment WHERE answered_on IS NOT NULL
),
kept AS (
    SELECT id, kind, proposal_id, activity, done_on,
           GREATEST(0, done_on - baseline_on - CASE WHEN baseline_exactness = 'week' THEN 6 ELSE 0 END) AS days
    FROM proposals_timetableentry WHERE done_on IS NOT NULL AND removed_on IS NULL
),
ended AS (
    SELECT kind, proposal_id, outcome, (closes_at AT TIME ZONE %s)::date AS day
    FROM proposals_window WHERE {_CLOSED} AND kind IN ('objection', 'appeal', 'adoption')
),
counted (measure, proposal_id, about, day, days) AS (
    SELECT kind || '-{GIVEN}', proposal_id, about, answered_on, days FROM asked
    UNION ALL
    SELECT kind || '-{ON_TIME}', proposal_id, about, answered_on, NULL FROM asked WHERE days_late = 0
    UNION ALL
    SELECT '{DONE}', proposal_id, activity, done_on, days FROM kept
    UNION ALL
    SELECT 'dates-' || REPLACE(kind, '_', '-'), proposal_id, activity, done_on, days FROM kept
    UNION ALL
    SELECT '{FIRST_PLAN}', proposal_id, activity, done_on, NULL FROM kept WHERE days = 0
    UNION ALL
    SELECT '{MOVED}', proposal_id, activity, done_on, NULL FROM kept
    WHERE EXISTS (SELECT 1 FROM proposals_slip WHERE entry_id = kept.id)
    UNION ALL
    SELECT '{MISSED}', proposal_id, activity, missed_on, NULL FROM proposals_timetableentry
    WHERE missed_on IS NOT NULL AND removed_on IS NULL
    UNION ALL
    SELECT kind || '-windows', proposal_id, '', day, NULL FROM ended
    UNION ALL
    SELECT kind || '-windows-{LODGED}', proposal_id, '', day, NULL FROM ended WHERE outcome <> 'expired'
),
facts AS (
    SELECT counted.*, EXTRACT(YEAR FROM day)::int AS year, path FROM counted JOIN seen ON pk = proposal_id
)"""  # noqa: S608
