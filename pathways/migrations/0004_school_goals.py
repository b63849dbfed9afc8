"""Schools keep their goals of a year, with dated notes of how far each is."""

import common.guards
import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('pathways', '0003_scope_history'),
        ('people', '0007_ids_of_sources'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SchoolGoal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area', models.CharField(choices=[('arts', 'Arts'), ('culture', 'Culture'), ('families', 'Family engagement'), ('own', "Of the school's own")], max_length=8)),
                ('wanted', models.CharField(max_length=120, verbose_name='what is wanted')),
                ('measure', models.CharField(max_length=200, verbose_name='what is counted')),
                ('unit', models.CharField(choices=[('number', 'A number'), ('percent', 'Percent')], default='number', max_length=7)),
                ('start', models.DecimalField(decimal_places=1, max_digits=8, validators=[django.core.validators.MinValueValidator(Decimal('0'))])),
                ('target', models.DecimalField(decimal_places=1, max_digits=8, validators=[django.core.validators.MinValueValidator(Decimal('0'))])),
                ('state', models.CharField(choices=[('pursued', 'Pursued'), ('dropped', 'Dropped')], default='pursued', max_length=8)),
                ('copied_from', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='copy', to='pathways.schoolgoal')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='goals_carried', to=settings.AUTH_USER_MODEL, verbose_name='who carries it')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='goals', to='people.school')),
                ('year', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='school_goals', to='pathways.programyear')),
            ],
            options={
                'ordering': ['area', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='GoalNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('number', models.DecimalField(blank=True, decimal_places=1, max_digits=8, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0'))])),
                ('words', models.CharField(blank=True, max_length=300)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('goal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='pathways.schoolgoal')),
            ],
            options={
                'ordering': ['day', 'at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='GoalEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_state', models.CharField(blank=True, max_length=40)),
                ('to_state', models.CharField(blank=True, max_length=40)),
                ('at', models.DateTimeField()),
                ('note', models.TextField(blank=True)),
                ('action', models.CharField(max_length=40)),
                ('start', models.DecimalField(blank=True, decimal_places=1, max_digits=8, null=True)),
                ('target', models.DecimalField(blank=True, decimal_places=1, max_digits=8, null=True)),
                ('start_was', models.DecimalField(blank=True, decimal_places=1, max_digits=8, null=True)),
                ('target_was', models.DecimalField(blank=True, decimal_places=1, max_digits=8, null=True)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('goal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='pathways.schoolgoal')),
            ],
            options={
                'ordering': ['at', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='NoteTakenBack',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=300)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('note', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='taken_back', to='pathways.goalnote')),
            ],
            options={
                'verbose_name': 'note taken back',
                'verbose_name_plural': 'notes taken back',
                'ordering': ['-at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='a_note_is_taken_back_for_a_reason')],
            },
        ),
        common.guards.AddGuard(
            model_name='notetakenback',
            trigger=pgtrigger.compiler.Trigger(name='notes_taken_back_stay', sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='2800b802689e829bae8d6743e66714144724898a', operation='UPDATE OR DELETE', pgid='pgtrigger_notes_taken_back_stay_086eb', table='pathways_notetakenback', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='schoolgoal',
            index=models.Index(fields=['year', 'school'], name='goals_of_a_year'),
        ),
        migrations.AddConstraint(
            model_name='schoolgoal',
            constraint=models.CheckConstraint(condition=models.Q(('area__in', ['arts', 'culture', 'families', 'own'])), name='area_is_one_there_is', violation_error_message='Choose one of the words there are.'),
        ),
        migrations.AddConstraint(
            model_name='schoolgoal',
            constraint=models.CheckConstraint(condition=models.Q(('unit__in', ['number', 'percent'])), name='unit_is_one_there_is', violation_error_message='Choose one of the words there are.'),
        ),
        migrations.AddConstraint(
            model_name='schoolgoal',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['dropped', 'pursued'])), name='goal_is_pursued_or_dropped', violation_error_message='Choose one of the words there are.'),
        ),
        migrations.AddConstraint(
            model_name='schoolgoal',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'pursued')), fields=('school', 'year', 'wanted'), name='one_goal_of_its_words_at_a_school', violation_error_message='The school has this goal already.'),
        ),
        migrations.AddConstraint(
            model_name='schoolgoal',
            constraint=models.CheckConstraint(condition=models.Q(('target', models.F('start')), _negated=True), name='a_goal_leads_somewhere', violation_error_message='The target is where you start. Write another number.'),
        ),
        migrations.AddConstraint(
            model_name='schoolgoal',
            constraint=models.CheckConstraint(condition=models.Q(('start__gte', 0), ('target__gte', 0), models.Q(('unit', 'number'), models.Q(('start__lte', 100), ('target__lte', 100)), _connector='OR')), name='goal_counts_from_0_and_percents_to_100', violation_error_message='A percent goes from 0 to 100, and no number is below 0.'),
        ),
        migrations.AddIndex(
            model_name='goalnote',
            index=models.Index(fields=['goal', 'day'], name='notes_of_a_goal'),
        ),
        migrations.AddConstraint(
            model_name='goalnote',
            constraint=models.CheckConstraint(condition=models.Q(('number__isnull', False), models.Q(('words', ''), _negated=True), _connector='OR'), name='a_note_says_a_number_or_words'),
        ),
        migrations.AddConstraint(
            model_name='goalnote',
            constraint=models.CheckConstraint(condition=models.Q(('number__isnull', True), ('number__gte', 0), _connector='OR'), name='a_note_counts_from_0'),
        ),
        common.guards.AddGuard(
            model_name='goalnote',
            trigger=pgtrigger.compiler.Trigger(name='notes_of_goals_stay', sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='23af8de1582695829acd49d8354d97f0008f878c', operation='UPDATE OR DELETE', pgid='pgtrigger_notes_of_goals_stay_700bc', table='pathways_goalnote', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='goalevent',
            index=models.Index(fields=['goal', 'at'], name='events_of_a_goal'),
        ),
        common.guards.AddGuard(
            model_name='goalevent',
            trigger=pgtrigger.compiler.Trigger(name='history_is_append_only', sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='6a6d57ca73f7fb9bff19437e3d9fc89a8eece928', operation='UPDATE OR DELETE', pgid='pgtrigger_history_is_append_only_da80b', table='pathways_goalevent', when='BEFORE')),
        ),
    ]
