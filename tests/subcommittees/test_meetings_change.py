"""Meetings moved, cancelled and held after all: what goes with them, who is told, and what stays."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from audit.acts import NotAllowed, Refused
from audit.models import Event
from bodies import actions as bodies
from bodies.papersday import papers_day
from bodies.queries import next_meeting
from notifications.models import Message
from papers import actions as papers
from proposals import actions as proposals
from proposals.layouts import Planned
from proposals.models import Slip
from subcommittees import actions
from tests import factories as make
from tests.subcommittees.meetings import ahead, item, meeting, secretary

pytestmark = pytest.mark.django_db


def dated_at(of, by):
    """A date of a timetable that is the meeting’s own."""
    proposal = make.agreed_proposal(by=by)
    planned = Planned("Discuss with the Panel", "panel_update", of.date, "meeting", of.committee)
    return proposals.add_entry(proposal=proposal, by=by, planned=planned)


def test_a_moved_meeting_keeps_its_number_and_every_reference_that_is_fixed():
    by, of = make.analyst(), meeting(number=69)
    first, second = item(of, by, "a"), item(of, by, "b")
    fixed = actions.fix_reference(item=first, by=by).reference
    to = ahead(30)
    moved = bodies.move_meeting(meeting=of, by=by, to=to, reason="The room was taken.")
    first.refresh_from_db()
    assert (moved.number, moved.date, moved.sequence, first.reference) == (69, to, 1, fixed)
    assert actions.fix_reference(item=second, by=by).reference == f"SECP_69_{to:%d%m}_02"
    assert papers_day(moved) < to


def test_dates_of_timetables_go_with_it_each_with_its_slip():
    by, of = make.analyst(), meeting()
    entry = dated_at(of, by)
    was, to = of.date, ahead(30)
    bodies.move_meeting(meeting=of, by=by, to=to, reason="The room was taken.")
    entry.refresh_from_db()
    slip = Slip.objects.get(entry=entry)
    assert (entry.due_on, entry.meeting_id, entry.baseline_on) == (to, of.pk, was)
    assert (slip.from_on, slip.to_on, slip.agreed_body_id) == (was, to, of.committee_id)
    assert "The room was taken." in slip.reason


def test_what_is_done_does_not_move():
    by, of = make.analyst(), meeting()
    entry = dated_at(of, by)
    proposals.mark_done(entry=entry, by=by)
    bodies.move_meeting(meeting=of, by=by, to=ahead(30), reason="So.")
    assert not Slip.objects.filter(entry=entry).exists()


def test_the_secretary_moves_it_although_only_secas_keeps_timetables():
    panel = make.CommitteeFactory()
    of = meeting(panel)
    entry = dated_at(of, make.analyst())
    bodies.move_meeting(meeting=of, by=secretary(panel), to=ahead(30), reason="So.")
    assert Slip.objects.filter(entry=entry).count() == 1


def test_those_who_sit_on_it_are_told_and_nobody_of_a_meeting_of_the_past():
    panel = make.CommitteeFactory()
    member, by = make.member(panel), make.analyst()
    of, gone = meeting(panel), make.MeetingFactory(committee=panel, date=date(2019, 6, 14))
    bodies.move_meeting(meeting=of, by=by, to=ahead(30), reason="The room was taken.")
    message = Message.objects.get()
    assert member.pk in {delivery.user_id for delivery in message.deliveries.all()}
    assert "The room was taken." in message.body
    bodies.move_meeting(meeting=gone, by=by, to=date(2019, 6, 13), reason="Mistyped.")
    assert Message.objects.count() == 1


@pytest.mark.parametrize("days, words", [(-1, "has gone"), (20, "already"), (40, "already meets")])
def test_a_day_that_cannot_be_is_refused(days, words):
    by, panel = make.analyst(), make.CommitteeFactory()
    of, _ = meeting(panel, 20), meeting(panel, 40)
    with pytest.raises(Refused, match=words) as refused:
        bodies.move_meeting(meeting=of, by=by, to=ahead(days), reason="So.")
    assert refused.value.field == "to"


def test_a_meeting_with_something_on_its_agenda_is_not_cancelled():
    by, panel = make.analyst(), make.CommitteeFactory()
    of, following = meeting(panel, 20), meeting(panel, 40)
    one = item(of, by)
    with pytest.raises(Refused, match="One item stands on its agenda"):
        bodies.cancel_meeting(meeting=of, by=by, because="Nothing to decide.")
    actions.carry_over(item=one, by=by, because="The meeting is not held.")
    assert bodies.cancel_meeting(meeting=of, by=by, because="Nothing to decide.").state == "cancelled"
    assert next_meeting("panel") == following


def test_dates_of_a_cancelled_meeting_go_to_the_one_that_is_named():
    by, panel = make.analyst(), make.CommitteeFactory()
    of, following = meeting(panel, 20), meeting(panel, 40)
    entry = dated_at(of, by)
    with pytest.raises(Refused) as refused:
        bodies.cancel_meeting(meeting=of, by=by, because="Nothing to decide.")
    assert refused.value.field == "to"
    bodies.cancel_meeting(meeting=of, by=by, because="Nothing to decide.", to=following)
    entry.refresh_from_db()
    assert (entry.due_on, entry.meeting) == (following.date, following)
    assert "was cancelled: Nothing to decide." in Slip.objects.get(entry=entry).reason


def test_a_cancelled_meeting_is_held_after_all_unless_its_day_is_taken():
    by, panel = make.analyst(), make.CommitteeFactory()
    of = bodies.cancel_meeting(meeting=meeting(panel, 20), by=by, because="So.")
    other = meeting(panel, 20, number=999)
    with pytest.raises(Refused, match="already meets"):
        bodies.reinstate_meeting(meeting=of, by=by, reason="It is needed.")
    bodies.move_meeting(meeting=other, by=by, to=ahead(21), reason="So.")
    assert bodies.reinstate_meeting(meeting=of, by=by, reason="It is needed.").state == "planned"


def test_a_series_is_entered_as_a_whole_or_not_at_all():
    by, panel = make.analyst(), make.CommitteeFactory()
    taken = meeting(panel, 40, number=69)
    with pytest.raises(Refused):
        bodies.enter_meetings(by=by, committee=panel, dates=[ahead(20), taken.date])
    assert panel.meetings.count() == 1
    made = bodies.enter_meetings(by=by, committee=panel, dates=[ahead(60), ahead(20)])
    assert [(m.number, m.date) for m in made] == [(70, ahead(20)), (71, ahead(60))]


def feed(committee) -> str:
    answer = Client().get(reverse("subcommittees:feed", args=[committee.code]))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return answer.content.decode().replace("\r\n ", "")


def test_the_calendar_names_each_meeting_for_good_and_counts_its_changes():
    by, panel = make.analyst(), make.CommitteeFactory()
    of = meeting(panel, place="Room 1; or by video, as you like")
    amber = item(of, by, "A secret matter", classification="amber")
    before = feed(panel)
    assert f"UID:meeting-{of.pk}@" in before
    assert f"UID:papers-{of.pk}@" in before
    assert f"DTSTART;VALUE=DATE:{of.date:%Y%m%d}" in before
    assert f"DTSTART;VALUE=DATE:{papers_day(of):%Y%m%d}" in before
    assert "LOCATION:Room 1\\; or by video\\, as you like" in before
    assert amber.title not in before
    bodies.move_meeting(meeting=of, by=by, to=ahead(30), reason="So.")
    after = feed(panel)
    assert f"UID:meeting-{of.pk}@" in after
    assert "SEQUENCE:1" in after
    assert "SEQUENCE:0" not in after
    assert f"DTSTART;VALUE=DATE:{ahead(30):%Y%m%d}" in after


def test_lines_of_the_calendar_are_folded_and_no_character_is_cut():
    panel = make.CommitteeFactory()
    meeting(panel, place="Ω" * 150)
    raw = Client().get(reverse("subcommittees:feed", args=["panel"])).content
    assert max(len(line) for line in raw.split(b"\r\n")) <= 75
    assert "Ω" * 150 in raw.decode().replace("\r\n ", "")


# The addresses of a meeting that was moved


def moved(of, by, to: int = 30):
    was = of.date
    bodies.move_meeting(meeting=of, by=by, to=ahead(to), reason="The room was taken.")
    return was


def under(of, day) -> str:
    return f"/committees/{of.committee.code}/meetings/{day}/"


@pytest.mark.parametrize("rest", ["", "minutes/", "pack/", "decisions/", "items/add/", "move/"])
def test_the_old_address_of_a_moved_meeting_leads_to_the_new_day(client, rest):
    by, of = make.analyst(), meeting()
    was = moved(of, by)
    client.force_login(by)
    answer = client.get(f"{under(of, was)}{rest}?kind=business")
    assert (answer.status_code, answer.url) == (301, f"{under(of, of.date)}{rest}?kind=business")
    assert answer["Cache-Control"] == "no-cache"  # it may be moved back, and another meeting may take the day


def test_who_may_not_open_a_page_is_not_led_there(client):
    """A page of the body's secretary first asks who it is; an item in confidence is found by nobody who may not see it."""
    by, of = make.analyst(), meeting()
    closed = item(of, by, classification="amber")
    was = moved(of, by)
    assert client.get(f"{under(of, was)}items/add/").url.startswith("/accounts/")
    rest = f"items/{closed.pk}/minute/"
    client.force_login(make.party())
    assert client.get(f"{under(of, was)}{rest}", follow=True).status_code == 404
    client.force_login(by)
    assert client.get(f"{under(of, was)}{rest}", follow=True).status_code == 200


def test_twice_moved_leads_to_where_it_is_and_moved_back_to_itself(client):
    by, of = make.analyst(), meeting()
    first = moved(of, by, 30)
    second = moved(of, by, 40)
    for day in (first, second):
        assert client.get(under(of, day)).url == under(of, of.date)
    bodies.move_meeting(meeting=of, by=by, to=first, reason="It was free after all.")
    assert client.get(under(of, first)).status_code == 200
    assert client.get(under(of, ahead(40))).url == under(of, first)


def test_another_meeting_of_the_body_on_that_day_is_found_there_itself(client):
    by, of = make.analyst(), meeting()
    was = moved(of, by)
    other = make.MeetingFactory(committee=of.committee, date=was, number=of.number + 1)
    assert client.get(under(of, was)).context["meeting"] == other
    elsewhere = make.CommitteeFactory(code="csc", short_name="CSC")
    assert client.get(f"/committees/{elsewhere.code}/meetings/{was}/").status_code == 404


def test_what_was_sent_to_the_old_address_is_sent_on_whole(client):
    """Somebody had the form open when it was moved: nothing that they typed is lost."""
    by, of = make.analyst(), meeting()
    was = moved(of, by)
    client.force_login(by)
    sent = {"kind": "business", "purpose": "discussion", "title": "Planning", "classification": "white"}
    answer = client.post(f"{under(of, was)}items/add/", sent)
    assert (answer.status_code, answer.url) == (308, f"{under(of, of.date)}items/add/")
    client.post(f"{under(of, was)}items/add/", sent, follow=True)
    assert of.items.get().title == "Planning"


# A number that was entered wrongly


def test_a_number_entered_wrongly_is_put_right_and_later_references_bear_the_right_one():
    by, of = make.analyst(), meeting(number=96)
    told = Message.objects.count()
    bodies.correct_number(meeting=of, by=by, number=69, reason="The figures were swapped.")
    of.refresh_from_db()
    assert (of.number, of.sequence, Message.objects.count()) == (69, 1, told)
    assert actions.fix_reference(item=item(of, by), by=by).reference == f"SECP_69_{of.date:%d%m}_01"
    assert Event.objects.filter(action="meeting_renumbered").count() == 1


def test_a_number_is_the_meetings_alone_and_needs_a_reason():
    by, of = make.analyst(), meeting(number=96)
    make.MeetingFactory(committee=of.committee, number=70, date=ahead(40))
    for number, reason, field in ((70, "So.", "number"), (96, "So.", "number"), (69, " ", "reason")):
        with pytest.raises(Refused) as refused:
            bodies.correct_number(meeting=of, by=by, number=number, reason=reason)
        assert refused.value.field == field
    with pytest.raises(NotAllowed):
        bodies.correct_number(meeting=of, by=make.member(of.committee), number=69, reason="So.")
    bodies.correct_number(meeting=of, by=secretary(of.committee), number=69, reason="So.")


def test_once_a_reference_was_issued_under_it_a_number_stays(client):
    by, of = make.analyst(), meeting(number=96)
    page = reverse("subcommittees:meeting_step", args=[of.committee.code, f"{of.date}", "number"])
    client.force_login(by)
    assert page in client.get(under(of, of.date)).content.decode()
    fixed = actions.fix_reference(item=item(of, by), by=by).reference
    assert page not in client.get(under(of, of.date)).content.decode()
    answer = client.post(page, {"number": 69, "reason": "Swapped."})
    assert answer.status_code == 422
    assert f"{fixed} was issued under the number that it has: it stays." in answer.content.decode()
    of.refresh_from_db()
    assert of.number == 96


def test_an_issued_agenda_keeps_the_number_too():
    """The agenda and the minutes bear it in their title, whether an item has its reference or not."""
    by, of = make.analyst(), meeting(number=96)
    item(of, by)
    paper = papers.compose_paper(kind="agenda", meeting=of, by=by, edition="public").paper
    bodies.correct_number(meeting=of, by=by, number=69, reason="A draft binds nobody.")
    papers.issue_paper(paper=paper, by=by)
    with pytest.raises(Refused, match=r"meeting 69 1\.0” was issued under the number"):
        bodies.correct_number(meeting=of, by=by, number=96, reason="So.")


def test_the_page_puts_the_number_right(client):
    by, of = make.analyst(), meeting(number=96)
    client.force_login(by)
    page = reverse("subcommittees:meeting_step", args=[of.committee.code, f"{of.date}", "number"])
    assert client.get(page).context["form"]["number"].value() == 96
    assert client.post(page, {"number": "69", "reason": "Swapped."}).url == under(of, of.date)
    of.refresh_from_db()
    assert of.number == 69
