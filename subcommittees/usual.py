"""What a body is usually asked for, with the step that each way leads to: the one place for it.

A proposal’s reference changes its prefix on conversion, so a list may name it as both: ``{dp}`` and ``{mp}``. The words
are ours; that the Change Sub-Committee is asked four things and the Panel three follows from the papers (S0 §5, S1 §4).
"""

from dataclasses import dataclass

from proposals.lifecycle import MOVES
from proposals.models import Proposal
from proposals.readiness import readiness
from proposals.references import format_reference
from proposals.states import Path
from proposals.states import State as S
from subcommittees.models import AgendaItem, Recommendation

V, TO = Recommendation.Verb, Recommendation.Addressee
CSC, PANEL, CHANGE_BOARD = "csc", "panel", "change-board"
IF_PROCEEDING = "if the Proposer decides to proceed"


@dataclass(frozen=True)
class Line:
    """``leads``: whether the step of its way rests on it."""

    verb: str
    text: str
    addressee: str = ""
    condition: str = ""
    leads: bool = True
    route: str = ""


@dataclass(frozen=True)
class Way:
    """What a body may be asked to do with a proposal in one of ``states``, and the ``move`` that follows."""

    key: str
    label: str
    body: str
    states: tuple[str, ...]
    move: str
    lines: tuple[Line, ...]
    paths: tuple[str, ...] = ()  # only on these paths; none: whatever the path


DEFINED = Line(V.AGREE, "that the issue behind {dp} is clearly defined and understood")
READY = Line(V.AGREE, "that {dp} is ready to become a Modification Proposal")
# What the Change Sub-Committee recommends stands beside its agreement: the step rests on the agreement alone.
TO_THE_PANEL = Line(V.RECOMMEND, "that {dp} is ready to become a Modification Proposal", TO.PANEL, leads=False)
IF_AT_ALL = Line(TO_THE_PANEL.verb, TO_THE_PANEL.text, TO.PANEL, IF_PROCEEDING, leads=False)
NOT_CONVERTED = Line(V.RECOMMEND, "that {dp} not become a Modification Proposal", TO.PROPOSER, leads=False)


def _route(text: str, route: str) -> Line:
    return Line(V.RECOMMEND, text, TO.PANEL, leads=False, route=route)


TO_REFINEMENT = _route("that any Modification Proposal go to the Refinement Process", "Refinement Process")
TO_REPORT = _route("that any Modification Proposal go straight to the Report Phase", "Report Phase")
TO_FAST_TRACK = _route("that it be treated as a Fast-Track Modification Proposal", "Fast-Track")

WAYS = (
    # The Change Sub-Committee (domain §2.2 rows 8 and 9)
    Way(
        "csc_refinement",
        "Agree the problem; recommend conversion and the Refinement Process",
        CSC,
        (S.DEVELOPMENT,),
        "csc_agrees",
        (DEFINED, TO_THE_PANEL, TO_REFINEMENT),
    ),
    Way(
        "csc_against",
        "Agree the problem; advise the Proposer against conversion, and the Panel in case it goes on",
        CSC,
        (S.DEVELOPMENT,),
        "csc_agrees",
        (DEFINED, NOT_CONVERTED, IF_AT_ALL, TO_REFINEMENT),
    ),
    Way(
        "csc_report",
        "Agree the problem; recommend conversion and the Report Phase",
        CSC,
        (S.DEVELOPMENT,),
        "csc_agrees",
        (DEFINED, TO_THE_PANEL, TO_REPORT),
    ),
    Way(
        "csc_fast_track",
        "Agree the problem; recommend Fast-Track",
        CSC,
        (S.DEVELOPMENT,),
        "csc_agrees",
        (DEFINED, TO_THE_PANEL, TO_FAST_TRACK),
    ),
    Way(
        "csc_asks_more",
        "Ask for more work on the problem",
        CSC,
        (S.DEVELOPMENT,),
        "csc_asks_more",
        (Line(V.AGREE, "that the issue behind {dp} needs more work before it is clearly defined"),),
    ),
    # The Panel (rows 11–14, 16a, 23, 26, 27, 35, 36)
    Way(
        "convert_to_refinement",
        "Convert, and send to the Refinement Process",
        PANEL,
        (S.CSC_AGREED,),
        "convert_to_refinement",
        (
            READY,
            Line(V.AGREE, "that {mp} go to the Refinement Process"),
            Line(V.AGREE, "the first package of work for {mp} and its timetable"),
        ),
    ),
    Way(
        "approve_fast_track",
        "Convert, and approve as Fast-Track",
        PANEL,
        (S.CSC_AGREED,),
        "approve_fast_track",
        (
            READY,
            Line(V.AGREE, "that {mp} go forward as a Fast-Track Modification Proposal"),
            Line(V.APPROVE, "{mp}"),
        ),
    ),
    Way(
        "convert_to_report",
        "Convert, and send to the Report Phase",
        PANEL,
        (S.CSC_AGREED,),
        "convert_to_report",
        (READY, Line(V.AGREE, "that {mp} go to the Report Phase")),
    ),
    Way(
        "convert_to_consultation",
        "Convert, and send the report to consultation",
        PANEL,
        (S.CSC_AGREED,),
        "convert_to_consultation",
        (
            READY,
            Line(V.DETERMINE, "the path of {mp}"),
            Line(V.APPROVE, "the Modification Report of {mp} for consultation"),
        ),
    ),
    Way(
        "panel_declines",
        "Return to Development",
        PANEL,
        (S.CSC_AGREED,),
        "panel_declines",
        (Line(V.AGREE, "that {dp} go back to the Development Stage"),),
    ),
    *(
        Way(
            key,
            f"Convert as urgent, with the report {words}",
            PANEL,
            (S.DEVELOPMENT,),
            key,
            (READY, Line(V.AGREE, f"that the report of {{mp}} go {words}")),
        )
        for key, words in (
            ("convert_as_urgent", "to the Change Board"),
            ("convert_as_urgent_to_panel", "before the Panel"),
            ("convert_as_urgent_to_consultation", "to consultation"),
        )
    ),
    Way(
        "split",
        "Split into two parts",
        PANEL,
        (S.REFINEMENT,),
        "split",
        (Line(V.AGREE, "that {mp} be split into two Modification Proposals"),),
    ),
    Way(
        "panel_sends_to_consultation",
        "Send the report to consultation",
        PANEL,
        (S.REPORT_PANEL,),
        "panel_sends_to_consultation",
        (
            Line(V.AGREE, "that the Modification Report of {mp} is complete, and the path on which it stands"),
            Line(V.APPROVE, "the report for the Modification Report Consultation"),
        ),
    ),
    Way(
        "panel_returns_report",
        "Return the report to Refinement",
        PANEL,
        (S.REPORT_PANEL,),
        "panel_returns_report",
        (Line(V.AGREE, "that {mp} go back to the Refinement Process"),),
    ),
    Way(
        "rework_in_refinement",
        "Mend in Refinement what the Authority found deficient",
        PANEL,
        (S.SENT_BACK,),
        "rework_in_refinement",
        (Line(V.AGREE, "that {mp} go back to the Refinement Process, as the Authority directed"),),
    ),
    Way(
        "rework_to_consultation",
        "Send the mended report to consultation",
        PANEL,
        (S.SENT_BACK,),
        "rework_to_consultation",
        (Line(V.APPROVE, "the mended Modification Report of {mp} for a new consultation"),),
    ),
    Way(
        "refine_after_objection",
        "After the objection: the Refinement Process",
        PANEL,
        (S.FT_HALTED,),
        "refine_after_objection",
        (Line(V.AGREE, "that {mp}, having met an objection, go to the Refinement Process"),),
    ),
    Way(
        "report_after_objection",
        "After the objection: the Report Phase",
        PANEL,
        (S.FT_HALTED,),
        "report_after_objection",
        (Line(V.AGREE, "that {mp}, having met an objection, go to the Report Phase"),),
    ),
    # The Change Board (rows 29 and 30)
    Way(
        "change_board_approves",
        "Decide under Self-Governance: approve",
        CHANGE_BOARD,
        (S.REPORT_CHANGE_BOARD,),
        "change_board_approves",
        (Line(V.APPROVE, "{mp}"),),
        (Path.SELF_GOVERNANCE,),
    ),
    Way(
        "change_board_rejects",
        "Decide under Self-Governance: reject",
        CHANGE_BOARD,
        (S.REPORT_CHANGE_BOARD,),
        "change_board_rejects",
        (Line(V.DETERMINE, "that {mp} is rejected"),),
        (Path.SELF_GOVERNANCE,),
    ),
    Way(
        "change_board_recommends",
        "Recommend approval to the Authority",
        CHANGE_BOARD,
        (S.REPORT_CHANGE_BOARD,),
        "change_board_recommends",
        (Line(V.RECOMMEND, "that {mp} be approved", TO.AUTHORITY),),
        (Path.AUTHORITY_LED, Path.AUTHORITY_DETERMINED),
    ),
    Way(
        "change_board_recommends_rejection",
        "Recommend rejection to the Authority",
        CHANGE_BOARD,
        (S.REPORT_CHANGE_BOARD,),
        "change_board_recommends_rejection",
        (Line(V.RECOMMEND, "that {mp} be rejected", TO.AUTHORITY),),
        (Path.AUTHORITY_LED, Path.AUTHORITY_DETERMINED),
    ),
    Way(
        "change_board_defers",
        "Vote at a later meeting",
        CHANGE_BOARD,
        (S.REPORT_CHANGE_BOARD,),
        "change_board_defers",
        (Line(V.AGREE, "that the vote on {mp} be deferred"),),
    ),
    Way(
        "change_board_returns",
        "Ask for more work",
        CHANGE_BOARD,
        (S.REPORT_CHANGE_BOARD,),
        "change_board_returns",
        (Line(V.AGREE, "that {mp} go back to the Refinement Process for more work"),),
    ),
)
# Bodies that decide nothing about a proposal are asked what they think of it (S3 §4).
ADVICE = Way(
    "advice",
    "Discuss it and give comments",
    "",
    (),
    "",
    (
        Line(V.DISCUSS, "{ref}", leads=False),
        Line(V.PROVIDE, "comments on {ref}, and say whether more input is wanted", leads=False),
    ),
)
NEW_PROPOSALS = Way(
    "new_proposals",
    "Discuss the new proposals and give comments",
    "",
    (),
    "",
    (
        Line(V.DISCUSS, "the new proposals", leads=False),
        Line(V.PROVIDE, "first comments, and say on which of them more input is wanted", leads=False),
    ),
)
MINUTES = Way(
    "minutes", "Approve the minutes", "", (), "", (Line(V.APPROVE, "the minutes of the last meeting", leads=False),)
)
ACTIONS = Way("actions", "Note the open actions", "", (), "", (Line(V.NOTE, "the open actions", leads=False),))
OF_KIND = {
    AgendaItem.Kind.NEW_PROPOSALS: NEW_PROPOSALS,
    AgendaItem.Kind.MINUTES: MINUTES,
    AgendaItem.Kind.ACTIONS: ACTIONS,
}


def ways_for(item: AgendaItem) -> list[Way]:
    """What the body may be asked under this item, the likeliest first."""
    if item.kind in OF_KIND:
        return [OF_KIND[item.kind]]
    if item.proposal is None:
        return []
    proposal, code = item.proposal, item.meeting.committee.code
    fitting = [way for way in WAYS if way.body == code and _fits(way, proposal)]
    awaited = _awaited(proposal)
    return sorted(fitting, key=lambda way: way.move != awaited) or [ADVICE]


def _fits(way: Way, proposal: Proposal) -> bool:
    if proposal.state not in way.states or (way.paths and proposal.path not in way.paths):
        return False
    return proposal.urgent or not way.key.startswith("convert_as_urgent")


def _awaited(proposal: Proposal) -> str:
    found = readiness([proposal])
    return found[0].row.key if found else ""


def words_of(line: Line, proposal: Proposal | None) -> str:
    """The text of a usual recommendation, about ``proposal``."""
    if proposal is None:
        return line.text
    named = {prefix: format_reference(proposal.number, proposal.suffix, prefix.upper()) for prefix in ("dp", "mp")}
    return line.text.format(ref=proposal.reference, **named)


def steps_of(committee: str) -> list[str]:
    """Keys of the steps that a decision of this body may lead to, in the order of the lifecycle table."""
    own = [key for key, row in MOVES.items() if row.body == committee]
    return [*own, ASKING] if committee == PANEL else own


ASKING = "request_urgency"  # the Panel may ask the Authority itself (row 15)
