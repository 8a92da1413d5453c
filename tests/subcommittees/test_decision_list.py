"""The list of decisions: what bodies and the Authority decided, found, filtered, in pages and as a file.

Which steps are decisions is argued from domain §2.2: those that a body takes, and those of the Authority. A hold is put
by SECAS as well, and so is none of them.
"""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit import clock
from audit.classification import Classification
from proposals import actions as steps
from proposals import rules
from proposals.actions import Part
from proposals.lifecycle import MOVES
from proposals.models import Move, Proposal
from proposals.states import State
from subcommittees import actions
from subcommittees.decisionlist import BY_BODIES, BY_THE_AUTHORITY
from subcommittees.models import Resolution
from tests import factories as make
from tests.proposals.states import fresh, recommended, refined
from tests.reading import all_words, by_class, crowd, links, parsed, words
from tests.subcommittees.deciding import agreed, asked, body, item, meeting
from tests.subcommittees.voting import before_the_board, change_board, opened, say

pytestmark = pytest.mark.django_db
LIST, FILE = "/decisions/", "/decisions/decisions.csv"


@pytest.fixture
def by():
    return make.analyst()


def at(year: int):
    """In that year, and before today."""
    return clock.set_to(min(datetime(year, 9, 24, 9, tzinfo=UTC), clock.now()))


def by_the_csc(by, year: int, number: int, title: str, **others) -> Proposal:
    """What the CSC resolved of a Draft Proposal in September of the year, in the words of its recommendations."""
    with at(year):
        proposal = make.draft_proposal(by=by, number=number, title=title)
        steps.revise_problem_statement(proposal=proposal, by=by, texts=make.STATEMENT)
        reference = {"document": make.SecDocumentFactory(), "locator": "G3.20"}
        steps.save_sec_references(proposal=proposal, by=by, references=[reference])
        held = item(meeting(body("csc")), fresh(proposal))
        actions.decide(item=held, by=by, said=agreed(asked(held, by, "csc_refinement"), **others))
    return fresh(proposal)


def by_itself(by, year: int, title: str, text: str, outcome: str = "noted", **fields) -> Resolution:
    """Something that leads to no step, resolved by the SSC."""
    with at(year):
        held = item(meeting(body("ssc")), title=title, **fields)
        one = actions.recommend(item=held, by=by, verb="NOTE", text=text)
        [made] = actions.decide(item=held, by=by, said=[actions.Said(one, outcome)])
        return made


@pytest.fixture
def decided(by):
    """In 2019 the CSC on DP075; in 2020 the Authority on urgency for DP130; in 2021 the SSC of its own; now the Panel."""
    by_the_csc(by, 2019, 75, "Third party metering service providers")
    with at(2020):
        urgent = make.draft_proposal(by=by, number=130, title="Lists of Devices")
        steps.request_urgency(proposal=urgent, by=by, words="At once.")
        steps.refuse_urgency(proposal=fresh(urgent), by=by, words="It can wait.")
    by_itself(by, 2021, "Security arrangements", "the yearly report on security")
    body("panel")
    with at(2022):
        make.fast_tracked(by=by, number=87, title="Correction to one clause")


def rows(response) -> list[tuple[str, str, str]]:
    """Of each row its proposal (or item), by whom, and what was decided."""
    found = parsed(response).findall(".//tbody/tr")
    return [(words(r.find("th")), words(r.findall("td")[1].find("span")), _tag(r)) for r in found]


def _tag(row) -> str:
    return next(words(span) for span in row.iter("span") if "tag" in (span.get("class") or "").split())


def listed(client, **query) -> list[str]:
    """What each row is about, in a word."""
    return [about.split()[0] for about, _, _ in rows(client.get(LIST, query))]


# What stands on it


def test_each_step_that_a_body_or_the_authority_decides_is_known_to_the_list():
    of_bodies = {key for key, row in MOVES.items() if row.body}
    by_the_authority = {key for key, row in MOVES.items() if row.who is rules.may_decide_as_authority}
    assert of_bodies == BY_BODIES.keys()
    assert by_the_authority - {"place_hold", "lift_hold"} == BY_THE_AUTHORITY.keys()
    assert len(BY_BODIES) + len(BY_THE_AUTHORITY) == 30


def test_the_newest_stands_first_with_who_decided_what_and_where(client, decided):
    history = "History of the proposal on"
    assert rows(client.get(LIST)) == [
        ("MP087 Correction to one clause", f"SEC Panel {history} MP087, 24 Sep 2022",
         "Approved by the Panel as Fast-Track"),
        ("MP087 Correction to one clause", f"Change Sub-Committee {history} MP087, 24 Sep 2022",
         "Problem agreed by the Change Sub-Committee"),
        ("Security arrangements", "Security Sub-Committee Meeting 1 on Security arrangements, 24 Sep 2021", "Noted"),
        ("DP130 Lists of Devices", f"The Authority {history} DP130, 24 Sep 2020", "Urgency refused by the Authority"),
        ("DP075 Third party metering service providers", "Change Sub-Committee Meeting 1 on DP075, 24 Sep 2019",
         "Problem agreed by the Change Sub-Committee"),
    ]  # fmt: skip


def test_a_row_leads_to_the_proposal_and_to_the_meeting(client, decided):
    found = links(client.get(LIST, {"year": "2019"}))
    assert found["DP075"] == "/modifications/DP075/decisions/"
    meeting_of_it = "/committees/csc/meetings/2019-09-24/decisions/"
    assert found["Meeting 1 on DP075, 24 Sep 2019"] == meeting_of_it
    assert client.get(meeting_of_it).status_code == 200


def test_the_words_are_those_of_the_step_which_say_what_was_not_agreed_too(client, by):
    """S0 and S1 disagree about DP075: a resolution that the step tells of is no second decision."""
    by_the_csc(by, 2019, 75, "Third party metering service providers", two=("not_agreed", "It deserves attention."))
    (told,) = by_class(client.get(LIST), "decision-words")
    (resolved,) = Move.objects.filter(key="csc_agrees").values_list("words", flat=True)
    assert told == " ".join(resolved.split())
    assert "It deserves attention." in told


def test_what_was_put_right_stands_once_as_it_holds_and_what_was_taken_back_not_at_all(client, by):
    body("csc")
    proposal = make.agreed_proposal(by=by, number=75)
    move = proposal.moves.standing().get(key="csc_agrees")
    steps.correct_move(proposal=proposal, move=move, by=by, reason="A slip.", words="Agreed after all.")
    assert by_class(client.get(LIST), "decision-words") == ["Agreed after all."]
    assert by_class(client.get(LIST), "note")[0] == "As it was put right since"
    standing = fresh(proposal).moves.standing().get(key="csc_agrees")
    steps.reverse_move(proposal=fresh(proposal), move=standing, reason="It was another.", by=by)
    assert rows(client.get(LIST)) == []


def test_what_the_parts_of_a_split_inherit_was_decided_once_and_is_found_by_each(client, by):
    body("panel")
    whole = refined(by, number=128, title="Two subjects")
    steps.split(proposal=whole, by=by, words="Two subjects.", parts=[Part("Gas"), Part("Electricity")])
    assert Move.objects.filter(key="convert_to_refinement").count() == 3
    wanted = ["Split into two proposals", "Converted by the Panel and sent to Refinement"]
    for query in ({}, {"q": "MP128A"}, {"q": "MP128"}):
        assert [what for _, _, what in rows(client.get(LIST, query))][:2] == wanted


def test_a_ballot_stands_by_itself_until_its_outcome_has_made_a_step(client, by):
    change_board()
    ballot = opened(before_the_board(by, title="Put to the vote"), by)
    say(ballot, "Large Supplier 1", "approve")
    board = {"body": "change-board"}
    assert rows(client.get(LIST, board)) == []
    actions.close_ballot(ballot=ballot, by=by)
    (row,) = rows(client.get(LIST, board))
    assert row[2] == "The Modification Proposal: Approved"
    actions.record_outcome(proposal=ballot.proposal, by=by)
    assert [what for _, _, what in rows(client.get(LIST, board))] == [
        "Approved by the Change Board under Self-Governance"
    ]


# Finding one


@pytest.mark.parametrize(
    "query, expected",
    [
        ({"year": "2019"}, ["DP075"]),
        ({"year": "2021"}, ["Security"]),
        ({"body": "csc"}, ["MP087", "DP075"]),
        ({"body": "csc", "year": "2019"}, ["DP075"]),
        ({"body": "authority"}, ["DP130"]),
        ({"body": "ssc"}, ["Security"]),
        ({"outcome": "approved"}, ["MP087"]),
        ({"outcome": "agreed"}, ["MP087", "DP075"]),
        ({"outcome": "rejected"}, ["DP130"]),
        ({"outcome": "noted"}, ["Security"]),
        ({"outcome": "back"}, []),
        ({"q": "MP075"}, ["DP075"]),
        ({"q": "metering"}, ["DP075"]),
        ({"q": "can wait"}, ["DP130"]),
        ({"q": "yearly report"}, ["Security"]),
        ({"q": "rhinoceros"}, []),
    ],
)
def test_each_filter_narrows_the_list(client, decided, query, expected):
    assert listed(client, **query) == expected


@pytest.mark.parametrize(
    "text, address",
    [
        ("decision 2019 CSC", "?body=csc&year=2019"),
        ("what did the Change Sub-Committee decide in 2019?", "?body=csc&year=2019"),
        ("2019", "?year=2019"),
        ("metering 2019", "?q=metering&year=2019"),
        ("decisions of the authority", "?body=authority"),
    ],
)
def test_a_year_and_a_body_among_the_words_become_filters(client, decided, text, address):
    response = client.get(LIST, {"q": text})
    assert response.status_code == 302
    assert sorted(response.url.removeprefix(LIST + "?").split("&")) == sorted(address.removeprefix("?").split("&"))
    assert len(rows(client.get(response.url))) == 1


@pytest.mark.parametrize("text", ["2018", "087", "metering", "decisive"])
def test_other_words_stay_words(client, decided, text):
    """In 2018 nothing was decided, and a proposal may have that number."""
    assert client.get(LIST, {"q": text}).status_code == 200


def test_the_register_leads_on_to_the_decisions_with_the_same_words(client, decided):
    found = links(client.get("/modifications/", {"q": "decision 2019 CSC"}))
    assert found["Decisions that match “decision 2019 CSC”"] == "/decisions/?q=decision%202019%20CSC"
    assert not [name for name in links(client.get("/modifications/")) if name.startswith("Decisions that match")]


def test_each_filter_in_force_is_a_chip_that_takes_it_away(client, decided):
    response = client.get(LIST, {"year": "2019", "body": "csc"})
    chips = {text: url for text, url in links(response).items() if text.startswith("Remove filter")}
    assert chips == {
        "Remove filter Year: 2019 ×": "?body=csc",
        "Remove filter Decided by: Change Sub-Committee ×": "?year=2019",
    }


def test_what_the_address_says_wrong_is_told_and_the_rest_holds(client, decided):
    response = client.get(LIST, {"year": "1850", "body": "moon", "outcome": "odd", "q": "x\0y", "page": "many"})
    notice = next(e for e in parsed(response).iter("div") if e.get("class") == "notice notice-attention")
    assert [words(sentence) for sentence in notice.iter("li")] == [
        "A search is at most 200 characters of ordinary text. It was left out.",
        "There is no year “1850”. That filter was left out.",
        "There is no body “moon”. That filter was left out.",
        "There is no outcome “odd”. That filter was left out.",
    ]
    assert len(rows(response)) == 5


def test_an_empty_list_says_how_something_gets_onto_it(client):
    assert by_class(client.get(LIST), "empty-title") == ["No decision is on record yet"]


def test_a_list_without_a_match_says_how_to_go_on(client, decided):
    response = client.get(LIST, {"outcome": "back"})
    assert by_class(response, "empty-title") == ["No decision matches"]
    assert links(response)["Show every decision"] == LIST


def test_in_place_the_list_alone_is_renewed_and_the_address_with_it(client, decided):
    response = client.get(LIST, {"year": "2019", "body": ""}, headers={"HX-Request": "true"})
    assert response.headers["HX-Push-Url"] == "/decisions/?year=2019"
    assert b"<h1>" not in response.content
    assert response.content.lstrip().startswith(b"<section")
    assert "HX-Request" in response.headers["Vary"]


def test_the_page_of_a_body_leads_to_what_it_decided(client, decided):
    addresses = {a.get("href") for a in parsed(client.get("/committees/csc/")).iter("a")}
    assert {LIST, "/decisions/?body=csc"} <= addresses  # from the bar every one, from beside its members its own


def test_a_step_of_which_no_resolution_tells_stands_with_its_meeting_its_proposal_and_its_body(client, by):
    body("csc")
    held = meeting(body("panel"))
    proposal = make.agreed_proposal(by=by, number=75)
    steps.convert_to_refinement(proposal=proposal, by=by, meeting=held, words="Converted by a show of hands.")
    of_meeting = f"/committees/panel/meetings/{held.date}/decisions/"
    pages = {of_meeting: 1, "/modifications/MP075/decisions/": 2, "/committees/panel/": 1}
    for address, decisions in pages.items():
        shown = words(parsed(client.get(address)))
        assert shown.count("Converted by a show of hands.") == 1, address
        assert shown.count("Converted by the Panel and sent to Refinement") == 1, address
        assert ("Problem agreed by the Change Sub-Committee" in shown) is (decisions == 2), address
    assert "One decision is on record from this meeting." in words(parsed(client.get(of_meeting)))
    before = client.get("/modifications/MP075/decisions/", {"on": f"{held.date - timedelta(days=1)}"})
    assert before.status_code == 404 or "show of hands" not in before.content.decode()
    make.classed(proposal, by, Classification.AMBER)
    for address in (of_meeting, "/committees/panel/"):
        assert "show of hands" not in client.get(address).content.decode()
    assert client.get("/modifications/MP075/decisions/").status_code == 404
    client.force_login(by)
    assert all("show of hands" in client.get(address).content.decode() for address in pages)


def test_what_a_resolution_tells_of_is_not_told_twice(client, by):
    by_the_csc(by, 2019, 75, "Third party metering service providers")
    for address in ("/committees/csc/meetings/2019-09-24/decisions/", "/modifications/DP075/decisions/"):
        shown = words(parsed(client.get(address)))
        assert shown.count("What followed: Problem agreed by the Change Sub-Committee") == 1
        assert shown.count("Problem agreed by the Change Sub-Committee") == 1


# Who reads what


@pytest.fixture
def closed(by):
    """An Amber item of the SSC; a decision on an Amber proposal; what was decided of a White one in a closed item."""
    by_itself(by, 2021, "Rhinoceroses found", "the report", classification=Classification.AMBER)
    hidden = by_the_csc(by, 2019, 76, "Not for everybody")
    make.classed(hidden, by, Classification.AMBER)
    return body("ssc")


def test_nobody_learns_from_the_list_what_is_closed_to_them(client, closed, by):
    member = make.member(closed)
    readers = {"member": member, "analyst": by, "party": make.party(), "anybody": None}
    wanted = {
        "member": ["Rhinoceroses"],  # Amber is open to the body that it belongs to
        "analyst": ["Rhinoceroses", "DP076"],
        "party": [],
        "anybody": [],
    }
    for who, user in readers.items():
        client.logout()
        if user:
            client.force_login(user)
        seen = listed(client)
        assert [row[1] or row[2] for row in csv_of(client.get(FILE))[1:]] == _full(seen)
        assert (who, seen) == (who, wanted[who])
        years = [option for option in all_words(client.get(LIST), "option") if option.isdigit()]
        assert years == ["2021", "2019"][: len(seen)]
        assert listed(client, q="Rhinoceroses") == seen[:1]
        assert listed(client, q="DP076") == seen[1:]


def _full(seen: list[str]) -> list[str]:
    return ["Rhinoceroses found" if about == "Rhinoceroses" else about for about in seen]


def test_of_a_closed_item_on_an_open_proposal_the_public_reads_the_step_alone(client, by):
    ssc_member = make.member(body("csc"))
    with at(2019):
        proposal = make.draft_proposal(by=by, number=77, title="Half open")
        steps.revise_problem_statement(proposal=proposal, by=by, texts=make.STATEMENT)
        reference = {"document": make.SecDocumentFactory(), "locator": "G3.20"}
        steps.save_sec_references(proposal=proposal, by=by, references=[reference])
        held = item(meeting(body("csc")), fresh(proposal), classification=Classification.AMBER)
        said = agreed(asked(held, by, "csc_refinement"), two=("not_agreed", "Members had their reasons."))
        actions.decide(item=held, by=by, said=said)
    public = client.get(LIST)
    assert listed(client) == ["DP077"]
    assert "Members had their reasons." not in words(parsed(public))
    client.force_login(ssc_member)
    assert len(rows(client.get(LIST))) == 1 + len(said)
    assert "Members had their reasons." in words(parsed(client.get(LIST)))
    assert "Amber" in words(parsed(client.get(LIST)))


# Pages, the file, and what it costs


def csv_of(response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))


def test_the_file_holds_what_the_page_shows_in_its_order(client, decided):
    query = {"body": "csc", "size": "50"}
    page = client.get(LIST, query)
    response = client.get(links(page)["Download this list (CSV)"])
    heads, *lines = csv_of(response)
    assert response["Content-Disposition"] == f'attachment; filename="decisions-{clock.today():%Y-%m-%d}.csv"'
    assert heads == [
        "Date", "Proposal", "Title", "Decided by", "Meeting", "Decision", "Kind of outcome", "Words", "Address",
    ]  # fmt: skip
    assert [f"{line[1]} {line[2]}" for line in lines] == [about for about, _, _ in rows(page)]
    assert lines[1][0] == "2019-09-24"
    assert lines[1][3:7] == [
        "Change Sub-Committee", "Meeting 1", "Problem agreed by the Change Sub-Committee", "Agreed or sent on",
    ]  # fmt: skip
    assert lines[1][8] == "http://testserver/committees/csc/meetings/2019-09-24/decisions/"


def many(count: int, by) -> None:
    """Decisions of the Panel, written as rows; one resolution and one ballot that stand by themselves beside them."""
    panel = make.CommitteeFactory()
    crowd(count, make.draft_proposal(by=by))
    noon = clock.now() - timedelta(days=1)
    Move.objects.bulk_create(
        Move(
            proposal=proposal,
            place=2,
            key="panel_declines",
            from_state=State.CSC_AGREED,
            to_state=State.DEVELOPMENT,
            effective_at=noon - timedelta(days=proposal.number - 1000),
            recorded_at=noon,
            body=panel,
            words=f"Not yet, {proposal.number}.",
        )
        for proposal in Proposal.objects.filter(number__gte=1000)
    )
    by_itself(by, clock.today().year, "Security arrangements", "the yearly report")
    change_board()
    actions.close_ballot(ballot=opened(before_the_board(by, title="Put to the vote"), by), by=by)


@pytest.mark.parametrize("count", [3, 300])
def test_three_cost_what_three_hundred_cost(client, by, count):
    """To the public: the years, the bodies (for the choices), how many, which, three kinds, the chain’s head."""
    many(count, by)
    for query, cost in (({"size": "100"}, 8), ({"body": "ssc"}, 6), ({"q": "Not yet"}, 6)):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(LIST, query).status_code == 200
        assert len(asked) == cost, query
    with CaptureQueriesContext(connection) as asked:
        assert len(csv_of(client.get(FILE))) > count
    assert len(asked) == 6


def test_the_page_size_is_kept_from_page_to_page(client, by):
    many(60, by)
    response = client.get(LIST, {"size": "50", "body": "panel"})
    assert len(rows(response)) == 50
    assert links(response)["Next page"] == "?size=50&body=panel&page=2"
    second = client.get(LIST, {"size": "50", "body": "panel", "page": "2"})
    assert {about for about, _, _ in rows(response)}.isdisjoint({about for about, _, _ in rows(second)})
    assert "all pages of them" in words(parsed(response))


def test_a_decision_of_the_authority_leads_to_the_history_of_the_proposal(client, by):
    proposal = recommended(by, number=130)
    steps.record_authority_approval(proposal=proposal, by=by, words="Approved.")
    (row, *_) = rows(client.get(LIST, {"body": "authority"}))
    assert row[1].startswith("The Authority History of the proposal on MP130")
    assert "/modifications/MP130/history/" in {a.get("href") for a in parsed(client.get(LIST)).iter("a")}
