from datetime import date

from django.db.models import Q

from accounts.models import User
from accounts.seats import CHAIR, SECRETARY, Seated
from audit import clock
from bodies.models import Committee, Meeting, Membership


def seated(user) -> Seated:
    """Where ``user`` holds a seat today, or stands in for somebody who does, and what they are there. One query."""
    terms = Membership.objects.on().filter(Q(user=user) | Q(alternate=user)).select_related("seat__committee")
    held = list(terms.order_by("seat__committee__sort", "seat__committee__name"))
    return Seated(frozenset(term.seat.committee_id for term in held), _post(held, user))


def offices_of(user) -> frozenset[tuple[int, str]]:
    """The committees that ``user`` chairs or serves as secretary today; who stands in for the holder does so too."""
    terms = Membership.objects.on().filter(Q(user=user) | Q(alternate=user))
    held = terms.filter(Q(seat__is_chair=True) | Q(seat__is_secretary=True))
    rows = held.values_list("seat__committee_id", "seat__is_chair")
    return frozenset((committee, CHAIR if chairs else SECRETARY) for committee, chairs in rows)


POSTS = ("Chair of {}", "Secretary of {}", "Member of {}", "Alternate on {}")


def _post(terms: list[Membership], user) -> str:
    """As the public may read it: “Secretary of the Change Board and the Panel”. Of several posts the first of
    ``POSTS``; nothing for who has none."""
    held: dict[int, list[str]] = {}
    for term in terms:
        held.setdefault(_rank(term, user), []).append(term.seat.committee.named)
    if not held:
        return ""
    rank = min(held)
    *rest, last = dict.fromkeys(held[rank])
    return POSTS[rank].format(f"{', '.join(rest)} and {last}" if rest else last)


def _rank(term: Membership, user) -> int:
    if term.user_id != user.pk:
        return 3
    return 0 if term.seat.is_chair else 1 if term.seat.is_secretary else 2


def ended_term(user, committee: Committee) -> Membership | None:
    """The last term on the body of somebody who holds no seat there today, and stands in for nobody."""
    if not getattr(user, "is_authenticated", False) or committee.pk in user.committee_ids:
        return None
    terms = Membership.objects.filter(Q(user=user) | Q(alternate=user), seat__committee=committee)
    return terms.filter(ends__lt=clock.today()).select_related("seat__committee").order_by("-ends").first()


def members_of(*codes: str):
    """Users who hold a seat today on the named committees. Whoever serves one as its secretary is no member of it."""
    terms = Membership.objects.on().filter(seat__committee__code__in=codes, seat__is_secretary=False)
    return User.objects.filter(pk__in=terms.values("user_id"), is_active=True)


def committee(code: str) -> Committee:
    return Committee.objects.get(code=code)


def meetings_of(code: str, *, also=(), until=None):
    """Meetings of a committee, and of the committees whose keys are ``also`` given, newest first, up to ``until``
    (default: all that are recorded)."""
    meetings = (
        Meeting.objects.standing()
        .filter(Q(committee__code=code) | Q(committee__in=also))
        .select_related("committee")
        .order_by("-date")
    )
    return meetings.filter(date__lte=until) if until else meetings


def moved_from(committee: Committee, day: date) -> Meeting | None:
    """The meeting of the body that was last moved away from that day."""
    moved = Meeting.objects.filter(committee=committee, former_days__date=day)
    return moved.select_related("committee").order_by("-former_days__at").first()


def next_meeting(code: str, after=None) -> Meeting | None:
    day = after or clock.today()
    return Meeting.objects.to_come(day).filter(committee__code=code).select_related("committee").first()
