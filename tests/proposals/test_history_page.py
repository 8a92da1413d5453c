"""The history of a proposal: what the record holds of it, for every reader (issue part 4; design §3, audit)."""

from datetime import UTC, date, datetime

import pytest

from audit import clock
from audit.acts import label
from audit.models import Event
from proposals import actions
from tests import factories as make
from tests.proposals.states import fresh
from tests.reading import at, by_class, links, parsed, sections, words

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def by(module_db):
    return make.analyst(name="Ann Archer")


@pytest.fixture
def mp087(approved):
    return fresh(approved)


@pytest.fixture(scope="module")
def approved(by):
    return make.fast_tracked(by=by, number=87, title="A correction")


def entries(response) -> list:
    """The entries of the record, beside the steps that stand above them."""
    return [e for e in parsed(response).iter("li") if (e.get("id") or "").startswith("event-")]


def of_class(elements: list, name: str) -> list[str]:
    return [words(e) for element in elements for e in element.iter() if name in (e.get("class") or "").split()]


def test_history_is_newest_first_with_names_for_secas_and_capacities_for_others(client, by):
    with clock.set_to(datetime(2019, 8, 20, 9, tzinfo=UTC)):
        proposer = make.party(name="Northmoor Energy", short_name="Northmoor")
        make.draft_proposal(by=by, number=88, proposer=proposer)
    titles = of_class(entries(client.get(at("DP088", "history/"))), "history-title")
    assert titles == ["Raised", "Problem statement submitted"]
    public = words(parsed(client.get(at("DP088", "history/"))))
    assert "SECAS analyst" in public
    assert "Northmoor (Large Supplier)" in public
    assert [text for text in by_class(client.get(at("DP088", "history/")), "facts") if "Ann Archer" in text] == []
    client.force_login(by)
    facts = of_class(entries(client.get(at("DP088", "history/"))), "facts")
    assert [text.split(" ")[0:2] for text in facts] == [
        ["Ann", "Archer"],
        proposer.name.split(" ")[:2],
    ]


def test_an_entry_made_later_says_when(client, by):
    with clock.set_to(datetime(2019, 8, 21, 9, 30, tzinfo=UTC)):
        make.draft_proposal(by=by, number=88, raised_on=date(2019, 8, 20))
    page = client.get(at("DP088", "history/"))
    assert by_class(page, "history-date")[0] == "20 Aug 2019 entered 21 Aug 2019"
    assert "entered 21 August 2019 at 10:30" in of_class(entries(page), "facts")[0]


def test_what_was_changed_of_a_solution_is_said_in_words_of_the_page(client, by):
    """No hint of a field, and no unit in which a sum is kept."""
    proposal = make.agreed_proposal(by=by, number=88)
    given = {"dcc_cost": "known", "dcc_cost_min": 100, "dcc_cost_max": 200, "secas_activities": "One"}
    actions.save_solution(proposal=proposal, by=by, **given)
    actions.save_solution(proposal=proposal, by=by, dcc_cost_max=300)
    client.force_login(by)
    page = client.get(at("DP088", "history/"))
    said = [words(p) for e in entries(page) for p in e.iter("p") if "Solution saved: " in words(p)]
    assert said == ["Solution saved: DCC costs.", "Solution saved: DCC costs, SECAS activities."]


def test_before_and_after_are_shown_as_a_difference_to_secas_alone(client, by, mp087):
    actions.save_details(proposal=mp087, by=by, title="A small correction")
    assert by_class(client.get(at("MP087", "history/")), "changed-facts") == []
    client.force_login(by)
    shown = by_class(client.get(at("MP087", "history/")), "changed-facts")
    assert shown[0] == "Title A [Inserted: small end inserted] correction"


def test_each_entry_has_its_number_and_fingerprint_and_the_page_explains_them(client, mp087):
    newest = Event.objects.about(label(mp087)).first()
    response = client.get(at("MP087", "history/"))
    assert f"entry {newest.sequence} {newest.hash[:12]}" in by_class(response, "facts")[0]
    assert links(response)["how this record is kept"] == "#record"
    assert "record" in sections(response)


def test_a_long_history_has_pages(client, by, mp087):
    for number in range(60):
        actions.post_update(proposal=mp087, by=by, text=f"Update {number}.")
    assert len(entries(client.get(at("MP087", "history/")))) == 50
    assert len(entries(client.get(at("MP087", "history/?page=2")))) > 10
