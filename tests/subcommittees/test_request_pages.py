"""The pages of requests: each step in place, bad input told where it is, the overview, chasing many, and the inbox."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Category
from audit import clock
from audit.models import Event
from notifications.models import Delivery
from subcommittees import actions
from subcommittees.models import Chase, Interest, MemberPosition, VerbalUpdate, View, ViewRequest
from tests import factories as make
from tests.subcommittees.test_positions import locked

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _monday():
    with clock.set_to(MONDAY):
        yield


@pytest.fixture
def by():
    return make.analyst()


@pytest.fixture
def ssc():
    return make.CommitteeFactory(code="ssc", name="Security Sub-Committee", short_name="SSC", prefix="SSC")


@pytest.fixture
def chair(ssc):
    return make.holds(ssc, make.UserFactory())


@pytest.fixture
def proposal(by):
    return make.draft_proposal(by=by)


@pytest.fixture
def request_(proposal, by, ssc, chair):
    return make.asked(proposal, by, ssc)


def step(request, name: str) -> str:
    return reverse("subcommittees:request_step", args=[request.proposal.slug, request.pk, name])


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


SENT = {
    "answer": {"position": "supports", "text": "Yes.", "given_on": "2026-03-02", "classification": "white"},
    "telephone": {"spoke_to": "The chair", "position": "no_comment", "text": ""},
    "chase": {"text": "Please let us have it."},
    "due": {"due_on": "2026-03-20", "why": "More time."},
    "withdraw": {"because": "In error."},
    "position": {"position": "mixed", "text": "It depends."},
}
MAY = {
    "answer": {"analyst", "chair"},
    "telephone": {"analyst"},
    "chase": {"analyst"},
    "due": {"analyst"},
    "withdraw": {"analyst"},
    "position": {"chair", "member"},
}


@pytest.mark.parametrize("name", SENT)
def test_each_step_is_for_those_who_may_take_it(client, request_, by, ssc, chair, name):
    people = {
        "analyst": by,
        "chair": chair,
        "member": make.member(ssc),
        "other member": make.member(make.CommitteeFactory(code="opsg", short_name="OPSG")),
        "party": make.party(),
        "authority": make.authority(),
    }
    before = Event.objects.count()
    for who, person in people.items():
        client.force_login(person)
        wanted = 200 if who in MAY[name] else 403
        assert client.get(step(request_, name)).status_code == wanted, who
        if who not in MAY[name]:
            assert client.post(step(request_, name), SENT[name]).status_code == 403, who
    assert Event.objects.count() == before
    client.logout()
    assert client.get(step(request_, name)).status_code == 302
    client.force_login(people[sorted(MAY[name])[0]])
    assert client.post(step(request_, name), SENT[name]).status_code == 302
    assert Event.objects.count() > before


WRONG = [
    ("answer", {"position": ""}, "position"),
    ("answer", {"position": "silent"}, "position"),
    ("answer", {"text": ""}, "text"),
    ("answer", {"given_on": "2026-03-03"}, "given_on"),
    ("answer", {"given_on": "yesterday"}, "given_on"),
    ("telephone", {"spoke_to": ""}, "spoke_to"),
    ("telephone", {"position": "opposes"}, "text"),
    ("chase", {"text": " "}, "text"),
    ("due", {"due_on": ""}, "due_on"),
    ("due", {"due_on": "2026-02-30"}, "due_on"),
    ("due", {"due_on": "2026-03-01"}, "due_on"),
    ("due", {"why": "x" * 301}, "why"),
    ("withdraw", {"because": ""}, "because"),
    ("position", {"position": "opposes", "text": ""}, "text"),
]


@pytest.mark.parametrize(("name", "changes", "field"), WRONG)
def test_what_is_wrong_is_told_at_its_field_and_nothing_is_done(client, request_, by, chair, name, changes, field):
    client.force_login(chair if name == "position" else by)
    before = Event.objects.count()
    answer = client.post(step(request_, name), SENT[name] | changes)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert Event.objects.count() == before


@pytest.mark.parametrize("name", ["chase", "due", "withdraw"])
def test_whom_it_writes_to_is_shown_first(client, request_, by, chair, name):
    client.force_login(by)
    assert f"{chair.name}, chair of the SSC" in text_of(client.get(step(request_, name)))
    written = Delivery.objects.filter(message__audience="views").exclude(message__key__startswith="view-asked")
    assert not written.exists()
    client.post(step(request_, name), SENT[name])
    assert written.get().user == chair


def test_a_request_of_a_proposal_that_is_not_open_is_not_there(client, by, ssc, chair):
    hidden = make.classed(make.draft_proposal(by=by), by, "amber")
    request = make.asked(hidden, by, ssc)
    client.force_login(by)
    assert client.get(step(request, "answer")).status_code == 200
    client.force_login(chair)
    for name in SENT:
        assert client.get(step(request, name)).status_code == 404
        assert client.post(step(request, name), SENT[name]).status_code == 404
    assert client.get(step(request, "nothing")).status_code == 404


def test_what_comes_after_the_minutes_is_refused_where_one_is_and_the_attempt_is_kept(client, by, ssc, chair):
    proposal = make.draft_proposal(by=by, raised_on=date(2026, 2, 2))
    meeting = make.MeetingFactory(committee=ssc, date=date(2026, 2, 11))
    put = {"meeting": meeting, "how": "meeting", "asked_on": date(2026, 2, 3)}
    request = actions.ask_for_view(proposal=proposal, by=by, committee=ssc, **put)
    locked(meeting)
    client.force_login(chair)
    sent = SENT["answer"] | {"meeting": meeting.pk, "given_on": "2026-02-11", "text": "We thought about it."}
    for name, typed in (("answer", sent), ("position", SENT["position"])):
        answer = client.post(step(request, name), typed)
        assert answer.status_code == 422
        assert "were approved on 2 March 2026" in text_of(answer)
        assert typed["text"] in text_of(answer)
    assert (View.objects.count(), MemberPosition.objects.count()) == (0, 0)
    assert Event.objects.filter(action="late_after_minutes").count() == 2


def test_asking_several_shows_first_what_it_does_and_then_does_it(client, proposal, by, ssc, chair):
    make.MeetingFactory(committee=ssc, date=date(2026, 3, 11))
    dcc = make.party(Category.DCC, name="Smart DCC", short_name="DCC").organisations[0]
    client.force_login(by)
    address = reverse("subcommittees:ask", args=[proposal.slug])
    statement = proposal.statements.get().pk
    data = {"whom": [f"committee-{ssc.pk}"], "how": "meeting", "statement": statement, "classification": "white"}
    page = text_of(client.post(address, data | {"step": "review"}))
    assert "Security Sub-Committee, at its meeting of 11 March 2026; due Wednesday 11 March 2026." in page
    assert chair.name in page
    assert not ViewRequest.objects.exists()
    assert client.post(address, data | {"step": "do"}).status_code == 302
    written = {"whom": [f"organisation-{dcc.pk}"], "how": "correspondence", "document": "Requirements 0.2"}
    client.post(address, data | written | {"step": "do"})
    assert [(each.asked, each.put) for each in ViewRequest.objects.order_by("pk")] == [
        ("the SSC", "version 0.1 of the problem statement"),
        ("the DCC", "Requirements 0.2"),
    ]
    for changes, field in (({"whom": []}, "whom"), ({"how": ""}, "how"), ({"whom": ["committee-x"]}, "whom")):
        answer = client.post(address, data | changes | {"step": "review"})
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    again = client.post(address, data | {"step": "do"})
    assert "has not answered yet" in text_of(again)
    assert ViewRequest.objects.count() == 2


def test_the_tab_shows_each_giver_with_what_was_asked_answered_chased_and_promised(client, request_, by, ssc, chair):
    member = make.member(ssc)
    actions.post_position(request=request_, by=member, position="mixed", text="It depends.")
    actions.chase(request=request_, by=by, text="Please let us have it.")
    actions.change_due(request=request_, by=by, due_on=date(2026, 3, 20), why="Members asked for more time.")
    meeting = make.MeetingFactory(committee=ssc, date=date(2026, 3, 11))
    actions.owe_verbal_update(meeting=meeting, by=by, about="What they say.", request=request_)
    tab = reverse("subcommittees:views", args=[request_.proposal.slug])
    seen = {}
    for who, person in {"analyst": by, "member": member, "party": make.party(), "anybody": None}.items():
        client.force_login(person) if person else client.logout()
        page = text_of(client.get(tab))
        words = {
            "due": "due Friday 20 March 2026, 14 working days left",
            "moved": "Due 20 March 2026 instead of 16 March 2026",
            "promised": "What they say.",
            "position": "It depends.",
            "chase": "Please let us have it.",
            "names": f"{chair.name}, chair of the SSC",
        }
        seen[who] = {name for name, sentence in words.items() if sentence in page}
    everything = {"due", "moved", "promised", "position", "chase", "names"}
    assert seen == {
        "analyst": everything,
        "member": everything - {"names"},
        "party": {"due", "moved", "promised"},
        "anybody": {"due", "moved", "promised"},
    }


def test_on_an_earlier_day_it_stood_otherwise(client, by, ssc):
    proposal = make.draft_proposal(by=by, raised_on=date(2026, 2, 2))
    request = make.asked(proposal, by, ssc, asked_on=date(2026, 2, 3), due_on=date(2026, 3, 6))
    actions.change_due(request=request, by=by, due_on=date(2026, 3, 20), why="More time.")
    actions.record_view(proposal=proposal, by=by, committee=ssc, position="no_comment")
    tab = reverse("subcommittees:views", args=[proposal.slug])
    then = client.get(f"{tab}?on=2026-02-10").context["givers"][0].requests[0]
    assert (then.state, then.due_on, then.changes, then.links) == ("asked", date(2026, 3, 6), [], [])
    assert client.get(f"{tab}?on=2026-02-02").context["givers"] == []
    now = client.get(tab).context["givers"][0].requests[0]
    assert (now.state, now.due_on, len(now.changes)) == ("no_comment", date(2026, 3, 20), 1)


# Verbal updates and further input


def test_a_verbal_update_is_promised_given_and_put_right_in_place(client, request_, by, ssc):
    meeting = make.MeetingFactory(committee=ssc, date=date(2026, 3, 2))
    client.force_login(by)
    address = reverse("subcommittees:owe", args=[request_.proposal.slug]) + f"?request={request_.pk}"
    assert client.get(address).context["form"]["request"].value() == str(request_.pk)
    sent = {"meeting": meeting.pk, "about": "What they say.", "request": request_.pk, "owed_by": by.pk}
    for changes, field in (({"about": ""}, "about"), ({"meeting": ""}, "meeting"), ({"meeting": 99999}, "meeting")):
        answer = client.post(address, sent | changes)
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    client.post(address, sent)
    update = VerbalUpdate.objects.get()

    def of(name):
        return reverse("subcommittees:update_step", args=[request_.proposal.slug, update.pk, name])

    assert client.post(of("give"), {"words": "", "given_on": "2026-03-02"}).status_code == 422
    client.post(of("give"), {"words": "No comment.", "given_on": "2026-03-02"})
    assert client.post(of("drop"), {"because": "No."}).status_code == 422
    client.post(of("correct"), {"words": "No comments.", "why": "A letter."})
    update.refresh_from_db()
    assert (update.words, update.given_on) == ("No comments.", date(2026, 3, 2))
    client.force_login(make.party())
    assert client.get(of("give")).status_code == 403


def test_a_member_marks_what_the_body_wants_on_one_proposal(client, proposal, ssc):
    client.force_login(make.member(ssc))
    address = reverse("subcommittees:interest", args=[proposal.slug])
    assert client.post(address, {"committee": ssc.pk, "wish": "", "note": ""}).status_code == 422
    client.post(address, {"committee": ssc.pk, "wish": "yes", "note": "On keys."})
    assert (Interest.objects.get().wants_input, Interest.objects.get().note) == (True, "On keys.")
    assert "wants further input" in text_of(client.get(reverse("subcommittees:views", args=[proposal.slug])))


# The overview


def test_the_overview_is_for_secas_and_shows_the_silent_first(client, request_, by, ssc, chair):
    opsg = make.CommitteeFactory(code="opsg", short_name="OPSG")
    late = make.asked(make.draft_proposal(by=by, raised_on=date(2026, 2, 2)), by, opsg, asked_on=date(2026, 2, 2))
    answered = make.draft_proposal(by=by)
    make.asked(answered, by, ssc)
    actions.record_view(proposal=answered, by=by, committee=ssc, position="no_comment")
    address = reverse("subcommittees:requests")
    for person in (chair, make.party(), make.authority()):
        client.force_login(person)
        assert client.get(address).status_code == 403
    client.force_login(by)

    def listed(query: str = "") -> list:
        return [row["asked"].request for row in client.get(f"{address}{query}").context["rows"]]

    assert listed() == [late, request_]
    assert len(listed("?state=all")) == 3
    assert [each.proposal for each in listed("?state=no_comment")] == [answered]
    assert listed("?state=silent") == listed(f"?body=committee-{opsg.pk}") == listed("?due=past") == [late]
    assert listed("?due=later") == [request_]
    assert listed("?body=organisation") == listed("?due=week") == []
    assert listed("?state=nonsense&body=committee-x") == [late, request_]


def test_what_a_draft_was_decided_without_is_waited_for_no_more(client, by, ssc):
    from proposals import actions as proposals

    proposal = make.agreed_proposal(by=by, raised_on=date(2026, 1, 5))
    make.asked(proposal, by, ssc, asked_on=date(2026, 1, 6), due_on=date(2026, 1, 20))
    assert ViewRequest.objects.waited_for().count() == 1
    proposals.convert_to_refinement(proposal=proposal, by=by, words="To Refinement.", accepted="It was silent.")
    assert ViewRequest.objects.waited_for().count() == 0
    assert ViewRequest.objects.with_state().get().state == "silent"


def test_all_silent_ones_are_chased_after_whom_it_writes_to_was_shown(client, by, ssc, chair):
    proposal = make.draft_proposal(by=by, raised_on=date(2026, 2, 2))
    opsg = make.CommitteeFactory(code="opsg", short_name="OPSG")
    silent = make.asked(proposal, by, ssc, asked_on=date(2026, 2, 2))
    unheard = make.asked(proposal, by, opsg, asked_on=date(2026, 2, 2))
    make.asked(make.draft_proposal(by=by), by, ssc)
    client.force_login(by)
    address = reverse("subcommittees:chase_several")
    page = client.get(f"{address}?silent=all")
    assert [row["request"] for row in page.context["rows"]] == [silent]
    assert page.context["unheard"] == [unheard]
    assert f"{chair.name}, chair of the SSC" in text_of(page)
    assert "Left out, as nobody who runs or speaks for them is in the directory: the OPSG" in text_of(page)
    assert client.post(address, {"request": silent.pk, "text": ""}).status_code == 422
    assert not Chase.objects.exists()
    client.post(address, {"request": [silent.pk, unheard.pk], "text": "Please."})
    assert Chase.objects.get().request == silent
    client.force_login(chair)
    assert client.get(address).status_code == 403


def test_nothing_chosen_is_said_and_nothing_sent(client, by):
    client.force_login(by)
    address = reverse("subcommittees:chase_several")
    for query in ("", "?request=x", "?request=99999999999999999999"):
        assert "Nothing is chosen that is open" in text_of(client.get(address + query))
    answer = client.post(address, {"text": "Please."})
    assert answer.status_code == 422
    assert not Chase.objects.exists()


# The inbox


def test_the_inbox_of_nobody_in_particular_says_what_would_be_there(client):
    address = reverse("subcommittees:inbox")
    assert client.get(address).status_code == 302
    client.force_login(make.UserFactory())
    page = text_of(client.get(address))
    assert "Nothing is waited for" in page
    assert "mark on which their body wants further input" in page


def test_a_member_finds_what_their_body_was_asked_their_position_and_what_they_owe(client, request_, by, ssc):
    member, stranger = make.member(ssc), make.member(make.CommitteeFactory(code="opsg", short_name="OPSG"))
    meeting = make.MeetingFactory(committee=ssc, date=date(2026, 3, 11))
    actions.owe_verbal_update(meeting=meeting, by=by, about="What they say.", request=request_, owed_by=member)
    client.force_login(member)
    context = client.get(reverse("subcommittees:inbox")).context
    (row,) = context["rows"]
    assert (row["asked"].request, row["own"], row["asked"].left) == (request_, None, 10)
    assert [update.about for update in context["updates"]] == ["What they say."]
    actions.post_position(request=request_, by=member, position="no_comment")
    assert len(client.get(reverse("subcommittees:inbox")).context["positions"]) == 1
    client.force_login(stranger)
    assert client.get(reverse("subcommittees:inbox")).context["rows"] == []


def test_the_new_proposals_of_a_month_are_marked_in_one_form(client, by, ssc):
    member = make.member(ssc)
    first, second = make.draft_proposal(by=by), make.draft_proposal(by=by)
    earlier = make.draft_proposal(by=by, raised_on=date(2026, 2, 2))
    make.classed(make.draft_proposal(by=by), by, "amber")
    client.force_login(member)
    address = reverse("subcommittees:inbox")
    assert [block["proposal"] for block in client.get(address).context["form"].blocks()] == [first, second]
    february = client.get(f"{address}?month=2026-02").context["form"].blocks()
    assert [block["proposal"] for block in february] == [earlier]
    assert client.get(f"{address}?month=nonsense").status_code == 200
    wrong = client.post(address, {f"note-{ssc.pk}-{first.pk}": "A note without a word."})
    assert (wrong.status_code, Interest.objects.count()) == (422, 0)
    client.post(
        address,
        {
            f"wish-{ssc.pk}-{first.pk}": "yes",
            f"note-{ssc.pk}-{first.pk}": "On keys.",
            f"wish-{ssc.pk}-{second.pk}": "no",
        },
    )
    assert set(Interest.objects.values_list("proposal", "wants_input", "note", "by")) == {
        (first.pk, True, "On keys.", member.pk),
        (second.pk, False, "", member.pk),
    }


def test_an_organisation_finds_what_it_was_asked_and_answers(client, proposal, by):
    speaker = make.party(Category.DCC, name="Smart DCC", short_name="DCC")
    request = make.asked(proposal, by, organisation=speaker.organisations[0])
    client.force_login(speaker)
    (row,) = client.get(reverse("subcommittees:inbox")).context["rows"]
    assert [link.label for link in row["links"]] == ["Record the answer"]
    assert client.post(step(request, "answer"), SENT["answer"]).status_code == 302
    assert View.objects.get().organisation == speaker.organisations[0]


# What it costs


@pytest.fixture
def grown(by, ssc):
    """So many requests more, each on a proposal of its own, chased and with a position."""
    member = make.member(ssc)

    def grow(count: int):
        pattern = make.draft_proposal(by=by, raised_on=date(2026, 2, 2))
        bodies = [make.CommitteeFactory(code=f"c{pattern.pk}-{n}", short_name=f"C{n}") for n in range(count)]
        made = ViewRequest.objects.bulk_create(
            ViewRequest(
                proposal=pattern,
                committee=body,
                how="correspondence",
                why="No meeting.",
                asked_on=date(2026, 2, 2),
                due_on=date(2026, 2, 16) + timedelta(days=n % 30),
                at=clock.now(),
            )
            for n, body in enumerate(bodies)
        )
        Chase.objects.bulk_create(Chase(request=each, how="email", text="Please.", at=clock.now()) for each in made)
        for n in range(3):
            make.asked(make.draft_proposal(by=by), by, ssc, why=f"{n}")
        return pattern

    return member, grow


def cost(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_lists_cost_the_same_with_three_and_with_three_hundred(client, by, ssc, grown):
    member, grow = grown
    costs = []
    for count in (3, 297):
        pattern = grow(count)
        tab = reverse("subcommittees:views", args=[pattern.slug])
        client.force_login(by)
        found = [cost(client, address) for address in ("/views/", "/views/?state=all", tab)]
        found.append(cost(client, "/views/chase/?silent=all"))
        client.force_login(member)
        costs.append([*found, cost(client, "/inbox/"), cost(client, tab)])
    assert costs[0] == costs[1]
    assert max(costs[0]) <= 15
