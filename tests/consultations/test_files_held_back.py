"""One file of a response is kept from others: argued from what is promised of redactions. SECAS and the respondent’s own
people have the file as before; whoever would read it otherwise reads that there is one, and why it is held back; whoever
would not learns nothing. It holds before and after publication, for the same file in every version, until it is undone."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from audit.models import Event
from consultations import actions
from consultations.actions.releasing import release_of
from consultations.models import Consultation, Enclosure, Response, WithheldFile
from consultations.responses import guests
from tests import factories as make
from tests.consultations import asked
from tests.consultations.answered import draft, guests_draft, record, send, submitter
from tests.consultations.test_collating import refused, said_of
from tests.consultations.test_files_of_responses import CONTENT, address, attached, client_of, pdf, publish, read

pytestmark = pytest.mark.django_db

WHY = "It names somebody"
HELD = f"A file is held back: {WHY}"


@pytest.fixture
def by():
    return make.analyst()


class Sent:
    """A response with a file, of a consultation that is over."""

    def __init__(self, *, published: bool = True, confidential: bool = False, **head):
        self.row = asked.consultation("Do you agree with the approach?")
        self.response = draft(self.row, **{"consents": True, **head})
        self.own = submitter(self.response.organisation)
        self.file = attached(self.response, self.own, confidential=confidential)
        send(self.response, self.own)
        Consultation.objects.filter(pk=self.row.pk).update(closes_at=self.row.opened_at + timedelta(days=1))
        self.row.refresh_from_db()
        if published:
            publish(self.row)

    def hold(self, by, reason=WHY) -> WithheldFile:
        return actions.hold_file_back(consultation=self.row, by=by, enclosure=self.file, reason=reason)

    def page(self, user=None) -> str:
        return client_of(user).get(reverse("consultations:collation_general", args=[self.row.pk])).content.decode()


def test_nobody_else_gets_it_and_they_read_that_it_is_held_back_and_why(by):
    sent = Sent()
    everybody = {"secas": by, "own": sent.own, "another Party": make.party(), "authority": make.authority(), "": None}
    others = ("another Party", "authority", "")
    assert {read(client_of(user), address(sent.file)) for user in everybody.values()} == {(200, CONTENT)}
    sent.hold(by)
    for name, user in everybody.items():
        found = client_of(user).get(address(sent.file))
        assert found.status_code == (410 if name in others else 200), name
        assert (WHY in found.content.decode()) if name in others else found.getvalue() == CONTENT
        page = sent.page(user)
        assert (address(sent.file) in page) == (name not in others), name
        assert (HELD in page) == (name in others), name
        assert (f"Others do not get it: {WHY}" in page) == (name not in others), name
        assert ("figures" in page) == (name not in others), name
    assert set(Enclosure.objects.visible_to(make.party())) == set()


def test_it_is_given_out_again(by):
    sent = Sent()
    held = sent.hold(by)
    actions.give_file_out(withheld=held, by=by, reason="They agreed.")
    assert read(Client(), address(sent.file)) == (200, CONTENT)
    assert WHY not in sent.page()
    held.refresh_from_db()
    assert (held.lifted_because, held.lifted_at is None) == ("They agreed.", False)
    with refused("Somebody else was faster: it is given out again."):
        actions.give_file_out(withheld=held, by=by, reason="They agreed.")


def test_held_back_before_publication_it_is_not_given_out_with_it(by):
    sent = Sent(published=False)
    before = release_of(sent.row)
    sent.hold(by)
    assert read(Client(), address(sent.file))[0] == 404
    assert (before.files, release_of(sent.row).files) == (0, 1)
    with refused("Look at what is published once more."):
        actions.publish_responses(consultation=sent.row, by=by, shown=before.shown)
    form = client_of(by).get(reverse("consultations:collation_publish", args=[sent.row.pk])).content.decode()
    assert "One file that is held back: the reason is read there." in form
    actions.publish_responses(consultation=sent.row, by=by)
    assert read(Client(), address(sent.file))[0] == 410
    assert HELD in sent.page()


@pytest.mark.parametrize("kept", [{"consents": False}, {"confidential": True}])
def test_of_a_file_that_others_do_not_read_anyway_they_learn_nothing(by, kept):
    sent = Sent(**kept)
    sent.hold(by)
    assert read(Client(), address(sent.file))[0] == 404
    assert WHY not in sent.page()
    assert WHY in sent.page(by)


def test_of_a_confidential_response_they_learn_nothing(by):
    sent = Sent(published=False)
    row = asked.consultation("One?", days=-2)
    file = {"upload": pdf(), "kind": Enclosure.Kind.ATTACHMENT}
    made = record(row, organisation=make.OrganisationFactory(), consents=True, confidential=True, enclosures=[file])
    publish(row)
    actions.hold_file_back(consultation=row, by=by, enclosure=made.enclosures.get(), reason=WHY)
    page = reverse("consultations:collation_general", args=[row.pk])
    assert WHY not in Client().get(page).content.decode()
    assert WHY in client_of(by).get(page).content.decode()
    sent.hold(by)
    assert {found.classification for found in Event.objects.filter(action="file_held_back")} == {"red", "amber"}


def test_the_same_file_stays_held_back_in_the_next_version(by):
    row = asked.consultation("Do you agree with the approach?")
    response = draft(row, consents=True)
    own = submitter(response.organisation)
    first = attached(response, own)
    send(response, own)
    actions.hold_file_back(consultation=row, by=by, enclosure=first, reason=WHY)
    actions.remove_enclosure(response=response, by=own, enclosure=first)
    second = attached(response, own, title="Anew")
    other = actions.attach_enclosure(response=response, by=own, upload=pdf("more.pdf", b" more"))
    send(response, own)
    publish(row)
    assert second.pk != first.pk
    assert [read(Client(), address(file, 2))[0] for file in (second, other)] == [410, 200]
    held = WithheldFile.objects.get()
    actions.give_file_out(withheld=held, by=by, reason="They agreed.")
    assert read(Client(), address(second, 2))[0] == 200


def test_a_guest_has_their_own_and_sees_what_others_do_not_get(by):
    row = asked.consultation("Do you agree with the approach?")
    response = guests_draft(row)
    Response.objects.filter(pk=response.pk).update(consents=True)
    response.refresh_from_db()
    file = attached(response, response.invitation)
    actions.submit_response(response=response, by=response.invitation)
    actions.hold_file_back(consultation=row, by=by, enclosure=file, reason=WHY)
    publish(row)
    client = Client()
    client.get(guests.link(response.invitation))
    assert read(client, address(file))[0] == 200
    receipt = reverse("consultations:receipt", args=[response.pk, 1])
    assert f"Others do not get it: {WHY}" in client.get(receipt).content.decode()
    assert read(Client(), address(file))[0] == 410


def test_it_is_held_back_once_and_with_another_reason_not(by):
    sent = Sent()
    first = sent.hold(by)
    assert sent.hold(by) == first
    with refused(f"It is held back already: {WHY} Give it out again first."):
        sent.hold(by, "Another")
    assert Event.objects.filter(action="file_held_back").count() == 1


def test_what_is_refused(by):
    sent = Sent()
    with refused("Say why others are not to have it."):
        sent.hold(by, " ")
    with refused("At most 300 characters; this has 301."):
        sent.hold(by, "x" * 301)
    with refused("SECAS"):
        sent.hold(make.party())
    other = Sent()
    with refused("It does not count any more"):
        actions.hold_file_back(consultation=sent.row, by=by, enclosure=other.file, reason=WHY)
    actions.withdraw_response(response=sent.response, by=sent.own, reason="So.")
    with refused("It does not count any more"):
        sent.hold(by)
    assert not WithheldFile.objects.exists()


def test_the_history_tells_secas_of_it_and_not_what_the_file_is_called(by):
    sent = Sent()
    actions.give_file_out(withheld=sent.hold(by), by=by, reason="They agreed.")
    assert said_of("file_held_back") == [("amber", f"A file of response 1 held back. {WHY}")]
    assert said_of("file_given_out") == [("amber", "A file of response 1 given out again. They agreed.")]


# The pages


def test_secas_holds_it_back_on_the_page_of_files_and_gives_it_out_there(by):
    sent = Sent()
    client = client_of(by)
    here = reverse("consultations:collation_general", args=[sent.row.pk])
    hold = reverse("consultations:collation_hold_file", args=[sent.row.pk, sent.file.pk])
    give = reverse("consultations:collation_give_file", args=[sent.row.pk, sent.file.pk])
    assert f'href="{hold}"' in sent.page(by)
    assert f'href="{hold}"' not in sent.page(sent.own)
    look = client.post(hold, {"reason": WHY}).content.decode()
    assert f"“{HELD}”" in look
    assert "Documents that SECAS has issued keep what they hold" in look
    assert client.post(hold, {"reason": WHY, "step": "do"}).url == here
    page = sent.page(by)
    assert (f'href="{hold}"' in page, f'href="{give}"' in page) == (False, True)
    assert f"It is held back already: {WHY}" in client.get(hold).content.decode()
    assert client.post(give, {"reason": "They agreed.", "step": "do"}).url == here
    assert "It is not held back." in client.get(give).content.decode()
    assert client.post(give, {"reason": "They agreed.", "step": "do"}).status_code == 409
    assert not WithheldFile.objects.standing().exists()


def test_a_file_of_another_consultation_has_no_such_page(by):
    sent, other = Sent(), Sent()
    for name in ("collation_hold_file", "collation_give_file"):
        address_of = reverse(f"consultations:{name}", args=[sent.row.pk, other.file.pk])
        assert client_of(by).get(address_of).status_code == 404
        own = reverse(f"consultations:{name}", args=[sent.row.pk, sent.file.pk])
        assert client_of(by).get(own).status_code == 200
        assert client_of(make.party()).get(own).status_code == 403
