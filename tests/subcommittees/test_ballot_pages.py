"""The pages of ballots: who gets what, what they say before and after the close, bad input, and the count anybody can redo."""

import csv
import json
import subprocess
import sys
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from accounts.models import Category
from audit import clock
from audit.models import Event
from bodies.models import Membership
from proposals.states import State
from secmods.env import ROOT
from subcommittees import panelballots
from subcommittees.actions import change_counting_rule, close_ballot, void_ballot
from subcommittees.models import Ballot, CountingRule, Position
from tests import factories as make
from tests.pages import faults
from tests.proposals.states import fresh
from tests.subcommittees.voting import (
    all_opened,
    before_the_board,
    chair_of,
    change_board,
    meeting_of,
    opened,
    say,
    seat_of,
    seated,
    secretary_of,
    with_alternative,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return make.analyst()


@pytest.fixture
def board():
    return change_board(2, 1, 1, 1, 1, 1)


@pytest.fixture
def proposal(by, board):
    return before_the_board(by)


def signed_in(person) -> Client:
    client = Client()
    if not isinstance(person, AnonymousUser):
        client.force_login(person)
    return client


def address(name: str, ballot: Ballot, **more) -> str:
    return reverse(f"subcommittees:{name}", kwargs={"code": "change-board", "pk": ballot.pk, **more})


def words(response) -> str:
    tree, wrong = faults.read(response.content.decode())
    assert wrong == []
    return " ".join(faults.words(tree).split())


def people(ballot, board, by) -> dict:
    return {
        "anonymous": AnonymousUser(),
        "stranger": make.UserFactory(),
        "party": make.party(),
        "dcc": make.party(Category.DCC, is_party=False),
        "authority": make.authority(),
        "administrator": make.administrator(),
        "holder": seat_of(ballot, "Large Supplier 1").holder,
        "alternate": seat_of(ballot, "Small Supplier 2").alternate,
        "chair": chair_of(board),
        "secretary": secretary_of(board),
        "analyst": by,
    }


@pytest.fixture
def ballot(proposal, by, board):
    seated(board, "Small Supplier 2", Category.SMALL_SUPPLIER, alternate=make.UserFactory())
    return opened(proposal, by)


EVERYBODY = {"anonymous", "stranger", "party", "dcc", "authority", "administrator", "holder", "alternate", "chair", "secretary", "analyst"}  # fmt: skip
RUN = {"secretary", "analyst"}


def gets(cast: dict, url: str) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for role, person in cast.items():
        found.setdefault(signed_in(person).get(url).status_code, set()).add(role)
    return found


def gate(allowed: set[str]) -> dict[int, set[str]]:
    return {200: allowed, 302: {"anonymous"}, 403: EVERYBODY - allowed - {"anonymous"}}


def test_who_gets_which_page_while_it_is_open(ballot, board, by):
    cast = people(ballot, board, by)
    assert cast.keys() == EVERYBODY
    say(ballot, "Large Supplier 1", "approve")
    own = Position.objects.get().pk
    seat = seat_of(ballot, "Large Supplier 1").pk
    assert gets(cast, address("ballot", ballot)) == {200: EVERYBODY}
    assert gets(cast, reverse("subcommittees:ballots", args=["change-board"])) == {200: EVERYBODY}
    assert gets(cast, reverse("subcommittees:proposal_ballots", args=[ballot.proposal.slug])) == {200: EVERYBODY}
    assert gets(cast, address("vote", ballot, seat=seat)) == gate(RUN | {"holder"})
    receipt = gets(cast, address("vote_receipt", ballot, position=own))
    assert receipt == {200: RUN | {"holder"}, 404: EVERYBODY - RUN - {"holder"}}
    for name in ("ballot_json", "ballot_csv"):
        assert gets(cast, address(name, ballot)) == {200: RUN, 404: EVERYBODY - RUN}
    assert gets(cast, address("close_ballot", ballot)) == gate(RUN | {"chair"})
    assert gets(cast, address("ballot_outcome", ballot)) == gate(RUN | {"chair"})
    assert gets(cast, address("void_ballot", ballot)) == gate(RUN)
    assert gets(cast, reverse("subcommittees:open_ballot", args=[ballot.proposal.slug])) == gate(RUN)


def test_what_an_amber_ballot_shows_to_whom(by, board):
    proposal = make.classed(before_the_board(by), by, "amber")
    seated(board, "Small Supplier 2", Category.SMALL_SUPPLIER, alternate=make.UserFactory())
    ballot = opened(proposal, by)
    close_ballot(ballot=ballot, by=by)
    cast = people(ballot, board, by)
    seen = gets(cast, address("ballot", ballot))[200]
    for name in ("ballot_json", "ballot_csv"):
        assert gets(cast, address(name, ballot))[200] == seen
    assert {"analyst", "authority"} <= seen
    assert seen.isdisjoint({"anonymous", "stranger", "party", "dcc", "administrator"})
    assert (
        "MP" not in words(Client().get(reverse("subcommittees:ballots", args=["change-board"]))).partition("Outcome")[2]
    )


def test_nothing_changes_but_by_somebody_who_may(ballot, board, by):
    cast, seat = people(ballot, board, by), seat_of(ballot, "Large Supplier 1").pk
    sendings = {
        address("vote", ballot, seat=seat): ({"vote": "approve"}, {"holder"} | RUN),
        address("void_ballot", ballot): ({"because": "Wrong.", "after": "again", "step": "do"}, RUN),
        address("close_ballot", ballot): ({"after": "only", "step": "do"}, RUN | {"chair"}),
    }
    for url, (data, allowed) in sendings.items():
        for role in EVERYBODY - allowed:
            assert signed_in(cast[role]).post(url, data).status_code == (302 if role == "anonymous" else 403)
    assert Position.objects.count() == 0
    assert Ballot.objects.get().is_open
    assert Event.objects.filter(action="vote_refused").count() == len(EVERYBODY) - 1 - 3


def test_a_member_votes_reads_the_receipt_and_changes_the_vote(client, ballot):
    seat = seat_of(ballot, "Large Supplier 1")
    client.force_login(seat.holder)
    page = words(client.get(address("ballot", ballot)))
    assert "You vote for the seat Large Supplier 1, counted with Large Suppliers" in page
    answer = client.post(address("vote", ballot, seat=seat.pk), {"vote": "reject", "reasons": "", "objectives": ["a"]})
    assert answer.status_code == 422
    assert "Say why you reject it." in words(answer)
    assert answer.context["form"]["objectives"].value() == ["a"]
    sent = {"vote": "reject", "reasons": "It costs too much.", "objectives": ["a", "g"]}
    answer = client.post(address("vote", ballot, seat=seat.pk), sent, follow=True)
    receipt = words(answer)
    assert "The vote is recorded" in receipt
    assert "Objective (a), Objective (g)" in receipt
    client.post(address("vote", ballot, seat=seat.pk), {"vote": "approve"})
    assert list(Position.objects.values_list("version", "vote")) == [(1, "reject"), (2, "approve")]
    page = words(client.get(address("ballot", ballot)))
    assert "One of eight seats has voted" in page


def test_an_alternate_is_told_for_which_seat_they_vote(client, ballot):
    seat = seat_of(ballot, "Small Supplier 2")
    client.force_login(seat.alternate)
    page = words(client.get(address("ballot", ballot)))
    assert "You vote for the seat Small Supplier 2, counted with Small Suppliers, as its alternate." in page
    client.post(address("vote", ballot, seat=seat.pk), {"vote": "abstain"})
    assert Position.objects.get().by == seat.alternate


def test_before_the_close_only_the_number_of_votes_is_told_and_after_it_everything(client, ballot, board, by):
    say(ballot, "Large Supplier 1", "reject", reasons="Zircon is too dear.")
    cast = people(ballot, board, by)
    hidden = EVERYBODY - RUN - {"holder"}
    for role, person in cast.items():
        page = words(signed_in(person).get(address("ballot", ballot)))
        assert ("Zircon" in page) is (role not in hidden), role
        assert ("The votes so far" in page) is (role in RUN), role
        assert "One of eight seats has voted" in page
    assert "Zircon" not in words(signed_in(cast["authority"]).get(f"/modifications/{ballot.proposal.slug}/history/"))
    close_ballot(ballot=ballot, by=by)
    page = words(client.get(address("ballot", ballot)))
    assert "Zircon is too dear." in page
    assert "Overall outcome Not approved" in page
    assert cast["holder"].name not in page


def test_the_chair_closes_without_having_seen_the_tally(client, ballot, board):
    say(ballot, "Large Supplier 1", "approve")
    client.force_login(chair_of(board))
    page = words(client.post(address("close_ballot", ballot), {"after": "only", "step": "review"}))
    assert "one of eight seats have voted" in page
    assert "Approved" not in page
    client.post(address("close_ballot", ballot), {"after": "only", "step": "do"})
    assert Ballot.objects.get().closed_at


def test_the_second_look_shows_the_result_the_words_and_what_the_step_brings(client, ballot, board):
    client.force_login(secretary_of(board))
    for name in ("Large Supplier 1", "Small Supplier 1", "Gas Network 1"):
        say(ballot, name, "approve")
    page = words(client.post(address("close_ballot", ballot), {"after": "outcome", "step": "review"}))
    assert "Approved: three of the three Party Categories that voted approve." in page
    assert "The Change Board voted to approve" in page
    assert "moves from “" in page
    assert Ballot.objects.get().is_open
    client.post(address("close_ballot", ballot), {"after": "outcome", "step": "do"})
    assert fresh(ballot.proposal).state == State.APPEAL_WINDOW


def test_opening_shows_who_votes_and_asks_for_a_close_where_there_is_no_meeting(client, proposal, by, board):
    with_alternative(proposal, by)
    meeting = meeting_of(board, clock.today() + timedelta(days=9))
    client.force_login(by)
    url = reverse("subcommittees:open_ballot", args=[proposal.slug])
    form = client.get(url).context["form"]
    assert (form["meeting"].initial, len(form.fields["solutions"].choices)) == (meeting.pk, 2)
    sent = {"solutions": form["solutions"].initial, "meeting": "", "closes_on": ""}
    answer = client.post(url, sent)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["closes_on"])
    for wrong, field in [
        ({"closes_on": "2019-02-30"}, "closes_on"),
        ({"closes_on": "2019-02-28"}, "closes_on"),
        ({"solutions": []}, "solutions"),
        ({"solutions": ["77"]}, "solutions"),
        ({"meeting": "x"}, "meeting"),
    ]:
        answer = client.post(url, {**sent, "meeting": meeting.pk, **wrong})
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    closes = (clock.today() + timedelta(days=7)).isoformat()
    page = words(client.post(url, {**sent, "closes_on": closes, "step": "review"}))
    assert "Large Suppliers: two seats." in page
    assert "Network Parties: two seats." in page
    assert Ballot.objects.count() == 0
    client.post(url, {**sent, "closes_on": closes, "step": "do"})
    assert [ballot.closes_at for ballot in Ballot.objects.all()] == [
        clock.closing(clock.today() + timedelta(days=7))
    ] * 2


def test_a_vote_that_comes_too_late_keeps_what_was_written(client, ballot, by):
    seat = seat_of(ballot, "Large Supplier 1")
    client.force_login(seat.holder)
    close_ballot(ballot=ballot, by=by)
    sent = {"vote": "reject", "reasons": "Zircon is too dear."}
    answer = client.post(address("vote", ballot, seat=seat.pk), sent)
    page = words(answer)
    assert answer.status_code == 409
    assert "Your vote came too late" in page
    assert "Zircon is too dear." in page
    assert Event.objects.filter(action="vote_refused").count() == 1


def test_a_member_whose_term_ended_yesterday_is_told_so_and_keeps_what_was_written(client, ballot):
    seat = seat_of(ballot, "Large Supplier 1")
    client.force_login(seat.holder)
    url = address("vote", ballot, seat=seat.pk)
    assert client.get(url).status_code == 200
    yesterday = clock.today() - timedelta(days=1)
    Membership.objects.filter(seat=seat.seat).update(ends=yesterday)
    sentence = f"Your term in the seat Large Supplier 1 ended on {yesterday:%-d %B %Y}, so you no longer vote for it."
    asked = client.get(url)
    assert (asked.status_code, sentence in words(asked)) == (403, True)
    answer = client.post(url, {"vote": "reject", "reasons": "Zircon is too dear."})
    assert answer.status_code == 403
    for said in (sentence, "Zircon is too dear.", "Reject", "That you tried is on record."):
        assert said in words(answer)
    assert Position.objects.count() == 0
    assert Event.objects.filter(action="vote_refused").count() == 1


def test_somebody_who_is_not_in_the_electorate_is_told_so_and_keeps_what_was_written(client, ballot):
    seat = seat_of(ballot, "Large Supplier 1")
    client.force_login(make.party())
    answer = client.post(address("vote", ballot, seat=seat.pk), {"vote": "approve", "reasons": "Zircon is good."})
    assert answer.status_code == 403
    for said in ("Only those vote who held a seat with a vote on the Change Board", "Zircon is good.", "Approve"):
        assert said in words(answer)
    assert Position.objects.count() == 0
    assert Event.objects.filter(action="vote_refused").count() == 1


@pytest.mark.parametrize("wrong", [{}, {"vote": "perhaps"}, {"vote": "approve", "objectives": ["z"]}])
def test_a_vote_that_makes_no_sense_is_told_so(client, ballot, wrong):
    seat = seat_of(ballot, "Large Supplier 1")
    client.force_login(seat.holder)
    answer = client.post(address("vote", ballot, seat=seat.pk), {"reasons": "Kept.", **wrong})
    assert answer.status_code == 422
    assert answer.context["form"]["reasons"].value() == "Kept."
    assert Position.objects.count() == 0


def test_a_seat_or_receipt_of_another_ballot_is_not_found(client, proposal, by, board):
    with_alternative(proposal, by)
    first, second = all_opened(proposal, by)
    client.force_login(by)
    seat = seat_of(second, "Large Supplier 1")
    say(second, "Large Supplier 1", "approve")
    assert client.get(address("vote", first, seat=seat.pk)).status_code == 404
    assert client.get(address("vote_receipt", first, position=Position.objects.get().pk)).status_code == 404
    assert client.get(f"/committees/panel/ballots/{first.pk}/").status_code == 404
    assert client.get("/committees/change-board/ballots/999999999/").status_code == 404


def test_the_solutions_stand_side_by_side_and_the_recommended_one_is_named(client, proposal, by):
    with_alternative(proposal, by)
    first, second = all_opened(proposal, by)
    for name in ("Large Supplier 1", "Small Supplier 1"):
        say(first, name, "reject")
        say(second, name, "approve")
    page = words(client.get(address("ballot", first)))
    assert page.count("Alternative 1 ‘Another way’") >= 2
    assert "Recommended" not in page
    close_ballot(ballot=first, by=by)
    page = words(client.get(address("ballot", first)))
    assert "Recommended: Alternative 1 ‘Another way’." in page


def test_the_tab_is_there_while_the_board_has_it_and_as_at_a_day_it_is_as_it_was(client, by, board):
    early = make.draft_proposal(by=by)
    assert "Ballot" not in [tab["label"] for tab in client.get(f"/modifications/{early.slug}/").context["tabs"]]
    with clock.set_to(clock.now() - timedelta(days=6)):
        proposal = before_the_board(by)
    tab = reverse("subcommittees:proposal_ballots", args=[proposal.slug])
    assert "No ballot yet" in words(client.get(tab))
    with clock.set_to(clock.now() - timedelta(days=4)):
        ballot = opened(proposal, by, meeting=meeting_of(board, clock.today()))
        say(ballot, "Large Supplier 1", "approve")
    with clock.set_to(clock.now() - timedelta(days=2)):
        close_ballot(ballot=ballot, by=by)
    assert "Approved" in words(client.get(tab))
    three = (clock.today() - timedelta(days=3)).isoformat()
    then = words(client.get(f"{tab}?on={three}"))
    assert "Open since" in then
    assert "Approved" not in then
    five = (clock.today() - timedelta(days=5)).isoformat()
    assert "No ballot yet" in words(client.get(f"{tab}?on={five}"))
    void_ballot(ballot=ballot, by=by, because="A seat was missing.")
    assert "Declared void" in words(client.get(tab))


def test_the_export_counts_to_the_same_by_the_script_that_stands_alone(client, ballot, by, tmp_path):
    for name, said in [("Large Supplier 1", "approve"), ("Large Supplier 2", "reject"), ("Small Supplier 1", "approve"),
                       ("Gas Network 1", "approve"), ("Other SEC Party 1", "recuse"), ("Consumer 1", "abstain")]:  # fmt: skip
        say(ballot, name, said)
    say(ballot, "Large Supplier 2", "approve")
    close_ballot(ballot=ballot, by=by)
    answer = client.get(address("ballot_json", ballot))
    assert answer["Content-Disposition"].startswith(
        f'attachment; filename="{ballot.proposal.reference.lower()}-ballot-'
    )
    data = json.loads(answer.content)
    ran = recounted(tmp_path, data)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "Overall outcome: approve" in ran.stdout
    assert ran.stdout.endswith("This is the result in the file.\n")
    holder = seat_of(ballot, "Large Supplier 1").holder
    assert holder.name not in answer.content.decode()
    data["seats"][0]["positions"][0]["vote"] = "reject"
    assert recounted(tmp_path, data).returncode == 1


def recounted(place, data: dict):
    file = place / "ballot.json"
    file.write_text(json.dumps(data))
    command = [sys.executable, "-I", str(ROOT / "docs" / "recount.py"), str(file)]
    return subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)


def test_the_script_is_short_and_needs_python_alone():
    lines = (ROOT / "docs" / "recount.py").read_text().splitlines()
    assert len(lines) < 80
    assert [line for line in lines if line.startswith(("import ", "from "))] == ["import json", "import sys"]


def test_the_table_for_a_spreadsheet_has_no_formula_in_it(client, ballot, by):
    say(ballot, "Large Supplier 1", "reject", reasons="=HYPERLINK(1)")
    close_ballot(ballot=ballot, by=by)
    rows = list(csv.DictReader(StringIO(client.get(address("ballot_csv", ballot)).content.decode("utf-8-sig"))))
    (row,) = [row for row in rows if row["Seat"] == "Large Supplier 1"]
    assert (row["Vote"], row["Reasons"]) == ("Reject", "'=HYPERLINK(1)")
    assert len(rows) == 8


def test_the_desk_asks_those_who_vote_and_tells_the_secretary_how_many_have(client, ballot, board):
    seat = seat_of(ballot, "Large Supplier 1")
    client.force_login(seat.holder)
    assert "Vote on the Modification Proposal, for the seat Large Supplier 1" in words(client.get("/desk/"))
    say(ballot, "Large Supplier 1", "approve")
    assert "for the seat Large Supplier 1" not in words(client.get("/desk/"))
    client.force_login(secretary_of(board))
    assert "1 of 8 seats have voted" in words(client.get("/desk/"))


def test_a_vote_given_by_telephone_is_written_down_with_how(client, ballot, board):
    client.force_login(secretary_of(board))
    seat = seat_of(ballot, "Large Supplier 1")
    url = address("vote", ballot, seat=seat.pk)
    assert client.post(url, {"vote": "approve"}).status_code == 422
    client.post(url, {"vote": "approve", "how": "by telephone on 4 November"})
    assert Position.objects.get().how == "by telephone on 4 November"
    assert "written down by the secretary: by telephone on 4 November" in words(client.get(address("ballot", ballot)))


def test_the_page_of_a_meeting_lists_what_it_votes_on(rf, proposal, by, board):
    meeting = meeting_of(board, clock.today() + timedelta(days=3))
    request = rf.get("/")
    request.user = AnonymousUser()
    assert panelballots.ballots(request, meeting) is None
    ballot = opened(proposal, by, meeting=meeting)
    shown = panelballots.ballots(request, meeting)
    assert [row["ballot"] for row in shown["ballots"]] == [ballot]
    html = render_to_string("subcommittees/panels/ballots.html", shown)
    assert ballot.get_absolute_url() in html
    assert "0 of 7 seats voted" in html


# The rule by which votes are counted


@pytest.fixture
def to_come(board):
    """A rule that begins in a month, entered by an administrator."""
    given = {"groups": CountingRule.objects.get().groups, "source": "Panel paper 12"}
    starts = clock.today() + timedelta(days=30)
    return change_counting_rule(by=make.administrator(), starts=starts, **given)


def test_a_rule_to_come_is_taken_back_on_its_page_by_an_administrator_alone(to_come, by):
    page = reverse("subcommittees:take_counting_rule_back", args=[to_come.pk])
    listed = reverse("subcommittees:ballots", args=["change-board"])
    for person, wanted in ((AnonymousUser(), 302), (make.party(), 403), (by, 403), (make.administrator(), 200)):
        browser = Client() if person.is_anonymous else signed_in(person)
        assert browser.get(page).status_code == wanted
        assert (page in browser.get(listed).content.decode()) is (wanted == 200)
    browser = signed_in(make.administrator())
    assert browser.post(page, {"reason": "", "step": "review"}).status_code == 422
    shown = browser.post(page, {"reason": "It does not come.", "step": "review"}).content.decode()
    assert "what holds before it goes on" in shown
    assert CountingRule.objects.count() == 2  # nothing has happened yet
    answer = browser.post(page, {"reason": "It does not come.", "step": "do"})
    assert answer.url == f"{listed}#rules-title"
    assert CountingRule.objects.get().ends is None
    assert Event.objects.filter(action="counting_rule_taken_back").count() == 1


def test_of_a_rule_in_force_the_page_says_that_another_follows_it(board):
    rule = CountingRule.objects.get()
    page = reverse("subcommittees:take_counting_rule_back", args=[rule.pk])
    browser = signed_in(make.administrator())
    for answer, status in ((browser.get(page), 200), (browser.post(page, {"reason": "So.", "step": "do"}), 409)):
        assert answer.status_code == status
        assert "It has been in force since" in answer.content.decode()
    assert page not in browser.get(reverse("subcommittees:ballots", args=["change-board"])).content.decode()
    assert CountingRule.objects.count() == 1


def test_what_waits_for_a_vote_stands_in_the_inbox_and_on_the_tab_until_it_is_cast(by, board, proposal):
    with_alternative(proposal, by)
    ballots = all_opened(proposal, by)
    seat = seat_of(ballots[0], "Small Supplier 1")
    client, addresses = signed_in(seat.holder), [ballot.get_absolute_url() for ballot in ballots]
    tab = reverse("subcommittees:proposal_ballots", args=[proposal.slug])

    def waiting(client=client) -> tuple[list[str], set[str]]:
        inbox = client.get(reverse("subcommittees:inbox")).context["votes"]
        return [task.url for task in inbox], client.get(tab).context["votes_due"]

    assert waiting() == (addresses, set(addresses))
    assert waiting(signed_in(by)) == ([], set())
    say(ballots[0], "Small Supplier 1", "approve")
    assert waiting() == (addresses[1:], set(addresses[1:]))
    assert "Vote on Alternative 1" in words(client.get(tab))
