"""Passages are brought together by a job: asked for once for what counts, replaced as a whole, never half done."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit import clock
from consultations.collation import keeping
from consultations.collation.folding import passages
from consultations.models import Collation, Passage, PassagePlace, Response, Submission
from jobs.models import Job, JobState
from jobs.tasks import run
from tests.consultations import asked
from tests.consultations.crowd import crowd

pytestmark = pytest.mark.django_db

LONG = "The rule would ask every supplier for a test of its own before the first device is delivered."
OTHER = "Our engineers visit rural premises on Tuesdays and carry printed instructions with them."


@pytest.fixture
def of():
    return asked.consultation("One?", "Two?", days=-1)


def queued() -> list[Job]:
    return list(Job.objects.filter(kind=keeping.KIND, state=JobState.QUEUED))


def work() -> list[Job]:
    """As the dispatcher and a worker do it; the jobs that were done."""
    keeping.queue_stale()
    jobs = queued()
    for job in jobs:
        run(job.pk)
        job.refresh_from_db()
    return jobs


def test_what_is_said_twice_is_kept_with_where_it_stands(of):
    sent = crowd(
        of,
        2,
        answer=lambda n, question: {"text": f"Yes. {LONG}"} if question == 1 else None,
        clauses=lambda n: [{"clause": "L8.7", "as_written": "18.7", "operation": "query", "text": OTHER}] * (n + 1),
        submitted=lambda n: {"general_comments": f"First of all. {LONG}" if n else ""},
    )
    [job] = work()
    assert (job.state, job.result) == (JobState.DONE, {"texts": 6, "passages": 2, "kept": True})
    most, other = Passage.objects.order_by("number")
    assert (most.number, most.respondents, most.wordings) == (1, 2, 1)
    assert {place.answer_id or place.general_of_id for place in most.places.all()} == {
        *(each.answers.get().pk for each in sent),
        sent[1].pk,
    }
    assert [other.places.count(), other.places.exclude(clause_comment=None).count()] == [3, 3]
    for place in most.places.exclude(answer=None):
        assert place.answer.text[place.start : place.end] == LONG


def test_it_is_asked_for_once_and_only_where_something_else_counts(of):
    assert work() == []
    crowd(of, 2)
    keeping.queue_stale()
    keeping.queue_stale()
    assert len(queued()) == 1
    assert len(work()) == 1
    assert work() == []
    Response.objects.filter(consultation=of, number=1).update(withdrawn_at=clock.now(), withdrawn_because="So.")
    assert len(work()) == 1
    Response.objects.filter(consultation=of).update(withdrawn_at=None, withdrawn_because="")
    assert len(work()) == 1
    Response.objects.filter(consultation=of).update(withdrawn_at=clock.now(), withdrawn_because="So.")
    assert len(work()) == 1
    assert Collation.objects.get().stamp == keeping.OF_NOTHING
    assert work() == []


def test_what_failed_for_good_is_not_begun_again_until_something_else_counts(of):
    crowd(of, 2)
    keeping.queue_stale()
    Job.objects.update(state=JobState.FAILED, finished_at=clock.now())
    keeping.queue_stale()
    assert queued() == []
    crowd(of, 1)
    keeping.queue_stale()
    assert len(queued()) == 1


def test_it_replaces_what_was_there(of):
    crowd(of, 2, answer=lambda n, question: {"text": LONG})
    work()
    before = set(Passage.objects.values_list("pk", flat=True))
    crowd(of, 1, answer=lambda n, question: {"text": f"{LONG} {OTHER}"})
    work()
    assert not before & set(Passage.objects.values_list("pk", flat=True))
    assert list(Passage.objects.values_list("respondents", flat=True)) == [3, 1]
    assert Collation.objects.get().texts == 6


def test_work_on_what_counts_no_more_changes_nothing(of):
    """It was read before something else counted; whoever works on that is not overtaken."""
    crowd(of, 2, answer=lambda n, question: {"text": LONG})
    work()
    stamp = Collation.objects.get().stamp
    crowd(of, 1)
    keeping.queue_stale()
    [job] = queued()
    crowd(of, 1)
    run(job.pk)
    job.refresh_from_db()
    assert job.result["kept"] is False
    assert Collation.objects.get().stamp == stamp
    assert Passage.objects.count() == 1
    assert len(work()) == 1


def test_what_breaks_off_while_it_is_written_leaves_what_was_there(of, monkeypatch):
    crowd(of, 2, answer=lambda n, question: {"text": LONG})
    work()
    kept = list(PassagePlace.objects.order_by("pk").values_list("pk", "passage", "answer"))
    crowd(of, 1, answer=lambda n, question: {"text": OTHER})
    monkeypatch.setattr(keeping, "_places", lambda *args: 1 / 0)
    [job] = work()
    assert job.state == JobState.QUEUED
    assert list(PassagePlace.objects.order_by("pk").values_list("pk", "passage", "answer")) == kept


def test_of_two_consultations_each_has_its_own(of):
    other = asked.consultation("One?", days=-1)
    for each in (of, other):
        crowd(each, 2, answer=lambda n, question: {"text": LONG})
    assert len(work()) == 2
    assert [each.passages.count() for each in Collation.objects.order_by("pk")] == [1, 1]


def test_late_ones_that_wait_are_not_read(of):
    once = lambda n, question: {"text": LONG} if question == 1 else None  # noqa: E731
    crowd(of, 2, answer=once, submitted=lambda n: {"late": n == 1})
    work()
    assert not Passage.objects.exists()
    Submission.objects.filter(late=True).update(
        late_decision="accepted", decided_at=clock.now(), decided_because="The site was down."
    )
    work()
    assert Passage.objects.count() == 1


@pytest.mark.parametrize("number", [3, 300])
def test_to_look_for_work_takes_two_queries(number, of):
    crowd(of, number)
    work()
    with CaptureQueriesContext(connection) as queries:
        keeping.queue_stale()
    assert len(queries) == 2


def test_the_general_comments_of_a_long_response_fold_with_the_answer_that_repeats_them(of):
    """As in a response of the shape of a real one: four paragraphs stand in the general comments and, with another
    beginning, a slip and a page end in mid-sentence, in the answer to a question."""
    four = (
        "We note that volume is left out of these tests. The provider has reasons of its own to manage volume well.",
        "The draft lets the phase be finished with stubs. That was not so before this stage.",
        "We would not delay the start of the service in any way. The next phase is where real hubs come in.",
        "This may suit the provider. Agreement on this point ought to be found before the text is changed.",
    )
    torn = four[3].replace("Agreement on this point", "Agreement on\n\n\nthis point")
    general = "We welcome the draft.\n\nWe said so once before of the tests. " + "\n\n".join(four)
    answer = "Yes, although we are concerned about tests. " + "\n\n".join(
        [four[0].replace("reasons", "reascns"), *four[1:3], torn]
    )
    found = [passage for passage in passages([answer, general]) if passage.is_repeated]
    assert [len(passage.places) for passage in found] == [2, 2, 2, 2]
    assert [" ".join(general[p.places[1].start : p.places[1].end].split()) for p in found] == list(four)
    assert [passage.wordings for passage in found] == [2, 1, 1, 1]
