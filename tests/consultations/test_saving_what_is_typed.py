"""What is typed on the page of a response is saved: by a script part by part, and where somebody comes back to a page of
before."""

import pytest
from django.test import Client

from audit import clock
from consultations import actions
from consultations.drafts.draft import Draft
from consultations.models import (
    DraftAnswer,
    DraftClauseComment,
    Response,
    Revision,
)
from consultations.responses.guests import link
from tests import factories as make
from tests.consultations import asked
from tests.consultations.drafts import begun, clause, colleague, invited, question, says
from tests.consultations.respond_page import as_, fields, fields_of, of_clause, page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def robin():
    return make.party()


@pytest.fixture
def response(robin):
    return begun(robin, asked.consultation("One?", "Two?", "Three?"))


class TestComingBackToAPage:
    """Without a script, “Back” shows a page of before; what is saved from it meets what was saved meanwhile."""

    def save(self, response, user, typed):
        return as_(user).post(page_of(response), typed)

    def test_nobody_clashes_with_themselves_and_the_words_between_are_kept(self, response, robin):
        first = fields(response, robin, 1, text="First.")
        assert self.save(response, robin, first).status_code == 302
        assert self.save(response, robin, first | fields_of(response, 1, text="Second.")).status_code == 302
        assert DraftAnswer.objects.get().text == "Second."
        assert [(r.said["text"], r.by) for r in Revision.objects.all()] == [("First.", robin)]

    @pytest.mark.parametrize("part", ["general", "head", "clause"])
    def test_nor_in_any_other_part(self, response, robin, part):
        row = clause(response, robin)
        typed = {
            "general": lambda words: {"general-text": words},
            "head": lambda words: {"head-others": words},
            "clause": lambda words: of_clause(response, robin, row, text=words),
        }[part]
        key = f"c-{row.pk}" if part == "clause" else part
        shown = Draft(Response.objects.get(), robin).part(key)
        for words in ("First.", "Second."):
            assert self.save(response, robin, typed(words) | {shown.seen_name: shown.seen}).status_code == 302
        said = Draft(Response.objects.get(), robin).part(key).said
        assert said["others" if part == "head" else "text"] == "Second."
        last = Revision.objects.filter(part=key).last()
        assert last.said["others" if part == "head" else "text"] == "First."

    def test_what_a_colleague_wrote_before_is_no_reason(self, response, robin):
        mate = colleague(robin.organisations[0])
        actions.save_answer(response=response, by=mate, question=question(response), given=says("Hers."))
        shown = fields(response, robin, 1, text="First.")
        for text in ("First.", "Second."):
            assert self.save(response, robin, shown | fields_of(response, 1, text=text)).status_code == 302
        assert DraftAnswer.objects.get().text == "Second."

    def test_what_a_colleague_wrote_between_is(self, response, robin):
        mate = colleague(robin.organisations[0])
        shown = fields(response, robin, 1, text="First.")
        self.save(response, robin, shown)
        row = actions.save_answer(response=response, by=mate, question=question(response), given=says("Hers."))
        his = {"given": says("Hers, and his."), "expected": row.version}
        actions.save_answer(response=response, by=robin, question=question(response), **his)
        answer = self.save(response, robin, shown | fields_of(response, 1, text="Second."))
        assert answer.status_code == 409
        assert DraftAnswer.objects.get().text == "Hers, and his."

    def test_and_so_is_what_a_colleague_wrote_last(self, response, robin):
        mate = colleague(robin.organisations[0])
        shown = fields(response, robin, 1, text="First.")
        self.save(response, robin, shown)
        actions.save_answer(response=response, by=mate, question=question(response), given=says("Hers."))
        assert self.save(response, robin, shown | fields_of(response, 1, text="Second.")).status_code == 409

    def test_what_a_script_sends_late_goes_over_nothing_newer(self, response, robin):
        """Of two that it sent the earlier may arrive last."""
        shown = fields(response, robin, 1, text="We")
        address = f"{page_of(response)}save/q-{question(response).pk}/"
        later = as_(robin).post(address, shown | fields_of(response, 1, text="We agree."))
        assert (later.status_code, as_(robin).post(address, shown).status_code) == (200, 409)
        assert DraftAnswer.objects.get().text == "We agree."

    def test_a_guest_who_writes_alone_comes_back_as_anybody(self):
        guest = invited(asked.consultation())
        response = actions.start_response(consultation=guest.consultation, by=guest)
        client = Client()
        client.get(link(guest))
        part = Draft(response, guest).part(f"q-{question(response).pk}")
        for text in ("First.", "Second."):
            typed = {part.seen_name: part.seen, **fields_of(response, 1, text=text)}
            assert client.post(f"/consultations/guest/{guest.pk}/", typed).status_code == 302
        assert DraftAnswer.objects.get().text == "Second."
        assert Revision.objects.get().said["text"] == "First."


class TestSavingAsOneTypes:
    def test_one_part_is_saved_and_the_progress_told(self, response, robin):
        part = f"q-{question(response).pk}"
        told = as_(robin).post(f"{page_of(response)}save/{part}/", fields(response, robin, 1, text="We agree."))
        assert told.status_code == 200
        assert (told.json()["state"], told.json()["version"]) == ("saved", 1)
        assert told.json()["progress"] == "1 of 3 answered"
        assert told.json()["words"].startswith("Saved ")

    def test_a_required_one_that_is_missing_is_counted(self, response, robin):
        response.consultation.questions.questions.filter(number__gte=2).update(required=True)
        part = f"q-{question(response).pk}"
        told = as_(robin).post(f"{page_of(response)}save/{part}/", fields(response, robin, 1, text="We agree."))
        assert told.json()["progress"] == "1 of 3 answered, 2 that have to be answered are missing"

    def test_the_second_gets_the_other_text(self, response, robin):
        mate = colleague(robin.organisations[0], name="Anneke Visser")
        typed = fields(response, robin, 1, text="Robin’s.")
        actions.save_answer(response=response, by=mate, question=question(response), given=says("Anneke’s."))
        told = as_(robin).post(f"{page_of(response)}save/q-{question(response).pk}/", typed)
        assert (told.status_code, told.json()["state"]) == (409, "clash")
        assert "Anneke’s." in told.json()["html"]

    def test_where_a_colleague_writes_it_is_kept_beside(self, response, robin):
        mate = colleague(robin.organisations[0], name="Anneke Visser")
        actions.take_part(response=response, by=mate, part="general")
        told = as_(robin).post(f"{page_of(response)}save/general/", {"general-seen": "0.x", "general-text": "Robin’s."})
        assert (told.status_code, told.json()["state"]) == (409, "held")
        assert Revision.objects.get().said == {"text": "Robin’s.", "not_saved": True}
        assert as_(robin).post(f"{page_of(response)}hold/general/").status_code == 409

    def test_what_was_not_saved_is_not_told_to_be_seen(self, response, robin):
        """Typed and taken back, while a colleague saved: the next stroke meets the colleague’s text."""
        mate = colleague(robin.organisations[0])
        typed = fields(response, robin, 1, text="")
        actions.save_answer(response=response, by=mate, question=question(response), given=says("Hers."))
        part = f"q-{question(response).pk}"
        told = as_(robin).post(f"{page_of(response)}save/{part}/", typed).json()
        assert (told["state"], told["version"], told["seen"]) == ("saved", 0, typed[f"{part}-seen"])
        again = fields(response, robin, 1, text="His.") | {f"{part}-seen": told["seen"]}
        assert as_(robin).post(f"{page_of(response)}save/{part}/", again).status_code == 409

    def test_what_cannot_be_understood_is_not_told_to_be_seen(self, response, robin):
        mate = colleague(robin.organisations[0])
        row = clause(response, robin, "The limit")
        typed = of_clause(response, robin, row, as_written="L" * 81)
        clause(response, mate, "Hers.", clause=row)
        told = as_(robin).post(f"{page_of(response)}save/c-{row.pk}/", typed)
        assert (told.status_code, told.json()["seen"]) == (422, typed[f"c-{row.pk}-seen"])

    def test_words_typed_in_a_comment_that_was_removed_meanwhile_can_be_added(self, response, robin):
        mate = colleague(robin.organisations[0])
        row = clause(response, robin, "The limit")
        typed = of_clause(response, robin, row, text="The limit should be one second.")
        actions.remove_clause(response=response, by=mate, clause=row)
        address = f"{page_of(response)}save/c-{row.pk}/"
        told = as_(robin).post(address, typed)
        assert (told.status_code, told.json()["state"]) == (409, "clash")
        assert "Add it as a new comment" in told.json()["html"]
        added = as_(robin).post(address, typed | {f"c-{row.pk}-seen": told.json()["seen"]})
        assert added.json()["part"] == f"c-{DraftClauseComment.objects.get().pk}"

    def test_a_comment_on_a_clause_tells_how_it_is_read(self, response, robin):
        typed = {
            "c-new-seen": "0.x",
            "c-new-as_written": "section l8.7",
            "c-new-operation": "query",
            "c-new-text": "When?",
        }
        told = as_(robin).post(f"{page_of(response)}save/c-new/", typed).json()
        assert told["part"] == f"c-{DraftClauseComment.objects.get().pk}"
        assert told["read"] == "Read as L8.7."

    @pytest.mark.parametrize(
        "typed, words",
        [
            ({"text": "The limit"}, "Say which clause it is about. Choose what is to be done there."),
            (
                {"as_written": "L8.1"},
                "Choose what is to be done there. Write what is to be added, or what you ask.",
            ),
            (
                {"as_written": "L8.1", "operation": "query"},
                "Write what is to be added, or what you ask.",
            ),
            ({"as_written": "L8.1", "operation": "delete"}, ""),
            ({"operation": "query"}, "Say which clause it is about. Write what is to be added, or what you ask."),
        ],
    )
    def test_a_comment_on_a_clause_is_saved_before_it_is_complete(self, response, robin, typed, words):
        sent = {"c-new-seen": "0.x", **{f"c-new-{name}": value for name, value in typed.items()}}
        answer = as_(robin).post(f"{page_of(response)}save/c-new/", sent)
        row = DraftClauseComment.objects.get()
        assert (answer.status_code, answer.json()["part"]) == (200, f"c-{row.pk}")
        assert answer.json()["words"] == f"Saved {row.at.astimezone(clock.LONDON):%H:%M} by {robin.name}"
        assert answer.json()["needs"] == (f"Before it can be sent: {words}" if words else "")

    def test_a_place_that_is_too_long_keeps_no_other_out(self, response, robin):
        """Nothing of it is saved, so that no half of it passes for the whole; the page has it all."""
        sent = {"c-new-seen": "0.x", "c-new-as_written": "L" * 81, "c-new-text": "The limit"}
        told = as_(robin).post(f"{page_of(response)}save/c-new/", sent)
        assert (told.status_code, told.json()["words"]) == (422, "Clause: at most 80 characters; this has 81.")
        assert not DraftClauseComment.objects.exists()

    def test_one_that_is_no_more_is_told(self, response, robin):
        told = as_(robin).post(f"{page_of(response)}save/c-999/", {"c-999-seen": "1.x", "c-999-text": "When?"})
        assert (told.status_code, told.json()["state"]) == (409, "gone")
