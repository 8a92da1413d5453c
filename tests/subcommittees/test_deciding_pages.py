"""The pages on which bodies are asked, decide and are read: who gets them, what they say, and what bad input gets."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit import clock
from proposals.models import Proposal
from subcommittees import actions
from subcommittees.frames import address
from subcommittees.models import Action, AgendaItem, Minute, MinuteComment, Minutes, Recommendation, Resolution
from tests import factories as make
from tests.subcommittees.deciding import agreed, asked, body, chair, item, meeting, secretary

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return make.analyst()


@pytest.fixture
def before(by):
    held = item(meeting(), make.agreed_proposal(by=by))
    return held, asked(held, by, "convert_to_refinement")


@pytest.fixture
def page(before):
    held, _ = before
    return address(held.meeting, "decide", held.pk)


def given(rows, **changes) -> dict:
    data = {f"outcome_{row.pk}": "agreed" for row in rows} | {f"words_{row.pk}": "" for row in rows}
    return data | changes


def text(response) -> str:
    return " ".join(response.content.decode().split())


# The decision screen


def test_the_screen_says_what_is_asked_whether_it_is_ready_and_what_follows(client, before, page, by):
    client.force_login(by)
    shown = text(client.get(page))
    number = f"{before[0].proposal.number:03}"
    for words in (
        f"AGREE that DP{number} is ready to become a Modification Proposal",
        "Ready: Converted by the Panel and sent to Refinement",
        "Where recommendations 1, 2, 3 are all agreed.",
        f"DP{number} becomes MP{number}",
        "Work package 1 is approved",
    ):
        assert words in shown


def test_what_is_missing_is_said_with_where_to_mend_it(client, by):
    proposal = make.agreed_proposal(by=by)
    proposal.work_packages.get().entries.all()
    held = item(meeting(), proposal)
    asked(held, by, "approve_fast_track")
    client.force_login(by)
    shown = text(client.get(address(held.meeting, "decide", held.pk)))
    assert "Not ready: Approved by the Panel as Fast-Track" in shown
    assert "without it the step cannot follow" in shown


def test_one_press_chooses_agreed_for_every_recommendation_and_decides_nothing(client, before, page, by):
    client.force_login(by)
    link = 'href="?all=agreed"'
    plain, chosen = client.get(page).content.decode(), client.get(f"{page}?all=agreed").content.decode()
    assert (link in plain, plain.count(" checked"), chosen.count(" checked")) == (True, 0, 3)
    assert client.get(f"{page}?all=not_agreed").content.decode().count(" checked") == 0
    assert not Resolution.objects.exists()
    back = client.post(f"{page}?all=agreed", given(before[1], own_verb="AGREE")).content.decode()
    assert link not in back


def test_it_asks_once_more_and_then_does_it(client, before, page):
    held, rows = before
    client.force_login(secretary(held.meeting.committee))
    asked_again = client.post(page, given(rows, step="review"))
    assert asked_again.status_code == 200
    assert "Nothing has happened yet" in text(asked_again)
    assert not Resolution.objects.exists()
    done = client.post(page, given(rows, step="do"))
    assert done.status_code == 302
    assert Proposal.objects.get(pk=held.proposal_id).state == "refinement"
    assert Resolution.objects.count() == 3


def test_the_second_look_says_what_does_not_follow(client, before, page, by):
    _, rows = before
    client.force_login(by)
    shown = text(client.post(page, given(rows, **{f"outcome_{rows[1].pk}": "not_agreed"}, step="review")))
    assert "does not follow: not all that it rests on was agreed" in shown


def test_what_the_body_resolved_of_its_own_is_on_the_second_look(client, before, page, by):
    _, rows = before
    client.force_login(by)
    none = {f"outcome_{row.pk}": "not_agreed" for row in rows}
    own = {"own_verb": "AGREE", "own_text": "that it go back", "own_move": "panel_declines"}
    shown = text(client.post(page, given(rows, **none, **own, step="review")))
    assert "Agreed that it go back." in shown
    assert "In Development" in shown
    client.post(page, given(rows, **none, **own, step="do"))
    assert Recommendation.objects.get(raised_by_body=True).resolutions.get().move.key == "panel_declines"


@pytest.mark.parametrize(
    "change, words",
    [
        ({"outcome_1": ""}, "Say what became of recommendation 1."),
        ({"outcome_1": "amended"}, "Write the words in which 1 was agreed."),
        ({"outcome_1": "perhaps"}, "Choose one of those listed."),
        ({"own_verb": "AGREE"}, "Write what the body resolved."),
        ({"own_text": "that it go back"}, "Choose the verb of what the body resolved."),
        ({"own_verb": "AGREE", "own_text": "x", "own_move": "panel_declines"}, "goes one way from here"),
    ],
)
def test_bad_input_keeps_what_was_typed(client, before, page, by, change, words):
    _, rows = before
    client.force_login(by)
    change = {name.replace("_1", f"_{rows[0].pk}"): value for name, value in change.items()}
    kept = {f"words_{rows[1].pk}": "Typed with care"}
    answer = client.post(page, given(rows, **kept, **change, step="do"))
    assert answer.status_code == 422
    assert words in text(answer)
    assert "Typed with care" in text(answer)
    assert not Resolution.objects.exists()
    assert Proposal.objects.get(pk=before[0].proposal_id).state == "csc_agreed"


def test_whoever_comes_second_is_told_who_was_first_and_keeps_their_words(client, before, page, by):
    held, rows = before
    actions.decide(item=held, by=by, said=agreed(rows))
    client.force_login(make.analyst())
    answer = client.post(page, given(rows, **{f"words_{rows[0].pk}": "My words"}, step="do"))
    assert answer.status_code == 409
    for words in ("on record already", by.name, "My words", "Agreed that MP"):
        assert words in text(answer)


def test_a_step_taken_by_hand_meanwhile_is_told(client, before, page, by):
    """Somebody made the move on its own page: the screen says where the proposal is, and keeps what was typed."""
    from proposals import actions as steps

    held, rows = before
    client.force_login(by)
    steps.convert_to_refinement(proposal=held.proposal, by=by, words="By hand.")
    assert "this step can no longer follow" in text(client.get(page))
    answer = client.post(page, given(rows, step="do"))
    assert answer.status_code == 422
    assert "Somebody else was faster" in text(answer)


@pytest.mark.parametrize(
    "change, words",
    [
        ({"item": {"state": "withdrawn", "because": "It is not ready."}}, "This item was withdrawn: It is not ready."),
        ({"meeting": {"date": clock.today() + timedelta(days=9)}}, "What it resolves is recorded from that day on."),
        ({"meeting": {"state": "cancelled", "cancelled_because": "Snow."}}, "This meeting was cancelled: Snow."),
    ],
)
def test_the_screen_says_why_nothing_can_be_recorded(client, before, by, change, words):
    held, _ = before
    AgendaItem.objects.filter(pk=held.pk).update(**change.get("item", {"note": ""}))
    type(held.meeting).objects.filter(pk=held.meeting_id).update(**change.get("meeting", {"place": ""}))
    held.meeting.refresh_from_db()
    client.force_login(by)
    assert words in text(client.get(address(held.meeting, "decide", held.pk)))


def test_attendance_and_conflicts_stand_beside_it(client, before, page, by):
    from bodies.models import Seat
    from subcommittees.models import Attendance, Conflict

    held, _ = before
    panel = held.meeting.committee
    type(panel).objects.filter(pk=panel.pk).update(quorum=2)
    for name, person in (("One", by), ("Two", make.UserFactory())):
        seat = Seat.objects.create(committee=panel, name=name)
        Attendance.objects.create(meeting=held.meeting, seat=seat, person=person, how="present", at=clock.now())
    client.force_login(by)
    assert "The meeting has its quorum: 2 of at least 2." in text(client.get(page))
    Conflict.objects.create(item=held, person=by, words="A contract.", at=clock.now())
    shown = text(client.get(page))
    assert "No quorum: one voting member short, 1 of at least 2." in shown
    assert "A contract." in shown


# What was resolved, read


def test_the_public_reads_what_was_resolved_of_white_items(client, before, by):
    held, rows = before
    outcome = address(held.meeting, "outcome")
    assert "SECAS recommended" not in text(client.get(outcome))  # the paper is not issued, nothing is resolved
    actions.decide(item=held, by=by, said=agreed(rows, one=("amended", "It is ready in parts.")))
    closed = item(held.meeting, title="A weakness", classification="amber")
    actions.decide(item=closed, by=by, said=[], raised=[actions.Raised("NOTE", "the weakness")])
    shown = text(client.get(outcome))
    assert "Agreed, in other words: It is ready in parts." in shown
    assert "weakness" not in shown
    client.force_login(make.member(held.meeting.committee))
    assert "Noted the weakness." in text(client.get(outcome))


def test_the_tab_shows_both_sides_and_each_day(client, by):
    proposal = make.draft_proposal(by=by, raised_on=clock.today() - timedelta(days=30))
    tab = reverse("subcommittees:decisions", args=[proposal.slug])
    assert "No body has resolved anything about it yet" in text(client.get(tab))
    held = item(meeting(body("csc"), on=clock.today() - timedelta(days=9)), proposal)
    rows = asked(held, by, "csc_asks_more")
    actions.decide(item=held, by=by, said=agreed(rows, one=("not_agreed", "It is clear.")))
    shown = text(client.get(tab))
    assert "AGREE that the issue behind" in shown
    assert "Did not agree that the issue behind" in shown
    on = clock.today() - timedelta(days=20)
    assert "Did not agree" not in text(client.get(f"{tab}?on={on}"))


def test_a_step_taken_back_is_never_silent(client, before, by):
    held, rows = before
    actions.decide(item=held, by=by, said=agreed(rows))
    actions.correct_resolution(recommendation=rows[1], by=by, outcome="not_agreed", why_changed="A slip.")
    shown = text(client.get(address(held.meeting, "outcome")))
    assert "followed from it and was taken back since" in shown
    assert "Put right because: A slip." in shown
    assert "One earlier version" in shown


def test_a_resolution_is_corrected_with_a_second_look(client, before, by):
    held, rows = before
    actions.decide(item=held, by=by, said=agreed(rows))
    page = address(held.meeting, "correct_resolution", held.pk, rows[1].pk)
    client.force_login(by)
    data = {"outcome": "not_agreed", "words": "More work.", "why_changed": "A slip."}
    shown = text(client.post(page, data | {"step": "review"}))
    assert "“In Refinement” becomes “Problem agreed, awaiting the Panel”" in shown
    assert Resolution.objects.count() == 3
    assert client.post(page, data | {"step": "do"}).status_code == 302
    assert Proposal.objects.get(pk=held.proposal_id).state == "csc_agreed"
    assert client.post(page, data | {"step": "do"}).status_code == 422


# Recommendations


def test_the_list_is_written_on_its_pages(client, by):
    held = item(meeting(), make.agreed_proposal(by=by))
    client.force_login(secretary(held.meeting.committee))
    here = [held.meeting, held.pk]
    assert "Convert, and send to the Refinement Process" in text(
        client.get(address(here[0], "recommendations", *here[1:]))
    )
    client.post(address(here[0], "usual_recommendations", *here[1:]), {"way": "convert_to_refinement"})
    one, two, _ = held.recommendations.standing()
    client.post(address(here[0], "recommendation_step", *here[1:], two.pk, "up"))
    client.post(address(here[0], "recommendation_step", *here[1:], one.pk, "drop"))
    client.post(
        address(here[0], "edit_recommendation", *here[1:], two.pk),
        {"verb": "APPROVE", "text": "it", "condition": "", "addressee": "", "move": ""},
    )
    data = {"verb": "NOTE", "text": "the views", "condition": "", "addressee": "", "move": ""}
    client.post(address(here[0], "add_recommendation", *here[1:]), data)
    assert f"{held.recommendations.standing().first()}" == "APPROVE it"
    assert [row.verb for row in held.recommendations.standing()] == ["APPROVE", "AGREE", "NOTE"]
    assert client.post(address(here[0], "add_recommendation", *here[1:]), data | {"text": ""}).status_code == 422
    wrong = client.post(address(here[0], "usual_recommendations", *here[1:]), {"way": "nothing"}, follow=True)
    assert "Choose one of the ways that are offered." in text(wrong)
    assert client.post(address(here[0], "recommendation_step", *here[1:], two.pk, "sideways")).status_code == 404


# Minutes and actions


@pytest.fixture
def minuted(by):
    held = item(meeting(body("ssc"), on=clock.today() - timedelta(days=30)), title="Planning")
    actions.write_minute(item=held, by=by, text="The plan was noted.")
    return held


def test_minutes_go_their_way_on_the_pages(client, minuted, by):
    here, ssc = minuted.meeting, minuted.meeting.committee
    assert client.get(address(here, "minutes")).status_code == 404
    client.force_login(secretary(ssc))
    client.post(address(here, "write_minute", minuted.pk), {"text": "It was agreed.", "classification": "white"})
    assert "Members find the minutes on their desk" in text(client.get(address(here, "circulate_minutes")))
    client.post(address(here, "circulate_minutes"), {"due_on": ""})
    member = make.member(ssc)
    client.force_login(member)
    assert "The minutes are open to your comments" in text(client.get(reverse("desk")))
    client.post(address(here, "comment_on_minute", minuted.pk), {"text": "Noted, not agreed."})
    comment = MinuteComment.objects.get()
    assert client.get(address(here, "approve_minutes")).status_code == 403
    client.force_login(by)
    assert "1 comment waits for an answer" in text(client.get(reverse("desk")))
    client.post(address(here, "comment_step", minuted.pk, comment.pk, "answer"), {"answer": "So it was."})
    later = meeting(ssc, on=clock.today() - timedelta(days=2))
    client.force_login(chair(ssc))
    refused = client.post(address(here, "approve_minutes"), {"approved_in": ""})
    assert (refused.status_code, "Members may comment until" in text(refused)) == (422, True)
    assert client.post(address(here, "approve_minutes"), {"approved_in": later.pk}).status_code == 302
    client.logout()
    assert "It was agreed." in text(client.get(address(here, "minutes")))
    assert "So it was." not in text(client.get(address(here, "minutes")))
    client.force_login(by)
    correction = {"text": "Else.", "classification": "white", "why_changed": "A slip.", "approved_in": later.pk}
    assert client.post(address(here, "correct_minute", minuted.pk), correction).status_code == 302
    assert Minute.objects.count() == 3
    answer = client.post(address(here, "write_minute", minuted.pk), {"text": "X", "classification": "white"})
    assert (answer.status_code, "is no longer recorded at that meeting" in text(answer)) == (422, True)
    assert Minutes.objects.get().is_locked


def test_actions_go_their_way_on_the_pages(client, minuted, by):
    ssc, owner = minuted.meeting.committee, make.UserFactory()
    client.force_login(secretary(ssc))
    data = {"text": "Write to the DCC.", "owner": owner.pk, "owner_name": "", "item": "", "classification": "white"}
    data["due_on"] = f"{clock.today() - timedelta(days=9)}"
    assert client.post(address(minuted.meeting, "undertake"), data).status_code == 302
    listed = reverse("subcommittees:actions", args=["ssc"])
    assert owner.name in text(client.get(listed))
    client.logout()
    shown = text(client.get(listed))
    assert "Write to the DCC." in shown
    assert owner.name not in shown
    client.force_login(owner)
    assert "Write to the DCC." in text(client.get(reverse("desk")))
    close, change, reopen = (
        reverse("subcommittees:action_step", args=["ssc", 1, step]) for step in ("close", "change", "reopen")
    )
    assert client.get(change).status_code == 403
    assert client.post(close, {"outcome": "", "on": ""}).status_code == 422
    assert client.post(close, {"outcome": "Written.", "on": ""}).status_code == 302
    client.force_login(by)
    assert client.post(reopen, {"because": "No answer."}).status_code == 302
    data = {"text": "Write again.", "owner": owner.pk, "owner_name": "", "due_on": "", "because": "No answer."}
    assert client.post(change, data).status_code == 302
    assert (Action.objects.get().text, Action.objects.get().due_on) == ("Write again.", None)
    assert client.get(reverse("subcommittees:action_step", args=["ssc", 1, "burn"])).status_code == 404
    assert client.get(reverse("subcommittees:action_step", args=["ssc", 9, "close"])).status_code == 404


# Who gets what


def doors(before, by) -> dict[str, str]:
    held, rows = before
    here = [held.meeting, held.pk]
    return {
        "decide": address(here[0], "decide", *here[1:]),
        "recommendations": address(here[0], "recommendations", *here[1:]),
        "add_recommendation": address(here[0], "add_recommendation", *here[1:]),
        "edit_recommendation": address(here[0], "edit_recommendation", *here[1:], rows[0].pk),
        "write_minute": address(here[0], "write_minute", *here[1:]),
        "comment_on_minute": address(here[0], "comment_on_minute", *here[1:]),
        "write_minutes": address(held.meeting, "write_minutes"),
        "circulate_minutes": address(held.meeting, "circulate_minutes"),
        "approve_minutes": address(held.meeting, "approve_minutes"),
        "take_approval_back": address(held.meeting, "take_approval_back"),
        "undertake": address(held.meeting, "undertake"),
    }


SPEAKS = {"decide", "approve_minutes", "take_approval_back", "undertake"}
TAKES_PART = {"comment_on_minute"}


@pytest.mark.parametrize("who", ["analyst", "secretary", "chair", "member", "other member", "party", "anonymous"])
def test_each_door_opens_to_those_whose_it_is(client, before, by, who):
    panel = before[0].meeting.committee
    people = {
        "analyst": lambda: by,
        "secretary": lambda: secretary(panel),
        "chair": lambda: chair(panel),
        "member": lambda: make.member(panel),
        "other member": lambda: make.member(body("ssc")),
        "party": make.party,
    }
    if who != "anonymous":
        client.force_login(people[who]())
    every = doors(before, by)
    may = {
        "analyst": set(every),
        "secretary": set(every),
        "chair": SPEAKS | TAKES_PART,
        "member": TAKES_PART,
    }.get(who, set())
    closed = 302 if who == "anonymous" else 403
    expected = {name: 200 if name in may else closed for name in every}
    assert {name: client.get(url).status_code for name, url in every.items()} == expected


@pytest.mark.parametrize("name", sorted(SPEAKS - {"undertake", "approve_minutes", "take_approval_back"} | TAKES_PART))
def test_an_item_that_is_closed_to_somebody_is_not_there_for_them(client, before, by, name):
    AgendaItem.objects.filter(pk=before[0].pk).update(classification="amber")
    for user, status in ((make.party(), 404), (chair(body("ssc")), 404), (chair(before[0].meeting.committee), 200)):
        client.force_login(user)
        assert client.get(doors(before, by)[name]).status_code == status


@pytest.mark.parametrize("day", ["2019-06-32", "yesterday", "2019-13-01", "2001-01-01"])
def test_a_day_without_a_meeting_is_not_found(client, before, day):
    assert client.get(f"/committees/panel/meetings/{day}/decisions/").status_code == 404
    assert client.get(f"/committees/nobody/meetings/{before[0].meeting.date}/decisions/").status_code == 404
    assert client.get("/committees/nobody/actions/").status_code == 404


# Constant queries


def queries(client, url: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


@pytest.mark.parametrize("name", ["outcome", "minutes", "actions", "desk"])
def test_a_list_costs_the_same_whatever_it_holds(client, by, name):
    held, officer = meeting(body("ssc"), on=clock.today() - timedelta(days=30)), secretary(body("ssc"))
    url = {"actions": reverse("subcommittees:actions", args=["ssc"]), "desk": reverse("desk")}.get(name)
    url = url or address(held, name)
    client.force_login(officer)
    _fill(held, officer, 3)
    few = queries(client, url)
    _fill(held, officer, 297)
    assert queries(client, url) == few
    assert few <= 30


def _fill(held, officer, count: int) -> None:
    place = held.items.count()
    rows = [
        AgendaItem(
            meeting=held, place=place + n, kind="business", purpose="discussion", title=f"Item {n}", at=clock.now()
        )
        for n in range(1, count + 1)
    ]
    items = AgendaItem.objects.bulk_create(rows)
    asked_rows = [Recommendation(item=i, order=1, verb="NOTE", text="it", at=clock.now()) for i in items]
    for row in Recommendation.objects.bulk_create(asked_rows):
        row.resolutions.create(outcome="noted", resolved_on=held.date, at=clock.now())
    Minute.objects.bulk_create(Minute(item=i, text="So.", at=clock.now()) for i in items)
    first = Action.objects.count()
    Action.objects.bulk_create(
        Action(
            committee=held.committee, meeting=held, number=first + n, item=i, text="Do.", owner=officer, at=clock.now()
        )
        for n, i in enumerate(items, 1)
    )


def test_the_tab_costs_the_same_whatever_it_holds(client, by):
    proposal = make.draft_proposal(by=by)
    url = reverse("subcommittees:decisions", args=[proposal.slug])
    held = item(meeting(body("csc")), proposal)

    def more(count):
        start = held.recommendations.count()
        rows = [
            Recommendation(item=held, proposal=proposal, order=start + n, verb="NOTE", text="it", at=clock.now())
            for n in range(1, count + 1)
        ]
        for row in Recommendation.objects.bulk_create(rows):
            row.resolutions.create(outcome="noted", resolved_on=held.meeting.date, at=clock.now())

    more(3)
    few = queries(client, url)
    more(297)
    assert queries(client, url) == few
