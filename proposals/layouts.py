"""Templates of timetables: which steps a path has, and how their dates follow from one another.

A step comes so many working days after the one before it (the numbers are ``ProcessRule`` rows of the day from which
the timetable is laid out); one that belongs to a body is put to its first meeting from that day on.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from audit.acts import Refused
from bodies.models import Committee, Meeting
from bodies.workingdays import WorkingCalendar
from proposals.models import Exactness, ProcessRule, RuleKey, TimetableEntry
from proposals.states import Path

Kind = TimetableEntry.Kind
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Planned:
    """A date as it is laid out: of a meeting, ``body`` and ``on`` say which."""

    activity: str
    kind: str
    on: date
    exactness: str = Exactness.DAY
    body: Committee | None = None


@dataclass(frozen=True)
class Step:
    """``after``: the rule that says how many working days after the step before. ``only`` on these paths, if any."""

    activity: str
    kind: str
    after: RuleKey
    exactness: str = Exactness.DAY
    body: str = ""
    only: tuple[str, ...] = ()


@dataclass(frozen=True)
class Layout:
    key: str
    label: str
    begins: str  # what happened on the day from which the dates are reckoned
    steps: tuple[Step, ...]

    def steps_on(self, path: str) -> list[Step]:
        return [step for step in self.steps if not step.only or path in step.only]


def _at(activity: str, kind: str, after: RuleKey, body: str) -> Step:
    return Step(activity, kind, after, Exactness.MEETING, body)


def _week(activity: str, kind: str, after: RuleKey) -> Step:
    return Step(activity, kind, after, Exactness.WEEK)


K = RuleKey
BY_AUTHORITY = (Path.AUTHORITY_LED, Path.AUTHORITY_DETERMINED)
LAYOUTS = {
    layout.key: layout
    for layout in (
        Layout(
            "refinement",
            "Refinement: the first work package",
            "The Panel sends it to Refinement",
            (
                _week("Develop the business requirements with the Proposer", Kind.REQUIREMENTS, K.TIMETABLE_STEP_DAYS),
                _at("Discuss the requirements with the SSC", Kind.SUBCOMMITTEE, K.TIMETABLE_DEVELOP_DAYS, "ssc"),
                _week("Publish the requirements for industry comment", Kind.PUBLISH, K.TIMETABLE_PUBLISH_DAYS),
                _at("Discuss at the Working Group", Kind.WORKING_GROUP, K.TIMETABLE_COMMENT_DAYS, "working-group"),
                _at("Update the Panel", Kind.PANEL_UPDATE, K.TIMETABLE_STEP_DAYS, "panel"),
            ),
        ),
        Layout(
            "assessment",
            "Refinement: assessment and consultation",
            "The requirements are agreed",
            (
                Step("Receive the DCC’s Preliminary Assessment", Kind.DCC_PA, K.DCC_PA_DAYS),
                _at("Discuss it at the Working Group", Kind.WORKING_GROUP, K.TIMETABLE_STEP_DAYS, "working-group"),
                Step("Close the Refinement Consultation", Kind.CONSULTATION, K.REFINEMENT_CONSULTATION_DAYS),
                Step("Receive the DCC’s Impact Assessment", Kind.DCC_IA, K.DCC_IA_DAYS),
                _at(
                    "Put the Modification Report before the Panel", Kind.PANEL_UPDATE, K.TIMETABLE_PUBLISH_DAYS, "panel"
                ),
            ),
        ),
        Layout(
            "report",
            "Report Phase",
            "The Panel finds the report ready for consultation",
            (
                Step("Issue the Modification Report Consultation", Kind.MRC, K.TIMETABLE_STEP_DAYS),
                Step("Close the Modification Report Consultation", Kind.MRC, K.MRC_DAYS),
                _at("Change Board vote", Kind.CHANGE_BOARD, K.TIMETABLE_STEP_DAYS, "change-board"),
                Step("Authority determination", Kind.AUTHORITY, K.AUTHORITY_DAYS, only=BY_AUTHORITY),
            ),
        ),
        Layout(
            "fast_track",
            "Fast-Track",
            "The Panel approves it as Fast-Track",
            (
                Step("Last day for objections by Parties", Kind.CONSULTATION, K.FT_OBJECTION_DAYS),
                Step("Implementation", Kind.IMPLEMENTATION, K.FT_IMPLEMENTATION_DAYS),
            ),
        ),
        Layout(
            "urgent",
            "Urgent",
            "The Authority grants urgency",
            (
                _at("Change Board vote", Kind.CHANGE_BOARD, K.TIMETABLE_URGENT_DAYS, "change-board"),
                Step("Authority determination", Kind.AUTHORITY, K.TIMETABLE_STEP_DAYS),
                Step("Implementation", Kind.IMPLEMENTATION, K.TIMETABLE_STEP_DAYS),
            ),
        ),
    )
}


def lay(layout: Layout, starts: date, path: str = "") -> list[Planned]:
    """The dates that follow from ``starts``, in three queries. A body without a meeting from the reckoned day on gets
    that day itself; nothing stands in the way of another date."""
    steps = layout.steps_on(path)
    days, calendar = _days(steps, starts), WorkingCalendar.load()
    return list(_reckoned(steps, days, starts, calendar, _meetings(steps, starts)))


def without_meeting(layout: Layout, planned: list[Planned], path: str = "") -> list[str]:
    """Which of the ``planned`` dates a body should discuss although no meeting of it is entered so far ahead."""
    pairs = zip(layout.steps_on(path), planned, strict=True)
    return [
        f"{p.activity}: no meeting of the body is entered from {p.on:%-d %B %Y} on, so that day stands here."
        for step, p in pairs
        if step.exactness == Exactness.MEETING != p.exactness
    ]


def _reckoned(steps, days: dict, starts: date, calendar: WorkingCalendar, meetings) -> Iterator[Planned]:
    on = starts
    for step in steps:
        earliest = calendar.add(on, days[step.after])
        planned = _placed(step, earliest, meetings)
        on = planned.on
        yield planned


def _placed(step: Step, earliest: date, meetings: dict[str, list[Meeting]]) -> Planned:
    if step.exactness == Exactness.WEEK:
        return Planned(step.activity, step.kind, monday_from(earliest), Exactness.WEEK)
    of_body = meetings.get(step.body, [])
    meeting = next((meeting for meeting in of_body if meeting.date >= earliest), None)
    if meeting:
        return Planned(step.activity, step.kind, meeting.date, Exactness.MEETING, meeting.committee)
    return Planned(step.activity, step.kind, earliest, Exactness.DAY)


def monday_from(day: date) -> date:
    """The first Monday on or after ``day``: a week commences on a Monday."""
    return day + ONE_DAY * (-day.weekday() % 7)


def _days(steps: list[Step], on: date) -> dict[str, int]:
    keys = {step.after for step in steps}
    found = dict(ProcessRule.objects.on(on).filter(key__in=keys).values_list("key", "value"))
    for key in sorted(keys - found.keys()):
        raise Refused(f"No rule says what holds on {on:%-d %B %Y} for: {RuleKey(key).label}.", "starts")
    return found


def _meetings(steps: list[Step], starts: date) -> dict[str, list[Meeting]]:
    """Meetings of the bodies from ``starts`` on, the nearest first."""
    codes = {step.body for step in steps if step.body}
    found: dict[str, list[Meeting]] = {}
    meetings = Meeting.objects.to_come(starts).filter(committee__code__in=codes).select_related("committee")
    for meeting in meetings.order_by("date"):
        found.setdefault(meeting.committee.code, []).append(meeting)
    return found
