"""What is not open to a reader leaves no trace: no title, no reference, no count, no choice in a filter, no byte.

Everything hidden is first shown to somebody who may see it.
"""

import re
from difflib import unified_diff

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import Category
from audit import clock
from audit.actions import take_checkpoint
from consultations import actions as comments
from papers import actions as papers
from proposals import actions
from proposals.models import Proposal
from subcommittees import actions as views
from tests import factories as make
from tests.pages.people import PDF, SSC, cast

pytestmark = pytest.mark.django_db

HIDDEN = {"green": 801, "amber": 802, "red": 803}
WORD = "Zircon"  # stands in everything hidden, and in nothing else
OPEN = 700
# What differs from one answer to the next whoever asks: tokens, and the minute on the printed strip.
ONCE = re.compile(
    r"nonce-[\w+/=-]+|nonce=\"[^\"]+\"|csrfmiddlewaretoken\" value=\"\w+\"|\"X-CSRFToken\": \"\w+\""
    r"|as at \d+ \w+ \d{4} at \d\d:\d\d"
)
PUBLIC = [
    "/",
    "/accessibility/",
    "/statistics/",
    "/statistics/?year=2026",
    "/statistics/statistics.csv",
    "/statistics/raised/",
    "/statistics/keeping-to-time/",
    "/statistics/keeping-to-time/keeping-to-time.csv",
    "/statistics/keeping-to-time/list/impact-given/",
    "/statistics/keeping-to-time/list/dates-done/",
    "/guide/lifecycle/",
    "/guide/rules/",
    "/releases/",
    "/decisions/",
    f"/decisions/?q={WORD}",
    "/decisions/?body=panel&outcome=approved",
    "/decisions/decisions.csv",
    "/modifications/",
    f"/modifications/?q={WORD}",
    f"/modifications/?q=DP{HIDDEN['amber']}",
    f"/modifications/?q={HIDDEN['green']}",
    "/modifications/?q=H9.9",
    "/modifications/?stage=development",
    "/modifications/?stage=submitted",
    "/modifications/?path=FT",
    "/modifications/?urgent=on",
    "/modifications/?category=manufacturer",
    "/modifications/?document=Section+H",
    "/modifications/?sort=title",
    "/modifications/register.csv",
    f"/modifications/register.csv?q={WORD}",
    *(
        f"/modifications/DP{OPEN}/{tab}"
        for tab in (
            "",
            "problem-statement/",
            "documents/",
            "history/",
            "views/",
            "comments/",
            "legal-text/",
            "timetable/",
        )
    ),
    f"/modifications/DP{OPEN}/history/?on=2026-01-05",
    "/accounts/password/reset/",
]


def changed(now: dict[str, str], before: dict[str, str]) -> dict[str, list[str]]:
    """The lines by which each address differs."""
    pairs = {address: (before[address].splitlines(), body.splitlines()) for address, body in now.items()}
    return {address: list(unified_diff(*two, lineterm="", n=0)) for address, two in pairs.items() if two[0] != two[1]}


def bodies(client: Client, addresses=PUBLIC) -> dict[str, str]:
    """What stands at each address, without what differs from one answer to the next."""
    answers = {address: client.get(address) for address in addresses}
    assert {answer.status_code for answer in answers.values()} == {200}
    return {address: ONCE.sub("", answer.getvalue().decode()) for address, answer in answers.items()}


def hide(people, classification: str) -> Proposal:
    """A whole life: its own analyst, category and section of the SEC, urgent, with a window, a view, files and a report."""
    by = make.analyst(name=f"{WORD} Analyst {classification}")
    number, title = HIDDEN[classification], f"{WORD} {classification}"
    company = make.party(
        Category.MANUFACTURER, name=f"{WORD} Works {classification}", short_name=f"{WORD} {classification}"
    )
    proposal = make.ready_for_fast_track(by=by, number=number, title=title, proposer=company)
    section = make.SecDocumentFactory(code="Section H", title="DCC Services")
    actions.save_sec_references(proposal=proposal, by=by, references=[{"document": section, "locator": "H9.9"}])
    ssc = make.CommitteeFactory(**SSC)
    views.record_view(proposal=proposal, by=by, committee=ssc, position="supports", text=f"{WORD} is good.")
    given = {"organisation": company.organisations[0], "how": "email", "stance": "supports", "text": f"{WORD} is good."}
    comments.record_comment(proposal=proposal, by=by, **given)
    comments.publish_comments(proposal=proposal, by=by)
    actions.attach(proposal=proposal, by=by, upload=SimpleUploadedFile(f"{WORD}.pdf", PDF))
    actions.post_update(proposal=proposal, by=by, text=f"{WORD} goes on.")
    actions.approve_fast_track(proposal=proposal, by=by, words=f"{WORD} is approved.")
    proposal = make.classed(proposal, by, classification, on_behalf_of=ssc)
    papers.issue_report(proposal=proposal, by=by)
    return Proposal.objects.get(pk=proposal.pk)


@pytest.fixture(scope="module")
def people(module_db):
    return cast()


@pytest.fixture(scope="module")
def before(people):
    """The public's pages while there is one open proposal and nothing else."""
    make.ready_for_fast_track(by=people.secas, number=OPEN, title="An open matter")
    make.SecDocumentFactory(code="Section H", title="DCC Services")
    take_checkpoint()  # how long the record is on a day is public
    return {role: bodies(people.client(role)) for role in ("anonymous", "stranger")}


@pytest.fixture(scope="module")
def hidden(people, before):
    made = {classification: hide(people, classification) for classification in HIDDEN}
    make.submission(people.by_role["proposer"], title=f"{WORD} submitted")
    return made


def test_for_the_public_nothing_differs_by_a_byte(people, before, hidden):
    assert len(PUBLIC) == 41
    for role in ("anonymous", "stranger"):
        assert changed(bodies(people.client(role)), before[role]) == {}


def listed(people, role: str, query: str = "") -> set[str]:
    rows = people.client(role).get(f"/modifications/{query}").context["proposals"]
    return {row["title"].removeprefix(f"{WORD} ") for row in rows if WORD in row["title"]}


SEEN_BY = {
    "anonymous": set(),
    "stranger": set(),
    "contributor": {"green"},
    "submitter": {"green"},
    "proposer": {"green", "submitted"},
    "ssc member": {"green", "amber"},
    "panel member": {"green"},
    "analyst": {"green", "amber", "submitted"},
    "administrator": {"submitted"},
    "authority": {"green", "amber"},
}


def test_each_capacity_finds_in_every_list_what_is_open_to_it_and_no_more(people, hidden):
    clients = people.clients()
    assert {role: listed(people, role) for role in SEEN_BY} == SEEN_BY
    counts = {role: clients[role].get("/modifications/").context["count"] for role in SEEN_BY}
    assert counts == {role: 1 + len(seen) for role, seen in SEEN_BY.items()}
    raised = {role: seen - {"submitted"} for role, seen in SEEN_BY.items()}
    assert {role: listed(people, role, "?q=H9.9") for role in SEEN_BY} == raised
    assert {role: listed(people, role, "?category=manufacturer") for role in SEEN_BY} == raised
    for kind, number in HIDDEN.items():
        wanted = {role for role, seen in SEEN_BY.items() if kind in seen}
        assert {role for role in SEEN_BY if listed(people, role, f"?q={number}") == {kind}} == wanted
        assert {role for role in SEEN_BY if f"MP{number}" in csv_of(clients[role])} == wanted


def csv_of(client) -> str:
    return client.get("/modifications/register.csv").getvalue().decode()


def test_words_are_searched_in_what_is_open_alone(people, hidden):
    raised = {role: seen - {"submitted"} for role, seen in SEEN_BY.items()}
    found = {role: listed(people, role, f"?q={WORD}") - {"submitted"} for role in SEEN_BY}
    assert found == raised


def test_the_choices_of_the_filters_are_of_what_is_open(people, hidden):
    def choices(role: str) -> set[str]:
        filters = people.client(role).get("/modifications/").context["filter_form"].fields
        labels = [label for name in ("analyst", "document") for _, label in filters[name].choices]
        return {label for label in labels if WORD in label or "Section H" in label}

    seen = {f"{WORD} Analyst green", "Section H ‘DCC Services’"}
    assert choices("anonymous") == choices("stranger") == choices("administrator") == set()
    assert choices("submitter") == seen
    assert choices("analyst") == choices("authority") == seen | {f"{WORD} Analyst amber"}


def test_the_front_page_counts_and_lists_what_is_open(people, hidden):
    def front(role: str) -> tuple[int, int, int]:
        context = people.client(role).get("/").context
        raised = sum(stage["count"] for stage in context["stages"])
        return raised, len(context["coming"]), len(context["papers"])

    assert front("anonymous") == front("stranger") == (1, 0, 0)
    assert front("submitter") == (2, 1, 1)
    assert front("ssc member") == (3, 2, 2)  # the Amber one was raised on behalf of the body
    assert front("authority") == (3, 2, 2)
    assert front("analyst") == (4, 2, 2)


def test_a_desk_names_nothing_that_its_reader_may_not_open(people, hidden):
    def named(role: str) -> set[str]:
        desk = people.client(role).get("/desk/").content.decode()
        return {kind for kind in (*HIDDEN, "submitted") if f"{WORD} {kind}" in desk}

    desks = {role: named(role) for role in SEEN_BY.keys() - {"anonymous"}}
    assert {role: found - SEEN_BY[role] for role, found in desks.items() if found - SEEN_BY[role]} == {}
    # The Proposer waits for SECAS, and nobody at SECAS leads a submission yet.
    assert desks["proposer"] == desks["analyst"] == {"submitted"}


def related(people, hidden, *, towards: bool) -> Proposal:
    open_one = Proposal.objects.get(number=OPEN)
    for other in hidden.values():
        ends = {"proposal": open_one, "to": other} if towards else {"proposal": other, "to": open_one}
        actions.relate(by=people.secas, kind="caused_by", **ends)
    return open_one


@pytest.mark.parametrize("towards", [True, False], ids=["names the hidden", "is named by the hidden"])
def test_a_relation_to_something_hidden_shows_on_no_page(people, hidden, towards):
    related(people, hidden, towards=towards)
    trace = re.compile(f"{WORD}|[DM]P80[123]")
    text = bodies(people.client("anonymous"), [address for address in PUBLIC if not trace.search(address)])
    assert {address: trace.findall(body) for address, body in text.items() if trace.search(body)} == {}
    overview = people.client("analyst").get(f"/modifications/DP{OPEN}/").content.decode()
    assert {f"MP{number}" for number in (801, 802, 803) if f"MP{number}" in overview} == {"MP801", "MP802"}


@pytest.mark.parametrize("kind", HIDDEN)
def test_every_address_of_it_is_as_if_it_did_not_exist(people, hidden, kind):
    """The same page, but for the address, as for a number that nobody has used; and the old address says no more."""
    number = HIDDEN[kind]
    slug = f"mp{number}-modification-report"
    hidden_ones = [
        f"/modifications/MP{number}/",
        f"/modifications/DP{number}/",
        f"/papers/{slug}/1.0/",
        f"/papers/{slug}/1.0.pdf",
    ]
    for role in ("anonymous", "stranger"):
        client = people.client(role)
        for address in hidden_ones:
            unused = address.replace(str(number), "899")
            ours, theirs = client.get(address), client.get(unused)
            assert (ours.status_code, theirs.status_code) == (404, 404)
            assert ONCE.sub("", ours.content.decode()).replace(str(number), "899") == ONCE.sub(
                "", theirs.content.decode()
            )
    if kind != "red":
        analyst = people.client("analyst")
        assert [analyst.get(address).status_code for address in hidden_ones] == [200, 301, 200, 302]


def test_what_belongs_to_an_open_proposal_and_is_not_open_itself(people, before):
    """A Green view, an Amber document and a Green update on a proposal that everybody reads."""
    by, proposal = people.secas, Proposal.objects.get(number=OPEN)
    ssc = make.CommitteeFactory(**SSC)
    views.record_view(
        proposal=proposal, by=by, committee=ssc, position="opposes", text=f"{WORD} is bad.", classification="green"
    )
    actions.attach(proposal=proposal, by=by, upload=SimpleUploadedFile(f"{WORD}.pdf", PDF), classification="amber")
    actions.post_update(proposal=proposal, by=by, text=f"{WORD} goes on.", classification="green")
    assert changed(bodies(people.client("anonymous")), before["anonymous"]) == {}
    own = [f"/modifications/DP{OPEN}/{tab}" for tab in ("", "documents/", "history/", "views/")]
    held = {
        role: {a for a, body in bodies(people.client(role), own).items() if WORD in body}
        for role in ("submitter", "analyst")
    }
    assert held == {"submitter": {own[0], own[2], own[3]}, "analyst": set(own)}
    draft = papers.compose_draft(proposal=proposal, by=by)
    paper = reverse("papers:version", args=[draft.slug, draft.label])
    assert [people.client(role).get(paper).status_code for role in ("anonymous", "submitter", "analyst")] == [
        404,
        404,
        200,
    ]


def _closed_item(proposal: Proposal, committee, by):
    """Red is for those who are named for an item, first of all whoever put it on."""
    meeting = make.MeetingFactory(committee=committee, number=4, date=clock.today())
    about = {"kind": "proposal", "purpose": "discussion", "proposal": proposal}
    return views.put_on_agenda(meeting=meeting, by=by, **about, classification="red", late_because="It came today.")


@pytest.mark.parametrize("view, paper, is_told", [
    ("white", "white", True), ("green", "white", False), ("amber", "white", False), ("red", "white", False),
    ("white", "green", True), ("green", "green", True), ("amber", "green", False), ("red", "green", False),
    ("amber", "amber", True), ("red", "amber", False),
])  # fmt: skip
def test_a_report_tells_what_all_its_readers_may_read(people, before, view, paper, is_told):
    """It is composed for those who may read its proposal: a view of a closer class stands on its tab, and not in it."""
    by, proposal = people.secas, Proposal.objects.get(number=OPEN)
    ssc = make.CommitteeFactory(**SSC)
    said = {"position": "opposes", "text": f"{WORD} is bad.", "classification": view}
    at = {"meeting": _closed_item(proposal, ssc, by).meeting} if view == "red" else {}
    views.record_view(proposal=proposal, by=by, committee=ssc, **said, **at)
    actions.save_details(proposal=proposal, by=by, classification=paper)
    issued = papers.issue_report(proposal=Proposal.objects.get(pk=proposal.pk), by=by)
    page = people.client("analyst").get(reverse("papers:version", args=[issued.slug, issued.label]))
    assert (WORD in page.content.decode(), "opposes" in page.content.decode()) == (is_told, is_told)
