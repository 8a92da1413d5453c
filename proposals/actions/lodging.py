"""What people lodge in an open window: an objection, an appeal, an adoption. Each ends the window it came in."""

from datetime import datetime

from audit import clock
from audit.acts import Refused, act, current, record
from proposals import ports, rules
from proposals.actions import parts, windows
from proposals.actions.ground import make_move, take
from proposals.actions.striking import take_back_end
from proposals.indexing import index
from proposals.lodgings import (
    LODGINGS,
    Lodging,
    closed_words,
    early_words,
    is_heard,
    refusal_words,
    runs,
    tells_now,
)
from proposals.models import Adoption, Appeal, Objection, Proposal, Window
from proposals.states import State


@act
def object_to_fast_track(
    *, proposal: Proposal, organisation, reason: str, by, received_at: datetime | None = None
) -> Objection:
    """Objection written; window halted; planned implementation date cleared; state halted; Proposer, Lead Analyst and
    Panel told, also of one that came in earlier where the decision stood on record; receipt mailed. A further Party’s
    is written beside the first, as long as the window would have run.

    ``received_at`` (UTC) is for an analyst who records one that came by e-mail; a Party's own is received now. One that
    came in time counts also where the end of the window has been written already: that is taken back first, as long as
    the change has not entered the SEC.
    """
    proposal = take(proposal, received_at)
    at = received_at or current().at
    rules.check(rules.may_object, by, proposal, sentence="Only somebody who speaks for a Party may object.")
    _check_lodged(by, proposal, at, reason, "objection")
    if not organisation.is_party:
        raise Refused(f"{organisation} is not a Party; only Parties may object.", "organisation")
    _check_speaks_for(by, organisation)
    take_back_end(proposal, Window.Kind.OBJECTION, at, by=by, what=f"The objection of {organisation}")
    window = _window(proposal, LODGINGS["object"], at)
    if window.objections.standing().filter(organisation=organisation).exists():
        raise Refused(f"{organisation} has already objected.", "organisation")
    objection = Objection.objects.create(
        window=window, organisation=organisation, reason=reason.strip(), received_at=at, by=by
    )
    ports.notices["lodged"](objection)
    category = organisation.get_category_display()
    if proposal.state == State.FT_HALTED:
        sentence = f"Another Party ({category}) objected too; implementation was already halted."
        record("objection_added", subject=objection, about=proposal, by=by, sentence=sentence)
        return objection
    windows.close(window, Window.Outcome.HALTED, at=at)
    parts.clear_dates(proposal)
    note = f"A Party objected ({category})."
    told = tells_now("object", window)
    day = clock.london_date(at)
    make_move("object", proposal, by=by, words=reason, effective=day, note=note, tells_now=told)
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
    told; receipt mailed (domain §2.2 row 31). ``received_at`` as for an objection. One appellant: an organisation, or
    the Panel."""
    proposal = take(proposal, received_at)
    at = received_at or current().at
    who = "Only a Party, a consumer body or the Panel may appeal."
    rules.check(rules.may_appeal, by, proposal, sentence=who)
    _check_lodged(by, proposal, at, reason, "appeal")
    _check_appellant(by, organisation, committee, who)
    if ground not in Appeal.Ground.values:
        raise Refused("Choose the ground of the appeal.", "ground")
    take_back_end(proposal, Window.Kind.APPEAL, at, by=by, what=f"The appeal of {organisation or committee}")
    window = _window(proposal, LODGINGS["appeal"], at)
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
    ports.notices["lodged"](lodged)
    _suspend(proposal, lodged, by)
    return lodged


def _suspend(proposal: Proposal, lodged: Appeal, by) -> None:
    """The first appeal ends the window and brings the decision before the Authority; a further one is only noted."""
    who = lodged.organisation.get_category_display() if lodged.organisation else str(lodged.committee)
    if proposal.state == State.AUTHORITY_DECISION:
        sentence = f"There is a further appeal ({who}); the Authority decides already."
        record("appeal_added", subject=lodged, about=proposal, by=by, sentence=sentence)
        return
    windows.close(lodged.window, Window.Outcome.APPEALED, at=lodged.received_at)
    make_move(
        "appeal",
        proposal,
        by=by,
        effective=clock.london_date(lodged.received_at),
        words=lodged.reason,
        note=f"There is an appeal ({who}).",
        facts={"Ground": lodged.get_ground_display()},
        tells_now=tells_now("appeal", lodged.window),
    )


@act
def adopt(
    *, proposal: Proposal, organisation, by, adopter=None, words: str = "", received_at: datetime | None = None
) -> Adoption:
    """Adoption written; window ended; the adopter becomes the Proposer; the proposal goes on from where it was; the old
    Proposer and the Parties told; receipt mailed (domain §2.2 row 39). ``adopter``: for whom SECAS records it;
    otherwise ``by``."""
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
    window = _window(proposal, LODGINGS["adopt"], at)
    lodged = Adoption.objects.create(
        window=window, organisation=organisation, adopter=adopter, reason=words.strip(), received_at=at, by=by
    )
    ports.notices["lodged"](lodged)
    windows.close(window, Window.Outcome.ADOPTED, at=at)
    note = f"{adopter.name}, {organisation}, is the Proposer from now on."

    def take_on(_):
        proposal.proposer, proposal.proposer_organisation = adopter, organisation
        proposal.representative = proposal.representative_organisation = proposal.on_behalf_of = None
        return ["proposer", "proposer_organisation", "representative", "representative_organisation", "on_behalf_of"]

    make_move("adopt", proposal, by=by, words=words, effective=clock.london_date(at), note=note, change=take_on)
    index(proposal)
    return lodged


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


def _window(proposal: Proposal, lodging: Lodging, at: datetime) -> Window:
    """The proposal's window of this kind, if ``at`` lies within it."""
    windows = proposal.windows.standing().filter(kind=lodging.kind).select_related("move")
    window = windows.order_by("-opens_at", "-pk").first()
    if window is not None and at < window.opens_at:
        raise Refused(early_words(window), "received_at")
    if not is_heard(lodging, proposal, window):
        raise Refused(refusal_words(lodging, proposal, window))
    if not runs(window, at):
        raise Refused(closed_words(window))
    return window
