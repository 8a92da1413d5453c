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
    waiting = open_views.filter(position__in=(View.Position.ASKED, View.Position.SILENT))
    answers: dict[int, list[Reason]] = {p.pk: [] for p in queryset}
    for view in waiting:
        answers[view.proposal_id].append(_waiting(view))
    return answers


def _waiting(view: View) -> Reason:
    giver = f"{view.giver[0].upper()}{view.giver[1:]}"
    due = f", due on {view.due_on:%-d %B %Y}" if view.due_on else ""
    silent = view.position == View.Position.SILENT
    words = f"{giver} was asked and did not answer." if silent else f"{giver} has not yet answered{due}."
    return Reason(words, "subcommittees:views", "Record the view", SHOULD)
