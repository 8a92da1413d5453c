"""Every address at which a response is sent, read as received, decided on or withdrawn, by everybody."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from audit import clock
from consultations import actions
from consultations.models import Response
from consultations.responses import guests
from tests import factories as make
from tests.consultations import asked
from tests.consultations.answered import draft, guest, send, submitter
from tests.pages.routes import named_routes

pytestmark = pytest.mark.django_db

OURS = {
    "my_responses", "respond_sign_off", "receipt", "receipt_text", "decide_late", "withdraw_response",
    "take_on_response", "responses", "guests", "revoke_guest", "ask_for_link", "guest_link", "guest_sign_off",
    "guest_outcome", "response_file",
}  # fmt: skip
EVERYBODY = (
    "anonymous", "stranger", "contributor", "submitter", "other respondent", "analyst", "administrator", "authority",
)  # fmt: skip


class Desk:
    """A response that was sent late, a guest, and everybody."""

    def __init__(self):
        row = asked.consultation("One?")
        self.drafted = draft(row)
        organisation = self.drafted.organisation
        self.by_role = {
            "stranger": make.UserFactory(),
            "contributor": submitter(organisation, "contributor"),
            "submitter": submitter(organisation),
            "other respondent": make.party(),
            "analyst": make.analyst(),
            "administrator": make.administrator(),
            "authority": make.authority(),
        }
        common = {"response": self.drafted, "by": self.by_role["submitter"]}
        self.file = actions.attach_enclosure(upload=SimpleUploadedFile("figures.pdf", b"%PDF-1.7"), **common)
        with clock.set_to(row.closes_at):
            self.sent = send(self.drafted, self.by_role["submitter"])
        self.row, self.guest = row, guest(row)

    def address(self, name: str) -> str:
        of, own = [self.row.pk], [self.drafted.pk]
        keys = {
            "my_responses": [], "respond_sign_off": of, "responses": of, "guests": of, "ask_for_link": of,
            "receipt": [*own, 1], "receipt_text": [*own, 1], "decide_late": [*own, 1],
            "withdraw_response": own, "take_on_response": own, "revoke_guest": [*of, self.guest.pk],
            "guest_link": [guests.token_of(self.guest)], "guest_sign_off": [self.guest.pk],
            "guest_outcome": [self.guest.pk], "response_file": [*own, 1, self.file.pk, self.file.filename],
        }[name]  # fmt: skip
        return reverse(f"consultations:{name}", args=keys)

    def answers(self, name: str, method: str = "get") -> dict[str, int]:
        found = {}
        for role in EVERYBODY:
            client = Client(raise_request_exception=False)
            if role != "anonymous":
                client.force_login(self.by_role[role])
            answer = getattr(client, method)(self.address(name))
            list(answer)  # a file is read to its end, which closes it
            found[role] = answer.status_code
        return found


@pytest.fixture
def desk():
    return Desk()


def expected(default: int, **other: int) -> dict[str, int]:
    return dict.fromkeys(EVERYBODY, default) | {role.replace("_", " "): status for role, status in other.items()}


# Who reads the page; what the others are told.
READ = {
    "my_responses": expected(200, anonymous=302),
    "respond_sign_off": expected(403, anonymous=302, contributor=200, submitter=200, other_respondent=302),
    "receipt": expected(404, contributor=200, submitter=200, analyst=200),
    "receipt_text": expected(404, contributor=200, submitter=200, analyst=200),
    "decide_late": expected(403, anonymous=302, analyst=200),
    "withdraw_response": expected(404, contributor=403, submitter=200, analyst=200),
    "take_on_response": expected(405),
    "responses": expected(403, anonymous=302, analyst=200),
    "guests": expected(403, anonymous=302, analyst=200),
    "revoke_guest": expected(405),
    "ask_for_link": expected(200),
    "guest_link": expected(302),  # whoever has the link, which names the guest
    "guest_sign_off": expected(404),
    "guest_outcome": expected(404),
    "response_file": expected(404, contributor=200, submitter=200, analyst=200),
}
# Who may press a button there; a form with nothing in it comes back with something to mend.
SENT = {
    "my_responses": expected(405),
    "respond_sign_off": expected(403, anonymous=302, submitter=422, other_respondent=302),
    "receipt": expected(405),
    "receipt_text": expected(405),
    "decide_late": expected(403, anonymous=302, analyst=422),
    "withdraw_response": expected(404, contributor=403, submitter=422, analyst=422),
    "take_on_response": expected(404, anonymous=302, contributor=302, submitter=302),
    "responses": expected(405),
    "guests": expected(403, anonymous=302, analyst=422),
    "revoke_guest": expected(403, anonymous=302, analyst=302),
    "ask_for_link": expected(422),
    "guest_link": expected(405),
    "guest_sign_off": expected(404),
    "guest_outcome": expected(405),
    "response_file": expected(405),
}


def test_every_address_of_this_room_is_tried():
    assert READ.keys() == SENT.keys() == OURS
    assert {f"consultations:{name}" for name in OURS} <= named_routes()


@pytest.mark.parametrize("name", sorted(OURS))
def test_who_reads_it(desk, name):
    assert desk.answers(name) == READ[name]


@pytest.mark.parametrize("name", sorted(OURS))
def test_who_sends_something_there(desk, name):
    assert desk.answers(name, "post") == SENT[name]
    assert Response.objects.get().withdrawn_at is None
