"""Where people come back to what they sent: the page of the consultation, the draft, and the list of consultations."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from audit import clock
from consultations.actions import withdraw_response
from consultations.models import Consultation
from consultations.responses import guests
from proposals.receipts import exact
from tests import factories as make
from tests.consultations import asked
from tests.consultations.answered import draft, guests_draft, send, submitter
from tests.reading import by_class, parsed, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def row():
    return asked.consultation("Do you agree with the approach?")


def browser(person=None) -> Client:
    client = Client()
    if person:
        client.force_login(person)
    return client


def said_as_sent(client, name: str, *args) -> list[str]:
    return by_class(client.get(reverse(f"consultations:{name}", args=args)), "sent-so-far")


def offered(client, row) -> list[str]:
    page = client.get(reverse("consultations:consultation", args=[row.pk]))
    return [words(link) for link in parsed(page).findall(".//ul[@class='consultation-links']//a")]


def test_the_page_and_the_draft_say_what_has_been_sent(row):
    drafted = draft(row)
    person = submitter(drafted.organisation)
    client = browser(person)
    assert said_as_sent(client, "consultation", row.pk) == said_as_sent(client, "respond", row.pk) == []
    assert offered(client, row)[0] == "Go on with your response"

    made = send(drafted, person)
    whole = f"The response of {drafted.whose} reached SECAS on {exact(made.received_at)} (receipt)."
    assert said_as_sent(client, "consultation", row.pk) == [f"{whole} It was received before the close."]
    (own,) = said_as_sent(client, "respond", row.pk)
    assert own == f"{whole} What you change here is sent once it is signed off again."
    assert offered(client, row)[0] == "Change your response"


def test_nobody_else_reads_that_it_was_sent(row):
    drafted = draft(row)
    send(drafted)
    for client in (browser(), browser(make.party()), browser(make.analyst())):
        assert said_as_sent(client, "consultation", row.pk) == []


def test_a_guest_comes_back_to_theirs_in_the_browser_that_opened_the_link(row):
    drafted = guests_draft(row)
    client = browser()
    client.get(guests.link(drafted.invitation))
    signs = client.get(reverse("consultations:guest_sign_off", args=[drafted.invitation_id]))
    assert "You get a receipt by e-mail, with a full copy" in words(parsed(signs))
    send(drafted, drafted.invitation)
    (sent,) = said_as_sent(client, "consultation", row.pk)
    assert sent.startswith("The response of Robin Ashworth reached SECAS on ")
    assert said_as_sent(browser(), "consultation", row.pk) == []


def test_after_the_close_it_leads_to_what_became_of_it(row):
    """From the page and from the receipt; where nothing counts, nothing became of it."""
    own, theirs = draft(row), guests_draft(row)
    person, guest = submitter(own.organisation), browser()
    guest.get(guests.link(theirs.invitation))
    client = browser(person)
    outcomes = {
        client: reverse("consultations:my_outcome", args=[row.pk]),
        guest: reverse("consultations:guest_outcome", args=[theirs.invitation_id]),
    }
    sent = {client: send(own, person), guest: send(theirs, theirs.invitation)}

    def led(who) -> list[bool]:
        receipt = reverse("consultations:receipt", args=[sent[who].response_id, 1])
        pages = [who.get(page) for page in (reverse("consultations:consultation", args=[row.pk]), receipt)]
        return [outcomes[who] in {link.get("href") for link in parsed(page).iter("a")} for page in pages]

    assert led(client) == led(guest) == [False, False]
    close(row)
    assert led(client) == led(guest) == [True, True]
    assert all(who.get(address).status_code == 200 for who, address in outcomes.items())
    withdraw_response(response=own, by=person, reason="Sent by mistake.")
    assert led(client) == [False, False]


def close(row) -> None:
    opened, closes = row.opened_at - timedelta(days=40), clock.now() - timedelta(days=1)
    Consultation.objects.filter(pk=row.pk).update(opened_at=opened, closes_at=closes)


def test_whoever_answers_for_an_organisation_finds_its_responses_from_the_list():
    address = reverse("consultations:my_responses")

    def is_offered(client) -> bool:
        return address in client.get(reverse("consultations:consultations")).content.decode()

    assert is_offered(browser(make.party()))
    assert not any(is_offered(client) for client in (browser(), browser(make.analyst())))
