"""How long things take: argued from the true dates of MP087 and MP130, from the calendar, and from what a stay is."""

from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit import clock
from bodies.models import BankHolidayOverride
from bodies.workingdays import WorkingCalendar
from proposals import ageing, measures
from proposals.actions.ground import next_place
from proposals.models import Move, Proposal
from proposals.states import FINISHED, STAGE_OF, Stage, State
from tests import factories as make
from tests.lives import live
from tests.proposals import states
from tests.reading import crowd

pytestmark = pytest.mark.django_db

ANYBODY = AnonymousUser()
TODAY = date(2020, 6, 1)


@pytest.fixture(autouse=True)
def _june_2020():
    with clock.set_to(datetime(2020, 6, 1, 9, tzinfo=UTC)):
        yield


@pytest.fixture
def proposal():
    return make.submission(effective=date(2019, 1, 2))


def walked(proposal: Proposal, *steps: tuple[State, date], **fields) -> Proposal:
    """Moves written as rows, each from the state before; raised on the day it first left Submitted."""
    before = proposal.state
    for state, day in steps:
        Move.objects.create(
            proposal=proposal,
            place=next_place(proposal),
            key="step",
            from_state=before,
            to_state=state,
            effective_at=clock.closing(day),
            recorded_at=clock.closing(day),
        )
        before = state
    Proposal.objects.filter(pk=proposal.pk).update(
        number=fields.pop("number", 87), raised_on=steps[0][1], state=before, state_since=steps[-1][1], **fields
    )
    return Proposal.objects.get(pk=proposal.pk)


def days_of(measure: str, user=ANYBODY, **choice) -> list[tuple]:
    return [(fact.on, fact.days, fact.working_days) for fact in ageing.listed(user, measure, **choice)]


def fast_tracked_087(proposal):
    """As MP087 went: raised 20 August, approved 11 October, final 1 November, implemented 4 November 2019."""
    return walked(
        proposal,
        (State.DEVELOPMENT, date(2019, 8, 20)),
        (State.CSC_AGREED, date(2019, 9, 24)),
        (State.FT_OBJECTION_WINDOW, date(2019, 10, 11)),
        (State.PENDING_IMPLEMENTATION, date(2019, 11, 1)),
        (State.IMPLEMENTED, date(2019, 11, 4)),
        path="FT",
        path_determined_on=date(2019, 10, 11),
    )


def test_mp087_is_timed_to_the_day_on_which_its_decision_was_final(proposal):
    """20 August to 1 November 2019: 11 + 30 + 31 + 1 days; the August bank holiday is the 26th."""
    fast_tracked_087(proposal)
    assert days_of("decided") == [(date(2019, 11, 1), 73, 52)]
    assert days_of("implemented") == [(date(2019, 11, 4), 76, 53)]
    assert days_of("left-development") == [(date(2019, 10, 11), 52, 37)]
    assert days_of("left-decision") == [(date(2019, 11, 1), 21, 15)]  # three weeks, the fifteen days of the window
    assert days_of("left-pending") == [(date(2019, 11, 4), 3, 1)]
    assert days_of("left-refinement") == days_of("left-report") == days_of("now-decision") == []


def test_an_urgent_one_waits_for_the_authority(proposal):
    """MP130: raised 14 May, before the Change Board 18 May, to the Authority 22 May, approved 26 May, in on 27 May 2020;
    the 25th was a bank holiday."""
    walked(
        proposal,
        (State.DEVELOPMENT, date(2020, 5, 14)),
        (State.REPORT_CHANGE_BOARD, date(2020, 5, 18)),
        (State.AUTHORITY_DECISION, date(2020, 5, 22)),
        (State.PENDING_IMPLEMENTATION, date(2020, 5, 26)),
        (State.IMPLEMENTED, date(2020, 5, 27)),
        urgent=True,
    )
    assert days_of("decided") == [(date(2020, 5, 26), 12, 7)]
    assert days_of("implemented") == [(date(2020, 5, 27), 13, 8)]
    assert days_of("left-decision") == [(date(2020, 5, 26), 4, 1)]
    assert days_of("urgent") == [(date(2020, 5, 14), None, None)]


def test_a_step_that_stays_where_it_is_and_a_return_break_nothing(proposal):
    """Refinement from 1 to 11 January and from 21 to 31 January: twice ten days, left once."""
    walked(
        proposal,
        (State.DEVELOPMENT, date(2019, 1, 1)),
        (State.REFINEMENT, date(2019, 1, 1)),
        (State.REFINEMENT, date(2019, 1, 5)),
        (State.REFINEMENT, date(2019, 1, 5)),
        (State.REPORT_PANEL, date(2019, 1, 11)),
        (State.REFINEMENT, date(2019, 1, 21)),
        (State.REPORT_PANEL, date(2019, 1, 31)),
    )
    assert [(on, days) for on, days, _ in days_of("left-refinement")] == [(date(2019, 1, 31), 20)]
    assert days_of("left-report") == []
    elapsed = 10 + (TODAY - date(2019, 1, 31)).days
    assert [(on, days) for on, days, _ in days_of("now-report")] == [(TODAY, elapsed)]


def test_a_review_afterwards_does_not_date_the_implementation_anew(proposal):
    """It stays where it is; the change entered the code on 4 November 2019."""
    fast_tracked_087(proposal)
    entered = proposal.moves.last()
    _write(entered, date(2020, 3, 2), place=entered.place + 1, from_state=State.IMPLEMENTED)
    assert days_of("implemented") == [(date(2019, 11, 4), 76, 53)]


def test_a_step_put_right_counts_as_it_now_stands(proposal):
    """Refinement was left on 11 January, not on the 10th; a further step was taken back."""
    walked(
        proposal,
        (State.DEVELOPMENT, date(2019, 1, 1)),
        (State.REFINEMENT, date(2019, 1, 1)),
        (State.REPORT_PANEL, date(2019, 1, 10)),
        (State.REPORT_MRC, date(2019, 2, 1)),
    )
    taken_back, wrong = proposal.moves.order_by("-place")[:2]
    because = "A slip of the pen."
    _write(wrong, date(2019, 1, 11), replaces=wrong, why_corrected=because)
    _write(taken_back, date(2019, 2, 1), reverses=taken_back, why_corrected=because)
    assert set(Move.objects.standing_everywhere()) == set(Move.objects.standing())
    assert Move.objects.standing_everywhere().count() == 4  # the submission, and three steps
    assert days_of("left-refinement") == [(date(2019, 1, 11), 10, 8)]
    assert [(on, days) for on, days, _ in days_of("now-report")] == [(TODAY, (TODAY - date(2019, 1, 11)).days)]


def _write(like: Move, day: date, **otherwise) -> None:
    """One more move like that one, but of that day."""
    same = {name: getattr(like, name) for name in ("proposal", "place", "key", "from_state", "to_state")}
    times = {"effective_at": clock.closing(day), "recorded_at": clock.closing(day)}
    Move.objects.create(**same | times | otherwise)


def test_what_the_authority_returns_without_a_decision_is_sent_back_once_a_year(proposal):
    walked(
        proposal,
        (State.DEVELOPMENT, date(2018, 1, 8)),
        (State.AUTHORITY_DECISION, date(2018, 3, 1)),
        (State.AUTHORITY_DECISION, date(2018, 3, 2)),
        (State.REFINEMENT, date(2018, 4, 1)),
        (State.AUTHORITY_DECISION, date(2018, 5, 1)),
        (State.REFINEMENT, date(2018, 6, 1)),
        (State.AUTHORITY_DECISION, date(2019, 2, 1)),
        (State.REFINEMENT, date(2019, 3, 1)),
        (State.AUTHORITY_DECISION, date(2019, 4, 1)),
        (State.PENDING_IMPLEMENTATION, date(2019, 5, 1)),
    )
    assert [on for on, _, _ in days_of("sent-back")] == [date(2019, 3, 1), date(2018, 6, 1)]
    assert [on for on, _, _ in days_of("decided")] == [date(2019, 5, 1)]


def test_an_objection_counts_and_a_withdrawal_is_no_decision(proposal):
    walked(
        proposal,
        (State.DEVELOPMENT, date(2019, 1, 8)),
        (State.FT_OBJECTION_WINDOW, date(2019, 3, 1)),
        (State.FT_HALTED, date(2019, 3, 8)),
        (State.WITHDRAWAL_NOTICE, date(2019, 4, 1)),
        (State.WITHDRAWN, date(2019, 4, 15)),
    )
    assert [on for on, _, _ in days_of("objected")] == [date(2019, 3, 8)]
    assert [on for on, _, _ in days_of("withdrawn")] == [date(2019, 4, 15)]
    assert days_of("decided") == []


@pytest.mark.parametrize(
    "start, end",
    [
        (date(2018, 12, 21), date(2019, 1, 3)),  # a year's end
        (date(2019, 4, 12), date(2019, 4, 29)),  # Easter
        (date(2019, 8, 23), date(2019, 8, 27)),  # over a bank holiday
        (date(2019, 8, 24), date(2019, 8, 25)),  # a weekend alone
        (date(2019, 3, 29), date(2019, 4, 1)),  # the clocks change
        (date(2020, 5, 1), date(2020, 5, 11)),  # a bank holiday moved to the 8th
    ],
)
def test_working_days_are_those_of_the_calendar(proposal, start, end):
    BankHolidayOverride.objects.create(date=date(2019, 4, 24), name="One-off", reason="A test")
    BankHolidayOverride.objects.create(date=date(2018, 12, 29), name="Worked", is_working_day=True, reason="A test")
    BankHolidayOverride.objects.create(date=date(2019, 4, 19), name="Worked", is_working_day=True, reason="A test")
    walked(proposal, (State.DEVELOPMENT, start), (State.REFINEMENT, end))
    calendar = WorkingCalendar.load()
    assert days_of("left-development") == [(end, (end - start).days, calendar.between(start, end))]


def test_a_day_is_a_day_in_london(proposal):
    """23:30 UTC on 30 June is half past midnight on 1 July."""
    walked(proposal, (State.DEVELOPMENT, date(2019, 6, 3)))
    late = datetime(2019, 6, 30, 23, 30, tzinfo=UTC)
    times = {"effective_at": late, "recorded_at": late}
    Move.objects.create(proposal=proposal, place=next_place(proposal), key="step", to_state=State.REFINEMENT, **times)
    assert [on for on, _, _ in days_of("left-development")] == [date(2019, 7, 1)]


def lives(spans: list[int]) -> None:
    """Decided after so many days each, all raised on 1 January 2019."""
    crowd(len(spans), make.submission())
    found = Proposal.objects.filter(title__startswith="Proposal of the crowd").order_by("number")
    for proposal, span in zip(found, spans, strict=True):
        Proposal.objects.filter(pk=proposal.pk).update(raised_on=date(2019, 1, 1))
        decided = clock.closing(date.fromordinal(date(2019, 1, 1).toordinal() + span))
        Move.objects.create(
            proposal=proposal,
            place=next_place(proposal),
            key="step",
            to_state=State.PENDING_IMPLEMENTATION,
            effective_at=decided,
            recorded_at=decided,
        )


def test_the_middle_is_told_beside_the_average():
    """One that took very long draws the average away from the median."""
    lives([10, 20, 30, 40, 300])
    figure = ageing.figures(ANYBODY).of("decided")
    assert (figure.count, figure.mean, figure.dots) == (5, 80.0, (10, 20, 30, 40, 300))
    days = figure.days
    assert (days.least, days.quarter, days.median, days.three_quarters, days.most) == (10, 20, 30, 40, 300)


def test_many_are_not_told_one_by_one():
    lives(list(range(1, ageing.MOST_DOTS + 2)))
    figure = ageing.figures(ANYBODY).of("decided")
    assert (figure.count, figure.dots) == (ageing.MOST_DOTS + 1, ())


def test_a_year_and_a_path_narrow_every_measure_but_what_is_under_way_now(proposal):
    fast_tracked_087(proposal)
    other = make.submission(effective=date(2020, 5, 1))
    walked(other, (State.DEVELOPMENT, date(2020, 5, 4)), number=140)

    def counts(**choice):
        found = ageing.figures(ANYBODY, **choice)
        return tuple(found.of(key).count for key in ("raised", "decided", "now-development"))

    assert counts() == (2, 1, 1)
    assert counts(year=2019) == (1, 1, 1)
    assert counts(year=2020) == (1, 0, 1)
    assert counts(path="FT") == (1, 1, 0)
    assert counts(path=ageing.NO_PATH) == (1, 0, 1)
    assert counts(year=2020, path="FT") == (0, 0, 0)
    assert ageing.years(ANYBODY) == [2020, 2019]


def test_nothing_hidden_is_counted_or_listed(proposal):
    fast_tracked_087(proposal)
    assert ageing.figures(ANYBODY).of("decided").count == 1
    Proposal.objects.filter(pk=proposal.pk).update(classification="amber")
    assert ageing.figures(ANYBODY).whole == {}
    assert (ageing.listed(ANYBODY, "decided"), ageing.years(ANYBODY)) == ([], [])
    analyst = make.analyst()
    assert ageing.figures(analyst).of("decided").count == len(ageing.listed(analyst, "decided")) == 1


def test_what_was_never_raised_is_not_counted():
    make.submission()
    assert ageing.figures(make.analyst()).whole == {}


def test_every_number_is_as_long_as_its_list():
    live(60, make.submission())
    figures = ageing.figures(ANYBODY)
    assert set(figures.whole) <= set(measures.measures())
    assert len(figures.whole) > 12
    for slug in measures.measures():
        assert figures.of(slug).count == len(ageing.listed(ANYBODY, slug)), slug
    for (slug, year), figure in figures.by_year.items():
        if not slug.startswith("now-"):
            assert figure.count == len(ageing.listed(ANYBODY, slug, year=year)), (slug, year)
    for (slug, path), figure in figures.by_path.items():
        assert figure.count == len(ageing.listed(ANYBODY, slug, path=path or ageing.NO_PATH)), (slug, path)


def test_every_stage_is_either_timed_or_an_end():
    ends = {STAGE_OF[state] for state in FINISHED}
    assert set(ageing.timed_stages()) | ends == set(STAGE_OF.values())
    assert set(ageing.timed_stages()) & ends == set()
    assert [stage for stage in Stage if stage in ageing.timed_stages()] == ageing.timed_stages()


def test_the_figures_cost_the_same_however_many_there_are():
    template = make.submission()
    live(3, template)
    with CaptureQueriesContext(connection) as few:
        ageing.figures(ANYBODY)
    crowd(297, template)
    with CaptureQueriesContext(connection) as many:
        ageing.figures(ANYBODY)
    assert len(few) == len(many) == 5  # the bank holidays, the savepoint around two settings and the figures, its end


def test_a_split_is_raised_once_and_each_part_is_timed_from_the_split():
    """MP128 became MP128A and MP128B (domain §2.2 row 23): one proposal was raised, its Development happened once."""
    whole = states.split(make.analyst(), number=128)
    assert whole.state == State.CLOSED_SPLIT
    assert len(days_of("raised")) == 1
    assert len(days_of("left-development")) == 1
    assert len(days_of("left-refinement")) == 1
    assert len(days_of("now-refinement")) == 2
