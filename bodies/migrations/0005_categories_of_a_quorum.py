import re

from django.db import migrations, models

NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5}
COUNTED = re.compile(r"(?:from )?at least (\d|two|three|four|five) (?:Party )?Categories\.?", re.IGNORECASE)


def count_the_words(apps, schema_editor):
    """What words asked for, “from at least three Party Categories”, was counted by reading them: now it is a number."""
    Committee = apps.get_model("bodies", "Committee")
    for committee in Committee.objects.exclude(quorum_words=""):
        found = COUNTED.search(committee.quorum_words)
        if found:
            committee.quorum_categories = NUMBERS.get(found[1].lower()) or int(found[1])
            committee.quorum_words = COUNTED.sub("", committee.quorum_words).strip(" ,;")
            committee.save(update_fields=["quorum_categories", "quorum_words"])


class Migration(migrations.Migration):

    dependencies = [
        ('bodies', '0004_former_days_of_meetings'),
    ]

    operations = [
        migrations.AddField(
            model_name='committee',
            name='quorum_categories',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='Party Categories in a quorum'),
        ),
        migrations.RunPython(count_the_words, migrations.RunPython.noop, elidable=True),
    ]
