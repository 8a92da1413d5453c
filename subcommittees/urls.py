from django.urls import path

from subcommittees import views

app_name = "subcommittees"

P = "modifications/<slug:slug>/views/"

urlpatterns = [
    path(P, views.views, name="views"),
    path(f"{P}record/", views.record, name="record"),
]
