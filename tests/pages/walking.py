"""Going to every address of the table as somebody, once, and keeping what came."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from urllib.parse import parse_qs, urldefrag, urljoin

from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import Resolver404, resolve, reverse

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
    for visit, address in _pointed_to(visits):
        found.setdefault(address, visit.address)
    return found


def links_of_each_kind(visits: list[Visit], each: int = 2) -> dict[str, str]:
    """The same for whoever may read everything: ``each`` addresses of every kind to which every kind of page points.

    A link is written once in a template, however many proposals it leads to; who finds all of them open need not follow
    all.
    """
    found: dict[str, str] = {}
    of_kind: dict[tuple, set] = defaultdict(set)
    for visit, address in _pointed_to(visits):
        followed = of_kind[visit.name, _kind(address)]
        if len(followed) < each:
            followed.add(address)
            found.setdefault(address, visit.address)
    return found


def _pointed_to(visits: list[Visit]) -> Iterator[tuple[Visit, str]]:
    for visit in (visit for visit in visits if visit.is_page):
        for target in _targets(visit.tree):
            address = urldefrag(urljoin(SITE + visit.address, target)).url
            if address.startswith(SITE + "/"):
                yield visit, address.removeprefix(SITE)


@cache
def _kind(address: str) -> tuple:
    """The route and what is asked of it; an address that no route knows is a kind of its own."""
    path, _, query = address.partition("?")
    try:
        return resolve(path).view_name, *sorted(parse_qs(query, keep_blank_values=True))
    except Resolver404:
        return (address,)


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
