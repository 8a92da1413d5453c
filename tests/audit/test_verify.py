"""Whatever is changed behind the record's back is found and named (issue: altered, removed, or cut off at the end)."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from audit import chain, clock, verify
from audit.actions import erase_detail, take_checkpoint
from audit.models import ChainHead, Event
from tests.audit import acts
from tests.audit.acts import behind_its_back

pytestmark = pytest.mark.django_db

NAME = f"Event 3 ({acts.ACTION}, tests.thing:1)"


@pytest.fixture(autouse=True)
def five_events():
    for number in range(5):
        acts.one(sentence=f"Number {number}.")


def tamper(sql, *params):
    with behind_its_back() as cursor:
        cursor.execute(sql, params)


def set_head(size):
    hash = Event.objects.get(sequence=size).hash
    tamper("UPDATE audit_chainhead SET size = %s, hash = %s", size, hash)


def faults():
    return list(verify.faults())


def test_an_untouched_chain_has_no_faults():
    take_checkpoint()
    assert faults() == []


@pytest.mark.parametrize(
    "change",
    [
        "actor = 'accounts.user:999'",
        "action = 'role_granted'",
        "subject = 'tests.thing:9'",
        "classification = 'amber'",
        "effective_on = effective_on - 1",
        "at = at - interval '1 microsecond'",
        "act = gen_random_uuid()",
    ],
)
def test_an_altered_column_is_found(change):
    tamper(f"UPDATE audit_event SET {change} WHERE sequence = 3")
    [fault] = faults()
    assert fault.startswith("Event 3 (")
    assert fault.endswith("has been altered: its columns do not fit its hashed text.")


@pytest.mark.parametrize("canonical", ["{}", "[]", "not even JSON", '{"sequence": 3}'])
def test_an_altered_text_is_found_whatever_it_became(canonical):
    tamper("UPDATE audit_event SET canonical = %s WHERE sequence = 3", canonical)
    assert f"{NAME} has been altered: its hash does not fit its text." in faults()
    assert all(fault.startswith(NAME) for fault in faults())


def test_a_text_and_hash_altered_together_break_the_link_to_the_next():
    canonical = Event.objects.get(sequence=3).canonical.replace("tests.thing:1", "tests.thing:7")
    hash = chain.link(Event.objects.get(sequence=2).hash, canonical)
    tamper(
        "UPDATE audit_event SET canonical = %s, hash = %s, subject = 'tests.thing:7', about = 'tests.thing:7' "
        "WHERE sequence = 3",
        canonical,
        hash,
    )
    assert faults() == [f"Event 4 ({acts.ACTION}, tests.thing:1) does not follow the event before it."]


def test_an_altered_detail_is_found():
    tamper("UPDATE audit_eventdetail SET body = jsonb_set(body, '{sentence}', '\"Other.\"') WHERE sequence = 3")
    assert faults() == [f"{NAME} has been altered: its details do not fit their digest."]


def test_a_removed_detail_is_found():
    tamper("DELETE FROM audit_eventdetail WHERE sequence = 3")
    assert faults() == [f"{NAME} has lost its details."]


@pytest.mark.parametrize(
    "first, last, words",
    [
        (3, 3, "Event 3 has been removed."),
        (2, 4, "Events 2 to 4 have been removed."),
        (1, 1, "Event 1 has been removed."),
    ],
)
def test_removed_rows_are_named(first, last, words):
    tamper("DELETE FROM audit_event WHERE sequence BETWEEN %s AND %s", first, last)
    assert faults() == [words]


def test_a_cut_off_end_is_named_by_the_head():
    tamper("DELETE FROM audit_event WHERE sequence >= 4")
    assert faults() == ["The chain is cut off: Events 4 to 5 have been removed."]


def test_a_cut_off_end_with_the_head_rewritten_is_named_by_the_checkpoint_that_others_hold():
    day = clock.today()
    take_checkpoint()
    tamper("DELETE FROM audit_event WHERE sequence >= 4")
    set_head(3)
    assert faults() == [f"The checkpoint of {day:%-d %B %Y} witnesses event 5, which is not there."]


def test_a_chain_forged_anew_from_the_middle_is_named_by_the_checkpoint():
    take_checkpoint()
    tamper("DELETE FROM audit_event WHERE sequence = 5")
    tamper("DELETE FROM audit_eventdetail WHERE sequence = 5")
    set_head(4)
    acts.one(sentence="Something else.")
    assert faults() == [f"Event 5 is not the one witnessed by the checkpoint of {clock.today():%-d %B %Y}."]


def test_a_head_that_says_too_little_is_found():
    set_head(4)
    assert faults() == ["The head of the chain does not fit: it says 4 events, there are 5."]


def test_everything_removed_is_found():
    tamper("DELETE FROM audit_event")
    assert faults() == ["The chain is cut off: Events 1 to 5 have been removed."]


def test_several_faults_are_all_named():
    tamper("DELETE FROM audit_event WHERE sequence = 2")
    tamper("UPDATE audit_event SET actor = 'x' WHERE sequence = 4")
    assert faults() == [
        "Event 2 has been removed.",
        f"Event 4 ({acts.ACTION}, tests.thing:1) has been altered: its columns do not fit its hashed text.",
    ]


def test_an_erasure_keeps_the_chain_whole_and_is_itself_in_it():
    erase_detail(sequence=3, why="Asked for by the person.", by=None)
    assert faults() == []
    assert Event.objects.get(sequence=6).action == "detail_erased"


def test_a_checkpoint_is_one_a_day_and_both_days_witness():
    first = take_checkpoint()
    acts.one()
    assert take_checkpoint() == first
    with clock.set_to(clock.now() + timedelta(days=1)):
        second = take_checkpoint()
    assert (first.size, second.size) == (5, 6)
    assert second.hash == ChainHead.objects.get().hash
    assert faults() == []


def test_the_command_names_the_fault_and_fails():
    out = StringIO()
    call_command("verify_audit", stdout=out)
    assert "5" in out.getvalue()
    tamper("UPDATE audit_event SET actor = 'x' WHERE sequence = 3")
    out, err = StringIO(), StringIO()
    with pytest.raises((CommandError, SystemExit)) as failure:
        call_command("verify_audit", stdout=out, stderr=err)
    assert NAME in out.getvalue() + err.getvalue() + str(failure.value)
