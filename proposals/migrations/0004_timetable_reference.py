from django.db import migrations

from proposals.timetable_reference import load


class Migration(migrations.Migration):
    dependencies = [("proposals", "0003_timetable")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop, elidable=False)]
