"""People without an account: invited, asking for a link, writing and sending by it."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from audit import clock
from audit.acts import NotAllowed, Refused
from audit.models import Event
from consultations import actions
from consultations.models import Consultation, Invitation, Response, Submission
from consultations.points.places import passages
from consultations.queries.responses import ResponseQuerySet
from consultations.responses import guests
from jobs.models import Job
from jobs.tasks import run
from proposals.ports import tellings
from tests import factories as make
from tests.consultations import asked
from tests.consultations.answered import guest, guests_draft, submitter, write
from tests.consultations.running import after

pytestmark = pytest.mark.django_db


@pytest.fixture
def row():
    return asked.consultation("Do you agree with the approach?")


def send_all():
    for job in Job.objects.filter(kind="write_to_guest", state="queued"):
        run(job.pk)


def test_a_guest_is_invited_and_gets_a_link_that_names_them(row):
    made = guest(row)
    send_all()
    (letter,) = mail.outbox
    assert letter.to == ["robin.ashworth@example.org"]
    token = letter.body.split("/consultations/link/")[1].split("/")[0]
    assert guests.opened_by(token) == made
    assert Event.objects.filter(action="guest_invited").count() == 1


def test_a_link_that_nobody_signed_here_opens_nothing(row):
    token = guests.token_of(guest(row))
    for wrong in ("", "1", token[:-1], token.replace(token[0], "x", 1), token + "x"):
        assert guests.opened_by(wrong) is None


def test_invited_twice_it_is_one_invitation_and_two_letters(row):
    assert guest(row) == guest(row, name="R. Ashworth")
    send_all()
    assert guest(row).name == "Robin Ashworth"
    send_all()
    assert len(mail.outbox) == 2
    assert Event.objects.filter(action="guest_invited").count() == 1


def test_only_secas_invites(row):
    with pytest.raises(NotAllowed):
        guest(row, by=make.party())
    assert guest(row)


def test_whoever_asks_for_a_link_gets_it_at_their_address_and_no_event_is_written(row):
    who = {"email": "Robin.Ashworth@example.org", "name": "Robin Ashworth", "category": "non_party"}
    actions.ask_for_link(consultation=row, **who)
    actions.ask_for_link(consultation=row, **who)
    assert Invitation.objects.get().asked_for_by_guest
    assert not Event.objects.exists()
    send_all()
    assert [letter.to for letter in mail.outbox] == [["robin.ashworth@example.org"]]


def test_a_link_is_asked_for_only_where_anybody_may_answer(row):
    Consultation.objects.update(kind="mrc", proposal=make.draft_proposal(by=make.analyst()))
    with pytest.raises(Refused, match="Ask SECAS"):
        actions.ask_for_link(consultation=row, email="a@example.org", name="A", category="non_party")
    assert guest(row)


def test_a_guest_sends_and_gets_the_receipt_by_mail(row):
    response = guests_draft(row)
    sent = actions.submit_response(response=response, by=response.invitation)
    assert (sent.how, sent.signed_by, sent.by, sent.late) == ("guest", "Robin Ashworth", None, False)
    send_all()
    letter = mail.outbox[-1]
    assert letter.subject.startswith("Receipt")
    for words in ("Yes, as a reader.", sent.digest, "/consultations/link/"):
        assert words in letter.body


def test_a_guest_changes_until_the_close_and_withdraws(row):
    response = guests_draft(row)
    actions.submit_response(response=response, by=response.invitation)
    write(response, row.questions.questions.get(), "No.")
    assert actions.submit_response(response=response, by=response.invitation).version == 2
    actions.withdraw_response(response=response, by=response.invitation, reason="I said it elsewhere.")
    assert not Submission.objects.counting().exists()


def test_a_guest_who_withdrew_may_answer_again(row):
    first = guests_draft(row)
    actions.submit_response(response=first, by=first.invitation)
    actions.withdraw_response(response=first, by=first.invitation, reason="It was too soon.")
    again = actions.start_response(consultation=row, by=first.invitation)
    assert again != first
    assert actions.start_response(consultation=row, by=first.invitation) == again
    write(again, row.questions.questions.get(), "No, on reflection.")
    sent = actions.submit_response(response=again, by=first.invitation)
    assert (sent.version, sent.response.number) == (1, 2)
    assert list(Submission.objects.counting()) == [sent]


def test_of_colleagues_of_whom_one_is_a_guest_one_begins_and_the_other_is_told(row, monkeypatch):
    """Also where both begin in the same instant, so that neither saw the other's."""
    organisation = make.OrganisationFactory()
    invited = guest(row, organisation=organisation)
    asked.response(row, organisation)
    with pytest.raises(Refused, match="Colleagues of yours are answering here already"):
        actions.start_response(consultation=row, by=invited)
    monkeypatch.setattr(ResponseQuerySet, "standing", lambda self: self.none())
    with pytest.raises(Refused, match="Colleagues of yours are answering here already"):
        actions.start_response(consultation=row, by=invited)


def test_whom_secas_invites_after_they_asked_is_invited(row):
    actions.ask_for_link(consultation=row, email="robin.ashworth@example.org", name="Rob", category="non_party")
    send_all()
    organisation, secas = make.OrganisationFactory(), make.analyst()
    made = guest(row, organisation=organisation, by=secas)
    assert made == Invitation.objects.get() == guest(row, organisation=organisation, by=make.analyst())
    stands = Invitation.objects.get()
    assert (stands.asked_for_by_guest, stands.by, stands.name) == (False, secas, "Robin Ashworth")
    assert (stands.organisation, stands.category) == (organisation, organisation.category)
    assert Event.objects.filter(action="guest_invited").count() == 1
    send_all()
    assert [("SECAS invites you" in letter.body) for letter in mail.outbox] == [False, True]


def test_who_has_begun_to_write_stays_who_they_said(row):
    actions.ask_for_link(consultation=row, email="robin.ashworth@example.org", name="Rob", category="non_party")
    actions.start_response(consultation=row, by=Invitation.objects.get())
    made = guest(row, organisation=make.OrganisationFactory())
    assert (made.asked_for_by_guest, made.name, made.organisation) == (False, "Rob", None)


# --- what became of it


def test_a_guest_reads_what_became_of_their_own_by_the_link_and_of_no_others(row):
    """Every word of it, also what others do not read; to anybody else there is no such page."""
    mine, theirs = guests_draft(row, "Ours, to the word."), guests_draft(row, "Another’s.", email="b@example.org")
    Response.objects.filter(pk=mine.pk).update(confidential=True)
    for response in (mine, theirs):
        sent = actions.submit_response(response=response, by=response.invitation)
    Consultation.objects.filter(pk=row.pk).update(closes_at=clock.now())
    client = Client()
    client.get(guests.link(mine.invitation))
    address = reverse("consultations:guest_outcome", args=[mine.invitation_id])
    page = client.get(address).content.decode()
    assert [said in page for said in ("Ours, to the word.", "Another’s.")] == [True, False]
    assert "What became of this is not published yet." in page
    assert "classified-" in page
    receipt = client.get(reverse("consultations:receipt", args=[mine.pk, 1])).content.decode()
    assert f'href="{address}"' in receipt
    stranger = Client()
    stranger.force_login(make.party())
    assert [each.get(address).status_code for each in (Client(), stranger)] == [404, 404]
    assert client.get(reverse("consultations:guest_outcome", args=[theirs.invitation_id])).status_code == 404
    assert sent.response == theirs
    actions.revoke_link(invitation=mine.invitation, by=make.analyst())
    assert client.get(address).status_code == 410


def test_a_guest_whose_late_response_does_not_count_yet_is_led_to_no_outcome(row):
    """There is a page of what became of it once it counts."""
    mine = guests_draft(row, "Ours, though late.")
    with clock.set_to(row.closes_at):
        sent = actions.submit_response(response=mine, by=mine.invitation)
    Consultation.objects.filter(pk=row.pk).update(closes_at=clock.now())
    client = Client()
    client.get(guests.link(mine.invitation))
    receipt = reverse("consultations:receipt", args=[mine.pk, 1])
    outcome = reverse("consultations:guest_outcome", args=[mine.invitation_id])
    assert (outcome in client.get(receipt).content.decode(), client.get(outcome).status_code) == (False, 404)
    actions.decide_late(submission=sent, by=make.analyst(), accepted=True, reason="The site was down.")
    assert (outcome in client.get(receipt).content.decode(), client.get(outcome).status_code) == (True, 200)


def answered_points(row, by, *, at=0):
    """A point is made of a passage, settled and published."""
    source = actions.Source(passages(row)[at].key)
    made = actions.extract_point(consultation=row, by=by, text="Too early.", sources=[source])
    actions.settle_point(point=made, by=by, disposition="rejected", reply="Because of the rules.")
    telling = tellings["points_answered"](row, [made], by)
    actions.publish_points(consultation=row, by=by)
    return made, telling


@pytest.fixture
def answered_by_guests(row):
    """Two guests answered and of each SECAS may make a point; the consultation is over."""
    sent = [guests_draft(row, f"As {name} says.", email=f"{name}@example.org") for name in ("a", "b")]
    for response in sent:
        actions.submit_response(response=response, by=response.invitation)
    Consultation.objects.filter(pk=row.pk).update(closes_at=row.opened_at + timedelta(days=1))
    row.refresh_from_db()
    send_all()
    mail.outbox.clear()
    return sent


def test_a_guest_whose_point_is_answered_is_led_by_their_link_to_what_became_of_it(row, answered_by_guests):
    """No mail holds a point or a reply; who made none of these points hears nothing."""
    mine, _ = answered_by_guests
    _, telling = answered_points(row, make.analyst())
    assert (telling.names, "and guests" in telling.sentence) == (("Robin Ashworth",), True)
    send_all()
    (letter,) = mail.outbox
    assert letter.to == ["a@example.org"]
    assert letter.subject == f"What became of what you said: {row.title}"
    assert "One point that you made is answered, as made in response 1." in letter.body
    assert not any(words in letter.body for words in ("Too early.", "Because of the rules.", "As a says."))
    address = letter.body.partition("http://")[2].split()[0].partition("/")[2]
    client = Client()
    page = client.get(f"/{address}", follow=True)
    assert page.redirect_chain == [(reverse("consultations:guest_outcome", args=[mine.invitation_id]), 302)]
    assert "Because of the rules." in page.content.decode()


def test_a_guest_hears_of_an_answer_once_as_others_do(row, answered_by_guests):
    by = make.analyst()
    made, _ = answered_points(row, by)
    actions.take_point_back(point=made, by=by, reason="A slip.")
    actions.publish_points(consultation=row, by=by)
    assert letters() == [("a", "What became of what you said")]
    actions.publish_responses(consultation=row, by=by)
    assert letters() == [("b", "Responses published")]
    actions.reopen_point(point=made, by=by, reason="New facts.")
    actions.settle_point(point=made, by=by, disposition="accepted", reply="Yes.")
    answered_points(row, by, at=1)
    assert sorted(letters()) == [(who, "What became of what you said") for who in ("a", "b")]


def test_two_publications_before_the_first_letter_left_are_two_letters(row, answered_by_guests):
    by = make.analyst()
    answered_points(row, by)
    answered_points(row, by)
    assert letters() == [("a", "What became of what you said")] * 2


def test_a_guest_who_withdrew_or_whose_link_is_revoked_is_not_told_of_points(row, answered_by_guests):
    by = make.analyst()
    mine, other = answered_by_guests
    places = [actions.Source(place.key) for place in passages(row)]
    made = actions.extract_point(consultation=row, by=by, text="Too early.", sources=places)
    actions.withdraw_response(response=mine, by=mine.invitation, reason="So.")
    actions.revoke_link(invitation=other.invitation, by=by)
    letters()
    actions.settle_point(point=made, by=by, disposition="rejected", reply="Because.")
    assert tellings["points_answered"](row, [made], by).names == ()
    actions.publish_points(consultation=row, by=by)
    assert letters() == []


@pytest.mark.parametrize("classification, led", [("white", "/outcome/"), ("green", "Ask SECAS")])
def test_a_guest_whose_link_has_ended_is_led_to_what_everybody_reads(row, answered_by_guests, classification, led):
    """Points are often answered later than a link holds."""
    now = {"opened_at": clock.now() - timedelta(days=60), "closes_at": clock.now() - timedelta(days=31)}
    Consultation.objects.filter(pk=row.pk).update(**now, classification=classification)
    row.refresh_from_db()
    answered_points(row, make.analyst())
    send_all()
    (letter,) = mail.outbox
    assert led in letter.body
    assert "/link/" not in letter.body


def test_the_link_of_a_letter_leads_to_the_draft_where_nothing_counts_any_more(row, answered_by_guests):
    mine, _ = answered_by_guests
    answered_points(row, make.analyst())
    actions.withdraw_response(response=mine, by=mine.invitation, reason="So.")
    led = Client().get(f"{guests.link(mine.invitation)}?to=outcome")
    assert led.url == reverse("consultations:guest", args=[mine.invitation_id])


# --- told like others


def letters() -> list[tuple[str, str]]:
    send_all()
    found = [(letter.to[0].partition("@")[0], letter.subject.partition(":")[0]) for letter in mail.outbox]
    mail.outbox.clear()
    return found


@pytest.fixture
def guests_of(row):
    """Invited and silent; asked and wrote; answered; revoked; and an address that somebody entered and nobody opened."""
    secas = make.analyst()
    silent = guest(row, email="silent@example.org", by=secas)
    ask = {"consultation": row, "name": "Robin", "category": "non_party"}
    actions.ask_for_link(email="wrote@example.org", **ask)
    actions.ask_for_link(email="unopened@example.org", **ask)
    actions.start_response(consultation=row, by=Invitation.objects.get(email="wrote@example.org"))
    answered = guests_draft(row, email="answered@example.org")
    actions.submit_response(response=answered, by=answered.invitation)
    revoked = guest(row, email="revoked@example.org")
    actions.revoke_link(invitation=revoked, by=secas)
    letters()
    return {"silent": silent, "secas": secas}


def test_guests_are_told_of_an_extension_with_their_own_link(row, guests_of):
    telling = tellings["consultation_opened"](row)
    later = after(5, clock.london_date(row.closes_at))
    actions.extend_consultation(consultation=row, by=guests_of["secas"], closes_on=later, reason="Many asked for it.")
    send_all()
    first = next(letter for letter in mail.outbox if letter.to == ["silent@example.org"])
    assert f"{later:%A %-d %B %Y} at 17:00" in first.body
    assert "Many asked for it." in first.body
    [token] = re.findall(r"/consultations/link/([^/\s]+)/", first.body)
    assert guests.opened_by(token) == guests_of["silent"]
    assert sorted(letters()) == [(who, "Open for longer") for who in ("answered", "silent", "wrote")]
    assert telling.names.count("Robin Ashworth") == 2
    assert "and guests" in telling.sentence


def test_guests_are_told_that_it_was_taken_back(row, guests_of):
    actions.take_consultation_back(consultation=row, by=guests_of["secas"], reason="Asked too early.")
    send_all()
    assert all("Reason: Asked too early." in letter.body for letter in mail.outbox)
    assert sorted(letters()) == [(who, "Taken back") for who in ("answered", "silent", "wrote")]


def test_guests_of_whom_nothing_has_come_are_reminded(row, guests_of):
    with clock.set_to(row.closes_at - timedelta(days=2)):
        actions.remind_of_consultation(consultation=row, days=5, closes_at=row.closes_at)
    assert sorted(letters()) == [(who, "Closes soon") for who in ("silent", "wrote")]


def test_what_is_over_when_the_letter_is_written_is_not_asked_for(row, guests_of):
    with clock.set_to(row.closes_at - timedelta(days=2)):
        actions.remind_of_consultation(consultation=row, days=5, closes_at=row.closes_at)
    Consultation.objects.filter(pk=row.pk).update(closes_at=clock.now())
    assert letters() == []


def test_a_revoked_link_sends_nothing_and_says_so(row):
    response = guests_draft(row)
    actions.revoke_link(invitation=response.invitation, by=make.analyst())
    with pytest.raises(Refused, match="no longer valid"):
        actions.submit_response(response=response, by=response.invitation)
    with pytest.raises(NotAllowed):
        actions.revoke_link(invitation=guest(row, email="b@example.org"), by=make.party())


def test_a_guests_link_opens_their_own_response_and_no_other(row):
    response, other = guests_draft(row), guest(row, email="b@example.org")
    for stranger in (other, submitter(make.OrganisationFactory()), make.analyst()):
        with pytest.raises(NotAllowed):
            actions.submit_response(response=response, by=stranger)
    assert actions.submit_response(response=response, by=response.invitation)


def test_a_late_guest_is_told_of_the_decision(row):
    response = guests_draft(row)
    with clock.set_to(row.closes_at + timedelta(minutes=1)):
        sent = actions.submit_response(response=response, by=response.invitation)
        actions.decide_late(submission=sent, by=make.analyst(), accepted=True, reason="A minute is a minute.")
    send_all()
    assert "A minute is a minute." in mail.outbox[-1].body
