"""Limits of the DCC's assessments and of the Refinement Consultation, and the standard areas of assessment."""

from django.db import migrations

from proposals.refinement_reference import load


class Migration(migrations.Migration):
    dependencies = [("proposals", "0003_refinement")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop, elidable=False)]
