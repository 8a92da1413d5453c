"""What each tab, list and form of a proposal costs in queries: the literal number, with little on record and with much.

The front page, the register, and the tabs against the size of the register are counted with the apps they belong to.
"""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit import clock
from audit.models import Checkpoint
from legaltext import actions as legal
from papers import actions as papers
from papers.models import GlossaryChoice, GlossaryTerm
from proposals import actions
from proposals.actions.texts import SolutionRows
from proposals.models import Proposal
from subcommittees import actions as views
from tests import factories as make
from tests.pages.people import PDF, PNG

pytestmark = pytest.mark.django_db

LITTLE, MUCH = 2, 20
# address under the proposal → queries for the public and for an analyst; None where it is not for the public
TABS = {
    "": (0, 0),
    "problem-statement/": (0, 0),
    "problem-statement/?version=0.2": (0, 0),
    "problem-statement/compare/?from=0.1&to=0.3": (0, 0),
    "documents/": (0, 0),
    "history/": (0, 0),
    "views/": (0, 0),
    "legal-text/": (0, 0),
    "report/": (None, 0),
    "report/issue/": (None, 0),
    "edit/details/": (None, 0),
    "edit/problem-statement/": (None, 0),
    "edit/sec-references/": (None, 0),
    "edit/solution/": (None, 0),
    "edit/impacts/": (None, 0),
    "edit/costs/": (None, 0),
    "edit/benefits-and-drawbacks/": (None, 0),
    "edit/objectives/": (None, 0),
    "edit/implementation/": (None, 0),
    "edit/path/": (None, 0),
    "documents/add/": (None, 0),
    "problem-statement/figures/add/": (None, 0),
    "views/record/": (None, 0),
    "legal-text/base/": (None, 0),
    "legal-text/edit/?document={document}&clause=G3.20": (None, 0),
    "moves/convert_to_refinement/": (None, 0),
    "moves/approve_fast_track/": (None, 0),
    "moves/withdraw/": (None, 0),
}
ELSEWHERE = {
    "/papers/dp087-modification-report/1.0/": (0, 0),
    "/papers/dp087-modification-report/1.0/files/": (0, 0),
    "/record/": (0, 0),
    "/accessibility/": (0, 0),
    "/raise/": (None, 0),
}


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
    legal.save_edit(
        proposal=proposal, by=by, document=document, clause=f"{n}.1", operation="amend", after=f"Word {n}."
    )


def _others(proposal, by, n: int) -> None:
    company = make.party()
    views.record_view(
        proposal=proposal, by=by, organisation=company.organisations[0], position="supports", text=f"Yes, {n}."
    )
    body = make.CommitteeFactory(code=f"body-{n}", name=f"Body {n}", short_name=f"B{n}")
    views.record_view(proposal=proposal, by=by, committee=body, position="opposes", text=f"No, {n}.")
    make.MeetingFactory(committee=body, date=clock.today())
    make.MeetingFactory(committee=make.CommitteeFactory(), number=n + 1, date=clock.today() - timedelta(n))
    actions.relate(proposal=proposal, by=by, kind="related_to", to=make.draft_proposal(by=by, title=f"Other {n}"))
    make.SecVersionFactory(number=f"7.{n}")
    make.analyst()
    Checkpoint.objects.create(on=clock.today().replace(year=2000 + n), size=n, hash="0" * 64)


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


def costs(client, by, proposal) -> dict[str, tuple[int | None, int]]:
    document = make.SecDocumentFactory().pk
    under = {f"/modifications/DP087/{tab.format(document=document)}": tab for tab in TABS}
    named = under | {address: address for address in ELSEWHERE}
    public = {address for address in named if (TABS | ELSEWHERE)[named[address]][0] is not None}
    client.logout()
    anybody = {address: cost(client, address) for address in public}
    client.force_login(by)
    return {name: (anybody.get(address), cost(client, address)) for address, name in named.items()}


def test_much_costs_what_little_costs(client, by, proposal):
    grow(proposal, by, 0, LITTLE)
    little = costs(client, by, proposal)
    grow(proposal, by, LITTLE, MUCH)
    assert little == TABS | ELSEWHERE
    assert costs(client, by, proposal) == little
    assert len(little) == 33
    assert max(count for pair in little.values() for count in pair if count) <= 12

