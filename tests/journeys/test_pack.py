"""The papers of a meeting as one file: a secretary supplies a Word file, looks at its pages, puts the pack together, waits
for it, issues it, and again as version 2; a member reads what changed."""

import io
from types import SimpleNamespace

import pytest
from pypdf import PdfReader

from audit import clock
from jobs.models import Job
from papers import actions as papers
from papers import packing
from papers.models import Pack
from papers.word import files
from tests import factories as make
from tests.journeys.steps import downloaded, fill, follow, press, says
from tests.journeys.test_secretary import about
from tests.papers import meetings
from tests.papers.test_word_supplied import as_if_printed, document, saved

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture
def panel():
    return make.CommitteeFactory()


@pytest.fixture
def meeting(panel):
    return make.MeetingFactory(committee=panel, number=69, date=clock.today())


def printed_by_the_worker(monkeypatch) -> None:
    """What LibreOffice would make of it does not matter here."""
    monkeypatch.setattr(files, "_make", lambda word, progress: as_if_printed(word).printed)
    job = Job.objects.get(kind="print_word_file", state="queued")
    job.state, job.finished_at = "done", clock.now()
    files.render(job, lambda percent, words: None)
    job.save()


def laid_out_by_the_worker() -> None:
    """As far as the worker has come is shown on the page, which asks again by itself."""
    for job in Job.objects.filter(kind="render_pack", state="queued"):
        packing.render(SimpleNamespace(payload=job.payload), lambda percent, words: None)
        Job.objects.filter(pk=job.pk).update(state="done", finished_at=clock.now())


def working(percent: int, words: str) -> None:
    Job.objects.filter(kind="render_pack", state="queued").update(state="running", progress=percent, note=words)


@pytest.mark.parametrize("width", [1280, 360])
def test_a_pack_and_its_second_version(new_page, sign_in, walk, monkeypatch, tmp_path, meeting, panel, width):
    member, user = make.member(panel, name="Una Halloran"), meetings.secretary(panel)
    meetings.item(meeting, None, 1, kind="business", title="Plans for the release")
    late = meetings.item(meeting, None, 2, kind="business", title="Budget", is_late=True, late_because="It came today.")
    page = sign_in(new_page(viewport={"width": width, "height": 900}), user)
    here = f"/committees/{panel.code}/meetings/{meeting.date}/pack/"

    walk.visit(page, here, "Papers for")
    says(page, "No pack yet")
    page.get_by_role("link", name=about("Supply a file", "Plans for the release")).click()
    walk.arrive(page, "Supply a file")
    held = document()
    held.add_comment(held.paragraphs[1].runs, text="Really?", author="Una")
    fill(page, {"File": [{"name": "plans.docx", "mimeType": WORD, "buffer": saved(held)}], "Who wrote it": "The DCC"})
    press(page, "Supply the file")
    walk.arrive(page, "Pages of “plans.docx”")
    says(page, "Waiting for its turn")
    printed_by_the_worker(monkeypatch)
    says(page, "Look at its 2 pages", "Its one comment is not printed.")  # without the page being asked for again
    walk.arrive(page)
    press(page, "Use these pages as the paper")
    walk.arrive(page, "Paper supplied as a file")
    follow(page, "Issue the paper")
    walk.arrive(page, "Issue version 1.0")
    press(page, "Issue version 1.0")
    walk.arrive(page)

    walk.visit(page, here, "Papers for")
    press(page, "Put the pack together")
    walk.arrive(page, "Papers for")
    says(page, "Waiting for its turn")
    working(40, "Paper 2 of 2: SECP_69 Plans for the release")
    says(page, "Paper 2 of 2: SECP_69 Plans for the release")
    walk.arrive(page)
    Job.objects.filter(kind="render_pack", state="running").update(state="queued")
    laid_out_by_the_worker()
    follow(page, "Issue the pack")
    walk.arrive(page, "Issue the pack")
    says(page, "Una Halloran")
    press(page, "Issue the pack")
    walk.arrive(page, "Papers for")

    papers.issue_paper(paper=papers.supply_paper(item=late, by=user, upload=budget(), author="SECAS").paper, by=user)
    walk.visit(page, here, "Papers for")
    fill(page, {"Why there is another version": "The budget came late."})
    press(page, "Put the pack together")
    walk.arrive(page, "Papers for")
    laid_out_by_the_worker()
    says(page, "Issue the pack")
    walk.arrive(page)
    follow(page, "Issue the pack")
    walk.arrive(page, "Issue the pack")
    says(page, "Budget (pages ")
    press(page, "Issue the pack")
    walk.arrive(page, "Papers for")
    assert [pack.version for pack in Pack.objects.issued().order_by("version")] == [1, 2]

    reader = sign_in(new_page(viewport={"width": width, "height": 900}), member)
    walk.visit(reader, here, "Papers for")
    says(reader, "The budget came late. What was new in it:", "Budget (pages ")
    kept = downloaded(reader, reader.get_by_role("link", name="Public edition, version 2"), tmp_path)
    pages = PdfReader(io.BytesIO(kept.read_bytes())).pages
    assert "The budget came late." in pages[1].extract_text()
    assert pages[-1].extract_text().endswith(f"Page {len(pages)}")


def budget():
    from tests.papers.test_packs import pdf, upload

    return upload(pdf(2), "budget.pdf")
