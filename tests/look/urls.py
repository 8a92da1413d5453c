"""The addresses that the gallery's pages name."""

from django.urls import include, path

urlpatterns = [path("accounts/", include("allauth.urls"))]
