"""What may be lodged in a window: in which window and states, until when, by whom, and what is then decided."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from accounts.models import Affiliation, Category, Organisation, User
from audit import clock
from proposals.lifecycle import MoveType, done_words
from proposals.models import Adoption, Appeal, Objection, Proposal, Window
from proposals.states import State


@dataclass(frozen=True)
class Lodging:
    """``states``: where the proposal may be while it is still heard; beyond the first, another was faster, and one more
    is heard beside it. ``prefix`` begins the reference of its receipt."""

    key: str
    kind: Window.Kind
    states: tuple[State, ...]
    model: type
    prefix: str
    what: str
    plural: str
    next: str


LODGINGS = {
    lodging.key: lodging
    for lodging in (
        Lodging(
            "object",
            Window.Kind.OBJECTION,
            (State.FT_OBJECTION_WINDOW, State.FT_HALTED),
            Objection,
            "OBJ",
            "objection",
            "Objections",
            "Implementation is halted. The Panel must choose another path: the Refinement Process or the Report Phase.",
        ),
        Lodging(
            "appeal",
            Window.Kind.APPEAL,
            (State.APPEAL_WINDOW, State.AUTHORITY_DECISION),
            Appeal,
            "APP",
            "appeal",
            "Appeals",
            "The Change Board’s decision is suspended. The Authority decides whether to approve the modification, to "
            "reject it or to send it back.",
        ),
        Lodging(
            "adopt",
            Window.Kind.ADOPTION,
            (State.WITHDRAWAL_NOTICE,),
            Adoption,
            "ADO",
            "adoption",
            "Adoptions",
            "The adopter is the Proposer from now on, and the proposal goes on from where it was at its withdrawal.",
        ),
    )
}
TELLS_NOW = ("object", "appeal")  # what it halts, people rely on


def tells_now(key: str, window: Window) -> bool:
    """Whether people hear of what came in earlier on the day on which it is entered: where it halts what stood on
    record before today. Where the decision too is entered today, for an earlier day, the historic record is being taken
    over, and nobody is told."""
    decision = window.move
    happened, entered = clock.london_date(decision.effective_at), clock.london_date(decision.recorded_at)
    return key in TELLS_NOW and (entered < clock.today() or entered == happened)


AFTERWARDS = {
    Window.Kind.OBJECTION: "The Panel’s decision is final.",
    Window.Kind.APPEAL: "The Change Board’s decision is final.",
    Window.Kind.ADOPTION: "The proposal is withdrawn.",
}
BY_PREFIX = {lodging.prefix: lodging for lodging in LODGINGS.values()}
BY_MODEL = {lodging.model: lodging for lodging in LODGINGS.values()}
BY_KIND = {lodging.kind: lodging for lodging in LODGINGS.values()}


def newest_window(proposal: Proposal, lodging: Lodging) -> Window | None:
    windows = proposal.windows.filter(kind=lodging.kind).select_related("move__meeting__committee")
    return windows.order_by("-opens_at").first()


def is_heard(lodging: Lodging, proposal: Proposal, window: Window | None) -> bool:
    """Whether the proposal still stands where this is heard, whatever the hour."""
    return window is not None and proposal.state in lodging.states and window.outcome != Window.Outcome.VOID


def runs(window: Window, at: datetime) -> bool:
    """Whether ``at`` lies in the window, also where somebody’s objection or appeal has ended it for everybody else."""
    return window.opens_at <= at < window.closes_at


def refusal_words(lodging: Lodging, proposal: Proposal, window: Window | None) -> str:
    if window is not None and window.outcome == Window.Outcome.EXPIRED:
        return closed_words(window)
    return f"{proposal.reference} is not open to {lodging.what}."


def early_words(window: Window) -> str:
    opened = window.opens_at.astimezone(clock.LONDON)
    return f"The {window.get_kind_display().lower()} opened on {opened:%A %-d %B %Y at %H:%M}: nothing came in before."


def closed_words(window: Window) -> str:
    closed = clock.london_date(window.closes_at)
    ran_out = window.outcome in (Window.Outcome.OPEN, Window.Outcome.EXPIRED)
    after = f" {AFTERWARDS[Window.Kind(window.kind)]}" if ran_out else ""
    return f"The {window.get_kind_display().lower()} closed on {closed:%A %-d %B %Y} at 17:00.{after}"


def decided(lodging: Lodging, window: Window) -> dict:
    """What the window is about: the step that opened it, its day, its meeting and its words."""
    move = window.move
    met = f"{move.meeting.committee}, meeting {move.meeting.number}" if move.meeting else ""
    done = done_words(move.key)
    return {"done": done, "on": clock.london_date(move.effective_at), "met": met, "words": move.words}


def speaks_for(key: str, user):
    """The organisations that may lodge this and for which ``user`` may choose it; SECAS chooses among all."""
    able = Organisation.objects.all()
    if key == "object":
        able = able.filter(is_party=True)
    if key == "appeal":
        able = able.filter(Q(is_party=True) | Q(category=Category.CONSUMER_BODY))
    return able if user.is_analyst else able.filter(pk__in=user.submits_for)


def why_not(row: MoveType, user) -> list[str]:
    """Why this person, who is signed in, may not lodge it: about each organisation they act for."""
    if not user.organisations:
        return ["You act for no organisation in this register."]
    return [_why_not(row.key, organisation, user) for organisation in user.organisations]


def _why_not(key: str, organisation: Organisation, user) -> str:
    able = organisation.is_party or (key == "appeal" and organisation.category == Category.CONSUMER_BODY)
    if not able and key != "adopt":
        return f"{organisation} ({organisation.get_category_display()}) is not among those who may do this."
    if organisation.pk in user.submits_for:
        return f"{organisation} withdrew this proposal, so it cannot adopt it."
    names = ", ".join(person.name for person in _submitters(organisation))
    who = f"{names} may." if names else "Nobody is authorised today; ask SECAS."
    return f"You contribute for {organisation}, but are not authorised to speak for it. {who}"


def _submitters(organisation: Organisation):
    """Named to their own colleagues only."""
    today = Affiliation.objects.on().filter(organisation=organisation, kind=Affiliation.Kind.SUBMITTER)
    return User.objects.filter(pk__in=today.values("user_id"), is_active=True)
