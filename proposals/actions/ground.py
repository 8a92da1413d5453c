"""What every act of this app stands on: the lock, the settling of windows, the guard, and the writing of a move."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from django.db.models import Case, Max, Subquery, When
from django.db.models.functions import Coalesce

from accounts.queries import cover_for
from audit import clock
from audit.acts import Refused, current, holds, record
from bodies.models import Committee, Meeting
from proposals import lifecycle, ports, rules, urgency
from proposals.models import Acceptance, Correction, DecidingBody, Move, PathDetermination, Proposal
from proposals.states import FINISHED, Path, State

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

    known = ("proposer", "proposer_organisation", "representative", "lead_analyst", "implementation")
    # Locked first and read afterwards: a join made before the wait would still hold the Proposer of before it.
    if not holds(f"proposal {proposal.pk}"):
        Proposal.objects.select_for_update().values_list("pk").get(pk=proposal.pk)
    locked = Proposal.objects.select_related(*known).get(pk=proposal.pk)
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


def check_not_split(proposal: Proposal) -> None:
    """A proposal that was split is read, and its record put right; everything else goes on in its parts."""
    if not rules.goes_on(proposal):
        raise Refused(f"{proposal.reference} was split: this is done on its parts.")


def check_version(row, expected: int | None) -> None:
    """``expected`` is the version the form was opened with; None skips the question (commands, first saves)."""
    if expected is not None and row.version != expected:
        raise StaleSave("Somebody else saved this while you were writing. Both texts are shown below.", row)


def fingerprint(row, names: Iterable[str]) -> str:
    """The values of a row that a form was opened on, in few characters."""
    values = {name: getattr(row, name) for name in names}
    return hashlib.sha256(json.dumps(values, default=str, sort_keys=True).encode()).hexdigest()[:16]


def check_opened(row, names: Iterable[str], opened: str) -> None:
    """``opened``: the fingerprint of the row as the person saw it; empty skips the question (commands)."""
    if opened and opened != fingerprint(row, names):
        raise Refused("Somebody else changed this while you were looking at it. Look at it again before you go on.")


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
    last = proposal.moves.standing().reverse().values_list("effective_at", flat=True).first()
    if last and effective < clock.london_date(last):
        words = (
            f"{effective:%-d %B %Y} is before the last step, which took effect on {clock.london_date(last):%-d %B %Y}."
        )
        raise Refused(words, "effective")
    noon = datetime.combine(effective, time(12), clock.LONDON)
    return max(noon, last) if last else noon


def check_move(
    row: lifecycle.MoveType, proposal: Proposal, *, by, on: date, accepted: str = "", meeting: Meeting | None = None
) -> list[ports.Reason]:
    """Refuse unless ``by`` may make this move now and nothing blocks it. Returns what was missing and accepted.

    What a body decides at a ``meeting`` of its own is recorded by SECAS, or by whoever chairs or serves that body.
    """
    if proposal.state not in row.sources:
        raise TooLate(
            f"Somebody else was faster: {proposal.reference} is now “{State(proposal.state).label}”, "
            f"so this step can no longer be taken."
        )
    speaks = row.body and meeting and rules.speaks_for_the_body(by, meeting.committee_id)
    if not (speaks or ports.is_stated(row.owned_by)):
        rules.check(row.who, by, proposal, sentence=f"This step is for {row.who_words} to take.")
    if proposal.is_held and not row.despite_hold:
        raise Refused(held_words(proposal))
    if on >= clock.today() and ports.is_for_the_record_only(row.owned_by, proposal):
        raise Refused(f"{row.done}: this is recorded when it happens; here it is entered for earlier days only.")
    missing = missing_for(row, proposal, on)
    blocking = [reason.text for reason in missing if reason.blocks]
    if blocking:
        raise Refused(" ".join(blocking))
    if missing and not accepted.strip() and by is not None:
        raise Refused("Say why this may go ahead although something is open.", "accepted")
    return missing


def held_words(proposal: Proposal) -> str:
    since = f"{proposal.held_on:%-d %B %Y}"
    return f"{proposal.reference} has been on hold since {since}: {proposal.hold_reason} Lift the hold first."


def missing_for(row: lifecycle.MoveType, proposal: Proposal, on: date) -> list[ports.Reason]:
    if not row.requires:
        return []
    queryset = Proposal.objects.filter(pk=proposal.pk)
    by_key = ports.reasons_for(row.requires, queryset, on)[proposal.pk]
    missing = [(key, reason) for key in row.requires for reason in by_key[key]]
    accepted = _accepted(proposal) if any(not reason.blocks for _, reason in missing) else frozenset()
    return [reason for key, reason in missing if reason.blocks or (key, reason.text) not in accepted]


def _accepted(proposal: Proposal) -> frozenset:
    """What is missing and has been accepted with a reason beforehand (see ``readiness``)."""
    return frozenset(proposal.acceptances.standing().values_list("requirement", "text"))


def mark_corrected(proposal: Proposal, what: str, reason: str, by) -> None:
    """Papers issued so far bear the mark that the record was corrected since."""
    Correction.objects.create(proposal=proposal, what=what[:300], reason=reason.strip(), at=current().at, by=by)


@dataclass(frozen=True)
class Deciding:
    """Which body decides, and by whose delegation."""

    body: Committee | None = None
    delegation: str = ""


def deciding(row: lifecycle.MoveType, on: date, meeting: Meeting | None) -> Deciding:
    """The body that makes this decision on that day: by a dated rule, otherwise as the table says (domain §2.2 row 9).
    A meeting of another body is refused."""
    if not row.body:
        return Deciding()
    rule = DecidingBody.objects.on(on).filter(move_key=row.key)
    ruled = Committee.objects.filter(pk__in=rule.values("committee"))
    found = (ruled | Committee.objects.filter(code=row.body)).annotate(delegation=rule.values("delegation")[:1])
    body = found.order_by(Case(When(pk__in=rule.values("committee"), then=0), default=1)).first()
    if meeting and body and meeting.committee_id != body.pk:
        raise Refused(f"This is for {body.named} to decide; choose one of its meetings.", "meeting")
    return Deciding(body, body.delegation or "") if body else Deciding()


def next_place(proposal: Proposal):
    """After every move there is, told by the database as it writes: no query of its own."""
    there = Move.objects.filter(proposal=proposal).order_by().values("proposal").annotate(last=Max("place"))
    return Coalesce(Subquery(there.values("last")), 0) + 1


@dataclass(frozen=True)
class Decision:
    """What a move says of itself, beyond who made it and when. ``facts``: {label: words}. ``note``: a sentence that the
    history adds. ``before``: columns of the proposal as they were before what the move changed of them."""

    words: str = ""
    meeting: Meeting | None = None
    note: str = ""
    deciding: Deciding = Deciding()
    facts: dict = field(default_factory=dict)
    before: dict = field(default_factory=dict)


def write_move(
    proposal: Proposal,
    key: str,
    to: State,
    *,
    at: datetime,
    by,
    said: Decision = Decision(),
    fields: Iterable[str] = (),
) -> Move:
    """Append the move, save the proposal's state (and the ``fields`` set for it), record the event; where a request for
    urgency falls with it, the Authority told. The caller then runs the consequences. A move that stays where it is
    leaves the day on which the state was entered."""
    fields = list(fields)
    lapses = urgency.lapses(proposal, to)
    if lapses:
        said = _without_request(proposal, to, said)
        fields.append("urgency_requested_on")
    move = _append(proposal, key, to, at, by, said)
    if not move.stays:
        proposal.state, proposal.state_since = to, clock.london_date(at)
        fields += ["state", "state_since"]
    if fields:
        proposal.save(update_fields=fields)
    if "path" in fields:
        write_path(proposal, on=clock.london_date(at), by_body=said.deciding.body, move=move)
    record_move(move, note=said.note)
    if lapses and clock.london_date(at) >= clock.today():
        ports.notices["urgency_lapsed"](move)
    if to in FINISHED:
        ports.end_all(move)
    return move


def _append(proposal: Proposal, key: str, to: State, at: datetime, by, said: Decision) -> Move:
    return Move.objects.create(
        proposal=proposal,
        place=next_place(proposal),
        key=key,
        from_state=proposal.state if key not in lifecycle.ENTRIES else "",
        to_state=to,
        effective_at=at,
        recorded_at=max(current().at, at),
        by=by,
        meeting=said.meeting,
        body=said.deciding.body,
        delegation=said.deciding.delegation,
        words=said.words.strip(),
        facts=said.facts,
        before=said.before,
    )


def _without_request(proposal: Proposal, to: State, said: Decision) -> Decision:
    """The request for urgency falls with this move: noted in the history, and kept for when the move is taken back."""
    asked = {"urgency_requested_on": proposal.urgency_requested_on.isoformat()}
    proposal.urgency_requested_on = None
    return replace(said, note=f"{said.note} {urgency.words(to)}".strip(), before=said.before | asked)


def write_path(proposal: Proposal, *, on: date, by_body=None, by_authority: bool = False, move=None) -> None:
    """Keep who determined the path, when and why; ``proposal`` bears the new path already."""
    PathDetermination.objects.create(
        proposal=proposal,
        path=proposal.path,
        by_body=by_body,
        by_authority=by_authority,
        on=on,
        reasons=proposal.path_reasons,
        move=move,
        at=current().at,
    )


def record_move(move: Move, note: str = "") -> None:
    proposal = move.proposal
    sentence = [f"{lifecycle.done_words(move.key)}.", note, _by_delegation(move), _in_place_of(move.by, proposal)]
    after = {"state": State(move.to_state).label, "words": move.words} | move.facts
    record(
        f"proposal_{move.key}",
        subject=move,
        about=proposal,
        by=move.by,
        sentence=" ".join(part for part in sentence if part),
        effective_on=clock.london_date(move.effective_at),
        classification=proposal.classification,
        after={label: words for label, words in after.items() if words},
    )


def _by_delegation(move: Move) -> str:
    return f"Decided by {move.body.named}, {move.delegation}." if move.delegation else ""


def _in_place_of(by, proposal: Proposal) -> str:
    """“Done for …” where the actor covers for a Lead Analyst who is away."""
    lead = proposal.lead_analyst
    if by is None or lead is None or by.pk == lead.pk or not by.is_analyst or cover_for(lead) != by:
        return ""
    return f"Done for {lead}, who is away."


def run_consequences(row: lifecycle.MoveType, move: Move, *, backdated: bool) -> None:
    for key in row.starts:
        ports.consequences[key].run(move, backdated)


def destination(row: lifecycle.MoveType, proposal: Proposal) -> State:
    """Where the move leads: the state of the table, the present one, or the one that the last real step left."""
    if row.to is not None:
        return row.to
    if row.stays:
        return State(proposal.state)
    into = proposal.moves.standing().filter(to_state=proposal.state).exclude(from_state=proposal.state)
    return State(into.reverse().values_list("from_state", flat=True).first())


# What a move may change of a proposal, so that taking it back can give it back.
MOVED = (
    "path",
    "path_reasons",
    "path_determined_on",
    "urgent",
    "urgency_requested_on",
    "urgent_next_step",
    "urgent_consultation_days",
    "held_on",
    "hold_kind",
    "hold_reason",
    "converted_on",
    "raised_on",
    "title",
    "proposer_id",
    "proposer_organisation_id",
    "representative_id",
    "representative_organisation_id",
    "on_behalf_of_id",
    "lead_analyst_id",
)


def columns(proposal: Proposal) -> dict:
    """``MOVED`` as JSON holds it."""
    values = {name: getattr(proposal, name) for name in (*MOVED, "state_since")}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


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
    facts: dict | None = None,
    change=None,
    tells_now: bool = False,
) -> Move:
    """The common walk of a move: when, whether, ``change(at)``, the move, what follows.

    ``change`` sets what the move brings on the proposal and gives back the names of those fields, which are saved with
    its state.

    ``proposal`` has been taken. A back-dated move mails nobody (its consequences are told so), unless it ``tells_now``:
    see docs/decisions/a-late-objection-is-told.md.
    """
    row = lifecycle.MOVES[key]
    at = instant_of(effective, proposal)
    day = clock.london_date(at)
    missing = check_move(row, proposal, by=by, on=day, accepted=accepted, meeting=meeting)
    if row.why and not words.strip():
        raise Refused(row.why, "words")
    if accepted.strip() and missing:
        words = f"{words}\n\n{although(missing, accepted)}".strip()
    body = deciding(row, day, meeting)
    before, to = columns(proposal), destination(row, proposal)
    fields = change(at) if change else ()
    changed = {name: value for name, value in before.items() if columns(proposal)[name] != value}
    said = Decision(words, meeting, note, body, facts or {}, changed | {"state_since": before["state_since"]})
    move = write_move(proposal, key, to, at=at, by=by, said=said, fields=fields)
    if accepted.strip():
        _keep_accepted(proposal, row, missing, why=accepted.strip(), on=day, by=by)
    run_consequences(row, move, backdated=day < clock.today() and not tells_now)
    return move


def although(missing: list[ports.Reason], accepted: str) -> str:
    return f"Taken although open ({' '.join(reason.text for reason in missing)}): {accepted.strip()}"


def _keep_accepted(proposal: Proposal, row, missing: list[ports.Reason], *, why: str, on: date, by) -> None:
    """What was accepted with the move itself, so that papers state it as they state what was accepted beforehand."""
    Acceptance.objects.bulk_create(
        Acceptance(proposal=proposal, requirement=row.key, text=reason.text, why=why, on=on, by=by, at=current().at)
        for reason in missing
    )


def no_path(proposal: Proposal):
    """A ``change`` that opens the path again."""

    def clear(at):
        proposal.path, proposal.path_determined_on, proposal.path_reasons = "", None, ""
        return PATH_FIELDS

    return clear


def converted(proposal: Proposal, path: str = "", reasons: str = ""):
    """A ``change`` that makes the Draft Proposal a Modification Proposal; with a ``path``, it determines that too."""

    def convert(at):
        proposal.converted_on = clock.london_date(at)
        if not path:
            return ["converted_on"]
        proposal.path, proposal.path_determined_on = Path(path), proposal.converted_on
        proposal.path_reasons = reasons.strip()
        return ["converted_on", *PATH_FIELDS]

    return convert


PATH_FIELDS = ["path", "path_determined_on", "path_reasons"]
