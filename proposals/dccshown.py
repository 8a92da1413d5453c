"""What the DCC was asked to assess, as the tab of Refinement and the DCC’s own pages show it."""

from dataclasses import dataclass, field

from django.urls import reverse

from audit import clock
from audit.templatetags.look import date_act, date_long, pounds, working_days_words
from bodies.workingdays import WorkingCalendar
from proposals import dccclock
from proposals.models import Clarification, DccAssessment, DueChange, Proposal
from proposals.refinementmay import Link, May, offered
from proposals.refinementrows import made
from proposals.statements import IN_A_SECTION, rich

NESTED = IN_A_SECTION + 1  # under a heading within an article of the tab


@dataclass(frozen=True)
class Assessment:
    row: DccAssessment
    status: str
    hue: str
    facts: list[dict]
    questions: list[dict]
    changes: list[DueChange]
    links: list[Link]
    texts: list[dict] = field(default_factory=list)
    file: dict | None = None


def assessments(proposal: Proposal, rows: list[dict], may: May, calendar: WorkingCalendar) -> list[Assessment]:
    """Newest first."""
    return [_assessment(proposal, row, may, calendar) for row in rows]


def _assessment(proposal: Proposal, row: dict, may: May, calendar: WorkingCalendar) -> Assessment:
    found = made(DccAssessment, row)
    questions = [made(Clarification, each) for each in row["clarifications"]]
    changes = [made(DueChange, each) for each in row["changes"]]
    reading = clock_of(found, questions, changes, calendar)
    status, hue = status_of(found, reading)
    return Assessment(
        row=found,
        status=status,
        hue=hue,
        facts=_assessment_facts(found, row, reading),
        questions=[_question(proposal, each, found, may) for each in questions],
        changes=changes,
        links=assessment_links(proposal, found, may, waiting=bool(reading.stopped_since)),
        texts=_texts(found),
        file=_file(proposal, row["files"]),
    )


def clock_of(found: DccAssessment, questions, changes, calendar: WorkingCalendar) -> dccclock.Reading:
    start = dccclock.start_of(found, changes, calendar)
    return dccclock.read(start, dccclock.stops_of(questions), calendar, clock.today(), found.due_on)


def status_of(found: DccAssessment, reading: dccclock.Reading) -> tuple[str, str]:
    """In a few words, with the colour of its tag."""
    if found.cancelled_on:
        return "Cancelled", ""
    if found.answered_on:
        return (f"Answered {_late(found)}", "attention") if found.days_late else ("Answered", "good")
    if reading.stopped_since:
        return "Clock stopped", "attention"
    if reading.late:
        return f"{working_days_words(reading.late)} late", "stop"
    return (f"{working_days_words(reading.left)} left", "") if reading.left else ("Due today", "attention")


def _late(found: DccAssessment) -> str:
    return f"{working_days_words(found.days_late)} late" if found.days_late else ""


def _assessment_facts(found: DccAssessment, row: dict, reading: dccclock.Reading) -> list[dict]:
    facts = [
        ("Requested", date_long(found.requested_on), "Urgent" if found.is_urgent else ""),
        ("Rests on", f"Requirements, version {row['rests_on']}" if row["rests_on"] else "", ""),
        ("Cost approved by", _approval(found, row["meeting"]), ""),
        ("Acknowledged", date_long(found.acknowledged_on) or ("Not yet" if found.is_outstanding else ""), ""),
        ("Due", date_act(found.due_on), _due_note(found, reading, moved=bool(row["changes"]))),
        ("Answered", date_long(found.answered_on), _late(found)),
        ("Costs", _range(found), ""),
        ("Lead time", found.lead_time, ""),
        ("Earliest release", found.release, ""),
        ("Cancelled", date_long(found.cancelled_on), found.cancelled_why),
    ]
    return [{"term": term, "value": value, "note": note} for term, value, note in facts if value]


def _approval(found: DccAssessment, meeting: dict) -> str:
    return f"{meeting['body']}, meeting {meeting['number']}" if found.cost_approved_at_id else ""


def _due_note(found: DccAssessment, reading: dccclock.Reading, *, moved: bool) -> str:
    if found.is_outstanding and reading.stopped_since:
        since, due = date_act(reading.stopped_since), date_act(reading.due_on)
        return f"The clock has stood still since {since}; answered today, it would be due on {due}."
    return "" if moved else f"{working_days_words(found.working_days)} from the request"


def _range(found: DccAssessment) -> str:
    if found.cost_min is None:
        return ""
    if found.cost_min == found.cost_max:
        return pounds(found.cost_min)
    return f"{pounds(found.cost_min)} to {pounds(found.cost_max)}"


def _texts(found: DccAssessment) -> list[dict]:
    texts = [("Assumptions", found.assumptions), ("Assessment", found.answer)]
    return [
        {"heading": heading, "rich": rich(text, f"assessment-{found.pk}-{heading.lower()}", NESTED)}
        for heading, text in texts
        if text
    ]


def _file(proposal: Proposal, files: list[dict]) -> dict | None:
    if not files:
        return None
    (file,) = files
    return {
        "title": file["title"],
        "url": reverse("proposals:attachment", args=[proposal.slug, file["pk"], file["name"]]),
    }


def _question(proposal: Proposal, asked: Clarification, found: DccAssessment, may: May) -> dict:
    return {"row": asked, "links": question_links(proposal, found, asked, may)}


def question_links(proposal: Proposal, found: DccAssessment, asked: Clarification, may: May) -> list[Link]:
    waits = asked.is_open and found.is_outstanding
    steps = [
        ("answer", "Answer", waits and may.go_on),
        ("withdraw", "Withdraw", waits and may.dcc),
        ("correct", "Put the answer right", bool(asked.answered_on) and may.put_right),
    ]
    about = f"the question of {date_long(asked.asked_on)}"
    return offered("clarification_step", proposal, asked.pk, about, steps)


def assessment_links(proposal: Proposal, found: DccAssessment, may: May, *, waiting: bool) -> list[Link]:
    """``waiting``: for the answer to a question, without which the assessment is not given."""
    if found.cancelled_on:
        return []
    steps = [("correct", "Put right", may.dcc)] if found.answered_on else _outstanding_steps(found, may, waiting)
    acknowledged = may.put_right and bool(found.acknowledged_on)
    steps += [("correct-acknowledgement", "Put the acknowledgement right", acknowledged)]
    return offered("assessment_step", proposal, found.pk, f"the {found}", steps)


def _outstanding_steps(found: DccAssessment, may: May, waiting: bool) -> list[tuple[str, str, bool]]:
    return [
        ("acknowledge", "Acknowledge", may.dcc and not found.acknowledged_on),
        ("answer", "Give the assessment", may.dcc and not waiting),
        ("ask", "Ask for clarification", may.dcc),
        ("ask-date", "Ask for a new date", may.dcc and not found.wanted_due_on),
        ("re-agree", "Agree a new date", may.go_on),
        ("decline-date", "Decline the new date", may.go_on and bool(found.wanted_due_on)),
        ("cancel", "Cancel the request", may.go_on),
    ]
