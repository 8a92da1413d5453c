"""Every form of bodies, meetings, ballots, requests, packs and papers, sent by everybody who may not: nothing changes.
Then by everybody who may: it does."""

from dataclasses import replace

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client

from audit.models import Event
from tests import prepared
from tests.pages.body_sending import ROLES, Scene, scene
from tests.pages.every_form import FORMS
from tests.pages.routes import ROUTES
from tests.pages.sending import SENDINGS, rewound
from tests.pages.standing import record_stands
from tests.pages.test_errors import BAD, spoiled, tried_out, well
from tests.pages.test_who_may_send_a_response import OURS

pytestmark = pytest.mark.django_db
APPS = ("bodies", "subcommittees", "consultations", "papers", "notifications", "proposals")
# Of these apps: what is only read.
READ = {
    *(f"subcommittees:{name}" for name in (
        "decisions", "outcome", "recommendations", "minutes", "actions", "views", "requests", "proposal_ballots",
        "ballots", "ballot", "vote_receipt", "ballot_json", "ballot_csv", "committees", "committee", "contacts",
        "contacts_csv", "feed", "meeting", "decision_list", "decision_list_csv",
    )),
    *(f"papers:{name}" for name in (
        "texts", "paper", "version", "pdf", "docx", "files", "of_committee", "pack", "pack_files", "pack_file", "terms",
        "workshop",
        "notices", "word_progress", "word_pdf", "word_original", "supplied_file",
    )),
    "consultations:comments", "consultations:csv", "consultations:consultation", "consultations:sets",
    "consultations:set", "consultations:questions", "consultations:points", "consultations:passages",
    "consultations:point", "consultations:outcome", "consultations:my_outcome", "consultations:consultations",
    "consultations:of_proposal", "consultations:feed",
    "consultations:collation", "consultations:collation_question", "consultations:collation_clauses",
    "consultations:collation_general", "consultations:collation_passage", "consultations:collation_progress",
    "consultations:collation_tags", "consultations:responses_csv", "consultations:responses_json",
    "papers:consultation_documents", "papers:response_form", "papers:composing_of_consultation",
}  # fmt: skip
# What is sent to them is looked at and forgotten: tests/consultations/test_question_pages.py.
PREVIEWS = {"consultations:preview", "consultations:preview_set"}
# What a member marks is that of many proposals: tests/subcommittees/test_request_pages.py. A Word file has to be printed
# first: tests/papers/test_word_supplied.py.
# Drafts are no events: tests/pages/test_who_may_write_a_response.py.
DRAFTS = {name for name in ROUTES if name.startswith("consultations:respond")}
GUESTS = {name for name in ROUTES if name.startswith("consultations:guest_")} | {"consultations:guest"}
# By everybody: tests/pages/test_who_may_send_a_response.py.
SENT_OFF = {f"consultations:{name}" for name in OURS}
# A page for what came by mail is SECAS's alone: tests/consultations/test_intake_pages.py.
INTAKE = {name for name in ROUTES if name.startswith("consultations:intake")}
# Of one consultation: tests/papers/test_consultation_documents_page.py, tests/papers/test_consulted_in_reports.py.
DOCUMENTS = {"papers:compose_of_consultation", "consultations:summarise_answers"}
ELSEWHERE = {
    "subcommittees:inbox", "papers:word_file", *PREVIEWS, *DRAFTS, *GUESTS, *SENT_OFF, *INTAKE, *DOCUMENTS,
}  # fmt: skip
REFUSED_IS_KEPT = {"subcommittees:vote"}


@pytest.fixture(scope="module")
def whole(module_db) -> Scene:
    return scene()


@pytest.fixture
def here(whole) -> Scene:
    """The scene as it was made: what one form needs is not there for the next."""
    return replace(whole, made={})


def test_every_form_of_these_apps_is_tried():
    own = {name for name in ROUTES if name.partition(":")[0] in ("subcommittees", "papers", "consultations")}
    sent = {form.name for form in FORMS.values()} | {sending.name for sending in SENDINGS.values()}
    assert own - READ - ELSEWHERE == {name for name in sent if name in own}
    assert READ & sent == set()
    assert len(FORMS) == 128
    assert all(form.allowed <= ROLES for form in FORMS.values())


def rows() -> dict[str, str]:
    """All that acts of these apps may write."""
    return prepared.tables("apps", [model for app in APPS for model in apps.get_app_config(app).get_models()])


@pytest.mark.parametrize("name", FORMS)
def test_nothing_changes_but_by_somebody_who_may(name, here):
    form = FORMS[name]
    address = form.address(here)
    data = form.data(here, address)
    before, events = rows(), Event.objects.count()
    refused = sorted(ROLES - form.allowed)
    answers = {role: here.client(role).post(address, rewound(data)).status_code for role in refused}
    assert answers == {role: 302 if role == "anonymous" else 403 for role in refused} | form.otherwise
    assert rows() == before
    if form.name not in REFUSED_IS_KEPT:
        assert Event.objects.count() == events
    for role in sorted(form.allowed):
        events = Event.objects.count()
        with transaction.atomic():
            assert (role, here.client(role).post(address, rewound(data)).status_code) == (role, 302)
            assert (role, Event.objects.count() > events, rows() != before) == (role, True, True)
            transaction.set_rollback(True)


@pytest.mark.parametrize("name", FORMS)
def test_nothing_that_is_sent_breaks_a_form(name, here):
    form = FORMS[name]
    address = form.address(here)
    good = form.data(here, address)
    client = Client(raise_request_exception=False)
    client.force_login(here.by_role[form.opener])
    fields = sorted({*good, "row-add", "drop"})
    good = {name: good.get(name, "") for name in fields}
    with record_stands():
        tried = {what: well(tried_out(client, address, data)) for what, data in spoiled(good, fields)}
    assert {what: wrong for what, wrong in tried.items() if wrong} == {}
    assert len(tried) == len(BAD) + 2 * len(fields) + 1
