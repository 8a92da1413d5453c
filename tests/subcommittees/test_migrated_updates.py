"""Verbal updates that were matched to their item by its title name that item afterwards."""

from datetime import UTC, date, datetime

import pytest

from subcommittees.models import VerbalUpdate
from tests import factories as make
from tests.subcommittees.test_migrated_requests import migrate

pytestmark = pytest.mark.django_db
AT = datetime(2019, 5, 20, 9, tzinfo=UTC)
LONG = "What the security experts say of it, " * 7


@pytest.mark.parametrize(
    "items, about, of_proposal, wanted",
    [
        ([("verbal_update", "The DCC", None)], "The DCC", True, 0),
        ([("verbal_update", LONG[:200], None)], LONG, False, 0),
        ([("verbal_update", "Another", None), ("verbal_update", "The DCC", None)], "The DCC", False, 1),
        ([("verbal_update", "Another", "of it")], "The DCC", True, 0),
        ([("proposal", "DP075", "of it"), ("verbal_update", "Another", "of it")], "The DCC", True, 1),
        ([("proposal", "DP075", "of it")], "The DCC", True, 0),
        ([("business", "The DCC", None)], "The DCC", False, None),
        ([("verbal_update", "The DCC", "withdrawn")], "The DCC", False, None),
    ],
)
def test_each_names_the_item_under_which_it_stood(items, about, of_proposal, wanted):
    proposal = make.draft_proposal(raised_on=date(2019, 4, 12)) if of_proposal else None
    meeting = make.MeetingFactory(committee=make.CommitteeFactory(code="csc"), date=date(2019, 5, 28))
    old = migrate("0008_what_is_recommended_and_minuted")
    own = {"meeting_id": meeting.pk, "purpose": "information", "at": AT}
    made = [
        old.get_model("subcommittees", "AgendaItem").objects.create(
            **own,
            place=place,
            kind=kind,
            title=title,
            proposal_id=proposal.pk if how == "of it" else None,
            state="withdrawn" if how == "withdrawn" else "stands",
            because="So." if how == "withdrawn" else "",
        )
        for place, (kind, title, how) in enumerate(items, 1)
    ]
    update = {"meeting_id": meeting.pk, "about": about, "proposal_id": proposal.pk if proposal else None}
    old.get_model("subcommittees", "VerbalUpdate").objects.create(**update, promised_on=date(2019, 5, 20), at=AT)
    migrate("0010_the_items_of_verbal_updates")
    assert VerbalUpdate.objects.get().item_id == (None if wanted is None else made[wanted].pk)
