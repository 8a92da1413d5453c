from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('subcommittees', '0006_what_was_asked_is_a_request'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='view',
            name='a_view_says_something',
        ),
        migrations.RemoveField(
            model_name='view',
            name='asked_how',
        ),
        migrations.RemoveField(
            model_name='view',
            name='due_on',
        ),
        migrations.AlterField(
            model_name='view',
            name='position',
            field=models.CharField(choices=[('supports', 'Supports'), ('opposes', 'Opposes'), ('mixed', 'Mixed views'), ('no_comment', 'No comment')], max_length=10),
        ),
        migrations.AlterField(
            model_name='memberposition',
            name='position',
            field=models.CharField(choices=[('supports', 'Supports'), ('opposes', 'Opposes'), ('mixed', 'Mixed views'), ('no_comment', 'No comment')], max_length=10),
        ),
        migrations.AddConstraint(
            model_name='view',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('text', ''), _negated=True), ('position', 'no_comment'), _connector='OR'), name='a_view_says_something'),
        ),
    ]
