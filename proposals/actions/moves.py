"""The moves that a body or SECAS makes: one function each. Effects stand in the order in which they happen.

What Parties lodge (objection, appeal, adoption) stands in ``lodging``, the splitting of a proposal in ``splitting``.
"""

from calendar import monthrange
from datetime import date

from audit import clock
from audit.acts import Refused, act
from proposals import ports
from proposals.actions import parts, urgenttimetable
from proposals.actions.ground import check_analyst, converted, make_move, no_path, take
from proposals.actions.texts import relate, revise_submission
from proposals.indexing import index
from proposals.models import HoldKind, Move, Proposal, Relation, RuleKey
from proposals.models.code import version_words
from proposals.numbers import next_number
from proposals.processrules import value_on
from proposals.states import Path, State, UrgentStep

SAME, SAME_AS_REJECTED = "It is the same as another proposal", "It is the same as one rejected lately"
REPEATING = (SAME, SAME_AS_REJECTED)


@act
def review_submission(*, proposal: Proposal, by, **comments) -> Move:
    """The critical friend's comments recorded and sent to the Proposer (row 2)."""
    return make_move("review_submission", take(proposal), by=by, **comments)


@act
def resubmit(*, proposal: Proposal, by, issue: str, title: str = "", **said) -> Move:
    """The problem statement kept word for word as a further version, under the new title if one is given; SECAS told
    (row 2)."""
    proposal = take(proposal)

    def send_again(at):
        return revise_submission(proposal, by=by, issue=issue, title=title, at=at)

    move = make_move("resubmit", proposal, by=by, change=send_again, **said)
    index(proposal)
    return move


@act
def raise_draft_proposal(
    *, proposal: Proposal, by, lead_analyst=None, number: int | None = None, effective: date | None = None, **decision
) -> Move:
    """Lead Analyst named; next number given under lock, never reused; Development entered; the Proposer told. Of a
    request for urgency that came with it the Panel and the Authority are told, who could not read a submission.

    ``number`` is for entering the historic record only, and must never have been used. A proposal whose raising was
    taken back keeps the number it had.
    """
    proposal = take(proposal)
    if lead_analyst:
        check_analyst(lead_analyst)
        proposal.lead_analyst = lead_analyst
        proposal.save(update_fields=["lead_analyst"])

    def number_it(at):
        proposal.number = proposal.number or next_number(wanted=number)
        proposal.raised_on = clock.london_date(at)
        return ["number", "raised_on"]

    move = make_move("raise", proposal, by=by, effective=effective, change=number_it, **decision)
    if proposal.urgency_requested_on and clock.london_date(move.effective_at) >= clock.today():
        ports.notices["urgency_asked"](move)
    return move


@act
def refuse_submission(*, proposal: Proposal, by, ground: str = "", other: Proposal | None = None, **decision) -> Move:
    """Refused with its ground and reasons; related to the ``other`` that it repeats, where that is the ground; the
    Proposer told (row 4)."""
    proposal = take(proposal)
    facts = {"Ground": ground} if ground else {}
    _check_repeated(proposal, ground, other, decision.get("effective") or clock.today())
    move = make_move("refuse", proposal, by=by, facts=facts, **decision)
    if other:
        relate(proposal=proposal, by=by, kind=Relation.Kind.DUPLICATE_OF, to=other)
    return move


def _check_repeated(proposal: Proposal, ground: str, other: Proposal | None, on: date) -> None:
    """A submission that repeats another names it; one rejected, by the rule, was so lately."""
    if (ground in REPEATING) != (other is not None):
        words = "Choose the proposal that it repeats." if ground in REPEATING else "The ground names no other proposal."
        raise Refused(words, "other")
    if other and other.pk == proposal.pk:
        raise Refused("A submission does not repeat itself.", "other")
    if ground != SAME_AS_REJECTED:
        return
    months = value_on(RuleKey.REFUSAL_MONTHS, on)
    if other.state != State.REJECTED or other.state_since > on:
        raise Refused(f"{other.reference} was not rejected; choose another ground.", "other")
    if other.state_since < months_before(on, months):
        since = f"{other.state_since:%-d %B %Y}"
        raise Refused(f"{other.reference} was rejected on {since}, more than {months} months before.", "other")


def months_before(day: date, months: int) -> date:
    """The same day of an earlier month, or that month's last day where it has none such."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@act
def record_csc_request(*, proposal: Proposal, by, **decision) -> Move:
    """What the Change Sub-Committee wants done before it agrees; the Proposer told (row 8)."""
    return make_move("csc_asks_more", take(proposal), by=by, **decision)


@act
def record_csc_agreement(*, proposal: Proposal, by, route: str = "", advice: str = "", **decision) -> Move:
    """The Change Sub-Committee's agreement recorded with meeting, date and words, the route it recommends to the Panel
    and its advice to the Proposer; the Proposer told (row 9)."""
    facts = {"Route recommended to the Panel": route.strip(), "Advice to the Proposer": advice.strip()}
    facts = {label: words for label, words in facts.items() if words}
    return make_move("csc_agrees", take(proposal), by=by, facts=facts, **decision)


@act
def record_proposers_wish(*, proposal: Proposal, by, **said) -> Move:
    """That the Proposer wishes to proceed, whatever was advised; the Lead Analyst told (row 10)."""
    return make_move("proposer_continues", take(proposal), by=by, **said)


@act
def convert_to_refinement(*, proposal: Proposal, by, **decision) -> Move:
    """Converted (DP becomes MP, same number); Refinement entered; Proposer and followers told (row 11)."""
    proposal = take(proposal)
    return make_move("convert_to_refinement", proposal, by=by, change=converted(proposal), **decision)


@act
def convert_to_report(*, proposal: Proposal, by, **decision) -> Move:
    """Converted; the report before the Panel; Proposer and followers told (row 12)."""
    proposal = take(proposal)
    return make_move("convert_to_report", proposal, by=by, change=converted(proposal), **decision)


@act
def convert_to_consultation(*, proposal: Proposal, by, path: str, **decision) -> Move:
    """Converted; path determined; consultation opened; Parties other than the DCC told (row 12)."""
    proposal = take(proposal)
    change = converted(proposal, consulted_path(path), decision.get("words", ""))
    return make_move("convert_to_consultation", proposal, by=by, change=change, **decision)


def consulted_path(path: str) -> str:
    """A report goes to consultation as Path 1, 2 or 3 (domain §2.2 row 27)."""
    if path not in (Path.AUTHORITY_LED, Path.AUTHORITY_DETERMINED, Path.SELF_GOVERNANCE):
        raise Refused("Choose the path: Path 1, 2 or 3.", "path")
    return path


@act
def approve_fast_track(*, proposal: Proposal, by, **decision) -> Move:
    """Converted; path set to Fast-Track with the decision's date and words; objection window opened for the days of
    the rule; implementation dated one working day after it; Parties told (MP087's report §§6–7)."""
    proposal = take(proposal)
    change = converted(proposal, Path.FAST_TRACK, decision.get("words", ""))
    return make_move("approve_fast_track", proposal, by=by, change=change, **decision)


@act
def return_to_development(*, proposal: Proposal, by, **decision) -> Move:
    """The Panel does not convert it; Development entered again; the Proposer told (row 14)."""
    return make_move("panel_declines", take(proposal), by=by, **decision)


def _convert_as_urgent(key: str, proposal: Proposal, by, decision: dict) -> Move:
    proposal = take(proposal)
    change = converted(proposal, Path.AUTHORITY_DETERMINED, decision.get("words", ""))
    return make_move(key, proposal, by=by, change=change, **decision)


@act
def convert_as_urgent(*, proposal: Proposal, by, **decision) -> Move:
    """Converted; path set to Authority-Determined; put before the Change Board; Parties told (row 16a)."""
    return _convert_as_urgent("convert_as_urgent", proposal, by, decision)


@act
def convert_as_urgent_to_panel(*, proposal: Proposal, by, **decision) -> Move:
    """As ``convert_as_urgent``, with the report before the Panel (row 16a)."""
    return _convert_as_urgent("convert_as_urgent_to_panel", proposal, by, decision)


@act
def convert_as_urgent_to_consultation(*, proposal: Proposal, by, **decision) -> Move:
    """As ``convert_as_urgent``, with the consultation opened for the days of an urgent one (row 16a)."""
    return _convert_as_urgent("convert_as_urgent_to_consultation", proposal, by, decision)


@act
def present_report(*, proposal: Proposal, by, **said) -> Move:
    """The Modification Report put before the Panel; the Proposer told (row 25)."""
    return make_move("present_report", take(proposal), by=by, **said)


@act
def return_report(*, proposal: Proposal, by, **decision) -> Move:
    """The Panel's reasons recorded; Refinement entered again; the Proposer told (row 26)."""
    return make_move("panel_returns_report", take(proposal), by=by, **decision)


@act
def send_to_consultation(*, proposal: Proposal, by, **decision) -> Move:
    """Consultation opened for the days of the rule; Parties other than the DCC told (rows 27, 28; SEC D7.8)."""
    return make_move("panel_sends_to_consultation", take(proposal), by=by, **decision)


@act
def close_consultation(*, proposal: Proposal, by, **said) -> Move:
    """Consultation settled; the report put before the Change Board, whose members are told (row 28)."""
    return make_move("consultation_closes", take(proposal), by=by, **said)


@act
def record_deferral(*, proposal: Proposal, by, **decision) -> Move:
    """The Change Board votes later; the Proposer told (row 29)."""
    return make_move("change_board_defers", take(proposal), by=by, **decision)


@act
def record_change_board_return(*, proposal: Proposal, by, **decision) -> Move:
    """The Change Board wants more work; Refinement entered again; the Proposer told (row 29)."""
    return make_move("change_board_returns", take(proposal), by=by, **decision)


@act
def record_self_governance_approval(*, proposal: Proposal, by, **decision) -> Move:
    """Approved under Path 3; appeal window opened for the days of the rule; Parties told (row 30)."""
    return make_move("change_board_approves", take(proposal), by=by, **decision)


@act
def record_self_governance_rejection(*, proposal: Proposal, by, **decision) -> Move:
    """Rejected under Path 3; appeal window opened for the days of the rule; Parties told (row 30)."""
    return make_move("change_board_rejects", take(proposal), by=by, **decision)


@act
def record_change_board_recommendation(*, proposal: Proposal, by, **decision) -> Move:
    """Approval recommended under Path 1 or 2; Proposer and Authority told (row 30)."""
    return make_move("change_board_recommends", take(proposal), by=by, **decision)


@act
def record_change_board_recommendation_to_reject(*, proposal: Proposal, by, **decision) -> Move:
    """Rejection recommended under Path 1 or 2; Proposer and Authority told (row 30)."""
    return make_move("change_board_recommends_rejection", take(proposal), by=by, **decision)


@act
def record_authority_approval(*, proposal: Proposal, by, **decision) -> Move:
    """The Authority's approval with date and words; Parties told (row 33)."""
    return make_move("authority_approves", take(proposal), by=by, **decision)


@act
def record_authority_rejection(*, proposal: Proposal, by, **decision) -> Move:
    """The Authority's rejection with date and words; Parties told (row 33)."""
    return make_move("authority_rejects", take(proposal), by=by, **decision)


@act
def record_send_back(*, proposal: Proposal, by, **decision) -> Move:
    """What the Authority finds deficient, with date and words; Proposer and Panel told (row 34)."""
    return make_move("authority_sends_back", take(proposal), by=by, **decision)


@act
def rework_in_refinement(*, proposal: Proposal, by, **decision) -> Move:
    """The steps that the Panel sets; Refinement entered again; the Proposer told (row 35)."""
    return make_move("rework_in_refinement", take(proposal), by=by, **decision)


@act
def rework_to_consultation(*, proposal: Proposal, by, **decision) -> Move:
    """A new consultation opened on the mended report; Parties other than the DCC told (row 35)."""
    return make_move("rework_to_consultation", take(proposal), by=by, **decision)


@act
def refine_after_objection(*, proposal: Proposal, by, **decision) -> Move:
    """Path cleared; Refinement entered; Parties told. Fast-Track is over for this proposal (row 36)."""
    proposal = take(proposal)
    return make_move("refine_after_objection", proposal, by=by, change=no_path(proposal), **decision)


@act
def report_after_objection(*, proposal: Proposal, by, **decision) -> Move:
    """Path cleared; Report Phase entered; Parties told (row 36)."""
    proposal = take(proposal)
    return make_move("report_after_objection", proposal, by=by, change=no_path(proposal), **decision)


@act
def request_urgency(*, proposal: Proposal, by, criterion: str = "", **said) -> Move:
    """The request kept with its reason; Panel and Authority told (row 15)."""
    proposal = take(proposal)

    def ask(at):
        proposal.urgency_requested_on = clock.london_date(at)
        return ["urgency_requested_on"]

    facts = {"Criterion": criterion} if criterion else {}
    return make_move("request_urgency", proposal, by=by, change=ask, facts=facts, **said)


@act
def grant_urgency(
    *,
    proposal: Proposal,
    by,
    next_step: str = "",
    consultation_days: int | None = None,
    dates: dict[str, date] | None = None,
    **said,
) -> Move:
    """Urgent from that day: the shorter periods hold, a solution may be written; the Authority's timetable kept, and
    its dates put into the proposal's; Proposer and Panel told (row 16).

    ``next_step``: an ``UrgentStep``, if it names one. ``dates``: by the names of ``urgenttimetable.DATES``.
    """
    proposal, dates = take(proposal), dates or {}
    step = UrgentStep(next_step).label if next_step else ""

    def grant(at):
        _check_dates(dates, clock.london_date(at))
        proposal.urgent, proposal.urgency_requested_on = True, None
        proposal.urgent_next_step, proposal.urgent_consultation_days = next_step, consultation_days
        return ["urgent", "urgency_requested_on", "urgent_next_step", "urgent_consultation_days"]

    facts = urgenttimetable.facts(step, consultation_days, dates)
    move = make_move("grant_urgency", proposal, by=by, change=grant, facts=facts, **said)
    urgenttimetable.lay(proposal, move, dates, clock.london_date(move.effective_at), by)
    return move


def _check_dates(dates: dict[str, date], on: date) -> None:
    """In the order of the steps, and none before the Authority granted urgency."""
    last = on
    for name in urgenttimetable.DATES:
        if name in dates and dates[name] < last:
            raise Refused(f"{dates[name]:%-d %B %Y} is before {last:%-d %B %Y}, which comes first.", name)
        last = dates.get(name, last)


@act
def refuse_urgency(*, proposal: Proposal, by, **said) -> Move:
    """The request is answered and the proposal not urgent; Proposer and Panel told (row 16)."""
    proposal = take(proposal)

    def refuse(at):
        proposal.urgency_requested_on = None
        return ["urgency_requested_on"]

    return make_move("refuse_urgency", proposal, by=by, change=refuse, **said)


@act
def place_hold(*, proposal: Proposal, by, kind: str = HoldKind.OTHER, words: str, **said) -> Move:
    """Held: every move but withdrawal, lifting, and what Parties may lodge is refused; the Proposer told (row 41). What
    is urgent is not held for a Significant Code Review."""
    proposal = take(proposal)
    if kind == HoldKind.REVIEW and proposal.urgent:
        raise Refused(f"{proposal.reference} is urgent: it does not wait for a Significant Code Review.", "kind")
    if proposal.is_held:
        raise Refused(f"{proposal.reference} is on hold already, since {proposal.held_on:%-d %B %Y}.")

    def hold(at):
        proposal.held_on, proposal.hold_kind = clock.london_date(at), HoldKind(kind)
        proposal.hold_reason = words.strip()
        return ["held_on", "hold_kind", "hold_reason"]

    facts = {"Kind of hold": HoldKind(kind).label}
    return make_move("place_hold", proposal, by=by, words=words, change=hold, facts=facts, **said)


@act
def lift_hold(*, proposal: Proposal, by, **said) -> Move:
    """The hold lifted; the Proposer told (row 41)."""
    proposal = take(proposal)
    return make_move("lift_hold", proposal, by=by, change=lambda at: let_go(proposal), **said)


def let_go(proposal: Proposal) -> list[str]:
    proposal.held_on, proposal.hold_kind, proposal.hold_reason = None, "", ""
    return ["held_on", "hold_kind", "hold_reason"]


@act
def subsume(*, proposal: Proposal, by, **decision) -> Move:
    """Taken into the Authority's Significant Code Review: withdrawn, without adoption; Parties told (row 41)."""
    proposal = take(proposal)
    return make_move("authority_subsumes", proposal, by=by, change=lambda at: let_go(proposal), **decision)


@act
def exempt(*, proposal: Proposal, by, **decision) -> Move:
    """Exempted from the Authority's Significant Code Review: a hold placed for it lifted, one placed for another reason
    left; the Proposer told (row 41)."""
    proposal = take(proposal)
    held = proposal.is_held_for_review
    note = "The hold placed for the review is lifted." if held else ""
    return make_move(
        "authority_exempts", proposal, by=by, note=note, change=lambda at: let_go(proposal) if held else (), **decision
    )


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

    note = f"It is part of {version_words(sec_version)}."
    return make_move("implement", proposal, by=by, change=write_it, note=note, **decision)


@act
def review_implementation(*, proposal: Proposal, by, **said) -> Move:
    """What the change brought, as the review found (row 45)."""
    return make_move("review_implementation", take(proposal), by=by, **said)


@act
def withdraw(*, proposal: Proposal, by, **decision) -> Move:
    """Notice recorded; adoption window opened, or the withdrawal completed where no days are given; Parties told."""
    return make_move("withdraw", take(proposal), by=by, **decision)
