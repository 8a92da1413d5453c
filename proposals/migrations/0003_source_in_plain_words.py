"""A source that stood as a note among developers is said in plain words, where it was loaded so."""

from django.db import migrations

BEFORE, NOW = "[background knowledge]", "Working figure; no published source"


def say_plainly(apps, schema_editor):
    for name in ("ProcessRule", "StandardArea"):
        apps.get_model("proposals", name).objects.filter(source=BEFORE).update(source=NOW)


class Migration(migrations.Migration):
    dependencies = [("proposals", "0002_reference")]
    operations = [migrations.RunPython(say_plainly, migrations.RunPython.noop, elidable=True)]
