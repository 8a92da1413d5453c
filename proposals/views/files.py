from django.http import Http404


def attachment(request, *args, **kwargs):
    raise Http404


def add_documents(request, *args, **kwargs):
    raise Http404


def replace_document(request, *args, **kwargs):
    raise Http404


def add_figure(request, *args, **kwargs):
    raise Http404
