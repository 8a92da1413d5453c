"""Who is told of a move: the consequences ``tell_…`` of the lifecycle table."""

from django.conf import settings

from audit import clock
from notifications.actions import tell, tell_again
from notifications.models import Delivery
from notifications.recipients import recipients
from proposals.lifecycle import MOVES
from proposals.ports import Telling, follow
from proposals.states import State

GROUPS = {
    "proposer": "the Proposer, their representative and the Lead Analyst",
    "parties": "everybody who speaks for a Party",
    "analyst": "the Lead Analyst and the deputy",
    "consulted": "everybody who speaks for a Party other than the DCC",
    "panel": "the members of the Panel",
    "change_board": "the members of the Change Board",
    "authority": "the Authority",
    "followers": "the members of the Panel Sub-Committees",
}


def register() -> None:
    for audience in GROUPS:
        mending = {"undo": _undo(audience), "redo": _redo(audience), "again": _again(audience)}
        more = {"tells": _tells(audience), "words": f"tells {GROUPS[audience]}", **mending}
        follow(f"tell_{audience}", foresee=_foresee(audience), **more)(_run(audience))


def _tells(audience: str):
    def tells(proposal, on) -> tuple[list[str], list[str]]:
        """Who would be told, of today's recipients: in a sentence, and by name."""
        if on < clock.today():
            words = f"Nobody is told: a step entered afterwards mails nobody ({GROUPS[audience]} would have been)."
            return [words], []
        names = [recipient.user.name for recipient in recipients(audience, proposal)]
        return ([Telling(GROUPS[audience], tuple(names)).sentence] if names else []), names

    return tells


def _foresee(audience: str):
    def foresee(proposal, on) -> list[str]:
        return _tells(audience)(proposal, on)[0]

    return foresee


def _run(audience: str):
    def run(move, backdated: bool) -> None:
        if not backdated:
            tell(move, audience, subject=_subject(move), body=_body(move))

    return run


def _undo(audience: str):
    def undo(move) -> None:
        tell_again(move.reversed_by, move, audience, subject=_subject(move, "Taken back: "), body=_taken_back(move))

    return undo


def _redo(audience: str):
    def redo(move) -> None:
        tell_again(move, move.replaces, audience, subject=_subject(move, "Corrected: "), body=_corrected(move))

    return redo


def _again(audience: str):
    def again(move) -> list[str]:
        count = Delivery.objects.told(move, audience).count()
        people = "person was" if count == 1 else "people were"
        return [f"{count} {people} told of it and will be told again: {GROUPS[audience]}."] if count else []

    return again


def _taken_back(move) -> str:
    proposal, row = move.proposal, move.reversed_by
    return "\n\n".join(
        [
            f"We told you of {proposal.reference} ‘{proposal.title}’: {MOVES[move.key].done.lower()} on {_day(move)}. "
            "This has been taken back.",
            f"Reason: {row.why_corrected}",
            f"It is again where it was before: {State(row.to_state).label}.",
            f"{settings.SITE_URL}{proposal.get_absolute_url()}",
        ]
    )


def _corrected(move) -> str:
    was = f"We told you of {move.proposal.reference}: {MOVES[move.key].done.lower()} on {_day(move.replaces)}."
    return f"{was} This has been put right; it now reads as follows.\n\nReason: {move.why_corrected}\n\n{_body(move)}"


def _day(move) -> str:
    return f"{clock.london_date(move.effective_at):%A %-d %B %Y}"


def _subject(move, before: str = "") -> str:
    return f"{before}{move.proposal.reference} {MOVES[move.key].done} – {move.proposal.title}"


def _opens_a_window(move) -> bool:
    return any(key.startswith("open_") for key in MOVES[move.key].starts)


def _answered_at(window) -> str:
    """Where the report is consulted on, the page on which responses are taken."""
    asked = getattr(window, "consultation", None)
    return f"Answer it here: {settings.SITE_URL}{asked.get_absolute_url()}" if asked else ""


def _body(move) -> str:
    proposal = move.proposal
    window = getattr(move, "window", None) if _opens_a_window(move) else None
    parts = [
        f"{proposal.reference} ‘{proposal.title}’: {MOVES[move.key].done.lower()} on {_day(move)}.",
        MOVES[move.key].plain,
        move.words,
        f"The window closes on {clock.london_date(window.closes_at):%A %-d %B %Y} at 17:00." if window else "",
        _answered_at(window),
        f"{settings.SITE_URL}{proposal.get_absolute_url()}",
    ]
    return "\n\n".join(part for part in parts if part)
