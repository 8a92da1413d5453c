from django.urls import path

from subcommittees.views import given, minuting, recommending, resolving, undertaking

app_name = "subcommittees"

P = "modifications/<slug:slug>/views/"

# What bodies are asked and resolve, their minutes and actions
C = "committees/<slug:code>/"
M = f"{C}meetings/<str:day>/"
I = f"{M}items/<int:pk>/"  # noqa: E741 - as P for a proposal: I for an item

deciding = [
    path("modifications/<slug:slug>/decisions/", resolving.decisions, name="decisions"),
    path(f"{M}decisions/", resolving.outcome, name="outcome"),
    path(f"{I}recommendations/", recommending.recommendations, name="recommendations"),
    path(f"{I}recommendations/add/", recommending.add, name="add_recommendation"),
    path(f"{I}recommendations/usual/", recommending.usual, name="usual_recommendations"),
    path(f"{I}recommendations/<int:key>/edit/", recommending.edit, name="edit_recommendation"),
    path(f"{I}recommendations/<int:key>/<slug:step>/", recommending.step, name="recommendation_step"),
    path(f"{I}decide/", resolving.decide, name="decide"),
    path(f"{I}resolutions/<int:key>/correct/", resolving.correct, name="correct_resolution"),
    path(f"{M}minutes/", minuting.minutes, name="minutes"),
    path(f"{M}minutes/send-round/", minuting.circulate, name="circulate_minutes"),
    path(f"{M}minutes/approve/", minuting.approve, name="approve_minutes"),
    path(f"{M}minutes/take-approval-back/", minuting.take_back, name="take_approval_back"),
    path(f"{I}minute/", minuting.write, name="write_minute"),
    path(f"{I}minute/correct/", minuting.correct, name="correct_minute"),
    path(f"{I}minute/comment/", minuting.comment, name="comment_on_minute"),
    path(f"{I}minute/comments/<int:key>/<slug:step>/", minuting.comment_step, name="comment_step"),
    path(f"{M}actions/undertake/", undertaking.undertake, name="undertake"),
    path(f"{C}actions/", undertaking.action_list, name="actions"),
    path(f"{C}actions/<int:number>/<slug:step>/", undertaking.action_step, name="action_step"),
]

urlpatterns = [
    path(P, given.views, name="views"),
    path(f"{P}record/", given.record, name="record"),
    *deciding,
]
