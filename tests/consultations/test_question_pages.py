"""The pages on which questions are put together: who comes in, what is offered when, what comes back of bad input, and
what they cost in queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consultations import actions
from consultations.models import Asks, Consultation, Kind, Question, QuestionSet
from tests import factories as make
from tests import markup
from tests.consultations import asked

pytestmark = pytest.mark.django_db
PREPARED = {"opened_at": None, "closes_at": None}


@pytest.fixture
def by():
    return make.analyst()


@pytest.fixture
def secas(client, by):
    client.force_login(by)
    return client


@pytest.fixture
def row() -> Consultation:
    made = asked.consultation("First?", "Second?", "Third?", title="Testing arrangements")
    Consultation.objects.filter(pk=made.pk).update(**PREPARED)
    made.refresh_from_db()
    return made


def opened(*texts, **fields) -> Consultation:
    return asked.consultation(*(texts or ("First?", "Second?")), **fields)


def url(name, *args) -> str:
    return reverse(f"consultations:{name}", args=args)


def of_question(name, of, number) -> str:
    return url(name, of.pk, of.questions.get(number=number).pk)


def text_of(response) -> str:
    tree, errors = markup.read(response.content.decode())
    assert errors == []
    return " ".join("".join(tree.itertext()).split())


def texts(of) -> list[str]:
    return list(of.questions.values_list("text", flat=True))


GET_PAGES = ["add_question", "paste_questions", "copy_set", "set", "preview_set"]
OF_A_QUESTION = ["change_question", "question_condition", "delete_question", "withdraw_question", "correct_question"]


def addresses(row) -> list[str]:
    own = row.questions
    return [
        url("questions", row.pk),
        url("preview", row.pk),
        url("sets"),
        url("new_set"),
        *(url(name, own.pk) for name in (*GET_PAGES, "rename_set")),
        *(of_question(name, own, 2) for name in OF_A_QUESTION),
    ]


def test_pages_are_there_for_secas_and_nobody_else(client, by, row):
    for address in addresses(row):
        client.logout()
        assert client.get(address).headers["Location"] == f"{reverse('account_login')}?next={address}"
        for who in (make.party(), make.UserFactory()):
            client.force_login(who)
            assert client.get(address).status_code == 404
        client.force_login(by)
        assert client.get(address, follow=True).status_code == 200


@pytest.mark.parametrize("name", ["arrange_questions", "retire_set", "take_set_up"])
def test_what_is_pressed_is_pressed_by_secas(client, by, row, name):
    for who in (make.party(), make.UserFactory()):
        client.force_login(who)
        assert client.post(url(name, row.questions.pk)).status_code == 404
    client.force_login(by)
    assert client.get(url(name, row.questions.pk)).status_code == 405


def test_what_only_named_people_read_has_no_pages_for_another_analyst(secas, row):
    Consultation.objects.filter(pk=row.pk).update(classification="red")
    for address in addresses(row):
        expected = 200 if address in (url("sets"), url("new_set")) else 404
        assert secas.get(address).status_code == expected


def test_a_question_of_another_set_has_no_page_here(secas, row):
    other = opened().questions
    stranger = other.questions.get(number=1).pk
    for name in OF_A_QUESTION:
        assert secas.get(url(name, row.questions.pk, stranger)).status_code == 404
    for data in ({"copy": stranger}, {"move": f"{stranger}:1"}, {"move": "x"}, {}):
        assert secas.post(url("arrange_questions", row.questions.pk), {"version": 1, **data}).status_code == 404


# The builder


def test_an_empty_consultation_says_how_questions_come(secas, row):
    row.questions.questions.all().delete()
    page = text_of(secas.get(url("questions", row.pk)))
    assert "No questions yet" in page
    assert "Nobody but SECAS sees these questions until the consultation is opened." in page


def test_the_builder_shows_each_question_with_all_that_belongs_to_it(secas, by, row):
    own = row.questions
    third = own.questions.get(number=3)
    actions.change_question(
        question=third, by=by, text="Which?", asks="choice", options=["One", "Two"], group="Options", required=True
    )
    actions.set_condition(question=third, by=by, only_if=own.questions.get(number=1), answers=["disagree"])
    page = text_of(secas.get(url("questions", row.pk)))
    for words in ("Options", "If you answered “No” to question 1", "Which?", "Has to be answered", "One", "Two"):
        assert words in page
    assert page.count("Whether they agree") == 2


def test_a_question_is_added_where_it_was_to_stand(secas, row):
    own = row.questions
    data = {"text": "Foremost?", "asks": "agree", "place": "1", "version": own.version}
    answer = secas.post(url("add_question", own.pk), data)
    assert answer.headers["Location"] == f"{url('questions', row.pk)}#question-1"
    assert texts(own) == ["Foremost?", "First?", "Second?", "Third?"]


def test_one_after_another_is_written_without_going_back(secas, row):
    own = row.questions
    data = {"text": "Fourth?", "asks": "text", "version": own.version, "again": "yes"}
    answer = secas.post(url("add_question", own.pk), data)
    assert answer.headers["Location"] == url("add_question", own.pk)


def test_what_is_wrong_comes_back_with_a_sentence_and_what_was_typed(secas, row):
    own = row.questions
    data = {"text": "Which?", "asks": "choice", "options": "One", "help": "Read section 4.", "version": own.version}
    answer = secas.post(url("add_question", own.pk), data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Give at least two options, each on a line of its own." in page
    assert all(typed in page for typed in ("Which?", "Read section 4.", ">\nOne</textarea>"))
    assert "<title>" in page
    assert "Error:" in page


def test_of_two_windows_the_second_keeps_what_was_typed_and_may_go_on(secas, by, row):
    own = row.questions
    seen = own.version
    actions.add_question(of=own, by=by, text="Theirs?", asks="text")
    data = {"text": "Mine?", "asks": "text", "version": seen}
    answer = secas.post(url("add_question", own.pk), data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Somebody else changed these questions while you were looking at them." in page
    assert ">\nMine?</textarea>" in page
    own.refresh_from_db()
    assert f'name="version" value="{own.version}"' in page
    secas.post(url("add_question", own.pk), data | {"version": own.version})
    assert texts(own) == ["First?", "Second?", "Third?", "Theirs?", "Mine?"]


def test_two_who_change_one_question_see_both_texts(secas, by, row):
    own = row.questions
    address = of_question("change_question", own, 2)
    form = secas.get(address).context["form"]
    data = {"asks": "agree", "version": form.now["version"], "opened": form.now["opened"]}
    actions.change_question(question=own.questions.get(number=2), by=by, text="Theirs?", asks="agree")
    answer = secas.post(address, data | {"text": "Mine?"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Theirs?" in page
    assert ">\nMine?</textarea>" in page


def test_two_who_change_two_questions_do_not_disturb_each_other(secas, by, row):
    own = row.questions
    address = of_question("change_question", own, 2)
    form = secas.get(address).context["form"]
    data = {"asks": "agree", "version": form.now["version"], "opened": form.now["opened"], "text": "Mine?"}
    actions.change_question(question=own.questions.get(number=1), by=by, text="Theirs?", asks="agree")
    assert secas.post(address, data).status_code == 302
    assert texts(own) == ["Theirs?", "Mine?", "Third?"]


def test_a_list_is_pasted(secas, row):
    own = row.questions
    data = {"text": "1. Fourth?\r\n2. Fifth?\r\n", "asks": "agree", "version": own.version}
    answer = secas.post(url("paste_questions", own.pk), data, follow=True)
    assert "2 questions are added, from question 4 on." in text_of(answer)
    assert texts(own) == ["First?", "Second?", "Third?", "Fourth?", "Fifth?"]


def test_a_set_is_copied_and_that_of_its_kind_is_proposed(secas, by):
    row = opened(kind=Kind.REPORT, proposal=make.draft_proposal(by=by))
    Consultation.objects.filter(pk=row.pk).update(**PREPARED)
    standard = QuestionSet.objects.get(kind=Kind.REPORT, reusable=True)
    form = secas.get(url("copy_set", row.questions.pk)).context["form"]
    assert form.initial["from_set"] == standard
    secas.post(url("copy_set", row.questions.pk), {"from_set": standard.pk, "version": row.questions.version})
    assert row.questions.questions.count() == 2 + standard.questions.count()


def test_a_question_moves_by_a_button_and_the_page_comes_back_to_it(secas, row):
    own = row.questions
    second = own.questions.get(number=2)
    data = {"version": own.version, "move": f"{second.pk}:1"}
    for _ in range(2):
        answer = secas.post(url("arrange_questions", own.pk), data)
        assert answer.headers["Location"] == f"{url('questions', row.pk)}#question-1"
    assert texts(own) == ["Second?", "First?", "Third?"]


def test_a_move_before_what_it_depends_on_is_refused_with_a_sentence(secas, by, row):
    own = row.questions
    actions.set_condition(
        question=own.questions.get(number=2), by=by, only_if=own.questions.get(number=1), answers=["agree"]
    )
    own.refresh_from_db()
    data = {"version": own.version, "move": f"{own.questions.get(number=2).pk}:1"}
    answer = secas.post(url("arrange_questions", own.pk), data, follow=True)
    assert "Question 2 depends on the answer to question 1, so it has to come after it." in text_of(answer)
    assert answer.redirect_chain[0][0].endswith("#question-2")
    assert texts(own) == ["First?", "Second?", "Third?"]


def test_a_question_is_copied_by_a_button(secas, row):
    own = row.questions
    secas.post(url("arrange_questions", own.pk), {"version": own.version, "copy": own.questions.get(number=1).pk})
    assert texts(own) == ["First?", "First?", "Second?", "Third?"]


def test_a_condition_is_chosen_in_two_steps(secas, row):
    own = row.questions
    address = of_question("question_condition", own, 3)
    first = own.questions.get(number=1)
    assert "answers" not in secas.get(address).context["form"].fields
    page = secas.get(f"{address}?on={first.pk}")
    assert "It is asked if the answer to question 1 is" in text_of(page)
    nothing = secas.post(f"{address}?on={first.pk}", {"version": own.version})
    assert "Choose from the answers to question 1." in text_of(nothing)
    secas.post(f"{address}?on={first.pk}", {"version": own.version, "answers": ["disagree", "no_view"]})
    assert own.questions.get(number=3).only_if_answers == ["disagree", "no_view"]
    again = secas.get(address).context["form"]
    assert (again.lead, again.initial["answers"]) == (first, ["disagree", "no_view"])
    own.refresh_from_db()
    secas.post(f"{address}?on=", {"version": own.version})
    assert own.questions.get(number=3).only_if is None


def test_where_nothing_earlier_can_decide_the_page_says_so(secas, row):
    Question.objects.filter(of=row.questions).update(asks="text")
    page = text_of(secas.get(of_question("question_condition", row.questions, 3)))
    assert "No earlier question asks for agreement or a choice" in page


def test_a_question_is_deleted_after_a_look_and_twice_is_once(secas, row):
    own = row.questions
    address = of_question("delete_question", own, 1)
    page = secas.get(address)
    assert "First?" in text_of(page)
    assert texts(own) == ["First?", "Second?", "Third?"]
    for _ in range(2):
        answer = secas.post(address, {"version": own.version})
        assert answer.headers["Location"] == url("questions", row.pk)
    assert texts(own) == ["Second?", "Third?"]


# Once it is open


def test_once_open_the_builder_offers_a_correction_and_a_withdrawal_alone(secas):
    row = opened()
    page = secas.get(url("questions", row.pk))
    assert "so its questions keep their places" in text_of(page)
    html = page.content.decode()
    assert of_question("correct_question", row.questions, 1) in html
    assert of_question("withdraw_question", row.questions, 1) in html
    for gone in ("add/", "paste/", "copy-from/", 'name="move"', 'name="copy"', "/delete/"):
        assert gone not in html


def test_a_withdrawal_shows_what_it_will_do_and_can_be_undone(secas, by):
    row = opened()
    own = row.questions
    Question.objects.filter(of=own, number=2).update(only_if=own.questions.get(number=1), only_if_answers=["agree"])
    address = of_question("withdraw_question", own, 1)
    assert "Question 2, which depends on its answer, is asked of nobody either." in text_of(secas.get(address))
    page = text_of(secas.post(address, {"reason": "Asked twice."}, follow=True))
    assert "Question 1 is no longer asked." in page
    assert "Question 2 depends on a question that is no longer asked, so that nobody comes to it." in page
    secas.post(url("put_question_back", own.pk, own.questions.get(number=1).pk))
    assert own.questions.get(number=1).withdrawn_at is None


def test_a_correction_says_so_to_everybody_who_reads_the_question(secas):
    row = opened("Do you agre?", "Second?")
    address = of_question("correct_question", row.questions, 1)
    form = secas.get(address).context["form"]
    data = {"text": "Do you agree?", "why": "A letter was missing.", "opened": form.initial["opened"]}
    assert secas.post(address, data).status_code == 302
    words = "A letter was missing. Before, it was: “Do you agre?”"
    for page in (url("questions", row.pk), url("preview", row.pk)):
        assert words in text_of(secas.get(page))
    secas.logout()
    assert words in text_of(secas.get(row.get_absolute_url()))


def test_the_public_reads_which_question_is_no_longer_asked_and_why(client, by):
    row = opened("First?", "Second?", "Third?")
    own = row.questions
    Question.objects.filter(of=own, number=3).update(only_if=own.questions.get(number=1), only_if_answers=["disagree"])
    actions.withdraw_question(question=own.questions.get(number=2), by=by, reason="It is asked twice.")
    page = text_of(client.get(row.get_absolute_url()))
    assert "2. Second? No longer asked: It is asked twice." in page
    assert "If you answered “No” to question 1: 3. Third?" in page


def test_the_change_of_an_open_question_leads_to_its_correction(secas):
    row = opened()
    answer = secas.get(of_question("change_question", row.questions, 1))
    assert answer.headers["Location"] == of_question("correct_question", row.questions, 1)
    answer = secas.get(of_question("delete_question", row.questions, 1))
    assert answer.headers["Location"] == of_question("withdraw_question", row.questions, 1)


@pytest.mark.parametrize("fields, words", [({"days": -2}, "This consultation is over: what was asked stands.")])
def test_after_its_end_nothing_is_offered(secas, fields, words):
    row = opened(**fields)
    page = secas.get(url("questions", row.pk))
    assert words in text_of(page)
    assert "withdraw/" not in page.content.decode()


# Preview


def preview_of(row) -> str:
    return url("preview", row.pk)


def test_the_preview_saves_nothing_and_says_so(secas, row):
    before = list(row.questions.questions.values())
    name = f"q{row.questions.questions.get(number=1).pk}"
    answer = secas.post(preview_of(row), {f"{name}-agreement": "disagree", f"{name}-text": "Too slow."})
    page = text_of(answer)
    assert "nothing that you enter here is saved or sent to anybody" in page
    assert "A respondent could submit this" in page
    assert "Too slow." in page
    assert row.responses.count() == 0
    assert list(row.questions.questions.values()) == before


def test_the_preview_says_what_a_respondent_would_still_have_to_answer(secas, by, row):
    own = row.questions
    first, second, third = own.questions.all()
    actions.change_question(question=third, by=by, text="Third?", asks="text", required=True)
    actions.set_condition(question=second, by=by, only_if=first, answers=["disagree"])
    data = {f"q{first.pk}-agreement": "agree", f"q{second.pk}-text": "Written before."}
    page = text_of(secas.post(preview_of(row), data))
    assert "A respondent could not submit this yet" in page
    assert "Question 3 has to be answered." in page
    assert "Question 2 does not apply to the other answers" in page


def test_what_the_preview_cannot_understand_is_shown_again(secas, by, row):
    first = row.questions.questions.get(number=1)
    actions.change_question(question=first, by=by, text="When?", asks="date")
    answer = secas.post(preview_of(row), {f"q{first.pk}-day": "in spring"})
    assert answer.status_code == 422
    assert f'href="#id_q{first.pk}-day"' in answer.content.decode()
    assert 'value="in spring"' in answer.content.decode()


# Sets


def test_sets_are_listed_made_renamed_retired_and_taken_up(secas):
    page = text_of(secas.get(url("sets")))
    assert "Modification Report Consultation: standard questions" in page
    standard = QuestionSet.objects.get(kind=Kind.REPORT, reusable=True)
    data = {"title": "Short questions", "kind": "mrc", "from_set": standard.pk}
    answer = secas.post(url("new_set"), data)
    made = QuestionSet.objects.get(title="Short questions")
    assert answer.headers["Location"] == url("set", made.pk)
    assert made.questions.count() == standard.questions.count()
    assert "There is already a set" in text_of(secas.post(url("new_set"), data))
    secas.post(url("rename_set", made.pk), {"title": "Few questions", "version": made.version})
    secas.post(url("retire_set", made.pk))
    page = text_of(secas.get(url("set", made.pk)))
    assert "This set is retired: it is offered for no new consultation." in page
    assert "Few questions" in text_of(secas.get(url("sets")))
    assert made not in secas.get(url("new_set")).context["form"].fields["from_set"].queryset
    secas.post(url("take_set_up", made.pk))
    made.refresh_from_db()
    assert (made.title, made.retired_on) == ("Few questions", None)


def test_the_questions_of_a_consultation_have_their_page_there(secas, row):
    assert secas.get(url("set", row.questions.pk)).headers["Location"] == url("questions", row.pk)
    assert secas.get(url("preview_set", row.questions.pk)).headers["Location"] == preview_of(row)
    assert secas.get(url("rename_set", row.questions.pk)).headers["Location"] == url("questions", row.pk)


def test_without_a_set_the_list_says_what_would_be_there(secas):
    Question.objects.filter(only_if__isnull=False).delete()
    Question.objects.all().delete()
    QuestionSet.objects.all().delete()
    assert "No set is in use. Make one" in text_of(secas.get(url("sets")))


def test_the_page_of_a_consultation_leads_secas_to_its_questions(client, by, row):
    client.force_login(by)
    assert f'href="{url("questions", row.pk)}"' in client.get(row.get_absolute_url()).content.decode()
    Consultation.objects.filter(pk=row.pk).update(opened_at=row.at, closes_at=opened().closes_at)
    for who in (make.party(), None):
        client.logout()
        if who:
            client.force_login(who)
        html = client.get(row.get_absolute_url()).content.decode()
        assert "First?" in html
        assert url("questions", row.pk) not in html


# Queries

COSTS = {"questions": 6, "preview": 6}
OF_SET_COSTS = {"set": 6, "preview_set": 6, "add_question": 5, "copy_set": 6, "paste_questions": 4}


def queries(client, address) -> int:
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(address).status_code == 200
    return len(found)


def filled(by, count: int) -> tuple[QuestionSet, Consultation]:
    made = actions.make_set(by=by, title=f"{count} questions", kind=Kind.CODE_WIDE)
    actions.add_questions(of=made, by=by, text="\n".join(f"Number {n}?" for n in range(count)), asks=Asks.AGREEMENT)
    first = made.questions.get(number=1)
    made.questions.filter(number__gt=1).update(only_if=first, only_if_answers=["disagree"])
    row = opened("To be replaced")
    row.questions.questions.all().delete()
    Consultation.objects.filter(pk=row.pk).update(**PREPARED)
    actions.copy_set(into=row.questions, from_set=made, by=by)
    return made, row


def test_pages_cost_the_same_with_few_questions_and_with_many(secas, by):
    few, many = filled(by, 3), filled(by, 300)
    secas.get(url("sets"))
    found = {name: tuple(queries(secas, url(name, row.pk)) for _, row in (few, many)) for name in COSTS}
    found |= {name: tuple(queries(secas, url(name, of.pk)) for of, _ in (few, many)) for name in OF_SET_COSTS}
    assert found == {name: (cost, cost) for name, cost in {**COSTS, **OF_SET_COSTS}.items()}
    listed = queries(secas, url("sets"))
    for number in range(20):
        actions.make_set(by=by, title=f"Set {number}", kind=Kind.REPORT)
    assert (listed, queries(secas, url("sets"))) == (4, 4)
