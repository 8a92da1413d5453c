"""The tab of views: the newest by each body, what was asked and is due, earlier ones, and the form that records one."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit import clock
from subcommittees.actions import record_view
from subcommittees.models import View
from tests.factories import (
    CommitteeFactory,
    MeetingFactory,
    OrganisationFactory,
    UserFactory,
    analyst,
    asked,
    draft_proposal,
    holds,
    member,
    party,
)

pytestmark = pytest.mark.django_db
SSC = {"code": "ssc", "name": "Security Sub-Committee", "short_name": "SSC"}
CSC = {"code": "csc", "name": "Change Sub-Committee", "short_name": "CSC"}


@pytest.fixture
def secas():
    return analyst()


@pytest.fixture
def proposal(secas):
    return draft_proposal(by=secas, raised_on=date(2019, 8, 21))


def tab(proposal):
    return f"/modifications/{proposal.slug}/views/"


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def form_page(proposal):
    return f"{tab(proposal)}record/"


def given(committee, **changes):
    return {
        "giver": f"committee-{committee.pk}",
        "position": "supports",
        "text": "We support it.",
        "given_on": "2019-09-11",
        "classification": "white",
        **changes,
    }


def test_without_a_view_the_tab_says_what_would_be_here(client, proposal, secas):
    page = client.get(tab(proposal)).content.decode()
    assert "No views yet" in page
    assert "Record a view" not in page
    client.force_login(secas)
    assert "Record a view" in client.get(tab(proposal)).content.decode()


def test_the_newest_view_stands_and_the_earlier_ones_are_folded(client, proposal, secas):
    ssc = CommitteeFactory(**SSC)
    record_view(
        proposal=proposal, by=secas, committee=ssc, position="opposes", text="First.", given_on=date(2019, 9, 1)
    )
    record_view(proposal=proposal, by=secas, committee=ssc, position="supports", text="Then.", why_changed="Amended.")
    (giver,) = client.get(tab(proposal)).context["givers"]
    assert (giver.name, giver.newest.view.text, [shown.view.text for shown in giver.earlier]) == (
        "Security Sub-Committee",
        "Then.",
        ["First."],
    )


def test_what_was_asked_says_when_the_answer_is_due(client, proposal, secas):
    ssc, day = CommitteeFactory(**SSC), date(2019, 9, 11)
    put = {"how": "correspondence", "why": "It met the day before."}
    asked(proposal, secas, ssc, asked_on=date(2019, 9, 2), due_on=day, **put)
    with clock.set_to(datetime(2019, 9, 6, 9, tzinfo=UTC)):
        (giver,) = client.get(tab(proposal)).context["givers"]
    (request,) = giver.requests
    assert giver.status == ("Asked", "attention")
    assert (request.request.put, request.due_on, request.left) == ("version 0.1 of the problem statement", day, 3)
    (giver,) = client.get(tab(proposal)).context["givers"]
    assert (giver.status, giver.requests[0].late > 1000) == (("No reply by the date", "stop"), True)
    page = text_of(client.get(f"{tab(proposal)}?on=2019-09-11"))
    assert "due Wednesday 11 September 2019, today is the last day" in page
    assert "It met the day before." in page


def test_a_green_view_is_for_parties(client, proposal, secas):
    record_view(
        proposal=proposal,
        by=secas,
        committee=CommitteeFactory(**SSC),
        position="supports",
        text="Between us.",
        classification="green",
    )
    assert "Between us." not in client.get(tab(proposal)).content.decode()
    client.force_login(party())
    assert "Between us." in client.get(tab(proposal)).content.decode()


def test_markup_in_a_view_is_words(client, proposal, secas):
    text = "<script>alert(1)</script>\n\n- one\n- two"
    record_view(proposal=proposal, by=secas, committee=CommitteeFactory(**SSC), position="mixed", text=text)
    page = client.get(tab(proposal)).content.decode()
    assert "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p><ul><li>one</li><li>two</li></ul>" in page


# Recording


def test_who_may_record(client, proposal, secas):
    ssc = CommitteeFactory(**SSC)
    for user, status in ((secas, 200), (holds(ssc, UserFactory()), 200), (member(ssc), 403), (party(), 403)):
        client.force_login(user)
        assert client.get(form_page(proposal)).status_code == status
    client.logout()
    assert client.get(form_page(proposal)).status_code == 302


def test_a_chair_records_for_their_own_body_alone(client, proposal):
    ssc, csc = CommitteeFactory(**SSC), CommitteeFactory(**CSC)
    client.force_login(holds(ssc, UserFactory()))
    answer = client.post(form_page(proposal), given(csc))
    assert answer.context["form"].errors == {"giver": ["Choose one of those listed."]}
    assert client.post(form_page(proposal), given(ssc)).status_code == 302
    assert View.objects.get().committee == ssc


def test_secas_records_a_view_with_its_meeting(client, proposal, secas):
    ssc = CommitteeFactory(**SSC)
    meeting = MeetingFactory(committee=ssc, date=date(2019, 9, 11))
    client.force_login(secas)
    client.post(form_page(proposal), given(ssc, meeting=meeting.pk))
    view = View.objects.get()
    assert (view.committee, view.position, view.text, view.given_on, view.meeting) == (
        ssc,
        "supports",
        "We support it.",
        date(2019, 9, 11),
        meeting,
    )


def test_secas_records_the_view_of_an_organisation(client, proposal, secas):
    organisation = OrganisationFactory()
    client.force_login(secas)
    client.post(form_page(proposal), given(CommitteeFactory(**SSC), giver=f"organisation-{organisation.pk}"))
    assert View.objects.get().organisation == organisation


def test_the_meeting_is_one_of_the_body(client, proposal, secas):
    ssc, csc = CommitteeFactory(**SSC), CommitteeFactory(**CSC)
    meeting = MeetingFactory(committee=csc)
    client.force_login(secas)
    answer = client.post(form_page(proposal), given(ssc, meeting=meeting.pk))
    assert answer.context["form"].errors == {"meeting": ["Choose a meeting of the body whose view it is, or none."]}


def test_a_changed_view_says_why_and_what_was_typed_stays(client, proposal, secas):
    ssc = CommitteeFactory(**SSC)
    client.force_login(secas)
    client.post(form_page(proposal), given(ssc))
    answer = client.post(form_page(proposal), given(ssc, position="opposes", text="No longer."))
    assert answer.context["form"].errors == {
        "why_changed": ["This body has given a view before; say why it has changed."]
    }
    assert "No longer." in answer.content.decode()
    assert client.post(form_page(proposal), given(ssc, text="No longer.", why_changed="New facts.")).status_code == 302


@pytest.mark.parametrize(
    "changes, place",
    [
        ({"giver": ""}, "giver"),
        ({"giver": "committee-x"}, "giver"),
        ({"position": ""}, "position"),
        ({"text": ""}, "text"),
        ({"given_on": (clock.today() + timedelta(days=1)).isoformat()}, "given_on"),
        ({"position": "silent"}, "position"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_nothing_is_recorded(client, proposal, secas, changes, place):
    client.force_login(secas)
    answer = client.post(form_page(proposal), given(CommitteeFactory(**SSC), **changes))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [place]
    assert not View.objects.exists()


def test_a_link_chooses_the_body_beforehand(client, proposal, secas):
    ssc = CommitteeFactory(**SSC)
    client.force_login(secas)
    for query in ("?committee=ssc", f"?giver=committee-{ssc.pk}"):
        assert client.get(form_page(proposal) + query).context["form"]["giver"].value() == f"committee-{ssc.pk}"


def test_three_and_three_hundred_views_cost_the_same_queries(client, proposal, secas):
    client.force_login(secas)
    counts = []
    for number in (3, 297):
        for _ in range(number):
            View.objects.create(
                proposal=proposal,
                organisation=OrganisationFactory(),
                position="supports",
                text="Yes.",
                given_on=date(2019, 9, 1),
                at=clock.now(),
            )
        client.get(tab(proposal))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answer = client.get(tab(proposal))
        counts.append(len(queries))
    assert len(answer.context["givers"]) == 300
    assert counts[0] == counts[1]
    assert counts[0] <= 12
