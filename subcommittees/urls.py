from django.urls import path

from subcommittees.views import asking, ballots, given, inbox, interest, requests, runningballots, updates, voting

app_name = "subcommittees"

P = "modifications/<slug:slug>/views/"

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
