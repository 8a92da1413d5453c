"""What holds of each kind of consultation, as a table: who may answer, for how long it is open at least, what it is
about and what it is called."""

from dataclasses import dataclass

from accounts.models import PARTY_CATEGORIES, Category
from consultations.models.kinds import Kind
from proposals.models import RuleKey
from proposals.states import FINISHED, PRE_DECISION, State

ANYBODY, NAMED, PARTIES = "anybody", "named", "parties"
REPORTED = frozenset({State.REPORT_PANEL, State.SENT_BACK, State.CSC_AGREED, State.DEVELOPMENT, State.REFINEMENT})


@dataclass(frozen=True)
class Row:
    """``answered_by``: anybody; those ``invited``, where some are named; or Parties other than the DCC. ``least``: the
    rule of its shortest period. ``states``: of the proposal, in which it is prepared. ``by_step``: a step of the
    proposal opens it, and the period is that of the step. ``classed_as_proposal``: it is part of the way of its
    proposal and on its record, so whoever reads that reads it."""

    kind: Kind
    title: str
    answered_by: str
    who: str
    introduction: str
    least: RuleKey
    states: frozenset = frozenset()
    by_step: bool = False
    classed_as_proposal: bool = False

    @property
    def names_categories(self) -> bool:
        """Whether SECAS says which categories are asked; to a report the code itself invites (SEC Section D7.8)."""
        return self.answered_by != PARTIES

    @property
    def categories(self) -> tuple[Category, ...]:
        """Whom it addresses where nobody is named."""
        return PARTY_CATEGORIES if self.answered_by == PARTIES else tuple(Category)


ROWS = {
    row.kind: row
    for row in (
        Row(
            kind=Kind.REQUIREMENTS,
            title="Business requirements",
            answered_by=ANYBODY,
            who="Anybody may comment, for an organisation or as a guest.",
            introduction="What the solution has to do is written down as business requirements. Before they are agreed "
            "we ask whether they are complete and clear.",
            least=RuleKey.REQUIREMENTS_DAYS,
            states=frozenset({State.REFINEMENT}),
        ),
        Row(
            kind=Kind.INFORMATION,
            title="Request for information",
            answered_by=NAMED,
            who="Those who are invited answer; where nobody is named, anybody may.",
            introduction="To work out the solution we need to know how things are with those it touches.",
            least=RuleKey.INFORMATION_DAYS,
            states=PRE_DECISION - {State.SUBMITTED},
        ),
        Row(
            kind=Kind.REFINEMENT,
            title="Refinement Consultation",
            answered_by=ANYBODY,
            who="Any organisation may answer, and guests.",
            introduction="The solution has been worked out in Refinement. Before the report is written we ask what it "
            "would mean for you, and whether it does what it should.",
            least=RuleKey.REFINEMENT_CONSULTATION_DAYS,
            states=frozenset({State.REFINEMENT}),
            classed_as_proposal=True,
        ),
        Row(
            kind=Kind.REPORT,
            title="Modification Report Consultation",
            answered_by=PARTIES,
            who="Parties other than the DCC answer (SEC Section D7.8).",
            introduction="The Panel has found the Modification Report ready. We ask whether the change should be made.",
            least=RuleKey.MRC_DAYS,
            states=REPORTED,
            by_step=True,
            classed_as_proposal=True,
        ),
        Row(
            kind=Kind.CODE_WIDE,
            title="Consultation on the Smart Energy Code",
            answered_by=ANYBODY,
            who="Anybody may answer, for an organisation or as a guest.",
            introduction="",
            least=RuleKey.CODE_WIDE_DAYS,
        ),
    )
}


def row_of(consultation) -> Row:
    return ROWS[Kind(consultation.kind)]


def addressed(consultation) -> list[str]:
    """The categories that are asked: those named, otherwise all of its kind."""
    row = row_of(consultation)
    named = consultation.invited if row.names_categories else ()
    return [c for c in named if c in row.categories] or list(row.categories)


def may_be_prepared(row: Row, proposal) -> bool:
    """An urgent one may be consulted on anywhere on its way, as it takes the other steps of Refinement."""
    if proposal is None:
        return not row.states
    urgent = proposal.urgent and proposal.state in PRE_DECISION - FINISHED
    return proposal.state in row.states or (urgent and State.REFINEMENT in row.states)


def kinds_for(proposal) -> list[Row]:
    """Those that may be prepared on the proposal now; on none, those on the code."""
    return [row for row in ROWS.values() if may_be_prepared(row, proposal)]
