"""Suspensions of a fellow lie apart, and one recorded by mistake is taken back; who is let go is so for a reason.

Where suspensions overlap by now, the one recorded first stays and the later ones are taken back, marked as it is said in
WHY: what they cover beyond it moves the last day to serve no longer, until a program manager records those months anew.
Lines of history without a reason stay: that constraint is for new lines alone.
"""

import common.guards
import django.contrib.postgres.constraints
import django.db.models.deletion
import fellows.models.service
import pgtrigger.compiler
from django.conf import settings
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

WHY = (
    "It overlapped another suspension when the product began to refuse that: months were counted twice. "
    "Record the months it covered alone anew."
)
# Row by row: one that overlaps a row taken back just before overlaps nothing.
LATER_ONES = f"""
DO $$
DECLARE
    one record;
BEGIN
    FOR one IN SELECT * FROM fellows_suspension WHERE taken_back_at IS NULL ORDER BY id LOOP
        IF EXISTS (
            SELECT 1 FROM fellows_suspension o
            WHERE o.fellow_id = one.fellow_id AND o.id < one.id AND o.taken_back_at IS NULL
            AND o.starts < (one.starts + MAKE_INTERVAL(months => one.months))::date
            AND one.starts < (o.starts + MAKE_INTERVAL(months => o.months))::date
        ) THEN
            UPDATE fellows_suspension SET taken_back_at = now(), why_back = '{WHY}' WHERE id = one.id;
        END IF;
    END LOOP;
END $$;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('fellows', '0006_proposed_before_it_is_due'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='suspension',
            name='taken_back_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='suspension',
            name='taken_back_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='suspension',
            name='why_back',
            field=models.TextField(blank=True, db_default='', default='', verbose_name='why it was taken back'),
        ),
        common.guards.AddGuard(
            model_name='suspension',
            trigger=pgtrigger.compiler.Trigger(name='taken_back_at_is_said_once', sql=common.guards.GuardSql(condition='WHEN (((OLD."taken_back_at" IS DISTINCT FROM (NEW."taken_back_at") AND OLD."taken_back_at" IS NOT NULL) OR (OLD."taken_back_by_id" IS DISTINCT FROM (NEW."taken_back_by_id") AND OLD."taken_back_by_id" IS NOT NULL)))', func="RAISE EXCEPTION '% of %: who did what, and when, stays as it was said', TG_OP, TG_TABLE_NAME;", hash='2ded83244f796d38335f2748724e018f7c0ce82b', operation='UPDATE', pgid='pgtrigger_taken_back_at_is_said_once_899f9', table='fellows_suspension', when='BEFORE')),
        ),
        AddConstraintNotValid(
            model_name='fellowevent',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('action__in', ['end_unfulfilled', 'release', 'discharge', 'take_back_suspension']), _negated=True), models.Q(('note', ''), _negated=True), _connector='OR'), name='who_is_let_go_is_so_for_a_reason'),
        ),
        migrations.RunSQL(LATER_ONES, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name='suspension',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('taken_back_at', None), ('taken_back_by', None), ('why_back', '')), models.Q(('taken_back_at__isnull', False), models.Q(('why_back', ''), _negated=True)), _connector='OR'), name='a_suspension_is_taken_back_for_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='suspension',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('taken_back_at', None)), expressions=[('fellow', '='), (fellows.models.service.DaysAway(), '&&')], name='no_month_is_suspended_twice'),
        ),
    ]
