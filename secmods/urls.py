from django.contrib import admin
from django.urls import include, path

from secmods.demo import mail
from secmods.demo.sign_in import sign_in
from secmods.pages import accessibility, desk, guide, home, keeping, probes, record, statistics

admin.site.site_header = admin.site.site_title = "secmods"
admin.site.index_title = "Reference data"

urlpatterns = [
    path("", home.home, name="home"),
    path("desk/", desk.desk, name="desk"),
    path("accessibility/", accessibility.accessibility, name="accessibility"),
    path("record/", record.record, name="record"),
    path("statistics/", statistics.statistics, name="statistics"),
    path("statistics/statistics.csv", statistics.statistics_csv, name="statistics_csv"),
    path("statistics/keeping-to-time/", keeping.keeping_time, name="keeping"),
    path("statistics/keeping-to-time/keeping-to-time.csv", keeping.keeping_csv, name="keeping_csv"),
    path("statistics/keeping-to-time/list/<slug:measure>/", keeping.keeping_list, name="keeping_list"),
    path("statistics/<slug:measure>/", statistics.statistics_list, name="statistics_list"),
    path("guide/", guide.guide, name="guide"),
    path("guide/lifecycle/", guide.lifecycle, name="lifecycle"),
    path("healthz", probes.healthz, name="healthz"),
    path("readyz", probes.readyz, name="readyz"),
    path("", include("proposals.urls")),
    path("", include("papers.urls")),
    path("", include("subcommittees.urls")),
    path("", include("consultations.urls")),
    path("", include("legaltext.urls")),
    path("demo/sign-in/", sign_in, name="demo_sign_in"),
    path("demo/mail/", mail.sent, name="demo_mail"),
    path("demo/mail/<int:pk>/", mail.one, name="demo_mail_one"),
    path("demo/mail/guests/<int:pk>/", mail.to_a_guest, name="demo_mail_to_guest"),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]
