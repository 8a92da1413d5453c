"""A program that prepares tells what it is at among what it has to say."""

from io import StringIO

from secmods import underway


def test_what_it_is_at_is_told_apart_from_what_it_has_to_say():
    printed = StringIO()
    underway.tell(printed, "making the tables (3 steps)")
    printed.write("Sign in with one press as:\n")
    assert [underway.told(line) for line in printed.getvalue().splitlines(keepends=True)] == [
        "making the tables (3 steps)",
        "",
    ]
