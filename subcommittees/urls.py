from django.urls import path

from subcommittees.views import given

app_name = "subcommittees"

P = "modifications/<slug:slug>/views/"

urlpatterns = [
    path(P, given.views, name="views"),
    path(f"{P}record/", given.record, name="record"),
]
