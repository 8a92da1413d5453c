"""The meeting and what comes of it: attendance, decisions, minutes, actions; and the next meeting, which carries on."""

import re

from playwright.sync_api import expect

from proposals.models import Proposal
from subcommittees.models import Minutes
from tests.journeys import month as m
from tests.journeys.month import Month, Person, about
from tests.journeys.month_before import DAY, MEETING, UPDATE, pack_of, titles
from tests.journeys.steps import answer

NEXT, NEXT_DAY = f"/committees/csc/meetings/{m.NEXT_MEETS}/", "Tuesday 15 April 2031"
ASIDE = (m.IN_TIME[2], "Saoirse Lindqvist", "Her company sends the data.")
TOLD = "Two makers keep parts for ten years; one for six."
VIEW = "Status should follow the device through every exchange."
AMENDED = (
    "that any Modification Proposal go to the Refinement Process, with a data protection officer in its Working Group"
)
WHY_LEFT = "Two items took longer than planned."
BUSINESS = "Nobody raised anything else."
COMMENT = "I spoke of tenants as well as of owners."
ADDED = "A member asked that tenants be kept in mind."
WHY_ADDED = "A comment of a member was right."
ANSWERED = "It stands there now."
# What is to be done, by whom, under which item, by when where it is not the next meeting.
ACTIONS = (
    ("Ask two meter makers for failure rates.", m.ANALYST, m.IN_TIME[0], ""),
    ("Send the letter templates that landlords use.", "Philippa Strand", m.IN_TIME[1], "2031-03-28"),
    ("Measure how late the files arrive in a week.", "Idris Penhaligon", m.IN_TIME[2], ""),
    ("List who pays for which fault today.", "Tobias Renfrew", m.IN_TIME[3], "2031-05-20"),
    ("Draft a naming rule with examples.", m.ANALYST, m.IN_TIME[4], ""),
)
CLOSED, OUTCOME = 1, "Sent on Thursday; nine templates."  # the second: closed before the next meeting


def record_attendance(month: Month) -> None:
    """Who answered beforehand stands there already; everybody else is taken to be there."""
    who = month.as_(m.SECRETARY).go(MEETING, DAY)
    who.follow("Record attendance", "Record attendance")
    who.press("Record attendance", DAY)
    who.says("The meeting has its quorum: 11 of at least 7.")
    rows = who.page.get_by_role("region", name="Attendance").get_by_role("row")
    expect(rows.filter(has_text=m.ALTERNATE)).to_contain_text("Alternate present")
    expect(rows.filter(has_text=m.AWAY)).to_contain_text("Apologies")
    expect(rows.filter(has_text=m.WITH_ALTERNATE)).to_have_count(0)


def declare_an_interest(month: Month) -> None:
    title, name, words = ASIDE
    who = month.as_(name).go(MEETING, DAY)
    who.follow(about("Declare an interest", title), "Declare an interest")
    who.fill({"What the interest is": words})
    who.press("Declare the interest", DAY)
    who.says("For this item: The meeting has its quorum: 10 of at least 7.")


def give_the_update(month: Month) -> None:
    who = month.as_(m.ANALYST).go("/desk/", "Desk")
    who.follow(re.compile("^Record what was said"), "Record what was said")
    who.fill({"What was said": TOLD})
    who.press("Record what was said")


def give_the_view(month: Month) -> None:
    """By the chair, who sees what members think."""
    who = month.as_(m.CHAIR).go("/desk/", "Desk")
    who.follow(re.compile("^Record the view"), "Record the answer of the CSC")
    answer(who.page, "Position", "Supports")
    who.fill({"The view": VIEW})
    who.press("Record the view")


def decide(month: Month) -> None:
    """Each item that was reached, straight from the agenda; of one of them a recommendation in other words."""
    who = month.as_(m.SECRETARY)
    for title in (*m.IN_TIME, m.REACHED_LATE):
        who.go(MEETING, DAY)
        who.follow(about("Decide", title), "Decide")
        who.follow("Choose “Agreed” for every recommendation", "Decide")
        if title == m.IN_TIME[1]:
            answer(who.page, "Outcome of recommendation 3", "Agreed with other words")
            who.fill({"Words on recommendation 3": AMENDED})
        who.press("Continue", "Decide")
        who.press("Record what was resolved", "What was resolved")
    who.says(f"Agreed, in other words: {AMENDED}.")
    states = set(Proposal.objects.filter(title__in=[*m.IN_TIME, m.REACHED_LATE]).values_list("state", flat=True))
    assert states == {"csc_agreed"}
    assert Proposal.objects.get(title=m.NOT_REACHED).state == "development"


def hold(month: Month) -> None:
    who = month.as_(m.SECRETARY).go(MEETING, DAY)
    who.follow("Record that it was held", "Record that the meeting was held")
    left = who.page.get_by_role("group", name=re.compile("^Not reached")).get_by_label(m.NOT_REACHED)
    left.check()
    who.fill({"Why they were not reached": WHY_LEFT})
    who.press("Continue", "Record that the meeting was held")
    who.says("9 items of the agenda are recorded as taken.")
    who.press("Record it as held", DAY)
    who.says("No longer on this agenda", WHY_LEFT)


def write_minutes(month: Month) -> None:
    """All items on one page; what was told, thought and resolved stands there already."""
    who = month.as_(m.SECRETARY)
    who.follow("Write the minutes", "Write the minutes")
    known = {title: minute_of(who, title).input_value() for title in (*m.IN_TIME, m.IN_REFINEMENT, UPDATE)}
    assert TOLD in known[UPDATE]
    assert VIEW in known[m.IN_REFINEMENT]
    assert AMENDED in known[m.IN_TIME[1]]
    assert f"{ASIDE[1]} declared an interest and stood aside: {ASIDE[2]}" in known[ASIDE[0]]
    assert all("The CSC resolved:" in known[title] for title in m.IN_TIME)
    minute_of(who, "Any other business").fill(BUSINESS)
    who.press("Save the minutes", "Minutes")
    who.says("9 items are minuted.")


def minute_of(who: Person, title: str):
    return who.page.get_by_role("textbox", name=re.compile(re.escape(title)))


def undertake(month: Month) -> None:
    who = month.as_(m.SECRETARY)
    who.follow("Record an action", "Record an action")
    expect(who.page.get_by_label("Due on")).to_have_value(f"{m.NEXT_MEETS}")
    for number, (words, owner, title, due_on) in enumerate(ACTIONS, 1):
        who.fill({"What is to be done": words, "Who undertook it": owner} | ({"Due on": due_on} if due_on else {}))
        item = who.page.get_by_label("Arose under").locator("option", has_text=title).first.inner_text()
        who.fill({"Arose under": item})
        last = number == len(ACTIONS)
        who.press("Record it" if last else "Record it and go on to the next", "Actions" if last else "Record an action")
    who.says("Five are open.", *(words for words, *_ in ACTIONS))


def send_round(month: Month) -> None:
    who = month.as_(m.SECRETARY).go(f"{MEETING}minutes/", "Minutes")
    who.follow("Send round for comment", "Send the minutes round")
    who.press("Send the minutes round", "Minutes")
    who.says("Members may comment until")


def comment(month: Month) -> None:
    name = "Marguerite Ansah"
    who = month.as_(name).go("/desk/", "Desk")
    who.follow(re.compile("^Read and comment"), "Minutes")
    who.follow(about("Comment", m.IN_TIME[1]), "Comment on the minute")
    who.fill({"What you would have otherwise": COMMENT})
    who.press("Send the comment", "Minutes")


def answer_comment(month: Month) -> None:
    who = month.as_(m.SECRETARY).go("/desk/", "Desk")
    who.follow(re.compile("^Answer"), "Minutes")
    who.follow(re.compile(f"^Change the minute.*{re.escape(m.IN_TIME[1])}"), "Write the minute")
    place = who.page.get_by_label("Minute", exact=True)
    place.fill(f"{place.input_value()}\n\n{ADDED}")
    who.fill({"Why it is changed": WHY_ADDED})
    who.press("Save the minute", "Minutes")
    who.follow(re.compile("^Answer"), "Answer a comment")
    who.fill({"Answer": ANSWERED})
    who.press("Save the answer", "Minutes")


def close_one(month: Month) -> None:
    """By whoever undertook it, from their desk."""
    words, owner, *_ = ACTIONS[CLOSED]
    who = month.as_(owner).go("/desk/", "Desk")
    who.says(words)
    who.follow(re.compile("^Close it"), "Close: CSC action 2")
    who.fill({"What became of it": OUTCOME})
    who.press("Close", "Actions")


def build_the_next(month: Month) -> None:
    """What was not reached stands there already; the minutes of the last meeting lead to them, the actions are listed."""
    who = month.as_(m.SECRETARY).go(NEXT, NEXT_DAY)
    assert titles(who) == [m.NOT_REACHED]
    who.says("Carried over from")
    for title in ("Minutes of the last meeting", "Open actions", "Any other business"):
        who.press(about("Put on the agenda", title), NEXT_DAY)
    for _ in range(2):
        who.press(about("Down", m.NOT_REACHED), NEXT_DAY)
    assert titles(who) == ["Minutes of the last meeting", "Open actions", m.NOT_REACHED, "Any other business"]
    who.says("Minutes of 18 March 2031")
    listed = who.page.get_by_role("region", name="Actions").get_by_role("listitem").all_inner_texts()
    assert [any(words in row for row in listed) for words, *_ in ACTIONS] == [True, False, True, True, True]


def issue_the_next(month: Month) -> None:
    who = month.as_(m.SECRETARY)
    who.follow(about("Recommendations", m.NOT_REACHED), "What the body is asked")
    expect(who.page.locator(".asked")).to_have_count(3)  # what it asks for came with it
    who.follow("Back to the agenda", NEXT_DAY)
    who.follow(about("Write the paper", m.NOT_REACHED), "Write a paper")
    who.press("Compose a draft")
    who.follow("Issue the paper", "Issue version 1.0")
    who.press("Issue version 1.0")
    who.says("CSC_02_1504_03")
    who.go(f"{NEXT}pack/", "Papers for the CSC, meeting 2")
    who.press("Put the pack together")
    expect(who.page.get_by_role("link", name="Issue the pack")).to_be_visible(timeout=90_000)
    who.on()
    who.follow("Issue the pack", "Issue the pack of CSC 2, 15 April 2031")
    who.press("Issue the pack", "Papers for the CSC, meeting 2")
    text = " ".join(pack_of(who, 1))
    for words in ("CSC_02_1504_03", m.NOT_REACHED, "meeting 1 of 18 March 2031", m.PLACE):
        assert words in text, words
    for place, (words, _owner, *_) in enumerate(ACTIONS):
        assert (words in text) is (place != CLOSED), words


def approve(month: Month) -> None:
    who = month.as_(m.CHAIR).go("/desk/", "Desk")
    who.follow(re.compile("^Approve"), "Minutes")
    who.follow("Approve the minutes", "Approve the minutes")
    who.fill({"Approved at": "CSC 2, 15 April 2031"})
    who.press("Approve the minutes", "Minutes")
    who.says("Approved on 15 April 2031 at meeting 2.")
    assert Minutes.objects.get(meeting__date=m.MEETS).is_locked
    secretary = month.as_(m.SECRETARY).go(f"{MEETING}minutes/", "Minutes")
    expect(secretary.page.get_by_role("link", name="Write the minutes")).to_have_count(0)


def issue_minutes(month: Month) -> str:
    """The minutes as a paper; gives its address."""
    who = month.as_(m.SECRETARY).go(f"{MEETING}pack/", "Papers for the CSC, meeting 1")
    who.press("Compose the public minutes")
    who.follow("Issue the paper", "Issue version 1.0")
    who.press("Issue version 1.0")
    return who.page.url
