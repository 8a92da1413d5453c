from audit.acts import current, first_time
from jobs.actions import enqueue
from notifications.models import Delivery, Message
from notifications.recipients import recipients
from proposals.models import Move


def tell(move: Move, audience: str, *, subject: str, body: str) -> Message:
    """Write the message and one copy per recipient within the running act, and queue their sending for its commit."""
    message = Message.objects.create(
        proposal=move.proposal,
        move=move,
        audience=audience,
        subject=subject[:200],
        body=body,
        classification=move.proposal.classification,
        at=current().at,
    )
    Delivery.objects.bulk_create(
        Delivery(message=message, user=r.user, because=r.because[:80]) for r in recipients(audience, move.proposal)
    )
    if first_time(f"send the notices of move {move.pk}"):
        enqueue("send_notices", f"move-{move.pk}", move_id=move.pk)
    return message
