"""What is done before the meeting: the body, its seats and meetings, the call for papers, agenda, papers and pack."""

import io
import re

from playwright.sync_api import expect
from pypdf import PdfReader

from notifications.models import Delivery, Message
from tests.journeys import month as m
from tests.journeys.month import Month, Person, about

MEETING = f"/committees/csc/meetings/{m.MEETS}/"
DAY = "Tuesday 18 March 2031"
UPDATE = "what manufacturers say of spare parts"
DUE_BY = "Tuesday 11 March 2031"
WHY_LATE = {m.REACHED_LATE: "The Proposer sent figures last night.", m.NOT_REACHED: "It was raised in a hurry."}
WHY_AGAIN = "Two items came in since."
POSITIONS = {
    "Bartholomew Quill": ("Supports", "Records would then say what is on the wall."),
    "Delphine Marsh": ("Mixed views", "Old firmware cannot report it."),
}
USUAL = "Agree the problem; recommend conversion and the Refinement Process"
TOLD = 15  # chair, eleven others and the secretary; one alternate; the Lead Analyst of what waits


def enter_the_body(month: Month) -> None:
    who = month.as_(m.ADMINISTRATOR).go("/committees/", "Committees")
    who.follow("Enter a body", "Enter a body")
    who.fill({"Name": m.NAME, "Short name": m.SHORT, "What it does": m.REMIT, "When it meets": m.CADENCE})
    who.fill({"Quorum": "7", "What else a quorum needs": m.THREE_CATEGORIES, "Mailbox of its secretary": m.MAILBOX})
    who.press("Enter the body", m.NAME)
    who.says("No seats yet", m.REMIT)


def enter_seats(month: Month) -> None:
    """The chair’s, the secretary’s, and eleven by category: one after another, without going back to the body."""
    who = month.as_(m.ADMINISTRATOR)
    who.follow("Enter a seat and who takes it", "Enter a seat")
    next_one = "Enter it and go on to the next"
    who.fill({"Chairs the body": True, "Who takes it": m.CHAIR, "To": f"{m.TERM_ENDS}"})
    who.press(next_one, "Enter a seat")
    who.fill({"Is the secretary": True, "Has a vote": False, "Who takes it": m.SECRETARY})
    who.press(next_one, "Enter a seat")
    for number, (name, category) in enumerate(m.MEMBERS, 1):
        alternate = {"Alternate": m.ALTERNATE} if name == m.WITH_ALTERNATE else {}
        who.fill({"Category": category.label, "Who takes it": name, **alternate})
        last = number == len(m.MEMBERS)
        who.press("Enter the seat" if last else next_one, m.NAME if last else "Enter a seat")
    rows = who.page.get_by_role("table").get_by_role("row")
    expect(rows).to_have_count(1 + 13)
    for seat in ("Chair", "Secretary", "Large Supplier 1", "Large Supplier 2", "Consumer body 1"):
        expect(rows.filter(has=who.page.get_by_role("rowheader", name=re.compile(f"^{seat}")))).to_have_count(1)
    expect(rows.filter(has_text="3 Mar 2031 to 28 Feb 2033")).to_have_count(13)
    expect(rows.filter(has_text=m.WITH_ALTERNATE)).to_contain_text(m.ALTERNATE)


def enter_meetings(month: Month) -> None:
    who = month.as_(m.SECRETARY).go("/committees/csc/", m.NAME)
    who.follow("Enter a series", "Enter a series of meetings")
    expect(who.page.get_by_label("When the body meets")).to_have_value(m.CADENCE)
    who.press("Show the days", "Enter a series of meetings")
    who.fill({"Begins at": "10:00", "Where": m.PLACE})
    who.press("Enter these meetings", m.NAME)
    who.says("6 meetings are entered", DAY)
    coming = who.page.get_by_role("region", name="Meetings to come").get_by_role("listitem")
    days = [("Tue 18 Mar 2031", "Tue 11 Mar"), ("Tue 15 Apr 2031", "Fri 4 Apr")]
    for row, (day, papers) in zip(coming.all(), days, strict=False):
        expect(row).to_contain_text(f"{day} papers by {papers}")


def call_for_papers(month: Month) -> None:
    who = month.as_(m.SECRETARY).go("/desk/", "Desk")
    who.go(MEETING, DAY)
    who.follow("Call for papers", "Call for papers")
    who.says(f"Papers are due by {DUE_BY}.", f"{TOLD} people are told")
    who.press("Send it", DAY)
    who.says("Papers were called for on 3 March 2031")
    call = Message.objects.get(subject="Call for papers: CSC meeting 1 on 18 March 2031")
    told = set(Delivery.objects.filter(message=call).values_list("user__name", flat=True))
    assert told == {m.CHAIR, m.SECRETARY, m.ALTERNATE, m.ANALYST, *(name for name, _ in m.MEMBERS)}
    assert len(told) == TOLD
    assert DUE_BY in call.body
    assert MEETING in call.body


def ask_and_promise(month: Month, refined, promised) -> None:
    who = month.as_(m.ANALYST).go(f"/modifications/{refined.slug}/views/", refined.reference)
    who.follow("Ask for views", "Ask for views")
    who.fill({f"{m.NAME} – next meets 18 March 2031": True})
    who.press("Continue", "Ask for views")
    who.press("Ask for their views", refined.reference)
    who.go(f"/modifications/{promised.slug}/views/", promised.reference)
    who.follow("Promise a verbal update", "Promise a verbal update")
    who.fill({"Which meeting will be told?": "CSC 1, 18 March 2031", "What about?": UPDATE})
    who.fill({"Who will tell it?": m.ANALYST})
    who.press("Promise it", promised.reference)


def give_positions(month: Month, refined) -> None:
    for name, (position, why) in POSITIONS.items():
        who = month.as_(name).go("/inbox/", "Inbox")
        who.says(refined.title)
        who.follow(re.compile("^Give my position"), "My position, for the view of the CSC")
        who.page.get_by_label(position, exact=True).check()
        who.fill({"Why": why})
        who.press("Post my position", refined.reference)
        who.says(f"Your position stands: {position.lower()}.")
    who.says(*(why for _, why in POSITIONS.values()))


def build_the_agenda(month: Month) -> None:
    who = month.as_(m.SECRETARY).go(MEETING, DAY)
    who.says(UPDATE)  # it stands there since it was promised
    for title in (*m.IN_TIME, m.IN_REFINEMENT, "Any other business"):
        who.press(about("Put on the agenda", title), DAY)
    for title in m.IN_TIME:
        recommend(who, title)
    who.press(about("Up", m.IN_REFINEMENT), DAY)
    assert titles(who) == [UPDATE, *m.IN_TIME[:-1], m.IN_REFINEMENT, m.IN_TIME[-1], "Any other business"]


def recommend(who: Person, title: str) -> None:
    who.follow(about("Recommendations", title), "What the body is asked")
    who.press(about("Add these", USUAL), "What the body is asked")
    who.follow("Back to the agenda", DAY)


def titles(who: Person) -> list[str]:
    """The items of the agenda in their order, each without the reference of its proposal."""
    found = who.page.locator("ol.agenda").get_by_role("heading", level=3).all_inner_texts()
    return [re.sub(r"^[DM]P\d+ ", "", title.strip()) for title in found]


def issue_paper(who: Person, title: str, reference: str) -> str:
    """From the agenda: composed, looked at, issued. Gives the address of the paper."""
    who.follow(about("Write the paper", title), "Write a paper")
    who.press("Compose a draft")
    who.follow("Issue the paper", "Issue version 1.0")
    who.press("Issue version 1.0")
    who.says(reference)
    return who.page.url


def issue_papers(month: Month) -> None:
    who = month.as_(m.SECRETARY).go(MEETING, DAY)
    who.follow("Fix the numbers", "Fix the numbers of the agenda")
    who.press("Fix these numbers", DAY)
    in_order = [*m.IN_TIME[:-1], m.IN_REFINEMENT, m.IN_TIME[-1]]
    for number, title in enumerate(in_order, 2):
        issue_paper(who, title, f"CSC_01_1803_{number:02}")
        who.go(MEETING, DAY)
    who.says("CSC_01_1803_02 1.0", "CSC_01_1803_07 1.0")


def put_together(who: Person, version: int, because: str = "") -> None:
    who.go(f"{MEETING}pack/", "Papers for the CSC, meeting 1")
    who.says("Every item that needs a paper has one.")
    who.fill({"Why there is another version": because} if because else {})
    who.press("Put the pack together")
    expect(who.page.get_by_role("link", name="Issue the pack")).to_be_visible(timeout=90_000)
    who.on()


def issue_first_pack(month: Month) -> None:
    who = month.as_(m.SECRETARY)
    put_together(who, 1)
    who.follow("Issue the pack", "Issue the pack of CSC 1, 18 March 2031")
    who.press("Issue the pack", "Papers for the CSC, meeting 1")
    pages = pack_of(who, 1)
    for words in (*m.IN_TIME, m.IN_REFINEMENT, UPDATE, m.PLACE, "CSC_01_1803_07"):
        assert any(words in page for page in pages), words
    letter = Message.objects.get(subject=f"Papers for CSC meeting 1 on {DAY}")
    assert letter.deliveries.count() == TOLD - 1


def pack_of(who: Person, version: int) -> list[str]:
    """The text of each page of the file, as its link gives it."""
    link = who.page.get_by_role("link", name=f"Public edition, version {version}")
    answered = who.page.request.get(link.get_attribute("href"))
    assert answered.status == 200
    pages = PdfReader(io.BytesIO(answered.body())).pages
    return [re.sub(r"\s+", " ", page.extract_text()) for page in pages]


def add_late_items(month: Month) -> None:
    """After the papers’ day: each says why, is counted, and takes the next number, which it keeps wherever it is moved."""
    who = month.as_(m.SECRETARY).go(MEETING, DAY)
    for title in m.LATE:
        who.press(about("Put on the agenda", title), "Put an item on the agenda")
        who.fill({"Why it comes late": WHY_LATE[title]})
        who.press("Put it on the agenda", DAY)
        recommend(who, title)
    who.says("10 items, 2 late")
    for number, title in enumerate(m.LATE, 9):
        issue_paper(who, title, f"CSC_01_1803_{number:02}")
        who.go(MEETING, DAY)
    for title in (m.NOT_REACHED, m.NOT_REACHED, m.REACHED_LATE):
        who.press(about("Up", title), DAY)
    moved = titles(who)[-4:]
    assert moved == [m.IN_TIME[-1], m.NOT_REACHED, m.REACHED_LATE, "Any other business"], moved
    numbers = who.page.locator("ol.agenda .agenda-number").all_inner_texts()
    assert [number.strip() for number in numbers[-4:]] == ["7", "10", "9", "8"]


def issue_second_pack(month: Month) -> None:
    """Members are told what has changed and on which pages, and of nothing else."""
    who = month.as_(m.SECRETARY)
    put_together(who, 2, WHY_AGAIN)
    aside = who.page.get_by_role("complementary", name="What waits to be issued")
    shown = " ".join(aside.get_by_role("listitem").all_inner_texts())
    who.follow("Issue the pack", "Issue the pack of CSC 1, 18 March 2031")
    who.press("Issue the pack", "Papers for the CSC, meeting 1")
    letter = Message.objects.get(subject=f"Papers for CSC meeting 1 on {DAY}: version 2")
    told = [line.removeprefix("- ") for line in letter.body.splitlines() if line.startswith("- ")]
    assert [line.split(":")[0] for line in told] == ["Issued again", "New", "New"]
    assert all(line in shown for line in told)
    pages = pack_of(who, 2)
    for line, reference in zip(told[1:], ("CSC_01_1803_10", "CSC_01_1803_09"), strict=True):
        assert reference in line
        assert reference in pages[int(re.search(r"\(pages? (\d+)", line)[1]) - 1]
    assert WHY_AGAIN in letter.body
    assert not any(title in letter.body for title in m.IN_TIME)


def answer_the_secretary(month: Month) -> None:
    away = month.as_(m.AWAY).go(MEETING, DAY)
    away.press("Give apologies", DAY)
    sends = month.as_(m.WITH_ALTERNATE).go(MEETING, DAY)
    sends.press(f"{m.ALTERNATE} comes as alternate", DAY)
