import pytest
from django.core.exceptions import ImproperlyConfigured

from secmods.env import Environment

KINDS = ("redis", "rediss")


def read(**values):
    return Environment(values)


@pytest.mark.parametrize("word, means", [("on", True), ("YES", True), ("1", True), ("off", False), ("0", False)])
def test_a_flag_is_read_in_the_usual_words(word, means):
    assert read(DEMO=word).flag("DEMO", not means) is means


def test_an_empty_variable_counts_as_not_set():
    assert read(DEMO=" ").flag("DEMO", True) is True
    assert read(PORT="").whole("PORT", 8000, 1, 65535) == 8000
    assert read(HOSTS=" , ").listing("HOSTS", ("localhost",)) == ["localhost"]


def test_a_listing_is_split_at_commas():
    assert read(HOSTS="a.example.org, b.example.org,").listing("HOSTS") == ["a.example.org", "b.example.org"]


@pytest.mark.parametrize(
    "ask, sentence",
    [
        (lambda env: env.flag("X", True), "X is 'maybe'; it must be on or off."),
        (lambda env: env.whole("X", 1, 1, 9), "X is 'maybe'; it must be a whole number from 1 to 9."),
        (lambda env: env.choice("X", "a", ("a", "b")), "X is 'maybe'; it must be one of a, b."),
        (
            lambda env: env.address("X", KINDS),
            "X must be an address that begins with one of redis://, rediss://.",
        ),
        (lambda env: env.secret("X"), "X has 5 characters; it must have at least 50, chosen at random."),
        (lambda env: env.required("Y", "Nothing goes without it."), "Y is not set. Nothing goes without it."),
    ],
)
def test_a_wrong_value_gets_one_sentence_that_names_the_variable(ask, sentence):
    with pytest.raises(ImproperlyConfigured) as problem:
        ask(read(X="maybe"))
    assert str(problem.value) == sentence


@pytest.mark.parametrize("value", ["0", "65536", "-1", "8e3", "８０００"])
def test_a_port_outside_its_range_is_refused(value):
    assert read(PORT="65535").whole("PORT", 8000, 1, 65535) == 65535
    with pytest.raises(ImproperlyConfigured):
        read(PORT=value).whole("PORT", 8000, 1, 65535)


def test_a_secret_is_never_shown_in_the_sentence_about_it():
    with pytest.raises(ImproperlyConfigured) as problem:
        read(SECRET_KEY="hunter2").secret("SECRET_KEY")
    assert "hunter2" not in str(problem.value)


def test_a_folder_that_is_a_file_is_refused(tmp_path):
    assert read(FILES_DIR=str(tmp_path)).folder("FILES_DIR", tmp_path) == tmp_path
    (tmp_path / "file").touch()
    with pytest.raises(ImproperlyConfigured):
        read(FILES_DIR=str(tmp_path / "file")).folder("FILES_DIR", tmp_path)
