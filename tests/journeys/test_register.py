"""The register in use: found, filtered, sorted, paged, taken away as a file, read on a telephone and in the dark."""

import csv
import re
from datetime import date

import pytest
from playwright.sync_api import expect

from proposals import actions
from proposals.models import Proposal, Relation
from tests import factories as make
from tests.journeys.steps import downloaded, field, follow, group, references

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

REGISTER = "Modification register"
DRAFTS = range(201, 226)


def enter_legacy(by) -> Proposal:
    company = make.OrganisationFactory()
    return actions.enter_legacy(
        by=by,
        number=18,
        title="Earlier change to firmware",
        summary="Kept in the earlier register.",
        proposer=make.UserFactory(),
        proposer_organisation=company,
        on=date(2017, 11, 2),
        sec_version="5.10",
    )


@pytest.fixture
def few():
    """MP087 with its true dates, DP131 which a change of the earlier register caused, and one more."""
    by = make.analyst(name="Ines Okafor")
    make.fast_tracked(
        by=by,
        number=87,
        title="Correction on security assessments",
        raised_on=date(2019, 8, 21),
        decided_on=date(2019, 10, 11),
    )
    caused = make.draft_proposal(by=by, number=131, title="Amending firmware rules", raised_on=date(2020, 6, 1))
    actions.relate(proposal=caused, by=by, kind=Relation.Kind.CAUSED_BY, to=enter_legacy(by))
    make.draft_proposal(title="Billing of the DCC", raised_on=date(2020, 7, 1), number=140)


@pytest.fixture
def many(few):
    for number in DRAFTS:
        make.draft_proposal(number=number, title=f"Matter {number}", raised_on=date(2021, 1, 4))


def search(page, words: str, found: int):
    box = page.get_by_role("banner").get_by_role("searchbox")
    box.fill(words)
    box.press("Enter")
    counted(page, found)


def counted(page, found: int):
    words = "1 proposal" if found == 1 else f"{found} proposals"
    expect(page.get_by_role("region", name="Proposals found").get_by_text(words, exact=True)).to_be_visible()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("MP87", ["MP087"]),
        ("mp087", ["MP087"]),
        ("087", ["MP087"]),
        ("G3", ["MP087"]),
        ("G3.20", ["MP087"]),
        ("SECMP0018", ["SECMP0018", "DP131"]),
        ("firmware", ["DP131", "SECMP0018"]),
    ],
)
def test_what_people_type_finds_what_they_mean(page, walk, few, words, found):
    page.goto("/modifications/")
    search(page, words, len(found))
    assert sorted(references(page)) == sorted(found)
    walk.arrive(page, REGISTER)


def test_filters_sorting_sizes_and_going_back(page, walk, many):
    walk.visit(page, "/modifications/", REGISTER)
    counted(page, 29)
    assert len(references(page)) == 25
    follow(page, "Next page")
    expect(page).to_have_url(re.compile("page=2"))
    assert len(references(page)) == 4
    follow(page, "50")
    expect(page.get_by_role("rowheader")).to_have_count(29)
    follow(page, "Title")
    expect(page.get_by_role("rowheader").first).to_have_text("DP131")
    walk.arrive(page, REGISTER)

    group(page, "Stage").get_by_label("Decision", exact=True).check()
    counted(page, 1)
    expect(page).to_have_url(re.compile(r"stage=decision"))
    expect(page).to_have_url(re.compile(r"size=50"))
    assert references(page) == ["MP087"]
    walk.arrive(page, REGISTER)
    follow(page, "MP087")
    walk.arrive(page, "MP087")
    assert walk.pages == 4
    page.go_back()
    counted(page, 1)
    expect(group(page, "Stage").get_by_label("Decision", exact=True)).to_be_checked()
    page.go_back()
    counted(page, 29)
    expect(page.get_by_role("columnheader", name="Title")).to_have_attribute("aria-sort", "ascending")
    expect(group(page, "Stage").get_by_label("Decision", exact=True)).not_to_be_checked()


def test_a_chip_takes_its_filter_away(page, walk, few):
    walk.visit(page, "/modifications/?stage=development&stage=decision&q=firmware", REGISTER)
    assert references(page) == ["DP131"]
    follow(page, "Remove filter Search: firmware")
    counted(page, 3)
    follow(page, "Remove filter Stage: Decision")
    counted(page, 2)
    assert references(page) == ["DP140", "DP131"]
    expect(group(page, "Stage").get_by_label("Decision", exact=True)).not_to_be_checked()
    expect(field(page.get_by_role("form", name="Filter the list"), "Reference, title or clause")).to_have_value("")


def test_the_file_holds_what_is_shown(page, walk, many, tmp_path):
    walk.visit(page, "/modifications/?sort=title&size=50&stage=development", REGISTER)
    shown = references(page)
    columns = ["Reference", "Title", "Stage", "What happens next", "Proposer", "Lead Analyst", "Raised"]
    path = downloaded(page, page.get_by_role("link", name="Download this list (CSV)"), tmp_path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["Reference"] for row in rows] == shown
    assert len(rows) == 27
    table = page.get_by_role("table")
    for name in ("Title", "Proposer", "Lead Analyst", "What happens next"):
        label = "Next" if name == "What happens next" else name
        cells = table.locator(f"td[data-label='{label}']").all_inner_texts()
        assert [row[name] for row in rows] == cells
    assert set(columns) <= set(rows[0])


def test_on_a_telephone_each_proposal_is_a_card_and_filters_are_folded(new_page, walk, few):
    page = new_page(viewport={"width": 360, "height": 740}, color_scheme="dark")
    walk.visit(page, "/modifications/", REGISTER)
    row = page.get_by_role("table").get_by_role("row").filter(has_text="MP087")
    reference, title = row.get_by_role("rowheader").bounding_box(), row.get_by_role("cell").first.bounding_box()
    assert title["y"] >= reference["y"] + reference["height"] - 1
    expect(field(page, "Lead Analyst")).to_be_hidden()
    page.get_by_text("Filters", exact=True).click()
    expect(field(page, "Lead Analyst")).to_be_visible()
    walk.arrive(page, REGISTER)
    page.get_by_role("button", name="Menu").click()
    expect(page.get_by_role("banner").get_by_role("searchbox")).to_be_visible()
    walk.arrive(page)
    search(page, "mp87", 1)
    follow(page, "MP087")
    walk.arrive(page, "MP087")
    for tab in ("Problem statement", "Views", "Legal text", "Documents", "History"):
        follow(page, tab)
        walk.arrive(page, "MP087")
    assert walk.pages == 9
