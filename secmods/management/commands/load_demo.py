from django.conf import settings
from django.core.management import BaseCommand, CommandError

from secmods import underway
from secmods.demo import identities
from secmods.demo.loading import NotEmpty, is_loaded, load


class Command(BaseCommand):
    help = "Load the demo record into an empty register, once, and list whom it can be tried as."

    def handle(self, **options):
        if not settings.DEMO:
            raise CommandError("DEMO is off; the demo record is loaded only where it is on.")
        if not is_loaded():
            self._load()
        self.stdout.write("Sign in with one press as:")
        for person in identities():
            self.stdout.write(f"  {person.name:<18} {person.role}")

    def _load(self):
        try:
            load(lambda sentence: underway.tell(self.stdout, sentence))
        except NotEmpty as reason:
            raise CommandError(str(reason)) from None
