"""What a meeting is promised by word of mouth stands on its agenda and in its minutes, once (S0 §3)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from audit import clock
from audit.acts import Refused
from audit.models import Event
from subcommittees import actions
from subcommittees.models import AgendaItem, VerbalUpdate
from subcommittees.prefilled import prefill
from subcommittees.waiting import waiting_for
from tests import factories as make
from tests.reading import parsed, words
from tests.subcommittees.deciding import body, chair, item, meeting, secretary
from tests.subcommittees.test_positions import locked

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


def test_an_item_put_on_by_hand_is_itself_the_promise(csc_7, by):
    """Whoever adds “a verbal update” to the agenda need not promise it a second time to keep its words."""
    told_by = make.UserFactory()
    made = actions.put_on_agenda(
        meeting=csc_7, by=by, kind="verbal_update", purpose="information", title="The release", presenter=told_by
    )
    update = made.verbal_updates.get()
    assert (update.about, update.owed_by, update.proposal, update.is_owed) == ("The release", told_by, None, True)
    with pytest.raises(Refused, match="Give the item a title"):
        actions.put_on_agenda(meeting=csc_7, by=by, kind="verbal_update", purpose="information")


def test_other_words_on_the_agenda_do_not_part_it_from_its_item(csc_7, proposal, by):
    update = actions.owe_verbal_update(meeting=csc_7, by=by, about=ABOUT, proposal=proposal)
    own = update.item
    actions.save_agenda_item(item=own, by=by, purpose="information", title="The SMKI PMA speaks")
    actions.give_verbal_update(update=update, by=by, words="It had no comment.")
    assert prefill(own, by) == f"The meeting was told of {ABOUT}: It had no comment."
    assert waiting_for_updates(csc_7, by) == []


def test_two_words_of_one_title_stand_under_their_own_items(csc_7, by):
    first, second = (actions.owe_verbal_update(meeting=csc_7, by=by, about="The DCC") for _ in range(2))
    assert first.item_id != second.item_id
    actions.drop_verbal_update(update=first, by=by, because="Said twice.")
    assert list(csc_7.items.standing()) == [second.item]


def test_the_item_of_two_words_stays_while_one_of_them_is_owed(csc_7, proposal, by):
    first, second = (
        actions.owe_verbal_update(meeting=csc_7, by=by, about=about, proposal=proposal) for about in (ABOUT, "More")
    )
    assert first.item == second.item
    actions.drop_verbal_update(update=first, by=by, because="It wrote instead.")
    assert list(csc_7.items.standing()) == [second.item]
    actions.drop_verbal_update(update=second, by=by, because="It wrote instead.")
    assert list(csc_7.items.standing()) == []


def test_what_was_taken_off_waits_and_is_put_on_again_for_the_same_promise(csc_7, proposal, by):
    update = actions.owe_verbal_update(meeting=csc_7, by=by, about=ABOUT, proposal=proposal)
    actions.take_off_agenda(item=update.item, by=by, because="By mistake.")
    assert waiting_for_updates(csc_7, by) == [update]
    again = actions.put_on_agenda(
        meeting=csc_7, by=by, kind="verbal_update", purpose="information", title=ABOUT, proposal=proposal, update=update
    )
    assert (list(again.verbal_updates.all()), VerbalUpdate.objects.count()) == ([update], 1)
    with pytest.raises(Refused, match="on the agenda already"):
        actions.put_on_agenda(
            meeting=csc_7, by=by, kind="verbal_update", purpose="information", title=ABOUT, update=update
        )


def test_what_is_still_to_be_said_is_carried_over_with_its_item_and_what_was_said_stays(csc_7, by):
    said, owed = (actions.owe_verbal_update(meeting=csc_7, by=by, about=about) for about in ("The DCC", "The release"))
    actions.give_verbal_update(update=said, by=by, words="In June.")
    csc_8 = meeting(csc_7.committee, on=CSC_7 + timedelta(days=28))
    for update in (said, owed):
        actions.carry_over(item=update.item, by=by, because="No time.")
    said.refresh_from_db()
    owed.refresh_from_db()
    assert (said.meeting, owed.meeting) == (csc_7, csc_8)
    assert owed.item == csc_8.items.get(title="The release")


def test_of_a_closed_item_nothing_that_was_promised_under_it_is_read(csc_7, by):
    update = actions.owe_verbal_update(meeting=csc_7, by=by, about=ABOUT)
    outside, inside = make.party(), make.member(csc_7.committee)
    read = VerbalUpdate.objects.visible_to
    assert (list(read(outside)), list(read(inside))) == ([update], [update])
    actions.save_agenda_item(item=update.item, by=by, purpose="information", title=ABOUT, classification="amber")
    assert (list(read(outside)), list(read(inside))) == ([], [update])


def waiting_for_updates(of, by) -> list:
    return [row.update for row in waiting_for(of, by) if row.update]


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


def test_a_word_about_no_proposal_has_a_page_from_its_meeting(client, csc_7, by):
    """Given, put right and dropped by whoever may, on a page of the meeting that leads back to the item."""
    owing = make.UserFactory()
    update = actions.owe_verbal_update(meeting=csc_7, by=by, about="The release", owed_by=owing)
    page_of = f"/committees/csc/meetings/{CSC_7}/updates/{update.pk}"
    for person, wanted in ((make.member(csc_7.committee), 403), (make.party(), 403), (owing, 200), (by, 200)):
        client.force_login(person)
        assert client.get(f"{page_of}/give/").status_code == wanted
    other = meeting(csc_7.committee, on=CSC_7 + timedelta(days=28))
    assert client.get(f"/committees/csc/meetings/{other.date}/updates/{update.pk}/give/").status_code == 404
    client.force_login(secretary(csc_7.committee))
    assert client.post(f"{page_of}/give/", {"words": "", "given_on": ""}).status_code == 422
    answer = client.post(f"{page_of}/give/", {"words": "It comes in June.", "given_on": ""})
    assert answer.url == f"/committees/csc/meetings/{CSC_7}/#item-{update.item_id}"
    client.post(f"{page_of}/correct/", {"words": "It comes in July.", "why": "Misheard."})
    update.refresh_from_db()
    assert (update.words, update.given_on) == ("It comes in July.", date(2019, 5, 20))


def test_it_stands_on_the_desk_and_in_the_inbox_of_whoever_owes_it(client, csc_7, by):
    owing = make.UserFactory()
    update = actions.owe_verbal_update(meeting=csc_7, by=by, about="The release", owed_by=owing)
    client.force_login(owing)
    (row,) = client.get("/desk/").context["mine"]
    give = f"/committees/csc/meetings/{CSC_7}/updates/{update.pk}/give/"
    assert (row["task"].proposal.title, row["task"].url) == ("meeting of 28 May 2019", give)
    assert give in client.get("/inbox/").content.decode()


def test_of_a_word_in_confidence_a_stranger_finds_no_page(client, csc_7, by):
    update = actions.owe_verbal_update(meeting=csc_7, by=by, about="The release", classification="amber")
    url = f"/committees/csc/meetings/{CSC_7}/updates/{update.pk}/give/"
    for person, wanted in ((make.party(), 404), (secretary(csc_7.committee), 200)):
        client.force_login(person)
        assert client.get(url).status_code == wanted


def test_after_the_minutes_are_approved_the_page_says_so_and_keeps_that_somebody_tried(client, csc_7, by):
    update = actions.owe_verbal_update(meeting=csc_7, by=by, about="The release")
    client.force_login(by)
    url = f"/committees/csc/meetings/{CSC_7}/updates/{update.pk}/give/"
    with clock.set_to(MAY_20 + timedelta(days=40)):
        locked(csc_7)
        page_of = client.post(url, {"words": "So.", "given_on": ""})
    assert page_of.status_code == 422
    assert "no longer recorded at that meeting" in page_of.content.decode()
    assert Event.objects.filter(action="late_after_minutes").count() == 1
