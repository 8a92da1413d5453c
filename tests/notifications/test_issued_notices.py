"""Who is told that a notice or a letter is issued (domain §2.2 rows 13, 15, 16, 38: notice to Parties, letter to the
Authority): whoever it is for, once, with its address; nobody of what is entered afterwards or is no news any more."""

from datetime import date, timedelta

import pytest
from django.core import mail

from audit import clock
from jobs.models import Job
from jobs.tasks import run
from notifications.models import Delivery, Message
from papers import actions as papers
from papers.notices.telling import foretold
from proposals.ports import tellings
from tests import factories as make
from tests.papers.noticing import issue, step_of
from tests.proposals.states import fresh, granted, noticed, recommended

pytestmark = pytest.mark.django_db

SSC = {"code": "ssc", "name": "Security Sub-Committee", "short_name": "SSC", "prefix": "SSC"}


@pytest.fixture
def by():
    return make.analyst()


@pytest.fixture
def people():
    return {
        "supplier": make.party(),
        "network": make.party("electricity_network"),
        "contributor": make.party(kind="contributor"),
        "ssc": make.member(make.CommitteeFactory(**SSC)),
        "panel": make.member(make.CommitteeFactory()),
        "authority": make.authority(),
        "stranger": make.UserFactory(),
    }


def told() -> set:
    return {copy.user for copy in Delivery.objects.filter(message__audience="notice").select_related("user")}


def names(people, *roles) -> set:
    return {people[role] for role in roles}


def test_a_notice_tells_those_who_speak_for_parties_and_the_sub_committees(people, by):
    proposal = noticed(by)
    version = issue(proposal, "withdraw", by)
    assert told() & set(people.values()) == names(people, "supplier", "network", "ssc")
    assert {proposal.proposer, by} <= told()
    message = Message.objects.get(audience="notice")
    assert message.subject == f"{proposal.reference} withdrawal notice – {proposal.title}"
    assert f"/papers/{proposal.slug.lower()}-withdrawal-notice/1.0/" in message.body
    assert "withdrew" in message.body
    assert "It is open to adoption until 17:00" in message.body
    assert message.key == f"notice-{version.pk}"


def test_an_urgent_notice_tells_the_panel_too(people, by):
    issue(granted(make.draft_proposal(by=by), by), "grant_urgency", by)
    assert told() & set(people.values()) == names(people, "supplier", "network", "ssc", "panel")


@pytest.mark.parametrize("key", ["request_urgency", "change_board_recommends"])
def test_a_letter_tells_the_authority_and_nobody_else(people, by, key):
    issue(recommended(by), key, by)
    assert told() == names(people, "authority")


def test_it_is_mailed_once_with_the_address_of_the_notice(people, by):
    issue(noticed(by), "withdraw", by)
    message = Message.objects.get(audience="notice")
    run(Job.objects.get(kind="send_notices", payload__message_ids=[message.pk]).pk)
    sent = [each for each in mail.outbox if each.subject == message.subject]
    assert sorted(each.to[0] for each in sent) == sorted(user.email for user in told())


def test_whom_it_would_tell_is_whom_it_tells(people, by):
    proposal = noticed(by)
    draft = papers.compose_paper(kind="withdrawal-notice", step=step_of(proposal, "withdraw"), by=by)
    said = foretold(draft.paper, None)
    issue(proposal, "withdraw", by)
    assert set(said.names) == {user.name for user in told()}
    assert said.sentence == (
        f"{len(told())} people are told: everybody who speaks for a Party and the members of the Panel Sub-Committees."
    )


def test_a_draft_tells_nobody(people, by):
    papers.compose_paper(kind="withdrawal-notice", step=step_of(noticed(by), "withdraw"), by=by)
    assert not told()


def test_a_notice_entered_for_an_earlier_day_tells_nobody(people, by):
    proposal = make.fast_tracked(by=by, raised_on=date(2019, 8, 20), decided_on=date(2019, 10, 11))
    issue(proposal, "approve_fast_track", by, effective=date(2019, 10, 11))
    assert not told()


def test_a_step_that_is_no_news_any_more_tells_nobody_and_the_page_says_so(people, by):
    """28 days after it is the last on which people are told."""
    proposal = noticed(by)
    step = step_of(proposal, "withdraw")
    with clock.set_to(clock.now() + timedelta(days=28)):
        draft = papers.compose_paper(kind="withdrawal-notice", step=step, by=by)
        assert foretold(draft.paper, None).names
    with clock.set_to(clock.now() + timedelta(days=29)):
        said = foretold(draft.paper, None)
        assert said.names == ()
        assert said.sentence.startswith("Nobody by e-mail: the step was taken on ")
        papers.issue_paper(paper=draft.paper, by=by)
    assert not told()


def test_a_step_recorded_a_few_days_late_is_news_still(people, by):
    """The Panel met on Friday and SECAS records it on Monday: the step itself told nobody, its notice does."""
    day = clock.today() - timedelta(days=3)
    proposal = make.fast_tracked(by=by, raised_on=day - timedelta(days=30), decided_on=day)
    assert not Message.objects.filter(move__key="approve_fast_track").exists()
    issue(proposal, "approve_fast_track", by)
    assert names(people, "supplier", "network", "ssc") <= told()


def test_a_correction_tells_today_those_for_whom_it_is_where_the_first_was_told(people, by):
    proposal = noticed(by)
    first = issue(proposal, "withdraw", by)
    late = make.party()
    papers.issue_paper(paper=first.paper, by=by, erratum="The reason was left out.")
    message = Message.objects.filter(audience="notice").first()
    assert message.subject.startswith("Corrected: ")
    assert "It corrects version 1.0: The reason was left out." in message.body
    assert late in {copy.user for copy in message.deliveries.all()}


def test_a_correction_of_a_notice_that_told_nobody_tells_nobody(people, by):
    proposal = noticed(by)
    first = issue(proposal, "withdraw", by, effective=clock.today() - timedelta(days=1))
    assert tellings["notice_issued"](fresh(proposal), ("parties",), first).names == ()
    papers.issue_paper(paper=first.paper, by=by, erratum="The reason was left out.")
    assert not told()


def test_of_a_closed_proposal_only_those_who_may_read_it_are_told(people, by):
    proposal = make.classed(noticed(by), by, "amber", on_behalf_of=make.CommitteeFactory(**SSC))
    issue(proposal, "withdraw", by)
    assert told() & set(people.values()) == names(people, "ssc")
    assert Message.objects.get(audience="notice").classification == "amber"
