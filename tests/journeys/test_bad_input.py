"""What people send that cannot be taken: a sentence where they are, and nothing of what they typed is lost."""

import pytest
from playwright.sync_api import expect

from proposals.models import Attachment, ProblemStatement, Proposal
from tests import factories as make
from tests.journeys.steps import editor, field, fill, press, says, summary

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

ISSUE = "What is the issue or problem?"
MEGABYTE = 1024 * 1024
PASTE = """(element, [type, text, times]) => {
  const carried = new DataTransfer();
  carried.setData(type, text.repeat(times));
  element.dispatchEvent(new ClipboardEvent("paste", { clipboardData: carried, bubbles: true, cancelable: true }));
}"""
FROM_WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal {margin: 0}</style></head>
<body><!--StartFragment--><p class="MsoNormal" style="mso-fareast-language:EN-GB" onclick="alert(1)">Pasted from
<b>Word</b><o:p></o:p></p><script>document.title = "taken over"</script>
<p class="MsoNormal"><a href="javascript:alert(1)">a link</a> and <span style="color:red">red</span></p>
<!--EndFragment--></body></html>"""


def paste(place, type: str, text: str, times: int = 1) -> None:
    place.evaluate(PASTE, [type, text, times])


@pytest.fixture
def secas(page, sign_in):
    user = make.analyst()
    sign_in(page, user)
    return user


@pytest.fixture
def company(page, sign_in):
    return sign_in(page, make.party())


def test_a_title_that_is_too_long_is_counted_kept_and_told(company, walk):
    page = company
    walk.visit(page, "/raise/", "Raise a proposal")
    long = ("A correction " * 12).strip()
    fill(page, {"Title": long, ISSUE: "One clause did not follow."})
    says(page, "5 too many")
    press(page, "Submit the problem statement")
    expect(summary(page)).to_be_focused()
    expect(page).to_have_title("Error: Raise a proposal – secmods")
    walk.arrive(page)
    summary(page).get_by_role("link", name="The title may have 150 characters; this one has 155.").click()
    expect(field(page, "Title")).to_be_focused()
    expect(field(page, "Title")).to_have_value(long)
    expect(field(page, ISSUE)).to_have_value("One clause did not follow.")
    fill(page, {"Title": "A correction"})
    press(page, "Submit the problem statement")
    walk.arrive(page, "A correction")


def test_what_is_pasted_from_word_comes_back_clean(page, walk, secas, complaints):
    make.agreed_proposal(by=secas)
    walk.visit(page, "/modifications/DP001/edit/problem-statement/")
    place = editor(page, ISSUE)
    place.click()
    place.press("Control+a")
    paste(place, "text/html", FROM_WORD)
    # The policy of the site refused what came with it even while it was read.
    assert all("violates the following Content Security Policy directive" in each for each in complaints)
    complaints.clear()
    press(page, "Save")
    walk.arrive(page, "DP001")
    expect(page).to_have_title("DP001 – Problem statement – secmods")
    says(page, "Pasted from")
    assert ProblemStatement.objects.latest_version().issue == (
        "<p>Pasted from <strong>Word</strong></p><p>a link and red</p>"
    )


def test_a_renamed_program_is_named_and_the_good_file_beside_it_is_kept(page, walk, secas):
    make.agreed_proposal(by=secas)
    walk.visit(page, "/modifications/DP001/documents/", "DP001")
    program = {"name": "minutes.pdf", "mimeType": "application/pdf", "buffer": b"MZ\x90\x00 a program"}
    notes = {"name": "notes.txt", "mimeType": "text/plain", "buffer": b"What was said."}
    fill(page, {"Files to add": [program, notes]})
    expect(page.get_by_role("list", name="Files chosen").get_by_role("listitem")).to_have_count(2)
    press(page, "Add files")
    sentence = "“minutes.pdf” is not what its name says: its content is not that of a .pdf file."
    expect(summary(page)).to_contain_text(sentence)
    says(page, "These are added; send only the others again:", "notes.txt")
    walk.arrive(page, "Add documents")
    assert Attachment.objects.get().filename == "notes.txt"
    walk.visit(page, "/modifications/DP001/documents/", "DP001")
    says(page, "notes")


def test_thirty_megabytes_are_stopped_in_the_browser(company, walk):
    page = company
    walk.visit(page, "/raise/", "Raise a proposal")
    fill(page, {"Title": "A correction", ISSUE: "One clause did not follow."})
    place = field(page, ISSUE)
    place.focus()
    paste(place, "text/plain", "x", 30 * MEGABYTE)
    says(page, "What you pasted is 30.0 MB; at most 10.0 MB can be sent.")
    walk.arrive(page, "Raise a proposal")
    expect(place).to_have_value("One clause did not follow.")
    # A browser takes its time over a field that full, so the limit is brought down to the text.
    page.locator("form#raise").evaluate("(form, limit) => { form.dataset.limit = limit; }", MEGABYTE // 10)
    place.fill("x" * (MEGABYTE // 5))
    press(page, "Submit the problem statement")
    says(page, "This is 0.2 MB; at most 0.1 MB can be sent. Nothing was sent and nothing is lost.")
    assert len(place.input_value()) == MEGABYTE // 5
    assert not Proposal.objects.exists()


@pytest.mark.parametrize("address", ["/modifications/MP999/", "/modifications/DP99999999999999999999/"])
def test_a_number_that_does_not_exist_gets_a_page_that_helps(page, walk, address):
    make.draft_proposal(number=87, title="Correction to one clause")
    walk.visit(page, address, "There is nothing at this address")
    main = page.get_by_role("main")
    main.get_by_role("searchbox").fill("87")
    press(main, "Search the register")
    page.get_by_role("link", name="DP087", exact=True).click()
    walk.arrive(page, "DP087")
