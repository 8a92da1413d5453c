"""A submission refused because it repeats another, or one rejected lately (domain §2.2 row 4)."""

from datetime import UTC, date, datetime

import pytest

from audit import clock
from audit.acts import Refused
from proposals import actions
from proposals.actions.moves import SAME, SAME_AS_REJECTED, months_before
from proposals.models import ProcessRule, RuleKey
from tests import factories as make
from tests.proposals.states import rejected

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return make.analyst()


@pytest.fixture
def decided(by):
    """Rejected by the Authority on 14 September 2026."""
    with clock.set_to(datetime(2026, 9, 14, 11, tzinfo=UTC)):
        return rejected(by)


def refusing(by, ground, other, on: date):
    with clock.set_to(datetime(on.year, on.month, on.day, 11, tzinfo=UTC)):
        proposal = make.submission()
        return actions.refuse_submission(proposal=proposal, by=by, words="No.", ground=ground, other=other)


def test_a_submission_that_repeats_another_is_related_to_it(by):
    other = make.draft_proposal(by=by)
    move = refusing(by, SAME, other, clock.today())
    assert (move.to_state, move.facts) == ("refused", {"Ground": SAME})
    relation = move.proposal.relations.get()
    assert (relation.kind, relation.to) == ("duplicate_of", other)


@pytest.mark.parametrize(
    "on, allowed",
    [
        (date(2026, 9, 14), True),
        (date(2026, 11, 14), True),  # two months to the day
        (date(2026, 11, 15), False),
        (date(2026, 9, 13), False),  # not yet rejected
    ],
)
def test_one_rejected_within_the_months_of_the_rule(by, decided, on, allowed):
    if allowed:
        assert refusing(by, SAME_AS_REJECTED, decided, on).to_state == "refused"
        return
    with pytest.raises(Refused) as refused:
        refusing(by, SAME_AS_REJECTED, decided, on)
    assert refused.value.field == "other"


def test_the_months_are_a_rule(by, decided):
    ProcessRule.objects.filter(key=RuleKey.REFUSAL_MONTHS).update(value=3)
    assert refusing(by, SAME_AS_REJECTED, decided, date(2026, 12, 14)).to_state == "refused"


@pytest.mark.parametrize("ground, named", [(SAME, False), (SAME_AS_REJECTED, False), ("It is out of scope", True)])
def test_what_repeats_names_the_other_and_nothing_else_does(by, ground, named):
    other = make.draft_proposal(by=by) if named else None
    with pytest.raises(Refused) as refused:
        refusing(by, ground, other, clock.today())
    assert refused.value.field == "other"


def test_one_that_was_not_rejected_was_not_rejected_lately(by):
    with pytest.raises(Refused, match="was not rejected"):
        refusing(by, SAME_AS_REJECTED, make.draft_proposal(by=by), clock.today())


@pytest.mark.parametrize(
    "day, months, before",
    [
        (date(2026, 12, 31), 2, date(2026, 10, 31)),
        (date(2027, 4, 30), 2, date(2027, 2, 28)),
        (date(2027, 1, 15), 2, date(2026, 11, 15)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
    ],
)
def test_months_are_counted_by_the_calendar(day, months, before):
    assert months_before(day, months) == before


def test_the_page_of_a_refusal_asks_which_one_it_repeats(client, by):
    proposal, other = make.submission(), make.draft_proposal(by=by)
    client.force_login(by)
    address = f"/modifications/{proposal.slug}/moves/refuse/"
    data = {"ground": SAME, "words": "It repeats another.", "step": "review"}
    answer = client.post(address, data)
    assert answer.status_code == 422
    assert "Choose the proposal that it repeats." in answer.content.decode()
    assert client.post(address, data | {"other": other.pk, "step": "do"}).status_code == 302
    assert "duplicate" in client.get(f"/modifications/{proposal.slug}/").content.decode()
