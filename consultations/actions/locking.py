"""Who writes in which part. A lock is a courtesy: no save goes over a version that its writer has not seen."""

from audit.acts import Refused, act, current, unrecorded
from consultations.actions.drafted import IsHeld, hold, person
from consultations.drafts import locks, parts
from consultations.models import Invitation, PartLock, Question, Response


@act
def take_part(*, response: Response, by, part: str) -> None:
    """Hold it, or hold it longer. A guest writes alone and holds nothing."""
    unrecorded()
    response = hold(response, by)
    if isinstance(by, Invitation):
        return
    _check_part(response, part)
    if found := locks.held_by_others(response, by, current().at).get(part):
        raise IsHeld(found)
    _write(response, part, by)


@act
def take_part_over(*, response: Response, by, part: str) -> None:
    """From a colleague who has let nothing be heard for a while. A guest, who holds nothing, finds it free."""
    unrecorded()
    response = hold(response, by)
    found = locks.held_by_others(response, by, current().at).get(part)
    _check_part(response, part)
    if found and not found.silent:
        raise Refused(f"{found.words} You can take it over once nothing was heard for two minutes.")
    if isinstance(by, Invitation):
        PartLock.objects.filter(response=response, part=part).delete()
    else:
        _write(response, part, by)


def _check_part(response: Response, part: str) -> None:
    key = parts.key_in(part)
    if part == parts.of_question(key):
        found = Question.objects.filter(of=response.consultation.questions_id, pk=key).exists()
    elif part == parts.of_clause(key):
        found = response.clause_drafts.filter(pk=key).exists()
    else:
        found = part in (parts.GENERAL, parts.HEAD)
    if not found:
        raise Refused("There is no such part, or a colleague removed it.")


def _write(response: Response, part: str, by) -> None:
    """``taken_at`` is when this person began: it stays while they hold it."""
    now = current().at
    own = PartLock.objects.filter(response=response, part=part, holder=by, seen_at__gt=now - locks.FREE_AFTER)
    if not own.update(seen_at=now):
        facts = {"holder": person(by), "taken_at": now, "seen_at": now}
        PartLock.objects.update_or_create(response=response, part=part, defaults=facts)


@act
def leave_part(*, response: Response, by, part: str) -> None:
    """``part``: empty for all that this person holds here."""
    unrecorded()
    response = hold(response, by)
    own = PartLock.objects.filter(response=response, holder=person(by))
    (own.filter(part=part) if part else own).delete()
