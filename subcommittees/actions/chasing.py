"""Reminding of requests that are open: by somebody, one or many at once, and by the system around the due day."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Exists, OuterRef

from audit import clock
from audit.acts import NotAllowed, Refused, act, current, nothing_changed, record
from bodies.workingdays import WorkingCalendar
from proposals import ports
from proposals.models import RuleKey
from proposals.processrules import values_on
from subcommittees import rules
from subcommittees.actions.ground import capital, on_day
from subcommittees.actions.requested import check_open_to, check_unanswered, take_request
from subcommittees.models import Chase, ViewRequest

Reminds = Chase.Reminds
# What has been silent for longer is chased by people: the system reminds of what is fresh.
LATEST = timedelta(days=14)


def chase_words(requests: Iterable[ViewRequest]) -> str:
    """The text that is proposed; what is asked, of which proposal and since when, the letter itself lists."""
    late = any(request.due_on < clock.today() for request in requests)
    ask = "We asked for your view and have not had it yet." if late else "Your view is due shortly."
    return f"{ask} Please let us have it, or tell us that you have no comment. If you need more time, say how much."


@act
def chase(*, request: ViewRequest, by, text: str) -> Chase:
    """Write to the chair and the secretary of the body, or to the people of the organisation, with ``text``."""
    (made,) = chase_all(requests=[request], by=by, text=text)
    return made


@act
def chase_all(*, requests: Iterable[ViewRequest], by, text: str) -> list[Chase]:
    """The same text for many requests; whoever is written to gets one letter that lists theirs."""
    if by is not None and not rules.may_ask(by):
        raise NotAllowed("Views are asked for, chased and taken back by SECAS.")
    if not text.strip():
        raise Refused("Write what they are to read.", "text")
    found = [_to_chase(request, by) for request in sorted(requests, key=_in_order)]
    if not found:
        raise Refused("Choose at least one request that is open.", "requests")
    _check_somebody_hears(found)
    told = ports.notices["view_requests"]("chased", found, words=text.strip(), key=current().id.hex[:12])
    return [_chased(request, by, text.strip(), told.get(request.pk, ())) for request in found]


def _in_order(request: ViewRequest):
    """Proposals are locked in the order of their numbers."""
    return (request.proposal.number or 0, request.proposal_id, request.pk)


def _to_chase(request: ViewRequest, by) -> ViewRequest:
    request, proposal = take_request(request)
    check_open_to(by, proposal)
    check_unanswered(request)
    return request


def _check_somebody_hears(requests: list[ViewRequest]) -> None:
    heard = ports.tellings["view_requests"](requests).by_request
    for request in requests:
        if not heard.get(request.pk):
            raise Refused(
                f"Nobody who runs or speaks for {request.asked} is in the directory: this would reach no one. "
                "Telephone instead, and record the answer.",
                "text",
            )


def _chased(request: ViewRequest, by, text: str, told: Iterable[str]) -> Chase:
    made = Chase.objects.create(
        request=request, how=Chase.How.EMAIL, text=text, told="\n".join(told), by=by, at=current().at
    )
    sentence = f"{capital(request.asked)} chased for its view, due {on_day(request.due_on)}."
    record(
        "view_chased",
        subject=request,
        about=request.proposal,
        by=by,
        sentence=sentence,
        classification=request.classification,
    )
    return made


def due_reminders(today: date, calendar: WorkingCalendar) -> list[tuple[ViewRequest, str]]:
    """Open requests of which somebody is to be reminded today, and of which kind: asked in good time before that day,
    on proposals that go on, and not reminded yet of this due day."""
    before, after = values_on([RuleKey.VIEW_BEFORE_DAYS, RuleKey.VIEW_AFTER_DAYS], today)
    last = calendar.add(today, before)
    near = ViewRequest.objects.waited_for().filter(due_on__gte=today - LATEST, due_on__lte=last)
    found = []
    for request in near.select_related("proposal").order_by("pk"):
        kind = Reminds.BEFORE if request.due_on >= today else Reminds.AFTER
        day = calendar.add(request.due_on, -before if kind == Reminds.BEFORE else after)
        if day <= today and clock.london_date(request.at) < day:
            found.append((request, kind))
    return _not_reminded(found)


def _not_reminded(found: list[tuple[ViewRequest, str]]) -> list[tuple[ViewRequest, str]]:
    done = Chase.objects.filter(request__in=[request for request, _ in found]).exclude(reminds="")
    known = set(done.values_list("request_id", "reminds", "due_on")) if found else set()
    return [(request, kind) for request, kind in found if (request.pk, kind, request.due_on) not in known]


@act
def remind(*, request: ViewRequest, kind: str, due_on: date) -> Chase | None:
    """The system reminds of one due day, once before it and once after; nothing where it was answered, moved or
    reminded of meanwhile."""
    request, proposal = take_request(request)
    there = Chase.objects.filter(request=OuterRef("pk"), reminds=kind, due_on=due_on)
    if not ViewRequest.objects.waited_for().filter(~Exists(there), pk=request.pk, due_on=due_on).exists():
        nothing_changed()
        return None
    told = ports.notices["view_requests"](kind, [request], key=due_on.isoformat())
    made = Chase.objects.create(
        request=request,
        how=Chase.How.REMINDER,
        reminds=kind,
        due_on=due_on,
        told="\n".join(told.get(request.pk, ())),
        at=current().at,
    )
    word = "is due" if kind == Reminds.BEFORE else "was due"
    record(
        "view_reminded",
        subject=request,
        about=proposal,
        sentence=f"{capital(request.asked)} reminded that its view {word} on {on_day(due_on)}.",
        classification=request.classification,
    )
    return made
