"""The number and the paper reference of an item, which are fixed for good."""

from django.db import IntegrityError, transaction

from audit.acts import Refused, act, current, nothing_changed, record
from bodies.models import Meeting
from subcommittees.actions.onagendas import check_not_over, check_standing, event, take_item, take_meeting
from subcommittees.models import AgendaItem
from subcommittees.numbering import STANDING, numbers, reference


@act
def fix_reference(*, item: AgendaItem, by) -> AgendaItem:
    """Fix the number and the paper reference of the item, for good. One that is fixed already is left as it is."""
    item = take_item(item, by)
    if item.reference:
        nothing_changed()
        return item
    check_standing(item)
    _fix(item, numbers(AgendaItem.objects.filter(meeting=item.meeting))[item.pk])
    return item


@act
def fix_references(*, meeting: Meeting, by) -> list[AgendaItem]:
    """Fix the numbers of all items that stand on the agenda, as they are shown now."""
    meeting = take_meeting(meeting, by)
    check_not_over(meeting)
    items = list(AgendaItem.objects.filter(meeting=meeting))
    found = numbers(items)
    fixed = [item for item in items if item.state in STANDING and not item.reference]
    if not fixed:
        raise Refused("Every item on this agenda has its number already.")
    for item in sorted(fixed, key=lambda item: found[item.pk]):
        item.meeting = meeting
        _fix(item, found[item.pk])
    return fixed


def _fix(item: AgendaItem, number: int) -> None:
    item.number, item.reference, item.fixed_at = number, reference(item.meeting, number), current().at
    try:
        with transaction.atomic():
            item.save(update_fields=["number", "reference", "fixed_at"])
    except IntegrityError as clash:
        raise _named_already(item.reference) from clash
    record("reference_fixed", **event(item, f"“{item}” is item {number} of {item.meeting}: {item.reference}."))


def _named_already(named: str) -> Refused:
    """Another body whose references begin in the same way was faster; its row is seen once the wait is over."""
    other = AgendaItem.objects.select_related("meeting__committee").get(reference=named)
    return Refused(f"{named} is a paper of {other.meeting} already, so no second paper is issued under it.")
