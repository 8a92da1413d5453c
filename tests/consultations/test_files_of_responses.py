"""Files that came with responses, by who reads them: argued from what a respondent was promised. Nobody can take a name
or a passage out of a file, so that others have one only of a respondent who is named, when responses are published, and
where neither the file nor the response is confidential. The original of what came by another way is SECAS's."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import Affiliation
from audit import clock
from consultations import actions
from consultations.models import Consultation, Enclosure, Response
from consultations.responses import guests
from tests import factories as make
from tests.consultations import asked
from tests.consultations.answered import draft, guests_draft, record, send, submitter, write

pytestmark = pytest.mark.django_db

CONTENT = b"%PDF-1.7\nfigures"
OWN, SECAS = {"its submitter", "its contributor"}, {"analyst"}
OTHERS = {"another Party", "the Authority", "who left", "anonymous"}
# What there is → who reads the file.
READ_BY = {
    "published by name": OWN | SECAS | OTHERS,
    "not published yet": OWN | SECAS,
    "without consent": OWN | SECAS,
    "confidential file": OWN | SECAS,
    "confidential response": OWN | SECAS,
    "late and undecided": OWN | SECAS,
    "withdrawn": OWN | SECAS,
    "taken out of the next version": OWN | SECAS,
    "not sent": OWN,
}


def pdf(name="figures.pdf", more=b""):
    return SimpleUploadedFile(name, CONTENT + more)


def attached(response, by, **more) -> Enclosure:
    return actions.attach_enclosure(response=response, by=by, upload=pdf(), **more)


def address(file: Enclosure, version: int = 1) -> str:
    return reverse("consultations:response_file", args=[file.response_id, version, file.pk, file.filename])


def client_of(user) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def read(client: Client, where: str) -> tuple[int, bytes]:
    answer = client.get(where)
    return answer.status_code, answer.getvalue() if answer.status_code == 200 else b""


def publish(of: Consultation) -> None:
    Consultation.objects.filter(pk=of.pk).update(responses_published_at=clock.now())


class Sent:
    """A response with a file, as ``kind`` has it, and everybody who may come for it."""

    def __init__(self, kind: str):
        self.row = asked.consultation("Do you agree with the approach?")
        response = draft(self.row, consents=kind != "without consent", confidential=kind == "confidential response")
        robin = submitter(response.organisation)
        self.readers = {
            "its submitter": robin,
            "its contributor": submitter(response.organisation, "contributor"),
            "who left": self.left(response.organisation),
            "analyst": make.analyst(),
            "another Party": make.party(),
            "the Authority": make.authority(),
            "anonymous": None,
        }
        self.file = attached(response, robin, confidential=kind == "confidential file")
        if kind != "not sent":
            self.send(kind, response, robin)
        if kind != "not published yet":
            publish(self.row)

    def left(self, organisation):
        person = submitter(organisation)
        Affiliation.objects.filter(user=person).update(ends=clock.today().replace(year=2019))
        return type(person).objects.get(pk=person.pk)

    def send(self, kind: str, response: Response, robin) -> None:
        with clock.set_to(self.row.closes_at if kind == "late and undecided" else clock.now()):
            send(response, robin)
        if kind == "withdrawn":
            actions.withdraw_response(response=response, by=robin, reason="So.")
        if kind == "taken out of the next version":
            actions.remove_enclosure(response=response, by=robin, enclosure=self.file)
            send(response, robin)

    def read_by(self) -> set[str]:
        found = set()
        for name, user in self.readers.items():
            status, content = read(client_of(user), address(self.file))
            assert (status, content) in ((200, CONTENT), (404, b"")), (name, status)
            found |= {name} if status == 200 else set()
        return found


@pytest.mark.parametrize("kind", [kind for kind in READ_BY if kind != "not sent"])
def test_who_reads_a_file(kind):
    sent = Sent(kind)
    assert sent.readers.keys() == OWN | SECAS | OTHERS
    assert sent.read_by() == READ_BY[kind]
    for name, user in sent.readers.items():
        if user is not None:
            visible = Enclosure.objects.visible_to(user).filter(pk=sent.file.pk)
            assert visible.exists() == (name in READ_BY[kind]), name


def test_what_was_not_sent_is_its_own_peoples_and_has_no_address_among_what_was():
    sent = Sent("not sent")
    assert sent.read_by() == set()
    visible = {name for name, user in sent.readers.items() if user and sent.file in Enclosure.objects.visible_to(user)}
    assert visible == OWN


def test_it_is_kept_as_a_file_and_runs_nothing():
    sent = Sent("published by name")
    answer = client_of(None).get(address(sent.file))
    assert answer.getvalue() == CONTENT
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="figures.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "private, no-cache"
    again = client_of(None).get(address(sent.file), headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304


def test_an_earlier_version_is_no_door_for_others():
    """Its file goes with the next version too; that the first had it is not theirs to read."""
    sent = Sent("not published yet")
    response = Response.objects.get()
    write(response, sent.row.questions.questions.get(), "No, on reflection.")
    send(response, sent.readers["its submitter"])
    publish(sent.row)
    statuses = [read(client_of(None), address(sent.file, version))[0] for version in (1, 2)]
    assert statuses == [404, 200]
    assert read(client_of(sent.readers["analyst"]), address(sent.file, 1))[0] == 200


def test_a_guest_reads_their_own_by_the_link_and_no_other():
    row = asked.consultation("Do you agree with the approach?")
    mine = guests_draft(row)
    theirs = guests_draft(row, email="b@example.org")
    files = [attached(response, response.invitation) for response in (mine, theirs)]
    for response in (mine, theirs):
        actions.submit_response(response=response, by=response.invitation)
    client = Client()
    client.get(guests.link(mine.invitation))
    assert [read(client, address(file))[0] for file in files] == [200, 404]
    assert [read(Client(), address(file))[0] for file in files] == [404, 404]


def test_the_original_of_what_came_by_another_way_is_secass_alone():
    row = asked.consultation("Do you agree with the approach?")
    organisation = make.OrganisationFactory()
    files = [
        {"upload": pdf("mail.pdf", b" original")},
        {"upload": pdf("figures.pdf"), "kind": Enclosure.Kind.ATTACHMENT},
    ]
    made = record(row, organisation=organisation, consents=True, enclosures=files)
    publish(row)
    original, figures = made.enclosures.order_by("kind").reverse()
    assert original.kind == Enclosure.Kind.ORIGINAL
    readers = {"own": submitter(organisation), "analyst": make.analyst(), "other": make.party(), "anonymous": None}
    reads = {name for name, user in readers.items() if read(client_of(user), address(original))[0] == 200}
    assert reads == {"analyst"}
    assert {read(client_of(user), address(figures))[0] for user in readers.values()} == {200}
    receipt = reverse("consultations:receipt", args=[made.response_id, 1])
    listed = [b"mail.pdf" in client_of(readers[name]).get(receipt).content for name in ("own", "analyst")]
    assert listed == [False, True]
    text = reverse("consultations:receipt_text", args=[made.response_id, 1])
    assert b"mail.pdf" not in client_of(readers["own"]).get(text).content


# Where it is linked


def test_the_receipt_and_the_page_of_sign_off_lead_to_it():
    sent = Sent("not published yet")
    robin = client_of(sent.readers["its submitter"])
    receipt = robin.get(reverse("consultations:receipt", args=[sent.file.response_id, 1])).content.decode()
    assert f'href="{address(sent.file)}"' in receipt
    sign_off = robin.get(reverse("consultations:respond_sign_off", args=[sent.row.pk])).content.decode()
    draft_file = reverse("consultations:respond_file", args=[sent.row.pk, sent.file.pk, sent.file.filename])
    assert f'href="{draft_file}"' in sign_off
    assert read(robin, draft_file) == (200, CONTENT)


@pytest.mark.parametrize("kind", ["published by name", "without consent", "confidential file"])
def test_beside_general_comments_stand_the_files_that_the_reader_may_have(kind):
    sent = Sent(kind)
    page = reverse("consultations:collation_general", args=[sent.row.pk])
    shown = {
        name for name, user in sent.readers.items() if address(sent.file) in client_of(user).get(page).content.decode()
    }
    assert shown == READ_BY[kind]


@pytest.mark.parametrize("many", [3, 40])
def test_many_files_are_listed_in_the_same_queries(many, django_assert_num_queries):
    row = asked.consultation("Do you agree with the approach?")
    for number in range(many):
        organisation = make.OrganisationFactory(name=f"Energy {number}", short_name=f"E{number}")
        files = [{"upload": pdf(), "kind": Enclosure.Kind.ATTACHMENT}]
        record(row, organisation=organisation, consents=True, enclosures=files)
    publish(row)
    page = reverse("consultations:collation_general", args=[row.pk])
    client = Client()
    client.get(page)
    with django_assert_num_queries(GENERAL):
        assert client.get(page).content.decode().count("/files/") == many


GENERAL = 8
