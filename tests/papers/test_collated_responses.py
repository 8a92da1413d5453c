"""The collated responses: everybody who answered, question by question, as headings with paragraphs; counts by answer and
Party Category; an answer to a question is no stand on the change, and none is guessed (domain §3.5: of 26 questions one
has no stance, one answers a date in prose). What is confidential is counted and stands in SECAS’s edition alone."""

import io
import re
from datetime import timedelta
from html import unescape

import pytest
from docx import Document as open_word
from pypdf import PdfReader

from accounts.models import Category, Organisation
from audit import clock
from audit.acts import Refused
from consultations import actions
from consultations.collation import keeping
from consultations.models import (
    Agreement,
    Operation,
    PointMade,
    PointSource,
    Position,
    QuestionAnswer,
    Redaction,
    Submission,
)
from jobs.models import Job
from papers import document as d
from papers import word_styles
from papers.consultation.collated import compose
from papers.models import PaperVersion
from papers.render_parts import is_large, render_in_parts
from papers.render_pdf import render_pdf
from papers.render_word import render_word
from tests import factories as make
from tests.consultations import asked
from tests.papers import collations, consulted
from tests.papers.consulted import COLLATED, PUBLIC, SECAS
from tests.papers.reading import headings, html_of, items, sentence, stated, text
from tests.papers.test_word_opened import opened
from tests.writer import needs_writer

pytestmark = pytest.mark.django_db

YES, RESERVED, NO = Agreement.AGREE, Agreement.AGREE_WITH_RESERVATION, Agreement.DISAGREE
LARGE, SMALL = Category.LARGE_SUPPLIER, Category.SMALL_SUPPLIER


def named(name: str, category=LARGE) -> Organisation:
    return make.OrganisationFactory(name=f"{name} Ltd", short_name=name, category=category)


@pytest.fixture
def by():
    return make.analyst()


@pytest.fixture
def over():
    """Four responses: two by name, one without, one confidential as a whole; and a confidential answer."""
    found = consulted.over("Is the period long enough?", "From when could you do it?")
    says = asked.submission
    says(
        found,
        named("Quayside"),
        answers=[(1, YES, "Five days are enough."), (2, "", "In the spring, once our agents are ready.")],
        clauses=[("L8.10", Operation.DELETE, "", ""), ("L8.7", Operation.ADD_AFTER, "a Certificate", "in force")],
        position=Position.APPROVE,
        general_comments="Thank you for asking.",
    )
    says(found, named("Brook", SMALL), answers=[(1, NO, "Five days are too few."), (2, "", "Call 0123.")])
    says(found, named("Nameless", SMALL), answers=[(1, RESERVED, "It depends on the holidays.")], consents=False)
    says(found, named("Silent"), answers=[(1, NO, "Our secret.")], confidential=True, confidential_because="Commercial")
    hidden = says(found, named("Half"), answers=[(1, YES, "")])
    question = found.questions.questions.get(number=2)
    QuestionAnswer.objects.create(submission=hidden, question=question, text="Our plan.", confidential=True)
    return found


def document(of, by, edition=PUBLIC) -> d.Document:
    return consulted.read(consulted.composed(of, by, COLLATED, edition))


def everything(found: d.Document) -> str:
    return d.to_json(found)


def test_each_question_is_a_chapter_and_each_response_a_heading_under_it(over, by):
    assert headings(document(over, by)) == [
        "Responses received",
        "Question 1. Is the period long enough?",
        "Quayside (Large Supplier)",
        "A Small Supplier",
        "Brook (Small Supplier)",
        "Without further words",
        "Question 2. From when could you do it?",
        "Quayside (Large Supplier)",
        "Brook (Small Supplier)",
        "General comments",
        "Quayside (Large Supplier)",
        "Comments on clauses",
        "L8.7",
        "Quayside (Large Supplier)",
        "L8.10",
        "Quayside (Large Supplier)",
    ]


def test_it_says_who_answered_and_names_those_alone_who_consented(over, by):
    found = document(over, by)
    assert sentence(found, "received.count") == (
        "Five responses were received, one of them confidential as a whole and counted here alone. The others came from "
        "two Large Suppliers and two Small Suppliers."
    )
    assert items(found, "received.list") == [
        "Large Suppliers: Half and Quayside.",
        "Small Suppliers: Brook and one not named.",
    ]


def test_answers_are_counted_by_what_was_chosen_and_by_category(over, by):
    found = document(over, by)
    rows = [tuple(map(text, row)) for row in stated(found)["q1.tally"].rows]
    assert rows == [
        ("Yes", "2", "Two Large Suppliers"),
        ("Yes, with reservations", "1", "One Small Supplier"),
        ("No", "1", "One Small Supplier"),
    ]
    assert sentence(found, "q1.count") == (
        "Four answered this: two said yes, one said yes with reservations and one said no."
    )
    assert sentence(found, "q2.count") == (
        "Three answered this, one of them in confidence. Of what may be told, two answered in words only."
    )


def test_of_each_edition_its_first_words_say_who_reads_it(over, by):
    assert text(document(over, by).classification).startswith("This document is classified White")
    assert text(document(over, by, SECAS).classification) == (
        "This document is classified Amber under the Panel Information Policy. Analysts of SECAS alone read it: it holds "
        "what was said in confidence."
    )


def test_at_the_head_of_its_pages_secass_edition_is_called_so(over, by):
    public, own = (document(over, by, edition).running_title for edition in (PUBLIC, SECAS))
    assert public.endswith(": collated responses")
    assert own == f"{public}, SECAS’s edition"


def test_no_stance_is_made_of_words_alone(over, by):
    found = document(over, by)
    rows = [tuple(map(text, row)) for row in stated(found)["q2.tally"].rows]
    assert rows == [("In words only", "2", "One Large Supplier and one Small Supplier")]
    assert "q2.1.value" not in stated(found)
    assert stated(found)["q2.1.text"].html == "<p>In the spring, once our agents are ready.</p>"


def test_the_stand_on_the_change_is_told_apart_from_answers(over, by):
    assert sentence(document(over, by), "received.position") == (
        "On the change as a whole, one thinks that it should be approved (one Large Supplier). Three did not say."
    )


def test_what_is_confidential_stands_in_secas_edition_alone(over, by):
    public, own = everything(document(over, by)), everything(document(over, by, SECAS))
    for secret in ("Our secret.", "Our plan.", "Silent", "Nameless"):
        assert secret in own
        assert secret not in public
    assert "Quayside (Large Supplier)" in public
    assert "Silent (Large Supplier) – confidential" in own


def test_of_secas_edition_all_responses_are_counted(over, by):
    found = document(over, by, SECAS)
    assert sentence(found, "received.count") == (
        "Five responses were received, from three Large Suppliers and two Small Suppliers. One of them is confidential as "
        "a whole."
    )
    rows = [tuple(map(text, row)) for row in stated(found)["q1.tally"].rows]
    assert rows[-1] == ("No", "2", "One Large Supplier and one Small Supplier")


def test_redacted_words_stand_in_secas_edition_alone(over, by):
    place = QuestionAnswer.objects.get(text="Call 0123.")
    Redaction.objects.create(answer=place, quote="0123", reason="A telephone number", by=by, at=clock.now())
    assert stated(document(over, by))["q2.2.text"].html == "<p>Call [Redacted: A telephone number].</p>"
    assert "Call 0123." in everything(document(over, by, SECAS))


def test_comments_on_clauses_stand_in_the_order_of_the_code(over, by):
    found = document(over, by)
    assert sentence(found, "clauses.1.1.operation") == "Add after. At: a Certificate"
    assert sentence(found, "clauses.2.1.operation") == "Delete."


def test_a_passage_of_several_is_printed_once_with_who_said_it(by):
    found = consulted.over("Is it enough?", "Is it fair?")
    same = "The notice should come ten working days before the Certificate runs out."
    asked.submission(found, named("Ash"), answers=[(1, YES, f"We agree. {same}"), (2, YES, same)])
    asked.submission(found, named("Birch", SMALL), answers=[(1, NO, f"{same} Five are too few for us in winter.")])
    _brought_together(found)
    made = document(found, by)
    assert stated(made)["q1.passage-1.text"].html == f"<p>{same}</p>"
    assert sentence(made, "q1.passage-1.who") == "Two responses, at three places: Ash and Birch."
    assert printed(made, "q1.1.text") == f"<p>We agree. {ours(1)}</p>"
    assert printed(made, "q1.2.text") == f"<p>{ours(1)} Five are too few for us in winter.</p>"
    assert printed(made, "q2.1.text") == f"<p>{ours('1, at question 1')}</p>"


def test_what_only_a_confidential_response_says_too_is_no_passage_of_several(by):
    found = consulted.over("Is it enough?")
    same = "The notice should come ten working days before the Certificate runs out."
    asked.submission(found, named("Ash"), answers=[(1, YES, same)])
    asked.submission(found, named("Birch"), answers=[(1, YES, same)], confidential=True, confidential_because="Ours")
    _brought_together(found)
    assert printed(document(found, by, SECAS), "q1.1.text") == f"<p>{ours(1)}</p>"
    assert stated(document(found, by))["q1.1.text"].html == f"<p>{same}</p>"


def test_a_passage_that_others_may_not_read_in_one_response_is_not_told_of_there(by):
    """What was redacted stays so, though another said the same words and nobody keeps these from readers."""
    found = consulted.over("Is it enough?")
    same = "The notice should come ten working days before the Certificate of Mr Smith runs out."
    asked.submission(found, named("Ash"), answers=[(1, YES, same)])
    asked.submission(found, named("Birch"), answers=[(1, YES, same)])
    asked.submission(found, named("Cedar"), answers=[(1, NO, f"{same} It is so.")])
    _brought_together(found)
    assert sentence(document(found, by), "q1.passage-1.who") == "Three responses: Ash, Birch and Cedar."
    place = QuestionAnswer.objects.get(text=f"{same} It is so.")
    Redaction.objects.create(answer=place, quote="of Mr Smith", reason="A person", by=by, at=clock.now())
    made = document(found, by)
    assert sentence(made, "q1.passage-1.who") == "Two responses: Ash and Birch."
    kept = same.replace("of Mr Smith", "[Redacted: A person]")
    assert stated(made)["q1.3.text"].html == f"<p>{kept} It is so.</p>"
    assert printed(document(found, by, SECAS), "q1.3.text") == f"<p>{ours(1)} It is so.</p>"


def test_where_all_who_said_it_are_redacted_the_words_stand_nowhere(by):
    found = consulted.over("Is it enough?")
    same = "The notice should come ten working days before the Certificate of Mr Smith runs out."
    for name in ("Ash", "Birch"):
        asked.submission(found, named(name), answers=[(1, YES, same)])
    _brought_together(found)
    assert same in everything(document(found, by))
    for place, quote in zip(QuestionAnswer.objects.all(), ("of Mr Smith", ""), strict=True):
        Redaction.objects.create(answer=place, quote=quote, reason="A person", by=by, at=clock.now())
    made = document(found, by)
    assert "Smith" not in everything(made)
    assert "q1.passages" not in stated(made)


def test_each_wording_of_a_passage_is_printed(by):
    """They differ by a slip, a sign or a few words: which of them is meant, a reader decides."""
    found = consulted.over("Is it enough?")
    one = "The notice should come ten working days before the Certificate runs out for good."
    other = "The notice should come ten working days before the Certificate runs out for goods."
    alone = "The notice should come ten working days before the Certifcate runs out for good!"
    for name, words in (("Ash", one), ("Birch", one), ("Cedar", other), ("Elm", other), ("Fir", alone)):
        asked.submission(found, named(name), answers=[(1, YES, words)])
    _brought_together(found)
    made = document(found, by)
    assert (stated(made)["q1.passage-1.text"].html, sentence(made, "q1.passage-1.who")) == (
        f"<p>{one}</p>",
        "Two responses: Ash and Birch.",
    )
    assert (stated(made)["q1.passage-2.text"].html, sentence(made, "q1.passage-2.who")) == (
        f"<p>{other}</p>",
        "Two responses: Cedar and Elm.",
    )
    said = [printed(made, f"q1.{place}.text") for place in range(1, 6)]
    assert said == [f"<p>{ours(1)}</p>"] * 2 + [f"<p>{ours(2)}</p>"] * 2 + [f"<p>{alone}</p>"]


def test_what_looks_like_a_marker_of_the_house_is_what_was_written(by):
    """A footnote, or a figure, of somebody who wrote brackets would be one that nobody has made."""
    found = consulted.over("Is it enough?")
    words = "See [[note: 1]] and [[[note: our own]]] and [[figure: 2]]."
    asked.submission(found, answers=[(1, YES, words)], clauses=[("L8.7", "query", "", words)], general_comments=words)
    made = document(found, by)
    for key in ("q1.1.text", "general.1.text", "clauses.1.1.text"):
        assert stated(made)[key].notes == ()
    assert not any(isinstance(part, d.Figure) for part in made.walk())
    page = html_of(made)
    assert unescape(page).count(words) == 3
    assert "paper-note-mark" not in page
    assert words in _word_text(made)


def test_what_looks_like_a_passage_of_the_house_is_never_marked_as_one(by):
    """In brackets, as our own stands, or as a document holds it."""
    found = consulted.over("Is it enough?")
    same = "The notice should come ten working days before the Certificate runs out."
    typed = "See [Passage 1] and [[passage: 1]] and [[[passage: 1]]]"
    asked.submission(found, named("Ash"), answers=[(1, YES, f"{typed}, says Ash. {same} And [{typed}")])
    asked.submission(found, named("Birch"), answers=[(1, YES, same)])
    asked.submission(found, named("Cedar"), answers=[(1, NO, f"{typed}, says Cedar.")], general_comments=typed)
    _brought_together(found)
    made = document(found, by)
    assert unescape(printed(made, "q1.1.text")) == f"<p>{typed}, says Ash. {ours(1)} And [{typed}</p>"
    assert unescape(printed(made, "q1.3.text")) == f"<p>{typed}, says Cedar.</p>"
    page = html_of(made)
    assert page.count("paper-passage") == 2
    assert d.from_json(d.to_json(made)) == made
    # In Word ours alone has the style; all that was typed stands there too.
    runs = [run for each in open_word(io.BytesIO(render_word(made, {}))).paragraphs for run in each.runs]
    assert [run.text for run in runs if run.style.name == word_styles.PASSAGE] == ["[Passage 1]"] * 2
    assert _word_text(made).count(typed) == 4


def test_ours_is_told_of_where_the_passages_stand(by):
    found = consulted.over("Is it enough?")
    same = "The notice should come ten working days before the Certificate runs out."
    for name in ("Ash", "Birch"):
        asked.submission(found, named(name), answers=[(1, YES, same)])
    _brought_together(found)
    assert sentence(document(found, by), "q1.passages.lead").endswith(
        "in the responses its number stands in its place, set apart from what was written."
    )


def printed(made: d.Document, key: str) -> str:
    """What stands under a key, as a page shows it."""
    return re.search(rf'<div class="paper-rich" id="{key}">(.*?)</div>', html_of(made), re.DOTALL)[1]


def ours(number) -> str:
    return f'<strong class="paper-passage">[Passage {number}]</strong>'


def _word_text(made: d.Document) -> str:
    return "\n".join(paragraph.text for paragraph in open_word(io.BytesIO(render_word(made, {}))).paragraphs)


def _brought_together(of) -> None:
    keeping.collate(Job(payload={"consultation": of.pk, "stamp": keeping.stamp_of(of.pk)}), lambda *_: None)


def test_points_stand_with_what_became_of_them_and_in_public_once_published(over, by):
    point = PointMade.objects.create(consultation=over, number=1, text="Ten days are needed.", by=by, at=clock.now())
    place = QuestionAnswer.objects.get(text="Five days are too few.")
    PointSource.objects.create(point=point, answer=place, by=by, at=clock.now())
    assert sentence(document(over, by, SECAS), "points.1.outcome") == "Not answered yet. It was made in one response."
    assert "Points and what became of them" not in headings(document(over, by))
    point.disposition, point.settled_at, point.reply = "in_part", clock.now(), "Seven days are given."
    point.adopted_in, point.published_at = "0.3", clock.now()
    point.save()
    made = document(over, by)
    assert sentence(made, "points.1.outcome") == (
        "Accepted in part: the legal text has it from version 0.3. It was made in one response."
    )
    assert stated(made)["points.1.reply"].html == "<p>Seven days are given.</p>"


def test_a_point_is_made_by_responses_not_by_places(over, by):
    """Who makes a point twice makes it once; who was withdrawn made none that stands."""
    point = PointMade.objects.create(consultation=over, number=1, text="Ten days are needed.", by=by, at=clock.now())
    brook = Submission.objects.get(response__organisation__short_name="Brook")
    for answer in QuestionAnswer.objects.filter(submission=brook):
        PointSource.objects.create(point=point, answer=answer, by=by, at=clock.now())
    quayside = Submission.objects.get(response__organisation__short_name="Quayside")
    PointSource.objects.create(point=point, clause_comment=quayside.clause_comments.first(), by=by, at=clock.now())
    PointSource.objects.create(point=point, general_of=quayside, by=by, at=clock.now())
    told = "points.1.outcome"
    assert sentence(document(over, by, SECAS), told) == "Not answered yet. It was made in two responses."
    actions.withdraw_response(response=quayside.response, by=by, reason="We were bought.")
    assert sentence(document(over, by, SECAS), told) == "Not answered yet. It was made in one response."


def decided(over, organisation, how: str, **fields) -> Submission:
    given = {"decided_because": "So.", "decided_at": clock.now(), "received_at": over.closes_at + timedelta(hours=1)}
    return asked.submission(over, organisation, late=True, late_decision=how, **given, **fields)


def test_late_and_refused_responses_are_counted_as_responses(over, by):
    """One that came in time counts, whatever came late after it; one of which nothing counts came too late."""
    accepted, refused = Submission.Late.ACCEPTED, Submission.Late.REFUSED
    decided(over, named("Accepted"), accepted)
    decided(over, named("Refused"), refused)
    gone = decided(over, named("Gone"), refused)
    actions.withdraw_response(response=gone.response, by=by, reason="Then not.")
    quayside = Submission.objects.get(response__organisation__short_name="Quayside")
    again = {"response": quayside.response, "version": 2, "received_at": over.closes_at + timedelta(hours=2)}
    again |= {"late": True, "late_decision": refused, "decided_because": "So.", "decided_at": clock.now()}
    Submission.objects.create(
        **again, how="online", signed_by="Robin Ashworth", category=LARGE, digest="0" * 64, consents=True
    )
    said = sentence(document(over, by), "received.count")
    assert said.startswith("Six responses were received")
    assert said.endswith(
        "One of them came after the close and was accepted. One response came too late and is not counted. One response "
        "was withdrawn."
    )


def test_a_late_one_counts_where_it_was_accepted(over, by):
    asked.submission(
        over,
        named("Late"),
        answers=[(1, YES, "")],
        late=True,
        late_decision=Submission.Late.ACCEPTED,
        decided_because="A bank holiday.",
        decided_at=clock.now(),
    )
    found = document(over, by)
    assert "One of them came after the close and was accepted." in sentence(found, "received.count")


# Issuing, and who reads which edition


def test_it_is_not_issued_before_the_end_nor_with_a_late_one_undecided_nor_unpublished(over, by):
    draft = consulted.composed(over, by, COLLATED).paper
    over.settled_at, over.responses_published_at = None, None
    over.save()
    _refused(over, by, "not over yet")
    over.settled_at = over.closes_at
    over.save()
    late = asked.submission(over, late=True)
    _refused(over, by, "whether 1 late response count")
    late.late_decision, late.decided_because, late.decided_at = Submission.Late.REFUSED, "Too late.", clock.now()
    late.save()
    _refused(over, by, "Publish the responses first")
    assert consulted.issued(over, by, COLLATED, SECAS).is_issued
    over.responses_published_at = clock.now()
    over.save()
    assert consulted.issued(over, by, COLLATED).paper == draft


def _refused(over, by, words: str) -> None:
    with pytest.raises(Refused, match=words):
        consulted.issued(over, by, COLLATED)


def test_the_edition_of_secas_is_read_by_analysts_alone(over, by, client):
    own = consulted.issued(over, by, COLLATED, SECAS)
    public = consulted.issued(over, by, COLLATED)
    readers = {
        "stranger": (None, 404, 200),
        "party": (make.party(), 404, 200),
        "authority": (make.authority(), 404, 200),
        "administrator": (make.administrator(), 404, 200),
        "analyst": (make.analyst(), 200, 200),
    }
    for name, (reader, of_secas, of_all) in readers.items():
        client.logout()
        if reader:
            client.force_login(reader)
        assert client.get(own.get_absolute_url()).status_code == of_secas, name
        assert client.get(public.get_absolute_url()).status_code == of_all, name
    assert own.slug != public.slug
    assert PaperVersion.objects.visible_to(make.authority()).filter(paper=own.paper).count() == 0


@pytest.mark.parametrize("count", [3, 40])
def test_it_is_gathered_in_as_many_queries_for_many_responses(by, count, django_assert_num_queries):
    from papers.consultation.answers import of_responses
    from papers.gather import Edition
    from papers.models import Paper

    found = consulted.over("Is it enough?", "Is it fair?")
    for _ in range(count):
        asked.submission(
            found,
            answers=[(1, YES, "It is."), (2, NO, "It is not.")],
            clauses=[("L8.7", "query", "", "Why?")],
            general_comments="Thanks.",
        )
    paper = Paper(kind=COLLATED, consultation=found, edition=PUBLIC)
    with django_assert_num_queries(QUERIES):
        facts = of_responses(paper, Edition("0.1", False, clock.today()))
    assert facts.count == count
    assert len(facts.clauses) == count


QUERIES = 19


# As files, and large


def test_the_pdf_is_tagged_with_the_headings_in_their_order():
    made = compose(collations.collated(6, 3))
    pdf = PdfReader(io.BytesIO(render_pdf(made, {})))
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    found, place = " ".join(" ".join(page.extract_text() for page in pdf.pages[2:]).split()), 0
    for heading in headings(made):
        place = found.index(heading, place)


@needs_writer
@pytest.mark.xdist_group("writer")
def test_the_word_file_opens_elsewhere_with_every_heading(tmp_path):
    made = compose(collations.collated(6, 3))
    pages = opened(made, tmp_path).pages
    found, place = " ".join(" ".join(page.extract_text() for page in pages).split()), 0
    for heading in headings(made):
        place = found.index(heading, place)


def test_no_table_holds_what_was_said():
    """Headings and paragraphs are better read aloud than one table of all."""
    made = compose(collations.collated(6, 3))
    longest = max(len(part.rows) for part in made.walk() if isinstance(part, d.Table))
    assert longest <= len(collations.VALUES)
    assert render_word(made, {}).startswith(b"PK")


@pytest.fixture(scope="module")
def in_parts() -> PdfReader:
    """Of four questions, each chapter a part of its own."""
    made = compose(collations.collated(8, 4))
    return PdfReader(io.BytesIO(render_in_parts(made, {}, together=1)))


def test_laid_out_in_parts_it_is_one_tagged_document(in_parts):
    root = in_parts.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    (whole,) = root["/StructTreeRoot"]["/K"]
    assert whole.get_object()["/S"] == "/Document"
    assert [kid.get_object()["/S"] for kid in whole.get_object()["/K"]] == ["/Part"] * 6
    assert in_parts.metadata.title.endswith("collated responses, version 0.1")


def test_each_page_finds_its_tags_and_each_tag_its_page(in_parts):
    numbers = in_parts.trailer["/Root"]["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    tagged = dict(zip(numbers[::2], numbers[1::2], strict=True))
    assert list(tagged) == sorted(tagged)
    for page in in_parts.pages:
        first = next(each for each in tagged[page["/StructParents"]].get_object() if each)
        assert first.get_object().raw_get("/Pg").idnum == page.indirect_reference.idnum


def test_its_bookmarks_are_the_headings_and_its_contents_name_their_pages(in_parts):
    made = compose(collations.collated(8, 4))
    whole = {each.title: in_parts.get_destination_page_number(each) for each in _flat(in_parts.outline)}
    contents = " ".join(in_parts.pages[1].extract_text().split())
    for numbered in made.chapters():
        heading = text(numbered.section.heading)
        page = whole[heading]
        assert heading in " ".join(in_parts.pages[page].extract_text().split())
        assert re.search(rf"{re.escape(heading)} ?{page + 1}\b", contents), (heading, contents)


def test_links_of_the_contents_lead_within_the_file(in_parts):
    led = [each.get_object()["/Dest"] for each in in_parts.pages[1]["/Annots"] if "/Dest" in each.get_object()]
    assert list(dict.fromkeys(led)) == ["received", "q1", "q2", "q3", "q4"]  # one for each line
    assert set(led) <= set(in_parts.named_destinations)
    assert in_parts.get_destination_page_number(in_parts.named_destinations["q3"]) > 4


def test_pages_are_numbered_through(in_parts):
    for number, page in enumerate(in_parts.pages, 1):
        assert f"Page {number}" in page.extract_text()


def test_the_same_document_gives_the_same_bytes_in_parts():
    made = compose(collations.collated(3, 2))
    assert render_in_parts(made, {}, together=1) == render_in_parts(made, {}, together=1)


def test_only_a_large_document_is_laid_out_in_parts():
    assert not is_large(compose(collations.collated(9, 3)))
    assert is_large(compose(collations.collated(60, 26, sentences=1)))


def _flat(outline):
    for entry in outline:
        if isinstance(entry, list):
            yield from _flat(entry)
        else:
            yield entry
