"""Objections and appeals put right: one struck out, or one that came in time and is entered after its window ended."""

from datetime import datetime

from audit import clock
from audit.acts import Refused, act, current, record
from proposals import rules
from proposals.actions import windows
from proposals.actions.correcting import MANAGED, take_back
from proposals.actions.ground import GRACE, take
from proposals.models import Appeal, Objection, Proposal, Window
from proposals.states import State
from proposals.steps import later_than, said, settlement_of, standing_steps

GROUNDS = {
    "not_a_party": "It is not a Party’s",
    "withdrawn": "Whoever lodged it has withdrawn it",
    "mistake": "It was entered by mistake",
}


@act
def strike_objection(*, objection: Objection, ground: str, by, words: str = "") -> Objection:
    """Struck out with its ground; where no other stands and the proposal is still halted by it, the halt is taken back:
    the window runs again (and is settled if its end has passed), the implementation is dated again, those who were
    told of the halt are told again."""
    proposal, objection = _struck(objection, ground, words, by)
    record("objection_struck", subject=objection, about=proposal, by=by, **_entry(objection))
    _let_go(proposal, objection, by, "object", State.FT_HALTED)
    return objection


@act
def strike_appeal(*, appeal: Appeal, ground: str, by, words: str = "") -> Appeal:
    """As ``strike_objection``: the decision no longer waits for the Authority where no other appeal stands."""
    proposal, appeal = _struck(appeal, ground, words, by)
    record("appeal_struck", subject=appeal, about=proposal, by=by, **_entry(appeal))
    _let_go(proposal, appeal, by, "appeal", State.AUTHORITY_DECISION)
    return appeal


def _struck(lodged, ground: str, words: str, by):
    """The proposal, taken, and what was lodged, now struck out."""
    proposal = take(lodged.window.proposal)
    rules.check(rules.may_manage, by, proposal, sentence=MANAGED)
    lodged = type(lodged).objects.select_for_update(of=("self",)).select_related("organisation").get(pk=lodged.pk)
    if lodged.struck_at:
        raise Refused("Somebody else was faster: it has been struck out already.")
    if ground not in GROUNDS:
        raise Refused("Choose why it is struck out.", "ground")
    lodged.struck_at = current().at
    lodged.struck_because = " ".join(part for part in (f"{GROUNDS[ground]}.", words.strip()) if part)
    lodged.save(update_fields=["struck_at", "struck_because"])
    return proposal, lodged


def _entry(lodged) -> dict:
    whose = f"The {type(lodged)._meta.verbose_name} of {lodged.organisation or lodged.committee}"
    return {"sentence": f"{whose} struck out. {lodged.struck_because}", "after": {"reason": lodged.reason}}


def _let_go(proposal: Proposal, lodged, by, key: str, state: State) -> None:
    """Take the halt back where nothing that was lodged in the window stands any more."""
    if proposal.state != state or type(lodged).objects.standing().filter(window=lodged.window_id).exists():
        return
    standing = standing_steps(proposal)
    halt = next((step for step in reversed(standing) if not step.stays), None)
    if halt is None or halt.key != key:
        return
    if later := later_than(halt, standing):
        raise Refused(f"{said(later[-1])} was recorded since: take that back first.")
    take_back(proposal, halt, standing, because=lodged.struck_because, by=by)
    windows.settle_due(proposal, clock.now() - GRACE)


# Where a window still runs, or ended by being used: there is no end to take back.
NOT_ENDED = {
    Window.Kind.OBJECTION: (State.FT_OBJECTION_WINDOW, State.FT_HALTED),
    Window.Kind.APPEAL: (State.APPEAL_WINDOW, State.AUTHORITY_DECISION),
}


def take_back_end(proposal: Proposal, kind: str, at: datetime, *, by, what: str) -> None:
    """Within an act of SECAS that enters what was received ``at``: if that was in time and the end of the window has
    been written since, take the end back. Refused where the change has entered the SEC, or something else followed."""
    if proposal.state in NOT_ENDED[Window.Kind(kind)]:
        return
    window = proposal.windows.standing().filter(kind=kind).select_related("move").order_by("-opens_at").first()
    if window is None or window.outcome != Window.Outcome.EXPIRED or not window.opens_at <= at < window.closes_at:
        return
    standing = standing_steps(proposal)
    opening = next((step for step in standing if step.pk == window.move_id), None)
    settlement = settlement_of(opening, standing) if opening else None
    if settlement is None:
        return
    if proposal.state == State.IMPLEMENTED:
        raise Refused(
            f"{what} came in time, but {proposal.reference} has been implemented, so nothing can be halted any more. "
            "If the implementation was recorded by mistake, take that step back first; otherwise enter what came in as "
            "an update, and let a new proposal put the change right."
        )
    if later := later_than(settlement, standing):
        raise Refused(f"{what} came in time, but {said(later[-1])} was recorded since: take that back first.")
    came = f"{clock.london_date(at):%-d %B %Y}"
    because = f"{what} had come in on {came}, before the window closed, and was entered later."
    take_back(proposal, settlement, standing, because=because, by=by)
