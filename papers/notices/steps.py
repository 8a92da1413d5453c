"""Which steps call for a notice or a letter, and which of those have not been issued (domain §2.2)."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.urls import reverse

from audit import clock
from papers.models import Paper, PaperVersion
from proposals.actions.parts import needs_consent
from proposals.lifecycle import done_words
from proposals.models import Move, Proposal
from proposals.states import State

Kind = Paper.Kind

# By the key of the step: rows 13, 14, 26, 29–31, 33, 34 and 41 (decisions), 15 and 16 (urgency), 38–40, 43.
CALLED_FOR: dict[str, tuple[str, ...]] = {
    "approve_fast_track": (Kind.FAST_TRACK_NOTICE,),
    "panel_declines": (Kind.DECISION_NOTICE,),
    "panel_returns_report": (Kind.DECISION_NOTICE,),
    "change_board_returns": (Kind.DECISION_NOTICE,),
    "change_board_approves": (Kind.DECISION_NOTICE,),
    "change_board_rejects": (Kind.DECISION_NOTICE,),
    "authority_approves": (Kind.DECISION_NOTICE, Kind.AUTHORITY_LETTER),  # the letter asks for another date (row 44)
    "authority_rejects": (Kind.DECISION_NOTICE,),
    "authority_sends_back": (Kind.DECISION_NOTICE,),
    "authority_subsumes": (Kind.DECISION_NOTICE,),
    "withdraw": (Kind.WITHDRAWAL_NOTICE,),
    "adopt": (Kind.WITHDRAWAL_NOTICE,),
    "adoption_window_ends": (Kind.WITHDRAWAL_NOTICE,),
    "implement": (Kind.IMPLEMENTATION_NOTICE,),
    "request_urgency": (Kind.AUTHORITY_LETTER,),
    "grant_urgency": (Kind.URGENT_NOTICE,),
    "change_board_recommends": (Kind.AUTHORITY_LETTER,),
    "change_board_recommends_rejection": (Kind.AUTHORITY_LETTER,),
}
CONSENT = ("authority_approves", Kind.AUTHORITY_LETTER)
# So long a step is news: its notice is waited for, and issuing it tells people.
NEWS = timedelta(days=28)


def first_recorded(step: Move) -> Move:
    """A step put right later is another row in the same place; its notice stays that of the first."""
    if step.replaces_id is None:
        return step
    first = Move.objects.select_related("proposal")
    return first.get(proposal=step.proposal_id, place=step.place, replaces=None, reverses=None)


def as_it_stands(step: Move) -> Move | None:
    """None where it was taken back."""
    known = ("window", "body", "meeting__committee", "by")
    rows = Move.objects.filter(proposal=step.proposal_id, place=step.place).standing()
    return rows.select_related(*known).first()


def in_a_sentence(kind: str) -> str:
    """“decision notice”, but “Fast-Track notice”."""
    label = Kind(kind).label
    return label if kind == Kind.FAST_TRACK_NOTICE else f"{label[:1].lower()}{label[1:]}"


@dataclass(frozen=True)
class Called:
    """A notice that a step calls for. ``issued``: the newest version that stands; ``begun``: the paper, once it is on
    the bench."""

    step: Move
    kind: str
    begun: int | None = None
    issued: PaperVersion | None = None

    @property
    def label(self) -> str:
        return Kind(self.kind).label

    @property
    def on(self):
        return clock.london_date(self.step.effective_at)

    @property
    def done(self) -> str:
        """What the step was."""
        return "Another date of implementation" if self.is_for_consent else done_words(self.step.key)

    @property
    def is_for_consent(self) -> bool:
        return (self.step.key, self.kind) == CONSENT

    @property
    def is_letter(self) -> bool:
        return self.kind == Kind.AUTHORITY_LETTER

    @property
    def button(self) -> str:
        return f"Issue the {self.name}"

    @property
    def name(self) -> str:
        return in_a_sentence(self.kind)

    def url(self, proposal: Proposal) -> str:
        return reverse("papers:notice", args=[proposal.slug, self.kind, self.step.place])


def called_for(proposal: Proposal) -> list[Called]:
    """All that the steps of a proposal call for, the newest first; a letter about another date only while the Authority
    would have to consent to one. In three queries."""
    steps = list(proposal.moves.standing().filter(key__in=CALLED_FOR, copied_from=None).order_by("-place"))
    if not steps:
        return []
    papers = Paper.objects.filter(proposal=proposal, step__isnull=False).select_related("step")
    begun = {(paper.kind, paper.step.place): paper for paper in papers}
    issued = PaperVersion.objects.standing().filter(paper__in=begun.values(), state=PaperVersion.State.ISSUED)
    newest = {v.paper_id: v for v in issued.defer("snapshot").order_by("major", "minor")} if begun else {}
    found = []
    for step in steps:
        for kind in CALLED_FOR[step.key]:
            paper = begun.get((kind, step.place))
            called = Called(step, kind, paper and paper.pk, newest.get(paper.pk) if paper else None)
            if paper or not called.is_for_consent or needs_consent(proposal):
                found.append(called)
    return found


def still_to_issue(proposals) -> list[Called]:
    """Of ``proposals`` (a queryset), what recent steps call for and nobody has issued, the oldest first. In one query;
    ``step.proposal`` is read with it."""
    issued = PaperVersion.objects.standing().filter(
        state=PaperVersion.State.ISSUED,
        paper__proposal=OuterRef("proposal"),
        paper__step__place=OuterRef("place"),
    )
    steps = Move.objects.standing().filter(key__in=CALLED_FOR, copied_from=None, proposal__in=proposals)
    steps = steps.filter(effective_at__gte=clock.now() - NEWS).select_related("proposal")
    steps = steps.annotate(issued=ArraySubquery(issued.values("paper__kind"))).order_by("effective_at", "pk")
    found = [Called(step, kind) for step in steps for kind in CALLED_FOR[step.key] if kind not in step.issued]
    return [called for called in found if _is_waited_for(called)]


def _is_waited_for(called: Called) -> bool:
    """A letter only as long as the Authority has not answered what it asks."""
    proposal, key = called.step.proposal, called.step.key
    if key == "request_urgency":
        return proposal.urgency_requested_on is not None
    if called.is_letter:
        return not called.is_for_consent and proposal.state == State.AUTHORITY_DECISION
    return True
