"""One series of numbers, given under lock, never given twice (domain §1.1, §2.2 row 3, §7 vector 3)."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError

from audit import clock, verify
from audit.acts import NotAllowed, Refused
from proposals import actions
from proposals.models import Proposal
from proposals.states import State
from tests import factories as make
from tests.proposals.states import everything, fresh
from tests.threads import at_once

pytestmark = pytest.mark.django_db


def raised(number=None, by=None):
    return make.draft_proposal(by=by, number=number)


def test_the_next_number_is_one_more_than_the_highest():
    assert [raised().reference for _ in range(3)] == ["DP001", "DP002", "DP003"]
    assert raised(number=120).reference == "DP120"
    assert raised().reference == "DP121"


def test_a_submission_has_no_number_until_it_is_raised():
    submission = make.submission()
    assert (submission.number, submission.raised_on, submission.slug) == (None, None, f"submission-{submission.pk}")
    proposal = raised()
    assert (proposal.number, proposal.raised_on) == (1, clock.today())


def test_numbers_of_withdrawn_proposals_are_not_given_again():
    by = make.analyst()
    proposal = raised(by=by)
    actions.withdraw(proposal=proposal, by=by, words="No longer wanted.")
    assert fresh(proposal).number == 1
    assert raised(by=by).number == 2


def test_a_submission_that_was_withdrawn_uses_up_no_number():
    by = make.analyst()
    actions.withdraw(proposal=make.submission(), by=by, words="A mistake.")
    assert raised(by=by).number == 1


def test_a_number_that_was_used_is_refused_to_the_historic_record_too():
    by = make.analyst()
    raised(number=87, by=by)
    submission = make.submission()
    before = everything()
    with pytest.raises(Refused, match="087") as refused:
        actions.raise_draft_proposal(proposal=submission, by=by, lead_analyst=by, number=87)
    assert refused.value.field == "number"
    assert everything() == before


def test_the_number_survives_conversion_and_only_the_prefix_changes():
    by = make.analyst()
    proposal = make.ready_for_fast_track(by=by, number=75)
    assert (proposal.reference, proposal.kind) == ("DP075", "Draft Proposal")
    actions.convert_to_refinement(proposal=proposal, by=by, words="Converted.")
    proposal = fresh(proposal)
    assert (proposal.reference, proposal.kind, proposal.converted_on) == (
        "MP075",
        "Modification Proposal",
        clock.today(),
    )


def legacy(by, number=18, on=date(2018, 6, 28)):
    company = make.OrganisationFactory()
    return actions.enter_legacy(
        by=by, number=number, title="An earlier change", summary="What it did.", proposer=make.UserFactory(),
        proposer_organisation=company, on=on, sec_version="5.20",
    )  # fmt: skip


def test_the_earlier_register_belongs_to_the_same_series():
    by = make.analyst()
    proposal = legacy(by)
    assert (proposal.reference, proposal.state) == ("SECMP0018", State.IMPLEMENTED)
    assert raised(by=by).reference == "DP019"
    with pytest.raises(Refused):
        legacy(by, number=19)
    with pytest.raises(Refused):
        make.draft_proposal(by=by, number=18)


def test_the_earlier_register_is_entered_by_secas_and_lies_in_the_past():
    with pytest.raises(NotAllowed):
        legacy(make.party())
    with pytest.raises(Refused):
        legacy(make.analyst(), on=date(2099, 1, 1))
    assert Proposal.objects.count() == 0
    legacy(make.analyst())
    assert Proposal.objects.count() == 1


@pytest.mark.parametrize("delete", [lambda: Proposal.objects.all().delete(), lambda: Proposal.objects.get().delete()])
def test_no_proposal_is_ever_deleted(delete):
    make.submission()
    with pytest.raises(ProtectedError), transaction.atomic():
        delete()
    assert Proposal.objects.count() == 1


def test_the_database_itself_refuses_a_deletion():
    proposal = make.submission()
    with (
        pytest.raises(DatabaseError, match="pgtrigger: Cannot delete"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM proposals_proposal WHERE id = %s", [proposal.pk])


@pytest.mark.django_db(transaction=True)
def test_eight_raised_at_once_have_eight_numbers_in_a_row():
    by = make.analyst()
    submissions = [make.submission() for _ in range(8)]
    answers = at_once(
        *[lambda s=s: actions.raise_draft_proposal(proposal=s, by=by, lead_analyst=by) for s in submissions]
    )
    assert [a for a in answers if isinstance(a, Exception)] == []
    assert sorted(Proposal.objects.values_list("number", flat=True)) == list(range(1, 9))
    assert list(verify.faults()) == []


@pytest.mark.django_db(transaction=True)
def test_one_submission_raised_by_two_people_at_once_is_raised_once():
    by, submission = make.analyst(), make.submission()
    raise_it = lambda: actions.raise_draft_proposal(proposal=submission, by=by, lead_analyst=by)  # noqa: E731
    answers = at_once(raise_it, raise_it)
    assert sorted(type(a).__name__ for a in answers) == ["Move", "TooLate"]
    assert fresh(submission).number == 1
