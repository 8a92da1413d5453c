"""What the pages and acts of ballots cost does not grow with the seats, the votes or the ballots."""

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.acts import in_series
from subcommittees.actions import cast, close_ballot
from subcommittees.models import BallotSeat
from tests import factories as make
from tests.subcommittees.voting import before_the_board, change_board, opened, secretary_of

pytestmark = pytest.mark.django_db


def cost(client: Client, url: str) -> int:
    client.get(url)  # once, so that what is kept is there
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def addresses(ballot) -> dict[str, str]:
    own = {"code": "change-board", "pk": ballot.pk}
    pages = {name: reverse(f"subcommittees:{name}", kwargs=own) for name in ("ballot", "ballot_json", "ballot_csv")}
    return pages | {
        "tab": reverse("subcommittees:proposal_ballots", args=[ballot.proposal.slug]),
        "list": reverse("subcommittees:ballots", args=["change-board"]),
        "desk": "/desk/",
    }


def board_with(seats: int, by):
    """A ballot on which every second seat has voted twice."""
    board = change_board(seats // 3, seats // 3, 0, 0, seats // 3, 0)
    ballot = opened(before_the_board(by), by)
    with in_series():
        for seat in BallotSeat.objects.filter(ballot=ballot).select_related("ballot__proposal", "holder")[::2]:
            cast(seat=seat, by=seat.holder, vote="approve")
            cast(seat=seat, by=seat.holder, vote="reject", reasons="No.", objectives=["a"])
    return board, ballot


def costs(seats: int) -> dict[tuple[str, str], int]:
    by = make.analyst()
    board, ballot = board_with(seats, by)
    readers = {"secretary": secretary_of(board), "holder": ballot.seats.first().holder, "analyst": by}
    found = {}
    for who, person in readers.items():
        client = Client()
        client.force_login(person)
        wanted = addresses(ballot).items()
        found |= {
            (who, name): cost(client, url) for name, url in wanted if who != "holder" or not name.startswith("ballot_")
        }
    with CaptureQueriesContext(connection) as asked:
        close_ballot(ballot=ballot, by=by)
    found["act", "close"] = len(asked)
    stranger = Client()
    found |= {("stranger", name): cost(stranger, url) for name, url in addresses(ballot).items() if name != "desk"}
    return found


@pytest.fixture
def undone():
    """What a call finds, in a record that is afterwards as it was."""

    def call(function):
        with transaction.atomic():
            found = function()
            transaction.set_rollback(True)
        return found

    return call


def test_three_hundred_seats_cost_what_three_do(undone):
    few = undone(lambda: costs(3))
    assert undone(lambda: costs(300)) == few
    assert max(few.values()) <= 45
