"""What waits on a desk because of the DCC: the requests to it, its open questions and the new dates that it asks for.
For SECAS and for the DCC, in constant queries."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Prefetch
from django.urls import reverse

from audit.templatetags.look import date_act
from proposals.desk import Desk
from proposals.models import Clarification, DccAssessment, Proposal
from proposals.ports import Task, list_tasks
from proposals.rules import speaks_for_the_dcc

OPEN = Prefetch("clarifications", Clarification.objects.filter(answered_on=None, withdrawn_on=None), "open_questions")


@list_tasks("dcc")
def tasks(desk: Desk) -> list[Task]:
    """For SECAS on the proposals that the reader leads; for the DCC on all that it may read."""
    if desk.user.is_analyst:
        return [task for found in _of(desk.led) for task in _for_secas(desk, found)]
    if speaks_for_the_dcc.test(desk.user):
        readable = Proposal.objects.visible_to(desk.user).live()
        return [task for found in _outstanding(readable) for task in _for_the_dcc(found)]
    return []


def _outstanding(proposals):
    found = DccAssessment.objects.outstanding().filter(proposal__in=proposals).select_related("proposal")
    return found.prefetch_related(OPEN).order_by("due_on", "pk")


def _of(led: list[Proposal]) -> list[DccAssessment]:
    """Those of proposals that are read already, which are not read again."""
    if not led:
        return []
    by_key = {proposal.pk: proposal for proposal in led}
    found = list(_outstanding(list(by_key)).select_related(None))
    for each in found:
        each.proposal = by_key[each.proposal_id]
    return found


def _step(found: DccAssessment, step: str) -> str:
    return reverse("proposals:assessment_step", args=[found.proposal.slug, found.pk, step])


def _place(found: DccAssessment) -> str:
    return f"{reverse('proposals:refinement', args=[found.proposal.slug])}#assessment-title-{found.pk}"


def _question(found: DccAssessment, asked: Clarification) -> str:
    return reverse("proposals:clarification_step", args=[found.proposal.slug, asked.pk, "answer"])


def _for_secas(desk: Desk, found: DccAssessment) -> Iterator[Task]:
    """To answer, while the clock stands still; to agree or decline; and what the DCC still owes."""
    note = desk.note(found.proposal)
    for asked in found.open_questions:
        words, url = f"The DCC has a question for its {found}; its clock stands still", _question(found, asked)
        yield Task(found.proposal, words, url, "Answer the question", since=asked.asked_on, note=note)
    if found.wanted_due_on:
        words = f"The DCC asks to give its {found} on {date_act(found.wanted_due_on)}, not on {date_act(found.due_on)}"
        yield Task(found.proposal, words, _place(found), "Agree or decline the date", since=found.wanted_on, note=note)
    if not found.open_questions:
        words = f"The DCC is to give its {found}" if found.acknowledged_on else f"The DCC is to acknowledge its {found}"
        yield _waiting(found, words, found.requested_on, found.due_on, note)


def _waiting(found: DccAssessment, words: str, since: date, due: date | None = None, note: str = "") -> Task:
    return Task(found.proposal, words, _place(found), "See the request", since, due, mine=False, note=note)


def _for_the_dcc(found: DccAssessment) -> Iterator[Task]:
    """To acknowledge, to give the assessment; and what SECAS has still to answer, without which it is not given."""
    if not found.acknowledged_on:
        words, url = f"SECAS asks for the {found}", _step(found, "acknowledge")
        yield Task(found.proposal, words, url, "Acknowledge the request", found.requested_on, found.due_on)
    elif not found.open_questions:
        words, url = f"The {found} is to be given", _step(found, "answer")
        yield Task(found.proposal, words, url, f"Give the {found}", found.requested_on, found.due_on)
    for asked in found.open_questions:
        yield _waiting(found, f"SECAS is to answer your question for the {found}", asked.asked_on)
    if found.wanted_due_on:
        words = f"SECAS is to answer whether the {found} may come on {date_act(found.wanted_due_on)}"
        yield _waiting(found, words, found.wanted_on)
