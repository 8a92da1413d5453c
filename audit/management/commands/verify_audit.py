from django.core.management.base import BaseCommand, CommandError

from audit import verify
from audit.models import Event


class Command(BaseCommand):
    help = "Recompute the event chain and name every row that was altered, removed or cut off."

    def handle(self, *args, **options):
        found = list(verify.faults())
        for sentence in found:
            self.stderr.write(sentence)
        if found:
            raise CommandError(f"The chain has {len(found)} fault{'s' if len(found) > 1 else ''}.")
        self.stdout.write(f"The chain is whole: {Event.objects.count()} events.")
