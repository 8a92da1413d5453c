"""The web's worker: a request has reached the server when it stands in the queue, and not when a thread is free."""

import select
import socket
import time
from datetime import timedelta

from gunicorn.workers.gthread import ThreadWorker

from audit import middleware

DEFERRED = 5  # seconds for which the kernel keeps a silent connection to itself


class Worker(ThreadWorker):
    """Tells ``audit.middleware`` how long a request waited for its thread, so that in the last second before a close
    nobody is late because others came at the same time. A connection on which nothing has been said yet is no request,
    however early it was opened; the kernel keeps it until something comes, where it can."""

    def init_process(self):
        for listener in self.sockets:
            if hasattr(socket, "TCP_DEFER_ACCEPT") and listener.sock.family in (socket.AF_INET, socket.AF_INET6):
                listener.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, DEFERRED)
        super().init_process()

    def enqueue_req(self, conn):
        conn.queued_at = time.monotonic() if _has_said_something(conn.sock) else None
        super().enqueue_req(conn)

    def handle(self, conn):
        waited = 0 if conn.queued_at is None else time.monotonic() - conn.queued_at
        middleware.waited.set(timedelta(seconds=waited))
        return super().handle(conn)


def _has_said_something(connection: socket.socket) -> bool:
    poll = select.poll()
    poll.register(connection, select.POLLIN)
    return bool(poll.poll(0))
