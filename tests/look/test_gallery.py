"""Every component in a real browser: no accessibility rule broken, nothing refused by the security policy, no sideways scrolling."""

import pytest
from playwright.sync_api import expect

from tests.look import gallery

NAMES = list(gallery.FACTS)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    out = tmp_path_factory.mktemp("gallery")
    written = gallery.write_pages(out)
    assert written == NAMES
    server = gallery.serve(out)
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def open_page(browser, site, complaints):
    """Opens a page of the gallery in a context of its own; keywords go to the context."""
    contexts = []

    def opened(name, **options):
        contexts.append(browser.new_context(locale="en-GB", timezone_id="Europe/London", **options))
        page = contexts[-1].new_page()
        page.set_default_timeout(30_000)
        complaints.listen(page)
        page.goto(f"{site}/{name}.html")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == [], "\n".join(complaints)


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
def test_no_page_breaks_an_accessibility_rule_or_scrolls_sideways(open_page, axe, width, scheme):
    for name in NAMES:
        page = open_page(name, color_scheme=scheme, viewport={"width": width, "height": 800})
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    assert axe.pages == len(NAMES) == 12


def test_every_component_is_shown():
    shown = "".join((gallery.PAGES / f"{name}.html").read_text() for name in NAMES)
    components = {p.name for p in (gallery.ROOT / "templates" / "components").glob("[a-z]*.html")}
    within_others = {
        "tags.html",
        "classification_banner.html",
        "chips.html",
        "error_summary.html",
        "demo_sign_in.html",
        "stepper.html",
        "pagination.html",
        "pages_foot.html",
    }
    assert {name for name in components - within_others if f"components/{name}" not in shown} == set()


def test_a_refused_form_is_read_from_its_summary_and_leads_to_the_field(open_page):
    page = open_page("form")
    assert " ".join(page.title().split()) == "Error: Raise a Draft Proposal – secmods"
    assert page.evaluate("document.activeElement.className") == "error-summary"
    page.get_by_role("alert").get_by_role("link").last.click()
    assert page.evaluate("document.activeElement.id") == "id_on_behalf_0"


def test_everything_is_there_without_script(open_page):
    page = open_page("form", java_script_enabled=False)
    assert page.get_by_label("Supporting documents").is_visible()
    assert page.locator("[data-drop-hint]").is_hidden()
    phone = open_page("register", java_script_enabled=False, viewport={"width": 360, "height": 800})
    assert phone.get_by_role("navigation", name="Main").is_hidden()
    phone.get_by_role("button", name="Menu").click()
    assert phone.get_by_role("navigation", name="Main").get_by_role("link").count() == 6
    assert phone.get_by_role("button", name="Apply filters").is_visible()


def test_a_second_press_is_ignored(open_page):
    page = open_page("confirm")
    sent = []
    page.route("**/confirm.html", lambda route: sent.append(route.request.method))
    button = page.get_by_role("button", name="Approve as Fast-Track")
    said = button.evaluate("button => { button.click(); button.click(); return button.textContent; }")
    page.wait_for_timeout(200)
    assert said == "Working…"
    assert sent == ["POST"]


def test_too_large_a_text_is_stopped_beside_its_field_and_kept(open_page):
    """Against a limit of one megabyte, set on the form: laying out eleven takes a browser seconds and shows nothing more."""
    page = open_page("form")
    field = page.get_by_label("What is the issue?")
    field.evaluate("field => { field.form.dataset.limit = 2 ** 20; field.value = 'x'.repeat(1.25 * 2 ** 20); }")
    page.get_by_role("button", name="Submit problem statement").click()
    said = page.locator("#id_issue-said")
    assert "This is 1.3 MB; at most 1.0 MB can be sent. Nothing was sent and nothing is lost." in said.inner_text()
    assert field.evaluate("field => field.value.length") == 1.25 * 2**20


PASTE = """(field) => {
  const data = new DataTransfer();
  data.setData("text/plain", "x".repeat(30 * 1024 * 1024));
  field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def test_a_paste_of_thirty_megabytes_is_stopped_with_a_sentence(open_page):
    page = open_page("form")
    field = page.get_by_label("What is the issue?")
    field.fill("What I had typed.")
    field.evaluate(PASTE)
    said = "What you pasted is 30.0 MB; at most 10.0 MB can be sent."
    expect(page.locator("#id_issue-said")).to_contain_text(said)
    assert field.input_value() == "What I had typed."


def test_a_draft_is_offered_after_the_page_was_lost_and_only_until_it_is_taken(open_page):
    page = open_page("form")
    field = page.get_by_label("What is the issue?")
    field.fill("Half a thought")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    assert field.input_value() == ""
    page.get_by_role("button", name="Bring it back").click()
    assert field.input_value() == "Half a thought"
    page.reload()
    page.get_by_role("button", name="Drop it").click()
    page.reload()
    assert page.get_by_role("button", name="Bring it back").count() == 0


def test_leaving_asks_only_when_something_was_typed(open_page):
    page = open_page("form")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.get_by_label("What is the issue?").click()
    page.reload()
    assert asked == []
    page.get_by_label("What is the issue?").fill("A word")
    page.reload()
    assert asked == ["beforeunload"]


def test_files_are_listed_and_a_large_one_is_left_out_with_a_sentence(open_page, tmp_path):
    page = open_page("form")
    zone = page.get_by_label("Supporting documents")
    for name, size in (("letter.pdf", 1500), ("map.pdf", 3 * 1024 * 1024), ("film.pdf", 26 * 1024 * 1024)):
        with (tmp_path / name).open("wb") as file:
            file.truncate(size)
    zone.set_input_files([tmp_path / "letter.pdf", tmp_path / "map.pdf"])
    zone.set_input_files([tmp_path / "film.pdf"])
    chosen = "input => [...input.files].map(file => file.name)"
    refused = "film.pdf is 26.0 MB; at most 25.0 MB can be sent. It was left out, the others are kept."
    assert page.locator("[data-drop-refused]").inner_text() == refused
    assert page.locator("[data-drop-list] .note").all_inner_texts() == ["1 KB", "3.0 MB"]
    assert zone.evaluate(chosen) == ["letter.pdf", "map.pdf"]
    page.get_by_role("button", name="Remove letter.pdf").click()
    assert zone.evaluate(chosen) == ["map.pdf"]


def test_progress_renews_itself_until_the_work_is_done_and_says_so(open_page):
    page = open_page("proposal")
    assert page.get_by_role("progressbar").get_attribute("value") == "62"
    page.get_by_role("link", name="Open the PDF (214 KB)").wait_for()
    assert page.get_by_role("progressbar").count() == 0
    expect(page.locator("#announce")).to_have_text("Modification Report of MP087, PDF: ready")
