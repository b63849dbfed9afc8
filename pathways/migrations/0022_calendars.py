"""Breaks and holidays of a year are rows; a year of before the product needs only its number of days; who changed a
year is kept."""

import common.guards
import django.db.models.deletion
import django.db.models.lookups
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('pathways', '0021_rubric_of_an_offering'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CalendarEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(blank=True, max_length=120)),
                ('starts', models.DateField()),
                ('ends', models.DateField(help_text='The first day after it')),
                ('serves', models.BooleanField(default=False, help_text='These days serve, although they lie on a weekend or in a break')),
            ],
            options={
                'verbose_name_plural': 'calendar entries',
                'ordering': ['year', 'starts', 'ends', 'name'],
            },
        ),
        migrations.CreateModel(
            name='ProgramYearEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_state', models.CharField(blank=True, max_length=40)),
                ('to_state', models.CharField(blank=True, max_length=40)),
                ('at', models.DateTimeField()),
                ('note', models.TextField(blank=True)),
                ('action', models.CharField(max_length=40)),
                ('days_before', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('days_after', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('gone', models.JSONField(blank=True, default=list)),
                ('come', models.JSONField(blank=True, default=list)),
            ],
            options={
                'ordering': ['at', 'pk'],
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='programyear',
            name='days_count',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='number of service days'),
        ),
        migrations.AddField(
            model_name='programyear',
            name='school_ends',
            field=models.DateField(blank=True, null=True, verbose_name='the first day after the last day of school'),
        ),
        migrations.AddField(
            model_name='programyear',
            name='school_starts',
            field=models.DateField(blank=True, null=True, verbose_name='first day of school'),
        ),
        migrations.AddConstraint(
            model_name='programyear',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('school_ends__isnull', True), ('school_starts__isnull', True)), models.Q(('school_ends__gt', models.F('school_starts')), ('school_ends__lte', models.F('ends')), ('school_starts__gte', models.F('starts'))), _connector='OR'), name='school_lies_in_its_program_year', violation_error_message='School begins and ends in the program year. Correct its days.'),
        ),
        migrations.AddConstraint(
            model_name='programyear',
            constraint=models.CheckConstraint(condition=models.Q(('days_count__isnull', True), models.Q(('days_count__gte', 1), ('days_count__lte', 366)), _connector='OR'), name='a_year_has_1_to_366_days', violation_error_message='A year has 1 to 366 service days.'),
        ),
        migrations.AddField(
            model_name='calendarentry',
            name='year',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calendar_entries', to='pathways.programyear'),
        ),
        migrations.AddField(
            model_name='programyearevent',
            name='by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='programyearevent',
            name='year',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='pathways.programyear'),
        ),
        migrations.AddConstraint(
            model_name='calendarentry',
            constraint=models.CheckConstraint(condition=models.Q(('ends__isnull', True), django.db.models.lookups.GreaterThan(models.F('ends'), models.F('starts')), _connector='OR'), name='calendar_entry_ends_after_it_starts', violation_error_message='It must end after it starts.'),
        ),
        migrations.AddConstraint(
            model_name='calendarentry',
            constraint=models.UniqueConstraint(fields=('year', 'serves', 'starts', 'ends', 'name'), name='one_calendar_entry_of_its_days'),
        ),
        migrations.AddIndex(
            model_name='programyearevent',
            index=models.Index(fields=['year', 'at'], name='events_of_a_year'),
        ),
        common.guards.AddGuard(
            model_name='programyearevent',
            trigger=pgtrigger.compiler.Trigger(name='history_is_append_only', sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='16e79e16243a5e29e02abcd9008d850ad59c54e5', operation='UPDATE OR DELETE', pgid='pgtrigger_history_is_append_only_b70e2', table='pathways_programyearevent', when='BEFORE')),
        ),
    ]
