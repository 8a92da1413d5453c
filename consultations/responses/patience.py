"""A press of the button is not lost with the database: while that is being started again the same request is tried
anew, so that what reached the server in time is received in time."""

import functools
import logging
import time
from collections.abc import Callable

from django.db import InterfaceError, OperationalError, connection
from django.http import HttpResponse
from django.template.loader import render_to_string

PATIENCE, PAUSE = 20.0, 0.5  # seconds; the web gives up a request after thirty
logger = logging.getLogger(__name__)


def patient(view: Callable) -> Callable:
    """``view`` does its work in acts, each of which is done whole or not at all, and done twice is done once. What can
    not be done within ``PATIENCE`` is answered with a sentence; the draft is as it was saved."""

    @functools.wraps(view)
    def wrapper(request, *args, **kwargs):
        until = time.monotonic() + PATIENCE
        while True:
            try:
                return view(request, *args, **kwargs)
            except (OperationalError, InterfaceError):
                if connection.in_atomic_block:
                    raise
                connection.close()
                if time.monotonic() >= until:
                    return _given_up(request)
                time.sleep(PAUSE)

    return wrapper


def _given_up(request):
    reached = getattr(request, "received_at", None)
    logger.exception("A response that reached the server at %s could not be received: the database is away.", reached)
    page = render_to_string("consultations/submitting/not_received.html", {"reached_at": reached})  # no database
    return HttpResponse(page, status=503)
