"""Many acts at once still make one chain (design §1.1: the head is locked only at the end)."""

import pytest

from audit import verify
from audit.models import Event
from tests.audit import acts
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE, EACH = 8, 10


def test_eighty_acts_by_eight_people_at_once_make_one_gapless_chain():
    def ten():
        for _ in range(EACH):
            acts.one()

    assert at_once(*[ten] * PEOPLE) == [None] * PEOPLE
    assert list(Event.objects.values_list("sequence", flat=True)) == list(range(1, PEOPLE * EACH + 1))
    assert list(verify.faults()) == []
