from django.contrib import admin
from django.urls import include, path

from secmods.pages import home, probes

urlpatterns = [
    path("", home.home, name="home"),
    path("healthz", probes.healthz, name="healthz"),
    path("readyz", probes.readyz, name="readyz"),
    path("", include("proposals.urls")),
    path("", include("subcommittees.urls")),
    path("", include("legaltext.urls")),
    path("", include("papers.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]
