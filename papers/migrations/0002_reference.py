"""The words that papers repeat, as a new register starts with them. Contact details are the installation's to replace."""

from datetime import date

from django.db import migrations

TEXTS = [
    ("office_name", "Smart Energy Code Administrator and Secretariat (SECAS)"),
    ("office_address", "8 Fenchurch Place, London, EC3M 4AJ"),
    ("office_telephone", "020 7946 0955"),
    ("office_email", "sec.change@example.org"),
]


def load(apps, schema_editor):
    boilerplate = apps.get_model("papers", "Boilerplate")
    boilerplate.objects.bulk_create(boilerplate(key=key, text=text, starts=date(2013, 9, 23)) for key, text in TEXTS)


class Migration(migrations.Migration):
    dependencies = [("papers", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop, elidable=False)]
