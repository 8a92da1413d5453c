"""What a body thinks of a proposal: who records it, how it changes, who reads it (domain §2.2 row 6; S0 §3)."""

from datetime import date

import pgtrigger
import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, IntegrityError, transaction

from audit import clock
from audit.acts import NotAllowed, Refused
from audit.models import Event
from proposals.models import Proposal
from subcommittees.actions import record_view
from subcommittees.models import View
from subcommittees.requirements import views_answered
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def ssc():
    return make.CommitteeFactory(code="ssc", name="Security Sub-Committee", short_name="SSC", prefix="SSC")


@pytest.fixture
def proposal():
    return make.draft_proposal(raised_on=date(2019, 4, 12))


def test_secas_and_the_bodys_chair_and_secretary_record_its_view_and_nobody_else(proposal, ssc):
    """Members post positions of their own (issue: the chair or secretary records the committee’s view)."""
    other = make.CommitteeFactory(code="opsg", short_name="OPSG")
    for person in (
        make.member(ssc),
        make.holds(other, make.UserFactory()),
        make.party(),
        make.authority(),
        make.administrator(),
        make.UserFactory(),
        AnonymousUser(),
    ):
        with pytest.raises(NotAllowed):
            record_view(proposal=proposal, by=person, committee=ssc, position="opposes", text="It is insecure.")
    assert View.objects.count() == 0
    chair, secretary = (make.holds(ssc, make.UserFactory(), office) for office in ("chair", "secretary"))
    record_view(proposal=proposal, by=chair, committee=ssc, position="opposes", text="It is insecure.")
    again = {"position": "supports", "text": "Now it is secure.", "why_changed": "Keys were added."}
    record_view(proposal=proposal, by=secretary, committee=ssc, **again)
    record_view(proposal=proposal, by=make.analyst(), committee=other, position="no_comment")
    assert View.objects.count() == 3


def test_no_member_of_a_body_records_the_view_of_an_organisation(proposal, ssc):
    company = make.OrganisationFactory()
    with pytest.raises(NotAllowed):
        record_view(proposal=proposal, by=make.member(ssc), organisation=company, position="supports", text="Yes.")
    record_view(proposal=proposal, by=make.analyst(), organisation=company, position="supports", text="Yes.")
    assert View.objects.get().giver == str(company)


def test_a_view_is_one_bodys_or_one_organisations(proposal, ssc):
    by = make.analyst()
    for givers in ({}, {"committee": ssc, "organisation": make.OrganisationFactory()}):
        with pytest.raises(Refused) as refused:
            record_view(proposal=proposal, by=by, position="no_comment", **givers)
        assert refused.value.field == "committee"


@pytest.mark.parametrize(
    "position, needs_text",
    [
        ("supports", True),
        ("opposes", True),
        ("mixed", True),
        ("no_comment", False),
    ],
)
def test_a_view_says_something_unless_it_is_none(proposal, ssc, position, needs_text):
    by = make.analyst()
    if needs_text:
        with pytest.raises(Refused) as refused:
            record_view(proposal=proposal, by=by, committee=ssc, position=position, text="  ")
        assert refused.value.field == "text"
        record_view(proposal=proposal, by=by, committee=ssc, position=position, text="For these reasons.")
    else:
        record_view(proposal=proposal, by=by, committee=ssc, position=position)
    assert View.objects.get().position == position


def test_a_change_of_mind_is_a_new_version_that_says_why_and_the_earlier_one_stays(proposal, ssc):
    by = make.analyst()
    record_view(proposal=proposal, by=by, committee=ssc, position="opposes", text="It is insecure.")
    with pytest.raises(Refused) as refused:
        record_view(proposal=proposal, by=by, committee=ssc, position="supports", text="It is secure.")
    assert refused.value.field == "why_changed"
    record_view(
        proposal=proposal,
        by=by,
        committee=ssc,
        position="supports",
        text="It is secure.",
        why_changed="Keys were added.",
    )
    assert list(View.objects.values_list("version", "position", "why_changed")) == [
        (1, "opposes", ""),
        (2, "supports", "Keys were added."),
    ]
    assert View.objects.latest_versions().get().version == 2


def test_a_view_is_not_given_on_a_day_to_come(proposal, ssc):
    by = make.analyst()
    with pytest.raises(Refused) as refused:
        record_view(proposal=proposal, by=by, committee=ssc, position="no_comment", given_on=date(2099, 1, 1))
    assert refused.value.field == "given_on"
    assert View.objects.count() == 0


def test_the_first_answer_to_a_request_explains_itself_and_a_change_of_it_does_not(proposal, ssc):
    by = make.analyst()
    record_view(proposal=proposal, by=by, committee=ssc, position="opposes", text="No.")
    request = make.asked(proposal, by, ssc)
    answer = record_view(proposal=proposal, by=by, committee=ssc, position="supports", text="It is secure.")
    assert (answer.request, answer.version) == (request, 2)
    assert answer.why_changed == f"Given when asked on {clock.today():%-d %B %Y}."
    with pytest.raises(Refused) as refused:
        record_view(proposal=proposal, by=by, committee=ssc, position="opposes", text="No after all.")
    assert refused.value.field == "why_changed"


def test_views_that_are_waited_for_are_named_with_their_day_and_may_be_accepted(proposal, ssc):
    by = make.analyst()
    smki = make.CommitteeFactory(code="smki-pma", short_name="SMKI PMA")
    make.asked(proposal, by, smki, asked_on=date(2019, 5, 7), due_on=date(2019, 5, 21))
    record_view(proposal=proposal, by=by, committee=ssc, position="opposes", text="No.")
    untouched = make.draft_proposal(by=by)
    answers = views_answered(Proposal.objects.all(), date(2019, 5, 20))
    assert [r.text for r in answers[proposal.pk]] == ["The SMKI PMA has not yet answered, due on 21 May 2019."]
    assert [r.blocks for r in answers[proposal.pk]] == [False]
    assert answers[untouched.pk] == []
    late = views_answered(Proposal.objects.all(), date(2019, 5, 22))[proposal.pk]
    assert [r.text for r in late] == ["The SMKI PMA was asked and did not answer."]
    assert views_answered(Proposal.objects.all(), date(2019, 5, 6))[proposal.pk] == []
    record_view(proposal=proposal, by=by, committee=smki, position="no_comment")
    assert views_answered(Proposal.objects.all(), date(2019, 5, 20))[proposal.pk] == []


def test_the_requirement_asks_the_same_number_of_queries_for_one_and_for_many(ssc, django_assert_num_queries):
    by = make.analyst()
    one = make.draft_proposal(by=by)
    make.asked(one, by, ssc)
    with django_assert_num_queries(2):
        views_answered(Proposal.objects.all(), date(2026, 1, 1))
    for _ in range(3):
        make.asked(make.draft_proposal(by=by), by, ssc)
    with django_assert_num_queries(2):
        assert len(views_answered(Proposal.objects.all(), date(2026, 1, 1))) == 4


READS = {
    # classification: who reads a view of the SSC
    "white": {"stranger", "party", "other body", "ssc member", "analyst", "authority"},
    "green": {"party", "other body", "ssc member", "analyst", "authority"},
    "amber": {"ssc member", "analyst", "authority"},
    "red": set(),
}


@pytest.mark.parametrize("classification", READS)
def test_a_view_is_read_by_whom_its_class_is_for(proposal, ssc, classification):
    opsg = make.CommitteeFactory(code="opsg", short_name="OPSG")
    by = make.analyst()
    record_view(proposal=proposal, by=by, committee=ssc, position="opposes", text="No.")
    with pgtrigger.ignore("subcommittees.View:append_only"):
        View.objects.update(classification=classification)  # Red is given under a Red item alone (test_red_items)
    readers = {
        "stranger": AnonymousUser(),
        "party": make.party(),
        "other body": make.member(opsg),
        "ssc member": make.member(ssc),
        "analyst": make.analyst(),
        "authority": make.authority(),
    }
    assert {who for who, user in readers.items() if View.objects.visible_to(user).exists()} == READS[classification]


def test_a_view_hides_with_its_proposal(ssc):
    submission = make.submission()
    record_view(proposal=submission, by=make.analyst(), committee=ssc, position="opposes", text="No.")
    assert not View.objects.visible_to(AnonymousUser()).exists()
    assert View.objects.visible_to(make.analyst()).exists()


def test_the_event_is_as_open_as_the_view(proposal, ssc):
    record_view(proposal=proposal, by=make.analyst(), committee=ssc, position="no_comment", classification="amber")
    event = Event.objects.get(action="view_recorded")
    assert event.classification == "amber"
    assert event not in Event.objects.visible_to(AnonymousUser())


@pytest.mark.parametrize(
    "name, fields",
    [
        ("view_has_one_giver", {"committee": None}),
        ("a_view_says_something", {"position": "opposes", "text": ""}),
        ("a_change_of_mind_says_why", {"version": 2, "why_changed": ""}),
        ("committee_view_version_once", {}),
    ],
)
def test_the_database_refuses_what_no_act_writes(proposal, ssc, name, fields):
    view = record_view(proposal=proposal, by=make.analyst(), committee=ssc, position="no_comment")
    values = {f.name: getattr(view, f.name) for f in View._meta.fields if f.name != "id"} | fields
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        View.objects.create(**values)


def test_one_version_of_an_organisations_view_is_written_once(proposal):
    company = make.OrganisationFactory()
    view = record_view(proposal=proposal, by=make.analyst(), organisation=company, position="no_comment")
    view.pk = None
    with pytest.raises(IntegrityError, match="organisation_view_version_once"), transaction.atomic():
        view.save(force_insert=True)


def test_views_are_append_only(proposal, ssc):
    record_view(proposal=proposal, by=make.analyst(), committee=ssc, position="no_comment")
    for change in (lambda: View.objects.update(text="Other."), lambda: View.objects.all().delete()):
        with pytest.raises(DatabaseError, match="pgtrigger: Cannot"), transaction.atomic():
            change()
    assert View.objects.count() == 1
