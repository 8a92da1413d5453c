"""Files that go with a response: checked by their content, stored under their hash before the row is written."""

from audit.acts import Refused, act, current, unrecorded
from consultations.actions.drafted import hold, person
from consultations.actions.filing import as_enclosure
from consultations.models import Enclosure, Response

MOST_FILES = 20


@act
def attach_enclosure(*, response: Response, by, upload, title: str = "", confidential: bool = False) -> Enclosure:
    """The same file once. Attached again in confidence, it is confidential from then on; what was submitted with it
    before stays as it came."""
    unrecorded()
    response = hold(response, by)
    there = Enclosure.objects.standing().filter(response=response, kind=Enclosure.Kind.ATTACHMENT)
    if there.count() >= MOST_FILES:
        raise Refused(f"A response holds at most {MOST_FILES} files. Remove one, or put several into one.", "upload")
    kind = Enclosure.Kind.ATTACHMENT
    row = as_enclosure(person(by), upload=upload, title=title, kind=kind, confidential=confidential)
    same = there.filter(sha256=row.sha256).first()
    if same and (same.confidential or not confidential):
        return same
    if same:
        _remove(same)
    row.response = response
    row.save()
    return row


@act
def remove_enclosure(*, response: Response, by, enclosure: Enclosure) -> Enclosure:
    """It is not submitted again. What was submitted with it keeps it."""
    unrecorded()
    response = hold(response, by)
    held = Enclosure.objects.get(response=response, pk=enclosure.pk)
    if held.removed_at is None:
        _remove(held)
    return held


def _remove(row: Enclosure) -> None:
    row.removed_at = current().at
    row.save(update_fields=["removed_at"])
