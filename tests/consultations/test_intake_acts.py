"""Responses that came by another way: taken in, saved, confirmed, set aside; and what is refused with which words."""

import io
import zipfile
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfWriter
from weasyprint import HTML

from audit import clock
from audit.acts import NotAllowed, Refused
from audit.models import Event
from consultations import actions
from consultations.actions.drafting import MOST_CLAUSES
from consultations.forms.intake import EntryForm, as_query, typed_in
from consultations.intake.shown import Beside
from consultations.intake.typed import typed
from consultations.models import Asks, Enclosure, Intake, Question, Submission
from consultations.responses.wordform import tags
from consultations.responses.wordform.writing import form_of
from proposals.actions import StaleSave
from tests import factories as make
from tests.consultations import asked, corpus
from tests.consultations.filling import filled

pytestmark = pytest.mark.django_db

TEXT = "Question 1: Do you agree with the approach?\n\nYes, although late.\n\nClause specific comments\n\n18.7 delete “all”"


@pytest.fixture
def analyst():
    return make.analyst()


@pytest.fixture
def consultation():
    return asked.consultation("Do you agree with the approach?", "Anything else?")


def taken_in(consultation, analyst, text=TEXT, **given) -> Intake:
    (intake,) = actions.take_in(consultation=consultation, by=analyst, how="email", text=text, **given)
    return intake


def words_in(row) -> str:
    with row.file.open() as file:
        return file.read().decode()


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def refused(act, **given) -> str:
    with pytest.raises(Refused) as refusal:
        act(**given)
    return refusal.value.sentence


class TestTakingIn:
    def test_it_is_read_and_kept_and_is_no_response(self, consultation, analyst):
        before = Event.objects.count()
        intake = taken_in(consultation, analyst)
        assert [(of["number"], of["agreement"]) for of in intake.read["answers"]] == [(1, "agree_with_reservation")]
        assert [(of["reference"], of["operation"]) for of in intake.read["clauses"]] == [("L8.7", "delete")]
        assert words_in(intake) == TEXT
        assert (Submission.objects.count(), Event.objects.count()) == (0, before)

    def test_the_same_original_twice_is_one(self, consultation, analyst):
        assert taken_in(consultation, analyst) == taken_in(consultation, make.analyst())
        assert Intake.objects.count() == 1

    def test_two_respondents_in_one_original_are_two(self, consultation, analyst):
        both = f"Respondent: Harbour\n\n{TEXT}\n\nRespondent: Pennine\n\n{TEXT}"
        found = actions.take_in(consultation=consultation, by=analyst, how="letter", text=both)
        assert [(of.part, of.read["respondents"][0]["text"]) for of in found] == [(1, "Harbour"), (2, "Pennine")]

    def test_only_secas_does(self, consultation, analyst):
        assert taken_in(consultation, analyst)
        with pytest.raises(NotAllowed):
            actions.take_in(consultation=consultation, by=make.UserFactory(), how="email", text=f"{TEXT}.")

    def test_of_what_is_open_or_was(self, consultation, analyst):
        over = asked.consultation("Do you agree with the approach?", days=-2)
        assert taken_in(over, analyst)
        prepared = asked.consultation("Do you agree with the approach?")
        prepared.opened_at = prepared.closes_at = None
        prepared.save()
        words = refused(actions.take_in, consultation=prepared, by=analyst, how="email", text=TEXT)
        assert words == "This consultation is not open yet."

    def test_its_class_of_reader_is_secas(self, consultation, analyst):
        intake = taken_in(consultation, analyst)
        assert list(Intake.objects.visible_to(analyst)) == [intake]
        assert not Intake.objects.visible_to(make.UserFactory()).exists()
        assert not Intake.objects.visible_to(make.party()).exists()


class TestBadInput:
    def refuse(self, consultation, analyst, **given) -> str:
        return refused(actions.take_in, consultation=consultation, by=analyst, how="email", **given)

    def test_neither_file_nor_text(self, consultation, analyst):
        assert self.refuse(consultation, analyst) == "Choose the file, or paste what it says."

    def test_both(self, consultation, analyst):
        words = self.refuse(consultation, analyst, text=TEXT, upload=upload("a.txt", b"Yes"))
        assert words == "Choose a file or paste the text, not both."

    def test_a_renamed_program(self, consultation, analyst):
        words = self.refuse(consultation, analyst, upload=upload("response.docx", b"MZ\x90\x00" * 40))
        assert words == "“response.docx” is not what its name says: its content is not that of a .docx file."

    def test_a_zip_bomb(self, consultation, analyst):
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("[Content_Types].xml", "<Types/>")
            archive.writestr("word/document.xml", b"\0" * (201 * 1024 * 1024))
        words = self.refuse(consultation, analyst, upload=upload("response.docx", content.getvalue()))
        assert words == "“response.docx” unpacks to 201 MB, which is too much."

    def test_a_damaged_word_document(self, consultation, analyst):
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w") as archive:
            archive.writestr("[Content_Types].xml", "<Types/>")
            archive.writestr("word/document.xml", "no XML")
        words = self.refuse(consultation, analyst, upload=upload("response.docx", content.getvalue()))
        assert words == "“response.docx” is damaged: it cannot be opened as a Word document."

    def test_a_scan_without_text(self, consultation, analyst):
        writer, content = PdfWriter(), io.BytesIO()
        writer.add_blank_page(200, 200)
        writer.write(content)
        words = self.refuse(consultation, analyst, upload=upload("scan.pdf", content.getvalue()))
        assert words == (
            "“scan.pdf” holds no text, only pictures of it: it is probably a scan. Ask the sender for the document "
            "itself, or type what it says."
        )

    def test_a_pdf_that_is_closed_by_a_password(self, consultation, analyst):
        writer, content = PdfWriter(), io.BytesIO()
        writer.add_blank_page(200, 200)
        writer.encrypt("secret", algorithm="RC4-128")
        writer.write(content)
        words = self.refuse(consultation, analyst, upload=upload("closed.pdf", content.getvalue()))
        assert words == "“closed.pdf” is protected by a password: save it without one and send it again."

    @pytest.mark.parametrize("content", [b"%PDF-1.7\nnothing", b"%PDF-1.7\n" + b"\x00\xff" * 500])
    def test_a_damaged_pdf(self, consultation, analyst, content):
        words = self.refuse(consultation, analyst, upload=upload("torn.pdf", content))
        assert words == "“torn.pdf” is damaged: it cannot be opened as a PDF."

    def test_a_kind_of_file_that_holds_no_text_to_be_read(self, consultation, analyst):
        words = self.refuse(consultation, analyst, upload=upload("answers.csv", b"1,Yes\n"))
        assert words.startswith("From “answers.csv” no text can be read here.")

    def test_far_too_much(self, consultation, analyst):
        words = self.refuse(consultation, analyst, text="word " * 500_000)
        assert words.startswith("It has 2,499,999 characters; at most 2,000,000 can be entered")

    def test_a_hundred_thousand_words_are_taken_in_whole(self, consultation, analyst):
        long = "Question 1: Do you agree with the approach?\n\nNo. " + "We say much here. " * 25_000
        (answer,) = taken_in(consultation, analyst, long).read["answers"]
        assert (answer["agreement"], len(answer["text"].split())) == ("disagree", 100_001)

    def test_a_pdf_is_read(self, consultation, analyst):
        content = HTML(string="<p>Question 1: Do you agree with the approach?</p><p>No.</p>").write_pdf()
        (intake,) = actions.take_in(
            consultation=consultation, by=analyst, how="email", upload=upload("response.pdf", content)
        )
        assert [(of["agreement"], of["text"]) for of in intake.read["answers"]] == [("disagree", "No.")]


class TestSaving:
    def test_what_was_typed_is_kept_word_for_word(self, consultation, analyst):
        intake = taken_in(consultation, analyst)
        saved = actions.save_intake(intake=intake, by=analyst, entered={"general_comments": [" so \n"]}, version=1)
        assert (saved.entered, saved.version) == ({"general_comments": [" so \n"]}, 2)

    def test_of_two_the_second_is_told(self, consultation, analyst):
        intake = taken_in(consultation, analyst)
        actions.save_intake(intake=intake, by=analyst, entered={"others": ["first"]}, version=1)
        with pytest.raises(StaleSave):
            actions.save_intake(intake=intake, by=make.analyst(), entered={"others": ["second"]}, version=1)
        intake.refresh_from_db()
        assert intake.entered == {"others": ["first"]}

    def test_one_who_types_on_is_not_in_their_own_way(self, consultation, analyst):
        intake, page = taken_in(consultation, analyst), {"page": ["one"]}
        for words in ("a", "ab", "abc"):
            actions.save_intake(intake=intake, by=analyst, entered={"others": [words], **page}, version=1)
        intake.refresh_from_db()
        assert (intake.entered, intake.version) == ({"others": ["abc"], **page}, 4)

    @pytest.mark.parametrize("pages", [(["one"], ["two"]), ([], [])], ids=["two tabs", "a page that does not say"])
    def test_one_in_two_tabs_overwrites_nothing(self, consultation, analyst, pages):
        intake = taken_in(consultation, analyst)
        first, second = (
            {"others": [words], "page": page} for words, page in zip(("first", "second"), pages, strict=True)
        )
        actions.save_intake(intake=intake, by=analyst, entered=first, version=1)
        with pytest.raises(StaleSave):
            actions.save_intake(intake=intake, by=analyst, entered=second, version=1)
        intake.refresh_from_db()
        assert intake.entered == first
        assert actions.save_intake(intake=intake, by=analyst, entered=second, version=2).entered == second

    def test_whoever_changes_nothing_is_in_nobodys_way(self, consultation, analyst):
        intake = taken_in(consultation, analyst)
        actions.save_intake(intake=intake, by=analyst, entered={"others": ["a"], "page": ["one"]}, version=1)
        same = {"others": ["a"], "page": ["two"]}
        assert actions.save_intake(intake=intake, by=make.analyst(), entered=same, version=2).version == 2
        more = {"others": ["ab"], "page": ["one"]}
        assert actions.save_intake(intake=intake, by=analyst, entered=more, version=2).version == 3


class TestConfirming:
    def given(self, consultation, **more) -> dict:
        question = consultation.questions.questions.first()
        answer = {"question_id": question.pk, "agreement": "agree", "text": "Yes"}
        return {"received_at": clock.now() - timedelta(hours=1), "answers": [answer], "version": 1, **more}

    def test_a_response_is_recorded_once_with_its_original(self, consultation, analyst):
        intake, whose = taken_in(consultation, analyst), make.OrganisationFactory()
        given = self.given(consultation, organisation=whose)
        made = actions.confirm_intake(intake=intake, by=analyst, **given)
        assert actions.confirm_intake(intake=intake, by=make.analyst(), **given) == made
        assert Submission.objects.get() == made
        assert (made.response.organisation, made.how, made.late) == (whose, "email", False)
        (original,) = made.enclosures.all()
        assert (original.kind, words_in(original)) == (Enclosure.Kind.ORIGINAL, TEXT)
        assert Event.objects.filter(action="response_received").count() == 1
        intake.refresh_from_db()
        assert intake.submission == made

    def test_the_same_original_entered_anew_is_the_next_version(self, consultation, analyst):
        whose = make.OrganisationFactory()
        given = self.given(consultation, organisation=whose)
        first = actions.confirm_intake(intake=taken_in(consultation, analyst), by=analyst, **given)
        again = taken_in(consultation, analyst)
        given["answers"] = [given["answers"][0] | {"agreement": "disagree"}]
        second = actions.confirm_intake(intake=again, by=analyst, **given)
        assert (second.response, second.version) == (first.response, 2)

    def test_after_the_close_it_is_late(self, analyst):
        over = asked.consultation("Do you agree with the approach?", days=-2)
        intake = taken_in(over, analyst)
        late = self.given(over, organisation=make.OrganisationFactory())
        assert actions.confirm_intake(intake=intake, by=analyst, **late).late

    def test_what_somebody_else_changed_meanwhile_is_looked_at_first(self, consultation, analyst):
        intake = taken_in(consultation, analyst)
        actions.save_intake(intake=intake, by=make.analyst(), entered={"others": ["more"]}, version=1)
        with pytest.raises(StaleSave):
            actions.confirm_intake(
                intake=intake, by=analyst, **self.given(consultation, organisation=make.OrganisationFactory())
            )
        assert not Submission.objects.exists()

    def test_only_secas_does(self, consultation, analyst):
        intake = taken_in(consultation, analyst)
        given = self.given(consultation, organisation=make.OrganisationFactory())
        with pytest.raises(NotAllowed):
            actions.confirm_intake(intake=intake, by=make.UserFactory(), **given)
        assert actions.confirm_intake(intake=intake, by=analyst, **given)


class TestSettingAside:
    def test_it_is_kept_and_can_be_taken_up_again(self, consultation, analyst):
        intake = taken_in(consultation, analyst)
        actions.set_intake_aside(intake=intake, by=analyst, reason="It was meant for another code.")
        words = refused(actions.save_intake, intake=intake, by=analyst, entered={"a": ["b"]}, version=1)
        assert words == "Somebody else was faster: this was set aside. It was meant for another code."
        assert actions.take_intake_up_again(intake=intake, by=analyst).is_standing

    def test_not_beside_the_same_original_taken_in_again(self, consultation, analyst):
        intake = taken_in(consultation, analyst)
        actions.set_intake_aside(intake=intake, by=analyst, reason="Not ours.")
        assert taken_in(consultation, analyst) != intake
        words = refused(actions.take_intake_up_again, intake=intake, by=analyst)
        assert words == "The same original was taken in again meanwhile: go on with that."

    def test_it_says_why(self, consultation, analyst):
        intake = taken_in(consultation, analyst)
        assert refused(actions.set_intake_aside, intake=intake, by=analyst, reason=" ") == "Say why it is not entered."


def test_a_real_response_comes_out_as_it_was_read(analyst):
    """26 questions, agreement as domain §3.5 has it, six comments on clauses: taken in and confirmed unchanged."""
    consultation = asked.consultation(*(of.text for of in corpus.asked_questions()))
    for of in corpus.asked_questions():
        consultation.questions.questions.filter(number=of.number).update(asks=of.asks)
    written, questions = corpus.fixture(), list(consultation.questions.questions.all())
    intake = taken_in(consultation, analyst, corpus.text(written))
    whose = make.OrganisationFactory()
    head = {"organisation": [str(whose.pk)], "received_at": [f"{clock.now():%Y-%m-%dT00:01}"]}
    consultation.opened_at = clock.now() - timedelta(days=3)
    entry = EntryForm(questions, {**typed(intake.read, questions), **head}, checked=True)
    assert entry.is_valid(), entry.errors
    made = actions.confirm_intake(intake=intake, by=analyst, version=1, **entry.given())
    said = {of.question.number: (of.agreement, of.text) for of in made.answers.select_related("question")}
    assert said == {of.number: (of.agreement, of.text) for of in written.questions}
    assert made.general_comments == "\n\n".join(written.general)
    clauses = made.clause_comments.values_list("as_written", "clause", "operation", "anchor", "text")
    assert list(clauses) == [(on.written, on.reference, on.operation, on.anchor, on.text) for on in written.clauses]
    assert Asks.DATE in {question.asks for question in questions}


class TestManyComments:
    def read(self, consultation, analyst, many: int) -> Intake:
        clauses = "\n\n".join(f"L{number}.1 delete “word {number}”" for number in range(1, many + 1))
        return taken_in(consultation, analyst, f"{TEXT.partition('18.7')[0]}{clauses}")

    @pytest.mark.parametrize("many", [3, 150, MOST_CLAUSES])
    def test_each_has_a_row_and_none_is_lost(self, consultation, analyst, many):
        intake, questions = self.read(consultation, analyst, many), list(consultation.questions.questions.all())
        entry = EntryForm(questions, typed(intake.read, questions))
        said = [clause["anchor"] for clause in entry.given()["clauses"]]
        assert said == [clause["anchor"] for clause in intake.read["clauses"]]
        assert len(said) == many
        beside = Beside(intake.read, entry)
        assert (beside.too_many, beside.without_row) == ("", [])
        sent = typed_in(as_query(typed(intake.read, questions)))
        assert len(EntryForm(questions, sent).given()["clauses"]) == many

    def test_more_than_a_response_holds_are_told_of_and_stand_there_word_for_word(self, consultation, analyst):
        intake, questions = (
            self.read(consultation, analyst, MOST_CLAUSES + 2),
            list(consultation.questions.questions.all()),
        )
        beside = Beside(intake.read, EntryForm(questions, typed(intake.read, questions)))
        assert len(beside.entry.given()["clauses"]) == MOST_CLAUSES
        assert beside.too_many in beside.warnings
        assert f"makes {MOST_CLAUSES + 2} comments on clauses" in beside.too_many
        over = [each["text"] for each in beside.leftover if "no row" in each["why"]]
        assert over == [clause["remark"] for clause in intake.read["clauses"][MOST_CLAUSES:]]

    def test_a_row_that_says_only_where_is_a_row(self, consultation, analyst):
        """What was typed into it is not left out in silence: it is asked which clause it is about."""
        questions = list(consultation.questions.questions.all())
        entry = EntryForm(questions, {"c-count": ["1"], "c0-anchor": ["at these words"]}, checked=True)
        assert "Say which clause this is about." in entry.errors["c0as_written"]
        assert len(entry.clauses) == 1
        assert typed_in(entry.data)["c-count"] == ["3"]


class TestTheFormInWord:
    @pytest.fixture
    def of_each_kind(self):
        of = asked.consultation("Do you agree with the approach?")
        made = of.questions
        Question.objects.create(of=made, number=2, text="Which?", asks=Asks.CHOICE, options=["By post", "By courier"])
        Question.objects.create(of=made, number=3, text="From when?", asks=Asks.DATE)
        Question.objects.create(of=made, number=4, text="What would it cost?", asks=Asks.COST)
        return of

    GIVEN = {
        tags.respondent("name"): "Ines Okafor",
        tags.respondent("category"): "Small Supplier",
        tags.respondent("consents"): True,
        tags.question(1, "agreement"): "Yes, with reservations",
        tags.question(1, "text"): "It needs a date.\n\nAnd a month to prepare.",
        tags.question(1, "confidential"): True,
        tags.question(2, "chosen"): "By courier",
        tags.question(3, "day"): date(2027, 3, 1),
        tags.question(4, "least"): "£1,200",
        tags.question(4, "most"): "about 1500",
        tags.general(): "Thank you for asking early.",
        tags.clause(1, "clause"): "18.7",
        tags.clause(1, "operation"): "Delete",
        tags.clause(1, "anchor"): "all of it",
    }

    def test_filled_in_and_confirmed_it_is_what_was_filled_in(self, of_each_kind, analyst):
        """An amount that is none is not guessed: it is left over, and the question marked."""
        (intake,) = actions.take_in(
            consultation=of_each_kind,
            by=analyst,
            how="email",
            upload=upload("form.docx", filled(form_of(of_each_kind), self.GIVEN)),
        )
        assert intake.how == Submission.How.FORM
        assert ("Question 4: What stands there is no amount of pounds.", "about 1500") in {
            (left["why"], left["text"]) for left in intake.read["leftover"]
        }
        questions = list(of_each_kind.questions.questions.all())
        received = {"received_at": [f"{clock.now().astimezone(clock.LONDON):%Y-%m-%dT00:01}"]}
        entry = EntryForm(questions, typed(intake.read, questions) | received, checked=True)
        assert entry.is_valid(), entry.errors
        made = actions.confirm_intake(intake=intake, by=analyst, version=1, **entry.given())
        assert (made.response.person_name, made.category, made.consents) == ("Ines Okafor", "small_supplier", True)
        assert made.general_comments == "Thank you for asking early."
        assert [
            (of.question.number, of.agreement, of.chosen, of.day, of.least, of.text, of.confidential)
            for of in made.answers.select_related("question")
        ] == [
            (1, "agree_with_reservation", [], None, None, "It needs a date.\n\nAnd a month to prepare.", True),
            (2, "", ["By courier"], None, None, "", False),
            (3, "", [], date(2027, 3, 1), None, "", False),
            (4, "", [], None, 120_000, "", False),
        ]
        clause = made.clause_comments.get()
        assert (clause.as_written, clause.clause, clause.operation, clause.anchor) == (
            "18.7",
            "L8.7",
            "delete",
            "all of it",
        )

    def test_a_cost_of_nothing_is_an_answer(self, of_each_kind, analyst):
        given = {tags.question(4, "least"): "£0", tags.question(4, "most"): "0.00"}
        content = filled(form_of(of_each_kind), given)
        (intake,) = actions.take_in(
            consultation=of_each_kind, by=analyst, how="form", upload=upload("form.docx", content)
        )
        entry = EntryForm(questions := list(of_each_kind.questions.questions.all()), typed(intake.read, questions))
        assert [(of["least"], of["most"]) for of in entry.given()["answers"] if of["least"] is not None] == [(0, 0)]

    def test_that_of_another_consultation_is_sent_there(self, of_each_kind, consultation, analyst):
        form = upload("form.docx", form_of(consultation))
        words = refused(actions.take_in, consultation=of_each_kind, by=analyst, how="form", upload=form)
        assert words == "“form.docx” is the form of another consultation: enter it there."
