"""What people lodge in an open window: an objection, an appeal, an adoption. Each ends the window it came in."""

from datetime import datetime

from audit import clock
from audit.acts import Refused, act, current, record
from proposals import rules
from proposals.actions import windows
from proposals.actions.ground import make_move, take
from proposals.indexing import index
from proposals.models import Appeal, Implementation, Move, Objection, Proposal, Window
from proposals.states import State


@act
def object_to_fast_track(
    *, proposal: Proposal, organisation, reason: str, by, received_at: datetime | None = None
) -> Objection:
    """Objection written; window halted; planned implementation date cleared; state halted; Proposer and Panel told.

    ``received_at`` (UTC) is for an analyst who records one that came by e-mail; a Party's own is received now. One that
    came in time counts as long as the end of the window has not been written.
    """
    proposal = take(proposal, received_at)
    at = received_at or current().at
    rules.check(rules.may_object, by, proposal, sentence="Only somebody who speaks for a Party may object.")
    _check_lodged(by, proposal, at, reason, "objection")
    if not organisation.is_party:
        raise Refused(f"{organisation} is not a Party; only Parties may object.", "organisation")
    _check_speaks_for(by, organisation)
    window = _window(proposal, Window.Kind.OBJECTION, at, (State.FT_OBJECTION_WINDOW, State.FT_HALTED))
    if window.objections.standing().filter(organisation=organisation).exists():
        raise Refused(f"{organisation} has already objected.", "organisation")
    objection = Objection.objects.create(
        window=window, organisation=organisation, reason=reason.strip(), received_at=at, by=by
    )
    if proposal.state == State.FT_HALTED:
        sentence = f"{organisation} objected too; implementation was already halted."
        record("objection_added", subject=objection, about=proposal, by=by, sentence=sentence)
        return objection
    windows.close(window, Window.Outcome.HALTED, at=at)
    Implementation.objects.filter(proposal=proposal).update(planned_on=None, days_after_window=None)
    note = f"{organisation} objected ({organisation.get_category_display()})."
    make_move("object", proposal, by=by, words=reason, effective=clock.london_date(at), note=note)
    return objection


@act
def appeal(
    *,
    proposal: Proposal,
    ground: str,
    reason: str,
    by,
    organisation=None,
    committee=None,
    received_at: datetime | None = None,
) -> Appeal:
    """Appeal written; window ended; the decision suspended until the Authority decides; Proposer, Panel and Authority
    told (domain §2.2 row 31). ``received_at`` as for an objection. One appellant: an organisation, or the Panel."""
    proposal = take(proposal, received_at)
    at = received_at or current().at
    who = "Only a Party, a consumer body or the Panel may appeal."
    rules.check(rules.may_appeal, by, proposal, sentence=who)
    _check_lodged(by, proposal, at, reason, "appeal")
    _check_appellant(by, organisation, committee, who)
    if ground not in Appeal.Ground.values:
        raise Refused("Choose the ground of the appeal.", "ground")
    window = _window(proposal, Window.Kind.APPEAL, at, (State.APPEAL_WINDOW, State.AUTHORITY_DECISION))
    if window.appeals.standing().filter(organisation=organisation, committee=committee).exists():
        raise Refused(f"{organisation or committee} has already appealed.", "organisation")
    lodged = Appeal.objects.create(
        window=window,
        organisation=organisation,
        committee=committee,
        ground=ground,
        reason=reason.strip(),
        received_at=at,
        by=by,
    )
    if proposal.state == State.AUTHORITY_DECISION:
        sentence = f"{organisation or committee} appealed too; the Authority decides already."
        record("appeal_added", subject=lodged, about=proposal, by=by, sentence=sentence)
        return lodged
    windows.close(window, Window.Outcome.APPEALED, at=at)
    facts = {"Ground": lodged.get_ground_display()}
    note = f"{organisation or committee} appealed."
    make_move("appeal", proposal, by=by, words=reason, effective=clock.london_date(at), note=note, facts=facts)
    return lodged


@act
def adopt(
    *, proposal: Proposal, organisation, by, adopter=None, words: str = "", received_at: datetime | None = None
) -> Move:
    """Adoption window ended; the adopter becomes the Proposer; the proposal goes on from where it was; the old Proposer
    and the Parties told (domain §2.2 row 39). ``adopter``: for whom SECAS records it; otherwise ``by``."""
    proposal = take(proposal, received_at)
    at = received_at or current().at
    rules.check(rules.may_adopt, by, proposal, sentence="Only somebody who may raise a proposal may adopt one.")
    adopter = adopter or by
    if adopter == proposal.proposer or organisation == proposal.proposer_organisation:
        raise Refused("Whoever withdrew it cannot adopt it.", "adopter")
    if by is not None and not by.is_analyst and adopter != by:
        raise Refused("You can adopt a proposal in your own name only.", "adopter")
    _check_received(by, proposal, at)
    if organisation.pk not in adopter.submits_for:
        raise Refused(f"{adopter} does not speak for {organisation}.", "organisation")
    window = _window(proposal, Window.Kind.ADOPTION, at, (State.WITHDRAWAL_NOTICE,))
    windows.close(window, Window.Outcome.ADOPTED, at=at)
    note = f"{adopter.name}, {organisation}, is the Proposer from now on."

    def take_on(_):
        proposal.proposer, proposal.proposer_organisation = adopter, organisation
        proposal.representative = proposal.representative_organisation = proposal.on_behalf_of = None
        return ["proposer", "proposer_organisation", "representative", "representative_organisation", "on_behalf_of"]

    move = make_move("adopt", proposal, by=by, words=words, effective=clock.london_date(at), note=note, change=take_on)
    index(proposal)
    return move


def _check_lodged(by, proposal: Proposal, at: datetime, reason: str, what: str) -> None:
    _check_received(by, proposal, at)
    if not reason.strip():
        raise Refused(f"Give the reason for the {what}.", "reason")


def _check_received(by, proposal: Proposal, at: datetime) -> None:
    if at != current().at:
        rules.check(rules.may_manage, by, proposal, sentence="Only SECAS records what came in earlier.")
    if at > current().at:
        raise Refused("This cannot be received in the future.", "received_at")


def _check_speaks_for(by, organisation) -> None:
    if by is not None and not by.is_analyst and organisation.pk not in by.submits_for:
        raise Refused(f"You do not speak for {organisation}.", "organisation")


def _check_appellant(by, organisation, committee, who: str) -> None:
    if (organisation is None) == (committee is None):
        raise Refused("Say who appeals: one organisation, or the Panel.", "organisation")
    if committee is not None:
        if committee.code != "panel":
            raise Refused(who, "organisation")
        if by is not None and not by.is_analyst and committee.pk not in by.committee_ids:
            raise Refused(f"You do not sit on {committee.named}.", "organisation")
        return
    if not (organisation.is_party or organisation.category == "consumer_body"):
        raise Refused(f"{organisation} is neither a Party nor a consumer body. {who}", "organisation")
    _check_speaks_for(by, organisation)


def _window(proposal: Proposal, kind: str, at: datetime, states) -> Window:
    """The proposal's window of this kind, if ``at`` lies within it."""
    window = proposal.windows.filter(kind=kind).order_by("-opens_at", "-pk").first()
    if window is None or proposal.state not in states or window.outcome == Window.Outcome.VOID:
        raise Refused(closed_words(window) if _is_over(window) else _never_open(proposal, kind))
    if not window.opens_at <= at < window.closes_at:
        raise Refused(closed_words(window))
    return window


def _is_over(window: Window | None) -> bool:
    return window is not None and window.outcome == Window.Outcome.EXPIRED


OPEN_TO = {
    Window.Kind.OBJECTION: "objection",
    Window.Kind.APPEAL: "appeal",
    Window.Kind.ADOPTION: "adoption",
}
AFTERWARDS = {
    Window.Kind.OBJECTION: "The Panel’s decision is final.",
    Window.Kind.APPEAL: "The Change Board’s decision is final.",
    Window.Kind.ADOPTION: "The proposal is withdrawn.",
}


def _never_open(proposal: Proposal, kind: str) -> str:
    return f"{proposal.reference} is not open to {OPEN_TO[Window.Kind(kind)]}."


def closed_words(window: Window) -> str:
    closed = clock.london_date(window.closes_at)
    after = AFTERWARDS[Window.Kind(window.kind)]
    return f"The {window.get_kind_display().lower()} closed on {closed:%A %-d %B %Y} at 17:00. {after}"
