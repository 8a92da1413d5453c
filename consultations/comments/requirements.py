from datetime import date

from consultations.comments.waiting import Waiting, group_words, waiting_on
from proposals.ports import SHOULD, Reason, require

TAB = "consultations:comments"


@require(
    "comments_collated",
    words="comments are published and summed up and questions answered, or it is said why the step need not wait "
    "for it",
)
def comments_collated(queryset, on: date):
    """What industry said is collated for the decision (domain §2.2 row 9); may be accepted with a reason."""
    waiting = waiting_on(queryset.values("pk"))
    return {p.pk: list(_reasons(waiting[p.pk])) if p.pk in waiting else [] for p in queryset}


def _reasons(waits: Waiting):
    if waits.comments:
        yield Reason(f"{_counted(len(waits.comments), 'comment')} not yet published.", TAB, "Publish them", SHOULD)
    if waits.questions:
        yield Reason(f"{_counted(len(waits.questions), 'question')} not yet answered.", TAB, "Answer them", SHOULD)
    if waits.groups:
        groups = "; ".join(group_words(*group) for group in waits.groups)
        yield Reason(f"Not yet summed up: {groups}.", TAB, "Write the summary", SHOULD)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun} is" if number == 1 else f"{number} {noun}s are"
