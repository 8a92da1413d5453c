"""What SECAS, the secretary and the chair do with ballots: open, close, record the outcome, declare void. Each page
asks again before it is done, and shows what it will do."""

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from audit import clock
from audit.acts import Refused
from bodies.models import Committee
from proposals import ports
from proposals.acting import frame
from proposals.effects import effects
from proposals.lifecycle import MOVES
from proposals.models import Proposal
from proposals.pages import proposal_page
from proposals.views.asking import Asked, ask, bound
from subcommittees.actions import close_ballot, open_ballots, record_outcome, result_of, void_ballot
from subcommittees.actions.balloting import (
    RUNNERS,
    VOTES_BY_BALLOT,
    closing_words,
    electorate_on,
    rule_on,
)
from subcommittees.actions.closing import CLOSERS, step_of, why_no_outcome
from subcommittees.ballotwords import decision_words, result_sentence, spelt
from subcommittees.forms.balloting import (
    WITH_OUTCOME,
    CloseBallotForm,
    OpenBallotsForm,
    OutcomeForm,
    VoidBallotForm,
)
from subcommittees.models import Ballot
from subcommittees.rules import may_run, may_speak_for
from subcommittees.views.ballots import ballot_page

READ = ["GET", "HEAD", "POST"]
TAB = "subcommittees:proposal_ballots"


def _barred(request, rule, committee, sentence: str):
    if rule.test(request.user, committee):
        return None
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    raise PermissionDenied(sentence)


@require_http_methods(READ)
@proposal_page
def open_(request, proposal: Proposal):
    """Put the proposal to the vote, with each Alternative that stands."""
    committee = get_object_or_404(Committee, code=VOTES_BY_BALLOT)
    if answer := _barred(request, may_run, committee, RUNNERS):
        return answer
    page = frame(proposal, "Open a ballot", TAB)
    try:
        rule = rule_on(clock.today()).frozen(committee)
    except Refused as refusal:
        return ask(request, {**page, "closed": [refusal.sentence]}, None, None)
    electorate = electorate_on(committee, rule, clock.today())
    asked = Asked(
        act=open_ballots,
        about={"proposal": proposal, "committee": committee, "by": request.user},
        effects=lambda form: _opening(form, electorate, rule),
        button="Open the ballot",
        done="The ballot is open. Those who vote are told.",
        to=lambda: reverse(TAB, args=[proposal.slug]),
    )
    return ask(request, page, bound(request, OpenBallotsForm, proposal=proposal, committee=committee), asked)


def _opening(form: OpenBallotsForm, electorate: list, rule: dict) -> dict[str, list[str]]:
    given = form.act_arguments()
    people = [person for _, term in electorate for person in (term.user, term.alternate) if person]
    questions = [str(each) if each else "The Modification Proposal as proposed" for each in given["solutions"]]
    counts = [(each["name"], sum(group == each["name"] for group, _ in electorate)) for each in rule["groups"]]
    seats = [f"{name}: {spelt(number)} {'seat' if number == 1 else 'seats'}." for name, number in counts]
    closes = given["closes_at"]
    by_itself = f"It closes by itself on {closing_words(closes)}; later votes are not counted." if closes else ""
    by_hand = "The chair, the secretary or SECAS closes it." if not closes else ""
    return {
        "What is voted on": questions,
        "Who votes": [*seats, "The seats, their holders and alternates are kept as they are today."],
        "How it is counted": [_rule_words(rule)],
        "Dates": [sentence for sentence in (by_itself, by_hand) if sentence],
        "Who is told": [ports.tellings["ballots_opened"](people).sentence],
        "What becomes public": [
            "That the ballot is open, and how many seats have voted; how they voted once it is closed."
        ],
    }


def _rule_words(rule: dict) -> str:
    quorum = f" At least {spelt(rule['quorum'])} seats must take part." if rule["quorum"] else ""
    return f"More than half of the Party Categories that vote must approve, each by its majority; no tie does.{quorum}"


def _page(ballot: Ballot, title: str) -> dict:
    crumbs = [
        {"label": ballot.proposal.reference, "url": ballot.proposal.get_absolute_url()},
        {"label": "Ballot", "url": ballot.get_absolute_url()},
        {"label": title},
    ]
    return {**frame(ballot.proposal, title), "crumbs": crumbs, "cancel_url": ballot.get_absolute_url()}


@require_http_methods(READ)
@ballot_page
def close(request, ballot: Ballot):
    """Close this ballot and those opened with it."""
    if answer := _barred(request, may_speak_for, ballot.committee, CLOSERS):
        return answer
    page = _page(ballot, "Close the ballot")
    if not ballot.is_open:
        return ask(request, {**page, "closed": [_over(ballot)]}, None, None)
    asked = Asked(
        act=close_ballot,
        about={"ballot": ballot, "by": request.user},
        effects=lambda form: _closing(ballot, form, request.user),
        button="Close the ballot",
        done="The ballot is closed, and its result is published.",
        to=ballot.get_absolute_url,
    )
    return ask(request, page, bound(request, CloseBallotForm), asked)


def _over(ballot: Ballot) -> str:
    if ballot.void_at:
        return f"This ballot was declared void on {closing_words(ballot.void_at)}."
    return f"This ballot was closed on {closing_words(ballot.closed_at)}."


def _closing(ballot: Ballot, form: CloseBallotForm, user) -> dict[str, list[str]]:
    """The tally beforehand is for those who run the ballot; a chair reads it when the ballot is closed."""
    open_now = [each for each in Ballot.objects.undecided(ballot.proposal).with_turnout() if each.is_open]
    runs = may_run.test(user, ballot.committee)
    changes = [_closed_with(each, runs) for each in open_now]
    told = ports.tellings["ballots_closed"](open_now).sentence
    groups = {"What changes": changes, "What becomes public": ["The result, and each seat’s vote with its reasons."]}
    if form.cleaned_data["after"] != WITH_OUTCOME:
        return {**groups, "Who is told": [told]}
    if not runs:
        return {
            **groups,
            "What follows": ["The step of the proposal that the result calls for."],
            "Who is told": [told],
        }
    found = _with_results(Ballot.objects.undecided(ballot.proposal))
    return _merged({**groups, "Who is told": [told]}, _step_effects(ballot.proposal, found, user))


def _closed_with(ballot: Ballot, runs: bool) -> str:
    seats = f"{spelt(ballot.cast_count)} of {spelt(ballot.seat_count)} seats have voted"
    if not runs:
        return f"The ballot on {ballot.question} closes: {seats}."
    return f"The ballot on {ballot.question} closes: {seats}. {result_sentence(result_of(ballot))}"


def _with_results(ballots) -> list[Ballot]:
    """As they would be closed now. Not for saving."""
    found = list(ballots)
    for ballot in found:
        if ballot.is_open:
            ballot.closed_at, ballot.result = clock.now(), result_of(ballot)
    return found


def _step_effects(proposal: Proposal, ballots: list[Ballot], user) -> dict[str, list[str]]:
    """What the outcome does to the proposal, and in what words; or why nothing follows yet."""
    if reason := why_no_outcome(proposal, ballots):
        return {"What follows": [reason]}
    key = step_of(proposal, ballots)
    day = max(clock.london_date(ballot.closed_at) for ballot in ballots)
    does = {effect.term: effect.items_list for effect in effects(MOVES[key], proposal, on=day, user=user)}
    return {"Words of the decision": decision_words(proposal, ballots, key).split("\n\n"), **does}


def _merged(first: dict[str, list[str]], second: dict[str, list[str]]) -> dict[str, list[str]]:
    terms = list(dict.fromkeys([*first, *second]))
    return {term: [*first.get(term, []), *second.get(term, [])] for term in terms}


@require_http_methods(READ)
@ballot_page
def outcome(request, ballot: Ballot):
    """The outcome of a closed ballot recorded as the next step of the proposal."""
    if answer := _barred(request, may_speak_for, ballot.committee, CLOSERS):
        return answer
    page = _page(ballot, "Record the outcome")
    found = list(Ballot.objects.undecided(ballot.proposal))
    if ballot.pk not in {each.pk for each in found}:
        return ask(
            request, {**page, "closed": ["The outcome of this ballot has been recorded, or it is void."]}, None, None
        )
    if reason := why_no_outcome(ballot.proposal, found):
        return ask(request, {**page, "closed": [reason]}, None, None)
    asked = Asked(
        act=record_outcome,
        about={"proposal": ballot.proposal, "by": request.user},
        effects=lambda form: _step_effects(ballot.proposal, found, request.user),
        button="Record the outcome",
        done="The outcome is recorded.",
        to=lambda: Proposal.objects.get(pk=ballot.proposal_id).get_absolute_url(),
    )
    return ask(request, page, bound(request, OutcomeForm), asked)


@require_http_methods(READ)
@ballot_page
def void(request, ballot: Ballot):
    """This ballot and those beside it that are not decided yet declared void."""
    if answer := _barred(request, may_run, ballot.committee, RUNNERS):
        return answer
    page = _page(ballot, "Declare the ballot void")
    found = list(Ballot.objects.undecided(ballot.proposal).with_turnout())
    if ballot.pk not in {each.pk for each in found}:
        return ask(request, {**page, "closed": [_not_void(ballot)]}, None, None)
    asked = Asked(
        act=void_ballot,
        about={"ballot": ballot, "by": request.user},
        effects=lambda form: _voiding(ballot, found, form, request.user),
        button="Declare it void",
        done="The ballot is void. What was voted stays on record.",
        to=lambda: reverse(TAB, args=[ballot.proposal.slug]),
    )
    return ask(request, page, bound(request, VoidBallotForm, ballot=ballot), asked)


def _not_void(ballot: Ballot) -> str:
    if ballot.void_at:
        return _over(ballot)
    return "The outcome of this ballot was recorded as a step of the proposal: take that step back first."


def _voiding(ballot: Ballot, found: list[Ballot], form: VoidBallotForm, user) -> dict[str, list[str]]:
    changes = [f"The ballot on {each.question} is void; {spelt(each.cast_count)} seats had voted." for each in found]
    does = {
        "What changes": changes,
        "Who is told": ["Those who vote, and their alternates."],
        "What stays": ["What was voted, and why the ballot is void, stays on record."],
    }
    if not form.act_arguments()["defer"]:
        return does
    row = MOVES["change_board_defers"]
    return _merged(does, {e.term: e.items_list for e in effects(row, ballot.proposal, user=user)})
