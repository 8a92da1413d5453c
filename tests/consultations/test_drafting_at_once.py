"""Colleagues at the same instant, on real connections: one draft, one lock, and of two texts none lost."""

from contextlib import suppress
from itertools import pairwise

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.acts import Refused
from consultations import actions
from consultations.actions.drafted import IsHeld, Overtaken
from consultations.models import DraftAnswer, DraftClauseComment, Enclosure, PartLock, Response, Revision
from tests import factories as make
from tests.consultations import asked
from tests.consultations.drafts import begun, colleague, question, says
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def team():
    robin = make.party()
    return [robin, *(colleague(robin.organisations[0]) for _ in range(3))]


@pytest.fixture
def response(team):
    return begun(team[0])


def kinds(answers) -> list[type]:
    return [type(answer) for answer in answers if isinstance(answer, Exception)]


def test_four_begin_at_once_and_write_in_one_response(team):
    of, organisation = asked.consultation(), team[0].organisations[0]
    begin = [lambda who=who: actions.start_response(consultation=of, by=who, organisation=organisation) for who in team]
    assert len({response.pk for response in at_once(*begin)}) == 1
    assert Response.objects.count() == 1


def test_of_four_who_save_one_answer_three_are_shown_the_first(team, response):
    asked_for = question(response)

    def save(who):
        try:
            words = says(f"By {who.pk}.")
            return actions.save_answer(response=response, by=who, question=asked_for, given=words, expected=0)
        except Overtaken as overtaken:
            actions.keep_words(response=response, by=who, part=f"q-{asked_for.pk}", said=words)
            return overtaken

    answers = at_once(*[lambda who=who: save(who) for who in team])
    assert kinds(answers) == [Overtaken] * 3
    stands = DraftAnswer.objects.get().text
    assert {answer.said["text"] for answer in answers if isinstance(answer, Overtaken)} == {stands}
    kept = {revision.said["text"] for revision in Revision.objects.all()}
    assert kept | {stands} == {f"By {who.pk}." for who in team}


def test_of_four_who_take_a_part_one_holds_it(team, response):
    answers = at_once(*[lambda who=who: actions.take_part(response=response, by=who, part="general") for who in team])
    assert kinds(answers) == [IsHeld] * 3
    assert PartLock.objects.count() == 1


def test_writing_in_two_parts_at_once_nobody_is_in_the_way(team, response):
    asked_for = question(response)
    answers = at_once(
        lambda: actions.save_answer(response=response, by=team[0], question=asked_for, given=says("One."), expected=0),
        lambda: actions.save_general(response=response, by=team[1], text="Two.", expected=0),
        lambda: actions.save_head(response=response, by=team[2], others="Three.", expected=1),
    )
    assert kinds(answers) == []
    saved = Response.objects.get()
    assert (DraftAnswer.objects.get().text, saved.general_comments, saved.others) == ("One.", "Two.", "Three.")


def test_a_comment_and_a_file_sent_twice_are_there_once(team, response):
    words = {"as_written": "L8.1", "operation": "query", "text": "Why?"}
    at_once(*[lambda: actions.save_clause(response=response, by=team[0], **words)] * 2)
    assert DraftClauseComment.objects.count() == 1
    at_once(
        *[
            lambda: actions.attach_enclosure(
                response=response, by=team[0], upload=SimpleUploadedFile("a.pdf", b"%PDF-1.7")
            )
        ]
        * 2
    )
    assert Enclosure.objects.count() == 1


def test_removed_while_a_colleague_writes_in_it_the_words_are_there(team, response):
    made = actions.save_clause(response=response, by=team[0], as_written="L8.1", operation="query", text="Why?")

    def write():
        return actions.save_clause(
            response=response,
            by=team[1],
            clause=made,
            as_written="L8.1",
            operation="query",
            text="Why not?",
            expected=1,
        )

    answers = at_once(write, lambda: actions.remove_clause(response=response, by=team[0], clause=made, expected=1))
    refused = [answer for answer in answers if isinstance(answer, Refused)]
    assert len(refused) == 1
    assert DraftClauseComment.objects.exists() or Revision.objects.get().said["text"] == "Why?"


# What three colleagues do, in whatever order: look at an answer, add a word to what they last saw, save it.
STEPS = st.lists(st.tuples(st.integers(0, 2), st.sampled_from(["look", "save", "save", "take", "leave"])), max_size=24)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_no_word_that_was_sent_is_lost_in_whatever_order(steps):
    """A word stands in the answer or is kept beside it, whoever was faster; and versions grow by one."""
    robin = make.party()
    team = [robin, *(colleague(robin.organisations[0]) for _ in range(2))]
    response = begun(robin)
    asked_for = question(response)
    seen = dict.fromkeys(range(3), ("", 0))
    sent, versions = [], [0]

    def stands() -> tuple[str, int]:
        row = DraftAnswer.objects.filter(response=response).first()
        return (row.text, row.version) if row else ("", 0)

    for number, (who, step) in enumerate(steps):
        if step == "look":
            seen[who] = stands()
        elif step in ("take", "leave"):
            act = actions.take_part if step == "take" else actions.leave_part
            with suppress(IsHeld):
                act(response=response, by=team[who], part=f"q-{asked_for.pk}")
        else:
            text, version = seen[who]
            words = says(f"{text} w{number}".strip())
            sent.append(f"w{number}")
            try:
                row = actions.save_answer(
                    response=response, by=team[who], question=asked_for, given=words, expected=version
                )
                seen[who] = (row.text, row.version)
            except (Overtaken, IsHeld):
                actions.keep_words(response=response, by=team[who], part=f"q-{asked_for.pk}", said=words)
        versions.append(stands()[1])

    kept = [stands()[0], *(revision.said["text"] for revision in Revision.objects.filter(response=response))]
    there = {word for text in kept for word in text.split()}
    assert there >= set(sent)
    assert all(after - before in (0, 1) for before, after in pairwise(versions))
