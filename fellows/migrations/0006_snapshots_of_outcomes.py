"""What was known of all fellows on a day is frozen, with the numbers of it that may leave the house."""

import common.guards
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('fellows', '0005_proofs_of_milestones'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='OutcomeSnapshot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('as_of', models.DateField()),
                ('content', models.TextField()),
                ('sha256', models.CharField(max_length=64)),
                ('taken_at', models.DateTimeField()),
                ('taken_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'snapshot of outcomes',
                'verbose_name_plural': 'snapshots of outcomes',
                'ordering': ['-taken_at', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('sha256',), name='one_snapshot_of_the_same_outcomes'), models.CheckConstraint(condition=models.Q(('sha256__regex', '^[0-9a-f]{64}$')), name='a_snapshot_has_its_fingerprint')],
            },
        ),
        common.guards.AddGuard(
            model_name='outcomesnapshot',
            trigger=pgtrigger.compiler.Trigger(name='snapshots_of_outcomes_stay', sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='eb9d2d4680a59d65dc6542e4f1a2512945a22725', operation='UPDATE OR DELETE', pgid='pgtrigger_snapshots_of_outcomes_stay_0e552', table='fellows_outcomesnapshot', when='BEFORE')),
        ),
    ]
