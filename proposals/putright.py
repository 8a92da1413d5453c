"""What a history shows of the steps that were put right, and what putting one right would do, in plain words."""

from dataclasses import dataclass

from django.db import transaction

from audit import clock
from proposals.actions import following
from proposals.effects import Effect
from proposals.lifecycle import MOVES, done_words
from proposals.models import Appeal, Move, Objection, Proposal, Window
from proposals.ports import consequences
from proposals.states import State
from proposals.steps import is_by_time, settlement_of, with_settlement

# What was lodged stands with the objections and appeals; the comments of a critical friend are for the Proposer.
KEPT_APART = frozenset({"object", "appeal", "adopt", "review_submission"})


@dataclass(frozen=True)
class Shown:
    """A step as the history lists it, with the words of the decision. ``was``: {what, before, now} of a corrected one;
    ``ended``: “taken back”, “corrected”, or nothing where it stands."""

    move: Move
    label: str
    words: str
    ended: str
    note: str
    was: list[dict]
    is_open: bool


def shown_steps(proposal: Proposal, *, names: bool) -> list[Shown]:
    """Every row of the proposal's steps in their order, put right or not: one query."""
    related = ("by", "meeting__committee", "replaces__meeting__committee", "reversed_by__by", "replaced_by")
    rows = [m for m in proposal.moves.select_related(*related).order_by("place", "pk") if m.reverses_id is None]
    return [_shown(move, names) for move in rows]


def _shown(move: Move, names: bool) -> Shown:
    reversal = getattr(move, "reversed_by", None)
    corrected = hasattr(move, "replaced_by")
    notes = [_by("Corrected", move, names)] if move.replaces_id else []
    notes += [_by("Taken back", reversal, names)] if reversal else []
    return Shown(
        move=move,
        label=done_words(move.key),
        words="" if move.key in KEPT_APART else move.words,
        ended="taken back" if reversal else "corrected" if corrected else "",
        note=" ".join(notes),
        was=_differences(move.replaces, move) if move.replaces_id else [],
        is_open=not reversal and not corrected and not is_by_time(move),
    )


def _by(verb: str, row: Move, names: bool) -> str:
    who = row.by.name if names and row.by else "SECAS"  # nobody else puts anything right
    return f"{verb} on {clock.london_date(row.recorded_at):%-d %B %Y} by {who}: {row.why_corrected}"


def _differences(old: Move, new: Move) -> list[dict]:
    before, now = (_said(old), _said(new))
    return [{"what": n, "before": before[n], "now": now[n]} for n in now if before.get(n) != now[n]]


def _said(move: Move) -> dict:
    meeting = str(move.meeting) if move.meeting else "none"
    facts = {"Date": f"{clock.london_date(move.effective_at):%-d %B %Y}", "Meeting": meeting}
    return facts | {"Words": move.words or "none"} | move.facts


@dataclass(frozen=True)
class Lodged:
    """An objection or an appeal as the history lists it. ``late``: the step by which a further one is entered."""

    kind: str
    row: object
    who: object


def lodged(proposal: Proposal, steps: list[Shown]) -> list[Lodged]:
    """Objections and appeals in the order in which they came; no query where none ever did."""
    models = {"object": ("objection", Objection), "appeal": ("appeal", Appeal)}
    found = []
    for key in {step.move.key for step in steps} & models.keys():
        kind, model = models[key]
        rows = model.objects.filter(window__proposal=proposal).select_related("organisation")
        if model is Appeal:
            rows = rows.select_related("organisation", "committee")
        found += [Lodged(kind, row, row.organisation or row.committee) for row in rows]
    return sorted(found, key=lambda one: one.row.received_at)


def enterable_late(windows: list[Window]) -> str:
    """The step by which SECAS enters what came in before the last window closed; nothing where none has ended."""
    keys = {Window.Kind.OBJECTION: "object", Window.Kind.APPEAL: "appeal"}
    if not windows or windows[0].outcome != Window.Outcome.EXPIRED:
        return ""
    return keys.get(Window.Kind(windows[0].kind), "")


# Before it is done


def foreseen(move: Move, standing: list[Move]) -> list[Effect]:
    """What taking the step back does, without doing it."""
    steps = with_settlement(move, standing)
    windows = [step.window for step in steps if hasattr(step, "window")]
    back = f"{move.proposal.reference} is again “{State(move.from_state).label}”."
    stays = f"{move.proposal.reference} stays “{State(move.to_state).label}”."
    dates = [f"{window.get_kind_display()}: void, as if it had never opened." for window in windows]
    return _named(
        {
            "What changes": [stays if move.stays else back],
            "Dates": dates,
            "Who is told": told_again(steps),
        }
    )


def told_again(steps: list[Move]) -> list[str]:
    again = [(consequences[key].again, step) for step in steps if step.key in MOVES for key in MOVES[step.key].starts]
    sentences = [sentence for tell, step in again if tell for sentence in tell(step)]
    return sentences or ["Nobody is told again: nobody was told of it by e-mail."]


def affected(move: Move, standing: list[Move]) -> list[Move]:
    """The step and the settlement that a correction of it may move."""
    settlement = settlement_of(move, standing)
    return [move, settlement] if settlement else [move]


def rehearsed(act, proposal: Proposal, told: list[str], move: Move | None = None, /, **arguments) -> list[Effect]:
    """Do the act, look at what is different, and undo it; whatever would refuse it does so."""
    before = following.picture(proposal, move)
    with transaction.atomic():
        row = act(**arguments)
        fresh = Proposal.objects.for_page().get(pk=proposal.pk)
        after = following.picture(fresh, row if move else None)
        transaction.set_rollback(True)
    return _named({"What changes": changes(before, after), "Who is told": told})


def changes(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """What is different, in sentences."""
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return [_change(name, before.get(name), after.get(name)) for name in names]


def _change(name: str, before: str | None, after: str | None) -> str:
    if not before or not after:
        return f"{name}: {after}." if after else f"{name}: {before} no longer holds."
    return f"{name}: {before} becomes {after}."


def _named(groups: dict[str, list[str]]) -> list[Effect]:
    groups["Papers"] = ["Any issued so far bear the mark that the record was corrected since."]
    return [Effect(term, sentences) for term, sentences in groups.items() if sentences]
