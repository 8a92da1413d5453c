import signal

from django.core.management.base import BaseCommand

from jobs.dispatcher import Dispatcher
from jobs.tasks import run


class Command(BaseCommand):
    help = "Hand queued jobs to Celery and start the timed sweeps, until told to stop."

    def handle(self, *args, **options):
        dispatcher = Dispatcher(send=lambda job_id: run.apply_async([job_id], retry=False))
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, dispatcher.stop)
        dispatcher.run()
