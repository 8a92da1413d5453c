"""The course of a consultation: prepared, opened, extended, taken back, over. Argued from the working days of the rules
(docs/decisions/consultations-have-a-course.md) and the calendar of 2026, not from what the acts give."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from accounts.models import Category
from audit import clock
from audit.acts import NotAllowed, Refused
from audit.models import Event
from bodies.actions import override_day
from consultations import actions
from consultations.actions.preparing import Texts
from consultations.models import Consultation, Extension, Kind
from consultations.tasks import queue_due_consultations
from jobs.models import Job
from proposals.actions import StaleSave, TooLate
from proposals.actions.ground import GRACE
from proposals.actions.recorded import correct_publication
from proposals.models import RefinementConsultation
from proposals.ports import consultations_run
from tests import factories as make
from tests.consultations import asked
from tests.consultations.running import OPENED, after, opened, prepared
from tests.proposals.states import refined
from tests.threads import at_once

pytestmark = pytest.mark.django_db

ONE_SECOND = timedelta(seconds=1)
LAST = timedelta(microseconds=1)


@pytest.fixture
def by():
    return make.analyst()


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def events(action):
    return Event.objects.filter(action=action).count()


# Who


PEOPLE = {
    "an analyst": make.analyst,
    "an administrator": make.administrator,
    "the Authority": make.authority,
    "a submitter": make.party,
    "a stranger": make.UserFactory,
}


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("act", ["prepare", "change", "open", "extend", "take back"])
def test_only_secas_runs_a_consultation(by, who, act):
    person = PEOPLE[who]()
    held = opened(by) if act == "extend" else prepared(by)
    do = {
        "prepare": lambda: actions.prepare_consultation(by=person, kind=Kind.CODE_WIDE, title="Another"),
        "change": lambda: actions.change_consultation(consultation=held, by=person, texts=Texts("Other words")),
        "open": lambda: actions.open_consultation(consultation=held, by=person, closes_on=after(20)),
        "extend": lambda: actions.extend_consultation(
            consultation=held, by=person, closes_on=after(30), reason="More time."
        ),
        "take back": lambda: actions.take_consultation_back(consultation=held, by=person, reason="Not needed."),
    }[act]
    if who == "an analyst":
        do()
    else:
        with pytest.raises(NotAllowed):
            do()


# Preparing


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind != Kind.CODE_WIDE])
def test_every_kind_but_the_code_wide_one_is_about_a_proposal(by, kind):
    with pytest.raises(Refused, match="about a proposal"):
        actions.prepare_consultation(by=by, kind=kind)
    proposal = refined(by)
    assert prepared(by, kind, proposal).proposal == proposal


def test_a_consultation_on_the_code_is_about_no_proposal(by):
    with pytest.raises(Refused):
        actions.prepare_consultation(by=by, kind=Kind.CODE_WIDE, proposal=refined(by))


def test_refinement_is_consulted_on_in_refinement(by):
    with pytest.raises(Refused, match="Development"):
        actions.prepare_consultation(by=by, kind=Kind.REFINEMENT, proposal=make.draft_proposal(by=by))


def test_pressed_twice_it_is_prepared_once(by):
    first, second = (actions.prepare_consultation(by=by, kind=Kind.CODE_WIDE, title="Testing") for _ in "12")
    assert first == second
    assert events("consultation_prepared") == 1


def test_of_refinement_and_of_the_report_one_stands_at_a_time(by):
    proposal = refined(by)
    prepared(by, Kind.REFINEMENT, proposal)
    with pytest.raises(Refused, match="one at a time"):
        actions.prepare_consultation(by=make.analyst(), kind=Kind.REFINEMENT, proposal=proposal)
    other = refined(by)
    assert prepared(by, Kind.REFINEMENT, other).proposal == other


def test_questions_are_copied_with_what_they_depend_on(by):
    usual = asked.question_set("Do you agree?", "Why not?", "What else?", kind=Kind.CODE_WIDE, reusable=True)
    first, second, third = usual.questions.all()
    second.only_if, second.only_if_answers = first, ["disagree"]
    second.save()
    third.withdrawn_at, third.withdrawn_because = clock.now(), "Asked elsewhere."
    third.save()
    made = actions.prepare_consultation(by=by, kind=Kind.CODE_WIDE, question_set=usual)
    copies = list(made.questions.questions.all())
    assert [(q.number, q.text) for q in copies] == [(1, "Do you agree?"), (2, "Why not?")]
    assert (copies[1].only_if, copies[1].only_if_answers) == (copies[0], ["disagree"])
    assert usual.questions.count() == 3


def test_the_second_of_two_tabs_is_told(by):
    held = prepared(by)
    actions.change_consultation(consultation=held, by=by, texts=Texts("First", "Why."), version=1)
    with pytest.raises(StaleSave):
        actions.change_consultation(consultation=held, by=make.analyst(), texts=Texts("Second"), version=1)
    assert (fresh(held).title, fresh(held).version) == ("First", 2)
    actions.change_consultation(consultation=held, by=by, texts=Texts("First", "Why."), version=2)
    assert (fresh(held).version, events("consultation_changed")) == (2, 1)


def test_once_it_is_open_what_is_asked_stays(by):
    held = opened(by)
    with pytest.raises(Refused, match="stays as people have read it"):
        actions.change_consultation(consultation=held, by=by, texts=Texts("Other words"))


@pytest.mark.parametrize("category", [Category.DCC, Category.GAS_NETWORK])
def test_a_report_asks_every_party_but_the_dcc_and_nobody_says_which(by, category):
    held = prepared(by, Kind.REPORT, refined(by))
    with pytest.raises(Refused, match="All of them are asked"):
        actions.change_consultation(consultation=held, by=by, texts=Texts("MRC", invited=(category,)))
    assert fresh(held).invited == []
    asked_of = actions.prepare_consultation(by=by, kind=Kind.INFORMATION, proposal=held.proposal, invited=(category,))
    assert asked_of.invited == [category]


@pytest.mark.parametrize("kind", [Kind.REFINEMENT, Kind.REPORT])
def test_what_stands_on_the_record_of_the_proposal_is_as_open_as_the_proposal(by, kind):
    for classification in ("white", "green"):
        proposal = make.classed(refined(by), by, classification)
        held = prepared(by, kind, proposal)
        actions.change_consultation(consultation=held, by=by, texts=Texts("Meters", "Why.", classification="amber"))
        assert fresh(held).classification == classification


def test_where_the_class_of_the_proposal_has_changed_it_opens_in_the_new_one(by):
    proposal = make.classed(refined(by), by, "green")
    held = prepared(by, Kind.REFINEMENT, proposal)
    make.classed(proposal, by, "white")
    actions.open_consultation(consultation=fresh(held), by=by, closes_on=after(20))
    assert fresh(held).classification == "white"


def test_any_other_kind_may_be_closer_than_the_proposal_and_not_more_open(by):
    held = prepared(by, Kind.INFORMATION, make.classed(refined(by), by, "green"))
    actions.change_consultation(consultation=held, by=by, texts=Texts("Meters", "Why.", classification="amber"))
    assert fresh(held).classification == "amber"
    with pytest.raises(Refused, match="no more open than the proposal"):
        actions.change_consultation(consultation=held, by=by, texts=Texts("Meters", "Why.", classification="white"))


def test_it_begins_with_questions_of_its_own_kind(by):
    usual = asked.question_set("Why?", kind=Kind.INFORMATION, reusable=True)
    with pytest.raises(Refused, match="is for another kind") as refusal:
        actions.prepare_consultation(by=by, kind=Kind.CODE_WIDE, question_set=usual)
    assert refusal.value.field == "question_set"
    made = actions.prepare_consultation(by=by, kind=Kind.INFORMATION, proposal=refined(by), question_set=usual)
    assert [q.text for q in made.questions.questions.all()] == ["Why?"]


# Opening


@pytest.mark.parametrize(
    "kind, first",
    [  # opened on Monday 9 March 2026; Good Friday is 3 April, Easter Monday the 6th
        (Kind.REQUIREMENTS, date(2026, 3, 30)),  # 15 working days
        (Kind.INFORMATION, date(2026, 3, 23)),  # 10
        (Kind.REFINEMENT, date(2026, 3, 30)),  # 15
        (Kind.CODE_WIDE, date(2026, 4, 8)),  # 20, two of them over Easter not counted
    ],
)
def test_each_kind_is_open_for_as_long_as_its_rule_says(by, kind, first):
    with clock.set_to(OPENED):
        proposal = None if kind == Kind.CODE_WIDE else refined(by)
        held = prepared(by, kind, proposal)
        too_short = WORKED_BEFORE[first]
        with pytest.raises(Refused, match=f"until {first:%A %-d %B %Y}") as refusal:
            actions.open_consultation(consultation=held, by=by, closes_on=too_short)
        assert refusal.value.field == "closes_on"
        actions.open_consultation(consultation=held, by=by, closes_on=first)
    held = fresh(held)
    assert (held.opened_at, held.closes_at) == (OPENED, clock.closing(first))
    assert held.closes_at.astimezone(clock.LONDON).hour == 17


WORKED_BEFORE = {
    date(2026, 3, 30): date(2026, 3, 27),
    date(2026, 3, 23): date(2026, 3, 20),
    date(2026, 4, 8): date(2026, 4, 7),
}


def test_opened_in_winter_time_it_closes_at_five_in_summer_time(by):
    with clock.set_to(OPENED):
        held = prepared(by)
        actions.open_consultation(consultation=held, by=by, closes_on=date(2026, 4, 8))
    assert fresh(held).closes_at == datetime(2026, 4, 8, 16, tzinfo=UTC)


def test_opened_late_on_a_summer_evening_it_counts_from_its_day_in_london(by):
    with clock.set_to(datetime(2026, 6, 1, 23, 30, tzinfo=UTC)):  # 00:30 on Tuesday 2 June in London
        held = prepared(by)
        with pytest.raises(Refused, match="until Tuesday 30 June 2026"):
            actions.open_consultation(consultation=held, by=by, closes_on=date(2026, 6, 29))


def test_a_holiday_announced_before_makes_it_longer(by):
    override_day(by=by, date=date(2026, 3, 18), name="A day of mourning", is_working_day=False, reason="Announced.")
    with clock.set_to(OPENED):
        held = prepared(by)
        with pytest.raises(Refused, match="until Thursday 9 April 2026"):
            actions.open_consultation(consultation=held, by=by, closes_on=date(2026, 4, 8))


@pytest.mark.parametrize("day", [date(2026, 4, 11), date(2026, 4, 6), date(2026, 5, 4)])
def test_it_closes_on_a_working_day(by, day):
    with clock.set_to(OPENED):
        held = prepared(by, Kind.INFORMATION, refined(by))
        with pytest.raises(Refused, match="no working day"):
            actions.open_consultation(consultation=held, by=by, closes_on=day)


def test_without_a_question_or_a_word_of_what_it_is_about_it_is_not_opened(by):
    held = actions.prepare_consultation(by=by, kind=Kind.CODE_WIDE)
    with pytest.raises(Refused, match=r"no question yet\. It does not say yet what it is about"):
        actions.open_consultation(consultation=held, by=by, closes_on=after(20))
    assert fresh(held).opened_at is None


def test_opened_by_two_at_once_it_is_opened_by_the_first(by):
    held = opened(by)
    with pytest.raises(TooLate, match="was opened on"):
        actions.open_consultation(consultation=held, by=make.analyst(), closes_on=after(25))
    assert events("consultation_opened") == 1


def test_a_report_is_opened_by_its_step_alone(by):
    held = prepared(by, Kind.REPORT, refined(by))
    with pytest.raises(Refused, match="Panel"):
        actions.open_consultation(consultation=held, by=by, closes_on=after(20))


# Open, and over


def test_whether_it_is_open_is_a_matter_of_reading(by):
    with clock.set_to(OPENED):
        held = opened(by)
    instants = [OPENED - LAST, OPENED, held.closes_at - LAST, held.closes_at]
    assert [held.is_open_at(i) for i in instants] == [False, True, True, False]
    assert [Consultation.objects.open_at(i).exists() for i in instants] == [False, True, True, False]
    assert [Consultation.objects.due(i).exists() for i in instants] == [False, False, False, True]


def test_its_end_is_written_once_at_its_own_instant(by):
    with clock.set_to(OPENED):
        held = opened(by)
    with clock.set_to(held.closes_at + GRACE):
        actions.settle_consultation(consultation=held)
        actions.settle_consultation(consultation=held)
    assert fresh(held).settled_at == held.closes_at
    assert events("consultation_closed") == 1


def test_the_sweep_leaves_it_alone_for_the_time_of_grace(by):
    with clock.set_to(OPENED):
        held = opened(by)
    jobs = Job.objects.filter(kind="settle_consultation")
    with clock.set_to(held.closes_at + GRACE - LAST):
        queue_due_consultations()
        actions.settle_consultation(consultation=held)
    assert (jobs.count(), fresh(held).settled_at) == (0, None)
    with clock.set_to(held.closes_at + GRACE):
        queue_due_consultations()
        queue_due_consultations()
    assert jobs.get().payload == {"consultation_id": held.pk}


def test_an_act_that_comes_first_writes_the_end_too(by):
    with clock.set_to(OPENED):
        held = opened(by)
    with clock.set_to(held.closes_at + timedelta(days=9)), pytest.raises(TooLate, match="closed on"):
        actions.extend_consultation(consultation=held, by=by, closes_on=after(40), reason="More time.")
    assert fresh(held).settled_at is None  # the act was refused, and with it all it wrote
    with clock.set_to(held.closes_at + timedelta(days=9)):
        actions.settle_consultation(consultation=held)
    assert fresh(held).settled_at == held.closes_at


# Extending


def test_it_is_extended_until_the_last_microsecond_and_not_after(by):
    with clock.set_to(OPENED):
        held = opened(by)
    own = {"consultation": held, "by": by, "closes_on": date(2026, 4, 20)}
    with clock.set_to(held.closes_at), pytest.raises(TooLate):
        actions.extend_consultation(**own, reason="More time.")
    with clock.set_to(held.closes_at - LAST):
        for reason, closes, words in [("", date(2026, 4, 20), "Say why"), ("So.", date(2026, 4, 8), "later day")]:
            with pytest.raises(Refused, match=words):
                actions.extend_consultation(consultation=held, by=by, closes_on=closes, reason=reason)
        made = actions.extend_consultation(**own, reason="The meeting was moved.")
    assert (made.was, made.becomes) == (held.closes_at, clock.closing(date(2026, 4, 20)))
    assert fresh(held).closes_at == made.becomes


def test_extended_twice_by_a_double_press_it_is_extended_once(by):
    held = opened(by)
    own = {"consultation": held, "by": by, "closes_on": after(30), "reason": "More time."}
    actions.extend_consultation(**own)
    with pytest.raises(Refused, match="give a later day"):
        actions.extend_consultation(**own)
    assert Extension.objects.count() == 1


# Taking back


def test_taken_back_with_a_reason_it_is_seen_by_secas_alone(by):
    held, reader = opened(by), make.party()
    assert held in Consultation.objects.visible_to(reader)
    with pytest.raises(Refused, match="Say why"):
        actions.take_consultation_back(consultation=held, by=by, reason=" ")
    actions.take_consultation_back(consultation=held, by=by, reason="The question was wrong.")
    assert held not in Consultation.objects.visible_to(reader)
    assert held in Consultation.objects.visible_to(by)
    with pytest.raises(TooLate, match="taken back"):
        actions.take_consultation_back(consultation=held, by=by, reason="Again.")


def test_what_is_over_stays_on_record(by):
    with clock.set_to(OPENED):
        held = opened(by)
    with clock.set_to(held.closes_at), pytest.raises(Refused, match="stays on record"):
        actions.take_consultation_back(consultation=held, by=by, reason="Wrong.")


# The record of Refinement


def test_a_refinement_consultation_stands_on_the_record_of_the_proposal(by):
    with clock.set_to(OPENED):
        proposal = refined(by)
        held = opened(by, Kind.REFINEMENT, proposal, days=15)
        row = RefinementConsultation.objects.get(proposal=proposal)
        assert (row.opened_on, row.closes_on) == (date(2026, 3, 9), date(2026, 3, 30))
        actions.extend_consultation(consultation=held, by=by, closes_on=date(2026, 4, 2), reason="More time.")
    assert fresh(row).closes_on == date(2026, 4, 2)
    asked.submission(held)
    asked.submission(held)
    with clock.set_to(clock.closing(date(2026, 4, 2)) + GRACE):
        actions.settle_consultation(consultation=held)
    assert (fresh(row).closed_on, fresh(row).responses) == (date(2026, 4, 2), "2")


def test_the_record_says_how_many_responses_count_by_now(by, client):
    with clock.set_to(OPENED):
        proposal = refined(by)
        held = opened(by, Kind.REFINEMENT, proposal, days=15)
    first = asked.submission(held)
    late = asked.submission(held, late=True, received_at=held.closes_at + timedelta(hours=1))
    with clock.set_to(held.closes_at + GRACE):
        actions.settle_consultation(consultation=held)
    address = reverse("proposals:refinement", args=[proposal.slug])

    def said() -> str:
        (row,) = client.get(address).context["consultations"]
        return row["row"].responses

    assert said() == "1"
    actions.decide_late(submission=late, by=by, accepted=True, reason="The site was down at five.")
    assert said() == "2"
    actions.withdraw_response(response=first.response, by=by, reason="They asked for it.")
    actions.withdraw_response(response=late.response, by=by, reason="They asked for it.")
    assert said() == "none"


def test_who_may_not_read_it_is_not_led_to_it(by):
    proposal = refined(by)
    held = opened(by, Kind.REFINEMENT, proposal)
    of, stranger = (RefinementConsultation, held.refinement_id), make.party()
    assert consultations_run(proposal, stranger)[of].page == held.get_absolute_url()
    Consultation.objects.update(classification="amber")  # as it could be opened before
    assert consultations_run(proposal, by)[of].page == held.get_absolute_url()
    assert consultations_run(proposal, stranger)[of].page == ""


# The record of the requirements


def test_comments_on_requirements_close_on_one_day(by):
    with clock.set_to(OPENED):
        proposal = refined(by)
        held = prepared(by, Kind.REQUIREMENTS, proposal)
        row = held.requirement_set
        assert row.comments_until == date(2026, 4, 8)
        actions.open_consultation(consultation=held, by=by, closes_on=date(2026, 3, 30))
        assert (fresh(row).comments_until, fresh(row).published_on) == (date(2026, 3, 30), date(2026, 3, 9))
        actions.extend_consultation(consultation=held, by=by, closes_on=date(2026, 4, 10), reason="Easter.")
        assert fresh(row).comments_until == date(2026, 4, 10)
        right = {"proposal": proposal, "by": by, "requirement_set": row, "reason": "Wrong day."}
        days = {"published_on": date(2026, 3, 9), "comments_until": date(2026, 4, 30)}
        with pytest.raises(Refused, match="on the page of the consultation"):
            correct_publication(**right, **days)
        actions.take_consultation_back(consultation=held, by=by, reason="Too early.")
        correct_publication(**right, **days)
    assert fresh(row).comments_until == date(2026, 4, 30)


def test_opened_until_the_day_that_was_published_nothing_is_put_right(by):
    with clock.set_to(OPENED):
        opened(by, Kind.REQUIREMENTS, refined(by), days=20)
    assert events("publication_corrected") == 0


def test_taken_back_the_record_of_refinement_is_too(by):
    proposal = refined(by)
    held = opened(by, Kind.REFINEMENT, proposal)
    actions.take_consultation_back(consultation=held, by=by, reason="Too early.")
    row = RefinementConsultation.objects.get(proposal=proposal)
    assert (bool(row.taken_back_at), row.taken_back_because) == (True, "Too early.")
    assert opened(by, Kind.REFINEMENT, proposal, title="Once more").refinement_id != row.pk


@pytest.mark.django_db(transaction=True)
def test_settled_by_many_at_once_it_is_settled_once():
    by = make.analyst()
    with clock.set_to(clock.now() - timedelta(days=60)):
        held = opened(by, Kind.REFINEMENT, refined(by))
    results = at_once(*[lambda: actions.settle_consultation(consultation=held)] * 4)
    assert [r for r in results if isinstance(r, Exception)] == []
    assert (events("consultation_closed"), events("refinement_consultation_closed")) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_opened_by_two_people_in_one_instant_one_is_told():
    by, other = make.analyst(), make.analyst()
    held = prepared(by)
    results = at_once(
        *[
            lambda who=who: actions.open_consultation(consultation=held, by=who, closes_on=after(20))
            for who in (by, other)
        ]
    )
    assert [type(r) for r in results if isinstance(r, Exception)] == [TooLate]
    assert events("consultation_opened") == 1
