"""Colleagues write a response in two browsers; one is closed in mid-sentence; somebody has no script."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from accounts.models import Affiliation, User
from audit import clock
from consultations import actions
from consultations.drafts.limits import MOST
from consultations.models import DraftAnswer, DraftClauseComment, PartLock, Question, Response, Revision
from tests import factories as make
from tests.consultations import asked
from tests.consultations.drafts import begun, clause, colleague, says
from tests.journeys.steps import WalkWithoutScript, fill, press

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

TEXTS = ("Is the approach right?", "Are the limits right?", "What else is there?")


@pytest.fixture
def robin():
    return make.party()


@pytest.fixture
def anneke(robin):
    return colleague(robin.organisations[0], name="Anneke Visser")


@pytest.fixture
def response(robin):
    return begun(robin, asked.consultation(*TEXTS))


@pytest.fixture
def address(response):
    return f"/consultations/{response.consultation_id}/respond/"


def part(page, response, number):
    return page.locator(f"#q-{response.consultation.questions.questions.get(number=number).pk}")


def text_of(within):
    return within.get_by_label("Your reasons")


def test_two_colleagues_write_and_nothing_is_lost(new_page, sign_in, walk, robin, anneke, response, address):
    hers, his = sign_in(new_page(), anneke), sign_in(new_page(), robin)
    walk.visit(hers, address, "Response of")
    walk.visit(his, address, "Response of")

    # She writes; it is saved as she types, and he sees that she is there before he types.
    first = part(hers, response, 1)
    text_of(first).press_sequentially("We agree with")
    expect_saved(first, by="Anneke Visser")
    expect(hers.locator("[data-progress]")).to_have_text("1 of 3 answered")
    there = part(his, response, 1)
    since = at(PartLock.objects.get(holder=anneke).taken_at)
    expect(there.get_by_text(f"Anneke Visser is writing here since {since}.")).to_be_visible(timeout=15_000)
    expect(text_of(there)).to_be_disabled()
    walk.look(his)

    # She goes on to the second question; the first is free, and he reads what she wrote there.
    text_of(part(hers, response, 2)).focus()
    expect(text_of(there)).to_be_enabled(timeout=15_000)
    expect(text_of(there)).to_have_value("We agree with")

    # He adds to it, and she reads that.
    text_of(there).fill("We agree with it.")
    text_of(there).blur()
    expect_saved(there, by=robin.name)
    expect(text_of(first)).to_have_value("We agree with it.", timeout=15_000)
    assert [r.said["text"] for r in Revision.objects.all()] == ["We agree with"]


def at(moment) -> str:
    return f"{moment.astimezone(clock.LONDON):%H:%M}"


def expect_saved(there, by: str) -> None:
    """The page says who saved last, and the time that was kept: the minute may end while somebody waits."""
    state = there.locator("[data-state]")
    expect(state).to_have_text(re.compile(rf"^Saved \d\d:\d\d by {re.escape(by)}$"), timeout=15_000)
    assert at(DraftAnswer.objects.latest("at").at) in state.inner_text()


def test_of_two_who_typed_in_one_part_the_second_chooses(new_page, sign_in, walk, robin, anneke, response, address):
    his = sign_in(new_page(), robin)
    walk.visit(his, address, "Response of")
    question = response.consultation.questions.questions.get(number=1)
    his.context.set_offline(True)
    text_of(part(his, response, 1)).fill("His.")
    expect(part(his, response, 1).get_by_text("there has been no connection since")).to_be_visible()
    actions.save_answer(response=response, by=anneke, question=question, given=says("Hers."), expected=0)
    his.context.set_offline(False)
    there = part(his, response, 1)
    clash = there.get_by_role("group", name="Anneke Visser saved another text here")
    expect(clash).to_contain_text("Hers.")
    expect(text_of(there)).to_have_value("His.")
    walk.look(his)
    assert DraftAnswer.objects.get().text == "Hers."
    text_of(there).fill("Hers. His.")
    clash.get_by_role("button", name="Save what stands in the fields").click()
    expect_saved(there, by=robin.name)
    assert DraftAnswer.objects.get().text == "Hers. His."
    assert sorted(r.said["text"] for r in Revision.objects.all()) == ["Hers.", "His."]


SEEN = """() => {
  const has = document.activeElement.getBoundingClientRect();
  return has.top > 0 && has.top < document.querySelector(".respond-bar").getBoundingClientRect().top;
}"""


@pytest.mark.parametrize("width", [1280, 360])
def test_by_keys_alone_the_bar_hides_nothing_that_has_the_focus(
    new_page, sign_in, walk, robin, response, address, width
):
    page = sign_in(new_page(), robin)
    page.set_viewport_size({"width": width, "height": 800})
    walk.visit(page, address, "Response of")
    text_of(part(page, response, 1)).focus()
    last = page.get_by_label("Why it is confidential")
    for _ in range(40):
        page.keyboard.press("Tab")
        page.wait_for_function(SEEN)
        if last.evaluate("field => field === document.activeElement"):
            return
    pytest.fail("The last field was not reached.")


def test_a_browser_is_killed_in_mid_sentence(new_page, sign_in, walk, robin, response, address):
    page = sign_in(new_page(), robin)
    walk.visit(page, address, "Response of")
    text_of(part(page, response, 2)).press_sequentially("The limits should be tighter, because")
    expect(part(page, response, 2).locator("[data-state]")).to_contain_text("Saved")
    text_of(part(page, response, 2)).press_sequentially(" a second")
    page.context.close()
    assert DraftAnswer.objects.get().text.startswith("The limits should be tighter, because")
    again = sign_in(new_page(), robin)
    walk.visit(again, address, "Response of")
    expect(text_of(part(again, response, 2))).to_have_value(DraftAnswer.objects.get().text)


def test_a_comment_on_a_clause_is_added_changed_removed_and_brought_back(
    new_page, sign_in, walk, robin, response, address
):
    page = sign_in(new_page(), robin)
    walk.visit(page, address, "Response of")
    new = page.locator(".respond-clause").first  # of which the name changes once it is saved
    fill(new, {"Clause": "section l8.1", "What is to be done there": "Replace", "Words at which it applies": "30 s"})
    new.get_by_label("Words to be added, or your question").press_sequentially("one second")
    expect(page.get_by_text("Read as L8.1.")).to_be_visible()
    made = DraftClauseComment.objects.get()
    own = page.locator(f"#c-{made.pk}")
    expect(own.get_by_label("Words to be added, or your question")).to_be_focused()
    page.keyboard.type(" at most")
    expect(own.locator("[data-state]")).to_contain_text("Saved")
    expect(page.locator("#c-new").get_by_label("Clause")).to_have_value("")
    walk.look(page)
    text_of_it = own.get_by_label("Words to be added, or your question")
    expect(text_of_it).to_have_value("one second at most")
    text_of_it.blur()
    own.get_by_role("button", name="Remove this comment").click()
    expect(page.get_by_text("A comment that was removed")).to_be_visible()
    assert not DraftClauseComment.objects.exists()
    page.get_by_role("link", name="A comment that was removed").click()
    walk.arrive(page, "Earlier words")
    page.get_by_role("button", name="Bring this back").first.click()
    walk.arrive(page, "Response of")
    assert DraftClauseComment.objects.get().text == "one second at most"


def test_a_browser_is_closed_before_a_comment_on_a_clause_is_complete(
    new_page, sign_in, walk, robin, response, address
):
    page = sign_in(new_page(), robin)
    walk.visit(page, address, "Response of")
    words = "Words to be added, or your question"
    page.locator("#c-new").get_by_label(words).press_sequentially("The limit should be")
    expect(page.get_by_text("Before it can be sent: Say which clause it is about.")).to_be_visible()
    own = page.locator(f"#c-{DraftClauseComment.objects.get().pk}")
    expect(own.get_by_label(words)).to_be_focused()
    expect(page.locator("[data-all-state]")).to_have_text("Everything is saved.")
    page.context.close()
    again = sign_in(new_page(), robin)
    walk.visit(again, address, "Response of")
    own = again.locator(f"#c-{DraftClauseComment.objects.get().pk}")
    expect(own.get_by_label(words)).to_have_value("The limit should be")
    # Signing off leads to the place.
    again.locator("#ready").get_by_role("link", name="Sign off and submit").click()
    walk.arrive(again, "Sign off and submit")
    again.get_by_role("link", name="A comment on a clause").click()
    walk.arrive(again, "Response of")
    fill(own, {"Clause": "L8.1", "What is to be done there": "Replace"})
    expect(own.locator("[data-needs]")).to_have_text("")
    expect(own.locator("[data-state]")).to_contain_text("Saved")
    assert DraftClauseComment.objects.get().clause == "L8.1"


def test_a_hundred_thousand_words_are_stopped_before_they_are_sent(new_page, sign_in, walk, robin, response, address):
    page = sign_in(new_page(), robin)
    walk.visit(page, address, "Response of")
    there = part(page, response, 1)
    text_of(there).fill("words " * 100_000)
    expect(there.get_by_text(f"may have {MOST:,} characters")).to_be_visible()
    assert len(text_of(there).input_value()) == 600_000
    assert not DraftAnswer.objects.exists()
    text_of(there).fill("Few words.")
    expect(there.locator("[data-state]")).to_contain_text("Saved")


def test_it_closes_while_somebody_types(new_page, sign_in, walk, time_passes, robin, response, address):
    page = sign_in(new_page(), robin)
    walk.visit(page, address, "Response of")
    time_passes(response.consultation.closes_at + timedelta(minutes=1))
    text_of(part(page, response, 1)).press_sequentially("In the last")
    expect(page.locator("[data-over]")).to_contain_text("This consultation closed on")
    expect(part(page, response, 1).locator("[data-state]")).to_contain_text("Saved")
    assert DraftAnswer.objects.get().text == "In the last"


def test_a_question_is_withdrawn_while_it_is_answered(new_page, sign_in, walk, robin, response, address):
    page = sign_in(new_page(), robin)
    walk.visit(page, address, "Response of")
    Question.objects.filter(number=2).update(withdrawn_at=clock.now(), withdrawn_because="It was asked twice.")
    text_of(part(page, response, 2)).press_sequentially("In mid-sentence")
    expect(part(page, response, 2).locator("[data-state]")).to_contain_text("Saved")
    page.reload()
    expect(page.get_by_text("This question is no longer asked: It was asked twice.")).to_be_visible()
    expect(page.get_by_text("In mid-sentence")).to_be_visible()
    walk.look(page)


def test_a_question_is_withdrawn_while_two_answer_it(new_page, sign_in, walk, robin, anneke, response, address):
    page = sign_in(new_page(), robin)
    walk.visit(page, address, "Response of")
    there, second = part(page, response, 2), response.consultation.questions.questions.get(number=2)
    actions.save_answer(response=response, by=anneke, question=second, given=says("Hers."))
    Question.objects.filter(number=2).update(withdrawn_at=clock.now(), withdrawn_because="It was asked twice.")
    text_of(there).fill("His.")
    told = there.get_by_role("group", name="This question was withdrawn meanwhile")
    expect(told).to_contain_text("Both texts are kept; neither is sent.")
    expect(told.get_by_role("button")).to_have_count(0)
    walk.look(page)
    told.get_by_role("link", name="See the question as it stands now").click()
    expect(there.get_by_text("This question is no longer asked: It was asked twice.")).to_be_visible()
    expect(there.get_by_role("link", name="Earlier words")).to_be_visible()
    expect(page.locator("[data-all-state]")).to_have_text("Everything is saved.")
    assert DraftAnswer.objects.get().text == "Hers."
    assert [r.said["text"] for r in Revision.objects.all()] == ["His."]


def test_an_abandoned_part_is_taken_over(new_page, sign_in, walk, robin, anneke, response, address):
    actions.take_part(response=response, by=anneke, part="general")
    PartLock.objects.update(seen_at=clock.now() - timedelta(minutes=3))
    page = sign_in(new_page(), robin)
    walk.visit(page, address, "Response of")
    page.locator("#general").get_by_role("link", name="Take over").click()
    walk.arrive(page, "Take over: General comments")
    press(page, "Write here instead of Anneke Visser")
    walk.arrive(page, "Response of")
    page.get_by_role("textbox", name="General comments").fill("In general.")
    expect(page.locator("#general [data-state]")).to_contain_text("Saved")
    assert Response.objects.get().general_comments == "In general."


def test_without_a_script_everything_is_there(new_page, axe, sign_in, robin, anneke):
    walk = WalkWithoutScript(axe, new_page())
    of = asked.consultation(*TEXTS)
    page = sign_in(new_page(java_script_enabled=False), robin)
    address = f"/consultations/{of.pk}/respond/"
    walk.visit(page, address, "Answer for")
    press(page, "Begin the response")
    walk.arrive(page, "Response of")
    response = Response.objects.get()
    first, second = part(page, response, 1), part(page, response, 2)
    # To say that one writes in a part saves what was typed elsewhere.
    first.get_by_label("Yes, with reservations").check()
    text_of(first).fill("Mostly.")
    second.locator("button[name=hold]").click()
    walk.arrive(page, "Response of")
    expect(page.get_by_text("Everything you typed is saved.")).to_be_visible()
    expect(second.locator("noscript .note")).to_have_text("Colleagues see that you are writing here.")
    assert PartLock.objects.get().holder == robin
    other = sign_in(new_page(java_script_enabled=False), anneke)
    walk.visit(other, address, "Response of")
    expect(part(other, response, 2).get_by_text(f"{robin.name} is writing here since")).to_be_visible()
    # Two typed in one part: the second is shown both.
    text_of(part(other, response, 1)).fill("Anneke’s.")
    text_of(first).fill("Robin’s.")
    text_of(second).fill("Too tight.")
    page.locator(".respond-bar").get_by_role("button", name="Save").click()
    walk.arrive(page, "Response of")
    assert not PartLock.objects.exists()
    other.locator(".respond-bar").get_by_role("button", name="Save").click()
    walk.arrive(other, "Response of")
    expect(other.get_by_role("alert")).to_contain_text(f"{robin.name} saved another text here")
    expect(text_of(part(other, response, 1))).to_have_value("Anneke’s.")
    part(other, response, 1).get_by_role("button", name="Save what stands in the fields").click()
    walk.arrive(other, "Response of")
    assert {d.question.number: d.text for d in DraftAnswer.objects.all()} == {1: "Anneke’s.", 2: "Too tight."}
    assert "Robin’s." in [r.said["text"] for r in Revision.objects.all()]


def test_where_a_colleague_was_writing_saving_goes_on_once_she_has_gone(
    new_page, sign_in, walk, robin, anneke, response, address
):
    page = sign_in(new_page(), robin)
    walk.visit(page, address, "Response of")
    there, asked_for = part(page, response, 1), response.consultation.questions.questions.get(number=1)
    actions.take_part(response=response, by=anneke, part=f"q-{asked_for.pk}")
    text_of(there).fill("His.")
    expect(there.locator("[data-state]")).to_contain_text("Not saved: Anneke Visser is writing here")
    expect(page.locator("[data-all-state]")).to_have_text("Something is not saved: see above.")
    actions.leave_part(response=response, by=anneke, part=f"q-{asked_for.pk}")
    expect_saved(there, by=robin.name)
    expect(page.locator("[data-all-state]")).to_have_text("Everything is saved.")
    assert DraftAnswer.objects.get().text == "His."


def test_the_bar_says_so_while_something_is_too_long(new_page, sign_in, walk, robin, response, address):
    page = sign_in(new_page(), robin)
    walk.visit(page, address, "Response of")
    bar = page.locator("[data-all-state]")
    text_of(part(page, response, 1)).fill("words " * 100_000)
    expect(bar).to_have_text("Something is not saved: see above.")
    text_of(part(page, response, 1)).fill("Few words.")
    expect(bar).to_have_text("Everything is saved.")


def test_what_was_saved_without_an_answer_is_no_clash_with_oneself(new_page, sign_in, walk, robin, response, address):
    page = sign_in(new_page(), robin)
    walk.visit(page, address, "Response of")
    first = part(page, response, 1)
    page.route("**/save/**", lambda route: (route.fetch(), route.abort()))
    text_of(first).fill("We agree with all")
    expect(first.get_by_text("there has been no connection since")).to_be_visible()
    assert DraftAnswer.objects.get().text == "We agree with all"
    text_of(first).fill("We agree with most of it.")
    page.unroute("**/save/**")
    expect(page.locator("[data-all-state]")).to_have_text("Everything is saved.", timeout=15_000)
    assert DraftAnswer.objects.get().text == "We agree with most of it."
    expect(first.locator(".respond-clash")).to_have_count(0)


def test_a_comment_that_a_colleague_removes_under_ones_hands_is_added_anew(
    new_page, sign_in, walk, robin, anneke, response, address
):
    made = clause(response, robin)
    page = sign_in(new_page(), robin)
    walk.visit(page, address, "Response of")
    own = page.locator(f"#c-{made.pk}")
    actions.remove_clause(response=response, by=anneke, clause=made)
    own.get_by_label("Words to be added, or your question").fill("One second at most.")
    expect(own.get_by_text("A colleague removed this comment.")).to_be_visible()
    walk.look(page)
    own.get_by_role("button", name="Add it as a new comment").click()
    expect(page.locator("[data-all-state]")).to_have_text("Everything is saved.")
    added = DraftClauseComment.objects.get()
    assert added.text == "One second at most."
    expect(page.locator(f"#c-{added.pk}")).to_be_visible()
    expect(page.locator("#c-new")).to_have_count(1)


def test_a_heading_stands_while_a_question_of_its_group_does(new_page, sign_in, walk, robin, anneke, response, address):
    questions = response.consultation.questions.questions
    lead = questions.get(number=1)
    questions.filter(number__gte=2).update(group="Agents", only_if=lead, only_if_answers=["agree"])
    page = sign_in(new_page(), robin)
    walk.visit(page, address, "Response of")
    heading = page.get_by_role("heading", name="Agents")
    expect(part(page, response, 1)).to_be_visible()
    expect(heading).to_have_count(0)
    # A colleague’s answer leads on here too.
    actions.save_answer(response=response, by=anneke, question=lead, given={"agreement": "agree"})
    expect(heading).to_be_visible(timeout=15_000)
    expect(text_of(part(page, response, 2))).to_be_visible()
    walk.look(page)
    # Fetched anew, a question keeps its heading.
    given = says("Hers.")
    actions.save_answer(response=response, by=anneke, question=questions.get(number=2), given=given)
    expect(text_of(part(page, response, 2))).to_have_value("Hers.", timeout=15_000)
    expect(heading).to_have_count(1)


def test_a_choice_is_kept_while_there_is_no_connection(new_page, sign_in, walk, robin, response, address):
    page = sign_in(new_page(), robin)
    walk.visit(page, address, "Response of")
    there = part(page, response, 1)
    # Also what is sent when the page is left.
    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError()) }")
    there.get_by_label("No", exact=True).check()
    expect(there.get_by_text("there has been no connection since")).to_be_visible()
    walk.visit(page, address, "Response of")
    expect(there.get_by_text("you had chosen something else here that was not saved")).to_be_visible()
    expect(there.get_by_label("No", exact=True)).not_to_be_checked()
    assert not DraftAnswer.objects.exists()
    there.get_by_role("button", name="Bring it back").click()
    expect(there.get_by_label("No", exact=True)).to_be_checked()
    expect(there.locator("[data-state]")).to_contain_text("Saved")
    assert DraftAnswer.objects.get().agreement == "disagree"
    page.reload()
    expect(there.get_by_text("you had chosen something else here")).to_have_count(0)


def test_what_was_typed_for_one_organisation_is_not_offered_for_another(
    new_page, sign_in, walk, robin, response, address
):
    own, second = response.organisation, make.OrganisationFactory()
    Affiliation.objects.create(user=robin, organisation=second, kind="submitter", starts=make.LONG_AGO)
    robin = User.objects.get(pk=robin.pk)
    actions.start_response(consultation=response.consultation, by=robin, organisation=second)
    page = sign_in(new_page(), robin)
    there, offer = part(page, response, 1), "you had typed something else here that was not saved"
    walk.visit(page, f"{address}?for={own.pk}", "Response of")
    # Also what is sent when the page is left.
    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError()) }")
    text_of(there).fill("For the first.")
    expect(there.get_by_text("there has been no connection since")).to_be_visible()
    walk.visit(page, f"{address}?for={second.pk}", f"Response of {second}")
    expect(page.get_by_text(offer)).to_have_count(0)
    walk.visit(page, f"{address}?for={own.pk}", "Response of")
    expect(there.get_by_text(offer)).to_be_visible()
    there.get_by_role("button", name="Bring it back").first.click()
    expect(there.locator("[data-state]")).to_contain_text("Saved")
    assert [(d.text, d.response) for d in DraftAnswer.objects.all()] == [("For the first.", response)]
