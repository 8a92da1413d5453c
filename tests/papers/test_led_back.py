"""Whoever mends what a paper lacks is led back to the paper; and nobody is led off the site."""

from urllib.parse import urlencode

import pytest
from django.urls import reverse

from papers import actions as papers
from tests import factories as make
from tests.pages.sending import opened
from tests.papers import meetings

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return make.analyst()


@pytest.fixture
def paper(by):
    item = meetings.item(meetings.meeting(), make.draft_proposal(by=by))
    return papers.compose_paper(kind="single-proposal", item=item, by=by).paper


def test_a_form_that_mends_a_gap_leads_back_to_the_workshop(client, paper, by):
    client.force_login(by)
    here = paper.get_absolute_url()
    gaps = {gap["words"]: gap["url"] for gap in client.get(here).context["gaps"]}
    address = gaps["The issue in plain words"]
    assert address == f"{reverse('proposals:edit_details', args=[paper.proposal.slug])}?{urlencode({'next': here})}"
    assert f'href="{here}"' in client.get(address).content.decode()  # going back without saving
    answer = client.post(address, opened(client, address) | {"summary": "Keys are lost."})
    assert (answer.status_code, answer.url) == (302, here)
    assert "The issue in plain words" not in {gap["words"] for gap in client.get(here).context["gaps"]}


@pytest.mark.parametrize(
    "wanted",
    [
        "https://elsewhere.example.org/",
        "//elsewhere.example.org/",
        "/\\elsewhere.example.org",
        "javascript:alert(1)",
        "x",
    ],
)
def test_nobody_is_led_off_the_site(client, by, wanted):
    client.force_login(by)
    proposal = make.draft_proposal(by=by)
    address = f"{reverse('proposals:edit_details', args=[proposal.slug])}?{urlencode({'next': wanted})}"
    assert f'="{wanted}"' not in client.get(address).content.decode()
    answer = client.post(address, opened(client, address) | {"title": "Another title"})
    assert (answer.status_code, answer.url) == (302, proposal.get_absolute_url())


def test_an_edition_that_there_is_not_is_refused(client, by):
    held = meetings.meeting()
    client.force_login(by)
    answer = client.post(reverse("papers:minutes", args=["csc", held.date]), {"edition": "purple"}, follow=True)
    assert "Choose the public edition or the restricted one." in answer.content.decode()
    assert not held.papers.exists()


def test_the_workshop_of_a_paper_for_an_item_that_is_closed_to_somebody_is_not_there_for_them(client, by):
    item = meetings.item(meetings.meeting(), classification="amber")
    paper = papers.compose_paper(kind="new-proposals", item=item, by=by).paper
    for person, status in ((by, 200), (make.party(), 404), (meetings.secretary(item.meeting.committee), 200)):
        client.force_login(person)
        assert client.get(paper.get_absolute_url()).status_code == status
    type(item).objects.filter(pk=item.pk).update(classification="red")
    client.force_login(by)
    assert client.get(paper.get_absolute_url()).status_code == 404
