"""What was recorded beside the steps put right: what each act changes, what it refuses, who may, and what the pages say
beforehand. The rules: what stands is corrected by SECAS with a reason; nothing happened on a day to come; what rests on
it is not pulled from under it."""

from datetime import date

import pytest
from django.db import InternalError, transaction
from django.urls import reverse

from audit.acts import NotAllowed, Refused
from audit.models import Event, EventDetail
from proposals.actions import assessments, recorded, requirementsets
from proposals.models import RequirementSet
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


def test_only_secas_puts_any_of_it_right(by, proposal):
    made = agreed_requirements(proposal, by, REQUESTED)
    for person in (proposal.proposer, make.UserFactory(), make.authority()):
        with pytest.raises(NotAllowed, match=SECAS_ALONE):
            recorded.correct_agreement(
                proposal=proposal,
                by=person,
                requirement_set=made,
                reason=WHY,
                agreed_with_proposer=True,
                agreed_on=BEFORE,
            )
