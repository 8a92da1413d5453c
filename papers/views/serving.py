"""Sending a stored file to whoever was found to be allowed to have it."""

from django.http import FileResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags, quote_etag


def served(request, kept, content_type: str, filename: str, *, as_attachment: bool = False):
    """``kept``: a row with ``file`` and ``sha256``. What the browser has already is not sent again."""
    etag = quote_etag(kept.sha256)
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        return HttpResponseNotModified(headers={"ETag": etag})
    response = FileResponse(
        kept.file.open("rb"), content_type=content_type, filename=filename, as_attachment=as_attachment
    )
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Cookie"])
    return response
