"""What was recorded of a DCC assessment put right: the day of an acknowledgement, and the answer to a question with the
clock that rests on it. In working days, argued by hand: asked for on Monday 2 March 2026, fifteen working days end on
Monday 23 March; each working day after a question, up to and including the day of its answer, is added."""

from datetime import date

import pytest
from django.urls import reverse

from audit.acts import NotAllowed, Refused
from audit.models import Event, EventDetail
from notifications.models import Message
from proposals.actions import assessments
from proposals.actions.dccrecorded import correct_acknowledgement, correct_clarification
from tests import factories as make
from tests.proposals.refining import REQUESTED, answered, at, dcc, preliminary, refining
from tests.proposals.states import everything

pytestmark = pytest.mark.django_db

WHY, SAME = "It was mistyped.", "This is what the record says already"
ASKED, TOLD, TODAY = date(2026, 3, 5), date(2026, 3, 6), date(2026, 3, 18)


@pytest.fixture
def by():
    return make.analyst()


@pytest.fixture
def speaker():
    return dcc()


@pytest.fixture
def assessment(by, speaker):
    proposal = refining(by)
    with at(REQUESTED):
        made = preliminary(proposal, by)
        return assessments.acknowledge_assessment(proposal=proposal, by=speaker, assessment=made)


@pytest.fixture
def question(by, assessment):
    """Asked on Thursday the 5th and recorded as answered on Friday the 6th: due a day later, on the 24th."""
    own = {"proposal": assessment.proposal, "by": by}
    made = assessments.ask_clarification(**own, assessment=assessment, question="What?", on=ASKED)
    return assessments.answer_clarification(**own, clarification=made, answer="That.", on=TOLD)


@pytest.fixture(autouse=True)
def on_the_day(by):
    with at(TODAY):
        yield


def last_entry() -> dict:
    return EventDetail.objects.get(sequence=Event.objects.latest("sequence").sequence).body


def last_mail() -> Message:
    return Message.objects.filter(audience="assessment").latest("pk")


def right(question, by, **new):
    own = {"proposal": question.assessment.proposal, "by": by, "clarification": question}
    return correct_clarification(**own, **{"reason": WHY, "answer": "That.", "answered_on": TOLD} | new)


def test_an_answer_that_came_later_holds_the_clock_longer_and_the_dcc_is_told_again(by, speaker, question):
    assert question.assessment.due_on == date(2026, 3, 24)
    put = right(question, by, answer="This.", answered_on=date(2026, 3, 10))
    put.assessment.refresh_from_db()
    assert put.assessment.due_on == date(2026, 3, 26)  # the 6th, 9th and 10th stood still
    change = put.assessment.due_changes.last()
    assert (change.was, change.becomes, change.on) == (date(2026, 3, 24), date(2026, 3, 26), TODAY)
    assert change.reason == f"A question was open until 10 March 2026, and not until 6 March 2026. {WHY}"
    assert last_entry()["before"] == {
        "Answer": "That.",
        "Answered on": "6 March 2026",
        "The assessment is due on": "24 March 2026",
    }
    assert last_entry()["after"] == {
        "Answer": "This.",
        "Answered on": "10 March 2026",
        "The assessment is due on": "26 March 2026",
    }
    mail = last_mail()
    assert mail.subject.endswith("Preliminary Assessment: the answer to your question is put right")
    assert [d.user for d in mail.deliveries.all()] == [speaker]
    for words in ("What?\n\nThis.", f"Put right: {WHY}", "It is due on Thursday 26 March 2026."):
        assert words in mail.body


def test_a_date_that_the_dcc_was_told_is_never_brought_forward(by, question):
    right(question, by, answered_on=date(2026, 3, 10))
    put = right(question, by, answered_on=TOLD)
    assert put.assessment.due_on == date(2026, 3, 26)
    assert put.assessment.due_changes.count() == 2
    longer = right(
        question, by, answered_on=date(2026, 3, 11)
    )  # four days stood still, of which three are given already
    assert longer.assessment.due_on == date(2026, 3, 27)


def test_other_words_leave_the_clock_alone(by, question):
    put = right(question, by, answer="This.")
    assert (put.answer, put.assessment.due_on) == ("This.", date(2026, 3, 24))
    assert last_entry()["after"] == {"Answer": "This."}


def test_how_late_an_assessment_was_follows_the_clock(by, question):
    proposal, assessment = question.assessment.proposal, question.assessment
    with at(date(2026, 3, 27)):
        given = answered(proposal, by, assessment)
        assert given.days_late == 3  # due on the 24th
        put = right(question, by, answered_on=date(2026, 3, 10))
        put.assessment.refresh_from_db()
        assert (put.assessment.due_on, put.assessment.days_late) == (date(2026, 3, 26), 1)
        assert last_entry()["after"]["The assessment was given"] == "1 working day late"
        assert "It is due" not in last_mail().body
        with at(date(2026, 3, 30)), pytest.raises(Refused, match="was given on 27 March 2026, before that day"):
            right(question, by, answered_on=date(2026, 3, 30))


def test_nothing_is_due_of_a_request_that_was_cancelled(by, question):
    proposal, assessment = question.assessment.proposal, question.assessment
    assessments.cancel_assessment(proposal=proposal, by=by, assessment=assessment, why="No longer needed.")
    put = right(question, by, answered_on=date(2026, 3, 10))
    assert (put.answered_on, put.assessment.due_on) == (date(2026, 3, 10), date(2026, 3, 24))


@pytest.mark.parametrize(
    "new, words",
    [
        ({}, SAME),
        ({"answer": " "}, "Write the answer"),
        ({"answered_on": date(2026, 3, 4)}, "when the question was asked"),
        ({"answered_on": date(2026, 3, 19)}, "still to come"),
        ({"answer": "This.", "reason": ""}, "Say why"),
        ({"answer": "This.", "opened": "other"}, "Somebody else changed this"),
    ],
)
def test_an_answer_is_corrected_to_what_can_have_been(new, words, by, question):
    with pytest.raises(Refused, match=words):
        right(question, by, **new)


def test_what_does_not_stand_is_not_put_right(by, assessment):
    own = {"proposal": assessment.proposal, "by": by}
    open_one = assessments.ask_clarification(**own, assessment=assessment, question="What?", on=ASKED)
    with pytest.raises(Refused, match="has not been answered"):
        right(open_one, by)
    assessments.cancel_assessment(**own, assessment=assessment, why="Asked by mistake.")
    again = assessments.request_assessment(
        **own, kind="preliminary", requirement_set=assessment.requirement_set, on=date(2026, 3, 17)
    )
    with pytest.raises(Refused, match="has not acknowledged"):
        correct_acknowledgement(**own, assessment=again, reason=WHY, acknowledged_on=TODAY)


def test_the_day_of_an_acknowledgement_is_put_right_and_secas_told(by, assessment):
    own = {"proposal": assessment.proposal, "by": by, "assessment": assessment, "reason": WHY}
    lead = make.analyst()
    assessment.proposal.lead_analyst = lead
    assessment.proposal.save(update_fields=["lead_analyst"])
    assert correct_acknowledgement(**own, acknowledged_on=date(2026, 3, 4)).acknowledged_on == date(2026, 3, 4)
    assert last_entry()["before"] == {"Acknowledged on": "2 March 2026"}
    assert last_entry()["after"] == {"Acknowledged on": "4 March 2026"}
    mail = last_mail()
    assert mail.subject.endswith("Preliminary Assessment: day of the acknowledgement put right")
    assert [d.user for d in mail.deliveries.all()] == [lead]
    for day, words in (
        (date(2026, 3, 4), SAME),
        (date(2026, 2, 27), "when the assessment was requested"),
        (date(2026, 3, 19), "still to come"),
    ):
        with pytest.raises(Refused, match=words):
            correct_acknowledgement(**own, acknowledged_on=day)


def test_only_secas_puts_any_of_it_right(by, speaker, question):
    assessment = question.assessment
    own = {"proposal": assessment.proposal, "assessment": assessment, "reason": WHY}
    people = (speaker, assessment.proposal.proposer, make.authority())
    before = everything()
    for person in people:
        with pytest.raises(NotAllowed, match="Only SECAS puts right"):
            right(question, person, answer="This.")
        with pytest.raises(NotAllowed, match="Only SECAS puts right"):
            correct_acknowledgement(**own, by=person, acknowledged_on=TODAY)
    assert everything() == before
    right(question, by, answer="This.")
    correct_acknowledgement(**own, by=by, acknowledged_on=TODAY)


def test_the_page_says_what_becomes_of_the_clock_and_who_is_told(client, by, speaker, question):
    slug = question.assessment.proposal.slug
    client.force_login(by)
    tab = reverse("proposals:refinement", args=[slug])
    address = reverse("proposals:clarification_step", args=[slug, question.pk, "correct"])
    assert address in client.get(tab).content.decode()
    form = client.get(address).context["form"]
    sent = {"answer": "That.", "answered_on": "2026-03-10", "reason": WHY, "opened": form.initial["opened"]}
    looked = client.post(address, sent | {"step": "review"})
    assert {effect.term: effect.items_list for effect in looked.context["effects"]} == {
        "What changes": [
            "Answered on: 6 March 2026 becomes 10 March 2026.",
            "The assessment is due on: 24 March 2026 becomes 26 March 2026.",
        ],
        "Who is told": ["1 person is told: everybody who speaks for the DCC."],
    }
    question.refresh_from_db()
    assert question.answered_on == TOLD
    assert client.post(address, sent | {"step": "do"}).url == tab
    question.refresh_from_db()
    assert question.answered_on == date(2026, 3, 10)
    earlier = client.post(address, {"answer": "That.", "answered_on": "2026-03-06", "reason": WHY, "step": "review"})
    assert earlier.context["effects"][0].items_list == [
        "Answered on: 10 March 2026 becomes 6 March 2026.",
        "The assessment stays due on 26 March 2026: a date that the DCC was told is not brought forward.",
    ]
    client.force_login(speaker)
    assert address not in client.get(tab).content.decode()
