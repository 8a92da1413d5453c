"""What reports say of consultations that were run here: who answered, how, where they stand, and what became of their
points. Responses to the Modification Report Consultation are collated and go with the report to the Change Board (D7.8);
of one that was recorded by hand the report says what it said before."""

from dataclasses import replace
from datetime import date

import pytest

from accounts.models import Category
from audit import clock
from audit.acts import NotAllowed, Refused
from consultations import actions
from consultations.models import (
    Agreement,
    AnswerSummary,
    Consultation,
    Kind,
    PointMade,
    PointSource,
    Position,
    QuestionAnswer,
)
from papers import actions as papers
from papers.conclusions.missing import of_conclusions
from papers.consultation.counts import Answered, Question, Tally, Told
from proposals.actions import StaleSave
from tests import factories as make
from tests.consultations import asked
from tests.papers import consulted
from tests.papers.reading import headings, items, sentence, stated
from tests.papers.test_conclusions_report import CONSULTED, changed, of

pytestmark = pytest.mark.django_db

YES, NO = Agreement.AGREE, Agreement.DISAGREE


def key() -> str:
    return f"conclusions.consulted.{Consultation.objects.get().pk}"


@pytest.fixture
def by():
    return make.analyst()


@pytest.fixture
def proposal(by):
    return make.agreed_proposal(by=by)


def refined(proposal, published: bool = True):
    """Three Large Suppliers and the DCC answer; one answers in confidence."""
    found = consulted.over(
        "Is the period long enough?",
        "Does it cost you more?",
        proposal=proposal,
        kind=Kind.REFINEMENT,
        published=published,
    )
    large = [make.OrganisationFactory(category=Category.LARGE_SUPPLIER) for _ in range(3)]
    asked.submission(found, large[0], answers=[(1, YES, "It is.")], position=Position.APPROVE)
    asked.submission(found, large[1], answers=[(1, NO, "Five are too few.")], consents=False)
    asked.submission(found, large[2], answers=[(1, NO, "Ours.")], confidential=True, confidential_because="Ours")
    asked.submission(found, make.OrganisationFactory(category=Category.DCC), answers=[(1, YES, "")])
    return found


def report(proposal, by):
    return consulted.read(papers.compose_draft(proposal=proposal, by=by))


def test_the_report_tells_who_answered_how_and_where_they_stand(proposal, by):
    refined(proposal)
    document = report(proposal, by)
    assert "Refinement Consultation" in headings(document)
    assert sentence(document, f"{key()}.count") == (
        "Four responses were received, one of them confidential as a whole and counted here alone. The others came from "
        "two Large Suppliers and the DCC."
    )
    assert sentence(document, f"{key()}.position") == (
        "On the change as a whole, one thinks that it should be approved (one Large Supplier). Two did not say."
    )
    assert (
        sentence(document, f"{key()}.questions")
        == "They answered the questions so: One question nobody answered openly."
    )
    assert items(document, f"{key()}.questions.list") == [
        "Question 1, ‘Is the period long enough?’ Three answered this: two said yes and one said no."
    ]


def test_secas_own_sentence_stands_beside_what_is_counted(proposal, by):
    found = refined(proposal)
    actions.summarise_answers(
        consultation=found, question=found.questions.questions.get(number=1), by=by, text="Agents need longer."
    )
    (line,) = items(report(proposal, by), f"{key()}.questions.list")
    assert line.endswith("two said yes and one said no. Agents need longer.")


def test_published_points_stand_with_what_became_of_them(proposal, by):
    found = refined(proposal)
    point = PointMade.objects.create(consultation=found, number=1, text="Ten days are needed.", by=by, at=clock.now())
    PointSource.objects.create(
        point=point, answer=QuestionAnswer.objects.get(text="Five are too few."), by=by, at=clock.now()
    )
    assert f"{key()}.points" not in stated(report(proposal, by))
    point.disposition, point.reply, point.settled_at = "rejected", "Five were asked for.", clock.now()
    point.published_at = clock.now()
    point.save()
    document = report(proposal, by)
    assert sentence(document, f"{key()}.points") == "SECAS made out one point; with each stands what became of it:"
    assert items(document, f"{key()}.points.list") == ["Ten days are needed. Not accepted. Five were asked for."]


def test_before_responses_are_published_their_number_alone_is_told(proposal, by):
    refined(proposal, published=False)
    document = report(proposal, by)
    assert sentence(document, f"{key()}.count") == (
        "Four responses were received; what they say has not been published yet."
    )
    assert f"{key()}.questions" not in stated(document)


def test_while_it_is_open_the_report_says_nothing_of_it(proposal, by):
    asked.consultation("Is it enough?", proposal=proposal, kind=Kind.REFINEMENT)
    assert key() not in stated(report(proposal, by))


def test_nothing_confidential_stands_in_the_report(proposal, by):
    refined(proposal)
    found = papers.compose_draft(proposal=proposal, by=by).snapshot
    assert "Ours" not in found


@pytest.mark.parametrize("count", [1, 12])
def test_a_report_on_which_people_were_consulted_costs_the_same_for_many_of_them(
    proposal, by, count, django_assert_num_queries
):
    from papers.gather import Edition, gather
    from papers.models import Paper

    found = consulted.over("Is it enough?", proposal=proposal, kind=Kind.REFINEMENT)
    for _ in range(count):
        asked.submission(found, answers=[(1, YES, "It is.")])
    with django_assert_num_queries(19):
        facts = gather(Paper(kind="modification-report", proposal=proposal), Edition("0.1", False, clock.today()))
    assert facts.consulted[0].count == count


# In the Conclusions Report


def test_of_one_that_was_run_here_the_conclusions_tell_what_was_answered_in_place_of_files():
    answered = Answered(
        Question(1, "Should it be approved?", ""),
        9,
        tallies=(Tally("Yes", ((Category.LARGE_SUPPLIER, 5),)), Tally("No", ((Category.OTHER_SEC_PARTY, 4),))),
        of_all=True,
    )
    ran = Told(
        key=3,
        kind=Kind.REPORT,
        kind_name="Modification Report Consultation",
        address="https://example.org/consultations/3/",
        opened_on=CONSULTED.opened_on,
        closes_on=CONSULTED.closes_on,
        working_days=15,
        published=True,
        count=9,
        by_category=((Category.LARGE_SUPPLIER, 5), (Category.OTHER_SEC_PARTY, 4)),
        questions=(answered,),
    )
    document = of(consultation=replace(CONSULTED, words="<p>Nine answered.</p>", told=ran))
    assert sentence(document, "consultation.count") == (
        "Nine responses were received, from five Large Suppliers and four Other SEC Parties."
    )
    assert items(document, "consultation.questions.list") == [
        "Question 1, ‘Should it be approved?’ Nine answered this: five said yes and four said no."
    ]
    assert "consultation.words" not in stated(document)
    assert "consultation.responses" not in stated(document)


def ran(**fields) -> Told:
    known = {"key": 3, "kind": Kind.REPORT, "kind_name": "Modification Report Consultation", "published": False}
    known |= {"address": "https://example.org/", "working_days": 15, "count": 9}
    days = {"opened_on": CONSULTED.opened_on, "closes_on": CONSULTED.closes_on}
    return Told(**known | days | fields)


NOT_YET = "Nine responses were received; what they say has not been published yet."


def test_until_responses_are_published_the_conclusions_hold_what_was_recorded_of_them():
    document = of(consultation=replace(CONSULTED, words="<p>Most agreed.</p>", told=ran()))
    assert sentence(document, "consultation.count") == NOT_YET
    assert stated(document)["consultation.words"].html == "<p>Most agreed.</p>"
    assert ("consultation.responses" in stated(document)) == bool(CONSULTED.responses)


@pytest.mark.parametrize(
    ("words", "files", "told", "is_missing"),
    [
        ("", (), None, True),
        ("", (), ran(), True),
        ("", (), ran(published=True), False),
        ("", (), ran(count=0), False),
        ("<p>Most agreed.</p>", (), ran(), False),
    ],
)
def test_what_was_answered_is_missing_until_something_may_be_told_of_it(words, files, told, is_missing):
    asked_for = replace(CONSULTED, words=words, responses=files, told=told)
    found = [gap.words for gap in of_conclusions(changed(consultation=asked_for))]
    assert ("What was answered in the Modification Report Consultation" in found) == is_missing


# Summing up


def test_secas_alone_sums_up_and_once_it_is_over(proposal, by):
    found = refined(proposal)
    question = found.questions.questions.get(number=1)
    given = {"consultation": found, "question": question, "text": "Most agree."}
    with pytest.raises(NotAllowed):
        actions.summarise_answers(**given, by=make.party())
    written = actions.summarise_answers(**given, by=by)
    assert actions.summarise_answers(**given, by=by) == written
    found.settled_at = None
    found.save()
    with pytest.raises(Refused, match="may change what they said"):
        actions.summarise_answers(**given | {"text": "All agree."}, by=by)


def test_of_two_who_sum_up_the_second_is_told_and_reads_both(proposal, by, client):
    found = refined(proposal)
    question = found.questions.questions.get(number=1)
    given = {"consultation": found, "question": question, "by": by}
    actions.summarise_answers(**given, text="Most agree.", version=0)
    with pytest.raises(StaleSave):
        actions.summarise_answers(**given, text="Few agree.", version=0)
    client.force_login(by)
    page = client.post(f"/consultations/{found.pk}/summaries/1/", {"text": "Few agree.", "version": 0})
    assert page.status_code == 422
    assert "Most agree." in page.content.decode()
    assert "Few agree." in page.content.decode()
    again = client.post(f"/consultations/{found.pk}/summaries/1/", {"text": "Few agree.", "version": 1})
    assert again.status_code == 302
    assert AnswerSummary.objects.filter(question=question).count() == 2


def test_a_question_of_another_consultation_is_refused(proposal, by):
    other = consulted.over("What else?").questions.questions.get()
    with pytest.raises(Refused, match="another consultation"):
        actions.summarise_answers(consultation=refined(proposal), question=other, by=by, text="Nothing.")


def test_the_day_of_the_report_decides_what_it_tells(proposal, by):
    """A report of a day before the close knows nothing of it."""
    found = refined(proposal)
    version = papers.issue_report(proposal=proposal, by=by, effective=date(2020, 1, 1))
    assert key() not in stated(consulted.read(version))
    assert found.closes_at.year > 2020
