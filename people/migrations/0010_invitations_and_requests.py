"""Who was invited by mail to an account that was made for them, and who says at which school they work."""

import common.guards
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0009_what_is_done_with_people'),
    ]

    operations = [
        migrations.CreateModel(
            name='Welcome',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='welcomes', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='PostRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.CharField(choices=[('teacher', 'Teacher'), ('counselor', 'Counselor'), ('coordinator', 'Coordinator'), ('coach', 'Coach'), ('assistant_principal', 'assistant principal'), ('principal', 'Principal')], default='teacher', max_length=20)),
                ('state', models.CharField(choices=[('asked', 'Asked'), ('confirmed', 'Confirmed'), ('declined', 'Declined'), ('taken_back', 'Taken back')], default='asked', max_length=12)),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='post_requests', to=settings.AUTH_USER_MODEL)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='post_requests', to='people.school')),
            ],
            options={
                'ordering': ['asked_at', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'asked')), fields=('person',), name='one_open_request_of_a_person')],
            },
        ),
        common.guards.AddGuard(
            model_name='postrequest',
            trigger=pgtrigger.compiler.Trigger(name='asked_at_is_said_once', sql=common.guards.GuardSql(condition='WHEN ((OLD."asked_at" IS DISTINCT FROM (NEW."asked_at") AND OLD."asked_at" IS NOT NULL))', func="RAISE EXCEPTION '% of %: who did what, and when, stays as it was said', TG_OP, TG_TABLE_NAME;", hash='4e1e7ddffafbf774b1347b547236d7223c1c6f1c', operation='UPDATE', pgid='pgtrigger_asked_at_is_said_once_80d7c', table='people_postrequest', when='BEFORE')),
        ),
        common.guards.AddGuard(
            model_name='postrequest',
            trigger=pgtrigger.compiler.Trigger(name='decided_at_is_said_once', sql=common.guards.GuardSql(condition='WHEN (((OLD."decided_at" IS DISTINCT FROM (NEW."decided_at") AND OLD."decided_at" IS NOT NULL) OR (OLD."decided_by_id" IS DISTINCT FROM (NEW."decided_by_id") AND OLD."decided_by_id" IS NOT NULL)))', func="RAISE EXCEPTION '% of %: who did what, and when, stays as it was said', TG_OP, TG_TABLE_NAME;", hash='293ce151bb77c3e8ee6fb895a7bcbf71e7c29ef0', operation='UPDATE', pgid='pgtrigger_decided_at_is_said_once_49460', table='people_postrequest', when='BEFORE')),
        ),
        common.guards.AddGuard(
            model_name='welcome',
            trigger=pgtrigger.compiler.Trigger(name='welcomes_are_append_only', sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='2e519bf08ce88988e921889f1393c4b88bd0c57f', operation='UPDATE OR DELETE', pgid='pgtrigger_welcomes_are_append_only_08f64', table='people_welcome', when='BEFORE')),
        ),
    ]
