"""The timetable as the record holds it: baselines, slips, approval, what held on a date, what comes next (S1 §3; §2.2
rows 11 and 24 of the process reference)."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from audit import clock
from audit.acts import NotAllowed, Refused
from audit.models import Event
from proposals import actions
from proposals.layouts import LAYOUTS, Planned, lay, without_meeting
from proposals.models import Exactness, Proposal, Slip, TimetableEntry, WorkPackage
from proposals.timetable import next_of, upcoming
from tests import factories as make
from tests.proposals.states import IN_STATE, everything

pytestmark = pytest.mark.django_db

LAID = date(2026, 1, 9)
MONDAY = date(2026, 2, 2)
FRIDAY = date(2026, 2, 20)
DAY, WEEK, MEETING = Exactness.DAY, Exactness.WEEK, Exactness.MEETING


@pytest.fixture
def by():
    return make.analyst()


@pytest.fixture
def panel():
    return make.CommitteeFactory()


@pytest.fixture
def package(by, panel):
    """Laid out on 9 January 2026: a week, a day, and a Panel meeting; read on 16 January."""
    meeting = make.MeetingFactory(committee=panel, date=date(2026, 3, 13))
    planned = [
        Planned("Develop", "requirements", MONDAY, WEEK),
        Planned("Publish", "publish", FRIDAY),
        Planned("Update the Panel", "panel_update", meeting.date, MEETING, panel),
    ]
    with at(LAID):
        return actions.lay_out_package(proposal=make.draft_proposal(by=by), by=by, entries=planned, words="First.")


def at(day: date):
    return clock.set_to(datetime(day.year, day.month, day.day, 12, tzinfo=UTC))


def entry(activity: str) -> TimetableEntry:
    return TimetableEntry.objects.get(activity=activity)


def moved(activity: str, to: date, by, **fields) -> Slip:
    given = {"reason": "More time.", "agreed_by": "The Proposer"} | fields
    return actions.move_entry(entry=entry(activity), by=by, to=to, **given)


# Laying out


def test_the_first_date_is_the_baseline_and_the_plan_keeps_its_order(package):
    assert [(e.sort, e.activity, e.when, e.first_when) for e in package.entries.standing()] == [
        (1, "Develop", "W/C 2 Feb 2026", "W/C 2 Feb 2026"),
        (2, "Publish", "20 Feb 2026", "20 Feb 2026"),
        (3, "Update the Panel", "13 Mar 2026", "13 Mar 2026"),
    ]
    assert (package.number, package.laid_on, package.approved_on) == (1, LAID, None)
    assert entry("Update the Panel").meeting.date == date(2026, 3, 13)


def test_packages_are_numbered_and_two_people_do_not_lay_out_two(package, by):
    one = [Planned("Assess", "dcc_pa", FRIDAY)]
    assert actions.lay_out_package(proposal=package.proposal, by=by, entries=one, number=2).number == 2
    with pytest.raises(Refused, match="Somebody else has laid out work package 2 meanwhile"):
        actions.lay_out_package(proposal=package.proposal, by=by, entries=one, number=2)
    assert entry("Assess").sort == 4


@pytest.mark.parametrize(
    "planned, field, words",
    [
        (Planned(" ", "publish", FRIDAY), "activity", "Say what is to happen."),
        (Planned("X", "publish", FRIDAY, WEEK), "on", r"commences on a Monday; the next is 23 February 2026"),
        (Planned("X", "publish", FRIDAY, MEETING), "body", "Say which body meets."),
    ],
)
def test_a_date_is_what_it_says_it_is(package, by, planned, field, words):
    with pytest.raises(Refused, match=words) as refused:
        actions.add_entry(proposal=package.proposal, by=by, planned=planned)
    assert refused.value.field == field


def test_a_meeting_is_one_of_the_record_and_the_next_is_offered(package, by, panel):
    planned = Planned("X", "panel_update", date(2026, 3, 12), MEETING, panel)
    with pytest.raises(Refused, match=r"no meeting on Thursday 12 March 2026.*Its next is on Friday 13 March 2026"):
        actions.add_entry(proposal=package.proposal, by=by, planned=planned)


def test_an_added_date_stands_where_it_was_put(package, by):
    planned = Planned("Between", "publish", date(2026, 2, 18))
    actions.add_entry(proposal=package.proposal, by=by, planned=planned, before=entry("Publish"), package=package)
    assert [e.activity for e in package.proposal.timetable.standing()] == [
        "Develop", "Between", "Publish", "Update the Panel",
    ]  # fmt: skip


# Moving


def test_a_move_leaves_the_baseline_and_says_why_and_who_agreed(package, by, panel):
    agreed = make.MeetingFactory(committee=panel, date=date(2026, 1, 16))
    with at(date(2026, 1, 19)):
        slip = moved("Publish", date(2026, 3, 2), by, agreed_by="", agreed_at=agreed)
    found = entry("Publish")
    assert (found.baseline_on, found.due_on, found.has_moved) == (FRIDAY, date(2026, 3, 2), True)
    assert (slip.from_on, slip.to_on, slip.on, slip.reason) == (FRIDAY, date(2026, 3, 2), agreed.date, "More time.")
    assert slip.who_agreed == f"the Panel, meeting {agreed.number}"
    event = Event.objects.get(action="timetable_entry_moved")
    assert event.effective_on == agreed.date
    assert event.about == f"proposals.proposal:{package.proposal_id}"


def test_a_day_may_become_a_week_or_a_meeting(package, by, panel):
    moved("Publish", MONDAY, by, exactness=WEEK)
    assert entry("Publish").when == "W/C 2 Feb 2026"
    moved("Publish", date(2026, 3, 13), by, exactness=MEETING, body=panel)
    assert (entry("Publish").meeting.date, entry("Publish").body) == (date(2026, 3, 13), panel)
    moved("Publish", date(2026, 3, 13), by, exactness=DAY)
    assert entry("Publish").meeting is None
    assert entry("Publish").first_when == "20 Feb 2026"


@pytest.mark.parametrize(
    "fields, field, words",
    [
        ({"to": FRIDAY}, "to", "the date it has already"),
        ({"reason": " "}, "reason", "Say why the date moves."),
        ({"agreed_by": ""}, "agreed_by", "Say who agreed"),
        ({"seen": MONDAY}, "to", "Somebody else was faster: it is due on Friday 20 February 2026 now."),
        ({"effective": date(2026, 1, 8)}, "effective", "one of 9 January 2026"),
        ({"effective": date(2031, 1, 8)}, "effective", "still to come"),
    ],
)
def test_a_date_does_not_move_without_its_reason(package, by, fields, field, words):
    before = everything()
    with pytest.raises(Refused, match=words) as refused:
        moved("Publish", **{"to": date(2026, 3, 2), "by": by} | fields)
    assert refused.value.field == field
    assert everything() == before
    moved("Publish", date(2026, 3, 2), by)


def test_the_database_itself_moves_no_date_without_a_slip(package):
    change = TimetableEntry.objects.filter(activity="Publish").update
    refused_by("date_moves_with_a_slip", lambda: change(due_on=date(2026, 3, 2)))
    refused_by("date_moves_with_a_slip", lambda: change(due_on=MONDAY, exactness=WEEK))
    slip = {"from_exactness": DAY, "to_on": date(2026, 3, 2), "to_exactness": DAY, "reason": "So.", "agreed_by": "They"}
    slip |= {"entry": entry("Publish"), "on": LAID, "at": clock.now()}
    refused_by("slip_starts_where_it_stands", lambda: Slip.objects.create(from_on=MONDAY, **slip))
    Slip.objects.create(from_on=FRIDAY, **slip)
    refused_by("date_moves_with_a_slip", lambda: change(due_on=date(2026, 3, 3)))
    assert change(due_on=date(2026, 3, 2)) == 1
    refused_by("date_moves_with_a_slip", lambda: change(due_on=FRIDAY))


def refused_by(constraint: str, write) -> None:
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        write()
    assert refused.value.__cause__.diag.constraint_name == constraint


def test_an_entry_begins_at_its_baseline(package):
    found = entry("Publish")
    found.pk, found.due_on, found._state.adding = None, MONDAY, True
    refused_by("entry_begins_at_its_baseline", lambda: found.save(force_insert=True))


@pytest.mark.parametrize(
    "write",
    [
        lambda: TimetableEntry.objects.update(baseline_on=MONDAY),
        lambda: TimetableEntry.objects.all().delete(),
        lambda: WorkPackage.objects.all().delete(),
        lambda: Slip.objects.update(reason="Other."),
        lambda: Slip.objects.all().delete(),
    ],
)
def test_baselines_stay_and_nothing_goes_away(package, by, write):
    moved("Publish", date(2026, 3, 2), by)
    with pytest.raises(Exception, match=r"pgtrigger: Cannot|protected"), transaction.atomic():
        write()


# Done, missed, removed


def test_done_is_dated_and_taken_back_with_a_reason(package, by):
    with at(date(2026, 3, 4)):
        actions.mark_done(entry=entry("Develop"), by=by, on=date(2026, 2, 5))
        assert entry("Develop").status(clock.today()) == "done"
        with pytest.raises(Refused, match="done on 5 February 2026; its date is not moved"):
            moved("Develop", date(2026, 3, 2), by)
        with pytest.raises(Refused, match="recorded as done on 5 February 2026 already"):
            actions.mark_done(entry=entry("Develop"), by=by)
        with pytest.raises(Refused, match="Say why this is taken back"):
            actions.undo_done(entry=entry("Develop"), by=by, reason="")
        actions.undo_done(entry=entry("Develop"), by=by, reason="It was another one.")
        assert (entry("Develop").done_on, entry("Develop").status(clock.today())) == (None, "overdue")


def test_a_week_is_overdue_once_its_sunday_is_over(package):
    develop = entry("Develop")
    days = {date(2026, 2, 2): "planned", date(2026, 2, 8): "planned", date(2026, 2, 9): "overdue"}
    assert {day: develop.status(day) for day in days} == days


def test_missed_is_recorded_once_due_and_planned_again_by_moving(package, by):
    with at(date(2026, 2, 19)), pytest.raises(Refused, match="move it instead"):
        actions.mark_missed(entry=entry("Publish"), by=by, reason="Late.")
    with at(date(2026, 2, 23)):
        actions.mark_missed(entry=entry("Publish"), by=by, reason="Late.")
        assert entry("Publish").status(clock.today()) == "missed"
        moved("Publish", date(2026, 3, 2), by)
        assert (entry("Publish").status(clock.today()), entry("Publish").missed_why) == ("planned", "")


def test_what_the_panel_has_not_approved_is_removed_and_kept_on_record(package, by):
    with at(date(2026, 1, 12)):
        actions.remove_entry(entry=entry("Publish"), by=by, reason="Not needed.")
    assert [e.activity for e in package.entries.standing()] == ["Develop", "Update the Panel"]
    assert (entry("Publish").removed_on, entry("Publish").removed_why) == (date(2026, 1, 12), "Not needed.")
    actions.approve_work_package(package=package, by=by)
    with pytest.raises(Refused, match="its dates are moved, not removed"):
        actions.remove_entry(entry=entry("Develop"), by=by, reason="Not needed.")
    with pytest.raises(Refused, match="is approved; a new date stands beside it"):
        actions.add_entry(proposal=package.proposal, by=by, planned=Planned("X", "publish", FRIDAY), package=package)


# Approval


def test_the_panel_approves_a_package_at_its_meeting(package, by, panel):
    ssc = make.CommitteeFactory(code="ssc", short_name="SSC")
    elsewhere = make.MeetingFactory(committee=ssc, date=date(2026, 1, 14))
    early = make.MeetingFactory(committee=panel, date=date(2026, 1, 8))
    meeting = make.MeetingFactory(committee=panel, date=date(2026, 1, 16))
    with pytest.raises(Refused, match="approved by the Panel; choose one of its meetings"):
        actions.approve_work_package(package=package, by=by, meeting=elsewhere)
    with pytest.raises(Refused, match="laid out on 9 January 2026, after that day"):
        actions.approve_work_package(package=package, by=by, meeting=early)
    approved = actions.approve_work_package(package=package, by=by, meeting=meeting, words="Agreed.")
    assert (approved.approved_on, approved.approved_at, approved.decision) == (meeting.date, meeting, "Agreed.")
    with pytest.raises(Refused, match="was approved on 16 January 2026 already"):
        actions.approve_work_package(package=package, by=by)


def test_converting_approves_what_lies_before_the_panel(by, panel):
    meeting = make.MeetingFactory(committee=panel, date=clock.today())
    proposal = make.agreed_proposal(by=by)
    assert proposal.work_packages.get().approved_on is None
    actions.convert_to_refinement(proposal=proposal, by=by, words="To Refinement.", meeting=meeting)
    assert (proposal.work_packages.get().approved_on, proposal.work_packages.get().approved_at) == (
        meeting.date, meeting,
    )  # fmt: skip


def test_nothing_is_converted_to_refinement_without_a_timetable(by):
    """Row 11: at least one row of the timetable."""
    proposal = make.agreed_proposal(by=by)
    actions.remove_entry(entry=proposal.timetable.get(), by=by, reason="Not so.")
    with pytest.raises(Refused, match="No timetable is laid out yet"):
        actions.convert_to_refinement(proposal=proposal, by=by, words="To Refinement.")
    make.laid_out(proposal, by)
    actions.convert_to_refinement(proposal=proposal, by=by, words="To Refinement.")
    assert Proposal.objects.get(pk=proposal.pk).state == "refinement"


# Who


ACTS = {
    "lay_out_package": lambda p, e: {"proposal": p.proposal, "entries": [Planned("X", "publish", FRIDAY)]},
    "approve_work_package": lambda p, e: {"package": p},
    "add_entry": lambda p, e: {"proposal": p.proposal, "planned": Planned("X", "publish", FRIDAY)},
    "move_entry": lambda p, e: {"entry": e, "to": FRIDAY, "exactness": DAY, "reason": "So.", "agreed_by": "They"},
    "mark_done": lambda p, e: {"entry": e},
    "mark_missed": lambda p, e: {"entry": e, "reason": "So."},
    "remove_entry": lambda p, e: {"entry": e, "reason": "So."},
}


@pytest.mark.parametrize("name", ACTS)
def test_only_secas_keeps_the_timetable(package, by, name):
    arguments = ACTS[name](package, entry("Develop"))
    before = everything()
    for person in (package.proposal.proposer, make.administrator(), make.authority(), make.party()):
        with pytest.raises(NotAllowed):
            getattr(actions, name)(by=person, **arguments)
    assert everything() == before
    getattr(actions, name)(by=by, **arguments)
    assert everything() != before


# As at a date


def test_as_at_a_date_the_timetable_is_what_it_was(package, by):
    with at(date(2026, 1, 20)):
        moved("Publish", date(2026, 3, 2), by)
    with at(date(2026, 2, 5)):
        actions.mark_done(entry=entry("Develop"), by=by)
        actions.remove_entry(entry=entry("Update the Panel"), by=by, reason="Not needed.")
        moved("Publish", date(2026, 3, 9), by, exactness=WEEK)
    held = package.proposal.timetable
    assert list(held.as_at(date(2026, 1, 8))) == []
    assert then(held.as_at(date(2026, 1, 19))) == [
        ("Develop", MONDAY, WEEK, False), ("Publish", FRIDAY, DAY, False),
        ("Update the Panel", date(2026, 3, 13), MEETING, False),
    ]  # fmt: skip
    assert then(held.as_at(date(2026, 1, 20)))[1] == ("Publish", date(2026, 3, 2), DAY, False)
    assert then(held.as_at(date(2026, 2, 5))) == [
        ("Develop", MONDAY, WEEK, True), ("Publish", date(2026, 3, 9), WEEK, False),
    ]  # fmt: skip
    assert [Slip.objects.as_at(day).count() for day in (LAID, date(2026, 1, 20), date(2026, 2, 5))] == [0, 1, 2]


def then(entries) -> list[tuple]:
    return [(e.activity, e.due_then, e.exactness_then, e.was_done) for e in entries]


def test_a_package_was_approved_from_the_day_of_the_decision(package, by):
    actions.approve_work_package(package=package, by=by, on=date(2026, 1, 16))
    packages = package.proposal.work_packages
    days = {date(2026, 1, 15): [False], date(2026, 1, 16): [True], date(2026, 1, 8): []}
    assert {day: [p.was_approved for p in packages.as_at(day)] for day in days} == days


# What comes next


def test_next_is_the_nearest_to_come_once_the_panel_has_approved(package, by):
    proposal = package.proposal
    assert upcoming(proposal, date(2026, 1, 20)) == []
    actions.approve_work_package(package=package, by=by, on=date(2026, 1, 16))
    names = lambda day: [e.activity for e in upcoming(proposal, day)]  # noqa: E731
    assert names(date(2026, 1, 20)) == ["Develop", "Publish", "Update the Panel"]
    # In its week it is still to come; afterwards it is overdue, and said after what is to come.
    assert names(date(2026, 2, 8))[0] == "Develop"
    assert names(date(2026, 2, 9)) == ["Publish", "Update the Panel", "Develop"]
    with at(date(2026, 2, 9)):
        actions.mark_done(entry=entry("Develop"), by=by)
    assert names(date(2026, 2, 9))[0] == "Publish"
    assert names(date(2026, 4, 1)) == ["Publish", "Update the Panel"]


def test_the_header_and_the_register_say_what_is_next(package, by):
    actions.approve_work_package(package=package, by=by, on=date(2026, 1, 16))
    proposals = Proposal.objects.filter(pk=package.proposal_id)
    with at(date(2026, 1, 20)):
        planned = next_of(proposals.for_page().get())
    assert planned.sentence == "Next in its timetable, in the week of Monday 2 February 2026: Develop."
    assert planned.words == "Develop, W/C 2 Feb 2026"
    with at(date(2026, 4, 1)):
        over = next_of(proposals.for_register().get())
    assert over.words == "Develop: was due W/C 2 Feb 2026"
    assert over.sentence == "“Develop” was due in the week of Monday 2 February 2026 and is not yet recorded as done."


@pytest.mark.parametrize("state", ["pending_implementation", "withdrawal_notice", "ft_halted"])
def test_where_something_else_comes_first_the_timetable_is_silent(by, state):
    proposal = IN_STATE[state](by)
    actions.add_entry(proposal=proposal, by=by, planned=Planned("Something", "publish", date(2031, 1, 3)))
    found = Proposal.objects.for_page().get(pk=proposal.pk)
    assert found.next_row["activity"] == "Something"
    assert next_of(found) is None


# Templates, against the histories that the sources give


def test_refinement_from_14_june_2019_has_the_five_rows_of_mp075(panel):
    ssc = make.CommitteeFactory(code="ssc", short_name="SSC")
    group = make.CommitteeFactory(code="working-group", short_name="Working Group")
    for body, days in {
        ssc: [(2019, 6, 26), (2019, 7, 10), (2019, 7, 24)],
        group: [(2019, 7, 3), (2019, 8, 7)],
        panel: [(2019, 6, 14), (2019, 7, 12), (2019, 8, 9)],
    }.items():
        for n, day in enumerate(days, 1):
            make.MeetingFactory(committee=body, number=n, date=date(*day))
    laid = lay(LAYOUTS["refinement"], date(2019, 6, 14))
    assert [(p.kind, p.on, p.exactness, p.body) for p in laid] == [
        ("requirements", date(2019, 6, 17), WEEK, None),
        ("subcommittee", date(2019, 7, 10), MEETING, ssc),
        ("publish", date(2019, 7, 22), WEEK, None),
        ("working_group", date(2019, 8, 7), MEETING, group),
        ("panel_update", date(2019, 8, 9), MEETING, panel),
    ]


def test_urgent_from_18_may_2020_has_the_dates_of_mp130():
    """25 May 2020 was a bank holiday."""
    board = make.CommitteeFactory(code="change-board", short_name="Change Board")
    make.MeetingFactory(committee=board, number=42, date=date(2020, 5, 22))
    make.MeetingFactory(committee=board, number=43, date=date(2020, 5, 27))
    laid = lay(LAYOUTS["urgent"], date(2020, 5, 18))
    assert [(p.kind, p.on) for p in laid] == [
        ("change_board", date(2020, 5, 22)), ("authority", date(2020, 5, 26)), ("implementation", date(2020, 5, 27)),
    ]  # fmt: skip


def test_fast_track_from_11_october_2019_has_the_dates_of_mp087():
    laid = lay(LAYOUTS["fast_track"], date(2019, 10, 11))
    assert [(p.kind, p.on) for p in laid] == [
        ("consultation", date(2019, 11, 1)), ("implementation", date(2019, 11, 4)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "path, last", [("2", ("authority", date(2021, 7, 1))), ("3", ("change_board", date(2021, 5, 26)))]
)
def test_the_report_phase_ends_with_whoever_decides_on_its_path(path, last):
    """As MP099 went: issued on 19 April 2021, before the Change Board on 26 May 2021."""
    board = make.CommitteeFactory(code="change-board", short_name="Change Board")
    for n, day in enumerate([date(2021, 4, 28), date(2021, 5, 26)], 1):
        make.MeetingFactory(committee=board, number=n, date=day)
    laid = lay(LAYOUTS["report"], date(2021, 4, 16), path)
    assert (laid[0].on, laid[1].on) == (date(2021, 4, 19), date(2021, 5, 11))
    assert (laid[-1].kind, laid[-1].on) == last


def test_a_changed_rule_changes_the_template_from_its_day_on():
    administrator = make.administrator()
    actions.reference.change_rule(
        by=administrator, key="ft_objection_days", value=10, starts=date(2026, 1, 1), source="A test"
    )
    first = {day: lay(LAYOUTS["fast_track"], day)[0].on for day in (date(2019, 10, 11), date(2026, 3, 2))}
    assert first == {date(2019, 10, 11): date(2019, 11, 1), date(2026, 3, 2): date(2026, 3, 16)}


def test_a_body_without_a_meeting_so_far_ahead_is_told():
    laid = lay(LAYOUTS["urgent"], date(2020, 5, 18))
    assert (laid[0].on, laid[0].exactness) == (date(2020, 5, 22), DAY)
    assert without_meeting(LAYOUTS["urgent"], laid) == [
        "Change Board vote: no meeting of the body is entered from 22 May 2020 on, so that day stands here."
    ]
