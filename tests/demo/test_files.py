"""The data files on any day they may be loaded: days that count from today have to keep their order all year round."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bodies.workingdays import WorkingCalendar
from secmods.demo import reading, shapes

CALENDAR = WorkingCalendar()
OBJECTION_DAYS, ADOPTION_DAYS, CONSULTATION_DAYS, APPEAL_DAYS = 15, 10, 15, 10


def on(today: date) -> reading.Days:
    return reading.Days(today, CALENDAR)


def played(proposal: shapes.Proposal) -> list[date]:
    return [proposal.submission.received, *(move.on for move in proposal.moves)]


@settings(max_examples=25)
@given(st.dates(date(2026, 11, 1), date(2028, 12, 31)))
@example(date(2026, 12, 25))
@example(date(2027, 1, 4))
@example(date(2027, 3, 29))
@example(date(2027, 5, 1))
def test_files_hold_together_on_any_day(today):
    days = on(today)
    proposals, bodies = reading.read_proposals(days), reading.read_bodies(days)
    meetings = {(meeting.committee, meeting.on) for meeting in bodies.meetings}
    assert len(meetings) == len(bodies.meetings)
    for proposal in proposals:
        assert played(proposal) == sorted(played(proposal)), proposal.title
        assert max(played(proposal)) <= today
        assert min(_others(proposal), default=today) >= proposal.submission.received
        assert max(_others(proposal), default=today) <= today
        assert _met(proposal) <= meetings, proposal.title
    _windows_stand_as_told({p.number: p for p in proposals}, today)


def _others(proposal: shapes.Proposal) -> list[date]:
    rows = (*proposal.problem_statements, *proposal.view_requests, *proposal.views, *proposal.updates)
    return [row.on for row in rows if row.on]


def _met(proposal: shapes.Proposal) -> set:
    decided = {(move.meeting.committee, move.meeting.on) for move in proposal.moves if move.meeting}
    asked = {(each.body, each.meeting) for each in proposal.view_requests if each.meeting}
    told = {(each.told.committee, each.told.meeting) for each in proposal.view_requests if each.told}
    return decided | asked | told | {(view.body, view.on) for view in proposal.views if view.meeting}


def _windows_stand_as_told(proposals: dict, today: date) -> None:
    closes = {
        number: CALENDAR.add(_day(proposals[number], "approve_fast_track"), OBJECTION_DAYS)
        for number in (254, 256, 257, 258)
    }
    assert _day(proposals[254], "implement") == CALENDAR.add(closes[254], 1)
    assert _day(proposals[256], "object") < closes[256] < today
    assert closes[257] < today < closes[258]
    assert CALENDAR.add(_day(proposals[253], "withdraw"), ADOPTION_DAYS) > today
    for number in (245, 246, 247, 248):
        consulted = _day(proposals[number], "panel_sends_to_consultation")
        assert CALENDAR.add(consulted, CONSULTATION_DAYS) <= _day(proposals[number], "consultation_closes")
    assert CALENDAR.add(_day(proposals[249], "panel_sends_to_consultation"), CONSULTATION_DAYS) > today
    assert CALENDAR.add(_day(proposals[247], "change_board_approves"), APPEAL_DAYS) > today


def _day(proposal: shapes.Proposal, key: str) -> date:
    return next(move.on for move in proposal.moves if move.move == key)


def test_days_count_from_today():
    raw = {"move": "raise", "in_working_days": -2}
    # Monday 2 November 2026, less two working days: Thursday 29 October.
    assert reading.build(shapes.Move, reading.dated(raw, on(date(2026, 11, 2)))).on == date(2026, 10, 29)
    request = {"body": "ssc", "in_working_days": -1, "due_in_working_days": 1}
    assert reading.build(shapes.ViewRequest, reading.dated(request, on(date(2026, 12, 24)))).due == date(2026, 12, 29)
    received = reading.dated({"days_ago": 7}, on(date(2026, 11, 2)))["received"]
    assert received == date(2026, 11, 2) - timedelta(days=7)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("{kind: caused_by, to: 18, why: x}", "relation.yaml: Relation has no why."),
        ("{kind: caused_by, to: '18'}", "relation.yaml: '18' is no int."),
        ("{kind: caused_by}", "missing 1 required positional argument: 'to'"),
    ],
)
def test_a_slip_in_a_file_is_told(tmp_path, text, complaint):
    file = tmp_path / "relation.yaml"
    file.write_text("{kind: caused_by, to: 18}")
    assert reading.read(shapes.Relation, file, on(date(2026, 11, 2))) == shapes.Relation("caused_by", 18)
    file.write_text(text)
    with pytest.raises(ValueError) as told:
        reading.read(shapes.Relation, file, on(date(2026, 11, 2)))
    assert complaint in str(told.value)
