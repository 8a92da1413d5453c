"""Who reads which event, and what an erasure leaves to read (Panel Information Policy; design §1.4)."""

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.models import Affiliation
from audit.actions import erase_detail
from audit.acts import NotAllowed, Refused
from audit.classification import Classification
from audit.models import Event, EventDetail
from audit.queries import history_of, history_rows
from tests import factories as make
from tests.audit import acts

pytestmark = pytest.mark.django_db

WHITE, GREEN, AMBER = {"white"}, {"white", "green"}, {"white", "green", "amber"}
READERS = {
    "stranger": (AnonymousUser, WHITE),
    "signed in, of no Party": (make.UserFactory, WHITE),
    "contributor of a Party": (lambda: make.party(kind=Affiliation.Kind.CONTRIBUTOR), GREEN),
    "committee member": (lambda: make.member(make.CommitteeFactory()), GREEN),
    "analyst": (make.analyst, AMBER),
    "the Authority": (make.authority, AMBER),
    "administrator": (make.administrator, WHITE),
}


@pytest.mark.parametrize("reader", READERS)
def test_each_reads_the_classes_they_are_cleared_for_and_nobody_reads_red(reader):
    for classification in Classification.values:
        acts.one(classification=classification)
    make_user, expected = READERS[reader]
    assert set(Event.objects.visible_to(make_user()).values_list("classification", flat=True)) == expected


def test_the_history_of_a_thing_is_newest_first_and_of_that_thing_alone():
    acts.one(sentence="First.")
    acts.three_as_one()
    history = history_of("tests.thing:1", AnonymousUser())
    assert [row.sentence for row in history_rows(history, names=False)] == ["Second.", "First.", "First."]


def test_names_show_only_to_those_who_may_read_names():
    acts.one(by=make.analyst(name="Ada Fielding"))
    [named] = history_rows(Event.objects.all(), names=True)
    [public] = history_rows(Event.objects.all(), names=False)
    assert (named.who, public.who) == ("Ada Fielding", "SECAS analyst")


def test_the_name_stands_in_the_part_that_can_be_erased_and_nowhere_else():
    acts.one(by=make.analyst(name="Ada Fielding"))
    event = Event.objects.get()
    assert "Ada" not in " ".join(str(value) for value in vars(event).values())
    assert EventDetail.objects.get().body["actor"] == "Ada Fielding"


def test_an_administrator_erases_details_once_and_with_a_reason():
    by = make.administrator()
    acts.one(sentence="Something personal.")
    with pytest.raises(Refused) as refused:
        erase_detail(sequence=1, why="  ", by=by)
    assert refused.value.field == "why"
    erase_detail(sequence=1, why="Asked for by the person.", by=by)
    with pytest.raises(Refused):
        erase_detail(sequence=1, why="Again.", by=by)
    with pytest.raises(Refused):
        erase_detail(sequence=99, why="Not there.", by=by)
    [row] = history_rows(Event.objects.filter(sequence=1), names=True)
    assert (row.sentence, row.who) == ("The details of this entry have been erased.", "")
    assert list(Event.objects.values_list("action", flat=True)) == [acts.ACTION, "detail_erased"]


@pytest.mark.parametrize("who", [make.UserFactory, make.analyst, AnonymousUser])
def test_nobody_else_erases_details(who):
    acts.one()
    with pytest.raises(NotAllowed):
        erase_detail(sequence=1, why="I would like it gone.", by=who())
    assert EventDetail.objects.get(sequence=1).body is not None
