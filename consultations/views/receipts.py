"""The receipt of a response, with everything that was received, as a page and as text."""

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from consultations import rules
from consultations.models import Submission
from consultations.queries.readers import is_analyst, own
from consultations.responses import guests
from consultations.responses.receipts import READ, Receipt, contents_of
from consultations.views.files import readable
from consultations.views.writing import kept_frame


def the_receipt(request, pk: int, version: int) -> Receipt:
    """For its own people, the guest who sent it, and SECAS; to anybody else there is none."""
    theirs = own(request.user, "response__organisation") | guests.own(request)
    if is_analyst(request.user):
        theirs |= Q(pk__in=Submission.objects.visible_to(request.user).values("pk"))
    made = Submission.objects.filter(theirs, response=pk, version=version).select_related(*READ).first()
    if made is None:
        raise Http404("There is no such receipt, or it is not open to you.")
    return Receipt(made)


@require_safe
@never_cache
def receipt(request, pk: int, version: int):
    found = the_receipt(request, pk, version)
    context = {
        **kept_frame(found.consultation, "Receipt", confidential=found.submission.confidential),
        "receipt": found,
        "submission": found.submission,
        "newest": found.submission.response.submissions.by_receipt().last(),
        "acts": list(_acts(request, found)),
        **contents_of(found.submission, readable(request).filter(submissions=found.submission)),
    }
    return render(request, "consultations/submitting/receipt.html", context)


def _acts(request, found: Receipt):
    """What its own people, or the guest who sent it, may do next."""
    response = found.submission.response
    is_guest = response.invitation_id in guests.known_to(request)
    if (is_guest or rules.may_draft.test(request.user, response)) and (outcome := found.outcome):
        yield "What became of what you said", outcome
    if response.withdrawn_at is None:
        if is_guest:
            yield "Go on with the draft", reverse("consultations:guest", args=[response.invitation_id])
        elif rules.may_draft.test(request.user, response):
            several = f"?for={response.organisation_id}" if len(request.user.organisations) > 1 else ""
            address = reverse("consultations:respond", args=[response.consultation_id])
            yield "Go on with the draft", f"{address}{several}"
        if is_guest or rules.may_withdraw_response.test(request.user, response):
            yield "Withdraw it", reverse("consultations:withdraw_response", args=[response.pk])
    if is_analyst(request.user):
        yield "All responses", reverse("consultations:responses", args=[response.consultation_id])
    elif request.user.is_authenticated and request.user.organisations:
        yield "Your responses", reverse("consultations:my_responses")


@require_safe
@never_cache
def receipt_text(request, pk: int, version: int):
    """The same as plain text, to be kept."""
    found = the_receipt(request, pk, version)
    answer = HttpResponse(found.text(), content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="receipt-{pk}-{version}.txt"'
    return answer
