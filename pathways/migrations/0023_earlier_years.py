"""Completed years of before the program was kept here."""

import common.guards
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('pathways', '0022_calendars'),
        ('people', '0009_what_is_done_with_people'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='EarlierYear',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField(max_length=2000, verbose_name='how it is known')),
                ('file', models.FileField(blank=True, max_length=200, upload_to='')),
                ('file_name', models.CharField(blank=True, max_length=200)),
                ('entered_at', models.DateTimeField()),
                ('taken_back_at', models.DateTimeField(blank=True, null=True)),
                ('taken_back_why', models.TextField(blank=True, max_length=2000)),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='earlier_years', to=settings.AUTH_USER_MODEL)),
                ('role', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pathways.role')),
                ('school', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.school')),
                ('taken_back_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('year', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pathways.programyear')),
            ],
            options={
                'ordering': ['-year__starts', 'person__sort_name', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('taken_back_at', None)), fields=('person', 'role', 'year'), name='one_earlier_year_of_a_person_and_role', violation_error_message='This year was taken over already.'), models.CheckConstraint(condition=models.Q(models.Q(('taken_back_at', None), ('taken_back_by', None)), models.Q(('taken_back_at__isnull', False), ('taken_back_by__isnull', False)), _connector='OR'), name='an_earlier_year_is_taken_back_by_somebody')],
            },
        ),
        common.guards.AddGuard(
            model_name='earlieryear',
            trigger=pgtrigger.compiler.Trigger(name='entered_at_is_said_once', sql=common.guards.GuardSql(condition='WHEN (((OLD."entered_at" IS DISTINCT FROM (NEW."entered_at") AND OLD."entered_at" IS NOT NULL) OR (OLD."entered_by_id" IS DISTINCT FROM (NEW."entered_by_id") AND OLD."entered_by_id" IS NOT NULL) OR (OLD."taken_back_at" IS DISTINCT FROM (NEW."taken_back_at") AND OLD."taken_back_at" IS NOT NULL) OR (OLD."taken_back_by_id" IS DISTINCT FROM (NEW."taken_back_by_id") AND OLD."taken_back_by_id" IS NOT NULL)))', func="RAISE EXCEPTION '% of %: who did what, and when, stays as it was said', TG_OP, TG_TABLE_NAME;", hash='53ee77dc3c3ad71b9b618dd4f2b971af878ce88c', operation='UPDATE', pgid='pgtrigger_entered_at_is_said_once_b7504', table='pathways_earlieryear', when='BEFORE')),
        ),
        common.guards.AddGuard(
            model_name='earlieryear',
            trigger=pgtrigger.compiler.Trigger(name='earlier_years_stay', sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='6a6b78a730632fa7966cac0976d22fd492217a89', operation='DELETE', pgid='pgtrigger_earlier_years_stay_1e06b', table='pathways_earlieryear', when='BEFORE')),
        ),
    ]
