"""What the page of a meeting shows of its decisions, minutes and actions."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string

from audit import clock
from subcommittees import actions, decisionpanels
from tests import factories as make
from tests.subcommittees.deciding import agreed, body, item, meeting

pytestmark = pytest.mark.django_db


def shown(rf, panel: str, user, held) -> str | None:
    request = rf.get("/")
    request.user = user
    context = getattr(decisionpanels, panel)(request, held)
    found = None if context is None else render_to_string(f"subcommittees/panels/{panel}.html", context)
    return found and " ".join(found.split())


def test_each_panel_is_for_those_whose_it_is(rf):
    by, held = make.analyst(), meeting(body("ssc"), on=clock.today() - timedelta(days=9))
    one = item(held, title="Planning")
    asked = actions.recommend(item=one, by=by, verb="NOTE", text="the plan")
    public = AnonymousUser()
    assert [shown(rf, panel, public, held) for panel in ("decisions", "minutes", "actions")] == [None] * 3
    assert "Decide" in shown(rf, "decisions", by, held)
    written = shown(rf, "minutes", by, held)
    assert "Not written yet." in written
    assert "Write the minutes" in written
    assert "Nothing was undertaken at this meeting." in shown(rf, "actions", by, held)
    actions.decide(item=one, by=by, said=agreed([asked]))
    actions.undertake(meeting=held, by=by, text="Write.", owner=by)
    resolved = shown(rf, "decisions", public, held)
    assert "Agreed" in resolved or "Noted" in resolved
    assert "Decide" not in resolved
    assert shown(rf, "minutes", public, held) is None
    assert "Write." in shown(rf, "actions", make.member(held.committee), held)
