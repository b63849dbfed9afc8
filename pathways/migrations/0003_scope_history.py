"""What each cell of the scope and sequence said before is kept, with who changed it and when."""

import common.guards
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('pathways', '0002_first_pathways'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ScopeEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_state', models.CharField(blank=True, max_length=40)),
                ('to_state', models.CharField(blank=True, max_length=40)),
                ('at', models.DateTimeField()),
                ('note', models.TextField(blank=True)),
                ('month', models.DateField()),
                ('action', models.CharField(max_length=40)),
                ('was', models.TextField(blank=True)),
                ('says', models.TextField(blank=True)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('copied_from', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pathways.programyear')),
                ('role', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='scope_events', to='pathways.role')),
                ('year', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scope_events', to='pathways.programyear')),
            ],
            options={
                'ordering': ['at', 'pk'],
                'abstract': False,
                'indexes': [models.Index(fields=['year', 'at'], name='events_of_a_scope')],
                'constraints': [models.CheckConstraint(condition=models.Q(('was', models.F('says')), _negated=True), name='a_line_of_scope_tells_a_change'), models.CheckConstraint(condition=models.Q(('month__day', 1)), name='line_of_scope_is_of_a_first_day')],
            },
        ),
        common.guards.AddGuard(
            model_name='scopeevent',
            trigger=pgtrigger.compiler.Trigger(name='history_is_append_only', sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='9ef6463849922fb59f9784ef2e670954fb7dc345', operation='UPDATE OR DELETE', pgid='pgtrigger_history_is_append_only_c3bf5', table='pathways_scopeevent', when='BEFORE')),
        ),
    ]
