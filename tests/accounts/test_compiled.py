"""A query whose annotations are kept as text asks for the same."""

from datetime import date

import pytest

from accounts.compiled import compiled
from accounts.models import User
from audit import clock
from proposals import overview
from proposals.models import Proposal
from tests import factories as make
from tests.proposals.states import refined

pytestmark = pytest.mark.django_db


def test_people_with_their_roles():
    analyst, party = make.analyst(), make.party()
    asked = User.objects.with_roles(clock.today())
    kept = compiled(asked)
    for person in (analyst, party):
        one, other = asked.get(pk=person.pk), kept.get(pk=person.pk)
        assert one == other
        assert one.roles_today == other.roles_today == sorted(person.roles)
        assert one.covered_today == other.covered_today == []


def test_a_proposal_with_its_next_date_for_each_reader():
    proposal = refined(make.analyst())
    asked = Proposal.objects.for_page(date(2031, 1, 1))
    kept = compiled(asked)
    for reader in (make.UserFactory(), make.party(), proposal.lead_analyst):
        one, other = (query.visible_to(reader).get(number=proposal.number) for query in (asked, kept))
        assert one == other
        assert one.next_row == other.next_row
        assert one.next_row


def test_what_is_alike_for_every_reader_of_an_overview_is_kept_as_text():
    kept = overview._of_any_reader(clock.today())
    assert kept is overview._of_any_reader(clock.today())
    assert {type(annotation).__name__ for annotation in kept.query.annotations.values()} == {"RawSQL"}
