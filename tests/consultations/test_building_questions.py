"""Questions are put together by acts: what each changes, whom it refuses, and what the second of two is told."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import InternalError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit import clock
from audit.acts import NotAllowed, Refused, act, nothing_changed
from audit.models import Event
from consultations import actions
from consultations.actions.questions import WORDING
from consultations.actions.sets import own_set
from consultations.models import Asks, Consultation, Kind, Question, QuestionCorrection, QuestionSet
from consultations.questions.pasting import questions_in
from proposals.actions import StaleSave
from proposals.actions.ground import fingerprint
from tests import factories as make
from tests.consultations import asked

pytestmark = pytest.mark.django_db
AGREE = Asks.AGREEMENT
PREPARED = {"opened_at": None, "closes_at": None}


@pytest.fixture
def by():
    return make.analyst()


@pytest.fixture
def of(by):
    """A reusable set of three questions, the third after a no to the first."""
    made = actions.make_set(by=by, title="Three questions", kind=Kind.REPORT)
    for text in ("First?", "Second?", "Third?"):
        actions.add_question(of=made, by=by, text=text, asks=AGREE)
    first, _, third = made.questions.all()
    actions.set_condition(question=third, by=by, only_if=first, answers=["disagree"])
    made.refresh_from_db()
    return made


def opened(*texts, **fields) -> Consultation:
    return asked.consultation(*(texts or ("First?", "Second?")), **fields)


def prepared(*texts) -> Consultation:
    row = opened(*texts)
    Consultation.objects.filter(pk=row.pk).update(**PREPARED)
    row.refresh_from_db()
    return row


def texts(of) -> list[str]:
    numbers = list(of.questions.values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    return list(of.questions.values_list("text", flat=True))


def at(of, number) -> Question:
    return of.questions.get(number=number)


# Who


@pytest.mark.parametrize("who", [make.party, make.UserFactory])
def test_questions_are_put_together_by_secas_alone(of, by, who):
    for do, given_ in (
        (actions.add_question, {"of": of, "text": "Fourth?", "asks": AGREE}),
        (actions.add_questions, {"of": of, "text": "Fourth?", "asks": AGREE}),
        (actions.change_question, {"question": at(of, 2), "text": "Other?", "asks": AGREE}),
        (actions.move_question, {"question": at(of, 2), "to": 1}),
        (actions.copy_question, {"question": at(of, 2)}),
        (actions.set_condition, {"question": at(of, 2), "only_if": None}),
        (actions.delete_question, {"question": at(of, 2)}),
        (actions.withdraw_question, {"question": at(of, 2), "reason": "So."}),
        (actions.put_question_back, {"question": at(of, 2)}),
        (actions.correct_question, {"question": at(of, 2), "text": "Other?", "why": "So."}),
        (actions.make_set, {"title": "Other", "kind": Kind.REPORT}),
        (actions.rename_set, {"of": of, "title": "Other"}),
        (actions.retire_set, {"of": of}),
        (actions.take_set_up, {"of": of}),
        (actions.copy_set, {"into": of, "from_set": of}),
    ):
        with pytest.raises(NotAllowed, match=r"^Questions are put together by SECAS\.$"):
            do(by=who(), **given_)
    actions.move_question(question=at(of, 2), by=by, to=1)
    assert texts(of) == ["Second?", "First?", "Third?"]


# Adding


def test_a_question_is_added_last_or_at_a_place(of, by):
    actions.add_question(of=of, by=by, text="Last?", asks=AGREE)
    actions.add_question(of=of, by=by, text="Foremost?", asks=AGREE, place=1)
    assert texts(of) == ["Foremost?", "First?", "Second?", "Third?", "Last?"]


def test_added_by_a_double_press_it_is_added_once(of, by):
    seen = of.version
    first = actions.add_question(of=of, by=by, text="Fourth?", asks=AGREE, version=seen)
    again = actions.add_question(of=of, by=by, text="Fourth?", asks=AGREE, version=seen)
    assert first == again
    assert texts(of) == ["First?", "Second?", "Third?", "Fourth?"]
    assert Event.objects.filter(action="question_added", subject=f"consultations.question:{first.pk}").count() == 1


def test_added_at_a_place_or_copied_by_a_double_press_it_is_there_once(of, by):
    seen = of.version
    for _ in range(2):
        actions.add_question(of=of, by=by, text="Foremost?", asks=AGREE, place=1, version=seen)
    assert texts(of) == ["Foremost?", "First?", "Second?", "Third?"]
    for _ in range(2):
        copied = actions.copy_question(question=at(of, 4), by=by, version=seen + 1)
        assert (copied.number, copied.only_if) == (5, at(of, 2))
    assert texts(of) == ["Foremost?", "First?", "Second?", "Third?", "Third?"]
    assert Event.objects.filter(action="question_added").count() == 5


def test_pressed_for_another_copy_it_is_copied_again(of, by):
    for _ in range(2):
        of.refresh_from_db()
        actions.copy_question(question=at(of, 1), by=by, version=of.version)
    assert texts(of) == ["First?", "First?", "First?", "Second?", "Third?"]


def test_what_stood_there_already_is_no_second_press(of, by):
    """The same words were there before somebody else changed something."""
    actions.add_question(of=of, by=by, text="Foremost?", asks=AGREE, place=1)
    of.refresh_from_db()
    seen = of.version
    actions.change_question(question=at(of, 3), by=by, text="Other?", asks=AGREE)
    actions.move_question(question=at(of, 3), by=by, to=2)
    with pytest.raises(StaleSave):
        actions.add_question(of=of, by=by, text="Foremost?", asks=AGREE, place=1, version=seen)


def test_of_two_windows_the_second_is_told(of, by):
    seen = of.version
    actions.add_question(of=of, by=by, text="Fourth?", asks=AGREE, version=seen)
    for do, given_ in (
        (actions.add_question, {"of": of, "text": "Fifth?", "asks": AGREE}),
        (actions.move_question, {"question": at(of, 2), "to": 1}),
        (actions.change_question, {"question": at(of, 2), "text": "Other?", "asks": AGREE}),
        (actions.delete_question, {"question": at(of, 2)}),
        (actions.copy_question, {"question": at(of, 2)}),
        (actions.copy_set, {"into": of, "from_set": of}),
        (actions.rename_set, {"of": of, "title": "Other"}),
    ):
        with pytest.raises(StaleSave, match="Somebody else changed these questions"):
            do(by=by, version=seen, **given_)
    assert texts(of) == ["First?", "Second?", "Third?", "Fourth?"]


@pytest.mark.parametrize(
    "values, field, sentence",
    [
        ({"text": "  "}, "text", "Write the question."),
        ({"asks": "guess"}, "asks", "Choose what is asked for."),
        (
            {"asks": "choice", "options": ["One", " "]},
            "options",
            "Give at least two options, each on a line of its own.",
        ),
        ({"asks": "choice", "options": ["One", "One"]}, "options", "“One” stands twice among the options."),
        ({"asks": "choice", "options": ["One", "x" * 201]}, "options", "An option may have 200 characters"),
    ],
)
def test_what_cannot_be_asked_is_refused_at_its_field(of, by, values, field, sentence):
    with pytest.raises(Refused) as refusal:
        actions.add_question(of=of, by=by, **{"text": "Fourth?", "asks": AGREE, **values})
    assert refusal.value.field == field
    assert refusal.value.sentence.startswith(sentence)


def test_options_belong_to_a_choice_alone(of, by):
    values = {"text": "Which?", "options": [" One ", "", "Two"], "several": True}
    chosen = actions.add_question(of=of, by=by, asks=Asks.CHOICE, **values)
    other = actions.add_question(of=of, by=by, asks=AGREE, **values)
    assert (chosen.options, chosen.several) == (["One", "Two"], True)
    assert (other.options, other.several) == ([], False)


@pytest.mark.parametrize(
    "pasted, found",
    [
        ("Do you agree?\n\n  And why? \n", ["Do you agree?", "And why?"]),
        ("1. Do you agree\n   with all of it?\n2) And why?\n", ["Do you agree with all of it?", "And why?"]),
        ("Question 1: Do you agree?\nQ2. And why?", ["Do you agree?", "And why?"]),
        ("- Do you agree?\n• And why?", ["Do you agree?", "And why?"]),
        ("Do you agree?\n2. And why?", ["Do you agree?", "2. And why?"]),
        ("2026 is the year. Do you agree?", ["2026 is the year. Do you agree?"]),
        (" \n", []),
    ],
)
def test_a_pasted_list_is_read_as_people_write_lists(pasted, found):
    assert questions_in(pasted) == found


@given(st.lists(st.text(st.characters(categories=["L", "Nd", "Zs", "Po"]), max_size=30).map(str.strip), max_size=9))
def test_a_numbered_list_is_read_back_as_it_was(questions):
    kept = [" ".join(each.split()) for each in questions if each.strip()]
    pasted = "\n".join(f"{number}. {text}" for number, text in enumerate(kept, 1))
    assert [" ".join(each.split()) for each in questions_in(pasted)] == kept


def test_several_are_pasted_at_once_and_once(of, by):
    given_ = {"text": "1. Fourth?\n2. Fifth?", "asks": "text", "group": "More", "version": of.version}
    first = actions.add_questions(of=of, by=by, **given_)
    again = actions.add_questions(of=of, by=by, **given_)
    assert first == again
    assert texts(of) == ["First?", "Second?", "Third?", "Fourth?", "Fifth?"]
    assert set(of.questions.filter(number__gt=3).values_list("asks", "group")) == {("text", "More")}
    with pytest.raises(Refused, match="Paste the questions"):
        actions.add_questions(of=of, by=by, text="\n", asks="text")


def test_a_set_does_not_grow_without_end(of, by):
    with pytest.raises(Refused, match="500 questions are the most that one set can hold; these would be 501"):
        actions.add_questions(of=of, by=by, text="\n".join(f"Number {n}?" for n in range(498)), asks="text")
    assert (
        len(actions.add_questions(of=of, by=by, text="\n".join(f"Number {n}?" for n in range(497)), asks="text")) == 497
    )


# Conditions and order


def test_a_question_does_not_come_before_the_one_it_depends_on(of, by):
    """Whichever of the two is moved."""
    sentence = "Question 3 depends on the answer to question 1, so it has to come after it."
    for number, to in ((3, 1), (1, 3)):
        with pytest.raises(Refused) as refusal:
            actions.move_question(question=at(of, number), by=by, to=to)
        assert refusal.value.sentence == sentence
    actions.move_question(question=at(of, 3), by=by, to=2)
    assert texts(of) == ["First?", "Third?", "Second?"]


def test_moved_by_a_double_press_it_moves_once(of, by):
    seen, second = of.version, at(of, 2)
    actions.move_question(question=second, by=by, to=1, version=seen)
    actions.move_question(question=second, by=by, to=1, version=seen)
    assert texts(of) == ["Second?", "First?", "Third?"]
    assert Event.objects.filter(action="question_moved").count() == 1


@pytest.mark.parametrize("to", [0, 4])
def test_there_are_as_many_places_as_questions(of, by, to):
    with pytest.raises(Refused, match="There is no such place"):
        actions.move_question(question=at(of, 2), by=by, to=to)


def test_a_condition_leads_back_to_agreement_or_a_choice(of, by):
    words = actions.add_question(of=of, by=by, text="In words?", asks="text")
    last = actions.add_question(of=of, by=by, text="Last?", asks="text")
    elsewhere = asked.question_set("Elsewhere?").questions.get()
    for lead in (words, last, elsewhere):
        with pytest.raises(Refused) as refusal:
            actions.set_condition(question=last, by=by, only_if=lead, answers=["agree"])
        assert refusal.value.field == "on"
    actions.set_condition(question=last, by=by, only_if=at(of, 2), answers=["no_view", "agree"])
    last.refresh_from_db()
    assert (last.only_if, last.only_if_answers) == (at(of, 2), ["agree", "no_view"])
    actions.set_condition(question=last, by=by, only_if=None)
    last.refresh_from_db()
    assert (last.only_if, last.only_if_answers) == (None, [])


@pytest.mark.parametrize("answers", [[], ["perhaps"], ["agree", "perhaps"]])
def test_a_condition_names_answers_that_there_are(of, by, answers):
    with pytest.raises(Refused) as refusal:
        actions.set_condition(question=at(of, 2), by=by, only_if=at(of, 1), answers=answers)
    assert (refusal.value.field, refusal.value.sentence) == ("answers", "Choose from the answers to question 1.")


def test_what_another_depends_on_is_neither_deleted_nor_changed_under_it(of, by):
    with pytest.raises(Refused, match="Question 3 depends on its answer"):
        actions.delete_question(question=at(of, 1), by=by)
    with pytest.raises(Refused, match="Question 3 is asked only after an answer that would be gone"):
        actions.change_question(question=at(of, 1), by=by, text="First?", asks="text")
    actions.set_condition(question=at(of, 3), by=by, only_if=None)
    actions.delete_question(question=at(of, 1), by=by)
    assert texts(of) == ["Second?", "Third?"]


def test_a_copy_stands_right_after_it_with_its_condition(of, by):
    made = actions.copy_question(question=at(of, 3), by=by)
    assert texts(of) == ["First?", "Second?", "Third?", "Third?"]
    assert (made.number, made.only_if, made.only_if_answers) == (4, at(of, 1), ["disagree"])


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), max_size=6))
def test_however_questions_are_moved_numbers_close_and_conditions_lead_back(moves):
    with transaction.atomic():
        by = make.analyst()
        own = asked.question_set("A?", "B?", "C?", "D?", "E?", kind=Kind.REPORT, reusable=True)
        own.questions.filter(number=4).update(only_if=at(own, 2), only_if_answers=["agree"])
        own.questions.filter(number=5).update(only_if=at(own, 4), only_if_answers=["agree"])
        for number, to in moves:
            with suppress(Refused):
                actions.move_question(question=at(own, number), by=by, to=to)
            assert sorted(texts(own)) == ["A?", "B?", "C?", "D?", "E?"]
            for led in own.questions.exclude(only_if=None).select_related("only_if"):
                assert led.only_if.number < led.number
        transaction.set_rollback(True)


# Once it is open


def test_while_it_is_prepared_a_question_is_deleted_and_once_open_withdrawn(by):
    before = prepared("First?", "Second?", "Third?")
    with pytest.raises(Refused, match="Nobody has been asked yet: delete the question instead"):
        actions.withdraw_question(question=at(before.questions, 1), by=by, reason="Twice.")
    actions.delete_question(question=at(before.questions, 1), by=by)
    assert texts(before.questions) == ["Second?", "Third?"]
    row = opened("First?", "Second?", "Third?")
    with pytest.raises(Refused, match="withdraw the question instead, with a reason"):
        actions.delete_question(question=at(row.questions, 1), by=by)
    actions.withdraw_question(question=at(row.questions, 1), by=by, reason=" Asked twice. ")
    assert texts(row.questions) == ["First?", "Second?", "Third?"]
    assert at(row.questions, 1).withdrawn_because == "Asked twice."


def test_withdrawn_it_keeps_what_was_answered_and_is_asked_again_by_the_opposite_act(by):
    row = opened()
    sent = asked.submission(row, answers=[(1, "disagree", "Too slow.")])
    question = at(row.questions, 1)
    actions.withdraw_question(question=question, by=by, reason="Asked twice.")
    actions.withdraw_question(question=question, by=by, reason="Asked twice.")
    assert sent.answers.get().text == "Too slow."
    with pytest.raises(Refused, match="Somebody else was faster"):
        actions.withdraw_question(question=question, by=by, reason="It is not clear.")
    actions.put_question_back(question=question, by=by)
    actions.put_question_back(question=question, by=by)
    question.refresh_from_db()
    assert (question.withdrawn_at, question.withdrawn_because) == (None, "")
    assert list(Event.objects.filter(action__startswith="question_").order_by("sequence").values_list("action", flat=True)) == [
        "question_withdrawn", "question_put_back",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "reason, sentence", [(" ", "Say why it is no longer asked."), ("x" * 301, "The reason may have 300")]
)
def test_a_question_is_withdrawn_with_a_reason_that_fits(by, reason, sentence):
    with pytest.raises(Refused, match=sentence) as refusal:
        actions.withdraw_question(question=at(opened().questions, 1), by=by, reason=reason)
    assert refusal.value.field == "reason"


def test_what_is_asked_stands_once_it_is_open(by):
    row = opened()
    question = at(row.questions, 2)
    for do, given_ in (
        (actions.add_question, {"of": row.questions, "text": "Third?", "asks": AGREE}),
        (actions.add_questions, {"of": row.questions, "text": "Third?", "asks": AGREE}),
        (actions.change_question, {"question": question, "text": "Other?", "asks": AGREE}),
        (actions.move_question, {"question": question, "to": 1}),
        (actions.copy_question, {"question": question}),
        (actions.set_condition, {"question": question, "only_if": None}),
        (actions.copy_set, {"into": row.questions, "from_set": row.questions}),
    ):
        with pytest.raises(Refused, match="so its questions keep their places"):
            do(by=by, **given_)
    assert texts(row.questions) == ["First?", "Second?"]


def test_a_wording_is_put_right_with_the_old_and_the_new_for_everybody(by):
    row = opened("Do you agre?", "Second?")
    question = at(row.questions, 1)
    given_ = {"text": "Do you agree?", "help": "", "why": "A letter was missing."}
    actions.correct_question(question=question, by=by, **given_)
    actions.correct_question(question=question, by=by, **given_)
    (kept,) = QuestionCorrection.objects.visible_to(make.party())
    assert (kept.text_was, kept.text_becomes, kept.why) == ("Do you agre?", "Do you agree?", "A letter was missing.")
    event = Event.objects.get(action="question_corrected")
    assert event.classification == "white"
    with pytest.raises(Refused, match="what the record says already"):
        actions.correct_question(question=question, by=by, text="Do you agree?", why="Another reason.")
    actions.correct_question(question=question, by=by, text="Do you agre?", why="It was meant so.")
    assert QuestionCorrection.objects.count() == 2


def test_a_wording_is_put_right_by_the_first_of_two(by):
    question = at(opened().questions, 1)
    seen = fingerprint(question, WORDING)
    actions.correct_question(question=question, by=by, text="One?", why="So.", opened=seen)
    with pytest.raises(Refused, match="Somebody else changed this"):
        actions.correct_question(question=question, by=by, text="Two?", why="Why not.", opened=seen)


def test_before_it_is_open_there_is_no_correction_and_the_history_is_secas_own(by):
    row = prepared()
    question = at(row.questions, 1)
    with pytest.raises(Refused, match="change the question instead"):
        actions.correct_question(question=question, by=by, text="Other?", why="So.")
    actions.change_question(question=question, by=by, text="Other?", asks=AGREE)
    assert Event.objects.get(action="question_changed").classification == "amber"
    assert QuestionCorrection.objects.count() == 0


@pytest.mark.parametrize(
    "fields, sentence",
    [
        ({"days": -2}, "This consultation is over: what was asked stands."),
        ({"taken_back_at": clock.now(), "taken_back_because": "So."}, "This consultation was taken back"),
    ],
)
def test_after_its_end_nothing_is_changed(by, fields, sentence):
    question = at(opened(**fields).questions, 1)
    with pytest.raises(Refused, match=sentence):
        actions.withdraw_question(question=question, by=by, reason="So.")
    with pytest.raises(Refused, match=sentence):
        actions.correct_question(question=question, by=by, text="Other?", why="So.")


def test_until_the_very_close_a_question_can_be_withdrawn(by):
    row = opened()
    with clock.set_to(row.closes_at - timedelta(milliseconds=1)):
        actions.withdraw_question(question=at(row.questions, 1), by=by, reason="So.")
    with clock.set_to(row.closes_at), pytest.raises(Refused, match="is over"):
        actions.withdraw_question(question=at(row.questions, 2), by=by, reason="So.")


# Sets


def test_a_set_is_copied_with_its_conditions(of, by):
    row = prepared("Own question?")
    actions.copy_set(into=row.questions, from_set=of, by=by)
    own = row.questions
    assert texts(own) == ["Own question?", "First?", "Second?", "Third?"]
    assert (at(own, 4).only_if, at(own, 4).only_if_answers) == (at(own, 2), ["disagree"])
    own.refresh_from_db()
    assert own.copied_from == of
    actions.change_question(question=at(own, 2), by=by, text="Other?", asks=AGREE)
    assert texts(of) == ["First?", "Second?", "Third?"]


def test_a_set_is_copied_once_by_a_double_press(of, by):
    into = prepared("Own question?").questions
    seen = into.version
    first = actions.copy_set(into=into, from_set=of, by=by, version=seen)
    assert actions.copy_set(into=into, from_set=of, by=by, version=seen) == first
    assert texts(into) == ["Own question?", "First?", "Second?", "Third?"]
    actions.copy_set(into=into, from_set=of, by=by, version=seen + 1)
    assert len(texts(into)) == 7


def test_the_own_set_of_a_consultation_is_made_from_a_reusable_one(of, by):
    @act
    def prepare(*, by):
        nothing_changed()
        return own_set(Kind.REPORT, "MP087", of, by), own_set(Kind.REPORT, "MP088", None, by)

    own, empty = prepare(by=by)
    assert (texts(own), own.reusable, own.copied_from, own.kind) == (texts(of), False, of, Kind.REPORT)
    assert at(own, 3).only_if == at(own, 1)
    assert texts(empty) == []


def test_only_a_reusable_set_in_use_with_questions_is_copied(of, by):
    into = prepared().questions
    empty = actions.make_set(by=by, title="Empty", kind=Kind.REPORT)
    with pytest.raises(Refused, match="“Empty” has no questions yet"):
        actions.copy_set(into=into, from_set=empty, by=by)
    actions.retire_set(of=of, by=by)
    for source in (of, opened().questions):
        with pytest.raises(Refused, match="Choose a reusable set that is in use") as refusal:
            actions.copy_set(into=into, from_set=source, by=by)
        assert refusal.value.field == "from_set"


def test_a_title_is_given_once_for_a_kind_among_the_sets_in_use(of, by):
    with pytest.raises(Refused, match="There is already a set “Three questions”") as refusal:
        actions.make_set(by=by, title=" Three questions ", kind=Kind.REPORT)
    assert refusal.value.field == "title"
    other = actions.make_set(by=by, title="Three questions", kind=Kind.REFINEMENT, from_set=of)
    assert texts(other) == texts(of)
    actions.retire_set(of=of, by=by)
    actions.make_set(by=by, title="Three questions", kind=Kind.REPORT)
    with pytest.raises(Refused, match="There is already a set"):
        actions.take_set_up(of=of, by=by)


def test_a_set_is_renamed_retired_and_taken_up_again(of, by):
    actions.rename_set(of=of, by=by, title="Standard questions", version=of.version)
    actions.retire_set(of=of, by=by)
    actions.retire_set(of=of, by=by)
    with pytest.raises(Refused, match="This set is retired: take it up again before you change it"):
        actions.add_question(of=of, by=by, text="Fourth?", asks=AGREE)
    actions.take_set_up(of=of, by=by)
    actions.take_set_up(of=of, by=by)
    actions.add_question(of=of, by=by, text="Fourth?", asks=AGREE)
    of.refresh_from_db()
    assert (of.title, of.retired_on) == ("Standard questions", None)
    assert Event.objects.filter(action__in=["question_set_retired", "question_set_taken_up"]).count() == 2


@pytest.mark.parametrize(
    "values, field",
    [({"title": " "}, "title"), ({"title": "x" * 161}, "title"), ({"kind": "other"}, "kind")],
)
def test_a_set_has_a_title_and_a_kind(by, values, field):
    with pytest.raises(Refused) as refusal:
        actions.make_set(by=by, **{"title": "Other", "kind": Kind.REPORT, **values})
    assert refusal.value.field == field


def test_the_questions_of_a_consultation_are_no_reusable_set(by):
    own = opened().questions
    for do, more in ((actions.rename_set, {"title": "Other"}), (actions.retire_set, {}), (actions.take_set_up, {})):
        with pytest.raises(Refused, match="belong to one consultation"):
            do(of=own, by=by, **more)


# What the database refuses, and what a new register starts with


@pytest.mark.parametrize(
    "name, fields",
    [
        ("a_corrected_question_says_why", {"why": ""}),
        ("a_correction_changes_the_question", {"text_becomes": "First?"}),
        ("a_corrected_question_asks_something", {"text_becomes": ""}),
    ],
)
def test_half_a_correction_is_refused_by_name(name, fields):
    values = {"text_was": "First?", "text_becomes": "Other?", "why": "So.", "at": clock.now()}
    question = at(opened().questions, 1)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        QuestionCorrection.objects.create(question=question, **values | fields)
    QuestionCorrection.objects.create(question=question, **values)
    with pytest.raises(InternalError), transaction.atomic():
        QuestionCorrection.objects.update(why="Otherwise.")


def test_corrections_are_read_by_whoever_reads_the_consultation(by):
    row = prepared()
    question = at(row.questions, 1)
    QuestionCorrection.objects.create(
        question=question, text_was="First?", text_becomes="Other?", why="So.", at=clock.now()
    )
    party = make.party()
    found = QuestionCorrection.objects
    assert (found.visible_to(by).count(), found.visible_to(party).count()) == (1, 0)
    Consultation.objects.filter(pk=row.pk).update(opened_at=row.at, closes_at=clock.now())
    assert (found.visible_to(by).count(), found.visible_to(party).count()) == (1, 1)


def test_a_new_register_has_a_set_for_each_kind_that_always_asks_the_same():
    found = {
        of.kind: list(of.questions.values_list("asks", flat=True)) for of in QuestionSet.objects.filter(reusable=True)
    }
    assert {kind: len(rows) for kind, rows in found.items()} == {
        "mrc": 6,
        "refinement": 10,
        "requirements": 3,
        "rfi": 3,
    }
    assert found["mrc"] == ["agree", "agree", "agree", "cost", "text", "text"]
    led = Question.objects.filter(of__reusable=True).exclude(only_if=None).select_related("only_if")
    assert all(row.only_if.number < row.number and row.only_if.of_id == row.of_id for row in led)
    assert led.count() == 2
