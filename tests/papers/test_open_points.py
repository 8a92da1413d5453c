"""A report is not issued while a point of a consultation that it tells of is open; it may be drafted all the same. The
Modification Report tells of what was asked before it, the Conclusions Report of the consultation on the report."""

from threading import Event
from time import sleep

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from audit import clock
from audit.acts import Refused
from consultations import actions as points
from consultations.actions import Source
from consultations.models import Consultation, Kind, PointMade
from consultations.points.places import passages
from papers import actions as papers
from papers import document as d
from papers.barred import bars_of_conclusions, bars_of_report
from papers.models import Paper
from proposals import actions
from tests import factories as make
from tests.consultations import asked
from tests.papers import consulted
from tests.papers.reading import headings, sentence, stated
from tests.proposals.states import PARTS, refined
from tests.threads import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return make.analyst()


@pytest.fixture
def proposal(by):
    return refined(by)


def with_open_point(proposal, by, kind) -> PointMade:
    row = asked.consultation(kind=kind, proposal=proposal, days=-2)
    asked.submission(row, answers=[(1, "disagree", "Too few.")])
    place = passages(row)[0].key
    return points.extract_point(consultation=row, by=by, text="More.", sources=[Source(place)])


@pytest.mark.parametrize(
    ("kind", "report", "conclusions"),
    [
        (Kind.INFORMATION, True, False),
        (Kind.REFINEMENT, True, False),
        (Kind.REPORT, False, True),
    ],
)
def test_each_report_waits_for_what_it_tells_of(proposal, by, kind, report, conclusions):
    made = with_open_point(proposal, by, kind)
    paper = Paper(proposal=proposal)
    assert (bool(bars_of_report(paper)), bool(bars_of_conclusions(paper))) == (report, conclusions)
    points.settle_point(point=made, by=by, disposition="noted")
    assert (bars_of_report(paper), bars_of_conclusions(paper)) == ([], [])


def test_it_is_drafted_and_not_issued_and_leads_to_the_points(proposal, by):
    made = with_open_point(proposal, by, Kind.REFINEMENT)
    papers.compose_draft(proposal=proposal, by=by)
    with pytest.raises(Refused) as refused:
        papers.issue_report(proposal=proposal, by=by)
    words = "1 point still open in the Refinement Consultation"
    assert refused.value.sentence == f"It cannot be issued yet: {words}. Settle them first."
    client = Client()
    client.force_login(by)
    issue = reverse("papers:issue", args=[proposal.slug])
    page = client.get(issue).content.decode()
    assert reverse("consultations:points", args=[made.consultation_id]) in page
    assert words in page
    assert "What this will do" not in page
    points.settle_point(point=made, by=by, disposition="rejected", reply="No.")
    assert "What this will do" in client.get(issue).content.decode()
    papers.issue_report(proposal=proposal, by=by)


def test_a_dropped_point_and_one_of_another_proposal_keep_nothing_back(proposal, by):
    made = with_open_point(proposal, by, Kind.REFINEMENT)
    with_open_point(refined(by), by, Kind.REFINEMENT)
    points.drop_point(point=made, by=by, reason="Twice.")
    assert bars_of_report(Paper(proposal=proposal)) == []


def test_a_point_opened_again_keeps_the_next_version_back(proposal, by):
    made = with_open_point(proposal, by, Kind.REFINEMENT)
    points.settle_point(point=made, by=by, disposition="noted")
    papers.issue_report(proposal=proposal, by=by)
    points.reopen_point(point=made, by=by, reason="New facts.")
    with pytest.raises(Refused, match="still open"):
        papers.issue_report(proposal=proposal, by=by, erratum="So.")


def test_the_desk_of_the_lead_analyst_says_which_points_wait_and_no_other_desk_does(proposal, by):
    proposal.lead_analyst = make.analyst()
    proposal.save(update_fields=["lead_analyst"])
    made = with_open_point(proposal, by, Kind.REFINEMENT)
    words = "1 point still open in the Refinement Consultation"
    assert words in desk_of(proposal.lead_analyst)
    assert words not in desk_of(make.analyst())
    points.settle_point(point=made, by=by, disposition="noted")
    assert words not in desk_of(proposal.lead_analyst)


def desk_of(person) -> str:
    client = Client()
    client.force_login(person)
    return client.get("/desk/").content.decode()


def test_a_point_of_a_consultation_that_the_report_may_not_name_keeps_nothing_back(proposal, by):
    """The report tells of what its readers may read; what it does not tell of, it does not wait for."""
    made = with_open_point(proposal, by, Kind.REFINEMENT)
    assert bars_of_report(Paper(proposal=proposal))
    Consultation.objects.filter(pk=made.consultation_id).update(classification="green")
    assert bars_of_report(Paper(proposal=proposal)) == []
    draft = papers.compose_draft(proposal=proposal, by=by)
    assert "Refinement Consultation" not in headings(d.from_json(draft.snapshot))


def test_the_consultation_on_the_report_is_told_of_in_its_conclusions_alone(proposal, by):
    consulted.over("Should it be made?", proposal=proposal, kind=Kind.REPORT)
    before = consulted.over("Is it enough?", proposal=proposal, kind=Kind.REFINEMENT)
    draft = papers.compose_draft(proposal=proposal, by=by)
    told = [key for key in stated(d.from_json(draft.snapshot)) if key.endswith(".when") and "consulted" in key]
    assert told == [f"conclusions.consulted.{before.pk}.when"]


def test_a_part_of_a_split_proposal_tells_of_the_whole_and_waits_for_its_points(by):
    whole = refined(by)
    made = with_open_point(whole, by, Kind.REFINEMENT)
    on_whole = made.consultation
    on_whole.settled_at = on_whole.responses_published_at = clock.now()
    on_whole.save()
    parts = actions.split(proposal=whole, by=by, words="Two subjects.", parts=PARTS)
    for part in parts:
        assert [gap.about for gap in bars_of_report(Paper(proposal=part))] == [(on_whole.pk,)]
        draft = papers.compose_draft(proposal=part, by=by)
        assert sentence(d.from_json(draft.snapshot), f"conclusions.consulted.{on_whole.pk}.count").startswith(
            "One resp"
        )
    points.settle_point(point=made, by=by, disposition="noted")
    assert bars_of_report(Paper(proposal=parts[0])) == []
    assert bars_of_report(Paper(proposal=refined(by))) == []


@pytest.mark.django_db(transaction=True)
def test_a_point_that_is_opened_again_while_a_report_is_issued_is_seen(by):
    whole = refined(by)
    made = with_open_point(whole, by, Kind.REFINEMENT)
    points.settle_point(point=made, by=by, disposition="noted")
    part, _ = actions.split(proposal=whole, by=by, words="Two subjects.", parts=PARTS)
    reopened = Event()

    def reopen():
        with transaction.atomic():
            points.reopen_point(point=made, by=by, reason="New facts.")
            reopened.set()
            sleep(0.5)

    def issue():
        reopened.wait(timeout=10)
        return papers.issue_report(proposal=part, by=by)

    _, issued = at_once(reopen, issue)
    assert isinstance(issued, Refused), issued
    assert "1 point still open" in issued.sentence
