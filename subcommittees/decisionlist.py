"""What bodies and the Authority decided, as one list: read from the steps of proposals, from what meetings resolved and
from ballots, none of which is written down a second time for it.

A step that a body or the Authority took says in its words what was resolved, so a resolution stands by itself only
where no step of the same meeting tells of it, and a ballot only where its outcome has made no step.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.db.models import Case, CharField, Exists, F, OuterRef, Q, TextField, Value, When
from django.db.models.functions import Coalesce, Concat, ExtractYear, TruncDate
from django.urls import reverse

from audit import clock
from audit.classification import Classification
from bodies.models import Committee, Meeting
from proposals.lifecycle import done_words
from proposals.models import Move, Proposal
from subcommittees.ballotpage import status_of
from subcommittees.ballotwords import result_sentence
from subcommittees.counting import APPROVE, REJECT
from subcommittees.frames import address
from subcommittees.models import Ballot, Resolution
from subcommittees.resolutions import HUES
from subcommittees.sentences import resolved

AUTHORITY = "authority"
THE_AUTHORITY = "The Authority"


class Outcome(models.TextChoices):
    """By what people look for a decision."""

    APPROVED = "approved", "Approved or recommended"
    AGREED = "agreed", "Agreed or sent on"
    BACK = "back", "Sent back or deferred"
    REJECTED = "rejected", "Rejected or not agreed"
    NOTED = "noted", "Noted"


OUTCOME_HUES = {Outcome.APPROVED: "good", Outcome.AGREED: "good", Outcome.BACK: "attention", Outcome.REJECTED: "stop"}

# Which steps are decisions, and of what outcome. Whoever decides of those of the Authority stands on no list of bodies.
BY_BODIES = {
    "csc_asks_more": Outcome.BACK,
    "csc_agrees": Outcome.AGREED,
    "convert_as_urgent": Outcome.AGREED,
    "convert_as_urgent_to_panel": Outcome.AGREED,
    "convert_as_urgent_to_consultation": Outcome.AGREED,
    "convert_to_refinement": Outcome.AGREED,
    "convert_to_report": Outcome.AGREED,
    "convert_to_consultation": Outcome.AGREED,
    "panel_declines": Outcome.BACK,
    "split": Outcome.AGREED,
    "panel_returns_report": Outcome.BACK,
    "panel_sends_to_consultation": Outcome.AGREED,
    "change_board_defers": Outcome.BACK,
    "change_board_returns": Outcome.BACK,
    "change_board_approves": Outcome.APPROVED,
    "change_board_rejects": Outcome.REJECTED,
    "change_board_recommends": Outcome.APPROVED,
    "change_board_recommends_rejection": Outcome.REJECTED,
    "rework_in_refinement": Outcome.AGREED,
    "rework_to_consultation": Outcome.AGREED,
    "approve_fast_track": Outcome.APPROVED,
    "refine_after_objection": Outcome.AGREED,
    "report_after_objection": Outcome.AGREED,
}
BY_THE_AUTHORITY = {
    "authority_approves": Outcome.APPROVED,
    "authority_rejects": Outcome.REJECTED,
    "authority_sends_back": Outcome.BACK,
    "grant_urgency": Outcome.APPROVED,
    "refuse_urgency": Outcome.REJECTED,
    "authority_subsumes": Outcome.REJECTED,
    "authority_exempts": Outcome.AGREED,
}
OF_STEPS = BY_BODIES | BY_THE_AUTHORITY
OF_RESOLUTIONS = {
    Resolution.Outcome.AGREED: Outcome.AGREED,
    Resolution.Outcome.AMENDED: Outcome.AGREED,
    Resolution.Outcome.NOT_AGREED: Outcome.REJECTED,
    Resolution.Outcome.NOTED: Outcome.NOTED,
}
OF_BALLOTS = {APPROVE: Outcome.APPROVED, REJECT: Outcome.REJECTED}  # without a quorum nothing is decided: put off


# What is listed, each kind under the same names: ``kind``, ``day``, ``decider`` (code of the body), ``sort_of``
# (``Outcome``), ``about`` (key of the proposal) and ``said`` (words to look in).


def sources(user) -> list[models.QuerySet]:
    """The three kinds of decision that the reader may see."""
    return [_steps(user), _resolutions(user), _ballots(user)]


def _by(field: str, table: dict, default: str) -> Case:
    whens = [When(**{field: key}, then=Value(outcome)) for key, outcome in table.items()]
    return Case(*whens, default=Value(default), output_field=CharField())


def _kind(name: str) -> Value:
    return Value(name, output_field=CharField())


def _steps(user):
    """The steps that stand; those that the parts of a split proposal have inherited were decided once."""
    by_a_body = Q(key__in=BY_BODIES, body__isnull=False)
    found = Move.objects.standing_everywhere().filter(by_a_body | Q(key__in=BY_THE_AUTHORITY), copied_from=None)
    return found.filter(proposal__in=Proposal.objects.visible_to(user)).annotate(
        kind=_kind("step"),
        day=TruncDate("effective_at", tzinfo=clock.LONDON),
        decider=Case(
            When(key__in=BY_THE_AUTHORITY, then=Value(AUTHORITY)), default=F("body__code"), output_field=CharField()
        ),
        sort_of=_by("key", OF_STEPS, Outcome.NOTED),
        about=F("proposal"),
        said=F("words"),
    )


def _resolutions(user):
    """What holds today of what was resolved, where no step of the meeting tells it to everybody who may read it."""
    item = "recommendation__item__"
    of_its_step = {"meeting": OuterRef(f"{item}meeting"), "proposal": OuterRef("about")}
    told = Exists(Move.objects.standing_everywhere().filter(**of_its_step, copied_from=None, key__in=OF_STEPS))
    as_open = Q(**{f"{item}classification": Classification.WHITE})
    as_open |= Q(**{f"{item}classification": F(f"{item}proposal__classification")})
    found = (
        Resolution.objects.visible_to(user)
        .holding()
        .annotate(
            kind=_kind("resolution"),
            day=F("resolved_on"),
            decider=F(f"{item}meeting__committee__code"),
            sort_of=_by("outcome", OF_RESOLUTIONS, Outcome.NOTED),
            about=Coalesce("recommendation__proposal", f"{item}proposal"),
            said=Concat(
                f"{item}title", Value(" "), "recommendation__text", Value(" "), "words", output_field=TextField()
            ),
        )
    )
    return found.exclude(Q(told) & as_open)


def _ballots(user):
    """Closed ones, unless the step that their outcome made stands."""
    in_its_place = {name: OuterRef(f"move__{name}") for name in ("proposal", "place", "key")}
    decided = Exists(Move.objects.standing_everywhere().filter(**in_its_place))
    found = Ballot.objects.visible_to(user).standing().exclude(closed_at=None).filter(~decided)
    return found.annotate(
        kind=_kind("ballot"),
        day=TruncDate("closed_at", tzinfo=clock.LONDON),
        decider=F("committee__code"),
        sort_of=_by("result__outcome", OF_BALLOTS, Outcome.BACK),
        about=F("proposal"),
        said=_kind(""),
    )


def in_order(found: list[models.QuerySet]) -> models.QuerySet:
    """All of them as one, the newest first: ``(day, kind, pk)``."""
    first, *others = [each.order_by().values_list("day", "kind", "pk") for each in found]
    return first.union(*others, all=True).order_by("-day", "kind", "-pk")


def lately(committee: Committee, user, count: int) -> list["Decision"]:
    """The newest decisions of one body."""
    found = [each.filter(decider=committee.code) for each in sources(user)]
    return shown(in_order(found)[:count])


def steps_at(meeting: Meeting, user, told: set[int]) -> list["Decision"]:
    """The steps that were taken at a meeting, but for those of the proposals in ``told``, in the order of recording."""
    found = _steps(user).filter(meeting=meeting).select_related(*READ["step"][1]).order_by("pk")
    return [_step(move, move.day) for move in found if move.proposal_id not in told]


def steps_about(proposal: Proposal, user, told: set[int], on: date | None = None) -> list["Decision"]:
    """The steps by which the proposal, or the whole that it is a part of, was decided; but for those of the meetings
    in ``told``; up to the day ``on``. The newest first."""
    whole = Q(proposal__number=proposal.number, proposal__suffix="") if proposal.suffix else Q()
    found = _steps(user).filter(Q(proposal=proposal) | whole).select_related(*READ["step"][1]).order_by("-day", "-pk")
    return [_step(m, m.day) for m in found if m.meeting_id not in told and (on is None or m.day <= on)]


def years_of(user) -> list[int]:
    """In which something was decided that the reader may see, the newest first."""
    first, *others = [each.order_by().values_list(ExtractYear("day"), flat=True).distinct() for each in sources(user)]
    return sorted(first.union(*others), reverse=True)


# How a decision is shown


@dataclass(frozen=True)
class Decision:
    """One row. ``outcome``: what was decided in a few words, and ``hue``; ``note``: what else is to be known of it."""

    on: date
    reference: str
    title: str
    proposal_url: str
    by: str
    meeting: str
    url: str
    outcome: str
    sort_of: str
    hue: str
    words: str
    note: str = ""
    marked: str = ""


def shown(keys: Iterable[tuple]) -> list[Decision]:
    """The rows of ``keys`` as ``in_order`` gives them: one query for each kind there is among them."""
    keys = list(keys)
    rows = {kind: _rows(kind, [pk for _, k, pk in keys if k == kind]) for kind in SHOWN}
    return [SHOWN[kind](rows[kind][pk], day) for day, kind, pk in keys]


def _rows(kind: str, pks: list[int]) -> dict[int, models.Model]:
    model, related = READ[kind]
    return model.objects.select_related(*related).in_bulk(pks) if pks else {}


def _step(move: Move, on: date) -> Decision:
    by = move.body.name if move.body else THE_AUTHORITY
    notes = [move.delegation and f"Decided {move.delegation}", move.why_corrected and "As it was put right since"]
    return Decision(
        on,
        **_of(move.proposal),
        by=by,
        meeting=_meeting(move.meeting),
        url=_told_at(move),
        outcome=done_words(move.key),
        sort_of=OF_STEPS[move.key].label,
        hue=OUTCOME_HUES.get(OF_STEPS[move.key], ""),
        words=move.words,
        note=". ".join(filter(None, notes)),
    )


def _told_at(move: Move) -> str:
    if move.meeting:
        return address(move.meeting, "outcome")
    return reverse("proposals:history", args=[move.proposal.slug])


def _resolution(resolution: Resolution, on: date) -> Decision:
    recommendation = resolution.recommendation
    item = recommendation.item
    about = recommendation.proposal or item.proposal
    is_open = item.classification == Classification.WHITE
    return Decision(
        on,
        **(_of(about) if about else {"reference": "", "title": item.title, "proposal_url": ""}),
        by=item.meeting.committee.name,
        meeting=_meeting(item.meeting),
        url=f"{address(item.meeting, 'outcome')}#item-{item.pk}",
        outcome=resolution.get_outcome_display(),
        sort_of=OF_RESOLUTIONS[resolution.outcome].label,
        hue=HUES[resolution.outcome],
        words=resolved(recommendation, resolution.outcome, resolution.words),
        note=resolution.why_changed and f"Put right since: {resolution.why_changed}",
        marked="" if is_open else item.get_classification_display(),
    )


def _ballot(ballot: Ballot, on: date) -> Decision:
    status = status_of(ballot)
    is_open = ballot.classification == Classification.WHITE
    return Decision(
        on,
        **_of(ballot.proposal),
        by=ballot.committee.name,
        meeting=_meeting(ballot.meeting) or "By written resolution",
        url=ballot.get_absolute_url(),
        outcome=f"{ballot.solution}: {status.label}",
        sort_of=OF_BALLOTS.get(ballot.result["outcome"], Outcome.BACK).label,
        hue=status.hue,
        words=result_sentence(ballot.result),
        marked="" if is_open else ballot.get_classification_display(),
    )


def _of(proposal: Proposal) -> dict:
    url = reverse("subcommittees:decisions", args=[proposal.slug])
    return {"reference": proposal.reference, "title": proposal.title, "proposal_url": url}


def _meeting(meeting: Meeting | None) -> str:
    return f"Meeting {meeting.number}" if meeting else ""


ITEM = "recommendation__item__"
READ = {
    "step": (Move, ("proposal", "body", "meeting__committee")),
    "resolution": (Resolution, ("recommendation__proposal", f"{ITEM}proposal", f"{ITEM}meeting__committee")),
    "ballot": (Ballot, ("proposal", "alternative", "committee", "meeting")),
}
SHOWN = {"step": _step, "resolution": _resolution, "ballot": _ballot}
