"""States of a proposal (domain: SEC Section D) and the coarse public stages they belong to."""

from django.db import models


class State(models.TextChoices):
    SUBMITTED = "submitted", "Submitted"
    DEVELOPMENT = "development", "In Development"
    CSC_AGREED = "csc_agreed", "Problem agreed, awaiting the Panel"
    REFINEMENT = "refinement", "In Refinement"
    REPORT_PANEL = "report_panel", "Report before the Panel"
    REPORT_MRC = "report_mrc", "Report out for consultation"
    REPORT_CHANGE_BOARD = "report_change_board", "Report before the Change Board"
    AUTHORITY_DECISION = "authority_decision", "With the Authority"
    SENT_BACK = "sent_back", "Sent back by the Authority"
    APPEAL_WINDOW = "appeal_window", "Decided by the Change Board, open to appeal"
    FT_OBJECTION_WINDOW = "ft_objection_window", "Approved as Fast-Track, open to objection"
    FT_HALTED = "ft_halted", "Halted by an objection"
    PENDING_IMPLEMENTATION = "pending_implementation", "Pending implementation"
    IMPLEMENTED = "implemented", "Implemented"
    WITHDRAWAL_NOTICE = "withdrawal_notice", "Withdrawn, open to adoption"
    WITHDRAWN = "withdrawn", "Withdrawn"
    REJECTED = "rejected", "Rejected"
    REFUSED = "refused", "Refused"
    CLOSED_SPLIT = "closed_split", "Split into two proposals"


class Stage(models.TextChoices):
    SUBMITTED = "submitted", "Submitted"
    DEVELOPMENT = "development", "Development"
    REFINEMENT = "refinement", "Refinement"
    REPORT = "report", "Report"
    DECISION = "decision", "Decision"
    PENDING = "pending", "Pending implementation"
    IMPLEMENTED = "implemented", "Implemented"
    WITHDRAWN = "withdrawn", "Withdrawn"
    REJECTED = "rejected", "Rejected"
    REFUSED = "refused", "Refused"
    SPLIT = "split", "Split"


class Path(models.TextChoices):
    """Domain §2.3. Empty until the Panel has determined one."""

    AUTHORITY_LED = "1", "Path 1: Authority-Led"
    AUTHORITY_DETERMINED = "2", "Path 2: Authority-Determined"
    SELF_GOVERNANCE = "3", "Path 3: Self-Governance"
    FAST_TRACK = "FT", "Fast-Track"


class UrgentStep(models.TextChoices):
    """What the Authority’s timetable names as the next step of an urgent Draft Proposal (domain §2.2 row 16a)."""

    PANEL = "panel", "The report before the Panel"
    CONSULTATION = "consultation", "The Modification Report Consultation"
    CHANGE_BOARD = "change_board", "The Change Board’s vote"


STAGE_OF: dict[State, Stage] = {
    State.SUBMITTED: Stage.SUBMITTED,
    State.DEVELOPMENT: Stage.DEVELOPMENT,
    State.CSC_AGREED: Stage.DEVELOPMENT,
    State.REFINEMENT: Stage.REFINEMENT,
    State.REPORT_PANEL: Stage.REPORT,
    State.REPORT_MRC: Stage.REPORT,
    State.REPORT_CHANGE_BOARD: Stage.REPORT,
    State.SENT_BACK: Stage.REPORT,
    State.AUTHORITY_DECISION: Stage.DECISION,
    State.APPEAL_WINDOW: Stage.DECISION,
    State.FT_OBJECTION_WINDOW: Stage.DECISION,
    State.FT_HALTED: Stage.DECISION,
    State.PENDING_IMPLEMENTATION: Stage.PENDING,
    State.IMPLEMENTED: Stage.IMPLEMENTED,
    State.WITHDRAWAL_NOTICE: Stage.WITHDRAWN,
    State.WITHDRAWN: Stage.WITHDRAWN,
    State.REJECTED: Stage.REJECTED,
    State.REFUSED: Stage.REFUSED,
    State.CLOSED_SPLIT: Stage.SPLIT,
}

# Before the Change Board, or the Panel for Fast-Track, has decided (domain §2.2 row 38).
PRE_DECISION = frozenset(
    {
        State.SUBMITTED,
        State.DEVELOPMENT,
        State.CSC_AGREED,
        State.REFINEMENT,
        State.REPORT_PANEL,
        State.REPORT_MRC,
        State.REPORT_CHANGE_BOARD,
        State.SENT_BACK,
        State.FT_HALTED,
    }
)
# Where the Authority can still grant urgency (rows 15 and 16; what an objection has halted is Fast-Track, and so never
# urgent). A request also stands while notice of withdrawal runs: an adoption takes the proposal back to where it was.
URGENCY_GRANTED_IN = PRE_DECISION - {State.FT_HALTED}
URGENCY_ASKED_IN = URGENCY_GRANTED_IN | {State.WITHDRAWAL_NOTICE}
FINISHED = frozenset({State.IMPLEMENTED, State.WITHDRAWN, State.REJECTED, State.REFUSED, State.CLOSED_SPLIT})
# Where a proposal stops without entering the code; the stepper then shows only where it has been.
STOPPED = frozenset({Stage.WITHDRAWN, Stage.REJECTED, Stage.REFUSED, Stage.SPLIT})


def states_of(stage: str) -> list[str]:
    return [state for state, of in STAGE_OF.items() if of == stage]


def stepper_stages(path: str, *, refined: bool) -> list[Stage]:
    """The stages of a proposal, in order. A Fast-Track proposal skips Refinement and Report (SEC Section D)."""
    stages = [Stage.SUBMITTED, Stage.DEVELOPMENT]
    if path != Path.FAST_TRACK or refined:
        stages += [Stage.REFINEMENT, Stage.REPORT]
    return [*stages, Stage.DECISION, Stage.PENDING, Stage.IMPLEMENTED]
