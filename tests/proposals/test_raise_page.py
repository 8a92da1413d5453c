"""Raising a proposal through its page: who may, what is kept word for word, and what is said when something is wrong."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts.models import Affiliation
from audit import clock
from proposals.models import Proposal
from proposals.models.proposal import TITLE_LENGTH
from tests.factories import LONG_AGO, CommitteeFactory, OrganisationFactory, UserFactory, analyst, member, party

pytestmark = pytest.mark.django_db
ADDRESS = "/raise/"
TITLE = "Correcting two obligations on security assessments"


@pytest.fixture
def supplier(client):
    user = party()
    client.force_login(user)
    return user


def given(user, **changes):
    organisation = user.organisations[0].pk if user.organisations else ""
    return {"title": TITLE, "issue": "One clause did not follow.", "proposer_organisation": organisation, **changes}


def test_a_stranger_signs_in_first(client):
    answer = client.get(ADDRESS)
    assert (answer.status_code, answer["Location"]) == (302, f"{reverse('account_login')}?next={ADDRESS}")


def test_a_party_submits_and_is_shown_the_receipt(client, supplier):
    answer = client.post(ADDRESS, given(supplier), follow=True)
    proposal = Proposal.objects.get()
    assert answer.redirect_chain == [(f"/modifications/submission-{proposal.pk}/", 302)]
    assert f"Received as Submission {proposal.pk}" in answer.content.decode()
    assert (proposal.title, proposal.proposer, proposal.proposer_organisation) == (
        TITLE,
        supplier,
        supplier.organisations[0],
    )


def test_the_words_are_kept_exactly(client, supplier):
    issue = "  The clause says:\r\n\r\n- first\r\n- second  \r\n"
    client.post(ADDRESS, given(supplier, issue=issue, do_nothing=" Nothing works. "))
    statement = Proposal.objects.get().statements.get()
    assert statement.issue == "  The clause says:\n\n- first\n- second  \n"
    assert (statement.do_nothing, statement.is_submission) == (" Nothing works. ", True)


def test_what_is_missing_is_said_at_each_field_and_what_was_typed_stays(client, supplier):
    answer = client.post(ADDRESS, given(supplier, title=" ", issue="", do_nothing="A loss of heat."))
    form = answer.context["form"]
    assert answer.status_code == 422
    assert form.errors == {"title": ["Give the proposal a title."], "issue": ["Say what the issue or problem is."]}
    page = answer.content.decode()
    assert 'href="#id_title"' in page
    assert "A loss of heat." in page
    assert "Error:" in page
    assert not Proposal.objects.exists()


def test_a_too_long_title_is_told_its_limit_and_its_length_and_is_not_cut(client, supplier):
    title = "x" * (TITLE_LENGTH + 7)
    answer = client.post(ADDRESS, given(supplier, title=title))
    assert answer.context["form"].errors["title"] == ["The title may have 150 characters; this one has 157."]
    assert title in answer.content.decode()
    assert "maxlength" not in answer.content.decode()


def test_only_organisations_one_acts_for_are_offered_and_taken(client, supplier):
    other = OrganisationFactory()
    form = client.get(ADDRESS).context["form"]
    assert list(form.fields["proposer_organisation"].queryset) == supplier.organisations
    answer = client.post(ADDRESS, given(supplier, proposer_organisation=other.pk))
    assert list(answer.context["form"].errors) == ["proposer_organisation"]


def test_somebody_without_an_organisation_is_told_what_to_do(client):
    client.force_login(UserFactory())
    page = client.get(ADDRESS).content.decode()
    assert "You are not entered as acting for an organisation" in page
    assert "<textarea" not in page


def test_a_member_may_raise_on_behalf_of_a_body_they_sit_on_and_no_other(client):
    ssc, panel = CommitteeFactory(code="ssc", name="Security Sub-Committee", short_name="SSC"), CommitteeFactory()
    user = member(ssc)
    Affiliation.objects.create(user=user, organisation=OrganisationFactory(), kind="contributor", starts=LONG_AGO)
    client.force_login(user)
    client.post(ADDRESS, given(user, on_behalf_of=ssc.pk))
    assert Proposal.objects.get().on_behalf_of == ssc
    answer = client.post(ADDRESS, given(user, on_behalf_of=panel.pk))
    assert list(answer.context["form"].errors) == ["on_behalf_of"]


def test_a_representative_is_a_colleague_and_stands_with_the_organisation(client, supplier):
    colleague = UserFactory()
    organisation = supplier.organisations[0]
    Affiliation.objects.create(user=colleague, organisation=organisation, kind="contributor", starts=LONG_AGO)
    client.post(ADDRESS, given(supplier, representative=colleague.pk))
    proposal = Proposal.objects.get()
    assert (proposal.representative, proposal.representative_organisation) == (colleague, organisation)
    assert list(client.get(ADDRESS).context["form"].fields["representative"].queryset) == [colleague]


def test_secas_enters_a_submission_that_came_by_mail(client):
    proposer = party()
    client.force_login(analyst())
    received = date(2026, 11, 2)
    client.post(ADDRESS, given(proposer, proposer=proposer.pk, effective=received.isoformat()))
    proposal = Proposal.objects.get()
    assert (proposal.proposer, clock.london_date(proposal.received_at)) == (proposer, received)


def test_it_cannot_have_been_received_tomorrow(client):
    proposer = party()
    client.force_login(analyst())
    tomorrow = clock.today() + timedelta(days=1)
    answer = client.post(ADDRESS, given(proposer, proposer=proposer.pk, effective=tomorrow.isoformat()))
    assert answer.context["form"].errors == {"effective": ["A submission cannot be received in the future."]}
    assert not Proposal.objects.exists()


def test_thirty_megabytes_get_a_page_of_our_own_and_nothing_is_done(client, supplier):
    answer = client.post(ADDRESS, given(supplier, issue="x" * 30_000_000))
    assert answer.status_code == 413
    assert "That is too large to take" in answer.content.decode()
    assert "no-store" not in client.get(ADDRESS).get("Cache-Control", "")
    assert not Proposal.objects.exists()
