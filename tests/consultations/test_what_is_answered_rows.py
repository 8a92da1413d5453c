"""Who may read what was asked and answered: class of reader by what there is, and what the database itself refuses."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.db.utils import InternalError

from accounts.models import Affiliation
from audit import clock
from consultations.models import Consultation, DraftAnswer, QuestionAnswer, Response, Submission
from tests import factories as make
from tests.consultations import asked

pytestmark = pytest.mark.django_db


def readers(organisation) -> dict:
    colleague = make.UserFactory()
    Affiliation.objects.create(user=colleague, organisation=organisation, kind="contributor", starts=make.LONG_AGO)
    left = make.UserFactory()
    Affiliation.objects.create(
        user=left,
        organisation=organisation,
        kind="submitter",
        starts=make.LONG_AGO,
        ends=clock.today().replace(year=2019),
    )
    return {
        "analyst": make.analyst(),
        "colleague": colleague,
        "left": left,
        "party": make.party(),
        "public": AnonymousUser(),
    }


def who_reads(queryset, by: dict) -> set[str]:
    return {name for name, user in by.items() if queryset.visible_to(user).exists()}


def test_what_is_being_prepared_is_read_by_secas_alone():
    row = asked.consultation()
    by = readers(make.OrganisationFactory())
    assert who_reads(Consultation.objects.all(), by) == set(by)
    Consultation.objects.filter(pk=row.pk).update(opened_at=None, closes_at=None)
    assert who_reads(Consultation.objects.all(), by) == {"analyst"}


def test_a_draft_is_read_by_its_own_people_and_what_was_submitted_by_secas_too():
    organisation = make.OrganisationFactory()
    by = readers(organisation)
    row = asked.consultation()
    draft = asked.response(row, organisation)
    DraftAnswer.objects.create(
        response=draft, question=row.questions.questions.get(), text="Not yet.", at=clock.now(), by=by["colleague"]
    )
    assert who_reads(Response.objects.all(), by) == {"colleague"}
    assert who_reads(DraftAnswer.objects.all(), by) == {"colleague"}
    Response.objects.filter(pk=draft.pk).update(number=1)
    assert who_reads(Response.objects.all(), by) == {"analyst", "colleague"}
    assert who_reads(DraftAnswer.objects.all(), by) == {"colleague"}


def test_what_was_submitted_is_everybodys_once_published_unless_it_is_confidential():
    organisation = make.OrganisationFactory()
    by = readers(organisation)
    row = asked.consultation("One?", "Two?", days=-1)
    sent = asked.submission(row, organisation, answers=[(1, "agree", "Yes."), (2, "disagree", "No.")])
    assert who_reads(Submission.objects.all(), by) == {"analyst", "colleague"}
    Consultation.objects.update(responses_published_at=clock.now())
    assert who_reads(Submission.objects.all(), by) == set(by)
    assert who_reads(QuestionAnswer.objects.all(), by) == set(by)
    other = asked.submission(row, confidential=True)
    assert who_reads(Submission.objects.filter(pk=other.pk), by) == {"analyst"}
    assert sent.counts


def test_the_newest_that_counts_is_the_answer():
    row = asked.consultation(days=-1)
    first = asked.submission(row)
    late = Submission.objects.create(**_copied(first), version=2, late=True)
    assert list(Submission.objects.counting()) == [first]
    decided = {"decided_at": clock.now(), "decided_because": "The site was down."}
    Submission.objects.filter(pk=late.pk).update(late_decision="accepted", **decided)
    assert list(Submission.objects.counting()) == [late]
    Response.objects.update(withdrawn_at=clock.now(), withdrawn_because="We changed our mind.")
    assert list(Submission.objects.counting()) == []


def _copied(sent: Submission) -> dict:
    names = ("response", "received_at", "how", "signed_by", "category", "digest")
    return {name: getattr(sent, name) for name in names}


def test_what_was_submitted_stays_as_it_came():
    row = asked.consultation()
    sent = asked.submission(row, answers=[(1, "agree", "Yes.")])
    for change in (
        lambda: Submission.objects.filter(pk=sent.pk).update(general_comments="Other words."),
        lambda: QuestionAnswer.objects.update(text="Other words."),
        lambda: QuestionAnswer.objects.all().delete(),
    ):
        with pytest.raises(InternalError), transaction.atomic():
            change()


@pytest.mark.parametrize(
    "fields",
    [
        {"late_decision": "accepted"},
        {"late_decision": "accepted", "decided_because": "It was in time.", "decided_at": clock.now()},
    ],
    ids=["without a reason", "of what was in time"],
)
def test_only_what_is_late_is_decided_on(fields):
    sent = asked.submission(asked.consultation())
    with pytest.raises(IntegrityError, match="only_what_is_late_is_decided_on"), transaction.atomic():
        Submission.objects.filter(pk=sent.pk).update(**fields)
