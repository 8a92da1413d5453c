from django.contrib import admin
from django.urls import include, path

from secmods.demo import mail
from secmods.demo.sign_in import sign_in
from secmods.pages import accessibility, home, probes, record

urlpatterns = [
    path("", home.home, name="home"),
    path("accessibility/", accessibility.accessibility, name="accessibility"),
    path("record/", record.record, name="record"),
    path("healthz", probes.healthz, name="healthz"),
    path("readyz", probes.readyz, name="readyz"),
    path("", include("proposals.urls")),
    path("", include("subcommittees.urls")),
    path("", include("legaltext.urls")),
    path("", include("papers.urls")),
    path("demo/sign-in/", sign_in, name="demo_sign_in"),
    path("demo/mail/", mail.sent, name="demo_mail"),
    path("demo/mail/<int:pk>/", mail.one, name="demo_mail_one"),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]
