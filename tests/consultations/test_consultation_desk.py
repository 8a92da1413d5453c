"""What consultations put on desks and on the front page."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Affiliation, Category
from audit import clock
from consultations import actions
from consultations.desks.running import OfTheCode
from consultations.models import Consultation, Kind
from consultations.points.places import passages
from tests import factories as make
from tests.consultations import answered, asked
from tests.consultations.running import OPENED, opened, prepared
from tests.proposals.states import refined

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return make.analyst()


def desk(client, user) -> dict:
    client.force_login(user)
    return client.get("/desk/").context


def words(rows) -> list[str]:
    """Of tasks about a consultation on the SEC itself, with the title that stands at their head."""
    tasks = [row["task"] for row in rows if isinstance(row["task"].proposal, OfTheCode)]
    return [f"{task.proposal.title}. {task.words}" for task in tasks]


def test_secas_opens_what_is_prepared_and_collates_what_is_over(client, by):
    prepared(by, title="Prepared")
    opened(by, title="Far off", days=40)
    with clock.set_to(clock.now() - timedelta(days=60)):
        over = opened(by, title="Over")
    asked.submission(over)
    context = desk(client, by)
    assert set(words(context["mine"])) == {
        "Prepared. Consultation on the SEC is prepared and not open",
        "Over. Consultation on the SEC is over: 1 response to collate and publish",
    }
    assert words(context["others"]) == []
    assert words(desk(client, make.analyst())["mine"]) == []


def test_what_came_to_count_after_publication_waits_for_secas(client, by):
    with clock.set_to(clock.now() - timedelta(days=60)):
        over = opened(by, title="Over")
    sent = asked.submission(over)
    actions.publish_responses(consultation=over, by=by)
    assert words(desk(client, by)["mine"]) == []
    answered.record(over, by=by, organisation=sent.response.organisation)
    assert words(desk(client, by)["mine"]) == [
        "Over. Consultation on the SEC: what came to count since the others were published waits to be published too"
    ]
    actions.publish_responses(consultation=over, by=by)
    assert words(desk(client, by)["mine"]) == []


def test_open_points_of_a_consultation_on_the_code_wait_for_whoever_prepared_it(client, by):
    with clock.set_to(clock.now() - timedelta(days=60)):
        over = opened(by, title="Over")
    asked.submission(over, general_comments="Later, please.")
    (place,) = passages(over)
    point = actions.extract_point(
        consultation=over, by=by, text="It is too early.", sources=[actions.Source(place.key)]
    )
    waits = "1 point still open in the Consultation on the SEC"
    assert waits in {row["task"].words for row in desk(client, by)["mine"]}
    assert waits not in {row["task"].words for row in desk(client, make.analyst())["mine"]}
    actions.settle_point(point=point, by=by, disposition="noted")
    assert waits not in {row["task"].words for row in desk(client, by)["mine"]}


def test_what_closes_soon_waits_for_others(client, by):
    with clock.set_to(clock.now() - timedelta(days=30)):
        held = opened(by, title="Soon", days=22)
    with clock.set_to(held.closes_at - timedelta(days=2)):
        assert words(desk(client, by)["others"]) == ["Soon. Consultation on the SEC closes soon: 0 responses so far"]


def test_a_party_answers_what_asks_it_and_nothing_else(client, by):
    gas, large = make.party(Category.GAS_NETWORK), make.party(Category.LARGE_SUPPLIER)
    opened(by, Kind.INFORMATION, refined(by), title="For gas", invited=(Category.GAS_NETWORK,))
    everybody = opened(by, title="For everybody")
    prepared(by, title="Prepared")
    of_gas = desk(client, gas)["mine"]
    assert len(of_gas) == 2
    assert {row["task"].due for row in of_gas} == {clock.london_date(everybody.closes_at)}
    assert len(desk(client, large)["mine"]) == 1
    asked.submission(everybody, large.organisations[0])
    assert desk(client, large)["mine"] == []


def test_the_desk_says_how_far_the_response_has_come(client, by):
    everybody, party = opened(by, title="For everybody"), make.party()
    contributor = make.UserFactory()
    organisation = party.organisations[0]
    Affiliation.objects.create(user=contributor, organisation=organisation, kind="contributor", starts=make.LONG_AGO)

    def told(user) -> tuple[str, str]:
        (row,) = desk(client, user)["mine"]
        return row["task"].words.partition("asks your organisation")[2], row["task"].act

    assert told(party) == ("", "Answer it")
    drafted = actions.start_response(consultation=everybody, by=contributor, organisation=organisation)
    actions.save_general(response=drafted, by=contributor, text="We agree.")
    assert told(party) == told(contributor) == (": a response is begun", "Go on writing")
    actions.make_ready(response=drafted, by=contributor)
    assert told(party) == (": the response is ready to be signed off", "Sign it off")
    assert told(contributor) == (": a response is begun", "Go on writing")
    actions.submit_response(response=drafted, by=party)
    assert desk(client, party)["mine"] == desk(client, contributor)["mine"] == []


def test_of_two_organisations_the_one_that_is_asked_and_has_not_answered_is_shown(client, by):
    person = make.party(Category.GAS_NETWORK, short_name="Pipes")
    other = make.OrganisationFactory(category=Category.LARGE_SUPPLIER, short_name="Meters")
    Affiliation.objects.create(user=person, organisation=other, kind="submitter", starts=make.LONG_AGO)
    pipes, meters = sorted(person.organisations, key=lambda each: each.short_name == "Meters")
    everybody = opened(by, title="For everybody")
    of_gas = opened(by, Kind.INFORMATION, refined(by), title="For gas", invited=(Category.GAS_NETWORK,))

    def told() -> dict[str, str]:
        rows = desk(client, person)["mine"]
        return dict(row["task"].words.split(" asks ") for row in rows)

    code, gas = "Consultation on the SEC", "Request for Information “For gas”"
    assert told() == {code: "Meters and Pipes", gas: "Pipes"}
    asked.response(of_gas, meters)  # begun before only gas networks were asked
    asked.submission(everybody, meters)
    assert told() == {code: "Pipes", gas: "Pipes"}
    asked.response(everybody, pipes)
    assert told() == {code: "Pipes: a response is begun", gas: "Pipes"}
    asked.submission(of_gas, pipes)
    assert told() == {code: "Pipes: a response is begun"}


def test_where_nothing_came_in_that_is_told_for_a_week(client, by):
    with clock.set_to(OPENED):
        held = opened(by, title="Over")  # until Wednesday 8 April
        opened(by, title="Late ones", days=20)
    late = asked.submission(Consultation.objects.get(title="Late ones"), late=True, received_at=held.closes_at)
    with clock.set_to(clock.closing(date(2026, 4, 15))):
        context = desk(client, by)
        assert words(context["mine"]) == ["Late ones. 1 late response to decide on: Consultation on the SEC"]
        assert set(words(context["others"])) == {
            "Over. Consultation on the SEC is over. No response came in.",
            "Late ones. Consultation on the SEC is over. No response counts.",
        }
    with clock.set_to(clock.closing(date(2026, 4, 16))):
        assert words(desk(client, by)["others"]) == []
        actions.decide_late(submission=late, by=by, accepted=True, reason="The site was down.")
        assert words(desk(client, by)["mine"]) == [
            "Late ones. Consultation on the SEC is over: 1 response to collate and publish"
        ]


def test_a_desk_costs_as_much_with_many_as_with_few(client, by):
    party, counts = make.party(), []
    desk(client, party)  # what is kept from the first page on
    for number in (3, 297):
        for n in range(number):
            asked.consultation(title=f"Number {n}", invited=[])
        with CaptureQueriesContext(connection) as queries:
            desk(client, party)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_front_page_says_what_may_be_answered(client, by):
    proposal = refined(by)
    opened(by, Kind.INFORMATION, proposal, title="Meters")
    opened(by, title="The code")
    prepared(by, title="Prepared")
    coming = client.get("/").context["coming"]
    assert [event["words"] for event in coming if event.get("url")] == [
        "Request for Information: responses are welcome until 17:00",
        "Consultation on the SEC: responses are welcome until 17:00",
    ]
