"""What walks recall is what they would find: of the same person, at the same address, and nobody changes it for another."""

import pytest
from django.http import Http404

from accounts.backends import SignedIn
from proposals import pages
from tests import factories as make
from tests.pages.standing import record_stands

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader():
    return make.party()


@pytest.fixture
def amber(reader):
    by = make.analyst()
    return make.classed(make.draft_proposal(by=by, proposer=reader), by, "amber")


def test_what_is_open_to_one_is_recalled_for_that_one_alone(reader, amber, django_assert_num_queries):
    stranger = make.UserFactory()
    with record_stands():
        first = pages.find(amber.slug, reader)
        with pytest.raises(Http404):
            pages.find(amber.slug, stranger)
        with django_assert_num_queries(0):
            again = pages.find(amber.slug, reader)
            with pytest.raises(Http404):
                pages.find(amber.slug, stranger)
    assert first == again == amber
    assert again is not first
    assert again.proposer == reader


def test_a_person_is_recalled_with_what_they_are(reader, amber, django_assert_num_queries):
    who = SignedIn().get_user(reader.pk)
    known = (who.roles, who.organisations, who.clearances, who.committee_ids, who.capacity)
    with record_stands():
        SignedIn().get_user(reader.pk)
        with django_assert_num_queries(0):
            again = SignedIn().get_user(reader.pk)
            assert (again.roles, again.organisations, again.clearances, again.committee_ids, again.capacity) == known
    assert SignedIn().get_user(0) is None


def test_outside_it_everything_is_asked_anew(reader, amber):
    with record_stands():
        assert pages.find(amber.slug, reader).title == amber.title
    type(amber).objects.filter(pk=amber.pk).update(title="Another")
    assert pages.find(amber.slug, reader).title == "Another"
