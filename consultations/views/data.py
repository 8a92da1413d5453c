"""Responses as files of data, as the reader may have them."""

from django.conf import settings
from django.http import Http404, StreamingHttpResponse
from django.views.decorators.http import require_safe

from consultations.models import Consultation
from consultations.queries.readers import is_analyst
from consultations.responses.data import cells, columns, lines
from consultations.responses.submitted import may_have, said_in
from consultations.views.consultation import the_consultation
from proposals.export import csv_file


def _published(request, pk: int) -> tuple[Consultation, bool]:
    found = the_consultation(request, pk)
    if not may_have(found, request.user):
        raise Http404("The responses to it are not published.")
    return found, is_analyst(request.user)


@require_safe
def responses_csv(request, pk):
    found, secas = _published(request, pk)
    rows = (cells(said, secas=secas) for said in said_in(found, request.user))
    return csv_file(f"consultation-{pk}-responses", columns(secas=secas), rows)


@require_safe
def responses_json(request, pk):
    found, secas = _published(request, pk)
    said = said_in(found, request.user)
    address = f"{settings.SITE_URL}{found.get_absolute_url()}"
    response = StreamingHttpResponse(lines(found, said, secas=secas, address=address), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="consultation-{pk}-responses.json"'
    return response
