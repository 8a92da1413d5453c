"""Notice that the Panel approved a proposal as Fast-Track: who may object, how and until when (domain §2.2 rows 13, 36
and 37; MP087’s report §7)."""

from papers.document import Block, Document, Link, Section, strong
from papers.models import Paper
from papers.notices import facts as n
from papers.notices.common import (
    about_it,
    changes,
    closes,
    how,
    notice,
    parts,
    planned,
    reasons,
    subject,
    taken,
    window,
)
from papers.numbers import counted
from papers.report.prose import paragraph, section

KIND = Paper.Kind.FAST_TRACK_NOTICE
WHO = "Any SEC Party"


def compose(facts: n.Notice) -> Document:
    return notice(
        facts,
        KIND,
        (
            _decided(facts),
            reasons(facts, "The Panel’s reasons have not been recorded.", "The Panel’s reasons"),
            _change(facts),
            _objecting(facts),
            _then(facts),
        ),
    )


def _decided(facts: n.Notice) -> Section:
    until = ("Parties may object until ", strong(closes(facts.period)), ".") if facts.period else ()
    return section(
        "decided",
        "What was decided",
        paragraph(
            "decided.text",
            f"{taken(facts.step)} approved ",
            subject(facts),
            " as a Fast-Track Modification Proposal: it corrects the SEC and is not a material change. ",
            *until,
        ),
    )


def _change(facts: n.Notice) -> Section:
    legal = paragraph("change.legal", Link("The legal text", facts.links["legal"]), " is in the register.")
    return section("change", "What changes", *about_it(facts), *changes("change", facts.changed), legal)


def _objecting(facts: n.Notice) -> Section:
    key, heading = "objecting", "Objecting"
    if facts.period is None:
        return section(key, heading, paragraph(f"{key}.none", "No objection window is on record."))
    what = "an objection is made in writing and says why the Party objects."
    return section(
        key,
        heading,
        window(f"{key}.window", facts.period, "The objection window", WHO),
        how(f"{key}.how", facts, f"Object to {facts.subject.reference} in the register", "object", what),
        *_ended(facts),
    )


ENDED = {
    "expired": "The window has ended. No objection was received in it.",
    "halted": "A Party has objected. The window has ended, and implementation is halted.",
    "void": "The window is void: the step that opened it was taken back.",
}


def _ended(facts: n.Notice) -> tuple[Block, ...]:
    sentence = ENDED.get(facts.period.ended, "")
    return (paragraph("objecting.ended", sentence),) if sentence else ()


def _then(facts: n.Notice) -> Section:
    reference = facts.subject.reference
    return section(
        "then",
        "What happens then",
        paragraph(
            "then.objection",
            strong("If any Party objects, "),
            f"implementation is halted, and the Panel has to choose another path on which {reference} comes to a "
            "decision.",
        ),
        paragraph("then.none", strong("If nobody objects, "), f"the Panel’s decision is final, and {_enters(facts)}."),
        *(parts("then", facts.parts) if len(facts.parts) > 1 else ()),
    )


def _enters(facts: n.Notice) -> str:
    """When, and how the day follows from the window, where it does; in which release, where it comes in at one time."""
    on = planned(facts.parts)
    if not on:
        return "a date is set on which the change enters the SEC"
    days = next((part.days_after for part in facts.parts if part.days_after), None)
    after = f", {counted(days, 'working day')} after the window closes" if days else ""
    release = f", in the {facts.parts[0].release}" if len(facts.parts) == 1 and facts.parts[0].release else ""
    return f"the change enters the SEC on {on}{after}{release}"
