"""The register's page: found, filtered, sorted, in pages, as a file, in place (issue part 4; domain §2.5; look.md)."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Category
from audit import clock
from proposals import actions
from proposals.export import defused
from proposals.models import Proposal
from tests import factories as make
from tests.proposals.states import granted
from tests.reading import all_words, by_class, crowd, links, parsed, words

pytestmark = pytest.mark.django_db
REGISTER = "/modifications/"
ROW = "th[@scope='row']"


def references(response) -> list[str]:
    return all_words(response, "tbody", ROW)


def listed(client, **query) -> list[str]:
    return references(client.get(REGISTER, query))


@pytest.fixture
def register():
    """MP087 Fast-Track on Section G, MP130 urgent of the DCC, DP131 of a Small Supplier, MP075 in Refinement."""
    ann, bob = make.analyst(name="Ann Archer"), make.analyst(name="Bob Baker")
    mp075 = make.agreed_proposal(by=bob, number=75, title="Zebra crossing meters")
    actions.convert_to_refinement(proposal=mp075, by=bob, words="Converted.")
    actions.determine_path(proposal=mp075, by=bob, path="3", reasons="No material effect.")
    make.fast_tracked(by=ann, number=87, title="Correction to one clause")
    dcc = make.party(category=Category.DCC, is_party=False, name="Data Company", short_name="Abacus")
    urgent = make.draft_proposal(by=ann, number=130, title="An urgent matter", proposer=dcc)
    granted(urgent, ann)
    small = make.party(category=Category.SMALL_SUPPLIER, name="Small Power", short_name="Small Power")
    make.draft_proposal(by=bob, number=131, title="Default configuration", proposer=small)
    return {"ann": ann, "bob": bob}


def test_the_newest_number_stands_first(client, register):
    assert listed(client) == ["DP131", "DP130", "MP087", "MP075"]


@pytest.mark.parametrize(
    "query, expected",
    [
        ({"q": "087"}, ["MP087"]),
        ({"q": "zebra"}, ["MP075"]),
        ({"stage": "decision"}, ["MP087"]),
        ({"stage": ["decision", "refinement"]}, ["MP087", "MP075"]),
        ({"path": "3"}, ["MP075"]),
        ({"path": ["FT", "none"]}, ["DP131", "DP130", "MP087"]),
        ({"urgent": "on"}, ["DP130"]),
        ({"category": "small_supplier"}, ["DP131"]),
        ({"category": "dcc"}, ["DP130"]),
        ({"document": "Section G"}, ["MP087", "MP075"]),
        ({"document": "Section G", "stage": "decision"}, ["MP087"]),
    ],
)
def test_each_filter_narrows_the_list(client, register, query, expected):
    assert listed(client, **query) == expected


def test_the_lead_analyst_narrows_the_list(client, register):
    assert listed(client, analyst=register["bob"].pk) == ["DP131", "MP075"]


@pytest.mark.parametrize(
    "key, expected",
    [
        ("reference", ["MP075", "MP087", "DP130", "DP131"]),
        ("title", ["DP130", "MP087", "DP131", "MP075"]),
        ("stage", ["DP131", "DP130", "MP075", "MP087"]),
        ("analyst", ["DP130", "MP087", "DP131", "MP075"]),
    ],
)
def test_each_column_sorts_up_and_down(client, register, key, expected):
    assert listed(client, sort=key) == expected
    assert [r for r in listed(client, sort=f"-{key}") if r in ("MP075", "DP130")] == [
        r for r in reversed(expected) if r in ("MP075", "DP130")
    ]


def test_the_proposers_column_sorts_by_organisation_as_people_read_it(client, register):
    assert listed(client, sort="proposer")[0] == "DP130"
    assert listed(client, sort="-proposer")[0] == "DP131"


def test_an_exact_reference_stands_first_and_is_not_jumped_to(client, register):
    by = register["ann"]
    legacy = actions.enter_legacy(
        by=by, number=18, title="Old settings", summary="", proposer=by, on=date(2018, 6, 28), sec_version="5.20",
        proposer_organisation=make.OrganisationFactory(),
    )  # fmt: skip
    actions.relate(proposal=Proposal.objects.get(number=131), by=by, kind="caused_by", to=legacy)
    assert listed(client, q="SECMP0018") == ["SECMP0018", "DP131"]


def test_each_filter_in_force_is_a_chip_that_takes_it_away(client, register):
    response = client.get(REGISTER, {"stage": ["decision", "refinement"], "q": "087", "sort": "title"})
    chips = {text: url for text, url in links(response).items() if text.startswith("Remove filter")}
    assert chips == {
        "Remove filter Stage: Decision ×": "?stage=refinement&q=087&sort=title",
        "Remove filter Stage: Refinement ×": "?stage=decision&q=087&sort=title",
        "Remove filter Search: 087 ×": "?stage=decision&stage=refinement&sort=title",
    }


def test_what_the_address_says_wrong_is_told_and_the_rest_holds(client, register):
    query = {"stage": ["decision", "refinment"], "analyst": "99999999", "document": "Section Q", "sort": "colour"}
    response = client.get(REGISTER, {**query, "page": "many", "size": "7"})
    notice = next(e for e in parsed(response).iter("div") if e.get("class") == "notice notice-attention")
    assert [words(sentence) for sentence in notice.iter("li")] == [
        "There is no stage “refinment”. That filter was left out.",
        "There is no Lead Analyst “99999999”. That filter was left out.",
        "There is no SEC document “Section Q”. That filter was left out.",
        "The list cannot be sorted by “colour”. It stands in its usual order, newest first.",
    ]
    assert references(response) == ["MP087"]


@pytest.mark.parametrize("text", ["a\0b", "x" * 201])
def test_a_search_that_cannot_be_is_left_out_with_a_sentence(client, register, text):
    response = client.get(REGISTER, {"q": text})
    assert "A search is at most 200 characters of ordinary text." in by_class(response, "notice")[0]
    assert len(references(response)) == 4


def test_an_unknown_word_says_how_to_go_on(client, register):
    response = client.get(REGISTER, {"q": "rhinoceros"})
    assert by_class(response, "empty-title") == ["No proposal matches"]
    assert links(response)["Show the whole register"] == REGISTER


def test_an_empty_register_says_how_something_gets_into_it(client):
    assert by_class(client.get(REGISTER), "empty-title") == ["Nothing in the register yet"]


def test_a_submission_stands_in_the_list_of_its_people_and_secas_alone(client, register):
    proposer = make.party()
    waiting = make.submission(proposer)
    for user, seen in ((proposer, True), (register["ann"], True), (make.party(), False)):
        client.force_login(user)
        assert (waiting.reference in listed(client)) is seen
    client.logout()
    assert listed(client) == ["DP131", "DP130", "MP087", "MP075"]


# What happens next


def on(day: date):
    return clock.set_to(datetime(day.year, day.month, day.day, 9, tzinfo=UTC))


def next_words(client) -> dict[str, str]:
    page = parsed(client.get(REGISTER))
    rows = page.findall(".//tbody/tr")
    cells = [(words(row.find("th")), row.findall("td")[2]) for row in rows]
    return {reference: words(cell) for reference, cell in cells}


def test_a_row_says_what_happens_next_from_the_window_and_then_from_the_plan(client):
    by = make.analyst()
    with on(date(2019, 10, 21)):
        make.fast_tracked(by=by, number=87, raised_on=date(2019, 8, 20), decided_on=date(2019, 10, 11))
        assert next_words(client) == {"MP087": "Objections until Friday 1 November 2019"}
    with on(date(2019, 11, 2)):
        assert next_words(client) == {"MP087": "Objection window closed on Friday 1 November 2019"}
        actions.settle_windows(proposal=Proposal.objects.get(number=87))
        assert next_words(client) == {"MP087": "Implementation 4 Nov 2019"}
    with on(date(2019, 11, 4)):
        actions.implement(proposal=Proposal.objects.get(number=87), by=by, sec_version="6.18")
        assert next_words(client) == {"MP087": "Implemented 4 Nov 2019"}


def test_a_row_names_the_next_meeting_of_the_body_it_waits_for(client):
    csc = make.CommitteeFactory(code="csc", name="Change Sub-Committee", short_name="CSC", prefix="CSC")
    for day in (date(2019, 9, 3), date(2019, 9, 24), date(2019, 10, 29)):
        make.MeetingFactory(committee=csc, date=day)
    with on(date(2019, 9, 10)):
        make.draft_proposal(number=87)
        assert next_words(client) == {"DP087": "Change Sub-Committee on Tuesday 24 September 2019"}


def test_a_stage_is_dated_by_the_day_it_was_entered_not_by_its_latest_step(client):
    by = make.analyst()
    with on(date(2019, 10, 21)):
        proposal = make.draft_proposal(by=by, number=87, raised_on=date(2019, 8, 20))
        actions.revise_problem_statement(proposal=proposal, by=by, texts=make.STATEMENT)
        reference = {"document": make.SecDocumentFactory(), "locator": "G3.20"}
        actions.save_sec_references(proposal=proposal, by=by, references=[reference])
        actions.record_csc_agreement(proposal=proposal, by=by, words="Agreed.", effective=date(2019, 9, 24))
        assert by_class(client.get(REGISTER), "cell-stage") == ["Development since 20 Aug 2019"]


# Pages and the file


@pytest.fixture
def many():
    proposal = make.draft_proposal(number=87, title="=HYPERLINK(1)")
    crowd(59, proposal)
    return proposal


def test_the_page_size_is_kept_from_page_to_page(client, many):
    assert len(listed(client)) == 25
    response = client.get(REGISTER, {"size": "50", "sort": "reference"})
    assert len(references(response)) == 50
    assert links(response)["Next page"] == "?size=50&sort=reference&page=2"
    assert len(listed(client, size="50", sort="reference", page="2")) == 10


def csv_of(response) -> list[list[str]]:
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_the_file_holds_what_the_page_shows_in_its_order_all_pages_of_it(client, many):
    query = {"sort": "title", "q": "", "size": "25"}
    pages = [listed(client, **query, page=n) for n in (1, 2, 3)]
    page = client.get(REGISTER, query)
    assert "The CSV file holds the same 60 proposals, with these filters and in this order, all pages of them." in (
        words(parsed(page))
    )
    response = client.get(links(page)["Download this list (CSV)"])
    rows = csv_of(response)
    assert [row[0] for row in rows[1:]] == [reference for each in pages for reference in each]
    assert response["Content-Disposition"].startswith('attachment; filename="modification-register-')
    assert rows[0] == [
        "Reference", "Title", "Stage", "In this stage since", "Path", "Urgent", "What happens next", "Proposer",
        "Lead Analyst", "Raised", "Address",
    ]  # fmt: skip


def test_the_file_is_filtered_as_the_page_is_and_holds_no_formula(client, many):
    rows = csv_of(client.get("/modifications/register.csv", {"q": "087"}))
    assert [row[:3] for row in rows[1:]] == [["DP087", "'=HYPERLINK(1)", "Development"]]
    assert rows[1][-1] == "http://testserver/modifications/DP087/"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", " =1", "\r=1"])
def test_what_a_spreadsheet_would_run_is_defused(text):
    assert defused(text) == f"'{text}"


@pytest.mark.parametrize("text", ["MP087", "Correction – one", "a=b", ""])
def test_other_text_stays_as_it_is(text):
    assert defused(text) == text


# In place


def test_htmx_gets_the_list_alone_and_an_address_without_empty_fields(client, register):
    query = {"q": "", "stage": "decision", "analyst": "", "sort": "title"}
    response = client.get(REGISTER, query, headers={"HX-Request": "true"})
    assert response.content.decode().strip().startswith('<section id="results"')
    assert response["HX-Push-Url"] == "/modifications/?stage=decision&sort=title"
    assert "HX-Request" in response["Vary"]


def test_going_back_gets_the_whole_page(client, register):
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    response = client.get(REGISTER, {"stage": "decision"}, headers=headers)
    assert all_words(response, "h1") == ["Modification register"]


@pytest.mark.parametrize("size", [3, 300])
@pytest.mark.parametrize("who, most", [("anybody", 7), ("analyst", 9)])
def test_the_number_of_queries_does_not_grow(client, size, who, most):
    by = make.analyst()
    crowd(size - 1, make.draft_proposal(by=by))
    if who == "analyst":
        client.force_login(by)
    with CaptureQueriesContext(connection) as asked:
        response = client.get(REGISTER, {"size": "100"})
    assert len(references(response)) == min(size, 100)
    assert len(asked) == most


# In a browser


@pytest.mark.journey
@pytest.mark.django_db(transaction=True)
def test_filters_apply_in_place_and_back_undoes_them(page, axe):
    by = make.analyst()
    make.draft_proposal(by=by, number=131, title="Default configuration")
    make.fast_tracked(by=by, number=87, title="Correction to one clause")
    page.goto(REGISTER)
    axe(page)
    page.evaluate("window.sameDocument = true")
    page.get_by_role("checkbox", name="Decision").check()
    page.get_by_role("link", name="Remove filter Stage: Decision").wait_for()
    assert page.get_by_role("rowheader").all_inner_texts() == ["MP087"]
    assert page.url.endswith("/modifications/?stage=decision")
    assert page.evaluate("window.sameDocument")
    axe(page)
    page.go_back()
    page.get_by_role("rowheader", name="DP131").wait_for()
    assert page.url.endswith("/modifications/")
    assert not page.get_by_role("checkbox", name="Decision").is_checked()


@pytest.mark.journey
@pytest.mark.django_db(transaction=True)
def test_everything_works_without_script_on_a_small_screen(new_page, axe):
    by = make.analyst()
    make.draft_proposal(by=by, number=131, title="Default configuration")
    make.fast_tracked(by=by, number=87, title="Correction to one clause")
    page = new_page(java_script_enabled=False, viewport={"width": 320, "height": 800})
    page.goto(REGISTER)
    page.get_by_role("checkbox", name="Decision").check()
    page.get_by_role("button", name="Apply filters").click()
    assert page.locator("tbody th").all_inner_texts() == ["MP087"]
    page.get_by_role("link", name="Remove filter Stage: Decision").click()
    assert page.locator("tbody th").all_inner_texts() == ["DP131", "MP087"]
