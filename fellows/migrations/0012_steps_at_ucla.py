"""Steps at UCLA with their days and who said so, and the line of history each leaves."""

import common.guards
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('fellows', '0011_assistance'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='UclaStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(choices=[('applied', 'applied'), ('interview', 'interview at UCLA'), ('waitlisted', 'on UCLA’s waitlist'), ('not_admitted', 'not admitted'), ('admitted', 'admitted'), ('enrolled', 'enrolled')], max_length=12)),
                ('on', models.DateField(blank=True, null=True, verbose_name='day')),
                ('said_by', models.CharField(max_length=120, verbose_name='who said it')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='why it is corrected')),
                ('recorded_at', models.DateTimeField()),
                ('corrects', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrected_by', to='fellows.uclastep')),
                ('fellow', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ucla_steps', to='fellows.fellow')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'step at UCLA',
                'verbose_name_plural': 'steps at UCLA',
                'ordering': ['recorded_at', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='fellowevent',
            name='ucla',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='fellows.uclastep'),
        ),
        migrations.AddConstraint(
            model_name='uclastep',
            constraint=models.UniqueConstraint(condition=models.Q(('corrects', None)), fields=('fellow', 'step'), name='one_first_word_per_step_at_ucla'),
        ),
        migrations.AddConstraint(
            model_name='uclastep',
            constraint=models.CheckConstraint(condition=models.Q(('on__isnull', False), models.Q(('corrects__isnull', False), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='a_step_that_was_not_taken_corrects_one'),
        ),
        common.guards.AddGuard(
            model_name='uclastep',
            trigger=pgtrigger.compiler.Trigger(name='steps_at_ucla_stay', sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='f0871f53c2ad01467680fb6161626decbc623cb6', operation='UPDATE OR DELETE', pgid='pgtrigger_steps_at_ucla_stay_cf745', table='fellows_uclastep', when='BEFORE')),
        ),
    ]
