"""The sets of questions that a new register starts with."""

from django.db import migrations

from consultations.questions import reference


class Migration(migrations.Migration):
    dependencies = [("consultations", "0006_corrected_questions")]

    operations = [migrations.RunPython(reference.load, migrations.RunPython.noop, elidable=False)]
