"""A hat of finance is given by one and agreed to by another. Those that are there were given by nobody: they count."""

import common.guards
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0010_invitations_and_requests'),
    ]

    operations = [
        migrations.AddField(
            model_name='hat',
            name='agreed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='hat',
            name='agreed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='hat',
            name='given_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='hat',
            name='given_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        common.guards.AddGuard(
            model_name='hat',
            trigger=pgtrigger.compiler.Trigger(name='given_at_is_said_once', sql=common.guards.GuardSql(condition='WHEN (((OLD."given_at" IS DISTINCT FROM (NEW."given_at") AND OLD."given_at" IS NOT NULL) OR (OLD."given_by_id" IS DISTINCT FROM (NEW."given_by_id") AND OLD."given_by_id" IS NOT NULL) OR (OLD."kind" IS DISTINCT FROM (NEW."kind") AND OLD."kind" IS NOT NULL)))', func="RAISE EXCEPTION '% of %: who did what, and when, stays as it was said', TG_OP, TG_TABLE_NAME;", hash='f540cd6da43fe45a42334f2574952c3a8ccf0792', operation='UPDATE', pgid='pgtrigger_given_at_is_said_once_01687', table='people_hat', when='BEFORE')),
        ),
        common.guards.AddGuard(
            model_name='hat',
            trigger=pgtrigger.compiler.Trigger(name='agreed_at_is_said_once', sql=common.guards.GuardSql(condition='WHEN (((OLD."agreed_at" IS DISTINCT FROM (NEW."agreed_at") AND OLD."agreed_at" IS NOT NULL) OR (OLD."agreed_by_id" IS DISTINCT FROM (NEW."agreed_by_id") AND OLD."agreed_by_id" IS NOT NULL)))', func="RAISE EXCEPTION '% of %: who did what, and when, stays as it was said', TG_OP, TG_TABLE_NAME;", hash='5dfaded92c556689e3c9b238907e953103bb710a', operation='UPDATE', pgid='pgtrigger_agreed_at_is_said_once_95c5d', table='people_hat', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='hat',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('agreed_at__isnull', True), ('agreed_by__isnull', True)), models.Q(('agreed_at__isnull', False), ('agreed_by__isnull', False), ('given_by__isnull', False), models.Q(('agreed_by', models.F('given_by')), _negated=True), models.Q(('agreed_by', models.F('person')), _negated=True)), _connector='OR'), name='a_second_person_agrees_to_a_hat', violation_error_message='Neither who gives a hat nor who is to wear it agrees: somebody else does.'),
        ),
    ]
