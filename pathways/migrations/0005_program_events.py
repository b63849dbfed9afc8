"""Schools and the Partnership plan events beside sessions, and say how many came."""

import common.guards
import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('pathways', '0004_school_goals'),
        ('people', '0008_nobody_appoints_themselves'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ProgramEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('school_arts', 'School arts event'), ('partnership_arts', 'Partnership-wide arts event'), ('parent_college', 'Parent College workshop'), ('family_meeting', 'Family action meeting'), ('teacher_training', 'Teacher training')], max_length=16)),
                ('title', models.CharField(max_length=120)),
                ('day', models.DateField()),
                ('seats', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5000)], verbose_name='people expected')),
                ('state', models.CharField(choices=[('planned', 'Planned'), ('held', 'Held'), ('cancelled', 'Cancelled')], default='planned', max_length=9)),
                ('came', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='how many came')),
                ('words', models.CharField(blank=True, max_length=300, verbose_name='how it was')),
                ('planners', models.ManyToManyField(related_name='events_planned', to=settings.AUTH_USER_MODEL, verbose_name='who plans it')),
                ('school', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='program_events', to='people.school')),
                ('year', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='program_events', to='pathways.programyear')),
            ],
            options={
                'ordering': ['day', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ProgramEventLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_state', models.CharField(blank=True, max_length=40)),
                ('to_state', models.CharField(blank=True, max_length=40)),
                ('at', models.DateTimeField()),
                ('note', models.TextField(blank=True)),
                ('action', models.CharField(max_length=40)),
                ('day', models.DateField(blank=True, null=True)),
                ('day_was', models.DateField(blank=True, null=True)),
                ('came', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='pathways.programevent')),
            ],
            options={
                'ordering': ['at', 'pk'],
                'abstract': False,
            },
        ),
        migrations.AddIndex(
            model_name='programevent',
            index=models.Index(fields=['year', 'school', 'day'], name='events_of_a_school'),
        ),
        migrations.AddConstraint(
            model_name='programevent',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['family_meeting', 'parent_college', 'partnership_arts', 'school_arts', 'teacher_training'])), name='kind_of_event_is_one_there_is', violation_error_message='Choose one of the words there are.'),
        ),
        migrations.AddConstraint(
            model_name='programevent',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['cancelled', 'held', 'planned'])), name='event_is_planned_held_or_cancelled', violation_error_message='Choose one of the words there are.'),
        ),
        migrations.AddConstraint(
            model_name='programevent',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'partnership_arts'), ('school__isnull', True)), models.Q(models.Q(('kind', 'partnership_arts'), _negated=True), ('school__isnull', False)), _connector='OR'), name='only_events_of_the_partnership_have_no_school'),
        ),
        migrations.AddConstraint(
            model_name='programevent',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('came__isnull', False), ('state', 'held')), models.Q(models.Q(('state', 'held'), _negated=True), ('came__isnull', True)), _connector='OR'), name='an_event_that_was_held_says_how_many_came'),
        ),
        migrations.AddConstraint(
            model_name='programevent',
            constraint=models.CheckConstraint(condition=models.Q(('seats__gte', 1), ('seats__lte', 5000)), name='an_event_expects_1_to_5000'),
        ),
        migrations.AddConstraint(
            model_name='programevent',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'cancelled'), _negated=True), fields=('school', 'year', 'kind', 'title', 'day'), name='one_event_of_its_title_on_a_day', nulls_distinct=False),
        ),
        migrations.AddIndex(
            model_name='programeventline',
            index=models.Index(fields=['event', 'at'], name='lines_of_an_event'),
        ),
        common.guards.AddGuard(
            model_name='programeventline',
            trigger=pgtrigger.compiler.Trigger(name='history_is_append_only', sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='d8fb14dd42cd4e22c2fa228debbf2c3d90fba5d2', operation='UPDATE OR DELETE', pgid='pgtrigger_history_is_append_only_7cfe0', table='pathways_programeventline', when='BEFORE')),
        ),
    ]
