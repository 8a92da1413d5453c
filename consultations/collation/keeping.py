"""Passages that are said more than once are kept in rows, made by a job and replaced as a whole: what is read is always
one collation, never half of one. The sweep has one made where the submissions that count are others than it was made
of; redactions need none, since they are applied when words are shown."""

import hashlib
from collections.abc import Iterable

from django.contrib.postgres.aggregates import StringAgg
from django.db import models, transaction
from django.db.models.functions import MD5, Cast

from audit import clock
from consultations.collation.folding import Passage as Found
from consultations.collation.folding import Progress, passages
from consultations.models import ClauseComment, Collation, Passage, PassagePlace, QuestionAnswer, Submission
from jobs import actions as jobs
from jobs.models import Job, JobState

KIND = "collate"
OF_NOTHING = hashlib.md5(b"", usedforsecurity=False).hexdigest()
SWEEP_SECONDS = 15
BATCH = 5_000
# Where a text stands: the column of a place, the key of its row, the response.
Placed = tuple[str, int, int]


def stamps(consultation: int | None = None) -> dict[int, str]:
    """Of each consultation, which submissions count. One query."""
    counting = Submission.objects.counting().filter(response__consultation__taken_back_at=None)
    if consultation:
        counting = counting.filter(response__consultation=consultation)
    keys = StringAgg(Cast("pk", models.CharField()), ",", order_by="pk")
    found = counting.order_by().values("response__consultation").annotate(stamp=MD5(keys))
    return {row["response__consultation"]: row["stamp"] for row in found}


def stamp_of(consultation: int) -> str:
    return stamps(consultation).get(consultation, OF_NOTHING)


def queue_stale() -> None:
    """A job for each collation that is not of what counts now. One that has failed for good is not begun again until
    something else counts."""
    made = dict(Collation.objects.values_list("consultation", "stamp"))
    wanted = dict.fromkeys(made, OF_NOTHING) | stamps()
    stale = {pk: stamp for pk, stamp in wanted.items() if made.get(pk) != stamp}
    given_up = Job.objects.filter(kind=KIND, state=JobState.FAILED, key__in=[_key(*each) for each in stale.items()])
    failed = set(given_up.values_list("key", flat=True)) if stale else set()
    for pk, stamp in stale.items():
        if _key(pk, stamp) not in failed:
            jobs.enqueue(KIND, _key(pk, stamp), consultation=pk, stamp=stamp)


def _key(consultation: int, stamp: str) -> str:
    return f"{consultation}-{stamp}"


def job_of(consultation: int) -> Job | None:
    """The newest that was wanted for it."""
    return Job.objects.filter(kind=KIND, key__startswith=f"{consultation}-").order_by("-pk").first()


def collate(job, progress: Progress) -> dict:
    """Read, fold, and put in place of what was there. Where other submissions count by then it is left: the sweep has
    asked for them, or will."""
    consultation, stamp = job.payload["consultation"], job.payload["stamp"]
    progress(1, "Reading what was submitted")
    placed, texts = _texts(consultation)
    found = [passage for passage in passages(texts, progress) if passage.is_repeated]
    progress(85, f"Writing {len(found):,} passages")
    kept = keep(consultation, stamp, placed, found)
    return {"texts": len(texts), "passages": len(found), "kept": kept}


def _texts(consultation: int) -> tuple[list[Placed], list[str]]:
    """Answers in the order of the questions, comments on clauses, and general comments last: what stands in an answer
    as well is read there first."""
    of_it = {"submission__response__consultation": consultation}
    answers = QuestionAnswer.objects.of_those_that_count().filter(**of_it).exclude(text="")
    clauses = ClauseComment.objects.of_those_that_count().filter(**of_it).exclude(text="")
    general = Submission.objects.counting().filter(response__consultation=consultation).exclude(general_comments="")
    read = [
        ("answer", answers.order_by("question__number", "pk"), "submission__response", "text"),
        ("clause_comment", clauses.order_by("pk"), "submission__response", "text"),
        ("general_of", general.order_by("pk"), "response", "general_comments"),
    ]
    placed, texts = [], []
    for column, rows, response, text in read:
        for key, respondent, words in rows.values_list("pk", response, text):
            placed.append((column, key, respondent))
            texts.append(words)
    return placed, texts


def keep(consultation: int, stamp: str, placed: list[Placed], found: Iterable[Found]) -> bool:
    """All of it or nothing; whoever comes second waits."""
    found = list(found)
    with transaction.atomic():
        started = {"stamp": "", "texts": 0, "made_at": clock.now()}
        locked = Collation.objects.select_for_update()
        collation, _ = locked.get_or_create(consultation_id=consultation, defaults=started)
        if stamp_of(consultation) != stamp:
            transaction.set_rollback(True)
            return False
        PassagePlace.objects.filter(passage__collation=collation).delete()
        collation.passages.all().delete()
        rows = Passage.objects.bulk_create(_rows(collation, placed, found), batch_size=BATCH)
        PassagePlace.objects.bulk_create(_places(rows, placed, found), batch_size=BATCH)
        collation.stamp, collation.texts, collation.made_at = stamp, len(placed), clock.now()
        collation.save(update_fields=["stamp", "texts", "made_at"])
    return True


def _rows(collation: Collation, placed: list[Placed], found: list[Found]):
    """What the most said first."""
    counted = [(len({placed[place.text][2] for place in passage.places}), passage) for passage in found]
    counted.sort(key=lambda each: -each[0])
    found[:] = [passage for _, passage in counted]
    return [
        Passage(collation=collation, number=number, respondents=respondents, wordings=passage.wordings)
        for number, (respondents, passage) in enumerate(counted, 1)
    ]


def _places(rows: list[Passage], placed: list[Placed], found: list[Found]):
    for row, passage in zip(rows, found, strict=True):
        for place in passage.places:
            column, key, _ = placed[place.text]
            where = {f"{column}_id": key, "start": place.start, "end": place.end, "wording": place.wording}
            yield PassagePlace(passage=row, **where)
