"""When something goes wrong: a page in our look that says what, never a traceback, whatever was sent."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from audit.models import Event
from papers import actions as papers
from tests import factories as make
from tests import markup
from tests.pages import faults
from tests.pages.sending import SENDINGS, rewound
from tests.pages.standing import record_stands

pytestmark = pytest.mark.django_db


def looked_at(response) -> str:
    """The heading of a page that is ours, whole, and says nothing of how it is made."""
    tree, wrong = faults.read(response.content.decode())
    assert wrong == []
    assert {look.__name__: look(tree) for look in faults.LOOKS if look(tree)} == {}
    assert faults.policy(response.headers) == []
    sheets = [link.get("href") for link in tree.iter("link") if link.get("rel") == "stylesheet"]
    assert "/static/css/site.css" in sheets
    text = faults.words(tree)
    for trace in ("Traceback", "Exception", "Error:", "DEBUG", ".py", "Django"):
        assert trace not in text
    return faults.words(tree.find(".//h1"))


@pytest.fixture
def analyst(client):
    client.force_login(make.analyst())
    return client


NOWHERE = [
    "/nowhere/",
    "/modifications/MP9999/",
    "/modifications/MP99999999999999999999/",
    "/modifications/submission-0/",
    "/modifications/…/",
    "/modifications/MP087/moves/fly/",
    "/papers/no-such-report/1.0/",
    "/papers/no-such-report/9999.9999.pdf",
    "/papers/x/1.0/nothing/",
]


@pytest.mark.parametrize("address", NOWHERE)
def test_nothing_at_an_address(client, settings, address):
    assert not settings.DEBUG
    response = client.get(address)
    assert response.status_code == 404
    assert looked_at(response) == "There is nothing at this address"


def test_known_and_not_allowed(client):
    proposal = make.draft_proposal()
    client.force_login(make.party())
    response = client.get(f"/modifications/{proposal.slug}/edit/details/")
    assert response.status_code == 403
    assert looked_at(response) == "You may not do this"


@pytest.mark.parametrize("address", ["/modifications/", "/", "/record/", "/healthz"])
def test_what_is_only_read_is_not_sent_to(client, address):
    response = client.post(address)
    assert (response.status_code, response["Allow"], response.content) == (405, "GET, HEAD", b"")


def test_a_form_without_its_token(settings):
    strict = Client(enforce_csrf_checks=True)
    person = make.analyst()
    strict.force_login(person)
    before = Event.objects.count()
    response = strict.post("/raise/", {"title": "Something"})
    assert response.status_code == 403
    assert looked_at(response) == "This form has grown stale"
    assert Event.objects.count() == before


def test_more_than_can_be_taken(analyst, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    response = analyst.post("/raise/", {"title": "x" * 2000})
    assert response.status_code == 413
    assert looked_at(response) == "That is too large to take"


def test_what_cannot_be_read(client, settings):
    settings.ALLOWED_HOSTS = ["localhost"]
    response = client.get("/", headers={"host": "elsewhere.example.org"})
    assert response.status_code == 400
    assert looked_at(response) == "The request could not be understood"


def test_a_fault_of_ours(settings, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("the secret of the house")

    monkeypatch.setattr("secmods.pages.record.render", fail)
    response = Client(raise_request_exception=False).get("/record/")
    assert response.status_code == 500
    assert looked_at(response) == "Something went wrong on our side"
    assert "secret" not in response.content.decode()


# Whatever is sent


HUGE = "9" * 5000
BAD = {
    "nothing": "",
    "spaces": " \t\n ",
    "NUL": "a\x00b",
    "long": "x" * 20_000,
    "number": "-1",
    "huge number": HUGE,
    "beyond a key": str(2**63),
    "superscript": "²",
    "other digits": "٣",
    "not a number": "NaN",
    "exponent": "1e999999",
    "markup": '<script>alert(1)</script><img src=x onerror="alert(2)">',
    "half a tag": "<p><b><table><tr><td",
    "entities": "&#0;&#x110000;&amp;lt;",
    "quotes": "' OR 1=1; --\"\\",
    "template": "{{ settings.SECRET_KEY }}{% debug %}%s%(x)s{0}",
    "surrogates": "\U0001f469\u200d\U0001f680\u202e\ufeff\ufffe",
    "date": "0000-00-00",
    "far date": "9999-12-31",
    "first date": "0001-01-01",
    "key of a kind": "committee-",
    "list": "[]",
    "markers": "[[note: [[figure: 99999999999999999999]]]][[figure: ²]]",
}
ECHOED = "invalid-codepoint"  # a character that no page may hold, shown again as it was typed


def well(response) -> list[str]:
    """What is wrong with the answer: it is an error of ours, or a page that is not whole."""
    if response.status_code >= 500:
        return [f"{response.status_code}"]
    if response.status_code in (200, 409, 422) and not response.streaming:
        return [code for _, code, _ in markup.errors(response.content.decode()) if code != ECHOED][:1]
    return []


@pytest.fixture
def robust():
    return Client(raise_request_exception=False)


def spoiled(good: dict, fields: list[str]) -> Iterator[tuple[str, dict]]:
    """Every field with every bad value: all of them at once, each time another; then one alone among good ones, and one missing."""
    kinds = list(BAD)
    for shift in range(len(kinds)):
        chosen = {name: kinds[(place + shift) % len(kinds)] for place, name in enumerate(fields)}
        yield f"{chosen}", {name: BAD[kind] for name, kind in chosen.items()}
    for place, name in enumerate(fields):
        kind = kinds[place % len(kinds)]
        yield f"{name}: {kind}", {**good, name: BAD[kind]}
        yield f"no {name}", {other: value for other, value in good.items() if other != name}
    yield "nothing", {}


@pytest.mark.parametrize("name", SENDINGS)
def test_nothing_that_is_sent_breaks_a_form(name, robust, people, proposals):
    sending = SENDINGS[name]
    proposal = proposals(sending)
    address = sending.address(proposal, people.secas)
    robust.force_login(people.secas)
    good = sending.data(robust, address, proposal)
    fields = sorted({*good, "row-add", "row-remove", "drop"})
    good = {name: good.get(name, "") for name in fields}
    with record_stands():
        tried = {what: well(tried_out(robust, address, data)) for what, data in spoiled(good, fields)}
    assert {what: wrong for what, wrong in tried.items() if wrong} == {}
    assert len(tried) == len(BAD) + 2 * len(fields) + 1


def tried_out(client, address: str, data: dict):
    """Sent, and taken back, so that the next one finds what this one found."""
    with transaction.atomic():
        response = client.post(address, rewound(data))
        transaction.set_rollback(True)
    return response


# What an address asks for: the page, and the names of its query
ASKING = {
    "/modifications/": ("q", "stage", "path", "urgent", "analyst", "category", "document", "sort", "page", "size"),
    "/modifications/register.csv": ("q", "stage", "path", "urgent", "analyst", "category", "document", "sort"),
    "/modifications/DP087/": ("version", "page", "on"),
    "/modifications/DP087/problem-statement/": ("version", "on"),
    "/modifications/DP087/problem-statement/compare/": ("from", "to", "view"),
    "/modifications/DP087/documents/": ("on",),
    "/modifications/DP087/history/": ("page", "on"),
    "/modifications/DP087/legal-text/": ("show", "on"),
    "/modifications/DP087/timetable/": ("on",),
    "/modifications/DP087/timetable/lay-out/": ("layout", "starts"),
    "/modifications/DP087/views/": ("on",),
    "/statistics/": ("year", "path"),
    "/statistics/raised/": ("year", "path", "page"),
    "/statistics/keeping-to-time/": ("year", "path"),
    "/statistics/keeping-to-time/list/dates-done/": ("year", "path", "page"),
    "/modifications/DP087/legal-text/edit/": ("document", "clause"),
    "/modifications/DP087/views/record/": ("giver", "committee"),
    "/modifications/DP087/views/updates/promise/": ("request",),
    "/decisions/": ("q", "year", "body", "outcome", "page", "size"),
    "/views/": ("body", "state", "due", "page"),
    "/views/chase/": ("request", "silent"),
    "/inbox/": ("month", "body"),
    "/accounts/password/reset/": ("next", "email"),
    "/papers/dp087-modification-report/0.1/": ("page",),
}


@pytest.fixture(scope="module")
def asking(people):
    """Who asks: they have a Draft Proposal with everything in it."""
    papers.compose_draft(proposal=make.ready_for_fast_track(by=people.secas, number=87), by=people.secas)
    return people.secas


@pytest.mark.parametrize("address", ASKING)
def test_nothing_that_is_asked_breaks_a_page(address, robust, asking):
    robust.force_login(asking)
    assert robust.get(address).status_code == 200
    with record_stands():
        asked = {(name, kind): well(robust.get(address, {name: BAD[kind]})) for name in ASKING[address] for kind in BAD}
    assert {what: wrong for what, wrong in asked.items() if wrong} == {}
    assert len(asked) == 23 * len(ASKING[address])


def test_how_much_was_tried():
    assert (len(BAD), len(SENDINGS), sum(map(len, ASKING.values()))) == (23, 64 + 3 + 37 + 46, 67)


# Signing in with one press and by password


@pytest.mark.parametrize("kind", BAD)
def test_nothing_that_is_sent_breaks_signing_in(kind, robust):
    for name, fields in {"demo_sign_in": ("email", "next"), "account_login": ("login", "password", "next")}.items():
        for field in fields:
            assert well(robust.post(reverse(name), {field: BAD[kind]})) == []
        assert well(robust.post(reverse(name), dict.fromkeys(fields, BAD[kind]))) == []
