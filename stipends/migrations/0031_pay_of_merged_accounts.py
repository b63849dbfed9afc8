"""Nobody handles their own pay, also where it stands under an account of theirs that was merged."""

import common.guards
import pgtrigger.compiler
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0012_merged_accounts'),
        ('stipends', '0030_states_in_words'),
    ]

    operations = [
        common.guards.RemoveGuard(
            model_name='stipendrun',
            name='nobody_handles_their_own_pay',
        ),
        common.guards.AddGuard(
            model_name='stipendrun',
            trigger=pgtrigger.compiler.Trigger(name='nobody_handles_their_own_pay', sql=common.guards.GuardSql(func="IF NEW.state IN ('approved', 'exported', 'confirmed') AND EXISTS (SELECT 1 FROM stipends_stipendline l WHERE l.run_id = NEW.id AND l.person_id IN (SELECT id FROM people_user WHERE id IN (NEW.prepared_by_id, NEW.approved_by_id) OR merged_into_id IN (NEW.prepared_by_id, NEW.approved_by_id))) THEN RAISE EXCEPTION 'preparer and approver are not paid on their run'; END IF; RETURN NEW;", hash='3881fa8b4243f3800f02ab8d01aeb8086baee000', operation='UPDATE OR INSERT', pgid='pgtrigger_nobody_handles_their_own_pay_104d4', table='stipends_stipendrun', when='BEFORE')),
        ),
    ]
