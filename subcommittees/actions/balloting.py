"""Putting a proposal to the vote of the body that decides on it, and taking a vote back as void.

A ballot freezes two things when it is opened: who may vote, seat by seat with the holder and the alternate of that day,
and the rule by which it will be counted.
"""

from datetime import date, datetime

from audit import clock
from audit.acts import NotAllowed, Refused, act, current, record
from bodies.models import Committee, Membership
from bodies.queries import committee as body_named
from proposals import ports
from proposals.actions import ACTS
from proposals.actions.ground import held_words, instant_of, take
from proposals.models import Alternative, Proposal
from proposals.states import State
from subcommittees import rules
from subcommittees.counting import group_of
from subcommittees.models import Ballot, BallotSeat, CountingRule

VOTES_BY_BALLOT = "change-board"
RUNNERS = "A ballot is opened, and taken back, by SECAS or by the secretary of the body."


@act
def open_ballot(*, proposal: Proposal, by, alternative: Alternative | None = None, **how) -> Ballot:
    """One question put to the vote: the proposal as it stands, or one of its Alternatives; see ``open_ballots``."""
    (ballot,) = open_ballots(proposal=proposal, by=by, solutions=[alternative], **how)
    return ballot


@act
def open_ballots(
    *,
    proposal: Proposal,
    by,
    solutions: list[Alternative | None] | None = None,
    committee: Committee | None = None,
    meeting=None,
    item=None,
    closes_at: datetime | None = None,
    effective: date | None = None,
) -> list[Ballot]:
    """A ballot for each of the ``solutions`` (None: the Modification Proposal), by default for all that stand;
    electorate and rule frozen; those who may vote told, unless it is dated back with ``effective``.

    Without a ``meeting`` it is a written resolution, which closes by itself at ``closes_at``.
    """
    proposal, committee = take(proposal), committee or body_named(VOTES_BY_BALLOT)
    _check_runner(by, committee)
    _check_before_it(proposal, committee)
    at = instant_of(effective, proposal)
    day = clock.london_date(at)
    _check_meeting(committee, meeting, item)
    _check_close(meeting, closes_at, at, effective)
    asked = standing_solutions(proposal) if solutions is None else solutions
    _check_solutions(proposal, asked)
    rule = rule_on(day).frozen(committee)
    electorate = _electorate(committee, rule, day)
    whose = {"committee": committee, "meeting": meeting, "item": item, "proposal": proposal, "by": by}
    how = {"rule": rule, "opened_at": at, "closes_at": closes_at, "classification": proposal.classification}
    ballots = [Ballot.objects.create(alternative=alternative, **whose, **how) for alternative in asked]
    _freeze(ballots, electorate)
    for ballot in ballots:
        _record_opening(ballot, len(electorate), day)
    if day >= clock.today():
        ports.notices["ballots_opened"](ballots)
    return ballots


def standing_solutions(proposal: Proposal) -> list[Alternative | None]:
    """What is voted on: the Modification Proposal, then each Alternative that stands (domain §2.4)."""
    return [None, *proposal.alternatives.filter(withdrawn_on=None).order_by("number")]


def rule_on(day: date) -> CountingRule:
    rule = CountingRule.objects.on(day).first()
    if rule is None:
        raise Refused(f"No rule says how votes are counted on {day:%-d %B %Y}.")
    return rule


def electorate_on(committee: Committee, rule: dict, day: date) -> list[tuple[str, Membership]]:
    """The seats that vote by the rule and are held on ``day``, each with the group it is counted with."""
    terms = Membership.objects.on(day).filter(seat__committee=committee, seat__votes=True)
    terms = terms.select_related("seat", "user", "alternate").order_by("seat__name")
    grouped = [(group_of(rule, term.seat.category), term) for term in terms]
    return [(group, term) for group, term in grouped if group]


def _electorate(committee: Committee, rule: dict, day: date) -> list[tuple[str, Membership]]:
    found = electorate_on(committee, rule, day)
    if not found:
        raise Refused(
            f"Nobody holds a seat with a vote on {committee.named} on {day:%-d %B %Y}: enter its members first."
        )
    seen: dict[str, str] = {}
    for _, term in found:
        group = term.seat.voting_group
        if group and group in seen:
            first, second = seen[group], term.seat.name
            raise Refused(f"{group} is one Voting Group with one vote, and has two seats: {first} and {second}.")
        seen[group] = term.seat.name
    return found


def _check_runner(by, committee: Committee) -> None:
    if by is not None and not rules.may_run.test(by, committee):
        raise NotAllowed(RUNNERS)


def _check_before_it(proposal: Proposal, committee: Committee) -> None:
    if proposal.state != State.REPORT_CHANGE_BOARD:
        raise Refused(f"{proposal.reference} is “{State(proposal.state).label}”, and not before {committee.named}.")
    if proposal.is_held:
        raise Refused(held_words(proposal))


def _check_meeting(committee: Committee, meeting, item) -> None:
    if meeting and meeting.committee_id != committee.pk:
        raise Refused(f"This is for {committee.named} to decide; choose one of its meetings.", "meeting")
    if meeting and meeting.state == meeting.State.CANCELLED:
        raise Refused("This meeting was cancelled; choose another, or none.", "meeting")
    if item and (meeting is None or item.meeting_id != meeting.pk):
        raise Refused("This item stands on the agenda of another meeting.", "item")


def _check_close(meeting, closes_at: datetime | None, at: datetime, effective: date | None) -> None:
    if meeting is None and closes_at is None and effective is None:
        raise Refused("A written resolution has no meeting to end it: give the day on which it closes.", "closes_on")
    if closes_at and closes_at <= max(at, current().at):
        raise Refused("A ballot closes later than it is opened: give a day that is still to come.", "closes_on")


def _check_solutions(proposal: Proposal, asked: list[Alternative | None]) -> None:
    if not asked:
        raise Refused("Choose what is voted on.", "solutions")
    for alternative in asked:
        if alternative and (alternative.proposal_id != proposal.pk or not alternative.is_live):
            raise Refused(f"{alternative} does not stand beside {proposal.reference} as a solution.", "solutions")
    standing = {
        ballot.alternative_id: ballot for ballot in Ballot.objects.undecided(proposal).select_for_update(of=("self",))
    }
    for alternative in asked:
        ballot = standing.get(alternative.pk if alternative else None)
        if ballot:
            raise Refused(_stands_already(ballot), "solutions")


def _stands_already(ballot: Ballot) -> str:
    if ballot.is_open:
        return f"A ballot on {ballot.question} is open since {ballot.opened_at.astimezone(clock.LONDON):%-d %B %Y}."
    return f"A ballot on {ballot.question} has closed. Record its outcome, or declare it void before it is put again."


def _freeze(ballots: list[Ballot], electorate: list[tuple[str, Membership]]) -> None:
    BallotSeat.objects.bulk_create(
        BallotSeat(
            ballot=ballot,
            seat=term.seat,
            name=term.seat.name,
            category=term.seat.category,
            group=group,
            holder=term.user,
            alternate=term.alternate,
        )
        for ballot in ballots
        for group, term in electorate
    )


def _record_opening(ballot: Ballot, seats: int, day: date) -> None:
    close = f" It closes by itself on {closing_words(ballot.closes_at)}." if ballot.closes_at else ""
    how = f"at its meeting of {ballot.meeting.date:%-d %B %Y}" if ballot.meeting else "as a written resolution"
    record(
        "ballot_opened",
        subject=ballot,
        about=ballot.proposal,
        by=ballot.by,
        sentence=f"{ballot.question} is put to the vote of {ballot.committee.named} {how}: {seats} seats vote.{close}",
        effective_on=day,
        classification=ballot.classification,
        after={"rule": ballot.rule},
    )


def closing_words(instant: datetime) -> str:
    return f"{instant.astimezone(clock.LONDON):%A %-d %B %Y at %H:%M}"


@act
def void_ballot(
    *, ballot: Ballot, by, because: str, together: bool = True, defer: bool = False, words: str = ""
) -> None:
    """The ballot declared void, with the reason; ``together``, also the others on the same proposal that are not yet
    decided. What was voted stays on record. With ``defer`` the vote is put off in the same act (domain §2.2 row 29).
    It may be put again as a new ballot."""
    proposal = take(ballot.proposal)
    _check_runner(by, ballot.committee)
    if not because.strip():
        raise Refused("Say why the ballot is void.", "because")
    found = list(Ballot.objects.undecided(proposal).select_for_update(of=("self",)))
    if ballot.pk not in {each.pk for each in found}:
        raise Refused(_why_not_void(ballot))
    voided = found if together else [each for each in found if each.pk == ballot.pk]
    for each in voided:
        each.void_at, each.void_because = current().at, because.strip()
        each.save(update_fields=["void_at", "void_because"])
        _record_void(each, by)
    ports.notices["ballots_void"](voided)
    if defer:
        with ports.stating("ballot"):
            ACTS["change_board_defers"](proposal=proposal, by=by, words=words or because, meeting=ballot.meeting)


def _why_not_void(ballot: Ballot) -> str:
    now = Ballot.objects.get(pk=ballot.pk)
    if now.void_at:
        return "Somebody else was faster: this ballot has been declared void already."
    return "The outcome of this ballot was recorded as a step of the proposal: take that step back first."


def _record_void(ballot: Ballot, by) -> None:
    record(
        "ballot_void",
        subject=ballot,
        about=ballot.proposal,
        by=by,
        sentence=f"The ballot on {ballot.question} is void: {ballot.void_because}",
        classification=ballot.classification,
    )
