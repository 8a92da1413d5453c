"""Responses as data: for SECAS everything that counts, for others what is published and as it is published; a spreadsheet
runs nothing of it; and as many queries for many responses as for few."""

import csv
import io
import json

import pytest

from accounts.models import Affiliation, Category, Organisation
from audit import clock
from consultations.models import Agreement, QuestionAnswer, Redaction
from tests import factories as make
from tests.consultations import asked
from tests.papers import consulted

pytestmark = pytest.mark.django_db

FORMULA = '=HYPERLINK("http://example.org","Look")'


@pytest.fixture
def over():
    found = consulted.over("Is it enough?")
    organisation = make.OrganisationFactory(short_name="Quayside", category=Category.SMALL_SUPPLIER)
    asked.submission(
        found,
        organisation,
        answers=[(1, Agreement.AGREE, FORMULA)],
        clauses=[("L8.7", "add_after", "a Certificate", "in force")],
        general_comments="Thank you.",
    )
    nameless = make.OrganisationFactory(short_name="Nameless", category=Category.LARGE_SUPPLIER)
    asked.submission(found, nameless, answers=[(1, Agreement.DISAGREE, "Call 0123 now.")], consents=False)
    secret = make.OrganisationFactory(short_name="Secret")
    asked.submission(
        found, secret, answers=[(1, Agreement.AGREE, "Ours.")], confidential=True, confidential_because="Ours"
    )
    return found


def rows(client, of, status: int = 200) -> list[dict]:
    response = client.get(f"/consultations/{of.pk}/responses.csv")
    assert response.status_code == status
    if status != 200:
        return []
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def data(client, of) -> dict:
    return json.loads(b"".join(client.get(f"/consultations/{of.pk}/responses.json").streaming_content))


def test_everybody_reads_what_is_published_as_it_is_published(over, client):
    place = QuestionAnswer.objects.get(text="Call 0123 now.")
    Redaction.objects.create(answer=place, quote="0123", reason="A number", by=make.analyst(), at=clock.now())
    found = rows(client, over)
    assert [(row["Part"], row["Respondent"], row["Category"], row["Answer"]) for row in found] == [
        ("Question 1", "a Large Supplier", "Large Supplier", "No"),
        ("Question 1", "Quayside", "Small Supplier", "Yes"),
        ("Clause L8.7", "Quayside", "Small Supplier", ""),
        ("General comments", "Quayside", "Small Supplier", ""),
    ]
    assert found[0]["Text"] == "Call [Redacted: A number] now."
    assert (found[2]["Operation"], found[2]["At these words"], found[2]["Text"]) == (
        "Add after",
        "a Certificate",
        "in force",
    )
    assert "Confidential" not in found[0]


def test_secas_reads_everything_that_counts(over, client):
    client.force_login(make.analyst())
    found = rows(client, over)
    assert {row["Respondent"] for row in found} == {"Quayside", "Nameless", "Secret"}
    assert [row["Confidential"] for row in found if row["Respondent"] == "Secret"] == ["Yes"]
    assert {row["Response"] for row in found} == {"1", "2", "3"}


def test_for_everybody_but_secas_they_are_the_same_also_for_who_said_it(over, client):
    """What a respondent’s people read elsewhere in full stands in no file that they may hand on."""
    place = QuestionAnswer.objects.get(text="Call 0123 now.")
    Redaction.objects.create(answer=place, quote="0123", reason="A number", by=make.analyst(), at=clock.now())
    half = make.OrganisationFactory(short_name="Half", category=Category.SMALL_SUPPLIER)
    sent = asked.submission(over, half, general_comments="Half of it is ours.")
    question = over.questions.questions.get()
    QuestionAnswer.objects.create(submission=sent, question=question, text="Our plan.", confidential=True)
    as_published, data_published = rows(client, over), data(client, over)
    assert "Half of it is ours." in {row["Text"] for row in as_published}
    for name in ("Quayside", "Nameless", "Secret", "Half"):
        person = make.UserFactory()
        organisation = Organisation.objects.get(short_name=name)
        Affiliation.objects.create(user=person, organisation=organisation, kind="submitter", starts=make.LONG_AGO)
        assert (
            QuestionAnswer.objects.visible_to(person).filter(submission__response__organisation=organisation).exists()
        )
        client.force_login(person)
        assert (rows(client, over), data(client, over)) == (as_published, data_published), name


def test_clauses_stand_in_the_order_of_the_code(client):
    over = consulted.over("Is it enough?")
    for clause in ("L8.10", "L8.9", "D2.1", "L10.1"):
        asked.submission(over, clauses=[(clause, "query", "", "Why?")])
    assert [row["Part"] for row in rows(client, over)] == ["Clause D2.1", "Clause L8.9", "Clause L8.10", "Clause L10.1"]


def test_a_spreadsheet_runs_nothing_of_it(over, client):
    """OWASP, CSV injection: a cell that would be a formula begins with an apostrophe."""
    (cell,) = [row["Text"] for row in rows(client, over) if row["Respondent"] == "Quayside" and "HYPER" in row["Text"]]
    assert cell == f"'{FORMULA}"


def test_for_programs_the_words_are_as_they_came(over, client):
    found = data(client, over)
    assert found["consultation"] == over.pk
    assert found["proposal"] is None
    said = {(each["part"], each["respondent"]): each for each in found["said"]}
    assert said["Question 1", "Quayside"]["text"] == FORMULA
    assert said["Question 1", "Quayside"]["agreement"] == "agree"
    assert said["Clause L8.7", "Quayside"]["operation"] == "add_after"
    assert len(found["said"]) == 4
    client.force_login(make.analyst())
    assert len(data(client, over)["said"]) == 5


@pytest.mark.parametrize("name", ["responses.csv", "responses.json"])
def test_before_they_are_published_secas_alone_has_them(over, client, name):
    over.responses_published_at = None
    over.save()
    address = f"/consultations/{over.pk}/{name}"
    for reader in (None, make.party(), make.authority()):
        if reader:
            client.force_login(reader)
        assert client.get(address).status_code == 404
    client.force_login(make.analyst())
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("name", ["responses.csv", "responses.json"])
def test_of_a_consultation_for_parties_a_stranger_has_nothing(client, name):
    over = consulted.over("Is it enough?", classification="green")
    asked.submission(over, answers=[(1, Agreement.AGREE, "")])
    assert client.get(f"/consultations/{over.pk}/{name}").status_code == 404
    client.force_login(make.party())
    assert client.get(f"/consultations/{over.pk}/{name}").status_code == 200


@pytest.mark.parametrize("count", [3, 300])
def test_they_cost_the_same_for_many_responses(client, count, django_assert_num_queries):
    over = consulted.over("Is it enough?", "Is it fair?")
    for _ in range(count):
        asked.submission(over, answers=[(1, Agreement.AGREE, "Yes."), (2, "", "No.")])
    with django_assert_num_queries(QUERIES):
        found = rows(client, over)
    assert len(found) == 2 * count


QUERIES = 5
