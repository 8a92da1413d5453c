"""What a meeting is promised by word of mouth stands on its agenda and in its minutes, once (issue 4, §4; S0 §3)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from audit import clock
from audit.models import Event
from subcommittees import actions
from subcommittees.models import AgendaItem
from subcommittees.prefilled import prefill
from subcommittees.waiting import waiting_for
from tests import factories as make
from tests.reading import parsed, words
from tests.subcommittees.deciding import body, chair, item, meeting, secretary

pytestmark = pytest.mark.django_db
ABOUT = "What the SMKI PMA says of DP075"
MAY_20 = datetime(2019, 5, 20, 9, tzinfo=UTC)
CSC_7 = date(2019, 5, 28)


def page(client, url: str) -> str:
    return words(parsed(client.get(url)))


@pytest.fixture(autouse=True)
def _may_20():
    with clock.set_to(MAY_20):
        yield


@pytest.fixture
def by():
    return make.analyst()


@pytest.fixture
def proposal(by):
    return make.draft_proposal(by=by, raised_on=date(2019, 4, 12), number=75)


@pytest.fixture
def csc_7():
    return meeting(body("csc"), on=CSC_7)


def standing(held) -> list[tuple]:
    return list(held.items.standing().values_list("kind", "title", "purpose").order_by("place"))


def test_a_promise_puts_it_on_the_agenda_in_the_same_act(csc_7, proposal, by):
    business = item(csc_7, title="Any other business", purpose="discussion")
    update = actions.owe_verbal_update(
        meeting=csc_7, by=by, about=ABOUT, proposal=proposal, owed_by=by, classification="green"
    )
    assert standing(csc_7) == [
        ("verbal_update", ABOUT, "information"),
        ("business", "Any other business", "discussion"),
    ]
    made = csc_7.items.exclude(pk=business.pk).get()
    assert (made.proposal, made.presenter, made.classification) == (proposal, by, "green")
    acts = Event.objects.filter(action__in=["verbal_update_owed", "item_put_on_agenda"]).values_list("act", flat=True)
    assert (len(acts), len(set(acts))) == (2, 1)
    assert update not in [row.update for row in waiting_for(csc_7, by)]


def test_whoever_may_promise_need_not_run_the_body_that_is_told(csc_7, proposal):
    actions.owe_verbal_update(meeting=csc_7, by=chair(body("ssc")), about=ABOUT, proposal=proposal)
    assert [kind for kind, *_ in standing(csc_7)] == ["verbal_update"]


def test_it_stands_there_once_and_under_a_title_that_fits(csc_7, proposal, by):
    for about in (ABOUT, "What the DCC says of it"):
        actions.owe_verbal_update(meeting=csc_7, by=by, about=about, proposal=proposal)
    assert [title for _, title, _ in standing(csc_7)] == [ABOUT]
    long = "What the security experts say of it, " * 8
    update = actions.owe_verbal_update(meeting=csc_7, by=by, about=long)
    assert [title for _, title, _ in standing(csc_7)] == [ABOUT, long[:200]]
    assert update not in [row.update for row in waiting_for(csc_7, by)]


def test_the_agenda_of_a_meeting_that_is_over_stays_as_it_was(csc_7, proposal, by):
    with clock.set_to(MAY_20 + timedelta(days=60)):
        actions.owe_verbal_update(meeting=csc_7, by=by, about=ABOUT, proposal=proposal, promised_on=date(2019, 5, 20))
    assert standing(csc_7) == []


def test_what_is_dropped_comes_off_the_agenda_and_what_was_given_stays(csc_7, proposal, by):
    dropped = actions.owe_verbal_update(meeting=csc_7, by=by, about=ABOUT, proposal=proposal)
    given = actions.owe_verbal_update(meeting=csc_7, by=by, about="The timetable of the DCC")
    actions.drop_verbal_update(update=dropped, by=by, because="The SMKI PMA wrote instead.")
    actions.give_verbal_update(update=given, by=by, words="It will be in June.")
    assert [title for _, title, _ in standing(csc_7)] == ["The timetable of the DCC"]
    off = csc_7.items.get(title=ABOUT)
    assert (off.state, off.because) == (AgendaItem.State.WITHDRAWN, "The SMKI PMA wrote instead.")


def test_minutes_begin_with_the_words_under_one_item_alone(csc_7, proposal, by):
    about_it = item(csc_7, proposal)
    first = actions.owe_verbal_update(meeting=csc_7, by=by, about=ABOUT, proposal=proposal)
    own = csc_7.items.get(kind="verbal_update")
    actions.give_verbal_update(update=first, by=by, words="It had no comment.")
    assert prefill(own, by) == f"The meeting was told of {ABOUT}: It had no comment."
    assert prefill(about_it, by) == ""


def test_the_page_says_who_owes_it_and_then_what_was_said(client, csc_7, proposal, by):
    update = actions.owe_verbal_update(meeting=csc_7, by=by, about=ABOUT, proposal=proposal)
    url = f"/committees/csc/meetings/{CSC_7}/"
    assert f"SECAS will tell it by word of mouth: {ABOUT}" in page(client, url)
    assert "Record what was said" not in page(client, url)
    client.force_login(secretary(csc_7.committee))
    assert "Record what was said" in page(client, url)
    actions.give_verbal_update(update=update, by=by, words="It had no comment.")
    client.logout()
    shown = page(client, url)
    assert f"Told by word of mouth by SECAS: {ABOUT}" in shown
    assert "It had no comment." in shown
