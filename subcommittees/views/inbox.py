"""The inbox of a member: what their bodies were asked, what they vote on, their positions, what they owe, and the new
proposals."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from audit import clock
from audit.acts import in_series
from bodies.models import Committee
from bodies.workingdays import WorkingCalendar
from proposals.acting import refusals_on
from proposals.models import Proposal
from subcommittees.asked import asked_of, request_links
from subcommittees.balloting import votes_due
from subcommittees.forms.interest import MonthForm, committees_of
from subcommittees.models import MemberPosition, VerbalUpdate, ViewRequest


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def inbox(request):
    """``?month=2020-05`` shows the new proposals of another month; ``?body=ssc``, for SECAS, one body’s form."""
    month = _month(request.GET.get("month", ""))
    bodies = _bodies(request)
    form = _form(request, month, bodies)
    if form.is_bound and form.is_valid():
        with refusals_on(form), in_series():
            count = form.record()
            messages.success(request, _done(count))
            return redirect(f"{reverse('subcommittees:inbox')}?{request.GET.urlencode()}".rstrip("?"))
    open_rows, taken = _asked(request.user)
    context = {
        "rows": open_rows,
        "positions": taken,
        "updates": _owed(request.user),
        "votes": votes_due(request.user),
        "form": form,
        "month": month,
        "before": _shifted(month, -1),
        "after": _shifted(month, 1) if month < clock.today().replace(day=1) else None,
        "bodies": bodies,
        "all_bodies": list(Committee.objects.all()) if request.user.is_analyst else [],
        "chosen": request.GET.get("body", ""),
        "today": clock.today(),
    }
    return render(request, "subcommittees/inbox.html", context, status=422 if form.is_bound and form.errors else 200)


def _done(count: int) -> str:
    if not count:
        return "Nothing was new: all of it stands already."
    return f"{count} {'word' if count == 1 else 'words'} on new proposals recorded."


def _month(asked: str) -> date:
    """The first of the month; what is no month is the present one."""
    try:
        found = date.fromisoformat(f"{asked}-01")
    except ValueError:
        found = clock.today().replace(day=1)
    return min(found, clock.today().replace(day=1))


def _shifted(month: date, by: int) -> date:
    count = month.year * 12 + month.month - 1 + by
    return date(count // 12, count % 12 + 1, 1)


def _bodies(request) -> list[Committee]:
    bodies = list(committees_of(request.user))
    if request.user.is_analyst:
        return [body for body in bodies if body.code == request.GET.get("body")]
    return bodies


def _form(request, month: date, bodies: list[Committee]) -> MonthForm:
    new = Q(raised_on__gte=month, raised_on__lt=_shifted(month, 1))
    new |= Q(converted_on__gte=month, converted_on__lt=_shifted(month, 1))
    proposals = Proposal.objects.visible_to(request.user).live() if bodies else Proposal.objects.none()
    proposals = proposals.filter(new).select_related("proposer_organisation").order_by("number", "suffix")
    data = request.POST if request.method == "POST" else None
    return MonthForm(data, proposals=list(proposals), committees=bodies, user=request.user)


def _asked(user) -> tuple[list[dict], list[MemberPosition]]:
    """What is open for the reader’s bodies and organisations, the first due first; the positions they have given."""
    mine = Q(committee__in=user.committee_ids) | Q(organisation__in=user.submits_for)
    found = ViewRequest.objects.visible_to(user).waited_for().filter(mine)
    known = ("proposal", "committee", "organisation", "meeting__committee", "statement")
    requests = list(found.with_state(user).select_related(*known).due_first())
    given = MemberPosition.objects.filter(person=user, request__in=requests)
    given = given.select_related("request__proposal", "request__committee", "seat").order_by("request", "version")
    taken = {each.request_id: each for each in given}
    calendar = WorkingCalendar.load()
    return [_row(user, each, taken.get(each.pk), calendar) for each in requests], list(taken.values())


def _row(user, request: ViewRequest, own: MemberPosition | None, calendar: WorkingCalendar) -> dict:
    asked = asked_of(request, clock.today(), lambda: calendar)
    return {
        "asked": asked,
        "own": own,
        "links": request_links(request.proposal, asked, user, has_position=own is not None),
    }


def _owed(user) -> list[dict]:
    owed = VerbalUpdate.objects.visible_to(user).owed().filter(owed_by=user)
    return list(owed.select_related("meeting__committee", "proposal").order_by("meeting__date", "pk"))
