from django.db import migrations

from proposals.migrations._parts_of_plans import give_addresses, give_parts


class Migration(migrations.Migration):
    dependencies = [("proposals", "0003_implementation_parts")]

    operations = [
        migrations.RunPython(give_parts, migrations.RunPython.noop),
        migrations.RunPython(give_addresses, migrations.RunPython.noop),
    ]
