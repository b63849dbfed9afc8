"""Group interviews, and the scores that are given there."""

import common.guards
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('applications', '0005_recommendations'),
        ('pathways', '0016_proposed_work'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='GroupInterview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('begins', models.TimeField(verbose_name='begins at')),
                ('place', models.CharField(max_length=200, verbose_name='place or link')),
                ('planned_at', models.DateTimeField()),
                ('called_off_at', models.DateTimeField(blank=True, null=True)),
                ('called_off_because', models.CharField(blank=True, max_length=500)),
            ],
            options={
                'ordering': ['day', 'begins', 'pk'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='review',
            name='one_review_per_application_and_reviewer',
        ),
        migrations.AddField(
            model_name='application',
            name='interview_hundredths',
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='groupinterview',
            name='called_off_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='groupinterview',
            name='offering',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='interviews', to='pathways.offering'),
        ),
        migrations.AddField(
            model_name='groupinterview',
            name='planned_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='application',
            name='interview',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='invited', to='applications.groupinterview'),
        ),
        migrations.AddField(
            model_name='applicationevent',
            name='interview',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='applications.groupinterview'),
        ),
        migrations.AddField(
            model_name='review',
            name='interview',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='applications.groupinterview'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.UniqueConstraint(condition=models.Q(('interview', None)), fields=('application', 'reviewer'), name='one_review_per_application_and_reviewer'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.UniqueConstraint(fields=('application', 'reviewer', 'interview'), name='one_score_per_interview_applicant_and_reviewer'),
        ),
        migrations.AddConstraint(
            model_name='groupinterview',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('called_off_at__isnull', True), ('called_off_by__isnull', True)), models.Q(('called_off_at__isnull', False), ('called_off_by__isnull', False), models.Q(('called_off_because', ''), _negated=True)), _connector='OR'), name='an_interview_is_called_off_by_someone_who_says_why'),
        ),
        common.guards.AddGuard(
            model_name='groupinterview',
            trigger=pgtrigger.compiler.Trigger(name='planned_at_is_said_once', sql=common.guards.GuardSql(condition='WHEN (((OLD."planned_at" IS DISTINCT FROM (NEW."planned_at") AND OLD."planned_at" IS NOT NULL) OR (OLD."planned_by_id" IS DISTINCT FROM (NEW."planned_by_id") AND OLD."planned_by_id" IS NOT NULL) OR (OLD."called_off_at" IS DISTINCT FROM (NEW."called_off_at") AND OLD."called_off_at" IS NOT NULL) OR (OLD."called_off_by_id" IS DISTINCT FROM (NEW."called_off_by_id") AND OLD."called_off_by_id" IS NOT NULL)))', func="RAISE EXCEPTION '% of %: who did what, and when, stays as it was said', TG_OP, TG_TABLE_NAME;", hash='3d098d877cfea29ccf6923c0ca230785ffc990ae', operation='UPDATE', pgid='pgtrigger_planned_at_is_said_once_e4527', table='applications_groupinterview', when='BEFORE')),
        ),
    ]
