from django.http import Http404


def views(request, *args, **kwargs):
    raise Http404


def record(request, *args, **kwargs):
    raise Http404
