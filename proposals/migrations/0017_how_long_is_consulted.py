from datetime import date

import accounts.models
import django.contrib.postgres.constraints
from django.db import migrations, models

BEGINNING = date(2013, 9, 23)
# Working figures: no public text that we have confirms them.
RULES = (
    ("requirements_days", 15),
    ("rfi_days", 10),
    ("code_wide_days", 20),
    ("consult_remind_days", 5),
    ("consult_last_days", 1),
)


def enter_rules(apps, schema_editor):
    rule = apps.get_model("proposals", "ProcessRule")
    for key, value in RULES:
        source = "Working figure; no published source"
        rule.objects.get_or_create(key=key, defaults={"value": value, "starts": BEGINNING, "source": source})

from audit.migrating import RenderedOnce


class Migration(migrations.Migration):

    dependencies = [
        ('proposals', '0016_how_long_draft_minutes_are_commented_on'),
    ]

    operations = [
        migrations.RunPython(enter_rules, migrations.RunPython.noop),
        RenderedOnce([
        migrations.AddField(
            model_name='window',
            name='extended_to',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='processrule',
            name='key',
            field=models.CharField(choices=[('critical_friend_days', 'Critical-friend comments after a submission (working days)'), ('ft_objection_days', 'Fast-Track objection window (working days)'), ('ft_implementation_days', 'Fast-Track implementation after the window (working days)'), ('adoption_days_draft', 'Adoption window of a Draft Proposal (working days)'), ('adoption_days_mod', 'Adoption window of a Modification Proposal (working days)'), ('appeal_days', 'Appeal window after a Self-Governance decision (working days)'), ('mrc_days', 'Modification Report Consultation (working days)'), ('mrc_days_urgent', 'Modification Report Consultation of an urgent proposal (working days)'), ('papers_days', 'Papers before a meeting (working days)'), ('urgency_panel_days', 'The Panel’s view on a request for urgency (working days)'), ('authority_days', 'The Authority’s decision on a report (working days)'), ('timetable_step_days', 'Timetable: a step begins after the one before it (working days)'), ('timetable_develop_days', 'Timetable: developing business requirements (working days)'), ('timetable_publish_days', 'Timetable: preparing what is published (working days)'), ('timetable_comment_days', 'Timetable: open to industry comment (working days)'), ('timetable_urgent_days', 'Timetable: urgent report to the Change Board (working days)'), ('secas_day_rate', 'SECAS rate (pence a day)'), ('dcc_pa_days', 'DCC Preliminary Assessment (working days)'), ('dcc_pa_urgent_days', 'DCC Preliminary Assessment of an urgent proposal (working days)'), ('dcc_ia_days', 'DCC Impact Assessment (working days)'), ('dcc_ia_urgent_days', 'DCC Impact Assessment of an urgent proposal (working days)'), ('refusal_months', 'A submission is the same as one rejected within (months)'), ('refinement_consult_days', 'Refinement Consultation, at least (working days)'), ('view_days', 'A view asked for by correspondence (working days)'), ('view_before_days', 'A reminder before a view is due (working days)'), ('view_after_days', 'A reminder after a view was due (working days)'), ('minutes_comment_days', 'Comments of members on draft minutes (working days)'), ('requirements_days', 'Comments on business requirements, at least (working days)'), ('rfi_days', 'Request for Information, at least (working days)'), ('code_wide_days', 'Consultation on the SEC, at least (working days)'), ('consult_remind_days', 'A first reminder before a consultation closes (working days)'), ('consult_last_days', 'A last reminder before a consultation closes (working days)')], max_length=24),
        ),
        migrations.AddConstraint(
            model_name='processrule',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('key', 'requirements_days')), expressions=[(accounts.models.DateRange(), '&&')], name='one_requirements_days_rule'),
        ),
        migrations.AddConstraint(
            model_name='processrule',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('key', 'rfi_days')), expressions=[(accounts.models.DateRange(), '&&')], name='one_rfi_days_rule'),
        ),
        migrations.AddConstraint(
            model_name='processrule',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('key', 'code_wide_days')), expressions=[(accounts.models.DateRange(), '&&')], name='one_code_wide_days_rule'),
        ),
        migrations.AddConstraint(
            model_name='processrule',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('key', 'consult_remind_days')), expressions=[(accounts.models.DateRange(), '&&')], name='one_consult_remind_days_rule'),
        ),
        migrations.AddConstraint(
            model_name='processrule',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('key', 'consult_last_days')), expressions=[(accounts.models.DateRange(), '&&')], name='one_consult_last_days_rule'),
        ),
        ]),
    ]
