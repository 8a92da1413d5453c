"""Notice that the Authority granted urgency, with the timetable on which the proposal now goes (domain §2.2 rows 15 and
16)."""

from papers.committee.panel import timetable
from papers.document import Block, Document, FactList, Section, words
from papers.models import Paper
from papers.notices import facts as n
from papers.notices.common import about_it, notice, reasons, subject
from papers.numbers import long_date
from papers.report.prose import is_blank, paragraph, rich, section

KIND = Paper.Kind.URGENT_NOTICE
SET_BY_AUTHORITY = ("Next step", "Consultation")


def compose(facts: n.Notice) -> Document:
    return notice(
        facts,
        KIND,
        (
            _granted(facts),
            reasons(facts, "The Authority’s words have not been recorded.", "What the Authority decided"),
            _timetable(facts),
            *_request(facts),
            *_about(facts),
        ),
    )


def _granted(facts: n.Notice) -> Section:
    lead = f"On {long_date(facts.step.on)} the Authority granted urgency to "
    rest = ". It goes on the timetable below, which goes before the ordinary periods of the SEC."
    return section("granted", "What has happened", paragraph("granted.text", lead, subject(facts), rest))


def _timetable(facts: n.Notice) -> Section:
    key, heading = "timetable", "Timetable"
    found = {label: value for label, value in facts.step.facts if label in SET_BY_AUTHORITY}
    rows = tuple((label, words(found[label])) for label in SET_BY_AUTHORITY if label in found)
    blocks: tuple[Block, ...] = (FactList(f"{key}.set", "Set by the Authority", rows),) if rows else ()
    if facts.timetable:
        blocks += (timetable(f"{key}.dates", facts.timetable),)
    if not blocks:
        blocks = (paragraph(f"{key}.none", "The Authority set no timetable: the shorter periods of the SEC hold."),)
    return section(key, heading, *blocks)


def _request(facts: n.Notice) -> tuple[Section, ...]:
    """What was asked for, and why."""
    asked = facts.former
    if asked is None:
        return ()
    criterion = dict(asked.facts).get("Criterion", "")
    named = f" {criterion}." if criterion else ""
    lead = paragraph("request.on", f"Urgency was asked for on {long_date(asked.on)}.{named}")
    text = () if is_blank(asked.words) else rich("request.text", asked.words)
    return (section("request", "Why urgency was asked for", lead, *text),)


def _about(facts: n.Notice) -> tuple[Section, ...]:
    text = about_it(facts)
    return (section("about-it", "What the proposal is about", *text),) if text else ()
