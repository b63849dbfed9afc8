import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('stipends', '0005_inputs_as_hashed'),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name='stipendline',
            trigger=pgtrigger.compiler.Trigger(name='locked_runs_take_no_line', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF EXISTS (SELECT 1 FROM stipends_stipendrun r WHERE r.state IN ('approved', 'exported', 'confirmed') AND r.id IN (SELECT run_id FROM new_lines)) THEN RAISE EXCEPTION 'a line of a locked run does not change'; END IF; RETURN NULL;", hash='53e62154259cd1e36ff40f499dfc4ff82610aa0a', level='STATEMENT', operation='INSERT', pgid='pgtrigger_locked_runs_take_no_line_e22c3', referencing='REFERENCING NEW TABLE AS new_lines ', table='stipends_stipendline', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='stipendline',
            trigger=pgtrigger.compiler.Trigger(name='locked_lines_are_never_edited', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF EXISTS (SELECT 1 FROM stipends_stipendrun r WHERE r.state IN ('approved', 'exported', 'confirmed') AND r.id IN (SELECT run_id FROM old_lines)) OR EXISTS (SELECT 1 FROM stipends_stipendrun r WHERE r.state IN ('approved', 'exported', 'confirmed') AND r.id IN (SELECT run_id FROM new_lines)) THEN RAISE EXCEPTION 'a line of a locked run does not change'; END IF; RETURN NULL;", hash='33c08c2611a041bc8afb21183d26e4916c6a8a49', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_locked_lines_are_never_edited_0c500', referencing='REFERENCING OLD TABLE AS old_lines  NEW TABLE AS new_lines ', table='stipends_stipendline', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='stipendline',
            trigger=pgtrigger.compiler.Trigger(name='locked_lines_stay', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF EXISTS (SELECT 1 FROM stipends_stipendrun r WHERE r.state IN ('approved', 'exported', 'confirmed') AND r.id IN (SELECT run_id FROM old_lines)) THEN RAISE EXCEPTION 'a line of a locked run does not change'; END IF; RETURN NULL;", hash='104d7638d8e9442a6f6dd3b354b0a09e5bfc5518', level='STATEMENT', operation='DELETE', pgid='pgtrigger_locked_lines_stay_6f423', referencing='REFERENCING OLD TABLE AS old_lines ', table='stipends_stipendline', when='AFTER')),
        ),
    ]
