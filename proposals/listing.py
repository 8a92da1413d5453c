"""A filtered list as a page, in place, and as a file: what the register and lists like it do with their address."""

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django_htmx.http import push_url

SIZES = (25, 50, 100)


def meant(given: QueryDict) -> QueryDict:
    """The query without the fields that a form sends empty."""
    query = given.copy()
    for key, values in given.lists():
        query.setlist(key, [value for value in values if value.strip()])
        if not query.getlist(key):
            del query[key]
    return query


def size_of(query: QueryDict) -> int:
    asked = query.get("size", "")
    return int(asked) if asked in map(str, SIZES) else SIZES[0]


def sizes_for(count: int) -> tuple[int, ...]:
    """The sizes of a page to choose from; none where one page holds everything."""
    return SIZES if count > SIZES[0] else ()


def list_address(name: str, query: QueryDict) -> str:
    return f"{reverse(name)}?{query.urlencode()}" if query else reverse(name)


def file_address(name: str, query: QueryDict) -> str:
    """The address of the same list as a file, which has neither pages nor a size of them."""
    kept = query.copy()
    kept.pop("page", None)
    kept.pop("size", None)
    return list_address(name, kept)


def answer(request, *, whole: str, part: str, address: str, context: dict) -> HttpResponse:
    """The template of the whole page, or for htmx that of the list alone; coming back through the history is given the
    whole page."""
    in_place = request.htmx and not request.htmx.history_restore_request
    response = render(request, part if in_place else whole, context)
    # A browser may not keep the part for the page.
    patch_vary_headers(response, ["HX-Request"])
    return push_url(response, address) if in_place else response
