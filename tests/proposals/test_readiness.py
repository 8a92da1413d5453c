"""What is missing before a decision: what must be there blocks, what is expected may be accepted with a reason."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit import clock
from audit.acts import NotAllowed, Refused
from proposals import actions
from proposals.models import Proposal
from proposals.readiness import readiness, sittings
from subcommittees.actions import record_view
from tests import factories as make
from tests.proposals.states import described, fresh

pytestmark = pytest.mark.django_db

MAY_20 = datetime(2019, 5, 20, 9, 30, tzinfo=UTC)


def one(proposal):
    (found,) = readiness([Proposal.objects.for_page().get(pk=proposal.pk)])
    return found


def texts(gaps):
    return [gap.reason.text for gap in gaps]


@pytest.fixture
def dp075():
    """As the Change Sub-Committee's paper of 20 May 2019 tells it: SSC and TABASC opposed, the Operations Group silent
    when asked by correspondence, the SMKI PMA to answer on 21 May, after the paper."""
    with clock.set_to(MAY_20):
        by = make.analyst()
        proposal = described(by, raised_on=date(2019, 3, 4), number=75)
        body = {code: make.CommitteeFactory(code=code, short_name=name) for code, name in BODIES}
        for code in ("ssc", "tabasc"):
            record_view(proposal=proposal, by=by, committee=body[code], position="opposes", text="It weakens control.")
        for code, due_on in (("opsg", date(2019, 5, 17)), ("smki-pma", date(2019, 5, 21))):
            make.asked(proposal, by, body[code], asked_on=date(2019, 4, 15), due_on=due_on)
        yield by, proposal


BODIES = [("ssc", "SSC"), ("tabasc", "TABASC"), ("opsg", "OPSG"), ("smki-pma", "SMKI PMA")]
SILENT = "The OPSG was asked and did not answer."
LATER = "The SMKI PMA has not yet answered, due on 21 May 2019."


def test_dp075_passes_its_gate_as_it_did_on_20_may_2019(dp075):
    by, proposal = dp075
    before = one(proposal)
    assert (before.row.key, before.body) == ("csc_agrees", "csc")
    assert texts(before.must) == []
    assert sorted(texts(before.should)) == sorted([SILENT, LATER])
    with pytest.raises(Refused) as refused:
        actions.record_csc_agreement(proposal=proposal, by=by, words="Agreed.")
    assert refused.value.field == "accepted"
    whys = {SILENT: "Asked by correspondence because of meeting dates.", LATER: "SECAS reports by word of mouth."}
    for text, why in whys.items():
        actions.accept_gap(proposal=proposal, by=by, requirement="views_answered", text=text, why=why)
    after = one(proposal)
    assert after.is_ready
    assert {gap.reason.text: gap.acceptance.why for gap in after.accepted} == whys
    actions.record_csc_agreement(proposal=proposal, by=by, words="Agreed.")
    assert fresh(proposal).state == "csc_agreed"


def test_what_must_be_there_cannot_be_accepted_and_the_answer_ends_the_gap(dp075):
    by, proposal = dp075
    actions.save_sec_references(proposal=proposal, by=by, references=[])
    (must,) = one(proposal).must
    with pytest.raises(Refused, match="cannot be accepted"):
        actions.accept_gap(proposal=proposal, by=by, requirement=must.requirement, text=must.reason.text, why="No.")
    committee = make.CommitteeFactory(code="smki-pma")
    record_view(proposal=proposal, by=by, committee=committee, position="no_comment")
    assert texts(one(proposal).should) == [SILENT]
    with pytest.raises(Refused, match="not missing any more"):
        actions.accept_gap(proposal=proposal, by=by, requirement="views_answered", text=LATER, why="Late.")


def test_an_acceptance_says_why_is_given_once_by_secas_and_may_be_taken_back(dp075):
    by, proposal = dp075
    what = {"proposal": proposal, "requirement": "views_answered", "text": SILENT}
    with pytest.raises(Refused) as refused:
        actions.accept_gap(by=by, why=" ", **what)
    assert refused.value.field == "why"
    with pytest.raises(NotAllowed):
        actions.accept_gap(by=proposal.proposer, why="Go on.", **what)
    acceptance = actions.accept_gap(by=by, why="Asked by correspondence.", **what)
    with pytest.raises(Refused, match="already"):
        actions.accept_gap(by=by, why="Again.", **what)
    actions.take_acceptance_back(acceptance=acceptance, by=by)
    assert sorted(texts(one(proposal).should)) == sorted([SILENT, LATER])
    with pytest.raises(Refused):
        actions.take_acceptance_back(acceptance=acceptance, by=by)


def test_the_route_that_the_csc_recommended_says_what_the_panel_needs():
    by = make.analyst()
    plain, fast = described(by), described(by, title="A typing error")
    actions.record_csc_agreement(proposal=plain, by=by, words="Agreed.")
    actions.record_csc_agreement(proposal=fast, by=by, words="Agreed.", route="Fast-Track")
    assert one(plain).row.key == "convert_to_refinement"
    found = one(fast)
    assert (found.row.key, found.body) == ("approve_fast_track", "panel")
    assert texts(found.must) == ["The solution is not yet described.", "The legal text is not yet drafted."]


def test_for_the_next_meetings_in_the_same_number_of_queries_whatever_the_number(client):
    by = make.analyst()
    panel, csc = make.CommitteeFactory(), make.CommitteeFactory(code="csc", short_name="CSC")
    make.CommitteeFactory(code="change-board", short_name="Change Board")
    with clock.set_to(datetime(2019, 6, 3, 9, tzinfo=UTC)):
        make.MeetingFactory(committee=panel, date=date(2019, 6, 14))
        make.MeetingFactory(committee=csc, date=date(2019, 6, 25))
        described(by)
        counts = [_cost(by)]
        for _ in range(12):
            described(by)
        counts.append(_cost(by))
        by_code = {sitting.committee.code: sitting for sitting in sittings(by)}
    assert counts == [8, 8]
    assert (len(by_code["csc"].rows), by_code["csc"].ready) == (13, 13)
    # S1 is dated 7 June 2019, five working days before the Panel of 14 June 2019.
    assert by_code["panel"].papers_due == date(2019, 6, 7)
    assert by_code["change-board"].meeting is None


def _cost(by) -> int:
    with CaptureQueriesContext(connection) as queries:
        sittings(by)
    return len(queries)
