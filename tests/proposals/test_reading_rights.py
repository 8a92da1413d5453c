"""One filter for every door: who reads a proposal and what belongs to it (design §1.4; domain §1.5, §7 vector 12)."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Affiliation
from proposals import actions
from proposals.models import Attachment, Objection, ProblemStatement, Proposal, ProposalUpdate, Relation
from tests import factories as make
from tests.proposals.states import object_to

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 something"


@pytest.fixture
def by():
    return make.analyst()


def readers(proposal):
    colleague = make.UserFactory()
    Affiliation.objects.create(
        user=colleague, organisation=proposal.proposer_organisation, kind="contributor", starts=make.LONG_AGO
    )
    ssc, csc = (make.CommitteeFactory(code=code, short_name=code.upper()) for code in ("ssc", "csc"))
    return {
        "anonymous": AnonymousUser(),
        "stranger": make.UserFactory(),
        "another Party": make.party(),
        "proposer": proposal.proposer,
        "representative": proposal.representative,
        "colleague": colleague,
        "member of its body": make.member(ssc),
        "member of another body": make.member(csc),
        "administrator": make.administrator(),
        "analyst": make.analyst(),
        "authority": make.authority(),
    }


def who_reads(model, of, **filters):
    return {role for role, user in readers(of).items() if model.objects.visible_to(user).filter(**filters).exists()}


EVERYBODY = {
    "anonymous", "stranger", "another Party", "proposer", "representative", "colleague", "member of its body",
    "member of another body", "administrator", "analyst", "authority",
}  # fmt: skip
# The Proposer of these tests speaks for a Party, and the colleague writes for it; the representative belongs to none.
CLEARED_FOR_GREEN = EVERYBODY - {"anonymous", "stranger", "representative", "administrator"}
# Those who raised it and those on whose behalf it was raised read their own up to Amber; nobody reads a Red one.
ITS_SIDE = {"proposer", "representative", "colleague"}
READ_BY = {
    "white": EVERYBODY,
    "green": CLEARED_FOR_GREEN | ITS_SIDE,
    "amber": ITS_SIDE | {"member of its body", "analyst", "authority"},
    "red": set(),
}
SUBMISSION_READ_BY = {"proposer", "representative", "colleague", "administrator", "analyst"}


def made(by, raised=True, **fields):
    ssc = make.CommitteeFactory(code="ssc", short_name="SSC")
    fields = {"on_behalf_of": ssc, "representative": make.UserFactory()} | fields
    proposal = make.submission(by=by, **fields)
    if raised:
        actions.raise_draft_proposal(proposal=proposal, by=by, lead_analyst=by)
    return Proposal.objects.get(pk=proposal.pk)


def test_a_submission_is_read_by_its_own_people_and_secas(by):
    proposal = made(by, raised=False)
    assert who_reads(Proposal, proposal, pk=proposal.pk) == SUBMISSION_READ_BY
    assert who_reads(ProblemStatement, proposal, proposal=proposal) == SUBMISSION_READ_BY


@pytest.mark.parametrize("classification", READ_BY)
def test_a_raised_proposal_is_read_by_those_its_class_is_for(by, classification):
    proposal = make.classed(made(by), by, classification)
    assert who_reads(Proposal, proposal, pk=proposal.pk) == READ_BY[classification]
    assert who_reads(ProblemStatement, proposal, proposal=proposal) == READ_BY[classification]


def test_a_withdrawn_submission_stays_with_its_own_people(by):
    proposal = made(by, raised=False)
    actions.withdraw(proposal=proposal, by=by, words="A mistake.")
    assert who_reads(Proposal, proposal, pk=proposal.pk) == SUBMISSION_READ_BY


@pytest.mark.parametrize("classification", ["white", "green", "amber"])
def test_a_refused_submission_is_published_to_those_its_class_is_for(by, classification):
    """Its reasons are to be read (domain §2.2 row 4), which takes what they are about."""
    proposal = make.classed(made(by, raised=False), by, classification)
    assert who_reads(Proposal, proposal, pk=proposal.pk) == SUBMISSION_READ_BY
    actions.refuse_submission(proposal=proposal, by=by, words="It is out of scope.")
    assert who_reads(Proposal, proposal, pk=proposal.pk) == READ_BY[classification]
    assert who_reads(ProblemStatement, proposal, proposal=proposal) == READ_BY[classification]


def test_a_stranger_reads_why_a_submission_was_refused(by, client):
    proposal = made(by, raised=False)
    assert client.get(proposal.get_absolute_url()).status_code == 404
    actions.refuse_submission(proposal=proposal, by=by, words="It is out of scope.")
    assert "It is out of scope." in client.get(proposal.get_absolute_url()).content.decode()
    assert proposal.reference in client.get("/modifications/").content.decode()


# Of a White proposal: an Amber document may come from somebody else, for others, and is not its Proposer's to read.
NO_BODY = {
    "white": EVERYBODY,
    "green": CLEARED_FOR_GREEN,
    "amber": {"analyst", "authority"},
    "red": set(),
}


@pytest.mark.parametrize("classification", NO_BODY)
def test_a_document_is_as_open_as_its_own_class(by, classification):
    proposal = made(by)
    actions.attach(
        proposal=proposal, by=by, upload=SimpleUploadedFile("letter.pdf", PDF), classification=classification
    )
    assert who_reads(Attachment, proposal, proposal=proposal) == NO_BODY[classification]


def test_a_document_is_never_more_open_than_its_proposal(by):
    proposal = made(by)
    actions.attach(proposal=proposal, by=by, upload=SimpleUploadedFile("letter.pdf", PDF))
    actions.save_details(proposal=proposal, by=by, classification="amber")
    assert who_reads(Attachment, proposal, proposal=proposal) == READ_BY["amber"]
    submission = made(by, raised=False)
    actions.attach(proposal=submission, by=by, upload=SimpleUploadedFile("form.pdf", PDF))
    assert who_reads(Attachment, submission, proposal=submission) == SUBMISSION_READ_BY


@pytest.mark.parametrize("classification", NO_BODY)
def test_an_update_is_as_open_as_its_own_class(by, classification):
    proposal = made(by)
    ProposalUpdate.objects.create(proposal=proposal, on=proposal.raised_on, text="News.", classification=classification)
    assert who_reads(ProposalUpdate, proposal, proposal=proposal) == NO_BODY[classification]


def test_a_relation_shows_to_those_who_may_read_the_other_end(by):
    proposal, other = made(by), made(by)
    actions.relate(proposal=proposal, by=by, kind="caused_by", to=other)
    assert who_reads(Relation, proposal, proposal=proposal) == EVERYBODY
    actions.save_details(proposal=other, by=by, classification="amber")
    assert who_reads(Relation, proposal, proposal=proposal) == {"member of its body", "analyst", "authority"}


def test_an_objection_is_as_open_as_its_proposal(by):
    proposal = make.fast_tracked(by=by, representative=make.UserFactory())
    object_to(proposal)
    assert who_reads(Objection, proposal, window__proposal=proposal) == EVERYBODY
    actions.save_details(proposal=proposal, by=by, classification="amber")
    assert who_reads(Objection, proposal, window__proposal=proposal) == ITS_SIDE | {"analyst", "authority"}


def test_counts_and_lists_agree_for_every_reader(by):
    for classification in READ_BY:
        make.classed(made(by), by, classification)
    submission = made(by, raised=False)
    expected = {
        "anonymous": 1,
        "stranger": 1,
        "another Party": 2,
        "member of its body": 3,
        "administrator": 2,
        "analyst": 4,
        "authority": 3,
    }
    counts = {
        role: Proposal.objects.visible_to(user).count()
        for role, user in readers(submission).items()
        if role in expected
    }
    assert counts == expected
