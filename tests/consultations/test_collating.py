"""Tags, redactions and the publication of responses: who may, what is refused and why, what the history tells."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from audit import clock
from audit.acts import NotAllowed, Refused
from audit.models import Event, EventDetail
from consultations import actions, shown
from consultations.actions.releasing import LATE_FIRST, release_of
from consultations.collation.counting import counted
from consultations.models import (
    ClauseComment,
    Consultation,
    QuestionAnswer,
    Redaction,
    Response,
    Submission,
    Tag,
    Tagging,
)
from tests import factories as make
from tests.consultations import answered, asked
from tests.consultations.asked import version_after

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return make.analyst()


@pytest.fixture
def over():
    return asked.consultation("One?", "Two?", days=-1)


@pytest.fixture
def sent(over):
    return asked.submission(
        over, answers=[(1, "agree", "Ask Kim Dell, and then\nKim Dell again.")], general_comments="So."
    )


def answer(sent) -> str:
    return f"a{sent.answers.get().pk}"


def refused(words: str):
    return pytest.raises(Refused, match=re.escape(words))


def said_of(action: str) -> list[tuple[str, str]]:
    found = Event.objects.filter(action=action).order_by("sequence")
    return [(e.classification, EventDetail.objects.get(sequence=e.sequence).body["sentence"]) for e in found]


def read_by(user) -> str:
    [text] = shown.texts(QuestionAnswer.objects.all(), user)
    return text.text


# Tags --------------------------------------------------------------------------------------------


def on_it(sent) -> set[str]:
    return set(Tagging.objects.standing().filter(answer=sent.answers.get()).values_list("tag__name", flat=True))


def test_tags_are_made_put_on_and_taken_off(by, over, sent):
    actions.tag_text(consultation=over, by=by, place=answer(sent), put=["Costs", "Timing"])
    actions.tag_text(consultation=over, by=by, place=answer(sent), put=["costs"], take=["Timing", "Unknown"])
    assert on_it(sent) == {"Costs"}
    assert set(Tag.objects.values_list("name", flat=True)) == {"Costs", "Timing"}
    assert [words for _, words in said_of("text_tagged")] == [
        "Question 1, response 1. Tagged “Costs”. Tagged “Timing”.",
        "Question 1, response 1. No longer tagged “Timing”.",
    ]


def test_the_same_once_more_is_nothing(by, over, sent):
    for _ in range(2):
        actions.tag_text(consultation=over, by=by, place=answer(sent), put=["Costs"])
    assert Tagging.objects.count() == Event.objects.filter(action="text_tagged").count() == 1


@pytest.mark.parametrize(("name", "words"), [(" ", "Give the tag a name."), ("x" * 61, "At most 60 characters")])
def test_a_tag_has_a_name_of_some_length(by, over, sent, name, words):
    with refused(words):
        actions.tag_text(consultation=over, by=by, place=answer(sent), put=[name])


def test_a_text_that_does_not_count_any_more_is_not_tagged(by, over, sent):
    key = answer(sent)
    Response.objects.update(withdrawn_at=clock.now(), withdrawn_because="So.")
    with refused("It does not count any more"):
        actions.tag_text(consultation=over, by=by, place=key, put=["Costs"])


def test_a_tag_is_renamed_unless_another_is_called_so(by, over, sent):
    actions.tag_text(consultation=over, by=by, place=answer(sent), put=["Costs", "Timing"])
    costs = Tag.objects.get(name="Costs")
    actions.rename_tag(tag=costs, by=by, name="What it costs")
    with refused("There is a tag “Timing” already. Merge this one into it."):
        actions.rename_tag(tag=costs, by=by, name="TIMING")
    assert on_it(sent) == {"What it costs", "Timing"}


def test_a_tag_goes_into_another_once(by, over, sent):
    other = asked.submission(over, answers=[(1, "agree", "Yes.")])
    actions.tag_text(consultation=over, by=by, place=answer(sent), put=["Costs", "Prices"])
    actions.tag_text(consultation=over, by=by, place=answer(other), put=["Prices"])
    prices, costs = Tag.objects.get(name="Prices"), Tag.objects.get(name="Costs")
    actions.merge_tags(tag=prices, by=by, into=costs)
    assert on_it(sent) == on_it(other) == {"Costs"}
    for again in (
        lambda: actions.merge_tags(tag=prices, by=by, into=costs),
        lambda: actions.rename_tag(tag=prices, by=by, name="Fees"),
    ):
        with refused("Somebody else was faster: “Prices” was merged into another tag."):
            again()
    with refused("Choose another tag"):
        actions.merge_tags(tag=costs, by=by, into=costs)
    actions.tag_text(consultation=over, by=by, place=answer(other), put=["prices"])
    assert on_it(other) == {"Costs", "Prices"}


# Redactions --------------------------------------------------------------------------------------


def published(of) -> None:
    Consultation.objects.filter(pk=of.pk).update(responses_published_at=clock.now())


def test_words_are_redacted_and_lifted_again(by, over, sent):
    published(over)
    reads = AnonymousUser()
    made = actions.redact_text(consultation=over, by=by, place=answer(sent), quote="Kim Dell", reason="Names somebody")
    marked = "Ask [Redacted: Names somebody], and then\n[Redacted: Names somebody] again."
    assert (read_by(reads), read_by(by)) == (marked, "Ask Kim Dell, and then\nKim Dell again.")
    actions.lift_redaction(redaction=made, by=by, reason="They agreed.")
    assert read_by(reads) == read_by(by)
    held = Redaction.objects.get()
    assert (held.reason, held.lifted_because, held.lifted_at is not None) == ("Names somebody", "They agreed.", True)
    with refused("Somebody else was faster: this redaction was lifted."):
        actions.lift_redaction(redaction=made, by=by, reason="They agreed.")


def test_a_whole_text_is_redacted(by, over, sent):
    published(over)
    actions.redact_text(consultation=over, by=by, place=answer(sent), reason="Names somebody")
    assert read_by(AnonymousUser()) == "[Redacted: Names somebody]"


def test_words_copied_from_the_page_are_found_across_a_line_end(by, over, sent):
    published(over)
    quote = "Kim Dell, and then Kim Dell"
    actions.redact_text(consultation=over, by=by, place=answer(sent), quote=quote, reason="Names somebody")
    assert read_by(AnonymousUser()) == "Ask [Redacted: Names somebody] again."


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"quote": "Robin Ashworth", "reason": "So"}, "These words do not stand there."),
        ({"quote": "kim dell", "reason": "So"}, "These words do not stand there."),
        ({"quote": "A", "reason": "So"}, "Give 3 letters at least"),
        ({"quote": "Kim Dell", "reason": " "}, "Say why it is not to be read."),
        ({"quote": "Kim Dell", "reason": "x" * 301}, "At most 300 characters"),
    ],
)
def test_what_is_not_there_or_says_no_reason_is_refused(by, over, sent, fields, words):
    with refused(words):
        actions.redact_text(consultation=over, by=by, place=answer(sent), **fields)
    assert not Redaction.objects.exists()


def test_the_same_redaction_is_one_and_with_another_reason_none(by, over, sent):
    given = {"consultation": over, "by": by, "place": answer(sent), "quote": "Kim Dell"}
    first = actions.redact_text(**given, reason="Names somebody")
    assert actions.redact_text(**given, reason="Names somebody") == first
    with refused("This is redacted already: Names somebody Lift that first."):
        actions.redact_text(**given, reason="Other")
    assert Redaction.objects.count() == Event.objects.filter(action="text_redacted").count() == 1


def on_a_clause(of, written: str, **fields) -> ClauseComment:
    return ClauseComment.objects.create(
        submission=asked.submission(of), place=1, as_written=written, operation="query", text="Why?", **fields
    )


def test_the_words_that_name_a_clause_are_redacted_and_stand_in_no_history(by, over):
    placed = on_a_clause(over, "the clause that Kim Dell wrote")
    published(over)
    redaction = {"consultation": over, "by": by, "place": f"c{placed.pk}", "quote": "Kim Dell"}
    actions.redact_text(**redaction, reason="Names somebody")
    [read] = shown.texts(ClauseComment.objects.all(), AnonymousUser())
    assert read.clause == "the clause that [Redacted: Names somebody] wrote"
    assert said_of("text_redacted") == [("amber", "A clause, response 1: words redacted. Names somebody")]


def test_the_history_repeats_no_word_that_is_kept_back(by, over, sent):
    actions.redact_text(consultation=over, by=by, place=answer(sent), quote="Kim Dell", reason="Names somebody")
    assert said_of("text_redacted") == [("amber", "Question 1, response 1: words redacted. Names somebody")]


def test_of_what_was_said_in_confidence_the_history_tells_nobody(by, over):
    secret = asked.submission(over, answers=[(1, "agree", "Kim Dell.")], confidential=True)
    actions.redact_text(consultation=over, by=by, place=answer(secret), reason="Names somebody")
    actions.tag_text(consultation=over, by=by, place=answer(secret), put=["Costs"])
    assert [each[0] for action in ("text_redacted", "text_tagged") for each in said_of(action)] == ["red", "red"]


# Publishing --------------------------------------------------------------------------------------


def test_responses_are_published_and_taken_back(by, over, sent):
    reads = AnonymousUser()
    assert not Submission.objects.visible_to(reads).exists()
    shown_to = release_of(over).shown
    actions.publish_responses(consultation=over, by=by, shown=shown_to)
    assert Submission.objects.visible_to(reads).get() == sent
    with refused("Somebody else was faster: they are published."):
        actions.publish_responses(consultation=over, by=by, shown=shown_to)
    actions.take_responses_back(consultation=over, by=by, reason="A name was left in.")
    assert not Submission.objects.visible_to(reads).exists()
    with refused("Somebody else was faster: they are not published."):
        actions.take_responses_back(consultation=over, by=by, reason="Again.")
    assert said_of("responses_published") == [("white", "Testing arrangements: 1 response published.")]
    assert said_of("responses_taken_back") == [
        ("white", "Testing arrangements: responses are no longer published. A name was left in.")
    ]


def test_what_becomes_public_is_counted_before_it_does(by, over, sent):
    asked.submission(over, confidential=True)
    quiet = asked.submission(over, consents=False)
    QuestionAnswer.objects.create(
        submission=quiet, question=over.questions.questions.get(number=1), text="Hm.", confidential=True
    )
    actions.redact_text(consultation=over, by=by, place=answer(sent), quote="Kim Dell", reason="Names somebody")
    found = release_of(over)
    assert (found.open, found.unnamed, found.confidential, found.parts, found.redacted) == (2, 1, 1, 1, 1)


def test_what_changed_since_it_was_looked_at_is_not_published(by, over, sent):
    shown_to = release_of(over).shown
    asked.submission(over)
    with refused("Look at what is published once more."):
        actions.publish_responses(consultation=over, by=by, shown=shown_to)


@pytest.mark.parametrize("left", [timedelta(days=1), timedelta(0)])
def test_until_it_is_over_nothing_is_published(by, left):
    """Also not in the moment of its end, while what reached the server in time is still being written."""
    of = asked.consultation("One?")
    Consultation.objects.update(closes_at=clock.now() + left)
    asked.submission(of)
    with refused("Until the consultation is over"):
        actions.publish_responses(consultation=of, by=by)


def test_late_ones_are_decided_first(by, over, sent):
    asked.submission(over, late=True)
    with refused(LATE_FIRST):
        actions.publish_responses(consultation=over, by=by)
    Submission.objects.filter(late=True).update(
        late_decision="refused", decided_at=clock.now(), decided_because="It was a week late."
    )
    actions.publish_responses(consultation=over, by=by)
    assert Submission.objects.visible_to(AnonymousUser()).get() == sent


def late_one(over, by):
    late = asked.submission(over, answers=[(1, "agree", "Late.")], late=True, received_at=over.closes_at)
    return lambda: actions.decide_late(submission=late, by=by, accepted=True, reason="A bank holiday.")


def mail(over, by):
    return lambda: answered.record(over, by=by, organisation=make.OrganisationFactory())


def newer_version(over, by):
    sent = asked.submission(over, answers=[(1, "agree", "First.")])
    return lambda: answered.record(over, by=by, organisation=sent.response.organisation)


@pytest.mark.parametrize("way", [late_one, mail, newer_version])
def test_what_comes_to_count_after_publication_waits_until_it_is_looked_at(by, over, sent, way):
    """Its words were not looked through for names, nor was anything redacted in them."""
    reads, act = AnonymousUser(), None
    act = way(over, by)
    if way is late_one:
        Submission.objects.filter(late=True).update(
            late_decision="refused", decided_at=clock.now(), decided_because="It was late."
        )
    actions.publish_responses(consultation=over, by=by)
    act()
    over.refresh_from_db()
    newest = Submission.objects.order_by("pk").last()
    assert newest in Submission.objects.visible_to(by).counting()
    assert set(Submission.objects.visible_to(reads)) == {sent}
    assert (counted(over, secas=True).responses, counted(over, secas=False).responses) == (2, 1)
    found = release_of(over)
    assert (found.open, found.confidential) == (1, 0)
    actions.publish_responses(consultation=over, by=by, shown=found.shown)
    assert set(Submission.objects.visible_to(reads)) == {sent, newest}
    assert counted(over, secas=False).responses == 2
    with refused("Somebody else was faster: they are published."):
        actions.publish_responses(consultation=over, by=by, shown=found.shown)


def test_what_counts_again_after_publication_waits_too(by, over, sent):
    """A late version was accepted and published; refused after all, what counts is one that nobody has looked at."""
    at = {"received_at": over.closes_at, "late": True}
    newer = version_after(sent, **at, late_decision="accepted", decided_at=clock.now(), decided_because="A holiday.")
    reads = AnonymousUser()
    actions.publish_responses(consultation=over, by=by)
    assert Submission.objects.visible_to(reads).get() == newer
    actions.decide_late(submission=newer, by=by, accepted=False, reason="It was no holiday.")
    assert Submission.objects.counting().get() == sent
    assert not Submission.objects.visible_to(reads).exists()
    actions.publish_responses(consultation=over, by=by)
    assert Submission.objects.visible_to(reads).get() == sent


def test_a_decision_in_other_words_takes_nothing_from_readers(by, over, sent):
    late_one(over, by)()
    late = Submission.objects.get(late=True)
    actions.publish_responses(consultation=over, by=by)
    actions.decide_late(submission=late, by=by, accepted=True, reason="A bank holiday in Scotland.")
    assert late in Submission.objects.visible_to(AnonymousUser())


def test_nothing_is_published_of_nothing(by, over):
    with refused("There is no response that counts"):
        actions.publish_responses(consultation=over, by=by)


def test_taking_back_says_why(by, over, sent):
    actions.publish_responses(consultation=over, by=by)
    with refused("Say why"):
        actions.take_responses_back(consultation=over, by=by, reason=" ")


# Who may -----------------------------------------------------------------------------------------


def test_all_of_it_is_secass(by, over, sent):
    def tries(user):
        yield lambda: actions.tag_text(consultation=over, by=user, place=answer(sent), put=["Costs"])
        yield lambda: actions.rename_tag(tag=Tag.objects.get(), by=user, name="Prices")
        yield lambda: actions.merge_tags(tag=Tag.objects.get(), by=user, into=Tag.objects.get())
        yield lambda: actions.redact_text(consultation=over, by=user, place=answer(sent), reason="So")
        yield lambda: actions.lift_redaction(redaction=Redaction.objects.get(), by=user, reason="So")
        yield lambda: actions.publish_responses(consultation=over, by=user)
        yield lambda: actions.take_responses_back(consultation=over, by=user, reason="So")

    actions.tag_text(consultation=over, by=by, place=answer(sent), put=["Costs"])
    actions.redact_text(consultation=over, by=by, place=answer(sent), reason="So")
    count = Event.objects.count()
    own = make.UserFactory()
    for user in (make.party(), make.authority(), make.administrator(), own):
        for attempt in tries(user):
            with pytest.raises(NotAllowed):
                attempt()
    assert Event.objects.count() == count


def test_of_a_consultation_that_was_taken_back_nothing_is_done(by, over, sent):
    Consultation.objects.update(taken_back_at=clock.now(), taken_back_because="The report was wrong.")
    with refused("This consultation was taken back. The report was wrong."):
        actions.publish_responses(consultation=over, by=by)
