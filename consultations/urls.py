from django.urls import path

from consultations.views import answering, commenting, reading, sorting

app_name = "consultations"

P = "modifications/<slug:slug>/comments/"
C = f"{P}<int:number>/"

urlpatterns = [
    path(P, reading.comments, name="comments"),
    path(f"{P}comments.csv", reading.comments_csv, name="csv"),
    path(f"{P}add/", commenting.add, name="add"),
    path(f"{P}record/", commenting.record, name="record"),
    path(f"{P}publish/", sorting.publish_all, name="publish_all"),
    path(f"{P}publish-answers/", answering.publish, name="publish_answers"),
    path(f"{P}summary/<slug:category>/<slug:stance>/", answering.summary, name="summary"),
    path(f"{C}change/", commenting.change, name="change"),
    path(f"{C}withdraw/", commenting.withdraw, name="withdraw"),
    path(f"{C}sort/", sorting.sort, name="sort"),
    path(f"{C}publish/", sorting.publish, name="publish"),
    path(f"{C}unpublish/", sorting.unpublish, name="unpublish"),
    path(f"{C}answer/", answering.answer, name="answer"),
    path(f"{C}answer/take-back/", answering.unanswer, name="unanswer"),
]
