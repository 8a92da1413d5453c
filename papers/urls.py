from django.urls import path, register_converter

from papers.views import beginning, consulting, notice, pack, reading, reference, supplying, workshop

app_name = "papers"


class VersionLabel:
    regex = r"\d{1,4}\.\d{1,4}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class PlaceKey(VersionLabel):
    """The key of a section: “progression.areas.1”."""

    regex = r"[a-z0-9][a-z0-9.-]{0,79}"


class PackLabel(VersionLabel):
    """“2”, or “2-draft-1” before it is issued."""

    regex = r"\d{1,4}(?:-draft-\d{1,4})?"


register_converter(VersionLabel, "version")
register_converter(PackLabel, "pack")
register_converter(PlaceKey, "place")

PACK = "committees/<slug:code>/meetings/<str:day>/pack/"
REPORT = "modifications/<slug:slug>/report/"
NOTICES = "modifications/<slug:slug>/notices/"

urlpatterns = [
    path("papers/write/", beginning.begin, name="begin"),
    path("papers/texts/", reference.texts, name="texts"),
    path("papers/texts/<slug:key>/change/", reference.change_text, name="change_text"),
    path("papers/texts/<int:pk>/correct/", reference.correct_text, name="correct_text"),
    path("papers/texts/<int:pk>/take-back/", reference.take_text_back, name="take_text_back"),
    path("papers/<int:pk>/", workshop.paper, name="paper"),
    path("papers/<int:pk>/compose/", workshop.compose_paper, name="compose_paper"),
    path("papers/<int:pk>/issue/", workshop.issue_paper, name="issue_paper"),
    path("papers/<int:pk>/glossary/", workshop.paper_glossary, name="paper_glossary"),
    path("papers/<int:pk>/words/<place:place>/", workshop.words, name="words"),
    path("papers/<int:pk>/<version:label>/take-down/", workshop.take_paper_down, name="take_paper_down"),
    path("papers/<slug:slug>/<version:label>/", reading.version, name="version"),
    path("papers/<slug:slug>/<version:label>.pdf", reading.rendition, {"format": "pdf"}, name="pdf"),
    path("papers/<slug:slug>/<version:label>.docx", reading.rendition, {"format": "docx"}, name="docx"),
    path("papers/<slug:slug>/<version:label>/files/", reading.files, name="files"),
    path("committees/<slug:code>/papers/", reading.of_committee, name="of_committee"),
    path(PACK, pack.pack, name="pack"),
    path(f"{PACK}compose/", pack.compose, name="compose_pack"),
    path(f"{PACK}issue/", pack.issue, name="issue_pack"),
    path(f"{PACK}files/", pack.files, name="pack_files"),
    path(f"{PACK}minutes/", pack.minutes, name="minutes"),
    path("papers/supply/<int:pk>/", supplying.supply, name="supply"),
    path("papers/word/<int:pk>/", supplying.word_file, name="word_file"),
    path("papers/word/<int:pk>/progress/", supplying.word_progress, name="word_progress"),
    path("papers/word/<int:pk>/printed.pdf", supplying.word_pdf, name="word_pdf"),
    path("papers/word/<int:pk>/original.docx", supplying.word_original, name="word_original"),
    path("papers/supplied/<int:pk>/", supplying.supplied_file, name="supplied_file"),
    path("packs/<slug:slug>/<pack:label>.pdf", pack.file, name="pack_file"),
    path("glossary/", reference.terms, name="terms"),
    path("glossary/enter/", reference.enter_term, name="enter_term"),
    path("glossary/<int:pk>/note/", reference.note_term, name="note_term"),
    path("glossary/<int:pk>/retire/", reference.retire_term, name="retire_term"),
    path("consultations/<int:pk>/form.docx", consulting.response_form, name="response_form"),
    path("consultations/<int:pk>/documents/", consulting.documents, name="consultation_documents"),
    path(
        "consultations/<int:pk>/documents/<slug:kind>/<slug:edition>/",
        consulting.compose,
        name="compose_of_consultation",
    ),
    path(
        "consultations/<int:pk>/documents/<slug:kind>/<slug:edition>/progress/",
        consulting.progress,
        name="composing_of_consultation",
    ),
    path(NOTICES, notice.notices, name="notices"),
    path(f"{NOTICES}<slug:kind>/<int:place>/", notice.notice, name="notice"),
    path(f"{NOTICES}<slug:kind>/<int:place>/compose/", notice.compose, name="compose_notice"),
    path(f"{REPORT}<version:label>/take-down/", workshop.take_down, name="take_down"),
    path(REPORT, workshop.workshop, name="workshop"),
    path(f"{REPORT}compose/", workshop.compose, name="compose"),
    path(f"{REPORT}issue/", workshop.issue, name="issue"),
    path(f"{REPORT}glossary/", workshop.glossary, name="glossary"),
]
