"""The pages of notices and letters: what they say before anything is done, who may open them, and where SECAS finds what
has not been issued."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit import clock
from notifications.models import Delivery
from papers import actions as papers
from papers.desk import notices
from papers.models import GlossaryTerm, Paper, PaperVersion
from proposals import actions
from proposals.desk import Desk
from tests import factories as make
from tests.pages.people import cast
from tests.pages.test_who_sees_what import EVERYBODY
from tests.papers.noticing import issue, step_of
from tests.proposals.states import fresh, granted, noticed, pending, recommended, refined, withdrawn

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return make.analyst()


@pytest.fixture
def analyst(client, by):
    client.force_login(by)
    return client


def address(proposal, key: str, kind: str, name: str = "notice") -> str:
    return reverse(f"papers:{name}", args=[proposal.slug, kind, step_of(proposal, key).place])


def words(page) -> str:
    return page.content.decode()


# The page of one


def test_the_page_says_what_it_says_and_whom_it_goes_to_and_nothing_has_happened(analyst, by):
    proposal, supplier = noticed(by), make.party()
    page = analyst.get(address(proposal, "withdraw", "withdrawal-notice"))
    assert page.status_code == 200
    assert "people are told: everybody who speaks for a Party" in words(page)
    assert supplier.name in words(page)
    assert "It is open to adoption until" in words(page)
    assert words(page).count("<h1") == 1
    assert not Paper.objects.exists()


def test_one_press_issues_it_tells_them_and_leads_to_it(analyst, by):
    proposal, supplier = noticed(by), make.party()
    answer = analyst.post(address(proposal, "withdraw", "withdrawal-notice"), follow=True)
    version = PaperVersion.objects.get()
    assert (version.label, version.is_issued) == ("1.0", True)
    assert answer.redirect_chain == [(version.get_absolute_url(), 302)]
    assert "Withdrawal notice 1.0 is issued." in words(answer)
    assert Delivery.objects.filter(message__key=f"notice-{version.pk}", user=supplier).count() == 1


def test_pressed_again_it_says_that_somebody_was_faster_and_tells_nobody_twice(analyst, by):
    proposal = noticed(by)
    where = address(proposal, "withdraw", "withdrawal-notice")
    analyst.post(where)
    count = Delivery.objects.count()
    answer = analyst.post(where, follow=True)
    assert "Somebody else was faster" in words(answer)
    assert (PaperVersion.objects.count(), Delivery.objects.count()) == (1, count)


def test_one_that_was_issued_leads_to_where_it_is_corrected(analyst, by):
    proposal = noticed(by)
    version = issue(proposal, "withdraw", by)
    where = address(proposal, "withdraw", "withdrawal-notice")
    assert analyst.get(where).url == version.paper.get_absolute_url()
    page = analyst.get(reverse("papers:issue_paper", args=[version.paper_id]))
    assert "What this version puts right" in words(page)
    assert "people are told" in words(page)


def test_what_is_not_known_yet_is_listed_with_where_it_is_mended(analyst, by):
    proposal = make.draft_proposal(by=by)
    actions.request_urgency(proposal=proposal, by=by, words="A breach is imminent.")
    page = analyst.get(address(fresh(proposal), "request_urgency", "authority-letter"))
    for gap in ("Which criterion for urgency is met", "The view of the Panel", "The timetable that is proposed"):
        assert f">{gap}</a>" in words(page)


def test_where_something_stands_in_the_way_there_is_no_button_that_issues_it(analyst, by):
    proposal = pending(by)
    actions.determine_path(proposal=proposal, by=by, path="2", reasons="It is material.")
    where = address(fresh(proposal), "authority_approves", "authority-letter")
    page = words(analyst.get(where))
    assert "Write first which date is asked for" in page
    assert ">Issue the letter to the Authority</button>" not in page.replace("\n", "")
    answer = analyst.post(where, follow=True)
    assert "Write first which date is asked for" in words(answer)
    assert not PaperVersion.objects.exists()
    drafted = analyst.post(address(fresh(proposal), "authority_approves", "authority-letter", "compose_notice"))
    assert drafted.url == Paper.objects.get().get_absolute_url()


def test_an_acronym_with_two_meanings_has_to_be_settled_in_a_draft_first(analyst, by):
    for term in ("Meter Asset Manager", "Meter Asset Maintainer"):
        GlossaryTerm.objects.get_or_create(acronym="MAM", term=term)
    proposal = refined(by)
    actions.withdraw(proposal=proposal, by=by, words="No MAM needs it any more.")
    where = address(fresh(proposal), "withdraw", "withdrawal-notice")
    assert "Say first what these acronyms mean in it: MAM" in words(analyst.get(where))
    assert "Choose first what these acronyms mean" in words(analyst.post(where, follow=True))
    analyst.post(address(fresh(proposal), "withdraw", "withdrawal-notice", "compose_notice"))
    term = GlossaryTerm.objects.get(term="Meter Asset Manager")
    papers.choose_term(paper=Paper.objects.get(), by=by, term=term, always=False)
    assert "is issued." in words(analyst.post(where, follow=True))


@pytest.mark.parametrize(
    ("kind", "place"), [("decision-notice", None), ("withdrawal-notice", 999), ("no-such-kind", None)]
)
def test_a_notice_that_no_step_calls_for_is_not_there(analyst, by, kind, place):
    proposal = noticed(by)
    right = step_of(proposal, "withdraw").place
    assert analyst.get(address(proposal, "withdraw", "withdrawal-notice")).status_code == 200
    where = reverse("papers:notice", args=[proposal.slug, kind, place or right])
    assert analyst.get(where).status_code == 404
    assert analyst.post(where).status_code == 404


# Who may


def test_only_secas_opens_and_presses_them():
    people = cast()
    proposal = noticed(people.secas)
    clients = people.clients()
    pages = [
        reverse("papers:notices", args=[proposal.slug]),
        address(proposal, "withdraw", "withdrawal-notice"),
    ]
    refused = {role: 302 if role == "anonymous" else 403 for role in EVERYBODY - {"analyst"}}
    for page in pages:
        assert clients["analyst"].get(page).status_code == 200
        assert {role: clients[role].get(page).status_code for role in refused} == refused
    for name in ("notice", "compose_notice"):
        where = address(proposal, "withdraw", "withdrawal-notice", name)
        assert {role: clients[role].post(where).status_code for role in refused} == refused
    assert not Paper.objects.exists()
    assert clients["analyst"].post(pages[1]).status_code == 302
    assert Paper.objects.count() == 1


def test_of_a_closed_proposal_the_issued_notice_is_as_closed(by):
    people = cast()
    proposal = make.classed(noticed(by), by, "green")
    version = issue(proposal, "withdraw", by)
    found = {role: client.get(version.get_absolute_url()).status_code for role, client in people.clients().items()}
    assert found["analyst"] == found["submitter"] == found["authority"] == 200
    assert found["anonymous"] == found["stranger"] == 404


# Where it is found


def test_the_list_has_every_step_that_calls_for_one_and_says_what_is_issued(analyst, by):
    proposal = recommended(by)
    version = issue(proposal, "grant_urgency", by)
    page = words(analyst.get(reverse("papers:notices", args=[proposal.slug])))
    assert page.count('class="desk-row"') == 3
    assert version.get_absolute_url() in page
    assert page.count("Not issued") == 2
    empty = words(analyst.get(reverse("papers:notices", args=[refined(by).slug])))
    assert "No step calls for a notice yet" in empty


def test_the_desk_of_the_lead_analyst_has_what_is_not_issued_until_it_is(by):
    proposal = withdrawn(by)
    other = make.analyst()
    found = notices(Desk(by))
    assert [(task.words.split(".")[0], task.act) for task in found] == [
        ("The withdrawal notice has not been issued yet", "Issue the withdrawal notice")
    ] * 2
    assert [task.url for task in found] == [
        address(proposal, key, "withdrawal-notice") for key in ("withdraw", "adoption_window_ends")
    ]
    assert notices(Desk(other)) == []
    issue(proposal, "withdraw", by)
    assert len(notices(Desk(by))) == 1
    with clock.set_to(clock.now() + timedelta(days=29)):
        assert notices(Desk(by)) == []


def test_a_notice_that_was_taken_down_is_waited_for_again(by):
    proposal = noticed(by)
    version = issue(proposal, "withdraw", by)
    assert notices(Desk(by)) == []
    papers.take_down(version=version, by=by, reason="It named the wrong Party.")
    assert len(notices(Desk(by))) == 1


def test_a_letter_is_waited_for_until_the_authority_has_answered(by):
    proposal = make.draft_proposal(by=by)
    actions.request_urgency(proposal=proposal, by=by, words="A breach is imminent.")
    assert [task.act for task in notices(Desk(by))] == ["Issue the letter to the Authority"]
    actions.grant_urgency(proposal=fresh(proposal), by=by, words="Granted.")
    assert [task.act for task in notices(Desk(by))] == ["Issue the urgent notice"]


def test_the_page_of_the_proposal_offers_it_to_secas_alone(analyst, by, client):
    proposal = granted(make.draft_proposal(by=by), by)
    where = proposal.get_absolute_url()
    link = address(proposal, "grant_urgency", "urgent-notice")
    assert link in words(analyst.get(where))
    client.force_login(make.party())
    assert link not in words(client.get(where))
    client.force_login(by)
    issue(proposal, "grant_urgency", by)
    assert link not in words(client.get(where))


# Constant queries


def many(by, count: int) -> None:
    for _ in range(count):
        noticed(by)


@pytest.mark.parametrize("count", [3, 30])
def test_the_desk_asks_once_for_them_all(by, count):
    many(by, count)
    desk = Desk(by)
    assert desk.people
    with CaptureQueriesContext(connection) as asked:
        assert len(notices(desk)) == count
    assert len(asked) == 1


@pytest.mark.parametrize("times", [1, 20])
def test_the_list_of_one_proposal_costs_the_same_for_many_steps(analyst, by, times):
    proposal = refined(by)
    for _ in range(times):
        actions.withdraw(proposal=fresh(proposal), by=by, words="No longer wanted.")
        issue(fresh(proposal), "withdraw", by)
        party = make.party()
        actions.adopt(proposal=fresh(proposal), by=party, organisation=party.organisations[0])
    where = reverse("papers:notices", args=[proposal.slug])
    analyst.get(where)
    with CaptureQueriesContext(connection) as asked:
        page = analyst.get(where)
    assert words(page).count('class="desk-row"') == 2 * times
    assert len(asked) == LIST


LIST = 7
