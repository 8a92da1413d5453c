"""Where upper apps plug what they issue for bodies into the pages of meetings, without this app knowing them.

A *paper source* lists what there is for the items of an agenda, in a number of queries that does not grow with them,
and knows the pages on which a paper is begun and on which those of a body are listed.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class ItemPaper:
    """A paper for an item, as its agenda leads to it. ``note``: the edition, where it is not the public one."""

    label: str
    url: str
    note: str = ""
    is_issued: bool = True


@dataclass(frozen=True)
class PaperSource:
    """``of_items(items, user)``: ``{key of the item: [ItemPaper]}``, of what ``user`` may read. ``begin(item)``: where
    a paper for the item is begun; nothing where none is written for its kind. ``listed(committee)``: all of a body.
    ``minutes(meeting, user)``: the ``ItemPaper`` of each edition of the minutes that ``user`` may read, and
    ``minutes_url(meeting)`` where they are made a paper."""

    of_items: Callable
    begin: Callable
    listed: Callable
    minutes: Callable
    minutes_url: Callable


paper_sources: dict[str, PaperSource] = {}


def add_papers(key: str, source: PaperSource) -> None:
    paper_sources[key] = source


def papers_for(items: list, user) -> dict[int, list[ItemPaper]]:
    found: dict[int, list[ItemPaper]] = {}
    for source in paper_sources.values() if items else ():
        for key, papers in source.of_items(items, user).items():
            found.setdefault(key, []).extend(papers)
    return found


def begin_paper_url(item) -> str:
    return next(filter(None, (source.begin(item) for source in paper_sources.values())), "")


def minutes_papers(meeting, user) -> list[ItemPaper]:
    return [paper for source in paper_sources.values() for paper in source.minutes(meeting, user)]


def minutes_paper_url(meeting) -> str:
    return next(filter(None, (source.minutes_url(meeting) for source in paper_sources.values())), "")


def papers_url(committee) -> str:
    return next(filter(None, (source.listed(committee) for source in paper_sources.values())), "")
