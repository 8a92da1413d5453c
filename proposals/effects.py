"""What a move will do, in plain words, grouped for the page that is shown before it is made."""

from copy import copy
from dataclasses import dataclass, field
from datetime import date

from audit import clock
from audit.classification import Classification
from proposals import urgency
from proposals.actions.ground import destination
from proposals.actions.splitting import SUFFIXES
from proposals.actions.windows import adoption_days
from proposals.lifecycle import MOVES, MoveType, moves_from
from proposals.models import ImplementationPart, Proposal, Release
from proposals.models.code import version_words
from proposals.ports import ANEW, COPIED, READ, Telling, consequences, heirlooms, tellings
from proposals.states import State
from proposals.waiting import next_meetings

CONVERTING = frozenset(key for key in MOVES if key.startswith("convert_") or key == "approve_fast_track")
SPLIT, HOLD, LIFT, ASK = "split", "place_hold", "lift_hold", "request_urgency"
EXEMPT = "authority_exempts"
MANY = 5
ANSWERS = ("grant_urgency", "refuse_urgency")
BODY_NAMES = {"csc": "The Change Sub-Committee", "panel": "The Panel", "change-board": "The Change Board"}


@dataclass(frozen=True)
class Effect:
    """``names``: people behind the numbers, unfolded on demand; shown to those who may read names. ``folded``: under
    how many of them there are."""

    term: str
    items_list: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    folded: str = ""


def effects(
    row: MoveType, proposal: Proposal, on: date | None = None, user=None, told_on: date | None = None
) -> list[Effect]:
    """Groups that have nothing to say are left out. ``on``: the day on which the move takes effect; ``told_on``: the
    day on which people hear of it, where that is another."""
    day = on or clock.today()
    changes = _changes(row, proposal, day)
    follows = [s for s in _foreseen(row, proposal, day) if s not in changes]
    told, names = _told(row, proposal, told_on or day)
    reads_names = getattr(user, "reads_names", False)
    found = [
        Effect("What changes", changes),
        *(_handed_down(proposal) if row.key == SPLIT else ()),
        Effect("Dates", follows),
        Effect("Who is told", told or ["Nobody by e-mail."], names if reads_names else []),
        Effect("What becomes public", _public(row, proposal)),
        Effect("Who acts next", _next(row, proposal)),
    ]
    return [effect for effect in found if effect.items_list]


def told_of(row: MoveType, proposal: Proposal, day: date) -> list[str]:
    """Who hears of it, in sentences."""
    return _told(row, proposal, day)[0]


def _handed_down(proposal: Proposal) -> list[Effect]:
    """What becomes of everything that a proposal has when it is split, as every app says of what it holds."""
    terms = {
        COPIED: "Each part takes over",
        READ: f"Each part reads on from {proposal.reference}",
        ANEW: "Each part begins anew",
    }
    found = {term: [f"{e.words}." for e in heirlooms.values() if e.how == how] for how, term in terms.items()}
    return [
        Effect(term, words, folded=f"{len(words)} kinds of thing" if len(words) > MANY else "")
        for term, words in found.items()
    ]


def _parts_of(proposal: Proposal) -> str:
    return " and ".join(proposal.reference + suffix for suffix in SUFFIXES)


def _changes(row: MoveType, proposal: Proposal, day: date) -> list[str]:
    to = destination(row, proposal)
    label = State(proposal.state).label
    moved = f"{proposal.reference} moves from “{label}” to “{to.label}”."
    changes = [f"{proposal.reference} stays “{label}”." if row.stays else moved]
    if proposal.urgency_requested_on and urgency.lapses(proposal, _leads_to(row, proposal, day)):
        changes.append(urgency.words(to))
    if row.key == "raise":
        changes.append("It gets the next number of the register and is a Draft Proposal from then on.")
    if row.key == SPLIT:
        changes.append(f"{_parts_of(proposal)} are opened “{State.REFINEMENT.label}”, each with a title of its own.")
    if row.key == EXEMPT and proposal.is_held_for_review:
        changes.append("The hold that was placed for the review is lifted.")
    if row.key in CONVERTING:
        number = f"{proposal.number:03}{proposal.suffix}"
        changes.append(f"DP{number} becomes MP{number}; its old address leads to the new one.")
    return changes


def _as_it_will_be(row: MoveType, proposal: Proposal, day: date) -> Proposal:
    """The proposal as those will find it who are told: once it is raised, more people may read it."""
    if row.key != "raise":
        return proposal
    raised = copy(proposal)
    raised.raised_on = day
    return raised


def _told_of_urgency(row: MoveType, proposal: Proposal, day: date) -> list[str]:
    """Of a request that this step ends, or that people can read of from now on."""
    if day < clock.today() or not proposal.urgency_requested_on:
        return []
    lapses = urgency.lapses(proposal, _leads_to(row, proposal, day))
    key = "urgency_lapsed" if lapses else "urgency_asked" if row.key == "raise" else ""
    return [sentence for sentence in [key and tellings[key](proposal).sentence] if sentence]


def _leads_to(row: MoveType, proposal: Proposal, day: date) -> State:
    """Where the step leads at once: nobody adopts a Draft Proposal by default."""
    to = destination(row, proposal)
    at_once = to == State.WITHDRAWAL_NOTICE and not adoption_days(proposal, day)
    return State.WITHDRAWN if at_once else to


def _foreseen(row: MoveType, proposal: Proposal, day: date) -> list[str]:
    others = [consequences[key] for key in row.starts if not consequences[key].tells]
    return [sentence for other in others for sentence in other.foresee(proposal, day)]


def _told(row: MoveType, proposal: Proposal, day: date) -> tuple[list[str], list[str]]:
    """In sentences who would be told, and the names of those who hear of the step, each person once."""
    afterwards = _as_it_will_be(row, proposal, day)
    told = [consequences[key].tells(afterwards, day) for key in row.starts if consequences[key].tells]
    names = {name for _, people in told for name in people}
    sentences = [sentence for of_one, _ in told for sentence in of_one]
    return [*sentences, *_told_of_urgency(row, afterwards, day)], sorted(names)


def _next(row: MoveType, proposal: Proposal) -> list[str]:
    """Who acts in the state that this leads to, by the table: the bodies with their next meeting, others by name."""
    to = State.REFINEMENT if row.key == SPLIT else destination(row, proposal)
    onward = [step for step in moves_from(to) if _is_next(step, row, proposal)]
    waits = [f"Time: {step.plain}" for step in MOVES.values() if step.by_time and to in step.sources][:1]
    bodies = dict.fromkeys(step.body for step in onward if step.body)
    people = dict.fromkeys(step.who_words for step in onward if not step.body)
    meetings = next_meetings() if bodies else {}
    return waits + [_meets(code, meetings) for code in bodies] + [f"{_capital(words)}." for words in people]


def _is_next(step: MoveType, row: MoveType, proposal: Proposal) -> bool:
    """While a hold stands, nobody is waited for but whoever lifts it; an answer on urgency is waited for only once it
    was asked for."""
    held = row.key == HOLD or (proposal.is_held and not _lifts(row, proposal))
    if held or step.key == LIFT:
        return held and step.key == LIFT
    if step.key in ANSWERS:
        return row.key == ASK or (proposal.urgency_requested_on is not None and row.key not in ANSWERS)
    return step.usual and step.key != row.key


def _lifts(row: MoveType, proposal: Proposal) -> bool:
    return row.key == LIFT or (row.key == EXEMPT and proposal.is_held_for_review)


def _meets(code: str, meetings: dict) -> str:
    meeting = meetings.get(code)
    name = BODY_NAMES.get(code, code)
    return f"{name}, which next meets on {meeting.date:%A %-d %B %Y}." if meeting else f"{name}."


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _public(row: MoveType, proposal: Proposal) -> list[str]:
    if proposal.classification != Classification.WHITE:
        marking = proposal.get_classification_display()
        return [f"Nothing: {proposal.reference} is {marking}, and so is what is recorded of it."]
    if row.key == SPLIT:
        texts = f"{_parts_of(proposal)} with their titles, and on their pages everything that they take over."
        return [f"This step, its date and its words, on the pages of {proposal.reference}.", texts]
    statement = "The problem statement as it was submitted, who proposed it and for which organisation"
    if row.key == "raise":
        return [f"{statement}."]
    if row.key == "refuse":
        return [f"{statement}, and why it was refused."]
    return [f"This step, its date and its words, on the pages of {proposal.reference}."]


def authority_led_effects(user) -> list[Effect]:
    """What it does to raise a Path 1 variation, which nobody has typed yet."""
    telling = tellings["authority_led"](Proposal(raised_on=clock.today()))
    return [
        Effect("What changes", ["It gets the next number of the register and is a Modification Proposal of Path 1."]),
        who_is_told(telling, user, instead="The two named here."),
        Effect("What becomes public", ["The issue, the words of the direction, who raised it and for whom."]),
        Effect("Who acts next", [_meets("panel", next_meetings())]),
    ]


def who_is_told(telling: Telling, user, *, instead: str = "Nobody by e-mail.") -> Effect:
    """With their names, for those who may read names."""
    names = sorted(telling.names) if getattr(user, "reads_names", False) else []
    return Effect("Who is told", [telling.sentence or instead], names)


def told_of_plans(proposals: list[Proposal], user, *, parties: bool = False) -> Effect:
    return who_is_told(tellings["plan_changed"](proposals, user, parties=parties), user)


def plan_effects(proposal: Proposal, user) -> list[Effect]:
    """What it does to plan an implementation, where a date or a release changes."""
    public = f"The release and the date, on the pages of {proposal.reference} and of the release."
    if proposal.classification != Classification.WHITE:
        public = f"Nothing: {proposal.reference} is {proposal.get_classification_display()}."
    return [
        Effect("What changes", ["Where and when it comes in. Where neither changes, nobody is told."]),
        told_of_plans([proposal], user),
        Effect("What becomes public", [public]),
    ]


def part_effects(part: ImplementationPart, user) -> list[Effect]:
    """What it does to bring in one part of several."""
    proposal = part.plan.proposal
    public = [f"Nothing: {proposal.reference} is {proposal.get_classification_display()}."]
    if proposal.classification == Classification.WHITE:
        public = [f"That {part.name} came in, its date and its version, on the pages of {proposal.reference}."]
    return [
        Effect("What changes", [f"{part.name} is in. {proposal.reference} stays “{State(proposal.state).label}”."]),
        told_of_plans([proposal], user),
        Effect("What becomes public", public),
        Effect("Who must act next", ["SECAS, when the next part is due."]),
    ]


def release_move_effects(release: Release, parts: list, consent: list[Proposal], user) -> list[Effect]:
    """What it does to put a release on another day; ``consent``: proposals that need the Authority's."""
    dated = [part for part in parts if part.planned_on]
    moving = [f"{_named(part)}, now {part.planned_on:%A %-d %B %Y}." for part in dated]
    named = ", ".join(proposal.reference for proposal in consent)
    found = [
        Effect("Dates", [f"{release}, now {release.date:%A %-d %B %Y}.", *moving]),
        Effect("Who has to consent", [f"The Authority, for {named}."] if consent else []),
        told_of_plans(_proposals_of(dated), user, parties=True),
        Effect("What becomes public", ["The new date, the old one, and the reason."]),
    ]
    return [effect for effect in found if effect.items_list]


def _proposals_of(parts: list[ImplementationPart]) -> list[Proposal]:
    return list({part.plan.proposal_id: part.plan.proposal for part in parts}.values())


def release_effects(
    release: Release, parts: list, left_out: list[int], sec_version: str, on: date, user
) -> list[Effect]:
    """What it does to implement a release; ``left_out``: keys of parts that do not come in."""
    coming = [part for part in parts if part.pk not in left_out]
    left = [part for part in parts if part.pk in left_out]
    found = [
        Effect("What changes", [f"{release} is implemented.", *[f"{_named(part)} comes in." for part in coming]]),
        Effect("Left out", [f"{_named(part)}. It has to be planned anew." for part in left]),
        Effect("Dates", [f"{_capital(version_words(sec_version))} holds from {on:%A %-d %B %Y}."]),
        Effect("Who is told", [*_told_of_all(coming, on), *_told_of_the_rest(left, on, user)] or ["Nobody by e-mail."]),
        Effect(
            "What becomes public", ["That it was implemented, when and as which version, here and on each White one."]
        ),
        Effect("Who must act next", ["SECAS plans what was left out."] if left else []),
    ]
    return [effect for effect in found if effect.items_list]


def _named(part: ImplementationPart) -> str:
    proposal = part.plan.proposal
    return f"{proposal.reference}, {part.name}" if part.plan.part_count > 1 else str(proposal)


def _told_of_the_rest(left: list[ImplementationPart], on: date, user) -> list[str]:
    if not left or on < clock.today():
        return []
    telling = tellings["plan_changed"](_proposals_of(left), user)
    return [f"Of what is left out: {telling.sentence}"] if telling.names else []


def _told_of_all(parts: list, on: date) -> list[str]:
    """Once for each classification, as that decides who is told."""
    proposals = {part.plan.proposal.classification: part.plan.proposal for part in parts}
    row = MOVES["implement"]
    sentences = [s for proposal in proposals.values() for s in told_of(row, proposal, on)]
    return list(dict.fromkeys(f"Of each proposal: {sentence[0].lower()}{sentence[1:]}" for sentence in sentences))
