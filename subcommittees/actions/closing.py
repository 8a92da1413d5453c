"""Closing a ballot, which freezes what was counted, and making its outcome the next step of the proposal."""

from datetime import date, datetime

from audit import clock
from audit.acts import NotAllowed, Refused, act, current, nothing_changed, record
from proposals import ports
from proposals.actions import ACTS, TooLate
from proposals.actions.ground import GRACE, take
from proposals.models import Move, Proposal
from proposals.states import Path
from subcommittees import rules
from subcommittees.actions.balloting import closing_words
from subcommittees.ballotwords import decision_words, outcome_words, recommended_words, result_sentence
from subcommittees.counting import APPROVE, NO_QUORUM, count
from subcommittees.models import Ballot, Position

CLOSERS = "A ballot is closed by its chair, by the secretary or by SECAS."
# The step that an outcome makes, by who decides in the end: the Change Board itself under Self-Governance (row 30).
STEPS = {
    (True, True): "change_board_approves",
    (True, False): "change_board_rejects",
    (False, True): "change_board_recommends",
    (False, False): "change_board_recommends_rejection",
}


@act
def close_ballot(
    *,
    ballot: Ballot,
    by,
    together: bool = True,
    outcome: bool = False,
    words: str = "",
    effective: date | None = None,
) -> list[Ballot]:
    """No more votes; what was cast counted and the result kept; ``together``, also of the other open ballots on the
    proposal. With ``outcome`` the step that follows is made in the same act, see ``record_outcome``. Those who vote and
    the proposal's people told, unless it is dated back."""
    proposal = take(ballot.proposal)
    _check_closer(by, ballot)
    found = list(Ballot.objects.undecided(proposal).select_for_update(of=("self",)))
    opened = [each for each in found if each.is_open and (together or each.pk == ballot.pk)]
    if ballot.pk not in {each.pk for each in opened}:
        raise TooLate(_why_not_closed(ballot))
    for each in opened:
        _close(each, _instant(each, effective), by)
    _tell(opened)
    if outcome:
        record_outcome(proposal=proposal, by=by, words=words)
    return opened


def _check_closer(by, ballot: Ballot) -> None:
    if by is not None and not rules.may_speak_for.test(by, ballot.committee):
        raise NotAllowed(CLOSERS)


def _why_not_closed(ballot: Ballot) -> str:
    now = Ballot.objects.get(pk=ballot.pk)
    if now.void_at:
        return f"Somebody else was faster: this ballot was declared void on {closing_words(now.void_at)}."
    return f"Somebody else was faster: this ballot was closed on {closing_words(now.closed_at)}."


def _instant(ballot: Ballot, effective: date | None) -> datetime:
    """Now, or the instant at which it was to close by itself; in the historic record, on the day given."""
    if effective and effective > clock.today():
        raise Refused(f"{effective:%-d %B %Y} is still to come; give the day on which the ballot closed.", "effective")
    at = current().at
    if effective and effective < clock.today():
        at = max(ballot.opened_at, clock.closing(effective))
    return min(at, ballot.closes_at) if ballot.closes_at else at


def _close(ballot: Ballot, at: datetime, by) -> None:
    ballot.closed_at, ballot.result = at, result_of(ballot)
    ballot.save(update_fields=["closed_at", "result"])
    record(
        "ballot_closed",
        subject=ballot,
        about=ballot.proposal,
        by=by,
        sentence=f"The ballot on {ballot.question} has closed. {result_sentence(ballot.result)}",
        effective_on=clock.london_date(at),
        classification=ballot.classification,
        after={"result": ballot.result},
    )


def _tell(ballots: list[Ballot]) -> None:
    told = [ballot for ballot in ballots if clock.london_date(ballot.closed_at) >= clock.today()]
    if told:
        ports.notices["ballots_closed"](told)


def result_of(ballot: Ballot) -> dict:
    """What the votes cast so far come to, by the rule frozen on opening."""
    newest = Position.objects.filter(seat__ballot=ballot).counting().values_list("seat_id", "vote")
    standing = dict(newest)
    return count(ballot.rule, [(seat.group, standing.get(seat.pk, "")) for seat in ballot.seats.all()])


@act
def settle_ballot(*, ballot: Ballot) -> None:
    """The sweep's act: a ballot past the instant at which it closes by itself is closed at that instant. Running twice
    is harmless."""
    take(ballot.proposal)
    due = Ballot.objects.due(clock.now() - GRACE).filter(pk=ballot.pk).with_question()
    found = list(due.select_for_update(of=("self",)))
    for each in found:
        _close(each, each.closes_at, None)
    if found:
        _tell(found)
    else:
        nothing_changed()


@act
def remind_of_close(*, ballot: Ballot) -> None:
    """Those who have not voted are told, once, that the ballot closes within a day."""
    take(ballot.proposal)
    held = Ballot.objects.open().filter(pk=ballot.pk, reminded_at=None).with_question()
    held = held.select_for_update(of=("self",)).first()
    if held is None:
        nothing_changed()
        return
    held.reminded_at = current().at
    held.save(update_fields=["reminded_at"])
    ports.notices["ballot_closes_soon"](held)
    record(
        "ballot_reminded",
        subject=held,
        about=held.proposal,
        sentence=f"Those who have not voted on {held.question} are told that it closes on {_close_of(held)}.",
        classification=held.classification,
    )


def _close_of(ballot: Ballot) -> str:
    return closing_words(ballot.closes_at)


@act
def record_outcome(*, proposal: Proposal, by, words: str = "") -> Move:
    """The outcome of the ballots on the proposal becomes its next step: under Self-Governance approved or rejected,
    otherwise the recommendation to the Authority; on the day on which the last of them closed, in words composed from
    the result, to which ``words`` may be added."""
    proposal = take(proposal)
    ballots = list(Ballot.objects.undecided(proposal).select_for_update(of=("self",)))
    _check_decided(proposal, ballots, by)
    key = step_of(proposal, ballots)
    closed_on = max(clock.london_date(ballot.closed_at) for ballot in ballots)
    said = f"{decision_words(proposal, ballots, key)}\n\n{words.strip()}".strip()
    with ports.stating("ballot"):
        move = ACTS[key](
            proposal=proposal,
            by=by,
            words=said,
            meeting=ballots[0].meeting,
            effective=closed_on if closed_on < clock.today() else None,
            facts=_facts(ballots),
        )
    for ballot in ballots:
        ballot.move = move
        ballot.save(update_fields=["move"])
    return move


def _facts(ballots: list[Ballot]) -> dict[str, str]:
    facts = {ballot.solution: outcome_words(ballot.result) for ballot in ballots}
    if len(ballots) > 1:
        facts["Recommended"] = recommended_words(ballots)
    return facts


def _check_decided(proposal: Proposal, ballots: list[Ballot], by) -> None:
    if not ballots:
        raise TooLate(f"No ballot on {proposal.reference} waits for its outcome to be recorded.")
    _check_closer(by, ballots[0])
    if reason := why_no_outcome(proposal, ballots):
        raise Refused(reason)


def why_no_outcome(proposal: Proposal, ballots: list[Ballot]) -> str:
    """Why the ballots decide nothing yet; empty where they do."""
    if any(ballot.is_open for ballot in ballots):
        return "A ballot on this proposal is still open: the outcome is that of all of them."
    if any(ballot.result["outcome"] == NO_QUORUM for ballot in ballots):
        return "Too few seats took part, so nothing is decided: declare the ballot void, and put the question again."
    if proposal.path not in (Path.AUTHORITY_LED, Path.AUTHORITY_DETERMINED, Path.SELF_GOVERNANCE):
        return "The Panel has not determined the path, so it is open whether the Change Board decides or recommends."
    return ""


def step_of(proposal: Proposal, ballots: list[Ballot]) -> str:
    """The key of the step that the outcome makes: approved where one of the solutions is."""
    approved = any(ballot.result["outcome"] == APPROVE for ballot in ballots)
    return STEPS[proposal.path == Path.SELF_GOVERNANCE, approved]
