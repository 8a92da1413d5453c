"""The tabs of a proposal in a browser: accessible, and never wider than the screen."""

import pytest

from proposals import actions
from tests import factories as make
from tests.proposals.test_reading_pages import TABS, at, attach


@pytest.mark.journey
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [1280, 320])
def test_every_tab_is_accessible_and_fits(new_page, sign_in, axe, width):
    by = make.analyst(name="Ann Archer")
    proposal = make.ready_for_fast_track(by=by, number=87)
    actions.post_update(proposal=proposal, by=by, text="An update.")
    attach(proposal, by, title="Letter")
    page = sign_in(new_page(viewport={"width": width, "height": 800}), by)
    for tab in TABS:
        page.goto(at("DP087", tab))
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert axe.pages == len(TABS)
