from django.db import migrations, models


def keep_what_is_not_complete(apps, schema_editor):
    """On the way back: what is not complete has no place among the comments; its words are kept as earlier words."""
    drafts = apps.get_model("consultations", "DraftClauseComment").objects
    wordless = models.Q(text="") & ~models.Q(operation="delete")
    rows = drafts.filter(models.Q(as_written="") | models.Q(operation="") | wordless)
    names = ("as_written", "operation", "anchor", "text", "confidential")
    for row in rows:
        apps.get_model("consultations", "Revision").objects.create(
            response_id=row.response_id,
            part=f"c-{row.pk}",
            said={name: getattr(row, name) for name in names},
            by_id=row.by_id,
            at=row.at,
        )
    rows.delete()


class Migration(migrations.Migration):

    dependencies = [
        ('consultations', '0013_responses_held_back'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='draftclausecomment',
            name='draftclausecomment_says_something',
        ),
        migrations.RemoveConstraint(
            model_name='draftclausecomment',
            name='draftclausecomment_names_a_place',
        ),
        migrations.AlterField(
            model_name='draftclausecomment',
            name='as_written',
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AlterField(
            model_name='draftclausecomment',
            name='operation',
            field=models.CharField(blank=True, choices=[('add_after', 'Add after'), ('insert', 'Insert words'), ('replace', 'Replace'), ('delete', 'Delete'), ('query', 'Question or remark')], max_length=9),
        ),
        migrations.RunPython(migrations.RunPython.noop, keep_what_is_not_complete),
    ]
