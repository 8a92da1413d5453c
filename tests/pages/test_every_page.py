"""Every route of the site, as the public and as an analyst have it: whole, named, accessible in its structure, with
nothing inline and every link leading somewhere. What each page says is tested with the app it belongs to."""

from collections import Counter

import pytest
from django.test import Client
from django.urls import resolve

from accounts.models import User
from tests.pages import faults
from tests.pages.routes import ROUTES, named_routes
from tests.pages.standing import record_stands
from tests.pages.walking import answers, forms_of, inner_links, links_of_each_kind, visit_all

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

PASSWORD = "a long and unlikely phrase"
READERS = ("anybody", "analyst")


@pytest.fixture(scope="module")
def clients(demo, django_db_blocker):
    analyst, anybody = Client(raise_request_exception=False), Client(raise_request_exception=False)
    with django_db_blocker.unblock():
        person = User.objects.get(email="imogen.farrow@example.org")
        person.set_password(PASSWORD)
        person.save(update_fields=["password"])
        analyst.force_login(person)
    return {"anybody": anybody, "analyst": analyst}


@pytest.fixture(scope="module")
def walks(clients, django_db_blocker):
    with django_db_blocker.unblock(), record_stands():
        return {who: visit_all(clients[who], place) for place, who in enumerate(READERS)}


@pytest.fixture(params=READERS)
def who(request):
    return request.param


@pytest.fixture
def visits(walks, who):
    return walks[who]


@pytest.fixture
def pages(visits):
    return [visit for visit in visits if visit.is_page]


def test_every_route_is_answered_for():
    assert named_routes() == set(ROUTES)
    assert len(ROUTES) == 366


def test_each_gives_what_it_should(visits):
    wrong = {v.address: (v.response.status_code, v.wanted) for v in visits if v.response.status_code != v.wanted}
    assert wrong == {}


def test_how_much_was_walked(walks):
    walked = {who: (len(visits), sum(v.is_page for v in visits)) for who, visits in walks.items()}
    assert walked == {"anybody": (1146, 520), "analyst": (1146, 954)}


def test_pages_are_well_formed(pages):
    assert {page.address: page.read[1] for page in pages if page.read[1]} == {}


@pytest.mark.parametrize("look", faults.LOOKS, ids=lambda look: look.__name__)
def test_pages_are_in_order(pages, look):
    assert {page.address: look(page.tree) for page in pages if look(page.tree)} == {}


def test_no_two_pages_have_the_same_title(pages):
    titles = Counter(faults.title(page.tree) for page in pages)
    assert {
        title: [p.address for p in pages if faults.title(p.tree) == title] for title, n in titles.items() if n > 1
    } == {}


def test_the_browser_is_told_what_an_answer_may_do(visits):
    assert {v.address: faults.policy(v.response.headers) for v in visits if faults.policy(v.response.headers)} == {}


def test_every_link_leads_somewhere(clients, who, visits):
    # The public may not read everything, and a link to what it may not would be a fault of one page alone.
    links = {"anybody": inner_links, "analyst": links_of_each_kind}[who](visits)
    known = {visit.address: visit.response.status_code for visit in visits}
    with record_stands():
        assert {link: found_on for link, found_on in links.items() if not answers(clients[who], link, known)} == {}
    # How many there are changes with the day on which the demo record is loaded.
    assert len(links) >= {"anybody": 290, "analyst": 740}[who]


def test_every_form_is_sent_to_an_address_that_takes_it(who, visits):
    targets = forms_of(visits)
    names = {resolve(path).view_name for path in targets}
    assert names <= set(ROUTES)
    assert len(names) == {"anybody": 10, "analyst": 163}[who]
