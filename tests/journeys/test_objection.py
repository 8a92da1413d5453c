import time
import pytest
from tests import factories as make
from tests.journeys.steps import *

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

def test_x(new_page, sign_in, walk):
    by = make.analyst()
    proposal = make.fast_tracked(by=by)
    page = sign_in(new_page(), by)
    for a in ["/", "/modifications/", f"/modifications/{proposal.slug}/", f"/modifications/{proposal.slug}/edit/problem-statement/", f"/modifications/{proposal.slug}/edit/impacts/", "/raise/"]:
        t=time.monotonic(); page.goto(a); t1=time.monotonic(); walk.arrive(page); print(a, t1-t, time.monotonic()-t1)
    nojs = sign_in(new_page(java_script_enabled=False), by)
    t=time.monotonic(); walk.visit(nojs, "/modifications/"); print(time.monotonic()-t)
