"""What one member thinks of what their body was asked, for the others of the body to see."""

from django.db.models import Q

from accounts.models import User
from audit import clock
from audit.acts import NotAllowed, Refused, act, current, record
from audit.classification import Classification
from bodies.models import Membership, Seat
from proposals.actions.ground import check_not_split
from subcommittees.actions.ground import capital, check_not_locked, on_day
from subcommittees.actions.requested import check_open_to, check_standing, take_request
from subcommittees.models import MemberPosition, View, ViewRequest


@act
def post_position(
    *, request: ViewRequest, by: User, position: str, text: str = "", why_changed: str = "", seat: Seat | None = None
) -> MemberPosition:
    """Write the position of the seat that ``by`` holds today, or in which they stand in; over an earlier one, a new
    version that says why. Amber: it is for the body."""
    request, proposal = take_request(request)
    check_open_to(by, proposal)
    if request.committee is None:
        raise Refused("Only a body has members who take a position.")
    seat = _seat_of(by, request, seat)
    check_not_split(proposal)
    check_standing(request)
    check_not_locked(request.meeting, "a position on what it was asked there")
    if position not in View.Position:
        raise Refused("Choose your position.", "position")
    if position != View.Position.NO_COMMENT and not text.strip():
        raise Refused("Write why.", "text")
    earlier = request.positions.filter(seat=seat).order_by("-version").first()
    if earlier is not None and not why_changed.strip():
        raise Refused("A position was given for this seat before; say why it has changed.", "why_changed")
    made = MemberPosition.objects.create(
        request=request,
        seat=seat,
        person=by,
        version=earlier.version + 1 if earlier else 1,
        position=position,
        text=text.strip(),
        why_changed=why_changed.strip()[:300] if earlier else "",
        classification=Classification.AMBER,
        at=current().at,
    )
    record(
        "position_posted",
        subject=made,
        about=proposal,
        by=by,
        sentence=f"{seat}: {made.get_position_display()}.",
        classification=Classification.AMBER,
    )
    return made


def seats_of(user: User, committee_id: int) -> list[Seat]:
    """The seats that ``user`` holds on a body today, and then those in which they stand in for the holder."""
    own = Q(user=user) | Q(alternate=user)
    terms = Membership.objects.on().filter(own, seat__committee=committee_id, seat__is_secretary=False)
    found = terms.select_related("seat__committee").order_by("seat__name")
    return [term.seat for term in sorted(found, key=lambda term: term.user_id != user.pk)]


def _seat_of(by: User, request: ViewRequest, seat: Seat | None) -> Seat:
    held = seats_of(by, request.committee_id)
    if not held:
        raise NotAllowed(_no_seat(by, request))
    if seat is None:
        return held[0]
    if seat not in held:
        raise Refused("Choose a seat of yours.", "seat")
    return seat


def _no_seat(by: User, request: ViewRequest) -> str:
    past = Membership.objects.filter(user=by, seat__committee=request.committee_id, ends__lt=clock.today())
    last = past.order_by("-ends").first()
    if last is not None:
        return (
            f"Your term on {request.asked} ended on {on_day(last.ends)}: positions are of those who hold a seat today."
        )
    return f"{capital(request.asked)} has its own members, who hold a seat today or stand in for one who does."
