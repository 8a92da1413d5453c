"""Refinement as the tab shows it: in plain words how things stand, and what the reader may do about each."""

from dataclasses import dataclass

from django.urls import reverse

from audit import clock
from audit.templatetags.look import date_act, date_long
from bodies.workingdays import WorkingCalendar
from proposals.dccshown import NESTED, assessments
from proposals.models import (
    Alternative,
    AssessmentArea,
    ConsultationExtension,
    DccAssessment,
    Discussion,
    Proposal,
    RefinementConsultation,
    Requirement,
    RequirementSet,
    StandardArea,
)
from proposals.ports import RunHere, consultations_run
from proposals.refinementmay import Link, May, links, offered
from proposals.refinementrows import made, rows_of
from proposals.statements import IN_A_SECTION, rich


@dataclass(frozen=True)
class Set:
    row: RequirementSet
    status: str
    requirements: list[Requirement]
    text: dict
    links: list[Link]
    page: str  # where comments on it are taken


def sets(proposal: Proposal, rows: list[dict], may: May, run: dict) -> list[Set]:
    """Newest first."""
    return [_set(proposal, row, may, run, newest=not n) for n, row in enumerate(rows)]


def _set(proposal: Proposal, row: dict, may: May, run: dict, *, newest: bool) -> Set:
    found = made(RequirementSet, row)
    requirements = [made(Requirement, each) for each in row["rows"]]
    here = run.get((RequirementSet, found.pk))
    links = _set_links(proposal, found, may, newest=newest, by_hand=here is None)
    return Set(
        found,
        _set_status(found, row["meeting"]),
        requirements,
        rich(found.text, f"set-{found.pk}", IN_A_SECTION),
        links,
        here.page if here else "",
    )


def _set_status(found: RequirementSet, meeting: dict) -> str:
    if found.agreed_on:
        parties = ["with the Proposer"] if found.agreed_with_proposer else []
        parties += [f"by the {meeting['body']} (meeting {meeting['number']})"] if found.agreed_at_id else []
        return f"Agreed {' and '.join(parties)} on {date_long(found.agreed_on)}"
    if found.published_on and found.comments_until >= clock.today():
        return f"Published for comment until {date_act(found.comments_until)}"
    if found.published_on:
        return f"Published for comment from {date_long(found.published_on)} to {date_long(found.comments_until)}"
    return f"Drafted on {date_long(found.drafted_on)}"


def _set_links(proposal: Proposal, found: RequirementSet, may: May, *, newest: bool, by_hand: bool) -> list[Link]:
    drafting = may.refine and newest
    steps = [
        ("edit", "Edit", drafting and found.is_editable),
        ("publish", "Publish for comment", drafting and found.is_editable),
        ("agree", "Record agreement", drafting and not found.agreed_on),
        ("correct-publication", "Put the publication right", may.put_right and by_hand and bool(found.published_on)),
        ("correct-agreement", "Put the agreement right", may.put_right and bool(found.agreed_on)),
    ]
    return offered("requirements_step", proposal, found.sequence, f"version {found.sequence}", steps)


def discussions(proposal: Proposal, rows: list[dict], may: May) -> list[dict]:
    return [_discussion(proposal, row, may) for row in rows]


def _discussion(proposal: Proposal, row: dict, may: May) -> dict:
    found = made(Discussion, row)
    url = reverse("proposals:correct_discussion", args=[proposal.slug, found.pk])
    return {
        "row": found,
        "body": row["body"],
        "number": row["number"],
        "text": rich(found.summary, f"discussion-{found.pk}", IN_A_SECTION),
        "links": links(may.refine, Link("Put right", url, f"the summary of {date_long(found.on)}")),
    }


def consultations(proposal: Proposal, rows: list[dict], may: May, calendar: WorkingCalendar, run: dict) -> list[dict]:
    return [_consultation(proposal, row, may, calendar, run.get((RefinementConsultation, row["id"]))) for row in rows]


def _consultation(proposal: Proposal, row: dict, may: May, calendar: WorkingCalendar, run: RunHere | None) -> dict:
    """``run``: that it is answered on pages of its own; what is done to it is then done there, and the responses are
    those that count today."""
    found = made(RefinementConsultation, row)
    if run and found.closed_on:
        found.responses = run.responses
    steps = [("extend", "Extend"), ("close", "Close")]
    links = [
        Link(label, reverse("proposals:consultation_step", args=[proposal.slug, key]), "the Refinement Consultation")
        for key, label in steps
        if may.refine and not found.closed_on and not run
    ]
    may_put_right = may.put_right and not run
    right = [("correct", "Put right", may_put_right), ("take-back", "Take back", may_put_right)]
    links += offered("consultation_right", proposal, found.pk, f"the {found}", right)
    extensions = [made(ConsultationExtension, each) for each in row["extensions"]]
    left = calendar.between(clock.today(), found.closes_on)
    page = run.page if run else ""
    return {"row": found, "extensions": extensions, "left": left, "links": links, "page": page}


@dataclass(frozen=True)
class Area:
    row: AssessmentArea
    title: str
    question: str
    key: str
    body: str
    links: list[Link]
    texts: list[dict]
    answer: dict


def areas(proposal: Proposal, rows: list[dict], may: May) -> list[Area]:
    """The standard areas in force, and those the proposal has a row of, in their order; then its own."""
    held = {row["standard_id"]: row for row in rows if row["standard_id"]}
    standard = [area for area in StandardArea.objects.all() if area.pk in held or _in_force(area)]
    shown = [_area(proposal, held.get(area.pk), area, may) for area in standard]
    return shown + [_area(proposal, row, None, may) for row in rows if not row["standard_id"]]


def _in_force(area: StandardArea) -> bool:
    return area.starts <= clock.today() and (area.ends is None or area.ends >= clock.today())


def _area(proposal: Proposal, row: dict | None, standard: StandardArea | None, may: May) -> Area:
    found = made(AssessmentArea, row) if row else AssessmentArea(proposal=proposal, standard=standard)
    key = str(found.pk) if found.pk else f"standard-{standard.pk}"
    title, question = (standard.title, standard.question) if standard else (found.question, "")
    answered = found.outcome == AssessmentArea.Outcome.ANSWERED
    return Area(
        row=found,
        title=title,
        question=question,
        key=key,
        body=row["body"] or "" if row else "",
        links=_area_links(proposal, found, key, title, may),
        texts=_area_texts(found, key),
        answer=rich(found.answer if answered else "", f"area-{key}-answer", NESTED),
    )


def _area_texts(found: AssessmentArea, key: str) -> list[dict]:
    texts = [
        ("Background", found.background),
        ("Where feedback comes from", found.feedback),
        ("The Proposer’s counter-view", found.counter_view),
    ]
    return [
        {"heading": heading, "rich": rich(text, f"area-{key}-{n}", NESTED)}
        for n, (heading, text) in enumerate(texts)
        if text
    ]


OPEN_AREA = (("answer", "Answer"), ("leave-open", "Leave open"), ("edit", "Edit"))


def _area_links(proposal: Proposal, found: AssessmentArea, key: str, title: str, may: May) -> list[Link]:
    settled = bool(found.outcome)
    steps = [
        (step, label, (may.set_areas if step == "edit" else may.refine) and not settled) for step, label in OPEN_AREA
    ]
    return offered("area_step", proposal, key, title, [*steps, ("reopen", "Open again", may.refine and settled)])


def alternatives(proposal: Proposal, rows: list[dict]) -> list[dict]:
    return [_alternative(proposal, row) for row in rows]


def _alternative(proposal: Proposal, row: dict) -> dict:
    found = made(Alternative, row)
    return {
        "row": found,
        "raiser": row["raiser"],
        "support": support_words(found, row["meeting"]["number"]),
        "url": reverse("proposals:alternative", args=[proposal.slug, found.number]),
    }


def support_words(found: Alternative, meeting: int | None) -> str:
    if not found.supported_by:
        return ""
    at = f", meeting {meeting}" if meeting else ""
    return f"Supported by {found.supported_by}{at}, on {date_long(found.supported_on)}"


def in_brief(shown: dict) -> list[dict]:
    """How things stand, for the list beside the tab."""
    standing = [each for each in shown["alternatives"] if each["row"].is_live]
    settled = sum(bool(area.row.outcome) for area in shown["areas"])
    asked = [each for each in shown["assessments"] if not each.row.cancelled_on]
    return [
        {"term": "Requirements", "value": _version_words(shown["sets"])},
        *[{"term": str(each.row), "value": each.status, "note": _brief_due(each.row)} for each in asked],
        {"term": "Areas of assessment", "value": f"{settled} of {len(shown['areas'])} settled"},
        {"term": "Alternatives", "value": str(len(standing) or "None")},
    ]


def _version_words(found: list[Set]) -> str:
    return f"Version {found[0].row.sequence}: {found[0].status}" if found else "None drafted"


def _brief_due(row: DccAssessment) -> str:
    return f"Due {date_act(row.due_on)}" if row.is_outstanding else ""


def _is_asked_about(rows: dict[str, list[dict]]) -> bool:
    return bool(rows["consulted"]) or any(row["published_on"] for row in rows["sets"])


def shown(proposal: Proposal, user, may: May) -> dict:
    """Everything on the tab."""
    rows, calendar = rows_of(proposal, user), WorkingCalendar.load()
    run = consultations_run(proposal, user) if _is_asked_about(rows) else {}
    parts = {
        "sets": sets(proposal, rows["sets"], may, run),
        "assessments": assessments(proposal, rows["assessments"], may, calendar),
        "discussions": discussions(proposal, rows["discussed"], may),
        "consultations": consultations(proposal, rows["consulted"], may, calendar, run),
        "areas": areas(proposal, rows["areas"], may),
        "alternatives": alternatives(proposal, rows["beside"]),
    }
    runs = any(each["row"].closed_on is None for each in parts["consultations"])
    return parts | {"brief": in_brief(parts), "consultation_runs": runs}
