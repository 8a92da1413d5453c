"""A member whose term ended yesterday is told so, wherever it keeps them from something; until then they could."""

from datetime import timedelta

import pytest
from django.urls import reverse

from audit import clock
from bodies.models import Membership
from subcommittees import actions
from subcommittees.frames import address
from subcommittees.models import Attendance, MemberPosition, MinuteComment
from tests import factories as make
from tests.subcommittees.deciding import body, item, meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return make.analyst()


@pytest.fixture
def doors(by) -> dict[str, tuple[str, dict]]:
    ssc = body("ssc")
    proposal = make.draft_proposal(by=by)
    request = make.asked(proposal, by, ssc)
    one = item(meeting(ssc, on=clock.today() - timedelta(days=9)))
    actions.write_minute(item=one, by=by, text="So.")
    actions.circulate_minutes(meeting=one.meeting, by=by)
    coming = meeting(ssc, on=clock.today())
    position = reverse("subcommittees:request_step", args=[proposal.slug, request.pk, "position"])
    return {
        "position": (position, {"position": "supports", "text": "Yes."}),
        "comment": (address(one.meeting, "comment_on_minute", one.pk), {"text": "Not so."}),
        "attendance": (address(coming, "answer_attendance"), {"how": "present"}),
    }


def written() -> int:
    return MemberPosition.objects.count() + MinuteComment.objects.count() + Attendance.objects.count()


@pytest.mark.parametrize("name", ["position", "comment", "attendance"])
def test_the_day_after_the_last_is_too_late_and_the_last_is_not(client, doors, name):
    url, sent = doors[name]
    member = make.member(body("ssc"))
    client.force_login(member)
    today, term = clock.today(), Membership.objects.filter(user=member)
    term.update(ends=today - timedelta(days=1))
    refused = client.post(url, sent)
    assert refused.status_code == 403
    words = f"Your term in the seat {term.get().seat.name} of the SSC ended on {term.get().ends:%-d %B %Y}."
    assert words in refused.content.decode()
    assert written() == 0
    term.update(ends=today)
    assert client.post(url, sent).status_code == 302
    assert written() == 1


def test_somebody_who_never_sat_there_is_told_of_no_term(client, doors):
    client.force_login(make.party())
    for url, sent in doors.values():
        assert "Your term" not in client.post(url, sent).content.decode()
    assert written() == 0
