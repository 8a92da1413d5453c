"""The pages that put right: what they offer, what they say beforehand, what comes of it, and the mark on papers."""

from datetime import date
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit import clock
from papers import actions as papers
from proposals import actions
from proposals.models import Move, Objection
from proposals.states import State
from tests import factories as make
from tests.proposals.correcting import PANEL_DAY, WRONG_DAY, approved, keys, noon, put_right, step
from tests.proposals.states import fresh, object_to

pytestmark = pytest.mark.django_db

NOW, AFTER = noon(date(2019, 10, 14)), noon(date(2019, 11, 20))


@pytest.fixture
def by():
    return make.analyst(name="Ines Okafor")


@pytest.fixture
def at_work(client, by):
    """The browser of an analyst on 14 October 2019."""
    client.force_login(by)
    with clock.set_to(NOW):
        yield client


def address(proposal, key: str) -> str:
    return reverse("proposals:put_right", args=[proposal.slug, step(proposal, key).pk])


def text(response) -> str:
    return " ".join(response.content.decode().split())


def effects(response) -> dict:
    return {effect.term: effect.items_list for effect in response.context["effects"]}


ENTERED = {
    "way": "correct",
    "effective": "2019-10-11",
    "words": "A correction.",
    "reason": "The Panel met on the 11th.",
}


def test_a_wrong_date_is_put_right_after_it_was_asked_again(at_work, by):
    proposal = approved(by)
    page = address(proposal, "approve_fast_track")
    assert at_work.get(page).context["form"].initial["effective"] == WRONG_DAY
    asked = at_work.post(page, {**ENTERED, "step": "review"})
    assert effects(asked)["What changes"] == [
        "There since: 4 October 2019 becomes 11 October 2019.",
        "Converted: 4 October 2019 becomes 11 October 2019.",
        "Path determined: 4 October 2019 becomes 11 October 2019.",
        "Implementation planned: 28 October 2019 becomes 4 November 2019.",
        "Objection window: Closes Friday 25 October 2019 at 17:00 becomes Closes Friday 1 November 2019 at 17:00.",
        "Date: 4 October 2019 becomes 11 October 2019.",
    ]
    assert fresh(proposal).converted_on == WRONG_DAY
    done = at_work.post(page, {**ENTERED, "step": "do"})
    assert done.url == f"/modifications/{proposal.slug}/history/#steps"
    assert fresh(proposal).converted_on == PANEL_DAY
    history = text(at_work.get(done.url))
    assert "Corrected on 14 October 2019 by Ines Okafor: The Panel met on the 11th." in history
    assert "Date: before <del>4 October 2019</del>, now <ins>11 October 2019</ins>" in history


def test_the_public_reads_what_was_put_right_and_not_by_whom(client, by):
    proposal = approved(by)
    with clock.set_to(NOW):
        put_right(proposal, "approve_fast_track", by, PANEL_DAY, reason="The Panel met on the 11th.")
        history = text(client.get(f"/modifications/{proposal.slug}/history/"))
    assert "Corrected on 14 October 2019 by SECAS: The Panel met on the 11th." in history
    assert "Okafor" not in history
    assert "Put right" not in history


def test_a_step_is_taken_back_and_shown_as_such(at_work, by):
    proposal = approved(by)
    page = address(proposal, "approve_fast_track")
    given = {"way": "take_back", "reason": "It was not decided."}
    asked = at_work.post(page, {**given, "step": "review"})
    assert effects(asked)["What changes"][0] == (
        f"Where it is: {State.FT_OBJECTION_WINDOW.label} becomes {State.CSC_AGREED.label}."
    )
    done = at_work.post(page, {**given, "step": "do"})
    assert done.url == "/modifications/DP001/history/#steps"
    assert keys(proposal) == ["submit", "raise", "csc_agrees"]
    history = text(at_work.get(done.url))
    assert "<s>Approved by the Panel as Fast-Track</s>" in history
    assert "Taken back on 14 October 2019 by Ines Okafor: It was not decided." in history


def test_it_says_which_way_is_closed_and_why(at_work, by):
    proposal = approved(by)
    page = at_work.get(address(proposal, "csc_agrees"))
    assert page.context["ways"] == ["correct"]
    assert "“Approved by the Panel as Fast-Track” of 4 October 2019 was recorded after it" in text(page)
    refused = at_work.post(address(proposal, "csc_agrees"), {"way": "take_back", "reason": "No.", "step": "do"})
    assert refused.status_code == 422
    with clock.set_to(NOW):
        object_to(proposal)
    page = at_work.get(address(proposal, "object"))
    assert (page.context["ways"], page.context["form"]) == ([], None)


@pytest.mark.parametrize(
    "given, sentence",
    [
        ({"reason": ""}, "Say why this is put right."),
        ({"way": ""}, "Choose whether to take it back or to correct it."),
        ({"effective": "2019-10-20"}, "20 October 2019 is still to come"),
        ({"effective": "2019-09-20"}, "20 September 2019 is before the step before it"),
        ({"effective": "2019-10-04"}, "This is what the record says already."),
    ],
)
@pytest.mark.parametrize("pressed", ["review", "do"])
def test_what_cannot_be_done_is_said_before_it_is_asked_again(at_work, by, given, sentence, pressed):
    proposal = approved(by)
    before = Move.objects.count()
    answer = at_work.post(address(proposal, "approve_fast_track"), {**ENTERED, **given, "step": pressed})
    assert (answer.status_code, Move.objects.count()) == (422, before)
    assert sentence in text(answer)


def test_the_meeting_names_the_day(at_work, by):
    proposal = approved(by)
    meeting = make.MeetingFactory(date=PANEL_DAY)
    given = {**ENTERED, "meeting": meeting.pk, "step": "do"}
    page = address(proposal, "approve_fast_track")
    wrong = at_work.post(page, {**given, "effective": "2019-10-10"})
    assert "The meeting was on 11 October 2019; give that day, or another meeting." in text(wrong)
    at_work.post(page, given)
    assert step(proposal, "approve_fast_track").meeting == meeting


def test_whoever_comes_second_is_told(at_work, by):
    proposal = approved(by)
    page = address(proposal, "approve_fast_track")
    put_right(proposal, "approve_fast_track", by, PANEL_DAY)
    answer = at_work.post(page, {**ENTERED, "step": "do"})
    assert answer.status_code == 409
    assert "The Panel met on the 11th." in text(answer)


def test_an_objection_is_struck_out(at_work, by):
    proposal = approved(by, PANEL_DAY)
    object_to(proposal)
    page = reverse("proposals:strike", args=[proposal.slug, "objection", Objection.objects.get().pk])
    assert page in at_work.get(f"/modifications/{proposal.slug}/history/").content.decode()
    assert at_work.post(page, {"step": "do"}).status_code == 422
    asked = at_work.post(page, {"ground": "withdrawn", "step": "review"})
    assert "Implementation planned: 4 November 2019." in effects(asked)["What changes"]
    assert Objection.objects.standing().exists()
    at_work.post(page, {"ground": "withdrawn", "words": "By e-mail.", "step": "do"})
    assert fresh(proposal).state == State.FT_OBJECTION_WINDOW
    history = text(at_work.get(f"/modifications/{proposal.slug}/history/"))
    assert "Struck out on 14 October 2019: Whoever lodged it has withdrawn it. By e-mail." in history


def test_an_objection_that_came_in_time_is_entered_late(at_work, by):
    proposal, party = approved(by, PANEL_DAY), make.party().organisations[0]
    with clock.set_to(AFTER):
        actions.settle_windows(proposal=proposal)
        page = reverse("proposals:enter_late", args=[proposal.slug, "object"])
        assert page in at_work.get(f"/modifications/{proposal.slug}/history/").content.decode()
        given = {"organisation": party.pk, "reason": "Material.", "step": "do"}
        assert "Say when it came in." in text(at_work.post(page, given))
        late = at_work.post(page, {**given, "received_at": "2019-11-01T17:00"})
        assert "closed on Friday 1 November 2019 at 17:00" in text(late)
        at_work.post(page, {**given, "received_at": "2019-11-01T16:59"})
    assert fresh(proposal).state == State.FT_HALTED


# Papers


def test_nothing_comes_late_without_a_window_or_while_it_is_open(at_work, by):
    """Without one it says so; while one is open it leads to the page that takes what comes in now."""
    without, opened = make.agreed_proposal(by=by), make.fast_tracked(by=by)
    page = at_work.get(reverse("proposals:enter_late", args=[without.slug, "object"]))
    assert (page.context["closed"], "form" in page.context) == (
        f"{without.reference} has had no objection window.",
        False,
    )
    answer = at_work.get(reverse("proposals:enter_late", args=[opened.slug, "object"]))
    assert answer["Location"] == reverse("proposals:move", args=[opened.slug, "object"])


def test_a_paper_issued_before_bears_the_mark_everywhere_and_one_issued_after_does_not(client, by):
    proposal = approved(by)
    with clock.set_to(noon(date(2019, 10, 7))):
        first = papers.issue_report(proposal=proposal, by=by)
    assert "corrected" not in text(client.get(first.get_absolute_url())).lower()
    with clock.set_to(NOW):
        put_right(proposal, "approve_fast_track", by, PANEL_DAY)
    with clock.set_to(noon(date(2019, 10, 15))):
        second = papers.issue_report(proposal=proposal, by=by, erratum="The Panel met a week later.")
        marked = text(client.get(first.get_absolute_url()))
        assert "The record was corrected on 14 October 2019, after this was issued." in marked
        assert f'href="/modifications/{proposal.slug}/history/#steps"' in marked
        later = text(client.get(second.get_absolute_url()))
        assert "after this was issued" not in later
        mark = "Record corrected since, 14 Oct 2019"
        client.force_login(by)
        lists = [f"/modifications/{proposal.slug}/documents/", f"/modifications/{proposal.slug}/report/", "/"]
        assert [text(client.get(page)).count(mark) for page in lists] == [1, 1, 1]
    assert later.count(mark) == 1  # in its list of other versions


def test_what_is_taken_back_marks_papers_too(by):
    proposal = approved(by, PANEL_DAY)
    with clock.set_to(NOW):
        version = papers.issue_report(proposal=proposal, by=by)
    with clock.set_to(noon(date(2019, 10, 15))):
        object_to(proposal)
        actions.strike_objection(objection=Objection.objects.get(), ground="mistake", by=by)
    marked = type(version).objects.with_corrections().get(pk=version.pk)
    assert marked.corrected_on == date(2019, 10, 15)


def test_what_the_pages_cost_whatever_was_put_right(at_work, by):
    """The literal number of queries, with one step put right and with twenty; a correction costs what it costs too."""
    proposal = approved(by)
    history, page = f"/modifications/{proposal.slug}/history/", address(proposal, "csc_agrees")
    costs = []
    for times in (1, 19):
        for n in range(times):
            put_right(proposal, "csc_agrees", by, words=f"Agreed, {times} {n}.")
        page = address(proposal, "csc_agrees")
        costs.append([queries(partial(at_work.get, where)) for where in (history, page)])
    assert costs == [[11, 9]] * 2
    assert queries(lambda: put_right(proposal, "approve_fast_track", by, PANEL_DAY)) == 37


def queries(act) -> int:
    with CaptureQueriesContext(connection) as captured:
        act()
    return len([q for q in captured if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))])
