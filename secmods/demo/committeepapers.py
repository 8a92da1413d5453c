"""The papers that the demo issues under their true dates: for meetings, for the items that stand on its agendas, and
the conclusions from what the Change Board voted on.

An item that the agenda has not, or that has its paper already, is passed over.
"""

from dataclasses import dataclass
from datetime import date

from audit import clock
from papers.actions import choose_term, compose_paper, issue_paper
from papers.models import GlossaryTerm, Paper
from proposals.models import Move
from secmods.demo.record import Record
from subcommittees.models import AgendaItem


@dataclass(frozen=True)
class Issued:
    """``meanings``: of acronyms that have several, the term that is meant."""

    kind: str
    committee: str
    meets: date
    on: date
    number: int | None = None
    starts: date | None = None
    meanings: tuple[str, ...] = ()


MAM = "Meter Asset Manager"
PAPERS = (
    Issued("csc-paper", "csc", date(2019, 5, 28), date(2019, 5, 20), number=75, meanings=(MAM,)),
    Issued("panel-paper", "panel", date(2019, 6, 14), date(2019, 6, 7), number=75, meanings=(MAM,)),
    Issued("new-proposals", "tabasc", date(2020, 6, 4), date(2020, 5, 28), starts=date(2020, 4, 29)),
)


def issue_papers(record: Record) -> None:
    for paper in PAPERS:
        if item := _item(paper):
            _issue(paper, item, record)
    for move in _voted():
        _conclude(move, record)


def _voted():
    """The steps that were made of a ballot, of proposals on which nothing was concluded yet."""
    concluded = Paper.objects.filter(kind=Paper.Kind.CONCLUSIONS_REPORT).values("proposal")
    steps = Move.objects.standing().filter(ballots__isnull=False).exclude(proposal__in=concluded).distinct()
    return list(steps.select_related("proposal__lead_analyst"))


def _conclude(move: Move, record: Record) -> None:
    """The Conclusions Report, under the day of the vote."""
    own = {"by": move.proposal.lead_analyst or record.analyst, "effective": clock.london_date(move.effective_at)}
    draft = compose_paper(kind=Paper.Kind.CONCLUSIONS_REPORT, proposal=move.proposal, **own)
    issue_paper(paper=draft.paper, **own)


def _item(paper: Issued) -> AgendaItem | None:
    items = AgendaItem.objects.standing().filter(meeting__committee__code=paper.committee, meeting__date=paper.meets)
    if paper.number:
        items = items.filter(kind=AgendaItem.Kind.PROPOSAL, proposal__number=paper.number)
    else:
        items = items.filter(kind=AgendaItem.Kind.NEW_PROPOSALS)
    return items.exclude(papers__in=Paper.objects.all()).select_related("meeting__committee", "proposal").first()


def _issue(paper: Issued, item: AgendaItem, record: Record) -> None:
    by = (item.proposal and item.proposal.lead_analyst) or item.presenter or record.analyst
    period = {"starts": paper.starts, "ends": paper.on} if paper.starts else {}
    draft = compose_paper(kind=paper.kind, item=item, by=by, effective=paper.on, **period)
    for meaning in paper.meanings:
        term = GlossaryTerm.objects.get(term=meaning)
        choose_term(paper=draft.paper, by=by, term=term, always=False)
    issue_paper(paper=draft.paper, by=by, effective=paper.on)
