"""A split taken back while nothing has happened to its parts (docs/decisions/a-split-taken-back.md)."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from audit import verify
from audit.acts import NotAllowed, Refused
from audit.models import Event
from notifications.models import Message
from papers import actions as papers
from proposals import actions
from proposals.actions import TooLate
from proposals.models import Proposal
from proposals.queries import search
from proposals.states import State
from tests import factories as make
from tests.proposals.states import PARTS, fresh, refined

pytestmark = pytest.mark.django_db
WHY = "The Panel had split another one."


@pytest.fixture
def by():
    return make.analyst()


@pytest.fixture
def whole(by):
    make.member(make.CommitteeFactory(code="csc", name="CSC", short_name="CSC", prefix="CSC"))
    proposal = refined(by, number=128)
    actions.split(proposal=proposal, by=by, words="Two subjects.", parts=PARTS)
    return fresh(proposal)


def parts() -> list[Proposal]:
    return list(Proposal.objects.filter(number=128).exclude(suffix="").order_by("suffix"))


def take_back(proposal, by, reason=WHY):
    return actions.take_split_back(proposal=proposal, by=by, reason=reason)


def test_the_whole_goes_on_from_where_it_was_and_both_parts_end(by, whole):
    since = Event.objects.count()
    row = take_back(whole, by)
    assert fresh(whole).state == State.REFINEMENT
    assert (row.reverses.key, row.why_corrected) == ("split", WHY)
    assert [(p.reference, p.state, p.rejoined_at is not None) for p in parts()] == [
        ("MP128A", State.CLOSED_SPLIT, True), ("MP128B", State.CLOSED_SPLIT, True),
    ]  # fmt: skip
    entries = Event.objects.filter(sequence__gt=since)
    assert sorted(entries.values_list("action", flat=True)) == ["part_rejoined", "part_rejoined", "split_taken_back"]
    assert len(set(entries.values_list("act", flat=True))) == 1
    assert list(verify.faults()) == []


def test_nobody_reads_a_part_any_more_and_its_address_leads_to_the_whole(client, by, whole):
    for user in (by, make.authority(), make.party()):
        assert Proposal.objects.visible_to(user).filter(number=128).count() == 3
    take_back(whole, by)
    for user in (by, make.authority(), make.party()):
        assert set(Proposal.objects.visible_to(user).filter(number=128)) == {whole}
    for slug in ("MP128A", "mp128b", "DP128A"):
        for tab in ("", "history/", "documents/"):
            answer = client.get(f"/modifications/{slug}/{tab}")
            assert (answer.status_code, answer["Location"]) == (301, f"/modifications/MP128/{tab}")
    assert client.get("/modifications/MP128C/").status_code == 404
    assert client.get("/modifications/MP128/").context["related"] == []
    assert "MP128A" not in client.get(reverse("proposals:register")).content.decode()


def test_the_reference_of_a_part_finds_the_whole(by, whole):
    visible = Proposal.objects.visible_to(by)
    assert set(search(visible, "MP128A", by)) == {parts()[0]}
    take_back(whole, by)
    assert set(search(Proposal.objects.visible_to(by), "MP128A", by)) == {whole}


def test_an_address_leads_nobody_to_a_whole_that_is_not_open_to_them(by, whole):
    take_back(whole, by)
    make.classed(fresh(whole), by, "green")
    assert Client().get("/modifications/MP128A/").status_code == 404
    party = Client()
    party.force_login(make.party())
    assert party.get("/modifications/MP128A/").status_code == 301


def test_a_suffix_is_never_given_again(by, whole):
    take_back(whole, by)
    actions.split(proposal=fresh(whole), by=by, words="Two subjects.", parts=PARTS)
    assert [p.reference for p in parts() if p.rejoined_at is None] == ["MP128C", "MP128D"]
    split = fresh(whole).moves.standing().last()
    assert split.facts == {"Part C": "Gas", "Part D": "Electricity"}
    take_back(fresh(whole), by)
    assert fresh(whole).state == State.REFINEMENT


def test_those_who_were_told_of_it_are_told_again(by, whole):
    told = set(Message.objects.filter(move__key="split", move__reverses=None).values_list("audience", flat=True))
    assert told == {"proposer", "followers"}
    row = take_back(whole, by)
    assert set(Message.objects.filter(move=row).values_list("audience", flat=True)) == told


@pytest.mark.parametrize(
    "happen",
    [
        lambda part, by: actions.post_update(proposal=part, by=by, text="News."),
        lambda part, by: actions.save_details(proposal=part, by=by, title="Another"),
        lambda part, by: actions.relate(proposal=make.draft_proposal(by=by), by=by, kind="related_to", to=part),
        lambda part, by: papers.compose_draft(proposal=part, by=by),
        lambda part, by: actions.withdraw(proposal=part, by=by, words="No longer needed."),
    ],
)
@pytest.mark.parametrize("place", [0, 1])
def test_a_part_to_which_something_has_happened_stands_on_its_own(place, happen, by, whole):
    part = parts()[place]
    happen(part, by)
    with pytest.raises(Refused, match=part.reference):
        take_back(whole, by)
    assert fresh(whole).state == State.CLOSED_SPLIT
    assert {p.rejoined_at for p in parts()} == {None}


def test_only_secas_with_a_reason_and_once(by, whole):
    for person in (make.party(), make.authority(), make.administrator()):
        with pytest.raises(NotAllowed):
            take_back(whole, person)
    with pytest.raises(Refused, match="Say why the split is taken back"):
        take_back(whole, by, " ")
    take_back(whole, by)
    with pytest.raises(TooLate, match="Somebody else was faster"):
        take_back(whole, by)


def test_the_page_asks_again_and_does_it_and_whoever_comes_second_is_told(client, by, whole):
    client.force_login(by)
    page = reverse("proposals:take_split_back", args=["MP128"])
    step = whole.moves.standing().last()
    assert page in client.get(reverse("proposals:put_right", args=["MP128", step.pk])).content.decode()
    asked = client.post(page, {"reason": WHY, "step": "review"})
    effects = {effect.term: effect.items_list for effect in asked.context["effects"]}
    assert effects["What changes"] == [
        "MP128 is again “In Refinement”.", "MP128A and MP128B end. Their addresses lead to MP128.",
    ]  # fmt: skip
    assert effects["Who is told"][0].endswith(
        "will be told again: the Proposer, their representative and the Lead Analyst."
    )
    assert client.post(page, {"reason": WHY, "step": "do"}).status_code == 302
    assert "MP128 is not split." in client.get(page).content.decode()
    assert client.post(page, {"reason": WHY, "step": "do"}).status_code == 409


def test_the_page_says_why_it_is_too_late(client, by, whole):
    actions.post_update(proposal=parts()[0], by=by, text="News.")
    client.force_login(by)
    shown = client.get(reverse("proposals:take_split_back", args=["MP128"])).content.decode()
    assert "MP128A stands on its own: “Update posted” was recorded of it on" in shown


def test_nothing_but_a_closed_part_is_rejoined(by, whole):
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=whole.pk).update(rejoined_at=whole.received_at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=parts()[0].pk).update(rejoined_at=whole.received_at)
