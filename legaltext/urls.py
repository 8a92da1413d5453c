from django.urls import path

from legaltext import views

app_name = "legaltext"

P = "modifications/<slug:slug>/legal-text/"
# The same pages over the legal text of an Alternative.
OF_ALTERNATIVE = f"{P}alternative-<int:number>/"

urlpatterns = [
    path(P, views.draft, name="draft"),
    path(f"{P}base/", views.base, name="base"),
    path(f"{P}edit/", views.edit, name="edit"),
    path(f"{P}finish/", views.finish, name="finish"),
    path(f"{P}edits/<int:pk>/remove/", views.remove, name="remove"),
    path(OF_ALTERNATIVE, views.draft, name="draft"),
    path(f"{OF_ALTERNATIVE}base/", views.base, name="base"),
    path(f"{OF_ALTERNATIVE}edit/", views.edit, name="edit"),
    path(f"{OF_ALTERNATIVE}finish/", views.finish, name="finish"),
]
