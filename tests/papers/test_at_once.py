"""The same paper asked for by two at once."""

import pytest

from papers import actions as papers
from papers.models import Paper
from tests import factories as make
from tests.papers import meetings
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_who_begin_the_paper_of_an_item_begin_one():
    by, item = make.analyst(), meetings.item(meetings.meeting())
    for _ in range(3):
        answers = at_once(*(lambda: papers.compose_paper(kind="new-proposals", item=item, by=by) for _ in range(4)))
        assert [each for each in answers if isinstance(each, Exception)] == []
    assert Paper.objects.get().item == item


def test_two_who_issue_it_issue_two_versions_under_one_reference():
    by, item = make.analyst(), meetings.item(meetings.meeting())
    paper = papers.compose_paper(kind="new-proposals", item=item, by=by).paper
    answers = at_once(*(lambda: papers.issue_paper(paper=paper, by=by) for _ in range(2)))
    assert sorted(each.label for each in answers) == ["1.0", "2.0"]
    item.refresh_from_db()
    assert item.reference
