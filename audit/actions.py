from audit import clock
from audit.acts import NotAllowed, Refused, act, append_finished, current, record
from audit.models import ChainHead, Checkpoint, EventDetail


def take_checkpoint() -> Checkpoint:
    """Witness the chain's size and head once a day; taking it twice on one day gives the first again. Not an act:
    the witness stands outside what it witnesses."""
    append_finished()
    head = ChainHead.objects.first() or ChainHead()
    checkpoint, _ = Checkpoint.objects.get_or_create(on=clock.today(), defaults={"size": head.size, "hash": head.hash})
    return checkpoint


@act
def erase_detail(*, sequence: int, why: str, by) -> None:
    """Blank the personal part of one event and record that this was done. The chain still verifies."""
    if by is not None and not getattr(by, "is_administrator", False):
        raise NotAllowed("Only an administrator may erase details.")
    if not why.strip():
        raise Refused("Say why these details are erased.", field="why")
    changed = EventDetail.objects.filter(sequence=sequence, erased_at=None).update(
        body=None, erased_at=current().at, erased_why=why.strip()
    )
    if not changed:
        raise Refused(f"There are no details of event {sequence} left to erase.")
    record("detail_erased", subject=f"audit.event:{sequence}", by=by, sentence=why.strip())
