from datetime import date

from proposals.ports import SHOULD, Reason, require
from subcommittees.models import View


@require(
    "views_answered",
    words="every body that was asked has answered, or it is said why the step need not wait for it",
)
def views_answered(queryset, on: date):
    """Bodies that were asked and are silent: may be accepted with a reason, which the paper then states (S0 §3)."""
    open_views = View.objects.filter(proposal__in=queryset).latest_versions()
    waiting = open_views.filter(position=View.Position.ASKED)
    answers: dict[int, list[Reason]] = {p.pk: [] for p in queryset}
    for view in waiting:
        answers[view.proposal_id].append(_waiting(view))
    return answers


def _waiting(view: View) -> Reason:
    due = f", due on {view.due_on:%-d %B %Y}" if view.due_on else ""
    giver = f"{view.giver[0].upper()}{view.giver[1:]}"
    return Reason(f"{giver} has not yet answered{due}.", "subcommittees:views", "Record the view", SHOULD)
