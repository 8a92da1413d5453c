"""Who comes to write a response, and for whom; the same pages for those with an account and for guests."""

import functools
from collections.abc import Callable, Iterator

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path

from audit.acts import NotAllowed
from audit.classification import Classification
from consultations import rules
from consultations.actions.receiving import event_class
from consultations.drafts.writer import Writer, for_member
from consultations.models import Consultation
from consultations.queries.readers import organisations
from consultations.views.consultation import crumbs


def member(request, pk: int) -> Writer | HttpResponse:
    """Whoever acts for an organisation that is asked; of several they choose one. Others are told why they do not
    answer; a stranger to the consultation learns nothing of it."""
    consultation = _theirs(request.user, pk)
    among = rules.organisations_that_answer(request.user, consultation)
    if not among:
        return _not_asked(request, consultation)
    chosen = _chosen(request, among)
    if chosen is None:
        return _choose(request, consultation, among)
    return for_member(request.user, consultation, chosen, among)


def _theirs(user, pk: int) -> Consultation:
    """One that they may see, or that they have begun to answer: what was taken back meanwhile they are told of."""
    visible = Consultation.objects.visible_to(user).values("pk")
    begun = Consultation.objects.filter(responses__organisation__in=organisations(user)).values("pk")
    found = Consultation.objects.filter(Q(pk__in=visible) | Q(pk__in=begun))
    return get_object_or_404(found.select_related("proposal", "questions"), pk=pk)


def _not_asked(request, consultation: Consultation) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    context = {**frame(consultation, "Respond"), "sentence": rules.answers_words(request.user, consultation)}
    return render(request, "consultations/respond/not_asked.html", context, status=403)


def _chosen(request, among: list):
    wanted = request.GET.get("for", "")
    if len(among) == 1 and not wanted:
        return among[0]
    return next((each for each in among if str(each.pk) == wanted), None)


def _choose(request, consultation: Consultation, among: list) -> HttpResponse:
    context = {
        **frame(consultation, "Respond"),
        "among": [for_member(request.user, consultation, o, among) for o in among],
    }
    return render(request, "consultations/respond/choose.html", context)


def frame(consultation: Consultation, title: str) -> dict:
    return {
        "consultation": consultation,
        "page_title": title,
        "crumbs": crumbs(consultation, title),
        "page_classification": consultation.get_classification_display(),
    }


def kept_frame(consultation: Consultation, title: str, *, confidential: bool = False) -> dict:
    """Of a page that shows what SECAS and the respondent alone read, of the class that its events have."""
    kept = max(consultation.classification, event_class(confidential), key=Classification.values.index)
    return {**frame(consultation, title), "page_classification": Classification(kept).label}


def with_response(view: Callable) -> Callable:
    """For pages that need a response that was begun: gives the view it instead of nothing."""

    @functools.wraps(view)
    def wrapper(request, writer: Writer, **where):
        if writer.response is None:
            return redirect(writer.url())
        return view(request, writer, writer.response, **where)

    return wrapper


def written(view: Callable, find: Callable, keys: tuple[str, ...]) -> Callable:
    """``view(request, writer, …)`` behind what ``find(request, …)`` answers; ``keys``: what it reads of the address."""

    @functools.wraps(view)
    def wrapper(request, **where):
        writer = find(request, **{name: where.pop(name) for name in keys})
        if not isinstance(writer, Writer):
            return writer
        try:
            return view(request, writer, **where)
        except NotAllowed as refusal:
            raise PermissionDenied(refusal.sentence) from refusal

    return wrapper


def pages(prefix: str, name: str, find: Callable, keys: tuple[str, ...] = ("pk",)) -> Iterator[URLPattern]:
    """The addresses of all pages on which a response is written, below ``prefix`` and named ``name_…``."""
    from consultations.views import earlier, enclosing, responding, saving

    listed = {
        "": ("", responding.page),
        "start": ("start/", responding.start),
        "ready": ("ready/", responding.ready),
        "save": ("save/<slug:part>/", saving.save),
        "hold": ("hold/<slug:part>/", saving.hold),
        "leave": ("leave/<slug:part>/", saving.leave),
        "take_over": ("take-over/<slug:part>/", saving.take_over),
        "part": ("part/<slug:part>/", saving.part),
        "now": ("now/", saving.now),
        "earlier": ("earlier/<slug:part>/", earlier.earlier),
        "attach": ("files/", enclosing.attach),
        "file": ("files/<int:file>/<str:filename>", enclosing.file),
        "remove_file": ("files/<int:file>/remove/", enclosing.remove),
    }
    for key, (route, view) in listed.items():
        yield path(f"{prefix}{route}", written(view, find, keys), name=f"{name}_{key}" if key else name)
