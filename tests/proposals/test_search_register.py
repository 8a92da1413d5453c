"""Finding in one register by reference, by place in the SEC and by words, and only what the reader may read (design §3,
search)."""

from datetime import date

import pytest

from proposals import actions
from proposals.models import Proposal
from tests import factories as make
from tests.reading import found

pytestmark = pytest.mark.django_db


def named(by, proposal, document, locator):
    code, title = document
    row = {"document": make.SecDocumentFactory(code=code, title=title), "locator": locator}
    actions.save_sec_references(proposal=proposal, by=by, references=[row])


SECTION_G, SECTION_F = ("Section G", "Security"), ("Section F", "Smart Metering System Requirements")


@pytest.fixture(scope="module")
def register(module_db):
    """MP087 on G3.20, DP131 that arises from SECMP0018, DP132 on G30.1."""
    by = make.analyst()
    mp087 = make.ready_for_fast_track(by=by, number=87, title="Obligation to arrange")
    actions.convert_to_refinement(proposal=mp087, by=by, words="Converted.")
    legacy = actions.enter_legacy(
        by=by, number=18, title="Standard electricity meters", summary="An earlier change.", proposer=make.UserFactory(),
        proposer_organisation=make.OrganisationFactory(), on=date(2018, 6, 28), sec_version="5.20",
    )  # fmt: skip
    dp131 = make.draft_proposal(by=by, number=131, title="Events of twin element meters")
    actions.relate(proposal=dp131, by=by, kind="caused_by", to=legacy)
    dp132 = make.draft_proposal(by=by, number=132, title="Thermometers in hallways")
    named(by, dp132, SECTION_G, "G30.1")
    return by


@pytest.mark.parametrize(
    "text, expected",
    [
        ("MP087", ["MP087"]),
        ("MP87", ["MP087"]),
        ("mp087", ["MP087"]),
        ("087", ["MP087"]),
        ("87", ["MP087"]),
        ("DP087", ["MP087"]),
        (" mp 87 ", ["MP087"]),
        ("SECMP0018", ["DP131", "SECMP0018"]),
        ("0018", ["DP131", "SECMP0018"]),
        ("18", ["DP131", "SECMP0018"]),
        ("DP131", ["DP131"]),
        ("MP087 DP131", ["DP131", "MP087"]),
        ("G3", ["MP087"]),
        ("g3.20", ["MP087"]),
        ("Section G3.20", ["MP087"]),
        ("G3.2", []),
        ("G30", ["DP132"]),
        ("G30.1", ["DP132"]),
        ("Section G", ["DP132", "MP087"]),
        ("thermometer", ["DP132"]),
        ("thermometers hallway", ["DP132"]),
        ("hallway -thermometers", []),
        ("MP999", []),
        ("", []),
        ("   ", []),
        ("!?%_\\'\"", []),
    ],
)
def test_what_people_type_finds_what_they_mean(register, text, expected):
    assert found(text) == expected


@pytest.mark.parametrize("text", ["thermometers", "DP132", "G30", "132"])
def test_what_is_not_for_the_public_is_not_found_by_it(register, text):
    proposal = Proposal.objects.get(number=132)
    assert found(text) == ["DP132"]
    actions.save_details(proposal=proposal, by=register, classification="amber")
    assert found(text) == []
    assert found(text, register) == ["DP132"]


def test_a_relation_to_what_one_may_not_read_finds_nothing(register):
    legacy = Proposal.objects.get(number=18)
    actions.save_details(proposal=legacy, by=register, classification="amber")
    assert found("SECMP0018") == []
    assert found("SECMP0018", register) == ["DP131", "SECMP0018"]


def test_searching_asks_one_query_however_much_is_typed(register, django_assert_num_queries):
    with django_assert_num_queries(1):
        found("MP087 SECMP0018 G3.20 Section G thermometers hallway 131")
