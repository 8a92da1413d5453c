"""What the acts of Refinement share: the proposal taken and found to be in Refinement, and days in their order."""

from datetime import date

from audit import clock
from audit.acts import NotAllowed, Refused
from proposals import rules
from proposals.actions.ground import check_has_come, check_unfinished, take
from proposals.models import Proposal

MANAGED = "Only SECAS may record this."
FOR_THE_DCC = "This is for the DCC, or for SECAS on its behalf."


def refine(proposal: Proposal, by, who=rules.may_manage, sentence: str = MANAGED) -> Proposal:
    """Take the proposal for a step of Refinement."""
    proposal = take(proposal)
    rules.check(who, by, proposal, sentence=sentence)
    check_unfinished(proposal)
    if not rules.may_be_refined(proposal):
        raise Refused(rules.NOT_IN_REFINEMENT)
    return proposal


def go_on(proposal: Proposal, by, who=rules.may_manage, sentence: str = MANAGED) -> Proposal:
    """Take the proposal to go on with what was begun in Refinement, wherever it is now."""
    proposal = take(proposal)
    rules.check(who, by, proposal, sentence=sentence)
    check_unfinished(proposal)
    return proposal


def day_of(on: date | None, field: str, *, since: date | None = None, began: str = "") -> date:
    """The day on which something happened: today unless it is given, never to come, and not before ``since``."""
    check_has_come(on, field)
    on = on or clock.today()
    if since and on < since:
        raise Refused(f"{on:%-d %B %Y} is before {since:%-d %B %Y}, {began}.", field)
    return on


def check_own_day(on: date | None, by) -> None:
    """Who acts for a Party or the DCC acts now; only SECAS records what reached it on an earlier day."""
    if on and by is not None and not by.is_analyst and on != clock.today():
        raise NotAllowed("Only SECAS records what happened on an earlier day.")


def said(text: str, sentence: str, field: str) -> str:
    """``text`` without the space around it; refused with ``sentence`` where nothing is left."""
    if not text.strip():
        raise Refused(sentence, field)
    return text.strip()


def check_length(text: str, longest: int, what: str, field: str) -> None:
    if len(text) > longest:
        raise Refused(f"{what} may have {longest} characters; this has {len(text)}.", field)
