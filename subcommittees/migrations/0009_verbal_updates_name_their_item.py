import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("subcommittees", "0008_what_is_recommended_and_minuted")]

    operations = [
        migrations.AddField(
            "verbalupdate",
            "item",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="verbal_updates",
                to="subcommittees.agendaitem",
            ),
        ),
    ]
