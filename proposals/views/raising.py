from django.http import Http404


def raise_proposal(request, *args, **kwargs):
    raise Http404
