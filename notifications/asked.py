"""Who is told that a view is asked for, due, late or no longer wanted: whoever runs the body, or speaks for the
organisation. Each person gets one letter, however many requests it is about."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from accounts.models import Affiliation
from audit.acts import current
from audit.classification import Classification
from bodies.models import Membership
from notifications.actions import Letter, send_letters
from notifications.recipients import Recipient, in_place, who_read
from proposals.ports import Telling, foretell, notice

WORDS = "the chair and the secretary of each body, and whoever speaks for each organisation"
# What each letter says first, of one request and of several.
OPENINGS = {
    "asked": "Your view is asked for.",
    "before": "A view that you were asked for is due shortly.",
    "after": "A view that you were asked for was due and has not come.",
    "chased": "",
    "due": "The day by which a view is due has changed.",
    "withdrawn": "A view that you were asked for is no longer wanted.",
}
HEADINGS = {
    "asked": "view asked for",
    "before": "view due shortly",
    "after": "view overdue",
    "chased": "view still to come",
    "due": "new due date for your view",
    "withdrawn": "view no longer wanted",
}


@dataclass(frozen=True)
class Heard(Telling):
    """``by_request``: who hears of each, as “Ann Lee, chair of the SSC”."""

    by_request: dict = field(default_factory=dict)


@dataclass
class Hearer:
    """Somebody who is told, and of which requests."""

    recipient: Recipient
    requests: list = field(default_factory=list)


@foretell("view_requests")
def would_be_told(requests) -> Heard:
    requests = list(requests)
    found = _hearers(requests)
    return Heard(WORDS, tuple(hearer.recipient.user.name for hearer in found), _by_request(found))


@notice("view_requests")
def tell(what: str, requests, *, words: str = "", key: str = "") -> dict:
    """``what`` happened to the requests; ``words`` of whoever did it; ``key`` sets it apart from another time. Gives
    who was told of each."""
    found = _hearers(list(requests))
    groups: dict[tuple[int, ...], list[Hearer]] = {}
    for hearer in found:
        groups.setdefault(tuple(request.pk for request in hearer.requests), []).append(hearer)
    send_letters([_letter(what, group, words, key, place) for place, group in enumerate(groups.values(), start=1)])
    return _by_request(found)


def _letter(what: str, group: list[Hearer], words: str, key: str, place: int) -> Letter:
    requests = group[0].requests
    one = requests[0].proposal if len(requests) == 1 else None
    heading = HEADINGS[what]
    return Letter(
        key=f"view-{what}-{requests[0].pk}-{key or current().id.hex[:12]}-{place}",
        audience="views",
        subject=f"{one.reference} {heading} – {one.title}" if one else f"{len(requests)} requests: {heading}",
        body="\n\n".join(part for part in (OPENINGS[what], words, *map(_paragraph, requests)) if part),
        classification=_classification(requests),
        proposal=one,
        recipients=[hearer.recipient for hearer in group],
    )


def _paragraph(request) -> str:
    proposal = request.proposal
    where = f"at {request.meeting}" if request.meeting else "by correspondence"
    address = reverse("subcommittees:views", args=[proposal.slug])
    lines = [
        f"{proposal.reference} ‘{proposal.title}’",
        f"Put to {request.asked} on {request.asked_on:%-d %B %Y}, {where}: {request.put or 'this proposal'}.",
        f"Why so: {request.why}" if request.why else "",
        f"Due on {request.due_on:%A %-d %B %Y}." if not request.withdrawn_on else "",
        f"{settings.SITE_URL}{address}",
    ]
    return "\n".join(line for line in lines if line)


def _classification(requests) -> str:
    """The highest of the proposals and requests it speaks of."""
    order = list(Classification)
    found = [Classification(row.classification) for each in requests for row in (each, each.proposal)]
    return max(found, key=order.index, default=order[0])


def _hearers(requests: list) -> list[Hearer]:
    offices, speakers = _offices(requests), _speakers(requests)
    heard: dict[int, Hearer] = {}
    for request in requests:
        named = offices if request.committee_id else speakers
        people = in_place(named.get(request.committee_id or request.organisation_id, ()))
        for recipient in who_read(people, request.proposal):
            heard.setdefault(recipient.user.pk, Hearer(recipient)).requests.append(request)
    return list(heard.values())


def _offices(requests: list) -> dict[int, list]:
    """The chair and the secretary of each body that is asked, today."""
    bodies = {request.committee_id for request in requests if request.committee_id}
    terms = Membership.objects.on().filter(Q(seat__is_chair=True) | Q(seat__is_secretary=True))
    found: dict[int, list] = {}
    if bodies:
        for term in terms.filter(seat__committee__in=bodies).select_related("user", "seat__committee"):
            office = "chair" if term.seat.is_chair else "secretary"
            found.setdefault(term.seat.committee_id, []).append((term.user, f"{office} of {term.seat.committee.named}"))
    return found


def _speakers(requests: list) -> dict[int, list]:
    """The authorised submitters of each organisation that is asked."""
    asked = {request.organisation_id for request in requests if request.organisation_id}
    found: dict[int, list] = {}
    if asked:
        today = Affiliation.objects.on().filter(organisation__in=asked, kind=Affiliation.Kind.SUBMITTER)
        for row in today.select_related("user", "organisation"):
            found.setdefault(row.organisation_id, []).append((row.user, f"speaks for {row.organisation.named}"))
    return found


def _by_request(found: Iterable[Hearer]) -> dict[int, list[str]]:
    told: dict[int, list[str]] = {}
    for hearer in found:
        for request in hearer.requests:
            told.setdefault(request.pk, []).append(f"{hearer.recipient.user.name}, {hearer.recipient.because}")
    return told
