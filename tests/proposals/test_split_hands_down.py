"""What each part of a split proposal takes over, reads on from the whole, and begins anew (docs/decisions/a-split.md)."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from audit import clock
from audit.acts import Refused
from bodies.workingdays import WorkingCalendar
from legaltext import actions as legal
from legaltext.models import Edit, LegalDraft
from legaltext.queries import draft_of
from papers import actions as papers
from papers.tasks import pictures
from proposals import actions
from proposals.actions import alternatives, areas, assessments, refinement
from proposals.layouts import Planned
from proposals.models import (
    Alternative,
    AssessmentArea,
    Clarification,
    ConsultationExtension,
    DccAssessment,
    Discussion,
    DueChange,
    Move,
    PathDetermination,
    Proposal,
    RefinementConsultation,
    Relation,
    Requirement,
    RequirementSet,
    Solution,
    TimetableEntry,
    WorkPackage,
)
from proposals.views.requests import _outstanding
from subcommittees import actions as views
from subcommittees.models import View
from tests import factories as make
from tests.pages.people import PDF, PNG, SSC
from tests.proposals.refining import WORKING_GROUP, answered, dcc, preliminary
from tests.proposals.states import PARTS, fresh, refined
from tests.proposals.test_query_counts import cost_of

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def by(module_db):
    return make.analyst()


def far(days: int) -> date:
    return WorkingCalendar().add(clock.today(), days)


def grow(proposal: Proposal, by, n: int = 0) -> None:
    """Of everything that a proposal in Refinement may hold, one more."""
    own = {"proposal": proposal, "by": by}
    _refine(own, n)
    _alternative(proposal, own, n)
    ssc, words = make.CommitteeFactory(**SSC), {"text": f"View {n}.", "why_changed": "More was known."}
    views.record_view(**own, committee=ssc, position="supports", **words)
    tabasc = make.CommitteeFactory(code=f"tabasc-{proposal.pk}-{n}", short_name="TABASC")
    request = make.asked(proposal, by, tabasc)
    views.change_due(request=request, by=by, due_on=far(40 + n), why="It meets later.")
    views.post_position(request=request, by=make.member(tabasc), position="no_comment")
    meeting = make.MeetingFactory(committee=tabasc, date=far(1))
    views.owe_verbal_update(meeting=meeting, by=by, about="What it thinks.", request=request)
    views.mark_interest(committee=tabasc, proposal=proposal, by=by, wants_input=True)
    actions.post_update(**own, text=f"News {n}.")
    upload = SimpleUploadedFile("letter.pdf", PDF + str(n).encode())
    actions.attach(**own, upload=upload, title=f"Letter {n}")
    figure = {"upload": SimpleUploadedFile("figure.png", PNG), "caption": f"Figure {n}", "alternative_text": "Words."}
    actions.add_figure(**own, statement=proposal.statements.latest_version(), **figure)
    actions.relate(**own, kind=Relation.Kind.RELATED_TO, to=make.draft_proposal(by=by))
    actions.determine_path(**own, path="23"[n % 2], reasons=f"Because {n}.")
    added = actions.add_entry(**own, planned=Planned(f"Publish {n}", "publish", far(20 + n)))
    actions.move_entry(entry=added, by=by, to=far(30 + n), reason="More time.", agreed_by="The Proposer")
    past = actions.add_entry(**own, planned=Planned(f"Done {n}", "publish", clock.today() - timedelta(days=3)))
    actions.mark_done(entry=past, by=by)


def _refine(own: dict, n: int) -> None:
    proposal, by = own["proposal"], own["by"]
    body = make.CommitteeFactory(**WORKING_GROUP)
    outstanding = proposal.dcc_assessments.outstanding().first()
    if outstanding:
        answered(proposal, dcc(), outstanding)
    elif not proposal.dcc_assessments.exists():
        assessment = preliminary(proposal, by)
        asked = assessments.ask_clarification(**own, assessment=assessment, question=f"What {n}?")
        assessments.answer_clarification(**own, clarification=asked, answer="That.")
        assessments.agree_due_date(**own, assessment=assessment, becomes=far(40), reason="More work.", agreed_by="Both")
    refinement.record_discussion(**own, committee=body, summary=f"<p>Talk {n}.</p>")
    if not proposal.refinement_consultations.filter(closed_on=None).exists():
        refinement.open_refinement_consultation(**own, closes_on=far(20))
        refinement.extend_refinement_consultation(**own, closes_on=far(25), reason="Holidays.")
    made = areas.add_area(**own, question=f"Why {n}?")
    areas.leave_area_open(**own, area=made, reason="Later.")


def _alternative(proposal: Proposal, own: dict, n: int) -> None:
    proposer = {"by": proposal.proposer, "organisation": proposal.proposer_organisation}
    made = alternatives.raise_alternative(proposal=proposal, title=f"Way {n}", text="<p>So.</p>", **proposer)
    rows = actions.SolutionRows(
        impacts=[{"category": "dcc", "direction": "neutral"}],
        points={"benefit": [{"text": "Cheap.", "named_by": [make.CommitteeFactory(**SSC)]}]},
    )
    actions.save_solution(**own, alternative=made, dcc_cost="none", rows=rows)
    legal.draft_against(**own, alternative=made, version=make.SecVersionFactory())
    edit = {"document": make.SecDocumentFactory(), "clause": "G3.20", "operation": "amend", "after": f"Text {n}."}
    legal.save_edit(**own, alternative=made, **edit)


@pytest.fixture(scope="module")
def grown(by):
    proposal = refined(by, number=128)
    grow(proposal, by)
    return proposal


@pytest.fixture
def whole(grown):
    return fresh(grown)


@pytest.fixture
def parts(whole, by):
    return actions.split(proposal=whole, by=by, words="Two subjects.", parts=PARTS)


# model, way from it to the proposal → what of its columns is not the same in a copy
COPIED = {
    (RequirementSet, "proposal"): (),
    (Requirement, "of__proposal"): ("of_id",),
    (DccAssessment, "proposal"): ("requirement_set_id",),
    (Clarification, "assessment__proposal"): ("assessment_id",),
    (DueChange, "assessment__proposal"): ("assessment_id",),
    (Discussion, "proposal"): (),
    (RefinementConsultation, "proposal"): (),
    (ConsultationExtension, "consultation__proposal"): ("consultation_id",),
    (AssessmentArea, "proposal"): (),
    (Alternative, "proposal"): (),
    (Solution, "alternative__proposal"): ("alternative_id",),
    (Solution, "proposal"): (),
    (LegalDraft, "solution__proposal"): ("solution_id",),
    (LegalDraft, "solution__alternative__proposal"): ("solution_id",),
    (Edit, "draft__solution__proposal"): ("draft_id",),
    (Edit, "draft__solution__alternative__proposal"): ("draft_id",),
    (View, "proposal"): (),
    (PathDetermination, "proposal"): ("move_id",),
}


def rows(model, way: str, proposal: Proposal, but: tuple) -> list[dict]:
    names = [f.attname for f in model._meta.concrete_fields if f.attname not in ("id", "proposal_id", *but)]
    return list(model.objects.filter(**{way: proposal}).order_by("pk").values(*names))


@pytest.mark.parametrize("second", [0, 1], ids=["one of each", "two of each"])
def test_each_part_has_all_of_it_as_it_stood(by, whole, second):
    if second:
        grow(whole, by, 1)
    before = {key: rows(*key, whole, but) for key, but in COPIED.items()}
    parts = actions.split(proposal=whole, by=by, words="Two subjects.", parts=PARTS)
    for part in parts:
        assert {key: rows(*key, part, but) for key, but in COPIED.items()} == before
    assert {key: rows(*key, whole, but) for key, but in COPIED.items()} == before
    assert all(before.values())


def test_what_hangs_on_a_copy_is_of_the_same_part(parts):
    for part in parts:
        for assessment in part.dcc_assessments.all():
            assert assessment.requirement_set.proposal_id == part.pk
        for determination in part.path_determinations.exclude(move=None):
            assert determination.move.proposal_id == part.pk
        (own, beside) = (draft_of(part), draft_of(part, part.alternatives.get()))
        assert [edit.after for edit in beside.edits.all()] == ["Text 0."]
        assert own.edits.exists()


def test_dates_ahead_go_along_from_where_they_stand_and_what_is_over_stays(whole, parts):
    for part in parts:
        entries = list(part.timetable.order_by("sort"))
        ahead = whole.timetable.filter(done_on=None).order_by("sort")
        assert [(e.activity, e.due_on) for e in entries] == [(e.activity, e.due_on) for e in ahead]
        assert all(e.baseline_on == e.due_on and not e.slips.exists() for e in entries)
        assert {e.package.proposal_id for e in entries if e.package} <= {part.pk}
    assert whole.timetable.filter(done_on__isnull=False).exists()
    # It is moved with a reason like any other date.
    entry = parts[0].timetable.last()
    actions.move_entry(entry=entry, by=make.analyst(), to=far(50), reason="Later.", agreed_by="The Proposer")


def test_a_package_goes_along_with_what_it_still_holds(by):
    proposal = refined(by)
    held = proposal.work_packages.get()
    assert held.entries.filter(done_on=None).exists()
    before = WorkPackage.objects.count()
    for part in actions.split(proposal=proposal, by=by, words="Two.", parts=PARTS):
        package = part.work_packages.get()
        assert (package.number, package.approved_on) == (held.number, held.approved_on)
        assert package.entries.count() == held.entries.filter(done_on=None, missed_on=None, removed_on=None).count()
    assert WorkPackage.objects.count() == before + 2
    assert TimetableEntry.objects.filter(package__proposal__suffix="A").exists()


def test_the_plan_of_implementation_begins_anew(by, whole):
    actions.plan_implementation(proposal=whole, by=by, planned_on=far(200), rationale="Then.")
    for part in actions.split(proposal=whole, by=by, words="Two.", parts=PARTS):
        assert (part.implementation.planned_on, part.implementation.rationale) == (None, "")


def test_an_outstanding_request_is_answered_for_each_part_and_no_longer_for_the_whole(by, whole, parts):
    person = dcc()
    assert {row.proposal.reference for row in _outstanding(person)} == {"MP128A", "MP128B"}
    first = parts[0].dcc_assessments.get()
    answered(parts[0], person, first)
    assert parts[1].dcc_assessments.get().is_outstanding
    with pytest.raises(Refused):
        answered(whole, person, whole.dcc_assessments.get())


def test_a_body_that_changes_its_mind_on_a_part_says_why(by, parts):
    ssc = make.CommitteeFactory(**SSC)
    own = {"proposal": parts[0], "by": by, "committee": ssc, "position": "opposes", "text": "Not this half."}
    with pytest.raises(Refused, match="why it has changed"):
        views.record_view(**own)
    assert views.record_view(**own, why_changed="The half alone brings little.").version == 2
    assert parts[1].views.count() == 1


def test_the_path_of_a_part_on_an_earlier_day_is_that_of_the_whole(client, whole, parts):
    day = whole.path_determinations.first().on
    for slug in ("MP128", "MP128A"):
        page = client.get(f"/modifications/{slug}/?on={day}")
        assert page.context["path_words"] == whole.get_path_display()


def test_the_cost_does_not_grow_with_what_there_is(by):
    costs = []
    for times in (2, 6):
        proposal = refined(by)
        for n in range(times):
            grow(proposal, by, n)
        costs.append(cost_of(actions.split, proposal=fresh(proposal), by=by, words="Two.", parts=PARTS))
    assert costs[0] == costs[1]
    assert costs[0] <= 100


# The whole is closed


def test_on_the_whole_nothing_more_is_done(by, whole, parts):
    own = {"proposal": whole, "by": by}
    entry, draft = whole.timetable.filter(done_on=None).first(), draft_of(whole)
    attempts = {
        "save_solution": lambda: actions.save_solution(**own, text="<p>More.</p>"),
        "save_sec_references": lambda: actions.save_sec_references(**own, references=[]),
        "revise_problem_statement": lambda: actions.revise_problem_statement(**own, texts=make.STATEMENT),
        "determine_path": lambda: actions.determine_path(**own, path="3", reasons="No."),
        "post_update": lambda: actions.post_update(**own, text="News."),
        "relate": lambda: actions.relate(**own, kind="related_to", to=parts[0]),
        "attach": lambda: actions.attach(**own, upload=SimpleUploadedFile("a.pdf", PDF)),
        "plan_implementation": lambda: actions.plan_implementation(**own, planned_on=far(9)),
        "add_entry": lambda: actions.add_entry(**own, planned=Planned("Publish", "publish", far(9))),
        "mark_done": lambda: actions.mark_done(entry=entry, by=by),
        "record_view": lambda: views.record_view(
            **own, committee=make.CommitteeFactory(**SSC), position="no_comment", why_changed="Why."
        ),
        "save_edit": lambda: legal.save_edit(
            **own, document=make.SecDocumentFactory(), clause="G3.20", operation="delete", version=draft.version
        ),
        "compose_draft": lambda: papers.compose_draft(**own),
        "issue_report": lambda: papers.issue_report(**own),
        "add_area": lambda: areas.add_area(**own, question="Why?"),
        "withdraw": lambda: actions.withdraw(**own, words="No."),
    }
    passed = []
    for name, attempt in attempts.items():
        try:
            attempt()
            passed.append(name)
        except Refused:
            pass
    assert passed == []
    # What can still be done there: put its record right.
    move = whole.moves.get(key="split")
    actions.correct_move(
        proposal=whole, move=move, by=by, reason="A slip of the pen.", words="Two subjects, as minuted."
    )


def test_its_pages_offer_nothing_but_to_put_a_step_right(client, by, whole, parts):
    client.force_login(by)
    for tab in ("", "documents/", "timetable/", "views/", "refinement/", "problem-statement/"):
        page = client.get(f"/modifications/MP128/{tab}").content.decode()
        assert "/edit/" not in page, tab
        assert "/views/record/" not in page, tab
        assert "/documents/add/" not in page, tab
        assert "/timetable/add/" not in page, tab
    assert "/put-right/" in client.get("/modifications/MP128/history/").content.decode()
    assert "/edit/" in client.get("/modifications/MP128A/").content.decode()


def test_what_somebody_sends_all_the_same_is_refused_in_words(client, by, whole, parts):
    client.force_login(by)
    for address, sent in {
        "report/compose/": {},
        "report/issue/": {"erratum": "A slip of the pen."},
        "documents/add/": {"files": SimpleUploadedFile("a.pdf", PDF), "kind": "other", "classification": "white"},
        "edit/path/": {"path": "3", "reasons": "No."},
        "updates/add/": {"text": "News."},
        "timetable/add/": {"activity": "Publish", "kind": "publish", "exactness": "day", "on": "2031-01-07"},
        "legal-text/finish/": {},
    }.items():
        page = client.post(f"/modifications/MP128/{address}", sent, follow=True).content.decode()
        assert "MP128 was split: this is done on its parts." in page or "no longer changed" in page, address


# The pages


def test_each_page_says_whose_part_it_is(client, whole, parts):
    for tab in (
        "",
        "history/",
        "documents/",
        "refinement/",
        "timetable/",
        "views/",
        "legal-text/",
        "problem-statement/",
    ):
        page = " ".join(client.get(f"/modifications/MP128A/{tab}").content.decode().split())
        assert "MP128A is a part of" in page
        assert 'href="/modifications/MP128/"' in page
        assert 'href="/modifications/MP128B/"' in page
    page = " ".join(client.get("/modifications/MP128/").content.decode().split())
    assert "MP128 was split on" in page
    assert "MP128A ‘Gas’</a> and <a" in page
    related = client.get("/modifications/MP128/").context["related"]
    assert [(r["words"], r["reference"]) for r in related if "MP128" in r["reference"]] == [
        ("was split into", "MP128A"),
        ("was split into", "MP128B"),
    ]


def test_files_and_updates_of_the_whole_are_read_in_its_parts(client, whole, parts):
    page = client.get("/modifications/MP128A/documents/")
    assert [file.title for file in page.context["whole_files"]] == ["Figure 0", "Letter 0"]
    assert page.context["files"] == []
    (update,) = [client.get("/modifications/MP128A/").context["latest_update"]]
    assert (update["text"], update["on_whole"]) == ("News 0.", True)
    assert not client.get("/modifications/MP128/").context["latest_update"]["on_whole"]
    attachment = whole.attachments.get(title="Letter 0")
    address = reverse("proposals:attachment", args=["MP128A", attachment.pk, attachment.filename])
    assert b"".join(client.get(address).streaming_content) == PDF + b"0"


def test_a_figure_stands_in_the_texts_and_papers_of_a_part(client, by, parts):
    page = client.get("/modifications/MP128A/problem-statement/").content.decode()
    assert "<img" in page
    version = papers.compose_draft(proposal=parts[0], by=by)
    assert len(pictures(version)) == 1


def test_history_shows_the_common_past_and_whose_it_was(client, whole, parts):
    for slug in ("MP128A", "MP128B"):
        context = client.get(f"/modifications/{slug}/history/").context
        told = [(entry["row"].label, entry["on_whole"]) for entry in context["entries"]]
        assert told[0] == ("Split from another proposal", "")
        assert ("Update posted", "MP128") in told
        assert ("Split into two proposals", "MP128") in told
        steps = [step.label for step in context["shown_steps"]]
        assert steps[-1] == "Split from another proposal"
        assert len(steps) == Move.objects.filter(proposal=whole).count()


def test_whom_the_whole_is_not_open_to_no_part_tells_of_it(client, by, whole, parts):
    make.classed(whole, by, "amber")
    for tab in ("", "history/", "documents/"):
        page = client.get(f"/modifications/MP128A/{tab}")
        assert 'href="/modifications/MP128/"' not in page.content.decode()
        assert "Letter 0" not in page.content.decode()
        assert "News 0." not in page.content.decode()
    client.force_login(by)
    assert 'href="/modifications/MP128/"' in client.get("/modifications/MP128A/").content.decode()
    assert not Proposal.objects.visible_to(AnonymousUser()).filter(suffix="", number=128).exists()


def test_before_it_is_done_the_page_says_what_becomes_of_everything(client, by, whole):
    client.force_login(by)
    effects = {e.term: e for e in client.get("/modifications/MP128/moves/split/").context["effects"]}
    assert list(effects) == [
        "What changes",
        "Each part takes over",
        "Each part reads on from MP128",
        "Each part begins anew",
        "Who is told",
        "What becomes public",
        "Who acts next",
    ]
    taken = effects["Each part takes over"].items_list
    assert "The legal text of each solution, with every edit." in taken
    assert "The views of bodies and organisations, and what they were asked." in taken
    assert effects["Each part begins anew"].items_list == ["The plan of implementation.", "The Modification Report."]
    assert "MP128A and MP128B" in effects["What becomes public"].items_list[1]
    assert effects["Who acts next"].items_list == ["SECAS."]
