from django.urls import path

from subcommittees.views import asking, given, inbox, interest, requests, updates

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
