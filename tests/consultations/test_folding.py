"""What is said more than once is found in whatever order it came, whatever a scanner made of it, and never where a word
turns the sense round: a shorter list is worth less than a “not”."""

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultations.collation.folding import fold, misread, near, passages
from consultations.collation.wording import SIGNALS, sentences, signals, tokens

STUBS = (
    "The charges for testing rise in every year of the plan and nobody is told of the reasons in good time.",
    "We would welcome a working group which looks at the order of the steps before the text is settled.",
)
OTHER = "Our engineers visit rural premises on Tuesdays and carry printed instructions with them."


def places(texts) -> list[set[tuple[int, int]]]:
    return [{(place.text, place.start) for place in passage.places} for passage in passages(texts)]


def said(texts) -> list[list[str]]:
    """The words of each passage that is repeated, as they stand in each place."""
    return [[texts[p.text][p.start : p.end] for p in found.places] for found in passages(texts) if found.is_repeated]


# Reading -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("One thing. Another thing.", ["One thing.", "Another thing."]),
        ("See e.g. Section L8.7 for this. And then?", ["See e.g. Section L8.7 for this.", "And then?"]),
        ("First.\n\nSecond one", ["First.", "Second one"]),
        ("It is torn by the end\n\nof a page. Then on.", ["It is torn by the end\n\nof a page.", "Then on."]),
        ("- Costs.\n- Times.", ["- Costs.", "- Times."]),
        ("He said “so.” Then he left.", ["He said “so.”", "Then he left."]),
        ("", []),
        (" \n\n ", []),
    ],
)
def test_a_text_in_sentences(text, pieces):
    assert [text[s.start : s.end] for s in sentences(text)] == pieces


def test_case_punctuation_accents_and_short_forms_do_not_count():
    assert tokens("“We DON’T  agree,” said Zoë.") == tokens("we do not agree said zoe")
    assert tokens("It cannot be; it can't.") == ("it", "can", "not", "be", "it", "can", "not")


@given(st.text(alphabet="ab .?!\n-A1", max_size=80))
def test_every_letter_is_in_at_most_one_sentence_and_only_white_space_in_none(text):
    pieces = [(s.start, s.end) for s in sentences(text)]
    assert pieces == sorted(pieces)
    assert all(before[1] <= after[0] for before, after in pairwise(pieces))
    left = "".join(
        text[a:b] for a, b in zip([0, *(e for _, e in pieces)], [*(s for s, _ in pieces), None], strict=True)
    )
    assert left.strip() == ""


# Folding -----------------------------------------------------------------------------------------


def test_the_same_words_in_two_texts_are_one_passage():
    texts = [f"Yes, we agree with it. {STUBS[0]} {STUBS[1]}", OTHER, f"{STUBS[0]}  {STUBS[1]}\n\n{OTHER}"]
    assert said(texts) == [
        [f"{STUBS[0]} {STUBS[1]}", f"{STUBS[0]}  {STUBS[1]}"],
        [OTHER, OTHER],
    ]


def test_what_stands_together_in_one_place_alone_is_two_passages():
    texts = [f"{STUBS[0]} {STUBS[1]}", STUBS[1], STUBS[0]]
    assert [len(each) for each in said(texts)] == [2, 2]


def test_slips_of_a_scanner_are_folded_and_each_wording_is_kept():
    noisy = STUBS[0].replace("charges", "chargos").replace("reasons", "reascns")
    [found] = [each for each in passages([STUBS[0], noisy, STUBS[0].upper()]) if each.is_repeated]
    assert [place.wording for place in found.places] == [1, 2, 1]
    assert found.wordings == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The proposal should be approved by the Panel", "The proposal should not be approved by the Panel"),
        ("We agree with the approach taken in the text", "We disagree with the approach taken in the text"),
        ("Suppliers are able to meet this date easily", "Suppliers are unable to meet this date easily"),
        ("It must be done by the DCC before release", "It may be done by the DCC before release"),
        ("All users have to be told of this change", "Some users have to be told of this change"),
        ("The limit of 30 seconds is right for this", "The limit of 1 second is right for this"),
        ("Large suppliers have to be ready for testing", "Small suppliers have to be ready for testing"),
        ("We support option one and not the other option", "We support not option one and the other option"),
        ("Do this with the consent of the other party", "Do this without the consent of the other party"),
        ("The rule ought to include these devices too", "The rule ought to exclude these devices too"),
    ],
)
def test_what_turns_the_sense_round_is_never_folded(one, other):
    assert not near(tokens(one), tokens(other))
    classes = fold([tokens(one), tokens(other)])
    assert classes[0] != classes[1]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("propoesed", "proposed", True),
        ("aviod", "avoid", True),
        ("consuitation", "consultation", True),
        ("able", "unable", False),
        ("legal", "illegal", False),
        ("supply", "demand", False),
        ("now", "not", False),
    ],
)
def test_a_misread_word(one, other, same):
    assert misread(one, other) is misread(other, one) is same


WORDS = st.sampled_from(
    ["supplier", "meter", "panel", "testing", "should", "not", "the", "change", "is", "cost", "agree", "disagree"]
)
SENTENCE = st.lists(WORDS, min_size=1, max_size=14).map(tuple)


@given(st.lists(SENTENCE, max_size=12))
def test_sentences_of_one_class_have_the_same_signals(found):
    """Also by way of a third: what denies, binds and measures is the same all through a class."""
    by_class: dict[int, set] = {}
    for words, number in zip(found, fold(found), strict=True):
        by_class.setdefault(number, set()).add(signals(words))
    assert all(len(told) == 1 for told in by_class.values())


@given(st.lists(WORDS, min_size=5, max_size=14), st.data())
def test_a_denial_put_in_parts_two_sentences(words, data):
    place = data.draw(st.integers(0, len(words)))
    denial = data.draw(st.sampled_from(sorted(SIGNALS)))
    one, other = tuple(words), (*words[:place], denial, *words[place:])
    assert fold([one, other])[0] != fold([one, other])[1]


TEXTS = st.lists(
    st.lists(st.sampled_from([*STUBS, OTHER, "Yes.", "No comment."]), max_size=4).map(" ".join), max_size=6
)


@given(TEXTS)
def test_passages_are_a_partition_of_what_is_said(texts):
    """Every sentence is in exactly one place of exactly one passage."""
    covered: dict[tuple[int, int], int] = {}
    for found in passages(texts):
        for place in found.places:
            for sentence in sentences(texts[place.text]):
                if place.start <= sentence.start < place.end:
                    key = (place.text, sentence.start)
                    covered[key] = covered.get(key, 0) + 1
    every = {(n, s.start) for n, text in enumerate(texts) for s in sentences(text)}
    assert covered == dict.fromkeys(every, 1)


@given(TEXTS, st.randoms(use_true_random=False))
def test_the_order_of_the_texts_does_not_matter(texts, shuffler: random.Random):
    order = list(range(len(texts)))
    shuffler.shuffle(order)
    moved = [{(order[n], start) for n, start in each} for each in places([texts[n] for n in order])]
    assert sorted(map(sorted, moved)) == sorted(map(sorted, places(texts)))


@given(st.lists(SENTENCE, max_size=10), st.randoms(use_true_random=False))
def test_the_order_of_the_sentences_does_not_matter(found, shuffler: random.Random):
    shuffled = found.copy()
    shuffler.shuffle(shuffled)
    by, again = (dict(zip(said, fold(said), strict=True)) for said in (found, shuffled))
    assert {(a, b) for a in by for b in by if by[a] == by[b]} == {
        (a, b) for a in by for b in by if again[a] == again[b]
    }


def test_a_word_of_assent_is_no_passage():
    assert said(["Yes.", "Yes.", "No comment.", "No comment."]) == []


def test_many_alike_are_folded_in_reasonable_time():
    """Thirteen thousand texts that are nearly the same: not each is compared with each."""
    shuffler = random.Random(87)
    words = STUBS[0].split()
    plain = [n for n, word in enumerate(words) if len(word) > 4 and word not in SIGNALS]

    def noisy() -> str:
        spoilt = shuffler.sample(plain, 2)
        return " ".join(f"{w[:-1]}{shuffler.choice('qxz')}" if n in spoilt else w for n, w in enumerate(words))

    steps: list[int] = []
    found = passages([noisy() for _ in range(13_000)], lambda percent, _: steps.append(percent))
    assert max(len(each.places) for each in found) > 12_000
    assert steps == sorted(steps)
