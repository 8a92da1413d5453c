"""The form in Word: what it asks, that a program which is not Word opens and keeps it, and that what was written into it
is read back as it stands there, or told of."""

import copy
import io
import subprocess
import zipfile
from datetime import date, timedelta

import pytest
from docx import Document as open_word
from pypdf import PdfReader

from accounts.models import Category
from consultations.models import Agreement, Asks, Operation, Position, Question
from consultations.responses.formreading import FilledForm, NotAForm, Unread, consultation_of, read
from consultations.responses.wordform import tags
from consultations.responses.wordform.places import W, root_of
from consultations.responses.wordform.writing import form_of
from tests.consultations import asked
from tests.consultations.filling import answer_paragraph, control, fill, filled, row, run
from tests.writer import WRITER, needs_writer

pytestmark = pytest.mark.django_db
Q, R, C = tags.question, tags.respondent, tags.clause

REASONS = "We agree, because the hand-over takes two days.\n\nWe would need a date by which it ends."


@pytest.fixture
def consultation():
    """One question of each kind; the third is asked of those alone who do not agree."""
    of = asked.consultation("Do you agree with the approach?")
    own = of.questions
    agree = own.questions.get()
    agree.group, agree.required, agree.help = "The approach", True, "Think of those with few meters too."
    agree.save()
    make = Question.objects.create
    make(of=own, number=2, text="Which route would you take?", asks=Asks.CHOICE, options=["By post", "By courier"])
    make(
        of=own,
        number=3,
        text="What stands in the way?",
        asks=Asks.CHOICE,
        options=["Staff & training", "Systems", "Contracts"],
        several=True,
        only_if=agree,
        only_if_answers=[Agreement.DISAGREE, Agreement.AGREE_WITH_RESERVATION],
    )
    make(of=own, number=4, text="From when could you do it?", asks=Asks.DATE)
    make(of=own, number=5, text="What would it cost you?", asks=Asks.COST)
    make(of=own, number=6, text="Anything else?", asks=Asks.TEXT)
    return of


GIVEN = {
    R("organisation"): "Quayside Energy",
    R("name"): "Ines Okafor",
    R("email"): "ines@example.org",
    R("category"): "Small Supplier",
    R("position"): "Neither",
    R("consents"): True,
    Q(1, "agreement"): "Yes, with reservations",
    Q(1, "text"): REASONS,
    Q(1, "confidential"): True,
    Q(2, "chosen"): "By courier",
    tags.option(3, 1): True,
    tags.option(3, 3): True,
    Q(4, "day"): date(2027, 3, 1),
    Q(5, "least"): "£1,200",
    Q(5, "most"): "1500.50",
    Q(6, "text"): "No.",
    tags.general(): "Thank you for asking early.",
    C(1, "clause"): "L8.7",
    C(1, "operation"): "Add after",
    C(1, "anchor"): "a Certificate",
    C(1, "text"): "that is in force",
    C(4, "clause"): "Appendix D, 4.1",
    C(4, "operation"): "Question or remark",
    C(4, "text"): "Who keeps the log?",
}
# What those words mean, by the vocabulary of the record; pence for pounds.
READ = {
    "respondent": {
        "organisation": "Quayside Energy",
        "name": "Ines Okafor",
        "email": "ines@example.org",
        "category": Category.SMALL_SUPPLIER,
        "position": Position.NEUTRAL,
        "consents": True,
    },
    "general": "Thank you for asking early.",
    "answers": {
        1: {"agreement": Agreement.AGREE_WITH_RESERVATION, "text": REASONS, "confidential": True},
        2: {"chosen": ["By courier"]},
        3: {"chosen": ["Staff & training", "Contracts"]},
        4: {"day": date(2027, 3, 1)},
        5: {"least": 120_000, "most": 150_050},
        6: {"text": "No."},
    },
    "clauses": [
        {
            "row": 1,
            "as_written": "L8.7",
            "operation": Operation.ADD_AFTER,
            "anchor": "a Certificate",
            "text": "that is in force",
        },
        {"row": 4, "as_written": "Appendix D, 4.1", "operation": Operation.QUERY, "text": "Who keeps the log?"},
    ],
}


def read_back(consultation, given=(), change=lambda root: None) -> FilledForm:
    form = form_of(consultation)
    return read(filled(form, dict(given), change), form)


def test_of_its_day_are_the_address_and_the_close_and_nothing_is_told_of_them(consultation):
    """The form is given out with the address of the office, and may come back after the close was moved."""
    given_out = form_of(consultation, "office@example.org")
    consultation.closes_at += timedelta(days=14)
    now = form_of(consultation)
    assert given_out != now
    for made in (given_out, form_of(consultation, "other.office@example.org")):
        assert read(made, now) == FilledForm(consultation.pk, {}, "", {}, [])
    beside = read(filled(given_out, {}, lambda root: add_beneath(root, "Send it to us all, please.")), now)
    assert [unread.text for unread in beside.unread] == ["Send it to us all, please."]


def add_beneath(root, words: str) -> None:
    body = root.find(f"{W}body")
    body.insert(0, copy.deepcopy(next(body.iter(f"{W}p"))))
    first, *others = body[0].iter(f"{W}t")
    first.text = words
    for other in others:
        other.text = ""


@pytest.mark.parametrize("words", ["0", "£0", "0.00"])
def test_a_cost_of_nothing_is_read(consultation, words):
    form = read_back(consultation, {Q(5, "least"): words, Q(5, "most"): "1200"})
    assert form.answers == {5: {"least": 0, "most": 120_000}}
    assert form.unread == ()


def test_an_untouched_form_says_nothing(consultation):
    assert read_back(consultation) == FilledForm(consultation.pk, {}, "", {}, [])


def test_what_was_filled_in_is_read_back(consultation):
    assert read_back(consultation, GIVEN) == FilledForm(consultation.pk, **READ)


def test_half_filled_it_holds_that_half_alone(consultation):
    half = {Q(1, "text"): "We do not know yet.", Q(5, "least"): "200", R("name"): "Ines Okafor"}
    found = read_back(consultation, half)
    answers = {1: {"text": "We do not know yet."}, 5: {"least": 20_000}}
    assert found == FilledForm(consultation.pk, {"name": "Ines Okafor"}, "", answers, [])


def test_two_answers_in_one_place_are_told_and_neither_is_taken(consultation):
    found = read_back(consultation, {Q(1, "agreement"): "Yes / No"})
    assert found.answers == {}
    assert found.unread == (
        Unread(Q(1, "agreement"), "What stands there is none of the answers that were offered.", "Yes / No"),
    )


def test_a_place_copied_and_answered_twice_is_told(consultation):
    def twice(root):
        own = row(root, Q(1, "agreement"))
        other = copy.deepcopy(own)
        own.addnext(other)
        fill(next(other.iter(f"{W}sdt")), "No")

    found = read_back(consultation, {Q(1, "agreement"): "Yes"}, twice)
    assert found.answers == {}
    assert [(each.tag, each.text) for each in found.unread] == [(Q(1, "agreement"), "Yes | No")]


def test_words_beside_a_list_are_told_and_the_answer_is_taken(consultation):
    def beside(root):
        answer_paragraph(root, Q(1, "agreement")).append(run(" but only until June"))

    found = read_back(consultation, {Q(1, "agreement"): "No"}, beside)
    assert found.answers == {1: {"agreement": Agreement.DISAGREE}}
    assert found.unread == (
        Unread(Q(1, "agreement"), "Something was written beside the answer.", "but only until June"),
    )


def test_without_its_control_an_answer_is_read_where_it_is_one_that_was_offered(consultation):
    def typed_over(words):
        def change(root):
            held = control(root, Q(1, "agreement"))
            held.getparent().replace(held, run(words))

        return change

    assert read_back(consultation, {}, typed_over("No view")).answers == {1: {"agreement": Agreement.NO_VIEW}}
    found = read_back(consultation, {}, typed_over("Broadly"))
    assert found.answers == {}
    assert [each.text for each in found.unread] == ["Broadly"]


def test_a_place_that_was_taken_out_is_told(consultation):
    def taken_out(root):
        own = row(root, Q(1, "text"))
        own.getparent().remove(own)

    found = read_back(consultation, {Q(1, "agreement"): "Yes"}, taken_out)
    assert found.answers == {1: {"agreement": Agreement.AGREE}}
    assert found.unread == (Unread(Q(1, "text"), "This place of the form was taken out."),)


def test_prose_for_a_date_or_a_cost_is_told_as_it_stands(consultation):
    found = read_back(consultation, {Q(4, "day"): "In the spring, we think", Q(5, "most"): "about £20k"})
    assert found.answers == {}
    assert [(each.tag, each.text) for each in found.unread] == [
        (Q(4, "day"), "In the spring, we think"),
        (Q(5, "most"), "about £20k"),
    ]


def test_what_stands_outside_the_places_is_told(consultation):
    def between(root):
        table = next(row(root, Q(1, "text")).iterancestors(f"{W}tbl"))
        paragraph = table.makeelement(f"{W}p")
        paragraph.append(run("See also our letter."))
        table.addnext(paragraph)

    assert read_back(consultation, {}, between).unread == (
        Unread("", "It stands outside the places of the form.", "See also our letter."),
    )


def test_words_written_over_the_placeholder_are_read_without_it(consultation):
    assert read_back(consultation, {Q(6, "text"): f"{tags.WRITE} No."}).answers == {6: {"text": "No."}}


def test_of_what_was_tracked_the_text_as_it_stands_is_read(consultation):
    def tracked(root):
        paragraph = next(control(root, Q(6, "text")).iter(f"{W}p"))
        deleted = paragraph.makeelement(f"{W}del")
        deleted.append(run("Never. "))
        paragraph.insert(1, deleted)

    assert read_back(consultation, {Q(6, "text"): "No."}, tracked).answers == {6: {"text": "No."}}


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no archive", b"%PDF-1.7"])
def test_what_is_no_word_file_is_no_form(consultation, content):
    assert consultation_of(content) is None
    with pytest.raises(NotAForm):
        read(content, form_of(consultation))


def test_another_word_file_is_no_form(consultation):
    written = io.BytesIO()
    open_word().save(written)
    assert consultation_of(written.getvalue()) is None
    assert consultation_of(form_of(consultation)) == consultation.pk


def test_it_asks_what_the_consultation_asks_in_order_and_in_words(consultation):
    word = open_word(io.BytesIO(form_of(consultation, "answers@example.org")))
    headings = [(p.style.name, p.text) for p in word.paragraphs if p.style.name.startswith("Heading")]
    assert headings[:11] == [
        ("Heading 1", "Who responds"),
        ("Heading 1", "Questions"),
        ("Heading 2", "The approach"),
        ("Heading 3", "1. Do you agree with the approach?"),
        ("Heading 2", "Other questions"),
        ("Heading 3", "2. Which route would you take?"),
        ("Heading 3", "3. What stands in the way?"),
        ("Heading 3", "4. From when could you do it?"),
        ("Heading 3", "5. What would it cost you?"),
        ("Heading 3", "6. Anything else?"),
        ("Heading 1", "General comments"),
    ]
    assert [text for style, text in headings[11:]] == [
        "Comments on clauses",
        *(f"Comment on a clause: {number}" for number in range(1, 11)),
    ]
    said = [paragraph.text for paragraph in word.paragraphs]
    assert "Think of those with few meters too." in said
    either = "If you answered “No” or “Yes, with reservations” to question 1; otherwise leave it empty."
    assert either in said
    assert said.count("An answer is needed.") == 1


def test_each_place_bears_the_tag_by_which_it_is_found(consultation):
    root = root_of(form_of(consultation))
    found = [each.get(f"{W}val") for each in root.iter(f"{W}tag")]
    clauses = [f"secmods:clause:{row}:{part}" for row in range(1, 11) for part in tags.CLAUSE]
    assert found == [
        f"secmods:consultation:{consultation.pk}",
        *(f"secmods:respondent:{part}" for part in tags.RESPONDENT),
        *(f"secmods:q:1:{part}" for part in ("agreement", "text", "confidential")),
        *(f"secmods:q:2:{part}" for part in ("chosen", "text", "confidential")),
        *(f"secmods:q:3:{part}" for part in ("chosen:1", "chosen:2", "chosen:3", "text", "confidential")),
        *(f"secmods:q:4:{part}" for part in ("day", "text", "confidential")),
        *(f"secmods:q:5:{part}" for part in ("least", "most", "text", "confidential")),
        *(f"secmods:q:6:{part}" for part in ("text", "confidential")),
        "secmods:general",
        *clauses,
    ]
    items = [each.get(f"{W}value") for each in control(root, Q(1, "agreement")).iter(f"{W}listItem")]
    assert items == Agreement.values


def test_the_same_questions_give_the_same_bytes(consultation):
    assert form_of(consultation) == form_of(consultation)


def test_a_question_that_is_no_longer_asked_is_not_in_it(consultation):
    own = consultation.questions.questions.get(number=6)
    own.withdrawn_at, own.withdrawn_because = consultation.at, "Asked elsewhere."
    own.save()
    assert b"Anything else?" not in _body(form_of(consultation))
    assert b"What would it cost you?" in _body(form_of(consultation))


def _body(form: bytes) -> bytes:
    return zipfile.ZipFile(io.BytesIO(form)).read("word/document.xml")


def _by_writer(content: bytes, folder, to: str) -> bytes:
    place = folder / "form.docx"
    place.write_bytes(content)
    command = [WRITER, "--headless", f"-env:UserInstallation=file://{folder}/profile"]
    command += ["--convert-to", to, "--outdir", str(folder / "out"), str(place)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return next((folder / "out").iterdir()).read_bytes()


@needs_writer
@pytest.mark.xdist_group("writer")
def test_saved_by_another_program_it_is_read_the_same(consultation, tmp_path):
    form = form_of(consultation)
    saved = _by_writer(filled(form, GIVEN), tmp_path, "docx")
    assert saved != filled(form, GIVEN)
    assert consultation_of(saved) == consultation.pk
    assert read(saved, form) == FilledForm(consultation.pk, **READ)


@needs_writer
@pytest.mark.xdist_group("writer")
def test_saved_untouched_by_another_program_it_says_nothing(consultation, tmp_path):
    form = form_of(consultation)
    assert read(_by_writer(form, tmp_path, "docx"), form) == FilledForm(consultation.pk, {}, "", {}, [])


@needs_writer
@pytest.mark.xdist_group("writer")
def test_on_paper_every_question_and_every_answer_to_ring_is_read(consultation, tmp_path):
    pages = PdfReader(io.BytesIO(_by_writer(form_of(consultation), tmp_path, "pdf"))).pages
    text = " ".join(" ".join(page.extract_text().split()) for page in pages)
    for question in consultation.questions.questions.all():
        assert f"{question.number}. {question.text}" in text
    assert "On paper, ring one: Yes / Yes, with reservations / No / No view." in text
    assert "ring one: By post / By courier." in text
    assert "Staff & training" in text
