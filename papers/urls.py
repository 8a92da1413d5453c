from django.urls import path, register_converter

from papers import views

app_name = "papers"


class VersionLabel:
    regex = r"\d{1,4}\.\d{1,4}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(VersionLabel, "version")

urlpatterns = [
    path("papers/<slug:slug>/<version:label>/", views.version, name="version"),
    path("papers/<slug:slug>/<version:label>.pdf", views.rendition, {"format": "pdf"}, name="pdf"),
    path("papers/<slug:slug>/<version:label>.docx", views.rendition, {"format": "docx"}, name="docx"),
    path("papers/<slug:slug>/<version:label>/files/", views.files, name="files"),
    path(
        "modifications/<slug:slug>/report/<version:label>/take-down/",
        views.take_down,
        name="take_down",
    ),
    path("modifications/<slug:slug>/report/", views.workshop, name="workshop"),
    path("modifications/<slug:slug>/report/compose/", views.compose, name="compose"),
    path("modifications/<slug:slug>/report/issue/", views.issue, name="issue"),
    path("modifications/<slug:slug>/report/glossary/", views.glossary, name="glossary"),
]
