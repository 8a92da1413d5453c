"""What every act of this app stands on: the lock, the settling of windows, the guard, and the writing of a move."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from accounts.queries import cover_for
from audit import clock
from audit.acts import Refused, current, record
from proposals import lifecycle, ports, rules
from proposals.models import Move, Proposal
from proposals.states import State

# What reached the server at 16:59:59 may still wait for its lock; nobody settles a window before this has passed.
GRACE = timedelta(minutes=2)


class TooLate(Refused):
    """Somebody else was faster: the proposal is no longer where this person saw it."""


class StaleSave(Refused):
    """The text was saved by somebody else since this person opened it. ``latest`` is the row as it stands now."""

    def __init__(self, sentence: str, latest):
        super().__init__(sentence)
        self.latest = latest


def take(proposal: Proposal, as_at: datetime | None = None) -> Proposal:
    """Lock the proposal for this transaction and settle windows whose end has come. Every act begins with this.

    A window is left alone for a little after its close, so that what reached the server in time still finds it.
    ``as_at`` is the instant of receipt where an act records what came in earlier: a window open then stays open.
    """
    from proposals.actions import windows

    people = ("proposer", "proposer_organisation", "representative", "lead_analyst")
    locked = Proposal.objects.select_related(*people).select_for_update(of=("self",)).get(pk=proposal.pk)
    windows.settle_due(locked, as_at or clock.now() - GRACE)
    return locked


def check_analyst(user) -> None:
    if not user.is_analyst:
        raise Refused(f"{user} is not a SECAS analyst, so cannot lead a proposal.", "lead_analyst")


def check_unfinished(proposal: Proposal) -> None:
    if proposal.is_finished:
        raise Refused(
            f"{proposal.reference} is {State(proposal.state).label.lower()}: its texts are no longer changed."
        )


def check_version(row, expected: int | None) -> None:
    """``expected`` is the version the form was opened with; None skips the question (commands, first saves)."""
    if expected is not None and row.version != expected:
        raise StaleSave("Somebody else saved this while you were writing. Both texts are shown below.", row)


def check_has_come(day: date | None, field: str) -> None:
    """What is recorded has happened: its day may not be one that is still to come."""
    if day and day > clock.london_date(current().at):
        raise Refused(f"{day:%-d %B %Y} is still to come; give the day on which it happened.", field)


def instant_of(effective: date | None, proposal: Proposal) -> datetime:
    """When a move takes effect, in UTC: now, or at noon of an earlier day, never before the last move."""
    now = current().at
    if effective is None or effective == clock.london_date(now):
        return now
    if effective > clock.london_date(now):
        raise Refused(f"{effective:%-d %B %Y} is still to come; a decision is recorded once it is made.", "effective")
    last = proposal.moves.order_by("-pk").values_list("effective_at", flat=True).first()
    if last and effective < clock.london_date(last):
        words = (
            f"{effective:%-d %B %Y} is before the last step, which took effect on {clock.london_date(last):%-d %B %Y}."
        )
        raise Refused(words, "effective")
    noon = datetime.combine(effective, time(12), clock.LONDON)
    return max(noon, last) if last else noon


def check_move(row: lifecycle.MoveType, proposal: Proposal, *, by, on: date, accepted: str = "") -> list[ports.Reason]:
    """Refuse unless ``by`` may make this move now and nothing blocks it. Returns what was missing and accepted."""
    if proposal.state not in row.sources:
        raise TooLate(
            f"Somebody else was faster: {proposal.reference} is now “{State(proposal.state).label}”, "
            f"so this step can no longer be taken."
        )
    rules.check(row.who, by, proposal, sentence=f"This step is for {row.who_words} to take.")
    missing = missing_for(row, proposal, on)
    blocking = [reason.text for reason in missing if reason.blocks]
    if blocking:
        raise Refused(" ".join(blocking))
    if missing and not accepted.strip() and by is not None:
        raise Refused("Say why this may go ahead although something is open.", "accepted")
    return missing


def missing_for(row: lifecycle.MoveType, proposal: Proposal, on: date) -> list[ports.Reason]:
    if not row.requires:
        return []
    queryset = Proposal.objects.filter(pk=proposal.pk)
    by_key = ports.reasons_for(row.requires, queryset, on)[proposal.pk]
    return [reason for key in row.requires for reason in by_key[key]]


def write_move(
    proposal: Proposal,
    key: str,
    to: State,
    *,
    at: datetime,
    by,
    meeting=None,
    words: str = "",
    note: str = "",
    fields: Iterable[str] = (),
) -> Move:
    """Append the move, save the proposal's state (and the ``fields`` set for it), record the event. The caller then
    runs the consequences."""
    move = Move.objects.create(
        proposal=proposal,
        key=key,
        from_state=proposal.state if key not in lifecycle.ENTRIES else "",
        to_state=to,
        effective_at=at,
        recorded_at=max(current().at, at),
        by=by,
        meeting=meeting,
        words=words.strip(),
    )
    proposal.state, proposal.state_since = to, clock.london_date(at)
    proposal.save(update_fields=["state", "state_since", *fields])
    sentence = " ".join(part for part in (f"{lifecycle.done_words(key)}.", note, _in_place_of(by, proposal)) if part)
    record(
        f"proposal_{key}",
        subject=move,
        about=proposal,
        by=by,
        sentence=sentence,
        effective_on=clock.london_date(at),
        classification=proposal.classification,
        after={"state": State(to).label, "words": words.strip()} if words.strip() else {"state": State(to).label},
    )
    return move


def _in_place_of(by, proposal: Proposal) -> str:
    """“Done for …” where the actor covers for a Lead Analyst who is away."""
    lead = proposal.lead_analyst
    if by is None or lead is None or by.pk == lead.pk or not by.is_analyst or cover_for(lead) != by:
        return ""
    return f"Done for {lead}, who is away."


def run_consequences(row: lifecycle.MoveType, move: Move, *, backdated: bool) -> None:
    for key in row.starts:
        ports.consequences[key].run(move, backdated)


def make_move(
    key: str,
    proposal: Proposal,
    *,
    by,
    words: str = "",
    meeting=None,
    effective: date | None = None,
    accepted: str = "",
    note: str = "",
    change=None,
) -> Move:
    """The common walk of a move: when, whether, ``change(at)``, the move, what follows.

    ``change`` sets what the move brings on the proposal and gives back the names of those fields, which are saved with
    its state.

    ``proposal`` has been taken. A back-dated move mails nobody (its consequences are told so).
    """
    row = lifecycle.MOVES[key]
    at = instant_of(effective, proposal)
    missing = check_move(row, proposal, by=by, on=clock.london_date(at), accepted=accepted)
    if accepted.strip() and missing:
        words = f"{words}\n\nTaken although open ({' '.join(r.text for r in missing)}): {accepted.strip()}".strip()
    fields = change(at) if change else ()
    move = write_move(proposal, key, row.to, at=at, by=by, meeting=meeting, words=words, note=note, fields=fields)
    run_consequences(row, move, backdated=clock.london_date(at) < clock.today())
    return move
