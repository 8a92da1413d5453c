"""The header of a proposal: only stages that it has been in or will come to, and by when the Authority decides."""

from datetime import UTC, date, datetime

import pytest

from audit import clock
from proposals import actions
from proposals.models import Proposal
from proposals.waiting import next_meetings, waiting_words
from tests import factories as make
from tests.proposals.states import granted
from tests.reading import by_class, parsed, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client):
    """Straight from Development to the Report Phase, and to the Authority on Thursday 19 November 2026."""
    with clock.set_to(datetime(2026, 3, 2, 9, tzinfo=UTC)):
        by = make.analyst()
        proposal = make.ready_for_fast_track(by=by, number=246)
    with clock.set_to(datetime(2026, 11, 27, 9, tzinfo=UTC)):
        said = {"proposal": proposal, "by": by}
        actions.convert_to_report(**said, words="Converted.", effective=date(2026, 7, 23))
        actions.determine_path(**said, path="2", reasons="Material.", on=date(2026, 7, 23))
        actions.send_to_consultation(**said, words="Ready.", effective=date(2026, 8, 21))
        actions.close_consultation(**said, effective=date(2026, 9, 15))
        actions.record_change_board_recommendation(**said, words="Recommended.", effective=date(2026, 11, 19))
        yield client.get("/modifications/MP246/")


def test_a_stage_that_was_passed_by_is_not_said_to_be_done(page):
    stages = next(e for e in parsed(page).iter("ol") if e.get("class") == "stepper")
    assert [words(item).partition(")")[0] for item in stages.iter("li")] == [
        "Submitted (done",
        "Development (done",
        "Report (done",
        "Decision (current",
        "Pending implementation (to come",
        "Implemented (to come",
    ]


def test_the_authoritys_decision_is_expected_by_a_day(page):
    """25 working days after 19 November 2026, the day itself not counted: Thursday 24 December."""
    assert by_class(page, "lead-words") == [
        "The Authority has been asked to decide since 19 November 2026. "
        "Its decision is expected by Thursday 24 December 2026, 25 working days later."
    ]


def test_what_is_urgent_waits_for_the_panel_and_not_for_the_change_sub_committee(client):
    """Domain §2.2 rows 16 and 16a: the Panel converts it, without a meeting of the Change Sub-Committee before."""
    by = make.analyst()
    with clock.set_to(datetime(2026, 3, 2, 9, tzinfo=UTC)):
        csc = make.CommitteeFactory(code="csc", name="Change Sub-Committee", short_name="CSC", prefix="CSC")
        make.MeetingFactory(committee=csc, date=date(2026, 3, 5))
        make.MeetingFactory(committee=make.CommitteeFactory(), date=date(2026, 3, 13))
        urgent = granted(make.draft_proposal(by=by, number=263), by)
        ordinary = make.draft_proposal(by=by, number=264)
        said = [by_class(client.get(p.get_absolute_url()), "lead-words")[0] for p in (urgent, ordinary)]
        rows = {p.reference: waiting_words(p, next_meetings()) for p in Proposal.objects.for_register()}
    assert said[0].endswith("The Panel decides next whether to convert it; it meets on Friday 13 March 2026.")
    assert said[1].endswith("The Change Sub-Committee next meets on Thursday 5 March 2026.")
    assert rows == {
        "DP263": "Panel on Friday 13 March 2026",
        "DP264": "Change Sub-Committee on Thursday 5 March 2026",
    }
