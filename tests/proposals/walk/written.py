"""What the record holds, in one question to the database: nothing changes without an event, no event without a change."""

from collections import Counter

from django.apps import apps

from audit.models import Event, EventDetail
from proposals.models import Move, Window
from tests import prepared

OURS = (
    "accounts",
    "bodies",
    "consultations",
    "jobs",
    "legaltext",
    "notifications",
    "papers",
    "proposals",
    "subcommittees",
)
TABLES = sorted(
    {model._meta.db_table for app in OURS for model in apps.get_app_config(app).get_models(include_auto_created=True)}
)
# What only says what is known of somebody while they are signed in.
ALL_ROWS = " UNION ALL ".join(
    f"SELECT '{table}', count(*), coalesce(sum(hashtext(t::text)), 0) FROM {table} t" for table in TABLES
)


def contents() -> dict[str, tuple]:
    """Each table with the number of its rows and a sum over all that they hold."""
    return {table: tuple(rest) for table, *rest in prepared.rows("contents", ALL_ROWS)}


def check_events(before: dict, after: dict, events: list[Event]) -> None:
    """Of an act that was done: it has events exactly where it changed something, all of one act, none of them twice."""
    assert bool(events) is (before != after)
    assert len({event.act for event in events}) <= 1
    said = EventDetail.objects.in_bulk([event.sequence for event in events])
    told = Counter((event.action, event.subject, said[event.sequence].body["sentence"]) for event in events)
    assert not [what for what, times in told.items() if times > 1]


def every_step_has_its_one_event() -> None:
    """What is copied to a part of a proposal that was split happened once, and has the event of then. A correction is
    one event, whatever number of steps it takes back."""
    own = Move.objects.filter(copied_from=None, replaces=None, reverses=None).values_list("pk", flat=True)
    subjects = Event.objects.filter(action__startswith="proposal_").values_list("subject", flat=True)
    assert Counter(subjects) == Counter(f"proposals.move:{pk}" for pk in own)
    replaced = Move.objects.exclude(replaces=None).values_list("pk", flat=True)
    corrected = Event.objects.filter(action="move_corrected").values_list("subject", flat=True)
    assert set(corrected) <= {f"proposals.move:{pk}" for pk in replaced}
    assert len(corrected) == len(set(corrected))
    opened = Event.objects.filter(action="window_opened").values_list("subject", flat=True)
    assert Counter(opened) == Counter(f"proposals.window:{pk}" for pk in Window.objects.values_list("pk", flat=True))
