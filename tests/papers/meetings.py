"""A proposal before a body, as rows: what the tests of papers for meetings begin with."""

from datetime import UTC, date, datetime

from bodies.models import Committee, Meeting, Membership, Seat
from consultations.models import Comment
from subcommittees.models import AgendaItem, Recommendation
from tests import factories as make

AT = datetime(2026, 1, 5, 12, tzinfo=UTC)
CSC = {"code": "csc", "name": "Change Sub-Committee", "short_name": "CSC", "prefix": "CSC"}
SSC = {"code": "ssc", "name": "Security Sub-Committee", "short_name": "SSC", "prefix": "SSC"}


def empty_meeting(number: int = 7, on: date = date(2031, 5, 27), **body) -> Meeting:
    return make.MeetingFactory(committee=make.CommitteeFactory(**(body or CSC)), number=number, date=on)


def meeting(number: int = 7, on: date = date(2031, 5, 27), **body) -> Meeting:
    """With two items on its agenda, as every agenda begins: what is put there next is the third."""
    made = empty_meeting(number, on, **body)
    for place, kind in enumerate(("minutes", "actions"), 1):
        item(made, place=place, kind=kind, purpose="information")
    return made


def item(at: Meeting, proposal=None, place: int = 3, **fields) -> AgendaItem:
    given = {"kind": "proposal" if proposal else "new_proposals", "purpose": "decision", "title": "An item"}
    return AgendaItem.objects.create(meeting=at, proposal=proposal, place=place, at=AT, **given | fields)


def recommend(of: AgendaItem, text: str = "that it is ready", **fields) -> Recommendation:
    order = of.recommendations.count() + 1
    return Recommendation.objects.create(item=of, order=order, verb="AGREE", text=text, at=AT, **fields)


def secretary(committee: Committee):
    person = make.UserFactory()
    seat = Seat.objects.create(committee=committee, name="Secretary", is_secretary=True, votes=False)
    Membership.objects.create(seat=seat, user=person, starts=make.LONG_AGO)
    return person


def comment(proposal, text: str, classification: str = "white", **fields) -> Comment:
    given = {"category": "small_supplier", "stance": "supports", "how": "email", "person_name": "Somebody"}
    published_at = AT if classification in ("white", "green") else None
    given |= {"published_at": published_at, "number": proposal.comments.count() + 1}
    return Comment.objects.create(
        proposal=proposal, text=text, classification=classification, received_at=AT,
        at=AT,
        **given | fields,
    )  # fmt: skip
