"""Who gets what at every address of a proposal: each capacity on each class, against a table written by hand.

The table follows design §1.4 and the permission matrix of the process reference: White is public; Green for Parties and
those who sit on a body; Amber for the body it belongs to; Red for people named one by one, which a whole proposal cannot
be; SECAS analysts and the Authority see to Amber; a submission is there for its own people and SECAS. Only SECAS works on
a proposal; its Proposer may withdraw it, a Party's authorised submitter may object, and a member of a body records that
body's view. Who may not even read gets “not found”; who reads and may not act signs in first, or is told that they may not.
"""

import pytest
from django.urls import reverse

from tests.pages.people import CLASSES, cast, raised, submitted
from tests.pages.routes import ROUTES
from tests.pages.walking import got

pytestmark = pytest.mark.django_db

EVERYBODY = {
    "anonymous", "stranger", "contributor", "submitter", "proposer", "ssc member", "panel member", "analyst",
    "administrator", "authority",
}  # fmt: skip
READ_BY = {
    "white": EVERYBODY,
    "green": EVERYBODY - {"anonymous", "stranger", "administrator"},
    "amber": {"ssc member", "analyst", "authority"},
    "red": set(),
    "submission": {"proposer", "analyst", "administrator"},
}
# An Amber paper may hold what several bodies said, and belongs to none of them.
PAPER_READ_BY = {"amber": {"analyst", "authority"}}
SECAS = {"analyst"}
READING = {
    "proposals:overview", "proposals:statement", "proposals:compare", "proposals:documents", "proposals:history",
    "proposals:attachment", "subcommittees:views", "legaltext:draft",
}  # fmt: skip
SENT_ONLY = {"legaltext:remove", "legaltext:finish", "papers:compose", "papers:glossary"}
ACTING = {
    "proposals:add_documents", "proposals:replace_document", "proposals:add_figure", "proposals:edit_details",
    "proposals:edit_statement", "proposals:edit_references", "proposals:edit_solution", "proposals:edit_impacts",
    "proposals:edit_costs", "proposals:edit_points", "proposals:edit_objectives", "proposals:edit_implementation",
    "proposals:edit_path", "proposals:add_update", "proposals:urgency", "legaltext:base", "legaltext:edit",
    "papers:workshop", "papers:issue", "proposals:put_right", "proposals:enter_late", "proposals:strike",
}  # fmt: skip
PAPERS = {"papers:version": 200, "papers:files": 200, "papers:pdf": 302, "papers:docx": 302}
# Each step: who may take it, and what its page answers them here, where the Panel is to decide and no urgency was granted.
MOVES = {
    "raise": (SECAS, 409),
    "csc_agrees": (SECAS, 409),
    "convert_to_refinement": (SECAS, 200),
    "approve_fast_track": (SECAS, 200),
    "object": (SECAS | {"submitter", "proposer"}, 200),
    "refine_after_objection": (SECAS, 409),
    "report_after_objection": (SECAS, 409),
    "convert_as_urgent": (SECAS, 409),
    "change_board_recommends": (SECAS, 409),
    "authority_approves": (SECAS, 409),
    "implement": (SECAS, 409),
    "withdraw": (SECAS | {"proposer"}, 200),
}
# Of a submission it is only asked whether it is there, and the two steps that lead on from it.
OF_A_SUBMISSION = {"raise": 200, "withdraw": 200}
VIEWS_BY = SECAS | {"ssc member", "panel member"}


def gate(role: str, readers: set, allowed: set, answer: int) -> int:
    """What somebody gets who may act, may only read, or may not even know."""
    if role not in readers:
        return 404
    if role in allowed:
        return answer
    return 302 if role == "anonymous" else 403


def expected(kind: str) -> dict[tuple[str, str], dict[str, int]]:
    """(route, step) → capacity → answer."""
    readers = READ_BY[kind]
    table = {(name, ""): {role: gate(role, readers, EVERYBODY, 200) for role in EVERYBODY} for name in READING}
    table |= {(name, ""): dict.fromkeys(EVERYBODY, 405) for name in SENT_ONLY}
    table |= {(name, ""): {role: gate(role, readers, SECAS, 200) for role in EVERYBODY} for name in ACTING}
    # Nobody has objected to this one.
    table["proposals:strike", ""] = {role: gate(role, readers, SECAS, 404) for role in EVERYBODY}
    table["subcommittees:record", ""] = {role: gate(role, readers, VIEWS_BY, 200) for role in EVERYBODY}
    for key, (allowed, answer) in MOVES.items():
        answer = OF_A_SUBMISSION.get(key, 409) if kind == "submission" else answer
        table["proposals:move", key] = {role: gate(role, readers, allowed, answer) for role in EVERYBODY}
    if kind == "submission":
        table["legaltext:edit", ""]["analyst"] = 302  # no version of the SEC to draft against has been chosen
    else:
        readers = PAPER_READ_BY.get(kind, readers)
        for name, answer in PAPERS.items():
            table[name, ""] = {role: gate(role, readers, EVERYBODY, answer) for role in EVERYBODY}
    return table


def found(people, thing) -> dict[tuple[str, str], dict[str, int]]:
    clients = people.clients()
    addresses = {
        (name, ""): reverse(name, kwargs=thing.arguments(name))
        for name in READING | SENT_ONLY | ACTING | {"subcommittees:record"}
    }
    addresses |= {
        ("proposals:move", key): reverse("proposals:move", kwargs=thing.arguments("proposals:move", key))
        for key in MOVES
    }
    if thing.paper:
        addresses |= {(name, ""): reverse(name, kwargs=thing.paper_arguments()) for name in PAPERS}
    return {
        route: {role: got(clients[role], address).status_code for role in EVERYBODY}
        for route, address in addresses.items()
    }


def test_every_route_of_a_proposal_or_a_paper_is_in_the_table():
    asked = READING | SENT_ONLY | ACTING | set(PAPERS) | {"subcommittees:record", "proposals:move"}
    of_proposals = {name for name in ROUTES if ":" in name} - {
        "proposals:register",
        "proposals:register_csv",
        "proposals:raise",
    }
    assert asked == of_proposals


@pytest.mark.parametrize("kind", READ_BY)
def test_each_capacity_gets_what_the_table_says(kind):
    people = cast()
    thing = submitted(people) if kind == "submission" else raised(people, kind)
    wanted, given = expected(kind), found(people, thing)
    differences = {
        (*route, role): (given[route][role], status)
        for route, answers in wanted.items()
        for role, status in answers.items()
        if given[route][role] != status
    }
    assert differences == {}
    assert given.keys() == wanted.keys()
    assert sum(map(len, given.values())) == {"submission": 440}.get(kind, 480)


@pytest.mark.parametrize("kind", CLASSES)
def test_an_old_address_moves_for_those_alone_who_may_read(kind):
    """DP075 becomes MP075; to whom it is not open, neither address says that there is anything."""
    people = cast()
    thing = raised(people, kind)
    old = thing.windowed.slug.replace("MP", "DP")
    assert old != thing.windowed.slug
    wanted = {role: 301 if role in READ_BY[kind] else 404 for role in EVERYBODY}
    for tab in ("", "history/", "edit/details/", "moves/withdraw/"):
        assert {
            role: client.get(f"/modifications/{old}/{tab}").status_code for role, client in people.clients().items()
        } == wanted
