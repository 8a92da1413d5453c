"""The pages on which a response is signed off, received, listed, decided on and withdrawn; and a guest's way."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit import clock, middleware
from consultations import actions
from consultations.models import Consultation, Question, Response, Submission
from consultations.responses import guests
from jobs.models import Job
from jobs.tasks import run
from tests import factories as make
from tests import markup
from tests.consultations import asked
from tests.consultations.answered import draft, guest, guests_draft, record, send, submitter, write
from tests.reading import words

pytestmark = pytest.mark.django_db

MILLISECOND = timedelta(milliseconds=1)
OWN, RECEIVED = 7, 12  # queries of the two lists
CLOSES = datetime(2027, 7, 9, 16, tzinfo=UTC)  # a Friday in summer time: 17:00 in London


@pytest.fixture
def row():
    return asked.consultation("Do you agree with the approach?", "When could you start?")


def page(client, name, *args) -> str:
    return text_of(client.get(reverse(f"consultations:{name}", args=args)).content.decode())


def text_of(html: str) -> str:
    """The words of a page; anything that is not well-formed HTML fails."""
    tree, errors = markup.read(html)
    assert errors == []
    return words(tree)


def browser(person=None) -> Client:
    client = Client()
    if person:
        client.force_login(person)
    return client


def pressed(client, address: str, **entered):
    """The button of the page as it was opened."""
    form = client.get(address).context["form"]
    return client.post(address, {"signs": "on", "opened": form.shown_again, **entered})


def sign_off(row) -> str:
    return reverse("consultations:respond_sign_off", args=[row.pk])


# --- signed off


def test_the_page_shows_all_that_will_be_sent_and_what_is_missing(row):
    Question.objects.filter(of=row.questions, number=2).update(required=True)
    drafted = draft(row, None, "Yes, in the main.", general_comments="We thank you.", consents=True)
    write(drafted, row.questions.questions.first(), "Yes, in the main.", agreement="agree", confidential=True)
    shown = page(browser(submitter(drafted.organisation)), "respond_sign_off", row.pk)
    for said in (
        "1. Do you agree with the approach?", "Yes, in the main.", "Confidential: read by SECAS alone", "We thank you.",
        "with the respondent’s name", "Question 2: When could you start?", "I send it without an answer to question 2.",
        f"I may sign this response for {drafted.organisation}",
    ):  # fmt: skip
        assert said in shown


def test_pressed_it_leads_to_the_receipt_with_everything(row):
    drafted = draft(row, None, "Yes, in the main.", "In May.")
    client = browser(submitter(drafted.organisation))
    answer = pressed(client, sign_off(row))
    sent = Submission.objects.get()
    assert answer.url == reverse("consultations:receipt", args=[drafted.pk, 1])
    shown = page(client, "receipt", drafted.pk, 1)
    for said in (
        "Yes, in the main.",
        "In May.",
        sent.digest,
        sent.signed_by,
        "before the close",
        "Response 1, version 1",
    ):
        assert said in shown
    copy = client.get(reverse("consultations:receipt_text", args=[drafted.pk, 1])).content.decode()
    assert "In May." in copy
    assert sent.digest in copy


def test_without_the_declaration_nothing_is_sent(row):
    drafted = draft(row)
    client = browser(submitter(drafted.organisation))
    answer = client.post(sign_off(row), {})
    assert answer.status_code == 422
    assert not Submission.objects.exists()
    assert pressed(client, sign_off(row)).status_code == 302


def test_a_gap_is_sent_only_when_said_so(row):
    Question.objects.filter(of=row.questions, number=2).update(required=True)
    client = browser(submitter(draft(row).organisation))
    answer = pressed(client, sign_off(row))
    assert answer.status_code == 422
    assert "Question 2 should be answered" in text_of(answer.content.decode())
    assert pressed(client, sign_off(row), accepts_gaps="on").status_code == 302


def test_a_comment_that_is_not_complete_is_led_to_and_left_only_when_said_so(row):
    drafted = draft(row)
    by = submitter(drafted.organisation)
    half = actions.save_clause(response=drafted, by=by, as_written="L8.1", operation="", text="The limit")
    client = browser(by)
    answer = pressed(client, sign_off(row))
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "A comment on a clause is not complete (L8.1)." in text_of(shown)
    assert f'respond/#c-{half.pk}">Comment on L8.1</a>: Choose what is to be done there.' in shown
    assert "I send it without what is not complete among the comments on clauses." in shown
    assert "The limit" not in shown
    for _ in range(2):
        assert pressed(client, sign_off(row), accepts_gaps="on").status_code == 302
    assert not Submission.objects.get().clause_comments.exists()


def test_a_contributor_reads_who_may_sign_and_cannot(row):
    drafted = draft(row)
    signer, colleague = submitter(drafted.organisation), submitter(drafted.organisation, "contributor")
    client = browser(colleague)
    shown = page(client, "respond_sign_off", row.pk)
    assert f"It is signed off by {signer.name}" in shown
    assert client.post(sign_off(row), {"signs": "on"}).status_code == 403
    assert not Submission.objects.exists()


def test_changed_while_it_was_looked_at_it_is_shown_once_more_and_then_sent(row):
    drafted = draft(row)
    client = browser(submitter(drafted.organisation))
    opened = client.get(sign_off(row)).context["form"].shown_again
    write(drafted, row.questions.questions.first(), "No.")
    answer = client.post(sign_off(row), {"signs": "on", "opened": opened})
    assert answer.status_code == 422
    again = answer.context["form"].shown_again
    assert client.post(sign_off(row), {"signs": "on", "opened": again}).status_code == 302


@pytest.mark.parametrize(
    ("at", "words"),
    [(CLOSES - MILLISECOND, "received before the close"), (CLOSES, "received after the close")],
    ids=["16:59:59.999", "17:00:00.000"],
)
def test_the_instant_at_which_it_reached_the_server_decides(row, monkeypatch, at, words):
    """By any other look at the clock of the house it is a minute later already."""
    Consultation.objects.filter(pk=row.pk).update(closes_at=CLOSES)
    drafted = draft(row)
    client = browser(submitter(drafted.organisation))
    opened = client.get(sign_off(row)).context["form"].shown_again
    monkeypatch.setattr(clock, "now", lambda: clock._frozen.get() or at + timedelta(minutes=1))
    monkeypatch.setattr(middleware, "clock", SimpleNamespace(now=lambda: at, set_to=clock.set_to))
    answer = client.post(sign_off(row), {"signs": "on", "opened": opened}, follow=True)
    assert words in text_of(answer.content.decode())
    assert Submission.objects.get().received_at == at


def test_after_the_close_the_page_says_that_it_is_late(row):
    Consultation.objects.filter(pk=row.pk).update(closes_at=clock.now() - timedelta(minutes=1))
    client = browser(submitter(draft(row).organisation))
    assert "What you send now is late" in page(client, "respond_sign_off", row.pk)
    answer = pressed(client, sign_off(row))
    assert "counts once SECAS has accepted it" in text_of(client.get(answer.url).content.decode())


# --- read


def test_a_receipt_is_its_own_peoples_and_secas(row):
    sent = send(draft(row))
    address = reverse("consultations:receipt", args=[sent.response_id, 1])
    may = [submitter(sent.response.organisation, "contributor"), make.analyst()]
    may_not = [make.party(), make.administrator(), make.authority(), None]
    assert [browser(person).get(address).status_code for person in may] == [200, 200]
    assert [browser(person).get(address).status_code for person in may_not] == [404] * 4


@pytest.mark.parametrize("many", [3, 300])
def test_ones_own_responses_are_listed_in_the_same_queries(many, django_assert_num_queries):
    organisation = make.OrganisationFactory()
    person = submitter(organisation)
    for number in range(many):
        consultation = asked.consultation("One?", title=f"Consultation {number}")
        if number % 2:
            asked.response(consultation, organisation)
        else:
            asked.submission(consultation, organisation, answers=[(1, "agree", "Yes.")])
    client = browser(person)
    client.get("/desk/")
    with django_assert_num_queries(OWN):
        shown = page(client, "my_responses")
    assert "Draft, being written" in shown
    assert "Received" in shown


@pytest.mark.parametrize("many", [3, 300])
def test_the_responses_to_one_are_listed_in_the_same_queries(many, django_assert_num_queries):
    row = asked.consultation("One?", days=-1)
    late = {"late": True, "received_at": row.closes_at}
    for number in range(many):
        asked.submission(row, answers=[(1, "agree", "Yes.")], **(late if number == 0 else {}))
    client = browser(make.analyst())
    client.get("/desk/")
    with django_assert_num_queries(RECEIVED):
        shown = page(client, "responses", row.pk)
    assert f"{many} received, {many - 1} of which count" in shown
    assert "One came in after the close and waits for you to decide." in shown


def test_an_organisation_that_was_merged_leaves_its_draft_to_the_other(row):
    drafted, into = draft(row), make.OrganisationFactory()
    person = submitter(into)
    type(into).objects.filter(pk=drafted.organisation_id).update(merged_into=into, merged_on=clock.today())
    client = browser(person)
    assert f"Go on with it as {into}" in page(client, "my_responses")
    answer = client.post(reverse("consultations:take_on_response", args=[drafted.pk]))
    assert answer.url == reverse("consultations:respond", args=[row.pk])
    assert Response.objects.get().organisation == into


def test_the_newest_is_what_was_received_last_on_every_page(row):
    drafted = draft(row)
    client = browser(submitter(drafted.organisation))
    pressed(client, sign_off(row))
    online = Submission.objects.get()
    record(row, organisation=drafted.organisation, received_at=online.received_at - timedelta(hours=1))
    assert "Version 1 was received on" in page(client, "respond_sign_off", row.pk)
    assert "Nothing has been changed since." in page(client, "respond_sign_off", row.pk)
    assert "Another version was received" not in page(client, "receipt", drafted.pk, 1)
    assert "receipt of version 1" in page(client, "receipt", drafted.pk, 2)
    write(drafted, row.questions.questions.first(), "No.")
    assert "what you send now is version 3" in page(client, "respond_sign_off", row.pk)


def test_of_one_that_was_taken_back_the_page_says_so_and_has_no_button(row):
    drafted = draft(row)
    client = browser(submitter(drafted.organisation))
    assert "Submit the response" in page(client, "respond_sign_off", row.pk)
    assert "Sign off and submit" in page(client, "respond", row.pk)
    opened = client.get(sign_off(row)).context["form"].shown_again
    actions.take_consultation_back(consultation=row, by=make.analyst(), reason="It was asked too early.")
    shown = page(client, "respond_sign_off", row.pk)
    assert "was taken back on" in shown
    assert "It was asked too early." in shown
    assert "Submit the response" not in shown
    assert "Open until" not in shown
    answer = client.post(sign_off(row), {"signs": "on", "opened": opened})
    assert answer.status_code == 422
    assert not Submission.objects.exists()


def test_the_draft_of_one_that_was_taken_back_is_read_and_says_so(row):
    drafted = draft(row)
    client = browser(submitter(drafted.organisation))
    actions.take_consultation_back(consultation=row, by=make.analyst(), reason="It was asked too early.")
    listed = client.get(reverse("consultations:my_responses")).content.decode()
    links = [reverse("consultations:respond", args=[row.pk]), row.get_absolute_url()]
    assert [f'href="{link}"' in listed for link in links] == [True, False]
    draft_page = page(client, "respond", row.pk)
    assert "SECAS took this consultation back: It was asked too early. What you wrote is kept here." in draft_page
    assert "Yes, in the main." in draft_page
    for button in ("Sign off and submit", "Mark as ready for sign-off"):
        assert button not in draft_page


def test_begun_after_the_close_the_page_says_first_that_it_is_late(row):
    Consultation.objects.filter(pk=row.pk).update(closes_at=clock.now() - timedelta(minutes=1))
    invited = guest_of_before(row)
    client = browser()
    client.get(link_of(invited))
    assert "What you send now is late" in page(client, "guest", invited.pk)


def guest_of_before(row):
    with clock.set_to(row.opened_at + timedelta(hours=1)):
        return guest(row)


@pytest.mark.parametrize(("confidential", "marked"), [(False, "amber"), (True, "red")])
def test_what_is_not_everybodys_is_not_marked_as_everybodys(row, confidential, marked):
    """What a respondent wrote is theirs and SECAS's; in confidence, of those who are named."""
    drafted = draft(row, confidential=confidential)
    client, secas = browser(submitter(drafted.organisation)), browser(make.analyst())
    writing = [reverse("consultations:respond", args=[row.pk]), sign_off(row)]
    before = [client.get(address) for address in writing]
    pressed(client, sign_off(row))
    own = reverse("consultations:receipt", args=[drafted.pk, 1])
    withdraw = reverse("consultations:withdraw_response", args=[drafted.pk])
    for answer in (*before, client.get(own), secas.get(own)):
        assert f"classified-{marked}" in answer.content.decode(), answer.request["PATH_INFO"]
    for answer in (
        client.get(withdraw),
        client.get(reverse("consultations:my_responses")),
        secas.get(reverse("consultations:responses", args=[row.pk])),
        secas.get(reverse("consultations:guests", args=[row.pk])),
    ):
        assert "classified-amber" in answer.content.decode(), answer.request["PATH_INFO"]
    assert "classified-" not in browser().get(reverse("consultations:ask_for_link", args=[row.pk])).content.decode()


def test_secas_reads_the_receipts_of_what_it_may_read(row):
    """An analyst reads through the one filter; of a consultation of a class that is not theirs there is no receipt."""
    sent = send(draft(row))
    client, address = browser(make.analyst()), reverse("consultations:receipt", args=[sent.response_id, 1])
    assert client.get(address).status_code == 200
    Consultation.objects.filter(pk=row.pk).update(classification="red")
    seen = Submission.objects.visible_to(client.get("/desk/").wsgi_request.user).exists()
    assert client.get(address).status_code == (200 if seen else 404)


# --- decided on, withdrawn


def test_secas_decides_after_a_second_look_and_the_desk_has_it_until_then(row):
    with clock.set_to(row.closes_at):
        sent = send(draft(row))
    Consultation.objects.filter(pk=row.pk).update(
        closes_at=sent.received_at - timedelta(days=30), opened_at=row.opened_at - timedelta(days=60)
    )
    client, address = browser(make.analyst()), reverse("consultations:decide_late", args=[sent.response_id, 1])
    assert "1 late response to decide on" in text_of(client.get("/desk/").content.decode())
    given = {"accepted": "yes", "reason": "The site was down at five."}
    review = text_of(client.post(address, given).content.decode())
    assert "Whoever may speak for the respondent" in review
    assert "answered like every other." in review  # nothing had been sent before
    assert client.post(address, {**given, "step": "do"}).status_code == 302
    assert Submission.objects.get().counts
    assert "late response to decide on" not in text_of(client.get("/desk/").content.decode())
    assert browser(make.party()).get(address).status_code == 403


def test_it_is_withdrawn_by_its_own_people_with_a_reason(row):
    sent = send(draft(row))
    address = reverse("consultations:withdraw_response", args=[sent.response_id])
    for stranger, status in ((make.party(), 404), (submitter(sent.response.organisation, "contributor"), 403)):
        assert browser(stranger).post(address, {"reason": "So.", "step": "do"}).status_code == status
    client = browser(submitter(sent.response.organisation))
    assert client.post(address, {"reason": "We said it elsewhere.", "step": "do"}).url == reverse(
        "consultations:my_responses"
    )
    assert "Withdrawn on" in page(client, "my_responses")


# --- guests


def link_of(invitation) -> str:
    return guests.link(invitation)


def test_a_guest_opens_the_link_writes_signs_and_has_the_receipt(row):
    invitation = guest(row)
    client = browser()
    opened = client.get(link_of(invitation))
    assert (opened.status_code, opened.url) == (302, reverse("consultations:guest", args=[invitation.pk]))
    assert opened["Referrer-Policy"] == "no-referrer"
    assert "noindex" in opened["X-Robots-Tag"]
    client.post(reverse("consultations:guest_start", args=[invitation.pk]))
    write(Response.objects.get(), row.questions.questions.first(), "Yes, as a reader.")
    answer = pressed(client, reverse("consultations:guest_sign_off", args=[invitation.pk]))
    assert "Yes, as a reader." in text_of(client.get(answer.url).content.decode())
    assert browser().get(answer.url).status_code == 404


def test_a_guests_pages_are_there_only_where_the_link_was_opened(row):
    response = guests_draft(row)
    address = reverse("consultations:guest", args=[response.invitation_id])
    assert browser().get(address).status_code == 404
    assert browser(make.analyst()).get(address).status_code == 404
    client = browser()
    client.get(link_of(response.invitation))
    assert client.get(address).status_code == 200


def test_a_revoked_link_and_one_of_long_ago_say_so(row):
    revoked, old = guest(row), guest(row, email="b@example.org")
    client = browser()
    client.get(link_of(revoked))
    secas = browser(make.analyst())
    secas.post(reverse("consultations:revoke_guest", args=[row.pk, revoked.pk]))
    for address in (link_of(revoked), reverse("consultations:guest", args=[revoked.pk])):
        answer = client.get(address)
        assert (answer.status_code, "was revoked" in answer.content.decode()) == (410, True)
    assert client.get(link_of(old)).status_code == 302
    with clock.set_to(row.closes_at + guests.AFTERWARDS):
        assert not guests.holds(old)
    with clock.set_to(row.closes_at + guests.AFTERWARDS - MILLISECOND):
        assert guests.holds(old)


def test_whoever_asks_for_a_link_reads_the_same_whether_they_are_known_or_not(row):
    address = reverse("consultations:ask_for_link", args=[row.pk])
    known = guest(row)
    said = []
    for email in (known.email, "nobody.yet@example.org"):
        answer = browser().post(
            address, {"name": "Robin Ashworth", "email": email, "category": "non_party"}, follow=True
        )
        said.append((answer.redirect_chain, [str(message) for message in answer.context["messages"]]))
    assert said[0] == said[1]
    for job in Job.objects.filter(kind="write_to_guest", state="queued"):
        run(job.pk)
    assert {to for letter in mail.outbox for to in letter.to} == {known.email, "nobody.yet@example.org"}


def test_no_more_than_ten_links_an_hour_are_sent_from_one_place(row):
    address = reverse("consultations:ask_for_link", args=[row.pk])
    given = [{"name": "Robin", "email": f"r{number}@example.org", "category": "non_party"} for number in range(11)]
    answers = [browser().post(address, each).status_code for each in given]
    assert answers == [302] * 10 + [422]


def test_the_ten_are_counted_over_the_whole_hour(row, monkeypatch):
    address, now = reverse("consultations:ask_for_link", args=[row.pk]), timezone.now()

    def asked_after(minutes: int, number: int) -> int:
        monkeypatch.setattr("django.core.cache.backends.db.tz_now", lambda: at(minutes))
        monkeypatch.setattr("django.core.cache.backends.base.time", SimpleNamespace(time=at(minutes).timestamp))
        monkeypatch.setattr(middleware, "clock", SimpleNamespace(now=lambda: at(minutes), set_to=clock.set_to))
        given = {"name": "Robin", "email": f"r{number}@example.org", "category": "non_party"}
        return browser().post(address, given).status_code

    def at(minutes: int):
        return now + timedelta(minutes=minutes)

    answers = [asked_after(5 * number, number) for number in range(10)]
    assert answers == [302] * 10
    assert [asked_after(59, 11), asked_after(61, 12), asked_after(62, 13)] == [422, 302, 422]


def test_where_parties_are_asked_no_link_is_given(row):
    Consultation.objects.update(kind="mrc", proposal=make.draft_proposal(by=make.analyst()))
    answer = browser().get(reverse("consultations:ask_for_link", args=[row.pk]))
    assert answer.status_code == 409
    assert "Ask SECAS" in text_of(answer.content.decode())


def test_secas_invites_on_a_page_and_nobody_else_sees_it(row):
    address = reverse("consultations:guests", args=[row.pk])
    client = browser(make.analyst())
    given = {"name": "Robin Ashworth", "email": "robin@example.org", "category": "consumer_body"}
    assert client.post(address, given).status_code == 302
    shown = text_of(client.get(address).content.decode())
    assert "robin@example.org" in shown
    assert "Has not begun." in shown
    assert [browser(person).get(address).status_code for person in (make.party(), None)] == [403, 302]


SIGNING, SENDING = 13, 51  # queries of the page, and of the press


@pytest.mark.parametrize("many", [3, 300])
def test_the_page_and_the_press_cost_the_same_queries_for_any_number_of_questions(many):
    row = asked.consultation(*[f"Question {number}?" for number in range(many)])
    drafted = draft(row, None, *[f"Answer {number}." for number in range(many)])
    client = browser(submitter(drafted.organisation))
    client.get("/desk/")
    with CaptureQueriesContext(connection) as opened:
        form = client.get(sign_off(row)).context["form"]
    with CaptureQueriesContext(connection) as pressed:
        client.post(sign_off(row), {"signs": "on", "opened": form.shown_again})
    assert Submission.objects.get().answers.count() == many
    assert (len(opened), len(pressed)) == (SIGNING, SENDING)
