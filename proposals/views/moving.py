from django.http import Http404


def urgency(request, *args, **kwargs):
    raise Http404


def move(request, *args, **kwargs):
    raise Http404
