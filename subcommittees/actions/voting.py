"""Taking a position in a ballot. The ballot's row is locked, so that a vote in the instant of the close is either
counted or told that it came late."""

from datetime import date, datetime

from audit import clock
from audit.acts import NotAllowed, Refused, act, current, record
from audit.classification import Classification
from bodies.models import Membership
from proposals.actions.ground import take
from proposals.models import Objective
from proposals.states import State
from subcommittees import rules
from subcommittees.actions.balloting import closing_words
from subcommittees.models import Ballot, BallotSeat, Position


class VoteTooLate(Refused):
    """The ballot takes no more votes."""


@act
def cast(
    *,
    seat: BallotSeat,
    by,
    vote: str,
    reasons: str = "",
    objectives: list[str] | tuple[str, ...] = (),
    how: str = "",
    effective: date | None = None,
) -> Position:
    """A position for the ``seat``, by its holder or alternate; over an earlier one, a new version. The newest counts.

    With ``how`` (by telephone, by e-mail) SECAS or the secretary writes down a vote that was given so; ``effective``
    dates it back, within the historic record.
    """
    take(seat.ballot.proposal)
    ballot = _locked(seat.ballot)
    recorded_for = bool(how.strip())
    at = _instant(ballot, effective, recorded_for)
    _check_open(ballot, at)
    _check_voter(by, seat, ballot, recorded_for)
    _check_said(vote, reasons, objectives)
    earlier = seat.positions.order_by("-version").first()
    position = Position.objects.create(
        seat=seat,
        version=earlier.version + 1 if earlier else 1,
        vote=vote,
        reasons=reasons.strip(),
        objectives=list(objectives),
        by=by,
        recorded_for=recorded_for,
        how=how.strip(),
        at=at,
    )
    _record_vote(ballot, position, earlier)
    return position


def _locked(ballot: Ballot) -> Ballot:
    return Ballot.objects.with_question().select_for_update(of=("self",)).get(pk=ballot.pk)


def _instant(ballot: Ballot, effective: date | None, recorded_for: bool) -> datetime:
    """When the vote counts as given: now, or, where it is written down, on its day and not before the opening."""
    if effective is None or effective == clock.today():
        return current().at
    if effective > clock.today():
        raise Refused(f"{effective:%-d %B %Y} is still to come; give the day on which the vote was given.", "effective")
    if not recorded_for:
        raise Refused("A vote of an earlier day is written down: say how it was given.", "how")
    return max(ballot.opened_at, clock.start_of(effective))


def _check_open(ballot: Ballot, at: datetime) -> None:
    if ballot.void_at:
        raise VoteTooLate(f"The ballot was declared void on {closing_words(ballot.void_at)}: {ballot.void_because}")
    if ballot.closed_at:
        raise VoteTooLate(
            f"The ballot closed on {closing_words(ballot.closed_at)}. Your vote came later, and is not counted."
        )
    if not ballot.takes_votes_at(at):
        raise VoteTooLate(
            f"The ballot closed on {closing_words(ballot.closes_at)}. Your vote came later, and is not counted."
        )
    if ballot.proposal.state != State.REPORT_CHANGE_BOARD:
        raise VoteTooLate(
            f"{ballot.proposal.reference} is now “{State(ballot.proposal.state).label}”, and no longer before "
            f"{ballot.committee.named}. Your vote is not counted."
        )


def _check_voter(by, seat: BallotSeat, ballot: Ballot, recorded_for: bool) -> None:
    if recorded_for:
        if by is None or not rules.may_run.test(by, ballot.committee):
            raise NotAllowed("A vote given by telephone or by e-mail is written down by SECAS or by the secretary.")
        return
    if by is None or by.pk not in (seat.holder_id, seat.alternate_id):
        raise NotAllowed(why_not(by, ballot, seat))
    if sentence := ended(by, seat):
        raise NotAllowed(sentence)


def why_not(by, ballot: Ballot, seat: BallotSeat | None = None) -> str:
    """Why somebody has no vote, or not this one: in words that name what they were, if they were anything."""
    if seat is not None and by is not None and BallotSeat.objects.of(by).filter(ballot=ballot).exists():
        return f"You do not vote for the seat {seat.name}: it is for its holder or their alternate to vote."
    opened = f"{ballot.opened_at.astimezone(clock.LONDON):%-d %B %Y}"
    term = _last_term(by, ballot) if by is not None else None
    if term and term.ends and term.ends < clock.london_date(ballot.opened_at):
        ended = f"Your term in the seat {term.seat.name} ended on {term.ends:%-d %B %Y}."
        return f"{ended} Who votes was settled when the ballot was opened on {opened}."
    return (
        f"Only those vote who held a seat with a vote on {ballot.committee.named}, or were the alternate for one, when "
        f"the ballot was opened on {opened}. You were not among them."
    )


def _last_term(by, ballot: Ballot) -> Membership | None:
    terms = Membership.objects.filter(seat__committee=ballot.committee).select_related("seat")
    own = terms.filter(user=by) | terms.filter(alternate=by)
    return own.order_by("-starts").first()


def ended(by, seat: BallotSeat) -> str:
    """Why somebody of the electorate votes no more: their term has ended since (docs/decisions/ballots.md)."""
    terms = Membership.objects.filter(seat=seat.seat_id)
    terms = terms.filter(user=by) | terms.filter(alternate=by)
    if terms.on().exists():
        return ""
    last = terms.order_by("-starts").first()
    when = f" on {last.ends:%-d %B %Y}" if last and last.ends else ""
    stays = "Who votes stays as it was on opening."
    return f"Your term in the seat {seat.name} ended{when}, so you no longer vote for it. {stays}"


def _check_said(vote: str, reasons: str, objectives) -> None:
    if vote not in Position.Vote.values:
        raise Refused("Choose how you vote.", "vote")
    if vote == Position.Vote.REJECT and not reasons.strip():
        raise Refused("Say why you reject it. The Proposer and the Authority read your reasons.", "reasons")
    known = set(cited())
    if unknown := [code for code in objectives if code not in known]:
        raise Refused(f"There is no SEC Objective “{unknown[0]}”.", "objectives")


def cited() -> dict[str, Objective]:
    """The SEC Objectives by the code under which a position cites them: “a” is a general one, “c-a” one of charging."""
    found = Objective.objects.all()
    return {f"{'c-' if each.set == Objective.Set.CHARGING else ''}{each.letter}": each for each in found}


def _record_vote(ballot: Ballot, position: Position, earlier: Position | None) -> None:
    """That somebody voted, and not how: the votes are read from the record once the ballot is closed."""
    changed = "changed its vote" if earlier else "voted"
    how = f", as the secretary wrote down ({position.how})" if position.recorded_for else ""
    record(
        "vote_cast",
        subject=position,
        about=ballot.proposal,
        by=position.by,
        sentence=f"{position.seat.name} {changed} on {ballot.question}{how}.",
        effective_on=clock.london_date(position.at),
        classification=_closer(ballot.classification),
    )


def _closer(classification: str) -> str:
    """Who voted is told to those who run the ballot while it is open; so the event is not public."""
    return classification if classification == Classification.RED else Classification.AMBER


@act
def note_refused_vote(*, ballot: Ballot, by, sentence: str) -> None:
    """That somebody tried to vote and could not, and what they were told."""
    record(
        "vote_refused",
        subject=ballot,
        about=ballot.proposal,
        by=by,
        sentence=f"A vote on {ballot.question} was not taken. {sentence}",
        classification=_closer(ballot.classification),
    )


def vote(*, seat: BallotSeat, by, **position) -> Position:
    """``cast``; where the person may not vote or comes too late, the attempt is recorded beside the refusal."""
    try:
        return cast(seat=seat, by=by, **position)
    except (NotAllowed, VoteTooLate) as refusal:
        note_refused_vote(ballot=seat.ballot, by=by, sentence=refusal.sentence)
        raise
