"""The edit pages in a real browser under the site's own security policy: the editor, rows, counts, and what is too large."""

import pytest
from playwright.sync_api import expect

from legaltext import actions as legal
from legaltext.models import Edit
from proposals.models import ProblemStatement, SecReference
from tests.factories import SecDocumentFactory, agreed_proposal, analyst, party, ready_for_fast_track

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]
PASTE = """([selector, type, size]) => {
  const data = new DataTransfer();
  data.setData(type, "x".repeat(size));
  const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
  document.querySelector(selector).dispatchEvent(event);
  return event.defaultPrevented;
}"""
MEGABYTE = 1024 * 1024


@pytest.fixture
def secas(page, sign_in):
    user = analyst()
    sign_in(page, user)
    return user


def statement_page(page, proposal):
    page.goto(f"/modifications/{proposal.slug}/edit/problem-statement/")
    page.wait_for_selector("#id_issue_editor")
    page.wait_for_selector("#div_id_do_nothing [role=toolbar]")


def test_the_editor_writes_what_the_record_keeps(page, secas, axe):
    proposal = agreed_proposal(by=secas)
    statement_page(page, proposal)
    assert page.locator(".ProseMirror").count() == 3
    editor = page.get_by_role("textbox", name="What is the issue or problem?")
    editor.click()
    page.keyboard.press("Control+A")
    page.keyboard.type("Users are told.")
    page.keyboard.press("Enter")
    toolbar = page.get_by_role("toolbar").first
    toolbar.get_by_role("button", name="unordered list", exact=True).click()
    page.keyboard.type("One")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+B")
    page.keyboard.type("Two")
    axe(page)
    page.get_by_role("button", name="Save", exact=True).last.click()
    page.wait_for_url("**/problem-statement/")
    assert ProblemStatement.objects.first().issue == (
        "<p>Users are told.</p><ul><li>One</li><li><strong>Two</strong></li></ul>"
    )


def test_a_table_and_a_link_break_no_policy(page, secas):
    """The page fixture fails on anything the browser complains of."""
    proposal = agreed_proposal(by=secas)
    statement_page(page, proposal)
    page.locator("#id_issue_editor").click()
    page.keyboard.press("Control+A")
    page.keyboard.type("Guidance")
    page.keyboard.press("Control+A")
    toolbar = page.get_by_role("toolbar").first
    toolbar.get_by_role("button", name="insert link").click()
    page.locator("dialog input").first.fill("https://example.org/guidance")
    page.get_by_role("button", name="Update").click()
    page.locator("#id_issue_editor").click()
    page.keyboard.press("Control+End")
    page.keyboard.press("Enter")
    toolbar.get_by_role("button", name="Insert table").click()
    page.get_by_role("button", name="Insert Table", exact=True).last.click()
    page.keyboard.type("Cell")
    page.get_by_role("button", name="Save", exact=True).last.click()
    page.wait_for_url("**/problem-statement/")
    issue = ProblemStatement.objects.first().issue
    assert issue.startswith('<p><a href="https://example.org/guidance">Guidance</a></p>')
    assert issue.count("<tr>") == 3
    assert "style" not in issue


def test_the_toolbar_is_one_stop_and_the_arrows_walk_along_it(page, secas):
    proposal = agreed_proposal(by=secas)
    statement_page(page, proposal)
    buttons = page.get_by_role("toolbar").first.get_by_role("button")
    assert [buttons.nth(n).get_attribute("tabindex") for n in range(buttons.count())].count("0") == 1
    buttons.first.focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.title") == "Smaller heading"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "id_issue_editor"


def test_a_paste_that_is_too_large_is_stopped_with_a_sentence(page, secas):
    proposal = agreed_proposal(by=secas)
    statement_page(page, proposal)
    page.locator("#id_issue_editor").click()
    assert page.evaluate(PASTE, ["#id_issue_editor", "text/html", 30 * MEGABYTE])
    said = page.locator("#div_id_issue [role=status]")
    assert said.inner_text().startswith("What you pasted is 30.0 MB; at most 10.0 MB can be sent.")
    assert "One clause did not follow" in page.locator("#id_issue_editor").inner_text()


def test_a_draft_comes_back_into_the_editor(page, secas):
    proposal = agreed_proposal(by=secas)
    statement_page(page, proposal)
    page.locator("#id_issue_editor").click()
    page.keyboard.press("Control+A")
    page.keyboard.type("Not saved yet.")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    page.get_by_role("button", name="Bring it back").click()
    expect(page.locator("#id_issue_editor")).to_have_text("Not saved yet.")


def test_an_error_leads_to_the_editor(page, secas):
    proposal = agreed_proposal(by=secas)
    statement_page(page, proposal)
    page.locator("#id_issue_editor").click()
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    page.get_by_role("button", name="Save", exact=True).last.click()
    page.wait_for_selector(".error-summary")
    page.wait_for_selector("#id_issue_editor")
    page.get_by_role("link", name="Say what the issue or problem is.").click()
    expect(page.locator("#id_issue_editor")).to_be_focused()


def test_rows_are_added_in_place_and_get_the_focus(page, secas):
    proposal = agreed_proposal(by=secas)
    document = SecDocumentFactory()
    page.goto(f"/modifications/{proposal.slug}/edit/sec-references/")
    page.locator("#id_place-0-locator").fill("G3.17")
    page.get_by_role("button", name="Add another place").click()
    page.wait_for_selector("#id_place-1-locator")
    expect(page.get_by_role("group", name="Place 2")).to_be_focused()
    assert page.locator("#id_place-0-locator").input_value() == "G3.17"
    page.locator("#id_place-1-document").select_option(str(document.pk))
    page.locator("#id_place-1-locator").fill("G3.18")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/modifications/{proposal.slug}/")
    assert [r.locator for r in SecReference.objects.order_by("pk")] == ["G3.17", "G3.18"]


def test_the_title_is_counted_and_not_cut(page, sign_in):
    sign_in(page, party())
    page.goto("/raise/")
    page.locator("#id_title").fill("x" * 160)
    assert page.locator(".count-words").first.inner_text() == "10 too many"
    assert len(page.locator("#id_title").input_value()) == 160


def test_a_clause_is_loaded_in_place_and_amended(page, secas):
    proposal = ready_for_fast_track(by=secas)
    document, draft = SecDocumentFactory(), proposal.solution.legal_draft
    legal.enter_clause(
        by=secas, document=document, version=draft.drafted_against, number="G3.21", text="Nothing is lost."
    )
    page.goto(f"/modifications/{proposal.slug}/legal-text/edit/")
    page.locator("#id_document").select_option(str(document.pk))
    page.locator("#id_clause").fill("G3.21")
    page.get_by_role("button", name="Load the text of this clause").click()
    expect(page.locator("#id_after")).to_have_value("Nothing is lost.")
    page.locator("#id_after").fill("Nothing is lost or hidden.")
    page.get_by_role("button", name="Save", exact=True).last.click()
    page.wait_for_url("**/legal-text/")
    assert Edit.objects.get(clause="G3.21").after == "Nothing is lost or hidden."


def test_without_script_rows_and_clauses_work_too(new_page, sign_in):
    user = analyst()
    proposal = ready_for_fast_track(by=user)
    page = sign_in(new_page(java_script_enabled=False), user)
    page.goto(f"/modifications/{proposal.slug}/edit/sec-references/")
    page.get_by_role("button", name="Add another place").click()
    page.locator("#id_place-1-locator").wait_for()
    page.goto(f"/modifications/{proposal.slug}/legal-text/edit/")
    page.locator("#id_document").select_option(index=1)
    page.locator("#id_clause").fill("G3.20")
    page.get_by_role("button", name="Load the text of this clause").click()
    assert page.locator("#id_after").input_value() == "Each User shall arrange with:"
    page.goto(f"/modifications/{proposal.slug}/edit/problem-statement/")
    page.locator("#id_issue").fill("Plain words.\n\n- one")
    page.get_by_role("button", name="Save", exact=True).last.click()
    assert ProblemStatement.objects.first().issue == "<p>Plain words.</p><ul><li>one</li></ul>"
