"""The DCC is told of what SECAS does with its assessments, SECAS of what the DCC does: once, with cover, and nobody of
what is entered afterwards (domain §4: requests queue, ask for more information, re-agreed date)."""

from datetime import date, timedelta

import pytest

from accounts.models import Affiliation, Cover
from jobs.models import Job
from jobs.tasks import run
from notifications.models import Delivery, Message
from proposals.actions import assessments as acts
from proposals.models import Clarification, DccAssessment, Proposal
from proposals.ports import tellings
from tests import factories as make
from tests.proposals.refining import REQUESTED, agreed_requirements, answered, at, dcc, preliminary, refining

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return make.analyst()


@pytest.fixture
def proposal(by):
    return refining(by)


@pytest.fixture
def theirs():
    return dcc()


def told() -> dict[str, set]:
    """Who has been told, by the heading."""
    messages = Message.objects.filter(audience="assessment").order_by("pk")
    return {m.subject.split(" ", 1)[1]: {d.user for d in m.deliveries.select_related("user")} for m in messages}


def test_the_dcc_is_told_of_every_step_of_secas(by, proposal, theirs):
    make.party()  # a Party other than the DCC hears nothing
    make.party("dcc", kind=Affiliation.Kind.CONTRIBUTOR)
    with at(REQUESTED):
        asked = preliminary(proposal, by)
        question = acts.ask_clarification(proposal=proposal, by=theirs, assessment=asked, question="Which meters?")
        acts.answer_clarification(proposal=proposal, by=by, clarification=question, answer="All of them.")
        agreed = {"becomes": date(2026, 4, 30), "reason": "More to do.", "agreed_by": "Both"}
        acts.agree_due_date(proposal=proposal, by=by, assessment=asked, **agreed)
        acts.cancel_assessment(proposal=proposal, by=by, assessment=asked, why="No longer needed.")
    assert {heading: users for heading, users in told().items() if "asks for" not in heading} == {
        "Preliminary Assessment requested": {theirs},
        "Preliminary Assessment: your question is answered": {theirs},
        "Preliminary Assessment: new due date agreed": {theirs},
        "Preliminary Assessment: request cancelled": {theirs},
    }


def test_the_lead_analyst_and_the_deputy_are_told_of_every_step_of_the_dcc(by, proposal, theirs):
    deputy = make.analyst()
    Proposal.objects.filter(pk=proposal.pk).update(deputy=deputy)
    with at(REQUESTED):
        asked = preliminary(proposal, by)
        acts.acknowledge_assessment(proposal=proposal, by=theirs, assessment=asked)
        question = acts.ask_clarification(proposal=proposal, by=theirs, assessment=asked, question="Which meters?")
        acts.withdraw_clarification(proposal=proposal, by=theirs, clarification=question, why="Found it.")
        answered(proposal, theirs, asked)
        for _ in range(2):
            acts.correct_answer(proposal=proposal, by=theirs, assessment=asked, why="A slip.", cost_min=5)
    messages = Message.objects.filter(audience="assessment").exclude(subject__endswith="requested").order_by("pk")
    assert [(m.subject.split(" ", 1)[1], {d.user for d in m.deliveries.all()}) for m in messages] == [
        ("Preliminary Assessment: request acknowledged by the DCC", {by, deputy}),
        ("Preliminary Assessment: the DCC asks for clarification", {by, deputy}),
        ("Preliminary Assessment: the DCC withdraws its question", {by, deputy}),
        ("Preliminary Assessment given by the DCC", {by, deputy}),
        ("Preliminary Assessment put right", {by, deputy}),
        ("Preliminary Assessment put right", {by, deputy}),
    ]


def test_of_a_new_date_that_the_dcc_asks_for_secas_is_told_and_of_the_answer_the_dcc(by, proposal, theirs):
    with at(REQUESTED):
        asked = preliminary(proposal, by)
        wanted = {"becomes": date(2026, 4, 30), "reason": "More to do."}
        acts.ask_for_due_date(proposal=proposal, by=theirs, assessment=asked, **wanted)
        acts.decline_due_date(proposal=proposal, by=by, assessment=asked, why="The Panel waits.")
    after = {heading: users for heading, users in told().items() if "requested" not in heading}
    assert after == {
        "Preliminary Assessment: the DCC asks for a new date": {by},
        "Preliminary Assessment: the due date stands": {theirs},
    }


def test_whoever_records_it_is_not_told_of_it(by, proposal):
    with at(REQUESTED):
        asked = preliminary(proposal, by)
        acts.acknowledge_assessment(proposal=proposal, by=by, assessment=asked)
    assert told() == {}
    other = make.analyst()
    with at(REQUESTED):
        acts.ask_clarification(proposal=proposal, by=other, assessment=asked, question="Which meters?")
    assert told() == {"Preliminary Assessment: the DCC asks for clarification": {by}}


def test_cover_is_honoured_and_a_closed_account_is_left_alone(by, proposal, theirs):
    gone, cover, other = dcc(), make.UserFactory(), make.analyst()
    type(gone).objects.filter(pk=gone.pk).update(is_active=False)
    Cover.objects.create(user=theirs, covered_by=cover, starts=REQUESTED, ends=REQUESTED)
    Cover.objects.create(user=by, covered_by=other, starts=REQUESTED, ends=REQUESTED)
    with at(REQUESTED):
        asked = preliminary(proposal, by)
        acts.acknowledge_assessment(proposal=proposal, by=theirs, assessment=asked)
    assert list(told().values()) == [{cover}, {other}]
    assert Delivery.objects.get(user=cover).because == f"cover for {theirs}"


def test_what_is_entered_on_a_later_day_mails_nobody(by, proposal, theirs):
    with at(REQUESTED + timedelta(days=7)):
        asked = preliminary(proposal, by, on=REQUESTED)
        acts.acknowledge_assessment(proposal=proposal, by=by, assessment=asked, on=REQUESTED)
        answered(proposal, by, asked, on=REQUESTED + timedelta(days=1))
    assert DccAssessment.objects.get().answered_on == REQUESTED + timedelta(days=1)
    assert told() == {}


def test_nobody_is_told_of_what_they_may_not_read(by, proposal, theirs):
    with at(REQUESTED):
        make.classed(proposal, by, "amber")
        preliminary(proposal, by)
    assert told() == {}
    with at(REQUESTED):
        open_ = refining(by)
        preliminary(open_, by)
    assert list(told().values()) == [{theirs}]


def test_the_mail_says_what_is_asked_by_when_and_where_to_read_on(by, proposal, theirs):
    with at(REQUESTED):
        held = agreed_requirements(proposal, by)
        acts.request_assessment(
            proposal=proposal, by=by, kind="preliminary", requirement_set=held, scope="The dearest first."
        )
    message = Message.objects.get(audience="assessment")
    for words in (
        f"{proposal.reference} ‘{proposal.title}’",
        "The dearest first.",
        "It is due on Monday 23 March 2026.",
        f"/modifications/{proposal.slug}/refinement/",
    ):
        assert words in message.body
    [job] = Job.objects.filter(kind="send_notices", payload__message_ids__contains=message.pk)
    run(job.pk)
    assert not Delivery.objects.unsent().filter(message=message).exists()


STEPS = ["requested", "clarified", "re-agreed", "cancelled", "acknowledged", "asked", "withdrawn", "answered"]


@pytest.mark.parametrize("step", STEPS)
def test_the_page_counts_beforehand_exactly_those_who_are_then_told(step, by, proposal, theirs):
    for _ in range(2):
        dcc()
    other = make.analyst()
    with at(REQUESTED):
        if step != "requested":
            asked = preliminary(proposal, other)
        if step in ("clarified", "withdrawn"):
            question = acts.ask_clarification(proposal=proposal, by=theirs, assessment=asked, question="Which?")
        own = {"proposal": proposal, "by": theirs if step in ("acknowledged", "asked", "withdrawn", "answered") else by}
        beforehand = tellings["assessment"](step, proposal, own["by"])
        before = set(Delivery.objects.values_list("pk", flat=True))
        {
            "requested": lambda: preliminary(**own),
            "clarified": lambda: acts.answer_clarification(**own, clarification=question, answer="All."),
            "re-agreed": lambda: acts.agree_due_date(
                **own, assessment=asked, becomes=date(2026, 4, 30), reason="More.", agreed_by="Both"
            ),
            "cancelled": lambda: acts.cancel_assessment(**own, assessment=asked, why="Over."),
            "acknowledged": lambda: acts.acknowledge_assessment(**own, assessment=asked),
            "asked": lambda: acts.ask_clarification(**own, assessment=asked, question="Which?"),
            "withdrawn": lambda: acts.withdraw_clarification(**own, clarification=question, why="Found."),
            "answered": lambda: answered(assessment=asked, **own),
        }[step]()
    copies = Delivery.objects.exclude(pk__in=before).select_related("user")
    assert sorted(beforehand.names) == sorted(copy.user.name for copy in copies)
    assert len(beforehand.names) == (1 if own["by"] == theirs else 3)


PAGES = {
    "assessments/request/": "3 people are told: everybody who speaks for the DCC.",
    "assessments/{asked}/re-agree/": "3 people are told: everybody who speaks for the DCC.",
    "assessments/{asked}/cancel/": "3 people are told: everybody who speaks for the DCC.",
    "assessments/{asked}/ask/": "1 person is told: the Lead Analyst and the deputy.",
    "questions/{question}/answer/": "3 people are told: everybody who speaks for the DCC.",
    "questions/{question}/withdraw/": "1 person is told: the Lead Analyst and the deputy.",
}


@pytest.mark.parametrize("address, words", PAGES.items())
def test_the_page_of_a_step_says_who_will_be_told(client, address, words, by, proposal):
    speakers, other = [dcc() for _ in range(3)], make.analyst()
    asked = preliminary(proposal, by)
    acts.ask_clarification(proposal=proposal, by=by, assessment=asked, question="Which?")
    client.force_login(other)
    named = {"asked": asked.pk, "question": Clarification.objects.get().pk}
    response = client.get(f"/modifications/{proposal.slug}/refinement/{address.format(**named)}")
    shown = " ".join(response.content.decode().split())
    assert words in shown
    names = [by.name] if "Lead Analyst" in words else [speaker.name for speaker in speakers]
    assert all(name in shown for name in names)


def test_somebody_for_the_dcc_sees_the_number_and_no_names(client, by, proposal, theirs):
    asked = preliminary(proposal, by)
    client.force_login(theirs)
    response = client.get(f"/modifications/{proposal.slug}/refinement/assessments/{asked.pk}/acknowledge/")
    shown = " ".join(response.content.decode().split())
    assert "1 person is told: the Lead Analyst and the deputy." in shown
    assert "Their names" not in shown


@pytest.mark.parametrize("speakers", [1, 30])
def test_a_request_costs_the_same_however_many_speak_for_the_dcc(speakers, by, proposal, django_assert_max_num_queries):
    for _ in range(speakers):
        dcc()
    with at(REQUESTED):
        held = agreed_requirements(proposal, by)
        with django_assert_max_num_queries(27):  # with two savepoints
            acts.request_assessment(proposal=proposal, by=by, kind="preliminary", requirement_set=held)
