"""How long the worker takes for a pack of twenty papers, about two hundred pages, eight of them supplied as files; and
how much memory. In processor seconds too, since a machine that does other things takes longer by the clock.

Run `python -m bench.bench_pack`.
"""

import io
import os
import resource
import sys
from dataclasses import replace
from datetime import date
from time import perf_counter

PAPERS, SUPPLIED = 20, 8
PAGES, LIMIT = 200, 20  # seconds by the clock
SHEETS = 4


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "secmods.settings")
    import django

    django.setup()
    return measure()


def measure() -> int:
    from pypdf import PdfReader

    from papers.render_pack import render_pack
    from papers.render_pdf import render_pdf

    theirs = [number for number in range(1, PAPERS + 1) if number % 5 in (0, 2)]
    sources = dict.fromkeys(map(_source, theirs), _file(render_pdf))
    contents = [_supplied(number) if number in theirs else _composed(number) for number in range(1, PAPERS + 1)]
    told = []
    clock, used = perf_counter(), resource.getrusage(resource.RUSAGE_SELF).ru_utime
    made = render_pack(_cover(), contents, sources, [], {}, lambda percent, words: told.append(words))
    clock = perf_counter() - clock
    used = resource.getrusage(resource.RUSAGE_SELF).ru_utime - used
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    root = PdfReader(io.BytesIO(made.pdf)).trailer["/Root"]
    print(f"{PAPERS} papers, {SUPPLIED} of them supplied: {made.pages} pages, {len(made.pdf) / 1024:,.0f} KiB")
    print(f"{clock:.1f} s by the clock (at most {LIMIT}), {used:.1f} s of processor, {memory:,.0f} MiB at most")
    tagged, marked = bool(root["/MarkInfo"]["/Marked"]), "/Outlines" in root
    print(f"progress told {len(told)} times; tagged: {tagged}; bookmarks: {marked}")
    return int(min(clock, used) > LIMIT or made.pages < PAGES)


def _source(number: int) -> str:
    return f"supplied-{number}"


def _file(render_pdf) -> bytes:
    """A file of four pages, as somebody might supply it."""
    from pypdf import PdfReader, PdfWriter

    from papers.modification_report import compose
    from tests.papers.reports import MP087

    writer = PdfWriter()
    for page in PdfReader(io.BytesIO(render_pdf(compose(MP087), {}))).pages[:SHEETS]:
        writer.add_page(page)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def _cover():
    from papers.packs import Cover

    day = date(2019, 6, 14)
    return Cover("SEC Panel", "Panel", 69, day, "London", 1, "Public edition", "White", date(2019, 6, 7))


def _content(number: int, document):
    from papers import document as d
    from papers.packs import Content, Part

    reference = f"SECP_69_1406_{number:02}"
    part = Part(f"item-{number}", str(number), document.title, reference, "1.0", d.snapshot_hash(document))
    return Content(part, document)


def _composed(number: int):
    """A paper of fourteen pages: the report of the sources."""
    from papers.modification_report import compose
    from tests.papers.reports import MP087

    return _content(number, replace(compose(MP087), title=f"Paper {number}"))


def _supplied(number: int):
    from papers.committee import facts as c
    from papers.committee import meetingfacts as m
    from papers.committee import supplied
    from papers.facts import Body

    body, on = Body("SEC Panel", "Panel"), date(2019, 6, 7)
    occasion = c.Occasion(body, "panel", "1.0", True, on, "White", "For Decision", f"SECP_69_1406_{number:02}")
    facts = m.Supplied(occasion, f"Report {number}", "The DCC", "report.pdf", _source(number), SHEETS, on)
    return _content(number, supplied.compose(facts))


if __name__ == "__main__":
    sys.exit(main())
