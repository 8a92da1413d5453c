"""The engine behind the job rows. A message says only "look at job 17"; the row in the database is the truth."""

import functools
import os

from celery import Celery
from celery.signals import setup_logging
from celery.worker import consumer
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "secmods.settings")

BROKER_SECONDS = 2


class Consumer(consumer.Consumer):
    """Looks for a lost Redis every two seconds; Celery's own would wait up to thirty once Redis is back."""

    def ensure_connected(self, conn):
        conn.ensure_connection = functools.partial(conn.ensure_connection, interval_step=0)
        return super().ensure_connected(conn)


app = Celery("secmods")
app.config_from_object(
    {
        "task_ignore_result": True,
        "worker_prefetch_multiplier": 1,
        # The message goes when the task starts: lost work is found by its row and lock, not by the broker's timeout.
        "task_acks_late": False,
        "task_soft_time_limit": 200,
        "task_time_limit": 240,
        "task_publish_retry": False,
        "worker_max_tasks_per_child": 50,
        "worker_cancel_long_running_tasks_on_connection_loss": False,
        "worker_send_task_events": False,
        "worker_consumer": "secmods.celery:Consumer",
        "broker_connection_retry_on_startup": True,
        "broker_connection_max_retries": None,
        "broker_connection_timeout": BROKER_SECONDS,
        "broker_transport_options": {
            "socket_connect_timeout": BROKER_SECONDS,
            "socket_timeout": BROKER_SECONDS,
            "socket_keepalive": True,
            "max_retries": 0,
        },
        "timezone": "UTC",
        "enable_utc": True,
    }
)
app.add_defaults(lambda: {"broker_url": settings.REDIS_URL})
app.autodiscover_tasks()


@setup_logging.connect
def keep_our_logging(**kwargs):
    """Celery would replace the log format; Django's configuration has already been applied."""
