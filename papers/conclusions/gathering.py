"""From the record to the facts of a Conclusions Report, in a fixed number of queries. No sentence is written here."""

from datetime import date

from django.conf import settings
from django.db.models import Count, Q
from django.urls import reverse

from audit import clock
from audit.classification import up_to
from bodies.workingdays import WorkingCalendar
from papers.board.gathering import DECIDING
from papers.conclusions import facts as c
from papers.consultation.counts import Told
from papers.consultation.reporting import told_of_report
from papers.editions import classification_of
from papers.gather import Edition, gather
from papers.models import Paper, PaperVersion
from proposals.lifecycle import done_words
from proposals.models import Attachment, Move, Proposal, RuleKey, Window
from proposals.processrules import value_on
from proposals.richtext import from_plain
from subcommittees.actions.voting import cited

ASKING = ("change_board_recommends", "change_board_recommends_rejection", "appeal")
# What passes between SECAS and the Proposer before a proposal is raised is no part of its way.
BEFORE_IT = ("submit", "review_submission", "resubmit")


def of_conclusions(paper: Paper, edition: Edition) -> c.Conclusions:
    on = edition.composed_on
    facts = gather(paper, edition)
    moves = [move for move in _moves(paper) if clock.london_date(move.effective_at) <= on]
    return c.Conclusions(
        of=facts,
        report=_report(paper, on),
        consultation=_consultation(paper, moves, on, facts.consulted),
        appeals=_appeals(moves, on),
        authority=_authority(moves, urgent=facts.urgent),
        walked=tuple(_walked(move) for move in moves if move.key not in BEFORE_IT),
        objective_texts=tuple((code, objective.text) for code, objective in cited().items()),
    )


def begin_conclusions(proposal: Proposal) -> str:
    """Where it is begun."""
    return f"{reverse('papers:begin')}?proposal={proposal.slug}&kind={Paper.Kind.CONCLUSIONS_REPORT}"


def unready(paper: Paper) -> str:
    """Nothing to conclude from: no vote whose outcome is recorded, and no decision of the Authority."""
    if paper.proposal.moves.standing().filter(key__in=[*DECIDING, *c.Answer]).exists():
        return ""
    return (
        f"No outcome of a vote of the Change Board on {paper.proposal.reference} is on record yet, and no decision of "
        "the Authority: until one is, its Conclusions Report stays a draft."
    )


def _moves(paper: Paper):
    lodged = Count("window__appeals", filter=Q(window__appeals__struck_at=None))
    found = Move.objects.filter(proposal=paper.proposal_id).standing().select_related("window")
    return found.annotate(appeals=lodged)


def _report(paper: Paper, on: date) -> c.Issued | None:
    kind = Paper.Kind.MODIFICATION_REPORT
    issued = PaperVersion.objects.standing().filter(
        paper__kind=kind, paper__proposal=paper.proposal_id, state=PaperVersion.State.ISSUED, composed_on__lte=on
    )
    newest = issued.newest_first().first()
    return c.Issued(newest.label, f"{settings.SITE_URL}{newest.get_absolute_url()}") if newest else None


def _window(moves: list[Move], kind: str) -> tuple[Window, Move] | None:
    """The newest of a kind, with the step that opened it."""
    opened = [move for move in moves if hasattr(move, "window") and move.window.kind == kind]
    return (opened[-1].window, opened[-1]) if opened else None


def _settled(window: Window, on: date) -> bool:
    return window.settled_at is not None and clock.london_date(window.settled_at) <= on


def _consultation(paper: Paper, moves: list[Move], on: date, run_here: tuple[Told, ...]) -> c.Consultation | None:
    found = _window(moves, Window.Kind.CONSULTATION)
    if found is None:
        return None
    window, opening = found
    closing = next((move for move in moves if move.place > opening.place and move.key == "consultation_closes"), None)
    return c.Consultation(
        opened_on=clock.london_date(window.opens_at),
        closes_on=clock.london_date(window.closes_at),
        working_days=window.working_days,
        closed_on=clock.london_date(window.settled_at) if _settled(window, on) else None,
        responses=_responses(paper, clock.london_date(window.opens_at), on),
        words=from_plain(closing.words) if closing and closing.words else "",
        told=told_of_report(run_here, clock.london_date(window.opens_at)),
    )


def _responses(paper: Paper, since: date, on: date) -> tuple[c.Response, ...]:
    """Files of responses that came since the consultation was opened, and that the edition may name."""
    kept = (
        Attachment.objects.current()
        .standing()
        .filter(
            proposal=paper.proposal_id,
            kind=Attachment.Kind.RESPONSE,
            dated__range=(since, on),
            classification__in=up_to(classification_of(paper)),
        )
    )
    return tuple(
        c.Response(title, dated) for title, dated in kept.order_by("dated", "pk").values_list("title", "dated")
    )


STATES = {Window.Outcome.EXPIRED: c.AppealState.ENDED, Window.Outcome.APPEALED: c.AppealState.APPEALED}


def _appeals(moves: list[Move], on: date) -> c.Appeals | None:
    found = _window(moves, Window.Kind.APPEAL)
    if found is None:
        return None
    window, opening = found
    state = STATES.get(window.outcome, c.AppealState.OPEN) if _settled(window, on) else c.AppealState.OPEN
    count = opening.appeals if state == c.AppealState.APPEALED else 0
    return c.Appeals(window.working_days, clock.london_date(window.closes_at), state, count)


def _authority(moves: list[Move], *, urgent: bool) -> c.Authority:
    """How it was asked last, and what it answered to that."""
    asking = next((move for move in reversed(moves) if move.key in ASKING), None)
    if asking is None:
        return c.Authority()
    asked_on = clock.london_date(asking.effective_at)
    answered = next((move for move in moves if move.place > asking.place and move.key in list(c.Answer)), None)
    if answered:
        words = from_plain(answered.words) if answered.words else ""
        on = clock.london_date(answered.effective_at)
        return c.Authority(asked_on, answer=c.Answer(answered.key), on=on, words=words)
    if urgent:
        return c.Authority(asked_on)
    days = value_on(RuleKey.AUTHORITY_DAYS, asked_on)
    return c.Authority(asked_on, WorkingCalendar.load().add(asked_on, days), days)


def _walked(move: Move) -> c.Walked:
    return c.Walked(done_words(move.key), clock.london_date(move.effective_at))
