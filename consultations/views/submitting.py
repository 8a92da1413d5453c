"""The addresses at which a response is sent and what becomes of it is read, by its own people, guests and SECAS."""

from collections.abc import Iterator

from django.urls import URLPattern, path

from consultations.responses.patience import patient
from consultations.views import files, guests, outcomes, receipts, responses, signing, writing

C = "consultations/<int:pk>/"
R = "consultations/responses/"


def pages() -> Iterator[URLPattern]:
    yield path(f"{C}respond/sign-off/", _written(signing.sign_off), name="respond_sign_off")
    yield path(R, responses.mine, name="my_responses")
    yield path(f"{R}<int:pk>/<int:version>/", receipts.receipt, name="receipt")
    yield path(f"{R}<int:pk>/<int:version>/receipt.txt", receipts.receipt_text, name="receipt_text")
    where = f"{R}<int:pk>/<int:version>/files/<int:file>/<str:filename>"
    yield path(where, files.response_file, name="response_file")
    yield path(f"{R}<int:pk>/<int:version>/decide/", responses.decide, name="decide_late")
    yield path(f"{R}<int:pk>/withdraw/", responses.withdraw, name="withdraw_response")
    yield path(f"{R}<int:pk>/take-on/", responses.take_on, name="take_on_response")
    yield path(f"{C}responses/", responses.of_consultation, name="responses")
    yield path(f"{C}guests/", guests.invited, name="guests")
    yield path(f"{C}guests/<int:invitation>/revoke/", guests.revoke, name="revoke_guest")
    yield path(f"{C}link/", guests.ask, name="ask_for_link")
    yield path("consultations/link/<str:token>/", guests.open_link, name="guest_link")
    yield path("consultations/guest/<int:guest>/sign-off/", _as_guest(signing.sign_off), name="guest_sign_off")
    yield path("consultations/guest/<int:guest>/outcome/", outcomes.of_a_guest, name="guest_outcome")
    yield from writing.pages("consultations/guest/<int:guest>/", "guest", guests.guest, ("guest",))


def _written(view):
    return patient(writing.written(view, writing.member, ("pk",)))


def _as_guest(view):
    return patient(writing.written(view, guests.guest, ("guest",)))
