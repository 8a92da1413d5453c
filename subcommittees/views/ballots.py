"""Ballots as they are read: the list of a body, one ballot, those on a proposal, and the export to count again."""

import csv
import functools

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from accounts.rules import is_administrator
from audit import clock
from bodies.models import Committee
from bodies.workingdays import WorkingCalendar
from proposals import ports
from proposals.acting import crumbs
from proposals.models import Proposal
from proposals.pages import page_context, proposal_page
from proposals.rules import may_manage
from proposals.states import State
from subcommittees.actions.balloting import VOTES_BY_BALLOT
from subcommittees.balloting import votes_due
from subcommittees.ballotpage import live_result, result_shown, rights, seats_shown, status_of
from subcommittees.ballotwords import best_of, recommended_words
from subcommittees.forms.balloting import VoteForm
from subcommittees.frames import crumbs as body_crumbs
from subcommittees.models import Ballot, CountingRule
from subcommittees.rules import may_run

REPORT = "Modification Report"
CONCLUSIONS = "Conclusions Report"


def ballot_page(view):
    """Give the view the ballot instead of its body and number, if the reader may see it; otherwise 404."""

    @functools.wraps(view)
    def wrapper(request, code, pk, *args, **kwargs):
        found = Ballot.objects.visible_to(request.user).with_question().with_turnout()
        found = found.select_related(
            "committee", "meeting__committee", "proposal", "alternative__proposal", "move__reversed_by"
        )
        ballot = get_object_or_404(found, pk=pk, committee__code=code)
        return view(request, ballot, *args, **kwargs)

    return wrapper


@require_safe
def ballots(request, code: str):
    """All ballots of a body, the newest first, and how they are counted."""
    committee = get_object_or_404(Committee, code=code)
    found = Ballot.objects.visible_to(request.user).filter(committee=committee).with_question().with_turnout()
    calendar = WorkingCalendar.load()
    rows = [{"ballot": each, "status": status_of(each, calendar)} for each in found.order_by("-opened_at", "pk")]
    if not rows and code != VOTES_BY_BALLOT:
        raise Http404("This body does not vote by ballot.")
    context = {
        "committee": committee,
        "crumbs": body_crumbs(committee, here="Ballots"),
        "rows": rows,
        "rules": list(CountingRule.objects.order_by("-starts")),
        "today": clock.today(),
        "may_correct": is_administrator.test(request.user),
    }
    return render(request, "subcommittees/ballots/list.html", context)


@require_safe
@ballot_page
def ballot(request, ballot: Ballot):
    return render(request, "subcommittees/ballots/ballot.html", ballot_context(request, ballot))


def ballot_context(request, ballot: Ballot) -> dict:
    user = request.user
    seats = seats_shown(ballot, user)
    mine = [
        shown for shown in seats if user.is_authenticated and user.pk in (shown.seat.holder_id, shown.seat.alternate_id)
    ]
    may = rights(ballot, user)
    takes = ballot.takes_votes_at(clock.now()) and ballot.proposal.state == State.REPORT_CHANGE_BOARD
    siblings = _together(ballot, user)
    return {
        "ballot": ballot,
        "proposal": ballot.proposal,
        "crumbs": [*crumbs(ballot.proposal, "Ballot")[:2], _tab_crumb(ballot.proposal), {"label": ballot.solution}],
        "page_classification": ballot.get_classification_display(),
        "status": status_of(ballot),
        "seats": seats,
        "mine": [_my_seat(ballot, shown, user, takes) for shown in mine],
        "takes_votes": takes,
        "form": VoteForm(on_record=mine[0].newest.position if mine[0].newest else None)
        if takes and len(mine) == 1
        else None,
        "result": live_result(ballot, user),
        "solutions": [_solution(each) for each in siblings],
        "recommended": _recommended(siblings),
        "report": next((row for row in ports.documents_of(ballot.proposal, user) if row.kind == REPORT), None),
        "shows_names": getattr(user, "reads_names", False) or may["runs"],
        "may_export": may["runs"] or ballot.closed_at is not None,
        **may,
    }


def _tab_crumb(proposal: Proposal) -> dict:
    return {"label": "Ballot", "url": reverse("subcommittees:proposal_ballots", args=[proposal.slug])}


def _my_seat(ballot: Ballot, shown, user, takes: bool) -> dict:
    as_alternate = shown.seat.holder_id != user.pk
    url = reverse("subcommittees:vote", args=[ballot.committee.code, ballot.pk, shown.seat.pk])
    return {"shown": shown, "as_alternate": as_alternate, "url": url if takes else ""}


def _together(ballot: Ballot, user) -> list[Ballot]:
    """This ballot and the others that were opened with it, in the order of the solutions."""
    found = Ballot.objects.visible_to(user).filter(proposal=ballot.proposal_id, opened_at=ballot.opened_at)
    return list(found.with_question().with_turnout())


def _solution(ballot: Ballot) -> dict:
    proposal = ballot.proposal
    url = ballot.alternative.get_absolute_url() if ballot.alternative else proposal.get_absolute_url()
    return {"ballot": ballot, "url": url, "status": status_of(ballot)}


def _recommended(ballots: list[Ballot]) -> str:
    """Which of several solutions the votes recommend, once all of them are counted."""
    if len(ballots) < 2 or not all(ballot.result and ballot.void_at is None for ballot in ballots):
        return ""
    if not best_of(ballots):
        return "None of the solutions is approved."
    return f"Recommended: {recommended_words(ballots)}."


@require_safe
@proposal_page
def proposal_ballots(request, proposal: Proposal):
    """The tab: every ballot on the proposal, the newest first; with ``?on=`` as it stood at the end of that day."""
    page = page_context(request, proposal, "ballot")
    at = page["at"]
    found = Ballot.objects.visible_to(request.user).filter(proposal=proposal, opened_at__lte=at.instant)
    found = list(found.with_question().with_turnout().select_related("move__reversed_by").order_by("-opened_at", "pk"))
    with at.clock():
        rows = [_row(_as_at(each, at), request.user, now=at.on is None) for each in found]
    committee = Committee.objects.filter(code=VOTES_BY_BALLOT).first()
    before_it = at.on is None and proposal.state == State.REPORT_CHANGE_BOARD
    opens = before_it and may_run.test(request.user, committee)
    context = {
        **page,
        "crumbs": crumbs(proposal, "Ballot"),
        "rows": rows,
        "may_open": opens and not any(row["undecided"] for row in rows),
        **(_conclusions(proposal, request.user) if at.on is None and any(map(_is_decided, rows)) else {}),
        "votes_due": {task.url for task in votes_due(request.user)} if before_it else set(),
    }
    return render(request, "subcommittees/ballots/tab.html", context)


def _conclusions(proposal: Proposal, user) -> dict:
    """The newest report that concludes from the outcome, and whether the reader may write one."""
    rows = ports.documents_of(proposal, user)
    newest = next((row for row in rows if row.kind == CONCLUSIONS and row.taken_down_on is None), None)
    return {"conclusions": newest, "may_conclude": may_manage.test(user, proposal)}


def _is_decided(row: dict) -> bool:
    """Its outcome is a step of the proposal, from which a report may conclude."""
    return row["ballot"].void_at is None and not row["undecided"]


def _as_at(ballot: Ballot, at) -> Ballot:
    """A ballot that was closed, or declared void, later stands open, as it did. Not for saving."""
    if at.on is None:
        return ballot
    if ballot.closed_at and ballot.closed_at > at.instant:
        ballot.closed_at, ballot.result = None, None
    if ballot.void_at and ballot.void_at > at.instant:
        ballot.void_at, ballot.void_because = None, ""
    return ballot


def _row(ballot: Ballot, user, *, now: bool) -> dict:
    undecided = ballot.void_at is None and (ballot.move is None or hasattr(ballot.move, "reversed_by"))
    return {
        "ballot": ballot,
        "status": status_of(ballot),
        "result": result_shown(ballot.result) if ballot.result else None,
        "undecided": undecided,
        "now": now,
    }


# The export ------------------------------------------------------------------------------------------


def exported(ballot: Ballot, user) -> dict:
    """The frozen electorate and rule, the positions that ``user`` may see, and the result: all that a recount needs."""
    seats = seats_shown(ballot, user)
    return {
        "format": "secmods ballot 1",
        "question": ballot.question,
        "committee": ballot.committee.name,
        "opened_at": ballot.opened_at.isoformat(),
        "closed_at": ballot.closed_at.isoformat() if ballot.closed_at else None,
        "void_at": ballot.void_at.isoformat() if ballot.void_at else None,
        "rule": ballot.rule,
        "seats": [_exported_seat(shown) for shown in seats],
        "result": ballot.result,
    }


def _exported_seat(shown) -> dict:
    cast = [shown.newest, *shown.earlier] if shown.newest else []
    return {
        "seat": shown.seat.name,
        "category": shown.seat.category,
        "group": shown.seat.group,
        "positions": [_exported_position(each.position, each.given) for each in reversed(cast)],
    }


def _exported_position(position, given: str) -> dict:
    return {
        "version": position.version,
        "vote": position.vote,
        "at": position.at.isoformat(),
        "given": given or "by the holder",
        "reasons": position.reasons,
        "objectives": position.objectives,
    }


def _check_export(request, ballot: Ballot) -> None:
    if ballot.closed_at is None and not may_run.test(request.user, ballot.committee):
        raise Http404("What was voted is given out once the ballot is closed.")


@require_safe
@ballot_page
def ballot_json(request, ballot: Ballot):
    _check_export(request, ballot)
    options = {"indent": 2, "ensure_ascii": False}
    response = JsonResponse(exported(ballot, request.user), json_dumps_params=options)
    response["Content-Disposition"] = f'attachment; filename="{_file_name(ballot)}.json"'
    return response


@require_safe
@ballot_page
def ballot_csv(request, ballot: Ballot):
    """One line for each seat, with the position that counts."""
    _check_export(request, ballot)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{_file_name(ballot)}.csv"'
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow(
        ["Seat", "Party Category", "Counted with", "Vote", "Version", "At", "Given", "Objectives", "Reasons"]
    )
    for shown in seats_shown(ballot, request.user):
        writer.writerow([_plain(cell) for cell in _line(shown)])
    return response


def _line(shown) -> list:
    seat = [shown.seat.name, shown.seat.get_category_display(), shown.seat.group]
    if shown.newest is None:
        return [*seat, "", "", "", "", "", ""]
    position = shown.newest.position
    vote = [position.get_vote_display(), position.version, position.at.astimezone(clock.LONDON).isoformat()]
    given = shown.newest.given or "by the holder"
    return [*seat, *vote, given, " ".join(position.objectives), position.reasons]


def _plain(cell):
    """What a spreadsheet would take for a formula stays text."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def _file_name(ballot: Ballot) -> str:
    what = f"alternative-{ballot.alternative.number}" if ballot.alternative else "proposal"
    return slugify(f"{ballot.proposal.reference}-ballot-{what}-{ballot.pk}")
