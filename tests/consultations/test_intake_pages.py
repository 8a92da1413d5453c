"""The pages on which SECAS enters responses: who reaches them, what they show, and that nothing typed is lost."""

import re
from copy import copy

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from audit import clock
from consultations import actions
from consultations.models import Intake, Submission
from tests import factories as make
from tests.consultations import asked, corpus

pytestmark = pytest.mark.django_db

TEXT = (
    "Question 1: Do you agree with the approach?\n\nNag, it is late.\n\nClause specific comments\n\n18.7 delete “all”"
)
HERE = "consultations:intake"


@pytest.fixture
def analyst(client):
    user = make.analyst()
    client.force_login(user)
    return user


@pytest.fixture
def consultation():
    return asked.consultation("Do you agree with the approach?", "Anything else?", opened_days_ago=5)


@pytest.fixture
def intake(consultation, analyst):
    (row,) = actions.take_in(consultation=consultation, by=analyst, how="email", text=TEXT)
    return row


def address(name: str, intake: Intake) -> str:
    return reverse(f"consultations:{name}", args=[intake.consultation_id, intake.pk])


def whole(intake: Intake, **more) -> dict:
    question = intake.consultation.questions.questions.first()
    received = clock.now().astimezone(clock.LONDON).strftime("%Y-%m-%dT00:01")
    return {
        "organisation": more.pop("organisation", make.OrganisationFactory()).pk,
        "received_at": received,
        f"q{question.pk}-agreement": "disagree",
        f"q{question.pk}-text": "Nag, it is late.",
        "c-count": "1",
        "c0-as_written": "18.7",
        "c0-clause": "L8.7",
        "c0-operation": "delete",
        "c0-anchor": "all",
        "version": intake.version,
        **more,
    }


class TestWhoReachesThem:
    PAGES = ("intake_edit", "intake_confirm", "intake_set_aside", "intake_original", "intake_file")

    @staticmethod
    def asked(client, name: str, intake: Intake) -> int:
        answer = client.get(address(name, intake))
        list(answer)  # a file is read to its end, which closes it
        return answer.status_code

    def test_secas(self, client, intake):
        assert client.get(reverse(HERE, args=[intake.consultation_id])).status_code == 200
        assert [self.asked(client, name, intake) for name in self.PAGES] == [200] * 5

    def test_nobody_else(self, client, intake):
        client.force_login(make.party())
        assert client.get(reverse(HERE, args=[intake.consultation_id])).status_code == 403
        assert [self.asked(client, name, intake) for name in self.PAGES] == [404] * 5
        client.logout()
        assert client.get(reverse(HERE, args=[intake.consultation_id])).status_code == 302
        assert [self.asked(client, name, intake) for name in self.PAGES] == [404] * 5

    @pytest.mark.parametrize("make_user", [make.party, make.authority, make.administrator, None])
    def test_nobody_else_sends_anything(self, client, intake, make_user):
        """Each address with what SECAS would send there; then SECAS does, and it counts."""
        entered = whole(intake, step="check")
        sent = {
            "intake_edit": entered,
            "intake_confirm": {"version": "2"},
            "intake_set_aside": {"reason": "No.", "step": "do"},
            "intake_take_up": {},
        }
        analyst = intake.started_by
        client.force_login(make_user()) if make_user else client.logout()
        there = reverse(HERE, args=[intake.consultation_id])
        assert client.post(there, {"how": "email", "text": "Question 1: Yes"}).status_code in (302, 403)
        assert {client.post(address(name, intake), data).status_code for name, data in sent.items()} == {404}
        assert (Intake.objects.count(), Submission.objects.count()) == (1, 0)
        intake.refresh_from_db()
        assert (intake.entered, intake.set_aside_at) == ({}, None)
        client.force_login(analyst)
        assert client.post(address("intake_edit", intake), entered).status_code == 302
        assert client.post(address("intake_confirm", intake), {"version": "2"}).status_code == 302
        assert Submission.objects.count() == 1

    def test_the_consultation_offers_it_to_secas_alone(self, client, intake):
        page, link = intake.consultation.get_absolute_url(), reverse(HERE, args=[intake.consultation_id])
        assert link in client.get(page).content.decode()
        client.force_login(make.party())
        assert link not in client.get(page).content.decode()


class TestTakingIn:
    def test_pasted_it_leads_to_what_was_read(self, client, analyst, consultation):
        answer = client.post(reverse(HERE, args=[consultation.pk]), {"how": "email", "text": TEXT})
        assert answer.status_code == 302
        page = client.get(answer["Location"]).content.decode()
        assert "“Nag” is taken for a misread “No”. Please check." in page
        assert "“18.7” is read as L8.7." in page
        assert "Not found: question 2." in page
        assert not Submission.objects.exists()

    def test_a_file(self, client, analyst, consultation):
        upload = SimpleUploadedFile("response.txt", TEXT.encode())
        answer = client.post(reverse(HERE, args=[consultation.pk]), {"how": "letter", "upload": upload})
        assert answer.status_code == 302
        assert Intake.objects.get().filename == "response.txt"

    def test_what_cannot_be_read_says_why_and_keeps_what_was_pasted(self, client, analyst, consultation):
        upload = SimpleUploadedFile("response.pdf", b"MZ not a PDF")
        answer = client.post(reverse(HERE, args=[consultation.pk]), {"how": "email", "upload": upload})
        assert answer.status_code == 422
        assert "its content is not that of a .pdf file" in answer.content.decode()
        answer = client.post(reverse(HERE, args=[consultation.pk]), {"how": "", "text": "We say this."})
        assert answer.status_code == 422
        assert "We say this.</textarea>" in answer.content.decode()

    def test_two_respondents(self, client, analyst, consultation):
        both = f"Respondent: Harbour\n\n{TEXT}\n\nRespondent: Pennine\n\n{TEXT}"
        page = client.post(reverse(HERE, args=[consultation.pk]), {"how": "email", "text": both}, follow=True)
        assert "holds 2 responses" in page.content.decode()


class TestEntering:
    def test_saved_as_far_as_it_has_come(self, client, intake):
        """Half a form, with a date that is none: nothing is checked, nothing is lost."""
        given = {"person_name": "Ada", "received_at": "some day", "c-count": "0", "version": "1", "step": "save"}
        answer = client.post(address("intake_edit", intake), given, follow=True)
        page = answer.content.decode()
        assert "Saved as far as it has come." in page
        assert 'value="some day"' in page
        assert 'value="Ada"' in page
        assert not Submission.objects.exists()

    def test_saved_while_it_is_typed(self, client, intake):
        given = {"person_name": "Ada", "version": "1", "step": "auto"}
        answer = client.post(address("intake_edit", intake), given, headers={"HX-Request": "true"})
        assert re.search(r'name="version" value="2"', " ".join(answer.content.decode().split()))
        intake.refresh_from_db()
        assert intake.entered["person_name"] == ["Ada"]

    def test_what_is_wrong_is_said_where_it_is(self, client, intake):
        given = {"c-count": "1", "c0-text": "x", "version": "1", "step": "check"}
        answer = client.post(address("intake_edit", intake), given)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "Say when it reached SECAS." in page
        assert "Say which clause this is about." in page
        intake.refresh_from_db()
        assert intake.entered["c0-text"] == ["x"]

    def test_of_two_the_second_sees_both_texts(self, client, intake):
        actions.save_intake(intake=intake, by=make.analyst(), entered={"others": ["theirs"]}, version=1)
        answer = client.post(address("intake_edit", intake), {"others": "mine", "version": "1", "step": "save"})
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "theirs" in page
        assert 'value="mine"' in page

    def test_saved_while_it_is_typed_nobody_is_overwritten_and_the_later_is_told(self, client, intake):
        """Not once and not the second time: the page goes on from the version that it knows."""
        theirs = {"others": ["theirs"]}
        actions.save_intake(intake=intake, by=make.analyst(), entered=theirs, version=1)
        given = {"others": "mine", "version": "1", "step": "auto", "page": "one"}
        for _ in range(2):
            answer = client.post(address("intake_edit", intake), given, headers={"HX-Request": "true"})
            page = " ".join(answer.content.decode().split())
            assert answer.status_code == 200
            assert "Not saved. This was changed on another page while you were at it. Press Save" in page
            given["version"] = re.search(r'name="version" value="(\d+)"', page)[1]
            assert given["version"] == "1"
        intake.refresh_from_db()
        assert intake.entered == theirs
        both = client.post(address("intake_edit", intake), given | {"step": "save"}).content.decode()
        assert 'value="mine"' in both
        assert "theirs" in both

    def test_one_in_two_tabs_is_told_as_well(self, client, intake):
        tokens = [self.token(client.get(address("intake_edit", intake))) for _ in range(2)]
        assert tokens[0] != tokens[1]
        sent = [{"others": word, "version": "1", "page": page} for word, page in zip("ab", tokens, strict=True)]
        assert "Saved" in client.post(address("intake_edit", intake), sent[0] | {"step": "auto"}).content.decode()
        assert "Not saved" in client.post(address("intake_edit", intake), sent[1] | {"step": "auto"}).content.decode()
        assert client.post(address("intake_edit", intake), sent[1] | {"step": "save"}).status_code == 409
        assert client.post(address("intake_edit", intake), sent[0] | {"step": "save"}).status_code == 302

    @staticmethod
    def token(answer) -> str:
        return re.search(r'name="page"\s+value="([^"]+)"', answer.content.decode())[1]

    def test_typed_on_after_it_was_set_aside_it_is_told(self, client, intake):
        actions.set_intake_aside(intake=intake, by=make.analyst(), reason="Not ours.")
        answer = client.post(address("intake_edit", intake), {"others": "mine", "version": "1", "step": "auto"})
        assert answer.status_code == 200
        assert "Not saved. Somebody else was faster" in answer.content.decode()
        assert "<html" not in answer.content.decode()

    def test_a_row_more_for_clauses_than_are_filled(self, client, intake):
        given = {"c-count": "2", "c1-as_written": "L9", "version": "1", "step": "save"}
        page = client.post(address("intake_edit", intake), given, follow=True).content.decode()
        assert "c3-as_written" in page
        assert "c4-as_written" not in page


class TestConfirming:
    def test_looked_at_once_more_and_recorded(self, client, intake):
        whose = make.OrganisationFactory()
        given = whole(intake, organisation=whose, step="check")
        answer = client.post(address("intake_edit", intake), given)
        assert answer["Location"] == address("intake_confirm", intake)
        page = client.get(answer["Location"]).content.decode()
        assert f"{whose}, {whose.get_category_display()}" in " ".join(page.split())
        assert "nothing to question 2" in " ".join(page.split())
        assert not Submission.objects.exists()
        answer = client.post(answer["Location"], {"version": "2"})
        made = Submission.objects.get()
        assert answer["Location"] == reverse("consultations:receipt", args=[made.response_id, made.version])
        assert [(of.agreement, of.text) for of in made.answers.all()] == [("disagree", "Nag, it is late.")]
        assert [(of.clause, of.operation, of.anchor) for of in made.clause_comments.all()] == [
            ("L8.7", "delete", "all")
        ]
        page = client.get(reverse(HERE, args=[intake.consultation_id])).content.decode()
        assert f"is response {made.response.number}, {whose}" in page

    def test_pressed_twice_it_is_one(self, client, intake):
        client.post(address("intake_edit", intake), whole(intake, step="check"))
        assert client.post(address("intake_confirm", intake), {"version": "2"}).status_code == 302
        assert client.post(address("intake_confirm", intake), {"version": "2"}).status_code == 409
        assert Submission.objects.count() == 1

    def test_what_is_missing_is_asked_for_first(self, client, intake):
        answer = client.post(address("intake_confirm", intake), {"version": "1"})
        assert answer.status_code == 422
        assert "Say when it reached SECAS." in answer.content.decode()
        assert not Submission.objects.exists()

    def test_what_is_put_right_there_is_sent_to_where_it_is_saved(self, client, intake):
        page = client.get(address("intake_confirm", intake)).content.decode()
        form = re.search(r'<form[^>]+id="intake"[^>]*>', page)[0]
        where = address("intake_edit", intake)
        assert (f'action="{where}"' in form, f'hx-post="{where}"' in form) == (True, True)

    def test_a_refusal_of_the_act_stands_where_it_belongs(self, client, intake):
        given = whole(intake, step="check") | {"received_at": "2090-01-01T12:00"}
        client.post(address("intake_edit", intake), given)
        answer = client.get(address("intake_confirm", intake))
        assert answer.status_code == 422
        assert "This time is still to come" in answer.content.decode()

    def test_what_somebody_changed_meanwhile_is_looked_at_first(self, client, intake):
        given = whole(intake, step="check")
        client.post(address("intake_edit", intake), given)
        intake.refresh_from_db()
        actions.save_intake(intake=intake, by=make.analyst(), entered={**intake.entered, "others": ["x"]}, version=2)
        answer = client.post(address("intake_confirm", intake), {"version": "2"}, follow=True)
        assert "This was changed on another page" in answer.content.decode()
        assert not Submission.objects.exists()


def test_set_aside_and_taken_up_again(client, intake):
    given = {"reason": "It is of another code."}
    client.post(address("intake_set_aside", intake), given | {"step": "review"})
    client.post(address("intake_set_aside", intake), given | {"step": "do"})
    intake.refresh_from_db()
    assert intake.set_aside_because == "It is of another code."
    assert client.get(address("intake_edit", intake)).status_code == 200
    assert client.post(address("intake_edit", intake), {"version": "1"}).status_code == 409
    client.post(address("intake_take_up", intake))
    intake.refresh_from_db()
    assert intake.is_standing


def test_the_original_as_it_was_read_and_as_it_came(client, intake):
    page = client.get(address("intake_original", intake)).content.decode()
    assert "line 3" in page
    assert "Nag, it is late." in page
    answer = client.get(address("intake_file", intake))
    assert b"".join(answer.streaming_content).decode() == TEXT
    assert answer["Content-Disposition"].startswith("attachment")


def copy_of(row: Intake, part: int) -> Intake:
    made = copy(row)
    made.pk, made.part = None, part
    return made


@pytest.mark.parametrize("times", [3, 300])
def test_the_list_asks_as_much_for_many(client, analyst, consultation, django_assert_num_queries, times):
    (row,) = actions.take_in(consultation=consultation, by=analyst, how="email", text=TEXT)
    Intake.objects.bulk_create([copy_of(row, part) for part in range(2, times + 1)])
    client.get(reverse(HERE, args=[consultation.pk]))
    with django_assert_num_queries(LIST_QUERIES):
        assert client.get(reverse(HERE, args=[consultation.pk])).content.count(b"Set aside<") == times


LIST_QUERIES = 5


def test_the_page_of_26_questions_asks_little(client, analyst, django_assert_num_queries):
    consultation = asked.consultation(*(of.text for of in corpus.asked_questions()))
    (row,) = actions.take_in(consultation=consultation, by=analyst, how="email", text=corpus.text(corpus.fixture()))
    client.get(address("intake_edit", row))
    with django_assert_num_queries(EDIT_QUERIES):
        assert client.get(address("intake_edit", row)).status_code == 200


EDIT_QUERIES = 7
