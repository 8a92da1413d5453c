"""How many answered a question, where it is not told how many did so in confidence: what others read is true, and the same
whether or not somebody spoke in confidence, wherever it is read."""

import pytest
from django.urls import reverse

from consultations.collation.counting import counted
from consultations.collation.page import words_of
from consultations.models import Agreement, Consultation, Kind, QuestionAnswer
from papers import actions as papers
from tests import factories as make
from tests.consultations import asked
from tests.papers import consulted
from tests.papers.consulted import COLLATED, SECAS
from tests.papers.reading import items, sentence, stated

pytestmark = pytest.mark.django_db

YES = Agreement.AGREE
ASIDE = "Any answer in confidence is not counted here."


@pytest.fixture
def by():
    return make.analyst()


def world(by, *rows, published=True) -> Consultation:
    """Of each respondent its category and whether it answered openly, in confidence, or not at all."""
    proposal = make.agreed_proposal(by=by)
    found = consulted.over("Is it enough?", proposal=proposal, kind=Kind.REFINEMENT, published=published)
    for category, how in rows:
        sent = asked.submission(found, make.OrganisationFactory(category=category))
        if how != "silent":
            given = {"agreement": YES, "text": "Yes.", "confidential": how == "hidden"}
            QuestionAnswer.objects.create(submission=sent, question=found.questions.questions.get(), **given)
    return found


def told(found: Consultation, by, client) -> dict[str, str]:
    """By where it is read."""
    page = client.get(reverse("consultations:outcome", args=[found.pk])).content.decode()
    document = consulted.read(consulted.composed(found, by, COLLATED))
    report = consulted.read(papers.compose_draft(proposal=found.proposal, by=by))
    key = f"conclusions.consulted.{found.pk}.questions"
    lines = items(report, f"{key}.list") if key in stated(report) else []
    [tally] = counted(found, secas=False).tallies
    return {
        "page": " ".join(page.partition('<p class="note">')[2].partition("</p>")[0].split()),
        "document": sentence(document, "q1.count"),
        "report": lines[0] if lines else "",
        "overview": words_of(tally),
    }


LARGE, SMALL = "large_supplier", "small_supplier"


def test_it_says_that_the_open_answers_are_counted_whether_or_not_there_are_others(by, client):
    with_one = told(world(by, (LARGE, "open"), (LARGE, "hidden"), (LARGE, "silent")), by, client)
    with_none = told(world(by, (LARGE, "open"), (LARGE, "silent"), (LARGE, "silent")), by, client)
    assert with_one == with_none
    assert with_one["page"] == f"One response answered it openly. {ASIDE} Yes: 1."
    assert with_one["document"] == f"One answered this openly: one said yes. {ASIDE}"
    assert with_one["report"].endswith(f"One answered this openly: one said yes. {ASIDE}")


def test_where_nobody_answered_openly_it_is_not_said_that_nobody_did(by, client):
    rows = [(LARGE, "silent"), (LARGE, "silent")]
    with_one = told(world(by, (LARGE, "hidden"), *rows[1:]), by, client)
    with_none = told(world(by, *rows), by, client)
    assert with_one == with_none
    assert with_one["page"] == f"Nobody answered it openly. {ASIDE}"
    assert with_one["document"] == f"Nobody answered this question openly. {ASIDE}"
    assert with_one["overview"] == "Nobody has answered it openly."


def test_where_everybody_answered_openly_nothing_is_added(by, client):
    found = told(world(by, (LARGE, "open"), (SMALL, "open")), by, client)
    assert (found["page"], found["document"]) == (
        "2 responses answered it. Yes: 2.",
        "Two answered this: two said yes.",
    )


def test_where_their_number_is_told_it_is_counted_with_the_rest(by, client):
    found = told(world(by, (LARGE, "open"), (LARGE, "hidden"), (SMALL, "silent")), by, client)
    assert found["page"] == "2 responses answered it. Yes: 1; In confidence: 1."
    assert found["document"] == "Two answered this, one of them in confidence. Of what may be told, one said yes."


def test_of_what_is_all_in_confidence_it_is_not_said_that_nobody_answered(by, client):
    found = told(world(by, (LARGE, "hidden"), (SMALL, "silent")), by, client)
    assert found["page"] == "One response answered it. In confidence: 1."
    assert found["overview"] == "Nobody has answered it openly."


def test_secas_counts_all_and_is_told_so(by):
    found = world(by, (LARGE, "open"), (LARGE, "hidden"), (LARGE, "silent"))
    own = consulted.read(consulted.composed(found, by, COLLATED, SECAS))
    assert sentence(own, "q1.count") == "Two answered this, one of them in confidence: two said yes."
    [tally] = counted(found, secas=True).tallies
    assert words_of(tally) == "2 yes"
    empty = world(by, (LARGE, "silent"))
    [tally] = counted(empty, secas=True).tallies
    assert words_of(tally) == "Nobody has answered it."


def test_files_of_data_hold_rows_and_no_number_of_them(by, client):
    """What was said in confidence is in none; that it was is not told by what is missing."""
    files = []
    for how in ("hidden", "silent"):
        found = world(by, (LARGE, "open"), (LARGE, how), (LARGE, "silent"))
        parts = [client.get(reverse(f"consultations:responses_{kind}", args=[found.pk])) for kind in ("csv", "json")]
        files.append([b"".join(part.streaming_content).decode().count("Question 1") for part in parts])
    assert files == [[1, 1], [1, 1]]


def test_before_publication_the_page_says_no_more(by, client):
    found = world(by, (LARGE, "open"), (LARGE, "hidden"), (LARGE, "silent"), published=False)
    page = client.get(reverse("consultations:outcome", args=[found.pk])).content.decode()
    assert f"One response answered it openly. {ASIDE}" in " ".join(page.split())
    assert "Yes: 1" not in page
