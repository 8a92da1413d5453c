"""How long a Modification Report takes: composing it, and each rendition. Run `python -m bench.bench_papers`."""

import os
import sys
from statistics import median
from time import perf_counter

RUNS = 5


def timed(name: str, act, runs: int = RUNS) -> None:
    times = []
    for _ in range(runs):
        start = perf_counter()
        made = act()
        times.append(perf_counter() - start)
    size = f", {len(made) / 1024:,.0f} KiB" if isinstance(made, bytes) else ""
    print(f"{name:<28} first {times[0]:6.3f} s   median of {runs} {median(times):6.3f} s{size}")


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "secmods.settings")
    start = perf_counter()
    from papers import render_html, render_pdf, render_word
    from papers.document import from_json, to_json
    from papers.modification_report import compose
    from tests.papers.reports import MP087

    print(f"{'import of papers':<28} {perf_counter() - start:12.3f} s")
    start = perf_counter()
    import weasyprint  # noqa: F401

    print(f"{'import of WeasyPrint':<28} {perf_counter() - start:12.3f} s")
    document = compose(MP087)
    timed("compose MP087", lambda: compose(MP087), 50)
    timed("snapshot and back", lambda: from_json(to_json(document)), 50)
    timed("HTML", lambda: render_html.fragment(document, str), 50)
    timed("PDF (14 pages, pdf/ua-1)", lambda: render_pdf.render_pdf(document, {}))
    timed("Word", lambda: render_word.render_word(document, {}))


if __name__ == "__main__":
    sys.exit(main())
