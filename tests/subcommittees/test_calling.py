"""The call for the papers of a meeting: to whom it goes, what it says, when it is too late."""

import pytest
from django.db.utils import InternalError

from accounts.models import Category
from audit.acts import NotAllowed, Refused
from bodies.models import Membership, Seat
from notifications.models import Message
from subcommittees import actions
from subcommittees.frames import step_url
from subcommittees.models import CallForPapers
from tests import factories as make
from tests.proposals.states import described
from tests.subcommittees.deciding import body
from tests.subcommittees.meetings import ahead, meeting, secretary

pytestmark = pytest.mark.django_db
WORDS = "Tell me what you would have."


@pytest.fixture
def csc():
    csc = body("csc")
    seat = Seat.objects.create(committee=csc, name="Small Suppliers", category=Category.SMALL_SUPPLIER)
    people = {"user": make.UserFactory(name="Ada Member"), "alternate": make.UserFactory(name="Bea Alternate")}
    Membership.objects.create(seat=seat, starts=make.LONG_AGO, **people)
    return csc


def letters():
    return Message.objects.filter(subject__startswith="Call for papers")


def told() -> set[str]:
    return set(letters().get().deliveries.values_list("user__name", flat=True))


def test_members_alternates_and_the_lead_analysts_of_what_waits_are_written_to_once(csc):
    serves, leads, elsewhere = secretary(csc), make.analyst(name="Cas Analyst"), make.analyst(name="Dee Analyst")
    described(leads)
    described(leads)
    make.agreed_proposal(by=elsewhere)  # it waits for the Panel
    of = meeting(csc, in_days=12)
    made = actions.call_for_papers(meeting=of, by=serves, text=WORDS)
    assert told() == {serves.name, "Ada Member", "Bea Alternate", "Cas Analyst"}
    assert set(made.told.splitlines()) == told()
    letter = letters().get()
    assert letter.body.startswith(
        f"The CSC meets on {of.date:%A %-d %B %Y}. Papers are due by {ahead(7):%A %-d %B %Y}."
    )
    assert WORDS in letter.body
    assert f"/committees/csc/meetings/{of.date}/" in letter.body


@pytest.mark.parametrize(("in_days", "late"), [(5, False), (4, True)])
def test_it_goes_out_on_the_papers_day_and_not_after_it(csc, in_days, late):
    of, by = meeting(csc, in_days=in_days), secretary(csc)
    if late:
        with pytest.raises(Refused, match="it is too late to call for them"):
            actions.call_for_papers(meeting=of, by=by, text=WORDS)
    else:
        actions.call_for_papers(meeting=of, by=by, text=WORDS)
    assert (CallForPapers.objects.count(), letters().count()) == ((0, 0) if late else (1, 1))


def test_it_is_for_those_who_run_the_body_and_has_words_and_readers(csc):
    of, empty = meeting(csc), meeting(body("ssc"))
    with pytest.raises(NotAllowed, match="by SECAS and by the secretary"):
        actions.call_for_papers(meeting=of, by=csc.seats.get().memberships.get().user, text=WORDS)
    by = secretary(csc)
    with pytest.raises(Refused, match="Write what they are to read"):
        actions.call_for_papers(meeting=of, by=by, text=" ")
    with pytest.raises(Refused, match="Nobody sits on the SSC yet"):
        actions.call_for_papers(meeting=empty, by=make.analyst(), text=WORDS)
    actions.call_for_papers(meeting=of, by=by, text=WORDS)
    with pytest.raises(InternalError, match="Cannot update or delete"):
        CallForPapers.objects.update(text="Something else.")


def test_the_page_says_whom_it_writes_to_and_the_meeting_when_it_did(client, csc):
    of, serves = meeting(csc, in_days=12), secretary(csc)
    client.force_login(serves)
    page = f"/committees/csc/meetings/{of.date}/"
    assert "have not been asked yet" not in client.get(page).content.decode()  # what is ready comes first
    shown = client.get(step_url(of, "call")).content.decode()
    assert "Ada Member" in shown
    assert "Please say by then" in shown
    assert client.post(step_url(of, "call"), {"text": ""}).status_code == 422
    assert client.post(step_url(of, "call"), {"text": WORDS}).status_code == 302
    assert "Papers were called for on" in client.get(page).content.decode()
    soon = meeting(csc, in_days=3, number=90)
    assert "it is too late to call for them" in client.get(step_url(soon, "call")).content.decode()
    assert client.post(step_url(soon, "call"), {"text": WORDS}).status_code == 409
    client.force_login(make.member(csc))
    assert "Papers were called for on" not in client.get(page).content.decode()
    assert client.get(step_url(of, "call")).status_code == 403
