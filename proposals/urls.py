from django.urls import path

from proposals.views import correcting, editing, files, moving, raising, reading, register

app_name = "proposals"

P = "modifications/<slug:slug>/"

urlpatterns = [
    path("modifications/", register.register, name="register"),
    path("modifications/register.csv", register.register_csv, name="register_csv"),
    path("raise/", raising.raise_proposal, name="raise"),
    # Reading
    path(P, reading.overview, name="overview"),
    path(f"{P}problem-statement/", reading.statement, name="statement"),
    path(f"{P}problem-statement/compare/", reading.compare_statements, name="compare"),
    path(f"{P}documents/", reading.documents, name="documents"),
    path(f"{P}history/", reading.history, name="history"),
    # Files
    path(f"{P}attachments/<int:pk>/<str:filename>", files.attachment, name="attachment"),
    path(f"{P}documents/add/", files.add_documents, name="add_documents"),
    path(f"{P}documents/<int:pk>/replace/", files.replace_document, name="replace_document"),
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
    path(f"{P}edit/path/", editing.path_, name="edit_path"),
    path(f"{P}updates/add/", editing.add_update, name="add_update"),
    # Putting right
    path(f"{P}history/<int:pk>/put-right/", correcting.put_right, name="put_right"),
    path(f"{P}history/late/<slug:key>/", correcting.enter_late, name="enter_late"),
    path(f"{P}history/<slug:kind>/<int:pk>/strike-out/", correcting.strike, name="strike"),
    # Moving
    path(f"{P}moves/<slug:key>/", moving.move, name="move"),
]
