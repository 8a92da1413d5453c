"""Deferred work: one row per piece of work, written with the change that wants it. Celery is only the engine."""
