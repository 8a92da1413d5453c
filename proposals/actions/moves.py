"""The moves of the lifecycle table: one function each. Effects stand in the order in which they happen."""

from datetime import date, datetime

from django.db.models import Exists, OuterRef

from audit import clock
from audit.acts import Refused, act, current, record
from proposals import rules
from proposals.actions import parts, windows
from proposals.actions.ground import check_analyst, instant_of, make_move, take
from proposals.models import Move, Objection, Proposal, Window
from proposals.numbers import next_number
from proposals.states import Path, State

PATH_FIELDS = ["path", "path_determined_on", "path_reasons"]


@act
def raise_draft_proposal(
    *, proposal: Proposal, by, lead_analyst=None, number: int | None = None, effective: date | None = None, **decision
) -> Move:
    """Lead Analyst named; next number given under lock, never reused; Development entered; the Proposer told.

    ``number`` is for entering the historic record only, and must never have been used.
    """
    proposal = take(proposal)
    if lead_analyst:
        check_analyst(lead_analyst)
        proposal.lead_analyst = lead_analyst
        proposal.save(update_fields=["lead_analyst"])

    def number_it(at):
        proposal.number = next_number(wanted=number)
        proposal.raised_on = clock.london_date(at)
        return ["number", "raised_on"]

    return make_move("raise", proposal, by=by, effective=effective, change=number_it, **decision)


@act
def record_csc_agreement(*, proposal: Proposal, by, **decision) -> Move:
    """The Change Sub-Committee's agreement recorded with meeting, date and words; the Proposer told."""
    return make_move("csc_agrees", take(proposal), by=by, **decision)


@act
def convert_to_refinement(*, proposal: Proposal, by, **decision) -> Move:
    """Converted (DP becomes MP, same number); Refinement entered; Proposer and followers told."""
    proposal = take(proposal)
    return make_move("convert_to_refinement", proposal, by=by, change=_convert(proposal), **decision)


@act
def approve_fast_track(*, proposal: Proposal, by, **decision) -> Move:
    """Converted; path set to Fast-Track with the decision's date and words; objection window opened for the days of
    the rule; implementation dated one working day after it; Parties told (MP087's report §§6–7)."""
    proposal = take(proposal)

    change = _convert(proposal, Path.FAST_TRACK, decision.get("words", ""))
    return make_move("approve_fast_track", proposal, by=by, change=change, **decision)


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
    _check_objection(proposal, organisation, reason, by, at)
    objected = Objection.objects.filter(window=OuterRef("pk"), organisation=organisation)
    windows_ = proposal.windows.filter(kind=Window.Kind.OBJECTION).annotate(objected=Exists(objected))
    window = windows_.latest("opens_at")
    if not window.opens_at <= at < window.closes_at:
        raise Refused(closed_words(window))
    if window.objected:
        raise Refused(f"{organisation} has already objected.", "organisation")
    objection = Objection.objects.create(
        window=window, organisation=organisation, reason=reason.strip(), received_at=at, by=by
    )
    if proposal.state == State.FT_HALTED:
        _record_further(objection, proposal, by)
    else:
        _halt(proposal, window, objection, by)
    return objection


def _halt(proposal: Proposal, window: Window, objection: Objection, by) -> None:
    windows.close(window, Window.Outcome.HALTED, at=objection.received_at)
    parts.clear_dates(proposal)
    organisation = objection.organisation
    note = f"{organisation} objected ({organisation.get_category_display()})."
    effective = clock.london_date(objection.received_at)
    make_move("object", proposal, by=by, words=objection.reason, effective=effective, note=note)


def _record_further(objection: Objection, proposal: Proposal, by) -> None:
    sentence = f"{objection.organisation} objected too; implementation was already halted."
    record("objection_added", subject=objection, about=proposal, by=by, sentence=sentence)


def _check_objection(proposal, organisation, reason: str, by, at: datetime) -> None:
    rules.check(rules.may_object, by, proposal, sentence="Only somebody who speaks for a Party may object.")
    if at != current().at:
        rules.check(rules.may_manage, by, proposal, sentence="Only SECAS records an objection that came in earlier.")
    if not organisation.is_party:
        raise Refused(f"{organisation} is not a Party; only Parties may object.", "organisation")
    if by is not None and not by.is_analyst and organisation.pk not in by.submits_for:
        raise Refused(f"You do not speak for {organisation}.", "organisation")
    if not reason.strip():
        raise Refused("Give the reason for the objection.", "reason")
    if at > current().at:
        raise Refused("An objection cannot be received in the future.", "received_at")
    if proposal.state not in (State.FT_OBJECTION_WINDOW, State.FT_HALTED):
        raise Refused(_not_open(proposal))


def _not_open(proposal: Proposal) -> str:
    window = proposal.windows.filter(kind=Window.Kind.OBJECTION, outcome=Window.Outcome.EXPIRED).first()
    return closed_words(window) if window else f"{proposal.reference} is not open to objection."


def closed_words(window: Window) -> str:
    closed = clock.london_date(window.closes_at)
    return f"The objection window closed on {closed:%A %-d %B %Y} at 17:00. The Panel’s decision is final."


@act
def refine_after_objection(*, proposal: Proposal, by, **decision) -> Move:
    """Path cleared; Refinement entered; Parties told. Fast-Track is over for this proposal."""
    proposal = take(proposal)
    return make_move("refine_after_objection", proposal, by=by, change=_clear_path(proposal), **decision)


@act
def report_after_objection(*, proposal: Proposal, by, **decision) -> Move:
    """Path cleared; Report Phase entered; Parties told."""
    proposal = take(proposal)
    return make_move("report_after_objection", proposal, by=by, change=_clear_path(proposal), **decision)


@act
def grant_urgency(*, proposal: Proposal, by, words: str, effective: date | None = None) -> None:
    """The Authority's answer to a request for urgency: the proposal is urgent from that day (domain §2.2 row 16)."""
    proposal = take(proposal)
    rules.check(rules.may_manage, by, proposal, sentence="SECAS records the Authority’s answer.")
    if proposal.path == Path.FAST_TRACK or proposal.is_finished:
        raise Refused(f"{proposal.reference} cannot become urgent: it is Fast-Track or finished.")
    at = instant_of(effective, proposal)
    proposal.urgent = True
    proposal.save(update_fields=["urgent"])
    record(
        "urgency_granted",
        subject=proposal,
        about=proposal,
        by=by,
        sentence=words.strip() or "The Authority granted urgency.",
        effective_on=clock.london_date(at),
    )


@act
def convert_as_urgent(*, proposal: Proposal, by, **decision) -> Move:
    """Converted; path set to Authority-Determined; put before the Change Board; Parties told (row 16a)."""
    proposal = take(proposal)

    change = _convert(proposal, Path.AUTHORITY_DETERMINED, decision.get("words", ""))
    return make_move("convert_as_urgent", proposal, by=by, change=change, **decision)


@act
def record_change_board_recommendation(*, proposal: Proposal, by, **decision) -> Move:
    return make_move("change_board_recommends", take(proposal), by=by, **decision)


@act
def record_authority_approval(*, proposal: Proposal, by, **decision) -> Move:
    return make_move("authority_approves", take(proposal), by=by, **decision)


@act
def implement(*, proposal: Proposal, by, sec_version: str, **decision) -> Move:
    """Actual date and SEC version written on every part that is outstanding (the version is entered if it is new);
    implemented; Parties told."""
    proposal = take(proposal)
    if not sec_version.strip():
        raise Refused("Give the version of the SEC that carries the change.", "sec_version")

    def write_it(at):
        parts.bring_in(proposal, parts.outstanding(proposal), at, sec_version)
        return ()

    note = f"It is part of SEC version {sec_version.strip()}."
    return make_move("implement", proposal, by=by, change=write_it, note=note, **decision)


@act
def withdraw(*, proposal: Proposal, by, **decision) -> Move:
    """Notice recorded; adoption window opened, or the withdrawal completed where no days are given; Parties told."""
    proposal = take(proposal)
    if not decision.get("words", "").strip():
        raise Refused("Say why the proposal is withdrawn.", "words")
    return make_move("withdraw", proposal, by=by, **decision)


def _convert(proposal: Proposal, path: str = "", reasons: str = ""):
    """Make the Draft Proposal a Modification Proposal; with a ``path``, the decision determines it too."""

    def convert(at):
        proposal.converted_on = clock.london_date(at)
        if not path:
            return ["converted_on"]
        proposal.path, proposal.path_determined_on = path, proposal.converted_on
        proposal.path_reasons = reasons.strip()
        return ["converted_on", *PATH_FIELDS]

    return convert


def _clear_path(proposal: Proposal):
    def clear(at):
        proposal.path, proposal.path_determined_on, proposal.path_reasons = "", None, ""
        return PATH_FIELDS

    return clear


# The table's key for each act, so that the screens, the demo and the tests find it: one entry per row people make.
ACTS = {
    "raise": raise_draft_proposal,
    "csc_agrees": record_csc_agreement,
    "convert_to_refinement": convert_to_refinement,
    "approve_fast_track": approve_fast_track,
    "object": object_to_fast_track,
    "refine_after_objection": refine_after_objection,
    "report_after_objection": report_after_objection,
    "convert_as_urgent": convert_as_urgent,
    "change_board_recommends": record_change_board_recommendation,
    "authority_approves": record_authority_approval,
    "implement": implement,
    "withdraw": withdraw,
}
