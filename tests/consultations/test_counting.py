"""How many of which category answered what: argued from the answers given, and from what was promised to those who gave
them in confidence."""

import itertools
from datetime import date

import pytest

from audit import clock
from consultations.collation.counting import NOT_SAID, WORDS, counted
from consultations.collation.drawing import large, small
from consultations.collation.page import table_of
from consultations.models import Question, QuestionAnswer, Response, Submission
from tests import factories as make
from tests.consultations import asked

pytestmark = pytest.mark.django_db


def question(of, number: int, **fields) -> Question:
    Question.objects.filter(of=of.questions, number=number).update(**fields)
    return Question.objects.get(of=of.questions, number=number)


def says(of, number: int, category: str = "large_supplier", **given) -> Submission:
    sent = asked.submission(of, make.OrganisationFactory(category=category))
    QuestionAnswer.objects.create(
        submission=sent, question=Question.objects.get(of=of.questions, number=number), **given
    )
    return sent


def tally(of, number: int = 1, *, secas: bool = True):
    [found] = counted(of, secas=secas, number=number).tallies
    return found


def by_category(found) -> dict[str, dict]:
    return {row.category: dict(row.values) for row in found.rows}


@pytest.fixture
def of():
    return asked.consultation("One?", "Two?", days=-1)


def test_agreement_by_category_with_what_was_said_in_words_alone_and_not_at_all(of):
    says(of, 1, agreement="agree")
    says(of, 1, agreement="disagree", text="No.")
    says(of, 1, "dcc", agreement="agree_with_reservation")
    says(of, 1, "dcc", text="It depends.")
    says(of, 2, agreement="no_view")
    found = tally(of)
    assert by_category(found) == {
        "large_supplier": {"agree": 1, "disagree": 1},
        "dcc": {"agree_with_reservation": 1, WORDS: 1},
    }
    assert (found.all.answered, found.all.unanswered, found.all.together) == (4, 1, 5)
    assert [words for _, words in found.columns] == ["Yes", "Yes, with reservations", "No", "No view", "In words only"]


def test_of_several_choices_each_is_counted(of):
    question(of, 1, asks="choice", options=["Red", "Blue", "Green"], several=True)
    says(of, 1, chosen=["Red", "Blue"])
    says(of, 1, chosen=["Blue"])
    found = tally(of)
    assert by_category(found) == {"large_supplier": {"Red": 1, "Blue": 2}}
    assert (found.all.answered, [value for value, _ in found.columns]) == (2, ["Red", "Blue", "Green"])


def test_days_stand_in_their_order(of):
    question(of, 1, asks="date")
    for day in (date(2027, 3, 1), date(2026, 12, 1), date(2027, 3, 1)):
        says(of, 1, day=day)
    says(of, 1, text="As soon as can be.")
    found = tally(of)
    assert found.columns == [
        ("2026-12-01", "1 Dec 2026"),
        ("2027-03-01", "1 Mar 2027"),
        (WORDS, "In words only"),
    ]
    assert found.all.values == {"2026-12-01": 1, "2027-03-01": 2, WORDS: 1}


def test_costs_from_the_least_to_the_most_with_the_one_in_the_middle(of):
    question(of, 1, asks="cost")
    for least, most in ((100_00, 300_00), (500_00, 500_00), (1_000_00, 3_000_00)):
        says(of, 1, least=least, most=most)
    costs = tally(of).all.costs
    assert (costs.count, costs.least, costs.middle, costs.most) == (3, 100_00, 500_00, 3_000_00)
    assert "£100 to £3,000, in the middle £500 (3 answers)" in large(tally(of)).description
    assert tally(of).columns == []  # none of them is in words only


def test_words_alone_are_answered_or_not(of):
    question(of, 1, asks="text")
    says(of, 1, text="So.")
    says(of, 2, agreement="agree")
    found = tally(of)
    assert (found.all.answered, found.all.unanswered, large(found)) == (1, 1, None)


def test_who_is_not_asked_is_not_counted_as_silent(of):
    parent = question(of, 1)
    question(of, 2, only_if=parent, only_if_answers=["disagree"])
    says(of, 1, agreement="agree")
    says(of, 1, agreement="disagree")
    asked.submission(of)
    found = tally(of, 2).all
    assert (found.answered, found.unanswered, found.not_asked, found.together) == (0, 1, 2, 3)


def test_what_counts_is_the_newest_that_was_in_time_or_accepted(of):
    first = says(of, 1, agreement="agree")
    copied = {
        name: getattr(first, name) for name in ("response", "received_at", "how", "signed_by", "category", "digest")
    }
    newer = Submission.objects.create(**copied, version=2)
    QuestionAnswer.objects.create(submission=newer, question=question(of, 1), agreement="disagree")
    says(of, 1, agreement="agree")
    Response.objects.exclude(pk=first.response_id).update(withdrawn_at=clock.now(), withdrawn_because="So.")
    late = {"received_at": of.closes_at, "late": True}
    decided = {"decided_at": clock.now(), "decided_because": "A bank holiday."}
    asked.submission(of, answers=[(1, "no_view", "")], **late, late_decision="accepted", **decided)
    asked.submission(of, answers=[(1, "agree", "")], **late, late_decision="refused", **decided)
    asked.submission(of, answers=[(1, "agree", "")], **late)
    found = counted(of, secas=True)
    assert found.late == 1
    assert found.tallies[0].all.values == {"disagree": 1, "no_view": 1}
    assert found.responses == 2


def test_where_they_stand_is_counted_apart_from_what_they_answer(of):
    sent = says(of, 1, agreement="disagree")
    organisation = make.OrganisationFactory(category="dcc")
    asked.submission(of, organisation, position="approve")
    found = counted(of, secas=True)
    assert sent.position == ""
    assert {category: dict(counter) for category, counter in found.positions.items()} == {
        "large_supplier": {NOT_SAID: 1},
        "dcc": {"approve": 1},
    }


def test_what_was_said_in_confidence_is_one_number_to_others(of):
    """SECAS counts it with the rest and is told how many; others learn neither answer nor category of it."""
    says(of, 1, agreement="agree")
    says(of, 1, "dcc", agreement="disagree", confidential=True)
    says(of, 2, agreement="agree")
    asked.submission(
        of, make.OrganisationFactory(category="government"), answers=[(1, "no_view", "")], confidential=True
    )
    whole, others = counted(of, secas=True), counted(of, secas=False)
    assert (whole.responses, whole.in_confidence) == (others.responses, others.in_confidence) == (4, 1)
    assert whole.tallies[0].all.values == {"agree": 1, "disagree": 1, "no_view": 1}
    assert whole.tallies[0].all.in_confidence == 2
    found = others.tallies[0]
    assert by_category(found) == {"large_supplier": {"agree": 1}, "dcc": {}}
    assert (found.all.hidden, found.all.unanswered, found.all.together) == (1, 1, 3)
    [dcc] = [row for row in found.rows if row.category == "dcc"]
    assert (dcc.hidden, dcc.unanswered) == (0, 1)
    told = table_of(found, secas=False)
    assert dict(told.rows)["DCC"][-3:] == [
        ("Not answered, or in confidence", 1),
        ("In confidence", "–"),
        ("Together", 1),
    ]
    assert dict(told.rows)["All"][-2] == ("In confidence", 1)
    assert "government" not in others.categories


@pytest.mark.parametrize(
    ("silent", "told"),
    [
        ([], (0, 1)),  # who has not answered has answered in confidence
        (["dcc"], (0, 2)),  # one of the two of this category has
        (["large_supplier"], (1, 1)),  # of either category it may be the one that said nothing
    ],
)
def test_a_number_is_not_told_where_it_would_tell_whose_it_is(of, silent, told):
    says(of, 1, "large_supplier", agreement="agree")
    says(of, 1, "dcc", agreement="disagree", confidential=True)
    for category in silent:
        asked.submission(of, make.OrganisationFactory(category=category))
    found = tally(of, secas=False)
    assert (found.all.hidden, found.all.unanswered) == told
    rows = sum(row.unanswered for row in found.rows)
    assert rows == sum(told)


def test_no_reckoning_by_category_leads_to_an_answer_in_confidence(of):
    """Whatever is told of all, every category may have said nothing at all where it is not counted."""
    for category, confidential in itertools.product(("dcc", "large_supplier", "small_supplier"), (True, True, False)):
        says(of, 1 if confidential else 2, category, agreement="agree", confidential=confidential)
        found = tally(of, secas=False)
        assert all(row.unanswered <= found.all.unanswered for row in found.rows)
        assert found.all.together == found.all.answered + found.all.unanswered + found.all.hidden
    assert found.all.hidden == 6


def test_what_a_column_is_called_tells_nobody_that_somebody_spoke_in_confidence(of):
    def columns() -> list[str]:
        return [name for name, _ in table_of(tally(of, secas=False), secas=False).rows[-1][1]][-2:]

    sent = says(of, 1, "dcc", agreement="agree")
    without = columns()
    hidden = asked.version_after(sent)
    QuestionAnswer.objects.create(submission=hidden, question=question(of, 1), agreement="agree", confidential=True)
    assert without == columns() == ["Not answered, or in confidence", "Together"]


def test_an_answer_in_confidence_is_not_told_by_who_is_asked_next(of):
    parent = question(of, 1)
    question(of, 2, only_if=parent, only_if_answers=["disagree"])
    says(of, 1, agreement="disagree", confidential=True)
    assert tally(of, 2, secas=True).all.unanswered == 1
    assert tally(of, 2, secas=False).all.not_asked == 1


def test_bars_say_in_words_what_they_show(of):
    says(of, 1, agreement="agree")
    says(of, 1, "dcc", agreement="disagree")
    drawn = large(tally(of))
    assert drawn.description == "1 Large Supplier: 1 yes; 1 DCC: 1 no. The table beneath holds the same."
    assert [[part.stance for part in bar.parts] for bar in drawn.bars] == [["agree"], ["disagree"]]
    assert small(tally(of)).description == "All: 1 yes, 1 no. The table beneath holds the same."


def test_nothing_is_drawn_of_nothing(of):
    assert small(tally(of)) is None
    assert large(tally(of)) is None
