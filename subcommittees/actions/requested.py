"""What the acts on requests and views stand on: who may read the proposal, and the request as it is now."""

from audit.acts import NotAllowed, Refused
from bodies.models import Meeting
from proposals.actions.ground import take
from proposals.models import Proposal
from subcommittees.actions.ground import capital, on_day
from subcommittees.models import ViewRequest


def check_open_to(by, proposal: Proposal) -> None:
    if by is not None and not Proposal.objects.visible_to(by).filter(pk=proposal.pk).exists():
        raise NotAllowed("This proposal is not open to you.")


def check_has_not_been(meeting: Meeting, day, field: str = "meeting") -> None:
    if meeting.state == Meeting.State.CANCELLED:
        raise Refused(f"{meeting} was cancelled: {meeting.cancelled_because}", field)
    if meeting.date < day:
        raise Refused(f"{meeting} is before {on_day(day)}; choose one that is still to come then.", field)


def take_request(request: ViewRequest) -> tuple[ViewRequest, Proposal]:
    """Lock the proposal of the request, and read the request as it then stands."""
    proposal = take(request.proposal)
    known = ("committee", "organisation", "meeting__committee", "statement", "proposal")
    return ViewRequest.objects.select_related(*known).get(pk=request.pk), proposal


def check_standing(request: ViewRequest) -> None:
    if request.withdrawn_on:
        raise Refused(f"This request was withdrawn on {on_day(request.withdrawn_on)}: {request.withdrawn_because}")


def check_unanswered(request: ViewRequest) -> None:
    check_standing(request)
    if request.views.exists():
        raise Refused(f"{capital(request.asked)} has answered already.")
