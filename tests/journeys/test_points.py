"""An analyst makes points of what was said, settles them and publishes; a respondent reads what became of what they
said, and everybody what was asked, said and done: each in a browser."""

import pytest
from playwright.sync_api import expect

from consultations.models import PointMade
from notifications.models import Message
from tests import factories as make
from tests.consultations import asked
from tests.journeys.steps import answer, fill, press, says

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def secas():
    return make.analyst(name="Ines Okafor")


@pytest.fixture
def speaker():
    return make.party(name="Tidewater Light", short_name="Tidewater")


@pytest.fixture
def over(speaker):
    row = asked.consultation("Do you agree?", "By when?", title="Testing before the change", days=-2)
    asked.submission(
        row,
        speaker.organisations[0],
        answers=[(1, "disagree", "One tester is too few."), (2, "", "In June.")],
        general_comments="We welcome it.",
    )
    asked.submission(row, answers=[(1, "agree_with_reservation", "A single tester does not suffice.")])
    return row


def test_from_what_was_said_to_what_became_of_it(new_page, sign_in, walk, secas, speaker, over):
    page = sign_in(new_page(), secas)
    walk.visit(page, f"/consultations/{over.pk}/")
    page.get_by_role("link", name="Points and replies").click()
    walk.arrive(page, "Points and what became of them")
    says(page, "0 of 4 passages dealt with.")
    page.get_by_role("link", name="Make points of passages").click()
    walk.arrive(page, "Passages not dealt with yet")
    page.locator("[name=place]").nth(0).check()
    page.locator("[name=place]").nth(1).check()
    press(page, "Make a point of the chosen ones")
    walk.arrive(page, "Make a point")
    fill(page, {"The point, in your own words": "More than one tester should take part."})
    press(page, "Make the point")
    walk.arrive(page, "Point 1")
    says(page, "A single tester does not suffice.")

    # The other two need none.
    walk.visit(page, f"/consultations/{over.pk}/points/passages/")
    for box in page.locator("[name=place]").all():
        box.check()
    fill(page, {"Why no point is made of them": "They ask for nothing."})
    press(page, "The chosen ones need no point")
    walk.arrive(page)
    says(page, "4 of 4 passages dealt with.")

    # Settled in place: first without a reply.
    walk.visit(page, f"/consultations/{over.pk}/points/")
    point = page.locator("#point-1")
    point.get_by_role("link", name="Settle").click()
    form = point.get_by_role("form")
    expect(form).to_be_visible()
    walk.look(page)
    answer(form, "What became of it", "Accepted")
    press(form, "Settle point 1")
    expect(point).to_contain_text("Write the reply that respondents read.")
    walk.look(page)
    fill(point, {"The reply": "Two will take part."})
    press(point, "Settle point 1")
    expect(point).to_contain_text("SECAS alone reads it until points are published.")
    walk.look(page)
    assert PointMade.objects.get().disposition == "accepted"

    # Published together, shown before.
    page.reload()
    page.get_by_role("link", name="Publish 1 settled point").click()
    walk.arrive(page, "Publish points")
    says(page, "1 person is told")
    press(page, "Publish the points")
    walk.arrive(page)
    says(page, "1 point is published with what became of it.")
    assert Message.objects.get(audience="respondent").deliveries.get().user == speaker

    # The respondent, and everybody.
    party = sign_in(new_page(), speaker)
    walk.visit(party, f"/consultations/{over.pk}/")
    party.get_by_role("link", name="What became of what you said").click()
    walk.arrive(party, "What became of what you said")
    says(party, "One tester is too few.", "Two will take part.")
    expect(party.locator("main")).not_to_contain_text("A single tester does not suffice.")
    anybody = new_page()
    walk.visit(anybody, f"/consultations/{over.pk}/outcome/")
    says(anybody, "More than one tester should take part.", "Two will take part.", "Made in 2 responses.")
    expect(anybody.locator("main")).not_to_contain_text("Tidewater")
