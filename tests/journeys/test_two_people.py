"""Two people at the same work, and one person pressing twice or going back."""

import pytest
from playwright.sync_api import expect

from proposals.models import Move, ProblemStatement, Proposal
from tests import factories as make
from tests.journeys.steps import editor, fill, header, press, says, write

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

ISSUE = "What is the issue or problem?"
EDIT = "/modifications/DP001/edit/problem-statement/"
STEP = "convert_to_refinement"


@pytest.fixture
def two(new_page, sign_in):
    """Two analysts, each in a browser of their own."""
    people = [make.analyst(name="Ines Okafor"), make.analyst(name="Piotr Halloran")]
    return [sign_in(new_page(), person) for person in people]


def open_statement(page, walk):
    walk.visit(page, EDIT, "Edit the problem statement")
    editor(page, ISSUE)


def latest() -> ProblemStatement:
    return ProblemStatement.objects.latest_version()


def test_the_second_to_save_sees_both_texts_and_loses_neither(two, walk):
    make.agreed_proposal()
    first, second = two
    open_statement(first, walk)
    open_statement(second, walk)
    write(first, ISSUE, "What Ines wrote.")
    press(first, "Save")
    walk.arrive(first, "DP001")
    write(second, ISSUE, "What Piotr wrote.")
    press(second, "Save")
    says(second, "Ines Okafor saved this while you were writing", "Yours is kept below and is not saved yet.")
    walk.arrive(second)
    expect(second.get_by_role("region", name=f"{ISSUE}: on record")).to_contain_text("What Ines wrote.")
    expect(second.get_by_role("region", name=f"{ISSUE}: yours")).to_contain_text("Piotr")
    expect(editor(second, ISSUE)).to_have_text("What Piotr wrote.")
    assert latest().issue == "<p>What Ines wrote.</p>"
    write(second, ISSUE, "What Ines wrote.", "What Piotr wrote.")
    press(second, "Save this over theirs")
    walk.arrive(second, "DP001")
    assert latest().issue == "<p>What Ines wrote.</p><p>What Piotr wrote.</p>"
    assert ProblemStatement.objects.filter(issue="<p>What Ines wrote.</p>").count() == 1
    assert walk.pages == 5


def test_of_two_who_take_the_same_step_the_slower_is_told_who_was_faster(two, walk):
    proposal = make.agreed_proposal()
    make.CommitteeFactory()
    first, second = two
    for page, words in ((first, "The Panel converted it."), (second, "Converted, said the Panel.")):
        walk.visit(page, f"/modifications/DP001/moves/{STEP}/", "Convert and send to Refinement")
        fill(page, {"Words of the decision": words})
        press(page, "Continue")
        says(page, "Check this. Nothing has happened yet")
        walk.arrive(page)
    for page in (first, second):
        press(page, "Convert and send to Refinement")
    walk.arrive(first, "MP001")
    walk.arrive(second, "This step can no longer be taken")
    says(second, "Recorded by Ines Okafor", "Converted, said the Panel.", "Nothing was changed.")
    assert Move.objects.filter(proposal=proposal, key=STEP).count() == 1
    assert walk.pages == 6


def test_back_after_a_save_shows_the_form_which_saves_again(two, walk):
    make.agreed_proposal()
    page, _ = two
    walk.visit(page, "/modifications/DP001/edit/details/", "Edit the details")
    fill(page, {"Title": "A first correction"})
    press(page, "Save")
    walk.arrive(page, "A first correction")
    page.go_back()
    expect(page.get_by_role("button", name="Save", exact=True)).to_be_enabled()
    walk.arrive(page, "Edit the details")
    fill(page, {"Title": "A second correction"})
    press(page, "Save")
    walk.arrive(page)
    assert Proposal.objects.get().title in ("A second correction", "A first correction")
    says(page, "A second correction")


def test_a_double_click_submits_once(new_page, sign_in, walk):
    page = sign_in(new_page(), make.party())
    walk.visit(page, "/raise/", "Raise a proposal")
    fill(page, {"Title": "A correction", "What is the issue or problem?": "One clause did not follow."})
    page.get_by_role("button", name="Submit the problem statement").dblclick()
    expect(header(page)).to_contain_text("A correction")
    walk.arrive(page)
    assert Proposal.objects.count() == 1
