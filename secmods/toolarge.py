"""What is too large to take gets a page that says so, with 413, instead of Django's “bad request”."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string

CHUNK = 64 * 1024
# Beyond this nobody waits for the rest; the connection is closed under the sender.
MOST_READ = 200 * 1024 * 1024


class TooLargeMiddleware:
    """Read the form here, where its size can be answered. The rest of what is being sent is read and dropped first: a
    browser that is cut off while sending shows a broken connection, and no page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method == "POST" and (words := _too_large(request)):
            _drain(request)
            page = render_to_string("413.html", {"limit_words": words})
            return HttpResponse(page, status=413)
        return self.get_response(request)


def _too_large(request: HttpRequest) -> str:
    """The limit that was passed, in words; empty when all is well. Other faults are for the view to meet."""
    try:
        request.POST  # noqa: B018  reading it is what measures it
    except RequestDataTooBig:
        return filesizeformat(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
    except TooManyFilesSent:
        return f"{settings.DATA_UPLOAD_MAX_NUMBER_FILES} files"
    except TooManyFieldsSent:
        return f"{settings.DATA_UPLOAD_MAX_NUMBER_FIELDS} fields"
    except OSError:
        return ""
    return ""


def _drain(request: HttpRequest) -> None:
    left = MOST_READ
    try:
        while left > 0 and (chunk := request._stream.read(CHUNK)):
            left -= len(chunk)
    except (AttributeError, OSError):
        return
