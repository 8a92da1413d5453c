from django.http import Http404


def details(request, *args, **kwargs):
    raise Http404


def statement(request, *args, **kwargs):
    raise Http404


def references(request, *args, **kwargs):
    raise Http404


def solution(request, *args, **kwargs):
    raise Http404


def impacts(request, *args, **kwargs):
    raise Http404


def costs(request, *args, **kwargs):
    raise Http404


def points(request, *args, **kwargs):
    raise Http404


def objectives(request, *args, **kwargs):
    raise Http404


def implementation(request, *args, **kwargs):
    raise Http404


def path_(request, *args, **kwargs):
    raise Http404


def add_update(request, *args, **kwargs):
    raise Http404
