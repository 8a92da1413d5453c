"""The windows of a proposal as its overview lists them: their periods, what came of them, what was lodged in them."""

from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse

from accounts.models import Category
from audit import clock
from bodies.workingdays import WorkingCalendar
from proposals.lifecycle import MOVES
from proposals.lodgings import BY_KIND, LODGINGS, is_heard, runs
from proposals.models import Proposal, Window


@dataclass(frozen=True)
class Lodged:
    """``who``: the Party Category; for those who may read it also the name. ``url``: the receipt, for its people."""

    what: str
    who: str
    received_at: datetime
    struck_at: datetime | None
    struck_because: str
    url: str = ""


@dataclass(frozen=True)
class WindowRow:
    """``lodge``: where another may still be lodged, and the words for it."""

    window: Window
    name: str
    outcome: str
    runs: bool
    days_left: int
    closing_words: str
    lodged: list[Lodged] = field(default_factory=list)
    lodge: tuple[str, str] | None = None


def window_rows(windows: list[Window], facts, proposal: Proposal, user) -> list[WindowRow]:
    """``windows`` newest first; ``facts``: what ``proposals.overview.listed`` gives."""
    if not windows:
        return []
    running = any(runs(window, clock.now()) and not window.settled_at for window in windows)
    calendar = WorkingCalendar.load() if running else None
    return [_row(window, facts, proposal, user, calendar) for window in windows]


def _row(window: Window, facts, proposal: Proposal, user, calendar) -> WindowRow:
    open_now = window.outcome == Window.Outcome.OPEN and runs(window, clock.now())
    left = calendar.days_left(clock.today(), clock.london_date(window.closes_at)) if open_now else 0
    lodging = BY_KIND.get(window.kind)
    return WindowRow(
        window=window,
        name=window.get_kind_display(),
        outcome=_outcome(window, open_now),
        runs=open_now,
        days_left=left,
        closing_words=lodging.plural if lodging else "Responses",
        lodged=[_lodged(key, row, proposal, user) for key, row in _rows(facts) if row["window"] == window.pk],
        lodge=None if _has_lodged(window, facts, user) else _may_lodge(lodging, window, proposal, user),
    )


def _outcome(window: Window, open_now: bool) -> str:
    if window.outcome:
        return window.get_outcome_display()
    return "Open" if open_now else "Closed; its end is about to be written"


def _rows(facts):
    rows = (("object", facts.objections), ("appeal", facts.appeals), ("adopt", facts.adoptions))
    return [(key, row) for key, found in rows for row in found]


def _lodged(key: str, row: dict, proposal: Proposal, user) -> Lodged:
    lodging = LODGINGS[key]
    opens = _may_open(row, user)
    reference = f"{lodging.prefix}-{row['id']}"
    return Lodged(
        what=lodging.what.capitalize(),
        who=_who(row, named=opens or key == "adopt"),  # whoever adopts it is the Proposer, who is public
        received_at=datetime.fromisoformat(row["received_at"]),
        struck_at=datetime.fromisoformat(row["struck_at"]) if row["struck_at"] else None,
        struck_because=row["struck_because"],
        url=reverse("proposals:receipt", args=[proposal.slug, reference]) if opens else "",
    )


def _who(row: dict, *, named: bool) -> str:
    if row.get("body"):
        return f"the {row['body']}"
    category = Category(row["category"]).label
    return f"{row['name']} ({category})" if named else category


def _may_open(row: dict, user) -> bool:
    """As ``receipts_for`` would say, without asking the database for each."""
    if not getattr(user, "is_authenticated", False):
        return False
    if user.is_analyst or user.is_authority:
        return True
    own = row["organisation"] in {organisation.pk for organisation in user.organisations}
    return own or row.get("body_id") in user.committee_ids


def _has_lodged(window: Window, facts, user) -> bool:
    """Whether every organisation that ``user`` speaks for has been heard in this window."""
    own = getattr(user, "submits_for", frozenset())
    heard = {row["organisation"] for _, row in _rows(facts) if row["window"] == window.pk and not row["struck_at"]}
    return bool(heard) and bool(own) and own <= heard


def _may_lodge(lodging, window: Window, proposal: Proposal, user) -> tuple[str, str] | None:
    """Beside the first: the next steps offer that one, and nothing offers the others."""
    if lodging is None or not window.settled_at or not runs(window, clock.now()):
        return None
    row = MOVES[lodging.key]
    if not is_heard(lodging, proposal, window) or not row.who.test(user, proposal):
        return None
    return reverse("proposals:move", args=[proposal.slug, lodging.key]), f"{row.button} too"
