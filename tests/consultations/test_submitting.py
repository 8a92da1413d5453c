"""Responses come in: what is sent, once, in time by the instant of receipt, and by whom."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Affiliation, Category
from audit import clock
from audit.acts import NotAllowed, Refused
from audit.models import Event
from consultations import actions
from consultations.models import (
    ClauseComment,
    DraftClauseComment,
    Question,
    QuestionAnswer,
    Response,
    Submission,
)
from consultations.responses import said
from notifications.models import Message
from tests import factories as make
from tests.consultations import asked
from tests.consultations.answered import draft, record, send, submitter, write
from tests.proposals.states import refined

pytestmark = pytest.mark.django_db

MILLISECOND = timedelta(milliseconds=1)


@pytest.fixture
def row():
    return asked.consultation("Do you agree with the approach?", "When could you start?")


def test_the_draft_is_copied_word_for_word(row):
    drafted = draft(
        row, None, "Yes,\nin the main.", general_comments="We thank you.", position="approve", consents=True
    )
    write(drafted, row.questions.questions.first(), "Yes,\nin the main.", agreement="agree_with_reservation")
    DraftClauseComment.objects.create(
        response=drafted, place=4, clause="L8.7", as_written="L8.7", operation="insert", anchor="the", text="new",
        at=clock.now(),
    )  # fmt: skip
    other = make.OrganisationFactory()
    drafted.parties.add(other)
    sent = send(drafted)
    assert (sent.general_comments, sent.position, sent.consents, sent.confidential) == (
        "We thank you.",
        "approve",
        True,
        False,
    )
    assert (sent.parties, sent.category, sent.version, sent.late) == ([other.name], drafted.category, 1, False)
    answer = QuestionAnswer.objects.get()
    assert (answer.text, answer.agreement) == ("Yes,\nin the main.", "agree_with_reservation")
    clause = ClauseComment.objects.get()
    assert (clause.place, clause.clause, clause.operation, clause.anchor, clause.text) == (
        1,
        "L8.7",
        "insert",
        "the",
        "new",
    )
    assert Response.objects.get().number == 1


def test_only_an_authorised_submitter_of_the_organisation_signs(row):
    drafted = draft(row)
    contributor, stranger = make.UserFactory(), make.party()
    Affiliation.objects.create(
        user=contributor, organisation=drafted.organisation, kind="contributor", starts=make.LONG_AGO
    )
    for who in (contributor, stranger, make.analyst()):
        with pytest.raises(NotAllowed):
            send(drafted, who)
    assert send(drafted).signed_by


def test_only_an_organisation_that_is_asked_answers_and_secas_for_none():
    row = asked.consultation(kind="rfi", proposal=refined(make.analyst()), invited=[Category.GAS_NETWORK])
    gas, large = make.OrganisationFactory(category=Category.GAS_NETWORK), make.OrganisationFactory()
    analyst = make.analyst()
    Affiliation.objects.create(user=analyst, organisation=gas, kind="submitter", starts=make.LONG_AGO)
    of_gas, of_large = draft(row, gas), draft(row, large)
    with pytest.raises(Refused, match=r"It asks: Gas Network Operator\. What is written stays\."):
        send(of_large)
    with pytest.raises(Refused, match="SECAS runs it and answers none itself"):
        send(of_gas, analyst)
    assert send(of_gas).response == of_gas


def test_in_time_is_decided_by_the_instant_of_receipt(row):
    for offset, late in ((-MILLISECOND, False), (timedelta(0), True), (MILLISECOND, True)):
        drafted = draft(row)
        with clock.set_to(row.closes_at + offset):
            sent = send(drafted)
        assert (sent.late, sent.counts) == (late, not late)
    assert Submission.objects.counting().count() == 1


def test_the_same_thing_sent_twice_is_one_and_a_changed_draft_is_the_next_version(row):
    drafted = draft(row)
    by = submitter(drafted.organisation)
    first = send(drafted, by)
    assert send(drafted) == send(drafted, by) == first
    assert Event.objects.filter(action="response_received").count() == 1
    write(drafted, row.questions.questions.first(), "No, on reflection.")
    second = send(drafted, by)
    assert (second.version, list(Submission.objects.counting())) == (2, [second])
    assert first.answers.get().text == "Yes, in the main."
    assert Response.objects.get().number == 1


def test_a_gap_is_named_and_may_be_left(row):
    Question.objects.filter(of=row.questions, number=2).update(required=True)
    drafted = draft(row)
    with pytest.raises(Refused, match="Question 2 should be answered") as refused:
        send(drafted)
    assert refused.value.field == "accepts_gaps"
    assert send(drafted, accepts_gaps=True).answers.count() == 1


def half(drafted, **more):
    """A comment on a clause that nobody has finished."""
    fields = {"as_written": "", "operation": "", "text": "The limit", **more}
    return actions.save_clause(response=drafted, by=submitter(drafted.organisation), **fields)


def test_a_comment_on_a_clause_that_is_not_complete_is_named_and_may_be_left_in_the_draft(row):
    drafted = draft(row)
    for more in ({}, {"as_written": "L8.1", "text": ""}, {"as_written": "L8.7", "operation": "delete", "text": ""}):
        half(drafted, **more)
    with pytest.raises(Refused, match=r"Comments on clauses are not complete \(no clause named, L8\.1\)") as refused:
        send(drafted)
    assert refused.value.field == "accepts_gaps"
    sent = send(drafted, accepts_gaps=True)
    assert [comment.as_written for comment in sent.clause_comments.all()] == ["L8.7"]
    assert DraftClauseComment.objects.count() == 3


def test_one_that_was_completed_is_sent_in_its_place(row):
    drafted = draft(row)
    first = half(drafted)
    half(drafted, as_written="L8.7", operation="delete", text="")
    said = {"as_written": "L8.1", "operation": "query", "text": "The limit?"}
    actions.save_clause(response=drafted, by=first.by, clause=first, **said)
    sent = send(drafted)
    assert [(c.place, c.as_written) for c in sent.clause_comments.all()] == [(1, "L8.1"), (2, "L8.7")]


def test_one_that_says_nothing_is_no_gap_and_is_not_sent(row):
    drafted = draft(row)
    made = half(drafted)
    nothing = {"as_written": " ", "operation": "", "text": "\n", "confidential": True}
    actions.save_clause(response=drafted, by=made.by, clause=made, **nothing)
    assert not send(drafted).clause_comments.exists()


def test_a_comment_alone_that_is_not_complete_is_no_response(row):
    drafted = asked.response(row, make.OrganisationFactory())
    half(drafted)
    with pytest.raises(Refused, match="nothing in it yet"):
        send(drafted, accepts_gaps=True)


def test_one_that_was_begun_while_somebody_looked_is_shown_but_in_the_last_minutes_left_in_the_draft(row):
    drafted = draft(row)
    seen = drafted_now(drafted).shown
    half(drafted)
    with pytest.raises(Refused, match="while you were looking"):
        send(drafted, opened=seen)
    with clock.set_to(row.closes_at - timedelta(minutes=1)):
        with pytest.raises(Refused, match=r"A comment on a clause is not complete \(no clause named\)"):
            send(drafted, opened=drafted_now(drafted).shown)
        sent = send(drafted, opened=seen)
    assert not sent.clause_comments.exists()
    assert DraftClauseComment.objects.get().text == "The limit"


def drafted_now(response):
    return said.drafted(response, list(Question.objects.filter(of=response.consultation.questions_id)))


def test_nothing_is_not_sent(row):
    with pytest.raises(Refused, match="nothing in it yet"):
        send(asked.response(row, make.OrganisationFactory()))


def test_what_somebody_changed_meanwhile_is_shown_once_more_but_not_in_the_last_minutes(row):
    drafted = draft(row)
    with pytest.raises(Refused, match="while you were looking"):
        send(drafted, opened="0" * 64)
    with clock.set_to(row.closes_at - timedelta(minutes=1)):
        assert send(drafted, opened="0" * 64).version == 1


def test_an_answer_that_does_not_apply_stays_in_the_draft(row):
    first, second = row.questions.questions.all()
    Question.objects.filter(pk=second.pk).update(only_if=first, only_if_answers=["disagree"])
    drafted = draft(row, None, "Yes.", "In May.")
    write(drafted, first, "Yes.", agreement="agree")
    assert [answer.question for answer in send(drafted).answers.all()] == [first]
    assert drafted.drafts.count() == 2


def test_whoever_may_speak_for_the_organisation_gets_one_receipt_with_a_copy(row):
    drafted = draft(row, None, "Yes, in the main.")
    by, other = submitter(drafted.organisation), submitter(drafted.organisation)
    sent = send(drafted, by)
    send(drafted, other)
    letter = Message.objects.get(audience="receipt")
    assert {copy.user for copy in letter.deliveries.all()} == {by, other}
    for words in ("Yes, in the main.", sent.digest, drafted.organisation.short_name, "before the close"):
        assert words in letter.body


# --- by another way


def test_one_that_came_by_mail_stands_beside_the_draft(row):
    drafted = draft(row)
    upload = SimpleUploadedFile("Our response.txt", b"We agree with it.")
    sent = record(row, organisation=drafted.organisation, enclosures=[{"upload": upload}], signed_by="Robin Ashworth")
    assert (sent.response, sent.how, sent.signed_by) == (drafted, "email", "Robin Ashworth")
    assert drafted.drafts.get().text == "Yes, in the main."
    assert [(file.kind, file.filename) for file in sent.enclosures.all()] == [("original", "Our response.txt")]


def test_the_same_mail_entered_twice_is_one(row):
    organisation = make.OrganisationFactory()
    assert record(row, organisation=organisation) == record(row, organisation=organisation)
    people = {"person_name": "Robin Ashworth", "category": Category.NON_PARTY}
    assert record(row, **people) == record(row, **people)
    assert Response.objects.count() == 2
    assert sorted(Response.objects.values_list("number", flat=True)) == [1, 2]


def test_what_came_before_another_and_is_entered_after_it_does_not_replace_it(row):
    drafted = draft(row)
    online = send(drafted)
    earlier = record(row, organisation=drafted.organisation, received_at=online.received_at - timedelta(hours=1))
    assert (earlier.version, list(Submission.objects.counting())) == (2, [online])


def test_only_secas_records_and_only_what_reached_it_while_it_was_asked(row):
    organisation = make.OrganisationFactory()
    with pytest.raises(NotAllowed):
        record(row, organisation=organisation, by=submitter(organisation))
    for at in (row.opened_at - MILLISECOND, clock.now() + timedelta(hours=1)):
        with pytest.raises(Refused):
            record(row, organisation=organisation, received_at=at)
    with clock.set_to(row.closes_at + timedelta(days=1)):
        assert not record(row, organisation=organisation, received_at=row.closes_at - MILLISECOND).late
        assert record(row, organisation=make.OrganisationFactory(), received_at=row.closes_at).late


# --- which of several versions is the newest


def mail_of_before(row, online, **more):
    """One that reached SECAS an hour before what was sent here, and is entered after it."""
    at = online.received_at - timedelta(hours=1)
    return record(row, organisation=online.response.organisation, received_at=at, **more)


def test_what_was_sent_here_last_is_not_sent_again_because_an_older_mail_was_entered_since(row):
    drafted = draft(row)
    by = submitter(drafted.organisation)
    online = send(drafted, by)
    mail_of_before(row, online)
    assert send(drafted, by) == online
    assert Submission.objects.count() == 2
    write(drafted, row.questions.questions.first(), "No, on reflection.")
    assert send(drafted, by).version == 3


def test_a_mail_entered_again_after_something_else_came_in_is_one(row):
    online = send(draft(row))
    mail = mail_of_before(row, online)
    later = record(row, organisation=online.response.organisation, received_at=clock.now(), general_comments="More.")
    assert mail_of_before(row, online, by=make.analyst()) == mail
    assert [made.version for made in (online, mail, later)] == [1, 2, 3]
    assert Submission.objects.count() == 3


def test_a_mail_that_was_refused_as_late_is_one_when_it_is_entered_again(row):
    organisation = make.OrganisationFactory()
    with clock.set_to(row.closes_at + timedelta(days=1)):
        late = record(row, organisation=organisation, received_at=row.closes_at)
        actions.decide_late(submission=late, by=make.analyst(), accepted=False, reason="It was late.")
        assert record(row, organisation=organisation, received_at=row.closes_at) == late
    assert Submission.objects.count() == 1


def test_the_same_words_received_in_time_are_received_beside_those_that_were_late(row):
    organisation = make.OrganisationFactory()
    with clock.set_to(row.closes_at + timedelta(days=1)):
        late = record(row, organisation=organisation, received_at=row.closes_at)
        in_time = record(row, organisation=organisation, received_at=row.closes_at - MILLISECOND)
    assert (late.late, in_time.late, in_time.version) == (True, False, 2)
    assert list(Submission.objects.counting()) == [in_time]
