"""Every address at which a response is written, by everybody: those who act for the respondent write and read there,
nobody else does, and nothing that is sent breaks it. Writing a draft is no event."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse

from audit.models import Event
from consultations import actions
from consultations.drafts.draft import Draft
from consultations.models import Response
from tests import factories as make
from tests.consultations import asked
from tests.consultations.drafts import begun, colleague, question, says
from tests.pages.routes import named_routes
from tests.pages.test_errors import BAD, spoiled, well
from tests.pages.test_who_may_act_for_bodies import rewound, rows

pytestmark = pytest.mark.django_db

WRITERS = {"submitter", "contributor"}
# Whoever is asked and has not begun is led to the beginning of their own.
ELSEWHERE = {"anonymous": 302, "other respondent": 302}
REFUSED = {"anonymous", "stranger", "analyst", "administrator", "authority", "other respondent"}


class Desk:
    """A response with something in every part, and everybody."""

    def __init__(self):
        self.by_role = {
            "submitter": make.party(),
            "other respondent": make.party(),
            "stranger": make.UserFactory(),
            "analyst": make.analyst(),
            "administrator": make.administrator(),
            "authority": make.authority(),
        }
        robin = self.by_role["submitter"]
        self.by_role["contributor"] = colleague(robin.organisations[0])
        self.absent = colleague(robin.organisations[0])
        self.response = begun(robin, asked.consultation("One?", "Two?"))
        common = {"response": self.response, "by": robin}
        self.question = question(self.response)
        actions.save_answer(question=self.question, given=says("First."), **common)
        actions.save_answer(question=self.question, given=says("Second."), **{**common, "by": self.absent})
        self.clause = actions.save_clause(as_written="L8.1", operation="query", text="Why?", **common)
        self.file = actions.attach_enclosure(upload=self.pdf(), **common)

    def pdf(self):
        return SimpleUploadedFile("figures.pdf", b"%PDF-1.7")

    def other_pdf(self):
        return SimpleUploadedFile("more.pdf", b"%PDF-1.7 more")

    def client(self, role: str) -> Client:
        client = Client(raise_request_exception=False)
        if role != "anonymous":
            client.force_login(self.by_role[role])
        return client

    def address(self, page: str) -> str:
        keys = {"file": self.file.pk, "filename": self.file.filename}
        own = {
            "file": ["file", "filename"],
            "remove_file": ["file"],
        }.get(page, [])
        part = [{"part": self.part}] if page in PARTS else [{}]
        where = {"pk": self.response.consultation_id, **{name: keys[name] for name in own}, **part[0]}
        return reverse(f"consultations:respond_{page}" if page else "consultations:respond", kwargs=where)

    @property
    def part(self) -> str:
        return f"q-{self.question.pk}"

    def typed(self) -> dict:
        part = Draft(Response.objects.get(pk=self.response.pk), None).part(self.part)
        return {part.seen_name: part.seen, f"q{self.question.pk}-text": "Third."}


PARTS = {"save", "hold", "leave", "take_over", "part", "earlier"}
READ = {"", "now", "part", "earlier", "take_over", "file"}
# What is sent to each address that takes something.
SENT = {
    "": lambda desk: desk.typed() | {"remove": f"c-{desk.clause.pk}"},
    "save": lambda desk: desk.typed(),
    "hold": lambda desk: {},
    "ready": lambda desk: {},
    "earlier": lambda desk: {"revision": desk.response.revisions.get().pk},
    "attach": lambda desk: {"files": desk.other_pdf()},
    "remove_file": lambda desk: {},
}
# They change nothing that could be seen here: who holds what is tested with the acts.
SENT_FOR_NOTHING = {"start", "leave", "take_over"}
DONE = {"save": 200, "hold": 204}


@pytest.fixture
def desk():
    return Desk()


def seen(answer) -> tuple[int, bytes]:
    """Read to its end, so that a file is closed."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer.status_code, content


def test_every_address_is_tried():
    named = {name for name in named_routes() if name.startswith("consultations:respond")}
    tried = {
        f"consultations:respond_{page}" if page else "consultations:respond"
        for page in {*READ, *SENT, *SENT_FOR_NOTHING}
    }
    assert named - tried == {"consultations:respond_sign_off"}  # what is signed off is no draft
    assert len(tried) == 13


@pytest.mark.parametrize("page", sorted(READ))
def test_it_is_read_by_those_who_write_it(desk, page):
    address = desk.address(page)
    read = {role: seen(desk.client(role).get(address)) for role in WRITERS}
    assert {role: status for role, (status, _) in read.items()} == dict.fromkeys(WRITERS, 200)
    answers = {role: seen(desk.client(role).get(address)) for role in REFUSED}
    expected = {role: ELSEWHERE.get(role, 403) for role in REFUSED}
    if not page:
        expected["other respondent"] = 200  # the beginning of their own
    assert {role: status for role, (status, _) in answers.items()} == expected
    assert not any(b"Second." in content for _, content in answers.values())


@pytest.mark.parametrize("page", sorted(SENT))
def test_it_is_written_by_those_who_may(desk, page):
    address, enter = desk.address(page), SENT[page]
    before = rows()
    answers = {role: desk.client(role).post(address, rewound(enter(desk))).status_code for role in REFUSED}
    expected = {role: ELSEWHERE.get(role, 403) for role in REFUSED}
    if page == "":
        expected["other respondent"] = 200
    if page == "save":
        expected["other respondent"] = 409  # said in data, where it was typed
    assert answers == expected
    assert rows() == before
    for role in sorted(WRITERS):
        with transaction.atomic():
            answer = desk.client(role).post(address, rewound(enter(desk)))
            assert (role, answer.status_code) == (role, DONE.get(page, 302))
            assert (role, rows() != before, Event.objects.count()) == (role, True, 0)
            transaction.set_rollback(True)


@pytest.mark.parametrize("page", ["", "save", "earlier", "ready"])
def test_nothing_that_is_sent_breaks_it(desk, page):
    address, client = desk.address(page), desk.client("contributor")
    good = {
        **SENT[page](desk),
        **{f"{key}-seen": "0.x" for key in ("general", "head", "c-new", f"c-{desk.clause.pk}")},
        "head-parties": "1",
        "head-position": "approve",
        "head-others": "An agent",
        "c-new-as_written": "L8.1",
        "c-new-operation": "query",
        "c-new-text": "Why?",
        "general-text": "So.",
        "hold": "general",
        "at": "general",
        f"q{desk.question.pk}-agreement": "agree",
    }
    fields = sorted(good)
    tried = {}
    for what, data in spoiled(good, fields):
        with transaction.atomic():
            answer = client.post(address, data)
            is_page = answer.headers.get("content-type", "").startswith("text/html")
            tried[what] = well(answer) if is_page else [answer.status_code][: answer.status_code >= 500]
            transaction.set_rollback(True)
    assert {what: wrong for what, wrong in tried.items() if wrong} == {}
    assert len(tried) == len(BAD) + 2 * len(fields) + 1


@pytest.mark.parametrize("part", ["q-0", "q-999999", "c-999999", "x", "general-", "q-12-13", "c-99999999999999999999"])
@pytest.mark.parametrize("page", sorted(PARTS))
def test_a_part_that_is_not_there_is_not_there(desk, page, part):
    desk.question.pk = None
    address = reverse(f"consultations:respond_{page}", kwargs={"pk": desk.response.consultation_id, "part": part})
    client = desk.client("contributor")
    send = client.get if page in ("part", "earlier") else client.post
    assert send(address).status_code == {"save": 409, "hold": 409, "leave": 204}.get(page, 404)
