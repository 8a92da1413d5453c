"""A response of the shape of a real one (domain §3.5): 26 answers, general comments and six comments on clauses, written
by two colleagues at once and signed off by the one who may."""

import pytest
from playwright.sync_api import expect

from accounts.models import Category
from consultations.models import Question, Submission
from secmods.demo import reading
from tests import factories as make
from tests.consultations import asked
from tests.consultations.drafts import colleague
from tests.journeys.steps import fill, press

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

YES, RESERVED, NO = "Yes", "Yes, with reservations", "No"
# By question; 12, 19 and 26 are answered in words, without a stance.
STANCES = {
    1: NO, 2: RESERVED, 3: YES, 4: RESERVED, 5: RESERVED, 6: YES, 7: NO, 8: YES, 9: YES, 10: YES, 11: YES, 13: RESERVED,
    14: NO, 15: YES, 16: RESERVED, 17: YES, 18: NO, 20: NO, 21: RESERVED, 22: NO, 23: YES, 24: YES, 25: YES,
}  # fmt: skip
CLAUSES = [
    ("M9.1", "Add after", "paragraph (b)", "(c) how users are told of a test that failed;"),
    ("H9.1(e)", "Insert words", "the DCC shall", "within a stated time"),
    ("M9.1(e)", "Question or remark", "", "By when is each of these to be done?"),
    ("L8.1", "Replace", "30 seconds", "one second"),
    ("18.7", "Question or remark", "", "How long beforehand are requests for certificates forecast?"),
    ("L2.5", "Add after", "the last paragraph", "Such an event is also an incident."),
]


@pytest.fixture
def robin():
    return make.party(Category.LARGE_SUPPLIER)


@pytest.fixture
def anneke(robin):
    return colleague(robin.organisations[0], name="Anneke Visser")


@pytest.fixture
def consultation():
    of = asked.consultation(title="Security certificates, testing and access for agents")
    written = reading.read_questions(reading.Days(None, None)).questions
    of.questions.questions.all().delete()
    Question.objects.bulk_create(
        Question(of=of.questions, number=number, group=each.group, text=each.text, asks=each.asks)
        for number, each in enumerate(written, 1)
    )
    return of


def answer(page, consultation, numbers) -> None:
    for question in consultation.questions.questions.filter(number__in=numbers):
        part = page.locator(f"#q-{question.pk}")
        if stance := STANCES.get(question.number):
            part.get_by_label(stance, exact=True).check()
        part.locator("textarea").fill(f"What we think of question {question.number}.")
    page.locator("[data-all-state]").filter(has_text="Everything is saved.").wait_for()


def test_two_colleagues_answer_everything_and_it_is_signed_off(new_page, sign_in, walk, robin, anneke, consultation):
    his, hers = sign_in(new_page(), robin), sign_in(new_page(), anneke)
    address = f"/consultations/{consultation.pk}/respond/"
    walk.visit(hers, address, "Answer for")
    press(hers, "Begin the response")
    walk.arrive(hers, "Response of")
    walk.visit(his, address, "Response of")
    answer(his, consultation, range(1, 14))
    answer(hers, consultation, range(14, 27))
    hers.get_by_role("textbox", name="General comments").fill(
        "In general we welcome it.\n\nOn volume testing we do not."
    )
    for number, (place, operation, anchor, text) in enumerate(CLAUSES, 1):
        new = hers.locator(".respond-clause").nth(number - 1)  # of which the name changes once it is saved
        fill(new, {"Clause": place, "What is to be done there": operation, "Words at which it applies": anchor})
        new.get_by_label("Words to be added, or your question").fill(text)
        expect(hers.locator(".respond-clause")).to_have_count(number + 1)
        expect(hers.locator("#c-new").get_by_label("Clause")).to_have_value("")
    hers.get_by_label("It should be rejected").check()
    hers.locator("[data-all-state]").filter(has_text="Everything is saved.").wait_for()
    expect(hers.get_by_role("link", name="Sign off and submit")).to_have_count(0)
    press(hers, "Mark as ready for sign-off")
    walk.arrive(hers, "Response of")

    his.reload()
    walk.arrive(his, "Response of")
    expect(his.locator("[data-progress]")).to_have_text("26 of 26 answered")
    expect(his.get_by_text("Anneke Visser marked it as ready on")).to_be_visible()
    his.get_by_role("link", name="Sign off and submit").click()
    walk.arrive(his, "Sign off and submit")
    his.get_by_role("checkbox", name="I may sign this response").check()
    press(his, "Submit the response")
    walk.arrive(his, "Receipt")

    sent = Submission.objects.get()
    answers = {a.question.number: a for a in sent.answers.select_related("question")}
    words = {"agree": YES, "agree_with_reservation": RESERVED, "disagree": NO}
    assert {number: words[a.agreement] for number, a in answers.items() if a.agreement} == STANCES
    assert {n: a.text for n, a in answers.items()} == {n: f"What we think of question {n}." for n in range(1, 27)}
    assert sent.general_comments == "In general we welcome it.\n\nOn volume testing we do not."
    made = [(c.as_written, c.get_operation_display(), c.anchor, c.text) for c in sent.clause_comments.all()]
    assert made == CLAUSES
    assert [c.clause for c in sent.clause_comments.all()] == ["M9.1", "H9.1(e)", "M9.1(e)", "L8.1", "", "L2.5"]
    assert sent.position == "reject"
