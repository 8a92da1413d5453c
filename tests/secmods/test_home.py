"""The front page: what is happening now (design §4), for each reader, and the frame around every page."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit import clock
from audit.models import Checkpoint
from papers import actions as papers
from proposals import actions
from tests import factories as make
from tests.papers import consulted
from tests.reading import all_words, by_class, crowd, links, parsed, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return make.analyst(name="Ann Archer")


def on(day: date):
    return clock.set_to(datetime(day.year, day.month, day.day, 9, tzinfo=UTC))


def happenings(response, heading: str) -> list[str]:
    section = next(s for s in parsed(response).iter("section") if s.get("aria-labelledby") == heading)
    return [words(item) for item in section.iter("li")]


def test_an_empty_register_says_what_will_stand_where(client):
    response = client.get("/")
    assert all_words(response, "h1") == ["Changes to the Smart Energy Code"]
    assert [text.split(".")[0] for text in by_class(response, "empty-words")] == [
        "No window is open and no implementation is planned",
        "Nothing yet",
        "None yet",
    ]


def test_each_stage_counts_its_proposals_and_leads_to_them(client, by):
    make.draft_proposal(by=by, number=131)
    make.agreed_proposal(by=by, number=132)
    make.fast_tracked(by=by, number=87)
    response = client.get("/")
    assert happenings(response, "stages") == [
        "Development 2",
        "Refinement 0",
        "Report 0",
        "Decision 1",
        "Pending implementation 0",
        "Implemented 0",
    ]
    assert all_words(client.get(links(response)["Development"]), "tbody", "th[@scope='row']") == ["DP132", "DP131"]


def test_a_stage_off_the_ordinary_way_stands_there_once_a_proposal_is_in_it(client, by):
    """A Draft Proposal is withdrawn at once: nobody may adopt what is not yet a Modification Proposal."""
    proposal = make.draft_proposal(by=by, number=131)
    actions.withdraw(proposal=proposal, by=proposal.proposer, words="No longer wanted.")
    response = client.get("/")
    assert happenings(response, "stages")[-2:] == ["Implemented 0", "Withdrawn 1"]
    assert all_words(client.get(links(response)["Withdrawn"]), "tbody", "th[@scope='row']") == ["DP131"]


def test_what_comes_up_is_in_the_order_of_its_days(client, by):
    with on(date(2019, 10, 28)):
        make.fast_tracked(by=by, number=87, title="Closing", raised_on=date(2019, 8, 20), decided_on=date(2019, 10, 11))
        first = make.fast_tracked(
            by=by, number=86, title="Entering", raised_on=date(2019, 8, 1), decided_on=date(2019, 9, 13)
        )
        actions.settle_windows(proposal=first)
        assert happenings(client.get("/"), "coming") == [
            "Monday 7 October 2019 MP086 Entering Date reached: SECAS has yet to record the implementation",
            "Friday 1 November 2019 MP087 Closing Parties may object until 17:00 4 working days left",
        ]


def test_a_planned_implementation_comes_up(client, by):
    with on(date(2019, 11, 2)):
        proposal = make.fast_tracked(
            by=by, number=87, title="Entering", raised_on=date(2019, 8, 20), decided_on=date(2019, 10, 11)
        )
        actions.settle_windows(proposal=proposal)
        assert happenings(client.get("/"), "coming") == [
            "Monday 4 November 2019 MP087 Entering Takes effect in the SEC"
        ]


def test_the_latest_step_of_each_proposal_stands_once_the_newest_first(client, by):
    with on(date(2019, 10, 21)):
        make.draft_proposal(by=by, number=86, title="Younger", raised_on=date(2019, 10, 15))
        make.fast_tracked(by=by, number=87, title="Older", raised_on=date(2019, 8, 20), decided_on=date(2019, 10, 11))
        assert happenings(client.get("/"), "recent") == [
            "15 October 2019 DP086 Younger Development Raised",
            "11 October 2019 MP087 Older Decision Approved by the Panel as Fast-Track",
        ]


def test_nothing_shows_that_is_not_for_the_reader(client, by):
    make.submission()
    hidden = make.fast_tracked(by=by, number=87)
    client.force_login(by)
    assert happenings(client.get("/"), "stages")[0] == "Submitted 1"
    assert len(happenings(client.get("/"), "recent")) == 2
    actions.save_details(proposal=hidden, by=by, classification="amber")
    client.logout()
    response = client.get("/")
    assert happenings(response, "stages")[0] == "Development 0"
    assert happenings(response, "coming") == happenings(response, "recent") == []


def test_papers_stand_once_they_are_issued(client, by):
    proposal = make.fast_tracked(by=by, number=87)
    papers.compose_draft(proposal=proposal, by=by)
    assert happenings(client.get("/"), "latest-papers") == []
    papers.issue_report(proposal=proposal, by=by)
    today = f"{clock.today():%-d %B %Y}"
    assert happenings(client.get("/"), "latest-papers") == [
        f"{today} MP087 Modification Report Modification Report, version 1.0"
    ]


def test_a_paper_of_a_consultation_says_of_which(client, by):
    """Its own title says of what kind the consultation was, and several of a kind are under way together."""
    found = consulted.over(title="Testing of new firmware")
    consulted.issued(found, by)
    consulted.issued(found, by, consulted.COLLATED)
    today = f"{clock.today():%-d %B %Y}"
    assert happenings(client.get("/"), "latest-papers") == [
        f"{today} SEC Consultation on the Smart Energy Code: collated responses Collated responses, version 1.0 – ‘Testing of new firmware’",
        f"{today} Testing of new firmware Consultation document, version 1.0",
    ]


# The frame


def test_the_bar_leads_to_pages_that_exist_and_says_in_what_role_one_is_here(client, by):
    def nav():
        bar = next(n for n in parsed(client.get("/")).iter("nav") if n.get("aria-label") == "Main")
        return {words(a): a.get("href") for a in bar.iter("a")}

    everybody = {
        "Register": "/modifications/",
        "Consultations": "/consultations/",
        "Committees": "/committees/",
        "Decisions": "/decisions/",
        "Releases": "/releases/",
    }
    assert nav() == everybody
    client.force_login(by)
    secas = {"Desk": "/desk/", "Raise a proposal": "/raise/", "View requests": "/views/"}
    assert nav() == everybody | secas
    assert all(client.get(url).status_code == 200 for url in nav().values())
    assert by_class(client.get("/"), "who-role") == ["SECAS analyst"]
    client.force_login(make.party(name="Northmoor Energy", short_name="Northmoor"))
    assert by_class(client.get("/"), "who-role") == ["Northmoor (Large Supplier)"]


def test_the_page_one_is_on_is_marked(client):
    def marked(address):
        bar = next(n for n in parsed(client.get(address)).iter("nav") if n.get("aria-label") == "Main")
        return [words(a) for a in bar.iter("a") if a.get("aria-current")]

    assert (marked("/"), marked("/modifications/")) == ([], ["Register"])


def test_the_footer_states_the_last_checkpoint(client):
    assert "Audit record" not in by_class(client.get("/"), "footer-facts")[0]
    Checkpoint.objects.create(on=date(2019, 10, 11), size=1204, hash="9f2c41d07ab3" + "0" * 52)
    assert "Audit record: 1204 events ending in 9f2c41d07ab3" in by_class(client.get("/"), "footer-facts")[0]


@pytest.mark.parametrize("size", [3, 300])
@pytest.mark.parametrize("who, most", [("anybody", 8), ("analyst", 10)])
def test_the_number_of_queries_does_not_grow(client, by, size, who, most):
    crowd(size - 2, make.draft_proposal(by=by))
    make.fast_tracked(by=by)
    if who == "analyst":
        client.force_login(by)
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/").status_code == 200
    assert len(asked) == most


@pytest.mark.journey
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width, scheme", [(1280, "light"), (320, "dark")])
def test_the_front_page_is_accessible_and_fits(new_page, axe, width, scheme):
    make.fast_tracked(by=make.analyst(), number=87)
    page = new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page.goto("/")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
