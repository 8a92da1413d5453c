import gc
from importlib import import_module

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from secmods import gate


class Command(BaseCommand):
    help = "Make the database ready: migrate, make the cache's table and, where DEMO is on, load the demo record."

    def handle(self, **options):
        """Prints what load_demo prints (whom one can sign in as) and nothing else, so that the caller can show it."""
        gc.disable()  # a sixth of the time, for some forty megabytes in a process that ends when it is done
        self._load_all()
        gate.pass_through()
        self._write_at_leisure()
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        if settings.DEMO:
            self._demo()

    def _load_all(self):
        """What will be needed, while the services start."""
        MigrationLoader(None)
        if settings.DEMO:
            import_module("secmods.demo.loading")
            import_module(settings.ROOT_URLCONF)

    def _write_at_leisure(self):
        """No commit waits for the disk: what a crash takes away is prepared again, and the first commit that waits
        takes what was prepared with it."""
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit = off")

    def _demo(self):
        """A register with somebody's own record in it stays without the demo, and starts all the same."""
        try:
            call_command("load_demo", stdout=self.stdout)
        except CommandError as reason:
            self.stdout.write(str(reason))
