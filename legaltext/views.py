from django.http import Http404


def draft(request, *args, **kwargs):
    raise Http404


def edit(request, *args, **kwargs):
    raise Http404


def remove(request, *args, **kwargs):
    raise Http404


def finish(request, *args, **kwargs):
    raise Http404


def base(request, *args, **kwargs):
    raise Http404
