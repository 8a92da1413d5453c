"""What somebody undertook at a meeting: numbered per body for ever, open until it is closed with what became of it."""

from datetime import date

from django.db.models import Max

from audit import clock
from audit.acts import NotAllowed, Refused, act, record
from bodies.models import Committee, Meeting
from proposals.actions.ground import check_has_come
from subcommittees import rules
from subcommittees.actions.ground import (
    at_least,
    check_held,
    check_not_locked,
    needed,
    on_day,
    secretary_only,
    speaker_only,
    take_item,
    take_meeting,
)
from subcommittees.models import Action, AgendaItem

TEXT = "Write what is to be done."
OWNER = "Say who undertook it: somebody from the directory, or a name."
LONGEST_CHANGE = 400


@act
def undertake(
    *,
    meeting: Meeting,
    by,
    text: str,
    owner=None,
    owner_name: str = "",
    due_on: date | None = None,
    item: AgendaItem | None = None,
    classification: str | None = None,
) -> Action:
    """The next number of the body, never reused; the owner finds it on their desk, and the next agenda lists it."""
    _take_committee(meeting.committee)
    meeting = take_meeting(meeting)
    speaker_only(by, meeting.committee)
    item = take_item(item, by) if item else None
    if item and item.meeting_id != meeting.pk:
        raise Refused("This item is of another meeting.", "item")
    check_held(meeting)
    check_not_locked(meeting, "an action")
    text, owner_name = needed(text, TEXT, "text"), owner_name.strip()
    _check_owner(owner, owner_name)
    _check_due(due_on, meeting.date)
    closed = at_least(classification, item.classification if item else "white")
    made = Action.objects.create(
        committee=meeting.committee,
        number=_next_number(meeting.committee),
        meeting=meeting,
        item=item,
        text=text,
        owner=owner,
        owner_name=owner_name,
        due_on=due_on,
        classification=closed,
        by=by,
        at=clock.now(),
    )
    record("action_undertaken", **_telling(made, by, f"{made}: {text}"))
    return made


@act
def close_action(*, action: Action, by, outcome: str, on: date | None = None) -> Action:
    """Closed with what became of it, by its owner or the secretary."""
    held = _take(action)
    _owner_or_secretary(by, held)
    if held.closed_on:
        raise Refused(f"{held} was closed on {on_day(held.closed_on)} already.")
    outcome = needed(outcome, "Say what became of it.", "outcome")
    check_has_come(on, "on")
    on = on or clock.today()
    if on < held.meeting.date:
        raise Refused(f"It was undertaken on {on_day(held.meeting.date)}; it cannot be done before that.", "on")
    held.closed_on, held.outcome = on, outcome
    held.save(update_fields=["closed_on", "outcome"])
    record("action_closed", **_telling(held, by, f"{held}: {outcome}"), effective_on=on)
    return held


@act
def reopen_action(*, action: Action, by, because: str) -> Action:
    """Open again: it was closed by mistake, or what was done did not do."""
    held = _take(action)
    secretary_only(by, held.committee)
    if held.closed_on is None:
        raise Refused(f"{held} is open.")
    because = needed(because, "Say why it is opened again.", "because")
    before = {"outcome": held.outcome, "closed": on_day(held.closed_on)}
    held.changed = _short(f"Opened again on {on_day(clock.today())}: {because}")
    held.closed_on, held.outcome = None, ""
    held.save(update_fields=["closed_on", "outcome", "changed"])
    record("action_reopened", **_telling(held, by, f"{held}: {held.changed}"), before=before)
    return held


@act
def change_action(*, action: Action, by, because: str, **fields) -> Action:
    """Another day, another owner or other words, and why. ``fields``: ``text``, ``owner`` with ``owner_name``,
    ``due_on``."""
    held = _take(action)
    secretary_only(by, held.committee)
    if held.closed_on:
        raise Refused(f"{held} is closed; open it again first.")
    because = needed(because, "Say why it is changed.", "because")
    before = {name: getattr(held, name) for name in fields}
    for name, value in fields.items():
        setattr(held, name, value.strip() if isinstance(value, str) else value)
    needed(held.text, TEXT, "text")
    _check_owner(held.owner, held.owner_name)
    changed = [name for name in fields if before[name] != getattr(held, name)]
    if not changed:
        raise Refused("This is what the record says already.")
    if "due_on" in changed:
        _check_due(held.due_on, held.meeting.date)
    held.changed = _short(_what_changed(held, before, changed, because))
    held.save(update_fields=[*changed, "changed"])
    sides = {
        "before": {n: f"{before[n] or ''}" for n in changed},
        "after": {n: f"{getattr(held, n) or ''}" for n in changed},
    }
    record("action_changed", **_telling(held, by, f"{held}: {held.changed}"), **sides)
    return held


def _what_changed(held: Action, before: dict, changed: list[str], because: str) -> str:
    if "due_on" not in changed:
        return f"Changed on {on_day(clock.today())}: {because}"
    was = f"instead of {on_day(before['due_on'])}" if before["due_on"] else "which had no day before"
    now = f"Due on {on_day(held.due_on)}" if held.due_on else "Without a day"
    return f"{now} {was}, since {on_day(clock.today())}: {because}"


def _short(words: str) -> str:
    if len(words) > LONGEST_CHANGE:
        raise Refused(f"Say why in at most {LONGEST_CHANGE - 80} characters.", "because")
    return words


def _check_owner(owner, owner_name: str) -> None:
    if (owner is None) == (not owner_name):
        raise Refused(OWNER if owner is None else "Give one owner: from the directory, or by name.", "owner")


def _check_due(due_on: date | None, since: date) -> None:
    if due_on and due_on < since:
        raise Refused(f"{on_day(due_on)} is before the meeting of {on_day(since)}.", "due_on")


def _take_committee(committee: Committee) -> None:
    """Its actions are numbered one after the other. It is locked before its meeting, as where a meeting is moved."""
    Committee.objects.select_for_update().values_list("pk").get(pk=committee.pk)


def _next_number(committee: Committee) -> int:
    return (committee.actions.aggregate(last=Max("number"))["last"] or 0) + 1


def _take(action: Action) -> Action:
    Action.objects.select_for_update().values_list("pk").get(pk=action.pk)
    return Action.objects.select_related("committee", "meeting", "item", "owner").get(pk=action.pk)


def _owner_or_secretary(by, action: Action) -> None:
    if by is not None and by.pk != action.owner_id and not rules.may_run(by, action.committee):
        raise NotAllowed(f"{action} is closed by whoever undertook it, or by the secretary.")


def _telling(action: Action, by, sentence: str) -> dict:
    """Of an action in the matter of a proposal the history of that proposal tells; otherwise that of the body."""
    about = action.item.proposal if action.item and action.item.proposal_id else action.meeting
    return {"subject": action, "about": about, "by": by, "sentence": sentence, "classification": action.classification}
