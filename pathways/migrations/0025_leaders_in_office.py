"""Leaders who held a role before the program was kept here: why they are on record, and what both signed on paper."""

import common.guards
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('pathways', '0024_deliverables_after_signing'),
        ('people', '0010_invitations_and_requests'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SignedPaper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('signed_by', models.CharField(max_length=200, verbose_name='who signed')),
                ('signed_on', models.DateField(verbose_name='day it was signed')),
                ('file', models.FileField(max_length=200, upload_to='')),
                ('file_name', models.CharField(max_length=200)),
                ('sha256', models.CharField(max_length=64)),
                ('reason', models.TextField(max_length=2000)),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='TakenOver',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField(max_length=2000, verbose_name='how it is known')),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='placement',
            name='one_placement_per_commitment',
        ),
        migrations.RemoveConstraint(
            model_name='placement',
            name='placement_names_what_was_signed',
        ),
        migrations.AlterField(
            model_name='placement',
            name='commitment_sha256',
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddConstraint(
            model_name='placement',
            constraint=models.UniqueConstraint(condition=models.Q(('commitment_sha256', ''), _negated=True), fields=('commitment_sha256',), name='one_placement_per_commitment'),
        ),
        migrations.AddConstraint(
            model_name='placement',
            constraint=models.CheckConstraint(condition=models.Q(('commitment_sha256__regex', '^([0-9a-f]{64})?$')), name='placement_names_what_was_signed'),
        ),
        migrations.AddField(
            model_name='signedpaper',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='signedpaper',
            name='placement',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='pathways.placement'),
        ),
        migrations.AddField(
            model_name='takenover',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='takenover',
            name='placement',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='taken_over', to='pathways.placement'),
        ),
        migrations.AddConstraint(
            model_name='signedpaper',
            constraint=models.UniqueConstraint(fields=('placement', 'sha256'), name='one_row_per_placement_and_paper'),
        ),
        migrations.AddConstraint(
            model_name='signedpaper',
            constraint=models.CheckConstraint(condition=models.Q(('sha256__regex', '^[0-9a-f]{64}$'), models.Q(('file', ''), _negated=True), models.Q(('signed_by', ''), _negated=True)), name='a_paper_has_its_file_and_its_signers'),
        ),
        common.guards.AddGuard(
            model_name='signedpaper',
            trigger=pgtrigger.compiler.Trigger(name='papers_stay', sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='2263cce5d6599064a80872f56de7776f1173a80b', operation='UPDATE OR DELETE', pgid='pgtrigger_papers_stay_041c6', table='pathways_signedpaper', when='BEFORE')),
        ),
        common.guards.AddGuard(
            model_name='takenover',
            trigger=pgtrigger.compiler.Trigger(name='taken_over_stays', sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='d80d514683e5e5c951f320930a4098fe22c777d4', operation='UPDATE OR DELETE', pgid='pgtrigger_taken_over_stays_69d81', table='pathways_takenover', when='BEFORE')),
        ),
    ]
