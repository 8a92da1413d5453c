from django.db import migrations, models
import django.db.models.deletion


def one_for_each_guest(apps, schema_editor):
    """On the way back: a guest keeps the response that stands, or else the last; of the others their name stays."""
    responses = apps.get_model("consultations", "Response").objects.exclude(invitation=None)
    kept = {}
    for pk, invitation in responses.order_by(models.F("withdrawn_at").asc(nulls_last=True), "pk").values_list("pk", "invitation"):
        kept[invitation] = pk
    responses.exclude(pk__in=kept.values()).update(invitation=None)


class Migration(migrations.Migration):

    dependencies = [
        ('consultations', '0011_an_original_is_entered_anew'),
    ]

    operations = [
        migrations.AlterField(
            model_name='response',
            name='invitation',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='responses', to='consultations.invitation'),
        ),
        migrations.AddConstraint(
            model_name='response',
            constraint=models.UniqueConstraint(condition=models.Q(('invitation__isnull', False), ('withdrawn_at__isnull', True)), fields=('invitation',), name='one_response_of_a_guest'),
        ),
        migrations.RunPython(migrations.RunPython.noop, one_for_each_guest),
    ]
