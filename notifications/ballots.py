"""Who is told of ballots: those who vote, when one is opened and before it closes; all concerned, of its result."""

from collections.abc import Iterator

from django.conf import settings

from audit import clock
from notifications.actions import tell_people
from notifications.recipients import Recipient, in_place, of_the_proposal, who_read
from proposals.ports import Telling, foretell, notice
from subcommittees.ballotwords import result_sentence


def _voters(ballots, *, silent_only: bool = False) -> Iterator[tuple]:
    """Holders and alternates of the electorate, each with what they vote for."""
    seats = [seat for ballot in ballots for seat in ballot.seats.select_related("holder", "alternate")]
    if silent_only:
        voted = set(ballots[0].seats.filter(positions__isnull=False).values_list("pk", flat=True))
        seats = [seat for seat in seats if seat.pk not in voted]
    for seat in seats:
        yield seat.holder, f"votes for the seat {seat.name}"
        if seat.alternate:
            yield seat.alternate, f"alternate for the seat {seat.name}"


def _electorate(ballots, **which) -> list[Recipient]:
    """Nobody stands in for a voter who is away but the alternate of the seat, who is told anyway."""
    found: dict[int, Recipient] = {}
    for user, because in _voters(ballots, **which):
        if user.is_active:
            found.setdefault(user.pk, Recipient(user, because))
    return who_read(list(found.values()), ballots[0].proposal)


def _hearers(ballots) -> list[Recipient]:
    proposal = ballots[0].proposal
    own = who_read(in_place(of_the_proposal(proposal)), proposal)
    return list({recipient.user.pk: recipient for recipient in [*_electorate(ballots), *own]}.values())


@foretell("ballots_opened")
def would_vote(people) -> Telling:
    """``people``: those who would be in the electorate."""
    return Telling("those who vote, and their alternates", tuple(sorted({person.name for person in people})))


@foretell("ballots_closed")
def would_hear(ballots) -> Telling:
    names = tuple(sorted(recipient.user.name for recipient in _hearers(ballots)))
    return Telling("those who vote, their alternates, the Proposer and the Lead Analyst", names)


def _address(ballot) -> str:
    return f"{settings.SITE_URL}{ballot.get_absolute_url()}"


def _when(instant) -> str:
    return f"{instant.astimezone(clock.LONDON):%A %-d %B %Y at %H:%M}"


@notice("ballots_opened")
def tell_of_opening(ballots) -> None:
    first = ballots[0]
    questions = "\n".join(f"- {ballot.question}\n  {_address(ballot)}" for ballot in ballots)
    if first.closes_at:
        close = f"It closes on {_when(first.closes_at)}. A vote that arrives later is not counted."
    else:
        close = f"It is closed at or after the meeting of {first.meeting.date:%A %-d %B %Y}." if first.meeting else ""
    how = "Written resolution between meetings. " if first.meeting is None else ""
    _send(
        ballots,
        "opened",
        _electorate(ballots),
        "your vote is asked for",
        [f"{how}Your vote is asked for on:", questions, close],
    )


@notice("ballot_closes_soon")
def tell_of_the_close(ballot) -> None:
    close = f"The ballot on {ballot.question} closes on {_when(ballot.closes_at)}, and no vote has come for your seat."
    people = _electorate([ballot], silent_only=True)
    _send([ballot], "closes-soon", people, "the ballot closes soon", [close, _address(ballot)])


@notice("ballots_closed")
def tell_of_the_result(ballots) -> None:
    results = [f"{ballot.question}\n{result_sentence(ballot.result)}\n{_address(ballot)}" for ballot in ballots]
    _send(ballots, "closed", _hearers(ballots), "the ballot has closed", results)


@notice("ballots_void")
def tell_that_it_is_void(ballots) -> None:
    words = [f"The ballot on {ballot.question} is void: {ballot.void_because}" for ballot in ballots]
    _send(ballots, "void", _electorate(ballots), "the ballot is void", [*words, _address(ballots[0])])


def _send(ballots, what: str, people: list[Recipient], heading: str, parts: list[str]) -> None:
    proposal = ballots[0].proposal
    tell_people(
        proposal,
        people,
        audience="ballot",
        key=f"ballot-{what}-{ballots[0].pk}",
        subject=f"{proposal.reference} {heading} – {proposal.title}",
        body="\n\n".join(part for part in parts if part),
    )
