"""What the demo has mailed, on pages for whoever is signed in; without the demo they are not there."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from consultations import actions as actions_of_consultations
from consultations.actions import invite_guest
from jobs.models import Job
from jobs.tasks import run
from notifications.models import Delivery
from proposals import actions
from tests import factories as make
from tests.consultations import asked
from tests.consultations.answered import guests_draft
from tests.proposals.states import object_to

pytestmark = pytest.mark.django_db
LINK = re.compile(r"/consultations/link/[^\s\"<]+")


@pytest.fixture
def party(settings):
    settings.DEMO = True
    return make.party()


@pytest.fixture
def mailed(party):
    proposal = make.fast_tracked()
    object_to(proposal, by=party, reason="It is material to us.")
    for job in Job.objects.filter(kind="send_notices"):
        run(job.pk)
    return Delivery.objects.get(message__audience="receipt")


def body(answer) -> str:
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_anybody_signed_in_reads_one_mail_with_its_headers_and_is_told_so(client, mailed, settings):
    client.force_login(make.UserFactory())
    listed = body(client.get(reverse("demo_mail")))
    assert "Everybody who is signed in to the demo can read every mail here" in listed
    where = reverse("demo_mail_one", args=[mailed.pk])
    assert f'<a href="{where}">{mailed.message.subject}</a>' in listed
    page = body(client.get(where))
    for words in (
        mailed.user.email,
        f"&lt;delivery-{mailed.pk}@",
        settings.DEFAULT_FROM_EMAIL,
        "It is material to us.",
    ):
        assert words in page


def test_newest_first_and_paged(client, mailed):
    message = mailed.message
    Delivery.objects.filter(message__in=[message]).update(sent_at=timezone.now() - timedelta(days=9))
    people = [make.UserFactory() for _ in range(60)]
    start = timezone.now()
    Delivery.objects.bulk_create(
        Delivery(message=message, user=user, because="a test", sent_at=start + timedelta(seconds=n))
        for n, user in enumerate(people)
    )
    client.force_login(people[0])
    first = client.get(reverse("demo_mail")).context["page_obj"]
    assert [copy.user for copy in first] == people[::-1][:25]
    last = client.get(reverse("demo_mail"), {"page": first.paginator.num_pages}).context["page_obj"]
    assert list(last)[-1] == mailed


def test_what_waits_to_be_sent_is_not_mail_yet(client, mailed):
    Delivery.objects.filter(pk=mailed.pk).update(sent_at=None)
    client.force_login(make.UserFactory())
    assert client.get(reverse("demo_mail_one", args=[mailed.pk])).status_code == 404


def test_mail_about_what_somebody_may_not_read_is_not_theirs(client, party):
    by, ssc = make.analyst(), make.CommitteeFactory(code="ssc")
    proposal = make.ready_for_fast_track(by=by)
    actions.save_details(proposal=proposal, by=by, classification="amber", on_behalf_of=ssc)
    actions.convert_to_refinement(proposal=proposal, by=by, words="To Refinement.")
    Delivery.objects.update(sent_at=timezone.now())
    copy = Delivery.objects.filter(message__proposal=proposal, message__classification="amber").first()
    where = reverse("demo_mail_one", args=[copy.pk])
    for user, status in ((by, 200), (make.UserFactory(), 404)):
        client.force_login(user)
        assert client.get(where).status_code == status


@pytest.mark.parametrize("name", ["demo_mail", "demo_mail_one"])
def test_without_the_demo_there_is_no_such_page_and_no_link_to_it(client, mailed, settings, name):
    where = reverse(name, args=[mailed.pk] if name == "demo_mail_one" else [])
    assert client.get(where).status_code == 302  # to sign in
    client.force_login(mailed.user)
    assert client.get(where).status_code == 200
    assert reverse("demo_mail") in body(client.get("/accessibility/"))
    settings.DEMO = False
    assert client.get(where).status_code == 404
    client.logout()
    assert client.get(where).status_code == 404
    assert reverse("demo_mail") not in body(client.get("/accessibility/"))


def test_the_list_costs_the_same_for_three_and_for_three_hundred(client, mailed, django_assert_num_queries):
    client.force_login(make.UserFactory())
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for more in (3, 300):
        people = [make.UserFactory() for _ in range(more)]
        Delivery.objects.bulk_create(
            Delivery(message=mailed.message, user=u, because="a test", sent_at=timezone.now()) for u in people
        )
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("demo_mail"))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_whoever_plays_a_guest_finds_the_link_that_was_mailed(client, party):
    """Of a consultation that the reader may read; a guest without the demo has it in their own mail alone."""
    row = asked.consultation("Is the approach right?")
    green = asked.consultation("Is that one right?", classification="green")
    for of, name in ((row, "Robin Ashworth"), (green, "Kim Dell")):
        invite_guest(consultation=of, by=make.analyst(), name=name, email="guest@example.org", category="non_party")
    jobs = list(Job.objects.filter(kind="write_to_guest").order_by("pk"))
    for job in jobs:
        run(job.pk)
    client.force_login(make.UserFactory())
    listed = body(client.get(reverse("demo_mail")))
    assert ("Robin Ashworth" in listed, "Kim Dell" in listed) == (True, False)
    where = [reverse("demo_mail_to_guest", args=[job.pk]) for job in jobs]
    page = body(client.get(where[0]))
    assert "guest@example.org" in page
    assert client.get(LINK.search(page)[0]).status_code in (200, 302)
    assert client.get(where[1]).status_code == 404
    client.force_login(make.analyst())
    assert "Kim Dell" in body(client.get(reverse("demo_mail")))


def test_a_letter_to_a_guest_that_holds_a_response_is_for_those_who_read_receipts(client, party):
    response = guests_draft(asked.consultation("Is the approach right?"), "It is right, to the word.")
    actions_of_consultations.submit_response(response=response, by=response.invitation)
    job = Job.objects.get(kind="write_to_guest", payload__what="receipt")
    run(job.pk)
    where = reverse("demo_mail_to_guest", args=[job.pk])
    client.force_login(make.analyst())
    assert "It is right, to the word." in body(client.get(where))
    client.force_login(make.UserFactory())
    assert client.get(where).status_code == 404
    assert "Receipt" not in body(client.get(reverse("demo_mail")))
