"""Asking bodies and organisations what they think, by when; a request withdrawn, and a due day changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from audit import clock
from audit.acts import NotAllowed, Refused, act, current, record
from audit.classification import Classification
from bodies.models import Meeting
from bodies.workingdays import WorkingCalendar
from proposals import ports
from proposals.actions.ground import check_has_come, check_not_split, take
from proposals.models import ProblemStatement, Proposal, RuleKey
from proposals.processrules import value_on
from subcommittees import rules
from subcommittees.actions.ground import capital, on_day
from subcommittees.actions.requested import check_has_not_been, check_open_to, check_unanswered, take_request
from subcommittees.models import DueChange, ViewRequest

How = ViewRequest.How


@dataclass(frozen=True)
class Whom:
    """A body, with the meeting at which it is asked if there is one, or an organisation."""

    committee: object = None
    organisation: object = None
    meeting: Meeting | None = None

    @property
    def named(self) -> str:
        return (self.committee or self.organisation).named


@act
def ask_for_view(*, proposal: Proposal, by, committee=None, organisation=None, meeting=None, **put) -> ViewRequest:
    """Put a version of the problem statement, or a document in words, to one body or organisation, and tell them.

    ``put``: as in ``ask_several``.
    """
    (request,) = ask_several(proposal=proposal, by=by, whom=[Whom(committee, organisation, meeting)], **put)
    return request


@act
def ask_several(
    *,
    proposal: Proposal,
    by,
    whom: Iterable[Whom],
    how: str,
    why: str = "",
    statement: ProblemStatement | None = None,
    document: str = "",
    asked_on: date | None = None,
    due_on: date | None = None,
    classification: str = Classification.WHITE,
) -> list[ViewRequest]:
    """The same to several at once. ``how``: at a meeting of each, or by correspondence, and ``why`` so. Without
    ``due_on`` an answer is due on the day of the meeting, or after the working days that the rule gives.

    Whoever runs the body, or speaks for the organisation, is told; of what is entered on a later day nobody is.
    """
    whom = list(whom)
    proposal = take(proposal)
    _check_asker(by, proposal)
    check_has_come(asked_on, "asked_on")
    asked_on = asked_on or clock.today()
    _check_askable(proposal, asked_on)
    statement = statement or (None if document.strip() else _newest_statement(proposal, asked_on))
    _check_put(proposal, statement, document)
    if not whom:
        raise Refused("Choose at least one body or organisation.", "whom")
    put = {"statement": statement, "document": document.strip(), "classification": classification}
    made = [_ask(proposal, each, by, how=how, why=why, asked_on=asked_on, due_on=due_on, put=put) for each in whom]
    if asked_on == clock.today():
        ports.notices["view_requests"]("asked", made)
    return made


def _ask(proposal: Proposal, each: Whom, by, *, how: str, why: str, asked_on: date, due_on: date | None, put: dict):
    _check_whom(proposal, each, how, why, asked_on)
    request = ViewRequest.objects.create(
        proposal=proposal,
        committee=each.committee,
        organisation=each.organisation,
        how=how,
        why=why.strip(),
        meeting=each.meeting if how == How.MEETING else None,
        asked_on=asked_on,
        due_on=_due(each, how, asked_on, due_on),
        by=by,
        at=current().at,
        **put,
    )
    _record_asked(request, proposal, by)
    return request


def _check_asker(by, proposal: Proposal) -> None:
    if by is None:
        return
    if not rules.may_ask(by):
        raise NotAllowed("Views are asked for, chased and taken back by SECAS.")
    check_open_to(by, proposal)


def _check_askable(proposal: Proposal, asked_on: date) -> None:
    check_not_split(proposal)
    if proposal.is_finished and asked_on == clock.today():
        raise Refused(f"{proposal.reference} is finished: nobody is asked for a view of it any more.")


def _newest_statement(proposal: Proposal, asked_on: date) -> ProblemStatement | None:
    return proposal.statements.filter(on__lte=asked_on).order_by("-sequence").first()


def _check_put(proposal: Proposal, statement: ProblemStatement | None, document: str) -> None:
    if statement is not None and document.strip():
        raise Refused("Choose a version of the problem statement or name another document, not both.", "document")
    if statement is None and not document.strip():
        raise Refused("Say which document is put to them.", "document")
    if statement is not None and statement.proposal_id != proposal.pk:
        raise Refused("This version is of another proposal’s problem statement.", "statement")


def _check_whom(proposal: Proposal, each: Whom, how: str, why: str, asked_on: date) -> None:
    if (each.committee is None) == (each.organisation is None):
        raise Refused("A request is put to one body or one organisation.", "whom")
    if how == How.MEETING:
        _check_at_a_meeting(each, asked_on)
    elif each.committee is not None and not why.strip():
        raise Refused("Say why it is asked by correspondence and not at a meeting.", "why")
    whose = {"committee": each.committee, "organisation": each.organisation}
    open_now = proposal.view_requests.unanswered().filter(**whose).first()
    if open_now is not None:
        raise Refused(
            f"{capital(each.named)} was asked on {on_day(open_now.asked_on)} and has not answered yet. "
            "Chase it, change its due date or withdraw that request.",
            "whom",
        )


def _check_at_a_meeting(each: Whom, asked_on: date) -> None:
    if each.organisation is not None:
        raise Refused(f"{capital(each.named)} holds no meetings: ask it by correspondence.", "how")
    if each.meeting is None:
        raise Refused(f"No meeting of {each.named} is planned: ask it by correspondence.", "how")
    if each.meeting.committee_id != each.committee.pk:
        raise Refused(f"{each.meeting} is not a meeting of {each.named}.", "meeting")
    check_has_not_been(each.meeting, asked_on)


def _due(each: Whom, how: str, asked_on: date, due_on: date | None) -> date:
    due = due_on or proposed_due(each.meeting if how == How.MEETING else None, asked_on, WorkingCalendar.load())
    if due < asked_on:
        raise Refused(f"{on_day(due)} is before {on_day(asked_on)}, when it is asked.", "due_on")
    return due


def proposed_due(meeting: Meeting | None, asked_on: date, calendar: WorkingCalendar) -> date:
    """The day of the meeting, or so many working days on as the rule of that day says."""
    if meeting is not None:
        return meeting.date
    return calendar.add(asked_on, value_on(RuleKey.VIEW_DAYS, asked_on))


def _record_asked(request: ViewRequest, proposal: Proposal, by) -> None:
    where = f"at {request.meeting}" if request.meeting else "by correspondence"
    sentence = f"{capital(request.asked)} asked for its view of {request.put}, {where}; due {on_day(request.due_on)}."
    record(
        "view_asked",
        subject=request,
        about=proposal,
        by=by,
        sentence=sentence,
        effective_on=request.asked_on,
        classification=request.classification,
        after={"why": request.why} if request.why else None,
    )


@act
def change_due(*, request: ViewRequest, by, due_on: date, why: str) -> DueChange:
    """Another day by which the answer is due; the one before is kept with the reason, and who was asked is told."""
    request, proposal = take_request(request)
    _check_asker(by, proposal)
    check_unanswered(request)
    if not why.strip():
        raise Refused("Say why the day is another.", "why")
    if due_on == request.due_on:
        raise Refused(f"It is due on {on_day(due_on)} already.", "due_on")
    if due_on < clock.today():
        raise Refused(f"{on_day(due_on)} is past; give a day that is still to come.", "due_on")
    change = DueChange.objects.create(
        request=request,
        from_day=request.due_on,
        to_day=due_on,
        why=why.strip()[:300],
        on=clock.today(),
        by=by,
        at=current().at,
    )
    request.due_on = due_on
    request.save(update_fields=["due_on"])
    sentence = f"The view of {request.asked} is {change}: {change.why}"
    record(
        "view_due_changed",
        subject=request,
        about=proposal,
        by=by,
        sentence=sentence,
        classification=request.classification,
    )
    ports.notices["view_requests"]("due", [request], words=change.why, key=str(change.pk))
    return change


@act
def withdraw_request(*, request: ViewRequest, by, because: str, on: date | None = None) -> ViewRequest:
    """Nothing is expected of them any more; asked in error, or not needed. They are told, unless it was earlier."""
    request, proposal = take_request(request)
    _check_asker(by, proposal)
    check_unanswered(request)
    if not because.strip():
        raise Refused("Say why it is withdrawn.", "because")
    check_has_come(on, "on")
    request.withdrawn_on = on or clock.today()
    if request.withdrawn_on < request.asked_on:
        raise Refused(f"It was asked only on {on_day(request.asked_on)}.", "on")
    request.withdrawn_because = because.strip()[:300]
    request.save(update_fields=["withdrawn_on", "withdrawn_because"])
    record(
        "view_request_withdrawn",
        subject=request,
        about=proposal,
        by=by,
        sentence=f"The request to {request.asked} is withdrawn: {request.withdrawn_because}",
        effective_on=request.withdrawn_on,
        classification=request.classification,
    )
    if request.withdrawn_on == clock.today():
        ports.notices["view_requests"]("withdrawn", [request], words=request.withdrawn_because)
    return request
