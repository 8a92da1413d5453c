"""Writing what a proposal says: who may, when, and what happens to a save over somebody else's (design §3)."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from audit.acts import NotAllowed, Refused
from audit.models import Event, EventDetail
from bodies.models import Committee
from proposals import actions
from proposals.models import IndustryCode, Objective, ProblemStatement, Solution
from proposals.states import State
from tests import factories as make
from tests.proposals.states import IN_STATE, described, everything, fresh, granted, refined

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return make.analyst()


def writings(proposal):
    reference = {"document": make.SecDocumentFactory(), "locator": "G3.20"}
    other = make.submission()
    return {
        "save_details": lambda by: actions.save_details(proposal=proposal, by=by, title="Another title"),
        "revise_problem_statement": lambda by: actions.revise_problem_statement(
            proposal=proposal, by=by, texts=make.STATEMENT
        ),
        "save_solution": lambda by: actions.save_solution(proposal=proposal, by=by, text="<p>Do it.</p>"),
        "save_sec_references": lambda by: actions.save_sec_references(proposal=proposal, by=by, references=[reference]),
        "determine_path": lambda by: actions.determine_path(proposal=proposal, by=by, path="3", reasons="Small."),
        "post_update": lambda by: actions.post_update(proposal=proposal, by=by, text="All quiet."),
        "relate": lambda by: actions.relate(proposal=proposal, by=by, kind="related_to", to=other),
        "plan_implementation": lambda by: actions.plan_implementation(
            proposal=proposal, by=by, planned_on=date(2030, 6, 27)
        ),
    }


WRITINGS = [
    "save_details", "revise_problem_statement", "save_solution", "save_sec_references", "determine_path",
    "post_update", "relate", "plan_implementation",
]  # fmt: skip


@pytest.mark.parametrize("name", WRITINGS)
def test_secas_writes_and_nobody_else(by, name):
    proposal = refined(by)
    all_of_them = writings(proposal)
    assert list(all_of_them) == WRITINGS
    write = all_of_them[name]
    panel = make.CommitteeFactory()
    before = everything()
    for user in (
        proposal.proposer,
        make.administrator(),
        make.authority(),
        make.party(),
        make.member(panel),
        make.UserFactory(),
        AnonymousUser(),
    ):
        with pytest.raises(NotAllowed):
            write(user)
        assert everything() == before
    write(by)
    assert len(everything()["Event"]) == len(before["Event"]) + 1


def test_the_next_version_of_the_statement_says_who_when_and_why(by):
    proposal = make.draft_proposal(by=by)
    statement = actions.revise_problem_statement(
        proposal=proposal, by=by, texts=make.STATEMENT, note="Worked over.", based_on=1
    )
    assert (statement.label, statement.is_submission, statement.by, statement.change_note) == (
        "0.2",
        False,
        by,
        "Worked over.",
    )
    for _ in range(8):
        actions.revise_problem_statement(proposal=proposal, by=by, texts=make.STATEMENT)
    assert proposal.statements.latest_version().label == "0.10"


def test_a_stale_save_of_the_statement_changes_nothing_and_carries_the_newer_text(by):
    proposal = make.draft_proposal(by=by)
    actions.revise_problem_statement(proposal=proposal, by=by, texts={"issue": "<p>First.</p>"}, based_on=1)
    before = everything()
    with pytest.raises(actions.StaleSave) as stale:
        actions.revise_problem_statement(proposal=proposal, by=by, texts={"issue": "<p>Second.</p>"}, based_on=1)
    assert (stale.value.latest.label, stale.value.latest.issue) == ("0.2", "<p>First.</p>")
    assert "0.2" in stale.value.sentence
    assert everything() == before


@pytest.mark.parametrize(
    "save, latest",
    [
        (
            lambda p, by, words, v: actions.save_solution(proposal=p, by=by, text=words, version=v),
            lambda row: row.text.removeprefix("<p>").removesuffix("</p>"),
        ),
        (
            lambda p, by, words, v: actions.save_details(proposal=p, by=by, summary=words, version=v),
            lambda row: row.summary,
        ),
        (
            lambda p, by, words, v: actions.plan_implementation(proposal=p, by=by, rationale=words, version=v),
            lambda row: row.rationale,
        ),
    ],
    ids=["solution", "details", "implementation"],
)
def test_a_stale_save_changes_nothing_and_carries_the_row_as_it_stands(by, save, latest):
    proposal = make.agreed_proposal(by=by)
    first = save(proposal, by, "First.", None).version
    save(proposal, make.analyst(), "Second.", first)
    before = everything()
    with pytest.raises(actions.StaleSave) as stale:
        save(proposal, by, "Third.", first)
    assert latest(stale.value.latest) == "Second."
    assert everything() == before
    assert save(proposal, by, "Third.", stale.value.latest.version).version == first + 2


def test_a_statement_without_an_issue_is_none(by):
    proposal = make.draft_proposal(by=by)
    for issue in ("", "  ", "<p></p>", "<script>alert(1)</script>"):
        with pytest.raises(Refused) as refused:
            actions.revise_problem_statement(proposal=proposal, by=by, texts={"issue": issue})
        assert refused.value.field == "issue"
    assert ProblemStatement.objects.filter(proposal=proposal).count() == 1


def test_what_secas_writes_is_sanitised_on_its_way_in(by):
    proposal = make.agreed_proposal(by=by)
    nasty = "<p onclick='x()'>Kept<script>alert(1)</script></p>"
    statement = actions.revise_problem_statement(proposal=proposal, by=by, texts={"issue": nasty})
    solution = actions.save_solution(proposal=proposal, by=by, text=nasty, parties_narrative=nasty)
    for html in (statement.issue, solution.text, solution.parties_narrative):
        assert "Kept" in html
        assert not any(word in html for word in ("script", "onclick", "alert"))


EARLY = {State.SUBMITTED, State.DEVELOPMENT}


@pytest.mark.parametrize("state", [State.SUBMITTED, State.DEVELOPMENT, State.CSC_AGREED, State.REFINEMENT])
def test_no_solution_is_worked_out_before_the_problem_is_agreed(by, state):
    proposal = IN_STATE[state](by)
    if state in EARLY:
        with pytest.raises(Refused, match="Change Sub-Committee"):
            actions.save_solution(proposal=proposal, by=by, text="<p>Do it.</p>")
        assert Solution.objects.get(proposal=proposal).text == ""
    else:
        actions.save_solution(proposal=proposal, by=by, text="<p>Do it.</p>")
        assert Solution.objects.get(proposal=proposal).text == "<p>Do it.</p>"


def test_an_urgent_proposal_does_not_wait_for_the_sub_committee(by):
    proposal = granted(described(by), by)
    actions.save_solution(proposal=proposal, by=by, text="<p>Do it.</p>")
    assert Solution.objects.get(proposal=proposal).text == "<p>Do it.</p>"


COSTS = [
    ({"dcc_cost": "known", "dcc_cost_min": 100, "dcc_cost_max": 250}, ("known", 100, 250)),
    ({"dcc_cost": "known", "dcc_cost_min": 100}, ("known", 100, 100)),
    ({"dcc_cost": "known", "dcc_cost_min": 0, "dcc_cost_max": 0}, ("known", 0, 0)),
    ({"dcc_cost": "none"}, ("none", None, None)),
    ({"dcc_cost": "none", "dcc_cost_min": 100, "dcc_cost_max": 250}, ("none", None, None)),
    ({"dcc_cost": ""}, ("", None, None)),
]


@pytest.mark.parametrize("fields, kept", COSTS)
@pytest.mark.parametrize("known_before", [False, True])
def test_costs_are_a_whole_range_or_none(by, fields, kept, known_before):
    proposal = make.agreed_proposal(by=by)
    if known_before:
        actions.save_solution(proposal=proposal, by=by, dcc_cost="known", dcc_cost_min=7, dcc_cost_max=7)
        fields = {"dcc_cost_max": None} | fields
    actions.save_solution(proposal=proposal, by=by, **fields)
    solution = Solution.objects.get(proposal=proposal)
    assert (solution.dcc_cost, solution.dcc_cost_min, solution.dcc_cost_max) == kept


@pytest.mark.parametrize(
    "fields, field",
    [
        ({"dcc_cost": "known"}, "dcc_cost_min"),
        ({"dcc_cost": "known", "dcc_cost_max": 5}, "dcc_cost_min"),
        ({"dcc_cost": "known", "dcc_cost_min": 10, "dcc_cost_max": 5}, "dcc_cost_max"),
    ],
)
def test_half_a_range_is_refused_at_the_missing_end(by, fields, field):
    proposal = make.agreed_proposal(by=by)
    before = everything()
    with pytest.raises(Refused) as refused:
        actions.save_solution(proposal=proposal, by=by, **fields)
    assert refused.value.field == field
    assert everything() == before


def rows(solution):
    points = {k: [p.text for p in solution.points.filter(kind=k)] for k in ("benefit", "drawback")}
    return (
        [i.category for i in solution.party_impacts.all()],
        [c.code.code for c in solution.code_impacts.all()],
        points,
        [str(o.objective) for o in solution.objective_assessments.all()],
    )


def test_rows_of_one_kind_are_replaced_and_the_others_stay(by):
    proposal = make.agreed_proposal(by=by)
    ssc = make.CommitteeFactory(code="ssc", short_name="SSC")
    objective = Objective.objects.get(set="general", letter="a")
    actions.save_solution(
        proposal=proposal,
        by=by,
        rows=actions.SolutionRows(
            impacts=[{"category": "large_supplier", "direction": "positive"}, {"category": "dcc"}],
            codes=[IndustryCode.objects.get(code="BSC")],
            points={"benefit": [{"text": "Safer.", "named_by": [ssc]}], "drawback": [{"text": "Dearer."}]},
            objectives=[{"objective": objective, "effect": "better", "rationale": "It is safer."}],
        ),
    )
    solution = Solution.objects.get(proposal=proposal)
    first = (["large_supplier", "dcc"], ["BSC"], {"benefit": ["Safer."], "drawback": ["Dearer."]}, ["Objective (a)"])
    assert rows(solution) == first
    assert list(solution.points.get(kind="benefit").named_by.all()) == [ssc]
    benefits = {"benefit": [{"text": "Cheaper."}, {"text": "Simpler."}]}
    actions.save_solution(proposal=proposal, by=by, rows=actions.SolutionRows(points=benefits))
    assert rows(solution) == (*first[:2], {"benefit": ["Cheaper.", "Simpler."], "drawback": ["Dearer."]}, first[3])
    actions.save_solution(proposal=proposal, by=by, rows=actions.SolutionRows(impacts=[], codes=[], objectives=[]))
    assert rows(solution)[0] == rows(solution)[1] == rows(solution)[3] == []
    assert Committee.objects.filter(pk=ssc.pk).exists()


def test_the_old_title_stays_in_the_history(by):
    proposal = make.draft_proposal(by=by, title="The old title")
    actions.save_details(proposal=proposal, by=by, title="The new title")
    event = Event.objects.get(action="details_saved")
    body = EventDetail.objects.get(sequence=event.sequence).body
    assert (body["before"], body["after"]) == ({"title": "The old title"}, {"title": "The new title"})
    assert fresh(proposal).title == "The new title"


def test_saving_what_is_already_there_writes_nothing(by):
    proposal = make.draft_proposal(by=by)
    before = everything()
    actions.save_details(proposal=proposal, by=by, title=proposal.title)
    assert everything() == before


@pytest.mark.parametrize("title", ["", "   ", "x" * 151])
def test_a_title_that_is_none_or_too_long_is_refused(by, title):
    proposal = make.draft_proposal(by=by)
    with pytest.raises(Refused) as refused:
        actions.save_details(proposal=proposal, by=by, title=title)
    assert refused.value.field == "title"


def test_relations_are_entered_once_and_never_to_oneself(by):
    cause, proposal = make.draft_proposal(by=by), make.draft_proposal(by=by)
    relation = actions.relate(proposal=proposal, by=by, kind="caused_by", to=cause)
    before = everything()
    assert actions.relate(proposal=proposal, by=by, kind="caused_by", to=cause) == relation
    with pytest.raises(Refused):
        actions.relate(proposal=proposal, by=by, kind="related_to", to=proposal)
    assert everything() == before


def test_a_release_has_a_name_of_its_own_and_a_date_that_may_be_any_day(by):
    sunday = date(2026, 11, 1)
    release = actions.enter_release(by=by, name="November 2026", kind="scheduled", date=sunday)
    with pytest.raises(Refused) as refused:
        actions.enter_release(by=by, name="November 2026", kind="ad_hoc", date=sunday)
    assert refused.value.field == "name"
    with pytest.raises(NotAllowed):
        actions.enter_release(by=make.party(), name="Another", kind="ad_hoc", date=sunday)
    proposal = refined(by)
    actions.plan_implementation(proposal=proposal, by=by, release=release)
    assert fresh(proposal).implementation.planned_on == sunday


def test_what_is_implemented_is_not_planned_again(by):
    proposal = IN_STATE[State.IMPLEMENTED](by)
    before = everything()
    with pytest.raises(Refused, match="was implemented on"):
        actions.plan_implementation(proposal=proposal, by=by, planned_on=date(2030, 1, 1))
    assert everything() == before


def test_a_fast_track_date_comes_from_the_window_and_only_a_later_release_puts_it_off(by):
    proposal = make.fast_tracked(by=by, raised_on=date(2019, 8, 20), decided_on=date(2019, 10, 11))
    actions.plan_implementation(proposal=proposal, by=by, planned_on=date(2019, 10, 20), rationale="Sooner.")
    assert fresh(proposal).implementation.planned_on == date(2019, 11, 4)
    early = actions.enter_release(by=by, name="Early", kind="scheduled", date=date(2019, 11, 1))
    with pytest.raises(Refused) as refused:
        actions.plan_implementation(proposal=proposal, by=by, release=early)
    assert refused.value.field == "release"
    later = actions.enter_release(by=by, name="November 2019", kind="scheduled", date=date(2019, 11, 7))
    actions.plan_implementation(proposal=proposal, by=by, release=later)
    assert fresh(proposal).implementation.planned_on == date(2019, 11, 7)
