"""What tests of Refinement begin with: a proposal in Refinement, people of the DCC, agreed requirements, a request."""

from datetime import UTC, date, datetime, time

from accounts.models import Category
from audit import clock
from proposals.actions import assessments, requirementsets
from tests import factories as make
from tests.proposals.states import refined

WORKING_GROUP = {"code": "working-group", "name": "Working Group", "short_name": "Working Group", "prefix": "WG"}
REQUESTED = date(2026, 3, 2)  # a Monday, five weeks before Easter


def at(day: date, hour: int = 12):
    return clock.set_to(datetime.combine(day, time(hour), UTC))


def dcc():
    """Somebody who speaks for the DCC."""
    return make.party(Category.DCC)


def agreed_requirements(proposal, by, on: date | None = None):
    drafted = requirementsets.draft_requirements(
        proposal=proposal, by=by, title="Business requirements", requirements=["It counts.", "It warns."], on=on
    )
    return requirementsets.agree_requirements(
        proposal=proposal, by=by, requirement_set=drafted, with_proposer=True, on=on
    )


def preliminary(proposal, by, on: date | None = None):
    """A Preliminary Assessment requested on its day."""
    held = agreed_requirements(proposal, by, on)
    return assessments.request_assessment(proposal=proposal, by=by, kind="preliminary", requirement_set=held, on=on)


def refining(by, day: date = REQUESTED):
    """A proposal that came into Refinement by that day."""
    with at(day):
        return refined(by)


def answered(proposal, by, assessment, **fields):
    fields = {"cost_min": 1_000_00, "cost_max": 2_000_00, "answer": "<p>It can be done.</p>"} | fields
    return assessments.answer_assessment(proposal=proposal, by=by, assessment=assessment, **fields)


def working_group_meeting(day: date):
    return make.MeetingFactory(committee=make.CommitteeFactory(**WORKING_GROUP), date=day)
