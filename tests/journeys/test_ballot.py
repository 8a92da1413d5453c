"""A vote of the Change Board: a member by keyboard alone, an alternate, the secretary who closes it, the public."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from accounts.models import Category
from audit import clock
from proposals.states import State
from subcommittees.models import Position
from tests import factories as make
from tests.journeys.steps import answer, fill, follow, press, says
from tests.journeys.test_keyboard import enter, tab_to, type_into
from tests.proposals.states import fresh
from tests.subcommittees.voting import before_the_board, change_board, meeting_of, seat_of, seated, secretary_of

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_members_vote_the_secretary_closes_and_the_public_reads_the_result(new_page, sign_in, walk):
    by, board = make.analyst(), change_board(1, 1, 1, 0, 1, 0)
    stand_in = make.UserFactory(name="Ivo Stand")
    seated(board, "Small Supplier 2", Category.SMALL_SUPPLIER, alternate=stand_in)
    meeting_of(board, clock.today() + timedelta(days=7))
    proposal = before_the_board(by)
    tab = f"{proposal.get_absolute_url()}ballot/"

    secretary = sign_in(new_page(), secretary_of(board))
    walk.visit(secretary, tab, proposal.reference)
    says(secretary, "No ballot yet")
    follow(secretary, "Open a ballot")
    walk.arrive(secretary, "Open a ballot")
    press(secretary, "Continue")
    walk.arrive(secretary, "Open a ballot")
    says(secretary, "Small Suppliers: two seats.")
    press(secretary, "Open the ballot")
    walk.arrive(secretary, proposal.reference)
    ballot = proposal.ballots.get()

    member = sign_in(new_page(), seat_of(ballot, "Large Supplier 1").holder)
    walk.visit(member, "/desk/", "Desk")
    enter(member, member.get_by_role("link", name="Vote", exact=False).first)
    walk.arrive(member, "Ballot on the Modification Proposal")
    says(member, "You vote for the seat Large Supplier 1")
    tab_to(member, member.get_by_role("radio", name="Approve"))
    member.keyboard.press("Space")
    type_into(member, member.get_by_label("Reasons"), "It makes the market simpler.")
    enter(member, member.get_by_role("button", name="Vote", exact=True))
    walk.arrive(member, "The vote is recorded")
    says(member, "It makes the market simpler.")

    alternate = sign_in(new_page(viewport={"width": 360, "height": 740}), stand_in)
    walk.visit(alternate, ballot.get_absolute_url(), "Ballot on the Modification Proposal")
    says(alternate, "as its alternate")
    answer(alternate, "How do you vote?", "Reject")
    press(alternate, "Vote")
    walk.arrive(alternate, "Vote for the seat Small Supplier 2")
    expect(alternate.get_by_role("alert")).to_contain_text("Say why you reject it.")
    fill(alternate, {"Reasons": "It costs small companies too much."})
    press(alternate, "Vote")
    walk.arrive(alternate, "The vote is recorded")
    assert Position.objects.count() == 2

    reader = new_page()
    walk.visit(reader, ballot.get_absolute_url(), "Ballot on the Modification Proposal")
    says(reader, "Two of five seats have voted.")
    expect(reader.get_by_role("main")).not_to_contain_text("It makes the market simpler.")

    secretary.goto(ballot.get_absolute_url())
    walk.arrive(secretary, "Ballot on the Modification Proposal")
    says(secretary, "Only SECAS and the secretary see this until the ballot is closed.")
    follow(secretary, "Close the ballot")
    walk.arrive(secretary, "Close the ballot")
    press(secretary, "Continue")
    walk.arrive(secretary, "Close the ballot")
    says(secretary, "one of the two Party Categories that voted approves")
    press(secretary, "Close the ballot")
    walk.arrive(secretary, "Ballot on the Modification Proposal")
    assert fresh(proposal).state == State.APPEAL_WINDOW

    walk.visit(reader, tab, proposal.reference)
    says(reader, "Not approved")
    follow(reader, "The Modification Proposal")
    walk.arrive(reader, "Ballot on the Modification Proposal")
    says(reader, "It makes the market simpler.", "It costs small companies too much.", "Overall outcome")
