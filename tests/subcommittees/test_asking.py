"""What is asked of whom, how and by when; what becomes of it follows from the answers and the day (S0 §3)."""

from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.models import Affiliation, Category
from audit import clock
from audit.acts import NotAllowed, Refused
from audit.models import Event
from bodies.models import Meeting
from notifications.models import Delivery, Message
from subcommittees import actions
from subcommittees.actions import Whom
from subcommittees.models import DueChange, View, ViewRequest
from tests import factories as make

pytestmark = pytest.mark.django_db
# A Monday; ten working days on, without a bank holiday between: Monday 16 March.
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _monday():
    with clock.set_to(MONDAY):
        yield


@pytest.fixture
def by():
    return make.analyst()


@pytest.fixture
def proposal(by):
    return make.draft_proposal(by=by)


@pytest.fixture
def ssc():
    return make.CommitteeFactory(code="ssc", name="Security Sub-Committee", short_name="SSC", prefix="SSC")


@pytest.fixture
def dcc():
    return make.party(Category.DCC, name="Smart DCC", short_name="DCC")


def state_of(request, reader=None, on=None) -> str:
    return ViewRequest.objects.with_state(reader, on).get(pk=request.pk).state


# Asking


def test_secas_asks_and_nobody_else(proposal, ssc, by):
    chair = make.holds(ssc, make.UserFactory())
    for person in (chair, make.party(), make.authority(), make.administrator(), make.UserFactory(), AnonymousUser()):
        with pytest.raises(NotAllowed):
            make.asked(proposal, person, ssc)
    assert not ViewRequest.objects.exists()
    make.asked(proposal, by, ssc)
    assert ViewRequest.objects.get().committee == ssc


def test_at_a_meeting_the_answer_is_due_that_day_and_by_correspondence_after_the_days_of_the_rule(proposal, ssc, by):
    meeting = make.MeetingFactory(committee=ssc, date=date(2026, 3, 11))
    at_it = actions.ask_for_view(proposal=proposal, by=by, committee=ssc, meeting=meeting, how="meeting")
    assert (at_it.meeting, at_it.due_on, at_it.put) == (
        meeting,
        date(2026, 3, 11),
        "version 0.1 of the problem statement",
    )
    opsg = make.CommitteeFactory(code="opsg", short_name="OPSG")
    written = make.asked(proposal, by, opsg, document="Draft business requirements, version 0.2")
    assert (written.due_on, written.put) == (date(2026, 3, 16), "Draft business requirements, version 0.2")


def test_several_are_asked_in_one_act_each_at_its_own_meeting(proposal, ssc, by):
    tabasc = make.CommitteeFactory(code="tabasc", short_name="TABASC")
    days = {ssc: date(2026, 3, 11), tabasc: date(2026, 4, 2)}
    whom = [Whom(committee=body, meeting=make.MeetingFactory(committee=body, date=day)) for body, day in days.items()]
    made = actions.ask_several(proposal=proposal, by=by, whom=whom, how="meeting")
    assert {request.committee: request.due_on for request in made} == days
    assert Event.objects.filter(action="view_asked").values("act").distinct().count() == 1


REFUSED = {
    "nobody": (lambda p, b, m: {"whom": []}, "whom"),
    "by correspondence without a reason": (lambda p, b, m: {"why": " "}, "why"),
    "at no meeting": (lambda p, b, m: {"how": "meeting"}, "how"),
    "an organisation at a meeting": (
        lambda p, b, m: {"how": "meeting", "whom": [Whom(organisation=make.OrganisationFactory())]},
        "how",
    ),
    "at a meeting of another body": (
        lambda p, b, m: {"how": "meeting", "whom": [Whom(committee=b, meeting=m)]},
        "meeting",
    ),
    "due before it is asked": (lambda p, b, m: {"due_on": date(2026, 3, 1)}, "due_on"),
    "asked on a day to come": (lambda p, b, m: {"asked_on": date(2026, 3, 3)}, "asked_on"),
    "two documents": (lambda p, b, m: {"document": "x", "statement": p.statements.first()}, "document"),
    "another proposal’s statement": (
        lambda p, b, m: {"statement": make.draft_proposal().statements.first()},
        "statement",
    ),
    "before there was a statement": (lambda p, b, m: {"asked_on": date(2020, 1, 6)}, "document"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_asked_is_refused_at_its_field(proposal, ssc, by, case):
    changes, field = REFUSED[case]
    other = make.MeetingFactory(committee=make.CommitteeFactory(), date=date(2026, 3, 13))
    put = {"whom": [Whom(committee=ssc)], "how": "correspondence", "why": "It does not meet."}
    with pytest.raises(Refused) as refused:
        actions.ask_several(proposal=proposal, by=by, **put | changes(proposal, ssc, other))
    assert refused.value.field == field
    assert not ViewRequest.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [{"date": date(2026, 2, 25)}, {"date": date(2026, 3, 11), "state": "cancelled", "cancelled_because": "No quorum."}],
    ids=["over", "cancelled"],
)
def test_no_view_is_asked_at_a_meeting_that_is_over_or_cancelled(proposal, ssc, by, fields):
    meeting = Meeting.objects.create(committee=ssc, number=9, **fields)
    with pytest.raises(Refused) as refused:
        actions.ask_for_view(proposal=proposal, by=by, committee=ssc, meeting=meeting, how="meeting")
    assert refused.value.field == "meeting"


def test_a_body_is_asked_once_at_a_time_and_again_when_it_has_answered(proposal, ssc, by):
    make.asked(proposal, by, ssc)
    with pytest.raises(Refused, match="has not answered yet"):
        make.asked(proposal, by, ssc)
    actions.record_view(proposal=proposal, by=by, committee=ssc, position="no_comment")
    make.asked(proposal, by, ssc)
    assert ViewRequest.objects.count() == 2


# Who is told


def told(what: str = "") -> dict[str, set[str]]:
    rows = Delivery.objects.filter(message__key__startswith=f"view-{what}").select_related("message", "user")
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row.user.name, set()).add(row.because)
    return found


def test_the_chair_and_the_secretary_are_told_and_for_an_organisation_its_submitters(proposal, ssc, by, dcc):
    chair, secretary = (make.holds(ssc, make.UserFactory(), office) for office in ("chair", "secretary"))
    make.member(ssc)
    company = dcc.organisations[0]
    helper = make.UserFactory()
    Affiliation.objects.create(user=helper, organisation=company, kind="contributor", starts=make.LONG_AGO)
    actions.ask_several(
        proposal=proposal,
        by=by,
        whom=[Whom(committee=ssc), Whom(organisation=company)],
        how="correspondence",
        why="No meeting.",
    )
    assert told("asked") == {
        chair.name: {"chair of the SSC"},
        secretary.name: {"secretary of the SSC"},
        dcc.name: {"speaks for the DCC"},
    }
    body = Message.objects.filter(deliveries__user=chair).get().body
    assert "Due on Monday 16 March 2026." in body
    assert "version 0.1 of the problem statement" in body


def test_what_is_entered_for_an_earlier_day_mails_nobody(ssc, by):
    proposal = make.draft_proposal(by=by, raised_on=date(2026, 2, 2))
    make.holds(ssc, make.UserFactory())
    make.asked(proposal, by, ssc, asked_on=date(2026, 2, 16))
    assert told() == {}


def test_nobody_is_told_of_a_proposal_that_is_not_open_to_them(by, dcc):
    hidden = make.classed(make.draft_proposal(by=by), by, "amber")
    make.asked(hidden, by, organisation=dcc.organisations[0])
    assert told() == {}


# Another day, and withdrawn


def test_another_due_day_is_kept_with_why_and_told(proposal, ssc, by):
    chair = make.holds(ssc, make.UserFactory())
    request = make.asked(proposal, by, ssc)
    with pytest.raises(NotAllowed):
        actions.change_due(request=request, by=chair, due_on=date(2026, 3, 20), why="More time.")
    cases = [
        (date(2026, 3, 20), " ", "why"),
        (date(2026, 3, 16), "Why.", "due_on"),
        (date(2026, 3, 1), "Why.", "due_on"),
    ]
    for due_on, why, field in cases:
        with pytest.raises(Refused) as refused:
            actions.change_due(request=request, by=by, due_on=due_on, why=why)
        assert refused.value.field == field
    actions.change_due(request=request, by=by, due_on=date(2026, 3, 20), why="Members asked for more time.")
    request.refresh_from_db()
    change = DueChange.objects.get()
    assert (request.due_on, change.from_day, change.to_day) == (date(2026, 3, 20), date(2026, 3, 16), date(2026, 3, 20))
    assert set(told("due")) == {chair.name}


def test_a_request_is_withdrawn_with_a_reason_and_then_waits_for_nobody(proposal, ssc, by):
    make.holds(ssc, make.UserFactory())
    request = make.asked(proposal, by, ssc)
    with pytest.raises(Refused) as refused:
        actions.withdraw_request(request=request, by=by, because="")
    assert refused.value.field == "because"
    actions.withdraw_request(request=request, by=by, because="It was meant for the OPSG.")
    assert state_of(request) == "withdrawn"
    assert not ViewRequest.objects.unanswered().exists()
    for act in (
        lambda: actions.withdraw_request(request=request, by=by, because="Again."),
        lambda: actions.change_due(request=request, by=by, due_on=date(2026, 3, 20), why="More."),
        lambda: actions.chase(request=request, by=by, text="Please."),
        lambda: actions.record_view(
            proposal=proposal, by=by, committee=ssc, position="no_comment", request=ViewRequest.objects.get()
        ),
    ):
        with pytest.raises(Refused, match="was withdrawn on 2 March 2026"):
            act()
    assert not View.objects.exists()


# Where it stands

STATES = {
    # what was answered, and on which day it is looked at (due 16 March) → state
    ("", date(2026, 3, 2)): "asked",
    ("", date(2026, 3, 16)): "asked",
    ("", date(2026, 3, 17)): "silent",
    ("no_comment", date(2026, 3, 17)): "no_comment",
    ("supports", date(2026, 3, 17)): "supports",
    ("opposes", date(2026, 3, 2)): "opposes",
    ("mixed", date(2026, 4, 1)): "mixed",
    ("supports", date(2026, 3, 1)): "asked",  # given on the 2nd
}


@pytest.mark.parametrize(("answer", "on"), STATES)
def test_where_a_request_stands_follows_from_the_answer_and_the_day(proposal, ssc, by, answer, on):
    request = make.asked(proposal, by, ssc)
    if answer:
        actions.record_view(proposal=proposal, by=by, committee=ssc, position=answer, text="So.")
    assert state_of(request, on=on) == STATES[answer, on]


def test_the_states_are_called_as_the_process_calls_them():
    assert dict(ViewRequest.State.choices) == {
        "asked": "Asked",
        "silent": "No reply by the date",
        "supports": "Supports",
        "opposes": "Opposes",
        "mixed": "Mixed views",
        "no_comment": "Replied with no comment",
        "closed": "Replied",
        "withdrawn": "Withdrawn",
    }


def test_the_newest_answer_counts_and_what_is_closed_to_a_reader_says_only_that_it_came(proposal, ssc, by):
    request = make.asked(proposal, by, ssc)
    said = {"proposal": proposal, "by": by, "committee": ssc}
    actions.record_view(**said, position="opposes", text="No.")
    actions.record_view(**said, position="supports", text="Yes.", why_changed="Keys.", classification="amber")
    readers = [by, make.member(ssc), make.party(), AnonymousUser()]
    assert [state_of(request, reader) for reader in readers] == ["supports", "supports", "closed", "closed"]


READS = {
    "white": {"stranger", "party", "other body", "ssc member", "analyst", "authority"},
    "green": {"party", "other body", "ssc member", "analyst", "authority"},
    "amber": {"ssc member", "analyst", "authority"},
    "red": set(),
}


@pytest.mark.parametrize("classification", READS)
def test_a_request_is_read_by_whom_its_class_is_for(proposal, ssc, by, classification):
    request = make.asked(proposal, by, ssc)
    ViewRequest.objects.filter(pk=request.pk).update(classification=classification)
    readers = {
        "stranger": AnonymousUser(),
        "party": make.party(),
        "other body": make.member(make.CommitteeFactory(code="opsg", short_name="OPSG")),
        "ssc member": make.member(ssc),
        "analyst": by,
        "authority": make.authority(),
    }
    found = {who for who, user in readers.items() if ViewRequest.objects.visible_to(user).exists()}
    assert found == READS[classification]


def test_an_organisation_reads_what_it_was_asked_whatever_its_class(proposal, by, dcc):
    make.asked(proposal, by, organisation=dcc.organisations[0], classification="amber")
    assert ViewRequest.objects.visible_to(dcc).exists()
    assert not ViewRequest.objects.visible_to(make.party()).exists()


def test_an_organisation_answers_what_it_was_asked_and_nothing_else(proposal, by, dcc):
    company = dcc.organisations[0]
    said = {"proposal": proposal, "by": dcc, "organisation": company, "position": "no_comment"}
    with pytest.raises(NotAllowed):
        actions.record_view(**said)
    request = make.asked(proposal, by, organisation=company)
    with pytest.raises(NotAllowed):
        actions.record_view(**said | {"by": make.party(), "request": request})
    actions.record_view(**said, request=request)
    assert state_of(request) == "no_comment"


def test_an_answer_is_of_whom_was_asked_and_not_older_than_the_question(proposal, ssc, by):
    request = make.asked(proposal, by, ssc)
    opsg = make.CommitteeFactory(code="opsg", short_name="OPSG")
    cases = [(opsg, date(2026, 3, 2), "committee"), (ssc, date(2026, 3, 1), "given_on")]
    for body, given_on, field in cases:
        with pytest.raises(Refused) as refused:
            actions.record_view(
                proposal=proposal, by=by, committee=body, position="no_comment", request=request, given_on=given_on
            )
        assert refused.value.field == field
    assert not View.objects.exists()


def test_the_database_refuses_what_no_act_writes(proposal, ssc, by):
    from django.db import DatabaseError, IntegrityError, transaction

    request = make.asked(proposal, by, ssc)
    change = actions.change_due(request=request, by=by, due_on=date(2026, 3, 20), why="More time.")
    values = {f.name: getattr(change, f.name) for f in DueChange._meta.fields if f.name != "id"}
    for name, fields in {
        "view_due_change_says_why": {"why": ""},
        "view_due_day_changes": {"to_day": change.from_day},
    }.items():
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            DueChange.objects.create(**values | fields)
    with pytest.raises(DatabaseError, match="pgtrigger: Cannot"), transaction.atomic():
        DueChange.objects.update(why="Other.")
