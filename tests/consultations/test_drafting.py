"""A response is written by colleagues: nobody overwrites anybody, nothing that was typed is lost, and nothing of it is
on record."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Affiliation
from audit import clock
from audit.acts import NotAllowed, Refused
from audit.models import Event
from consultations import actions
from consultations.actions.drafted import PAUSE, IsHeld, Overtaken
from consultations.actions.enclosing import MOST_FILES
from consultations.drafts import parts
from consultations.drafts.givens import NOTHING_GIVEN
from consultations.drafts.limits import MOST
from consultations.models import Asks, DraftAnswer, DraftClauseComment, Enclosure, Question, Response, Revision
from notifications.models import Delivery
from tests import factories as make
from tests.consultations import asked
from tests.consultations.drafts import begun, clause, colleague, invited, question, says
from tests.proposals.states import refined

pytestmark = pytest.mark.django_db


@pytest.fixture
def robin():
    return make.party()


@pytest.fixture
def anneke(robin):
    return colleague(robin.organisations[0], name="Anneke Visser")


@pytest.fixture
def response(robin):
    return begun(robin)


def answer(response, by, text, expected=None, **more):
    asked_for = question(response)
    return actions.save_answer(
        response=response, by=by, question=asked_for, given=says(text, **more), expected=expected
    )


def kept(response) -> list[str]:
    return [revision.said["text"] for revision in Revision.objects.filter(response=response)]


class TestBeginning:
    def test_two_colleagues_write_in_the_same_response(self, robin, anneke):
        first = begun(robin)
        again = actions.start_response(consultation=first.consultation, by=anneke, organisation=robin.organisations[0])
        assert again == first
        assert Response.objects.get().started_by == robin

    def test_nothing_of_it_is_on_record(self, response, robin):
        answer(response, robin, "We agree.")
        actions.save_general(response=response, by=robin, text="In general.")
        assert not Event.objects.exists()

    def test_only_for_whom_somebody_acts(self, response, robin):
        other = make.OrganisationFactory()
        with pytest.raises(Refused, match="Choose one of the organisations that you act for"):
            actions.start_response(consultation=response.consultation, by=robin, organisation=other)

    def test_only_for_an_organisation_that_is_asked(self, robin):
        row = asked.consultation(kind="rfi", proposal=refined(make.analyst()), invited=["gas_network"])
        gas = make.OrganisationFactory(category="gas_network")
        Affiliation.objects.create(user=robin, organisation=gas, kind="contributor", starts=make.LONG_AGO)
        own = next(each for each in robin.organisations if each != gas)
        with pytest.raises(Refused, match="asks another organisation of yours"):
            actions.start_response(consultation=row, by=robin, organisation=own)
        assert actions.start_response(consultation=row, by=robin, organisation=gas).organisation == gas
        other = make.party()
        with pytest.raises(Refused, match="It asks: Gas Network"):
            actions.start_response(consultation=row, by=other, organisation=other.organisations[0])

    def test_an_analyst_writes_for_no_party_whatever_they_are_beside(self, robin):
        analyst, organisation = make.analyst(), robin.organisations[0]
        Affiliation.objects.create(user=analyst, organisation=organisation, kind="submitter", starts=make.LONG_AGO)
        with pytest.raises(Refused, match="SECAS runs it and answers none itself"):
            actions.start_response(consultation=asked.consultation(), by=analyst, organisation=organisation)
        assert begun(robin).organisation == organisation

    def test_one_that_is_not_open_yet_or_was_taken_back_is_not_answered(self, robin):
        prepared = asked.consultation()
        prepared.opened_at, prepared.closes_at = None, None
        prepared.save()
        with pytest.raises(Refused, match="not open yet"):
            begun(robin, prepared)
        gone = asked.consultation(taken_back_at=clock.now(), taken_back_because="The text was wrong.")
        with pytest.raises(Refused, match="The text was wrong"):
            begun(robin, gone)

    def test_one_that_has_closed_is_answered_for_what_is_submitted_late(self, robin):
        assert begun(robin, asked.consultation(days=-1)).pk

    def test_whoever_withdrew_begins_another(self, response, robin):
        response.withdrawn_at, response.withdrawn_because = clock.now(), "We think again."
        response.save()
        assert begun(robin, response.consultation) != response

    def test_a_guest_begins_once_and_writes_alone(self):
        guest = invited(asked.consultation())
        first = actions.start_response(consultation=guest.consultation, by=guest)
        assert actions.start_response(consultation=guest.consultation, by=guest) == first
        assert (first.whose, first.category) == ("Petra Lindqvist", "non_party")
        assert answer(first, guest, "From outside.").by is None

    def test_a_guest_of_an_organisation_whose_people_answer_is_sent_to_them(self, response):
        guest = invited(response.consultation, organisation=response.organisation)
        with pytest.raises(Refused, match="Colleagues of yours are answering here already"):
            actions.start_response(consultation=response.consultation, by=guest)


class TestWhoMayWrite:
    def test_those_who_act_for_the_respondent(self, response, robin, anneke):
        assert answer(response, robin, "We agree.").version == 1
        assert answer(response, anneke, "We agree, mostly.", 1).by == anneke

    @pytest.mark.parametrize("stranger", [make.party, make.analyst, make.administrator, make.authority])
    def test_nobody_else(self, response, stranger):
        with pytest.raises(NotAllowed, match="written by those who act for the respondent"):
            answer(response, stranger(), "We agree.")
        assert not DraftAnswer.objects.exists()

    def test_an_analyst_who_acts_for_the_respondent_writes_for_it_and_reads_no_other(self, response, robin):
        both = make.analyst()
        Affiliation.objects.create(user=both, organisation=robin.organisations[0], kind="contributor")
        answer(response, both, "We agree.")
        begun(make.party(), response.consultation)
        assert [r.pk for r in Response.objects.visible_to(both)] == [response.pk]
        assert not Response.objects.visible_to(make.analyst()).exists()

    def test_whoever_has_ceased_to_act_for_it_reads_and_writes_nothing_more(self, response, robin, anneke):
        answer(response, anneke, "Hers.")
        actions.take_part(response=response, by=anneke, part="general")
        Affiliation.objects.filter(user=anneke).update(
            starts=clock.today() - timedelta(days=9), ends=clock.today() - timedelta(days=1)
        )
        gone = type(anneke).objects.get(pk=anneke.pk)
        with pytest.raises(NotAllowed):
            answer(response, gone, "Hers, again.", 1)
        assert not DraftAnswer.objects.visible_to(gone).exists()
        assert DraftAnswer.objects.visible_to(robin).get().text == "Hers."
        assert actions.save_general(response=response, by=robin, text="Her lock is free.").general_version == 1

    def test_a_guest_whose_link_was_revoked_writes_no_more(self):
        guest = invited(asked.consultation())
        response = actions.start_response(consultation=guest.consultation, by=guest)
        guest.revoked_at = clock.now()
        with pytest.raises(NotAllowed):
            answer(response, guest, "Too late.")

    def test_in_what_was_withdrawn_nobody_writes(self, response, robin):
        response.withdrawn_at, response.withdrawn_because = clock.now(), "We think again."
        response.save()
        with pytest.raises(Refused, match="This response was withdrawn on"):
            answer(response, robin, "We agree.")


class TestAnswers:
    def test_it_is_saved_as_far_as_it_has_come(self, response, robin):
        made = answer(response, robin, "", agreement="agree_with_reservation", confidential=True)
        assert (made.agreement, made.text, made.confidential) == ("agree_with_reservation", "", True)

    def test_nothing_typed_is_nothing_written(self, response, robin):
        assert answer(response, robin, " \n").version == 0
        assert not DraftAnswer.objects.exists()

    def test_the_same_again_is_no_other_version(self, response, robin):
        answer(response, robin, "We agree.")
        assert answer(response, robin, "We agree.", 0).version == 1

    def test_an_answer_may_be_emptied(self, response, robin):
        answer(response, robin, "We agree.")
        assert answer(response, robin, "", 1).text == ""

    def test_what_the_question_does_not_ask_for_is_dropped(self, response, robin):
        made = answer(response, robin, "By then.", day=date(2026, 11, 2), least=1, most=2, chosen=["A"])
        assert (made.day, made.least, made.most, made.chosen) == (None, None, None, [])

    @pytest.mark.parametrize(
        "asks, given, words",
        [
            (Asks.AGREEMENT, {"agreement": "perhaps"}, "Choose one of the answers listed"),
            (Asks.CHOICE, {"chosen": ["C"]}, "Choose from the answers listed"),
            (Asks.CHOICE, {"chosen": ["A", "B"]}, "Choose one of the answers listed"),
            (Asks.COST, {"least": 100, "most": None}, "A cost is a range"),
            (Asks.COST, {"least": 200, "most": 100}, "turn them round"),
        ],
    )
    def test_what_no_answer_can_be_is_refused(self, robin, asks, given, words):
        options = {"options": ["A", "B"]} if asks == Asks.CHOICE else {}
        of = asked.consultation("Which?")
        of.questions.questions.update(asks=asks, **options)
        with pytest.raises(Refused, match=words):
            answer(begun(robin, of), robin, "So.", **given)

    def test_a_cost_and_a_date_are_kept(self, robin):
        of = asked.consultation("When?", "How much?")
        of.questions.questions.filter(number=1).update(asks=Asks.DATE)
        of.questions.questions.filter(number=2).update(asks=Asks.COST)
        response = begun(robin, of)
        assert answer(response, robin, "", day=date(2026, 11, 2)).day == date(2026, 11, 2)
        cost = actions.save_answer(
            response=response, by=robin, question=question(response, 2), given={"least": 0, "most": 250_000}
        )
        assert (cost.least, cost.most) == (0, 250_000)

    def test_a_hundred_thousand_words_are_refused_with_the_numbers(self, response, robin):
        with pytest.raises(Refused, match=r"may have 60,000 characters.*this one has 600,000"):
            answer(response, robin, "words " * 100_000)
        assert len(answer(response, robin, "w" * MOST).text) == MOST

    def test_a_question_that_is_no_longer_asked_keeps_what_was_typed(self, response, robin):
        Question.objects.update(withdrawn_at=clock.now(), withdrawn_because="It was asked twice.")
        assert answer(response, robin, "In mid-sentence").text == "In mid-sentence"

    def test_a_consultation_that_closes_or_is_taken_back_keeps_what_was_typed(self, response, robin):
        of = response.consultation
        of.closes_at = clock.now()
        of.save()
        assert answer(response, robin, "In mid-sentence").version == 1
        of.taken_back_at, of.taken_back_because = clock.now(), "The text was wrong."
        of.save()
        assert answer(response, robin, "In mid-sentence, too", 1).version == 2

    def test_a_question_of_another_consultation_is_refused(self, response, robin):
        other = asked.consultation().questions.questions.get()
        with pytest.raises(Refused, match="another consultation"):
            actions.save_answer(response=response, by=robin, question=other, given=says("Here."))


class TestNobodyOverwritesAnybody:
    def test_of_two_the_second_is_shown_what_the_first_wrote(self, response, robin, anneke):
        answer(response, robin, "Robin’s.", 0)
        with pytest.raises(Overtaken, match=r"Robin Ashworth .* saved another text here at") as refused:
            answer(response, anneke, "Anneke’s.", 0)
        overtaken = refused.value
        assert (overtaken.said["text"], overtaken.version, overtaken.name) == ("Robin’s.", 1, robin.name)
        assert DraftAnswer.objects.get().text == "Robin’s."

    def test_what_could_not_be_saved_is_kept_once(self, response, robin, anneke):
        answer(response, robin, "Robin’s.", 0)
        for _ in range(2):
            actions.keep_words(response=response, by=anneke, part="q-1", said=says("Anneke’s."))
        assert [(r.said, r.by) for r in Revision.objects.all()] == [({"text": "Anneke’s.", "not_saved": True}, anneke)]

    def test_a_choice_that_could_not_be_saved_is_kept_as_words_are(self, response, robin, anneke):
        nothing = parts.said_in_answer({**NOTHING_GIVEN})
        for said in ({"agreement": "agree"}, {"chosen": ["A"]}, {"least": 0, "most": 0}, {}):
            actions.keep_words(response=response, by=anneke, part="q-1", said=nothing | said)
        assert [(r.said["agreement"], r.said["chosen"], r.said["least"]) for r in Revision.objects.all()] == [
            ("agree", [], None), ("", ["A"], None), ("", [], 0),
        ]  # fmt: skip

    def test_a_long_reason_for_confidence_that_goes_at_once_is_kept(self, response, robin):
        actions.save_head(response=response, by=robin, confidential=True, confidential_because="prices " * 40)
        actions.save_head(response=response, by=robin, confidential=True, confidential_because="Prices.")
        assert [r.said["confidential_because"] for r in Revision.objects.all()] == [("prices " * 40).strip()]

    def test_written_over_knowingly_the_earlier_words_are_kept(self, response, robin, anneke):
        answer(response, robin, "Robin’s.", 0)
        answer(response, anneke, "Anneke’s.", 1)
        assert kept(response) == ["Robin’s."]
        assert Revision.objects.get().by == robin

    def test_of_one_who_types_on_the_newest_words_stay(self, response, robin):
        for version, text in enumerate(["We", "We agree", "We agree with"]):
            answer(response, robin, text, version)
        assert kept(response) == []

    def test_after_a_pause_of_half_an_hour_the_words_before_it_are_kept(self, response, robin):
        start = clock.now()
        for minutes, text in ((0, "At ten."), (29, "Still writing."), (58, "Still."), (88, "After lunch.")):
            with clock.set_to(start + timedelta(minutes=minutes)):
                answer(response, robin, text)
        assert kept(response) == ["Still."]
        assert timedelta(minutes=30) == PAUSE

    def test_when_most_of_a_long_text_goes_at_once_it_is_kept(self, response, robin):
        answer(response, robin, "long " * 100, 0)
        answer(response, robin, "", 1)
        assert kept(response) == ["long " * 100]

    @pytest.mark.parametrize("save", ["general", "head", "clause"])
    def test_it_holds_for_every_part(self, response, robin, anneke, save):
        made = clause(response, robin) if save == "clause" else None
        first, second = {
            "general": (
                lambda: actions.save_general(response=response, by=robin, text="Robin’s.", expected=0),
                lambda: actions.save_general(response=response, by=anneke, text="Anneke’s.", expected=0),
            ),
            "head": (
                lambda: actions.save_head(response=response, by=robin, others="Robin’s.", expected=1),
                lambda: actions.save_head(response=response, by=anneke, others="Anneke’s.", expected=1),
            ),
            "clause": (
                lambda: clause(response, robin, "Robin’s.", clause=made, expected=1),
                lambda: clause(response, anneke, "Anneke’s.", clause=made, expected=1),
            ),
        }[save]
        first()
        with pytest.raises(Overtaken) as refused:
            second()
        assert "Robin’s." in parts.words_in(refused.value.said)
        assert refused.value.name == robin.name

    def test_earlier_words_are_brought_back_and_what_stood_is_kept_in_its_turn(self, response, robin, anneke):
        answer(response, robin, "Robin’s.", 0, agreement="disagree")
        answer(response, anneke, "Anneke’s.", 1, agreement="agree")
        earlier = Revision.objects.get()
        restored = actions.restore(response=response, by=robin, revision=earlier, expected=2)
        assert (restored.text, restored.agreement, restored.version) == ("Robin’s.", "disagree", 3)
        assert kept(response) == ["Robin’s.", "Anneke’s."]

    def test_brought_back_by_whoever_wrote_a_moment_ago_what_stood_is_kept_too(self, response, robin, anneke):
        answer(response, anneke, "Anneke’s.", 0)
        answer(response, robin, "Robin’s.", 1)
        for _ in range(2):
            actions.restore(response=response, by=robin, revision=Revision.objects.first())
        assert DraftAnswer.objects.get().text == "Anneke’s."
        assert kept(response) == ["Anneke’s.", "Robin’s."]

    @pytest.mark.parametrize("part", ["general", "head", "clause"])
    def test_what_stood_is_kept_of_every_part(self, response, robin, anneke, part):
        made = clause(response, robin, "Nobody’s.") if part == "clause" else None
        save = {
            "general": lambda by, words: actions.save_general(response=response, by=by, text=words),
            "head": lambda by, words: actions.save_head(response=response, by=by, others=words),
            "clause": lambda by, words: clause(response, by, words, clause=made),
        }[part]
        save(anneke, "Anneke’s.")
        save(robin, "Robin’s.")
        earlier = next(r for r in Revision.objects.all() if "Anneke’s." in parts.words_in(r.said))
        actions.restore(response=response, by=robin, revision=earlier)
        assert "Robin’s." in parts.words_in(Revision.objects.last().said)

    def test_what_cannot_be_brought_back_leaves_nothing_behind(self, response, robin, anneke):
        answer(response, anneke, "Anneke’s.", 0)
        answer(response, robin, "Robin’s.", 1)
        actions.take_part(response=response, by=anneke, part=f"q-{question(response).pk}")
        with pytest.raises(IsHeld):
            actions.restore(response=response, by=robin, revision=Revision.objects.get())
        assert kept(response) == ["Anneke’s."]

    def test_nobody_brings_back_words_of_another_response(self, response, robin):
        other = begun(make.party(), response.consultation)
        kept_there = Revision.objects.create(response=other, part="general", said=says("Theirs."), at=clock.now())
        with pytest.raises(Refused, match="another response"):
            actions.restore(response=response, by=robin, revision=kept_there)


class TestClauses:
    @pytest.mark.parametrize(
        "written, read",
        [
            ("L8.1", "L8.1"),
            ("section h9.1 (e)", "H9.1(e)"),
            ("Clause M9.1(E)", "M9.1(e)"),
            ("18.7", ""),
            ("L2.5 and L8.1", ""),
            ("the definition of “Volume”", ""),
        ],
    )
    def test_a_place_is_kept_as_written_and_as_the_house_reads_it(self, response, robin, written, read):
        made = clause(response, robin, as_written=f"  {written} ")
        assert (made.as_written, made.clause) == (written, read)

    def test_each_has_its_place(self, response, robin):
        assert [clause(response, robin, f"Number {n}").place for n in (1, 2)] == [1, 2]

    def test_sent_again_before_the_answer_came_it_is_the_same_grown(self, response, robin):
        first = clause(response, robin, "The limit should")
        again = clause(response, robin, "The limit should be one second.")
        assert (again.pk, again.text, again.version) == (first.pk, "The limit should be one second.", 2)
        assert clause(response, robin, "Another.").pk != first.pk

    @pytest.mark.parametrize(
        "fields, field",
        [
            ({"as_written": "L" * 81}, "as_written"),
            ({"operation": "shout"}, "operation"),
            ({"anchor": "a" * (MOST + 1)}, "anchor"),
        ],
    )
    def test_what_it_cannot_be_is_said_at_its_field(self, response, robin, fields, field):
        with pytest.raises(Refused) as refused:
            clause(response, robin, **{"text": "So.", **fields})
        assert refused.value.field == field

    def test_it_is_saved_as_far_as_it_has_come(self, response, robin):
        row = clause(response, robin, "The limit", as_written="", operation="")
        for version, more in enumerate(({"as_written": "L8.1"}, {"operation": "query"}, {"text": ""}), 1):
            said = parts.said_on_clause(row) | more
            row = actions.save_clause(response=response, by=robin, clause=row, expected=version, **said)
        saved = DraftClauseComment.objects.get()
        assert (saved.as_written, saved.clause, saved.operation, saved.text) == ("L8.1", "L8.1", "query", "")

    def test_sent_again_once_its_place_was_named_it_is_the_same_grown(self, response, robin):
        first = clause(response, robin, "The limit", as_written="", operation="")
        assert clause(response, robin, "The limit should be one second.").pk == first.pk
        assert DraftClauseComment.objects.get().operation == "query"

    def test_one_in_which_no_word_stands_yet_is_never_taken_for_another(self, response, robin):
        chosen = clause(response, robin, "", as_written="", operation="query")
        assert clause(response, robin, "", as_written="", operation="query").pk == chosen.pk
        assert clause(response, robin, "The limit should be one second.").pk != chosen.pk

    def test_what_was_removed_before_it_was_complete_comes_back(self, response, robin):
        made = clause(response, robin, "The limit", as_written="", operation="")
        actions.remove_clause(response=response, by=robin, clause=made, expected=1)
        back = actions.restore(response=response, by=robin, revision=Revision.objects.get())
        assert (back.text, back.as_written, back.operation) == ("The limit", "", "")

    def test_to_delete_needs_no_words(self, response, robin):
        assert clause(response, robin, "", operation="delete", anchor="within 24 hours").text == ""

    def test_removed_it_is_kept_and_comes_back(self, response, robin):
        made = clause(response, robin, anchor="30 seconds")
        actions.remove_clause(response=response, by=robin, clause=made, expected=1)
        actions.remove_clause(response=response, by=robin, clause=made, expected=1)
        assert not DraftClauseComment.objects.exists()
        back = actions.restore(response=response, by=robin, revision=Revision.objects.get())
        assert (back.clause, back.anchor, back.text) == ("L8.1", "30 seconds", made.text)

    def test_one_that_a_colleague_changed_is_not_removed_unseen(self, response, robin, anneke):
        made = clause(response, robin)
        clause(response, anneke, "Anneke’s.", clause=made, expected=1)
        with pytest.raises(Overtaken):
            actions.remove_clause(response=response, by=robin, clause=made, expected=1)

    def test_written_in_while_a_colleague_removed_it_the_words_are_not_lost(self, response, robin, anneke):
        made = clause(response, robin)
        actions.remove_clause(response=response, by=anneke, clause=made)
        with pytest.raises(Refused, match="add them as a new comment"):
            clause(response, robin, "More.", clause=made, expected=1)


class TestHead:
    def test_it_speaks_for_others_and_says_where_it_stands(self, response, robin):
        others = [make.OrganisationFactory(), make.OrganisationFactory()]
        actions.save_head(
            response=response,
            by=robin,
            parties=others,
            others="Two agents",
            position="approve",
            confidential=True,
            confidential_because="It holds our prices.",
            consents=True,
            expected=1,
        )
        saved = Response.objects.get()
        assert set(saved.parties.all()) == set(others)
        assert (saved.position, saved.confidential, saved.consents, saved.version) == ("approve", True, True, 2)

    @pytest.mark.parametrize(
        "fields, field",
        [
            ({"position": "perhaps"}, "position"),
            ({"others": "x" * 301}, "others"),
            ({"confidential_because": "x" * 301}, "confidential_because"),
        ],
    )
    def test_what_it_cannot_be_is_said_at_its_field(self, response, robin, fields, field):
        with pytest.raises(Refused) as refused:
            actions.save_head(response=response, by=robin, **fields)
        assert refused.value.field == field

    def test_nobody_speaks_for_itself_besides(self, response, robin):
        with pytest.raises(Refused, match="choose only others"):
            actions.save_head(response=response, by=robin, parties=[response.organisation])

    def test_that_it_is_ready_is_told_once_to_those_who_may_sign_it_off(self, response, robin, anneke):
        second = colleague(response.organisation, kind="submitter")
        for _ in range(2):
            actions.make_ready(response=response, by=anneke)
        assert {d.user for d in Delivery.objects.all()} == {robin, second}
        assert Response.objects.get().ready_by == anneke
        actions.take_ready_back(response=response, by=anneke)
        assert Response.objects.get().ready_for_sign_off_at is None
        assert not Event.objects.exists()


class TestFiles:
    def pdf(self, name="figures.pdf", more=b""):
        return SimpleUploadedFile(name, b"%PDF-1.7\n" + more)

    def test_a_file_is_kept_once_under_its_hash(self, response, robin):
        first = actions.attach_enclosure(response=response, by=robin, upload=self.pdf(), title="Figures")
        again = actions.attach_enclosure(response=response, by=robin, upload=self.pdf("other.pdf"))
        assert again == first
        assert first.sha256 in first.file.name

    def test_attached_again_in_confidence_it_is_confidential(self, response, robin):
        """The stricter wish holds, whichever came first; what was submitted before stays as it came."""
        open_ = actions.attach_enclosure(response=response, by=robin, upload=self.pdf())
        for confidential in (True, False, True):
            actions.attach_enclosure(response=response, by=robin, upload=self.pdf(), confidential=confidential)
        assert [row.confidential for row in Enclosure.objects.standing()] == [True]
        open_.refresh_from_db()
        assert (open_.confidential, open_.removed_at is None) == (False, False)

    def test_removed_it_stays_for_what_was_submitted_with_it(self, response, robin):
        made = actions.attach_enclosure(response=response, by=robin, upload=self.pdf())
        for _ in range(2):
            actions.remove_enclosure(response=response, by=robin, enclosure=made)
        assert not Enclosure.objects.standing().exists()
        assert Enclosure.objects.get().removed_at

    @pytest.mark.parametrize(
        "name, content, words",
        [
            ("figures.pdf", b"MZ\x90\x00 a program", "not what its name says"),
            ("setup.exe", b"MZ\x90\x00", "cannot be kept"),
            ("figures.pdf", b"", "is empty"),
        ],
    )
    def test_what_is_not_what_it_says_is_refused_whole(self, response, robin, name, content, words):
        with pytest.raises(Refused, match=words):
            actions.attach_enclosure(response=response, by=robin, upload=SimpleUploadedFile(name, content))
        assert not Enclosure.objects.exists()

    def test_so_many_and_no_more(self, response, robin):
        for number in range(MOST_FILES):
            actions.attach_enclosure(response=response, by=robin, upload=self.pdf(more=b"%d" % number))
        with pytest.raises(Refused, match=f"at most {MOST_FILES} files"):
            actions.attach_enclosure(response=response, by=robin, upload=self.pdf(more=b"more"))


class TestHolding:
    def test_whoever_writes_in_a_part_holds_it(self, response, robin, anneke):
        actions.take_part(response=response, by=anneke, part="general")
        with pytest.raises(IsHeld, match=r"Anneke Visser is writing here since \d\d:\d\d\."):
            actions.take_part(response=response, by=robin, part="general")
        with pytest.raises(IsHeld):
            actions.save_general(response=response, by=robin, text="Robin’s.", expected=0)
        assert actions.save_general(response=response, by=anneke, text="Hers.", expected=0).general_version == 1

    def test_left_it_is_free(self, response, robin, anneke):
        actions.take_part(response=response, by=anneke, part="general")
        actions.leave_part(response=response, by=robin, part="general")
        with pytest.raises(IsHeld):
            actions.take_part(response=response, by=robin, part="general")
        actions.leave_part(response=response, by=anneke, part="general")
        actions.take_part(response=response, by=robin, part="general")

    def test_it_is_held_as_long_as_it_is_renewed(self, response, robin, anneke):
        start = clock.now()
        with clock.set_to(start):
            actions.take_part(response=response, by=anneke, part="general")
        with clock.set_to(start + timedelta(minutes=14)):
            actions.take_part(response=response, by=anneke, part="general")
        with clock.set_to(start + timedelta(minutes=28)), pytest.raises(IsHeld):
            actions.take_part(response=response, by=robin, part="general")
        with clock.set_to(start + timedelta(minutes=29)):
            actions.take_part(response=response, by=robin, part="general")

    def test_it_is_taken_over_once_nothing_was_heard_for_two_minutes(self, response, robin, anneke):
        start = clock.now()
        with clock.set_to(start):
            actions.take_part(response=response, by=anneke, part="general")
        with clock.set_to(start + timedelta(seconds=119)), pytest.raises(Refused, match="for two minutes"):
            actions.take_part_over(response=response, by=robin, part="general")
        with clock.set_to(start + timedelta(seconds=120)):
            actions.take_part_over(response=response, by=robin, part="general")
            with pytest.raises(IsHeld, match=robin.name):
                actions.save_general(response=response, by=anneke, text="Hers.", expected=0)

    def test_a_guest_takes_a_part_over_and_writes_in_it(self, robin):
        """Colleagues of the organisation that a guest answers for may have begun to write there."""
        guest = invited(asked.consultation(), organisation=robin.organisations[0])
        response = actions.start_response(consultation=guest.consultation, by=guest)
        start = clock.now()
        with clock.set_to(start):
            actions.take_part(response=response, by=robin, part="general")
        with clock.set_to(start + timedelta(seconds=119)), pytest.raises(Refused, match="for two minutes"):
            actions.take_part_over(response=response, by=guest, part="general")
        with clock.set_to(start + timedelta(seconds=120)):
            actions.take_part_over(response=response, by=guest, part="general")
            assert not response.locks.exists()
            actions.save_general(response=response, by=guest, text="From outside.", expected=0)

    def test_a_guest_holds_nothing(self):
        guest = invited(asked.consultation())
        response = actions.start_response(consultation=guest.consultation, by=guest)
        actions.take_part(response=response, by=guest, part="general")
        assert not response.locks.exists()
