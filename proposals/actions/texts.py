"""Writing what a proposal says: its details, problem statement, solution, and the places in the SEC it touches.

Rich text is sanitised here, so that no door can bring in anything else. A stale save changes nothing (``StaleSave``).
"""

from dataclasses import dataclass, field
from datetime import date

from audit import clock
from audit.acts import Refused, act, current, nothing_changed, record
from audit.classification import Classification
from bodies.models import Committee
from proposals import rules
from proposals.actions.ground import (
    StaleSave,
    check_analyst,
    check_has_come,
    check_not_split,
    check_unfinished,
    check_version,
    take,
    write_path,
)
from proposals.indexing import index
from proposals.models import (
    Alternative,
    CodeImpact,
    FormerTitle,
    ObjectiveAssessment,
    PartyImpact,
    Point,
    ProblemStatement,
    Proposal,
    ProposalUpdate,
    Relation,
    SecReference,
    Solution,
)
from proposals.models.proposal import TITLE_LENGTH
from proposals.richtext import sanitise
from proposals.states import Path

MANAGED = "Only SECAS may change this."
NOT_RED = "Red is for people named one by one, which a whole proposal cannot be: nobody could read it. Choose Amber."
STATEMENT_TEXTS = ("issue", "sec_context", "do_nothing")
RICH = ("text", "parties_narrative", "dcc_system_text", "other_codes_text", "greenhouse_gas_text", "dcc_cost_text")
RICH += ("party_cost_text",)
LONGEST_TEXT = 200_000
DETAILS = frozenset(
    [
        "title",
        "summary",
        "proposer",
        "proposer_organisation",
        "on_behalf_of",
        "representative",
        "representative_organisation",
        "lead_analyst",
        "deputy",
        "classification",
    ]
)


@act
def save_details(*, proposal: Proposal, by, version: int | None = None, why: str = "", **fields) -> Proposal:
    """Title, summary, people and classification (``DETAILS``), and ``why``. An old title is kept (domain row 46)."""
    if unknown := fields.keys() - DETAILS:
        raise TypeError(f"Not among a proposal's details: {', '.join(sorted(unknown))}")
    proposal = take(proposal)
    rules.check(rules.may_manage, by, proposal, sentence=MANAGED)
    check_version(proposal, version)
    if "title" in fields and not 0 < len(fields["title"].strip()) <= TITLE_LENGTH:
        raise Refused(f"The title needs between 1 and {TITLE_LENGTH} characters.", "title")
    if fields.get("lead_analyst"):
        check_analyst(fields["lead_analyst"])
    if fields.get("classification") == Classification.RED:
        raise Refused(NOT_RED, "classification")
    changed = {name: value for name, value in fields.items() if getattr(proposal, name) != value}
    if not changed:
        nothing_changed()
        return proposal
    before = {name: str(getattr(proposal, name) or "") for name in changed}
    if "title" in changed and proposal.number is not None:
        retitled(proposal, changed["title"], why.strip(), clock.today())
    for name, value in changed.items():
        setattr(proposal, name, value)
    proposal.version += 1
    proposal.save(update_fields=[*changed, "version"])
    index(proposal)
    labels = [str(Proposal._meta.get_field(name).verbose_name) for name in changed]
    record(
        "details_saved",
        subject=proposal,
        about=proposal,
        by=by,
        sentence=f"Changed: {', '.join(labels)}. {why.strip()}".strip(),
        before=before,
        after={name: str(value or "") for name, value in changed.items()},
    )
    return proposal


@act
def revise_problem_statement(
    *, proposal: Proposal, by, texts: dict, note: str = "", based_on: int | None = None, on: date | None = None
) -> ProblemStatement:
    """Write the next version of the problem statement. ``based_on`` is the sequence the writer started from;
    if a newer one exists the save is refused and carries it."""
    proposal = take(proposal)
    rules.check(rules.may_manage, by, proposal, sentence=MANAGED)
    check_unfinished(proposal)
    latest = proposal.statements.latest_version()
    if based_on is not None and latest.sequence != based_on:
        raise StaleSave(f"Version {latest.label} was saved while you were writing. Both texts are shown below.", latest)
    clean = {name: clean_text(texts.get(name, ""), name) for name in STATEMENT_TEXTS}
    if not clean["issue"]:
        raise Refused("Say what the issue or problem is.", "issue")
    statement = ProblemStatement.objects.create(
        proposal=proposal,
        sequence=latest.sequence + 1,
        change_note=note.strip(),
        by=by,
        on=on or clock.today(),
        at=current().at,
        **clean,
    )
    _carry_figures(latest, statement)
    index(proposal)
    sentence = f"Problem statement {statement.label}. {note.strip()}".strip()
    record("problem_statement_revised", subject=statement, about=proposal, by=by, sentence=sentence, effective_on=on)
    return statement


def clean_text(html: str, field: str) -> str:
    """Sanitised rich text; ``Refused`` when it is longer than a person writes (and than a parser should be given)."""
    if len(html) > LONGEST_TEXT:
        raise Refused(f"This text has {len(html):,} characters; a text may have {LONGEST_TEXT:,}.", field)
    return sanitise(html)


def _carry_figures(old: ProblemStatement, new: ProblemStatement) -> None:
    for figure in old.figures.all():
        figure.pk, figure.statement = None, new
        figure.save(force_insert=True)


def revise_submission(proposal: Proposal, *, by, issue: str, title: str, at) -> list[str]:
    """Within an act: the Proposer's next version word for word, under a new title if one is given. Gives back the names
    of the proposal's fields that it set."""
    if not issue.strip():
        raise Refused("Say what the issue or problem is.", "issue")
    latest = proposal.statements.latest_version()
    ProblemStatement.objects.create(
        proposal=proposal,
        sequence=latest.sequence + 1,
        is_submission=True,
        issue=issue,
        do_nothing=latest.do_nothing,
        sec_context=latest.sec_context,
        change_note="Sent again by the Proposer",
        by=by or proposal.proposer,
        on=clock.london_date(at),
        at=current().at,
    )
    return retitled(proposal, title, "Sent again by the Proposer", clock.london_date(at)) if title.strip() else []


def retitled(proposal: Proposal, title: str, reason: str, on: date) -> list[str]:
    """Within an act: give the proposal ``title`` and keep the old one. The names of the fields it set."""
    title = title.strip()
    if not 0 < len(title) <= TITLE_LENGTH:
        raise Refused(f"The title needs between 1 and {TITLE_LENGTH} characters.", "title")
    if title == proposal.title:
        return []
    FormerTitle.objects.create(proposal=proposal, title=proposal.title, until=on, reason=reason)
    proposal.title = title
    return ["title"]


@dataclass(frozen=True)
class SolutionRows:
    """The rows under a solution as a form gives them; None leaves the rows of that kind as they are."""

    impacts: list[dict] | None = None
    codes: list | None = None
    points: dict[str, list[dict]] = field(default_factory=dict)
    objectives: list[dict] | None = None


@act
def save_solution(
    *,
    proposal: Proposal,
    by,
    alternative: Alternative | None = None,
    version: int | None = None,
    rows: SolutionRows = SolutionRows(),
    **fields,
) -> Solution:
    """Write fields of the proposed solution, or of an Alternative's, and replace the given kinds of rows under it."""
    proposal = take(proposal)
    rules.check(rules.may_manage, by, proposal, sentence=MANAGED)
    check_unfinished(proposal)
    if not rules.may_hold_solution(proposal):
        raise Refused(rules.NO_SOLUTION_YET)
    solution = solution_to_change(proposal, alternative)
    check_version(solution, version)
    before = {name: str(getattr(solution, name) or "") for name in fields}
    for name, value in fields.items():
        setattr(solution, name, clean_text(value, name) if name in RICH else value)
    _check_costs(solution)
    solution.version += 1
    solution.save(update_fields=[*fields, "dcc_cost_min", "dcc_cost_max", "version"])
    _replace_rows(solution, rows)
    index(proposal)
    after = {name: str(getattr(solution, name) or "") for name in fields}
    changed = [name for name in fields if before[name] != after[name]]
    saved = _saved_sentence(changed, rows)
    record(
        "solution_saved",
        subject=solution,
        about=proposal,
        by=by,
        sentence=f"{solution.alternative}: {saved}" if alternative else saved,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )
    return solution


def solution_to_change(proposal: Proposal, alternative: Alternative | None) -> Solution:
    """The proposed solution, or that of an Alternative that stands, locked."""
    if alternative is None:
        return Solution.objects.select_for_update().get(proposal=proposal)
    solutions = Solution.objects.select_related("alternative").select_for_update(of=("self",))
    solution = solutions.get(alternative=alternative, alternative__proposal=proposal)
    if not solution.alternative.is_live:
        raise Refused(f"{solution.alternative} was withdrawn: its texts are no longer changed.")
    return solution


def _check_costs(solution: Solution) -> None:
    if solution.dcc_cost != Solution.Cost.KNOWN:
        solution.dcc_cost_min = solution.dcc_cost_max = None
        return
    if solution.dcc_cost_min is None:
        raise Refused("Give the DCC costs, or say that they are not yet known.", "dcc_cost_min")
    if solution.dcc_cost_max is None:
        solution.dcc_cost_max = solution.dcc_cost_min
    if solution.dcc_cost_max < solution.dcc_cost_min:
        raise Refused("The upper end of the DCC costs is below the lower end.", "dcc_cost_max")


ENDS = {"dcc_cost_min", "dcc_cost_max"}  # of the range of the DCC costs


def _label(name: str) -> str:
    """“SECAS activities, one a line” is a label and its hint; the history says the label."""
    return str(Solution._meta.get_field(name).verbose_name).partition(",")[0].rstrip("?")


def _saved_sentence(changed: list[str], rows: SolutionRows) -> str:
    labels = [_label(name) for name in changed if name not in ENDS]
    labels += ["DCC costs"] if ENDS & set(changed) and "dcc_cost" not in changed else []
    labels += ["impacts on Party Categories"] if rows.impacts is not None else []
    labels += ["other codes"] if rows.codes is not None else []
    labels += [f"{kind}s" for kind in rows.points]
    labels += ["objectives"] if rows.objectives is not None else []
    return f"Solution saved: {', '.join(labels)}." if labels else "Solution saved."


def _replace_rows(solution: Solution, rows: SolutionRows) -> None:
    if rows.impacts is not None:
        solution.party_impacts.all().delete()
        PartyImpact.objects.bulk_create(PartyImpact(solution=solution, **row) for row in rows.impacts)
    if rows.codes is not None:
        solution.code_impacts.all().delete()
        CodeImpact.objects.bulk_create(CodeImpact(solution=solution, code=code) for code in rows.codes)
    for kind, points in rows.points.items():
        _replace_points(solution, kind, points)
    if rows.objectives is not None:
        solution.objective_assessments.all().delete()
        ObjectiveAssessment.objects.bulk_create(ObjectiveAssessment(solution=solution, **r) for r in rows.objectives)


def _replace_points(solution: Solution, kind: str, points: list[dict]) -> None:
    solution.points.filter(kind=kind).delete()
    for sort, row in enumerate(points):
        committees = row.pop("named_by", [])
        point = Point.objects.create(solution=solution, kind=kind, sort=sort, **row)
        point.named_by.set(committees)


@act
def save_sec_references(*, proposal: Proposal, by, references: list[dict], version: int | None = None) -> None:
    """Replace the places in the SEC that the proposal names: rows of document, kind, locator, purpose, is_changed."""
    proposal = take(proposal)
    rules.check(rules.may_manage, by, proposal, sentence=MANAGED)
    check_not_split(proposal)
    check_version(proposal, version)
    _check_places(references)
    before = [str(reference) for reference in proposal.sec_references.select_related("document")]
    proposal.sec_references.all().delete()
    for row in references:
        SecReference.objects.create(proposal=proposal, **row)
    proposal.version += 1
    proposal.save(update_fields=["version"])
    after = [str(reference) for reference in proposal.sec_references.select_related("document")]
    index(proposal)
    record(
        "sec_references_saved",
        subject=proposal,
        about=proposal,
        by=by,
        sentence=f"Places in the SEC: {', '.join(after) or 'none'}.",
        before={"places": before},
        after={"places": after},
    )


def _check_places(references: list[dict]) -> None:
    places = [
        (row["document"], row.get("kind", SecReference.Kind.CLAUSE), row.get("locator", "")) for row in references
    ]
    for document, _, locator in (place for place in places if places.count(place) > 1):
        raise Refused(f"{document.code} {locator}".strip() + " is named twice.", "references")


@act
def determine_path(
    *,
    proposal: Proposal,
    by,
    path: str,
    reasons: str,
    on: date | None = None,
    by_authority: bool = False,
    version: int | None = None,
) -> Proposal:
    """Record which path the Panel (or the Authority, over it) determined, with its reasons; earlier determinations stay
    (domain §2.3). Fast-Track is never set or lifted here: that takes a decision of the Panel, or an objection."""
    proposal = take(proposal)
    rules.check(rules.may_manage, by, proposal, sentence=MANAGED)
    check_not_split(proposal)
    check_version(proposal, version)
    _check_not_fast_track(proposal, path)
    check_has_come(on, "on")
    before = proposal.get_path_display()
    proposal.path, proposal.path_reasons = path, reasons.strip()
    proposal.path_determined_on = (on or clock.today()) if path else None
    proposal.version += 1
    proposal.save(update_fields=["path", "path_reasons", "path_determined_on", "version"])
    panel = None if by_authority else Committee.objects.filter(code="panel").first()
    write_path(proposal, on=on or clock.today(), by_body=panel, by_authority=by_authority)
    sentence = f"{proposal.get_path_display() or 'Path open again'}. {reasons.strip()}".strip()
    record(
        "path_determined",
        subject=proposal,
        about=proposal,
        by=by,
        sentence=sentence,
        before={"path": before},
        after={"path": proposal.get_path_display()},
        effective_on=on,
    )
    return proposal


def _check_not_fast_track(proposal: Proposal, path: str) -> None:
    if path == Path.FAST_TRACK:
        raise Refused("A proposal becomes Fast-Track by the Panel’s approval, not by choosing a path.", "path")
    if proposal.path == Path.FAST_TRACK:
        raise Refused(
            "This proposal is Fast-Track by the Panel’s approval; only an objection opens its path again.", "path"
        )


@act
def post_update(
    *, proposal: Proposal, by, text: str, on: date | None = None, classification: str = ""
) -> ProposalUpdate:
    """A dated “latest update” in plain words, as the register shows it."""
    proposal = take(proposal)
    rules.check(rules.may_manage, by, proposal, sentence=MANAGED)
    check_not_split(proposal)
    if not text.strip():
        raise Refused("Write the update.", "text")
    check_has_come(on, "on")
    update = ProposalUpdate.objects.create(
        proposal=proposal,
        on=on or clock.today(),
        text=text.strip(),
        by=by,
        classification=classification or proposal.classification,
    )
    index(proposal)
    record(
        "update_posted",
        subject=update,
        about=proposal,
        by=by,
        sentence=text.strip(),
        effective_on=on,
        classification=update.classification,
    )
    return update


@act
def relate(*, proposal: Proposal, by, kind: str, to: Proposal) -> Relation:
    proposal = take(proposal)
    rules.check(rules.may_manage, by, proposal, sentence=MANAGED)
    check_not_split(proposal)
    if to == proposal:
        raise Refused("A proposal is not related to itself.", "to")
    if kind == Relation.Kind.SPLIT_OF:
        raise Refused("A proposal is split by a step of the Panel, not by relating it.", "kind")
    relation, created = Relation.objects.standing().get_or_create(proposal=proposal, kind=kind, to=to)
    if not created:
        nothing_changed()
        return relation
    # The entry stands for ever, and the other proposal may be less open than this one, now or one day: it is not named.
    record(
        "related",
        subject=relation,
        about=proposal,
        by=by,
        sentence=f"{proposal.reference} {relation.get_kind_display()} another proposal.",
        classification=max(proposal.classification, to.classification, key=Classification.values.index),
    )
    return relation
