"""What a proposal bears of its steps: given back when a step is taken back, brought along when one is corrected."""

from datetime import date

from audit import clock
from proposals.actions import parts
from proposals.lifecycle import ENTRIES
from proposals.models import Implementation, Move, Proposal, Window
from proposals.states import State

DATES = ("raised_on", "converted_on", "path_determined_on", "urgency_requested_on", "held_on")
WORDS = ("path_reasons", "hold_reason")
# What a proposal bears from the step by which it entered the register, which knows nothing of a time before it.
FROM_ENTRY = {
    "raise_authority_led": ("raised_on", "converted_on", "path_determined_on", "path_reasons"),
}


def sets(move: Move) -> set[str]:
    """The columns of the proposal that the step has set."""
    return {*move.before, *FROM_ENTRY.get(move.key, ())}


def give_back(proposal: Proposal, step: Move, left: list[Move]) -> list[str]:
    """The columns as they were before ``step``, as far as the steps that are ``left`` have not been put right since.
    Gives the names of the fields it set."""
    names = [name for name in step.before if name != "state_since"]
    for name in names:
        value = step.before[name]
        if value and name in DATES:
            value = date.fromisoformat(value)
        setattr(proposal, name, _as_put_right(name, value, left))
    return names


def _as_put_right(name: str, value, left: list[Move]):
    """What an earlier step set, as that step reads today."""
    setter = next((move for move in reversed(left) if name in sets(move)), None)
    if setter is None or not value or name not in DATES + WORDS:
        return value
    rows = Move.objects.filter(proposal=setter.proposal_id, place=setter.place, reverses=None)
    return _borne(name, setter) if value in [_borne(name, row) for row in rows] else value


def _borne(name: str, move: Move):
    return move.words.strip() if name in WORDS else clock.london_date(move.effective_at)


def bring_along(proposal: Proposal, new: Move, standing: list[Move]) -> list[str]:
    """The dates and words that the proposal bears from the step, as ``new`` has them; those that a later step or
    another act has set since stay. Gives the names of the fields it set."""
    old = new.replaces
    later = [move for move in standing if move.place > new.place]
    names = [name for name in DATES + WORDS if name in sets(old) and not any(name in sets(move) for move in later)]
    names = [name for name in names if getattr(proposal, name) == _borne(name, old) and getattr(proposal, name)]
    for name in names:
        setattr(proposal, name, _borne(name, new))
    if new.key in ENTRIES and new.key != "split_from":
        proposal.received_at = new.effective_at
        names.append("received_at")
    if new.key in ("implement", "enter_legacy"):
        parts.brought_in_on(proposal, clock.london_date(old.effective_at), clock.london_date(new.effective_at))
    return names


def picture(proposal: Proposal, move: Move | None = None) -> dict[str, str]:
    """What people know a proposal by, in words: for the history, and to say beforehand what will change."""
    plan = Implementation.objects.get(proposal=proposal)
    facts = {
        "Where it is": State(proposal.state).label,
        "There since": _day(proposal.state_since),
        "Raised": _day(proposal.raised_on),
        "Converted": _day(proposal.converted_on),
        "Path": proposal.get_path_display(),
        "Path determined": _day(proposal.path_determined_on),
        "Proposer": str(proposal.proposer_organisation),
        "On hold since": _day(proposal.held_on),
        "Implementation planned": _day(plan.planned_on),
        "Implemented": _day(plan.implemented_on),
        **_windows(proposal),
    }
    if move is not None:
        meeting = str(move.meeting) if move.meeting else ""
        facts |= {"Date": _day(clock.london_date(move.effective_at)), "Words": move.words, "Meeting": meeting}
        facts |= move.facts
    return {name: words for name, words in facts.items() if words}


def _windows(proposal: Proposal) -> dict[str, str]:
    """The latest window of each kind."""
    found = {}
    for window in proposal.windows.order_by("opens_at"):
        found[Window.Kind(window.kind).label] = _window_words(window)
    return found


def _window_words(window: Window) -> str:
    if window.outcome == Window.Outcome.VOID:
        return Window.Outcome.VOID.label
    closes = f"{clock.london_date(window.closes_at):%A %-d %B %Y} at 17:00"
    if window.outcome == Window.Outcome.OPEN:
        return f"Closes {closes}"
    return f"{window.get_outcome_display()}; it closes {closes}"


def _day(day: date | None) -> str:
    return f"{day:%-d %B %Y}" if day else ""
