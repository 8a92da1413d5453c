"""Notice that a proposal was withdrawn: for good, or open to adoption, by whom and until when; and that somebody
adopted it (domain §2.2 rows 38–40)."""

from papers.document import Block, Document, Section, strong
from papers.models import Paper
from papers.notices import facts as n
from papers.notices.common import about_it, closes, how, notice, reasons, subject, window
from papers.numbers import long_date
from papers.report.prose import is_blank, paragraph, rich, section

KIND = Paper.Kind.WITHDRAWAL_NOTICE
WHO = "Anybody who may raise a proposal"
ADOPT, ENDS = "adopt", "adoption_window_ends"


def compose(facts: n.Notice) -> Document:
    told = {ADOPT: _adopted, ENDS: _for_good}.get(facts.step.key, _withdrawn)
    about = about_it(facts)
    subject_of = (section("about-it", "What the proposal is about", *about),) if about else ()
    return notice(facts, KIND, (*told(facts), *subject_of))


def _withdrawn(facts: n.Notice) -> tuple[Section, ...]:
    return (
        section("withdrawn", "What has happened", paragraph("withdrawn.text", *_said(facts), *_open(facts))),
        reasons(facts, "The Proposer gave no reason."),
        _adopting(facts),
    )


def _said(facts: n.Notice) -> tuple:
    """The Proposer is named unless somebody else is Proposer by now."""
    named = "" if facts.adopted else f", {facts.subject.proposer} of {facts.subject.organisation},"
    return (f"On {long_date(facts.step.on)} the Proposer{named} withdrew ", subject(facts), ". ")


def _open(facts: n.Notice) -> tuple:
    if facts.period is None:
        return ("It is not open to adoption, and is withdrawn for good.",)
    return ("It is open to adoption until ", strong(closes(facts.period)), ".")


ENDED = {
    "expired": "The window has ended. Nobody adopted the proposal, and it is withdrawn.",
    "adopted": "Somebody has adopted the proposal: it goes on.",
    "void": "The window is void: the withdrawal was taken back.",
}


def _adopting(facts: n.Notice) -> Section:
    key, heading, period = "adopting", "Adopting it", facts.period
    reference = facts.subject.reference
    if period is None:
        return section(
            key,
            heading,
            paragraph(
                f"{key}.none",
                f"{facts.subject.kind}s stay open to adoption only where the rules of the SEC give time for it; for "
                f"{reference} they give none. Whoever wishes to pursue the issue raises a proposal of their own.",
            ),
        )
    what = "whoever adopts it is its Proposer from then on."
    ended = ENDED.get(period.ended, "")
    return section(
        key,
        heading,
        window(f"{key}.window", period, "The adoption window", WHO),
        how(f"{key}.how", facts, f"Adopt {reference} in the register", "adopt", what),
        paragraph(
            f"{key}.then",
            f"If somebody adopts {reference}, it goes on from where it was, and keeps its number and its history. If "
            "nobody does, it is withdrawn when the window closes.",
        ),
        *((paragraph(f"{key}.ended", ended),) if ended else ()),
    )


def _for_good(facts: n.Notice) -> tuple[Section, ...]:
    on = long_date(facts.step.on)
    since = f", after the notice of withdrawal of {long_date(facts.former.on)}" if facts.former else ""
    nobody = " Nobody adopted it while it was open to adoption." if facts.period else ""
    return (
        section(
            "withdrawn",
            "What has happened",
            paragraph("withdrawn.text", subject(facts), f" is withdrawn for good since {on}{since}.{nobody}"),
        ),
        *_former(facts),
        section(
            "follows",
            "What follows",
            paragraph(
                "follows.text",
                f"{facts.subject.reference} leaves the live register. Its number is not used again, and its record "
                "stays in the archive.",
            ),
        ),
    )


def _former(facts: n.Notice) -> tuple[Section, ...]:
    """Why it had been withdrawn."""
    if facts.former is None or is_blank(facts.former.words):
        return ()
    text: tuple[Block, ...] = rich("former.text", facts.former.words)
    return (section("former", "Why it was withdrawn", *text),)


def _adopted(facts: n.Notice) -> tuple[Section, ...]:
    who = f"{facts.subject.proposer} of {facts.subject.organisation}"
    lead = f"On {long_date(facts.step.on)} {who} adopted "
    goes_on = "It goes on from where it was before it was withdrawn, with its number and its history."
    return (
        section(
            "adopted",
            "What has happened",
            paragraph("adopted.text", lead, subject(facts), ", and is its Proposer from now on."),
        ),
        *_former(facts),
        section("follows", "What follows", paragraph("follows.text", goes_on)),
    )
