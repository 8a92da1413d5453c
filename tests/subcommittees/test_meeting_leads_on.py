"""The page of a meeting leads on to what comes next, each for those who may; that of a body to what it did."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from audit import clock
from bodies.ical import calendar, folded
from bodies.ical import text as escaped
from subcommittees import actions, ports
from subcommittees.meetingpage import sitting_of
from subcommittees.models import Minutes
from subcommittees.views.meeting import next_step
from tests import factories as make
from tests.reading import parsed, words
from tests.subcommittees.deciding import agreed, asked, body, chair, item, meeting, secretary

pytestmark = pytest.mark.django_db


def page(client, url: str) -> str:
    return words(parsed(client.get(url)))


def ago(days: int):
    return clock.today() - timedelta(days=days)


def labels(held, user) -> list[str]:
    return [link.label for row in sitting_of(held, user).rows for link in row.links]


def test_an_item_leads_those_who_may_to_its_paper_its_recommendations_and_the_decision():
    panel = body()
    held, by = meeting(panel), make.analyst()
    one = item(held, make.draft_proposal(by=by))
    actions.recommend(item=one, by=by, verb="AGREE", text="that it goes on")
    assert labels(held, by) == labels(held, secretary(panel)) == ["Write the paper", "Recommendations", "Decide"]
    assert labels(held, chair(panel)) == ["Decide"]
    assert labels(held, make.member(panel)) == labels(held, AnonymousUser()) == []
    ahead = meeting(panel, on=clock.today() + timedelta(days=30))
    actions.recommend(item=item(ahead, make.draft_proposal(by=by)), by=by, verb="AGREE", text="that it goes on")
    assert labels(ahead, by) == ["Write the paper", "Recommendations"]


def test_what_is_ready_today_is_not_offered_to_a_meeting_of_the_past(client):
    panel, by = body(), make.analyst()
    coming, gone = meeting(panel, on=clock.today() + timedelta(days=30)), meeting(panel, on=ago(3))
    client.force_login(by)
    assert "What is ready" in page(client, f"/committees/panel/meetings/{coming.date}/")
    assert "What is ready" not in page(client, f"/committees/panel/meetings/{gone.date}/")


def test_minutes_and_actions_on_the_agenda_lead_to_the_last_ones():
    panel, by = body(), make.analyst()
    earlier, held = meeting(panel, on=ago(28)), meeting(panel)
    item(held, kind="minutes", title="Minutes of the last meeting")
    item(held, kind="actions", title="Open actions")
    before = Minutes.objects.create(meeting=earlier)
    minuted = f"Minutes of {earlier.date:%-d %B %Y}"
    assert labels(held, by) == [minuted, "The list of actions"]
    assert labels(held, AnonymousUser()) == ["The list of actions"]
    before.state, before.approved_at, before.approved_on = "approved", clock.now(), clock.today()
    before.save()
    assert labels(held, AnonymousUser()) == [minuted, "The list of actions"]


def test_one_step_is_next_from_the_day_of_the_meeting_until_its_minutes_are_approved():
    panel, by = body(), make.analyst()
    held = meeting(panel, on=ago(3))
    one = item(held, title="Planning")
    recommendation = actions.recommend(item=one, by=by, verb="NOTE", text="the plan")

    def button(user=by):
        held.refresh_from_db()
        step = next_step(sitting_of(held, user), [])
        return step and step.button

    assert (button(), button(chair(panel)), button(make.member(panel))) == ("Record attendance", "Decide", None)
    actions.record_attendance(meeting=held, by=by, seats={}, others=[actions.attending.Other("Ann Lee", "DCC")])
    assert button() == "Decide"
    actions.decide(item=one, by=by, said=agreed([recommendation]))
    assert button() == "Record it as held"
    actions.hold_meeting(meeting=held, by=by)
    assert button() == "Write the minutes"
    actions.write_minute(item=one, by=by, text="The plan was noted.")
    actions.circulate_minutes(meeting=held, by=by)
    assert button() == button(chair(panel)) is None
    with clock.set_to(clock.now() + timedelta(days=30)):
        assert button() == button(chair(panel)) == "Open the minutes"
        actions.approve_minutes(meeting=held, by=by)
        assert (button(), labels(held, by)) == (None, [])


def test_what_was_resolved_comes_before_the_agenda_and_says_where_secas_had_said_otherwise(client):
    panel, by = body(), make.analyst()
    held = meeting(panel, on=ago(3))
    one = item(held, make.draft_proposal(by=by))
    rows = asked(one, by, "convert_to_refinement")
    url = f"/committees/panel/meetings/{held.date}/"
    assert 'id="decisions"' not in client.get(url).content.decode()
    actions.decide(item=one, by=by, said=agreed(rows, one="not_agreed", two="not_agreed", three="not_agreed"))
    shown = page(client, url)
    whole = client.get(url).content.decode()
    assert whole.index('id="decisions"') < whole.index('id="agenda"')
    assert shown.count("SECAS recommended:") == 3
    of_body = page(client, "/committees/panel/")
    assert "What it decided" in of_body
    assert of_body.count("Not agreed") == 3


def test_a_body_is_shown_what_it_was_asked_and_by_when_in_the_words_of_requests(client):
    ssc, by = body("ssc"), make.analyst()
    proposal = make.draft_proposal(by=by)
    request = make.asked(proposal, by, ssc, due_on=clock.today() + timedelta(days=7))
    shown = page(client, "/committees/ssc/")
    assert f"Asked on {request.asked_on:%-d %B %Y}, due {request.due_on:%A %-d %B %Y}" in shown.replace(
        "asked on", "Asked on"
    )
    actions.record_view(proposal=proposal, by=by, committee=ssc, position="supports", text="Yes.", request=request)
    shown = page(client, "/committees/ssc/")
    assert "Supports" in shown
    assert ", due " not in shown


def test_without_anybody_who_writes_papers_nothing_leads_to_them(monkeypatch):
    monkeypatch.setattr(ports, "paper_sources", {})
    held, by = meeting(), make.analyst()
    one = item(held, make.draft_proposal(by=by))
    assert (ports.begin_paper_url(one), ports.papers_url(held.committee), ports.papers_for([one], by)) == ("", "", {})
    assert labels(held, by) == ["Recommendations"]


def test_lines_of_a_calendar_are_escaped_folded_and_ended_as_the_standard_asks():
    """RFC 5545, §3.1 and §3.3.11."""
    assert escaped("Room 1; by post, or\nelse \\") == "Room 1\\; by post\\, or\\nelse \\\\"
    long = folded("SUMMARY:" + "é" * 60)
    lines = long.split(b"\r\n")
    assert lines.pop() == b""
    assert max(map(len, lines)) <= 75
    assert b"".join([lines[0], *(line[1:] for line in lines[1:])]).decode() == "SUMMARY:" + "é" * 60
    assert all(line.startswith(b" ") for line in lines[1:])
    whole = calendar("Meetings", [[("UID", "1@here")]]).decode().split("\r\n")
    assert whole[-4:] == ["UID:1@here", "END:VEVENT", "END:VCALENDAR", ""]
