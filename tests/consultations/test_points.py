"""Points: what is made of what respondents said, and what became of each. Argued from the rule that every passage is
dealt with, every point answered in words, and a respondent told once."""

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import InternalError

from audit.acts import Refused
from audit.models import Event
from consultations import actions
from consultations.actions import Source
from consultations.actions.ground import digest
from consultations.actions.pointpublishing import ready_to_publish
from consultations.models import NoPoint, PointMade, PointSource, PointStep
from consultations.points.coverage import coverage
from consultations.points.places import passages
from notifications.models import Delivery, Message
from proposals.actions import StaleSave
from tests import factories as make
from tests.consultations import asked

pytestmark = pytest.mark.django_db

CLAUSE = ("L8.7", "query", "", "Why is it needed?")


@pytest.fixture
def by():
    return make.analyst()


@pytest.fixture
def over():
    """Two questions; one Party answered both, commented on a clause and in general; another answered the first."""
    row = asked.consultation("Do you agree?", "By when?", days=-2)
    asked.submission(
        row,
        answers=[(1, "disagree", "One tester is\ntoo few. Test by volume."), (2, "", "In June.")],
        clauses=[CLAUSE],
        general_comments="We welcome it.",
    )
    asked.submission(row, answers=[(1, "agree", "Yes, it is sound."), (2, "agree", "")])
    return row


def keys(row) -> list[str]:
    return [place.key for place in passages(row)]


def point(row, by, text="More testers.", at=0, **more) -> PointMade:
    return actions.extract_point(consultation=row, by=by, text=text, sources=[Source(keys(row)[at])], **more)


def settled(row, by, disposition="rejected", reply="Because.", at=0, **more) -> PointMade:
    made = point(row, by, f"Point of {at}.", at)
    return actions.settle_point(point=made, by=by, disposition=disposition, reply=reply, **more)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def refusal(act, **arguments) -> tuple[str, str | None]:
    with pytest.raises(Refused) as refused:
        act(**arguments)
    return refused.value.sentence, refused.value.field


def test_passages_are_what_was_said_in_words_in_the_order_of_the_questions(over):
    assert [(p.where, p.submission.response.number) for p in passages(over)] == [
        ("Question 1", 1), ("Question 1", 2), ("Question 2", 1), ("Clause L8.7", 1), ("General comments", 1),
    ]  # fmt: skip


def test_a_point_is_made_of_several_passages_and_numbered(over, by):
    first, *_, general = keys(over)
    quote = "One tester is too few."
    made = actions.extract_point(
        consultation=over, by=by, text=" More testers. ", sources=[Source(first, quote), Source(general)]
    )
    assert (made.number, made.text, made.is_open) == (1, "More testers.", True)
    assert [s.quote for s in made.sources.all()] == [quote, ""]
    assert point(over, by, "Another.").number == 2
    event = Event.objects.get(action="point_made", subject=f"consultations.pointmade:{made.pk}")
    assert event.classification == "amber"


def test_a_quote_has_to_stand_there(over, by):
    sources = [Source(keys(over)[0], "One tester is plenty.")]
    words, field = refusal(actions.extract_point, consultation=over, by=by, text="So.", sources=sources)
    assert (words, field) == ("Question 1: these words do not stand there. Copy them as they are.", "quote")


def test_only_what_counts_in_this_consultation_makes_a_point(over, by):
    other = asked.consultation(days=-2)
    asked.submission(other, answers=[(1, "agree", "Elsewhere.")])
    for key in [*keys(other), "a0", "x1", "a", "a²", "g99999999999999999999"]:
        _, field = refusal(actions.extract_point, consultation=over, by=by, text="So.", sources=[Source(key)])
        assert field == "places", key
    over.responses.update(withdrawn_at=over.closes_at, withdrawn_because="So.")
    assert keys(over) == []


def test_nothing_is_made_out_while_respondents_may_still_change_it(by):
    row = asked.consultation(days=2)
    asked.submission(row, answers=[(1, "agree", "Yes.")])
    words, _ = refusal(actions.extract_point, consultation=row, by=by, text="So.", sources=[Source(keys(row)[0])])
    assert words == "Until it is over, respondents may change what they said. Points are made afterwards."


def test_a_point_sent_twice_is_one(over, by):
    assert point(over, by) == point(over, by)
    assert Event.objects.filter(action="point_made").count() == 1


def test_passages_are_added_and_taken_away_and_the_last_one_stays(over, by):
    made = point(over, by)
    second = keys(over)[1]
    actions.add_sources(point=made, by=by, sources=[Source(second), Source(keys(over)[0])])
    actions.add_sources(point=made, by=by, sources=[Source(second)])
    first, other = made.sources.all()
    actions.remove_source(source=first, by=by)
    assert refusal(actions.remove_source, source=first, by=by)[0].startswith("Somebody else was faster")
    assert refusal(actions.remove_source, source=other, by=by)[0].startswith("It is the only passage")
    assert [s.pk for s in PointSource.objects.standing()] == [other.pk]


def test_words_are_changed_with_those_before_them_kept(over, by):
    made = point(over, by, "Too few testers.")
    actions.reword_point(point=made, by=by, text="More testers.", version=made.version)
    with pytest.raises(StaleSave):
        actions.reword_point(point=made, by=by, text="Most testers.", version=made.version)
    assert [s.said for s in made.steps.all()] == ["Too few testers.", "More testers."]


@pytest.mark.parametrize("disposition", PointMade.Disposition.values)
def test_each_disposition_asks_for_what_it_needs(over, by, disposition):
    made, target = point(over, by), point(over, by, "Another.", 1)
    given = {"point": made, "by": by, "disposition": disposition}
    if disposition not in ("merged", "noted"):
        assert refusal(actions.settle_point, **given) == ("Write the reply that respondents read.", "reply")
        given["reply"] = "So it is."
    if disposition == "merged":
        assert refusal(actions.settle_point, **given) == ("Choose the point that it went into.", "merged_with")
        given["merged_with"] = target
    if disposition == "referred":
        assert refusal(actions.settle_point, **given) == ("Choose the body that it is referred to.", "referred_to")
        given["referred_to"] = make.CommitteeFactory()
    actions.settle_point(**given)
    held = fresh(made)
    assert (held.disposition, held.is_open, held.settled_by) == (disposition, False, by)
    assert held.published_at is None


def test_what_is_no_disposition_is_refused(over, by):
    assert refusal(actions.settle_point, point=point(over, by), by=by, disposition="yes", reply="So.")[1] == (
        "disposition"
    )


def test_of_two_who_settle_it_the_second_is_told_who_was_faster(over, by):
    made = settled(over, by)
    again = {"point": made, "disposition": "rejected", "reply": "Because."}
    actions.settle_point(by=by, **again)
    assert made.steps.count() == 2  # made and settled once
    words, _ = refusal(actions.settle_point, by=make.analyst(), **again)
    assert words.startswith(f"Somebody else was faster: {by.name} settled point 1 at ")
    assert words.endswith(": Not accepted.")
    words, _ = refusal(actions.settle_point, by=by, point=made, disposition="noted")
    assert words.endswith("open it again to settle it anew.")


def test_a_point_does_not_go_into_itself_or_round_in_a_circle(over, by):
    one, two, three = (point(over, by, f"Point {at}.", at) for at in range(3))
    for made, target in ((one, two), (two, three)):
        actions.settle_point(point=made, by=by, disposition="merged", merged_with=target)
    words, field = refusal(actions.settle_point, point=three, by=by, disposition="merged", merged_with=one)
    assert (words, field) == (
        "Point 1 went, by way of others or straight, into this one. Choose another.", "merged_with",
    )  # fmt: skip
    assert refusal(actions.settle_point, point=three, by=by, disposition="merged", merged_with=three)[1] == (
        "merged_with"
    )
    assert refusal(actions.drop_point, point=three, by=by, reason="So.")[0].startswith("Point 2 went into this one")


def test_several_are_settled_at_once_or_none(over, by):
    points = [point(over, by, f"Point {at}.", at) for at in range(3)]
    arguments = {"consultation": over, "by": by, "disposition": "noted", "reply": "Thank you."}
    actions.settle_points(points=points[:2], **arguments)
    words, _ = refusal(actions.settle_points, points=points[1:], **arguments)
    assert words == "Somebody else was faster: point 2 is open no more. Choose again."
    assert [fresh(p).disposition for p in points] == ["noted", "noted", ""]
    for disposition in ("merged", "referred"):
        assert refusal(actions.settle_points, points=points[2:], **arguments | {"disposition": disposition})[1] == (
            "disposition"
        )


def test_reopened_it_is_open_and_read_no_more_and_its_reply_is_kept(over, by):
    made = settled(over, by)
    actions.publish_points(consultation=over, by=by)
    assert refusal(actions.reopen_point, point=made, by=by, reason=" ")[1] == "reason"
    actions.reopen_point(point=made, by=by, reason="New facts.")
    held = fresh(made)
    assert (held.is_open, held.reply, held.published_at) == (True, "", None)
    assert [(s.what, s.said, s.because) for s in made.steps.all()] == [
        ("made", "Point of 0.", ""),
        ("settled", "Because.", ""),
        ("published", "Because.", ""),
        ("reopened", "", "New facts."),
        ("taken_back", "", "New facts."),
    ]
    assert refusal(actions.reopen_point, point=made, by=by, reason="So.")[0] == (
        "Somebody else was faster: point 1 is open."
    )


def test_a_dropped_point_counts_no_more_and_its_number_stays_its_own(over, by):
    made = point(over, by)
    actions.drop_point(point=made, by=by, reason="Twice.")
    assert refusal(actions.settle_point, point=made, by=by, disposition="noted")[0].endswith("was dropped. Twice.")
    assert coverage(over).dealt_with == 0
    assert point(over, by).number == 2


def test_what_is_published_is_taken_back_before_it_is_dropped(over, by):
    made = settled(over, by)
    actions.publish_points(consultation=over, by=by)
    assert refusal(actions.drop_point, point=made, by=by, reason="So.")[0].startswith("It is published.")
    actions.take_point_back(point=made, by=by, reason="Not ready.")
    assert refusal(actions.take_point_back, point=made, by=by, reason="So.")[0].startswith("Somebody else")
    actions.drop_point(point=made, by=by, reason="So.")


def test_what_is_settled_is_published_together_and_what_went_into_an_open_one_waits(over, by):
    target = point(over, by, "The same.", 1)
    merged = settled(over, by, "merged", "", merged_with=target)
    other = settled(over, by, at=2)
    assert actions.publish_points(consultation=over, by=by) == [other]
    actions.settle_point(point=target, by=by, disposition="noted")
    assert {p.number for p in actions.publish_points(consultation=over, by=by)} == {target.number, merged.number}
    assert refusal(actions.publish_points, consultation=over, by=by)[0].startswith("No settled point waits")


@pytest.mark.parametrize(
    "meanwhile",
    [
        lambda made, by: actions.reword_point(point=made, by=by, text="Other words."),
        lambda made, by: actions.settle_point(
            point=actions.reopen_point(point=made, by=by, reason="So."), by=by, disposition="noted", reply="Thanks."
        ),
        lambda made, by: actions.add_sources(point=made, by=by, sources=[Source(keys(made.consultation)[1])]),
    ],
)
def test_what_was_changed_since_it_was_looked_at_is_not_published(over, by, meanwhile):
    made = settled(over, by)
    shown = digest(ready_to_publish(over))
    meanwhile(made, by)
    words, _ = refusal(actions.publish_points, consultation=over, by=by, shown=shown)
    assert words.startswith("Something came in or was changed")
    actions.publish_points(consultation=over, by=by, shown=digest(ready_to_publish(over)))
    assert fresh(made).published_at


def test_what_is_published_is_what_was_shown(over, by):
    settled(over, by)
    words, _ = refusal(actions.publish_points, consultation=over, by=by, shown="something else")
    assert words.startswith("Something came in or was changed")


def test_each_respondent_is_told_once_of_its_own(by):
    row = asked.consultation(days=-2)
    one, two, silent = make.party(), make.party(), make.party()
    for person in (one, two):
        asked.submission(row, person.organisations[0], answers=[(1, "agree", f"As {person.name} says.")])
    asked.submission(row, silent.organisations[0], answers=[(1, "agree", "")])
    made = [settled(row, by, at=at) for at in range(2)]
    actions.publish_points(consultation=row, by=by)
    told = Delivery.objects.filter(message__audience="respondent")
    assert {copy.user for copy in told} == {one, two}
    assert "One point that you made is answered" in Message.objects.filter(audience="respondent").first().body
    assert not Message.objects.filter(body__contains="Because.").exists()
    actions.take_point_back(point=made[0], by=by, reason="A slip.")
    actions.publish_points(consultation=row, by=by)
    assert told.count() == 2
    actions.reopen_point(point=made[0], by=by, reason="New facts.")
    actions.settle_point(point=made[0], by=by, disposition="accepted", reply="Yes.")
    actions.publish_points(consultation=row, by=by)
    assert sorted(copy.user.pk for copy in told.all()) == sorted([one.pk, one.pk, two.pk])


def test_of_a_response_that_was_withdrawn_nobody_is_told(by):
    """Its people have sent another since, and are told of that one alone."""
    row, speaker = asked.consultation(days=-2), make.party()
    own = speaker.organisations[0]
    first = asked.submission(row, own, answers=[(1, "agree", "At first.")])
    settled(row, by)
    first.response.withdrawn_at, first.response.withdrawn_because = row.closes_at, "A slip."
    first.response.save()
    asked.submission(row, own, answers=[(1, "agree", "And then.")])
    settled(row, by, at=0)
    actions.publish_points(consultation=row, by=by)
    bodies = [message.body for message in Message.objects.filter(audience="respondent")]
    assert [("response 1" in each, "response 2" in each) for each in bodies] == [(False, True)]


def test_coverage_counts_each_passage_once(over, by):
    assert coverage(over).words == "0 of 5 passages dealt with"
    point(over, by)
    point(over, by, "Again.")
    actions.mark_no_point(consultation=over, by=by, places=keys(over)[3:], reason="Answered in question 1.")
    found = coverage(over)
    assert found.words == "3 of 5 passages dealt with"
    assert [place.where for place in found.waiting] == ["Question 1", "Question 2"]
    assert found.in_points[keys(over)[0]] == [1, 2]
    assert [why for _, why in found.marked] == ["Answered in question 1."] * 2


def test_a_passage_that_needs_none_waits_again_or_makes_a_point_after_all(over, by):
    first, second, *_ = keys(over)
    mark = {"consultation": over, "by": by, "reason": "It agrees."}
    assert refusal(actions.mark_no_point, places=[first], **mark | {"reason": " "})[1] == "reason"
    actions.mark_no_point(places=[first, second], **mark)
    assert actions.mark_no_point(places=[first], **mark) == []
    actions.unmark_no_point(consultation=over, by=by, place=second)
    assert refusal(actions.unmark_no_point, consultation=over, by=by, place=second)[0].startswith("This is what")
    point(over, by)
    assert not NoPoint.objects.standing().exists()
    assert refusal(actions.mark_no_point, places=[first], **mark) == (
        "Question 1: a point is made of this passage already.", "places",
    )  # fmt: skip


def test_steps_and_passages_are_read_by_secas_alone(over, by):
    made = point(over, by)
    actions.mark_no_point(consultation=over, by=by, places=[keys(over)[1]], reason="It agrees.")
    for rows in (PointStep.objects, PointSource.objects, NoPoint.objects, PointMade.objects):
        assert rows.visible_to(by).exists()
        assert not rows.visible_to(make.party()).exists()
    actions.settle_point(point=made, by=by, disposition="noted")
    actions.publish_points(consultation=over, by=by)
    assert PointMade.objects.visible_to(make.party()).exists()


ACTS = {
    "extract": lambda row, made, by: point(row, by, "Else.", 1),
    "add": lambda row, made, by: actions.add_sources(point=made, by=by, sources=[Source(keys(row)[2])]),
    "remove": lambda row, made, by: actions.remove_source(source=made.sources.first(), by=by),
    "reword": lambda row, made, by: actions.reword_point(point=made, by=by, text="Else."),
    "drop": lambda row, made, by: actions.drop_point(point=made, by=by, reason="So."),
    "mark": lambda row, made, by: actions.mark_no_point(consultation=row, by=by, places=[keys(row)[2]], reason="So."),
    "settle": lambda row, made, by: actions.settle_point(point=made, by=by, disposition="noted"),
    "settle several": lambda row, made, by: actions.settle_points(
        consultation=row, by=by, points=[made], disposition="noted"
    ),
}
SETTLED = {
    "reopen": lambda row, made, by: actions.reopen_point(point=made, by=by, reason="So."),
    "publish": lambda row, made, by: actions.publish_points(consultation=row, by=by),
}


@pytest.mark.parametrize("name", [*ACTS, *SETTLED])
def test_points_are_secass_alone(over, by, name):
    made = actions.extract_point(
        consultation=over, by=by, text="More.", sources=[Source(key) for key in keys(over)[:2]]
    )
    if name in SETTLED:
        actions.settle_point(point=made, by=by, disposition="noted")
    act = (ACTS | SETTLED)[name]
    people = [make.UserFactory(), make.party(), make.administrator(), make.authority()]
    for person in people:
        with pytest.raises(Refused) as refused:
            act(over, made, person)
        assert refused.value.sentence == "This is for SECAS to do."
    act(over, made, make.analyst())


def test_the_database_itself_refuses_what_no_act_writes(over, by):
    made, first = point(over, by), passages(over)[1]
    at, note = made.at, {"because": "It agrees.", "at": made.at}
    refused = [
        ("what_undoes_a_point_says_why", lambda: PointStep.objects.create(point=made, what="reopened", at=at)),
        ("no_point_says_why", lambda: NoPoint.objects.create(**note | {"because": ""}, **first.of)),
        ("nopoint_is_of_one_place", lambda: NoPoint.objects.create(**note)),
        ("a_passage_needs_no_point_once", lambda: [NoPoint.objects.create(**note, **first.of) for _ in range(2)]),
    ]
    for name, write in refused:
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            write()
    with pytest.raises(InternalError, match="Cannot update or delete"), transaction.atomic():
        made.steps.update(said="Something else.")
