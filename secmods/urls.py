from django.contrib import admin
from django.urls import include, path

from secmods.demo.sign_in import sign_in
from secmods.pages import accessibility, desk, home, probes, record

urlpatterns = [
    path("", home.home, name="home"),
    path("desk/", desk.desk, name="desk"),
    path("accessibility/", accessibility.accessibility, name="accessibility"),
    path("record/", record.record, name="record"),
    path("healthz", probes.healthz, name="healthz"),
    path("readyz", probes.readyz, name="readyz"),
    path("", include("proposals.urls")),
    path("", include("subcommittees.urls")),
    path("", include("legaltext.urls")),
    path("", include("papers.urls")),
    path("demo/sign-in/", sign_in, name="demo_sign_in"),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]
