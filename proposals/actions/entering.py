"""How a proposal enters the register: submitted by somebody, or taken over from the register before this one."""

from datetime import date, datetime, time

from accounts.models import Organisation
from audit import clock
from audit.acts import Refused, act, current
from proposals import ports, rules
from proposals.actions import parts
from proposals.actions.ground import Decision, check_analyst, write_move, write_path
from proposals.indexing import index
from proposals.models import ProblemStatement, Proposal, Release, SecVersion, Solution
from proposals.models.proposal import TITLE_LENGTH
from proposals.numbers import next_number
from proposals.states import Path, State


@act
def submit_problem_statement(
    *,
    by,
    title: str,
    issue: str,
    proposer,
    proposer_organisation: Organisation,
    do_nothing: str = "",
    sec_context: str = "",
    effective: date | None = None,
    **people,
) -> Proposal:
    """Proposal written without a number; the words kept exactly as they came as version 0.1; receipt told.

    ``people`` may name ``on_behalf_of``, ``representative``, ``representative_organisation``.
    """
    rules.check(rules.may_submit, by, None, sentence="Sign in to submit a problem statement.")
    at = _received(effective)
    _check_submission(title, issue)
    _check_speaks_for(by, proposer, proposer_organisation, people.get("on_behalf_of"))
    proposal = _entered(
        title=title,
        proposer=proposer,
        proposer_organisation=proposer_organisation,
        received_at=at,
        state_since=clock.london_date(at),
        **people,
    )
    parts.begin(proposal)
    texts = {"issue": issue, "do_nothing": do_nothing, "sec_context": sec_context}
    _keep_submission(proposal, by or proposer, at, texts)
    said = Decision(note=f"‘{title.strip()}’.")
    write_move(proposal, "submit", State.SUBMITTED, at=at, by=by or proposer, said=said)
    index(proposal)
    return proposal


def _entered(*, title: str, **fields) -> Proposal:
    """The row of a proposal with its solution, which is empty as yet."""
    proposal = Proposal.objects.create(title=title.strip(), **fields)
    Solution.objects.create(proposal=proposal)
    return proposal


def _keep_submission(proposal: Proposal, by, at: datetime, texts: dict[str, str]) -> None:
    """Version 0.1 of the problem statement: the words exactly as they came."""
    received = {"on": clock.london_date(at), "at": current().at}
    ProblemStatement.objects.create(proposal=proposal, sequence=1, is_submission=True, by=by, **received, **texts)


def _received(effective: date | None) -> datetime:
    now = current().at
    if effective is None or effective == clock.london_date(now):
        return now
    if effective > clock.london_date(now):
        raise Refused("A submission cannot be received in the future.", "effective")
    return datetime.combine(effective, time(9), clock.LONDON)


def _check_submission(title: str, issue: str) -> None:
    if not title.strip():
        raise Refused("Give the proposal a title.", "title")
    if len(title.strip()) > TITLE_LENGTH:
        raise Refused(f"The title may have {TITLE_LENGTH} characters; this one has {len(title.strip())}.", "title")
    if not issue.strip():
        raise Refused("Say what the issue or problem is.", "issue")


def _check_speaks_for(by, proposer, organisation, body) -> None:
    """SECAS enters what came by e-mail; everybody else submits in their own name, or for a body they sit on."""
    if by is None or by.is_analyst:
        return
    if proposer != by:
        raise Refused("You can submit a problem statement in your own name only.", "proposer")
    if organisation not in by.organisations:
        raise Refused(f"You are not entered as acting for {organisation}.", "proposer_organisation")
    if body and body.pk not in by.committee_ids:
        raise Refused(f"You do not sit on {body.named}.", "on_behalf_of")


@act
def raise_authority_led(
    *, by, title: str, issue: str, proposer, proposer_organisation: Organisation, words: str, lead_analyst, **more
) -> Proposal:
    """A Path 1 variation that the Authority raises after a Significant Code Review, or directs the DCC or the Panel to
    raise: numbered, a Modification Proposal from its first day, its report before the Panel; the Proposer, the Lead
    Analyst, the Panel and its Sub-Committees told (domain §2.2 row 42).

    ``more`` may name ``summary``, ``effective`` and, for the historic record, ``number``.
    """
    rules.check(rules.may_decide_as_authority, by, None, sentence="The Authority raises it, or SECAS for it.")
    _check_submission(title, issue)
    check_analyst(lead_analyst)
    if not words.strip():
        raise Refused("Write the words of the direction.", "words")
    at = _received(more.get("effective"))
    on = clock.london_date(at)
    proposal = _entered(
        number=next_number(wanted=more.get("number")),
        title=title,
        summary=more.get("summary", "").strip(),
        proposer=proposer,
        proposer_organisation=proposer_organisation,
        lead_analyst=lead_analyst,
        received_at=at,
        **_as_modification(on, words),
    )
    parts.begin(proposal)
    _keep_submission(proposal, by or proposer, at, {"issue": issue})
    said = Decision(words=words)
    move = write_move(proposal, "raise_authority_led", State.REPORT_PANEL, at=at, by=by, said=said)
    write_path(proposal, on=on, by_authority=True)
    index(proposal)
    if on >= clock.today():
        ports.notices["authority_led"](move)
    return proposal


def _as_modification(on: date, words: str) -> dict:
    """What a variation of the Authority is from its first day."""
    return {
        "raised_on": on,
        "converted_on": on,
        "path": Path.AUTHORITY_LED,
        "path_determined_on": on,
        "path_reasons": words.strip(),
        "state": State.REPORT_PANEL,
        "state_since": on,
    }


@act
def enter_legacy(
    *,
    by,
    number: int,
    title: str,
    summary: str,
    proposer,
    proposer_organisation,
    on: date,
    sec_version: str,
    release: Release | None = None,
    words: str = "",
) -> Proposal:
    """A proposal of the earlier register (SECMP…): entered as implemented, with what is known of it."""
    rules.check(rules.may_manage, by, None, sentence="Only SECAS enters proposals of the earlier register.")
    at = clock.closing(on)
    if at > current().at:
        raise Refused(f"{on:%-d %B %Y} is still to come.", "on")
    proposal = _entered(
        number=next_number(wanted=number),
        is_legacy=True,
        title=title,
        summary=summary.strip(),
        proposer=proposer,
        proposer_organisation=proposer_organisation,
        received_at=at,
        state=State.IMPLEMENTED,
        state_since=on,
    )
    version, _ = SecVersion.objects.get_or_create(number=sec_version)
    parts.begin(proposal, implemented_on=on, sec_version=version, release=release)
    write_move(proposal, "enter_legacy", State.IMPLEMENTED, at=at, by=by, said=Decision(words=words))
    index(proposal)
    return proposal
