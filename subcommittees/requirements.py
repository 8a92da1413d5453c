from datetime import date

from proposals.ports import SHOULD, Reason, require
from subcommittees.models import Ballot, ViewRequest


@require(
    "views_answered",
    words="every body that was asked has answered, or it is said why the step need not wait for it",
)
def views_answered(queryset, on: date):
    """Bodies that were asked and are silent: may be accepted with a reason, which the paper then states (S0 §3)."""
    waiting = ViewRequest.objects.unanswered().filter(proposal__in=queryset, asked_on__lte=on)
    answers: dict[int, list[Reason]] = {p.pk: [] for p in queryset}
    for asked in waiting.select_related("committee", "organisation").due_first():
        answers[asked.proposal_id].append(_waiting(asked, on))
    return answers


def _waiting(asked: ViewRequest, on: date) -> Reason:
    giver = f"{asked.asked[0].upper()}{asked.asked[1:]}"
    if asked.due_on < on:
        words = f"{giver} was asked and did not answer."
    else:
        words = f"{giver} has not yet answered, due on {asked.due_on:%-d %B %Y}."
    return Reason(words, "subcommittees:views", "Record the view", SHOULD)


@require("no_ballot_open", words="every ballot on it is closed")
def no_ballot_open(queryset, on: date):
    """A vote that is under way ends first: it is closed, or declared void."""
    voted_on = set(Ballot.objects.open().filter(proposal__in=queryset).values_list("proposal_id", flat=True))
    words = "The Change Board is voting on it: close the ballot, or declare it void."
    open_ballot = Reason(words, "subcommittees:proposal_ballots", "See the ballot")
    return {p.pk: [open_ballot] if p.pk in voted_on else [] for p in queryset}
