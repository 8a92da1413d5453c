import gc
from importlib import import_module

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from secmods import gate, underway


class Command(BaseCommand):
    help = "Make the database ready: migrate, make the cache's table and, where DEMO is on, load the demo record."

    def handle(self, **options):
        """Prints what load_demo prints (whom one can sign in as), so that the caller can show it; before that, what it
        is at, marked (`secmods.underway`), where that takes more than a moment."""
        self._collect_seldom()
        self._load_all()
        gate.pass_through()
        self._write_at_leisure()
        self._migrate()
        call_command("createcachetable", verbosity=0)
        if settings.DEMO:
            self._demo()

    def _collect_seldom(self):
        """Looking for garbage as often as usual takes a sixth of the time; never, twice the memory (740 MB)."""
        gc.freeze()
        gc.set_threshold(50_000, 20, 100)

    def _load_all(self):
        """What will be needed, while the services start."""
        MigrationLoader(None)
        if settings.DEMO:
            import_module("secmods.demo.loading")
            import_module(settings.ROOT_URLCONF)

    def _migrate(self):
        executor = MigrationExecutor(connection)
        if missing := len(executor.migration_plan(executor.loader.graph.leaf_nodes())):
            underway.tell(self.stdout, f"making or changing the tables ({missing} steps)")
        call_command("migrate", interactive=False, verbosity=0)

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
