from datetime import date

from proposals.ports import SHOULD, Reason, require
from subcommittees.models import Ballot, View


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


@require("no_ballot_open", words="every ballot on it is closed")
def no_ballot_open(queryset, on: date):
    """A vote that is under way ends first: it is closed, or declared void."""
    voted_on = set(Ballot.objects.open().filter(proposal__in=queryset).values_list("proposal_id", flat=True))
    words = "The Change Board is voting on it: close the ballot, or declare it void."
    open_ballot = Reason(words, "subcommittees:proposal_ballots", "See the ballot")
    return {p.pk: [open_ballot] if p.pk in voted_on else [] for p in queryset}
