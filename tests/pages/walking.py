"""Going to every address of the table as somebody, once, and keeping what came."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urldefrag, urljoin

from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from tests.pages import faults
from tests.pages.routes import ROUTES, Row

SITE = "http://testserver"


@dataclass(frozen=True)
class Visit:
    name: str
    address: str
    wanted: int
    whole: bool
    response: object

    @property
    def is_page(self) -> bool:
        return self.whole and self.response.status_code == 200

    @cached_property
    def read(self):
        return faults.read(self.response.content.decode())

    @property
    def tree(self):
        return self.read[0]


def visit_all(client: Client, who: int) -> list[Visit]:
    """``who``: 0 for somebody who is not signed in, 1 for an analyst – the places in ``Row.expect``."""
    return [
        _visit(client, name, row, address, who) for name, row in ROUTES.items() for address in _addresses(name, row)
    ]


def _addresses(name, row) -> list[str]:
    query = row.query if isinstance(row.query, str) else row.query()
    return [reverse(name, kwargs=arguments) + query for arguments in row.arguments()]


def _visit(client: Client, name: str, row: Row, address: str, who: int) -> Visit:
    # What has been submitted and not yet raised is not there for the public.
    wanted = 404 if who == 0 and "/submission-" in address else row.expect[who]
    return Visit(name, address, wanted, row.whole, got(client, address))


def got(client: Client, address: str):
    """The answer, read to its end."""
    response = client.get(address)
    if response.streaming:
        assert b"".join(response.streaming_content)  # and with its last piece the file is closed
    return response


def inner_links(visits: list[Visit]) -> dict[str, str]:
    """Each distinct address of the site that a page points to by a link, by htmx or as a part of itself: where first."""
    found: dict[str, str] = {}
    for visit in (visit for visit in visits if visit.is_page):
        for target in _targets(visit.tree):
            address = urldefrag(urljoin(SITE + visit.address, target)).url
            if address.startswith(SITE + "/"):
                found.setdefault(address.removeprefix(SITE), visit.address)
    return found


def _targets(tree) -> Iterator[str]:
    for element in tree.iter():
        for name in ("href", "src", "hx-get"):
            if element.get(name) is not None:
                yield element.get(name)


def forms_of(visits: list[Visit]) -> dict[str, str]:
    """Each distinct address that a form is sent to."""
    return {
        urldefrag(urljoin(SITE + visit.address, form.get("action") or ""))
        .url.removeprefix(SITE)
        .partition("?")[0]: visit.address
        for visit in visits
        if visit.is_page
        for form in visit.tree.iter("form")
    }


def answers(client: Client, address: str, known: dict[str, int]) -> bool:
    """Whether a link leads somewhere: a file that is there, or an answer that is neither an error nor “not found”.

    ``known``: what addresses have answered already.
    """
    path = address.partition("?")[0]
    if path.startswith(settings.STATIC_URL):
        return bool(finders.find(path.removeprefix(settings.STATIC_URL)))
    return (known.get(address) or got(client, address).status_code) in (200, 301, 302)
