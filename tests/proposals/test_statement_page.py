"""The problem statement of a proposal, its versions and what changed between them (issue part 4; look.md)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from audit import clock
from audit.templatetags.look import NUMBER_WORDS
from proposals import actions
from proposals.models import Figure
from tests import factories as make
from tests.proposals.states import fresh
from tests.reading import at, by_class, parsed, sections, words

pytestmark = pytest.mark.django_db

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ffff3f0005fe02fe0def46b80000000049454e44ae426082"
)


@pytest.fixture(scope="module")
def by(module_db):
    return make.analyst(name="Ann Archer")


@pytest.fixture
def stated(worked_over):
    return fresh(worked_over)


@pytest.fixture(scope="module")
def worked_over(by):
    proposal = make.submission(issue="Two things went wrong in the clause.\n\n- one & all\n- <two>")
    actions.raise_draft_proposal(proposal=proposal, by=by, lead_analyst=by, number=75)
    texts = {
        "issue": "<p>Three things went wrong in the clause[[note: Three so far.]].</p><p>[[figure: 1]]</p>",
        "sec_context": "<p>Section G[[note: Security.]].</p>",
        "do_nothing": "<p>It would go on.</p>",
    }
    statement = actions.revise_problem_statement(proposal=proposal, by=by, texts=texts, note="Worked over.")
    actions.add_figure(
        proposal=proposal, by=by, statement=statement, upload=SimpleUploadedFile("routes.png", PIXEL),
        caption="The routes", alternative_text="Two routes meet.",
    )  # fmt: skip
    return proposal


def test_the_latest_version_is_read_with_its_notes_and_figures(client, stated):
    response = client.get(at("DP075", "problem-statement/"))
    found = sections(response)
    assert found["issue"] == "What is the issue or problem? Three things went wrong in the clause1.Figure 1: The routes"
    assert found["notes"] == "Notes Three so far. ↩ Security. ↩"
    assert [a.get("href") for a in parsed(response).iter("a") if a.get("role") == "doc-noteref"] == [
        "#note-1",
        "#note-2",
    ]
    image = next(parsed(response).iter("figure")).find("img")
    assert image.get("alt") == "Two routes meet."
    assert image.get("src") == Figure.objects.get().attachment.get_absolute_url()


def test_the_submission_stays_word_for_word(client, stated):
    response = client.get(at("DP075", "problem-statement/"), {"version": "0.1"})
    section = next(s for s in parsed(response).iter("section") if s.get("aria-labelledby") == "issue")
    assert [words(p) for p in section.findall("p")] == ["Two things went wrong in the clause."]
    assert [words(item) for item in section.iter("li")] == ["one & all", "<two>"]
    assert (
        f"word for word as {stated.proposer.name} of {stated.proposer_organisation.name} submitted it"
        in by_class(response, "notice")[0]
    )


def test_versions_say_who_when_and_what_changed_and_names_only_to_those_who_read_names(client, by, stated):
    today = f"{clock.today():%-d %b %Y}"

    def listed():
        aside = next(parsed(client.get(at("DP075", "problem-statement/"))).iter("aside"))
        return [words(item) for item in aside.iter("li")]

    first = f"Version 0.1 {today}, {stated.proposer.name}, {stated.proposer_organisation} As submitted, word for word"
    assert listed() == [f"Version 0.2 {today}, SECAS Worked over.", first]
    client.force_login(by)
    assert listed() == [f"Version 0.2 {today}, Ann Archer, SECAS Worked over.", first]


@pytest.mark.parametrize("query", [{"version": "0.9"}, {"version": "x"}])
def test_a_version_that_does_not_exist_is_not_found(client, stated, query):
    assert client.get(at("DP075", "problem-statement/"), query).status_code == 404


def test_two_versions_are_compared_by_words(client, stated):
    response = client.get(at("DP075", "problem-statement/compare/"), {"from": "0.1", "to": "0.2"})
    assert "[Deleted: Two end deleted]" in by_class(response, "redline")[0]
    assert "[Inserted: Three end inserted]" in by_class(response, "redline")[0]
    assert "(note: Three so far.)" in words(parsed(response))
    assert "[[" not in response.content.decode()


@pytest.mark.parametrize(
    "view, sees, never", [("before", "Two things", "Three things"), ("after", "Three things", "Two things")]
)
def test_each_side_can_be_read_alone(client, stated, view, sees, never):
    response = client.get(at("DP075", "problem-statement/compare/"), {"from": "0.1", "to": "0.2", "view": view})
    assert sees in sections(response)["issue"]
    assert never not in sections(response)["issue"]


def test_the_list_of_changes_counts_them(client, stated):
    response = client.get(at("DP075", "problem-statement/compare/"), {"from": "0.2", "to": "0.2", "view": "list"})
    assert "They say the same." in words(parsed(response))
    response = client.get(at("DP075", "problem-statement/compare/"), {"view": "list"})
    changes = next(e for e in parsed(response).iter("ol") if e.get("class") == "changes")
    assert f"{NUMBER_WORDS[len(changes.findall('li'))].capitalize()} passages differ." in words(parsed(response))


@pytest.mark.parametrize("query", [{"from": "0.7"}, {"to": "1"}])
def test_comparing_with_a_version_that_does_not_exist_is_not_found(client, stated, query):
    assert client.get(at("DP075", "problem-statement/compare/"), query).status_code == 404
