"""Items of agendas lead to their papers: to those that are issued for readers, to drafts for whoever composes them."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from papers import actions
from subcommittees.ports import begin_paper_url, papers_for, papers_url
from tests import factories as make
from tests.papers.meetings import empty_meeting as meeting
from tests.papers.meetings import item, secretary

pytestmark = pytest.mark.django_db


def shown(one, user) -> list[tuple]:
    return [(paper.label, paper.is_issued) for paper in papers_for([one], user).get(one.pk, [])]


def test_a_draft_is_for_whoever_composes_it_and_the_issued_paper_for_all():
    by, at = make.analyst(), meeting()
    one = item(at, make.draft_proposal(by=by), place=1)
    assert begin_paper_url(one) == f"/papers/write/?item={one.pk}"
    draft = actions.compose_paper(kind="single-proposal", item=one, by=by)
    runs, public = secretary(at.committee), AnonymousUser()
    assert shown(one, by) == shown(one, runs) == [(f"Draft {draft.label}", False)]
    assert shown(one, public) == shown(one, make.member(at.committee)) == []
    issued = actions.issue_paper(paper=draft.paper, by=by)
    one.refresh_from_db()
    assert shown(one, by) == shown(one, public) == [(f"{one.reference} {issued.label}", True)]
    actions.take_down(version=issued, by=by, reason="A name stood in it.")
    assert shown(one, public) == []


def test_what_has_no_paper_leads_to_none():
    at = meeting()
    assert begin_paper_url(item(at, kind="business")) == ""
    assert papers_url(at.committee) == f"/committees/{at.committee.code}/papers/"


def test_it_costs_one_query_for_any_number_of_items():
    by, at = make.analyst(), meeting()
    items = [item(at, make.draft_proposal(by=by), place=place) for place in (1, 2, 3)]
    for one in items:
        actions.compose_paper(kind="single-proposal", item=one, by=by)
    with CaptureQueriesContext(connection) as queries:
        found = papers_for(items, by)
    assert (len(queries), len(found)) == (1, 3)
