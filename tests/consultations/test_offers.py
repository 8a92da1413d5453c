"""What the page of a consultation offers: in order, and one thing to do first."""

import pytest

from consultations.offers import Offer, links_for, offer, registry


@pytest.fixture(autouse=True)
def nothing_registered(monkeypatch):
    monkeypatch.setattr(registry, "offers", {})


def test_offers_stand_in_their_order_and_whoever_has_none_gives_none():
    offer("second", sort=20)(lambda consultation, user: Offer("Second", "/2/"))
    offer("none", sort=15)(lambda consultation, user: None)
    offer("first", sort=10)(lambda consultation, user: Offer(f"First for {user}", f"/{consultation}/"))
    assert links_for("a", "Robin") == [Offer("First for Robin", "/a/"), Offer("Second", "/2/")]


def test_of_several_that_lead_the_first_does():
    offer("later", sort=20)(lambda consultation, user: Offer("Later", "/2/", leads=True))
    offer("sooner", sort=10)(lambda consultation, user: Offer("Sooner", "/1/", leads=True))
    assert [(each.words, each.leads) for each in links_for("a", "b")] == [("Sooner", True), ("Later", False)]
