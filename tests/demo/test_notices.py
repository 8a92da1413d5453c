"""The notices and letters of the demo, each under its true day, against what is known of those days: MP087 (S2 §§6–7) and
MP130 (domain §2.0)."""

import io
from datetime import date

import pytest
from docx import Document as open_word
from pypdf import PdfReader

from audit import clock
from notifications.models import Message
from papers import document as d
from papers.models import OF_A_STEP, PaperVersion
from papers.render_pdf import render_pdf
from papers.render_word import render_word
from tests.papers.noticing import read
from tests.papers.reading import headings, said, section, sentence, stated

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

# address → the day on which it went out
HISTORIC = {
    "mp087-fast-track-notice": date(2019, 10, 11),
    "mp087-implementation-notice": date(2019, 11, 4),
    "dp130-authority-letter": date(2020, 5, 15),  # still a Draft Proposal: it was converted on the 18th
    "mp130-urgent-notice": date(2020, 5, 18),
    "mp130-authority-letter-2": date(2020, 5, 22),
    "mp130-decision-notice": date(2020, 5, 26),
    "mp130-implementation-notice": date(2020, 5, 27),
}
LIVE = {"mp245-decision-notice", "mp247-decision-notice", "dp251-withdrawal-notice"}


def issued(slug: str) -> d.Document:
    return read(PaperVersion.objects.get(slug=slug, major=1, minor=0))


def cells(document: d.Document, key: str) -> list[list[str]]:
    return [["".join(part.text for part in cell) for cell in row] for row in stated(document)[key].rows]


def test_what_the_record_has_the_facts_for_is_issued_under_its_day_and_nobody_is_told():
    versions = PaperVersion.objects.filter(paper__kind__in=OF_A_STEP)
    assert {v.slug: v.composed_on for v in versions if v.slug not in LIVE} == HISTORIC
    assert {v.slug for v in versions} == HISTORIC.keys() | LIVE
    assert all(version.is_issued for version in versions)
    assert not Message.objects.filter(audience="notice").exists()


def test_the_notice_of_mp087():
    document = issued("mp087-fast-track-notice")
    decided = sentence(document, "decided.text")
    assert "On 11 October 2019, at meeting 73, the Panel approved MP087" in decided
    assert "17:00 on Friday 1 November 2019" in decided
    assert cells(document, "change.table") == [["Section G ‘Security’", "Section G3.20 is amended."]]
    then = said(section(document, "then"))
    assert "4 November 2019, one working day after the window closes, in the 4 November 2019 ad-hoc SEC Release" in then
    implemented = issued("mp087-implementation-notice")
    assert "SEC version 6.18" in sentence(implemented, "implemented.date")


def test_the_letters_and_notices_of_mp130():
    """Raised 14 May 2020; Panel and letter 15 May; granted 18 May; vote 22 May; approved 26 May; implemented 27 May."""
    letter = issued("dp130-authority-letter")
    assert "DP130" in sentence(letter, "asked.text")
    assert "Urgency was asked for on 14 May 2020." in sentence(letter, "reasons.asked")
    assert "15 May 2020" in sentence(letter, "panel.given")
    urgent = issued("mp130-urgent-notice")
    assert cells(urgent, "timetable.dates") == [
        ["Change Board vote", "22 May 20"],
        ["Authority determination", "26 May 20"],
        ["Implementation", "27 May 20"],
    ]
    second = issued("mp130-authority-letter-2")
    assert "On 22 May 2020" in sentence(second, "asked.text")
    assert "be approved" in sentence(second, "asked.text")
    assert "26 May 2020" in sentence(second, "dates.due")
    assert "On 26 May 2020 the Authority approved MP130" in sentence(issued("mp130-decision-notice"), "decided.text")
    done = issued("mp130-implementation-notice")
    assert "27 May 2020" in sentence(done, "implemented.text")
    assert sentence(done, "changes.redline") == "The legal text is not in the register."


def test_a_decision_that_runs_names_its_appeal_window():
    version = PaperVersion.objects.select_related("paper__step__window").get(slug="mp247-decision-notice")
    closes = clock.london_date(version.paper.step.window.closes_at)
    assert f"17:00 on {closes:%A %-d %B %Y}" in sentence(read(version), "decided.text")


@pytest.mark.parametrize("slug", ["mp087-fast-track-notice", "dp130-authority-letter"])
def test_the_files_have_the_same_headings(slug):
    document = issued(slug)
    wanted = [document.title, *headings(document)]
    word = open_word(io.BytesIO(render_word(document, {})))
    styled = [p.text for p in word.paragraphs if p.style.name.startswith("Heading") or p.style.name == "Title"]
    assert styled == wanted
    pdf = PdfReader(io.BytesIO(render_pdf(document, {})))
    assert pdf.metadata.title.startswith(document.title)
    assert pdf.trailer["/Root"]["/Lang"] == "en-GB"
    text = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    assert all(heading in text for heading in wanted)
