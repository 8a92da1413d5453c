"""Every kind of paper, by its key: how its facts are gathered and composed, who may do that, and for which body it is.

A new kind is a row here. What papers have in common – drafts, issue, files, errata, taking down, glossary, words added
by hand – is written once, in ``papers.actions``, and asks this table where kinds differ.
"""

from collections.abc import Callable
from dataclasses import dataclass

from papers import gaps, gather, modification_report
from papers.barred import bars_of_conclusions, bars_of_report
from papers.committee import (
    agenda,
    csc,
    facts,
    gathering,
    meeting,
    minutes,
    missing,
    monthly,
    panel,
    single,
    statement,
    supplied,
)
from papers.conclusions import gathering as conclusions
from papers.conclusions import missing as missing_conclusions
from papers.conclusions import report
from papers.consultation import answers, asking, collated
from papers.consultation import gathering as consulted
from papers.consultation.putright import taken_out
from papers.models import (
    BEFORE_A_BODY,
    OF_A_CONSULTATION,
    OF_A_MEETING,
    OF_A_PROPOSAL,
    OF_A_STEP,
    OF_AN_ITEM,
    Paper,
    Rendition,
)
from papers.notices import decision, fast_track, implementation, letter, urgent, withdrawal
from papers.notices import gathering as steps
from papers.notices import missing as lacking
from papers.papertext import with_added
from proposals.rules import may_manage
from subcommittees.rules import may_run

Kind = Paper.Kind
REPORT = Kind.MODIFICATION_REPORT


@dataclass(frozen=True)
class KindOfPaper:
    """``gather(paper, edition)`` gives facts and ``compose(facts)`` a document. ``missing(facts)``: what it would have
    to call not yet known; None where that is told elsewhere. ``rule``: a predicate of (user, body). ``body``: the code
    of the one body it is for. ``unready(paper)``: a sentence that says why it cannot be issued yet; ``bars(paper)``:
    what has to be done first that has a page of its own. ``put_right(paper, since)``: what the record says that was
    corrected since an instant, to begin an erratum with. ``told``: who is told when it is issued, as
    ``notifications.recipients`` names them."""

    key: str
    gather: Callable
    compose: Callable
    missing: Callable | None
    rule: Callable = may_run
    body: str = ""
    unready: Callable = lambda paper: ""
    bars: Callable = lambda paper: []
    put_right: Callable = lambda paper, since: ""
    told: tuple[str, ...] = ()
    managed: str = "A paper for a body is composed by SECAS or by the secretary of the body."

    @property
    def label(self) -> str:
        return Kind(self.key).label

    @property
    def needs_proposal(self) -> bool:
        return self.key in (*OF_A_PROPOSAL, *OF_A_STEP, *BEFORE_A_BODY)

    @property
    def takes_proposal(self) -> bool:
        """Of an item that is about one, it is about it too."""
        return self.needs_proposal or self.key in OF_AN_ITEM

    @property
    def is_for_a_body(self) -> bool:
        return self.key not in (*OF_A_PROPOSAL, *OF_A_STEP, *OF_A_CONSULTATION)

    @property
    def is_of_a_consultation(self) -> bool:
        return self.key in OF_A_CONSULTATION

    @property
    def has_editions(self) -> bool:
        return self.is_for_a_body or self.key == Kind.COLLATED_RESPONSES

    @property
    def in_worker(self) -> bool:
        """It holds all that was answered: too long to compose while somebody waits."""
        return self.key == Kind.COLLATED_RESPONSES

    @property
    def explains(self) -> bool:
        """Its acronyms are SECAS’s to explain; those of respondents are theirs."""
        return self.key != Kind.COLLATED_RESPONSES

    @property
    def is_of_a_step(self) -> bool:
        return self.key in OF_A_STEP

    @property
    def is_of_a_meeting(self) -> bool:
        return self.key in OF_A_MEETING

    @property
    def is_supplied(self) -> bool:
        """It holds the file that somebody supplied; there is no Word file of it."""
        return self.key in OF_AN_ITEM

    @property
    def is_begun(self) -> bool:
        """Somebody chooses it from the list; the others have a page of their own."""
        elsewhere = self.is_of_a_meeting or self.is_supplied or self.is_of_a_step or self.is_of_a_consultation
        return not elsewhere

    @property
    def formats(self) -> list[str]:
        return [Rendition.Format.PDF] if self.is_supplied else Rendition.Format.values

    def document(self, paper: Paper, edition: gather.Edition):
        """What the record says, and what was added to it by hand."""
        return with_added(self.compose(self.gather(paper, edition)), paper)


SECAS_ALONE = "Only SECAS composes papers."
INDUSTRY = ("parties", "followers")


def _of_a_step(key: str, gather: Callable, compose: Callable, told: tuple[str, ...] = INDUSTRY) -> KindOfPaper:
    """A notice, or a letter: SECAS writes it, and issuing it tells those whom it is for."""
    return KindOfPaper(
        key,
        gather,
        compose,
        lacking.of_a_step,
        may_manage,
        unready=steps.unready,
        told=told,
        managed=SECAS_ALONE,
    )


KINDS = {
    kind.key: kind
    for kind in (
        KindOfPaper(
            REPORT,
            gather.gather,
            modification_report.compose,
            gaps.gaps,
            may_manage,
            bars=bars_of_report,
            managed=SECAS_ALONE,
        ),
        KindOfPaper(
            Kind.PROBLEM_STATEMENT,
            gathering.of_statement,
            statement.compose,
            missing.of_statement,
            may_manage,
            managed=SECAS_ALONE,
        ),
        KindOfPaper(
            Kind.CONCLUSIONS_REPORT,
            conclusions.of_conclusions,
            report.compose,
            missing_conclusions.of_conclusions,
            may_manage,
            unready=conclusions.unready,
            bars=bars_of_conclusions,
            managed=SECAS_ALONE,
        ),
        KindOfPaper(Kind.CSC_PAPER, gathering.of_csc_paper, csc.compose, missing.of_paper, body=facts.CSC),
        KindOfPaper(Kind.PANEL_PAPER, gathering.of_panel_paper, panel.compose, missing.of_paper, body=facts.PANEL),
        KindOfPaper(Kind.SINGLE_PROPOSAL, gathering.of_single_paper, single.compose, missing.of_single),
        KindOfPaper(Kind.NEW_PROPOSALS, gathering.of_monthly_paper, monthly.compose, missing.of_month),
        KindOfPaper(Kind.AGENDA, meeting.of_agenda, agenda.compose, missing.of_agenda),
        KindOfPaper(
            Kind.MINUTES,
            meeting.of_minutes,
            minutes.compose,
            missing.of_minutes,
            unready=meeting.not_approved,
            put_right=meeting.put_right,
        ),
        KindOfPaper(Kind.UPLOADED, meeting.of_upload, supplied.compose, missing.of_upload),
        KindOfPaper(
            Kind.CONSULTATION_DOCUMENT,
            consulted.of_document,
            asking.compose,
            None,
            may_manage,
            unready=consulted.not_opened,
            managed=SECAS_ALONE,
        ),
        KindOfPaper(
            Kind.COLLATED_RESPONSES,
            answers.of_responses,
            collated.compose,
            None,
            may_manage,
            unready=answers.not_collated,
            put_right=taken_out,
            managed=SECAS_ALONE,
        ),
        _of_a_step(Kind.FAST_TRACK_NOTICE, steps.of_fast_track, fast_track.compose),
        _of_a_step(Kind.DECISION_NOTICE, steps.of_decision, decision.compose),
        _of_a_step(Kind.WITHDRAWAL_NOTICE, steps.of_withdrawal, withdrawal.compose),
        _of_a_step(Kind.IMPLEMENTATION_NOTICE, steps.of_implementation, implementation.compose),
        _of_a_step(Kind.URGENT_NOTICE, steps.of_urgency, urgent.compose, told=("parties", "panel", "followers")),
        _of_a_step(Kind.AUTHORITY_LETTER, steps.of_letter, letter.compose, told=("authority",)),
    )
}


def kind_of(paper: Paper) -> KindOfPaper:
    return KINDS[paper.kind]


def of_bodies() -> list[KindOfPaper]:
    """Those that are written for a meeting."""
    return [kind for kind in KINDS.values() if kind.is_for_a_body and kind.is_begun]
