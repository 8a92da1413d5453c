from django.urls import path

from legaltext import views

app_name = "legaltext"

P = "modifications/<slug:slug>/legal-text/"

urlpatterns = [
    path(P, views.draft, name="draft"),
    path(f"{P}base/", views.base, name="base"),
    path(f"{P}edit/", views.edit, name="edit"),
    path(f"{P}edits/<int:pk>/remove/", views.remove, name="remove"),
    path(f"{P}finish/", views.finish, name="finish"),
]
