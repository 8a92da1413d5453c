from django.urls import path

from subcommittees.views import (
    asking,
    ballots,
    given,
    inbox,
    interest,
    minuting,
    recommending,
    requests,
    resolving,
    runningballots,
    undertaking,
    updates,
    voting,
)

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
    # Asking for views, giving them, and what is owed by word of mouth.
    path(f"{P}ask/", asking.ask_for_views, name="ask"),
    path(f"{P}requests/<int:pk>/<slug:step>/", asking.request_step, name="request_step"),
    path(f"{P}updates/promise/", updates.owe, name="owe"),
    path(f"{P}updates/<int:pk>/<slug:step>/", updates.update_step, name="update_step"),
    path(f"{P}further-input/", interest.interest, name="interest"),
    path("views/", requests.requests, name="requests"),
    path("views/chase/", requests.chase_several, name="chase_several"),
    path("inbox/", inbox.inbox, name="inbox"),
    *deciding,
]

# Ballots
B = "committees/<slug:code>/ballots/<int:pk>/"

urlpatterns += [
    path("modifications/<slug:slug>/ballot/", ballots.proposal_ballots, name="proposal_ballots"),
    path("modifications/<slug:slug>/ballot/open/", runningballots.open_, name="open_ballot"),
    path("committees/<slug:code>/ballots/", ballots.ballots, name="ballots"),
    path(B, ballots.ballot, name="ballot"),
    path(f"{B}seats/<int:seat>/vote/", voting.cast, name="vote"),
    path(f"{B}receipts/<int:position>/", voting.receipt, name="vote_receipt"),
    path(f"{B}close/", runningballots.close, name="close_ballot"),
    path(f"{B}outcome/", runningballots.outcome, name="ballot_outcome"),
    path(f"{B}void/", runningballots.void, name="void_ballot"),
    path(f"{B}ballot.json", ballots.ballot_json, name="ballot_json"),
    path(f"{B}ballot.csv", ballots.ballot_csv, name="ballot_csv"),
]
