"""The consultation document: what people who are asked have to find in it. A consultation is announced with its issue and
solution in short, who should respond, related documents and how to respond by 17:00 of a day (domain §2.5); CACoP asks
for clear English (2), information to the public (3), and consultation that is accessible and gives a reasonable time
(10)."""

import io
import re
from datetime import date, datetime

import pytest
from pypdf import PdfReader

from accounts.models import Category
from audit import clock
from audit.acts import NotAllowed, Refused
from consultations.models import Agreement, Asks, Extension, Kind, Question
from papers import actions as papers
from papers.render_pdf import render_pdf
from papers.render_word import render_word
from tests import factories as make
from tests.consultations import asked
from tests.papers import consulted
from tests.papers.reading import headings, items, sentence, stated
from tests.papers.test_word_opened import opened
from tests.writer import needs_writer

pytestmark = pytest.mark.django_db

# A Monday. The consultation closes on Wednesday, 30 December: Christmas Day is a Friday in that year, and the day for
# Boxing Day the Monday after.
NOW = datetime(2026, 11, 30, 10, 0, tzinfo=clock.LONDON)
CLOSES = date(2026, 12, 30)


@pytest.fixture(autouse=True)
def today():
    with clock.set_to(NOW):
        yield


@pytest.fixture
def by():
    return make.analyst()


@pytest.fixture
def proposal(by):
    found = make.agreed_proposal(by=by)
    found.summary = "Certificates run out unseen."
    found.save(update_fields=["summary"])
    return found


def about(proposal=None, **fields):
    """Three questions in two groups; the third is asked of those alone who do not agree."""
    kind = fields.pop("kind", Kind.REFINEMENT if proposal else Kind.CODE_WIDE)
    found = asked.consultation("Do you agree with the approach?", proposal=proposal, kind=kind, **fields)
    found.opened_at, found.closes_at = NOW, clock.closing(CLOSES)
    found.introduction = "Certificates run out unseen.\n\nWe ask how that should end."
    found.who_should_respond = "Those who order Certificates themselves."
    found.save()
    own = found.questions
    first = own.questions.get()
    first.group, first.required, first.help = "The approach", True, "Think of small organisations too."
    first.save()
    Question.objects.create(
        of=own,
        number=2,
        group="What it takes",
        text="Which route would you take?",
        asks=Asks.CHOICE,
        options=["By post", "By courier"],
    )
    Question.objects.create(
        of=own,
        number=3,
        group="What it takes",
        text="What stands in the way?",
        asks=Asks.TEXT,
        only_if=first,
        only_if_answers=[Agreement.DISAGREE],
    )
    return found


def test_it_says_what_who_when_how_and_what_then_in_this_order(by, proposal):
    document = consulted.read(consulted.composed(about(proposal), by))
    assert headings(document) == [
        "What is asked, and why",
        "In short",
        "Who should respond",
        "By when and how to respond",
        "Questions",
        "The approach",
        "1. Do you agree with the approach?",
        "What it takes",
        "2. Which route would you take?",
        "3. What stands in the way?",
        "The time that is given",
        "What happens next",
        "Questions about this document",
    ]


def test_its_head_names_what_it_is_about_whom_it_asks_and_until_when(by, proposal):
    document = consulted.read(consulted.composed(about(proposal), by))
    assert document.header.lines == (
        ("About", f"{proposal.reference} ‘{proposal.title}’"),
        ("To", "Large Suppliers and Small Suppliers"),
        ("Respond before", "17:00 on Wednesday 30 December 2026"),
    )
    assert document.title == "Testing arrangements"
    assert document.document_title == "Refinement Consultation"


@pytest.mark.parametrize(("kind", "to"), [(Kind.REPORT, "Parties other than the DCC"), (Kind.REFINEMENT, "Anybody")])
def test_where_nobody_is_invited_by_name_it_is_to_those_who_may_answer(by, proposal, kind, to):
    """On a report Parties answer, other than the DCC (D7.8)."""
    found = about(proposal, kind=kind)
    found.invited = []
    found.save(update_fields=["invited"])
    assert consulted.read(consulted.composed(found, by)).header.lines[1] == ("To", to)


def test_at_five_o_clock_it_is_late_and_what_is_confidential_is_not_published(by):
    document = consulted.read(consulted.composed(about(), by))
    assert sentence(document, "how.until") == (
        "A response has to arrive before 17:00 on Wednesday 30 December 2026 (London time); at 17:00 it is late."
    )
    assert "not published" in sentence(document, "how.confidential")
    assert "only if you consent" in sentence(document, "how.published")


def test_a_question_says_what_an_answer_is_whether_it_is_needed_and_who_is_asked(by):
    document = consulted.read(consulted.composed(about(), by))
    assert sentence(document, "questions.lead") == "There are three questions, in two groups."
    assert "Think of small organisations too." in stated(document)["questions.1.help"].html
    assert sentence(document, "questions.1.answer") == (
        "Answer: Yes, yes with reservations, no, or no view; and your reasons. An answer is needed."
    )
    assert sentence(document, "questions.2.answer") == (
        "Answer: One of: By post; By courier. You may say more in words."
    )
    assert sentence(document, "questions.3.condition") == "Only for some. If you answered “No” to question 1."
    assert sentence(document, "how.freely").startswith("An answer is needed to question 1 alone.")


def test_one_on_the_sec_is_about_no_proposal(by):
    version = consulted.composed(about(), by)
    document = consulted.read(version)
    assert document.header.lines[0] == ("About", "The Smart Energy Code (SEC)")
    assert sentence(document, "about-it.lead") == (
        "This consultation is about the Smart Energy Code (SEC) and is part of no proposal."
    )
    assert version.slug == f"sec-consultation-document-{version.paper.consultation_id}"
    assert version.title == "Testing arrangements"


def test_it_gives_the_working_days_as_the_calendar_has_them(by):
    """From Monday, 30 November, which is not counted, to the last day, which is: 4, 5, 5, 4 and 2 days of five weeks."""
    document = consulted.read(consulted.composed(about(), by))
    assert sentence(document, "time.given").startswith("20 working days to answer; the least that the rules ask is 20.")
    assert re.search(r"Not counted: .*\(25 December\), .*\(28 December\)\.", sentence(document, "time.given"))


def test_another_that_asks_the_same_people_meanwhile_is_named_and_a_closed_one_is_not(by):
    found = about()
    other = asked.consultation("What else?", title="Charging", invited=[Category.SMALL_SUPPLIER])
    asked.consultation("What else?", title="Kept apart", classification="green")
    document = consulted.read(consulted.composed(found, by))
    (line,) = items(document, "time.beside.list")
    assert line.startswith(str(other))
    assert line.endswith("Small Supplier)")


def test_a_later_close_stands_beside_the_one_before_with_its_reason(by):
    found = about()
    was = clock.closing(date(2026, 12, 11))
    Extension.objects.create(consultation=found, was=was, becomes=found.closes_at, reason="A text came late.", at=NOW)
    document = consulted.read(consulted.composed(found, by))
    assert sentence(document, "how.later-1") == (
        "The last day was 11 December 2026 and was moved to 30 December 2026: A text came late."
    )


def test_a_question_no_longer_asked_keeps_its_number_and_says_why(by):
    found = about()
    gone = found.questions.questions.get(number=2)
    gone.withdrawn_at, gone.withdrawn_because = NOW, "It is answered elsewhere."
    gone.save()
    document = consulted.read(consulted.composed(found, by))
    assert sentence(document, "questions.2.withdrawn") == "This is no longer asked. It is answered elsewhere."
    assert sentence(document, "questions.lead") == "There are two questions, in two groups."


def test_the_issued_papers_of_the_proposal_are_named_with_their_address(by, proposal):
    report = papers.issue_report(proposal=proposal, by=by)
    document = consulted.read(consulted.composed(about(proposal), by))
    (line,) = items(document, "related.list")
    assert line == f"{report.title} (version 1.0, 30 November 2026)"


@pytest.mark.parametrize(
    ("kind", "last"),
    [
        (Kind.REPORT, "The Change Board considers the report with them, and votes."),
        (Kind.CODE_WIDE, "The Panel is told what was said. A change to the SEC needs a proposal of its own."),
    ],
)
def test_what_happens_next_follows_from_the_kind(by, proposal, kind, last):
    """Of a report the responses are collated and added to the register, and the report goes to the Change Board (D7.8)."""
    found = about(None if kind == Kind.CODE_WIDE else proposal, kind=kind)
    document = consulted.read(consulted.composed(found, by))
    assert items(document, "next.steps")[-1] == last


# Issuing it, and who reads it


def test_before_it_is_open_it_stays_a_draft(by):
    found = about()
    found.opened_at = found.closes_at = None
    found.save()
    draft = consulted.composed(found, by)
    assert sentence(consulted.read(draft), "how.until").endswith("has not been set yet.")
    with pytest.raises(Refused, match="not open yet"):
        consulted.issued(found, by)


def test_asked_for_twice_it_is_one_draft(by):
    found = about()
    assert consulted.composed(found, by) == consulted.composed(found, by)


def test_only_secas_composes_it(by):
    found = about()
    consulted.composed(found, by)
    for somebody in (make.party(), make.UserFactory()):
        with pytest.raises(NotAllowed):
            consulted.composed(found, somebody)


@pytest.mark.parametrize(("classification", "strangers"), [("white", 200), ("green", 404)])
def test_it_is_as_open_as_the_consultation(by, client, classification, strangers):
    version = consulted.issued(about(classification=classification), by)
    assert version.classification == classification
    assert client.get(version.get_absolute_url()).status_code == strangers
    client.force_login(make.party())
    assert client.get(version.get_absolute_url()).status_code == 200


def test_it_stands_among_the_documents_of_its_proposal(by, proposal, client):
    version = consulted.issued(about(proposal), by)
    page = client.get(f"/modifications/{proposal.slug}/documents/").content.decode()
    assert version.get_absolute_url() in page


# As files


def test_the_pdf_is_tagged_and_its_bookmarks_are_the_headings_in_order(by, proposal):
    document = consulted.read(consulted.composed(about(proposal), by))
    pdf = PdfReader(io.BytesIO(render_pdf(document, {})))
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    text, place = " ".join(" ".join(page.extract_text() for page in pdf.pages).split()), 0
    for heading in headings(document):
        place = text.index(heading, place)


def test_the_same_document_gives_the_same_word_file(by):
    document = consulted.read(consulted.composed(about(), by))
    assert render_word(document, {}) == render_word(document, {})


@needs_writer
@pytest.mark.xdist_group("writer")
def test_the_word_file_opens_elsewhere_with_every_heading(by, proposal, tmp_path):
    document = consulted.read(consulted.composed(about(proposal), by))
    text, place = " ".join(" ".join(p.extract_text() for p in opened(document, tmp_path).pages).split()), 0
    for heading in headings(document):
        place = text.index(heading, place)
