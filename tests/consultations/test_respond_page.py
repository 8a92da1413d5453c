"""The page on which a response is written: who finds it, what it shows, what it saves, and in how many queries."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Affiliation, Category
from audit import clock
from consultations import actions
from consultations.models import (
    Consultation,
    DraftAnswer,
    DraftClauseComment,
    Enclosure,
    Kind,
    PartLock,
    Response,
    Revision,
)
from proposals import uploads
from tests import factories as make
from tests.consultations import asked
from tests.consultations.drafts import begun, clause, colleague, question, says
from tests.consultations.respond_page import as_, fields, of_clause, page_of, withdraw, withdrawn_meanwhile

pytestmark = pytest.mark.django_db


@pytest.fixture
def robin():
    return make.party()


@pytest.fixture
def response(robin):
    return begun(robin, asked.consultation("One?", "Two?", "Three?"))


class TestWhoFindsIt:
    def test_whoever_acts_for_an_organisation_that_is_asked(self, robin):
        of = asked.consultation()
        assert as_(robin).get(page_of(of)).status_code == 200
        assert as_(colleague(robin.organisations[0])).get(page_of(of)).status_code == 200

    def test_whoever_is_not_signed_in_signs_in_first(self):
        answer = as_(None).get(page_of(asked.consultation()))
        assert (answer.status_code, "/login/" in answer.url) == (302, True)

    def test_others_read_why_not(self):
        answer = as_(make.UserFactory()).get(page_of(asked.consultation()))
        assert answer.status_code == 403
        assert "You write for no organisation here." in answer.content.decode()

    def test_a_stranger_learns_nothing_of_one_that_they_may_not_see(self, robin):
        of = asked.consultation(classification="amber")
        assert as_(robin).get(page_of(of)).status_code == 404
        assert as_(make.UserFactory()).get(page_of(of)).status_code == 404

    def test_secas_reads_no_draft(self, response, robin):
        actions.save_answer(response=response, by=robin, question=question(response), given=says("Not yet said."))
        answer = as_(make.analyst()).get(page_of(response))
        assert answer.status_code == 403
        assert "Not yet said." not in answer.content.decode()

    def test_colleagues_of_another_respondent_read_none_of_it(self, response, robin):
        actions.save_general(response=response, by=robin, text="Not yet said.")
        other = begun(make.party(), response.consultation)
        answer = as_(other.started_by).get(page_of(response))
        assert answer.status_code == 200
        assert "Not yet said." not in answer.content.decode()

    def test_of_several_organisations_one_is_chosen(self, robin):
        second = make.OrganisationFactory(name="Eastmoor Energy Limited")
        Affiliation.objects.create(user=robin, organisation=second, kind="submitter")
        of, client = asked.consultation(), as_(robin)
        answer = client.get(page_of(of))
        assert "For which organisation do you answer?" in answer.content.decode()
        client.post(f"{page_of(of)}start/?for={second.pk}")
        assert Response.objects.get().organisation == second
        assert "For which" in client.get(f"{page_of(of)}?for=0").content.decode()

    def test_one_that_was_taken_back_is_told_of_to_those_who_had_begun(self, response, robin):
        Consultation.objects.update(taken_back_at=clock.now(), taken_back_because="The text was wrong.")
        answer = as_(robin).get(page_of(response))
        assert answer.status_code == 200
        assert "SECAS took this consultation back: The text was wrong." in answer.content.decode()
        assert as_(make.party()).get(page_of(response)).status_code == 404

    def test_nothing_is_begun_by_looking(self, robin):
        as_(robin).get(page_of(asked.consultation()))
        assert not Response.objects.exists()

    @pytest.mark.parametrize("page", ["now/", "part/general/", "earlier/general/", "take-over/general/"])
    def test_pages_of_what_was_not_begun_lead_to_its_beginning(self, robin, page):
        of = asked.consultation()
        assert as_(robin).get(f"{page_of(of)}{page}").url == page_of(of)

    def test_an_affiliation_that_ended_ends_the_reading(self, response, robin):
        mate = colleague(robin.organisations[0])
        assert as_(mate).get(page_of(response)).status_code == 200
        before = {"starts": clock.today() - timedelta(days=3), "ends": clock.today() - timedelta(days=1)}
        Affiliation.objects.filter(user=mate).update(**before)
        assert as_(mate).get(page_of(response)).status_code == 403

    def test_only_an_authorised_submitter_is_led_to_sign_off(self, response, robin):
        link = f'href="{page_of(response)}sign-off/"'
        assert link in as_(robin).get(page_of(response)).content.decode()
        assert link not in as_(colleague(robin.organisations[0])).get(page_of(response)).content.decode()


class TestSavingByAButton:
    def test_everything_that_was_typed_is_saved_at_once(self, response, robin):
        typed = {
            **fields(response, robin, 1, agreement="agree", text="One."),
            **fields(response, robin, 2, text="Two."),
            "general-seen": "0.x",
            "general-text": "In general.",
            "c-new-seen": "0.x",
            "c-new-as_written": "L8.1",
            "c-new-operation": "query",
            "c-new-text": "Why?",
        }
        answer = as_(robin).post(page_of(response), typed)
        assert answer.status_code == 302
        assert [d.text for d in DraftAnswer.objects.all()] == ["One.", "Two."]
        assert Response.objects.get().general_comments == "In general."
        assert DraftClauseComment.objects.get().clause == "L8.1"

    def test_what_nobody_touched_is_not_written_over_what_a_colleague_saved(self, response, robin):
        mate = colleague(robin.organisations[0])
        typed = fields(response, robin, 1, text="")
        actions.save_answer(response=response, by=mate, question=question(response), given=says("The mate’s."))
        answer = as_(robin).post(page_of(response), typed)
        assert answer.status_code == 302
        assert DraftAnswer.objects.get().text == "The mate’s."

    def test_the_second_is_shown_both_texts_and_the_rest_is_saved(self, response, robin):
        mate = colleague(robin.organisations[0], name="Anneke Visser")
        typed = {**fields(response, robin, 1, text="Robin’s."), **fields(response, robin, 2, text="Two.")}
        actions.save_answer(response=response, by=mate, question=question(response), given=says("Anneke’s."))
        answer = as_(robin).post(page_of(response), typed)
        assert answer.status_code == 409
        shown = answer.content.decode()
        assert "Anneke Visser saved another text here" in shown
        assert "Anneke’s." in shown
        assert "Robin’s.</textarea>" in shown
        assert [d.text for d in DraftAnswer.objects.all()] == ["Anneke’s.", "Two."]
        assert Revision.objects.get().said["text"] == "Robin’s."

    def test_words_typed_to_a_question_that_was_withdrawn_meanwhile_are_kept_and_shown(self, response, robin):
        typed = {**fields(response, robin, 1, text="In mid-sentence."), **fields(response, robin, 2, text="Two.")}
        withdraw(response)
        shown = as_(robin).post(page_of(response), typed, follow=True).content.decode()
        assert [d.text for d in DraftAnswer.objects.all()] == ["In mid-sentence.", "Two."]
        assert "This question is no longer asked: It was asked twice." in shown
        assert "In mid-sentence." in shown

    def test_and_those_typed_to_one_that_had_been_answered_before(self, response, robin):
        actions.save_answer(response=response, by=robin, question=question(response), given=says("In mid"))
        typed = fields(response, robin, 1, text="In mid-sentence.")
        withdraw(response)
        assert "In mid-sentence." in as_(robin).post(page_of(response), typed, follow=True).content.decode()
        assert DraftAnswer.objects.get().text == "In mid-sentence."

    def test_and_those_that_a_colleague_was_faster_than(self, response, robin):
        mate = colleague(robin.organisations[0], name="Anneke Visser")
        typed = fields(response, robin, 1, text="Robin’s.")
        actions.save_answer(response=response, by=mate, question=question(response), given=says("Anneke’s."))
        withdraw(response)
        answer = as_(robin).post(page_of(response), typed)
        shown = answer.content.decode()
        assert answer.status_code == 409
        # Above the page and beside the question; there is nothing to choose.
        assert shown.count(withdrawn_meanwhile()) == 2
        assert "choose, or bring them together" not in shown
        assert "Anneke’s." in shown
        assert "Robin’s." in shown
        assert [r.said["text"] for r in Revision.objects.all()] == ["Robin’s."]

    def test_a_script_is_told_the_same_and_offers_nothing_to_choose(self, response, robin):
        mate = colleague(robin.organisations[0], name="Anneke Visser")
        typed = fields(response, robin, 1, text="Robin’s.")
        actions.save_answer(response=response, by=mate, question=question(response), given=says("Anneke’s."))
        address = f"{page_of(response)}save/q-{question(response).pk}/"
        assert "Save what stands in the fields" in as_(robin).post(address, typed).json()["html"]
        withdraw(response)
        told = as_(robin).post(address, typed).json()
        assert told["words"] == withdrawn_meanwhile()
        assert withdrawn_meanwhile() in told["html"]
        assert "Anneke’s." in told["html"]
        assert "Save what stands in the fields" not in told["html"]
        assert "data-theirs" in told["html"]
        assert [r.said["text"] for r in Revision.objects.all()] == ["Robin’s."]

    def test_a_conditions_answer_that_was_not_sent_is_the_one_on_record(self, response, robin):
        """A part that a colleague holds is not sent; what depends on it applies all the same."""
        mate = colleague(robin.organisations[0])
        first, second = question(response, 1), question(response, 2)
        type(second).objects.filter(pk=second.pk).update(only_if=first, only_if_answers=["agree"])
        given = {"agreement": "agree", "text": ""}
        actions.save_answer(response=response, by=robin, question=first, given=given)
        actions.save_answer(response=response, by=robin, question=second, given=says("So."))
        typed = fields(response, robin, 2, text="So it is.") | fields(response, robin, 3, text="Three.")
        actions.save_answer(response=response, by=mate, question=question(response, 3), given=says("Hers."))
        answer = as_(robin).post(page_of(response), typed)
        assert answer.status_code == 409
        assert "does not apply to what you answered" not in answer.content.decode()

    def test_words_typed_in_a_comment_that_was_removed_meanwhile_are_given_back(self, response, robin):
        mate = colleague(robin.organisations[0])
        row = clause(response, robin, "The limit")
        typed = of_clause(response, robin, row, text="The limit should be one second.")
        actions.remove_clause(response=response, by=mate, clause=row)
        answer = as_(robin).post(page_of(response), typed)
        assert answer.status_code == 409
        shown = answer.content.decode()
        assert "A colleague removed this comment." in shown
        assert "The limit should be one second.</textarea>" in shown
        kept = Revision.objects.filter(part=f"c-{row.pk}")
        assert [r.said["text"] for r in kept] == ["The limit", "The limit should be one second."]
        # Whoever presses the button once more adds them as a new comment, and once.
        part = answer.context["draft"].part(f"c-{row.pk}")
        for _ in range(2):
            assert as_(robin).post(page_of(response), typed | {part.seen_name: part.seen}).status_code == 302
        assert DraftClauseComment.objects.get().text == "The limit should be one second."

    def test_a_removed_comment_in_which_nothing_was_typed_is_gone(self, response, robin):
        mate = colleague(robin.organisations[0])
        row = clause(response, robin, "The limit")
        typed = of_clause(response, robin, row)
        actions.remove_clause(response=response, by=mate, clause=row)
        assert as_(robin).post(page_of(response), typed).status_code == 302
        assert not DraftClauseComment.objects.exists()
        assert Revision.objects.count() == 1

    def test_a_comment_that_a_colleague_changed_is_not_removed_unseen(self, response, robin):
        mate = colleague(robin.organisations[0], name="Anneke Visser")
        row = clause(response, robin, "The limit")
        typed = of_clause(response, robin, row)
        clause(response, mate, "The limit should be one second.", clause=row)
        answer = as_(robin).post(page_of(response), typed | {"remove": f"c-{row.pk}"})
        assert answer.status_code == 409
        assert "Anneke Visser saved another text here" in answer.content.decode()
        assert "The limit should be one second." in answer.content.decode()
        assert DraftClauseComment.objects.get().text == "The limit should be one second."

    def test_a_comment_is_removed_with_what_was_typed_in_it_just_before(self, response, robin):
        row = clause(response, robin, "The limit")
        typed = of_clause(response, robin, row, text="The limit should be one second.")
        assert as_(robin).post(page_of(response), typed | {"remove": f"c-{row.pk}"}).status_code == 302
        assert not DraftClauseComment.objects.exists()
        assert [r.said["text"] for r in Revision.objects.all()] == ["The limit should be one second."]

    def test_what_stands_beside_a_clash_is_not_written_over_with_the_next_press(self, response, robin):
        """A part that nobody touched is shown again as it was seen, and never counts as seen anew."""
        mate = colleague(robin.organisations[0])
        typed = {**fields(response, robin, 1, text=""), **fields(response, robin, 2, text="Robin’s.")}
        for number in (1, 2):
            given = says(f"Number {number}.")
            actions.save_answer(response=response, by=mate, question=question(response, number), given=given)
        answer = as_(robin).post(page_of(response), typed)
        assert answer.status_code == 409
        again = {part.seen_name: part.seen for part in answer.context["draft"].asked}
        assert as_(robin).post(page_of(response), typed | again).status_code == 302
        assert [d.text for d in DraftAnswer.objects.all()] == ["Number 1.", "Robin’s."]

    def test_a_comment_added_beside_a_clash_stands_under_its_own_name(self, response, robin):
        mate = colleague(robin.organisations[0])
        new = {"as_written": "L8.1", "operation": "query", "text": "Why?"}
        typed = {
            **fields(response, robin, 1, text="Robin’s."),
            "c-new-seen": "0.x",
            **{f"c-new-{name}": value for name, value in new.items()},
        }
        actions.save_answer(response=response, by=mate, question=question(response), given=says("Hers."))
        answer = as_(robin).post(page_of(response), typed)
        assert answer.status_code == 409
        row, draft = DraftClauseComment.objects.get(), answer.context["draft"]
        assert [part.key for part in draft.clauses] == [f"c-{row.pk}"]
        assert draft.new_clause.form["text"].value() is None
        # Half an hour later the page is sent as it stands.
        with clock.set_to(clock.now() + timedelta(minutes=30)):
            again = of_clause(response, robin, row) | {"c-new-seen": draft.new_clause.seen}
            assert as_(robin).post(page_of(response), again).status_code == 302
        assert DraftClauseComment.objects.count() == 1

    def test_a_comment_on_a_clause_is_saved_before_it_is_complete_and_says_what_it_needs(self, response, robin):
        sent = {"c-new-seen": "0.x", "c-new-text": "The limit should be one second."}
        answer = as_(robin).post(page_of(response), sent, follow=True)
        row = DraftClauseComment.objects.get()
        shown = answer.content.decode()
        assert "Everything you typed is saved." in shown
        assert "Before it can be sent: Say which clause it is about. Choose what is to be done there." in shown
        assert f'<a href="#c-{row.pk}">a comment on a clause</a>' in shown
        assert "The limit should be one second.</textarea>" in shown
        whole = of_clause(response, robin, row, as_written="L8.1", operation="query")
        shown = as_(robin).post(page_of(response), whole, follow=True).content.decode()
        assert "Before it can be sent" not in shown
        assert DraftClauseComment.objects.get().as_written == "L8.1"

    def test_half_a_date_stops_the_words_beside_it_not(self, robin):
        of = asked.consultation("When?")
        of.questions.questions.update(asks="date")
        response = begun(robin, of)
        answer = as_(robin).post(page_of(response), fields(response, robin, 1, day="31 November", text="Late."))
        assert answer.status_code == 422
        assert DraftAnswer.objects.get().text == "Late."
        assert "31 November" in answer.content.decode()

    def test_a_text_that_is_too_long_stays_in_its_field(self, response, robin):
        answer = as_(robin).post(page_of(response), fields(response, robin, 1, text="words " * 100_000))
        assert answer.status_code == 422
        assert "this one has 600,000" in answer.content.decode()
        assert "words words" in answer.content.decode()

    def test_to_write_in_a_part_is_told_and_a_plain_save_ends_it(self, response, robin):
        client = as_(robin)
        client.post(page_of(response), {"hold": "general"})
        assert PartLock.objects.get().part == "general"
        client.post(page_of(response), {})
        assert not PartLock.objects.exists()


class TestFiles:
    def send(self, client, response, *files):
        return client.post(f"{page_of(response)}files/", {"files": list(files)})

    def pdf(self, name="figures.pdf"):
        return SimpleUploadedFile(name, b"%PDF-1.7\n" + name.encode())

    def test_several_at_once_and_handed_out_to_colleagues_alone(self, response, robin):
        assert self.send(as_(robin), response, self.pdf(), self.pdf("more.pdf")).status_code == 302
        first = Enclosure.objects.first()
        address = f"{page_of(response)}files/{first.pk}/{first.filename}"
        given = as_(colleague(robin.organisations[0])).get(address)
        assert b"".join(given.streaming_content).startswith(b"%PDF")
        other = begun(make.party(), response.consultation)
        assert as_(other.started_by).get(address).status_code == 404
        assert as_(make.analyst()).get(address).status_code == 403
        as_(robin).post(f"{page_of(response)}files/{first.pk}/remove/")
        assert Enclosure.objects.standing().count() == 1

    def test_a_renamed_program_is_refused_and_the_other_kept(self, response, robin):
        answer = self.send(as_(robin), response, SimpleUploadedFile("a.pdf", b"MZ\x90"), self.pdf())
        assert answer.status_code == 422
        assert "“a.pdf” is not what its name says" in answer.content.decode()
        assert Enclosure.objects.get().filename == "figures.pdf"

    def test_eighty_megabytes_are_refused_with_the_numbers(self, response, robin, monkeypatch):
        monkeypatch.setattr(uploads, "LARGEST", uploads.MEGABYTE)
        large = SimpleUploadedFile("a.pdf", b"%PDF-" + b"0" * 3 * uploads.MEGABYTE)
        answer = self.send(as_(robin), response, large)
        assert "“a.pdf” has 3 MB; a file may have 1 MB." in answer.content.decode()
        assert not Enclosure.objects.exists()

    def test_what_unpacks_to_too_much_is_refused(self, response, robin, monkeypatch):
        monkeypatch.setattr(uploads, "LARGEST_UNPACKED", uploads.MEGABYTE)
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("[Content_Types].xml", "<Types/>")
            archive.writestr("word/document.xml", "0" * 2 * uploads.MEGABYTE)
        answer = self.send(as_(robin), response, SimpleUploadedFile("a.docx", held.getvalue()))
        assert "“a.docx” unpacks to 2 MB, which is too much." in answer.content.decode()
        assert not Enclosure.objects.exists()

    def test_no_file_is_said(self, response, robin):
        assert "Choose a file." in self.send(as_(robin), response).content.decode()


class TestWhatIsAsked:
    def test_a_wording_put_right_is_read_with_what_it_was(self, response, robin):
        about = {"question": question(response), "by": make.analyst(), "text": "One, then?", "why": "It was unclear."}
        actions.correct_question(**about)
        shown = as_(robin).get(page_of(response)).content.decode()
        part = as_(robin).get(f"{page_of(response)}part/q-{question(response).pk}/").content.decode()
        for words in (" ".join(each.split()) for each in (shown, part)):
            assert "It was unclear. Before, it was: “One?”" in words

    def test_a_heading_stands_once_above_its_group_whatever_is_fetched_anew(self, response, robin):
        response.consultation.questions.questions.filter(number__gte=2).update(group="Agents")
        assert as_(robin).get(page_of(response)).content.decode().count("Agents</h2>") == 1
        part = as_(robin).get(f"{page_of(response)}part/q-{question(response, 2).pk}/").content.decode()
        assert "Agents" not in part


class TestAskingTheDatabase:
    """Literal counts, alike for three questions and for three hundred."""

    def asked(self, robin, number: int, page: str = "") -> int:
        of = asked.consultation(*[f"Question {n}?" for n in range(number)])
        response = begun(robin, of)
        mate = colleague(robin.organisations[0])
        questions = list(of.questions.questions.all())
        DraftAnswer.objects.bulk_create(
            DraftAnswer(response=response, question=each, text="So.", by=robin, at=clock.now()) for each in questions
        )
        Revision.objects.bulk_create(
            Revision(response=response, part=f"q-{each.pk}", said=says("Was."), at=clock.now()) for each in questions
        )
        PartLock.objects.bulk_create(
            PartLock(response=response, part=f"q-{q.pk}", holder=mate, taken_at=clock.now(), seen_at=clock.now())
            for q in questions
        )
        client = as_(robin)
        client.get(page_of(of))
        with CaptureQueriesContext(
            connection,
        ) as found:
            answer = client.get(f"{page_of(of)}{page.replace('QUESTION', str(questions[0].pk))}")
        assert answer.status_code == 200
        return len(found)

    @pytest.mark.parametrize(
        "page, queries", [("", 19), ("now/", 15), ("part/q-QUESTION/", 14), ("earlier/q-QUESTION/", 16)]
    )
    def test_it_is_asked_as_often_for_three_as_for_three_hundred(self, robin, page, queries):
        assert (self.asked(robin, 3, page), self.asked(robin, 300, page)) == (queries, queries)


def test_a_consultation_for_parties_is_not_for_the_dcc():
    proposal = make.draft_proposal(by=make.analyst())
    of = asked.consultation(proposal=proposal, kind=Kind.REPORT)
    answer = as_(make.party(category=Category.DCC, is_party=False)).get(page_of(of))
    assert answer.status_code == 403
    assert "Parties other than the DCC answer" in answer.content.decode()
