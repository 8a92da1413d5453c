"""Who raised a proposal, and the body on whose behalf it was raised, read it and what hangs on it up to Amber, at every
door (docs/decisions/who-reads-their-own.md). Nobody else does."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import Affiliation, Category
from audit.acts import Refused
from papers import actions as papers
from proposals import actions
from proposals.models import Proposal
from subcommittees import actions as views
from tests import factories as make
from tests.pages.people import PDF, SSC
from tests.pages.walking import got

pytestmark = pytest.mark.django_db

NUMBER, OPEN = 801, 802
TRACE = "Zircon"  # in what hangs on the proposal and is as closed as it


def speaking_for(company, kind=Affiliation.Kind.CONTRIBUTOR):
    user = make.UserFactory()
    Affiliation.objects.create(user=user, organisation=company, kind=kind, starts=make.LONG_AGO)
    return user


@pytest.fixture(scope="module")
def by(module_db):
    return make.analyst()


@pytest.fixture(scope="module")
def people(by):
    """``its_*``: of the side that raised it, none of them a Party; ``the others`` have nothing to do with it."""
    company = make.OrganisationFactory(category=Category.NON_PARTY, is_party=False, short_name="Quarry")
    agents = make.OrganisationFactory(category=Category.NON_PARTY, is_party=False, short_name="Agents")
    ssc, panel = make.CommitteeFactory(**SSC), make.CommitteeFactory()
    return {
        "proposer": speaking_for(company, Affiliation.Kind.SUBMITTER),
        "colleague": speaking_for(company),
        "representative": make.UserFactory(),
        "representative’s colleague": speaking_for(agents),
        "member of its body": make.member(ssc),
        "analyst": by,
        "authority": make.authority(),
        "member of another body": make.member(panel),
        "another Party": make.party(),
        "administrator": make.administrator(),
        "stranger": make.UserFactory(),
        "anonymous": None,
    }


ITS_SIDE = {"proposer", "colleague", "representative", "representative’s colleague", "member of its body"}
OTHERS = {"member of another body", "another Party", "administrator", "stranger", "anonymous"}
READ_BY = ITS_SIDE | {"analyst", "authority"}


@pytest.fixture(scope="module")
def amber(by, people):
    side = {
        "representative": people["representative"],
        "representative_organisation": people["representative’s colleague"].organisations[0],
        "proposer": people["proposer"],
    }
    ssc = make.CommitteeFactory(**SSC)
    proposal = make.ready_for_fast_track(by=by, number=NUMBER, title="Keys of the mill", **side)
    make.classed(make.draft_proposal(by=by, number=OPEN, title="An open matter", **side), by, "white", on_behalf_of=ssc)
    return hung(make.classed(proposal, by, "amber", on_behalf_of=ssc), by)


def hung(proposal, by):
    """With a document, an update, a view and a report, all of the proposal's own class."""
    actions.attach(
        proposal=proposal, by=by, upload=SimpleUploadedFile(f"{TRACE}.pdf", PDF), classification=proposal.classification
    )
    actions.post_update(proposal=proposal, by=by, text=f"{TRACE} goes on.")
    views.record_view(
        proposal=proposal,
        by=by,
        committee=make.CommitteeFactory(code="tabasc", short_name="TABASC"),
        position="opposes",
        text=f"{TRACE} is bad.",
        classification=proposal.classification,
    )
    papers.issue_report(proposal=proposal, by=by)
    return Proposal.objects.get(pk=proposal.pk)


@pytest.fixture(scope="module")
def clients(people):
    def entered(user):
        client = Client()
        if user:
            client.force_login(user)
        return client

    return {role: entered(user) for role, user in people.items()}


def finds(clients, address: str, words: str) -> set[str]:
    """Who gets ``words`` at the address; the others a page without them, or “not found”."""
    answers = {role: client.get(address) for role, client in clients.items()}
    assert {answer.status_code for answer in answers.values()} <= {200, 404}
    return {role for role, answer in answers.items() if words in answer.getvalue().decode()}


def at(tab: str) -> str:
    return f"/modifications/DP{NUMBER}/{tab}"


@pytest.mark.parametrize(
    ("address", "words"),
    [
        (at(""), "Keys of the mill"),
        (at(""), f"{TRACE} goes on."),
        (at("problem-statement/"), "One clause did not follow"),
        (at("documents/"), f"{TRACE}.pdf"),
        (at("documents/"), "Modification Report"),
        (at("views/"), f"{TRACE} is bad."),
        (at("history/"), "View recorded"),
        (at("history/"), "Update posted"),
        (at("legal-text/"), "arrange"),
        (f"/papers/dp{NUMBER}-modification-report/1.0/", "Keys of the mill"),
        (f"/papers/dp{NUMBER}-modification-report/1.0/files/", "PDF"),
        ("/modifications/", "Keys of the mill"),
        ("/modifications/?q=mill", "Keys of the mill"),
        (f"/modifications/?q={NUMBER}", "Keys of the mill"),
        ("/modifications/?q=G3.20", "Keys of the mill"),
        ("/modifications/register.csv", "Keys of the mill"),
        ("/", "Keys of the mill"),
    ],
)
def test_its_own_people_find_it_at_every_door_and_nobody_else_does(amber, clients, address, words):
    assert finds(clients, address, words) == READ_BY


def test_its_document_opens_for_its_own_people_alone(amber, clients):
    kept = amber.attachments.get(title__contains=TRACE)
    address = reverse("proposals:attachment", args=[amber.slug, kept.pk, kept.filename])
    assert {role for role, client in clients.items() if got(client, address).status_code == 200} == READ_BY


def test_an_amber_thing_on_an_open_proposal_is_not_its_sides_to_read(amber, by, clients):
    """It may come from somebody else, for others."""
    proposal = Proposal.objects.get(number=OPEN)
    upload = SimpleUploadedFile("Basalt.pdf", PDF + b" other")
    actions.attach(proposal=proposal, by=by, upload=upload, classification="amber")
    actions.post_update(proposal=proposal, by=by, text="Basalt goes on.", classification="amber")
    for tab in ("", "documents/"):
        assert finds(clients, f"/modifications/DP{OPEN}/{tab}", "Basalt") == {"analyst", "authority"}


def test_a_red_thing_stays_closed_on_ones_own_proposal(amber, by, clients):
    actions.attach(proposal=amber, by=by, upload=SimpleUploadedFile("Marble.pdf", PDF + b" red"), classification="red")
    assert finds(clients, at("documents/"), "Marble") == set()


def test_nobody_reads_a_red_proposal(amber, by, clients):
    make.classed(amber, by, "red")
    assert finds(clients, at(""), "Keys of the mill") == set()
    assert finds(clients, "/modifications/", "Keys of the mill") == set()


def test_a_whole_proposal_is_not_made_red(by):
    proposal = make.draft_proposal(by=by)
    with pytest.raises(Refused) as refusal:
        actions.save_details(proposal=proposal, by=by, classification="red")
    assert refusal.value.field == "classification"
    assert "nobody could read it" in refusal.value.sentence
    assert Proposal.objects.get(pk=proposal.pk).classification == "white"
    actions.save_details(proposal=proposal, by=by, classification="amber")
    assert Proposal.objects.get(pk=proposal.pk).classification == "amber"


def test_who_is_no_longer_of_the_side_reads_it_no_more(amber, people, clients):
    Affiliation.objects.filter(user=people["colleague"]).update(ends=make.LONG_AGO)
    assert finds(clients, at(""), "Keys of the mill") == READ_BY - {"colleague"}
