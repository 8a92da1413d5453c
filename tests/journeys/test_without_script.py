"""What people do with scripts off."""

import pytest
from playwright.sync_api import expect

from papers import actions as papers
from proposals import actions
from proposals.models import Proposal
from proposals.states import State
from tests import factories as make
from tests.journeys.steps import WalkWithoutScript, answer, field, fill, follow, group, press, references, says, summary

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def walk(new_page, axe):
    return WalkWithoutScript(axe, new_page())


@pytest.fixture
def plain_page(new_page):
    return new_page(java_script_enabled=False)


def test_the_register_is_filtered_and_a_filter_taken_away(plain_page, walk):
    make.draft_proposal(number=101)
    make.agreed_proposal(number=102)
    make.fast_tracked(number=103)
    walk.visit(plain_page, "/modifications/", "Modification register")
    assert references(plain_page) == ["MP103", "DP102", "DP101"]
    answer(plain_page, "Stage", "Development")
    fill(plain_page.get_by_role("form", name="Filter the list"), {"SEC document": "Section G ‘Security’"})
    press(plain_page, "Apply filters")
    expect(plain_page.get_by_text("1 proposal", exact=True)).to_be_visible()
    assert references(plain_page) == ["DP102"]
    walk.arrive(plain_page)
    follow(plain_page, "Remove filter SEC document: Section G ‘Security’")
    expect(plain_page.get_by_text("2 proposals", exact=True)).to_be_visible()
    assert references(plain_page) == ["DP102", "DP101"]


def test_a_refused_submission_says_what_is_wrong_and_keeps_what_was_typed(plain_page, sign_in, walk):
    sign_in(plain_page, make.party())
    walk.visit(plain_page, "/raise/", "Raise a proposal")
    nothing, words = "Nothing\nwould change.", "x" * 151
    fill(plain_page, {"Title": words, "What are the impacts of doing nothing?": nothing})
    press(plain_page, "Submit the problem statement")
    expect(plain_page).to_have_title("Error: Raise a proposal – secmods")
    assert summary(plain_page).get_by_role("link").all_inner_texts() == [
        "The title may have 150 characters; this one has 151.",
        "Say what the issue or problem is.",
    ]
    walk.arrive(plain_page, "Raise a proposal")
    expect(field(plain_page, "Title")).to_have_value(words)
    expect(field(plain_page, "What are the impacts of doing nothing?")).to_have_value(nothing)
    assert not Proposal.objects.exists()


def ready_for_the_csc(by) -> Proposal:
    proposal = make.draft_proposal(by=by)
    actions.revise_problem_statement(proposal=proposal, by=by, texts=make.STATEMENT)
    reference = {"document": make.SecDocumentFactory(), "locator": "G3.20"}
    actions.save_sec_references(proposal=proposal, by=by, references=[reference])
    return proposal


def test_the_agreement_of_the_change_sub_committee_is_recorded(plain_page, sign_in, walk):
    by = make.analyst()
    proposal = ready_for_the_csc(by)
    sign_in(plain_page, by)
    walk.visit(plain_page, f"/modifications/{proposal.slug}/", proposal.reference)
    step = "Record that the Change Sub-Committee agreed the problem"
    follow(plain_page, step)
    walk.arrive(plain_page, step)
    fill(plain_page, {"Words of the decision": "The problem is clear."})
    press(plain_page, step)
    says(plain_page, "DP001 is now “Problem agreed, awaiting the Panel”.")
    walk.arrive(plain_page, "DP001")
    assert Proposal.objects.get().state == State.CSC_AGREED


def test_rows_are_added_and_rich_text_is_plain(plain_page, sign_in, walk):
    by = make.analyst()
    make.agreed_proposal(by=by)
    sign_in(plain_page, by)
    walk.visit(plain_page, "/modifications/DP001/edit/benefits-and-drawbacks/")
    fill(group(plain_page, "Drawback 1"), {"In words": "It costs time."})
    press(plain_page, "Add another drawback")
    expect(field(group(plain_page, "Drawback 1"), "In words")).to_have_value("It costs time.")
    fill(group(plain_page, "Drawback 2"), {"In words": "It costs money."})
    walk.arrive(plain_page)
    press(plain_page, "Save")
    says(plain_page, "The benefits and drawbacks are saved.")
    walk.visit(plain_page, "/modifications/DP001/edit/solution/", "Edit the solution")
    fill(plain_page, {"The proposed solution": "Two changes:\n\n- one\n- two"})
    press(plain_page, "Save")
    says(plain_page, "The solution is saved.")
    solution = Proposal.objects.get().solution
    assert solution.text == "<p>Two changes:</p><ul><li>one</li><li>two</li></ul>"
    assert [point.text for point in solution.points.all()] == ["It costs time.", "It costs money."]


def test_a_file_that_is_being_made_is_asked_for_again(plain_page, sign_in, walk):
    by = make.analyst()
    version = papers.compose_draft(proposal=make.fast_tracked(by=by), by=by)
    sign_in(plain_page, by)
    walk.visit(plain_page, version.get_absolute_url(), "Modification Report")
    files = plain_page.get_by_role("region", name="Download")
    expect(files.get_by_role("progressbar", name="PDF")).to_be_visible()
    follow(plain_page, "Check again")
    walk.arrive(plain_page, "Modification Report")
    expect(files.get_by_role("link", name="PDF")).to_have_count(0)


def test_what_is_too_large_gets_a_page_whose_back_keeps_the_form(plain_page, sign_in, walk, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100 * 1024
    sign_in(plain_page, make.party())
    walk.visit(plain_page, "/raise/", "Raise a proposal")
    text = "x" * (200 * 1024)
    fill(plain_page, {"Title": "A correction", "What is the issue or problem?": text})
    press(plain_page, "Submit the problem statement")
    walk.arrive(plain_page, "That is too large to take")
    plain_page.go_back()
    expect(field(plain_page, "Title")).to_have_value("A correction")
    assert len(field(plain_page, "What is the issue or problem?").input_value()) == len(text)
