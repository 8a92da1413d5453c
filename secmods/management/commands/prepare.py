import gc

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command

from secmods import gate


class Command(BaseCommand):
    help = "Make the database ready: migrate, make the cache's table and, where DEMO is on, load the demo record."

    def handle(self, **options):
        """Prints what load_demo prints (whom one can sign in as) and nothing else, so that the caller can show it."""
        gate.pass_through()
        gc.disable()  # a sixth of the time, for some forty megabytes in a process that ends when it is done
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        if settings.DEMO:
            self._demo()

    def _demo(self):
        """A register with somebody's own record in it stays without the demo, and starts all the same."""
        try:
            call_command("load_demo", stdout=self.stdout)
        except CommandError as reason:
            self.stdout.write(str(reason))
