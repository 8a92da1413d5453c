"""The form of a question: what each kind takes, what is kept of what cannot be understood, and what a page shows."""

from datetime import UTC, date, datetime

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string

from consultations.models import Agreement, Asks, Question
from consultations.questions.conditions import Standing
from consultations.questions.form import QuestionForm, Sheet, cost_words, field_name, value_words
from tests import markup

WHEN = datetime(2026, 5, 4, tzinfo=UTC)
NOTHING = {
    "agreement": "", "chosen": [], "day": None, "least": None, "most": None, "text": "", "confidential": False,
}  # fmt: skip


def question(asks=Asks.AGREEMENT, number=12, **fields) -> Question:
    return Question(pk=number, number=number, text="Do you agree with the approach?", asks=asks, **fields)


def posted(of: Question, **parts) -> QuestionForm:
    data = QueryDict(mutable=True)
    for part, value in parts.items():
        data.setlist(field_name(of, part), value if isinstance(value, list) else [value])
    return QuestionForm(of, data=data)


def shown(form: QuestionForm):
    tree, errors = markup.read(render_to_string("consultations/_question.html", {"q": form}))
    return tree, [error for error in errors if "doctype" not in str(error)]


def inputs(form: QuestionForm, kind: str) -> dict[str, bool]:
    """The boxes of a kind, by value, and whether each is ticked."""
    found = shown(form)[0].iter()
    boxes = [e for e in found if isinstance(e.tag, str) and e.tag.endswith("input") and e.get("type") == kind]
    return {e.get("value") or "": "checked" in e.attrib for e in boxes if not e.get("name").endswith("confidential")}


def words(form: QuestionForm) -> str:
    return " ".join("".join(shown(form)[0].itertext()).split())


def test_a_stance_is_one_of_four_and_none_is_chosen_beforehand():
    assert inputs(QuestionForm(question()), "radio") == dict.fromkeys(Agreement.values, False)
    labels = [label for label in Agreement.labels if label in words(QuestionForm(question()))]
    assert labels == ["Yes", "Yes, with reservations", "No", "No view"]


def test_nothing_given_is_nothing_guessed():
    """The answer to S4's last question has words and no stance."""
    for asks in Asks:
        options = ["One", "Two"] if asks == Asks.CHOICE else []
        form = posted(question(asks, options=options), text="Suppliers need to know which version was sent.")
        assert form.is_valid()
        assert form.given() == NOTHING | {"text": "Suppliers need to know which version was sent."}


def test_a_stance_is_given_beside_its_reasons():
    form = posted(question(), agreement="agree_with_reservation", text=" Yes,\r\nbut slower. ", confidential="on")
    expected = {"agreement": "agree_with_reservation", "text": " Yes,\nbut slower. ", "confidential": True}
    assert form.given() == NOTHING | expected


def test_a_choice_once_made_can_be_taken_back_without_a_script():
    form = QuestionForm(question(), given=NOTHING | {"agreement": "disagree"})
    assert inputs(form, "radio") == {**dict.fromkeys(Agreement.values, False), "disagree": True, "": False}
    again = QuestionForm(question(), NOTHING | {"agreement": "disagree"}, QueryDict("q12-agreement="))
    assert again.is_valid()
    assert again.given()["agreement"] == ""


def test_one_option_or_several():
    one = question(Asks.CHOICE, options=["Option 1", "Option 2"])
    several = question(Asks.CHOICE, options=["Option 1", "Option 2"], several=True)
    assert posted(one, chosen="Option 2").given()["chosen"] == ["Option 2"]
    assert posted(several, chosen=["Option 1", "Option 2"]).given()["chosen"] == ["Option 1", "Option 2"]
    assert inputs(QuestionForm(one, given={"chosen": ["Option 2"]}), "radio") == {
        "Option 1": False, "Option 2": True, "": False,
    }  # fmt: skip
    assert inputs(QuestionForm(several, given={"chosen": ["Option 2"]}), "checkbox") == {
        "Option 1": False, "Option 2": True,
    }  # fmt: skip


@pytest.mark.parametrize("typed", ["2026-11-04", "4 November 2026", "04/11/2026", "4 Nov 2026"])
def test_a_date_as_people_write_it(typed):
    assert posted(question(Asks.DATE), day=typed).given()["day"] == date(2026, 11, 4)


def test_what_is_no_date_stays_where_it_was_typed():
    """A browser's own field for dates would show nothing."""
    form = posted(question(Asks.DATE), day="in the spring", text="After the tests.")
    assert form.errors == {"q12-day": ["Give a date that exists, such as 4 November 2019."]}
    assert form.given() == NOTHING | {"text": "After the tests."}
    field = next(e for e in shown(form)[0].iter() if e.get("name") == "q12-day")
    assert (field.get("type"), field.get("value")) == ("text", "in the spring")


@pytest.mark.parametrize(
    "least, most, kept, says",
    [
        ("1,200", "3000.50", (120000, 300050), "£1,200 to £3,000.50"),
        ("£1200", "", (120000, 120000), "£1,200"),
        ("", "5000", (0, 500000), "up to £5,000"),
        ("0", "0", (0, 0), "£0"),
        ("", "", (None, None), ""),
    ],
)
def test_a_cost_is_entered_in_pounds_and_kept_in_pence(least, most, kept, says):
    form = posted(question(Asks.COST), least=least, most=most)
    assert form.is_valid()
    assert (form.given()["least"], form.given()["most"]) == kept
    assert cost_words(*kept) == says


@pytest.mark.parametrize(
    "least, most, field, sentence",
    [
        ("3000", "1200", "q12-most", "The most is less than the least: turn them round."),
        ("much", "", "q12-least", "Give the amount in pounds as a number, such as 1200 or 1,200.50."),
        ("-1", "", "q12-least", "An amount cannot be less than nothing."),
    ],
)
def test_a_cost_that_is_none_is_shown_again_and_not_kept(least, most, field, sentence):
    form = posted(question(Asks.COST), least=least, most=most, text="Mostly testing.")
    assert form.errors == {field: [sentence]}
    assert (form.given()["least"], form.given()["most"], form.given()["text"]) == (None, None, "Mostly testing.")
    assert {e.get("name"): e.get("value") for e in shown(form)[0].iter() if e.get("inputmode")} == {
        "q12-least": least, "q12-most": most or None,
    }  # fmt: skip


def test_an_option_that_is_not_listed_is_refused():
    form = posted(question(), agreement="maybe", text="Perhaps.")
    assert form.errors == {"q12-agreement": ["Choose one of those listed."]}
    assert form.given() == NOTHING | {"text": "Perhaps."}


def test_what_has_to_be_answered_says_so_in_words_and_a_draft_is_saved_without():
    assert "Has to be answered" in words(QuestionForm(question(required=True)))
    assert "Has to be answered" not in words(QuestionForm(question()))
    assert posted(question(required=True)).is_valid()


def test_a_condition_stands_in_words_and_for_the_script():
    first, second = question(number=3), question(number=4, only_if_id=3, only_if_answers=["disagree"])
    form = Sheet([second, first]).forms[1]
    assert "If you answered “No” to question 3:" in words(form)
    fieldset = next(e for e in shown(form)[0].iter() if e.get("data-question"))
    assert (fieldset.get("data-only-if"), fieldset.get("data-only-if-answers")) == ("3", '["disagree"]')


def test_an_answer_that_does_not_apply_is_kept_and_marked():
    first, second = question(number=3), question(number=4, only_if_id=3, only_if_answers=["disagree"])
    sheet = Sheet([first, second], data=QueryDict("q3-agreement=agree&q4-text=Written+before."))
    assert [form.standing for form in sheet.forms] == [Standing.ASKED, Standing.DOES_NOT_APPLY]
    assert sheet.answers()[4]["text"] == "Written before."
    assert "does not apply to what you answered to question 3. What you wrote here is kept" in words(sheet.forms[1])
    changed = Sheet([first, second], data=QueryDict("q3-agreement=disagree&q4-text=Written+before."))
    assert "does not apply" not in words(changed.forms[1])


def test_words_written_to_a_question_that_is_no_longer_asked_stay_in_the_draft():
    over = question(withdrawn_at=WHEN, withdrawn_because="It is asked twice.")
    assert Sheet([over]).forms == []
    (form,) = Sheet([over], {12: {"agreement": "disagree", "text": "We had begun."}}).forms
    said = words(form)
    assert "This question is no longer asked: It is asked twice." in said
    assert "We had begun." in said
    assert form.is_no_longer_asked
    assert "<textarea" not in render_to_string("consultations/_question.html", {"q": form})


def test_headings_stand_once_above_their_group():
    asked = [question(number=1), question(number=2, group="Agents"), question(number=3, group="Agents")]
    assert [form.heading for form in Sheet(asked).forms] == ["", "Agents", ""]


def test_every_kind_is_sound_html():
    for asks in Asks:
        options = ["One", "Two"] if asks == Asks.CHOICE else []
        assert shown(QuestionForm(question(asks, options=options, help="Read section 4 first.")))[1] == []


@pytest.mark.parametrize(
    "given, says",
    [
        ({"agreement": "agree_with_reservation"}, "Yes, with reservations"),
        ({"chosen": ["Option 1", "Option 3"]}, "Option 1; Option 3"),
        ({"day": date(2026, 11, 4)}, "4 November 2026"),
        ({"least": 100, "most": 200}, "£1 to £2"),
        ({"text": "Yes, of course"}, ""),
    ],
)
def test_a_value_in_words_is_never_taken_from_the_words(given, says):
    assert value_words(question(), given) == says
