from django.urls import path

from subcommittees.views import ballots, given, runningballots, voting

app_name = "subcommittees"

P = "modifications/<slug:slug>/views/"

urlpatterns = [
    path(P, given.views, name="views"),
    path(f"{P}record/", given.record, name="record"),
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
