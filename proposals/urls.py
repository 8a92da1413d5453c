from django.urls import path

from proposals.views import (
    alternatives,
    correcting,
    editing,
    files,
    filing,
    implemented,
    lodging,
    moving,
    parts,
    raising,
    reading,
    ready,
    refinement,
    register,
    releases,
    requests,
    rules,
    timetable,
)

app_name = "proposals"

P = "modifications/<slug:slug>/"
R = "releases/<slug:slug>/"

urlpatterns = [
    path("modifications/", register.register, name="register"),
    path("modifications/register.csv", register.register_csv, name="register_csv"),
    path("raise/", raising.raise_proposal, name="raise"),
    path("raise/authority-led/", raising.raise_authority_led, name="raise_authority_led"),
    # Reading
    path(P, reading.overview, name="overview"),
    path(f"{P}problem-statement/", reading.statement, name="statement"),
    path(f"{P}problem-statement/compare/", reading.compare_statements, name="compare"),
    path(f"{P}documents/", reading.documents, name="documents"),
    path(f"{P}history/", reading.history, name="history"),
    # Timetable
    path(f"{P}timetable/", timetable.timetable, name="timetable"),
    path(f"{P}timetable/lay-out/", timetable.lay_out, name="lay_out"),
    path(f"{P}timetable/add/", timetable.add_entry, name="timetable_add"),
    path(f"{P}timetable/<int:pk>/move/", timetable.move_entry, name="timetable_move"),
    path(f"{P}timetable/<int:pk>/done/", timetable.mark_done, name="timetable_done"),
    path(f"{P}timetable/<int:pk>/missed/", timetable.mark_missed, name="timetable_missed"),
    path(f"{P}timetable/<int:pk>/undo/", timetable.undo_done, name="timetable_undo"),
    path(f"{P}timetable/<int:pk>/remove/", timetable.remove_entry, name="timetable_remove"),
    path(f"{P}timetable/packages/<int:pk>/approve/", timetable.approve_package, name="approve_package"),
    path(f"{P}timetable/packages/<int:pk>/correct/", timetable.correct_approval, name="correct_approval"),
    # Files
    path(f"{P}attachments/<int:pk>/<str:filename>", files.attachment, name="attachment"),
    path(f"{P}documents/add/", files.add_documents, name="add_documents"),
    path(f"{P}documents/<int:pk>/replace/", files.replace_document, name="replace_document"),
    path(f"{P}documents/<int:pk>/correct/", filing.correct_document, name="correct_document"),
    path(f"{P}documents/<int:pk>/take-down/", filing.take_down_document, name="take_down_document"),
    path(f"{P}problem-statement/figures/add/", files.add_figure, name="add_figure"),
    # Editing
    path(f"{P}edit/details/", editing.details, name="edit_details"),
    path(f"{P}edit/problem-statement/", editing.statement, name="edit_statement"),
    path(f"{P}edit/sec-references/", editing.references, name="edit_references"),
    path(f"{P}edit/solution/", editing.solution, name="edit_solution"),
    path(f"{P}edit/impacts/", editing.impacts, name="edit_impacts"),
    path(f"{P}edit/costs/", editing.costs, name="edit_costs"),
    path(f"{P}edit/benefits-and-drawbacks/", editing.points, name="edit_points"),
    path(f"{P}edit/objectives/", editing.objectives, name="edit_objectives"),
    path(f"{P}edit/implementation/", editing.implementation, name="edit_implementation"),
    path(f"{P}edit/implementation/parts/", editing.parts, name="edit_parts"),
    path(f"{P}edit/path/", editing.path_, name="edit_path"),
    path(f"{P}updates/add/", editing.add_update, name="add_update"),
    path(f"{P}updates/<int:pk>/correct/", filing.correct_update, name="correct_update"),
    path(f"{P}updates/<int:pk>/take-back/", filing.take_update_back, name="take_update_back"),
    path(f"{P}relations/add/", filing.relate, name="relate"),
    path(f"{P}relations/<int:pk>/take-back/", filing.take_relation_back, name="take_relation_back"),
    # Readiness
    path("readiness/", ready.meetings, name="meetings_readiness"),
    path(f"{P}readiness/", ready.readiness_of, name="readiness"),
    path(f"{P}readiness/accept/", ready.accept, name="accept_gap"),
    path(f"{P}readiness/<int:pk>/take-back/", ready.take_back, name="take_acceptance_back"),
    # Refinement
    path(f"{P}refinement/", refinement.tab, name="refinement"),
    path(f"{P}refinement/requirements/draft/", refinement.draft_requirements, name="draft_requirements"),
    path(
        f"{P}refinement/requirements/<int:sequence>/<slug:step>/",
        refinement.requirements_step,
        name="requirements_step",
    ),
    path(f"{P}refinement/assessments/request/", refinement.request_assessment, name="request_assessment"),
    path(f"{P}refinement/assessments/<int:pk>/<slug:step>/", refinement.assessment_step, name="assessment_step"),
    path(f"{P}refinement/questions/<int:pk>/<slug:step>/", refinement.clarification_step, name="clarification_step"),
    path(f"{P}refinement/discussions/add/", refinement.add_discussion, name="add_discussion"),
    path(f"{P}refinement/discussions/<int:pk>/correct/", refinement.correct_discussion, name="correct_discussion"),
    path(f"{P}refinement/consultation/<slug:step>/", refinement.consultation_step, name="consultation_step"),
    path(
        f"{P}refinement/consultations/<int:pk>/<slug:step>/", refinement.consultation_right, name="consultation_right"
    ),
    path(f"{P}refinement/areas/add/", refinement.add_area, name="add_area"),
    path(f"{P}refinement/areas/<slug:key>/<slug:step>/", refinement.area_step, name="area_step"),
    path(f"{P}alternatives/raise/", alternatives.raise_alternative, name="raise_alternative"),
    path(f"{P}alternatives/<int:number>/", alternatives.alternative, name="alternative"),
    path(f"{P}alternatives/<int:number>/edit/<slug:part>/", alternatives.edit_alternative, name="edit_alternative"),
    path(f"{P}alternatives/<int:number>/withdraw/", alternatives.withdraw_alternative, name="withdraw_alternative"),
    path("requests/", requests.requests, name="requests"),
    # Putting right
    path(f"{P}history/<int:pk>/put-right/", correcting.put_right, name="put_right"),
    path(f"{P}history/take-split-back/", correcting.take_split_back, name="take_split_back"),
    path(f"{P}history/late/<slug:key>/", correcting.enter_late, name="enter_late"),
    path(f"{P}history/<slug:kind>/<int:pk>/strike-out/", correcting.strike, name="strike"),
    # Moving
    path(f"{P}parts/<int:number>/correct/", implemented.correct_part, name="correct_part"),
    path(f"{P}parts/<int:number>/take-back/", implemented.take_part_back, name="take_part_back"),
    path(f"{P}parts/<int:number>/implement/", parts.implement_part, name="implement_part"),
    path(f"{P}moves/<slug:key>/", moving.move, name="move"),
    # Releases
    path("releases/", releases.releases, name="releases"),
    path("releases/enter/", releases.enter_release, name="enter_release"),
    path(f"{R}", releases.release, name="release"),
    path(f"{R}edit/", releases.edit_release, name="edit_release"),
    path(f"{R}move/", releases.move_release, name="move_release"),
    path(f"{R}correct/", implemented.correct_release, name="correct_release"),
    path(f"{R}take-back/", implemented.take_release_back, name="take_release_back"),
    path(f"{R}implement/", releases.implement_release, name="implement_release"),
    path(f"{P}receipts/<slug:reference>/", lodging.receipt, name="receipt"),
    # About the process
    path("guide/rules/", rules.rules_in_force, name="rules"),
    path("guide/rules/days/<int:pk>/take-back/", rules.take_back_day, name="take_day_back"),
    path("guide/rules/<slug:kind>/<int:pk>/change/", rules.correct_rule, name="correct_rule"),
    path("guide/rules/<slug:kind>/<int:pk>/take-back/", rules.take_rule_back, name="take_rule_back"),
]
