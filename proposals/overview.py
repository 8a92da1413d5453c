"""What the overview of a proposal says, from one query beside those of the page's header."""

import functools
from dataclasses import dataclass, fields
from datetime import date, datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import JSONObject

from accounts.compiled import compiled
from audit import clock
from bodies.models import Committee
from proposals.lifecycle import done_words
from proposals.models import (
    Adoption,
    Alternative,
    Appeal,
    CodeImpact,
    Exactness,
    ImplementationPart,
    Move,
    Objection,
    ObjectiveAssessment,
    PartyImpact,
    PlanChange,
    Point,
    ProblemStatement,
    ProcessRule,
    Proposal,
    ProposalUpdate,
    Relation,
    RuleKey,
    SecReference,
    TimetableEntry,
    Window,
)
from proposals.models.solution import IMPACT_CATEGORIES
from proposals.states import STAGE_OF, State
from proposals.timetable import stage_of

CELLS = {value: label if value == "dcc" else f"{label}s" for value, label in IMPACT_CATEGORIES}
CELLS["other_sec_party"] = "Other SEC Parties"
INVERSE = {
    Relation.Kind.CAUSED_BY: "gave rise to",
    Relation.Kind.DUPLICATE_OF: "has as its duplicate",
    Relation.Kind.RELATED_TO: "is related to",
    Relation.Kind.SPLIT_OF: "was split into",
}


@dataclass(frozen=True, kw_only=True)
class SolutionRows:
    """The rows that hang on a solution, as one query gives them; and the rate its costs are reckoned with."""

    impacts: list[dict]
    codes: list[str]
    points: list[dict]
    objectives: list[dict]
    day_rate: int | None


@dataclass(frozen=True, kw_only=True)
class Listed(SolutionRows):
    """The rows that hang on a proposal and on its proposed solution."""

    statement: dict | None
    references: list[dict]
    posted: list[dict]
    ahead: list[dict]
    pointing: list[dict]
    pointed_at: list[dict]
    replanned: list[dict]
    objections: list[dict]
    appeals: list[dict]
    adoptions: list[dict]


LISTED = [field.name for field in fields(Listed)]


def listed(proposal: Proposal, user) -> Listed:
    """Everything the overview lists, of the classes that ``user`` may read, in one query."""
    rows = _of_any_reader(clock.today()).annotate(
        posted=_rows(_posted(user), of="proposal_id", before=_text_before(user), **_POSTED),
        pointing=_rows(_own(Relation).standing().visible_to(user), id="pk", kind="kind", **_other("to")),
        pointed_at=_rows(_pointing_here(user), kind="kind", **_other("proposal")),
    )
    return Listed(**rows.filter(pk=proposal.pk).values(*LISTED).get())


@functools.lru_cache(maxsize=4)
def _of_any_reader(today: date):
    """What is alike for everybody who reads a proposal: to build so much of a query takes longer than to ask it."""
    alike = Proposal.objects.annotate(
        statement=_latest_statement(),
        references=_rows(_own(SecReference), code="document__code", title="document__title", **_PLACE),
        ahead=_rows(
            _own(TimetableEntry).ahead(today),
            on="due_on",
            exactness="exactness",
            kind="kind",
            activity="activity",
            is_over="is_over",
        ),
        **_solution_rows("solution__proposal", today),
        replanned=_rows(PlanChange.objects.filter(plan__proposal=OuterRef("pk")).order_by("-pk"), **_REPLANNED),
        objections=_lodged(Objection),
        appeals=_lodged(Appeal, body="committee__short_name", body_id="committee_id"),
        adoptions=_lodged(Adoption),
    )
    return compiled(alike)


def listed_of(alternative: Alternative) -> SolutionRows:
    """What hangs on the solution of an Alternative, in one query."""
    row = Alternative.objects.filter(pk=alternative.pk).values(**_solution_rows("solution__alternative", clock.today()))
    return SolutionRows(**row.get())


def _solution_rows(owner: str, today: date) -> dict:
    """``owner``: how a row under a solution names what the query is about."""

    def of(model):
        return model.objects.filter(**{owner: OuterRef("pk")})

    return {
        "impacts": _rows(of(PartyImpact), category="category", direction="direction", reason="reason"),
        "codes": ArraySubquery(of(CodeImpact).values("code__code")),
        "points": _rows(of(Point), kind="kind", text="text", proposer="named_by_proposer", bodies=_BODIES),
        "objectives": _rows(of(ObjectiveAssessment), letter="objective__letter", effect="effect", why="rationale"),
        "day_rate": _day_rate(today),
    }


_BODIES = ArraySubquery(Committee.objects.filter(named_points=OuterRef("pk")).values("short_name"))
_REPLANNED = {
    "number": "part_number",
    "title": "part_title",
    "from_date": "from_date",
    "from_release": "from_release__name",
    "to_date": "to_date",
    "to_release": "to_release__name",
    "reason": "reason",
    "consented_by": "consented_by",
    "consent_words": "consent_words",
    "consent_on": "consent_on",
    "is_correction": "is_correction",
}
_POSTED = {
    "id": "pk",
    "on": "on",
    "text": "text",
    "corrected_at": "corrected_at",
    "why": "why_corrected",
}
_PLACE = {"locator": "locator", "purpose": "purpose", "is_changed": "is_changed"}


def _rows(queryset, **fields):
    return ArraySubquery(queryset.values(row=JSONObject(**fields)))


def _own(model):
    return model.objects.filter(proposal=OuterRef("pk"))


def _posted(user):
    """Updates; of a part of a split proposal also those of the whole, for those who may read it."""
    whole = Q(proposal__number=OuterRef("number"), proposal__suffix="")
    readable = ProposalUpdate.objects.standing().visible_to(user).filter(proposal__in=Proposal.objects.visible_to(user))
    return readable.filter(Q(proposal=OuterRef("pk")) | whole)


def _lodged(model, **more):
    rows = model.objects.filter(window__proposal=OuterRef("pk"))
    who = {"name": "organisation__short_name", "category": "organisation__category", "organisation": "organisation_id"}
    when = {"received_at": "received_at", "struck_at": "struck_at", "struck_because": "struck_because"}
    return _rows(rows, id="pk", window="window_id", **who, **when, **more)


def _other(end: str) -> dict:
    names = ("number", "suffix", "is_legacy", "converted_on", "title")
    return {name: f"{end}__{name}" for name in names}


def _text_before(user):
    """What a corrected update said before, if the reader may read that too."""
    return Subquery(ProposalUpdate.objects.visible_to(user).filter(pk=OuterRef("replaces_id")).values("text")[:1])


def _pointing_here(user):
    readable = Proposal.objects.visible_to(user)
    return (
        Relation.objects.standing()
        .filter(to=OuterRef("pk"), proposal__in=readable)
        .order_by("kind", "proposal__number")
    )


def _latest_statement():
    texts = JSONObject(issue="issue", sequence="sequence", is_submission="is_submission")
    return Subquery(_own(ProblemStatement).order_by("-sequence").values(row=texts)[:1])


def _day_rate(today: date):
    return Subquery(ProcessRule.objects.on(today).filter(key=RuleKey.SECAS_DAY_RATE).values("value")[:1])


# What is shown ------------------------------------------------------------------------------------


def impact_cells(impacts: list[dict]) -> list[dict]:
    """The six cells of the report, in its order."""
    by_category = {row["category"]: row for row in impacts}
    return [_cell(label, by_category.get(value)) for value, label in CELLS.items()]


def _cell(label: str, row: dict | None) -> dict:
    if row is None:
        return {"label": label, "impacted": False}
    way = "" if row["direction"] == PartyImpact.Direction.NEUTRAL else PartyImpact.Direction(row["direction"]).label
    return {"label": label, "impacted": True, "note": ": ".join(part for part in (way, row["reason"]) if part)}


def documents_affected(references: list[dict]) -> list[dict]:
    """Each document once, with the places in it that the proposal names."""
    found: dict[str, dict] = {}
    for row in references:
        name = f"{row['code']} ‘{row['title']}’" if row["title"] else row["code"]
        document = found.setdefault(row["code"], {"name": name, "code": row["code"], "changed": [], "named": []})
        if row["locator"]:
            document["changed" if row["is_changed"] else "named"].append(row)
    return list(found.values())


def points(facts: SolutionRows) -> list[dict]:
    """Benefits and drawbacks under their heading, each with who named it."""
    headings = {Point.Kind.BENEFIT: "Benefits", Point.Kind.DRAWBACK: "Drawbacks"}
    return [
        {"heading": heading, "rows": [_point(row) for row in facts.points if row["kind"] == kind]}
        for kind, heading in headings.items()
    ]


def _point(row: dict) -> dict:
    named = ["the Proposer"] * row["proposer"] + [f"the {name}" for name in row["bodies"]]
    return {"text": row["text"], "named_by": ", ".join(named)}


def objectives(facts: SolutionRows) -> list[dict]:
    return [{**row, "effect": ObjectiveAssessment.Effect(row["effect"]).label} for row in facts.objectives]


def related(facts: Listed) -> list[dict]:
    return [_relation(row, Relation.Kind(row["kind"]).label) for row in facts.pointing] + [
        _relation(row, INVERSE[Relation.Kind(row["kind"])]) for row in facts.pointed_at
    ]


def _relation(row: dict, words: str) -> dict:
    """``pk`` only of one that is entered on this proposal and can be taken back there."""
    other = Proposal(
        number=row["number"], suffix=row["suffix"], is_legacy=row["is_legacy"], converted_on=row["converted_on"]
    )
    pk = row.get("id") if row["kind"] != Relation.Kind.SPLIT_OF else None
    named = {"reference": other.reference, "title": row["title"]}
    return {"words": words, "url": other.get_absolute_url(), "pk": pk, **named}


def parts(proposal: Proposal) -> list[ImplementationPart]:
    """Where the proposal comes in by several parts; nothing is asked where it does not."""
    plan = proposal.implementation
    if plan.part_count < 2:
        return []
    return list(plan.parts.select_related("release", "sec_version").prefetch_related("documents"))


def replanned(facts: Listed) -> list[dict]:
    """How the plan changed, the latest first: from where to where, why, and who consented."""
    return [_replanned(row) for row in facts.replanned]


def _replanned(row: dict) -> dict:
    part = f"Part {row['number']}: {row['title']}. " if row["title"] else ""
    words = f"{part}{_placed(row, 'to')} instead of {_placed(row, 'from')}."
    if row["is_correction"]:
        words = f"{words} It had been recorded wrongly."
    consent = ""
    if row["consented_by"]:
        day = date.fromisoformat(row["consent_on"])
        consent = f"With the consent of {row['consented_by']} on {day:%-d %B %Y}: {row['consent_words']}"
    return {"words": words, "reason": row["reason"], "consent": consent}


def _placed(row: dict, end: str) -> str:
    day = row[f"{end}_date"]
    when = f"{date.fromisoformat(day):%-d %B %Y}" if day else "no date"
    return f"{when} ({row[f'{end}_release']})" if row[f"{end}_release"] else when


def updates(facts: Listed, proposal: Proposal) -> list[dict]:
    """``on_whole``: posted on the proposal that this one is a part of."""
    return [_update(row, proposal) for row in facts.posted]


def _update(row: dict, proposal: Proposal) -> dict:
    corrected = datetime.fromisoformat(row["corrected_at"]) if row["corrected_at"] else None
    on = date.fromisoformat(row["on"])
    return {**row, "on": on, "corrected_at": corrected, "on_whole": row["of"] != proposal.pk}


def timeline(proposal: Proposal, moves: list[Move], windows: list[Window], ahead: list[dict]) -> list[dict]:
    """What happened and what is planned, the latest first. ``moves`` in their order, with window and meeting;
    ``ahead``: what its timetable still holds."""
    events = [_event(move) for move in moves]
    events += [_closing(window) for window in windows if not window.outcome]
    planned = proposal.implementation.planned_on
    if planned and not proposal.is_finished:
        events.append({"at": planned, "title": "Implementation planned", "stage": "Implemented"})
    if not proposal.is_finished:
        events += [_planned(proposal, row) for row in ahead]
    newest_first = events[::-1]
    return sorted(newest_first, key=_day, reverse=True)


def _day(event: dict) -> date:
    at = event["at"]
    return clock.london_date(at) if hasattr(at, "hour") else at


def _event(move: Move) -> dict:
    return {
        "at": move.effective_at,
        "title": done_words(move.key),
        "words": move.words,
        "by": f"{move.meeting.committee}, meeting {move.meeting.number}" if move.meeting else "",
        "stage": STAGE_OF[State(move.to_state)].label,
    }


def _planned(proposal: Proposal, row: dict) -> dict:
    """A date of the timetable; one that has passed says so."""
    week = "In the week that begins then. " if row["exactness"] == Exactness.WEEK else ""
    state = "Was due, and is not yet recorded as done." if row["is_over"] else "Planned in its timetable."
    return {
        "at": date.fromisoformat(row["on"]),
        "title": row["activity"],
        "words": week + state,
        "stage": stage_of(row["kind"], proposal.path).label,
    }


def _closing(window: Window) -> dict:
    return {"at": window.closes_at, "title": f"{window.get_kind_display()} closes at 17:00", "stage": "Decision"}
