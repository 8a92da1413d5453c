"""What a person does with a page: fill in what has a label, press what has a name, read what is there."""

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser import settled

WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


class Walk:
    """The way of people through the pages. Each page is looked at when it is reached: one heading of the first level,
    nothing hidden at the side, no accessibility rule broken."""

    def __init__(self, axe):
        self.axe = axe

    @property
    def pages(self) -> int:
        return self.axe.pages

    def visit(self, page: Page, address: str, heading: str | None = None) -> None:
        page.goto(address)
        self.arrive(page, heading)

    def arrive(self, page: Page, heading: str | None = None) -> None:
        """``heading``: words of the page's heading, which also wait for it."""
        settled(page)
        if heading:
            expect(page.get_by_role("heading", level=1)).to_contain_text(heading)
            page.wait_for_load_state()
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        overhang = page.evaluate(WIDER)
        assert overhang <= 0, f"{page.url} is {overhang} px wider than the screen"
        self.look(page)

    def look(self, page: Page) -> None:
        self.axe(page)


class WalkWithoutScript(Walk):
    """The same where no script runs. Axe is one itself, so it looks at a copy of each page, with what stands in
    ``noscript``, in a browser page that runs it and no other."""

    def __init__(self, axe, copies: Page):
        super().__init__(axe)
        self.copies = copies
        copies.route("**/*.js", lambda route: route.abort())

    def look(self, page: Page) -> None:
        html = re.sub(r"<(/?)noscript>", r"<\1div>", page.content())
        answers = {"body": html, "content_type": "text/html; charset=utf-8"}
        self.copies.route(lambda url: url == page.url, lambda route: route.fulfill(**answers), times=1)
        self.copies.goto(page.url)
        self.axe(self.copies)


def named(text: str) -> re.Pattern:
    """A label as it is read, whether or not it says that it is optional."""
    return re.compile(rf"^\s*{re.escape(text)}\s*(\(optional\))?\s*$")


def field(within: Page | Locator, label: str) -> Locator:
    return within.get_by_label(named(label)).filter(visible=True)


def group(within: Page | Locator, legend: str) -> Locator:
    return within.get_by_role("group", name=named(legend))


def fill(within: Page | Locator, answers: dict) -> None:
    """``answers`` by label: text for what is written or chosen, True or False for what is ticked, a list of files."""
    for label, answer in answers.items():
        put(field(within, label), answer)


def put(place: Locator, answer) -> None:
    if isinstance(answer, bool):
        place.set_checked(answer)
    elif isinstance(answer, list):
        place.set_input_files(answer)
    elif place.evaluate("element => element.tagName") == "SELECT":
        place.select_option(label=answer)
    else:
        place.fill(answer)


def answer(within: Page | Locator, legend: str, option: str) -> None:
    """One of several round buttons, or one box of several."""
    group(within, legend).get_by_label(option, exact=True).check()


def write(within: Page | Locator, label: str, *paragraphs: str) -> None:
    """Key by key into the editor of rich text, over what stands there."""
    place = editor(within, label)
    place.click()
    place.press("Control+a")
    for number, paragraph in enumerate(paragraphs):
        if number:
            place.press("Enter")
        place.press_sequentially(paragraph)


def editor(within: Page | Locator, label: str) -> Locator:
    place = within.get_by_role("textbox", name=named(label))
    expect(place).to_have_attribute("contenteditable", "true")
    return place


def press(within: Page | Locator, name: str) -> None:
    """What it leads to is there afterwards."""
    button = within.get_by_role("button", name=name, exact=True)
    button.click()
    settled(button.page)


def follow(within: Page | Locator, name: str) -> None:
    link = within.get_by_role("link", name=name, exact=True).first
    link.click()
    settled(link.page)


def says(page: Page | Locator, *sentences: str) -> None:
    for sentence in sentences:
        expect(page.get_by_text(sentence).filter(visible=True).first).to_be_visible()


def header(page: Page) -> Locator:
    """The head of a proposal's pages: reference, title, and where it is in plain words."""
    return page.get_by_role("main").locator("header")


def summary(page: Page) -> Locator:
    """The summary of what is wrong, above a form."""
    return page.get_by_role("alert").filter(has_text="There is a problem")


def term(page: Page | Locator, term: str) -> str:
    """What stands beside a term of a summary list."""
    return (
        page.get_by_role("term").filter(has_text=named(term)).locator("xpath=following-sibling::dd").first.inner_text()
    )


def downloaded(page: Page, link: Locator, into: Path) -> Path:
    """Save what a link gives, which the browser would otherwise show."""
    with page.expect_download() as download:
        link.evaluate("link => link.setAttribute('download', '')")
        link.click()
    kept = into / download.value.suggested_filename
    download.value.save_as(kept)
    return kept


def references(page: Page) -> list[str]:
    """The proposals of the register's list, in its order."""
    return page.get_by_role("table").get_by_role("rowheader").all_inner_texts()
