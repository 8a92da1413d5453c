"""What the pages show of requests: where each one stands, who was told and who thinks what, in constant queries."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from django.urls import reverse

from audit import clock
from audit.classification import Classification
from bodies.workingdays import WorkingCalendar
from proposals.models import Proposal
from proposals.richtext import from_plain
from proposals.rules import goes_on
from subcommittees import rules
from subcommittees.models import Chase, Interest, MemberPosition, VerbalUpdate, View, ViewRequest

State = ViewRequest.State
HUES = {
    State.SUPPORTS: "good",
    State.OPPOSES: "stop",
    State.MIXED: "attention",
    State.ASKED: "attention",
    State.SILENT: "stop",
}
OPEN = (State.ASKED, State.SILENT)


def marked(row) -> str:
    """The class of what is not for everybody."""
    return "" if row.classification == Classification.WHITE else row.get_classification_display()


@dataclass(frozen=True)
class Shown:
    """One version of a view, or of a position, as the page shows it."""

    view: View | MemberPosition
    html: str
    hue: str

    @property
    def marked(self) -> str:
        return marked(self.view)


def shown(row: View | MemberPosition) -> Shown:
    return Shown(row, from_plain(row.text), HUES.get(row.position, ""))


@dataclass(frozen=True)
class Told:
    """A verbal update as it stood on the day that is looked at."""

    update: VerbalUpdate
    html: str
    links: list[dict]

    @property
    def is_given(self) -> bool:
        return bool(self.html)

    @property
    def marked(self) -> str:
        return marked(self.update)


@dataclass(frozen=True)
class Link:
    url: str
    label: str
    about: str


@dataclass
class Asked:
    """One request, as ``state`` says where it stands; ``left`` and ``late`` in working days, where it is open."""

    request: ViewRequest
    state: str
    due_on: date
    left: int | None = None
    late: int = 0
    changes: list[dict] = field(default_factory=list)
    chases: list[dict] = field(default_factory=list)
    positions: list[tuple[Shown, list[Shown]]] = field(default_factory=list)
    updates: list[Told] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)

    @property
    def words(self) -> str:
        return State(self.state).label

    @property
    def hue(self) -> str:
        return HUES.get(self.state, "")

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def marked(self) -> str:
        return marked(self.request)


@dataclass
class Giver:
    """Somebody who was asked, or who said something unasked: requests newest first, the newest view, earlier ones."""

    name: str
    named: str
    requests: list[Asked] = field(default_factory=list)
    views: list[Shown] = field(default_factory=list)
    record_url: str = ""

    @property
    def newest(self) -> Shown | None:
        return self.views[0] if self.views else None

    @property
    def earlier(self) -> list[Shown]:
        return self.views[1:]

    @property
    def status(self) -> tuple[str, str]:
        """The word beside the name and its hue: where the newest open request stands, otherwise the newest view."""
        first = self.requests[0] if self.requests else None
        if first and (first.is_open or not self.newest):
            return first.words, first.hue
        return self.newest.view.get_position_display(), self.newest.hue


class Reading:
    """Everything that the tab of views shows of one proposal to one reader, on a past day with ``on``."""

    def __init__(self, proposal: Proposal, user, on: date | None = None):
        self.proposal, self.user, self.on = proposal, user, on
        self.may_act = on is None and goes_on(proposal)

    @cached_property
    def calendar(self) -> WorkingCalendar:
        return WorkingCalendar.load()

    @cached_property
    def requests(self) -> list[ViewRequest]:
        found = ViewRequest.objects.visible_to(self.user).filter(proposal=self.proposal)
        found = found.filter(asked_on__lte=self.on) if self.on else found
        known = ("proposal", "committee", "organisation", "meeting__committee", "statement")
        found = found.with_state(self.user, self.on).with_history().select_related(*known)
        return list(found.order_by("-asked_on", "-pk"))

    @cached_property
    def views(self) -> list[View]:
        known = ("committee", "organisation", "meeting__committee", "reported_by")
        found = View.objects.visible_to(self.user).filter(proposal=self.proposal).select_related(*known)
        return list((found.filter(given_on__lte=self.on) if self.on else found).order_by("-version"))

    @cached_property
    def positions(self) -> dict[int, list[MemberPosition]]:
        """Of the requests to bodies on which the reader sits, or of all for SECAS; newest of each seat first."""
        if not getattr(self.user, "is_authenticated", False) or not self.requests:
            return {}
        found = MemberPosition.objects.visible_to(self.user).filter(request__in=self.requests)
        by_request: dict[int, list[MemberPosition]] = {}
        for each in found.select_related("person", "seat").order_by("seat__name", "-version"):
            if self.on is None or clock.london_date(each.at) <= self.on:
                by_request.setdefault(each.request_id, []).append(each)
        return by_request

    @cached_property
    def updates(self) -> list[VerbalUpdate]:
        found = VerbalUpdate.objects.visible_to(self.user).filter(proposal=self.proposal)
        found = found.filter(promised_on__lte=self.on) if self.on else found
        return list(found.select_related("meeting__committee", "request", "owed_by").order_by("promised_on", "pk"))

    def interests(self) -> list[Interest]:
        found = Interest.objects.visible_to(self.user).filter(proposal=self.proposal).holding()
        found = found.select_related("committee", "meeting").order_by("committee__sort")
        return [each for each in found if self.on is None or clock.london_date(each.at) <= self.on]

    def givers(self) -> list[Giver]:
        """Bodies in their own order, then organisations by name."""
        found: dict[tuple, Giver] = {}
        for row in sorted([*self.requests, *self.views], key=_in_order):
            giver = row.committee or row.organisation
            found.setdefault(_key(row), Giver(giver.name, giver.named))
        for request in self.requests:
            found[_key(request)].requests.append(self._asked(request))
        for view in self.views:
            found[_key(view)].views.append(shown(view))
        for view in self.views:
            giver = found[_key(view)]
            giver.record_url = giver.record_url or self._record_url(view)
        return list(found.values())

    def other_updates(self) -> list[Told]:
        """Those that are about no request that the reader sees."""
        seen = {request.pk for request in self.requests}
        return [self._told(update) for update in self.updates if update.request_id not in seen]

    def _record_url(self, view: View) -> str:
        """To record a changed view of somebody who was never asked, or was asked and answered."""
        if not self.may_act:
            return ""
        if view.committee_id:
            may = rules.may_record_view(self.user, view.committee)
        else:
            may = rules.may_ask(self.user)
        return reverse("subcommittees:record", args=[self.proposal.slug]) + f"?giver={key_of(view)}" if may else ""

    def _asked(self, request: ViewRequest) -> Asked:
        asked = asked_of(request, self.on or clock.today(), lambda: self.calendar, due_on=self._due(request))
        asked.changes = [_dated(row) for row in request.moved if self.on is None or row["on"] <= self.on.isoformat()]
        asked.positions = _by_seat(self.positions.get(request.pk, []))
        asked.updates = [self._told(update) for update in self.updates if update.request_id == request.pk]
        if self._follows(request):
            asked.chases = [_chase(row) for row in request.chased if self._had_happened(row["at"])]
        if self.may_act:
            own = any(newest.view.person_id == self.user.pk for newest, _ in asked.positions)
            asked.links = request_links(self.proposal, asked, self.user, has_position=own)
        return asked

    def _due(self, request: ViewRequest) -> date:
        """By when it was due on the day that is looked at: the first later change knows."""
        later = [row for row in request.moved if self.on and row["on"] > self.on.isoformat()]
        return date.fromisoformat(later[0]["was"]) if later else request.due_on

    def _had_happened(self, at: str) -> bool:
        return self.on is None or clock.london_date(datetime.fromisoformat(at)) <= self.on

    def _follows(self, request: ViewRequest) -> bool:
        """How somebody was chased is for those who were, and for SECAS."""
        if request.committee_id:
            return rules.may_take_part(self.user, request.committee)
        return rules.may_say_for_organisation(self.user, request.organisation)

    def _step_of(self, update: VerbalUpdate) -> Callable[[str], str]:
        return lambda step: reverse("subcommittees:update_step", args=[self.proposal.slug, update.pk, step])

    def _told(self, update: VerbalUpdate) -> Told:
        given = update.given_on is not None and (self.on is None or update.given_on <= self.on)
        links = update_links(update, self.user, self._step_of(update)) if self.on is None else []
        return Told(update, from_plain(update.words) if given else "", links)


def asked_of(request: ViewRequest, today: date, calendar, due_on: date | None = None) -> Asked:
    """``request``: read with its state; ``calendar()`` is asked only where days are counted."""
    due_on = due_on or request.due_on
    asked = Asked(request, request.state, due_on)
    if asked.is_open:
        asked.state = State.SILENT if due_on < today else State.ASKED
        if due_on >= today:
            asked.left = calendar().days_left(today, due_on)
        elif not _overtaken(request, due_on):
            asked.late = calendar().between(due_on, today)
    return asked


def _overtaken(request: ViewRequest, due_on: date) -> bool:
    """As in ``waited_for``: how many days it is late no longer matters."""
    converted_on = request.proposal.converted_on
    return converted_on is not None and due_on < converted_on


def request_links(proposal: Proposal, asked: Asked, user, *, has_position: bool) -> list[Link]:
    """What this person may do about the request, in place."""
    request = asked.request
    if asked.state == State.WITHDRAWN:
        return []
    steps: list[tuple[str, str]] = []
    if asked.is_open and rules.may_answer(user, request):
        steps.append(("answer", "Record the answer"))
    if asked.is_open and rules.may_ask(user):
        steps.append(("telephone", "Answered by telephone"))
        steps.append(("chase", "Chase"))
    if request.committee_id and not rules.may_ask(user) and rules.may_take_a_position(user, request):
        steps.append(("position", "Change my position" if has_position else "Give my position"))
    if asked.is_open and rules.may_ask(user):
        steps.append(("due", "Change the due date"))
        steps.append(("withdraw", "Withdraw the request"))
    about = request.asked
    links = [
        Link(reverse("subcommittees:request_step", args=[proposal.slug, request.pk, step]), label, about)
        for step, label in steps
    ]
    if asked.is_open and rules.may_promise(user):
        address = reverse("subcommittees:owe", args=[proposal.slug]) + f"?request={request.pk}"
        links.append(Link(address, "Promise a verbal update", about))
    return links


def update_links(update: VerbalUpdate, user, url: Callable[[str], str]) -> list[Link]:
    """What this person may do about the update; ``url(step)``: the page on which it is done."""
    if not rules.may_give_update(user, update):
        return []
    if update.is_owed:
        steps = [("give", "Record what was said"), ("drop", "Drop it")]
    elif update.given_on:
        steps = [("correct", "Put the words right")]
    else:
        steps = []
    about = str(update.meeting)
    return [Link(url(step), label, about) for step, label in steps]


def key_of(row: View | ViewRequest) -> str:
    return f"committee-{row.committee_id}" if row.committee_id else f"organisation-{row.organisation_id}"


def _key(row) -> tuple:
    return (row.committee_id, row.organisation_id)


def _in_order(row) -> tuple:
    if row.committee_id:
        return (0, row.committee.sort, row.committee.name)
    return (1, 0, row.organisation.folded)


def _by_seat(rows: list[MemberPosition]) -> list[tuple[Shown, list[Shown]]]:
    seats: dict[int, list[Shown]] = {}
    for row in rows:
        seats.setdefault(row.seat_id, []).append(shown(row))
    return [(newest, earlier) for newest, *earlier in seats.values()]


def _dated(row: dict) -> dict:
    days = {name: date.fromisoformat(row[name]) for name in ("was", "now", "on")}
    return {**row, **days}


def _chase(row: dict) -> dict:
    how = Chase.Reminds(row["reminds"]).label if row["reminds"] else ""
    return {
        **row,
        "words": Chase.How(row["how"]).label,
        "note": how,
        "on": clock.london_date(datetime.fromisoformat(row["at"])),
        "told": row["told"].splitlines(),
    }
