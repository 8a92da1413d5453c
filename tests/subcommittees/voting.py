"""A Change Board of any size, a proposal before it, and votes."""

from datetime import date, timedelta

from accounts.models import Category
from audit import clock
from bodies.models import Committee, Membership, Seat
from proposals.models import Alternative, Proposal
from subcommittees.actions import cast, open_ballot, open_ballots
from subcommittees.models import Ballot, BallotSeat
from tests import factories as make
from tests.proposals.states import boarded, with_path

# The composition of 2021 (domain §2.4): one seat per Voting Group of Large Suppliers, then three, three, three and one.
KINDS = [
    (Category.LARGE_SUPPLIER, "Large Supplier"),
    (Category.SMALL_SUPPLIER, "Small Supplier"),
    (Category.ELECTRICITY_NETWORK, "Electricity Network"),
    (Category.GAS_NETWORK, "Gas Network"),
    (Category.OTHER_SEC_PARTY, "Other SEC Party"),
    (Category.CONSUMER_BODY, "Consumer"),
]
BOARD_2021 = (13, 3, 2, 1, 3, 1)


def change_board(*sizes: int, quorum: int | None = None) -> Committee:
    """With so many held seats of each of ``KINDS``; by default one Large, one Small, one of each network, one other."""
    board = make.CommitteeFactory(code="change-board", name="Change Board", short_name="Change Board", prefix="CB")
    Committee.objects.filter(pk=board.pk).update(quorum=quorum)
    board.quorum = quorum
    for (category, name), size in zip(KINDS, sizes or (1, 1, 1, 1, 1, 0), strict=True):
        for number in range(1, size + 1):
            voting_group = f"Group {number}" if category == Category.LARGE_SUPPLIER else ""
            seated(board, f"{name} {number}", category, voting_group=voting_group)
    return board


def seated(board: Committee, name: str, category: str = "", *, alternate=None, ends: date | None = None, **seat):
    """A seat and who holds it; the person."""
    made = Seat.objects.create(committee=board, name=name, category=category, **seat)
    person = make.UserFactory()
    Membership.objects.create(seat=made, user=person, alternate=alternate, starts=make.LONG_AGO, ends=ends)
    return person


def secretary_of(board: Committee):
    return seated(board, "Secretary", is_secretary=True, votes=False)


def chair_of(board: Committee):
    return seated(board, "Chair", is_chair=True, votes=False)


def before_the_board(by, path: str = "3", **fields) -> Proposal:
    return with_path(boarded(by, **fields), by, path) if path != "2" else boarded(by, **fields)


def with_alternative(proposal: Proposal, by):
    """An Alternative as it stands in the record. Its act belongs to Refinement, which these proposals have left."""
    organisation = make.OrganisationFactory()
    return Alternative.objects.create(
        proposal=proposal,
        number=1,
        title="Another way",
        raised_by=by,
        organisation=organisation,
        raised_on=date(2026, 1, 5),
    )


def meeting_of(board: Committee, on: date):
    return make.MeetingFactory(committee=board, date=on)


def opened(proposal: Proposal, by, **how) -> Ballot:
    how = how or {"closes_at": clock.now() + timedelta(days=3)}
    return open_ballot(proposal=proposal, by=by, **how)


def all_opened(proposal: Proposal, by, **how) -> list[Ballot]:
    how = how or {"closes_at": clock.now() + timedelta(days=3)}
    return open_ballots(proposal=proposal, by=by, **how)


def seat_of(ballot: Ballot, name: str) -> BallotSeat:
    return BallotSeat.objects.select_related("ballot", "holder", "alternate").get(ballot=ballot, name=name)


def say(ballot: Ballot, name: str, vote: str, **more):
    """The holder of the seat votes."""
    seat = seat_of(ballot, name)
    reasons = {"reasons": "It costs too much."} if vote == "reject" else {}
    return cast(seat=seat, by=more.pop("by", seat.holder), vote=vote, **{**reasons, **more})
