"""The database itself refuses what no act writes: one attempt for each named constraint of the proposals' models."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from audit import clock
from proposals import actions
from proposals.models import (
    Acceptance,
    Adoption,
    Appeal,
    Attachment,
    CodeImpact,
    Correction,
    DecidingBody,
    Figure,
    Implementation,
    ImplementationPart,
    IndustryCode,
    Move,
    Objection,
    Objective,
    ObjectiveAssessment,
    PartyImpact,
    PathDetermination,
    PlanChange,
    ProblemStatement,
    ProcessRule,
    Proposal,
    ProposalSearch,
    ProposalUpdate,
    Relation,
    Release,
    ReleaseMove,
    SecReference,
    SecVersion,
    Slip,
    Solution,
    TimetableEntry,
    Window,
    WorkPackage,
)
from proposals.models.rule import RuleKey
from tests import factories as make
from tests.proposals import refinement_constraints as refinement
from tests.proposals.states import object_to

pytestmark = pytest.mark.django_db

DAY = date(2026, 1, 5)
WEEK = date(2031, 1, 6)  # the week of the one date in the timetable that the proposal has


def again(row, **fields):
    """The same row a second time, with ``fields`` changed."""
    for name, value in fields.items():
        setattr(row, name, value)
    row.pk = None
    row._state.adding = True
    row.save(force_insert=True)


def change(model, **fields):
    """Behind the acts' back; the tables written here have no trigger against it."""
    assert model.objects.filter(pk=model.objects.first().pk).update(**fields) == 1


def attachment(proposal, **fields):
    values = {
        "proposal": proposal, "title": "Letter", "dated": DAY, "file": "x", "filename": "x.pdf", "size": 1,
        "content_type": "application/pdf", "sha256": "0" * 64, "at": clock.now(),
    }  # fmt: skip
    return Attachment.objects.create(**values | fields)


def update(proposal, **fields):
    return ProposalUpdate.objects.create(proposal=proposal, on=DAY, text="News.", **fields)


def figure(proposal, **fields):
    values = {"statement": proposal.statements.latest_version(), "number": 1, "caption": "A", "alternative_text": "B"}
    return Figure.objects.create(**values | {"attachment": attachment(proposal)} | fields)


def window(proposal, **fields):
    move = proposal.moves.filter(window=None).last()
    now = clock.now()
    values = {"kind": "objection", "working_days": 1, "opens_at": now, "closes_at": now + timedelta(days=1)}
    return Window.objects.create(**values | {"proposal": proposal, "move": move} | fields)


def twice(write):
    write()
    write()


def two_objections(proposal):
    objection = object_to(proposal)
    again(objection)


def impact(proposal):
    PartyImpact.objects.create(solution=proposal.solution, category="dcc")


def code_impact(proposal):
    CodeImpact.objects.create(solution=proposal.solution, code=IndustryCode.objects.get(code="BSC"))


def assessment(proposal):
    objective = Objective.objects.get(set="general", letter="a")
    ObjectiveAssessment.objects.create(solution=proposal.solution, objective=objective, rationale="So.")


def statement(proposal, **fields):
    values = {"proposal": proposal, "sequence": 99, "issue": "<p>So.</p>", "on": DAY, "at": clock.now()}
    ProblemStatement.objects.create(**values | fields)


def rule(key, **fields):
    ProcessRule.objects.create(**{"key": key, "value": 1, "starts": DAY, "source": "a test"} | fields)


def entry(proposal, **fields):
    values = {"baseline_on": DAY, "baseline_exactness": "week", "due_on": DAY, "exactness": "week"}
    again(proposal.timetable.get(), **values | fields)


def slip(proposal, **fields):
    values = {"to_on": date(2031, 1, 13), "to_exactness": "week", "reason": "Why.", "agreed_by": "The Panel"}
    start = {"entry": proposal.timetable.get(), "from_on": WEEK, "from_exactness": "week"}
    return Slip.objects.create(**start | values | fields, on=DAY, at=clock.now())


def panel():
    return make.CommitteeFactory()


def correction(proposal, **fields):
    again(proposal.moves.last(), **{"place": 99, "why_corrected": "It was another day."} | fields)


def appeal(proposal, **fields):
    values = {"window": proposal.windows.get(), "ground": "path", "reason": "So.", "by": proposal.proposer}
    Appeal.objects.create(**values | {"received_at": clock.now()} | fields)


def adoption(proposal, **fields):
    values = {"window": proposal.windows.get(), "organisation": proposal.proposer_organisation}
    who = {"adopter": proposal.proposer, "received_at": clock.now()}
    Adoption.objects.create(**values | who | fields)


def acceptance(proposal, **fields):
    values = {"requirement": "views_answered", "text": "Nobody answered.", "why": "It was asked twice."}
    Acceptance.objects.create(**values | {"proposal": proposal, "on": DAY, "at": clock.now()} | fields)


def deciding(**fields):
    values = {"move_key": "unheard_of", "committee": panel(), "starts": DAY, "source": "a test"}
    DecidingBody.objects.create(**values | fields)


# Each gets a Fast-Track proposal with its objection window open, its only one but for the objections' own.


def release(**fields):
    return Release.objects.create(name="June", kind="scheduled", date=DAY, **fields)


ATTEMPTS = {
    "number_never_reused": lambda p: again(p),
    "raised_means_numbered": lambda p: change(Proposal, raised_on=None),
    "only_submissions_lack_a_number": lambda p: change(Proposal, number=None, raised_on=None),
    "fast_track_is_not_urgent": lambda p: change(Proposal, urgent=True),
    "path_determined_whole": lambda p: change(Proposal, path_determined_on=None),
    "one_vector_per_audience": lambda p: again(ProposalSearch.objects.first()),
    "related_once": lambda p: [
        Relation.objects.create(proposal=p, kind="related_to", to=o) for o in [make.submission()] * 2
    ],
    "not_related_to_itself": lambda p: Relation.objects.create(proposal=p, kind="related_to", to=p),
    "relation_taken_back_whole": lambda p: Relation.objects.create(
        proposal=p, kind="related_to", to=make.submission(), taken_back_at=clock.now()
    ),
    "only_parts_are_rejoined": lambda p: change(Proposal, rejoined_at=clock.now()),
    "attachment_taken_down_whole": lambda p: attachment(p, taken_down_at=clock.now()),
    "update_corrected_whole": lambda p: update(p, corrected_at=clock.now()),
    "update_taken_back_whole": lambda p: update(p, taken_back_because="So."),
    "correction_says_why": lambda p: Correction.objects.create(proposal=p, what="A part", at=clock.now()),
    "sec_reference_once": lambda p: again(SecReference.objects.first()),
    "not_moved_before_it_happened": lambda p: again(p.moves.last(), effective_at=clock.now() + timedelta(days=1)),
    "corrected_in_one_way": lambda p: correction(p, replaces=p.moves.first(), reverses=p.moves.last()),
    "a_correction_says_why": lambda p: correction(p, replaces=p.moves.first(), why_corrected=""),
    "one_move_in_a_place": lambda p: again(p.moves.last()),
    "hold_whole": lambda p: change(Proposal, held_on=DAY, hold_kind="review"),
    "urgency_asked_or_granted": lambda p: change(
        Proposal, path="", path_determined_on=None, urgent=True, urgency_requested_on=DAY, state="report_panel"
    ),
    "timetable_of_the_urgent": lambda p: change(Proposal, urgent_next_step="panel"),
    "urgent_consultation_lasts": lambda p: change(
        Proposal, path="", path_determined_on=None, urgent=True, urgent_consultation_days=0
    ),
    "urgency_asked_before_a_decision": lambda p: change(
        Proposal, path="", path_determined_on=None, urgency_requested_on=DAY
    ),
    "objection_struck_whole": lambda p: [object_to(p), change(Objection, struck_at=clock.now())],
    "appeal_has_one_appellant": lambda p: appeal(p, organisation=p.proposer_organisation, committee=panel()),
    "an_organisation_appeals_once": lambda p: twice(lambda: appeal(p, organisation=p.proposer_organisation)),
    "a_body_appeals_once": lambda p: twice(lambda: appeal(p, committee=panel())),
    "a_window_has_one_adoption": lambda p: twice(lambda: adoption(p)),
    "adoption_struck_whole": lambda p: adoption(p, struck_at=clock.now()),
    "accepted_once": lambda p: twice(lambda: acceptance(p)),
    "accepted_with_a_reason": lambda p: acceptance(p, why=""),
    "deciding_body_ends_after_start": lambda p: deciding(ends=date(2026, 1, 4)),
    "one_deciding_body_begins": lambda p: twice(lambda: deciding(ends=DAY)),
    "one_deciding_body_now": lambda p: [deciding(), deciding(starts=date(2026, 1, 6))],
    "one_open_window_of_a_kind": lambda p: window(p),
    "window_closes_after_it_opens": lambda p: window(p, kind="adoption", closes_at=clock.now() - timedelta(days=1)),
    "window_settled_whole": lambda p: change(Window, outcome="expired"),
    "a_party_objects_once": two_objections,
    "attachment_version_follows": lambda p: attachment(p, version=2),
    "attachment_does_not_replace_itself": lambda p: Attachment.objects.filter(pk=attachment(p).pk).update(
        replaces=Attachment.objects.get(), version=2
    ),
    "figure_numbered_once": lambda p: twice(lambda: figure(p)),
    "figure_says_what_it_shows": lambda p: figure(p, alternative_text=""),
    "implemented_whole": lambda p: change(Implementation, sec_version=SecVersion.objects.first()),
    "part_numbered_once": lambda p: again(p.implementation.parts.get()),
    "part_implemented_whole": lambda p: change(ImplementationPart, implemented_on=DAY),
    "plan_consented_whole": lambda p: PlanChange.objects.create(
        plan=p.implementation, part_number=1, consented_by="the Authority", at=clock.now()
    ),
    "release_implemented_as_a_version": lambda p: release(implemented_on=DAY),
    "release_named_once": lambda p: [release(), release()],
    "release_taken_out_whole": lambda p: release(taken_out_at=clock.now()),
    "release_moved_to_another_day": lambda p: ReleaseMove.objects.create(
        release=release(), from_date=DAY, to_date=DAY, reason="So.", at=clock.now()
    ),
    "rule_ends_after_start": lambda p: rule("unheard_of", ends=date(2026, 1, 4)),
    **{f"one_{key}_rule": lambda p, key=key: rule(key) for key in RuleKey.values},
    "objective_once": lambda p: again(Objective.objects.first()),
    "dcc_cost_range_whole": lambda p: change(Solution, dcc_cost="known", dcc_cost_min=5),
    "category_impacted_once": lambda p: twice(lambda: impact(p)),
    "code_impacted_once": lambda p: twice(lambda: code_impact(p)),
    "objective_assessed_once": lambda p: twice(lambda: assessment(p)),
    "statement_version_once": lambda p: statement(p, sequence=2),
    "first_statement_is_the_submission": lambda p: statement(p, sequence=0),
    "work_package_numbered_once": lambda p: again(WorkPackage.objects.get()),
    "work_package_approved_whole": lambda p: change(WorkPackage, decision="Agreed."),
    "entry_says_what_happens": lambda p: change(TimetableEntry, activity=""),
    "entry_done_or_missed": lambda p: change(TimetableEntry, done_on=DAY, missed_on=DAY),
    "entry_removed_whole": lambda p: change(TimetableEntry, removed_on=DAY),
    "meeting_entry_names_it": lambda p: entry(p, exactness="meeting", baseline_exactness="meeting"),
    "week_commences_on_a_monday": lambda p: entry(p, due_on=date(2026, 1, 6), baseline_on=date(2026, 1, 6)),
    "slip_changes_the_date": lambda p: slip(p, to_on=WEEK),
    "slip_says_why": lambda p: slip(p, reason=""),
    "slip_says_who_agreed": lambda p: slip(p, agreed_by=""),
    "statement_says_something": lambda p: statement(p, issue=""),
}


def test_every_constraint_is_attempted():
    named = {c.name for model in apps.get_app_config("proposals").get_models() for c in model._meta.constraints}
    assert ATTEMPTS.keys() | refinement.ATTEMPTS.keys() == named
    assert len(named) == 141


@pytest.mark.parametrize("name", ATTEMPTS)
def test_refused_by_name(name):
    proposal = make.fast_tracked()
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        ATTEMPTS[name](proposal)
    assert refused.value.__cause__.diag.constraint_name == name


def test_those_of_refinement_are_refused_by_name_and_the_right_rows_are_not():
    proposal = make.fast_tracked()
    for write in refinement.RIGHT:
        with transaction.atomic():
            write(proposal)
            transaction.set_rollback(True)
    for name, attempt in refinement.ATTEMPTS.items():
        with pytest.raises(IntegrityError) as refused, transaction.atomic():
            attempt(proposal)
        assert refused.value.__cause__.diag.constraint_name == name


@pytest.mark.parametrize(
    "fields",
    [
        {"dcc_cost": "known", "dcc_cost_max": 5},
        {"dcc_cost": "known", "dcc_cost_min": 6, "dcc_cost_max": 5},
        {"dcc_cost": "none", "dcc_cost_min": 5, "dcc_cost_max": 5},
        {"dcc_cost": "", "dcc_cost_max": 5},
    ],
)
def test_no_half_of_a_range_gets_past_the_database(fields):
    make.fast_tracked()
    with pytest.raises(IntegrityError, match="dcc_cost_range_whole"), transaction.atomic():
        change(Solution, **fields)


@pytest.mark.parametrize("model", [Move, ProblemStatement, Objection, PathDetermination])
def test_evidence_is_append_only(model):
    proposal = make.fast_tracked()
    object_to(proposal)
    field = {Move: "words", ProblemStatement: "issue", Objection: "reason", PathDetermination: "reasons"}[model]
    for attempt in (lambda: model.objects.update(**{field: "Other."}), lambda: model.objects.all().delete()):
        with pytest.raises(Exception, match=r"pgtrigger: Cannot|protected"), transaction.atomic():
            attempt()


def test_what_the_constraints_allow():
    """The same rows, right: so that a refusal above is the constraint's and not a slip of the attempt."""
    proposal = make.fast_tracked()
    figure(proposal)
    impact(proposal)
    code_impact(proposal)
    assessment(proposal)
    statement(proposal)
    window(proposal, kind="adoption")
    correction(proposal, replaces=proposal.moves.first())
    deciding(ends=date(2026, 1, 5))
    deciding(starts=date(2026, 1, 6))
    change(Solution, dcc_cost="known", dcc_cost_min=5, dcc_cost_max=5)
    change(Implementation, sec_version=SecVersion.objects.first(), implemented_on=DAY)
    attachment(proposal, version=2, replaces=attachment(proposal))
    again(Proposal.objects.get(pk=proposal.pk), suffix="A")
    actions.settle_windows(proposal=proposal)
