"""Rules by which the importer reads: agreement, references, what is asked of a clause, where things end."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consultations.intake.clauses import edit_of, reference_at
from consultations.intake.plain import from_text, tidied
from consultations.intake.reading import read
from consultations.intake.shapes import AskedQuestion
from consultations.intake.stances import reading_of
from consultations.intake.typed import kept, typed
from tests.consultations.test_intake_corpus import letters, shown

QUESTIONS = [
    AskedQuestion(1, "Do you agree that the register should be kept by the Panel?"),
    AskedQuestion(2, "Do you agree with the drafting for the register of devices?"),
    AskedQuestion(3, "By when could you use the register?", "date"),
    AskedQuestion(4, "Which of the options do you prefer?", "choice", ("Option 1", "Option 2", "Neither")),
    AskedQuestion(5, "What else would you say of the register?", "text"),
]
DRAFTING = QUESTIONS[1]


def one(text: str, asked=QUESTIONS):
    (response,) = read(from_text(text), list(asked))
    return response


class TestAgreement:
    @pytest.mark.parametrize(
        ("answer", "expected"),
        [
            ("Yes", "agree"),
            ("Yes.", "agree"),
            ("YES – in full", "agree"),
            ("Agreed.", "agree"),
            ("We agree.", "agree"),
            ("We fully support this.", "agree"),
            ("Yes, the proposals look reasonable", "agree"),
            ("Yes. It is clear.", "agree"),
            ("Yes, not only for us but also for customers.", "agree"),
            ("Yes, however it needs a date.", "agree_with_reservation"),
            ("Yes. However, it needs a date.", "agree_with_reservation"),
            ("Yes, although late", "agree_with_reservation"),
            ("Yes, but late", "agree_with_reservation"),
            ("Yes, subject to a review", "agree_with_reservation"),
            ("Yes in principle", "agree_with_reservation"),
            ("We broadly agree", "agree_with_reservation"),
            ("Agree with reservations", "agree_with_reservation"),
            ("Yes, this should lie in Great Britain", "agree_with_reservation"),
            ("No", "disagree"),
            ("No, but it could be mended", "disagree"),
            ("No we see no reason", "disagree"),
            ("Disagree", "disagree"),
            ("We do not agree", "disagree"),
            ("No comment", "no_view"),
            ("No view.", "no_view"),
            ("N/A", "no_view"),
            ("We have no comments on this", "no_view"),
            ("Neither agree nor disagree", "no_view"),
            ("☒ Yes ☐ No", "agree"),
            ("☐ Yes ☒ No", "disagree"),
            ("[ ] Agree [x] Disagree", "disagree"),
        ],
    )
    def test_by_the_first_words(self, answer, expected):
        assert reading_of(answer, DRAFTING).agreement == expected

    @pytest.mark.parametrize(
        "answer",
        [
            "",
            "A mechanism is needed by which suppliers can see the version.",
            "No supplier should have to do this.",
            "No objection",
            "None",
            "Yesterday we wrote to you.",
            "Noted",
            "Nothing to add",
            "Yes/No",
            "Agree / Disagree",
            "Yes and no: it depends.",
            "Now that the text is here, we can say more.",
            "☐ Yes ☐ No",
            "☒ Yes ☒ No",
            "Perhaps yes",
        ],
    )
    def test_it_is_never_guessed(self, answer):
        assert reading_of(answer, DRAFTING).agreement == ""

    def test_a_should_of_the_question_is_no_reservation(self):
        assert reading_of("Yes, the Panel should keep it.", QUESTIONS[0]).agreement == "agree"
        assert reading_of("Yes, the Panel should keep it.", DRAFTING).agreement == "agree_with_reservation"

    def test_only_where_agreement_is_asked_for(self):
        assert reading_of("No, not before May", DRAFTING).agreement == "disagree"
        assert [reading_of("No, not before May", question).agreement for question in QUESTIONS[2:]] == ["", "", ""]

    @pytest.mark.parametrize(
        ("answer", "expected"),
        [
            ("Nag, it does not", "disagree"),
            ("N0.", "disagree"),
            ("Ycs", "agree"),
            ("Ve5, but", "agree_with_reservation"),
        ],
    )
    def test_a_misread_word_is_repaired_and_marked(self, answer, expected):
        reading = reading_of(answer, DRAFTING)
        assert reading.agreement == expected
        assert "misread" in reading.doubts[0]

    @pytest.mark.parametrize("answer", ["Me, too", "Ma.", "Yet, we wonder", "Nog in the wall", "Vet it first"])
    def test_other_words_are_no_misreading(self, answer):
        assert reading_of(answer, DRAFTING).agreement in ("", "disagree")[: 1 if answer != "Ma." else 2]

    def test_a_choice_is_read_if_the_answer_begins_with_it(self):
        choice = QUESTIONS[3]
        assert reading_of("Option 2, since it is cheaper than Option 1", choice).chosen == ("Option 2",)
        assert reading_of("We prefer Option 2", choice).chosen == ()


class TestReferences:
    @pytest.mark.parametrize(
        ("written", "reference"),
        [
            ("M9.1", "M9.1"),
            ("Clause M9.1(e)", "M9.1(e)"),
            ("Section H 9.1 (e)", "H9.1(e)"),
            ("l8.7", "L8.7"),
            ("L1.6A", "L1.6A"),
            ("G3.20(a)(ii)", "G3.20(a)(ii)"),
        ],
    )
    def test_as_the_house_writes_them(self, written, reference):
        found = reference_at(f"{written} please mend this")
        assert (found.reference, found.repaired) == (reference, False)

    @pytest.mark.parametrize(
        ("written", "reference"),
        [
            ("M9:1(e)", "M9.1(e)"),
            ("M9,1", "M9.1"),
            ("18.7", "L8.7"),
            ("112.5", "L12.5"),
            ("|8.7", "L8.7"),
            ("H9.1(€)", "H9.1(e)"),
        ],
    )
    def test_repaired_where_it_can_mean_one_thing(self, written, reference):
        found = reference_at(f"{written} please mend this")
        assert (found.written, found.reference, found.repaired) == (written, reference, True)
        assert found.why

    @pytest.mark.parametrize("written", ["L8.1 (&)", "8.1", "1.2", "10.2", "L8.1(%)"])
    def test_what_cannot_be_read_stays_as_written(self, written):
        found = reference_at(f"{written} please mend this")
        assert (found.written, found.reference, found.repaired) == (written, "", False)
        assert found.why

    @pytest.mark.parametrize(
        "text", ["We would say", "In 2019 there were", "30 seconds is too long", "Yes", "", "£1.5m"]
    )
    def test_other_beginnings_name_no_clause(self, text):
        assert reference_at(text) is None


class TestEdits:
    @pytest.mark.parametrize(
        ("remark", "operation", "anchor", "text"),
        [
            ("insert after (b) a new paragraph: “the kind of fault”", "add_after", "(b)", "the kind of fault"),
            (
                "Add a new clause after clause L2.4: The Panel decides.",
                "add_after",
                "clause L2.4",
                "The Panel decides.",
            ),
            ("after “finding” add the words “and report”", "insert", "finding", "and report"),
            ('after "finding” add the words ” and report”', "insert", "finding", "and report"),
            ("add “promptly” after “shall”", "insert", "shall", "promptly"),
            ("insert “promptly” before “notify”", "insert", "before notify", "promptly"),
            ("at the end of the sentence add a date", "insert", "the end of the sentence", "a date"),
            ("replace “may” with “shall”", "replace", "may", "shall"),
            ("substitute “shall” for “may”", "replace", "may", "shall"),
            ("Change ten days to 20 days.", "replace", "ten days", "20 days"),
            ("This ought to be 1 second rather than 30 seconds", "replace", "30 seconds", "1 second"),
            ("delete “promptly”", "delete", "promptly", ""),
            ("This clause should be deleted.", "delete", "", ""),
        ],
    )
    def test_what_is_asked_for(self, remark, operation, anchor, text):
        assert edit_of(remark) == (operation, anchor, text)

    @pytest.mark.parametrize(
        "remark",
        [
            "Why is this here?",
            "This may add cost and change how we work.",
            "The Panel should be told as well.",
            "We would add that nobody asked for it.",
            "It is said that Parties “may” object; who decides?",
        ],
    )
    def test_any_other_remark_is_a_query_with_all_its_words(self, remark):
        assert edit_of(remark) == ("query", "", remark)


class TestWhereThingsBelong:
    def test_a_number_does_not_speak_against_the_words(self):
        response = one("Question 1: Do you agree with the drafting for the register of devices?\n\nNo.")
        (answer,) = response.answers
        assert (answer.number, answer.agreement, answer.sure) == (2, "disagree", False)
        assert answer.doubts == ("It is printed as question 1; its words are those of question 2.",)

    def test_a_number_alone_is_doubted_where_numbers_differ(self):
        response = one("Q4 Do you agree with the drafting for the register of devices? Yes\n\nQ5: No more.")
        assert [(answer.number, answer.sure) for answer in response.answers] == [(2, False), (5, False)]

    def test_what_answers_no_question_is_left_over(self):
        response = one("Question 1: Yes\n\nQuestion 9: No, and this is why.")
        assert [answer.number for answer in response.answers] == [1]
        assert [(left.text, left.why) for left in response.leftover] == [
            ("Question 9:", "answers a question that was not asked"),
            ("No, and this is why.", "answers a question that was not asked"),
        ]

    def test_a_question_that_goes_on_overleaf_is_one(self):
        response = one("Question 1: Yes, for two reasons.\n\nQuestion 1 (continued): They are these.\n\nQuestion 2: No")
        assert [(of.number, of.text) for of in response.answers] == [
            (1, "Yes, for two reasons.\n\nThey are these."),
            (2, "No"),
        ]

    def test_one_answer_to_several_is_kept_once(self):
        response = one("Questions 1 and 2: No\n\nQuestion 5: Nothing.")
        assert [(of.number, of.also, of.text) for of in response.answers] == [(1, (2,), "No"), (5, (), "Nothing.")]

    def test_what_is_missing_is_said(self):
        response = one("Question 1: Yes\n\nQuestion 2:\n\nQuestion 5: Nothing.")
        assert response.warnings == ("Not found: questions 3 and 4.", "Printed without an answer: question 2.")

    def test_a_list_stays_a_list(self):
        response = one("Question 5: We say:\n\n• the register is late\n• the register is dear\n\nThat is all.")
        assert response.answer(5).text == "We say:\n\n- the register is late\n- the register is dear\n\nThat is all."

    def test_a_letter_leaves_its_greeting_and_its_end_aside(self):
        response = one("Dear SECAS,\n\nThis is good.\n\nQuestion 1: Yes\n\nKind regards,\n\nAda Clarke")
        assert (response.general_comments, response.answer(1).text) == ("This is good.", "Yes")
        assert [left.text for left in response.leftover] == ["Dear SECAS,", "Kind regards,", "Ada Clarke"]

    @pytest.mark.parametrize("line", ["Signed by: Ada Clarke", "Signed: Ada Clarke", "SIGNATORY : Ada Clarke"])
    def test_who_signed_is_read_and_what_follows_is_no_answer(self, line):
        end = one(f"Question 1: Yes\n\nQuestion 2: No, it is late.\n\n{line}\n\nHead of Regulation")
        assert end.answer(2).text == "No, it is late."
        assert [(of.label, of.text) for of in end.respondents] == [("Signed by", "Ada Clarke")]
        assert [left.text for left in end.leftover][-1] == "Head of Regulation"
        assert typed(kept(end), [])["signed_by"] == ["Ada Clarke"]
        top = one(f"{line}\n\nQuestion 1: Yes")
        assert [(of.label, of.text) for of in top.respondents] == [("Signed by", "Ada Clarke")]
        assert top.general_comments == ""

    def test_who_is_not_said_to_have_signed_is_not_proposed(self):
        response = one("Question 1: Yes, as signed by the Panel: in full.\n\nKind regards,\n\nAda Clarke")
        assert response.answer(1).text == "Yes, as signed by the Panel: in full."
        assert "signed_by" not in typed(kept(response), [])

    @pytest.mark.parametrize("heading", ["Legal drafting", "Comments on legal drafting", "3. Legal Drafting:"])
    def test_comments_on_the_drafting_begin_there(self, heading):
        response = one(f"Question 1: Yes\n\n{heading}\n\nL8.1: replace ‘may’ with ‘shall’")
        assert response.answer(1).text == "Yes"
        assert [(of.reference, of.operation) for of in response.clauses] == [("L8.1", "replace")]

    def test_two_respondents_are_two_responses(self):
        text = "Respondent: {}\n\nGeneral comments\n\nWe {}.\n\nQuestion 1: {}\n\nQuestion 2: {}"
        both = text.format("Harbour", "like it", "Yes", "Yes") + "\n\n" + text.format("Pennine", "do not", "No", "No")
        first, second = read(from_text(both), QUESTIONS)
        assert [detail.text for detail in (*first.respondents, *second.respondents)] == ["Harbour", "Pennine"]
        assert (first.general_comments, second.general_comments) == ("We like it.", "We do not.")
        assert [answer.agreement for answer in first.answers] == ["agree", "agree"]
        assert [answer.agreement for answer in second.answers] == ["disagree", "disagree"]

    def test_nothing_at_all_is_one_empty_response(self):
        response = one("")
        assert (response.answers, response.clauses, response.leftover) == ((), (), ())

    def test_without_questions_everything_is_a_general_comment(self):
        assert one("We like it.", asked=()).general_comments == "We like it."


PIECES = st.sampled_from(
    [
        *(f"Question {of.number}: {of.text}" for of in QUESTIONS),
        *(of.text for of in QUESTIONS),
        *("Q1.", "2. No", "Question 7:", "Questions 1 and 2: Yes", "Question 1 (continued)", "Do you agree with the"),
        *(
            "Yes",
            "No.",
            "Yes, however late",
            "Nag, no",
            "☒ Yes ☐ No",
            "We differ with inter-",
            "national custom",
            "4",
            "Page 2 of 3",
        ),
        *(
            "General comments",
            "Answers to consultation questions:",
            "Clause specific comments",
            "Response:",
            "No.\tQuestion",
        ),
        *(
            "M9.1 delete this",
            "18.7 why?",
            "L8.1 (&) replace “a” with “b”",
            "Respondent: Harbour",
            "Organisation\tPennine",
        ),
        *(
            "Dear SECAS,",
            "Kind regards,",
            "From: a@example.org",
            "To: b@example.org",
            "• an item",
            "> quoted",
            "Harbour – response",
        ),
        *(
            "A: because",
            "We say a thing about keys.",
            "and go on in lower case",
            "<p>",
            "left column        right column",
        ),
    ]
)
BETWEEN = st.sampled_from(["\n", "\n\n", " ", "\f", "\n\n\n"])


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(PIECES, BETWEEN), max_size=40))
def test_whatever_comes_in_each_of_its_words_comes_out_once(pieces):
    lines = from_text("".join(piece + between for piece, between in pieces))
    texts = [text for response in read(lines, QUESTIONS) for text in shown(response)]
    assert Counter("".join(map(letters, texts))) == Counter("".join(letters(line.text) for line in lines))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=400))
def test_any_text_at_all_can_be_read(text):
    lines = from_text(text)
    texts = [text for response in read(lines, QUESTIONS) for text in shown(response)]
    assert Counter("".join(map(letters, texts))) == Counter(letters(tidied(text)))
