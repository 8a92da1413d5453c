"""The letter to the Authority that the state of a proposal calls for: it asks for urgency, sends a recommendation for
determination, or asks for consent to another date (domain §2.2 rows 15, 30 and 44)."""

from papers.committee.panel import timetable
from papers.document import Block, BulletList, Document, FactList, Link, Section, strong, words
from papers.models import Paper
from papers.notices import facts as n
from papers.notices.common import about_it, notice, parts, subject, taken
from papers.notices.gathering import ASKED_AT
from papers.numbers import long_date
from papers.report.prose import is_blank, paragraph, path_name, rich, section

KIND = Paper.Kind.AUTHORITY_LETTER
REJECTION = "change_board_recommends_rejection"


def compose(facts: n.Notice) -> Document:
    told = {"request_urgency": _urgency, "authority_approves": _consent}.get(facts.step.key, _recommendation)
    to = {"To": facts.addressee} if facts.addressee else {"To": "The Authority"}
    return notice(facts, KIND, told(facts), "Letter to the Authority", **to)


# A request for urgency


def _urgency(facts: n.Notice) -> tuple[Section, ...]:
    ask = "We ask the Authority to decide whether "
    return (
        section(ASKED_AT, "What we ask", paragraph("asked.text", ask, subject(facts), " is to be treated as urgent.")),
        section("proposal", "The proposal", _raised(facts), *about_it(facts)),
        section("reasons", "Why it is urgent", *_why_urgent(facts)),
        section("panel", "The Panel’s view", *_panels_view(facts)),
        section("timetable", "The timetable that is proposed", *_proposed_timetable(facts)),
    )


def _raised(facts: n.Notice) -> Block:
    who = f"{facts.subject.proposer} of {facts.subject.organisation}"
    return paragraph("proposal.raised", f"{facts.subject.reference} was raised by {who}.")


def _why_urgent(facts: n.Notice) -> tuple[Block, ...]:
    """The Authority’s criterion first, then the words of the request."""
    step, criterion = facts.step, dict(facts.step.facts).get("Criterion", "")
    lead = paragraph("reasons.asked", f"Urgency was asked for on {long_date(step.on)}.")
    named = (
        FactList("reasons.criterion", "The criterion for urgency", (("Criterion", words(f"{criterion}.")),))
        if criterion
        else paragraph("reasons.criterion", "Which of the Authority’s criteria for urgency is met has not been named.")
    )
    text = () if is_blank(step.words) else rich("reasons.text", step.words)
    return (lead, named, *text)


def _panels_view(facts: n.Notice) -> tuple[Block, ...]:
    view = facts.view
    if view is None:
        return (paragraph("panel.none", "The Panel has not given its view yet."),)
    at = f", at {view.meeting}" if view.meeting else ""
    text = () if is_blank(view.words) else rich("panel.text", view.words)
    return (paragraph("panel.given", f"The Panel gave its view on {long_date(view.on)}{at}."), *text)


def _proposed_timetable(facts: n.Notice) -> tuple[Block, ...]:
    if facts.timetable:
        return (timetable("timetable.dates", facts.timetable),)
    return (paragraph("timetable.none", "No timetable has been laid out yet."),)


# A recommendation


def _recommendation(facts: n.Notice) -> tuple[Section, ...]:
    verb = "rejected" if facts.step.key == REJECTION else "approved"
    lead = f"{taken(facts.step)} recommended to the Authority that "
    return (
        section(
            ASKED_AT,
            "What we ask",
            paragraph("asked.text", lead, subject(facts), f" be {verb}. We ask the Authority to determine it."),
        ),
        section("proposal", "The proposal", _raised(facts), _path(facts), *about_it(facts)),
        section("board", "What the Change Board said", *_said_by_the_board(facts)),
        section("report", "The Modification Report", *_report(facts)),
        section("dates", "Dates", *_dates(facts)),
    )


def _path(facts: n.Notice) -> Block:
    return paragraph("proposal.path", f"It is {path_name(facts.path)}: the decision is the Authority’s.")


def _said_by_the_board(facts: n.Notice) -> tuple[Block, ...]:
    if is_blank(facts.step.words):
        return (paragraph("board.text", "No reasons are on record."),)
    return rich("board.text", facts.step.words)


def _report(facts: n.Notice) -> tuple[Block, ...]:
    if not facts.reports:
        return (paragraph("report.none", "No Modification Report has been issued yet."),)
    items = tuple(
        words(Link(f"{each.title}, version {each.version}", each.address), f", issued on {long_date(each.on)}.")
        for each in facts.reports
    )
    lead = "The report that was put to the vote, with the legal text, is sent with this letter:"
    return (paragraph("report.lead", lead), BulletList("report.list", items))


def _dates(facts: n.Notice) -> tuple[Block, ...]:
    due = ("The decision is expected by ", strong(long_date(facts.due_on)), ".") if facts.due_on else ()
    return (*((paragraph("dates.due", *due),) if due else ()), *parts("dates", facts.parts))


# Consent to another date


def _consent(facts: n.Notice) -> tuple[Section, ...]:
    lead = "We ask for the Authority’s consent that "
    rest = " be implemented on another date than the one planned."
    missing = () if facts.asked else (paragraph("asked.none", "Which date that is has not been written yet."),)
    approved = f"{taken(facts.step)} approved {facts.subject.reference}."
    return (
        section(ASKED_AT, "What we ask", paragraph("asked.text", lead, subject(facts), rest), *missing),
        section(
            "planned",
            "What is planned now",
            paragraph("planned.approved", approved),
            *parts("planned", facts.parts),
        ),
    )
