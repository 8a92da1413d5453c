"""Papers for bodies: who reads which edition, who composes, and that nothing stands in an edition which its readers may
not see. A paper of an Amber item is for its body; its public edition holds what is White."""

import pytest
from django.test import Client
from django.urls import reverse

from audit.acts import NotAllowed
from papers import actions as papers
from papers.models import PaperVersion
from subcommittees.actions import record_view
from subcommittees.models import AgendaItem
from tests import factories as make
from tests.papers import meetings

pytestmark = pytest.mark.django_db

CLOSED_TO = ("stranger", "party", "member of another body", "administrator")  # the item is Amber
OPEN, GREEN, CSC_ONLY, SSC_ONLY = "Open to all.", "For Parties.", "For the CSC alone.", "For the SSC alone."


@pytest.fixture
def by():
    return make.analyst()


@pytest.fixture
def proposal(by):
    proposal = make.agreed_proposal(by=by)
    meetings.comment(proposal, OPEN)
    meetings.comment(proposal, GREEN, "green")
    meetings.comment(proposal, "Kept to itself.", "amber")
    meetings.comment(proposal, "Not published.", published_at=None)
    for fields, words in ((meetings.SSC, SSC_ONLY), (meetings.CSC, CSC_ONLY)):
        body = make.CommitteeFactory(**fields)
        record_view(proposal=proposal, by=by, committee=body, position="opposes", text=words, classification="amber")
    return proposal


@pytest.fixture
def item(proposal):
    return meetings.item(meetings.meeting(), proposal, classification="amber")


@pytest.fixture
def people(item, by, proposal):
    csc, ssc = item.meeting.committee, make.CommitteeFactory(**meetings.SSC)
    return {
        "stranger": make.UserFactory(),
        "party": make.party(),
        "member": make.member(csc),
        "secretary": meetings.secretary(csc),
        "member of another body": make.member(ssc),
        "analyst": by,
        "authority": make.authority(),
        "administrator": make.administrator(),
    }


def issued(item, by, edition: str = "", kind: str = "single-proposal") -> PaperVersion:
    draft = papers.compose_paper(kind=kind, item=item, by=by, edition=edition)
    return papers.issue_paper(paper=draft.paper, by=by)


def readers(version, people) -> set[str]:
    """Asked at the page, as each of them."""
    found = set()
    for who, person in {"anybody": None, **people}.items():
        client = Client()
        if person:
            client.force_login(person)
        status = client.get(version.get_absolute_url()).status_code
        assert status in (200, 404)
        found |= {who} if status == 200 else set()
    return found


BODY = {"member", "secretary", "analyst", "authority"}


@pytest.mark.parametrize(
    ("classification", "wanted"),
    [
        ("white", None),
        ("green", BODY | {"party", "member of another body"}),
        ("amber", BODY),
    ],
)
def test_who_reads_a_paper_of_an_item_of_each_class(item, by, people, classification, wanted):
    item.classification = classification
    item.save(update_fields=["classification"])
    version = issued(item, by)
    assert version.classification == classification
    assert readers(version, people) == ({"anybody", *people} if wanted is None else wanted)


def test_of_what_nobody_may_see_nobody_composes_a_paper(item, by):
    assert papers.compose_paper(kind="single-proposal", item=item, by=by)
    AgendaItem.objects.filter(pk=item.pk).update(classification="red")
    item.refresh_from_db()
    with pytest.raises(NotAllowed, match="not open to you"):
        papers.compose_paper(kind="single-proposal", item=item, by=by)


def test_a_paper_of_an_amber_item_has_two_editions_with_addresses_and_words_of_their_own(item, by, people):
    restricted, public = issued(item, by), issued(item, by, "public")
    assert (restricted.classification, public.classification) == ("amber", "white")
    assert restricted.get_absolute_url() == "/papers/csc-07-2705-03-restricted/1.0/"
    assert public.get_absolute_url() == "/papers/csc-07-2705-03/1.0/"
    assert restricted.snapshot_hash != public.snapshot_hash
    assert readers(public, people) == {"anybody", *people}
    held = {name: [words in version.snapshot for words in (OPEN, GREEN)] for name, version in
            (("restricted", restricted), ("public", public))}  # fmt: skip
    assert held == {"restricted": [True, True], "public": [True, False]}
    for version in (restricted, public):
        assert SSC_ONLY not in version.snapshot
        assert "Kept to itself." not in version.snapshot
        assert "Not published." not in version.snapshot


def test_a_body_is_told_neither_its_own_view_nor_the_amber_one_of_another(proposal, by):
    ssc = make.CommitteeFactory(**meetings.SSC)
    item = meetings.item(meetings.meeting(3, **meetings.SSC), proposal, classification="amber")
    record_view(
        proposal=proposal, by=by, committee=ssc, position="mixed", text="Now we waver.", why_changed="So.",
        classification="amber",
    )  # fmt: skip
    draft = papers.compose_paper(kind="single-proposal", item=item, by=by)
    assert "Now we waver." not in draft.snapshot  # nor is a body told its own view
    assert CSC_ONLY not in draft.snapshot


def test_what_is_not_public_has_no_public_edition(item, by):
    make.classed(item.proposal, by, "green")
    item.refresh_from_db()
    from audit.acts import Refused

    with pytest.raises(Refused, match="is not public, so that nothing of it can stand in a public edition"):
        papers.compose_paper(kind="single-proposal", item=item, by=by, edition="public")


def test_a_draft_is_read_by_who_composes_it(item, by, people):
    draft = papers.compose_paper(kind="single-proposal", item=item, by=by)
    assert readers(draft, people) == {"analyst", "secretary"}


def test_the_secretary_composes_and_issues_for_the_body_and_nobody_else_does(item, people):
    from audit.acts import NotAllowed

    for who in people.keys() - {"secretary", "analyst"}:
        with pytest.raises(NotAllowed):
            papers.compose_paper(kind="single-proposal", item=item, by=people[who])
    version = issued(item, people["secretary"])
    assert version.is_issued


def test_the_workshop_is_for_who_composes(item, by, people):
    paper = papers.compose_paper(kind="single-proposal", item=item, by=by).paper
    pages = [
        reverse("papers:paper", args=[paper.pk]),
        reverse("papers:issue_paper", args=[paper.pk]),
        reverse("papers:words", args=[paper.pk, "purpose"]),
    ]
    for who, person in people.items():
        client = Client()
        client.force_login(person)
        wanted = 200 if who in ("analyst", "secretary") else 404 if who in CLOSED_TO else 403
        assert {client.get(page).status_code for page in pages} == {wanted}, who
        sent = {client.post(page.replace("issue", "compose"), {}).status_code for page in pages[1:2]}
        assert sent == {302 if wanted == 200 else wanted}
    assert {Client().get(page).status_code for page in pages} == {404}


def test_the_workshop_of_a_paper_about_what_somebody_may_not_see_is_not_there_for_them(item, by, people):
    paper = papers.compose_paper(kind="single-proposal", item=item, by=by).paper
    page = reverse("papers:paper", args=[paper.pk])
    AgendaItem.objects.filter(pk=item.pk).update(classification="green")
    make.classed(item.proposal, by, "green")
    assert Client().get(page).status_code == 404
    for who, wanted in (("stranger", 404), ("party", 403), ("analyst", 200)):
        client = Client()
        client.force_login(people[who])
        assert client.get(page).status_code == wanted, who


def test_only_secas_takes_a_paper_down_and_its_page_says_so(item, by, people):
    version = issued(item, by)
    page = reverse("papers:take_paper_down", args=[version.paper_id, version.label])
    for who, wanted in (("secretary", 403), ("member", 403), ("analyst", 200)):
        client = Client()
        client.force_login(people[who])
        assert client.get(page).status_code == wanted
    client.force_login(by)
    client.post(page, {"reason": "It named somebody.", "step": "do"})
    answer = client.get(version.get_absolute_url())
    assert answer.status_code == 410
    assert "It named somebody." in answer.content.decode()
    assert readers_of_tombstone(version, people) == BODY


def readers_of_tombstone(version, people) -> set[str]:
    found = set()
    for who, person in people.items():
        client = Client()
        client.force_login(person)
        found |= {who} if client.get(version.get_absolute_url()).status_code == 410 else set()
    return found


def test_the_list_of_a_bodys_papers_shows_each_what_they_may_read(item, by, people):
    restricted, public = issued(item, by), issued(item, by, "public")
    papers.compose_again(paper=public.paper, by=by)
    page = reverse("papers:of_committee", args=["csc"])

    def listed(person) -> set:
        client = Client()
        if person:
            client.force_login(person)
        return set(client.get(page).context["versions"])

    assert listed(None) == listed(people["party"]) == {public}
    assert listed(people["member"]) == {public, restricted}
    assert len(listed(people["secretary"])) == len(listed(by)) == 5


def test_the_glossary_is_open_and_kept_by_secas(people):
    assert Client().get(reverse("papers:terms")).status_code == 200
    assert Client().get(reverse("papers:enter_term")).status_code == 302
    for who, wanted in (("party", 403), ("administrator", 403), ("analyst", 200)):
        client = Client()
        client.force_login(people[who])
        assert client.get(reverse("papers:enter_term")).status_code == wanted


def test_what_papers_repeat_is_for_administrators(people):
    pages = [reverse("papers:texts"), reverse("papers:change_text", args=["new_focus"])]
    assert {Client().get(page).status_code for page in pages} == {302}
    for who, wanted in (("analyst", 403), ("secretary", 403), ("administrator", 200)):
        client = Client()
        client.force_login(people[who])
        assert {client.get(page).status_code for page in pages} == {wanted}, who
