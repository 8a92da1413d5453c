"""The notices and letters that the demo issues, each under the day on which it went out."""

from dataclasses import dataclass
from datetime import date

from audit import clock
from papers.actions import issue_notice
from papers.models import Paper
from proposals.models import Move, Proposal
from secmods.demo.record import Record

Kind = Paper.Kind


@dataclass(frozen=True)
class Noticed:
    """``on``: where it went out on another day than that of the step."""

    number: int
    step: str
    kind: str
    on: date | None = None


NOTICES = (
    Noticed(87, "approve_fast_track", Kind.FAST_TRACK_NOTICE),
    Noticed(87, "implement", Kind.IMPLEMENTATION_NOTICE),
    Noticed(130, "request_urgency", Kind.AUTHORITY_LETTER, on=date(2020, 5, 15)),
    Noticed(130, "grant_urgency", Kind.URGENT_NOTICE),
    Noticed(130, "change_board_recommends", Kind.AUTHORITY_LETTER),
    Noticed(130, "authority_approves", Kind.DECISION_NOTICE),
    Noticed(130, "implement", Kind.IMPLEMENTATION_NOTICE),
    Noticed(245, "authority_sends_back", Kind.DECISION_NOTICE),
    Noticed(247, "change_board_approves", Kind.DECISION_NOTICE),
    Noticed(251, "withdraw", Kind.WITHDRAWAL_NOTICE),
)


def issue_notices(record: Record) -> None:
    for noticed in NOTICES:
        proposal = Proposal.objects.select_related("lead_analyst").get(number=noticed.number, suffix="")
        step = Move.objects.standing().select_related("proposal").get(proposal=proposal, key=noticed.step)
        day = noticed.on or clock.london_date(step.effective_at)
        issue_notice(kind=noticed.kind, step=step, by=proposal.lead_analyst or record.analyst, effective=day)
