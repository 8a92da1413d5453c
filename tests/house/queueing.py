"""A site of one thread for the test of the web's worker: each answer takes a while, and says how long it had waited."""

import time

from audit import middleware

WORK = 0.6


def application(environ, start_response):
    time.sleep(WORK)
    said = f"{middleware.waited.get().total_seconds():.3f}".encode()
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(said)))])
    return [said]
