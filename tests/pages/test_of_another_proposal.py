"""A key of one proposal in the address of another: there is nothing there, and nothing comes of sending something."""

import pytest
from django.urls import reverse

from proposals.receipts import receipt_of
from tests.pages.people import OF_AN_ENTRY, Thing, cast, raised
from tests.proposals.states import object_to
from tests.proposals.walk.written import contents

pytestmark = pytest.mark.django_db

# Every address that names one thing of a proposal by its key.
ABOUT_ONE_THING = {
    *OF_AN_ENTRY,
    "proposals:approve_package",
    "proposals:correct_approval",
    "proposals:attachment",
    "proposals:replace_document",
    "proposals:put_right",
    "proposals:strike",
    "proposals:receipt",
    "proposals:assessment_step",
    "proposals:clarification_step",
    "proposals:correct_discussion",
    "proposals:consultation_right",
    "proposals:area_step",
    "legaltext:remove",
}


@pytest.fixture(scope="module")
def people(module_db):
    return cast()


@pytest.fixture(scope="module")
def two(people) -> list[tuple[Thing, object]]:
    """Two proposals of the same Proposer, each with everything, and with an objection."""
    things = [raised(people, "white") for _ in range(2)]
    return [(thing, object_to(thing.windowed, by=people.by_role["submitter"])) for thing in things]


def arguments(name: str, thing: Thing, objection) -> dict:
    if name == "proposals:strike":
        return {"slug": thing.windowed.slug, "kind": "objection", "pk": objection.pk}
    if name == "proposals:receipt":
        return {"slug": thing.windowed.slug, "reference": receipt_of(objection).reference}
    return thing.arguments(name)


@pytest.mark.parametrize("name", sorted(ABOUT_ONE_THING))
def test_there_is_nothing_at_it(people, two, name):
    own, others = (arguments(name, *each) for each in two)
    assert own != others
    mixed = reverse(name, kwargs={**others, "slug": own["slug"]})
    secas = people.client("analyst")
    answer = secas.get(reverse(name, kwargs=own))
    assert answer.status_code in (200, 405), "not even its own"
    answer.getvalue() if answer.streaming else answer.content
    before = contents()
    assert secas.get(mixed).status_code in (404, answer.status_code if answer.status_code == 405 else 404)
    for sent in ({}, {"reason": "So.", "step": "do"}):
        assert secas.post(mixed, sent).status_code in (404, 405)
    assert contents() == before
