"""The one process that talks to Celery: listens for new jobs, looks again every few seconds, starts timed sweeps."""

import logging
import select
import time

from django.db import Error as DatabaseError
from django.db import connection
from kombu.exceptions import OperationalError as BrokerError

from jobs import actions, registry
from jobs.models import CHANNEL

log = logging.getLogger(__name__)

LOOK_EVERY = 2.0  # seconds


class Dispatcher:
    def __init__(self, send):
        """``send(job_id)`` hands one job to the engine; it may raise when the broker is away."""
        self.send = send
        self.running = True
        self.swept: dict[str, float] = {}
        self.broker_away = False

    def stop(self, *_):
        self.running = False

    def run(self) -> None:
        while self.running:
            try:
                self._listen()
            except DatabaseError as error:
                log.warning("The database is away (%s); trying again.", str(error).strip().split("\n")[0])
                connection.close()
                time.sleep(1)

    def _listen(self) -> None:
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute(f"LISTEN {CHANNEL}")
        while self.running:
            self.turn()
            self._wait()

    def turn(self) -> None:
        """One look: sweeps that are due, work whose worker died, work that nobody has been told of."""
        self._sweep()
        actions.requeue_lost()
        for job_id in actions.unsent().values_list("pk", flat=True)[:200]:
            if not self._send(job_id):
                break

    def _sweep(self) -> None:
        now = time.monotonic()
        for sweep in registry.sweeps():
            if now - self.swept.get(sweep.name, float("-inf")) >= sweep.seconds:
                self.swept[sweep.name] = now
                self._sweep_one(sweep)

    def _sweep_one(self, sweep: registry.Sweep) -> None:
        try:
            sweep.queue()
        except DatabaseError:
            raise
        except Exception:
            log.exception("The sweep “%s” failed; the others go on.", sweep.name)

    def _send(self, job_id: int) -> bool:
        try:
            self.send(job_id)
        except (BrokerError, OSError) as error:
            if not self.broker_away:
                log.warning("Redis is away (%s); jobs wait in the database.", error)
            self.broker_away = True
            return False
        self.broker_away = False
        actions.mark_sent(job_id)
        return True

    def _wait(self) -> None:
        handle = connection.connection
        if handle.notifies or select.select([handle], [], [], LOOK_EVERY)[0]:
            handle.poll()
            handle.notifies.clear()
