"""From the record to the facts of a Modification Report, in a fixed number of queries. No sentence is written here."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.contrib.postgres.aggregates import JSONBAgg
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, FilteredRelation, OuterRef, Prefetch, Q, Subquery, prefetch_related_objects
from django.db.models.functions import JSONArray, JSONObject

from audit import clock
from audit.classification import up_to
from audit.models import Checkpoint
from bodies.models import Committee
from consultations.comments.feedback import feedback_in
from legaltext.queries import legal_draft_of, redlines_of_all
from papers import facts as f
from papers.board.gathering import board_columns, change_board_in
from papers.consultation.reporting import consulted_columns, told_in
from papers.editions import classification_of
from papers.gather_feedback import feedback_columns
from papers.gather_legal import legal_text
from papers.models import Boilerplate, BoilerplateKey, GlossaryTerm, Paper
from papers.numbers import counted
from proposals.lifecycle import MOVES
from proposals.models import (
    Acceptance,
    Alternative,
    AssessmentArea,
    CodeImpact,
    DccAssessment,
    Figure,
    Implementation,
    ImplementationPart,
    Move,
    ObjectiveAssessment,
    Point,
    ProblemStatement,
    Proposal,
    Release,
    RuleKey,
    Solution,
    Window,
)
from proposals.processrules import value_on
from proposals.richtext import from_plain, to_plain
from subcommittees.models import View, ViewRequest

CELLS = {
    "large_supplier": f.Cell.LARGE_SUPPLIERS,
    "small_supplier": f.Cell.SMALL_SUPPLIERS,
    "electricity_network": f.Cell.ELECTRICITY_NETWORKS,
    "gas_network": f.Cell.GAS_NETWORKS,
    "other_sec_party": f.Cell.OTHER_SEC_PARTIES,
    "dcc": f.Cell.DCC,
}
STANCES = {
    View.Position.SUPPORTS: f.Stance.SUPPORTS,
    View.Position.OPPOSES: f.Stance.OPPOSES,
    View.Position.MIXED: f.Stance.MIXED,
    View.Position.NO_COMMENT: f.Stance.NO_COMMENT,
}
# The bodies that named a point, in their own order, as [name, short name]: one query for points and bodies together.
BODIES = JSONBAgg(
    JSONArray("named_by__name", "named_by__short_name"),
    filter=Q(named_by__isnull=False),
    order_by=("named_by__sort", "named_by__name"),
)
WINDOW_STATES = {
    Window.Outcome.OPEN: f.WindowState.OPEN,
    Window.Outcome.EXPIRED: f.WindowState.UNOPPOSED,
    Window.Outcome.HALTED: f.WindowState.OBJECTED,
}
DECIDING = {
    "approve_fast_track": ("Panel", f.Outcome.APPROVED),
    "change_board_approves": ("Change Board", f.Outcome.APPROVED),
    "change_board_rejects": ("Change Board", f.Outcome.REJECTED),
    "authority_approves": ("Authority", f.Outcome.APPROVED),
    "authority_rejects": ("Authority", f.Outcome.REJECTED),
    "authority_subsumes": ("Authority", f.Outcome.WITHDRAWN),
    "withdraw": ("Proposer", f.Outcome.WITHDRAWN),
}
# After these no decision stands any more (domain §2.2 rows 31, 34, 36 and 39).
REOPENING = ("appeal", "authority_sends_back", "refine_after_objection", "report_after_objection", "adopt")
RECOMMENDING = ("change_board_recommends", "change_board_recommends_rejection")
# Where the Panel speaks: conversions, and what it said of a report.
PANEL_SPEAKS = frozenset(row.key for row in MOVES.values() if row.body == "panel")


@dataclass(frozen=True)
class Edition:
    """Which version of a paper is being composed, on what day, and by whom: they sign where nobody else does."""

    version: str
    issued: bool
    composed_on: date
    checkpoint: Checkpoint | None = None
    erratum: f.Erratum | None = None
    author: str = ""


def gather(paper: Paper, edition: Edition) -> f.Facts:
    """Everything a Modification Report states: texts as they stand, moves, window and views as at the day it bears."""
    proposals = Proposal.objects.for_page().select_related("solution__legal_draft__drafted_against")
    proposal = proposals.annotate(accepted=_accepted(edition.composed_on)).get(pk=paper.proposal_id)
    statement = proposal.statements.annotate(figure_count=Count("figures")).latest_version()
    on = edition.composed_on
    moves = [move for move in _moves(proposal) if clock.london_date(move.effective_at) <= on]
    return f.Facts(
        reference=proposal.reference,
        title=proposal.title,
        address=f"{settings.SITE_URL}{proposal.get_absolute_url()}",
        classification=proposal.get_classification_display(),
        version=edition.version,
        issued=edition.issued,
        composed_on=edition.composed_on,
        path=f.Path(proposal.path),
        urgent=proposal.urgent,
        proposer=_proposer(proposal),
        raised_on=proposal.raised_on,
        summary=from_plain(proposal.summary),
        decision=_decision(moves),
        reopened=_reopened(moves),
        panel=_panel_words(moves),
        window=_window(moves, on),
        implementations=_implementations(proposal.implementation, on),
        views=_views(proposal, on),
        left_open=_left_open(proposal),
        documents=_documents(proposal),
        glossary=glossary_of(paper),
        checkpoint=_checkpoint(edition.checkpoint),
        erratum=edition.erratum,
        **_statement_facts(statement),
        **_solutions(Read(paper, proposal, on, moves)),
        **_contacts(proposal, edition.composed_on),
    )


def _proposer(proposal: Proposal) -> str:
    if proposal.on_behalf_of:
        return f"{proposal.proposer.name}, on behalf of {proposal.on_behalf_of.named}"
    return f"{proposal.proposer.name} of {proposal.proposer_organisation}"


def _statement_facts(statement: ProblemStatement | None) -> dict:
    if statement is None:
        return {}
    texts = {name: getattr(statement, name) for name in ("issue", "do_nothing", "sec_context")}
    if statement.is_submission:
        texts = {name: from_plain(text) for name, text in texts.items()}
    figures = _figures(statement) if statement.figure_count else ()
    return texts | {"figures": tuple(_figure(figure) for figure in figures)}


def _figures(statement: ProblemStatement):
    """Those that are as open as the report, and were not taken down."""
    classes = up_to(statement.proposal.classification)
    kept = statement.figures.filter(attachment__taken_down_at=None, attachment__classification__in=classes)
    return kept.select_related("attachment")


def _figure(figure: Figure) -> f.Figure:
    return f.Figure(figure.number, figure.attachment.sha256, figure.caption, figure.alternative_text)


def _moves(proposal: Proposal):
    """The moves in their order, each with the window it opened and how many objections that drew: one query."""
    return (
        proposal.moves.standing().select_related("window", "meeting").annotate(objections=Count("window__objections"))
    )


@dataclass(frozen=True)
class Read:
    """What was read first: the proposal, and its ``moves`` up to the day."""

    paper: Paper
    proposal: Proposal
    on: date
    moves: list[Move]


def _solutions(read: Read) -> dict:
    """The proposed solution with what is settled beside it, and the Alternatives: a number of queries that does not
    grow with theirs."""
    proposal, on = read.proposal, read.on
    refined = _refinement(read)
    beside = refined.pop("beside")
    found = Solution.objects.select_related("legal_draft__drafted_against").in_bulk([r["solution"] for r in beside])
    solutions = [proposal.solution, *found.values()]
    _read(solutions)
    redlines = redlines_of_all([draft for draft in map(legal_draft_of, solutions) if draft])
    rate = value_on(RuleKey.SECAS_DAY_RATE, on) if any(s.secas_days is not None for s in solutions) else 0
    others = (_alternative(row, _solution_facts(found[row["solution"]], redlines, rate)) for row in beside)
    own = _solution_facts(proposal.solution, redlines, rate)
    return {"solution": proposal.solution.text, **own, **refined, "alternatives": tuple(others)}


def _read(solutions: list[Solution]) -> None:
    """What hangs on the solutions; codes only where one says that there are."""
    wanted = [
        "party_impacts",
        Prefetch("points", Point.objects.annotate(bodies=BODIES)),
        Prefetch("objective_assessments", ObjectiveAssessment.objects.select_related("objective")),
    ]
    if any(solution.other_codes_impacted for solution in solutions):
        wanted.append(Prefetch("code_impacts", CodeImpact.objects.select_related("code")))
    prefetch_related_objects(solutions, *wanted)


def _alternative(row: dict, facts: dict) -> f.Alternative:
    own = {name: row[name] for name in ("number", "title", "text", "raised_for", "implementation")}
    return f.Alternative(**own, **facts)


def _solution_facts(solution: Solution, redlines: dict, rate: int) -> dict:
    points = list(solution.points.all())
    return {
        "legal_text": legal_text(legal_draft_of(solution), redlines),
        "parties_narrative": solution.parties_narrative,
        "party_impacts": _party_impacts(solution),
        "dcc_systems": solution.dcc_system_impacted,
        "dcc_systems_detail": solution.dcc_system_text,
        "other_codes": _other_codes(solution),
        "greenhouse_gas": _tri_state(solution.greenhouse_gas_impacted, solution.greenhouse_gas_text),
        "dcc_cost": _dcc_cost(solution),
        "dcc_cost_detail": solution.dcc_cost_text,
        "secas": _secas(solution, rate),
        "party_costs": _party_costs(solution),
        "benefits": _points(points, "benefit"),
        "drawbacks": _points(points, "drawback"),
        "objectives": _objectives(solution),
    }


def _refinement(read: Read) -> dict:
    """Alternatives that stood, what the DCC had answered, areas settled, what industry said and how the Change Board
    voted, in one query."""
    proposal, on = read.proposal, read.on
    stood = Q(withdrawn_on=None) | Q(withdrawn_on__gt=on)
    alternatives = Alternative.objects.filter(stood, raised_on__lte=on)
    given = DccAssessment.objects.filter(answered_on__lte=on, cancelled_on=None).order_by("answered_on", "pk")
    settled = AssessmentArea.objects.exclude(outcome="").filter(settled_on__lte=on)
    row = Proposal.objects.filter(pk=proposal.pk).values(
        beside=_held(alternatives, **BESIDE),
        given=_held(given, **{name: name for name in ASSESSED}),
        settled=_held(settled, **AREA),
        **feedback_columns(read.paper, proposal, on),
        **board_columns(on),
        **consulted_columns(on, up_to(classification_of(read.paper))),
    )
    found = row.get()
    return {
        "beside": found["beside"],
        "assessments": tuple(_assessment(each) for each in found["given"]),
        "areas": tuple(_area(each) for each in found["settled"]),
        "feedback": feedback_in(found),
        "consulted": told_in(found, on),
        "change_board": change_board_in(found, read.moves, on, up_to(classification_of(read.paper))),
    }


BESIDE = {
    "number": "number",
    "title": "title",
    "text": "solution__text",
    "raised_for": "organisation__name",
    "implementation": "implementation",
    "solution": "solution__pk",
}
ASSESSED = ("kind", "number", "answered_on", "cost_min", "cost_max", "lead_time", "release", "assumptions")
AREA = {
    "question": "question",
    "standard": "standard__question",
    "body": "committee__short_name",
    "answer": "answer",
    "reason": "reason",
}


def _held(queryset, **fields):
    return ArraySubquery(queryset.filter(proposal=OuterRef("pk")).values(row=JSONObject(**fields)))


def _assessment(row: dict) -> f.Assessment:
    named = DccAssessment(kind=row["kind"], number=row["number"]).name
    cost = None if row["cost_min"] is None else f.DccCost(row["cost_min"], row["cost_max"])
    given_on = date.fromisoformat(row["answered_on"])
    return f.Assessment(named, given_on, cost, row["lead_time"], row["release"], row["assumptions"])


def _area(row: dict) -> f.Area:
    question = row["question"] or row["standard"]
    return f.Area(question, row["body"] or "", row["answer"], _html(row["reason"]))


def _party_impacts(solution: Solution) -> tuple[f.PartyImpact, ...] | None:
    """No row and no word about the Parties: not assessed. Words without a row: nobody is impacted."""
    rows = tuple(
        f.PartyImpact(CELLS[row.category], f.Direction(row.direction), row.reason)
        for row in solution.party_impacts.all()
    )
    return rows if rows or solution.parties_narrative else None


def _other_codes(solution: Solution) -> tuple[f.OtherCode, ...] | None:
    if not solution.other_codes_impacted:
        return None if solution.other_codes_impacted is None else ()
    codes = [impact.code.code for impact in solution.code_impacts.all()]
    return tuple(f.OtherCode(code, to_plain(solution.other_codes_text)) for code in codes)


def _tri_state(impacted: bool | None, text: str) -> str | None:
    if impacted is None:
        return None
    return text if impacted else ""


def _dcc_cost(solution: Solution) -> f.DccCost | None:
    if solution.dcc_cost == Solution.Cost.UNKNOWN:
        return None
    return f.DccCost(solution.dcc_cost_min or 0, solution.dcc_cost_max or 0)


def _secas(solution: Solution, rate: int) -> f.SecasEffort | None:
    if solution.secas_days is None:
        return None
    activities = tuple(line.strip() for line in solution.secas_activities.splitlines() if line.strip())
    return f.SecasEffort(Decimal(solution.secas_days), rate, activities)


def _party_costs(solution: Solution) -> str | None:
    if solution.party_cost == Solution.Cost.UNKNOWN:
        return None
    return solution.party_cost_text if solution.party_cost == Solution.Cost.KNOWN else ""


def _points(points: list, kind: str) -> tuple[f.Point, ...] | None:
    """No point of either kind: not yet asked. Points of the other kind only: there are none of this one."""
    if not points:
        return None
    return tuple(
        f.Point(point.text, point.named_by_proposer, tuple(f.Body(*names) for names in point.bodies or ()))
        for point in points
        if point.kind == kind
    )


def _objectives(solution: Solution) -> tuple[f.Objective, ...] | None:
    rows = solution.objective_assessments.all()
    assessed = tuple(
        f.Objective(row.objective.letter, row.objective.text, f.Effect(row.effect), _html(row.rationale))
        for row in rows
    )
    return assessed or None


def _html(text: str) -> str:
    return from_plain(text) if text else ""


def _decision(moves: list[Move]) -> f.Decision | None:
    made = _last(moves, {*DECIDING, *REOPENING})
    if made is None or made.key in REOPENING:
        return None
    body, outcome = DECIDING[made.key]
    return f.Decision(outcome, body, clock.london_date(made.effective_at))


def _reopened(moves: list[Move]) -> f.Reopened | None:
    """By an appeal, or by the Authority, where nothing was decided or recommended since."""
    made = _last(moves, {*DECIDING, *REOPENING, *RECOMMENDING})
    if made is None or made.key not in list(f.Reopening):
        return None
    words = _html(made.words) if made.key == f.Reopening.SENT_BACK else ""
    return f.Reopened(f.Reopening(made.key), clock.london_date(made.effective_at), words)


def _last(moves: list[Move], keys: set[str]) -> Move | None:
    return next((move for move in reversed(moves) if move.key in keys), None)


def _panel_words(moves: list[Move]) -> str:
    """What the Panel said: its latest decision that carries words."""
    said = next((move.words for move in reversed(moves) if move.key in PANEL_SPEAKS and move.words), "")
    return _html(said)


def _window(moves: list[Move], on: date) -> f.ObjectionWindow | None:
    """The latest objection window, and how it stood on that day."""
    opened = [m for m in moves if hasattr(m, "window") and m.window.kind == Window.Kind.OBJECTION]
    if not opened:
        return None
    window = opened[-1].window
    settled = window.settled_at and clock.london_date(window.settled_at) <= on
    state = WINDOW_STATES[window.outcome] if settled else f.WindowState.OPEN
    closes = clock.london_date(window.closes_at)
    return f.ObjectionWindow(window.working_days, closes, state, opened[-1].objections if settled else 0)


def _implementations(plan: Implementation, on: date) -> tuple[f.Implementation, ...]:
    """One for each part; the reasons, which are those of the whole, stand with the first."""
    if plan.part_count < 2:
        one = _implementation(plan, plan.release_kind, on, rationale=_html(plan.rationale))
        return (one,) if one.rule or one.planned_on or one.actual_on else ()
    parts = plan.parts.select_related("release")
    return tuple(
        _implementation(
            part, part.release_kind, on, part=part.name, rationale=_html(plan.rationale if part.number == 1 else "")
        )
        for part in parts
    )


def _implementation(dated: Implementation | ImplementationPart, kind: str, on: date, **words) -> f.Implementation:
    rule = ""
    if dated.days_after_window:
        rule = f"{counted(dated.days_after_window, 'working day')} following the end of the objection period"
    ad_hoc = kind == Release.Kind.AD_HOC
    return f.Implementation(
        rule=rule,
        planned_on=dated.planned_on,
        release_kind=f.ReleaseKind.AD_HOC if ad_hoc else f.ReleaseKind.SCHEDULED,
        release_name=dated.release.name if dated.release and not ad_hoc else "",
        actual_on=dated.implemented_on if dated.implemented_on and dated.implemented_on <= on else None,
        **words,
    )


def _views(proposal: Proposal, on: date) -> tuple[f.View, ...]:
    """What each body said last, or that it was asked and let the day pass (S0 §3). The report is for whoever may read
    its proposal: what is of a closer class stays out of it."""
    theirs = Q(proposal=proposal, committee=OuterRef("pk"), classification__in=up_to(proposal.classification))
    said = View.objects.filter(theirs, given_on__lte=on).order_by("-version")
    still_asked = Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=on)
    asked = ViewRequest.objects.filter(theirs, still_asked, due_on__lt=on).order_by("-asked_on", "-pk")
    bodies = Committee.objects.exclude(code="panel").annotate(
        said=Subquery(said.values(row=JSONObject(position="position", text="text"))[:1]),
        silent=Subquery(asked.values("why")[:1]),
    )
    spoken = bodies.filter(Q(said__isnull=False) | Q(silent__isnull=False))
    return tuple(_of_body(body) for body in spoken)


def _of_body(body: Committee) -> f.View:
    stance = STANCES[body.said["position"]] if body.said else f.Stance.SILENT
    return f.View(f.Body(body.name, body.short_name), stance, _html(body.said["text"] if body.said else body.silent))


def _accepted(on: date) -> ArraySubquery:
    """What was accepted as missing by that day, read with the proposal itself."""
    rows = Acceptance.objects.standing().filter(proposal=OuterRef("pk"), on__lte=on).order_by("at", "pk")
    return ArraySubquery(rows.values(row=JSONObject(text="text", why="why")))


def _left_open(proposal: Proposal) -> tuple[f.LeftOpen, ...]:
    return tuple(f.LeftOpen(**row) for row in proposal.accepted)


def _documents(proposal: Proposal) -> tuple[f.SecDocument, ...] | None:
    references = list(proposal.sec_references.select_related("document"))
    if not references:
        return None
    changed = dict.fromkeys(reference.document for reference in references if reference.is_changed)
    return tuple(f.SecDocument(document.code, document.title) for document in changed)


def glossary_of(paper: Paper) -> f.Glossary:
    """The known terms and what this paper chose among them, in one query."""
    chosen = FilteredRelation("glossarychoice", condition=Q(glossarychoice__paper=paper.pk))
    kept = GlossaryTerm.objects.filter(retired_on=None).annotate(choice=chosen, always=F("choice__always"))
    terms = list(kept.order_by("acronym", "term"))
    return f.Glossary(
        known=tuple(f.Term(term.acronym, term.term) for term in terms),
        chosen=tuple(f.Term(term.acronym, term.term) for term in terms if term.always is False),
        added=tuple(term.acronym for term in terms if term.always),
    )


def _contacts(proposal: Proposal, on: date) -> dict:
    texts = dict(Boilerplate.objects.on(on).filter(committee=None).values_list("key", "text"))
    office = f.Office(
        name=texts.get(BoilerplateKey.OFFICE_NAME, ""),
        address=texts.get(BoilerplateKey.OFFICE_ADDRESS, ""),
        telephone=texts.get(BoilerplateKey.OFFICE_TELEPHONE, ""),
        email=texts.get(BoilerplateKey.OFFICE_EMAIL, ""),
    )
    analyst = proposal.lead_analyst
    if analyst is None:
        return {"office": office, "contact": f.Contact(office.name, office.telephone, office.email)}
    published = (analyst.telephone, analyst.email) if analyst.publish_contact else ("", "")
    return {"office": office, "contact": f.Contact(analyst.name, *published)}


def _checkpoint(checkpoint: Checkpoint | None) -> f.Checkpoint | None:
    return f.Checkpoint(checkpoint.size, checkpoint.hash, checkpoint.on) if checkpoint else None
