"""An analyst puts questions together by keyboard alone and tries them as a respondent would; and the same without a
script."""

import pytest
from playwright.sync_api import expect

from consultations import actions
from consultations.models import Asks, Consultation, Kind, QuestionSet
from tests import factories as make
from tests.consultations import asked
from tests.journeys.steps import WalkWithoutScript, answer, field, fill, follow, group, press, says
from tests.journeys.test_keyboard import enter, tab_to, type_into

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def choose(page, legend: str, option: str) -> None:
    """A round button of a group by keyboard: Tab leads to the group, the arrows to the option."""
    box = group(page, legend).get_by_label(option, exact=True)
    tab_to(page, group(page, legend).locator("input:checked"))
    for _ in range(9):
        if box.is_checked():
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"No arrow leads to {option}")


def lines(page) -> list[str]:
    return page.locator(".questions-text").all_inner_texts()


def test_a_small_set_with_a_condition_by_keyboard(page, walk, sign_in):
    sign_in(page, make.analyst())
    walk.visit(page, "/consultations/sets/", "Sets of questions")
    enter(page, page.get_by_role("link", name="New set", exact=True))
    walk.arrive(page, "New set of questions")
    type_into(page, field(page, "Title"), "Meter operators")
    tab_to(page, group(page, "For which kind of consultation").locator("input").first)
    page.keyboard.press("Space")
    enter(page, page.get_by_role("button", name="Make the set"))
    walk.arrive(page, "Meter operators")
    says(page, "No questions yet")

    enter(page, page.get_by_role("link", name="Add a question", exact=True).first)
    walk.arrive(page, "Add a question")
    type_into(page, field(page, "Question"), "How should they reach it?")
    choose(page, "What is asked for", "Words alone")
    enter(page, page.get_by_role("button", name="Add it and write another"))
    says(page, "Question 1 is added.")
    type_into(page, field(page, "Question"), "Should they reach it?")
    choose(page, "What is asked for", "Whether they agree")
    enter(page, page.get_by_role("button", name="Add the question"))
    walk.arrive(page, "Meter operators")
    assert lines(page) == ["1. How should they reach it?", "2. Should they reach it?"]

    enter(page, page.get_by_role("button", name="Move up question 2"))
    says(page, "It is question 1 now.")
    walk.arrive(page, "Meter operators")
    assert lines(page) == ["1. Should they reach it?", "2. How should they reach it?"]

    enter(page, page.get_by_role("link", name="Condition of question 2"))
    walk.arrive(page, "When question 2 is asked")
    tab_to(page, field(page, "It depends on"))
    page.keyboard.press("ArrowDown")
    enter(page, page.get_by_role("button", name="Show its answers"))
    walk.arrive(page, "When question 2 is asked")
    box = page.get_by_label("Yes", exact=True)
    tab_to(page, box)
    page.keyboard.press("Space")
    enter(page, page.get_by_role("button", name="Ask it then"))
    says(page, "Question 2 is asked after these answers only.")
    says(page, "If you answered “Yes” to question 1:")

    enter(page, page.get_by_role("link", name="Preview as a respondent"))
    walk.arrive(page, "Preview as a respondent")
    says(page, "nothing that you enter here is saved or sent to anybody")
    first, second = page.locator("#question-1"), page.locator("#question-2")
    expect(second).to_be_hidden()
    tab_to(page, first.get_by_label("Yes", exact=True))
    page.keyboard.press("Space")
    expect(second).to_be_visible()
    expect(page.locator("#announce")).to_have_text("Question 2 applies now.")
    walk.look(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(first.get_by_label("No", exact=True)).to_be_checked()
    expect(second).to_be_hidden()
    enter(page, first.get_by_role("button", name="Clear my choice"))
    expect(first.locator("input[type=radio]:checked")).to_have_count(0)
    enter(page, page.get_by_role("button", name="Try these answers"))
    says(page, "A respondent could submit this")
    walk.arrive(page, "Preview as a respondent")
    made = QuestionSet.objects.get(title="Meter operators")
    assert list(made.questions.values_list("text", "only_if_answers")) == [
        ("Should they reach it?", []),
        ("How should they reach it?", ["agree"]),
    ]


def test_without_a_script_every_question_stands_and_says_when_it_applies(new_page, sign_in, axe):
    walk = WalkWithoutScript(axe, new_page())
    page = sign_in(new_page(java_script_enabled=False), by := make.analyst())
    own = actions.make_set(by=by, title="Meter operators", kind=Kind.CODE_WIDE)
    actions.add_questions(of=own, by=by, text="Should they?\nHow?", asks=Asks.AGREEMENT)
    first, second = own.questions.all()
    actions.set_condition(question=second, by=by, only_if=first, answers=["agree"])
    walk.visit(page, f"/consultations/sets/{own.pk}/preview/", "Preview as a respondent")
    says(page, "If you answered “Yes” to question 1:")
    answer(page, "1. Should they?", "No")
    fill(page.locator("#question-2"), {"Your reasons": "By their own account."})
    press(page, "Try these answers")
    says(page, "does not apply to the other answers; what was answered is kept and marked so")
    says(page, "This does not apply to what you answered to question 1.")
    expect(field(page.locator("#question-2"), "Your reasons")).to_have_value("By their own account.")
    walk.arrive(page)


def test_a_question_is_withdrawn_and_its_wording_put_right_while_it_is_open(page, walk, sign_in):
    sign_in(page, make.analyst())
    row = asked.consultation("Do you agre?", "Do you agree?", title="Testing arrangements")
    walk.visit(page, f"/consultations/{row.pk}/questions/", "Questions")
    follow(page, "Withdraw question 2")
    walk.arrive(page, "Withdraw question 2")
    press(page, "Withdraw the question")
    expect(page.get_by_role("alert")).to_contain_text("Say why it is no longer asked.")
    fill(page, {"Why it is no longer asked": "It is asked twice."})
    page.get_by_role("button", name="Withdraw the question").dblclick()
    says(page, "Question 2 is no longer asked.")
    follow(page, "Put the wording right of question 1")
    walk.arrive(page, "Put the wording of question 1 right")
    fill(page, {"Question, as it should read": "Do you agree?", "What is put right, and why": "A letter was missing."})
    press(page, "Put it right")
    says(page, "A letter was missing. Before, it was: “Do you agre?”")
    walk.arrive(page, "Questions")
    press(page, "Ask again question 2")
    says(page, "Question 2 is asked again.")
    walk.arrive(page, "Questions")
    assert not Consultation.objects.get().questions.questions.exclude(withdrawn_at=None).exists()
