"""How pages, time and memory of the collated responses grow with their number: 26 questions, each size in a process of
its own. Run `python -m bench.bench_collated`, or with the numbers of respondents as arguments."""

import os
import resource
import subprocess
import sys
from time import perf_counter, process_time

SIZES = (50, 100, 250, 500)
QUESTIONS = 26


def main() -> None:
    if sys.argv[1:2] == ["--one"]:
        one(int(sys.argv[2]))
        return
    for size in map(int, sys.argv[1:]) if sys.argv[1:] else SIZES:
        subprocess.run([sys.executable, "-m", "bench.bench_collated", "--one", str(size)], check=True)


def one(respondents: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "secmods.settings")
    import django

    django.setup()
    from papers.consultation.collated import compose
    from papers.document import to_json
    from papers.render_parts import is_large, render_in_parts
    from papers.render_pdf import render_pdf
    from tests.papers.collations import collated

    start = perf_counter()
    document = compose(collated(respondents, QUESTIONS))
    composed, snapshot = perf_counter() - start, len(to_json(document))
    told: list[str] = []
    start, busy = perf_counter(), process_time()
    render = render_in_parts if is_large(document) else render_pdf
    pdf = render(document, {}, lambda percent, words: told.append(f"{percent} {words}"))
    rendered, busy = perf_counter() - start, process_time() - busy
    pages = next(int(words.replace(",", "")) for words in told[-2].split()[1:] if words.replace(",", "").isdecimal())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{respondents:4} respondents  composed {composed:5.1f} s, {snapshot / 2**20:5.1f} MiB   "
        f"PDF {pages:5,} pages in {rendered:6.1f} s ({busy / pages:.3f} s of the processor a page), "
        f"{len(pdf) / 2**20:5.1f} MiB   most memory {peak:6,.0f} MiB",
        flush=True,
    )


if __name__ == "__main__":
    main()
