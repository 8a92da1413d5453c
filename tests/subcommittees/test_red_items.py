"""Red is for people named one by one (domain §1.5): they find the item and what hangs on it, and nobody else does."""

from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from audit import clock
from audit.acts import NotAllowed, Refused
from bodies import actions as bodies
from notifications.models import Delivery
from papers import actions as papers
from papers.models import Paper, PaperVersion
from subcommittees import actions
from subcommittees.models import (
    Action,
    AgendaItem,
    Conflict,
    Minute,
    MinuteComment,
    NamedReader,
    Recommendation,
    Resolution,
    VerbalUpdate,
    View,
)
from tests import factories as make
from tests.subcommittees.deciding import body, chair, meeting, secretary

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 9, 21, 9, tzinfo=UTC)
AFTER = datetime(2026, 10, 7, 9, tzinfo=UTC)
WORD = "Marble"  # in everything that is Red


@pytest.fixture(autouse=True)
def _monday():
    with clock.set_to(MONDAY):
        yield


@pytest.fixture
def held():
    return meeting(body("csc"), on=date(2026, 10, 6))


@pytest.fixture
def people(held):
    """The secretary, a member and an analyst, who are named; and everybody else who has much to do with the body."""
    csc = held.committee
    return {
        "secretary": secretary(csc),
        "member": make.member(csc),
        "analyst": make.analyst(),
        "other analyst": make.analyst(),
        "chair": chair(csc),
        "other member": make.member(csc),
        "authority": make.authority(),
        "administrator": make.administrator(),
        "party": make.party(),
        "anybody": AnonymousUser(),
    }


NAMED = {"secretary", "member", "analyst"}


@pytest.fixture
def proposal(people):
    """Led by an analyst who is not named."""
    return make.draft_proposal(by=people["other analyst"], lead_analyst=people["other analyst"])


@pytest.fixture
def red(held, people, proposal):
    item = actions.put_on_agenda(
        meeting=held,
        by=people["secretary"],
        kind="proposal",
        purpose="discussion",
        title=f"{WORD} and its price",
        proposal=proposal,
        note=f"{WORD} is dear.",
        classification="red",
    )
    named = [people[role] for role in sorted(NAMED)]
    return actions.name_readers(item=item, by=people["secretary"], people=named)


@pytest.fixture
def all_that_hangs_on_it(red, held, people, proposal):
    """A paper, recommendations, a resolution, a minute, an action, an interest, a word owed and a view."""
    by = people["secretary"]
    asked = actions.recommend(item=red, by=by, verb="NOTE", text=f"{WORD} is dear")
    actions.declare_conflict(item=red, by=people["member"], words=f"An uncle sells {WORD}.")
    paper = papers.compose_paper(kind="single-proposal", item=red, by=by).paper
    version = papers.issue_paper(paper=paper, by=by)
    update = actions.owe_verbal_update(
        meeting=held, by=by, about=f"What {WORD} costs", proposal=proposal, classification="red"
    )
    actions.name_readers(item=update.item, by=by, people=[people[role] for role in sorted(NAMED)])
    with clock.set_to(AFTER):
        actions.decide(item=red, by=by, said=[actions.Said(asked, "noted")])
        actions.write_minute(item=red, by=by, text=f"{WORD} was said to be dear.")
        actions.undertake(meeting=held, by=by, text=f"Weigh {WORD}.", owner=people["analyst"], item=red)
        actions.record_view(
            proposal=proposal, by=by, committee=held.committee, position="opposes", text=f"{WORD} is too dear.",
            meeting=held, classification="red",
        )  # fmt: skip
        # What is said of the other items is open, so that the pages are there for everybody.
        actions.write_minute(item=update.item, by=by, text=f"{WORD} costs more.")
    return version


def readers_of(model, people, **which) -> set[str]:
    return {role for role, user in people.items() if model.objects.visible_to(user).filter(**which).exists()}


MODELS = [
    Action,
    AgendaItem,
    Conflict,
    Minute,
    NamedReader,
    Recommendation,
    Resolution,
    VerbalUpdate,
    View,
    PaperVersion,
]


def test_those_who_are_named_read_it_and_nobody_else(all_that_hangs_on_it, people):
    for model in MODELS:
        assert model.objects.exists(), model
        assert readers_of(model, people) == NAMED, model
    # A paper is worked on by those of them who run the body.
    assert readers_of(Paper, people) == {"secretary", "analyst"}


def test_a_comment_on_its_minute_is_read_by_those_named_alone(all_that_hangs_on_it, red, held, people):
    with clock.set_to(AFTER):
        actions.circulate_minutes(meeting=held, by=people["secretary"])
        with pytest.raises(NotAllowed):
            actions.comment_on_minute(item=red, by=people["other member"], text="No.")
        actions.comment_on_minute(item=red, by=people["member"], text=f"{WORD} was not named.")
    assert readers_of(MinuteComment, people) == NAMED


def pages(held, red, version) -> list[str]:
    """Every page on which something of it could stand."""
    at, slug = f"/committees/csc/meetings/{held.date}/", red.proposal.slug
    return [
        "/",
        "/committees/csc/",
        "/committees/csc/papers/",
        "/committees/csc/actions/",
        "/committees/csc/meetings.ics",
        at,
        f"{at}decisions/",
        f"{at}minutes/",
        f"{at}pack/",
        f"{at}hold/",
        f"{at}items/fix/",
        f"{at}actions/undertake/",
        f"{at}items/{red.pk}/minute/",
        f"{at}items/{red.pk}/recommendations/",
        f"{at}items/{red.pk}/readers/",
        f"{at}items/{red.pk}/edit/",
        f"{at}items/{red.pk}/interest/",
        version.get_absolute_url(),
        version.paper.get_absolute_url(),
        f"/papers/begin/?item={red.pk}",
        f"/papers/supply/{red.pk}/",
        *(f"/modifications/{slug}/{tab}" for tab in ("", "views/", "decisions/", "documents/", "history/", "report/")),
        "/desk/",
        "/inbox/",
        "/search/?q=" + WORD,
    ]


def finds(user, address: str) -> bool:
    browser = Client()
    if user.is_authenticated:
        browser.force_login(user)
    return WORD in browser.get(address).content.decode().replace(f"q={WORD}", "").replace(f'value="{WORD}"', "")


def test_no_page_tells_anybody_else_of_it(all_that_hangs_on_it, red, held, people):
    with clock.set_to(AFTER):
        addresses = pages(held, red, all_that_hangs_on_it)
        found = {address: {role for role, user in people.items() if finds(user, address)} for address in addresses}
    assert {address: roles for address, roles in found.items() if roles - NAMED} == {}
    told = {address for address, roles in found.items() if roles}
    at = f"/committees/csc/meetings/{held.date}/"
    assert {
        at, f"{at}decisions/", f"{at}minutes/", f"{at}pack/", f"{at}items/{red.pk}/readers/",
        "/committees/csc/actions/", f"/modifications/{red.proposal.slug}/views/",
        f"/modifications/{red.proposal.slug}/decisions/", "/desk/", all_that_hangs_on_it.get_absolute_url(),
    } <= told  # fmt: skip
    assert found[at] == NAMED


def test_whoever_is_not_named_does_not_act_on_it(all_that_hangs_on_it, red, people):
    """The chair and an analyst who run the body otherwise."""
    for role in ("other analyst", "chair"):
        by = people[role]
        for act in (
            lambda by=by: actions.name_readers(item=red, by=by, people=[by]),
            lambda by=by: actions.take_off_agenda(item=red, by=by, because="So."),
            lambda by=by: actions.write_minute(item=red, by=by, text="Other words."),
            lambda by=by: actions.recommend(item=red, by=by, verb="NOTE", text="so"),
            lambda by=by: papers.compose_again(paper=all_that_hangs_on_it.paper, by=by),
        ):
            with pytest.raises(NotAllowed):
                act()


def test_it_stands_in_neither_agenda_minutes_nor_a_public_edition(all_that_hangs_on_it, red, held, people):
    by = people["secretary"]
    for kind in ("agenda", "minutes"):
        for edition in ("public", "restricted"):
            made = papers.compose_paper(kind=kind, meeting=held, by=by, edition=edition)
            assert WORD not in made.snapshot
    with pytest.raises(Refused, match="named one by one"):
        papers.compose_paper(kind="single-proposal", item=red, by=by, edition="public")
    assert all_that_hangs_on_it.classification == "red"


def test_what_was_issued_before_it_was_closed_is_closed_with_it(held, people, proposal):
    by = people["secretary"]
    item = actions.put_on_agenda(meeting=held, by=by, kind="proposal", purpose="discussion", proposal=proposal)
    paper = papers.compose_paper(kind="single-proposal", item=item, by=by).paper
    version = papers.issue_paper(paper=paper, by=by)
    assert readers_of(PaperVersion, people, pk=version.pk) == set(people)
    actions.save_agenda_item(item=item, by=by, purpose="discussion", title=item.title, classification="red")
    assert readers_of(PaperVersion, people, pk=version.pk) == {"secretary"}


def test_whoever_makes_it_red_and_whoever_presents_it_are_named_to_begin_with(held, people):
    made = actions.put_on_agenda(
        meeting=held, by=people["secretary"], kind="business", purpose="discussion", title=WORD,
        presenter=people["analyst"], classification="red",
    )  # fmt: skip
    assert readers_of(AgendaItem, people, pk=made.pk) == {"secretary", "analyst"}


def test_naming_anew_ends_what_was_named_before_and_keeps_that_it_was(red, people):
    by = people["secretary"]
    actions.name_readers(item=red, by=by, people=[by, people["authority"]])
    assert readers_of(AgendaItem, people) == {"secretary", "authority"}
    assert NamedReader.objects.filter(item=red).count() == 4
    actions.name_readers(item=red, by=by, people=[by, people["member"]])
    assert readers_of(AgendaItem, people) == {"secretary", "member"}
    actions.save_agenda_item(item=red, by=by, purpose="discussion", title=red.title, classification="amber")
    assert "other analyst" in readers_of(AgendaItem, people)
    closing = people["other analyst"]
    actions.save_agenda_item(item=red, by=closing, purpose="discussion", title=red.title, classification="red")
    assert readers_of(AgendaItem, people) == {"other analyst"}


def test_what_cannot_be_is_refused_where_the_person_is(red, held, people, proposal):
    by = people["secretary"]
    with pytest.raises(Refused, match="Name at least one person who runs the CSC") as refused:
        actions.name_readers(item=red, by=by, people=[people["member"]])
    assert refused.value.field == "people"
    white = actions.put_on_agenda(meeting=held, by=by, kind="business", purpose="discussion", title="Planning")
    with pytest.raises(Refused, match="Only a Red item"):
        actions.name_readers(item=white, by=by, people=[by])
    with pytest.raises(Refused, match="not named for this item"):
        actions.save_agenda_item(
            item=red, by=by, purpose="discussion", title=red.title, presenter=people["chair"], classification="red"
        )
    with clock.set_to(AFTER):
        with pytest.raises(Refused, match="not named for this item"):
            actions.undertake(meeting=held, by=by, text="Weigh it.", owner=people["chair"], item=red)
        with pytest.raises(Refused, match="make the item Red first"):
            actions.write_minute(item=white, by=by, text="So.", classification="red")
        with pytest.raises(Refused, match="named one by one") as refused:
            actions.record_view(
                proposal=proposal, by=by, committee=held.committee, position="opposes", text="So.",
                classification="red",
            )  # fmt: skip
        assert refused.value.field == "classification"


def test_nobody_is_named_who_may_not_read_the_proposal(red, people):
    make.classed(red.proposal, people["other analyst"], "amber", on_behalf_of=red.meeting.committee)
    with pytest.raises(Refused, match="may not read"):
        actions.name_readers(item=red, by=people["secretary"], people=[people["secretary"], people["party"]])


def test_carried_over_it_keeps_those_who_are_named(red, held, people):
    meeting(held.committee, on=date(2026, 11, 3))
    again = actions.carry_over(item=red, by=people["secretary"], because="No time.")
    assert again.classification == "red"
    assert readers_of(AgendaItem, people, pk=again.pk) == NAMED


def test_the_secretary_who_is_not_named_is_told_no_title(red, held, people):
    """What is missing before the minutes go round is said without naming what they may not know of."""
    by = people["secretary"]
    other = secretary_beside(held)
    open_one = actions.put_on_agenda(meeting=held, by=by, kind="business", purpose="discussion", title="Planning")
    with clock.set_to(AFTER):
        actions.record_attendance(meeting=held, by=by, seats={})
        actions.hold_meeting(meeting=held, by=other)
        actions.write_minute(item=open_one, by=other, text="It was planned.")
        with pytest.raises(Refused, match="an item that is not open to you"):
            actions.circulate_minutes(meeting=held, by=other)
        with pytest.raises(Refused, match=WORD):
            actions.circulate_minutes(meeting=held, by=by)


def secretary_beside(held):
    """A second one, by an alternate’s right."""
    seat = held.committee.seats.get(is_secretary=True)
    stand_in = make.UserFactory()
    seat.memberships.update(alternate=stand_in)
    return stand_in


def test_the_lead_analyst_does_not_hear_by_mail_that_their_proposal_stands_there(red, held, people):
    bodies.move_meeting(meeting=held, by=people["secretary"], to=date(2026, 10, 8), reason="The room was taken.")
    told = set(Delivery.objects.filter(message__audience="meeting").values_list("user_id", flat=True))
    assert people["member"].pk in told
    assert people["other analyst"].pk not in told


def test_it_is_done_on_its_pages(client, held, people):
    """From the form that puts it on the agenda to the page that names its readers, and back to the item."""
    client.force_login(people["secretary"])
    at = f"/committees/csc/meetings/{held.date}/"
    sent = {"kind": "business", "purpose": "discussion", "title": WORD, "classification": "red"}
    client.post(f"{at}items/add/", sent)
    item = AgendaItem.objects.get()
    page = client.get(at).content.decode()
    assert f"{at}items/{item.pk}/readers/" in page
    assert f"Read by these people alone: {people['secretary'].name}." in page
    readers = f"{at}items/{item.pk}/readers/"
    assert client.get(readers).context["form"].initial["people"] == [f"{people['secretary'].pk}"]
    assert client.post(readers, {"people": [people["member"].pk]}).status_code == 422
    answer = client.post(readers, {"people": [people["member"].pk, people["secretary"].pk]})
    assert answer.url == f"{at}#item-{item.pk}"
    assert readers_of(AgendaItem, people) == {"secretary", "member"}
    with clock.set_to(AFTER):
        minute = f"{at}items/{item.pk}/minute/"
        form = client.get(minute).context["form"]
        assert form["classification"].value() == "red"
        client.post(minute, {"text": "It was dear.", "classification": "red"})
        action = {"text": "Weigh it.", "owner_name": "The DCC", "item": item.pk, "classification": "red"}
        client.post(f"{at}actions/undertake/", action)
    assert readers_of(Minute, people) == readers_of(Action, people) == {"secretary", "member"}
    actions.save_agenda_item(
        item=item, by=people["secretary"], purpose="discussion", title=WORD, classification="amber"
    )
    assert client.get(readers).status_code == 404
