"""What was recorded beside the steps put right: what each act changes, what it refuses, who may, and what the pages say
beforehand. The rules: what stands is corrected by SECAS with a reason; nothing happened on a day to come; what rests on
it is not pulled from under it."""

from datetime import date

import pytest
from django.db import InternalError, transaction
from django.urls import reverse

from audit.acts import NotAllowed, Refused
from audit.models import Event, EventDetail
from proposals import actions
from proposals.actions import assessments, recorded, refinement, requirementsets
from proposals.models import Proposal, RequirementSet
from proposals.states import State
from tests import factories as make
from tests.proposals.refining import REQUESTED, agreed_requirements, at, refining, working_group_meeting
from tests.proposals.states import everything

pytestmark = pytest.mark.django_db

WHY, SAME, SECAS_ALONE = "It was mistyped.", "This is what the record says already", "Only SECAS puts right"
BEFORE, LATER = date(2026, 2, 26), date(2026, 3, 9)


@pytest.fixture
def by():
    return make.analyst()


@pytest.fixture
def proposal(by):
    return refining(by, BEFORE)


@pytest.fixture(autouse=True)
def on_the_day():
    with at(LATER):
        yield


def last_entry() -> dict:
    return EventDetail.objects.get(sequence=Event.objects.latest("sequence").sequence).body


def page_of(client, by, name: str, **arguments):
    client.force_login(by)
    return reverse(f"proposals:{name}", kwargs=arguments)


def reviewed(client, address: str, sent: dict) -> dict:
    """What the second look says: {heading: sentences}. Nothing has happened by then."""
    before = everything()
    answer = client.post(address, sent | {"step": "review"})
    assert answer.status_code == 200, answer.context["form"].errors
    assert everything() == before
    return {effect.term: effect.items_list for effect in answer.context["effects"]}


# Requirements


def agreed(proposal, by) -> RequirementSet:
    """Drafted and published on the 26th of February, agreed with the Proposer on the 2nd of March."""
    own = {"proposal": proposal, "by": by}
    made = requirementsets.draft_requirements(**own, title="Requirements", requirements=["It counts."], on=BEFORE)
    own["requirement_set"] = made
    requirementsets.publish_requirements(**own, comments_until=REQUESTED, on=BEFORE)
    return requirementsets.agree_requirements(**own, with_proposer=True, on=REQUESTED)


def test_who_agreed_and_when_is_put_right_with_old_and_new_in_the_history(by, proposal):
    made, meeting = agreed(proposal, by), working_group_meeting(date(2026, 3, 4))
    own = {"proposal": proposal, "by": by, "requirement_set": made, "reason": WHY}
    right = recorded.correct_agreement(**own, agreed_at=meeting)
    right.refresh_from_db()
    assert (right.agreed_on, right.agreed_with_proposer, right.agreed_at) == (meeting.date, False, meeting)
    assert last_entry()["sentence"] == f"Requirements, version 1: {WHY}"
    assert last_entry()["before"] == {"Agreed on": "2 March 2026", "Agreed with the Proposer": "Yes"}
    where = f"the Working Group, meeting {meeting.number}"
    now = {"Agreed on": "4 March 2026", "Agreed with the Proposer": "No", "Agreed at": where}
    assert last_entry()["after"] == now
    with pytest.raises(Refused, match=SAME):
        recorded.correct_agreement(**own, agreed_at=meeting)


@pytest.mark.parametrize(
    "new, words",
    [
        ({"agreed_on": REQUESTED}, "Say with whom"),
        ({"agreed_with_proposer": True}, "Give the day, or choose the meeting"),
        ({"agreed_with_proposer": True, "agreed_on": date(2026, 3, 10)}, "still to come"),
        ({"agreed_with_proposer": True, "agreed_on": date(2026, 2, 25)}, "when this version was drafted"),
        ({"agreed_with_proposer": True, "agreed_on": LATER, "reason": " "}, "Say why"),
        ({"agreed_with_proposer": True, "agreed_on": LATER, "opened": "other"}, "Somebody else changed this"),
    ],
)
def test_an_agreement_is_corrected_to_what_can_have_been(new, words, by, proposal):
    made = agreed(proposal, by)
    with pytest.raises(Refused, match=words):
        recorded.correct_agreement(proposal=proposal, by=by, requirement_set=made, **{"reason": WHY, **new})


def test_an_assessment_is_not_left_resting_on_what_was_agreed_after_it_was_asked_for(by, proposal):
    made = agreed(proposal, by)
    own = {"proposal": proposal, "by": by, "requirement_set": made}
    assessments.request_assessment(proposal=proposal, by=by, kind="preliminary", requirement_set=made, on=REQUESTED)
    with pytest.raises(Refused, match="The Preliminary Assessment, asked for on 2 March 2026, rests on"):
        recorded.correct_agreement(**own, reason=WHY, agreed_with_proposer=True, agreed_on=date(2026, 3, 3))
    right = recorded.correct_agreement(**own, reason=WHY, agreed_with_proposer=True, agreed_on=BEFORE)
    assert right.agreed_on == BEFORE


def test_the_text_that_was_agreed_stays_whatever_is_put_right(by, proposal):
    made = agreed(proposal, by)
    rows = RequirementSet.objects.filter(pk=made.pk)
    for change in ({"title": "Other"}, {"text": "Other"}, {"sequence": 7}, {"drafted_on": date(2026, 1, 5)}):
        with pytest.raises(InternalError, match="agreed_is_final"), transaction.atomic():
            rows.update(**change)
    with pytest.raises(InternalError, match="agreed_is_final"), transaction.atomic():
        rows.update(agreed_on=None, agreed_with_proposer=False)
    with pytest.raises(InternalError, match="agreed_is_kept"), transaction.atomic():
        rows._raw_delete("default")
    assert rows.update(agreed_on=BEFORE) == 1


def test_the_days_of_the_publication_are_put_right(by, proposal):
    made = agreed(proposal, by)
    own = {"proposal": proposal, "by": by, "requirement_set": made, "reason": WHY}
    right = recorded.correct_publication(**own, published_on=date(2026, 2, 27), comments_until=LATER)
    right.refresh_from_db()
    assert (right.published_on, right.comments_until) == (date(2026, 2, 27), LATER)
    assert last_entry()["before"] == {
        "Published for comment on": "26 February 2026",
        "Open to comment until": "2 March 2026",
    }
    for days, words in (
        ((date(2026, 2, 25), LATER), "when this version was drafted"),
        ((date(2026, 3, 10), date(2026, 3, 20)), "still to come"),
        ((date(2026, 3, 6), date(2026, 3, 5)), "when the requirements are published"),
        ((date(2026, 2, 27), LATER), SAME),
    ):
        with pytest.raises(Refused, match=words):
            recorded.correct_publication(**own, published_on=days[0], comments_until=days[1])


def test_what_does_not_stand_is_not_put_right(by, proposal):
    made = requirementsets.draft_requirements(proposal=proposal, by=by, title="Needs", requirements=["It counts."])
    own = {"proposal": proposal, "by": by, "requirement_set": made, "reason": WHY}
    with pytest.raises(Refused, match="has not been published"):
        recorded.correct_publication(**own, published_on=LATER, comments_until=LATER)
    with pytest.raises(Refused, match="has not been agreed"):
        recorded.correct_agreement(**own, agreed_with_proposer=True, agreed_on=LATER)


def test_the_page_says_what_it_does_and_then_does_it(client, by, proposal):
    made = agreed(proposal, by)
    tab = page_of(client, by, "refinement", slug=proposal.slug)
    address = page_of(client, by, "requirements_step", slug=proposal.slug, sequence=1, step="correct-agreement")
    assert address in client.get(tab).content.decode()
    opened = client.get(address).context["form"].initial["opened"]
    sent = {"agreed_with_proposer": "on", "agreed_on": "2026-03-05", "reason": WHY, "opened": opened}
    assert reviewed(client, address, sent) == {
        "What changes": ["Agreed on: 2 March 2026 becomes 5 March 2026."],
        "Who is told": ["Nobody by e-mail: nobody was told of it by e-mail."],
    }
    assert client.post(address, sent | {"step": "do"}).url == tab
    made.refresh_from_db()
    assert made.agreed_on == date(2026, 3, 5)
    stale = client.post(address, sent | {"step": "do"})
    assert "Somebody else changed this while you were looking at it" in stale.content.decode()
    meeting = working_group_meeting(date(2026, 3, 6))
    twice = client.post(address, {"agreed_at": meeting.pk, "agreed_on": "2026-03-05", "reason": WHY, "step": "do"})
    assert "The meeting was on 6 March 2026" in twice.content.decode()


# The approval of a work package


@pytest.fixture
def package(by):
    """Laid out on the 9th of January and recorded as approved on the 23rd of February, at no meeting."""
    with at(date(2026, 1, 9)):
        made = make.laid_out(make.draft_proposal(by=by), by)
    return actions.approve_work_package(package=made, by=by, on=date(2026, 2, 23), words="Approved.")


def panel_meeting(day: date):
    return make.MeetingFactory(committee=make.CommitteeFactory(), date=day)


def test_day_meeting_and_words_of_an_approval_are_put_right(by, package):
    meeting = panel_meeting(date(2026, 2, 20))
    own = {"proposal": package.proposal, "by": by, "package": package, "reason": WHY}
    right = recorded.correct_approval(**own, approved_at=meeting, decision="Approved as laid out.")
    right.refresh_from_db()
    assert (right.approved_on, right.approved_at, right.decision) == (meeting.date, meeting, "Approved as laid out.")
    assert last_entry()["before"] == {"Approved on": "23 February 2026", "Words of the decision": "Approved."}
    assert last_entry()["after"] == {
        "Approved on": "20 February 2026",
        "Approved at": f"the Panel, meeting {meeting.number}",
        "Words of the decision": "Approved as laid out.",
    }


def test_an_approval_is_corrected_to_what_can_have_been(by, package):
    own = {"proposal": package.proposal, "by": by, "package": package, "reason": WHY}
    for new, words in (
        ({"approved_at": working_group_meeting(REQUESTED)}, "approved by the Panel"),
        ({"approved_at": panel_meeting(date(2026, 3, 13))}, "still to come"),
        ({"approved_on": date(2026, 1, 8)}, "when Work package 1 was laid out"),
        ({"decision": "Yes."}, "Give the day"),
        ({"approved_on": date(2026, 2, 23), "decision": "Approved."}, SAME),
        ({"approved_on": REQUESTED, "opened": "other"}, "Somebody else changed this"),
    ):
        with pytest.raises(Refused, match=words):
            recorded.correct_approval(**own, **new)
    with at(date(2026, 3, 9)):
        waiting = make.laid_out(make.draft_proposal(by=by), by)
    with pytest.raises(Refused, match="has not been approved"):
        recorded.correct_approval(proposal=waiting.proposal, by=by, package=waiting, reason=WHY, approved_on=LATER)


def test_the_page_of_an_approval_opens_with_what_stands(client, by, package):
    slug, meeting = package.proposal.slug, panel_meeting(date(2026, 2, 20))
    address = page_of(client, by, "correct_approval", slug=slug, pk=package.pk)
    tab = page_of(client, by, "timetable", slug=slug)
    assert address in client.get(tab).content.decode()
    form = client.get(address).context["form"]
    assert (form["approved_on"].value(), form["decision"].value()) == (date(2026, 2, 23), "Approved.")
    sent = {"approved_at": meeting.pk, "decision": "Approved.", "reason": WHY, "opened": form.initial["opened"]}
    assert reviewed(client, address, sent)["What changes"] == [
        "Approved on: 23 February 2026 becomes 20 February 2026.",
        f"Approved at: the Panel, meeting {meeting.number}.",
    ]
    assert client.post(address, sent | {"step": "do"}).url == tab
    assert "approved by the Panel on 20 February 2026" in " ".join(client.get(tab).content.decode().split())


# The Refinement Consultation

OPENED, CLOSES = date(2026, 2, 2), date(2026, 2, 23)  # fifteen working days


@pytest.fixture
def consultation(by):
    proposal = refining(by, OPENED)
    return refinement.open_refinement_consultation(proposal=proposal, by=by, closes_on=CLOSES, on=OPENED)


def closed(consultation, by):
    own = {"proposal": consultation.proposal, "by": by}
    return refinement.close_refinement_consultation(**own, responses="four", on=date(2026, 2, 24))


def test_the_days_and_the_closing_of_a_consultation_are_put_right(by, consultation):
    closed(consultation, by)
    own = {"proposal": consultation.proposal, "by": by, "consultation": consultation, "reason": WHY}
    new = {"opened_on": OPENED, "closes_on": CLOSES, "closed_on": CLOSES, "responses": "five, two of them late"}
    right = recorded.correct_consultation(**own, **new)
    right.refresh_from_db()
    assert (right.closed_on, right.responses) == (CLOSES, "five, two of them late")
    assert last_entry()["before"] == {"Closed on": "24 February 2026", "Responses": "four"}
    assert last_entry()["after"] == {"Closed on": "23 February 2026", "Responses": "five, two of them late"}
    for other, words in (
        ({}, SAME),
        ({"opened_on": date(2026, 2, 3)}, "at least 15 working days: until Tuesday 24 February"),
        ({"closes_on": None}, "Give the day on which it closes"),
        ({"closed_on": None}, "Give the day on which it was closed"),
        ({"closed_on": date(2026, 2, 20)}, "the last day of the consultation"),
        ({"closed_on": date(2026, 3, 10)}, "still to come"),
        ({"responses": " "}, "Say how many responses came"),
        ({"responses": "many " * 41}, "may have 200 characters"),
    ):
        with pytest.raises(Refused, match=words):
            recorded.correct_consultation(**own, **new | other)


def test_one_that_is_open_has_no_closing_to_put_right_and_one_that_was_extended_keeps_its_last_day(by, consultation):
    own = {"proposal": consultation.proposal, "by": by, "consultation": consultation, "reason": WHY}
    right = recorded.correct_consultation(**own, opened_on=OPENED, closes_on=date(2026, 3, 13))
    assert (right.closes_on, right.closed_on, right.responses) == (date(2026, 3, 13), None, "")
    longer = {"closes_on": date(2026, 3, 16), "reason": "Asked for."}
    refinement.extend_refinement_consultation(proposal=consultation.proposal, by=by, **longer)
    with pytest.raises(Refused, match="It was extended to 16 March 2026"):
        recorded.correct_consultation(**own, opened_on=OPENED, closes_on=date(2026, 3, 13))
    assert recorded.correct_consultation(**own, opened_on=date(2026, 2, 4)).closes_on == date(2026, 3, 16)


def test_one_that_was_opened_by_mistake_is_taken_back_and_another_may_be_opened(client, by, consultation):
    proposal = consultation.proposal
    own = {"proposal": proposal, "by": by, "consultation": consultation}
    with pytest.raises(Refused, match="Say why"):
        recorded.take_consultation_back(**own, reason=" ")
    tab = page_of(client, by, "refinement", slug=proposal.slug)
    address = page_of(client, by, "consultation_right", slug=proposal.slug, pk=consultation.pk, step="take-back")
    assert address in client.get(tab).content.decode()
    assert reviewed(client, address, {"reason": WHY})["What changes"] == [
        "Opened on: 2 February 2026 no longer holds.",
        "Closes on: 23 February 2026 no longer holds.",
    ]
    assert client.post(address, {"reason": WHY, "step": "do"}).url == tab
    shown = client.get(tab).content.decode()
    assert "None held." in shown
    assert "Open a consultation" in shown
    assert last_entry()["before"] == {"Opened on": "2 February 2026", "Closes on": "23 February 2026"}
    assert client.get(address).status_code == 404
    for act in (recorded.take_consultation_back, lambda **o: recorded.correct_consultation(**o, opened_on=OPENED)):
        with pytest.raises(Refused, match="Somebody else was faster"):
            act(**own, reason=WHY)
    again = refinement.open_refinement_consultation(proposal=proposal, by=by, closes_on=date(2026, 3, 30), on=LATER)
    assert again.pk != consultation.pk


def test_the_page_of_an_open_one_asks_for_its_days_alone(client, by, consultation):
    address = page_of(
        client, by, "consultation_right", slug=consultation.proposal.slug, pk=consultation.pk, step="correct"
    )
    assert list(client.get(address).context["form"].fields) == ["opened", "opened_on", "closes_on", "reason"]
    closed(consultation, by)
    assert list(client.get(address).context["form"].fields) == [
        "opened",
        "opened_on",
        "closes_on",
        "closed_on",
        "responses",
        "reason",
    ]


def test_only_secas_puts_any_of_it_right(by, proposal, package, consultation):
    made = agreed_requirements(proposal, by, REQUESTED)
    attempts = (
        (recorded.correct_agreement, proposal, {"requirement_set": made, "agreed_on": BEFORE}),
        (recorded.correct_approval, package.proposal, {"package": package, "approved_on": REQUESTED}),
        (recorded.correct_consultation, consultation.proposal, {"consultation": consultation, "opened_on": OPENED}),
        (recorded.take_consultation_back, consultation.proposal, {"consultation": consultation}),
    )
    people = (proposal.proposer, make.UserFactory(), make.authority())
    before = everything()
    for person in people:
        for act, own, given in attempts:
            with pytest.raises(NotAllowed, match=SECAS_ALONE):
                act(proposal=own, by=person, reason=WHY, **given)
    assert everything() == before
    recorded.take_consultation_back(proposal=consultation.proposal, by=by, consultation=consultation, reason=WHY)


def test_it_is_put_right_once_the_proposal_is_finished_too(by, consultation):
    closed(consultation, by)
    proposal = consultation.proposal
    Proposal.objects.filter(pk=proposal.pk).update(state=State.WITHDRAWN)
    proposal.refresh_from_db()
    assert proposal.is_finished
    own = {"proposal": proposal, "by": by, "consultation": consultation, "reason": WHY}
    right = {"opened_on": OPENED, "closes_on": CLOSES, "closed_on": CLOSES, "responses": "four"}
    assert recorded.correct_consultation(**own, **right).closed_on == CLOSES
