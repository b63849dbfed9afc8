"""The tables of this app as they stood on November 29, 2026: what was made step by step before is made at once."""

import common.guards
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('coaching', '0001_coaching'),
        ('coaching', '0002_guards_without_a_door'),
        ('coaching', '0003_said_once'),
        ('coaching', '0004_states_in_words'),
    ]

    dependencies = [
        ('pathways', '0001_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CoachingCycle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('window', models.CharField(choices=[('mid_year', 'mid-year'), ('end_of_year', 'end-of-year'), ('extra', 'Extra')], max_length=12)),
                ('due', models.DateField()),
                ('state', models.CharField(choices=[('planning', 'Planning'), ('observation', 'Observation'), ('feedback', 'Feedback'), ('conversation', 'Conversation'), ('closed', 'Closed')], default='planning', max_length=12)),
                ('goal', models.TextField(blank=True)),
                ('action_steps', models.TextField(blank=True)),
                ('notes', models.TextField(blank=True, help_text='Private to coach and leader')),
                ('planned_on', models.DateField(blank=True, null=True)),
                ('observed_on', models.DateField(blank=True, null=True)),
                ('feedback_on', models.DateField(blank=True, null=True)),
                ('conversation_on', models.DateField(blank=True, null=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('coach', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='coaching_cycles', to=settings.AUTH_USER_MODEL)),
                ('placement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='coaching_cycles', to='pathways.placement')),
            ],
            options={
                'ordering': ['due', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='CycleEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_state', models.CharField(blank=True, max_length=40)),
                ('to_state', models.CharField(blank=True, max_length=40)),
                ('at', models.DateTimeField()),
                ('note', models.TextField(blank=True)),
                ('action', models.CharField(max_length=40)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('cycle', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='coaching.coachingcycle')),
            ],
            options={
                'ordering': ['at', 'pk'],
                'abstract': False,
            },
        ),
        migrations.AddIndex(
            model_name='coachingcycle',
            index=models.Index(fields=['coach', 'state', 'due'], name='cycles_of_a_coach'),
        ),
        migrations.AddConstraint(
            model_name='coachingcycle',
            constraint=models.UniqueConstraint(condition=models.Q(('window', 'extra'), _negated=True), fields=('placement', 'window'), name='one_cycle_per_placement_and_window'),
        ),
        migrations.AddConstraint(
            model_name='coachingcycle',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'closed'), _negated=True), ('closed_at__isnull', False), _connector='OR'), name='closed_cycle_has_a_time'),
        ),
        common.guards.AddGuard(
            model_name='coachingcycle',
            trigger=pgtrigger.compiler.Trigger(name='closed_at_moves_with_its_event', sql=common.guards.GuardSql(condition='WHEN ((OLD."state" IS NOT DISTINCT FROM (NEW."state")) AND (OLD."closed_at" IS DISTINCT FROM (NEW."closed_at")))', func="RAISE EXCEPTION '% of %: who did what, and when, changes with its event', TG_OP, TG_TABLE_NAME;", hash='167f296e41df201aed59447d947601e30d3be8e0', operation='UPDATE', pgid='pgtrigger_closed_at_moves_with_its_event_d884b', table='coaching_coachingcycle', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='cycleevent',
            index=models.Index(fields=['cycle', 'at'], name='events_of_a_cycle'),
        ),
        common.guards.AddGuard(
            model_name='cycleevent',
            trigger=pgtrigger.compiler.Trigger(name='history_is_append_only', sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='6780d1cc004d8307df173c3b44d95adcc3d11643', operation='UPDATE OR DELETE', pgid='pgtrigger_history_is_append_only_2856f', table='coaching_cycleevent', when='BEFORE')),
        ),
    ]
