from datetime import date

import accounts.models
import django.contrib.postgres.constraints
import django.db.models.deletion
from django.db import migrations, models


ADDRESSED = "The Office of Gas and Electricity Markets (Ofgem), 10 South Colonnade, Canary Wharf, London E14 4PU"


def load(apps, schema_editor):
    boilerplate = apps.get_model("papers", "Boilerplate")
    boilerplate.objects.create(key="office_authority", text=ADDRESSED, starts=date(2013, 9, 23))

from audit.migrating import RenderedOnce


class Migration(migrations.Migration):

    dependencies = [
        ('bodies', '0003_meetings_that_change'),
        ('papers', '0006_packs_and_supplied_papers'),
        ('proposals', '0016_how_long_draft_minutes_are_commented_on'),
        ('subcommittees', '0008_what_is_recommended_and_minuted'),
    ]

    operations = [
        RenderedOnce([
        migrations.RemoveConstraint(
            model_name='paper',
            name='paper_is_about_what_its_kind_says',
        ),
        migrations.AddField(
            model_name='paper',
            name='step',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='proposals.move'),
        ),
        migrations.AlterField(
            model_name='boilerplate',
            name='key',
            field=models.CharField(choices=[('office_name', 'Name of the office'), ('office_address', 'Address of the office'), ('office_telephone', 'Telephone of the office'), ('office_email', 'E-mail address of the office'), ('office_authority', 'To whom letters to the Authority are addressed'), ('team', 'Team that signs papers'), ('new_focus', 'New proposals: what the Development Stage is about'), ('new_invitation', 'New proposals: what the body is invited to do'), ('no_updates', 'New proposals: that there are no updates'), ('comments_welcome', 'Decision paper: that comments are welcome'), ('other_bodies', 'Conversion paper: which other bodies will be asked'), ('areas_lead', 'Conversion paper: what the areas of assessment are'), ('statement_about', 'Problem statement: what the document is')], max_length=20),
        ),
        migrations.AlterField(
            model_name='paper',
            name='kind',
            field=models.CharField(choices=[('modification-report', 'Modification Report'), ('problem-statement', 'Problem statement'), ('csc-paper', 'Change Sub-Committee decision paper'), ('panel-paper', 'Panel conversion paper'), ('single-proposal', 'Paper on one proposal'), ('new-proposals', 'New proposals paper'), ('agenda', 'Agenda'), ('minutes', 'Minutes'), ('uploaded', 'Paper supplied as a file'), ('fast-track-notice', 'Fast-Track notice'), ('decision-notice', 'Decision notice'), ('withdrawal-notice', 'Withdrawal notice'), ('implementation-notice', 'Implementation notice'), ('urgent-notice', 'Urgent notice'), ('authority-letter', 'Letter to the Authority')], max_length=30),
        ),
        migrations.AddConstraint(
            model_name='boilerplate',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('committee__isnull', True), ('key', 'office_authority')), expressions=[(accounts.models.DateRange(), '&&')], name='one_office_authority_text'),
        ),
        migrations.AddConstraint(
            model_name='paper',
            constraint=models.UniqueConstraint(condition=models.Q(('step__isnull', False)), fields=('kind', 'step'), name='one_paper_of_a_kind_a_step'),
        ),
        migrations.AddConstraint(
            model_name='paper',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['fast-track-notice', 'decision-notice', 'withdrawal-notice', 'implementation-notice', 'urgent-notice', 'authority-letter']), ('step__isnull', False)), models.Q(models.Q(('kind__in', ['fast-track-notice', 'decision-notice', 'withdrawal-notice', 'implementation-notice', 'urgent-notice', 'authority-letter']), _negated=True), ('step__isnull', True)), _connector='OR'), name='notices_are_of_a_step'),
        ),
        migrations.AddConstraint(
            model_name='paper',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('committee__isnull', True), ('edition', 'public'), ('ends__isnull', True), ('kind__in', ['modification-report', 'problem-statement', 'fast-track-notice', 'decision-notice', 'withdrawal-notice', 'implementation-notice', 'urgent-notice', 'authority-letter']), ('proposal__isnull', False), ('starts__isnull', True)), models.Q(('committee__isnull', False), ('ends__isnull', True), ('kind__in', ['csc-paper', 'panel-paper', 'single-proposal']), ('proposal__isnull', False), ('starts__isnull', True)), models.Q(('committee__isnull', False), ('ends__gte', models.F('starts')), ('ends__isnull', False), ('kind__in', ['new-proposals']), ('proposal__isnull', True), ('starts__isnull', False)), models.Q(('ends__isnull', True), ('item__isnull', True), ('kind__in', ['agenda', 'minutes']), ('meeting__isnull', False), ('proposal__isnull', True), ('starts__isnull', True)), models.Q(('ends__isnull', True), ('item__isnull', False), ('kind__in', ['uploaded']), ('starts__isnull', True)), _connector='OR'), name='paper_is_about_what_its_kind_says'),
        ),
        ]),
        migrations.RunPython(load, migrations.RunPython.noop, elidable=False),
    ]
