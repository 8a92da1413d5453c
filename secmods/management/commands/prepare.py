from django.conf import settings
from django.core.management import BaseCommand, call_command, get_commands


class Command(BaseCommand):
    help = "Make the database ready: migrate, make the cache's table and, where DEMO is on, load the demo record."

    def handle(self, **options):
        """Prints the demo identities and nothing else, so that whoever runs it can show them."""
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        if settings.DEMO:
            self._demo()

    def _demo(self):
        if "load_demo" in get_commands():
            call_command("load_demo", verbosity=0)
