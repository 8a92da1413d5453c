"""The agenda of a meeting: the reference that an item keeps for good."""

from django.db.models import Max

from audit.acts import NotAllowed, Refused, act, current, nothing_changed, record
from bodies.models import Meeting
from subcommittees import rules
from subcommittees.models import AgendaItem


@act
def fix_reference(*, item: AgendaItem, by) -> AgendaItem:
    """Give the item its number and reference, which never change again: its place on the agenda, or where that is taken
    or the item came late, the next number of the meeting (S1: SECP_69_1406_11)."""
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("committee").get(pk=item.meeting_id)
    if by is not None and not rules.may_run(by, meeting.committee):
        raise NotAllowed("References are given by SECAS or by the secretary of the body.")
    held = AgendaItem.objects.select_for_update(of=("self",)).select_related("meeting__committee").get(pk=item.pk)
    if held.reference:
        nothing_changed()
        return held
    if held.state != AgendaItem.State.STANDS:
        raise Refused("It is no longer on this agenda.")
    held.number = _number(held)
    held.reference = f"{meeting.committee.prefix}_{meeting.number:02}_{meeting.date:%d%m}_{held.number:02}"
    held.fixed_at = current().at
    held.save(update_fields=["number", "reference", "fixed_at"])
    record(
        "reference_fixed",
        subject=held,
        about=meeting,
        by=by,
        sentence=f"{held}: {held.reference}.",
        classification=held.classification,
    )
    return held


def _number(item: AgendaItem) -> int:
    others = item.meeting.items.exclude(number=None)
    if not item.is_late and not others.filter(number=item.place).exists():
        return item.place
    highest = item.meeting.items.exclude(pk=item.pk).aggregate(fixed=Max("number"), place=Max("place"))
    return max(highest["fixed"] or 0, highest["place"] or 0) + 1
