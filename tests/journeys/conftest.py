from datetime import UTC, datetime, timedelta

import pytest

from audit import clock
from tests.journeys.steps import Walk


@pytest.fixture
def walk(axe):
    """Fails a test that looked at no page at all."""
    walk = Walk(axe)
    yield walk
    assert walk.pages


@pytest.fixture
def time_passes(monkeypatch):
    """Call it with a moment still to come: from then on the clock of this process, and so the live server's, runs from
    there."""
    ahead = timedelta(0)

    def until(moment: datetime) -> None:
        nonlocal ahead
        ahead = moment - datetime.now(UTC)

    monkeypatch.setattr(clock, "now", lambda: clock._frozen.get() or datetime.now(UTC) + ahead)
    return until
