"""What a paper asks of a body: written, put in order and dropped until it is issued."""

from datetime import timedelta

import pytest

from audit import clock
from audit.acts import NotAllowed, Refused
from subcommittees import actions
from subcommittees.models import AgendaItem, Recommendation
from subcommittees.sentences import asked as asked_words
from subcommittees.sentences import resolved
from subcommittees.usual import ways_for
from tests import factories as make
from tests.subcommittees.deciding import agreed, asked, body, chair, item, meeting, secretary

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return make.analyst()


@pytest.fixture
def held(by):
    return item(meeting(body("csc")), make.draft_proposal(by=by, number=75))


def texts(held) -> list[str]:
    return [row.text for row in held.recommendations.standing()]


def test_each_stands_where_it_was_put(held, by):
    for text in ("first", "third"):
        actions.recommend(item=held, by=by, verb="NOTE", text=text)
    actions.recommend(item=held, by=by, verb="NOTE", text="second", order=2)
    assert texts(held) == ["first", "second", "third"]
    one, two, three = held.recommendations.standing()
    actions.move_recommendation(recommendation=three, by=by, up=True)
    assert texts(held) == ["first", "third", "second"]
    actions.move_recommendation(recommendation=one, by=by, up=False)
    assert texts(held) == ["third", "first", "second"]
    actions.drop_recommendation(recommendation=one, by=by)
    assert texts(held) == ["third", "second"]
    with pytest.raises(Refused, match="the first already"):
        actions.move_recommendation(recommendation=three, by=by, up=True)
    with pytest.raises(Refused, match="the last already"):
        actions.move_recommendation(recommendation=two, by=by, up=False)
    with pytest.raises(Refused, match="was dropped"):
        actions.edit_recommendation(recommendation=one, by=by, text="again")


def test_it_is_edited(held, by):
    one = actions.recommend(item=held, by=by, verb="AGREE", text="that it is clear")
    actions.edit_recommendation(recommendation=one, by=by, verb="RECOMMEND", addressee="panel", text="that it go on")
    one.refresh_from_db()
    assert asked_words(one) == "RECOMMEND to the Panel that it go on"
    with pytest.raises(Refused, match="says already"):
        actions.edit_recommendation(recommendation=one, by=by, verb="RECOMMEND")


@pytest.mark.parametrize(
    "fields, place",
    [
        ({"text": "  "}, "text"),
        ({"verb": "WISH"}, "verb"),
        ({"addressee": "everybody"}, "addressee"),
        ({"condition": "x" * 301}, "condition"),
        ({"route": "The short way"}, "route"),
        ({"move": "convert_to_refinement"}, "move"),  # for the Panel to decide
        ({"move": "nothing"}, "move"),
        ({"move": "raise"}, "move"),  # no body decides it
    ],
)
def test_what_cannot_be_asked(held, by, fields, place):
    with pytest.raises(Refused) as refused:
        actions.recommend(item=held, by=by, **({"verb": "AGREE", "text": "that it is clear"} | fields))
    assert refused.value.field == place
    assert not Recommendation.objects.exists()


def test_a_step_is_about_a_proposal(by):
    held = item(meeting(body("csc")))
    with pytest.raises(Refused) as refused:
        actions.recommend(item=held, by=by, verb="AGREE", text="that", move="csc_agrees")
    assert refused.value.field == "proposal"


def test_what_is_issued_is_what_is_decided_on(held, by):
    """Members have read it. It changes with a new version of the paper alone, in the act that issues that."""
    (one, *_) = asked(held, by, "csc_refinement")
    AgendaItem.objects.filter(pk=held.pk).update(number=3, reference="CSC_01_0101_03", fixed_at=clock.now())
    for act in (
        lambda: actions.recommend(item=held, by=by, verb="NOTE", text="it"),
        lambda: actions.edit_recommendation(recommendation=one, by=by, text="it"),
        lambda: actions.move_recommendation(recommendation=one, by=by, up=False),
        lambda: actions.drop_recommendation(recommendation=one, by=by),
    ):
        with pytest.raises(Refused, match="only with a new version of the paper"):
            act()
    actions.edit_recommendation(recommendation=one, by=by, text="that it is clear", reissuing=True)
    assert texts(held)[0] == "that it is clear"


def test_what_was_resolved_stays_as_it_was_asked(held, by):
    one = actions.recommend(item=held, by=by, verb="DISCUSS", text="the issue")
    actions.decide(item=held, by=by, said=agreed([one]))
    with pytest.raises(Refused, match="stays as it was"):
        actions.edit_recommendation(recommendation=one, by=by, text="something else")


def test_the_secretary_asks_and_the_chair_does_not(held):
    actions.recommend(item=held, by=secretary(held.meeting.committee), verb="NOTE", text="it")
    for other in (chair(held.meeting.committee), make.member(held.meeting.committee), secretary(body("panel"))):
        with pytest.raises(NotAllowed):
            actions.recommend(item=held, by=other, verb="NOTE", text="it")
    assert Recommendation.objects.count() == 1


# What is usually asked


def test_the_likeliest_way_comes_first(by):
    """A route that the Change Sub-Committee recommended goes before (S0 §5)."""
    proposal = make.draft_proposal(by=by)
    held = item(meeting(), proposal)
    assert ways_for(item(meeting(body("csc")), proposal))[0].key == "csc_refinement"
    assert [way.key for way in ways_for(held)] == ["advice"]  # nothing is before the Panel yet
    agreed_one = make.agreed_proposal(by=by)
    assert [way.key for way in ways_for(item(held.meeting, agreed_one))] == [
        "convert_to_refinement", "approve_fast_track", "convert_to_report", "convert_to_consultation", "panel_declines",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "kind, verbs",
    [("new_proposals", ["DISCUSS", "PROVIDE"]), ("minutes", ["APPROVE"]), ("actions", ["NOTE"]), ("business", [])],
)
def test_other_items_have_their_own(kind, verbs):
    held = item(meeting(body("ssc")), kind=kind)
    assert [line.verb for way in ways_for(held) for line in way.lines] == verbs


# How it is said


def of(**fields) -> Recommendation:
    return Recommendation(**({"verb": "AGREE", "text": "that DP075 is ready"} | fields))


@pytest.mark.parametrize(
    "fields, words",
    [
        ({}, "AGREE that DP075 is ready"),
        ({"text": "that DP075 is ready;"}, "AGREE that DP075 is ready"),
        (
            {"verb": "RECOMMEND", "addressee": "panel", "condition": "if the Proposer decides to proceed"},
            "RECOMMEND to the Panel that, if the Proposer decides to proceed, DP075 is ready",
        ),
        ({"verb": "APPROVE", "text": "MP087", "condition": "if nobody objects"}, "APPROVE MP087, if nobody objects"),
    ],
)
def test_what_is_asked_is_said(fields, words):
    assert asked_words(of(**fields)) == words


@pytest.mark.parametrize(
    "fields, outcome, words, sentence",
    [
        ({}, "agreed", "", "Agreed that DP075 is ready."),
        ({}, "agreed", "Members were of one mind", "Agreed that DP075 is ready. Members were of one mind."),
        ({}, "amended", "It is ready in parts.", "Agreed, in other words: It is ready in parts."),
        ({}, "not_agreed", "More work.", "Did not agree that DP075 is ready. More work."),
        ({}, "noted", "", "Noted the recommendation to agree that DP075 is ready."),
        ({"verb": "NOTE"}, "noted", "", "Noted that DP075 is ready."),
        ({"verb": "PROVIDE", "text": "comments"}, "agreed", "", "Provided comments."),
    ],
)
def test_what_is_resolved_is_said(fields, outcome, words, sentence):
    assert resolved(of(**fields), outcome, words) == sentence


def test_what_is_asked_goes_with_an_item_that_is_carried_over_and_may_then_be_changed():
    by, panel = make.analyst(), body()
    held = item(meeting(panel), make.agreed_proposal(by=by))
    later = meeting(panel, on=clock.today() + timedelta(days=28))
    first, *_, last = asked(held, by, "convert_to_refinement")
    actions.drop_recommendation(recommendation=last, by=by)
    actions.fix_reference(item=held, by=by)
    again = actions.carry_over(item=held, by=by, because="No time.", to=later)
    rows = list(again.recommendations.standing())
    assert [(r.verb, r.text, r.move) for r in rows] == [
        (r.verb, r.text, r.move) for r in held.recommendations.standing()
    ]
    assert (len(rows), rows[0].text) == (2, first.text)
    edited = actions.edit_recommendation(recommendation=rows[0], by=by, text="that it waits")
    assert (edited.text, Recommendation.objects.get(pk=first.pk).text) == ("that it waits", first.text)
