"""What the demo has mailed, on pages for whoever is signed in; without the demo they are not there."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from jobs.models import Job
from jobs.tasks import run
from notifications.models import Delivery
from proposals import actions
from tests import factories as make
from tests.proposals.states import object_to

pytestmark = pytest.mark.django_db


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
