"""Notice of a decision of the Panel, the Change Board or the Authority: what was decided, why, and what follows (domain
§2.2 rows 14, 26, 29–34 and 41)."""

from dataclasses import dataclass

from papers.document import Block, BulletList, Document, Section, strong, words
from papers.models import Paper
from papers.notices import facts as n
from papers.notices.common import about_it, closes, how, notice, parts, reasons, subject, taken, window
from papers.report.prose import paragraph, section

KIND = Paper.Kind.DECISION_NOTICE
WHO = "Any SEC Party, a consumer body, or a member of the Panel"


@dataclass(frozen=True)
class Decision:
    """``did`` stands between who decided and the proposal, ``after`` behind it; ``follows``: what comes of it."""

    did: str
    after: str
    follows: str
    goes_ahead: bool = False


DECISIONS = {
    "panel_declines": Decision(
        "returned",
        " to the Development Stage.",
        "The issue is worked on again with the Proposer, and comes back to the Change Sub-Committee.",
    ),
    "panel_returns_report": Decision(
        "returned the Modification Report of",
        " to the Refinement Process.",
        "What is missing is worked out in Refinement. The report then comes before the Panel again.",
    ),
    "change_board_returns": Decision(
        "asked for more work on",
        ", which returns to the Refinement Process.",
        "What the Change Board asked for is worked out in Refinement. The report then goes its way again.",
    ),
    "change_board_approves": Decision(
        "approved",
        " under Self-Governance.",
        "Without an appeal the approval is final, and the change is implemented.",
        goes_ahead=True,
    ),
    "change_board_rejects": Decision(
        "rejected",
        " under Self-Governance.",
        "Without an appeal the rejection is final, and the proposal ends there.",
    ),
    "authority_approves": Decision(
        "approved", ".", "The decision is final, and the change is implemented.", goes_ahead=True
    ),
    "authority_rejects": Decision("rejected", ".", "The decision is final, and the proposal ends here."),
    "authority_sends_back": Decision(
        "sent back the Modification Report of",
        ", because it cannot form an opinion on it.",
        "The Panel decides which steps put right what the Authority found deficient: in Refinement, or with a new "
        "Modification Report Consultation where the change is material. The report is then put to a vote again.",
    ),
    "authority_subsumes": Decision(
        "took the subject of", " into its Significant Code Review.", "The proposal ends here, without a decision on it."
    ),
}


def compose(facts: n.Notice) -> Document:
    made = DECISIONS[facts.step.key]
    return notice(
        facts,
        KIND,
        (
            _decided(facts, made),
            reasons(facts, "No reasons are on record."),
            *_about(facts),
            _follows(facts, made),
            *_appeal(facts),
        ),
    )


def _decided(facts: n.Notice, made: Decision) -> Section:
    until = ("The decision may be appealed until ", strong(closes(facts.period)), ".") if facts.period else ()
    said = (f"{taken(facts.step)} {made.did} ", subject(facts), f"{made.after} ", *until)
    return section("decided", "What was decided", paragraph("decided.text", *said))


def _about(facts: n.Notice) -> tuple[Section, ...]:
    text = about_it(facts)
    return (section("about-it", "What the proposal is about", *text),) if text else ()


def _follows(facts: n.Notice, made: Decision) -> Section:
    dated = parts("follows", facts.parts) if made.goes_ahead else ()
    return section("follows", "What follows", paragraph("follows.text", made.follows), *dated)


ENDED = {
    "expired": "The window has ended without an appeal: the decision is final.",
    "appealed": "The decision was appealed. It is suspended, and the Authority decides.",
    "void": "The window is void: the decision that opened it was taken back.",
}


def _appeal(facts: n.Notice) -> tuple[Section, ...]:
    """Only a decision under Self-Governance opens a window for appeals."""
    if facts.period is None:
        return ()
    key, ended = "appeal", ENDED.get(facts.period.ended, "")
    what = "an appeal names its ground and gives reasons. It suspends the decision, and the Authority decides."
    blocks: tuple[Block, ...] = (
        window(f"{key}.window", facts.period, "The appeal window", WHO),
        paragraph(f"{key}.grounds", "An appeal may be made on one of these grounds:"),
        BulletList(f"{key}.grounds.list", tuple(words(f"{ground}.") for ground in facts.grounds)),
        how(f"{key}.how", facts, "Appeal in the register", "appeal", what),
        *((paragraph(f"{key}.ended", ended),) if ended else ()),
    )
    return (section(key, "Appealing", *blocks),)
