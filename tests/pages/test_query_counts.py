"""What each tab, list and form of a proposal costs in queries: the literal number, with little on record and with much.

The front page, the register, and the tabs against the size of the register are counted with the apps they belong to.
"""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit import clock
from audit.models import Checkpoint
from consultations import actions as comments
from legaltext import actions as legal
from papers import actions as papers
from papers.models import GlossaryChoice, GlossaryTerm
from proposals import actions
from proposals.actions.texts import SolutionRows
from proposals.layouts import Planned
from proposals.models import Proposal
from subcommittees import actions as views
from tests import factories as make
from tests.pages.people import PDF, PNG

pytestmark = pytest.mark.django_db

LITTLE, MUCH = 2, 20
# address under the proposal → queries for the public (None where it is not for them) and for an analyst
TABS = {
    "": (5, 9),
    "?on=2026-01-05": (7, 9),  # what it was called and which path it had that day; nothing is offered
    "problem-statement/": (6, 8),
    "problem-statement/?version=0.2": (6, 8),
    "problem-statement/compare/?from=0.1&to=0.3": (5, 7),
    "documents/": (7, 9),
    "history/": (8, 10),
    "timetable/": (7, 9),
    "decisions/": (6, 8),
    "comments/": (8, 10),
    "comments/comments.csv": (3, 5),
    "legal-text/": (7, 9),
}
ACTING = {
    "edit/details/": (None, 12),
    "edit/problem-statement/": (None, 7),
    "edit/sec-references/": (None, 8),
    "edit/solution/": (None, 6),
    "edit/impacts/": (None, 10),
    "edit/costs/": (None, 7),
    "edit/benefits-and-drawbacks/": (None, 12),
    "edit/objectives/": (None, 8),
    "edit/implementation/": (None, 9),
    "edit/implementation/parts/": (None, 10),
    "edit/path/": (None, 6),
    "timetable/lay-out/?layout=urgent&starts=2026-01-09": (None, 10),
    "timetable/add/": (None, 8),
    "readiness/": (None, 8),
    "documents/add/": (None, 4),
    "problem-statement/figures/add/": (None, 5),
    "views/record/": (None, 8),
    "views/ask/": (None, 10),
    "views/updates/promise/": (None, 8),
    "views/further-input/": (None, 5),
    "comments/record/": (None, 6),
    "comments/publish/": (None, 5),
    "comments/1/change/": (None, 6),
    "comments/1/answer/": (None, 6),
    "comments/summary/large_supplier/supports/": (None, 7),
    "legal-text/base/": (None, 6),
    "legal-text/edit/?document={document}&clause=G3.20": (None, 12),
    "relations/add/": (None, 4),
    "history/take-split-back/": (None, 5),
    "parts/1/correct/": (None, 5),
    "moves/convert_to_refinement/": (None, 11),
    "moves/approve_fast_track/": (None, 11),
    "moves/withdraw/": (None, 8),
}
# What bodies were asked, what they said, what meetings were promised and what bodies want, each in a query of its own.
GATHERING = {
    "views/": (9, 12),
}
# These compose the report as it would stand, to say what it still lacks.
COMPOSING = {
    "report/": (None, 28),
    "report/issue/": (None, 22),
}
ELSEWHERE = {
    "/papers/dp087-modification-report/1.0/": (6, 8),
    "/papers/dp087-modification-report/1.0/files/": (3, 5),
    "/record/": (3, 5),
    "/accessibility/": (1, 3),
    "/guide/rules/": (5, 7),
    "/releases/": (3, 5),
    "/raise/": (None, 8),
    "/raise/authority-led/": (None, 9),
}
COSTS = TABS | ACTING | GATHERING | COMPOSING | ELSEWHERE
MOST_READING, MOST_ACTING, MOST_COMPOSING = 10, 12, 12 + 16


@pytest.fixture
def by():
    return make.analyst()


@pytest.fixture
def proposal(by):
    return make.ready_for_fast_track(by=by, number=87)


def grow(proposal: Proposal, by, first: int, last: int) -> None:
    """Of everything that can hang on a proposal, one more for each number."""
    for n in range(first, last):
        _files(proposal, by, n)
        _texts(proposal, by, n)
        _legal_text(proposal, by, n)
        _others(proposal, by, n)
        _timetable(proposal, by, n)
    _rows(proposal, by, last)


def _files(proposal, by, n: int) -> None:
    attached = actions.attach(proposal=proposal, by=by, upload=SimpleUploadedFile(f"{n}.pdf", PDF + str(n).encode()))
    newer = SimpleUploadedFile(f"{n}.pdf", PDF + str(-n).encode())
    actions.attach(proposal=proposal, by=by, upload=newer, replaces=attached)


def _texts(proposal, by, n: int) -> None:
    texts = make.STATEMENT | {"issue": f"<p>Version {n}.</p><p>[[figure: 1]]</p>"}
    version = actions.revise_problem_statement(proposal=proposal, by=by, texts=texts)
    picture = SimpleUploadedFile("figure.png", PNG)
    actions.add_figure(
        proposal=proposal, by=by, statement=version, upload=picture, caption="A figure", alternative_text="Words."
    )
    actions.post_update(proposal=proposal, by=by, text=f"Update {n}.")


def _legal_text(proposal, by, n: int) -> None:
    document, version = make.SecDocumentFactory(code=f"Section {n}", title=f"Number {n}"), make.SecVersionFactory()
    legal.enter_clause(by=by, document=document, version=version, number=f"{n}.1", text="One word.")
    legal.save_edit(proposal=proposal, by=by, document=document, clause=f"{n}.1", operation="amend", after=f"Word {n}.")


def _others(proposal, by, n: int) -> None:
    company = make.party()
    views.record_view(
        proposal=proposal, by=by, organisation=company.organisations[0], position="supports", text=f"Yes, {n}."
    )
    comment = comments.record_comment(
        proposal=proposal,
        by=by,
        organisation=company.organisations[0],
        how="email",
        stance="supports",
        text=f"So, {n}.",
    )
    comments.publish_comments(proposal=proposal, by=by)
    comments.write_answer(comment=comment, by=by, text="It is.")
    body = make.CommitteeFactory(code=f"body-{n}", name=f"Body {n}", short_name=f"B{n}")
    request = make.asked(proposal, by, body)
    views.record_view(proposal=proposal, by=by, committee=body, position="opposes", text=f"No, {n}.")
    views.post_position(request=request, by=make.member(body), position="no_comment")
    views.mark_interest(committee=body, proposal=proposal, by=by, wants_input=True)
    silent = make.CommitteeFactory(code=f"silent-{n}", name=f"Silent {n}", short_name=f"S{n}")
    open_one = make.asked(proposal, by, silent)
    coming = make.MeetingFactory(committee=silent, date=clock.today())
    views.owe_verbal_update(meeting=coming, by=by, about=f"What it says, {n}.", request=open_one)
    make.MeetingFactory(committee=body, date=clock.today())
    make.MeetingFactory(committee=make.CommitteeFactory(), number=n + 1, date=clock.today() - timedelta(n))
    actions.relate(proposal=proposal, by=by, kind="related_to", to=make.draft_proposal(by=by, title=f"Other {n}"))
    make.SecVersionFactory(number=f"7.{n}")
    make.analyst()
    Checkpoint.objects.create(on=clock.today().replace(year=2000 + n), size=n, hash="0" * 64)


def _timetable(proposal, by, n: int) -> None:
    """In the package that the Panel has not approved, so that no header speaks of it."""
    planned = Planned(f"Date {n}", "publish", date(2031, 1, 6))
    entry = actions.add_entry(proposal=proposal, by=by, planned=planned, package=proposal.work_packages.get())
    actions.move_entry(entry=entry, by=by, to=date(2031, 1, 7), reason="So.", agreed_by="They")


def _rows(proposal, by, many: int) -> None:
    """What is saved as a whole, and then papers composed of it."""
    places = [{"document": make.SecDocumentFactory(), "locator": f"G3.{n}"} for n in range(20, 20 + many)]
    actions.save_sec_references(proposal=proposal, by=by, references=places)
    points = {kind: [{"text": f"Point {n}"} for n in range(many)] for kind in ("benefit", "drawback")}
    actions.save_solution(proposal=proposal, by=by, rows=SolutionRows(points=points))
    paper = papers.report_of(proposal)
    for n in range(many):
        term, _ = GlossaryTerm.objects.get_or_create(acronym=f"T{n}", term=f"Term {n}")
        GlossaryChoice.objects.get_or_create(paper=paper, term=term, defaults={"always": True})
        actions.save_details(proposal=proposal, by=by, summary=f"Summary {many} {n}.")
        papers.compose_draft(proposal=proposal, by=by)
    papers.issue_report(proposal=proposal, by=by)
    papers.compose_draft(proposal=proposal, by=by)


def cost(client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def costs(client, by) -> dict[str, tuple[int | None, int]]:
    document = make.SecDocumentFactory().pk
    addresses = {
        tab: f"/modifications/DP087/{tab.format(document=document)}" for tab in COSTS.keys() - ELSEWHERE.keys()
    }
    addresses |= {address: address for address in ELSEWHERE}
    client.logout()
    anybody = {name: cost(client, addresses[name]) for name, (public, _) in COSTS.items() if public is not None}
    client.force_login(by)
    return {name: (anybody.get(name), cost(client, address)) for name, address in addresses.items()}


def test_much_costs_what_little_costs(client, by, proposal):
    grow(proposal, by, 0, LITTLE)
    little = costs(client, by)
    grow(proposal, by, LITTLE, MUCH)
    assert {n: p for n, p in little.items() if p != COSTS[n]} == {}
    assert costs(client, by) == little


def test_nothing_costs_more_than_it_may():
    assert len(COSTS) == 56
    assert {name for name, pair in (TABS | ELSEWHERE).items() if max(filter(None, pair)) > MOST_READING} == set()
    assert {name for name, (_, count) in ACTING.items() if count > MOST_ACTING} == set()
    assert {name for name, pair in GATHERING.items() if max(pair) > MOST_ACTING} == set()
    assert {name for name, (_, count) in COMPOSING.items() if count > MOST_COMPOSING} == set()
