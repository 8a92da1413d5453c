"""The questions of the demo have the shape of a real consultation (domain §3.5): kinds, groups, nothing left over."""

from secmods.demo import reading

QUESTIONS = reading.read_questions(reading.Days(None, None)).questions
IN_WORDS = {12, 19}


def by_number() -> dict:
    return dict(enumerate(QUESTIONS, 1))


def test_twenty_six_of_which_two_ask_for_words_alone():
    assert len(QUESTIONS) == 26
    assert {number for number, asked in by_number().items() if asked.asks == "text"} == IN_WORDS
    assert {asked.asks for number, asked in by_number().items() if number not in IN_WORDS} == {"agree"}


def test_meter_operators_are_a_group_of_three():
    headings = {number: asked.group for number, asked in by_number().items() if asked.group}
    assert headings[18] == "Meter operators and asset managers"
    assert [number for number in sorted(headings) if 18 < number <= 21] == [21]


def test_none_is_a_sentence_of_another():
    texts = [asked.text for asked in QUESTIONS]
    assert len(set(texts)) == 26
    assert all(text.endswith("?") for text in texts)
