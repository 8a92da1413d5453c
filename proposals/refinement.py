"""Refinement as the tab shows it: everything in one query for the proposal, and in plain words how things stand."""

from dataclasses import dataclass, field

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Model, OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.urls import reverse

from audit import clock
from audit.templatetags.look import date_act, date_long, pounds, working_days_words
from bodies.workingdays import WorkingCalendar
from proposals import dccclock, rules
from proposals.models import (
    Alternative,
    AssessmentArea,
    Attachment,
    Clarification,
    ConsultationExtension,
    DccAssessment,
    Discussion,
    DueChange,
    Proposal,
    RefinementConsultation,
    Requirement,
    RequirementSet,
    StandardArea,
)
from proposals.statements import IN_A_SECTION, rich

NESTED = IN_A_SECTION + 1  # under a heading within an article of the tab

# Reading ------------------------------------------------------------------------------------------


def _columns(model: type[Model]) -> dict[str, str]:
    return {column.attname: column.attname for column in model._meta.concrete_fields}


def _rows(queryset: QuerySet, **more):
    return ArraySubquery(queryset.values(row=JSONObject(**_columns(queryset.model), **more)))


def _own(model: type[Model]) -> QuerySet:
    return model.objects.filter(proposal=OuterRef("pk"))


def _under(model: type[Model], owner: str) -> QuerySet:
    return model.objects.filter(**{owner: OuterRef("pk")})


def made(model: type[Model], row: dict) -> Model:
    """The row of the database as its model has it; nothing is asked again."""
    return model(**{c.attname: c.to_python(row[c.attname]) for c in model._meta.concrete_fields})


def _meeting(name: str):
    return JSONObject(body=f"{name}__committee__short_name", number=f"{name}__number", on=f"{name}__date")


def rows_of(proposal: Proposal, user) -> dict[str, list[dict]]:
    """Everything that Refinement holds of the proposal, in one query; files of the classes ``user`` may read."""
    file = Attachment.objects.visible_to(user)
    return (
        Proposal.objects.filter(pk=proposal.pk)
        .values(
            sets=_rows(
                _own(RequirementSet),
                rows=_rows(_under(Requirement, "of")),
                meeting=_meeting("agreed_at"),
            ),
            assessments=_rows(_own(DccAssessment), **_of_assessment(file)),
            discussed=_rows(_own(Discussion), body="committee__name", number="meeting__number"),
            consultations=_rows(
                _own(RefinementConsultation).standing(),
                extensions=_rows(_under(ConsultationExtension, "consultation")),
            ),
            areas=_rows(_own(AssessmentArea), body="committee__short_name"),
            beside=_rows(_own(Alternative), raiser="organisation__short_name", meeting=_meeting("supported_at")),
        )
        .get()
    )


def _of_assessment(file: QuerySet) -> dict:
    return {
        "clarifications": _rows(_under(Clarification, "assessment")),
        "changes": _rows(_under(DueChange, "assessment")),
        "files": ArraySubquery(
            file.filter(pk=OuterRef("file_id")).values(row=JSONObject(pk="pk", name="filename", title="title"))
        ),
        "rests_on": "requirement_set__sequence",
        "meeting": _meeting("cost_approved_at"),
    }


# What the reader may do ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    about: str = ""  # for those who hear the page: which of several things it is about


@dataclass(frozen=True)
class May:
    """What ``user`` may do on this proposal: asked once for the page."""

    refine: bool
    set_areas: bool
    go_on: bool
    dcc: bool
    raise_alternative: bool
    put_right: bool

    @classmethod
    def of(cls, proposal: Proposal, user) -> "May":
        manages, refining = rules.may_manage.test(user, proposal), rules.may_be_refined(proposal)
        return cls(
            refine=manages and refining,
            set_areas=manages and rules.may_set_areas(proposal),
            go_on=manages and not proposal.is_finished,
            dcc=not proposal.is_finished and rules.may_act_for_the_dcc.test(user, proposal),
            raise_alternative=refining and rules.may_raise_alternative.test(user, proposal),
            put_right=manages,
        )


def _links(may: bool, *links: Link) -> list[Link]:
    return list(links) if may else []


def _offered(name: str, proposal: Proposal, key, about: str, steps) -> list[Link]:
    """``steps``: (step, label, whether it may be taken) at the address of that name."""
    return [
        Link(label, reverse(f"proposals:{name}", args=[proposal.slug, key, step]), about)
        for step, label, allowed in steps
        if allowed
    ]


# What is shown ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Set:
    row: RequirementSet
    status: str
    requirements: list[Requirement]
    text: dict
    links: list[Link]


def sets(proposal: Proposal, rows: list[dict], may: May) -> list[Set]:
    """Newest first."""
    return [_set(proposal, row, may, newest=not n) for n, row in enumerate(rows)]


def _set(proposal: Proposal, row: dict, may: May, *, newest: bool) -> Set:
    found = made(RequirementSet, row)
    requirements = [made(Requirement, each) for each in row["rows"]]
    links = _set_links(proposal, found, may, newest=newest)
    return Set(
        found,
        _set_status(found, row["meeting"]),
        requirements,
        rich(found.text, f"set-{found.pk}", IN_A_SECTION),
        links,
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


def _set_links(proposal: Proposal, found: RequirementSet, may: May, *, newest: bool) -> list[Link]:
    drafting = may.refine and newest
    steps = [
        ("edit", "Edit", drafting and found.is_editable),
        ("publish", "Publish for comment", drafting and found.is_editable),
        ("agree", "Record agreement", drafting and not found.agreed_on),
        ("correct-publication", "Put the publication right", may.put_right and bool(found.published_on)),
        ("correct-agreement", "Put the agreement right", may.put_right and bool(found.agreed_on)),
    ]
    return _offered("requirements_step", proposal, found.sequence, f"version {found.sequence}", steps)


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
    return _offered("clarification_step", proposal, asked.pk, about, steps)


def assessment_links(proposal: Proposal, found: DccAssessment, may: May, *, waiting: bool) -> list[Link]:
    """``waiting``: for the answer to a question, without which the assessment is not given."""
    if found.cancelled_on:
        return []
    steps = [("correct", "Put right", may.dcc)] if found.answered_on else _outstanding_steps(found, may, waiting)
    acknowledged = may.put_right and bool(found.acknowledged_on)
    steps += [("correct-acknowledgement", "Put the acknowledgement right", acknowledged)]
    return _offered("assessment_step", proposal, found.pk, f"the {found}", steps)


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
        "links": _links(may.refine, Link("Put right", url, f"the summary of {date_long(found.on)}")),
    }


def consultations(proposal: Proposal, rows: list[dict], may: May, calendar: WorkingCalendar) -> list[dict]:
    return [_consultation(proposal, row, may, calendar) for row in rows]


def _consultation(proposal: Proposal, row: dict, may: May, calendar: WorkingCalendar) -> dict:
    found = made(RefinementConsultation, row)
    steps = [("extend", "Extend"), ("close", "Close")]
    links = [
        Link(label, reverse("proposals:consultation_step", args=[proposal.slug, key]), "the Refinement Consultation")
        for key, label in steps
        if may.refine and not found.closed_on
    ]
    right = [("correct", "Put right", may.put_right), ("take-back", "Take back", may.put_right)]
    links += _offered("consultation_right", proposal, found.pk, f"the {found}", right)
    extensions = [made(ConsultationExtension, each) for each in row["extensions"]]
    left = calendar.between(clock.today(), found.closes_on)
    return {"row": found, "extensions": extensions, "left": left, "links": links}


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
    return _offered("area_step", proposal, key, title, [*steps, ("reopen", "Open again", may.refine and settled)])


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


def shown(proposal: Proposal, user, may: May) -> dict:
    """Everything on the tab."""
    rows, calendar = rows_of(proposal, user), WorkingCalendar.load()
    parts = {
        "sets": sets(proposal, rows["sets"], may),
        "assessments": assessments(proposal, rows["assessments"], may, calendar),
        "discussions": discussions(proposal, rows["discussed"], may),
        "consultations": consultations(proposal, rows["consultations"], may, calendar),
        "areas": areas(proposal, rows["areas"], may),
        "alternatives": alternatives(proposal, rows["beside"]),
    }
    runs = any(each["row"].closed_on is None for each in parts["consultations"])
    return parts | {"brief": in_brief(parts), "consultation_runs": runs}
