"""How well and how fast the importer reads e-mailed responses, over the corpus of damaged variants and by field.

Run `python -m bench.bench_intake`; with names of variants it shows those alone.
"""

import os
import sys
from time import process_time

LONGEST_WORDS = 100_000
LIMIT = 10.0  # seconds of the processor for a response of so many words


def prepared() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()


def main() -> int:
    prepared()
    from tests.consultations import damage
    from tests.consultations.measuring import FIELDS, Scores, scores_of

    wanted = sys.argv[1:]
    total, spans = Scores(), []
    print(f"{'precision / recall, in hundredths':<50}" + "".join(f"{name:>18}" for name in FIELDS))
    for variant in damage.corpus():
        if wanted and variant.name not in wanted:
            continue
        start = process_time()
        scores, _responses = scores_of(variant)
        spans.append(process_time() - start)
        total.plus(scores)
        print(f"{variant.name:<50}" + figures(scores))
    print(f"{f'all {len(spans)}':<50}" + figures(total))
    usual, most = 1000 * sum(spans) / len(spans), 1000 * max(spans)
    print(f"{usual:.0f} ms of the processor for a response of 26 questions, {most:.0f} ms at most")
    return int(longest() > LIMIT)


def figures(scores) -> str:
    return "".join(f"{100 * of.precision:>10.1f} /{100 * of.recall:6.1f}" for of in scores.of.values())


def longest() -> float:
    """A response in which every answer is very long."""
    from consultations.intake.plain import from_text
    from consultations.intake.reading import read
    from tests.consultations import corpus

    written = corpus.fixture()
    each = LONGEST_WORDS // len(written.questions)
    for asked in written.questions:
        while len(asked.text.split()) < each:
            asked.answer += written.general
    text = corpus.text(written)
    start = process_time()
    read(from_text(text), corpus.asked_questions())
    span = process_time() - start
    print(f"{len(text.split()):,} words pasted: {span:.1f} s of the processor (limit {LIMIT:.0f} s)")
    return span


if __name__ == "__main__":
    sys.exit(main())
