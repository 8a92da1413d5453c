from datetime import UTC, datetime, timedelta

import pytest

from audit import clock
from tests.journeys.steps import Walk


@pytest.fixture
def walk(axe):
    return Walk(axe)


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


# DEBUG
@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    out = yield
    rep = out.get_result()
    if rep.when == "call" and rep.failed:
        w = item.funcargs.get("walk")
        for n, pg in enumerate(getattr(w, "all", [])):
            try:
                print(pg.url)
                pg.screenshot(path=f"/tmp/fail{n}.png", full_page=True)
                print(pg.get_by_role("main").aria_snapshot()[:6000])
            except Exception as e:
                print(e)
