"""What a body or an organisation thinks, written down: as an answer to what it was asked, or unasked."""

from datetime import date

from audit import clock
from audit.acts import NotAllowed, Refused, act, current, record
from audit.classification import Classification
from proposals.actions.ground import check_has_come, check_not_split, take
from proposals.models import Proposal
from subcommittees import rules
from subcommittees.actions.ground import capital, check_not_locked, closed_further, on_day
from subcommittees.actions.requested import check_open_to, check_standing
from subcommittees.models import Chase, View, ViewRequest

LATER = "Record it at a later meeting, or as given by correspondence."


@act
def record_view(
    *,
    proposal: Proposal,
    by,
    position: str,
    committee=None,
    organisation=None,
    text: str = "",
    why_changed: str = "",
    given_on: date | None = None,
    classification: str = Classification.WHITE,
    request: ViewRequest | None = None,
    meeting=None,
    reported_by=None,
) -> View:
    """Write the view of a committee or an organisation; over an earlier one, a new version that says why.

    It answers ``request``, or the newest that was put to them by the day it was given. ``reported_by``: who passed it
    on, where it did not come from them.
    """
    proposal = take(proposal)
    _check_said(committee, organisation, position, text)
    _check_recorder(by, committee, organisation, proposal, request)
    check_not_split(proposal)
    check_has_come(given_on, "given_on")
    _check_meeting(meeting, committee)
    given_on = given_on or clock.today()
    whose = {"committee": committee, "organisation": organisation}
    request = _answered(proposal, request, whose, given_on)
    earlier = proposal.views.filter(**whose).order_by("-version").first()
    view = View.objects.create(
        proposal=proposal,
        **whose,
        version=earlier.version + 1 if earlier else 1,
        request=request,
        position=position,
        text=text.strip(),
        why_changed=_why(earlier, request, why_changed),
        given_on=given_on,
        meeting=meeting,
        reported_by=reported_by,
        by=by,
        at=current().at,
        classification=classification,
    )
    _tell(view, proposal)
    return view


def _check_said(committee, organisation, position: str, text: str) -> None:
    if (committee is None) == (organisation is None):
        raise Refused("Say whose view this is: one body or one organisation.", "committee")
    if position not in View.Position:
        raise Refused("Choose the position.", "position")
    if position != View.Position.NO_COMMENT and not text.strip():
        raise Refused("Write what the view is.", "text")


def _check_recorder(by, committee, organisation, proposal: Proposal, request: ViewRequest | None) -> None:
    if by is None:
        return
    if committee is not None and not rules.may_record_view(by, committee):
        raise NotAllowed("The view of a body is recorded by its chair, its secretary or SECAS.")
    if organisation is not None and not rules.may_say_for_organisation(by, organisation):
        raise NotAllowed("The view of an organisation is given by its authorised submitters, or recorded by SECAS.")
    if organisation is not None and request is None and not by.is_analyst:
        raise NotAllowed("An organisation answers what it was asked; comments on a Draft Proposal are made as such.")
    check_open_to(by, proposal)


def _check_meeting(meeting, committee) -> None:
    if meeting is None:
        return
    if committee is None or meeting.committee_id != committee.pk:
        raise Refused("Choose a meeting of the body whose view it is, or none.", "meeting")
    check_not_locked(meeting, "a view", LATER)


def _answered(proposal: Proposal, request: ViewRequest | None, whose: dict, given_on: date) -> ViewRequest | None:
    """The request that the view answers, read behind the lock of its proposal."""
    if request is None:
        put = proposal.view_requests.standing().filter(**whose, asked_on__lte=given_on)
        return put.order_by("-asked_on", "-pk").first()
    request = proposal.view_requests.filter(pk=request.pk, **whose).first()
    if request is None:
        raise Refused("This request was put to somebody else.", "committee")
    check_standing(request)
    if given_on < request.asked_on:
        raise Refused(f"It was asked on {on_day(request.asked_on)}: an answer cannot be older than that.", "given_on")
    return request


def _why(earlier: View | None, request: ViewRequest | None, why_changed: str) -> str:
    """The first answer to a request explains itself; only a change of mind has to say why."""
    if earlier is None or why_changed.strip():
        return why_changed.strip() if earlier else ""
    if request is not None and not request.views.exists():
        return f"Given when asked on {on_day(request.asked_on)}."
    raise Refused("This body has given a view before; say why it has changed.", "why_changed")


def _tell(view: View, proposal: Proposal) -> None:
    reported = f" Reported by {view.reported_by.capacity}." if view.reported_by else ""
    record(
        "view_recorded",
        subject=view,
        about=proposal,
        by=view.by,
        sentence=f"{capital(view.giver)}: {view.get_position_display()}.{reported}",
        effective_on=view.given_on,
        classification=view.classification,
        after={"text": view.text} if view.text else None,
    )


@act
def answer_by_telephone(*, request: ViewRequest, by, position: str, spoke_to: str, **said) -> View:
    """In one step: SECAS telephoned, it was answered, and both stand on record. ``said``: as in ``record_view``."""
    if by is not None and not rules.may_ask(by):
        raise NotAllowed("What was answered by telephone is recorded by SECAS.")
    if not spoke_to.strip():
        raise Refused("Say whom you spoke to.", "spoke_to")
    whose = {"committee": request.committee, "organisation": request.organisation}
    view = record_view(proposal=request.proposal, by=by, request=request, position=position, **whose, **said)
    Chase.objects.create(
        request=request,
        how=Chase.How.TELEPHONE,
        text="" if closed_further(view.classification, request.classification) else view.text,
        told=spoke_to.strip(),
        by=by,
        at=current().at,
    )
    record(
        "view_chased",
        subject=request,
        about=view.proposal,
        by=by,
        sentence=f"{capital(request.asked)} answered by telephone.",
        effective_on=view.given_on,
        classification=request.classification,
    )
    return view


@act
def note_late(*, proposal: Proposal | None, by, meeting, what: str) -> None:
    """Keep that somebody tried to enter something after the minutes of its meeting were approved. Nothing else is
    changed."""
    if proposal is not None:
        check_open_to(by, proposal)
    sentence = f"Refused, as the minutes of {meeting} are approved: {what}."
    record("late_after_minutes", subject=meeting, about=proposal or meeting, by=by, sentence=sentence)
