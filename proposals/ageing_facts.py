"""The facts that ``ageing`` counts, read from the record's own moves in one statement for all proposals.

Every move is read once, its day and the working days up to it reckoned once; what the steps came to is added up by the
database, which hands over no more than was asked for.
"""

from django.db import connection, transaction
from django.db.models import F

from accounts.models import Category
from audit import clock
from bodies.workingdays import WorkingCalendar
from proposals.asat import BEGINNING
from proposals.models import Move, Proposal
from proposals.states import FINISHED, STAGE_OF, Stage, State, states_of

RAISED, URGENT, DECIDED, SENT_BACK, OBJECTED = "raised", "urgent", "decided", "sent-back", "objected"
LEFT, NOW = "left", "now"


def population(user):
    return Proposal.objects.visible_to(user).filter(raised_on__isnull=False)


def timed_stages() -> list[Stage]:
    """In their order, the stages that a proposal passes through: those in which no life ends."""
    ends = {STAGE_OF[state] for state in FINISHED}
    return [stage for stage in Stage if stage not in ends and stage in STAGE_OF.values()]


def read(user, question: str, given: list) -> list[tuple]:
    """The rows of ``question``, asked of a table ``facts`` (measure, proposal_id, day, days, working_days, year, path).

    Compiling the statement would take the database longer than running it (tried: 340 ms, and 240 ms without).
    """
    source, parameters = _facts(user)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL jit = off; SET LOCAL work_mem = '32MB'")
        cursor.execute(f"{source} {question}", [*parameters, *given])
        return cursor.fetchall()


def _facts(user) -> tuple[str, list]:
    seen, seen_parameters = _sql(
        population(user).values("pk", "raised_on", "path", "urgent", "proposer_organisation__category", "suffix")
    )
    moved, moved_parameters = _sql(_moved().values("place", "proposal_id", "to_state", "effective_at"))
    today = clock.today()
    numbered = ",".join(map(str, WorkingCalendar.load().numbered(BEGINNING, today)))
    parameters = [*seen_parameters, *moved_parameters, f"{{{numbered}}}", BEGINNING, today, clock.LONDON.key]
    return FACTS.format(seen=seen, moved=moved, **_names()), parameters


def _moved():
    """The steps that count, without those that stay where they are: these end no stay and begin none. What a part took
    over from the proposal that was split counts there."""
    return Move.objects.standing_everywhere().filter(copied_from=None).exclude(from_state=F("to_state"))


def _sql(queryset) -> tuple[str, tuple]:
    return queryset.order_by().query.sql_with_params()


def _names() -> dict[str, str]:
    """The states and stages of the lifecycle, as the statement names them. None of them comes from a reader."""
    return {
        "stage_of": ", ".join(f"('{state.value}', '{stage.value}')" for state, stage in STAGE_OF.items()),
        "timed": _quoted(timed_stages()),
        "finished": _quoted(state for state in State if state in FINISHED),
        "pending": _quoted(states_of(Stage.PENDING)),
        "decision": _quoted(states_of(Stage.DECISION)),
        "withdrawn": _quoted(states_of(Stage.WITHDRAWN)),
        "authority": State.AUTHORITY_DECISION.value,
        "halted": State.FT_HALTED.value,
        "categories": _quoted(Category),
    }


def _quoted(values) -> str:
    return ", ".join(f"'{getattr(value, 'value', value)}'" for value in values)


def _number(day: str) -> str:
    """The number of the last working day up to ``day``, so that a difference counts working days. Nothing is older
    than the Code and nothing happened after today: whatever lies outside is taken for the nearer end."""
    since, many = f"{day} - (SELECT beginning FROM calendar)", "CARDINALITY((SELECT numbers FROM calendar))"  # noqa: S608
    return f"(SELECT numbers FROM calendar)[1 + LEAST(GREATEST({since}, 0), {many} - 1)]"  # noqa: S608


# ``steps``: a proposal's moves in their order, each with the state before it and the day of the next. ``marked``: the
# few among them that an end, a decision, a return or an objection shows in. ``decisions``: into an approval that
# stands, or from the Decision stage to an end that is no withdrawal.
FACTS = f"""
WITH seen (pk, raised_on, path, urgent, category, suffix) AS MATERIALIZED ({{seen}}),
moved (place, proposal_id, to_state, effective_at) AS ({{moved}}),
calendar (numbers, beginning, today, zone) AS MATERIALIZED (SELECT %s::int[], %s::date, %s::date, %s::text),
stage_of (state, stage) AS (VALUES {{stage_of}}),
dated AS (
    SELECT place, proposal_id, state, stage, (effective_at AT TIME ZONE (SELECT zone FROM calendar))::date AS day
    FROM moved JOIN stage_of ON state = to_state JOIN seen ON seen.pk = proposal_id
    OFFSET 0
),
steps AS MATERIALIZED (
    SELECT proposal_id, state, stage, day, number, LAG(state) OVER life AS state_before,
           LEAD(day) OVER life AS next_day, LEAD(number) OVER life AS next_number
    FROM (SELECT *, {_number("day")} AS number FROM dated) AS numbered
    WINDOW life AS (PARTITION BY proposal_id ORDER BY place)
),
stays AS (
    SELECT proposal_id, stage, BOOL_OR(next_day IS NULL) AS lasts, MAX(COALESCE(next_day, today)) AS day,
           SUM(COALESCE(next_day, today) - day) AS days,
           SUM(COALESCE(next_number, number_today) - number) AS working_days
    FROM steps, (SELECT today, {_number("today")} AS number_today FROM calendar) AS now
    WHERE stage IN ({{timed}}) GROUP BY proposal_id, stage
),
marked AS MATERIALIZED (
    SELECT * FROM steps
    WHERE state IN ({{pending}}, {{finished}}, '{{halted}}') OR state_before = '{{authority}}'
),
decisions AS (
    SELECT proposal_id, day FROM marked
    WHERE (state IN ({{pending}}) AND COALESCE(state_before, '') NOT IN ({{pending}}))
       OR (state IN ({{finished}}) AND state_before IN ({{decision}}) AND state NOT IN ({{withdrawn}}))
),
reached AS (
    SELECT '{DECIDED}' AS measure, proposal_id, MAX(day) AS day FROM decisions GROUP BY proposal_id
    UNION ALL
    SELECT state, proposal_id, MAX(day) FROM marked WHERE state IN ({{finished}}) GROUP BY proposal_id, state
),
happened AS (
    SELECT '{SENT_BACK}' AS measure, proposal_id, day FROM marked
    WHERE state_before = '{{authority}}' AND state NOT IN ('{{authority}}', {{pending}}, {{finished}})
    UNION ALL
    SELECT '{OBJECTED}', proposal_id, day FROM marked WHERE state = '{{halted}}' AND state_before <> '{{halted}}'
),
counted (measure, proposal_id, day, days, working_days) AS (
    SELECT '{RAISED}', pk, raised_on, NULL::int, NULL::int FROM seen WHERE suffix = ''
    UNION ALL
    SELECT '{RAISED}-' || category, pk, raised_on, NULL, NULL FROM seen
    WHERE suffix = '' AND category IN ({{categories}})
    UNION ALL
    SELECT '{URGENT}', pk, raised_on, NULL, NULL FROM seen WHERE suffix = '' AND urgent
    UNION ALL
    SELECT measure, proposal_id, day, day - raised_on, {_number("day")} - {_number("raised_on")}
    FROM reached JOIN seen ON pk = proposal_id
    UNION ALL
    SELECT measure, proposal_id, MAX(day), NULL, NULL FROM happened
    GROUP BY measure, proposal_id, DATE_PART('year', day)
    UNION ALL
    SELECT CASE WHEN lasts THEN '{NOW}-' ELSE '{LEFT}-' END || stage, proposal_id, day,
           days::int, working_days::int FROM stays
),
facts AS (
    SELECT counted.*, DATE_PART('year', day)::int AS year, path FROM counted JOIN seen ON pk = proposal_id
)"""  # noqa: S608
