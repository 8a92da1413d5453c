import pytest
from hypothesis import given
from hypothesis import strategies as st

from proposals.references import (
    PREFIXES,
    ProposalRef,
    Query,
    clause_key,
    format_reference,
    parse_query,
)

numbers = st.integers(min_value=1, max_value=9999)
suffixes = st.sampled_from(["", "A", "B", "Z"])


def is_within(asked: str, place: str) -> bool:
    """As the register looks for places: G3 holds G3.20, but neither G30 nor AG3."""
    wanted = clause_key(asked)
    return bool(wanted) and clause_key(place).startswith(wanted)


class TestReferences:
    @pytest.mark.parametrize(
        ("number", "suffix", "prefix", "expected"),
        [
            (75, "", "DP", "DP075"),
            (87, "", "MP", "MP087"),
            (128, "A", "MP", "MP128A"),
            (7, "", "MP", "MP007"),
            (1042, "", "DP", "DP1042"),
            (18, "", "SECMP", "SECMP0018"),
        ],
    )
    def test_written_as_the_register_writes_it(self, number, suffix, prefix, expected):
        assert format_reference(number, suffix, prefix) == expected

    def test_a_modification_proposal_unless_told(self):
        assert format_reference(87) == "MP087"

    @pytest.mark.parametrize(
        ("text", "number", "suffix"),
        [
            ("MP87", 87, ""),
            ("mp087", 87, ""),
            ("DP075", 75, ""),
            ("DP 75", 75, ""),
            ("dp-075", 75, ""),
            ("SECMP0018", 18, ""),
            ("secmp 18", 18, ""),
            ("MP128A", 128, "A"),
            ("mp128a", 128, "A"),
        ],
    )
    def test_a_reference_with_its_letters_is_nothing_else(self, text, number, suffix):
        assert parse_query(text) == Query(numbers=(ProposalRef(number, suffix),))

    @pytest.mark.parametrize(("text", "number"), [("87", 87), ("087", 87), ("18", 18), ("0018", 18)])
    def test_a_bare_number_may_be_a_word_too(self, text, number):
        assert parse_query(text) == Query(numbers=(ProposalRef(number),), words=text)

    def test_a_bare_number_may_have_its_letter(self):
        assert parse_query("128a") == Query(numbers=(ProposalRef(128, "A"),), words="128a")

    @pytest.mark.parametrize("text", ["£1,200", "£600", "15%", "version 6.17", "SMETS2", "2,500 devices", "10000"])
    def test_other_figures_are_words_only(self, text):
        assert parse_query(text) == Query(words=text)

    def test_several_each_once_in_the_order_written(self):
        query = parse_query("MP087, DP075/MP87 and MP130")
        assert query == Query(numbers=(ProposalRef(87), ProposalRef(75), ProposalRef(130)), words="and")

    def test_words_stay_around_a_reference(self):
        assert parse_query("  security  MP087:  vulnerability ") == Query(
            numbers=(ProposalRef(87),), words="security vulnerability"
        )

    def test_nothing_asked(self):
        assert parse_query("  ") == Query()

    @given(numbers, suffixes, st.sampled_from(sorted(PREFIXES)))
    def test_what_is_written_is_read_again(self, number, suffix, prefix):
        written = format_reference(number, suffix, prefix)
        assert parse_query(written) == Query(numbers=(ProposalRef(number, suffix),))
        assert parse_query(written.lower()) == Query(numbers=(ProposalRef(number, suffix),))

    @given(numbers, suffixes)
    def test_a_number_is_read_with_any_zeros(self, number, suffix):
        for bare in (f"{number}{suffix}", f"{number:03d}{suffix}", f"{number:04d}{suffix}"):
            assert parse_query(bare).numbers == (ProposalRef(number, suffix),)

    @given(st.text(max_size=60))
    def test_no_text_is_too_odd(self, text):
        query = parse_query(text)
        assert query.words == " ".join(query.words.split())


class TestClauses:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("G3", "G3"),
            ("g3.20", "G3.20"),
            ("G3.20(b)", "G3.20(b)"),
            ("G3.20 (b)", "G3.20(b)"),
            ("H9.1(e)(ii)", "H9.1(e)(ii)"),
            ("Section G3.20", "G3.20"),
            ("clause g3.17a", "G3.17A"),
            ("Section G", "Section G"),
            ("section g", "Section G"),
            ("Appendix D", "Appendix D"),
            ("appendix ad", "Appendix AD"),
            ("Schedule 8", "Schedule 8"),
        ],
    )
    def test_a_place_of_the_code(self, text, expected):
        assert parse_query(text) == Query(clauses=(expected,))

    def test_several_places(self):
        assert parse_query("Sections G3.17 and G3.18").clauses == ("G3.17", "G3.18")

    def test_a_place_beside_a_reference_and_words(self):
        assert parse_query("MP087 G3.20 vulnerability") == Query((ProposalRef(87),), ("G3.20",), "vulnerability")

    @pytest.mark.parametrize("text", ["SMETS2 devices", "sectional garage", "G3.20th", "the third section"])
    def test_words_that_are_no_place(self, text):
        assert parse_query(text) == Query(words=text)

    def test_a_bracketed_word_after_a_place_is_a_word(self):
        assert parse_query("G3.20 (where applicable)") == Query(clauses=("G3.20",), words="(where applicable)")

    @pytest.mark.parametrize(
        ("asked", "place", "is_found"),
        [
            ("G3", "G3.20", True),
            ("G3", "G3", True),
            ("G3.20", "G3.20(b)", True),
            ("G3.20(b)", "G3.20(b)(ii)", True),
            ("g3.20(B)", "G3.20(b)", True),
            ("Section G", "G3.20", True),
            ("Section G3.20", "G3.20", True),
            ("Appendix D", "Appendix D 4.1", True),
            ("Schedule 8", "Schedule 8", True),
            ("G3", "G30", False),
            ("G3", "G30.1", False),
            ("G3", "AG3", False),
            ("G3.2", "G3.20", False),
            ("G3.17", "G3.17A", False),
            ("G3.20", "G3", False),
            ("G3.20(b)", "G3.20(ba)", False),
            ("Section G", "Section GA", False),
            ("Appendix A", "Appendix AD", False),
            ("Section A", "Appendix A", False),
            ("Schedule 8", "Schedule 80", False),
            ("", "G3", False),
            ("Section", "G3", False),
        ],
    )
    def test_a_place_holds_what_is_inside_it(self, asked, place, is_found):
        assert is_within(asked, place) is is_found

    def test_places_sort_as_a_reader_expects(self):
        in_order = [
            "A1.1",
            "G3",
            "G3.9",
            "G3.17",
            "G3.17(a)",
            "G3.17(b)",
            "G3.17(b)(i)",
            "G3.17(b)(iv)",
            "G3.17(b)(v)",
            "G3.17(b)(ix)",
            "G3.17(b)(x)",
            "G3.17(c)",
            "G3.17A",
            "G3.18",
            "G10.1",
            "G30",
            "H9.1(e)",
        ]
        assert sorted(set(in_order), key=clause_key) == in_order

    places = st.builds(
        lambda letter, clause, sub, label: f"{letter}{clause}.{sub}{label}",
        st.sampled_from("AGHX"),
        st.integers(1, 40),
        st.integers(1, 40),
        st.sampled_from(["", "A", "(a)", "(b)(ii)"]),
    )

    @given(places)
    def test_a_place_is_read_and_found_as_it_is_written(self, place):
        assert parse_query(place) == Query(clauses=(place,))
        assert is_within(place.lower(), place)
        assert is_within(f"Section {place[0]}", place)

    @given(places, places)
    def test_only_one_place_has_a_key(self, one, other):
        assert (clause_key(one) == clause_key(other)) == (one == other)

    @given(st.text(max_size=30), st.text(max_size=30))
    def test_no_locator_is_too_odd(self, asked, place):
        assert is_within(asked, place) in (True, False)
