"""Signing in with one press: only in the demo, only as its people."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from secmods.demo.loading import is_loaded
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

ADDRESS = "/demo/sign-in/"


@pytest.fixture
def person():
    return UserFactory(email="imogen@example.org", name="Imogen", is_demo=True, demo_note="SECAS analyst")


def signed_in(client) -> str:
    return client.session.get("_auth_user_id", "")


def test_one_press_signs_in(client, person):
    assert reverse("demo_sign_in") == ADDRESS
    answer = client.post(ADDRESS, {"email": person.email})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/desk/")
    assert signed_in(client) == str(person.pk)
    assert client.session["_auth_user_backend"] == "accounts.backends.SignedIn"


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        ("/modifications/", "/modifications/"),
        ("https://elsewhere.example.org/", "/desk/"),
        ("//elsewhere", "/desk/"),
        ("", "/desk/"),
    ],
)
def test_the_way_back_stays_on_the_site(client, person, wanted, given):
    answer = client.post(ADDRESS, {"email": person.email, "next": wanted})
    assert answer.headers["Location"] == given


def test_only_people_of_the_demo(client, person):
    other = UserFactory(email="other@example.org")
    gone = UserFactory(email="gone@example.org", is_demo=True, is_active=False)
    for email in (other.email, gone.email, "nobody@example.org", ""):
        assert client.post(ADDRESS, {"email": email}).status_code == 404
    assert signed_in(client) == ""


def test_not_without_the_demo(client, person, settings):
    settings.DEMO = False
    assert client.post(ADDRESS, {"email": person.email}).status_code == 404
    assert client.get(ADDRESS).status_code == 404
    assert signed_in(client) == ""
    assert "demo-person" not in client.get(reverse("account_login")).content.decode()


def test_not_by_a_link_and_not_from_another_site(client, person):
    assert client.get(ADDRESS, {"email": person.email}).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(ADDRESS, {"email": person.email}).status_code == 403
    assert signed_in(strict) == ""


def test_the_sign_in_page_lists_the_people(client, person):
    UserFactory(email="other@example.org", name="Somebody Else")
    page = client.get(reverse("account_login"), {"next": "/modifications/"})
    assert [(p.name, p.email, p.role) for p in page.context["demo_identities"]] == [
        ("Imogen", "imogen@example.org", "SECAS analyst")
    ]
    body = page.content.decode()
    assert f'action="{ADDRESS}"' in body
    assert 'name="next" value="/modifications/"' in body
    assert "Somebody Else" not in body


def test_the_demo_goes_into_an_empty_register_only():
    UserFactory(email="somebody@example.org")
    with pytest.raises(CommandError, match="goes into an empty one"):
        call_command("load_demo")
    assert not is_loaded()
