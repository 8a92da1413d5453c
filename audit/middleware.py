"""The instant at which a request reached the server is the instant of everything it does."""

from contextvars import ContextVar
from datetime import timedelta

from audit import clock

# How long the request had waited for a thread before it came here; the web's worker says so (see ``secmods.web``).
waited: ContextVar[timedelta] = ContextVar("waited", default=timedelta(0))


class ReceiptMiddleware:
    """Stamps ``request.received_at`` and holds the clock there, so that slow work never makes a timely act late."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.received_at = clock.now() - waited.get()
        with clock.set_to(request.received_at):
            return self.get_response(request)
