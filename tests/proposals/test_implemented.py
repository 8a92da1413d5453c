"""Implementations put right: one part, its plan, a release and all that came in with it (domain §2.2 rows 43 and 44)."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from audit import clock, verify
from audit.acts import NotAllowed, Refused
from audit.models import Event, EventDetail
from notifications.models import Message
from papers import actions as papers
from papers.models import PaperVersion
from proposals import actions
from proposals.actions import StaleSave
from proposals.actions.parts import Place
from proposals.models import Implementation, ImplementationPart, PlanChange, Release, SecVersion
from proposals.states import State
from tests import factories as make
from tests.proposals.states import fresh, pending
from tests.proposals.test_releases import CONSENT, again, carried, entered

pytestmark = pytest.mark.django_db
WHY = "The notice says so."
LATER = date(2027, 6, 24)


@pytest.fixture
def by():
    return make.analyst()


def at(days: int):
    """So many days from today, at this hour."""
    return clock.set_to(clock.now() + timedelta(days))


def day(days: int) -> date:
    return clock.today() + timedelta(days)


def came_in(by, release, many: int = 2, after: int = 0) -> list:
    """Planned in the release, which came in so many days later."""
    proposals = carried(by, release, many)
    with at(after):
        actions.implement_release(release=release, by=by, sec_version="9.8")
    return [fresh(proposal) for proposal in proposals]


def actual(proposal) -> tuple:
    plan = Implementation.objects.select_related("sec_version").get(proposal=proposal)
    return plan.implemented_on, plan.sec_version.number if plan.sec_version else None


def in_two(proposal, by, release=None):
    rows = [{"number": 1, "title": "Documents"}, {"title": "Systems"}]
    actions.divide(proposal=proposal, by=by, parts=rows)
    if release:
        place = Place(release)
        actions.plan_parts(proposal=proposal, by=by, places={2: place}, reason="As agreed.", **CONSENT)
    return fresh(proposal)


def number_of(proposal) -> int:
    return ImplementationPart.objects.get(plan__proposal=proposal).number


# One part


def test_the_day_and_the_version_of_what_came_in_as_a_whole_are_put_right_with_its_step(by):
    make.party()
    proposal = pending(by)
    actions.plan_implementation(proposal=proposal, by=by, planned_on=day(0), reason="Now.", **CONSENT)
    with at(10):
        actions.implement(proposal=proposal, by=by, sec_version="9.8")
        issued = papers.issue_report(proposal=fresh(proposal), by=by)
    with at(11):
        actions.correct_part(proposal=proposal, part=1, by=by, reason=WHY, implemented_on=day(-3), sec_version="9.9")
        right = day(-3)
    assert actual(proposal) == (right, "9.9")
    step = proposal.moves.standing().last()
    assert (step.key, clock.london_date(step.effective_at), step.why_corrected) == ("implement", right, WHY)
    assert fresh(proposal).state_since == right
    again_told = Message.objects.filter(move=step)
    assert {message.audience for message in again_told} == {"parties"}
    assert PaperVersion.objects.with_corrections().get(pk=issued.pk).record_corrected_at is not None
    assert list(verify.faults()) == []


def test_the_version_alone_leaves_the_step_as_it_is_and_marks_papers(by):
    proposal = pending(by)
    actions.plan_implementation(proposal=proposal, by=by, planned_on=day(0), reason="Now.", **CONSENT)
    actions.implement(proposal=proposal, by=by, sec_version="9.8")
    issued = papers.issue_report(proposal=fresh(proposal), by=by)
    steps = list(proposal.moves.values_list("pk", flat=True))
    with at(1):
        actions.correct_part(proposal=proposal, part=1, by=by, reason=WHY, implemented_on=day(-1), sec_version=" 9.9 ")
        today = clock.today()
    assert actual(proposal)[1] == "9.9"
    assert list(proposal.moves.values_list("pk", flat=True)) == steps
    assert PaperVersion.objects.with_corrections().get(pk=issued.pk).corrected_on == today


def test_a_part_that_came_in_on_its_own_is_put_right_between_the_approval_and_the_whole(by):
    proposal = in_two(pending(by), by)
    actions.plan_parts(
        proposal=proposal, by=by, reason="So.", **CONSENT,
        places={1: Place(planned_on=day(0)), 2: Place(planned_on=day(0))},
    )  # fmt: skip
    approved = clock.today()
    with at(5):
        actions.implement_part(proposal=proposal, by=by, part=1, sec_version="9.8")
        correct = {"proposal": proposal, "part": 1, "by": by, "reason": WHY, "sec_version": "9.8"}
        with pytest.raises(Refused, match="It was approved finally on"):
            actions.correct_part(**correct, implemented_on=approved - timedelta(1))
        with pytest.raises(Refused, match="still to come"):
            actions.correct_part(**correct, implemented_on=day(1))
        actions.correct_part(**correct, implemented_on=day(-2))
        assert ImplementationPart.objects.get(plan__proposal=proposal, number=1).implemented_on == day(-2)
    with at(8):
        actions.implement(proposal=proposal, by=by, sec_version="9.9")
    with at(10), pytest.raises(Refused, match="All of it was in on"):
        actions.correct_part(**correct, implemented_on=day(-1))


def test_a_part_recorded_by_mistake_is_outstanding_again_and_leaves_a_release_that_is_in(by):
    release = entered(by)
    proposal = in_two(carried(by, release, 1)[0], by)
    later = entered(by, LATER, name="June 2027 SEC Release")
    actions.plan_parts(proposal=proposal, by=by, reason="So.", **CONSENT, places={2: Place(later)})
    actions.implement_release(release=release, by=by, sec_version="9.8")
    part = ImplementationPart.objects.get(plan__proposal=proposal, number=1)
    assert part.implemented_on == clock.today()
    actions.take_part_back(proposal=proposal, part=1, by=by, reason="It was not in.")
    part.refresh_from_db()
    assert (part.implemented_on, part.sec_version, part.release) == (None, None, None)
    assert fresh(proposal).state == State.PENDING_IMPLEMENTATION
    assert PlanChange.objects.filter(plan__proposal=proposal).last().reason == "It was not in."
    with pytest.raises(Refused, match="Somebody else was faster"):
        actions.take_part_back(proposal=proposal, part=1, by=by, reason="It was not in.")


def test_what_is_in_as_a_whole_is_taken_back_by_its_step(by):
    proposal = pending(by)
    actions.plan_implementation(proposal=proposal, by=by, planned_on=day(0), reason="Now.", **CONSENT)
    actions.implement(proposal=proposal, by=by, sec_version="9.8")
    with pytest.raises(Refused, match="take that step back"):
        actions.take_part_back(proposal=proposal, part=1, by=by, reason=WHY)


# A plan that was recorded wrongly


def test_a_plan_recorded_wrongly_is_put_right_without_the_authority_and_stays_as_it_was_recorded(client, by):
    proposal = pending(by)  # the Authority's to decide
    actions.plan_implementation(proposal=proposal, by=by, planned_on=LATER, reason="So.", **CONSENT)
    with pytest.raises(Refused, match="give the words of its consent"):
        actions.plan_implementation(proposal=proposal, by=by, planned_on=LATER + timedelta(1), reason="So.")
    actions.correct_plan(
        proposal=proposal, part=1, by=by, reason="24 was typed for 25.", planned_on=LATER + timedelta(1)
    )
    assert Implementation.objects.get(proposal=proposal).planned_on == LATER + timedelta(1)
    change = PlanChange.objects.filter(plan__proposal=proposal).last()
    assert (change.is_correction, change.from_date, change.consented_by) == (True, LATER, "")
    assert "It had been recorded wrongly." in client.get(proposal.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    "given, words",
    [
        ({"planned_on": LATER}, "This is what the record says already"),
        ({"planned_on": LATER + timedelta(1), "reason": " "}, "Say why this is put right"),
        ({"planned_on": LATER + timedelta(1), "opened": "stale"}, "Somebody else changed this"),
        ({"planned_on": LATER, "part": 7}, "has no part 7"),
    ],
)
def test_a_plan_that_cannot_be_put_right(given, words, by):
    proposal = pending(by)
    actions.plan_implementation(proposal=proposal, by=by, planned_on=LATER, reason="So.", **CONSENT)
    with pytest.raises(Refused, match=words):
        actions.correct_plan(**{"proposal": proposal, "part": 1, "by": by, "reason": WHY} | given)


def test_a_date_that_rests_on_a_window_is_put_right_with_the_step_that_opened_it(by):
    proposal = make.fast_tracked(by=by)
    with pytest.raises(Refused, match="reckoned from the objection window"):
        actions.correct_plan(proposal=proposal, part=1, by=by, reason=WHY, planned_on=LATER)


# Releases


def test_the_day_of_a_release_recorded_wrongly_is_put_right_with_what_is_planned_in_it(by):
    release = entered(by, LATER)
    [proposal] = carried(by, release, 1)
    right = LATER + timedelta(7)
    actions.correct_release_date(release=release, by=by, to=right, reason="The letter says the 1st.")
    assert (again(release).date, Implementation.objects.get(proposal=proposal).planned_on) == (right, right)
    assert release.moves.get().is_correction
    assert PlanChange.objects.filter(plan__proposal=proposal).last().is_correction
    assert Event.objects.filter(action="release_date_corrected").count() == 1
    with pytest.raises(StaleSave):
        actions.correct_release_date(release=release, by=by, to=LATER, reason="So.", version=1)


def test_a_release_with_the_wrong_day_and_version_is_put_right_for_all_as_one_act(by):
    release = entered(by)
    proposals = came_in(by, release, after=10)
    with at(12):
        count = Event.objects.count()
        actions.correct_release(release=release, by=by, reason=WHY, implemented_on=day(-3), sec_version="9.9")
        right = day(-3)
        acts = set(Event.objects.filter(sequence__gt=count).values_list("act", flat=True))
    assert (again(release).implemented_on, again(release).sec_version) == (right, "9.9")
    assert [actual(proposal) for proposal in proposals] == [(right, "9.9")] * 2
    assert [clock.london_date(p.moves.standing().last().effective_at) for p in proposals] == [right] * 2
    assert len(acts) == 1
    assert SecVersion.objects.get(number="9.9").effective_on == right


def test_a_part_that_was_put_right_on_its_own_keeps_its_day(by):
    release = entered(by)
    first, second = came_in(by, release, after=10)
    with at(12):
        own, right = day(-5), day(-4)
        actions.correct_part(proposal=first, part=1, by=by, reason=WHY, implemented_on=own, sec_version="9.8")
        actions.correct_release(release=release, by=by, reason=WHY, implemented_on=right, sec_version="9.8")
    assert (actual(first), actual(second)) == ((own, "9.8"), (right, "9.8"))


def test_a_release_implemented_by_mistake_is_taken_back_for_all_as_one_act(by):
    make.party()
    release = entered(by)
    proposals = came_in(by, release)
    count = Event.objects.count()
    actions.take_release_back(release=release, by=by, reason="It was another one.")
    held = again(release)
    assert (held.implemented_on, held.sec_version, held.status) == (None, "9.8", "Planned")
    assert [fresh(p).state for p in proposals] == [State.PENDING_IMPLEMENTATION] * 2
    assert [actual(p) for p in proposals] == [(None, None)] * 2
    assert [Implementation.objects.get(proposal=p).release for p in proposals] == [release] * 2
    assert len(set(Event.objects.filter(sequence__gt=count).values_list("act", flat=True))) == 1
    for proposal in proposals:
        [reversal] = proposal.moves.filter(key="implement").exclude(reverses=None)
        assert Message.objects.filter(move=reversal, audience="parties").exists()
    actions.implement_release(release=held, by=by, sec_version="9.9")
    assert [actual(p) for p in proposals] == [(clock.today(), "9.9")] * 2
    assert list(verify.faults()) == []


def test_a_proposal_with_one_part_in_place_and_the_last_by_its_step_is_taken_back_too(by):
    release = entered(by)
    proposal = in_two(carried(by, release, 1)[0], by)
    actions.implement_part(proposal=proposal, by=by, part=1, sec_version="9.7")
    with at(3):
        actions.implement_release(release=release, by=by, sec_version="9.8")
        actions.take_release_back(release=release, by=by, reason="By mistake.")
    assert fresh(proposal).state == State.PENDING_IMPLEMENTATION
    assert not ImplementationPart.objects.exclude(implemented_on=None).filter(plan__proposal=proposal).exists()
    assert set(ImplementationPart.objects.filter(plan__proposal=proposal).values_list("release", flat=True)) == {
        release.pk
    }


def test_what_rests_on_one_of_them_keeps_the_whole_from_being_taken_back(by):
    release = entered(by)
    first, second = came_in(by, release)
    papers.issue_report(proposal=second, by=by)
    with pytest.raises(Refused, match=f"{second.reference}.* states it"):
        actions.take_release_back(release=release, by=by, reason="By mistake.")
    assert again(release).implemented_on == clock.today()
    assert fresh(first).state == State.IMPLEMENTED


def test_who_comes_second_and_who_gives_nothing_new_is_told(by):
    release = entered(by)
    came_in(by, release, 1)
    about = {"release": release, "by": by}
    same = {"implemented_on": clock.today(), "sec_version": "9.8"}
    for given, words in (
        ({"reason": WHY, **same}, "This is what the record says already"),
        ({"reason": " ", **same}, "Say why this is put right"),
        ({"reason": WHY, **same, "sec_version": " "}, "Give the version of the SEC"),
        ({"reason": WHY, **same, "implemented_on": day(1)}, "still to come"),
    ):
        with pytest.raises(Refused, match=words):
            actions.correct_release(**about, **given)
    for act, given in ((actions.correct_release, {**same, "sec_version": "9.9"}), (actions.take_release_back, {})):
        with pytest.raises(StaleSave):
            act(**about, **given, reason=WHY, version=1)
    actions.take_release_back(**about, reason=WHY)
    for act, given in ((actions.correct_release, same), (actions.take_release_back, {})):
        with pytest.raises(Refused, match="Somebody else was faster"):
            act(**about, **given, reason=WHY)


def test_only_secas_and_only_who_may_read_all_of_it(by):
    release = entered(by)
    proposal = came_in(by, release, 1)[0]
    part = {"proposal": proposal, "part": number_of(proposal), "reason": WHY}
    when = {"implemented_on": clock.today(), "sec_version": "9.9"}
    for person in (make.party(), make.authority(), make.administrator()):
        for act, given in (
            (actions.correct_part, part | when),
            (actions.take_part_back, part),
            (actions.correct_plan, part | {"planned_on": LATER}),
            (actions.correct_release_date, {"release": release, "to": LATER, "reason": WHY}),
            (actions.correct_release, {"release": release, "reason": WHY, **when}),
            (actions.take_release_back, {"release": release, "reason": WHY}),
        ):
            with pytest.raises(NotAllowed):
                act(**given, by=person)
    make.classed(proposal, by, "red")
    with pytest.raises(Refused, match="not open to you"):
        actions.correct_release(release=release, by=by, reason=WHY, **when)


def test_the_pages_of_a_release_are_for_secas_ask_again_and_do_it(by):
    release = entered(by)
    first, second = came_in(by, release)
    pages = {
        name: reverse(f"proposals:{name}", args=[release.slug]) for name in ("correct_release", "take_release_back")
    }
    analyst, party = Client(), Client()
    analyst.force_login(by)
    party.force_login(make.party())
    for page in pages.values():
        assert [c.get(page).status_code for c in (Client(), party, analyst)] == [302, 403, 200]
    shown = analyst.get(release.get_absolute_url()).content.decode()
    assert all(page in shown for page in pages.values())
    typed = {
        "implemented_on": clock.today().isoformat(),
        "sec_version": "9.9",
        "reason": WHY,
        "version": again(release).version,
    }
    asked = analyst.post(pages["correct_release"], typed | {"step": "review"})
    effects = {effect.term: effect.items_list for effect in asked.context["effects"]}
    assert effects["What changes"] == [
        "SEC version: 9.8 becomes 9.9.",
        f"Of all that came in with it on that day: {first.reference}, {second.reference}.",
    ]
    assert analyst.post(pages["correct_release"], typed | {"step": "do"}).status_code == 302
    stale = analyst.post(pages["take_release_back"], {"reason": WHY, "version": 1, "step": "do"}, follow=True)
    assert "Somebody else changed the release while you were looking at it" in stale.content.decode()
    sent = {"reason": WHY, "version": again(release).version, "step": "do"}
    assert analyst.post(pages["take_release_back"], sent).status_code == 302
    assert Release.objects.get().implemented_on is None
    assert "not recorded as implemented" in analyst.get(pages["take_release_back"]).content.decode()
    assert analyst.get(pages["correct_release"]).context["form"].initial["to"] == clock.today()


def test_a_release_entered_by_mistake_is_taken_out_of_the_list_and_its_page_says_why(client, by):
    release = entered(by, LATER)
    page, listed = reverse("proposals:take_release_out", args=[release.slug]), reverse("proposals:releases")
    client.force_login(make.party())
    assert client.get(page).status_code == 403
    client.force_login(by)
    assert release.name in client.get(listed).content.decode()
    assert page in client.get(release.get_absolute_url()).content.decode()
    sent = {"reason": WHY, "version": release.version}
    looked = client.post(page, sent | {"step": "review"})
    assert [effect.term for effect in looked.context["effects"]] == ["What changes", "Who is told"]
    assert again(release).taken_out_at is None
    assert client.post(page, sent | {"step": "do"}).url == release.get_absolute_url()
    entry = EventDetail.objects.get(sequence=Event.objects.get(action="release_taken_out").sequence).body
    assert entry["sentence"].endswith(WHY)
    assert release.get_absolute_url() not in client.get(listed).content.decode()
    client.logout()
    shown = " ".join(client.get(release.get_absolute_url()).content.decode().split())
    assert "Taken out" in shown
    assert f"was entered by mistake and taken out on {clock.today():%-d %B %Y}: {WHY}" in shown
    client.force_login(by)
    assert client.get(page).url == release.get_absolute_url()


def test_a_release_that_was_taken_out_carries_nothing_and_leaves_its_name(by):
    release = entered(by, LATER)
    with pytest.raises(NotAllowed):
        actions.take_release_out(release=release, by=make.party(), reason=WHY)
    with pytest.raises(Refused, match="Say why"):
        actions.take_release_out(release=release, by=by, reason=" ")
    proposal = pending(by)
    actions.plan_implementation(proposal=proposal, by=by, release=release, reason="So.", **CONSENT)
    with pytest.raises(Refused, match="Something is planned in"):
        actions.take_release_out(release=release, by=by, reason=WHY)
    actions.plan_implementation(proposal=proposal, by=by, planned_on=LATER, reason="So.", **CONSENT)
    actions.take_release_out(release=release, by=by, reason=WHY)
    with pytest.raises(Refused, match="was taken out: nothing can be planned in it"):
        actions.plan_implementation(proposal=proposal, by=by, release=release, reason="So.", **CONSENT)
    for act, given in (
        (actions.take_release_out, {"reason": WHY}),
        (actions.move_release, {"to": LATER, "reason": WHY}),
        (actions.save_release, {"name": "Other", "kind": release.kind}),
    ):
        with pytest.raises(Refused, match="has been taken out"):
            act(release=release, by=by, **given)
    anew = actions.enter_release(by=by, name=release.name, kind=release.kind, date=LATER)
    assert (anew.name, anew.slug == release.slug) == (release.name, False)


def test_a_release_that_is_in_is_not_taken_out(by):
    release = entered(by)
    came_in(by, release, 1)
    with pytest.raises(Refused, match="It is implemented"):
        actions.take_release_out(release=release, by=by, reason=WHY)


def test_the_pages_of_a_part_ask_again_and_do_it(client, by):
    proposal = pending(by)
    actions.plan_implementation(proposal=proposal, by=by, planned_on=LATER, reason="So.", **CONSENT)
    client.force_login(by)
    page = reverse("proposals:correct_part", args=[proposal.slug, 1])
    assert page in client.get(proposal.get_absolute_url()).content.decode()
    typed = {"planned_on": "2027-06-25", "reason": WHY, "step": "review"}
    effects = {effect.term: effect.items_list for effect in client.post(page, typed).context["effects"]}
    assert effects["Dates"] == ["Planned for 25 June 2027, and not for 24 June 2027."]
    assert effects["Who has to consent"] == ["Nobody: nothing is planned anew."]
    assert client.post(page, typed | {"step": "do"}).status_code == 302
    actions.correct_plan(proposal=proposal, part=1, by=by, reason=WHY, planned_on=clock.today())
    actions.implement(proposal=proposal, by=by, sec_version="9.8")
    typed = {"implemented_on": clock.today().isoformat(), "sec_version": "9.9", "reason": WHY, "step": "review"}
    effects = {effect.term: effect.items_list for effect in client.post(page, typed).context["effects"]}
    assert effects["What changes"] == ["SEC version: 9.8 becomes 9.9."]
    assert client.post(page, typed | {"step": "do"}).status_code == 302
    assert actual(proposal)[1] == "9.9"
    back = client.get(reverse("proposals:take_part_back", args=[proposal.slug, 1]))
    assert "take the step “Implemented” back in its history" in back.content.decode()
