"""The front page: what is happening now."""

from django.db.models import Count
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from audit import clock
from bodies.workingdays import WorkingCalendar
from consultations.desks.running import about
from consultations.models import Consultation, Kind
from papers.models import PaperVersion
from proposals.headline import MAY
from proposals.lifecycle import done_words
from proposals.models import Implementation, Move, Proposal, Window
from proposals.states import STAGE_OF, STOPPED, Stage, State

# No part of the ordinary way: nothing is said of them while there is none.
SELDOM = STOPPED | {Stage.SUBMITTED}
WIDEST = 100  # of a bar, in the units of its drawing
COMING = 6
RECENT = 8
PAPERS = 5


@require_safe
def home(request):
    visible = Proposal.objects.visible_to(request.user)
    context = {
        "stages": _stages(visible),
        "coming": _coming(visible, request.user),
        "recent": _recent(visible),
        "papers": _papers(request.user),
    }
    return render(request, "secmods/home.html", context)


def _stages(visible) -> list[dict]:
    """How many proposals are in each stage, in the order of the process, with a bar against the fullest."""
    counts = dict.fromkeys(Stage, 0)
    for state, number in visible.order_by().values_list("state").annotate(number=Count("pk")):
        counts[STAGE_OF[State(state)]] += number
    most = max(counts.values()) or 1
    register = reverse("proposals:register")
    return [
        {"label": stage.label, "count": n, "width": WIDEST * n / most, "url": f"{register}?stage={stage.value}"}
        for stage, n in counts.items()
        if n or stage not in SELDOM
    ]


def _coming(visible, user) -> list[dict]:
    """Open windows, consultations and planned implementations, the nearest first."""
    calendar = WorkingCalendar.load()
    events = [*_closing(visible, calendar), *_asked(user, calendar), *_entering(visible)]
    return sorted(events, key=lambda event: event["on"])[:COMING]


def _closing(visible, calendar: WorkingCalendar) -> list[dict]:
    windows = Window.objects.open_at(clock.now()).filter(proposal__in=visible).select_related("proposal")
    return [_window(window, calendar) for window in windows.order_by("closes_at")[:COMING]]


def _window(window: Window, calendar: WorkingCalendar) -> dict:
    closes = clock.london_date(window.closes_at)
    return {
        "proposal": window.proposal,
        "on": closes,
        "words": f"{MAY[Window.Kind(window.kind)]} until 17:00",
        "days_left": calendar.days_left(clock.today(), closes),
        "is_window": True,
    }


def _asked(user, calendar: WorkingCalendar) -> list[dict]:
    """Open consultations; that on a report stands there as its window."""
    found = Consultation.objects.visible_to(user).open_at().exclude(kind=Kind.REPORT).select_related("proposal")
    return [_consultation(row, calendar) for row in found.order_by("closes_at")[:COMING]]


def _consultation(row: Consultation, calendar: WorkingCalendar) -> dict:
    closes = clock.london_date(row.closes_at)
    return {
        "proposal": about(row),
        "on": closes,
        "words": f"{row.get_kind_display()}: responses are welcome until 17:00",
        "url": row.get_absolute_url(),
        "days_left": calendar.days_left(clock.today(), closes),
        "is_window": True,
    }


def _entering(visible) -> list[dict]:
    plans = Implementation.objects.filter(
        proposal__in=visible.filter(state=State.PENDING_IMPLEMENTATION), planned_on__isnull=False
    )
    plans = plans.select_related("proposal", "release").order_by("planned_on")[:COMING]
    return [
        {"proposal": p.proposal, "on": p.planned_on, "words": _entering_words(p.planned_on), "note": p.release}
        for p in plans
    ]


def _entering_words(day) -> str:
    reached = day < clock.today()
    return "Date reached: SECAS has yet to record the implementation" if reached else "Takes effect in the SEC"


def _recent(visible) -> list[dict]:
    """The latest step of each proposal that took one lately."""
    latest = (
        Move.objects.standing().filter(proposal__in=visible).order_by("proposal_id", "-place").distinct("proposal_id")
    )
    moves = Move.objects.filter(pk__in=latest.values("pk")).select_related("proposal").order_by("-effective_at", "-pk")
    return [
        {
            "proposal": move.proposal,
            "on": clock.london_date(move.effective_at),
            "words": done_words(move.key),
            "stage": STAGE_OF[State(move.to_state)].label,
        }
        for move in moves[:RECENT]
    ]


def _papers(user) -> list[dict]:
    issued = PaperVersion.objects.visible_to(user).standing().filter(state=PaperVersion.State.ISSUED)
    known = ("paper__proposal", "paper__committee", "paper__meeting", "paper__consultation")
    return list(issued.with_corrections().select_related(*known).order_by("-composed_on", "-issued_at", "-pk")[:PAPERS])
