"""Voting for a seat, and the receipt; writing down a vote that was given in another way."""

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from audit.acts import NotAllowed
from proposals.acting import frame, refusals_on
from subcommittees.actions import VoteTooLate, vote
from subcommittees.actions.voting import ended, why_not
from subcommittees.ballotpage import seats_shown, status_of
from subcommittees.forms.balloting import VoteForm
from subcommittees.models import Ballot, BallotSeat, Position
from subcommittees.rules import may_run
from subcommittees.views.ballots import ballot_page

NOT_COUNTED = "Your vote is not counted"


@require_http_methods(["GET", "HEAD", "POST"])
@ballot_page
def cast(request, ballot: Ballot, seat: int):
    """The form of one seat. Who sends it without having that vote, or too late, reads why; the attempt is recorded."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    of_it = get_object_or_404(BallotSeat.objects.select_related("ballot", "seat"), pk=seat, ballot=ballot)
    of_it.ballot = ballot
    own = request.user.pk in (of_it.holder_id, of_it.alternate_id)
    written_down = not own and may_run.test(request.user, ballot.committee)
    if request.method != "POST":
        if not own and not written_down:
            raise PermissionDenied(why_not(request.user, ballot, of_it))
        if own and ballot.is_open and (sentence := ended(request.user, of_it)):
            raise PermissionDenied(sentence)
        return _page(request, ballot, of_it, _form(request, of_it, written_down), written_down)
    form = _form(request, of_it, written_down)
    if not own and not written_down:
        return _refuse(request, of_it)
    if form.is_valid():
        with refusals_on(form):
            return _vote(request, ballot, of_it, form)
    return _page(request, ballot, of_it, form, written_down)


def _vote(request, ballot: Ballot, seat: BallotSeat, form: VoteForm):
    try:
        position = vote(seat=seat, by=request.user, **form.cleaned_data)
    except VoteTooLate as refusal:
        return _not_taken(request, seat, form, "Your vote came too late", refusal.sentence, status=409)
    except NotAllowed as refusal:
        return _not_taken(request, seat, form, NOT_COUNTED, refusal.sentence, status=403)
    return redirect("subcommittees:vote_receipt", ballot.committee.code, ballot.pk, position.pk)


def _refuse(request, seat: BallotSeat):
    """What somebody sent who has no vote: the act refuses it, and keeps that it was tried."""
    form = VoteForm(request.POST)
    given = form.cleaned_data if form.is_valid() else {"vote": Position.Vote.ABSTAIN}
    try:
        vote(seat=seat, by=request.user, **given)
    except (VoteTooLate, NotAllowed) as refusal:
        return _not_taken(request, seat, form, NOT_COUNTED, refusal.sentence, status=403)
    raise PermissionDenied(why_not(request.user, seat.ballot, seat))


def _form(request, seat: BallotSeat, written_down: bool) -> VoteForm:
    latest = seat.positions.order_by("-version").first()
    return VoteForm(request.POST or None, on_record=latest, written_down=written_down)


def _page(request, ballot: Ballot, seat: BallotSeat, form: VoteForm, written_down: bool):
    title = f"Write down the vote of {seat.name}" if written_down else f"Vote for the seat {seat.name}"
    context = {
        **_frame(ballot, title),
        "seat": seat,
        "form": form,
        "as_alternate": request.user.pk == seat.alternate_id,
        "written_down": written_down,
        "status": status_of(ballot),
    }
    wrong = form.is_bound and form.errors
    return render(request, "subcommittees/ballots/vote.html", context, status=422 if wrong else 200)


def _frame(ballot: Ballot, title: str) -> dict:
    address = ballot.get_absolute_url()
    crumbs = [
        {"label": ballot.proposal.reference, "url": ballot.proposal.get_absolute_url()},
        {"label": "Ballot", "url": address},
        {"label": title},
    ]
    page = {**frame(ballot.proposal, title), "crumbs": crumbs, "cancel_url": address, "ballot": ballot}
    return {**page, "page_classification": ballot.get_classification_display()}


def _not_taken(request, seat: BallotSeat, form: VoteForm, title: str, sentence: str, *, status: int):
    """Why it is not counted, with what was sent."""
    context = {
        **_frame(seat.ballot, title),
        "seat": seat,
        "sentence": sentence,
        "chosen": dict(form.fields["vote"].choices).get(form["vote"].value(), ""),
        "reasons": form["reasons"].value() or "",
    }
    return render(request, "subcommittees/ballots/not_taken.html", context, status=status)


@require_safe
@ballot_page
def receipt(request, ballot: Ballot, position: int):
    """What was recorded, for whoever may see it; and where else a vote is asked of them."""
    found = Position.objects.visible_to(request.user).filter(seat__ballot=ballot).select_related("seat")
    cast = get_object_or_404(found, pk=position)
    shown = next(each for each in seats_shown(ballot, request.user) if each.seat.pk == cast.seat_id)
    recorded = next(each for each in [shown.newest, *shown.earlier] if each.position.pk == cast.pk)
    others = BallotSeat.objects.of(request.user).filter(ballot__in=_open_beside(ballot), positions=None)
    others = others.select_related("ballot__committee", "ballot__proposal", "ballot__alternative__proposal")
    context = {
        **_frame(ballot, "Your vote is recorded"),
        "seat": cast.seat,
        "recorded": recorded,
        "is_newest": shown.newest is recorded,
        "others": [{"seat": each, "url": _vote_url(each)} for each in others],
        "vote_url": _vote_url_of(ballot, cast.seat) if ballot.is_open else "",
    }
    return render(request, "subcommittees/ballots/receipt.html", context)


def _open_beside(ballot: Ballot):
    return Ballot.objects.open().filter(proposal=ballot.proposal_id)


def _vote_url(seat: BallotSeat) -> str:
    return _vote_url_of(seat.ballot, seat)


def _vote_url_of(ballot: Ballot, seat: BallotSeat) -> str:
    return reverse("subcommittees:vote", args=[ballot.committee.code, ballot.pk, seat.pk])
